"""Reviewed briefs and gold on the disk: OUT/NAME.json, and OUT/gold/NAME.json with OUT/gold/NAME.txt for ``summarizer eval``.

What stands in OUT and was not written here, or was edited since, is left as it is and told. Gold that no longer holds is
moved to OUT/withdrawn: nothing is measured by it any more, and nothing of it is lost.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.article import Article, article_from_bytes
from summarizer.brief import FORMAT, Brief
from summarizer.errors import BriefInvalid, SchemaError, SourceError, UsageError
from summarizer.evaluate.gold import read_gold
from summarizer.export.escape import file_stem
from summarizer.review.desk import Desk
from summarizer.review.reviewed import gold_of, reviewed_brief, why_no_gold
from summarizer.review.sheet import Sheet
from summarizer.review.slots import free_key
from summarizer.store import has_database, read_brief, read_json, write_atomic
from summarizer.store.files import digest_name, same_name, to_json, unwritable
from summarizer.validation import validate

__all__ = ["OUT", "Exported", "export_reviewed", "gold_text"]

OUT = "reviewed"
_STEM = 110  # bytes of a name, so that with a digest it is not too long for whoever looks for it
_EDITED = "it is not what was exported (written or edited by hand): move it, and export once more"


@dataclass(frozen=True)
class Exported:
    """What an export has written, and what it has not.

    ``briefs`` and ``gold`` are the files (of gold the .json). ``no_gold`` says why a brief gave none, ``unreadable`` why
    one could not be exported at all, both by the brief's name; ``foreign`` are JSON files of the desk's folder that are no
    briefs. ``left`` are files of OUT where something was to be written or moved and that are not the export's, with the
    reason; ``withdrawn`` is gold that was moved aside, at its new place; ``stale`` are files of earlier exports, as they were
    written, whose brief is gone or could not be exported now.
    """

    folder: Path
    briefs: tuple[Path, ...]
    gold: tuple[Path, ...]
    no_gold: Mapping[str, str]
    unreadable: Mapping[str, str]
    foreign: tuple[str, ...]
    left: Mapping[Path, str]
    withdrawn: tuple[Path, ...]
    stale: tuple[Path, ...]


def export_reviewed(
    desk: Desk, out: Path | None = None, *, told: Callable[[int, int], None] = lambda done, total: None
) -> Exported:
    """Write the briefs of a desk as people have reviewed them so far, and gold of those that are finished.

    ``out`` is DIR/reviewed unless it is given; ``told`` hears how many briefs are done. Each file is written whole or not
    at all. Raises UsageError where ``out`` is a folder that runs write to, or can't be written.
    """
    out = out or desk.folder / OUT
    if out.exists() and (has_database(out) or out.samefile(desk.folder)):
        raise UsageError(f"{out} holds the briefs of runs", mend="name another folder with -o")
    export = _Export(out)
    files = desk.files()
    names = _names(files)
    for n, (name, path) in enumerate(files.items(), 1):
        try:
            sheet = _read(desk, name)
            export.take(sheet, names[name])
        except (BriefInvalid, SchemaError) as error:
            if _is_foreign(path):
                export.foreign.append(path.name)
                del names[name]
            else:
                export.unreadable[name] = error.message
                export.withdraw(names[name])
        told(n, len(files))
    return export.done(written for name, written in names.items() if name not in export.unreadable)


def _read(desk: Desk, name: str) -> Sheet:
    try:
        return desk.sheet(name)
    except KeyError as error:
        raise BriefInvalid("it went away while it was read") from error


@dataclass
class _Export:
    """One export on its way."""

    out: Path
    briefs: list[Path] = field(default_factory=list)
    gold: list[Path] = field(default_factory=list)
    no_gold: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    left: dict[Path, str] = field(default_factory=dict)
    withdrawn: list[Path] = field(default_factory=list)

    def take(self, sheet: Sheet, name: str) -> None:
        """Write a brief, and its gold if it gives one. Raises BriefInvalid where it keeps the contract no longer."""
        brief = reviewed_brief(sheet)
        data = json.loads(brief.to_json())
        problems = validate(data, sheet.article, sheet.schema)
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise BriefInvalid(f"it is no sound brief: {problems[0]}{more}")
        place = self.out / f"{name}.json"
        if _is_of(place, brief):
            write_atomic(place, brief.to_json() + "\n")
            self.briefs.append(place)
        else:
            self.left[place] = "it is no reviewed brief of this article: move it, and export once more"
        why = why_no_gold(sheet) or self._write_gold(sheet, name)
        if why is not None:
            self.no_gold[sheet.name] = why
            self.withdraw(name)

    def _write_gold(self, sheet: Sheet, name: str) -> str | None:
        """Write a brief's gold, or say why it gives none."""
        gold = gold_of(sheet)
        assert gold is not None and sheet.article is not None
        data = gold_text(sheet.article)
        if data is None:
            return "its text can't be kept as a text file: it would be read as another one"
        try:
            read_gold(name, json.loads(json.dumps(gold)), sheet.article, sheet.schema)
        except UsageError as error:
            return error.message
        gold["reviewed"]["facts_sha256"] = _digest(gold)
        place, text = self._gold(name)
        edited = next(
            (p for p, is_own in ((place, _is_own(place)), (text, _is_text_of(text, place, data))) if not is_own), None
        )
        if edited is not None:
            self.left[edited] = _EDITED
            return None
        # First the text: gold without its article would be an error for whoever reads the folder.
        write_atomic(text, data)
        write_atomic(place, to_json(gold, indent=2) + b"\n")
        self.gold.append(place)
        return None

    def _gold(self, name: str) -> tuple[Path, Path]:
        return self.out / "gold" / f"{name}.json", self.out / "gold" / f"{name}.txt"

    def withdraw(self, name: str) -> None:
        """Move gold of an earlier export aside."""
        place, text = self._gold(name)
        if not place.exists():
            return
        if not _is_own(place):
            self.left[place] = _EDITED
            return
        aside = self.out / "withdrawn"
        taken = {p.stem for p in aside.glob("*")}
        stem = free_key(name, taken)
        try:
            aside.mkdir(parents=True, exist_ok=True)
            # First the gold: a text alone measures nothing.
            for file in (place, text):
                if file.exists():
                    file.rename(aside / f"{stem}{file.suffix}")
        except OSError as error:
            raise unwritable(aside, error) from error
        self.withdrawn.append(aside / f"{stem}.json")

    def done(self, names: Iterable[str]) -> Exported:
        """What was done, and what is left of earlier exports; ``names`` are those of the briefs that could be exported."""
        there = set(names)
        stale = [p for p in sorted(self.out.glob("*.json")) if p.stem not in there and _is_reviewed(p)]
        stale += [p for p in sorted((self.out / "gold").glob("*.json")) if p.stem not in there and _is_own(p)]
        return Exported(
            folder=self.out,
            briefs=tuple(self.briefs),
            gold=tuple(self.gold),
            no_gold=self.no_gold,
            unreadable=self.unreadable,
            foreign=tuple(self.foreign),
            left=self.left,
            withdrawn=tuple(self.withdrawn),
            stale=tuple(stale),
        )


