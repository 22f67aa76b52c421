"""Times: which words are one, and which of them tells when a deed was done."""

from __future__ import annotations

import re

from summarizer.english.lexicon import SAY
from summarizer.english.words import DETERMINERS, Sentence

__all__ = ["TIMES", "begins_time", "is_may", "is_time", "time_near"]

TIMES = frozenset(
    "yesterday today tomorrow tonight now later earlier ago recently soon monday tuesday wednesday thursday friday saturday "
    "sunday january february march april june july august september october november december year years month months week "
    "weeks day days decade spring summer autumn winter currently already again immediately".split()
)
_BEFORE_TIME = frozenset("last next this late early mid end past coming previous following same".split())


def is_time(sentence: Sentence, low: int, high: int) -> bool:
    """Whether the words are a time: 'late last year', 'Thursday', 'the 30th', '1989'."""
    words = [
        "june" if is_may(sentence, k) else w
        for k, w in enumerate(sentence.forms[low:high], low)
        if w not in DETERMINERS or w in {"this"}
    ]
    return bool(words) and all(
        w in TIMES or w in _BEFORE_TIME or w == "of" or re.fullmatch(r"(?:19|20)\d\ds?|\d\d?(?:st|nd|rd|th)?", w)
        for w in words
    )


def is_may(sentence: Sentence, k: int) -> bool:
    """Whether a word is the month of May."""
    if sentence.forms[k] != "may" or not sentence.raws[k][0].isupper():
        return False
    before = sentence.forms[k - 1] if k else ""
    after = sentence.forms[k + 1] if k + 1 < len(sentence) else ""
    return (
        before
        in {"in", "since", "of", "by", "from", "until", "last", "next", "this", "early", "late", "mid", "and", "to"}
        or after.isdigit()
    )


def begins_time(sentence: Sentence, i: int) -> bool:
    """Whether a time begins at a word: 'Thursday', '1989', 'late last year'."""
    form = sentence.forms[i]
    if form in TIMES or is_may(sentence, i):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", form):
        return True
    following = sentence.forms[i + 1] if i + 1 < len(sentence) else ""
    return form in _BEFORE_TIME and (following in TIMES or following in _BEFORE_TIME)


def time_near(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The words for the time of what is told at a word: 'late last year', 'since July', 'in 1994'.

    The nearest ones in the same clause; not those of the saying ('…, he said on Tuesday').
    """
    best: tuple[int, tuple[int, int]] | None = None
    k = 0
    while k < len(sentence):
        if not (begins_time(sentence, k) or (re.fullmatch(r"\d\d?(?:st|nd|rd|th)", sentence.forms[k]))):
            k += 1
            continue
        low = k
        while k < len(sentence) and (
            is_time(sentence, k, k + 1) or (sentence.forms[k] in {"of"} and is_time(sentence, k + 1, k + 2))
        ):
            k += 1
        k = max(k, low + 1)
        while low > 0 and sentence.forms[low - 1] in _LEADING:
            low -= 1
        if not _of_saying(sentence, low, k) and not _parted(sentence, low, k, at):
            gap = at - k if k <= at else low - at
            if gap <= 16 and (best is None or gap < best[0]):
                best = (gap, (low, k))
    return best[1] if best else None


_LEADING = frozenset("in on since late early mid until by during from the end of between last next this".split())


def _of_saying(sentence: Sentence, low: int, high: int) -> bool:
    """Whether a time stands beside a verb of saying: 'said on Tuesday'."""
    before = sentence.forms[max(0, low - 2) : low]
    return any(w in SAY for w in before) or (high < len(sentence) and sentence.forms[high] in SAY)


def _parted(sentence: Sentence, low: int, high: int, at: int) -> bool:
    """Whether another clause or a quotation begins or ends between a time and a word."""
    between = sentence.forms[high:at] if high <= at else sentence.forms[at:low]
    return any(w in {";", "but", "while", "which", "who", '"', "“", "”"} for w in between)
