"""The names of files before any is read: those that clash are known before the first brief is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from summarizer.article import Article
from summarizer.sources.files import is_read, is_written_here
from summarizer.sources.folders import Passed, Unreadable, has_pattern, matching, walk

__all__ = ["gives_one", "names_beforehand"]

_OF_MANY = (".jsonl", ".ndjson", ".csv", ".tsv", ".gz", ".json", ".ninjs", ".rss", ".atom", ".xml")


def gives_one(name: str) -> bool:
    """Whether a name certainly stands for one article: no file of records, no feed, no address."""
    return "://" not in name and not name.lower().endswith(_OF_MANY)


def names_beforehand(arguments: Iterable[str | Path | Article]) -> Iterator[str]:
    """The names of the sources that `expand` will give for files, those in folders and of patterns among them.

    What stands in a file of records, a feed or an address is not looked into: those names come with their sources.
    """
    for argument in arguments:
        if isinstance(argument, Article):
            continue
        name = str(argument)
        try:
            path = Path(name)
            is_folder, exists = path.is_dir(), path.exists()
        except (OSError, ValueError):
            is_folder, exists = False, False
        if is_folder and name.strip():
            found = walk(Path(name), Passed(), lambda one: not is_written_here(one) and is_read(one))
        elif isinstance(argument, str) and not exists and has_pattern(name) and "://" not in name:
            found = matching(name)
        else:
            yield name
            continue
        yield from (str(one) for one in found if not isinstance(one, Unreadable))
