"""Reads the text of a PDF, in a process of its own: `summarizer.sources.pdf` starts it and says why.

It knows nothing of the package. The bytes come on standard input, the limits as JSON in the first argument
(``pages``, ``chars``, ``seconds``, ``memory`` in bytes), and one JSON object goes out: ``{"error": code, "detail": words}``
or ``{"paragraphs": [...], "bare": pages without words, "pages": …, "title": …, "created": …}``.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import signal
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

Word = dict[str, Any]
"""A word on a page: its ``text``, its place ``x0``, ``x1``, ``top``, ``bottom`` and its ``size``, all in points."""

_GUTTER = 9.0  # points of white between columns: less is a wide space
_FEWEST_LINES = 3
_FEWEST_WORDS = 2.5  # a line: the narrowest columns of a newspaper have some four
_MOST_GUTTERS = 3  # more columns than four are a table, which is read by rows
_TERMINAL = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_HYPHENATED = re.compile(r"(?P<first>[^\W\d_]{2,})-$")
_PAGE_NUMBER = re.compile(r"(?:page\s)?[-–—]?\s?\d{1,4}\s?[-–—]?(?:\s?(?:of|/)\s?\d{1,4})?", re.IGNORECASE)


class Refused(Exception):
    """There is no text to be had; the arguments are a code and words."""


def main() -> None:
    """Read, and say what came of it."""
    limits = json.loads(sys.argv[1])
    _bind(limits)
    logging.disable(logging.CRITICAL)  # the library warns of every flaw of a file
    try:
        answer = read(sys.stdin.buffer.read(), limits)
    except Refused as refused:
        answer = dict(zip(("error", "detail"), map(str, refused.args), strict=False))
    except MemoryError:
        answer = {"error": "memory"}
    except RecursionError:
        answer = {"error": "damaged", "detail": "nested too deeply"}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file brings about is one PDF that can't be read
        answer = {"error": _kind(error), "detail": f"{type(error).__name__}: {error}"[:200]}
    sys.stdout.write(json.dumps(answer))  # escaped: whatever characters the fonts gave


def _bind(limits: dict[str, int]) -> None:
    """Let the system end what takes too much; where it can't, the parent's clock does."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 5))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _kind(error: BaseException) -> str:
    # The library wraps what its parser raises.
    names = {type(error).__name__, *(type(arg).__name__ for arg in error.args)}
    if names & {"PDFPasswordIncorrect", "PDFEncryptionError"}:
        return "encrypted"
    return "memory" if "MemoryError" in names or "allocate" in str(error) else "damaged"


def read(data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """Give the paragraphs of a PDF and what it says of itself. Raises Refused, and whatever the library does."""
    import pdfplumber
    from pdfminer.pdfpage import PDFPage

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), limits["pages"] + 1))
        if count > limits["pages"]:
            raise Refused("pages")
        if not count:
            raise Refused("damaged", "it has no pages")
        pages: list[list[list[Word]]] = []
        bare, images, left = [], 0, limits["chars"]
        for number, page in enumerate(pdf.pages, 1):
            words = page.filter(_Once()).extract_words(x_tolerance_ratio=0.18, extra_attrs=["size"])
            left -= sum(len(word["text"]) + 1 for word in words)
            if left < 0:
                raise Refused("chars")
            if not words:
                bare.append(number)
                images += bool(page.images)
            pages.append(list(_ordered(words)))
            page.close()  # the library keeps every character of a page until then
        if len(bare) == count:
            raise Refused("scanned" if images else "empty")
        _refuse_unmapped(word["text"] for lines in pages for line in lines for word in line)
        about = pdf.metadata or {}
        return {
            "paragraphs": list(_paragraphs(_without_running_lines(pages))),
            "bare": bare,
            "pages": count,
            "title": _said(about.get("Title")),
            "created": _said(about.get("CreationDate")),
        }


