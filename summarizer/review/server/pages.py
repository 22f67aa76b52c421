"""The pages of a review as HTML: the queue, a brief's sheet, errors; and the parts of a sheet that a decision changes.

The templates stand on those of `summarizer.export.html`, whose environment makes every foreign word harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from summarizer.export.html import Page, environment, page_of, style
from summarizer.export.marks import Block
from summarizer.export.reviews import moment
from summarizer.export.view import status_words
from summarizer.review.queue import QueueRow
from summarizer.review.server.data import changing, fixed, path_of, reviewed_counts
from summarizer.review.server.keys import GROUPS, KEYS
from summarizer.review.sheet import Sheet

__all__ = ["ASSETS", "FILTERS", "error_page", "fragments", "queue_page", "sheet_page"]

FILTERS = {
    "all": "All",
    "open": "Unfinished",
    "flagged": "Flagged",
    "conflict": "In conflict",
    "suspect": "Suspect",
    "failed": "Failed",
    "finished": "Finished",
}
"""The filters of the queue, and what they are called."""

STATES = {
    "failed": "no brief",
    "suspect": "suspect",
    "conflict": "in conflict",
    "flagged": "flagged",
    "open": "not begun",
    "begun": "begun",
    "decided": "decided, not finished",
    "finished": "finished",
}

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def _assets() -> dict[str, tuple[bytes, str]]:
    found = {"brief.css": (style().encode(), _TYPES[".css"])}
    for file in files("summarizer.review.server").joinpath("assets").iterdir():
        suffix = file.name[file.name.rfind(".") :]
        if suffix in _TYPES:
            found[file.name] = (file.read_bytes(), _TYPES[suffix])
    return found


ASSETS: Mapping[str, tuple[bytes, str]] = _assets()
"""Scripts and style sheets by file name: content and content type."""


@cache
def _templates() -> Environment:
    env = environment(PackageLoader("summarizer.review.server"))
    env.globals |= {"KEYS": {k.command: k for k in KEYS}, "GROUPS": GROUPS, "moment": moment}
    env.filters["path"] = path_of
    return env


def queue_page(
    rows: Sequence[QueueRow],
    *,
    counts: Mapping[str, int],
    state: str,
    words: str,
    page: int,
    pages: int,
    reviewer: str,
    token: str,
    nonce: str,
    folder: str,
    foreign: Sequence[str] = (),
) -> str:
    """The queue: ``rows`` are those of this page, filtered; ``counts`` how many each filter would show; pages count from 1."""

    def address(**other: Any) -> str:
        asked = {"state": state, "q": words, "page": 1} | other
        plain = {"state": "all", "q": "", "page": 1}
        # A search may hold what no encoding carries.
        query = urlencode({k: v for k, v in asked.items() if v != plain[k]}, errors="replace")
        return f"/?{query}" if query else "/"

    filters = [(name, label, counts.get(name, 0), address(state=name)) for name, label in FILTERS.items()]
    return (
        _templates()
        .get_template("queue.html")
        .render(
            rows=rows,
            filters=filters,
            total=counts.get("all", len(rows)),
            finished=counts.get("finished", 0),
            state=state,
            words=words,
            page_number=page,
            pages=pages,
            earlier=address(page=page - 1) if page > 1 else None,
            later=address(page=page + 1) if page < pages else None,
            everything=address(state="all", q=""),
            reviewer=reviewer,
            token=token,
            nonce=nonce,
            folder=folder,
            foreign=tuple(foreign),
            STATES=STATES,
        )
    )


def sheet_page(
    sheet: Sheet, *, reviewer: str, token: str, nonce: str, stamp: str, before: str | None, after: str | None
) -> str:
    """One brief to be judged. ``stamp`` changes with its file; ``before`` and ``after`` are its neighbours in the queue."""
    page = _page(sheet)
    return (
        _templates()
        .get_template("sheet.html")
        .render(
            **_words(sheet, page),
            reviewer=reviewer,
            token=token,
            nonce=nonce,
            fixed=_json(fixed(sheet, stamp=stamp, before=before, after=after)),
            changing=_json(changing(sheet, page, reviewer=reviewer)),
            before=f"/brief/{path_of(before)}" if before is not None else None,
            after=f"/brief/{path_of(after)}" if after is not None else None,
        )
    )


def error_page(status: int, message: str, mend: str = "", *, nonce: str) -> str:
    """A page that says what went wrong and what to do."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Error"
    return (
        _templates()
        .get_template("error.html")
        .render(status=status, title=title, message=message, mend=mend, nonce=nonce)
    )


def fragments(sheet: Sheet, *, reviewer: str) -> dict[str, Any]:
    """What a decision may change, ready to be set: HTML by part, the text's blocks by id, and what the scripts work with."""
    page = _page(sheet)
    words = _words(sheet, page)
    env = _templates()
    return {
        "facts": env.get_template("facts.html").render(**words),
        "ledger": env.get_template("ledger.html").render(**words),
        "summary": env.get_template("summary.html").render(**words),
        "progress": env.get_template("live/progress.html").render(**words),
        "notes": env.get_template("live/notes.html").render(**words),
        "blocks": {
            f"b{block.index}": env.get_template("live/block.html").render(**words, block=block)
            for block in _touched(sheet, page)
        },
        "undo": reviewer in sheet.review.undoable,
        "redo": reviewer in sheet.review.redoable,
        "data": changing(sheet, page, reviewer=reviewer),
    }


def _page(sheet: Sheet) -> Page:
    page = page_of(sheet.shown, sheet.schema, sheet.article, line_keys=[line.key for line in sheet.review.lines])
    # How the run left it stays; how far people have come is told by the progress.
    return replace(page, status=status_words(sheet.brief), reviewed=None)


def _words(sheet: Sheet, page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "live": True,
        "review": sheet.review,
        "lines": {line.key: line for line in sheet.review.lines},
        "counts": reviewed_counts(sheet),
        "elsewhere": sheet.elsewhere,
        "why": sheet.why if sheet.article is None else None,
    }


def _json(text: str) -> Markup:
    """JSON for a script element: nothing in it can end the element, or begin a comment."""
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704


def _touched(sheet: Sheet, page: Page) -> Iterable[Block]:
    """Every block that has, or had, evidence of a fact that the brief or any decision about it knows."""
    facts = [*sheet.brief.all_facts(), *(slot.fact for slot in sheet.review.slots)]
    for decision in sheet.decisions:
        facts += [t.fact for t in decision.targets if t.fact is not None]
        facts += [decision.result] if decision.result is not None else []
    spans = sorted({(e.start, e.end) for fact in facts for e in fact.evidence})
    done = 0
    for block in page.blocks or ():
        while done < len(spans) and spans[done][1] <= block.start:
            done += 1
        # Spans of one start are looked at in the order of their ends, so a long one may stand behind a short one.
        if any(start < block.end and end > block.start for start, end in _from(spans, done, block.end)):
            yield block


def _from(spans: Sequence[tuple[int, int]], first: int, before: int) -> Iterable[tuple[int, int]]:
    for span in spans[first:]:
        if span[0] >= before:
            return
        yield span
