"""Whether the sentence round a time speaks of what was or of what will be: 'on Thursday' does not say.

What counts is the verb that is nearest before the time, with its auxiliaries; the first one behind it where none is
before. Whatever is not plainly one or the other ('would', 'to deliver', 'begins') is unclear: a wrong week is worse
than none. Where no verb is known, it is unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

__all__ = ["Tense", "tense_round"]

Tense = Literal["past", "future", "unclear", "unsaid"]

LONGEST = 2_000
"""Characters of a sentence; what is longer is none of news, and not read."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:['’][a-z]{1,2}\b)?|\d+|[^\w\s]")
_SPACE = re.compile(r"\s+")
_STOPS = frozenset(';:"“”!?')

_WILL = frozenset("will shall won't 'll".split())
_MAY = frozenset(
    "would could should may might must can cannot can't couldn't wouldn't shouldn't ought if unless until".split()
)
_WAS = frozenset("was were had did didn't wasn't weren't hadn't has have hasn't haven't been".split())
_IS = frozenset("is are am be being do does isn't aren't doesn't don't".split())
# 'is expected', 'are due', 'is going': with 'is' before them they speak of what is to come.
_AHEAD = frozenset("expected scheduled due set slated planned likely going about poised bound to".split())
# 'plans to': of what is to come without an 'is'.
_PLANS = frozenset(
    "plans plan intends intend expects expect aims aim hopes hope prepares vows pledges promises".split()
)
# End in -ed or are past forms and still tell nothing that happened.
_NO_DEED = _AHEAD | frozenset(
    "proposed delayed postponed wanted needed required intended aimed hoped supposed offered agreed pledged vowed promised "
    "threatened put cut hit let read cost bid hurt spread split "
    "united so-called based limited unlimited aged hundred sacred".split()
)
_PAST = frozenset(
    "said told wrote spoke met went came took gave sent sold bought brought held began became broke built caught chose dealt drew "
    "drove fell fought found flew forbade froze got grew knew kept laid led left lent lost made meant paid put ran rose saw "
    "seen sought shot shook shown sank spent stood stole struck swore taught thought threw understood withdrew won wound taken given "
    "written spoken gone begun broken chosen drawn driven fallen flown forbidden frozen grown known stolen stricken sworn "
    "thrown withdrawn heard felt sat slept sent resold freed".split()
)
# The present of what is fixed speaks of the past as of the future.
_PRESENT = frozenset(
    "begins begin starts start ends end opens open takes take meets meet arrives arrive leaves leave expires expire comes come goes "
    "go holds hold visits travels runs falls says say becomes remains stands".split()
)
_BESIDE = frozenset("not be been being have also and or then now soon only n't never".split())
_BEFORE_NOUN = frozenset("the a an its his her their our this that these those some any no of by with and".split())


def tense_round(words: str, sentences: Iterable[str]) -> Tense:
    """What the sentences say of the tense of ``words``, wherever these stand in them; unclear where they differ.

    Words that stand in none of them are judged by the sentences as a whole.
    """
    found: set[Tense] = set()
    said = _WORD.findall(words.lower())
    texts = [_SPACE.sub(" ", s) for s in sentences]
    if any(len(text) > LONGEST for text in texts):
        return "unclear"
    read = [_WORD.findall(text) for text in texts]
    for tokens in read:
        lower = [t.lower().replace("’", "'") for t in tokens]
        found |= {_at(tokens, lower, at, at + len(said)) for at in _places(lower, said)}
    if not found:
        found = {_whole(tokens) for tokens in read}
    if not found:
        return "unsaid"
    return found.pop() if len(found) == 1 else "unclear"


def _places(tokens: list[str], said: list[str]) -> list[int]:
    if not said:
        return []
    return [n for n, t in enumerate(tokens) if t == said[0] and tokens[n : n + len(said)] == said]


def _at(tokens: list[str], lower: list[str], start: int, end: int) -> Tense:
    left = _leftward(tokens, lower, start)
    if left is None:
        return _rightward(tokens, lower, end) or "unsaid"
    before = start - 1
    while before > 0 and lower[before] in {"on", "in", "by", "at", "early", "late"}:
        before -= 1
    if before > 0 and lower[before] == ",":
        # ', which will arm them, on Thursday denied': the verb may stand on either side.
        right = _rightward(tokens, lower, end)
        return left if right in (None, left) else "unclear"
    return left


