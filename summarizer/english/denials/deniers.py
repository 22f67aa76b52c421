"""Whose denial it is: the subject, the speaker, or the party for whom somebody speaks."""

from __future__ import annotations

from summarizer.english.clauses import first_subject, group_low, owner_before, subject_before
from summarizer.english.denials.vocabulary import FORCES, MOUTHS, OFFICES, STATEMENTS, TELL
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase_before
from summarizer.english.parties import is_party, is_subject_pronoun, subject_pronoun
from summarizer.english.words import DETERMINERS, PREPOSITIONS, Sentence

__all__ = [
    "denier_of",
    "inner_speaker",
    "is_pronoun_or_own",
    "may_be_plural",
    "named_denier",
    "owner_of",
    "plural",
    "speaks_for",
]


def denier_of(sentence: Sentence, low: int, at: int, inside: tuple[bool, ...]) -> Range:
    """Whose denial a verb tells."""
    forms = sentence.forms
    if forms[at] == "denying" or forms[at].endswith("ing"):
        return _of_participle(sentence, low)
    if low > 0 and forms[low - 1] in {"and", "but"} | {","} and not _is_aside(sentence, low - 1):
        place = first_subject(sentence, low)
        if place != NONE:
            return place
    return subject_before(sentence, low)


def _is_aside(sentence: Sentence, comma: int) -> bool:
    return sentence.forms[comma] == "," and any(f == "," for f in sentence.forms[max(0, comma - 25) : comma])


def _of_participle(sentence: Sentence, low: int) -> Range:
    """'Kessel, denying that …', 'the ministry issued a statement denying …'."""
    return first_subject(sentence, low)


def owner_of(sentence: Sentence, at: int) -> Range:
    """Whose statement: "North Korea's recent statement", 'its statement'."""
    forms = sentence.forms
    for k in range(at - 1, max(-1, at - 5), -1):
        if forms[k] in {"'s", "'"}:
            return owner_before(sentence, k)
        if forms[k] in {"his", "her", "its", "their"}:
            return (k, k + 1)
        if forms[k] in PREPOSITIONS or forms[k] == ",":
            return NONE
    return NONE


def named_denier(sentence: Sentence, told: Range, subject: Range) -> Range:
    """Who denies where a nameless mouth or paper speaks: 'Talvia has sold no arms, an official said' is Talvia's denial."""
    words = set(sentence.forms[told[0] : told[1]])
    nameless = (
        not any(sentence.is_capital(k) and sentence.forms[k] not in DETERMINERS for k in range(*told))
        and not sentence.in_capitals
    )
    if (
        nameless
        and (words & STATEMENTS or words & MOUTHS)
        and subject != NONE
        and is_party(sentence, subject)
        and not is_subject_pronoun(sentence, subject)
    ):
        return subject
    return told


def speaks_for(sentence: Sentence, told: Range, subject: Range) -> bool:
    """Whether a speaker speaks for the subject: it is theirs, its nation is theirs, or an office without a nation speaks."""
    forms = sentence.forms
    if forms[subject[0]] in {"his", "her", "its", "our", "my", "their"}:
        return True
    aside = _aside_end(sentence, told[1])
    if _is_kin(sentence, (told[0], aside), subject):
        return True
    words = set(forms[told[0] : aside])
    if told[0] > 1 and forms[told[0] - 1] == ",":
        # "the company's manager, Eric Lind, said": what he is stands before his name
        described = noun_phrase_before(sentence, told[0] - 1)
        if described != NONE and forms[described[1] - 1] in OFFICES and speaks_for(sentence, described, subject):
            return True
    theirs = {forms[k] for k in range(*subject)}
    if (
        words & FORCES
        and words & (MOUTHS | _OFFICERS)
        and theirs & FORCES
        and not any(map(sentence.is_capital, range(*subject)))
    ):
        return True
    if words & {"official"} and words & {"source", "sources"} and is_party(sentence, subject):
        return not _foreign(sentence, told[0], aside)  # 'an official source' is the state's own
    offices = [k for k in range(told[0], aside) if forms[k] in OFFICES - {"the", "a", "an", "government"} - _EMPLOYERS]
    if not offices and subject[1] <= told[0]:
        offices = [k for k in range(told[0], aside) if forms[k] in MOUTHS]
    if not offices or not is_party(sentence, subject):
        return False
    return all(forms[k] in OFFICES | MOUTHS | _BEFORE_OFFICE for k in range(told[0], offices[0] + 1)) and not _foreign(
        sentence, told[0], aside
    )


_OFFICERS = frozenset("officer commander general colonel chief".split())
_EMPLOYERS = frozenset("military army navy police company firm group airline bank party rebel rebels agency".split())
_BEFORE_OFFICE = frozenset("his her its their 's '".split())


def _aside_end(sentence: Sentence, k: int) -> int:
    """Where an apposition behind a name ends: 'Lind, a spokesman for the ministry,'."""
    if sentence.forms[k : k + 2] in {(",", "a"), (",", "the"), (",", "an")}:
        return next((m for m in range(k + 1, min(k + 18, len(sentence))) if sentence.forms[m] in {",", ".", ";"}), k)
    return k


def _foreign(sentence: Sentence, low: int, high: int) -> bool:
    """Whether a speaker's description names a nation, which then isn't the subject's."""
    return any(
        sentence.forms[k].endswith(("ian", "ese", "ish", "can", "ean")) or "." in sentence.forms[k][:-1]
        for k in range(low, high)
    )


def inner_speaker(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Range:
    """Whose words those are in which 'not' stands: 'the other side has informed us that it is not …'."""
    forms = sentence.forms
    for k in range(at - 1, max(-1, at - 14), -1):
        if forms[k] in QUOTES or forms[k] in {";", ":"}:
            return NONE
        if forms[k] in TELL and inside[k] == inside[at]:
            found = subject_before(sentence, group_low(sentence, k))
            return found if is_party(sentence, found) and not is_subject_pronoun(sentence, found) else NONE
    return NONE


def plural(sentence: Sentence, place: Range) -> bool:
    """Whether a place is 'they'."""
    return subject_pronoun(sentence, place) == "they"


def may_be_plural(sentence: Sentence, place: Range) -> bool:
    """Whether 'they' may stand for a phrase: not for one person's name."""
    forms = sentence.forms[place[0] : place[1]]
    return any(f.endswith("s") or f in {"and", "government", "ministry", "company", "police"} for f in forms)


def is_pronoun_or_own(sentence: Sentence, subject: Range, owner: Range) -> bool:
    """Whether a subject is none, a pronoun, or of the owner's people."""
    return subject == NONE or is_subject_pronoun(sentence, subject) or _is_kin(sentence, owner, subject)


_AMERICANS = frozenset("u.s. us american america washington states united".split())


def _is_kin(sentence: Sentence, one: Range, other: Range) -> bool:
    """Whether two phrases name one party's people: 'an Iranian spokesman' and 'Iran'."""
    words = [{sentence.forms[k] for k in range(*place) if _names(sentence, k)} for place in (one, other)]
    if all(w & _AMERICANS for w in words):
        return True
    return any((a[:4] == b[:4] and len(a) > 3 and len(b) > 3) or a == b for a in words[0] for b in words[1])


def _names(sentence: Sentence, k: int) -> bool:
    form = sentence.forms[k]
    if form in DETERMINERS or form in {"foreign", "ministry", "minister", "president", "spokesman", "government"}:
        return False
    return sentence.is_capital(k) or sentence.in_capitals
