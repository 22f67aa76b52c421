"""``summarizer merge``: what is read, what is written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from summarizer.cli import app
from summarizer.dossier.decided import LinkDecision, side_of
from summarizer.dossier.link_log import NAME, LinkLog
from summarizer.dossier.mentions import mentions_of
from summarizer.dossier.shapes import Dossier
from tests.reviewing import keep
from tests.wires import AT, TRADE, both


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    """A folder as a run writes it: the briefs of two stories with their texts."""
    folder = tmp_path / "briefs"
    for entry in both():
        keep(folder, entry.name.removesuffix(".json"), entry.brief, entry.article)
    return folder


def merge(*args: object) -> Result:
    """Call the command."""
    return CliRunner().invoke(app, ["merge", *map(str, args)])


def read(folder: Path) -> Dossier:
    """The dossier in a folder."""
    return Dossier.from_dict(json.loads((folder / "dossier.json").read_text("utf-8")))


def test_a_folder_of_briefs_becomes_a_dossier_in_all_its_forms(briefs: Path, tmp_path: Path) -> None:
    """JSON, Markdown and the page are written, what is in it is told, and it says how to decide about links."""
    out = tmp_path / "dossier"
    result = merge(briefs, "-o", out)
    assert result.exit_code == 0, result.output
    assert "2 briefs, 7 claims, 2 in conflict, 1 denied, 8 parties, 1 link to decide" in result.stderr
    assert f"summarizer review {out}" in result.stderr
    dossier = read(out)
    assert [Path(b.name).name for b in dossier.briefs] == ["astrin.json", "skerry.json"]
    assert all(Path(b.name).is_file() for b in dossier.briefs)
    # The texts beside the briefs were read: without them nobody would know who speaks.
    assert any(g.why == "same quoted speaker: Irena Kolvas" for c in dossier.claims for g in c.sources.groups)
    assert (out / "dossier.md").read_text("utf-8").startswith("# Dossier")
    assert (
        "<!DOCTYPE html>" in (out / "index.html").read_text("utf-8")[:200]
        or "<html" in (out / "index.html").read_text("utf-8")[:400]
    )
    assert not [p for p in out.iterdir() if p.name.endswith(".tmp")]


@pytest.mark.parametrize(("format", "files"), [("md", {"dossier.md"}), ("json", set[str]())])
def test_only_the_forms_that_are_asked_for_are_written(
    briefs: Path, tmp_path: Path, format: str, files: set[str]
) -> None:
    """The JSON is always there; the others by --format."""
    out = tmp_path / "dossier"
    assert merge(briefs, "-o", out, "--format", format).exit_code == 0
    assert {p.name for p in out.iterdir()} == {"dossier.json", *files}


def test_without_a_folder_it_goes_to_standard_output(briefs: Path) -> None:
    """Markdown by default, the JSON for programs; two formats at once are refused."""
    assert merge(briefs).stdout.startswith("# Dossier\n")
    told = merge(briefs, "--format", "json").stdout
    assert Dossier.from_dict(json.loads(told)).schema_id == "trade_brief/1"
    assert "<html" in merge(briefs, "--format", "html").stdout
    result = merge(briefs, "--format", "json", "--format", "md")
    assert result.exit_code == 1 and "standard output takes one format" in result.stderr


def test_decisions_in_the_folder_are_applied_again(briefs: Path, tmp_path: Path) -> None:
    """A confirmed link holds in every later merge into the folder, and the sanctions are one claim then."""
    out = tmp_path / "dossier"
    merge(briefs, "-o", out)
    entries = list(reversed(both()))  # as the folder lists them
    (link,) = [k for k in read(out).links if k.state == "suggested"]
    mentions = {m.key: m for m in mentions_of(entries, TRADE)}
    one, other = (side_of(mentions[key], (), entries) for key in (link.one, link.other))
    log = LinkLog(out / NAME)
    log.append([LinkDecision("confirm", one, other, "ana", AT)])
    log.close()
    result = merge(briefs, "-o", out)
    assert result.exit_code == 0 and "6 claims" in result.stderr and "0 links to decide" in result.stderr
    (confirmed,) = [k for k in read(out).links if k.state == "confirmed"]
    assert confirmed.by == "ana"


def test_a_file_given_twice_is_one_brief(briefs: Path, tmp_path: Path) -> None:
    """By its folder and by its name, a brief is merged once."""
    merge(briefs, briefs / "skerry.json", "-o", tmp_path / "dossier")
    assert len(read(tmp_path / "dossier").briefs) == 2


def test_briefs_of_two_schemas_are_refused(briefs: Path, tmp_path: Path) -> None:
    """The one that is of another schema is named, and nothing is written."""
    path = briefs / "skerry.json"
    kinds = ("actors", "items", "compensation", "sanctions", "denials")
    data = {k: v for k, v in json.loads(path.read_text("utf-8")).items() if k not in kinds}
    path.write_text(json.dumps({**data, "schema": "incidents/1"}), encoding="utf-8")
    result = merge(briefs, "-o", tmp_path / "dossier")
    assert result.exit_code == 1, result.output
    assert "skerry.json is by incidents/1" in " ".join(result.stderr.split())
    assert not (tmp_path / "dossier").exists()


def test_a_spoilt_brief_is_told_and_left_out(briefs: Path, tmp_path: Path) -> None:
    """A brief whose evidence is not in its text is not merged; files that are no briefs are named."""
    data = json.loads((briefs / "skerry.json").read_text("utf-8"))
    data["items"][0]["evidence"][0]["start"] += 1
    (briefs / "skerry.json").write_text(json.dumps(data), encoding="utf-8")
    (briefs / "notes.json").write_text("{}", encoding="utf-8")
    result = merge(briefs, "-o", tmp_path / "dossier")
    assert result.exit_code == 2
    assert "skerry.json: not merged: it is no sound brief" in " ".join(result.stderr.split())
    assert "Left out, no briefs" in result.stderr and "notes.json" in result.stderr
    assert [Path(b.name).name for b in read(tmp_path / "dossier").briefs] == ["astrin.json"]


def test_where_there_is_nothing_to_merge_nothing_is_written(tmp_path: Path) -> None:
    """No brief among the files is exit code 3; a folder without any file is a usage error."""
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    result = merge(tmp_path / "notes.json", "-o", tmp_path / "dossier")
    assert result.exit_code == 3 and not (tmp_path / "dossier").exists()
    (tmp_path / "empty").mkdir()
    result = merge(tmp_path / "empty")
    assert result.exit_code == 1 and "has no briefs" in result.stderr


def test_what_is_no_dossiers_is_not_replaced(briefs: Path, tmp_path: Path) -> None:
    """Not the folder of the briefs, not a file, not a dossier.json of somebody else's."""
    result = merge(briefs, "-o", briefs)
    assert result.exit_code == 1 and "a folder of the briefs" in result.stderr
    assert not (briefs / "dossier.json").exists()
    (tmp_path / "file").write_text("mine")
    assert merge(briefs, "-o", tmp_path / "file").exit_code == 1
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "dossier.json").write_text('{"mine": true}')
    result = merge(briefs, "-o", tmp_path / "other")
    assert result.exit_code == 1 and "none that was merged" in " ".join(result.stderr.split())
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["dossier.json"]


def test_a_text_that_is_not_kept_is_no_fault(briefs: Path) -> None:
    """Briefs without their texts are merged; who speaks in a sentence is not known then."""
    for record in (briefs / ".summarizer").iterdir():
        for file in record.rglob("*"):
            if file.is_file():
                file.unlink()
    for record in (briefs / ".summarizer").iterdir():
        record.rmdir()
    result = merge(briefs, "--format", "json")
    assert result.exit_code == 0, result.output
    dossier = Dossier.from_dict(json.loads(result.stdout))
    assert len(dossier.claims) == 7
