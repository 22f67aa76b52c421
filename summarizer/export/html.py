"""A brief as one page of HTML that stands by itself: no script, nothing from elsewhere, to be read and printed.

The templates are shared with the page where briefs are reviewed. Every word that is set passes the environment of
`environment`: it is escaped, and what can't be shown as it is has a visible stand-in. The article's text is never
markup, and a link leads to the web only where an address says so.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from summarizer.article import Article
from summarizer.brief import Brief
from summarizer.export.page import Page, page_of
from summarizer.export.visible import plain, runs
from summarizer.schema import Schema

__all__ = ["IndexRow", "Page", "environment", "is_own_page", "page_of", "render_html", "render_index", "style"]

_MARK = b'<meta name="generator" content="spanbrief">'
_HEAD = 2_000  # bytes of a page that have the mark

SELECTABLE = 500
"""Facts above which a page has no rules for marking what belongs to the chosen one: each costs the browser time."""


def environment(*loaders: BaseLoader) -> Environment:
    """The templates of a page, with ``loaders`` of further ones, which are looked at first.

    Everything is escaped, and what a page can't carry, or what reorders or hides, is replaced one for one
    (`summarizer.export.visible`); an undefined name is an error. In templates ``| runs`` gives a text in runs, so that its
    stand-ins can be named.
    """
    env = Environment(
        loader=ChoiceLoader([*loaders, PackageLoader("summarizer.export")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["runs"] = runs
    return env


def _harmless(value: object) -> object:
    """What a template sets, made fit for a page. Markup is ours already."""
    if isinstance(value, str) and not isinstance(value, Markup):
        value = plain(value)
        if "\r" in value:
            # Left as it is, the browser would read it as a line feed, and the text were not the article's.
            return escape(value).replace("\r", Markup("&#13;"))
    return value


@cache
def _templates() -> Environment:
    return environment()


@cache
def style() -> str:
    """The style sheet of a brief's page."""
    return files("summarizer.export").joinpath("assets", "brief.css").read_text(encoding="utf-8")


def render_html(brief: Brief, schema: Schema, article: Article | None = None) -> str:
    """The brief as a whole page: the text with every evidence marked, the facts beside it, the ledger.

    Without ``article``, or with that of another text, the text column has the passages that the facts rest on. The page
    can be written in UTF-8 whatever the article holds.
    """
    page = page_of(brief, schema, article)
    return _whole("brief.html", style() + _choosing(page), page=page, live=False)


def _whole(name: str, css: str, **variables: object) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # The style is the program's own, and holds no foreign word.
    return _templates().get_template(name).render(style=Markup(css), style_hash=f"sha256-{digest}", **variables)  # noqa: S704


def _choosing(page: Page) -> str:
    """Rules that mark, without a script, all evidence of the fact that a link has led to, and the fact of the evidence."""
    chosen = [(card.code, card.hue) for card in page.cards if card.code.isalnum()]
    if len(chosen) > SELECTABLE:
        return ""
    return "".join(
        f':root:has(#f-{c}:target,[id^="e-{c}-"]:target) :is(mark,.passage)[data-codes~="{c}"]{{--k:var(--k{hue});--wash:34%}}\n'
        f':root:has([id^="e-{c}-"]:target) #f-{c}{{--ring:var(--k)}}\n'
        for c, hue in chosen
    )


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of a folder's index. ``file`` is the name of its page in the same folder, None where there is none.

    ``status`` is the brief's, or ``failed`` for a source that has no brief; ``note`` says why then. ``reviewed`` says how
    far people have come with it.
    """

    title: str
    source: str
    status: Literal["complete", "suspect", "failed"]
    file: str | None = None
    facts: int = 0
    flagged: int = 0
    ledger: int = 0
    reviewed: str = ""
    note: str = ""

    @property
    def href(self) -> str | None:
        """The page's address: relative, whatever its name holds."""
        if self.file is None:
            return None
        try:
            # A name's undecodable bytes come as lone surrogates.
            return quote(self.file.encode("utf-8", "surrogateescape"), safe="")
        except UnicodeEncodeError:
            return quote(self.file.encode("utf-8", "surrogatepass"), safe="")


def is_own_page(path: Path) -> bool:
    """Whether a file is a page that this program wrote: only such a one is written over, and none is read as an article."""
    try:
        if not path.is_file():
            return False  # a pipe gives its bytes but once
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return False
    return head.startswith(b"<!doctype html>") and _MARK in head


def render_index(rows: Iterable[IndexRow]) -> str:
    """A page that leads to the pages of a folder's briefs, the worst first."""
    worst = {"failed": 0, "suspect": 1, "complete": 2}
    ordered = sorted(rows, key=lambda r: (worst[r.status], -r.flagged, -r.ledger, r.title.casefold(), r.source))
    return _whole("index.html", style(), rows=ordered, live=False)
