"""How many independent sources a claim has. Ten papers that print one agency's story are one source, and so is one speaker in ten.

Statements with a speaker are told apart by who speaks, whoever prints it; those in the article's own voice by the text they stand
in. An article's own voice does not add to those whom it quotes on the same claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from summarizer.article import Article
from summarizer.article.boilerplate import AGENCY_SIGN_OFF, COPYRIGHT
from summarizer.dossier.readings import Reading
from summarizer.dossier.shapes import Entry, SourceGroup, Sources

__all__ = ["Outlets", "sources_of"]

_SHINGLE = 5  # words
_FEWEST = 12  # shingles, without which a text is too short to be known again
_COPIED = 0.6  # of the shorter text's shingles
_WORD = re.compile(r"[^\W_]+")
_DATELINE = re.compile(r"\((?P<name>[A-Z][\w.& ]{1,28})\)\s{0,2}[-–—]")
_NO_AGENCY = frozenset(
    "end ends more update updates recasts lead corrected correction photo video file sic inc ltd".split()
)
_HEAD, _TAIL, _LONGEST = 1500, 1500, 400  # characters that are looked through for an agency; the longest line of them


class Outlets:
    """Where the texts of the briefs come from, as far as they are at hand."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._names = [_outlets(e) for e in entries]
        self._shingles: dict[int, frozenset[int]] = {}
        self._known: dict[tuple[int, int], str] = {}

    def why_one(self, one: int, other: int) -> str:
        """In words, why two texts (by the indices of their briefs) are one source; empty where they are two."""
        key = (min(one, other), max(one, other))
        if key not in self._known:
            self._known[key] = self._why(*key)
        return self._known[key]

    def _why(self, one: int, other: int) -> str:
        if one == other:
            return "same article"
        a, b = self._entries[one], self._entries[other]
        if a.brief.article.sha256 == b.brief.article.sha256:
            return "same text"
        shared = sorted(self._names[one].keys() & self._names[other].keys())
        if shared:
            return f"same publisher or agency: {self._names[one][shared[0]]}"
        here, there = self._shingled(one), self._shingled(other)
        fewest = min(len(here), len(there))
        if fewest >= _FEWEST and len(here & there) >= _COPIED * fewest:
            return f"near-identical text: {round(100 * len(here & there) / fewest)}% of the shorter one's words stand in both"
        return ""

    def _shingled(self, index: int) -> frozenset[int]:
        if index not in self._shingles:
            article = self._entries[index].article
            self._shingles[index] = _shingles(article) if article is not None else frozenset()
        return self._shingles[index]


def _shingles(article: Article) -> frozenset[int]:
    """Each run of five words of the story, hashed within this process only: the numbers never leave it."""
    ends = [0, *(border for span in article.boilerplate for border in (span.start, span.end)), len(article.text)]
    story = "\n".join(article.text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    words = _WORD.findall(story.casefold())
    return frozenset(hash(tuple(words[n : n + _SHINGLE])) for n in range(len(words) - _SHINGLE + 1))


def _outlets(entry: Entry) -> dict[str, str]:
    """The publisher and the agencies that a text names in its dateline, copyright or sign-off: folded -> as written."""
    names = [entry.brief.article.publisher or ""]
    if entry.article is not None:
        text = entry.article.text
        head, tail = text[:_HEAD].splitlines()[:6], text[-_TAIL:].splitlines()[-6:]
        for line in head:
            match = _DATELINE.search(line[:_LONGEST])
            names.append(match["name"] if match else "")
        for line in tail:
            match = AGENCY_SIGN_OFF.search(line[-60:]) or COPYRIGHT.match(line[:_LONGEST])
            names.append(match["name"] or "" if match else "")
    found: dict[str, str] = {}
    for name in names:
        folded = " ".join(word for word in _WORD.findall(name.casefold()) if word != "the")
        if folded and folded not in _NO_AGENCY:
            found.setdefault(folded, " ".join(name.split()))
    return found


def sources_of(readings: Sequence[Reading], outlets: Outlets, name_of: Callable[[str], str]) -> Sources:
    """The independent sources of a claim; statements are told by their place in ``readings``, each in exactly one group."""
    groups: list[_Source] = []
    for n, reading in enumerate(readings):
        if reading.speakers:
            mine = [g for g in groups if g.speakers & reading.speakers]
            joined = _Source(n, reading, set(reading.speakers))
            for g in mine:
                joined.take(g, f"same quoted speaker: {_named(g.speakers & joined.speakers, name_of)}")
                groups.remove(g)
            groups.append(joined)
    for n, reading in enumerate(readings):
        if not reading.speakers:
            voice = _Source(n, reading, set())
            best = _nearest(voice, groups, outlets)
            if best is None:
                groups.append(voice)
            else:
                best[0].take(voice, best[1])
    groups.sort(key=lambda g: min(g.members))
    return Sources(
        count=len(groups),
        groups=tuple(SourceGroup(statements=tuple(sorted(g.members)), why="; ".join(g.why)) for g in groups),
    )


class _Source:
    """Statements that are one source so far."""

    def __init__(self, n: int, reading: Reading, speakers: set[str]) -> None:
        self.members = {n}
        self.speakers = speakers
        self.briefs = [reading.brief]
        self.why: dict[str, None] = {}

    def take(self, other: _Source, why: str) -> None:
        """Take in another one, as the same source."""
        self.members |= other.members
        self.speakers |= other.speakers
        self.briefs += other.briefs
        self.why |= {**other.why, why: None}


def _nearest(voice: _Source, groups: Sequence[_Source], outlets: Outlets) -> tuple[_Source, str] | None:
    """The source that an article's own voice belongs to: its own text's before another's."""
    for same in (True, False):
        for group in groups:
            for brief in sorted(group.briefs):
                if (brief == voice.briefs[0]) is same and (why := outlets.why_one(brief, voice.briefs[0])):
                    return group, why
    return None


def _named(ids: set[str], name_of: Callable[[str], str]) -> str:
    return ", ".join(sorted(name_of(id) for id in ids))
