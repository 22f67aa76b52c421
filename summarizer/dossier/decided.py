"""What people decide of links: who of two is meant, by name, kind and text, so that it holds in every later dossier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from summarizer.dossier.names import fold_name
from summarizer.dossier.shapes import Entry, Mention

__all__ = ["LINK_ACTIONS", "LinkAction", "LinkDecision", "LinkSide", "Rulings", "Verdict", "mention_side", "side_of"]

LinkAction = Literal["confirm", "reject", "undo"]
LINK_ACTIONS: tuple[LinkAction, ...] = get_args(LinkAction)
Side = tuple[str, str | None, str]
"""A folded name, its kind, and the digest of a text in which it stands."""


@dataclass(frozen=True, slots=True)
class LinkSide:
    """One of two that a decision is about: ``name`` folded, ``texts`` the SHA-256 digests of the articles that name it."""

    name: str
    kind: str | None
    texts: tuple[str, ...]

    def sides(self) -> Iterable[Side]:
        """Name and kind with each of the texts."""
        return ((self.name, self.kind, text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What one reviewer decided of two names. ``at`` is UTC, ISO 8601; ``id`` is 0 until it is kept.

    ``undo`` takes back what the same reviewer last decided of the two.
    """

    action: LinkAction
    one: LinkSide
    other: LinkSide
    reviewer: str
    at: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds of two mentions by the decisions: ``action`` is None where the reviewers are at odds."""

    action: Literal["confirm", "reject"] | None
    by: str
    at: str
    words: str


class Rulings:
    """The decisions, folded: each reviewer's last one of a pair counts, and reviewers who are at odds settle nothing."""

    def __init__(self, decisions: Iterable[LinkDecision]) -> None:
        self._by_pair: dict[frozenset[Side], dict[str, LinkDecision]] = {}
        for decision in decisions:
            for one, other in product(decision.one.sides(), decision.other.sides()):
                if one == other:
                    continue
                held = self._by_pair.setdefault(frozenset((one, other)), {})
                held.pop(decision.reviewer, None)
                if decision.action != "undo":
                    held[decision.reviewer] = decision
        self._by_pair = {pair: held for pair, held in self._by_pair.items() if held}

    def pairs(self) -> list[frozenset[Side]]:
        """Every pair of which something is decided."""
        return list(self._by_pair)

    def of(self, one: Side, other: Side) -> Verdict | None:
        """What holds of two; None where nobody has decided."""
        held = self._by_pair.get(frozenset((one, other)))
        if not held:
            return None
        last = list(held.values())[-1]
        actions = {d.action for d in held.values()}
        if len(actions) > 1:
            said = [f"{d.reviewer} {'confirmed' if d.action == 'confirm' else 'rejected'} it" for d in held.values()]
            return Verdict(None, ", ".join(held), last.at, "; ".join(said))
        action: Literal["confirm", "reject"] = "confirm" if last.action == "confirm" else "reject"
        return Verdict(
            action,
            ", ".join(held),
            last.at,
            f"{'confirmed' if action == 'confirm' else 'rejected'} by {', '.join(held)}",
        )


def mention_side(mention: Mention, entries: Sequence[Entry]) -> Side:
    """A mention as decisions know it."""
    return fold_name(mention.name), mention.kind, entries[mention.brief].brief.article.sha256


def side_of(mention: Mention, group: Iterable[Mention], entries: Sequence[Entry]) -> LinkSide:
    """What a decision about ``mention`` remembers: its name and kind, with every text in which ``group`` has them.

    ``group`` are the mentions of its entity, so that one decision holds for all of them.
    """
    name, kind, own = mention_side(mention, entries)
    texts = {own} | {t for n, k, t in (mention_side(m, entries) for m in group) if (n, k) == (name, kind)}
    return LinkSide(name, kind, tuple(sorted(texts)))
