"""Speech: what stands in quotation marks, and who speaks."""

from __future__ import annotations

from summarizer.english.clauses import group_low, subject_before
from summarizer.english.lexicon import SAY
from summarizer.english.nominals import NONE, QUOTES, VERBS, Range, first, is_hyphen, noun_phrase
from summarizer.english.parties import is_party
from summarizer.english.words import DETERMINERS, Sentence, forms_of_verbs

__all__ = ["opening_party", "quoted", "speaker"]

_SAYING = frozenset(SAY) | frozenset(forms_of_verbs("comment answer reply accuse charge remark repeat assure inform"))


def quoted(sentence: Sentence) -> tuple[bool, ...]:
    """For each word whether it stands in a direct quotation, as far as the marks of this sentence tell."""
    inside = False
    found = []
    forms = sentence.forms
    marks = [k for k, f in enumerate(forms) if f in QUOTES]
    if (
        marks
        and len(marks) == 1
        and forms[marks[0]] in {'"', "”"}
        and forms[marks[0] - 1 : marks[0]] in {(",",), (".",), ("?",)}
    ):
        inside = True  # the quotation began in a sentence before
    if marks and forms[marks[0]] == "”":
        inside = True
    for form in forms:
        if form in QUOTES:
            inside = form == "“" or (form == '"' and not inside)
            found.append(False)
        else:
            found.append(inside)
    return tuple(found)


def speaker(sentence: Sentence, outside: int | None = None) -> Range:
    """Who speaks in a sentence: the subject of its first verb of saying outside quotation marks, before or behind the verb.

    With ``outside``, only a verb of saying that may govern that word counts: one before it, or one behind a quotation or
    comma after it.
    """
    forms = sentence.forms
    inside = quoted(sentence)
    for k, form in enumerate(forms):
        if (
            inside[k]
            or form not in _SAYING
            or _SAYING_KIND.get(form, "past") not in {"past", "third"}
            or form in _NOT_SAYING
        ):
            continue
        if form in {"cited", "cites", "quoted", "quotes"}:
            found = noun_phrase(sentence, k + 1, lists=False)
            if found != NONE and "saying" in forms[found[1] : found[1] + 14]:
                return found
            continue
        if k > 0 and forms[k - 1] in DETERMINERS | {"to", "is", "are", "was", "were", "be", "been", "of"}:
            continue
        if outside is not None and form.startswith(("accus", "charg")):
            continue  # who accuses relays no denial
        if outside is not None and k > outside and not _closes(sentence, k):
            continue
        low = group_low(sentence, k)
        found = subject_before(sentence, low)
        if low > 1 and forms[low - 1] == "and" and not inside[low - 2]:
            found = first(opening_party(sentence, low), found)  # 'A dismissed the charge as "a lie" and said'
        if found == NONE or forms[found[0]] in {"which"}:
            found = noun_phrase(sentence, k + 1, lists=False) if k > 0 and _after_quote(sentence, k) else NONE
        if 0 < found[0] < k and not is_party(sentence, found) and _is_doing(sentence, found[0] - 1):
            found = first(opening_party(sentence, found[0]), found)  # 'a dealer accused of selling 300 rifles told'
        if found == NONE:
            continue
        if outside is not None and k > outside and found[0] < k and not _opens(sentence, found[0]):
            continue
        return found
    return NONE


def _is_doing(sentence: Sentence, k: int) -> bool:
    """Whether a word is a verb that has what stands behind it as its object: 'to sell', 'of selling'."""
    before = sentence.forms[k - 1] if k else ""
    return (before == "to" and sentence.forms[k] in VERBS) or (before == "of" and sentence.forms[k].endswith("ing"))


def opening_party(sentence: Sentence, before: int) -> Range:
    """The party with which a sentence begins, past a dateline, if it ends before a word."""
    forms = sentence.forms
    dash = -1
    for k in range(min(14, len(sentence))):
        if forms[k] in {"-", "–", "—"} and not is_hyphen(sentence, k):
            dash = k
            break
    low, high = noun_phrase(sentence, dash + 1)
    high = next((k for k in range(low + 1, high) if forms[k] in _OF_THE_ACCUSED), high)
    return (low, high) if low < high < before and is_party(sentence, (low, high)) else NONE


_OF_THE_ACCUSED = frozenset("accused suspected wanted alleged".split())


def _opens(sentence: Sentence, k: int) -> bool:
    """Whether a comma or quotation mark stands right before a word: '…, Lind said'."""
    while k > 0 and sentence.forms[k - 1] in DETERMINERS:
        k -= 1
    return k > 0 and (sentence.forms[k - 1] in QUOTES or sentence.forms[k - 1] == ",")


_SAYING_KIND = {**forms_of_verbs("comment answer reply accuse charge remark repeat assure inform"), **SAY}
_NOT_SAYING = frozenset("estimates reports claims states notes known stress".split())


def _after_quote(sentence: Sentence, k: int) -> bool:
    """Whether a verb of saying stands right behind a quotation or a comma: '…," said Lind'."""
    return any(f in QUOTES or f == "," for f in sentence.forms[max(0, k - 2) : k])


def _closes(sentence: Sentence, k: int) -> bool:
    """Whether a verb of saying closes a sentence: what stands before its subject is a comma or a quotation mark."""
    return any(f in QUOTES or f == "," for f in sentence.forms[max(0, k - 12) : k])
