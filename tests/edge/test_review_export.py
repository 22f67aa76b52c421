"""Reviewed briefs and gold on the disk: what `validate` and `eval` take, and nothing of anybody else's overwritten."""

from __future__ import annotations

import codecs
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from summarizer.article import Article, article_from_bytes, load
from summarizer.brief import Brief, Fact
from summarizer.changes import compare
from summarizer.cli import app
from summarizer.errors import BriefInvalid, SourceError, UsageError
from summarizer.evaluate import evaluate, load_briefs, load_gold
from summarizer.recheck import Rechecked, recheck_file, replace_file
from summarizer.review import Desk, Proposal
from summarizer.review.export import export_reviewed, gold_text
from summarizer.review.static import write_pages
from summarizer.settings import Settings
from summarizer.sources import expand
from summarizer.store import BriefStore, read_brief
from summarizer.validation import validate
from tests.reviewing import ARTICLE, BOATS, TEXT, TRADE, boats, brief, evidence, keep, radars, sanction

A, B, S = boats(), radars(), sanction()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one brief and its record."""
    keep(tmp_path / "out", "story", brief(A, B, S))
    return tmp_path / "out"


def finish(desk: Desk, name: str, who: str = "anna") -> None:
    still = [s.key for s in desk.sheet(name).review.slots if s.state == "open"]
    desk.decide(name, Proposal("accept", who, tuple(still)))
    desk.decide(name, Proposal("finish", who))


def program(*args: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in args])


def test_export(folder: Path) -> None:
    """Briefs are written as reviewed so far, gold of those that are finished, and who gave none is told."""
    other = Article(text="Another. " + TEXT, source="other.txt")
    moved = tuple(f.model_copy(update={"evidence": (evidence(BOATS, article=other),)}) for f in (A,))
    keep(folder, "other", brief(*moved, article=other), other)
    (folder / "notes.json").write_text("[]")
    (folder / "broken.json").write_text("{")
    desk = Desk(folder)
    desk.decide("story", Proposal("reject", "anna", (B.id,), reason="only planned"))
    finish(desk, "story")
    told: list[tuple[int, int]] = []
    done = export_reviewed(desk, told=lambda n, total: told.append((n, total)))
    out = folder / "reviewed"
    assert done.folder == out and done.briefs == (out / "other.json", out / "story.json")
    assert done.gold == (out / "gold" / "story.json",) and done.no_gold == {"other": "1 fact is undecided"}
    assert done.foreign == ("notes.json",) and list(done.unreadable) == ["broken"] and told[-1] == (4, 4)
    assert done.left == {} and done.withdrawn == done.stale == ()
    made = read_brief(out / "story.json")
    assert [f.review.decision for f in made.all_facts() if f.review] == ["accepted", "accepted"]
    assert made.ledger[-1].code == "rejected" and validate(json.loads(made.to_json()), ARTICLE) == []
    assert (out / "gold" / "story.txt").read_bytes() == TEXT.encode()
    assert [r.name for r in Desk(folder).queue() if r.name] == [
        "other",
        "story",
    ]  # what was exported is not in the queue


def test_eval_takes_it(folder: Path) -> None:
    """The gold measures the reviewed briefs (all right) and the run's (what people changed), by the command."""
    desk = Desk(folder)
    desk.decide("story", Proposal("reject", "anna", (B.id,), reason="only planned"))
    finish(desk, "story")
    export_reviewed(desk)
    gold = load_gold(folder / "reviewed" / "gold", TRADE)
    for briefs, precision in ((folder / "reviewed", 1.0), (folder, 0.5)):
        found = load_briefs(briefs, gold)
        assert (
            found.faults == {} and evaluate(gold.documents, found.briefs, TRADE).fields["items"].precision == precision
        )
        result = program("eval", folder / "reviewed" / "gold", briefs)
        assert result.exit_code == 0, result.output
    for path in (folder / "reviewed" / "story.json", folder / "story.json"):
        assert program("validate", path, folder / "reviewed" / "gold" / "story.txt").exit_code == 0


