"""Who acts in a sentence: the names that are the subject of a verb of saying or doing."""

from __future__ import annotations

from summarizer.english.lexicon import DENY, GIVE, PLAN, SAY, TAKE
from summarizer.english.phrases import ends_phrase, phrase_before
from summarizer.english.times import is_time
from summarizer.english.words import BE, DETERMINERS, HAVE, MODALS, PREPOSITIONS, Sentence, forms_of_verbs, read

__all__ = ["agents"]

_ACT = (
    frozenset(
        forms_of_verbs(
            "call urge condemn oppose back support welcome criticise criticize accuse warn agree refuse reject approve order vote ask demand "
            "threaten promise pledge seize impose lift block freeze sanction ban blacklist designate suspend investigate arrest "
            "detain demand recall expel invade attack press lobby broker arrange finance fund help sponsor",
            "sign/signed/signed lead/led/led hold/held/held strike/struck/struck",
        )
    )
    | frozenset(SAY)
    | frozenset(DENY)
    | frozenset(GIVE)
    | frozenset(TAKE)
    | frozenset(PLAN)
) - {"order", "orders", "strike", "strikes", "ban", "bans", "support", "supports", "help", "lead", "leads", "demand", "demands", "attack",
     "attacks", "block", "blocks", "back", "call", "calls", "plan", "plans", "offer", "offers", "set", "due", "about", "work", "works"}  # fmt: skip


_BODIES = frozenset("ministry police army navy customs military".split())


def _is_body(sentence: Sentence, low: int, high: int) -> bool:
    """Whether a phrase in small letters names a body of the state: 'the unification ministry', 'customs officers'."""
    words = [w for w in sentence.forms[low:high] if w not in DETERMINERS]
    return len(words) > 1 and (
        words[-1] in _BODIES
        or words[-2:] in (["central", "bank"], ["coast", "guard"], ["air", "force"], ["customs", "officers"])
    )


def agents(text: str) -> list[str]:
    """The capitalised phrases of a sentence that say or do something, as written; none in a sentence in capitals."""
    sentence = read(text)
    if sentence.in_capitals:
        return []
    found: list[str] = []
    for at, form in enumerate(sentence.forms):
        if form not in _ACT or sentence.is_capital(at):
            continue
        k = at
        passive = False
        while k > 0 and (
            sentence.forms[k - 1] in HAVE
            or sentence.forms[k - 1] in MODALS
            or sentence.forms[k - 1] in BE
            or sentence.forms[k - 1].endswith("ly")
            or sentence.forms[k - 1] in {"also", "later", "not", "to", "never", "already"}
        ):
            passive = passive or sentence.forms[k - 1] in BE
            k -= 1
        low, high = phrase_before(sentence, k)
        if (
            low >= high
            or is_time(sentence, low, high)
            or not (sentence.is_capital(high - 1) or _is_body(sentence, low, high))
        ):
            continue
        if low > 0 and sentence.forms[low - 1] in PREPOSITIONS:
            continue
        if passive and not form.endswith("ing") and form not in {"accused", "sanctioned", "blacklisted"}:
            continue
        if not ends_phrase(sentence, at):
            continue
        found.append(sentence.say(low, high))
    return found
