"""The lines of a large file, one at a time, and no more of the file in memory than the longest line that is allowed."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from summarizer.article.decode import decode
from summarizer.errors import SourceError

__all__ = ["MAX_RECORD", "Line", "bounded_lines", "encoding_of", "open_lines"]

MAX_RECORD = 10_000_000
"""Bytes of one record: the largest articles have a hundredth of it."""

_SAMPLE = 200_000
_PIECE = 8_000
_SKIPPED_AT_ONCE = 1_000_000
# A record that stands in a file ten thousand times packs to a three-hundredth; articles pack to a third or a fifth.
_FREE_BYTES = 100_000_000
_MAX_RATIO = 200


class Line(NamedTuple):
    """A line of a file: its number, from 1, and its bytes, None where there are more of them than allowed."""

    number: int
    data: bytes | None


@contextmanager
def open_lines(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked while it is read if it ends in .gz.

    Raises SourceError, also in the block, where the file can't be read, is no gzip or is cut off.
    """
    if "\0" in str(path):
        raise SourceError(f"{name!r} is not a file name", mend="check its name")
    try:
        with path.open("rb") as file:
            if path.suffix.lower() != ".gz":
                yield file
                return
            with gzip.open(file) as unpacked:
                yield _Bounded(cast("BinaryIO", unpacked), file, name)  # type: ignore[misc]
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(
            f"{name} is damaged gzip: {error}", mend="pack or fetch it again; gzip -t tests it"
        ) from error
    except FileNotFoundError as error:
        raise SourceError(f"{name} does not exist", mend="check its name") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise SourceError(f"{name} can't be read: {why}", mend="check its permissions and the disk") from error


class _Bounded:
    """What comes out of a packed file, until it is so much more than went in that it can only be meant to exhaust."""

    def __init__(self, unpacked: BinaryIO, packed: BinaryIO, name: str) -> None:
        self._unpacked, self._packed, self._name = unpacked, packed, name
        self._given = 0

    def readline(self, size: int = -1) -> bytes:
        data = self._unpacked.readline(size)
        self._given += len(data)
        if self._given > _FREE_BYTES and self._given > _MAX_RATIO * self._packed.tell():
            raise SourceError(
                f"{self._name} unpacks to more than {_MAX_RATIO} times its size, which no articles do",
                mend="unpack it and look at it; what is good can be given unpacked",
            )
        return data

    def read(self, size: int = -1) -> bytes:
        return self._unpacked.read(size)

    def seek(self, offset: int) -> int:
        return self._unpacked.seek(offset)


def bounded_lines(stream: BinaryIO, limit: int = MAX_RECORD) -> Iterator[Line]:
    """The lines of a stream with their ends. A longer one than ``limit`` bytes is read past, never held."""
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) <= limit or data.endswith(b"\n"):
            yield Line(number, data)
            continue
        while (rest := stream.readline(_SKIPPED_AT_ONCE)) and not rest.endswith(b"\n"):
            pass
        yield Line(number, None)


def encoding_of(stream: BinaryIO, name: str) -> str:
    """What the first bytes of a stream are encoded in; the stream is at its start again afterwards.

    ``utf-8-sig`` where a BOM says UTF-8; ``utf-8`` also where some lines are not. Raises SourceError where they are no text, and for UTF-16 and UTF-32, whose
    lines can't be told by their bytes.
    """
    sample = _sample(stream)
    stream.seek(0)
    if len(sample) == _SAMPLE:
        # Cut after a whole line, or, where there is none, after a whole UTF-8 character.
        end = sample.rfind(b"\n") + 1
        sample = sample[:end] if end else sample.decode("utf-8", "ignore").encode()[: _SAMPLE - 4] or sample
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if not sample.strip() or _is_mostly_utf8(sample):
        return "utf-8"
    encoding = decode(sample, name)[1]
    if encoding in ("utf-16", "utf-32"):
        raise SourceError(f"{name} is in {encoding.upper()}", mend=f"iconv -f {encoding} -t utf-8 FILE > NEW")
    return encoding


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether the lines with other than ASCII are UTF-8, most of them: a damaged line then costs itself only."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in sample:
        return False
    good = broken = 0
    for line in sample.splitlines():
        if not line.isascii():
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                broken += 1
    return good > broken


def _sample(stream: BinaryIO) -> bytes:
    """The first bytes; of an archive that is cut off those before the cut, which is told when the reading gets there."""
    pieces: list[bytes] = []
    try:
        while len(pieces) * _PIECE < _SAMPLE and (piece := stream.read(_PIECE)):
            pieces.append(piece)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        if not pieces:
            raise
    return b"".join(pieces)
