"""What stands behind the noun of a measure: 'on T', 'imposed by A', 'under Resolution 1187'."""

from __future__ import annotations

from summarizer.english.measures.goods import holder_of, is_frozen, is_good, is_trading
from summarizer.english.measures.laws import is_law
from summarizer.english.measures.names import nation_in, past_aside, with_tail
from summarizer.english.measures.nouns import Noun
from summarizer.english.measures.vocabulary import ALWAYS, BANS, IMPOSE, KEEP, SOFT, TRADE
from summarizer.english.nominals import NONE, QUOTES, Range, is_verb, noun_phrase
from summarizer.english.parties import is_party, is_people, is_subject_pronoun
from summarizer.english.times import is_time
from summarizer.english.words import BE, DETERMINERS, HAVE, PREPOSITIONS, Sentence

__all__ = ["Behind"]

_OF_TRADE = frozenset("embargo embargoes boycott restrictions curbs freeze freezes".split())


class Behind:
    """What stands behind the noun of a measure: target, authority, basis, and where its phrase ends."""

    def __init__(self, sentence: Sentence, noun: Noun) -> None:
        self.sentence = sentence
        self.target = self.by = self.of = self.basis = NONE
        self.stands = False
        forms = sentence.forms
        self.high = noun.at + 1
        self.list = noun.lists
        self.ban = forms[noun.at] in BANS or forms[noun.at] in _OF_TRADE
        self.penal = forms[noun.at] in {"penalties", "sanctions", "penalty"}
        self.soft = forms[noun.at] in {"measures", "measure", "steps", "action"}
        self.zone = forms[noun.at] in {"zone", "zones"}
        self.verb: int | None = None
        k = noun.at + 1
        size = len(sentence)
        if self.list and forms[k : k + 1] == ("of",):
            self.high = k = max(noun_phrase(sentence, k + 1)[1], k + 1)
            k -= forms[k - 1] == "subject"
            if forms[k : k + 2] == ("subject", "to"):
                self.high = k = max(noun_phrase(sentence, k + 2)[1], k + 2)
        # 'sanctions and an arms embargo on T' is one measure
        joined = self._joined(k)
        if joined:
            self.high = k = joined
        limit = min(size, k + 60)
        while k < limit:
            k = self._step(k)
            if k < 0:
                break

    def _joined(self, k: int) -> int:
        forms = self.sentence.forms
        if forms[k : k + 1] not in {("and",), ("or",)}:
            return 0
        for m in range(k + 1, min(k + 6, len(forms))):
            if forms[m] in ALWAYS or forms[m] in BANS or forms[m] in SOFT:
                return m + 1
            if forms[m] in PREPOSITIONS or (is_verb(self.sentence, m) and forms[m] not in DETERMINERS | TRADE):
                return 0
        return 0

    def _step(self, k: int) -> int:
        """Read one phrase and say where the next begins; -1 at the end."""
        sentence, forms = self.sentence, self.sentence.forms
        form = forms[k]
        if form in {";", ":", "but", "if", "unless", "because", "while", "although", "when", "whereas", "—"}:
            return -1
        if form in QUOTES:
            return k + 1 if k + 1 < len(sentence) and forms[k + 1] in PREPOSITIONS else -1
        if form in {"that", "which", "who"}:
            return self._relative(k + 1)
        if form in PREPOSITIONS:
            return self._preposition(k)
        if form == "pursuant":
            return k + 1
        if is_time(sentence, k, k + 1) or form.endswith("ly"):
            return k + 1
        if form == ",":
            return (
                k + 1
                if k + 1 < len(sentence)
                and forms[k + 1] in PREPOSITIONS | {"which", "that"}
                and forms[k + 1] != "after"
                else -1
            )
        if form in IMPOSE or form in KEEP:
            # 'sanctions imposed by A on T'; the deed of the noun's own clause is found elsewhere
            if _is_imposed(form):
                self.verb = self.verb if self.verb is not None else k
                return k + 1
            return -1
        if form in {"targeting", "aimed", "directed", "affecting", "covering"}:
            place = noun_phrase(sentence, k + (2 if forms[k + 1 : k + 2] == ("at",) else 1))
            if self.target == NONE and is_party(sentence, place):
                self.target, self.stands = place, True
                return place[1]
            return k + 1
        if is_verb(sentence, k):
            return -1
        place = noun_phrase(sentence, k)
        if place != NONE and place[1] < len(sentence) and self.verb is None:
            verb = place[1] + (1 if forms[place[1]] in HAVE else 0)
            if verb < len(sentence) and forms[verb] in IMPOSE and self.by == NONE and is_party(sentence, place):
                self.by = place  # 'sanctions the United States imposed on T'
                self.verb = verb
                return verb + 1
        return -1

    def _relative(self, k: int) -> int:
        """Read 'that A imposed' behind the noun; -1 where it is something else."""
        sentence, forms = self.sentence, self.sentence.forms
        place = noun_phrase(sentence, k) if k < len(sentence) else NONE
        if k < len(sentence) and is_subject_pronoun(sentence, (k, k + 1)):
            k += 1  # 'an embargo that it imposed': whoever 'it' is, the sentence says elsewhere
        verb = place[1] if place != NONE else k
        while verb < len(sentence) and (forms[verb] in HAVE or forms[verb] in BE or forms[verb].endswith("ly")):
            verb += 1
        if verb >= len(sentence) or forms[verb] not in IMPOSE:
            return -1
        if place != NONE and is_party(sentence, place) and self.by == NONE:
            self.by = place
        self.verb = verb
        return verb + 1

    def _preposition(self, k: int) -> int:
        sentence, forms = self.sentence, self.sentence.forms
        form = forms[k]
        if form in {"against", "on"} and forms[k + 1 : k + 2] in {("it",), ("them",), ("him",), ("her",)}:
            self.target, self.stands = (k + 1, k + 2), True
            return k + 2
        place = noun_phrase(sentence, k + 1)
        if place == NONE:
            return k + 1 if form in {"in", "up"} else self._deed_of_ban(k)
        if form == "in" and forms[place[0]] in {"return", "exchange", "response", "retaliation"}:
            return -1
        if is_time(sentence, *place) or forms[place[0]] in {"place", "force", "effect"}:
            return place[1]
        if is_law(sentence, place):
            self.basis = self.basis if self.basis != NONE else place
            return place[1]
        if form in {"against", "on", "upon", "to", "from", "with", "into"} or (form == "over" and self.zone):
            return self._target(k, place)
        if form == "by" and forms[place[0]].endswith("ing"):
            return -1
        if form == "by" and self.by == NONE:
            self.by = place
        elif form == "of" and self.of == NONE:
            self.of = place
            if self.ban or forms[k - 1] in {"blacklisting", "blacklist"}:
                self.stands = self.stands or is_party(sentence, place)
        elif (
            form == "for"
            and self.penal
            and self.target == NONE
            and is_party(sentence, place)
            and "'s" not in forms[place[0] : place[1]]
        ):
            self.target, self.stands = place, True
        return place[1]

    def _target(self, k: int, place: Range) -> int:
        """Read 'on T', 'on arms exports to T', 'against T'; a good is no target, but makes a ban a measure."""
        sentence, forms = self.sentence, self.sentence.forms
        if forms[k] in {"on", "upon"} and is_frozen(sentence, place) and (holder := holder_of(sentence, place)) != NONE:
            self.target, self.stands = holder, True
            return place[1]
        party = is_party(sentence, place) and not is_good(sentence, place)
        direct = forms[k] in {"on", "upon", "against"}
        if self.soft and forms[k] != "against":
            return place[1]
        if forms[k] == "over":
            self.target, self.stands = (place, True) if party and self.target == NONE else (self.target, self.stands)
            return place[1]
        if self.target == NONE and (direct or (self.ban and k <= self.high)):
            if party and not self._is_matter(place):
                self.target = past_aside(sentence, place)
                self.stands = True
                return max(with_tail(sentence, place)[1], self.target[1])
            if direct and (is_good(sentence, place) or party):
                self.stands = self.stands or is_good(sentence, place)
                self.high = max(self.high, place[1])
                owner = nation_in(sentence, place)
                if owner != NONE and forms[place[1] : place[1] + 1] != ("to",):
                    self.target = owner
        return place[1]

    def _is_matter(self, place: Range) -> bool:
        """Whether a phrase is somebody's matter rather than a party: "Talvia's oil exports", "Talvia's atomic work"."""
        forms = self.sentence.forms
        return (
            "'s" in forms[place[0] : place[1]]
            and not self.sentence.is_capital(place[1] - 1)
            and not is_people(self.sentence, place)
        )

    def _deed_of_ban(self, k: int) -> int:
        """'a ban on selling arms to T': on over the verb."""
        forms = self.sentence.forms
        if k + 1 < len(forms) and forms[k + 1].endswith("ing") and forms[k] in {"on", "against", "from"}:
            self.stands = self.stands or is_trading(forms[k + 1])
            place = noun_phrase(self.sentence, k + 2)
            self.high = max(self.high, place[1], k + 2) if self.ban else self.high
            return max(k + 2, place[1])
        return -1


def _is_imposed(form: str) -> bool:
    return IMPOSE.get(form) == "past" or KEEP.get(form) == "past"
