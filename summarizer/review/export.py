"""Reviewed briefs and gold on the disk: OUT/NAME.json, and OUT/gold/NAME.json with OUT/gold/NAME.txt for ``summarizer eval``.

What stands in OUT and was not written here, or was edited since, is left as it is and told. Gold that no longer holds is
moved to OUT/withdrawn: nothing is measured by it any more, and nothing of it is lost.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.article import Article, article_from_bytes
from summarizer.brief import FORMAT, Brief
from summarizer.errors import BriefInvalid, SchemaError, SourceError, SummarizerError, UsageError
from summarizer.evaluate.gold import read_gold
from summarizer.export.escape import file_stem
from summarizer.review.desk import Desk
from summarizer.review.reviewed import gold_of, reviewed_brief, why_no_gold
from summarizer.review.sheet import Sheet
from summarizer.store import has_database, read_json, write_atomic
from summarizer.store.files import digest_name, same_name, to_json
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
    reason; ``withdrawn`` is gold that was moved aside, at its new place; ``stale`` are files of earlier exports that
    belong to no brief of the folder any more.
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
            sheet = desk.sheet(name)
            export.take(sheet, names[name])
        except (KeyError, OSError):
            export.unreadable[name] = f"{path.name} went away while it was read"
        except SummarizerError as error:
            if isinstance(error, UsageError) and not isinstance(error, SchemaError):
                raise  # the folder can't be written: so it is for all
            if _is_foreign(path):
                export.foreign.append(path.name)
            else:
                export.unreadable[name] = error.message
                export.withdraw(names[name])
        told(n, len(files))
    return export.done()


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
            self.left[place] = "it is no brief of this article: move it, and export once more"
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
        if not _is_own(place) or (not place.exists() and text.exists() and text.read_bytes() != data):
            self.left[place if place.exists() else text] = _EDITED
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
        for file in (place, text):
            if file.exists():
                write_atomic(aside / file.name, file.read_bytes())
                file.unlink()
        self.withdrawn.append(aside / place.name)

    def done(self) -> Exported:
        """What was done, and what is left of earlier exports."""
        known = {*self.briefs, *self.gold, *self.left}
        stale = [p for folder in (self.out, self.out / "gold") for p in sorted(folder.glob("*.json"))]
        return Exported(
            folder=self.out,
            briefs=tuple(self.briefs),
            gold=tuple(self.gold),
            no_gold=self.no_gold,
            unreadable=self.unreadable,
            foreign=tuple(self.foreign),
            left=self.left,
            withdrawn=tuple(self.withdrawn),
            stale=tuple(p for p in stale if p not in known),
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
    """Whether a brief may be written to a place: there is nothing, or an older brief of the same text or source."""
    if not place.exists():
        return True
    try:
        data = read_json(place)
        article = data["article"]
        return bool(
            data["format"] == FORMAT
            and (article["sha256"] == brief.article.sha256 or article["source"] == brief.article.source)
        )
    except (BriefInvalid, KeyError, TypeError):
        return False


def _is_own(place: Path) -> bool:
    """Whether gold is as an export wrote it, or not there."""
    if not place.exists():
        return True
    try:
        data = read_json(place)
        return bool(data["reviewed"]["facts_sha256"] == _digest(data))
    except (BriefInvalid, KeyError, TypeError):
        return False


def _digest(gold: Mapping[str, Any]) -> str:
    """The digest of what gold says, without what is said about it."""
    said = {key: value for key, value in gold.items() if key != "reviewed"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
