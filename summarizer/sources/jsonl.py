"""JSON: one record a line (JSONL), a list of records, one record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarizer.article import Article
from summarizer.article.decode import decode
from summarizer.article.load import MAX_BYTES
from summarizer.errors import SourceError
from summarizer.sources.failing import failing
from summarizer.sources.lines import MAX_RECORD, bounded_lines, encoding_of, open_lines
from summarizer.sources.records import RecordFile, article_of
from summarizer.sources.source import Source

__all__ = ["is_list", "json_article", "json_list", "jsonl_sources"]

_SPACE = re.compile(r"[\s,]*")
_PEEKED = 4096


def jsonl_sources(path: Path, file: RecordFile) -> Iterator[Source]:
    """The records of a JSONL file, one at a time, in memory that does not grow with the file.

    A line that is no JSON, or has more than ``MAX_RECORD`` bytes, is a source that fails; the next line is read then.
    What ends the reading (a damaged archive, a broken disk) is a source that fails, too.
    """
    number = 0
    try:
        with open_lines(path, file.name) as stream:
            encoding = encoding_of(stream, file.name)
            for number, data in bounded_lines(stream):
                if data is None:
                    yield file.broken(
                        number, f"has more than {MAX_RECORD // 1_000_000} MB", mend="no article is so long"
                    )
                elif data.strip():
                    yield _line(data, encoding, number, file)
                encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    except SourceError as error:
        after = f" (after line {number:,})" if number else ""
        told = SourceError(error.message + after, mend=error.mend)
        yield failing(file.name, file.id, file.stem, told, known=not number)
        return
    if not number:
        told = SourceError(f"{file.name} is empty", mend="check that the right file was saved")
        yield failing(file.name, file.id, file.stem, told)


def _line(data: bytes, encoding: str, number: int, file: RecordFile) -> Source:
    try:
        record = json.loads(data.decode(encoding))
    except UnicodeDecodeError as error:
        return file.broken(number, f"is not {encoding.upper()}: {error.reason}", mend="save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return file.broken(number, f"is no JSON: {_why(error)}", mend="give one JSON object on each line")
    return file.source(record, number)


def is_list(path: Path) -> bool:
    """Whether a JSON file holds a list, by its first character; False where it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(_PEEKED).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    except (OSError, ValueError):
        return False


def json_list(data: bytes, file: RecordFile) -> Iterator[Source]:
    """The records of a JSON list, each parsed when it is its turn; where the JSON breaks, a source that fails."""
    try:
        text = _decoded(data, file.name)
    except SourceError as error:
        yield failing(file.name, file.id, file.stem, error)
        return
    decoder = json.JSONDecoder()
    at, number = _SPACE.match(text, text.index("[") + 1).end(), 0  # type: ignore[union-attr]
    while at < len(text) and text[at] != "]":
        number += 1
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield file.broken(number, f"and all after it can't be read: {_why(error)}", mend="mend the JSON there")
            return
        yield file.source(record, number)
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    if at >= len(text):
        yield file.broken(number + 1, "is missing: the list is cut off", mend="check that the file was saved whole")
    elif not number:
        empty = SourceError(f"{file.name} is an empty list", mend="check that the right file was saved")
        yield failing(file.name, file.id, file.stem, empty)


def json_article(data: bytes, file: RecordFile) -> Article:
    """The article in a JSON file of one record. Raises SourceError."""
    text = _decoded(data, file.name)
    try:
        record: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = "; if it holds one record a line, call it .jsonl" if "Extra data" in str(error) else ""
        raise SourceError(f"{file.name} is no JSON: {_why(error)}", mend=f"mend it{lines}") from None
    try:
        return article_of(record, file.name, file.columns)
    except SourceError as error:
        inside = [key for key, value in record.items() if _is_records(value)] if isinstance(record, dict) else []
        if inside and "no field" in error.message:
            mend = f"the list {inside[0]!r} may hold the articles: jq -c '.[\"{inside[0]}\"][]' FILE > NEW.jsonl"
            raise SourceError(error.message, mend=mend) from None
        raise


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name} has more than {MAX_BYTES // 1_000_000} MB, and JSON is read whole",
            mend="make one record a line of it: jq -c '.[]' FILE > NEW.jsonl",
        )
    if not data.strip():
        raise SourceError(f"{name} is empty", mend="check that the right file was saved")
    return decode(data, name)[0]


def _why(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