def gold_text(article: Article) -> bytes | None:
    """The bytes of a .txt file that is read as exactly this text; None where there are none (lone surrogates).

    They are the text in UTF-8. A text that would be taken for something else (a page, an archive, a mark of the byte order)
    gets two such marks before it: one says that it is UTF-8, the other that it is no page, and neither is read as text.
    """
    try:
        plain = article.text.encode()
    except UnicodeEncodeError:
        return None
    for data in (plain, codecs.BOM_UTF8 * 2 + plain):
        try:
            if article_from_bytes(data).sha256 == article.sha256:
                return data
        except SourceError:
            continue
    return None


def _names(names: Iterable[str]) -> dict[str, str]:
    """The name of each brief's files: its own where every file system has it, and ``eval`` looks for it, as it is."""
    plain = {name: file_stem(name, limit=_STEM) for name in names}
    alike = Counter(same_name(stem) for stem in plain.values())
    return {
        name: name if stem == name and alike[same_name(stem)] == 1 else digest_name(stem, name)
        for name, stem in plain.items()
    }


def _is_foreign(path: Path) -> bool:
    """Whether a file is JSON of another kind than a brief."""
    try:
        data = read_json(path)
    except BriefInvalid:
        return False
    return not isinstance(data, dict) or data.get("format") != FORMAT


def _is_of(place: Path, brief: Brief) -> bool:
    """Whether a brief may be written to a place: there is nothing, or an older export of the same text or source."""
    if not os.path.lexists(place):
        return True
    if not _is_reviewed(place):
        return False
    article = read_brief(place).article
    return article.sha256 == brief.article.sha256 or article.source == brief.article.source


def _is_reviewed(place: Path) -> bool:
    """Whether a file is a brief as an export writes it: every fact says what people decided of it."""
    try:
        return all(fact.review is not None for fact in read_brief(place).all_facts())
    except BriefInvalid:
        return False


def _is_own(place: Path) -> bool:
    """Whether gold is as an export wrote it, or not there."""
    if not os.path.lexists(place):
        return True
    try:
        data = read_json(place)
        return bool(data["reviewed"]["facts_sha256"] == _digest(data))
    except (BriefInvalid, KeyError, TypeError):
        return False


def _is_text_of(text: Path, gold: Path, data: bytes) -> bool:
    """Whether a text may be written: it is not there, is what would be written, or is that of the gold beside it."""
    if not os.path.lexists(text):
        return True
    try:
        found = text.read_bytes()
        return found == data or article_from_bytes(found).sha256 == read_json(gold)["reviewed"]["sha256"]
    except (OSError, SourceError, BriefInvalid, KeyError, TypeError):
        return False


def _digest(gold: Mapping[str, Any]) -> str:
    """The digest of what gold says, without what is said about it."""
    said = {key: value for key, value in gold.items() if key != "reviewed"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