class _Once:
    """Lets each letter through once: some programs make bold ones by printing them twice, a hair apart.

    The library's own function for it takes time in the square of the letters.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[str, int, int]] = set()

    def __call__(self, item: dict[str, Any]) -> bool:
        if item["object_type"] != "char" or item["text"].isspace():
            return bool(item["object_type"] == "char")
        x, y = round(item["x0"]), round(item["top"])
        if any((item["text"], x + dx, y + dy) in self._seen for dx in (0, -1, 1) for dy in (0, -1, 1)):
            return False
        self._seen.add((item["text"], x, y))
        return True


def _said(value: Any) -> str | None:
    return value[:1000] if isinstance(value, str) else None


def _refuse_unmapped(words: Iterable[str]) -> None:
    """Refuse a text whose fonts don't say which letters their shapes are: it comes as (cid:17)(cid:3)."""
    joined = "".join(words)
    unmapped = len(re.findall(r"\(cid:\d+\)", joined)) + joined.count("\ufffd")
    letters = len(re.sub(r"\(cid:\d+\)", "", joined))
    if unmapped * 20 > letters:
        raise Refused("unmapped")


# Reading order


def _ordered(words: list[Word]) -> Iterator[list[Word]]:
    """The lines of a page in reading order: of a band of columns one column after the other."""
    upright = [word for word in words if word.get("upright", True)]
    for band in _bands(_lines(upright)):
        yield from band
    aside = [word for word in words if not word.get("upright", True)]
    if aside:  # a photo's credit along its edge
        yield aside


def _lines(words: list[Word]) -> list[list[Word]]:
    """Words by the line on which they stand, from the top, from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w["top"] + w["bottom"]) / 2):
        middle = (word["top"] + word["bottom"]) / 2
        above = lines[-1][0] if lines else None
        if (
            above is not None
            and middle < above["bottom"]
            and middle - (above["top"] + above["bottom"]) / 2 < 0.5 * word["size"]
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda w: float(w["x0"]))
    return lines


def _bands(lines: list[list[Word]]) -> Iterator[list[list[Word]]]:
    """Runs of lines that share their gutters, each cut into its columns; the lines between them as they are."""
    band: list[list[Word]] = []
    shared: list[tuple[float, float]] = []
    for line in lines:
        gaps = _gaps(line)
        common = _common(shared, gaps) if band else gaps
        if band and not _inner(common, [*band, line]):
            yield _columns(band, shared)
            band, common = [], gaps
        band.append(line)
        shared = common
    if band:
        yield _columns(band, shared)


def _gaps(line: list[Word]) -> list[tuple[float, float]]:
    """The runs of a line's width that are white and wide enough to be a gutter, its outsides among them."""
    edges = [-1e6, *(edge for word in line for edge in (word["x0"], word["x1"])), 1e6]
    reach = -1e6
    gaps = []
    # The spaces of a headline are as wide as a gutter of small print.
    wide = max(_GUTTER, 0.9 * max(word["size"] for word in line))
    for x0, x1 in zip(edges[1:-1:2], edges[2:-1:2], strict=True):
        if x0 - reach >= wide:
            gaps.append((reach, x0))
        reach = max(reach, x1)
    return [*gaps, (reach, 1e6)]


def _common(some: list[tuple[float, float]], others: list[tuple[float, float]]) -> list[tuple[float, float]]:
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [(start, end) for start, end in both if end - start >= _GUTTER]


def _inner(gaps: list[tuple[float, float]], lines: list[list[Word]]) -> list[float]:
    """The middles of the gaps with words on both sides, if few enough to be gutters; all gaps while few lines tell."""
    found = []
    for start, end in gaps:
        left = any(word["x1"] <= start + 0.1 for line in lines for word in line)
        right = any(word["x0"] >= end - 0.1 for line in lines for word in line)
        if left and right:
            found.append((start + end) / 2)
    return found


def _columns(band: list[list[Word]], gaps: list[tuple[float, float]]) -> list[list[Word]]:
    cuts = sorted(_inner(gaps, band))
    if not cuts or len(cuts) > _MOST_GUTTERS:
        return band
    columns: list[list[list[Word]]] = [[] for _ in range(len(cuts) + 1)]
    for line in band:
        parts: dict[int, list[Word]] = {}
        for word in line:
            parts.setdefault(sum(word["x0"] >= cut for cut in cuts), []).append(word)
        for index, part in parts.items():
            columns[index].append(part)
    # A name beside a date, a row of a table: too few lines or words to be columns of a story.
    if any(len(column) < _FEWEST_LINES or sum(map(len, column)) < _FEWEST_WORDS * len(column) for column in columns):
        return band
    return [line for column in columns for line in column]


# Lines to paragraphs


