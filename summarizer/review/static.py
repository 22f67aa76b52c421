"""A folder's briefs as pages that need no program: each as people have reviewed it so far, and an index of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from summarizer.brief import Brief
from summarizer.errors import BriefInvalid, SummarizerError
from summarizer.export.html import IndexRow, is_own_page, render_html, render_index
from summarizer.export.reviews import reviewed_words
from summarizer.review.desk import Desk
from summarizer.review.queue import failure_rows
from summarizer.review.sheet import Sheet
from summarizer.store import stems, write_atomic

__all__ = ["OUT", "StaticPages", "write_pages"]

OUT = "pages"
INDEX = "index.html"
_TAKEN = "what stands there is no page of this program: move it, or name another folder with -o"


@dataclass(frozen=True)
class StaticPages:
    """What was written: ``pages`` of briefs, and their ``index``, None where its place is taken.

    ``left`` says why a brief, by its file's name, or the index has no page.
    """

    folder: Path
    index: Path | None
    pages: tuple[Path, ...]
    left: Mapping[str, str]


def write_pages(
    desk: Desk, out: Path | None = None, *, told: Callable[[int, int], None] = lambda done, total: None
) -> StaticPages:
    """Write a page for each brief of a desk, and ``index.html``, which also names the sources that have none.

    ``out`` is DIR/pages unless it is given; ``told`` hears how many briefs are done. A file that is no page of this
    program is never written over. Raises UsageError where ``out`` can't be written.
    """
    out = out or desk.folder / OUT
    desk.queue()
    files = {name: path for name, path in desk.files().items() if path.name not in desk.foreign}
    names = _names(files)
    pages: list[Path] = []
    left: dict[str, str] = {}
    rows: list[IndexRow] = []
    for n, (name, path) in enumerate(files.items(), 1):
        try:
            sheet = _read(desk, name)
            html = render_html(_shown(sheet), sheet.schema, sheet.article)
        except SummarizerError as error:
            left[path.name] = error.message
            rows.append(IndexRow(name, path.name, "failed", note=error.message))
        else:
            place = out / names[name]
            if _is_free(place):
                write_atomic(place, html)
                pages.append(place)
                rows.append(_row(sheet, place.name))
            else:
                left[path.name] = f"{place}: {_TAKEN}"
                rows.append(_row(sheet, None))
        told(n, len(files))
    rows += [
        IndexRow(r.title, r.source, "failed", note=f"{r.failure} → {r.mend}" if r.mend else r.failure)
        for r in failure_rows(desk.folder)
    ]
    index = out / INDEX
    if not _is_free(index):
        left[INDEX] = f"{index}: {_TAKEN}"
        return StaticPages(out, None, tuple(pages), left)
    write_atomic(index, render_index(rows))
    return StaticPages(out, index, tuple(pages), left)


def _read(desk: Desk, name: str) -> Sheet:
    try:
        return desk.sheet(name)
    except KeyError as error:
        raise BriefInvalid("it went away while it was read") from error


def _shown(sheet: Sheet) -> Brief:
    """The brief, with what people have decided where somebody has decided anything."""
    return sheet.shown if sheet.decisions else sheet.brief


def _row(sheet: Sheet, file: str | None) -> IndexRow:
    shown = _shown(sheet)
    facts = [f for f in shown.all_facts() if f.review is None or f.review.decision != "rejected"]
    article = shown.article
    return IndexRow(
        title=article.title or article.source,
        source=article.source,
        status=shown.status,
        file=file,
        facts=len(facts),
        flagged=sum(bool(f.reasons) for f in facts),
        ledger=len(shown.ledger),
        reviewed=reviewed_words(shown) or "",
    )


def _names(names: Iterable[str]) -> dict[str, str]:
    """The file of each brief's page, no two alike on any file system, and none that of the index."""
    wanted = {name: f"{name}.html" for name in names}
    # The index is told from a brief of its name by how it is written.
    found = stems([f"./{INDEX}", *wanted.values()])
    return {name: f"{found[source]}.html" for name, source in wanted.items()}


def _is_free(place: Path) -> bool:
    """Whether a page may be written to a place: there is nothing, or a page that this program wrote."""
    return not os.path.lexists(place) or is_own_page(place)
