"""What a page of a dossier is made of: claims with what each brief says of them, parties, what is at odds.

Nothing here is escaped: the templates' environment makes every word harmless (`summarizer.export.html`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer.export.page import Reason

__all__ = [
    "BriefRow",
    "ClaimCard",
    "ClaimRef",
    "Column",
    "ConflictCard",
    "DenialCard",
    "DossierPage",
    "First",
    "KindCards",
    "LedgerCards",
    "LinkCard",
    "MomentRow",
    "PartyCard",
    "PartyRef",
    "Said",
    "SideRow",
    "Standing",
]

Standing = Literal["supported", "flagged", "conflict", "denied"]
"""How sure a claim is, the surest first; of several that hold, the last."""


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One brief that was merged: ``code`` is its number in brackets; ``words`` say who published it, when and where."""

    code: str
    anchor: str
    name: str
    title: str
    href: str | None
    words: tuple[str, ...]
    status: str
    facts: int
    open_reviews: int


@dataclass(frozen=True, slots=True)
class PartyRef:
    """A party by its name; ``anchor`` is its place in the page, ``id`` that in the dossier."""

    id: str
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A claim by its code and what it is about."""

    code: str
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one fact of a brief says of a claim, by whom; ``review`` is what people decided of it, in a word."""

    speaker: str
    values: tuple[tuple[str, str], ...]
    quotes: tuple[tuple[str, str], ...]
    verdict: str
    reasons: tuple[Reason, ...]
    decision: str
    review: str


@dataclass(frozen=True, slots=True)
class Column:
    """All that one brief says of a claim."""

    code: str
    anchor: str
    title: str
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side of a conflict, and the briefs that take it."""

    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """Where the sources don't say the same: ``compatible`` is whether both can hold, ``words`` say why."""

    title: str
    words: str
    compatible: bool
    sides: tuple[SideRow, ...]


@dataclass(frozen=True, slots=True)
class DenialCard:
    """Who denies a claim, with the words of it: (quote, code of the brief)."""

    code: str
    anchor: str
    words: str
    by: tuple[PartyRef, ...]
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim. ``givers`` and ``takers`` are the sides of it where it is a deal or a deed (``is_deal``).

    ``title`` is what the graph calls it: what is done, where ``what`` names only whom. ``sources`` says how many independent sources it has, ``groups`` why some that say it count as one.
    """

    id: str
    code: str
    anchor: str
    kind: str
    hue: int
    what: str
    title: str
    parties: tuple[tuple[str, tuple[PartyRef, ...]], ...]
    givers: tuple[PartyRef, ...]
    takers: tuple[PartyRef, ...]
    is_deal: bool
    how_far: str
    days: str
    count: int
    sources: str
    groups: tuple[str, ...]
    conflicts: tuple[ConflictCard, ...]
    denials: tuple[DenialCard, ...]
    denies: tuple[ClaimRef, ...]
    columns: tuple[Column, ...]
    standing: Standing
    badges: tuple[str, ...]
    standing_words: str


@dataclass(frozen=True, slots=True)
class KindCards:
    """The claims of one kind."""

    name: str
    title: str
    hue: int
    nothing: str
    claims: tuple[ClaimCard, ...]


@dataclass(frozen=True, slots=True)
class LinkCard:
    """That a party may be another one, as seen from one of them; ``other`` is that other one's name."""

    state: str
    title: str
    other: str
    anchor: str
    names: str
    confidence: str
    reasons: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A party with its spellings: (name, codes of the briefs that write it so)."""

    id: str
    name: str
    anchor: str
    kind: str
    names: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    claims: tuple[ClaimRef, ...]
    links: tuple[LinkCard, ...]


@dataclass(frozen=True, slots=True)
class MomentRow:
    """One line of the timeline; ``start`` is an ISO day, None where the time is open or unknown."""

    start: str | None
    days: str
    code: str
    anchor: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class First:
    """What is to be looked at before anything else; ``sort`` is conflict, denied or suggested."""

    sort: str
    title: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class LedgerCards:
    """The lines of the ledger with one code: (path, value, quote, hint)."""

    code: str
    meaning: str
    lines: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DossierPage:
    """All that a page of a dossier shows. ``suspect`` says which briefs must not be read as complete, empty if none."""

    title: str
    about: str
    suspect: str
    caveat: str
    first: tuple[First, ...]
    briefs: tuple[BriefRow, ...]
    kinds: tuple[KindCards, ...]
    parties: tuple[PartyCard, ...]
    undecided: str
    moments: tuple[MomentRow, ...]
    undated: tuple[MomentRow, ...]
    ledger: tuple[LedgerCards, ...]
    made: str

    @property
    def claims(self) -> Iterator[ClaimCard]:
        """Every claim, kind by kind."""
        for kind in self.kinds:
            yield from kind.claims

    @property
    def deals(self) -> tuple[ClaimCard, ...]:
        """The claims that say who gives or does what to whom."""
        return tuple(claim for claim in self.claims if claim.is_deal)

    @property
    def ledger_lines(self) -> int:
        """How many lines the ledger has."""
        return sum(len(part.lines) for part in self.ledger)
