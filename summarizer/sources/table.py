"""Tables: CSV and TSV with a header, one article a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import SourceError
from summarizer.sources.columns import listed
from summarizer.sources.failing import failing
from summarizer.sources.lines import MAX_RECORD, bounded_lines, encoding_of, open_lines
from summarizer.sources.records import RecordFile
from summarizer.sources.source import Source

__all__ = ["table_sources"]

_DELIMITERS = ",;\t|"
_EXCEL = re.compile(r"sep=([,;\t|])\r?\n?", re.IGNORECASE)

# The module's own limit of 131,072 characters is less than a long report has. What bounds a row here is `_Rows`.
csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD + 1))


class _TooLong(Exception):
    """A row with more bytes than a record may have."""


class _Rows:
    """The decoded lines that csv reads rows from, with a bound on what one row may take of them."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._lines = bounded_lines(stream)
        self._encoding = encoding
        self.line = 0
        self.first = 1
        self._taken = 0

    def begin(self) -> None:
        """Say that a row begins with the next line."""
        self.first, self._taken = self.line + 1, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.line, data = next(self._lines)
        self._taken += MAX_RECORD + 1 if data is None else len(data)
        if data is None or self._taken > MAX_RECORD:
            raise _TooLong
        text = data.decode(self._encoding)
        self._encoding = "utf-8" if self._encoding == "utf-8-sig" else self._encoding
        return text


def table_sources(path: Path, file: RecordFile) -> Iterator[Source]:
    """The rows of a table, one at a time, in memory that does not grow with the file; each is named by its first line.

    The first row names the columns. Fields are parted by a comma, a semicolon, a tab or a bar, whichever parts the header
    into most; they may be quoted, and then hold line breaks. A row that can't be read is a source that fails. So is the
    file where the columns are not those that are needed.
    """
    begun = False
    try:
        with open_lines(path, file.name) as stream:
            rows = _Rows(stream, encoding_of(stream, file.name))
            header, delimiter = _header(rows, path, file)
            begun = True
            yield from _records(rows, header, delimiter, file)
    except SourceError as error:
        yield failing(file.name, file.id, file.stem, error, known=not begun)


def _records(rows: _Rows, header: Sequence[str], delimiter: str, file: RecordFile) -> Iterator[Source]:
    reader = csv.reader(rows, delimiter=delimiter, strict=True)
    count = 0
    while True:
        rows.begin()
        try:
            row = next(reader, None)
        except _TooLong:
            mend = "no article is so long; look for a quotation mark that is not closed"
            reach = f" and reaches to line {rows.line}" if rows.line > rows.first else ""
            yield file.broken(rows.first, f"has more than {MAX_RECORD // 1_000_000} MB{reach}", mend=mend)
            continue
        except UnicodeDecodeError as error:
            yield file.broken(
                rows.first, f"is not {error.encoding.upper()}: {error.reason}", mend="save the table as UTF-8"
            )
            continue
        except csv.Error as error:
            yield file.broken(
                rows.first, f"is no row: {error}", mend="double the quotation marks inside of a quoted field"
            )
            continue
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        if len(row) > len(header):
            message = f"has {len(row)} fields, and the header has {len(header)}"
            yield file.broken(rows.first, message, mend="quote the fields that hold the delimiter")
            continue
        yield file.source(dict(zip(header, row, strict=False)), rows.first)
    if not count:
        empty = SourceError(f"{file.name} has a header and no rows", mend="check that the right file was saved")
        yield failing(file.name, file.id, file.stem, empty)


def _header(rows: _Rows, path: Path, file: RecordFile) -> tuple[list[str], str]:
    """The names of the columns, and what parts them. Raises SourceError where a column is missing."""
    delimiter: str | None = None
    line = ""
    try:
        for line in rows:
            if match := _EXCEL.fullmatch(line):  # how a spreadsheet is told the delimiter
                delimiter = match[1]
            elif line.strip():
                break
        else:
            raise SourceError(f"{file.name} is empty", mend="check that the right file was saved")
        if delimiter is None:
            first = "\t" if ".tsv" in path.name.lower() else ","
            delimiter = max((first, *_DELIMITERS), key=lambda mark: len(next(csv.reader([line], delimiter=mark))))
        header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True))]
    except (_TooLong, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            f"{file.name} has no header that can be read: {error or 'it is too long'}",
            mend="name the columns in the first row, separated by commas or tabs",
        ) from None
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise SourceError(f"{file.name} has columns of one name: {listed(twice)}", mend="give each column its own name")
    missing = file.columns.missing(header)
    if missing:
        raise SourceError(
            f"{file.name} has no column {' and none '.join(map(repr, missing))}; its columns are {listed(header)}",
            mend="name those that it has: --column text=COLUMN",
        )
    return header, delimiter