def _leftward(tokens: list[str], lower: list[str], at: int) -> Tense | None:
    for n in range(at - 1, -1, -1):
        if lower[n] in _STOPS:
            return None
        if tense := _verb(tokens, lower, n):
            return tense
    return None


def _rightward(tokens: list[str], lower: list[str], at: int) -> Tense | None:
    for n in range(at, len(tokens)):
        if lower[n] == ";":
            return None
        if tense := _verb(tokens, lower, n):
            # 'was expected' and 'is due': the auxiliary comes first, what it helps behind it.
            follows = next((m for m in range(n + 1, min(n + 5, len(tokens))) if lower[m] not in _BESIDE), None)
            helps = lower[n] in _IS | _WAS and follows is not None
            return (helps and _verb(tokens, lower, follows or n)) or tense
    return None


def _whole(tokens: list[str]) -> Tense:
    lower = [t.lower().replace("’", "'") for t in tokens]
    found = {t for n in range(len(tokens)) if (t := _verb(tokens, lower, n))}
    if not found:
        return "unsaid"
    return found.pop() if len(found) == 1 else "unclear"


def _verb(tokens: list[str], lower: list[str], n: int) -> Tense | None:
    """The tense of the verb that a word is; None for other words."""
    word = lower[n]
    if word in _WILL or word.endswith("'ll"):
        return "future"
    if word == "may" and tokens[n] == "May":
        return None
    if word in _MAY or word.endswith("'d") or word in _PLANS:
        return "unclear"
    if word in _PRESENT:
        return None if _helped(lower, n) else "unclear"
    if word == "to":
        return _infinitive(tokens, lower, n)
    if word in _AHEAD:
        return _governed(lower, n, deed=False)
    if word in _WAS:
        return "past" if word not in {"has", "have", "hasn't", "haven't"} else "unclear"
    if word in _IS or word.endswith(("'re", "'m")):
        return "unclear"
    if word in _NO_DEED:
        return "unclear" if tokens[n] == word else None
    if word in _PAST or (len(word) > 3 and word.endswith("ed") and not word.endswith("eed") and "-" not in word):
        capital = tokens[n] != word and n > 0
        adjective = word.endswith("ed") and n > 0 and lower[n - 1] in _BEFORE_NOUN - {"and"}
        return None if capital or adjective else _governed(lower, n, deed=True)
    return None


def _helped(lower: list[str], n: int) -> bool:
    """Whether an auxiliary or 'to' stands before a verb, which then tells the tense in its place."""
    for m in range(n - 1, max(-1, n - 9), -1):
        if lower[m] in _WILL | _MAY | {"to"} or lower[m].endswith(("'ll", "'d")):
            return True
        if not (lower[m] in _BESIDE or lower[m].endswith("ly") or lower[m] in _PRESENT):
            break
    return False


def _infinitive(tokens: list[str], lower: list[str], n: int) -> Tense | None:
    """'To deliver', by what it hangs on; None for 'to' before a name or a noun."""
    after = lower[n + 1] if n + 1 < len(lower) else ""
    if (
        not after.isalpha()
        or tokens[n + 1] != after
        or after in _BEFORE_NOUN
        or (after.endswith("s") and not after.endswith(("ss", "us")))
    ):
        return None
    before = lower[n - 1] if n else ""
    if before in _PLANS | _IS - {"be", "being"}:
        return "future"
    return _governed(lower, n - 1, deed=False) if before in _AHEAD else "unclear"


def _governed(lower: list[str], n: int, *, deed: bool) -> Tense:
    """The tense of a participle or past form by the auxiliaries before it; ``deed`` says that it tells by itself of the past."""
    for m in range(n - 1, max(-1, n - 9), -1):
        word = lower[m]
        if word in _WILL or word.endswith("'ll"):
            return "future"
        if word in _MAY or word == "to" or word.endswith("'d"):
            return "unclear"
        if word in _IS - {"be", "being"} or word.endswith(("'re", "'s")):
            return "unclear" if deed else "future"
        if word in _WAS and word not in {"been", "have"}:
            return "past" if deed else "unclear"
        if not (word in _BESIDE or word.endswith("ly") or (deed and (word.endswith("ed") or word in _PAST))):
            break
    return "past" if deed else "unclear"
