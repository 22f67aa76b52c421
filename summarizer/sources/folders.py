"""Which files of a folder, or of a pattern, are sources; the order is the same on every machine."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["Passed", "Unreadable", "has_pattern", "matching", "walk"]

_MAGIC = re.compile(r"[*?\[]")
# What systems leave in folders: nobody misses it.
_CLUTTER = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


class Unreadable:
    """A folder that can't be listed, and why."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        self.reason = error.strerror or str(error)


class Passed:
    """What was passed over in a folder, by kind, to be told in one line."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()

    def add(self, path: Path) -> None:
        """Count a file that is no source, by its suffix."""
        self.kinds[path.suffix.lower()[:20] or "without a suffix"] += 1

    def __str__(self) -> str:
        return ", ".join(
            f"{count} {kind}" for kind, count in sorted(self.kinds.items(), key=lambda one: (-one[1], one[0]))
        )


def walk(root: Path, passed: Passed, is_source: Callable[[Path], bool], depth: int = -1) -> Iterator[Path | Unreadable]:
    """The files below ``root``, sorted by name, those of a folder before its folders; what ``is_source`` denies is passed.

    Hidden files and folders are left out, and what is neither a file nor a folder. Links are followed; a folder is
    visited once, so that a link to a folder above can't hold the walk. ``depth`` is how many folders down it goes, all
    if it is negative. The names of one folder are in memory, no more.
    """
    visited: set[tuple[int, int]] = set()
    folders = [(root, depth)]
    while folders:
        folder, left = folders.pop()
        try:
            about = folder.stat()
            if (about.st_dev, about.st_ino) in visited:
                passed.kinds["folder that a link leads to again"] += 1
                continue
            visited.add((about.st_dev, about.st_ino))
            names = sorted(
                name
                for name in os.listdir(folder)  # noqa: PTH208 - a path for each of a million names
                if not name.startswith(".")
            )
        except OSError as error:
            yield Unreadable(folder, error)
            continue
        below: list[Path] = []
        for name in names:
            path = folder / name
            try:
                mode = path.stat().st_mode
            except OSError:
                passed.kinds["link that leads nowhere"] += 1
                continue
            if stat.S_ISDIR(mode):
                below.append(path)
            elif not stat.S_ISREG(mode):
                passed.kinds["device, pipe or socket"] += 1
            elif name.casefold() not in _CLUTTER and is_source(path):
                yield path
        if left:
            folders.extend((path, left - 1) for path in reversed(below))


def has_pattern(argument: str) -> bool:
    """Whether an argument has characters of a pattern: ``*``, ``?``, ``[``."""
    return _MAGIC.search(argument) is not None


def matching(pattern: str) -> Iterator[Path | Unreadable]:
    """The files that a pattern stands for, sorted: ``*``, ``?`` and ``[…]`` in a name, ``**`` for folders in folders.

    Hidden files and folders don't match, nor do folders.
    """
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if has_pattern(part))
    root, parts = Path(*parts[:fixed]), parts[fixed:]
    if parts[-1] == "**":
        parts = (*parts, "*")
    depth = -1 if "**" in parts else len(parts) - 1
    for found in walk(root, Passed(), lambda path: _matches(path.relative_to(root).parts, parts), depth):
        # That the first folder is not there is no more than that nothing matches.
        if isinstance(found, Path) or found.path != root:
            yield found


def _matches(names: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if not names or not parts:
        return not names and not parts
    if parts[0] == "**":
        return _matches(names, parts[1:]) or _matches(names[1:], parts)
    return fnmatch.fnmatchcase(names[0], parts[0]) and _matches(names[1:], parts[1:])
