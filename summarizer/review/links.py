"""The links of a dossier on a reviewer's desk: who may be one party, with the words of both, and what is decided of it.

A decision is kept first, then the dossier is merged anew: whatever happens in between, the next merge has it.
"""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from summarizer.dossier.decided import LinkDecision, LinkSide, Rulings, mention_side, side_of
from summarizer.dossier.link_log import LinkLog
from summarizer.dossier.mentions import Directory, mentions_of, references
from summarizer.dossier.names import fold_name
from summarizer.dossier.shapes import Dossier, Entry, Link, Mention
from summarizer.errors import DecisionRefused
from summarizer.review.deciding import LONGEST_NAME
from summarizer.schema import Schema

__all__ = ["Case", "End", "LinkDesk", "Merge", "Quotes", "Seen"]

MOST = 4  # quotes of a name from one article
_ORDER = ("suggested", "conflict", "confirmed", "rejected", "same")
_TITLES = {
    "suggested": "suggested",
    "conflict": "reviewers are at odds",
    "confirmed": "one party",
    "rejected": "two parties",
    "same": "linked by itself",
}

Merge = Callable[[Sequence[LinkDecision]], tuple[Dossier, Sequence[Entry]]]
"""Merges the briefs of a dossier by these decisions, writes it, and gives it with what it was made of."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """The words of one article that name somebody, in the order of the text; ``more`` counts those that are left out."""

    source: str
    quotes: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class End:
    """One of the two of a link: its name, how else it is written, what it is and does, and the words that say so."""

    name: str
    spellings: tuple[str, ...]
    kind: str
    roles: tuple[str, ...]
    quotes: tuple[Quotes, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A link to be judged. ``key`` names it on the page; ``state`` is that of the link, or conflict where reviewers are at
    odds; ``decided`` says who decided so and when."""

    key: str
    state: str
    title: str
    confidence: str
    reasons: tuple[str, ...]
    decided: str
    one: End
    other: End


@dataclass(frozen=True, slots=True)
class Seen:
    """All links, what is open first; ``stamp`` changes whenever anything of them does."""

    stamp: str
    cases: tuple[Case, ...]


