"""Gold and briefs from the disk: GOLD/NAME.txt with GOLD/NAME.json, and BRIEFS/NAME.json as ``run -o`` writes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.article import Article, load
from summarizer.brief import Brief
from summarizer.errors import BriefInvalid, SourceError, UsageError
from summarizer.evaluate.gold import GoldDocument, read_gold
from summarizer.schema import Schema
from summarizer.store import BriefStore, read_brief

__all__ = ["BriefFolder", "Corpus", "load_briefs", "load_gold"]


@dataclass(frozen=True)
class Corpus:
    """A folder of gold. ``sources`` are its articles' files by name, ``unannotated`` those texts that have no gold.

    ``sha256`` changes when an article or its gold does: it is that of what ``sha256sum`` prints of the files of the
    documents, in the order of their names, .json before .txt.
    """

    folder: Path
    schema: Schema
    documents: tuple[GoldDocument, ...]
    sources: Mapping[str, str]
    sha256: str
    unannotated: tuple[str, ...] = ()


@dataclass(frozen=True)
class BriefFolder:
    """The briefs of a folder by the name of their gold; ``faults`` says why one can't be scored."""

    folder: Path
    briefs: Mapping[str, Brief]
    faults: Mapping[str, str]


def load_gold(folder: str | Path, schema: Schema) -> Corpus:
    """Read a folder of gold. Raises UsageError where there is none, and with every problem of every file."""
    folder = Path(folder)
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", mend="name the folder that has NAME.txt and NAME.json")
    texts = {p.stem: p for p in sorted(folder.glob("*.txt"))}
    annotated = sorted(p for p in folder.glob("*.json") if not p.name.startswith("."))
    if not annotated:
        raise UsageError(
            f"there is no gold in {folder}", mend="put NAME.json beside NAME.txt; docs/evaluation.md has its form"
        )
    documents, problems = [], []
    for path in annotated:
        try:
            documents.append(read_gold(path.stem, _json(path), _article(path, texts.get(path.stem)), schema))
        except UsageError as error:
            problems.append(error)
    if problems:
        more = [f"{error.message}\n  → {error.mend}" for error in problems[:-1]]
        raise UsageError("\n".join([*more, problems[-1].message]), mend=problems[-1].mend)
    files = [file for path in annotated for file in (path, texts[path.stem])]
    return Corpus(
        folder,
        schema,
        tuple(documents),
        {path.stem: str(texts[path.stem]) for path in annotated},
        _digest(files),
        tuple(sorted(texts.keys() - {path.stem for path in annotated})),
    )


def _digest(files: Iterable[Path]) -> str:
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}", mend="mend its permissions") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON: {error}", mend="correct the file") from error


def _article(path: Path, text: Path | None) -> Article:
    if text is None:
        raise UsageError(
            f"{path} has no article: there is no {path.stem}.txt",
            mend=f"put the article beside it, or take {path.name} out of the folder",
        )
    try:
        return load(text)
    except SourceError as error:
        raise UsageError(error.message, mend=error.mend) from error


def load_briefs(folder: str | Path, corpus: Corpus) -> BriefFolder:
    """Read the briefs of the documents of a corpus; other files of the folder are left alone.

    What can't be read, is of another schema, or is of an earlier run than the last one (whose ledger.jsonl says why it
    gave no brief) is a fault. Raises UsageError where there is no such folder, or where it is that of the gold.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", mend="name the folder that `summarizer run -o` wrote to")
    if folder.samefile(corpus.folder):
        raise UsageError(f"{folder} holds the gold, not the briefs", mend="keep the briefs in a folder of their own")
    store = BriefStore(folder, corpus.schema, corpus.sources.values())
    failed = {store.path(source): lines for source, lines in store.read_ledger().items()}
    briefs: dict[str, Brief] = {}
    faults: dict[str, str] = {}
    for name, source in corpus.sources.items():
        path = store.path(source)
        if path in failed:
            why = "; ".join(f"{line.code}: {line.value}" for line in failed[path])
            faults[name] = f"the last run gave no brief for it ({why})"
        elif path.exists():
            try:
                briefs[name] = _brief(path, corpus.schema)
            except BriefInvalid as error:
                faults[name] = error.message
    return BriefFolder(folder, briefs, faults)


def _brief(path: Path, schema: Schema) -> Brief:
    brief = read_brief(path)
    if brief.schema_id != schema.id:
        raise BriefInvalid(f"{path} is by the schema {brief.schema_id!r}, not {schema.id!r}")
    return brief
