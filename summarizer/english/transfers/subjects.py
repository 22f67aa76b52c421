"""Whose deed a verb tells: the subject before it, or that of its clause."""

from __future__ import annotations

from summarizer.english.lexicon import GIVE, TAKE
from summarizer.english.mood import Group
from summarizer.english.phrases import phrase, phrase_before
from summarizer.english.times import is_time
from summarizer.english.transfers.parties import is_party
from summarizer.english.transfers.places import Place, some
from summarizer.english.transfers.transfer import Transfer
from summarizer.english.words import PREPOSITIONS, PRONOUNS, Sentence

__all__ = ["head_phrase", "subject_of"]


def subject_of(sentence: Sentence, group: Group, earlier: list[Transfer]) -> Place | None:
    """Whose deed a verb tells: the phrase before it, through 'who' and 'which', over a second verb's 'and'."""
    forms = sentence.forms
    k = group.low
    if k > 1 and forms[k - 1] in {"who", "which", "that"}:
        return _antecedent(sentence, k - 1)
    if k > 0 and forms[k - 1] in PRONOUNS:
        return (k - 1, k)
    if k > 0 and forms[k - 1] in {"and", "or", "nor"}:
        before = [t for t in earlier if t.at < group.verb]
        return before[-1].agent if before else _clause_subject(sentence, k)
    place = head_phrase(sentence, k)
    if place is None:
        return _clause_subject(sentence, k)
    if forms[place[1] - 1] in _UNDERTAKINGS:
        low = place[1] - 1
        if low > place[0] and forms[low - 1] == "'s":
            return some(phrase_before(sentence, low - 1))  # "Russia's attempts to procure"
        if low > place[0] and sentence.is_capital(low - 1):
            return (low - 1, low)  # 'Russian attempts to acquire'
        return _clause_subject(sentence, place[0])
    return place


_UNDERTAKINGS = frozenset(
    "plan plans attempt attempts effort efforts bid deal deals agreement agreements right rights ability intention intentions "
    "option options order orders contract contracts proposal proposals decision offer campaign operation scheme licence license permission".split()
)  # fmt: skip


def _antecedent(sentence: Sentence, relative: int) -> Place | None:
    """Whom 'who' or 'which' stands for: 'Ashot M., a dealer who …' is Ashot M.; after a verb of saying 'that' is nobody."""
    low, high = phrase_before(sentence, relative - (sentence.forms[relative - 1] == ","))
    if low >= high:
        return None
    if low > 1 and sentence.forms[low - 1] == ",":
        first = phrase_before(sentence, low - 1)
        if first[0] < first[1] and sentence.is_capital(first[1] - 1):
            return first
    return low, high


def head_phrase(sentence: Sentence, k: int) -> Place | None:
    """The phrase before a word, or where that hangs on a preposition, the one that it hangs on:
    'Weapons shipped into Jordan for rebels by the agency were' is about weapons."""
    forms = sentence.forms
    place = phrase_before(sentence, k)
    for _ in range(6):
        low, high = place
        if low >= high or is_time(sentence, low, high):
            if low > 0 and low < high and forms[low - 1] in PREPOSITIONS:
                high = low  # a time: look before it
            else:
                return None
        at = low - 1
        if at < 1 or forms[at] not in PREPOSITIONS - {"despite", "amid"}:
            return place
        while (
            at > 0
            and (forms[at - 1].endswith("ed") or forms[at - 1] in GIVE or forms[at - 1] in TAKE)
            and not sentence.is_capital(at - 1)
        ):
            at -= 1
        before = phrase_before(sentence, at)
        if before[0] >= before[1]:
            return place if is_time(sentence, low, high) is False and at > 0 and forms[low - 1] == "of" else None
        place = before
    return place


def _clause_subject(sentence: Sentence, k: int) -> Place | None:
    """The subject of the clause where the verb stands away from it: 'X worked with officials to obtain', 'X is
    pursuing a plan to secure'."""
    forms = sentence.forms
    low = 0
    for m in range(k - 1, -1, -1):
        if forms[m] in {";", ":", '"', "“", "”", "that", "but", "-", "—"}:
            low = m + 1
            break
    if k - low > 24:
        return None
    if low < k and forms[low] in PREPOSITIONS:
        comma = next((m for m in range(low, k) if forms[m] == ","), None)  # 'Between the end of 2022 and 2023, …'
        if comma is None:
            return None
        low = comma + 1
    if low < k and forms[low] in PRONOUNS:
        return (low, low + 1)
    place = phrase(sentence, low) if low < k else (low, low)
    if place[0] < place[1] <= k and not is_time(sentence, *place) and is_party(sentence, place):
        return place
    return None