class LinkDesk:
    """The links of one dossier and the decisions about them; may be used by several threads.

    ``folder`` is the dossier's, ``merge`` makes it anew. Decisions of other processes are seen, too: the dossier is then
    merged anew here. Raises what ``merge`` raises.
    """

    def __init__(
        self,
        folder: Path,
        log: LinkLog,
        schema: Schema,
        merge: Merge,
        *,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self.folder = folder
        self._log = log
        self._schema = schema
        self._merge = merge
        self._clock = clock
        self._lock = threading.RLock()
        self._state: _State | None = None

    def close(self) -> None:
        """Let go of the decisions' file."""
        self._log.close()

    def seen(self) -> Seen:
        """The links as they are now."""
        return self._now().seen

    def decide(self, key: str, action: Literal["confirm", "reject"], reviewer: str) -> str:
        """Keep a decision about a link, and merge anew; gives in words what was done.

        Raises DecisionRefused where the dossier has no such link any more (``stale``), or the reviewer has no name.
        """
        reviewer = _named(reviewer)
        with self._lock:
            state = self._now()
            link = state.links.get(key)
            if link is None:
                raise DecisionRefused(
                    "this link is not in the dossier any more", stale=True, mend="look at what it has now"
                )
            if link.state == "same" and action == "confirm":
                raise DecisionRefused(
                    "it links by itself: there is nothing to confirm", mend="reject it if they are two"
                )
            one, other = state.sides(link)
            self._log.append([LinkDecision(action, one, other, reviewer, self._at())])
            self._state = None
            self._now()
            names = f"{state.mentions[link.one].name} and {state.mentions[link.other].name}"
        return f"One party: {names}." if action == "confirm" else f"Two parties: {names}."

    def undo(self, reviewer: str) -> str:
        """Take back the last decision of a reviewer that still holds, and merge anew; gives in words what was undone.

        Raises DecisionRefused where there is none.
        """
        reviewer = _named(reviewer)
        with self._lock:
            held: dict[frozenset[LinkSide], LinkDecision] = {}
            for decision in self._log.all():
                if decision.reviewer == reviewer:
                    pair = frozenset((decision.one, decision.other))
                    held.pop(pair, None)
                    if decision.action != "undo":
                        held[pair] = decision
            if not held:
                raise DecisionRefused(f"{reviewer} has decided nothing that could be undone")
            last = list(held.values())[-1]
            self._log.append([LinkDecision("undo", last.one, last.other, reviewer, self._at())])
            self._state = None
            self._now()
            one, other = (self._now().called(side) for side in (last.one, last.other))
        return f"Undone: {one} and {other} are as they were without it."

    def _at(self) -> str:
        return self._clock().astimezone(datetime.UTC).isoformat(timespec="seconds")

    def _now(self) -> _State:
        with self._lock:
            if self._state is None or self._state.head != self._log.head():
                decisions = self._log.all()
                dossier, entries = self._merge(decisions)
                self._state = _State(dossier, entries, self._schema, decisions)
            return self._state


class _State:
    """The dossier as it was merged by the decisions up to ``head``."""

    def __init__(
        self, dossier: Dossier, entries: Sequence[Entry], schema: Schema, decisions: Sequence[LinkDecision]
    ) -> None:
        self.head = _head(decisions)
        self.entries = entries
        self.mentions = {m.key: m for m in mentions_of(entries, schema)}
        self.group = {key: entity.mentions for entity in dossier.entities for key in entity.mentions}
        self.links = {_key(link): link for link in dossier.links}
        self._quotes = _quotes(entries, list(self.mentions.values()), schema)
        self._rulings = Rulings(decisions)
        cases = [self._case(key, link) for key, link in self.links.items()]
        cases.sort(key=lambda case: _ORDER.index(case.state))
        shown = "\0".join(f"{c.key} {c.state} {c.decided} {c.reasons}" for c in cases)
        self.seen = Seen(f"{self.head}-{_digest(shown)}", tuple(cases))

    def sides(self, link: Link) -> tuple[LinkSide, LinkSide]:
        """Both ends of a link, as the log keeps them: what is decided of a name holds wherever its party is called so.

        Of a link by itself both ends are one party with one name: there only these two mentions are meant.
        """
        one, other = (self._side(key, alone=link.state == "same") for key in (link.one, link.other))
        return one, other

    def called(self, side: LinkSide) -> str:
        """The name of one end of a decision as an article of this dossier has it."""
        meant = set(side.sides())
        return next((m.name for m in self.mentions.values() if mention_side(m, self.entries) in meant), side.name)

    def _side(self, key: str, *, alone: bool) -> LinkSide:
        group = () if alone else (self.mentions[k] for k in self.group[key])
        return side_of(self.mentions[key], group, self.entries)

    def _case(self, key: str, link: Link) -> Case:
        one, other = self.mentions[link.one], self.mentions[link.other]
        ruling = self._rulings.of(mention_side(one, self.entries), mention_side(other, self.entries))
        at_odds = ruling is not None and ruling.action is None
        state = "conflict" if at_odds else link.state
        decided = f"{_TITLES[link.state]}, says {link.by}, {(link.at or '')[:16].replace('T', ' ')}" if link.by else ""
        return Case(
            key=key,
            state=state,
            title=_TITLES[state],
            confidence=f"{link.confidence:.2f}",
            reasons=link.reasons,
            decided=ruling.words if ruling is not None and at_odds else decided,
            one=self._end(one, other),
            other=self._end(other, one),
        )

    def _end(self, mention: Mention, other: Mention) -> End:
        """A mention with those of its party that are called the same, which a decision about it is about as well."""
        alike = [self.mentions[k] for k in self.group[mention.key] if k not in (mention.key, other.key)]
        alike = [m for m in alike if (fold_name(m.name), m.kind) == (fold_name(mention.name), mention.kind)]
        mine = [mention, *alike]
        spellings = dict.fromkeys(n for m in mine for n in (m.name, *m.aliases) if n != mention.name)
        roles = dict.fromkeys(role.replace("_", " ") for m in mine for role in m.roles)
        return End(
            name=mention.name or "(no name)",
            spellings=tuple(spellings),
            kind=(mention.kind or "").replace("_", " "),
            roles=tuple(roles),
            quotes=tuple(self._quotes[m.key] for m in mine if m.key in self._quotes),
        )


def _quotes(entries: Sequence[Entry], mentions: Sequence[Mention], schema: Schema) -> dict[str, Quotes]:
    """Of each mention the words of its article that name it or tell what it does."""
    spans: dict[str, dict[tuple[int, int], str]] = {}
    directory = Directory(mentions)
    facts = {(m.brief, m.fact): m for m in mentions if m.fact is not None}
    for index, entry in enumerate(entries):
        for kind in schema.kinds:
            for fact in entry.brief.facts.get(kind.name, ()):
                named = [facts.get((index, fact.id))] if kind.is_party else []
                named += [directory.find(index, name) for _, name in references(fact, kind)]
                for mention in named:
                    if mention is not None:
                        of = spans.setdefault(mention.key, {})
                        of.update({(e.start, e.end): e.quote for e in fact.evidence})
    by_key = {m.key: m for m in mentions}
    return {key: _of_article(entries[by_key[key].brief], of) for key, of in spans.items()}


def _of_article(entry: Entry, spans: dict[tuple[int, int], str]) -> Quotes:
    info = entry.brief.article
    words = [info.publisher or "", (info.published_at or "")[:10], info.title or info.source]
    quotes = [quote for _, quote in sorted(spans.items())]
    return Quotes(" · ".join(filter(None, words)), tuple(quotes[:MOST]), max(0, len(quotes) - MOST))


def _named(reviewer: str) -> str:
    name = " ".join(reviewer.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise DecisionRefused(f"a reviewer's name has 1 to {LONGEST_NAME} characters that can be seen", mend="give one")
    return name


def _head(decisions: Sequence[LinkDecision]) -> int:
    return decisions[-1].id if decisions else 0


def _key(link: Link) -> str:
    return _digest(f"{link.one}\0{link.other}")


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:16]
