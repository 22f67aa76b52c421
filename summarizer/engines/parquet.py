"""Results as Parquet files, one a block, and what of them an earlier run has made.

Ray Data has checkpoints of its own (``DataContext.checkpoint_config``). They hold for plans that end in a write, so
that nobody sees a row before the whole run is through, and what they keep is which ids were written, whatever the text
or the model was at that time: docs/ray.md has what was measured. Here a block is a file, written by its worker as soon as
it is done (by the run, where the worker is on another disk), and a row counts as made where its id and its key
(`summarizer.keys`) are the same.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import secrets
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.engines.rows import COLUMNS, Row, storable, table
from summarizer.errors import UsageError
from summarizer.store import write_atomic

if TYPE_CHECKING:
    import pyarrow

__all__ = ["BlockFiles", "Results"]

FILE_BITS = 24  # of an index entry; the other 40 are of the id's digest


@dataclass(frozen=True)
class BlockFiles:
    """The files of one run's blocks, which workers and the run know by the number of the block's first article."""

    folder: Path
    run: str

    @property
    def mark(self) -> Path:
        """A file that says, to whoever sees it, that it sees the run's own folder."""
        return self.folder / f".run-{self.run}"

    @property
    def are_here(self) -> bool:
        """Whether this process is on the run's disk, and not on another machine's with a folder of the same name."""
        return self.mark.exists()

    def path(self, number: int) -> Path:
        """The file of a block."""
        return self.folder / f"{self.run}-{number:09}.parquet"

    def write(self, number: int, rows: Sequence[Row]) -> None:
        """Put a block on the disk, whole or not at all, if it is not there. Rows that are pending are none."""
        if (kept := [row for row in rows if row["state"] != "pending"]) and not self.path(number).exists():
            write_atomic(self.path(number), _bytes(table(kept)))

    def read(self, number: int, ids: Sequence[str]) -> list[Row] | None:
        """A block of these rows, where it was written: its worker was killed before it could say so."""
        with suppress(FileNotFoundError):
            rows = _table(self.path(number)).to_pylist()
            return rows if [row["id"] for row in rows] == list(ids) else None
        return None


class Results:
    """The folder of the results of one output folder: ``DIR/parquet/*.parquet``, a row for each source.

    Files of a later run have later names. Where a source has a row in two of them (its text changed, it was tried again),
    the later one counts, and the earlier is taken out by ``tidy``. Raises UsageError where a file can't be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "parquet"
        self._files = sorted(self.folder.glob("*.parquet"))
        self._entries = array("Q")
        self._stale: dict[Path, set[str]] = {}
        # Times order the runs, and what is random keeps apart two that began in one instant.
        began = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%f")
        self.files = BlockFiles(self.folder.absolute(), f"{began}-{secrets.token_hex(2)}")
        self._rows = lru_cache(maxsize=16)(self._read)
        if self._files:
            self._index()

    def row(self, id: str, key: str) -> Row | None:
        """What an earlier run made of this source when it had this key; None where there is nothing."""
        for path in self._holders(id):
            row = self._rows(path).get(storable(id))
            if row is not None:
                return row if row["key"] == key else None
        return None

    def open(self) -> None:
        """Make the folder ready for workers to write to."""
        write_atomic(self.files.mark, b"", durable=False)

    def close(self) -> None:
        """No more blocks are written; what they have replaced is taken out."""
        # A run that was killed could not take its own mark away.
        for mark in self.folder.glob(".run-*"):
            mark.unlink(missing_ok=True)
        self.tidy()

    def write(self, number: int, rows: Sequence[Row]) -> None:
        """Put a block on the disk where its worker has not; what earlier runs made of its sources counts no more."""
        self.files.write(number, rows)
        for row in rows:
            for holder in self._holders(row["id"]):
                if row["state"] != "pending" and row["id"] in self._rows(holder):
                    self._stale.setdefault(holder, set()).add(row["id"])

    def tidy(self) -> None:
        """Take rows out of the files that later ones have replaced."""
        import pyarrow.compute as pc

        for path, ids in self._stale.items():
            whole = _table(path)
            left = whole.filter(pc.invert(pc.is_in(whole["id"], value_set=_strings(ids))))
            if left.num_rows:
                write_atomic(path, _bytes(left))
            else:
                path.unlink(missing_ok=True)
        self._stale.clear()
        self._rows.cache_clear()

    # The index: digest of the id and number of the file in one sorted integer, eight bytes a row.

    def _index(self) -> None:
        entries: list[int] = []
        for number, path in enumerate(self._files):
            ids = _table(path, ["id"])["id"].to_pylist()
            entries += [(_digest(id) << FILE_BITS) | number for id in ids]
        entries.sort()
        self._entries = array("Q", entries)
        for one, two in pairwise(entries):
            if one >> FILE_BITS == two >> FILE_BITS and one != two:
                self._replace(self._files[one & _LOW], self._files[two & _LOW])
        self.tidy()

    def _replace(self, earlier: Path, later: Path) -> None:
        if both := self._rows(earlier).keys() & self._rows(later).keys():
            self._stale.setdefault(earlier, set()).update(both)

    def _holders(self, id: str) -> Iterator[Path]:
        """The files that may have a row of this source, the latest first."""
        low = _digest(storable(id)) << FILE_BITS
        at = bisect_left(self._entries, low)
        found = []
        while at < len(self._entries) and self._entries[at] >> FILE_BITS == low >> FILE_BITS:
            found.append(self._files[self._entries[at] & _LOW])
            at += 1
        return reversed(found)

    def _read(self, path: Path) -> dict[str, Row]:
        with suppress(FileNotFoundError):
            return {row["id"]: row for row in _table(path).to_pylist()}
        return {}


_LOW = (1 << FILE_BITS) - 1


def _digest(id: str) -> int:
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:5])


def _table(path: Path, columns: list[str] | None = None) -> pyarrow.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, columns=columns or list(COLUMNS), partitioning=None)
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException) as error:
        said = str(error).splitlines()[0]
        raise UsageError(
            f"{path} is no file of results: {said}", mend="move it away, or name another folder"
        ) from error


def _strings(values: Iterable[str]) -> Any:
    import pyarrow as pa

    return pa.array(sorted(values), pa.string())


def _bytes(rows: pyarrow.Table) -> bytes:
    import pyarrow.parquet as pq

    into = io.BytesIO()
    pq.write_table(rows, into, compression="zstd")
    return into.getvalue()
