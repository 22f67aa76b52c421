"""A dossier as one page of HTML that stands by itself, like a brief's page: no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup

from summarizer.export.dossier_graph import drawn
from summarizer.export.dossier_view import dossier_page
from summarizer.export.html import environment, style
from summarizer.export.picture import graph_style, within_page
from summarizer.schema import Schema

if TYPE_CHECKING:
    from summarizer.dossier.shapes import Dossier

__all__ = ["dossier_style", "render_dossier"]

NO_GRAPH = 'The graph is not drawn here: it needs pygraphviz (pip install "spanbrief[graph]"). The table says the same.'


@cache
def _templates() -> Environment:
    return environment()


@cache
def dossier_style() -> str:
    """The style sheet of a dossier's page, that of a brief's page included."""
    own = files("summarizer.export").joinpath("assets", "dossier.css").read_text(encoding="utf-8")
    return style() + own + graph_style()


def render_dossier(dossier: Dossier, graph: str | None = None, schema: Schema | None = None) -> str:
    """The dossier as a whole page: claims with all their sources side by side, conflicts, denials, parties, timeline, ledger.

    ``graph`` is what `summarizer.export.dossier_graph.graph_svg` drew of it; None where nothing can be drawn, and the page
    says so and has a table in any case. ``schema`` is for dossiers of schemas that are not built in. The page can be
    written in UTF-8 whatever the articles hold.
    """
    page = dossier_page(dossier, schema)
    css = dossier_style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        _templates()
        .get_template("dossier.html")
        .render(
            style=Markup(css),  # noqa: S704 (the program's own)
            style_hash=f"sha256-{digest}",
            page=page,
            live=False,
            graph=None if graph is None else Markup(within_page(graph)),  # noqa: S704 (escaped when it was drawn)
            no_graph=NO_GRAPH,
            undrawn=drawn(page)[1],
        )
    )
