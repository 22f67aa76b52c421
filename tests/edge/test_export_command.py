"""``summarizer export``: files written whole, nothing that is not an export replaced, and what is not in it told."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from summarizer.cli import app
from tests.exporting import ARTICLE, facts, source
from tests.reviewing import boats, brief, keep, sanction


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    """A folder as a run writes it: two briefs with their texts, and a file of another kind."""
    folder = tmp_path / "briefs"
    keep(folder, "hostile", source().brief, ARTICLE)
    keep(folder, "story", brief(boats(), sanction()))
    (folder / "notes.json").write_text('{"mine": true}')
    return folder


def export(*args: object) -> Result:
    """Call the command."""
    return CliRunner().invoke(app, ["export", *map(str, args)])


def refused(*args: object) -> str:
    """Call the command, which refuses; what it says."""
    result = export(*args)
    assert result.exit_code == 1, result.output
    assert not result.stdout
    return result.stderr


def test_every_format_is_written(briefs: Path, tmp_path: Path) -> None:
    """Each format is written where it was asked for, of all briefs of the folder, and a file of another kind is told."""
    for to, first in (
        ("ftm", "out"),
        ("csv", "out/items.csv"),
        ("sqlite", "out"),
        ("annotation", "out"),
        ("label-studio", "out/tasks.json"),
    ):
        result = export(briefs, "--to", to, "-o", tmp_path / to / "out")
        assert result.exit_code == 0, result.output
        assert "2 briefs, 9 facts" in result.stderr
        assert "Left out, no briefs" in result.stderr and "notes.json" in result.stderr
        assert (tmp_path / to / first).stat().st_size
        assert not [p for p in (tmp_path / to).rglob("*") if p.name.endswith(".tmp")]
    with closing(sqlite3.connect(tmp_path / "sqlite" / "out")) as database:
        assert database.execute("SELECT count(*) FROM facts").fetchone() == (9,)
    ElementTree.parse(tmp_path / "label-studio" / "out" / "labeling.xml")
    assert len(json.loads((tmp_path / "label-studio" / "out" / "tasks.json").read_text("utf-8"))) == 2
    assert json.loads((tmp_path / "annotation" / "out").read_text("utf-8"))["total"] == 9
    rows = csv.reader(io.StringIO((tmp_path / "csv" / "out" / "evidence.csv").read_text("utf-8"), newline=""))
    assert len(list(rows)) == 1 + 10


def test_standard_output_is_for_texts(briefs: Path) -> None:
    """Without -o the line formats go to standard output and nothing else with them; the others say where to."""
    lines = export(briefs / "story.json", "--to", "ftm").stdout.splitlines()
    assert {json.loads(line)["schema"] for line in lines} >= {"Article", "Note", "UnknownLink"}
    assert json.loads(export(briefs / "story.json", "--to", "annotation").stdout)["type"] == "AnnotationCollection"
    for to in ("csv", "sqlite", "label-studio"):
        assert "-o OUT" in refused(briefs, "--to", to)


def test_same_file_named_twice_is_one(briefs: Path, tmp_path: Path) -> None:
    """A brief that is named beside its folder is exported once."""
    result = export(briefs, briefs / "story.json", "--to", "csv", "-o", tmp_path / "out")
    assert "2 briefs" in result.stderr


def test_what_is_there_stays_unless_forced(briefs: Path, tmp_path: Path) -> None:
    """A file at OUT is replaced with --force only, by the same command or another."""
    out = tmp_path / "facts.json"
    out.write_text("mine")
    assert "--force" in refused(briefs, "--to", "ftm", "-o", out)
    assert out.read_text() == "mine"
    assert export(briefs, "--to", "ftm", "-o", out, "--force").exit_code == 0
    assert out.read_text("utf-8").startswith("{")
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "ledger.csv").write_text("mine")
    refused(briefs, "--to", "csv", "-o", folder)
    assert [p.name for p in folder.iterdir()] == ["ledger.csv"]
    assert export(briefs, "--to", "sqlite", "-o", tmp_path / "a.sqlite").exit_code == 0
    assert export(briefs, "--to", "sqlite", "-o", tmp_path / "a.sqlite", "--force").exit_code == 0


def test_briefs_and_databases_are_never_replaced(briefs: Path) -> None:
    """Not even with --force: a brief that is being exported, and the database of a run or of a review."""
    database = briefs / "briefs.sqlite"
    with closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE runs (run)")
        made.commit()
    before = {p: p.read_bytes() for p in briefs.iterdir() if p.is_file()}
    assert "database" in refused(briefs, "--to", "sqlite", "-o", database, "--force")
    assert "one of the briefs" in refused(briefs, "--to", "ftm", "-o", briefs / "story.json", "--force")
    assert "is a folder" in refused(briefs, "--to", "sqlite", "-o", briefs, "--force")
    assert "is a file" in refused(briefs, "--to", "csv", "-o", briefs / "notes.json", "--force")
    assert {p: p.read_bytes() for p in briefs.iterdir() if p.is_file()} == before


def test_reviewed_briefs_find_their_text(briefs: Path, tmp_path: Path) -> None:
    """Reviewed briefs stand in a folder of the run's, whose records have their texts; open and conflicting facts are told."""
    reviewed = briefs / "reviewed"
    keep(reviewed, "hostile", source().brief, None)
    result = export(reviewed, "--to", "label-studio", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    (task,) = json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))
    told = [r["value"]["choices"][0] for r in task["predictions"][0]["result"] if r.get("from_name") == "review"]
    assert sorted(told) == ["accepted", "conflict", "open", "open", "open"]