def _without_running_lines(pages: list[list[list[Word]]]) -> list[list[list[Word]]]:
    """The pages without their numbers and without the headers and footers that an earlier page had."""
    edges = [{id(line) for line in (_edge(page, min), _edge(page, max)) if line} for page in pages]
    times = Counter(
        form
        for page, edge in zip(pages, edges, strict=True)
        for form in {_form(line) for line in page if id(line) in edge}
    )
    seen: set[str] = set()
    kept: list[list[list[Word]]] = []
    for page, edge in zip(pages, edges, strict=True):
        lines = []
        for line in page:
            form = _form(line)
            if id(line) in edge:
                if len(pages) > 1 and _PAGE_NUMBER.fullmatch(_words(line)):
                    continue
                if form in seen and times[form] * 2 > len(pages):
                    continue
                seen.add(form)
            lines.append(line)
        kept.append(lines)
    return kept


def _edge(page: list[list[Word]], which: Any) -> list[Word] | None:
    """The first or last line of a page, if it stands apart from all others."""
    edge: list[Word] | None = which(page, key=lambda line: line[0]["top"], default=None)
    if edge is None:
        return None
    top, apart = edge[0]["top"], 1.8 * _size(edge)
    return edge if all(line is edge or abs(line[0]["top"] - top) > apart for line in page) else None


def _form(line: list[Word]) -> str:
    return re.sub(r"\d+", "#", _words(line))


def _words(line: Sequence[Word]) -> str:
    return " ".join(word["text"] for word in line)


def _paragraphs(pages: list[list[list[Word]]]) -> Iterator[str]:
    """The text by paragraphs; one that runs on in the next column or on the next page is one."""
    known = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(_words(line) for page in pages for line in page)))
    open_one = ""
    for page in pages:
        for block in _blocks(page):
            text = ""
            for line in block:
                text = _joined(text, _words(line), known)
            if open_one and not _TERMINAL.search(open_one) and text[:1].islower():
                open_one = _joined(open_one, text, known)
                continue
            if open_one:
                yield open_one
            open_one = text
    if open_one:
        yield open_one


def _joined(text: str, line: str, known: Counter[str]) -> str:
    """A line put after a text; a word that was divided between them is whole again.

    Its hyphen stays where the word has one elsewhere in the text and never stands without.
    """
    divided = _HYPHENATED.search(text)
    following = re.match(r"[^\W\d_]+", line)
    if divided is None or following is None or not following[0][0].islower():
        return f"{text} {line}" if text else line
    whole, parts = divided["first"] + following[0], f"{divided['first']}-{following[0]}"
    keep = known[parts] > 0 and known[whole] == 0
    return (text if keep else text[:-1]) + line


def _blocks(lines: list[list[Word]]) -> Iterator[list[list[Word]]]:
    """Lines that belong to one paragraph each, by their distance, size, indent and length."""
    if not lines:
        return
    pitches = [below[0]["top"] - above[0]["top"] for above, below in pairwise(lines)]
    usual = statistics.median([pitch for pitch in pitches if 0 < pitch < 40] or [12.0])
    block = [lines[0]]
    for above, below in pairwise(lines):
        if _parts(above, below, usual, block, lines):
            yield block
            block = []
        block.append(below)
    yield block


def _parts(
    above: list[Word], below: list[Word], usual: float, block: list[list[Word]], lines: list[list[Word]]
) -> bool:
    """Whether a paragraph ends between two lines."""
    if _is_row(above) or _is_row(below):
        return True
    pitch = below[0]["top"] - above[0]["top"]
    size, following = _size(above), _size(below)
    if pitch <= 0 or pitch > 1.35 * max(usual, 1.15 * size) or abs(size - following) > 0.12 * size:
        return True
    ends = _TERMINAL.search(above[-1]["text"]) is not None
    left, right = min(line[0]["x0"] for line in block), max(line[-1]["x1"] for line in block)
    if below[0]["x0"] - left > 0.8 * size and ends:  # the first line is indented
        return True
    if len(block) == 1 and above[0]["x0"] - below[0]["x0"] > 0.8 * size:
        return False  # that was the indent
    room = right - above[-1]["x1"]
    return ends and len(block) > 1 and room > (below[0]["x1"] - below[0]["x0"]) + 0.5 * size


def _is_row(line: list[Word]) -> bool:
    """Whether a line is a row of a table: its words stand further apart than those of any justified line."""
    return any(right["x0"] - left["x1"] > max(_GUTTER, 1.5 * right["size"]) for left, right in pairwise(line))


def _size(line: list[Word]) -> float:
    return float(statistics.median(word["size"] for word in line))


if __name__ == "__main__":
    main()
