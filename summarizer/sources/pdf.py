"""The article in a PDF, through pdfplumber (extra ``pdf``), in a process of its own.

A PDF of a few kilobytes can unpack to gigabytes or keep its reader busy for hours, and a thread can't be stopped. A
process can: the system bounds its memory and its time. It also leaves the event loop's interpreter free, as the reader
is plain Python. The process gets no keys of ours.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarizer.article import Article, article_from_text
from summarizer.article.dates import mentions_day
from summarizer.errors import SourceError, UsageError

__all__ = ["MAX_CHARS", "MAX_PAGES", "pdf_article"]


MAX_PAGES = 200
MAX_CHARS = 2_000_000
SECONDS = 120
MEMORY = 1_000_000_000

# Thousands of articles may be loaded at once; a reader takes a core, and may take the memory above.
_SLOTS = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
_READER = Path(__file__).with_name("_pdf_reader.py")
_CUT = "cut out the article's pages: qpdf FILE.pdf --pages . 3-4 -- NEW.pdf"
_OCR = "run a text recognition (OCR) over it first: ocrmypdf FILE.pdf NEW.pdf"
_TEXT = "copy the article's words into a .txt file, and give that"
_REASONS: dict[str, tuple[str, str]] = {
    "pages": ("has more than {pages} pages, which is no article", _CUT),
    "chars": ("has more than {chars:,} characters, which is no article", _CUT),
    "encrypted": ("is encrypted", "unlock it with its password: qpdf --decrypt --password=… FILE.pdf NEW.pdf"),
    "scanned": ("has pictures of its pages and no text", _OCR),
    "empty": ("has no text on its pages", _OCR),
    "unmapped": ("has a text whose fonts don't say which letters they show", _OCR),
    "memory": ("takes more memory to read than an article's PDF can", _TEXT),
    "time": ("takes more than {seconds} seconds to read", _TEXT),
    "damaged": ("is damaged: {detail}", "save or fetch it again; qpdf --check FILE.pdf tests it"),
}
_KEYS = re.compile(r"(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD)(?:$|_)", re.IGNORECASE)
_CREATED = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")


def pdf_article(data: bytes, name: str, *, url: str | None = None) -> Article:
    """Make an article of the bytes of a PDF.

    The text is that of its pages, a paragraph a line with an empty one between: columns one after the other, words
    divided at a line's end whole again, page numbers and repeated headers and footers once. The document's title counts
    where it stands in the text, its date where the text mentions that day: it is the day on which the file was made.

    Raises SourceError for a PDF that is encrypted, damaged, without a text layer, of more than ``MAX_PAGES`` pages or
    ``MAX_CHARS`` characters, or takes too much memory or time; UsageError where the extra is not installed.
    """
    if importlib.util.find_spec("pdfplumber") is None:
        raise UsageError(
            "reading PDF needs an extra that is not installed", mend='pip install "spanbrief[pdf]", or give it as text'
        )
    called = "standard input" if name == "-" else name or "the PDF"
    found = _read(data, called)
    text = "\n\n".join(found["paragraphs"]) + "\n"
    article = article_from_text(unicodedata.normalize("NFC", _clean(text)), name, url=url)
    if found["bare"]:
        told = ", ".join(map(str, found["bare"][:10])) + (" …" if len(found["bare"]) > 10 else "")
        article = replace(article, notes=(f"no text on {len(found['bare'])} of {found['pages']} pages: {told}",))
    title = " ".join((found["title"] or "").split())
    if len(title) >= 8 and _plain(title) in _plain(article.text[:5000]):
        article = replace(article, title=title)
    created = _CREATED.match(found["created"] or "")
    day = "-".join(created.groups()) if created else ""
    if day and article.published_at is None and "01" <= day[5:7] <= "12" and mentions_day(article.text, day):
        article = replace(article, published_at=day)
    return article


def _read(data: bytes, called: str) -> dict[str, Any]:
    limits = {"pages": MAX_PAGES, "chars": MAX_CHARS, "seconds": SECONDS, "memory": MEMORY}
    environment = {key: value for key, value in os.environ.items() if not _KEYS.search(key)}
    try:
        with _SLOTS:
            done = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-P", str(_READER), json.dumps(limits)],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=5 * SECONDS,  # on a busy machine, and where the system does not count what it computes
                env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,  # Ctrl-C in the terminal is for this process, which finishes what it has begun
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise _refused("time", "", called) from None
    except OSError as error:
        raise UsageError(f"no process could be started with {sys.executable!r}: {error}") from error
    try:
        found = json.loads(done.stdout)
    except ValueError:
        # Ended by the system: by its clock, or for the memory that the libraries took outside of Python.
        over = done.returncode in (-24, -9)
        raise _refused("time" if over else "damaged", f"its reader ended with {done.returncode}", called) from None
    if "error" in found:
        raise _refused(found["error"], found.get("detail", ""), called)
    return dict(found)


def _refused(code: str, detail: str, called: str) -> SourceError:
    message, mend = _REASONS[code]
    words = message.format(pages=MAX_PAGES, chars=MAX_CHARS, seconds=SECONDS, detail=detail)
    return SourceError(f"{called} {words}", mend=mend)


def _clean(text: str) -> str:
    """Without characters that stand for nothing: those of fonts that lie, and ligatures' halves."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