def test_what_people_rejected_is_not_there(tmp_path: Path) -> None:
    """A fact that a brief from elsewhere has as rejected is in no table."""
    one, *rest = facts()
    gone: Any = {"decision": "rejected", "by": ["anna"], "at": "2026-11-02T08:00:00+00:00"}
    out = one.model_validate({**one.model_dump(), "review": gone})
    keep(tmp_path, "hostile", source("hostile", out, *rest).brief, None)
    export(tmp_path / "hostile.json", "--to", "csv", "-o", tmp_path / "out")
    assert one.id not in (tmp_path / "out" / "actors.csv").read_text("utf-8")
    assert rest[0].id in (tmp_path / "out" / "actors.csv").read_text("utf-8")


def test_without_its_text_a_brief_is_no_task(briefs: Path, tmp_path: Path) -> None:
    """A brief whose text is not kept is left out of the tasks, which is told with the mend; the others are written."""
    keep(tmp_path / "far", "alone", brief(boats()), None)
    result = export(tmp_path / "far", briefs, "--to", "label-studio", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "alone.json" in result.stderr and ".summarizer" in result.stderr
    assert len(json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))) == 2
    none = export(tmp_path / "far", "--to", "label-studio", "-o", tmp_path / "other")
    assert (none.exit_code, (tmp_path / "other").exists()) == (3, False)


def test_unsound_briefs_are_told(briefs: Path, tmp_path: Path) -> None:
    """A brief whose quote is not in its article, one that is no brief, one of another schema and a dossier are left out with words."""
    data = json.loads((briefs / "story.json").read_text("utf-8"))
    data["items"][0]["evidence"][0]["quote"] = "V" * len(data["items"][0]["evidence"][0]["quote"])
    (briefs / "story.json").write_text(json.dumps(data))
    for name, text in (("broken", "{"), ("dossier", '{"format": "dossier/1"}')):
        (briefs / f"{name}.json").write_text(text)
    other = json.loads((briefs / "hostile.json").read_text("utf-8")) | {"schema": "other/1"}
    (briefs / "other.json").write_text(json.dumps(other))
    result = export(briefs, "--to", "csv", "-o", tmp_path / "out")
    assert result.exit_code == 2
    for name, why in (
        ("story", "no sound brief"),
        ("broken", "no JSON"),
        ("dossier", "is a dossier"),
        ("other", "other/1"),
    ):
        assert any(f"{name}.json: not exported" in line and why in line for line in result.stderr.splitlines()), name
    assert "1 brief, 7 facts" in result.stderr


def test_paths_out_of_the_folder_lead_nowhere(tmp_path: Path) -> None:
    """Names of files are those of the schema's lists and of OUT, whatever the article's source is called."""
    keep(tmp_path / "in", "hostile", source().brief, None)
    assert "../" in source().brief.article.source
    export(tmp_path / "in", "--to", "csv", "-o", tmp_path / "a" / "b" / "out")
    assert {p.name for p in tmp_path.iterdir()} == {"in", "a"}
    assert {p.suffix for p in (tmp_path / "a" / "b" / "out").iterdir()} == {".csv"}


def test_own_schema_is_announced_and_used(tmp_path: Path) -> None:
    """A schema of the user's is run as Python, which is said first, and its kinds become tables."""
    (tmp_path / "mine.py").write_text(
        "from typing import Annotated\n"
        "from summarizer import Claim, Copied, Report\n"
        "class Place(Claim):\n    '''A place.'''\n    name: Annotated[str, Copied('Its name.')]\n"
        "class Places(Report):\n    '''Places.'''\n    schema_id = 'places/1'\n    places: list[Place] = []\n"
    )
    data = json.loads(brief().to_json())
    for kind in ("actors", "items", "compensation", "sanctions", "denials"):
        del data[kind]
    place = {"id": "places-1", "name": "Drovia", "resolved": {}, "verdict": "supported", "reasons": []}
    data |= {"schema": "places/1", "summary": [], "places": [place | {"evidence": [boats().evidence[0].model_dump()]}]}
    (tmp_path / "one.json").write_text(json.dumps(data))
    unknown = export(tmp_path / "one.json", "--to", "csv", "-o", tmp_path / "out")
    assert (unknown.exit_code, "--schema" in unknown.stderr) == (3, True)
    result = export(
        tmp_path / "one.json", "--to", "csv", "-o", tmp_path / "out", "--schema", f"{tmp_path}/mine.py:Places"
    )
    assert result.exit_code == 0, result.output
    assert "Running the Python file" in result.stderr
    assert "Drovia" in (tmp_path / "out" / "places.csv").read_text()


def test_nothing_there_is_told(tmp_path: Path) -> None:
    """An empty folder, and a file that is not there."""
    assert "has no briefs" in refused(tmp_path, "--to", "ftm")
    assert export(tmp_path / "gone.json", "--to", "ftm").exit_code == 3
