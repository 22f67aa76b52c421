"""Names for one party that the article itself gives: 'National Security Council (NSC)', 'DPRK stands for …'.

The patterns are English ones; a name in brackets behind its full form is understood in any language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.judge.tokens import tokenise

__all__ = ["article_aliases", "initials", "spelled_by"]

_SMALL = frozenset("of the for and on in to de du des la le et und der von y e 's '".split())
_CAPITAL = r"(?:(?:[A-Z]\.)+|[^\W\d_a-zß-öø-ÿ][\w'’&-]{0,40})"
_NAME = rf"{_CAPITAL}(?:[ \n]{{1,2}}(?:of|the|for|and|de|al|{_CAPITAL})){{0,9}}"
_BRACKET = re.compile(r"\(\s*(?:the |or )?[\"“'‘]?([^\W\d_][\w.'’& -]{1,38}?)[\"”'’]?\s*\)")
_NAME_BEFORE = re.compile(rf"({_NAME})[\"”’']?,?\s\Z")
_NAME_AFTER = re.compile(rf"\s(?:the\s)?[\"“'‘]?({_NAME})")
_OWNER_BEFORE = re.compile(rf"({_NAME})[\"”’']?,\s({_NAME})['’]s?\s\Z")
# 'DPRK stands for …', 'Myanmar, formerly known as Burma'
_EQUATES = re.compile(
    r"\b(?:stands for|is short for|(?:(?:also|better|formerly|previously|commonly|sometimes|officially|otherwise|now|then) )?"
    r"(?:known as|called|nicknamed|renamed|dubbed)|a\.?k\.?a\.?)(?=\s)"
)
# One of these is in whatever that pattern finds: looking for them first is much cheaper.
_EQUATING = ("stands for", "is short for", "known as", "called", "nicknamed", "renamed", "dubbed", "aka", "a.k", "ak.a")
# "Republic of X, Y's official name"
_OFFICIAL = re.compile(r"\b(?:official|formal|full|former|other) name\b")
_ASIDE = re.compile(r",\s([A-Z][A-Z0-9]{0,6}(?:-[A-Z0-9]{1,6})?),?\s")
_LOOK_BACK = 140


def initials(words: Sequence[str]) -> str:
    """The first letters of the words that count in a name: 'nsc' of National Security Council."""
    return "".join(w[0] for w in words if w not in _SMALL and w[0].isalpha())


def spelled_by(short: str, words: Sequence[str]) -> int | None:
    """At which of ``words`` a name begins that ends with the last of them and whose initials are ``short``."""
    want = len(short) - 1
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if word and word[0] == short[want] and word not in _SMALL:
            want -= 1
            if want < 0:
                return at
        elif word not in _SMALL:
            return None
    return None


def article_aliases(text: str) -> dict[str, set[str]]:
    """Phrase -> phrases that the article says to be the same, in the rules' form of words, both ways."""
    found: dict[str, set[str]] = {}

    def same(one: str, other: str) -> None:
        a, b = _phrase(one), _phrase(other)
        if a and b and a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)

    for match in _BRACKET.finditer(text):
        full = _before_bracket(text[max(0, match.start() - _LOOK_BACK) : match.start()], match[1])
        if full:
            same(match[1], full)
    for match in _EQUATES.finditer(text) if any(cue in text for cue in _EQUATING) else ():
        before = _NAME_BEFORE.search(text, max(0, match.start() - _LOOK_BACK), match.start())
        after = _NAME_AFTER.match(text, match.end(), match.end() + _LOOK_BACK)
        if before and after:
            same(before[1], after[1])
    for match in _OFFICIAL.finditer(text) if " name" in text else ():
        both = _OWNER_BEFORE.search(text, max(0, match.start() - _LOOK_BACK), match.start())
        if both:
            same(both[1], both[2])
    for match in _ASIDE.finditer(text):
        full = _in_any_order(text[max(0, match.start() - _LOOK_BACK) : match.start()], match[1])
        if full:
            same(match[1], full)
    # What two names have in common they are called by each other: DPRK, Democratic People's Republic, North Korea.
    for name, others in list(found.items()):
        for other in list(others):
            for third in list(found.get(other, ())):
                if third != name:
                    found[name].add(third)
    return found


def _before_bracket(before: str, short: str) -> str | None:
    """The full name before its short form in brackets: its initials spell it, or it has it as a word."""
    words = list(re.finditer(r"[\w'’&-]+", before))
    if not words or len(before) - words[-1].end() > 2:
        return None
    letters = re.sub(r"[\W_]", "", short).casefold()
    if short.upper() == short and len(letters) <= 8:
        at = spelled_by(letters, [w[0].casefold() for w in words])
        return before[words[at].start() :] if at is not None else None
    return None


def _in_any_order(before: str, short: str) -> str | None:
    """The full name before its short form in commas, figures and all: 'the 9 May Front, F-9M,'."""
    parts = sorted(re.findall(r"\d+|[a-z]", short.casefold()))
    words = list(re.finditer(r"[\w'’&-]+", before))
    if len(parts) < 3 or not words or words[-1].end() != len(before):
        return None
    begun: list[str] = []
    for word in reversed(words[-2 * len(parts) :]):
        form = word[0].casefold()
        if form in _SMALL:
            continue
        begun.append(form if form.isdigit() else form[0])
        if len(begun) == len(parts):
            return before[word.start() :] if sorted(begun) == parts else None
    return None


def _phrase(name: str) -> str:
    return " ".join(f for f in tokenise(name.strip(" .,'’")).forms if f not in {"the", ".", ","})