ODD = [
    "---\ntitle: Front matter?\n---\nVelmora sold boats.\n",
    "Title: a header\nDate: 2026-01-01\n\nVelmora sold boats.\n",
    "Velmora\r\nsold\rboats\n\r\n",
    "\ufeffVelmora sold boats.",
    "\ufeff\ufeff Velmora sold boats.",
    "%PDF-1.4 is what it begins with: Velmora sold boats.",
    "GIF89a Velmora sold boats",
    "{\\rtf Velmora sold boats",
    "<!DOCTYPE html><html><body><p>Velmora sold boats.</p></body></html>",
    "  <html lang=en> Velmora sold <b>boats</b>",
    "Velmora\0sold boats",
    "Velmora 🚢 sold \u202eboats\u202c\u2028and\x0bships\x85\x1b[31m",
    "שלום Velmora é e\u0301 \ud7ff\ue000\U0010ffff",
    '<meta charset="koi8-r"> Velmora sold boats é',
]


@pytest.mark.parametrize("text", ODD)
def test_texts_that_look_like_something_else(tmp_path: Path, text: str) -> None:
    """Whatever a text looks like, its gold is loaded as exactly this text, by `eval`, too."""
    article = Article(text=text, source="odd")
    at = text.index("Velmora")
    quote = evidence("Velmora", article=article, at=at)
    fact = Fact(
        kind="actors",
        id="actors-1",
        values={"name": "Velmora", "kind": "other_org", "aliases": [], "roles": []},
        evidence=(quote,),
    )
    keep(tmp_path, "odd", brief(fact, article=article), article)
    desk = Desk(tmp_path)
    finish(desk, "odd")
    done = export_reviewed(desk)
    assert done.no_gold == {} and done.unreadable == {}
    assert load(tmp_path / "reviewed" / "gold" / "odd.txt").sha256 == article.sha256
    gold = load_gold(tmp_path / "reviewed" / "gold", TRADE)
    (document,) = gold.documents
    assert document.article.text == text and document.facts["actors"][0].spans[0].start == at
    found = load_briefs(tmp_path / "reviewed", gold)
    assert evaluate(gold.documents, found.briefs, TRADE, faults=found.faults).fields["actors"].f1 == 1


@given(
    st.text(max_size=60),
    st.sampled_from(["", "\ufeff", "\ufeff\ufeff\ufeff", "<html>", "PK\x03\x04", "\xff\xfe", "\0"]),
)
@settings(max_examples=200, deadline=None)
@example("\ufeff", "\ufeff")
def test_gold_text(text: str, before: str) -> None:
    """The bytes of any text are read as this text again, or there are none."""
    article = Article(text=before + text)
    data = gold_text(article)
    if data is None:
        assert not article.text.strip("\ufeff \n\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85").strip()
    else:
        assert article_from_bytes(data).text == article.text
        assert data in (article.text.encode(), codecs.BOM_UTF8 * 2 + article.text.encode())


def test_a_text_that_no_file_can_hold(tmp_path: Path) -> None:
    """A text with half a character, as JSON can carry it, is no text file: its brief is exported, its gold is not, and that is said."""
    article = Article(text="Velmora \ud800 sold boats.", source="odd")
    quote = evidence("Velmora", article=article)
    fact = Fact(
        kind="actors",
        id="actors-1",
        values={"name": "Velmora", "kind": "other_org", "aliases": [], "roles": []},
        evidence=(quote,),
    )
    keep(tmp_path, "odd", brief(fact, article=article), article)
    desk = Desk(tmp_path)
    finish(desk, "odd")
    done = export_reviewed(desk)
    assert done.no_gold == {"odd": "its text can't be kept as a text file: it would be read as another one"}
    assert len(done.briefs) == 1 and not (tmp_path / "reviewed" / "gold").exists()


# What stands there already.


def test_again(folder: Path) -> None:
    """An export may be repeated: nothing is left over, and not a byte is another one."""
    desk = Desk(folder)
    finish(desk, "story")
    first = export_reviewed(desk)
    files = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert export_reviewed(desk) == first
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == files


def test_gold_that_no_longer_holds_is_moved_aside(folder: Path) -> None:
    """When a brief is no longer finished, nothing is measured by its gold any more, and the gold is not lost."""
    desk = Desk(folder)
    finish(desk, "story")
    export_reviewed(desk)
    out = folder / "reviewed"
    before = (out / "gold" / "story.json").read_bytes()
    desk.decide("story", Proposal("undo", "anna"))
    done = export_reviewed(desk)
    assert done.gold == () and done.withdrawn == (out / "withdrawn" / "story.json",)
    assert done.withdrawn[0].read_bytes() == before and (out / "withdrawn" / "story.txt").read_bytes() == TEXT.encode()
    assert list((out / "gold").iterdir()) == []
    desk.decide("story", Proposal("redo", "anna"))
    assert export_reviewed(desk).gold == (out / "gold" / "story.json",)


