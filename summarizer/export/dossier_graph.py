"""Who gives whom what, by all the sources of a dossier: its graph as SVG.

Laid out by Graphviz through pygraphviz (BSD-3-Clause; its wheels for Linux, macOS and Windows have Graphviz, EPL-2.0, in
them; extra ``graph``). Of what PyPI has it is the one kept library that routes lines round boxes and has a fit licence:
networkx only places points, igraph and grandalf are GPL, and what else wraps ``dot`` wants it installed. It runs in this
process and gets sizes only, so no words of an article reach it (`summarizer.export.layout`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.export.dossier_page import ClaimCard, DossierPage, PartyRef
from summarizer.export.dossier_view import dossier_page
from summarizer.export.picture import Deal, Denial, Party, draw
from summarizer.schema import Schema

if TYPE_CHECKING:
    from summarizer.dossier.shapes import Dossier

__all__ = ["MOST", "drawn", "graph_svg"]

MOST = 60
"""Deals of a picture: with more nobody could read it, and the page's table has them all."""


def graph_svg(dossier: Dossier, schema: Schema | None = None, *, page: str = "index.html") -> str:
    """The graph as an SVG file of its own, whose links lead into ``page`` beside it.

    Each deal or deed is a box between who gives (does) and who takes (suffers), its lines solid where it is supported, dashed
    where flagged, double where the sources are at odds, dotted where it is denied, and words say the same; who denies it has a line
    with a bar. Of one dossier and version of Graphviz there is one picture. ``schema`` is for dossiers of schemas that are not
    built in. Raises UsageError where pygraphviz is not installed.
    """
    told = dossier_page(dossier, schema)
    claims, left_out = drawn(told)
    shown = {party.id for claim in claims for party in _everybody(claim)}
    parties = [
        Party(card.id, card.name, card.kind, f"{page}#{card.anchor}") for card in told.parties if card.id in shown
    ]
    words = f"{len(parties)} parties, {len(claims)} deals and deeds; each leads to its claim. {left_out}".strip()
    return draw(parties, [_deal(claim, page) for claim in claims], title="Who gives whom what", description=words)


def drawn(page: DossierPage) -> tuple[list[ClaimCard], str]:
    """The claims that the graph shows, and in words which it leaves out: those with the fewest sources and nothing wrong."""
    deals = list(page.deals)
    if len(deals) <= MOST:
        return deals, ""
    # Python's sort keeps the order of equals, so the picture stays the same.
    worst = sorted(deals, key=lambda claim: (-len(claim.badges), -claim.count))[:MOST]
    kept = {claim.id for claim in worst}
    words = (
        f"Only {MOST} of {len(deals)} are drawn: those at odds, denied or flagged, then those with the most sources."
    )
    return [claim for claim in deals if claim.id in kept], words


def _everybody(claim: ClaimCard) -> list[PartyRef]:
    return [*claim.givers, *claim.takers, *(party for denial in claim.denials for party in denial.by)]


def _deal(claim: ClaimCard, page: str) -> Deal:
    givers, takers = _names(claim.givers), _names(claim.takers)
    marks = {"conflict": "≠ ", "denied": "✗ ", "flagged": "⚑ "}
    notes = [
        next((sign + part for name, sign in marks.items() if part.startswith(name)), part)
        for part in claim.standing_words.split("; ")
    ]
    return Deal(
        title=claim.title,
        notes=tuple(notes),
        givers=tuple(party.id for party in claim.givers),
        takers=tuple(party.id for party in claim.takers),
        standing=claim.standing,
        href=f"{page}#{claim.anchor}",
        words=f"{claim.code}: {claim.title}, from {givers} to {takers}; {claim.standing_words}",
        denials=tuple(
            Denial(
                tuple(party.id for party in denial.by),
                f"{page}#{denial.anchor}",
                f"{denial.code}, denied by {denial.words}",
            )
            for denial in claim.denials
        ),
    )


def _names(parties: tuple[PartyRef, ...]) -> str:
    return ", ".join(party.name for party in parties) or "somebody not named"
