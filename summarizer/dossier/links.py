"""Which mentions are one party: by themselves only where nothing is left to doubt, else as suggestions with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.dossier.blocks import pairs_to_compare
from summarizer.dossier.context import Context, contexts_of
from summarizer.dossier.decided import LinkDecision, Rulings, Verdict, mention_side
from summarizer.dossier.groups import Groups, entities_of
from summarizer.dossier.shapes import Entry, Link, Mention
from summarizer.dossier.weigh import Weighed, weigh
from summarizer.schema import Schema

__all__ = ["entities_of", "find_links"]

_LEAST = 0.05  # less is no suggestion worth a look
Rank = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two mentions in the order of their names and texts, so that the order of the briefs changes nothing."""

    one: Mention
    other: Mention
    rank: tuple[Rank, Rank]
    weighed: Weighed | None
    verdict: Verdict | None


def find_links(
    entries: Sequence[Entry], mentions: Sequence[Mention], schema: Schema, decisions: Iterable[LinkDecision] = ()
) -> list[Link]:
    """The links between mentions, the surest first.

    ``same`` are the automatic ones (identical names that tell their bearers apart, of one kind, in compatible roles, with
    nothing against it): a chain that joins each group, so that n mentions give n - 1 links. ``suggested`` is one link for
    two groups, between those two of their mentions that speak most for it. ``confirmed`` and ``rejected`` are what people
    decided, applied wherever the same names of the same kinds meet in the same texts; what one has rejected nothing joins,
    not even by way of a third.
    """
    return _Finder(entries, mentions, schema, decisions).links()


class _Finder:
    def __init__(
        self, entries: Sequence[Entry], mentions: Sequence[Mention], schema: Schema, decisions: Iterable[LinkDecision]
    ) -> None:
        self.mentions = {m.key: m for m in mentions}
        self.sides = {m.key: mention_side(m, entries) for m in mentions}
        self.rulings = Rulings(decisions)
        contexts = contexts_of(entries, mentions, schema)
        ranks = {m.key: _rank(m, self.sides[m.key][2]) for m in mentions}
        wanted = set(pairs_to_compare(mentions)) | self._decided()
        self.pairs = sorted((self._pair(a, b, contexts, ranks) for a, b in wanted), key=lambda p: p.rank)
        self.groups = Groups(mentions)

    def _decided(self) -> set[tuple[str, str]]:
        by_side: dict[tuple[str, str | None, str], list[str]] = {}
        for key, side in self.sides.items():
            by_side.setdefault(side, []).append(key)
        found: set[tuple[str, str]] = set()
        for pair in self.rulings.pairs():
            one, other = sorted(pair, key=repr)
            for a in by_side.get(one, ()):
                found |= {(min(a, b), max(a, b)) for b in by_side.get(other, ()) if a != b}
        return found

    def _pair(self, a: str, b: str, contexts: dict[str, Context], ranks: dict[str, Rank]) -> _Pair:
        one, other = sorted((self.mentions[a], self.mentions[b]), key=lambda m: ranks[m.key])
        weighed = weigh(one, other, contexts[one.key], contexts[other.key])
        verdict = self.rulings.of(self.sides[one.key], self.sides[other.key])
        return _Pair(one, other, (ranks[one.key], ranks[other.key]), weighed, verdict)

    def links(self) -> list[Link]:
        for pair in self.pairs:
            if pair.verdict is not None and pair.verdict.action == "reject":
                self.groups.keep_apart(pair.one.key, pair.other.key)
        found = self._confirmed() + self._same() + self._suggested()
        order = {"rejected": 3, "confirmed": 1, "suggested": 2, "same": 0}
        return sorted(found, key=lambda link: (order[link.state], -link.confidence))

    def _confirmed(self) -> list[Link]:
        found: list[Link] = []
        for pair in self.pairs:
            if pair.verdict is None or pair.verdict.action != "confirm":
                continue
            if self.groups.may_join(pair.one.key, pair.other.key, confirmed=True):
                self.groups.join(pair.one.key, pair.other.key)
                found.append(_link(pair, "confirmed"))
            else:
                found.append(_link(pair, "suggested", "it would join what somebody has kept apart"))
        return found

    def _same(self) -> list[Link]:
        found: list[Link] = []
        for pair in self.pairs:
            if pair.verdict is not None or pair.weighed is None or not pair.weighed.same:
                continue
            if self.groups.of(pair.one.key) != self.groups.of(pair.other.key) and self.groups.may_join(
                pair.one.key, pair.other.key
            ):
                self.groups.join(pair.one.key, pair.other.key)
                found.append(_link(pair, "same"))
        return found

    def _suggested(self) -> list[Link]:
        """The best pair for each two groups that are still apart; what is rejected of two stands for them."""
        best: dict[frozenset[str], _Pair] = {}
        for pair in self.pairs:
            one, other = self.groups.of(pair.one.key), self.groups.of(pair.other.key)
            if one == other or (pair.weighed is None and pair.verdict is None):
                continue
            if pair.verdict is not None and pair.verdict.action == "confirm":
                continue  # shown already
            if pair.verdict is None and not self._worth(pair):
                continue
            known = best.get(frozenset((one, other)))
            if known is None or _speaks(pair) > _speaks(known):
                best[frozenset((one, other))] = pair
        found = []
        for pair in best.values():
            rejected = pair.verdict is not None and pair.verdict.action == "reject"
            more = () if rejected or not self._both_in_one(pair) else ("one article names both",)
            found.append(_link(pair, "rejected" if rejected else "suggested", *more))
        return found

    def _worth(self, pair: _Pair) -> bool:
        """Two that one article names apart are two, unless a known way of writing speaks against it."""
        assert pair.weighed is not None
        if pair.weighed.confidence < _LEAST:
            return False
        return not self._both_in_one(pair) or pair.weighed.level in {"identical", "variant"}

    def _both_in_one(self, pair: _Pair) -> bool:
        return not self.groups.briefs(pair.one.key).isdisjoint(self.groups.briefs(pair.other.key))


def _rank(mention: Mention, text: str) -> Rank:
    return mention.name, mention.kind or "", text, mention.fact or ""


def _speaks(pair: _Pair) -> tuple[bool, float]:
    return pair.verdict is not None, pair.weighed.confidence if pair.weighed else 0.0


def _link(pair: _Pair, state: str, *more: str) -> Link:
    reasons = list(pair.weighed.reasons) if pair.weighed else []
    if pair.verdict is not None:
        reasons.append(pair.verdict.words)
    decided = pair.verdict if pair.verdict is not None and pair.verdict.action is not None else None
    confidence = pair.weighed.confidence if pair.weighed else 0.0
    return Link.model_validate(
        {
            "one": pair.one.key,
            "other": pair.other.key,
            "confidence": round(confidence, 2),
            "reasons": tuple(dict.fromkeys((*reasons, *more))),
            "state": state,
            "by": decided.by if decided else None,
            "at": decided.at if decided else None,
        }
    )