def test_gold_of_a_brief_that_broke_is_moved_aside(folder: Path) -> None:
    """A brief that can't be read any more gives no gold either."""
    desk = Desk(folder)
    finish(desk, "story")
    export_reviewed(desk)
    (folder / "story.json").write_text("{")
    done = export_reviewed(Desk(folder))
    assert list(done.unreadable) == ["story"] and len(done.withdrawn) == 1
    assert done.stale == (folder / "reviewed" / "story.json",)
    (folder / "story.json").unlink()
    assert export_reviewed(Desk(folder)).stale == (folder / "reviewed" / "story.json",)


def test_gold_that_was_moved_aside_stays(folder: Path) -> None:
    """A second withdrawal does not replace the first."""
    desk = Desk(folder)
    finish(desk, "story")
    export_reviewed(desk)
    desk.decide("story", Proposal("undo", "anna"))
    (first,) = export_reviewed(desk).withdrawn
    first.write_text("edited since")
    desk.decide("story", Proposal("redo", "anna"))
    export_reviewed(desk)
    desk.decide("story", Proposal("undo", "anna"))
    (second,) = export_reviewed(desk).withdrawn
    assert first.read_text() == "edited since" and second.name == "story-2.json"
    assert (second.parent / "story-2.txt").read_bytes() == TEXT.encode()


def test_a_text_that_was_edited_is_left(folder: Path) -> None:
    """Words that somebody changed in the text of gold are not written over, nor is gold written that would not fit them."""
    desk = Desk(folder)
    finish(desk, "story")
    (gold,) = export_reviewed(desk).gold
    gold.with_suffix(".txt").write_text("other words")
    before = gold.read_bytes()
    done = export_reviewed(desk)
    assert done.gold == () and list(done.left) == [gold.with_suffix(".txt")]
    assert gold.with_suffix(".txt").read_text() == "other words" and gold.read_bytes() == before


def test_files_of_others_are_left(folder: Path) -> None:
    """A run's own brief of the same source is not written over, and what no export wrote is not said to be of one."""
    desk = Desk(folder)
    finish(desk, "story")
    out = folder / "copies"
    out.mkdir()
    shutil.copy(folder / "story.json", out)
    (out / "package.json").write_text("{}")
    (out / "gone.json").write_bytes((folder / "story.json").read_bytes())
    done = export_reviewed(desk, out)
    assert list(done.left) == [out / "story.json"] and done.stale == ()
    assert (out / "story.json").read_bytes() == (folder / "story.json").read_bytes()


def test_gold_is_no_source_of_the_next_run(folder: Path) -> None:
    """A folder that holds articles and what a review wrote gives the articles only."""
    (folder / "story.txt").write_bytes(TEXT.encode())
    desk = Desk(folder)
    finish(desk, "story")
    export_reviewed(desk)
    write_pages(desk)
    desk.decide("story", Proposal("undo", "anna"))
    export_reviewed(desk)
    assert (folder / "pages" / "index.html").is_file() and (folder / "reviewed" / "withdrawn" / "story.txt").is_file()
    notes: list[str] = []
    assert [source.name for source in expand([str(folder)], Settings(), note=notes.append)] == [
        str(folder / "story.txt")
    ]
    assert notes == []


def test_a_brief_of_another_schema_does_not_end_the_export(folder: Path) -> None:
    """A brief whose schema is not known here is told, and the others are written."""
    data = json.loads((folder / "story.json").read_text())
    (folder / "alien.json").write_text(json.dumps({**data, "schema": "mine.py:Report"}))
    done = export_reviewed(Desk(folder))
    assert "no built-in schema" in done.unreadable["alien"]
    assert "story" in {path.stem for path in done.briefs}


def test_gold_that_was_edited_is_left(folder: Path) -> None:
    """What somebody has written into exported gold by hand is neither overwritten nor moved, and it is told."""
    desk = Desk(folder)
    finish(desk, "story")
    (path,) = export_reviewed(desk).gold
    data = json.loads(path.read_text())
    data["items"][0]["quantity_alt"] = ["a dozen"]
    path.write_text(json.dumps(data))
    before = path.read_bytes()
    done = export_reviewed(desk)
    assert done.gold == () and list(done.left) == [path] and "by hand" in done.left[path]
    desk.decide("story", Proposal("undo", "anna"))
    assert list(export_reviewed(desk).left) == [path] and path.read_bytes() == before


