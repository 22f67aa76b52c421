"""What stands behind the verb or noun that tells a transfer."""

from __future__ import annotations

from summarizer.english.lexicon import COMMON, GIVE, MAKE, TAKE
from summarizer.english.phrases import phrase, starts_phrase
from summarizer.english.times import is_time
from summarizer.english.transfers.places import Place, some
from summarizer.english.transfers.sums import is_money
from summarizer.english.words import DETERMINERS, NUMBER, PREPOSITIONS, PRONOUNS, Sentence

__all__ = ["Behind", "is_infinitive"]

# Which field keeps the phrase of a preposition.
_FIELDS = {"from": "from_", "for": "for_", "with": "with_", "to": "to", "into": "into", "by": "by", "of": "of"}


class Behind:
    """What stands behind a verb or noun: its object and its phrases with 'to', 'from', 'by', 'for', 'with', 'of'.

    ``price`` is what is given for it ('in exchange for', 'for $3 million'), ``worth`` what it is said to be worth.
    """

    def __init__(self, sentence: Sentence, start: int) -> None:
        self.object: Place | None = None
        self.to: Place | None = None
        self.into: Place | None = None
        self.from_: Place | None = None
        self.by: Place | None = None
        self.for_: Place | None = None
        self.with_: Place | None = None
        self.of: Place | None = None
        self.price: Place | None = None
        self.worth: Place | None = None
        forms = sentence.forms
        k = start
        if forms[k : k + 1] == ("over",) and forms[k - 1].startswith(("hand", "turn", "sign")):
            k += 1
        while (
            k < len(sentence)
            and (forms[k].endswith("ly") or forms[k] in {"out", "off", "over", "up", "back"})
            and not starts_phrase(sentence, k)
        ):
            k += 1
        if (
            forms[k : k + 1] == ("in",)
            and k + 1 < len(sentence)
            and NUMBER.fullmatch(forms[k + 1])
            and not is_time(sentence, k + 1, k + 2)
        ):
            k += 1  # 'had flown in 38 tonnes of biscuits'
        if starts_phrase(sentence, k):
            place = phrase(sentence, k)
            if place[0] < place[1]:
                self.object = None if is_time(sentence, *place) else place
                k = place[1]
        self._read(sentence, k)

    def _read(self, sentence: Sentence, k: int) -> None:
        """Take up the phrases from a word on, until another verb, another clause, or forty words on."""
        forms = sentence.forms
        first = k
        while k < len(sentence) and k - first < 40:
            form = forms[k]
            if form == "in" and forms[k + 1 : k + 2] in {("exchange",), ("return",)}:
                if forms[k + 2 : k + 3] == ("for",):
                    self.price = some(phrase(sentence, k + 3))
                return
            if form == "worth" or (form == "valued" and forms[k + 1 : k + 2] == ("at",)):
                k += 1 + (form == "valued")
                self.worth = some(phrase(sentence, k))
                k = self.worth[1] if self.worth else k
            elif form in PREPOSITIONS and starts_phrase(sentence, k + 1):
                place = phrase(sentence, k + 1)
                if place[0] >= place[1] or (form == "to" and is_infinitive(sentence, k + 1)):
                    return
                if not is_time(sentence, *place):
                    self._take(sentence, form, place)
                k = place[1]
            elif form in {'"', "“", "”", "(", ")"} or (form in PREPOSITIONS and form != "to"):
                k += 1
            elif form == ",":
                k += 1
                close = next((m for m in range(k, min(k + 6, len(sentence) - 1)) if forms[m] == ","), None)
                if (
                    close is not None
                    and forms[close + 1] in PREPOSITIONS
                    and k < len(sentence)
                    and sentence.is_capital(k)
                ):
                    k = close + 1  # 'supply the state company, Velfert, with phosphate'
                    continue
                if k < len(sentence) and (forms[k] in PRONOUNS or sentence.is_capital(k)):
                    return  # ', Kirby said', ', and Russia …'
            elif (
                is_time(sentence, k, k + 1)
                or form.endswith("ly")
                or form in {"early", "late", "last", "next", "this", "ago", "then", "direct"}
            ):
                k += 1
            else:
                return  # another verb, a conjunction: the phrases behind it are its own

    def _take(self, sentence: Sentence, preposition: str, place: Place) -> None:
        """Keep the first phrase of each preposition; 'for' with a sum of money is the price."""
        name = _FIELDS.get(preposition)
        if preposition == "for" and is_money(sentence, place):
            name = "price"
        if name and getattr(self, name) is None:
            setattr(self, name, place)


def is_infinitive(sentence: Sentence, k: int) -> bool:
    """Whether 'to' is followed by a verb: 'to build ships', 'to study the moon'."""
    form = sentence.forms[k]
    if sentence.is_capital(k) or form in DETERMINERS:
        return False
    if "base" in (GIVE.get(form), TAKE.get(form), MAKE.get(form)) or form in COMMON:
        return True
    following = sentence.forms[k + 1] if k + 1 < len(sentence) else ""
    return (
        following in DETERMINERS
        or following in PRONOUNS
        or (not form.endswith("s") and sentence.is_capital(min(k + 1, len(sentence) - 1)))
    )
