"""Files that are written whole or not at all, their names, and how they are read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from summarizer.brief import Brief
from summarizer.errors import BriefInvalid, UsageError
from summarizer.export.escape import file_stem

__all__ = [
    "SUFFIXES",
    "Format",
    "digest_name",
    "read_brief",
    "read_json",
    "same_name",
    "source_stem",
    "stems",
    "to_json",
    "unwritable",
    "write_atomic",
]

Format = Literal["json", "md", "text", "html"]
SUFFIXES: dict[Format, str] = {"json": ".json", "md": ".md", "text": ".txt", "html": ".html"}


def write_atomic(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Put ``content`` (a text as UTF-8, line ends as they are) at ``path``, whole or not at all.

    It is written beside the place, brought to the disk and then moved over what was there; whoever reads sees the old
    file or the new one, also after a kill or a power cut. Where it is not ``durable``, it is left to the system when it
    reaches the disk: after a power cut the file may be empty. The file's mode is what the umask leaves of 0666. Missing
    folders are made. Raises UsageError where the place can't be written.
    """
    data = content.encode() if isinstance(content, str) else content
    # A name of its own for every writer; it begins with a dot, so that what a kill leaves behind is no brief.
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with contextlib.ExitStack() as undo:
            handle = _create(temporary)
            undo.callback(temporary.unlink, missing_ok=True)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(path)
            undo.pop_all()
        if durable:
            _sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _create(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags, 0o666)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o666)


def _sync_folder(folder: Path) -> None:
    """Bring new names to the disk; systems that can't open a folder keep names by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, error: Exception) -> UsageError:
    """What to say where a place can't be written."""
    return UsageError(
        f"{path} can't be written: {getattr(error, 'strerror', None) or error}", mend="name another folder with -o"
    )


def source_stem(source: str) -> str:
    """The name of a source's files: that of its own file without suffix, ``stdin`` for ``-``; safe everywhere."""
    return "stdin" if source == "-" else file_stem(Path(source).stem)


def stems(sources: Iterable[str]) -> dict[str, str]:
    """The name of each source's files, no two alike on any file system.

    Where names clash, upper and lower case being one, all of them get eight digits of the SHA-256 of their source
    (as it was given), so that a name does not depend on the order of the sources.
    """
    wanted = list(dict.fromkeys(sources))
    return _apart({source: source_stem(source) for source in wanted})


def _apart(wished: dict[str, str]) -> dict[str, str]:
    names = dict(wished)
    while True:
        seen: dict[str, list[str]] = {}
        for source, name in names.items():
            seen.setdefault(same_name(name), []).append(source)
        clashing = [s for group in seen.values() if len(group) > 1 for s in group]
        fresh = {s: digest_name(wished[s], s) for s in clashing}
        if all(names[s] == name for s, name in fresh.items()):
            return names
        names |= fresh


def same_name(name: str) -> str:
    """What two names have in common that are one file on some file system."""
    return unicodedata.normalize("NFKC", name).casefold()


def digest_name(stem: str, source: str) -> str:
    """The stem with eight digits that stand for the source."""
    try:
        # A path's undecodable bytes come as lone surrogates.
        data = source.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = source.encode("utf-8", "surrogatepass")
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}"


def read_json(path: Path) -> Any:
    """What a file holds as JSON. Raises BriefInvalid where it can't be read or is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BriefInvalid(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BriefInvalid(f"{path} is no JSON: {error}") from error


def read_brief(path: Path) -> Brief:
    """The brief that a file holds. Raises BriefInvalid."""
    try:
        return Brief.from_dict(read_json(path))
    except BriefInvalid as error:
        message = error.message if str(path) in error.message else f"{path}: {error.message}"
        raise BriefInvalid(message, mend=error.mend) from error


def to_json(value: object, *, indent: int | None = None) -> bytes:
    """JSON in UTF-8; with escapes only where a lone surrogate is in it, which no encoding carries."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent).encode()