def test_what_is_somebody_elses_is_left(folder: Path, tmp_path: Path) -> None:
    """Gold by hand, texts and briefs of other articles under the same name stay as they are."""
    out = tmp_path / "mine"
    (out / "gold").mkdir(parents=True)
    (out / "gold" / "story.txt").write_text("my own text")
    (out / "story.json").write_text(brief(article=Article(text="x y", source="elsewhere.txt")).to_json())
    desk = Desk(folder)
    finish(desk, "story")
    files = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    done = export_reviewed(desk, out)
    assert set(done.left) == {out / "gold" / "story.txt", out / "story.json"} and done.briefs == done.gold == ()
    (out / "gold" / "story.json").write_text('{"actors": []}')
    assert out / "gold" / "story.json" in export_reviewed(desk, out).left
    assert {p: p.read_bytes() for p in files} == files


def test_never_into_a_folder_of_runs(folder: Path, tmp_path: Path) -> None:
    """The run's own briefs are never overwritten, in this folder or in another one that runs write to."""
    other = tmp_path / "other"
    other.mkdir()
    BriefStore(other, TRADE).database.close()
    before = (folder / "story.json").read_bytes()
    for out in (folder, folder / ".." / "out", other):
        with pytest.raises(UsageError, match="holds the briefs of runs"):
            export_reviewed(Desk(folder), out)
    assert (folder / "story.json").read_bytes() == before
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can't be written"):
        export_reviewed(Desk(folder), tmp_path / "file" / "deep")


@pytest.mark.parametrize("names", [["Story", "story"], ["~draft"], ["x" * 129], ["a\u0301b", "c. "], ["con"]])
def test_names_that_eval_finds(tmp_path: Path, names: list[str]) -> None:
    """Names that some file system or `eval` would take for others are exported under safe ones that are apart."""
    for n, name in enumerate(names):
        article = Article(text=f"{n}. {TEXT}", source=f"{n}.txt")
        moved = A.model_copy(update={"evidence": (evidence(BOATS, article=article),)})
        keep(tmp_path, name, brief(moved, article=article), article)
    desk = Desk(tmp_path)
    for name in names:
        finish(desk, name)
    done = export_reviewed(desk)
    assert len(done.gold) == len(names) == len({p.name.casefold() for p in done.gold})
    gold = load_gold(tmp_path / "reviewed" / "gold", TRADE)
    found = load_briefs(tmp_path / "reviewed", gold)
    assert len(found.briefs) == len(names) and evaluate(gold.documents, found.briefs, TRADE).fields["items"].f1 == 1


def test_an_unsound_brief_is_told(folder: Path) -> None:
    """A brief that breaks the contract is not passed on as reviewed."""
    data = json.loads((folder / "story.json").read_text())
    data["items"][0]["evidence"][0]["quote"] = "Elbonia sold twelve patrol boats to Drovia in March"
    (folder / "story.json").write_text(json.dumps(data))
    done = export_reviewed(Desk(folder))
    assert done.briefs == () and done.unreadable["story"].startswith(
        "it is no sound brief: $.items[0].evidence[0].quote: "
    )


def test_without_its_record(folder: Path) -> None:
    """Without the text a brief is exported all the same, and gives no gold."""
    finish(Desk(folder), "story")
    shutil.rmtree(folder / ".summarizer")
    done = export_reviewed(Desk(folder))
    assert len(done.briefs) == 1 and done.no_gold["story"].startswith("its text is not here: ")


def test_recheck_never_overwrites_a_review(folder: Path) -> None:
    """A brief that holds what people decided is not put over by what rules say, wherever it lies."""
    desk = Desk(folder)
    finish(desk, "story")
    export_reviewed(desk)
    path = folder / "reviewed" / "story.json"
    reviewed = read_brief(path)
    plain = Brief.from_dict(json.loads((folder / "story.json").read_text()))
    before = path.read_bytes()
    with pytest.raises(BriefInvalid, match="what people decided in a review") as raised:
        replace_file(path, Rechecked(reviewed, plain, compare(reviewed, plain)))
    assert "--export" in raised.value.mend and path.read_bytes() == before
    with pytest.raises(SourceError, match="holds no record") as missing:
        recheck_file(path)
    assert "--export" in missing.value.mend
