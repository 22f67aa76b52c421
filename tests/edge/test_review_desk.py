"""A folder on the desk: the queue, what may be decided of a brief, and what is refused, over real files."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.article import Article
from summarizer.brief import Brief, LedgerLine
from summarizer.errors import BriefInvalid, DecisionRefused, SchemaError, UsageError
from summarizer.review import Desk, Proposal, Sheet
from summarizer.review.decisions import line_keys
from summarizer.review.log import NAME
from tests.reviewing import ARTICLE, BOATS, LINE, RADARS, TEXT, Reviewers, boats, brief, keep, radars, sanction

A, B, S = boats(), radars(), sanction()
ITEM = {"description": "patrol boats", "quantity": "twelve", "supplier": "Velmora", "recipient": "Drovia"}


def clock() -> datetime.datetime:
    return datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one brief and its record."""
    keep(tmp_path / "out", "story", brief(A, B, S, ledger=[LINE]))
    return tmp_path / "out"


@pytest.fixture
def desk(folder: Path) -> Desk:
    """The desk with that folder on it."""
    return Desk(folder, clock=clock)


def place(quote: str) -> tuple[int, int]:
    at = TEXT.index(quote)
    return at, at + len(quote)


def decide(desk: Desk, action: Any, *keys: str, who: str = "anna", **more: Any) -> Sheet:
    return desk.decide("story", Proposal(action, who, keys, **more))


def refused(desk: Desk, action: Any, *keys: str, who: str = "anna", **more: Any) -> DecisionRefused:
    before = desk.head("story")
    with pytest.raises(DecisionRefused) as raised:
        decide(desk, action, *keys, who=who, **more)
    assert desk.head("story") == before
    return raised.value


def state(sheet: Sheet, key: str) -> str:
    slot = sheet.review.slot(key)
    assert slot is not None
    return slot.state


# Deciding.


def test_decisions_last(desk: Desk, folder: Path) -> None:
    """What was decided is there for the next process, with reviewer, time, digest and source, beside untouched briefs."""
    before = (folder / "story.json").read_bytes()
    decide(desk, "accept", A.id, B.id, who="  anna   b. ")
    desk.close()
    sheet = Desk(folder).sheet("story")
    assert [state(sheet, k) for k in (A.id, B.id, S.id)] == ["accepted", "accepted", "open"]
    (first, second) = sheet.decisions
    assert (first.reviewer, first.at, first.source) == ("anna b.", "2026-11-23T10:00:00.000+00:00", "story.txt")
    assert first.sha256 == ARTICLE.sha256 and first.step == second.step
    assert (folder / "story.json").read_bytes() == before and (folder / NAME).is_file()


def test_a_number_that_the_source_does_not_have(desk: Desk) -> None:
    """A correction that the source does not bear is refused with the reason, and nothing is kept."""
    told = refused(
        desk,
        "revise",
        A.id,
        kind="items",
        values={**ITEM, "quantity": "28", "status": "delivered"},
        spans=(place(BOATS),),
    )
    assert [(f.field, f.code) for f in told.faults] == [("quantity", "number_not_in_evidence")]
    sheet = decide(desk, "revise", A.id, kind="items", values={**ITEM, "status": "alleged"}, spans=(place(BOATS),))
    assert state(sheet, A.id) == "corrected"


def test_move_merge_add_restore(desk: Desk) -> None:
    """The other ways to correct go through the judge as well."""
    moved = decide(
        desk, "revise", B.id, kind="actors", values={"name": "Brassland", "kind": "government"}, spans=(place(RADARS),)
    )
    assert state(moved, B.id) == "moved"
    decide(desk, "undo")
    merged = decide(desk, "merge", A.id, B.id)
    assert state(merged, A.id) == "merged"
    apart = decide(desk, "reopen", A.id)
    assert state(apart, A.id) == state(apart, B.id) == "open"
    said: dict[str, Any] = {
        "kind": "actors",
        "values": {"name": "Kesh", "kind": "government"},
        "spans": (place("twelve more to Kesh"),),
    }
    added = decide(desk, "add", **said)
    assert added.review.slots[-1].state == "added"
    again = refused(desk, "add", **said)
    assert again.faults[0].code == "duplicate"
    (line,) = line_keys([LINE])
    form = {"denier": "Tobin Orvand", "what": "the accusation"}
    back = decide(
        desk,
        "restore",
        lines=(line,),
        kind="denials",
        values=form,
        spans=(place("Tobin Orvand denied the accusation"),),
    )
    assert back.review.lines[0].state == "restored" and back.review.slots[-1].state == "restored"
    assert [f.id for f in back.shown["denials"]] == [back.review.slots[-1].key]


@pytest.mark.parametrize(
    ("proposal", "words"),
    [
        (Proposal("accept", "anna", ("nothing",)), "no longer in the brief"),
        (Proposal("accept", "anna"), "which fact"),
        (Proposal("accept", "  "), "who decides"),
        (Proposal("accept", "x" * 81), "who decides"),
        (Proposal("accept", "a\u202eb"), "who decides"),
        (Proposal("reject", "anna", (A.id,)), "A reason is needed"),
        (Proposal("reject", "anna", (A.id,), reason="x" * 2001), "too many"),
        (Proposal("merge", "anna", (A.id,)), "merging needs two facts"),
        (Proposal("merge", "anna", (A.id, S.id)), "the judge refuses"),
        (Proposal("restore", "anna", kind="items"), "which line"),
        (Proposal("dismiss", "anna"), "which line"),
        (Proposal("dismiss", "anna", lines=("line-0",)), "no longer in the ledger"),
        (Proposal("reopen", "anna", (A.id,)), "no decision of yours"),
        (Proposal("settle", "anna", (A.id,)), "nobody is at odds"),
        (Proposal("finish", "anna"), "3 facts are undecided"),
        (Proposal("note", "anna", (A.id,), reason=" "), "an empty note"),
        (Proposal("undo", "anna"), "nothing of yours to undo"),
        (Proposal("redo", "anna"), "nothing of yours to redo"),
        (Proposal("_slots", "anna"), "nobody can"),  # type: ignore[arg-type]
        (Proposal("decisions", "anna"), "nobody can"),  # type: ignore[arg-type]
        (Proposal("revise", "anna", (A.id,), kind="items", values=ITEM), "the judge refuses"),
    ],
)
def test_refused(desk: Desk, proposal: Proposal, words: str) -> None:
    """What makes no sense is refused in words, and leaves no trace."""
    with pytest.raises(DecisionRefused, match=words):
        desk.decide("story", proposal)
    assert desk.head("story") == 0 and not desk.log.path.exists()


def test_finish_and_settle(desk: Desk) -> None:
    """A conflict keeps a brief from being finished until it is settled; then it is once."""
    decide(desk, "accept", A.id, B.id, S.id)
    decide(desk, "reject", A.id, who="bea", reason="no")
    assert "1 fact is undecided" in refused(desk, "finish").message
    assert refused(desk, "settle", A.id, side="cleo").stale
    sheet = decide(desk, "settle", A.id, who="bea", side="bea")
    slot = sheet.review.slot(A.id)
    assert slot is not None and slot.state == "rejected" and slot.fact.review and slot.fact.review.reason == "no"
    assert decide(desk, "finish").review.finished == ("anna", "2026-11-23T10:00:00.000+00:00")
    assert "finished this brief already" in refused(desk, "finish", who="bea").message


def test_somebody_else_was_faster(desk: Desk, folder: Path) -> None:
    """Who decides about what another has decided meanwhile looks again first; about other facts both go on."""
    other = Desk(folder, clock=clock)
    seen = desk.sheet("story").review.head
    decide(other, "reject", A.id, who="bea", reason="no")
    assert refused(desk, "accept", A.id, head=seen).stale
    sheet = decide(desk, "accept", B.id, head=seen)
    assert state(sheet, A.id) == "rejected" and state(sheet, B.id) == "accepted"
    assert state(decide(desk, "accept", A.id, head=sheet.review.head), A.id) == "conflict"
    other.close()


# Files.


def test_a_new_run_while_it_is_reviewed(desk: Desk, folder: Path) -> None:
    """A brief that is written anew is read anew, by its stamp, and decisions are applied to what it has now."""
    decide(desk, "accept", A.id, B.id)
    stamp = desk.stamp("story")
    keep(folder, "story", brief(boats(quantity="twelve more"), S))
    assert desk.stamp("story") != stamp
    sheet = desk.sheet("story")
    assert [(s.fact.values.get("description"), s.state) for s in sheet.review.slots] == [
        ("patrol boats", "conflict"),
        (None, "open"),
        ("radars", "accepted"),
    ]
    assert desk.queue()[0].state == "conflict"


def test_one_fact_by_two_ids(desk: Desk, folder: Path) -> None:
    """A fact that has another id and other values in the next run stays one fact once that conflict is settled."""
    decide(desk, "accept", B.id)
    changed = radars("Brassland delivered radars to Drovia", status="ongoing")
    keep(folder, "story", brief(A, changed, S))
    assert state(desk.sheet("story"), changed.id) == "conflict"
    for action, more in (("settle", {"side": "anna"}), ("note", {"reason": "hm"}), ("reject", {"reason": "no"})):
        sheet = decide(desk, action, changed.id, who="bea", **more)
        assert len(sheet.review.slots) == 3, action
    keep(folder, "story", brief(A, B, S))
    assert len(desk.sheet("story").review.slots) == 3 and state(desk.sheet("story"), B.id) == "conflict"


def test_lone_surrogates_are_no_fault(folder: Path) -> None:
    """A brief that holds escapes of lone surrogates, as the store writes them, is in the queue like any other."""
    text = (folder / "story.json").read_text()
    data = json.loads(text)
    data["article"]["title"] = "a \ud800 title"
    (folder / "story.json").write_text(json.dumps(data))
    (row,) = (row for row in Desk(folder).queue() if row.name == "story")
    assert not row.failure and row.title == "a \ud800 title"


def test_another_text_of_the_same_source(desk: Desk, folder: Path) -> None:
    """Decisions about what a source said before it was changed are not applied to the new text, but counted."""
    decide(desk, "accept", A.id, B.id)
    changed = Article(text=TEXT.replace("in June", "in July"), source="story.txt")
    keep(folder, "story", brief(A, article=changed), changed)
    sheet = desk.sheet("story")
    assert {s.state for s in sheet.review.slots} == {"open"} and sheet.elsewhere == 2 and sheet.decisions == ()
    keep(folder, "story", brief(A, B, S))
    assert desk.sheet("story").elsewhere == 0 and state(desk.sheet("story"), A.id) == "accepted"


def test_without_its_record(desk: Desk, folder: Path) -> None:
    """Without the article's text facts can be judged, not changed: the judge could try nothing."""
    shutil.rmtree(folder / ".summarizer")
    sheet = desk.sheet("story")
    assert sheet.article is None and "holds no record" in (sheet.why or "")
    assert state(decide(desk, "accept", A.id), A.id) == "accepted"
    assert state(decide(desk, "reject", B.id, reason="no"), B.id) == "rejected"
    for told in (
        refused(desk, "revise", A.id, kind="items", values=ITEM, spans=(place(BOATS),)),
        refused(desk, "merge", A.id, B.id),
        refused(desk, "add", kind="items", values=ITEM, spans=(place(BOATS),)),
    ):
        assert "text is not here" in told.message and "run the source once more" in told.mend


def test_words_that_the_article_does_not_have(desk: Desk, folder: Path) -> None:
    """A fact of a foreign brief whose quote is not the source's can't be accepted, only rejected or given other words."""
    wrong = A.model_copy(
        update={"evidence": (A.evidence[0].model_copy(update={"quote": A.evidence[0].quote.upper()}),)}
    )
    keep(folder, "story", brief(wrong))
    assert refused(desk, "accept", A.id).faults[0].code == "quote_not_found"
    values = {**ITEM, "status": "delivered", "date": "in March"}
    assert state(decide(desk, "revise", A.id, kind="items", values=values, spans=(place(BOATS),)), A.id) == "corrected"


def test_queue(desk: Desk, folder: Path) -> None:
    """The worst first: sources without a brief and broken files, suspect briefs, flags; other JSON files are named, no more."""
    other = Article(text="Nothing was sold. " + TEXT, source="b.txt")
    keep(folder, "suspect", brief(article=other, status="suspect"), other)
    third = Article(text="Third. " + TEXT, source="c.txt")
    keep(folder, "flagged", brief(A.model_copy(update={"reasons": ("modality: planned",)}), article=third), None)
    (folder / "broken.json").write_text('{"format": "brief/1", ')
    (folder / "half.json").write_text('{"format": "brief/1", "article": {}}')
    (folder / "list.json").write_text("[1]")
    (folder / "other.json").write_text('{"format": "evaluation/1"}')
    (folder / ".hidden.json").write_text("{}")
    lost = {"source": "d.txt", **LedgerLine(path="", code="http_error", value="503", hint="again").model_dump()}
    (folder / "ledger.jsonl").write_text(json.dumps(lost) + '\n{"source": "e.t')
    told: list[tuple[int, int]] = []
    rows = desk.queue(lambda done, total: told.append((done, total)))
    assert [(r.state, r.name or r.title) for r in rows] == [
        ("failed", "broken"),
        ("failed", "d.txt"),
        ("failed", "half"),
        ("suspect", "suspect"),
        ("flagged", "flagged"),
        ("open", "story"),
    ]
    assert desk.foreign == ("list.json", "other.json") and told[-1] == (7, 7)
    assert rows[1].failure == "http_error: 503" and rows[1].mend == "again"
    decide(desk, "accept", A.id, B.id, S.id)
    assert [r.state for r in desk.queue() if r.name == "story"] == ["decided"]
    decide(desk, "finish")
    (row,) = [r for r in desk.queue() if r.name == "story"]
    assert row.state == "finished" and row.is_in("finished") and not row.is_in("open") and row.matches("DROVIA radars")


@pytest.mark.parametrize(
    "name", ["", "..", "../out/story", "/etc/passwd", "story.json", "sto\0ry", "STORY\ud800", "x" * 5000]
)
def test_names_are_looked_up(desk: Desk, name: str) -> None:
    """A name is one of those that the folder has, and is never joined to a path."""
    for ask in (desk.sheet, desk.stamp, desk.head, desk.checker):
        with pytest.raises(KeyError):
            ask(name)
    with pytest.raises(KeyError):
        desk.decide(name, Proposal("accept", "anna", (A.id,)))


def hostile(change: Callable[[dict[str, Any]], None]) -> str:
    data = json.loads(brief(A, B, S, ledger=[LINE]).to_json())
    change(data)
    return json.dumps(data)


def _ids(data: dict[str, Any]) -> None:
    data["items"][0]["id"] = "<script>\ud800'\"\0"


def _twins(data: dict[str, Any]) -> None:
    data["items"][1]["id"] = data["items"][0]["id"]


def _digest(data: dict[str, Any]) -> None:
    data["article"]["sha256"] = "../../../\ud800\0"


def _far(data: dict[str, Any]) -> None:
    data["items"][0]["evidence"][0] |= {"start": -(10**30), "end": 10**30}


def _bare(data: dict[str, Any]) -> None:
    data["items"][0]["evidence"] = []


@pytest.mark.parametrize("change", [_ids, _twins, _digest, _far, _bare])
def test_hostile_briefs(desk: Desk, folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Whatever stands in a brief from elsewhere: every fact has a slot of its own and can be rejected, and that is kept."""
    (folder / "story.json").write_text(hostile(change))
    sheet = desk.sheet("story")
    keys = [s.key for s in sheet.review.slots]
    assert len(set(keys)) == 3
    for key in keys:
        assert state(decide(desk, "reject", key, reason="\ud800 no"), key) == "rejected"
    desk.close()
    assert [s.state for s in Desk(folder).sheet("story").review.slots] == ["rejected"] * 3


@pytest.mark.parametrize("change", [_far, _bare])
def test_no_fact_without_the_sources_words(desk: Desk, folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """A fact of a brief from elsewhere whose words are not the article's, or that has none, is not accepted, nor settled for."""
    (folder / "story.json").write_text(hostile(change))
    key = next(s.key for s in desk.sheet("story").review.slots if s.fact.kind == "items")
    assert refused(desk, "accept", key).faults[0].code == "quote_not_found"
    decide(desk, "reject", key, reason="no")
    decide(desk, "revise", key, who="bea", kind="items", values=boats().values, spans=(place(BOATS),))
    assert state(desk.sheet("story"), key) == "conflict"
    assert refused(desk, "settle", key).faults[0].code == "quote_not_found"
    assert state(decide(desk, "settle", key, side="bea"), key) != "conflict"


def test_a_kind_that_the_schema_lacks(desk: Desk, folder: Path) -> None:
    """Facts of a kind that the schema does not have can't be merged, as is said."""
    data = json.loads((folder / "story.json").read_text())
    zebra = {**data["items"][0], "stripes": ["a"]}
    data["zebras"] = [{**zebra, "id": "z1"}, {**zebra, "id": "z2", "stripes": ["b"]}]
    (folder / "story.json").write_text(json.dumps(data))
    assert "no kind is called 'zebras'" in refused(desk, "merge", "z1", "z2").faults[0].words


def test_nobody_finishes_what_nobody_can_read(folder: Path) -> None:
    """Without the article's text a brief can't be said to be complete; once it is back, it can."""
    aside = folder.with_name("aside")
    (folder / ".summarizer").rename(aside)
    desk = Desk(folder)
    for slot in desk.sheet("story").review.slots:
        decide(desk, "accept", slot.key)
    assert "text is not here" in refused(desk, "finish").message
    aside.rename(folder / ".summarizer")
    assert decide(desk, "finish").review.finished is not None


def test_a_page_of_an_earlier_writing(desk: Desk, folder: Path) -> None:
    """Who decides about what a run has written anew since is shown that first; undo is about the decision, not the brief."""
    stamp = desk.stamp("story")
    (key, *_) = (s.key for s in desk.sheet("story").review.slots)
    decide(desk, "accept", key, stamp=stamp)
    path = folder / "story.json"
    path.with_suffix(".new").write_bytes(path.read_bytes())
    path.with_suffix(".new").replace(path)
    told = refused(desk, "reject", key, reason="no", stamp=stamp)
    assert told.stale and "anew" in told.message
    decide(desk, "undo", stamp=stamp)
    assert state(decide(desk, "reject", key, reason="no", stamp=desk.stamp("story")), key) == "rejected"


def test_deciding_keeps_nobody_waiting(folder: Path) -> None:
    """While one proposal is thought about, others are answered and kept, and none is lost."""
    entered, go_on = threading.Event(), threading.Event()

    def slow() -> datetime.datetime:
        if threading.current_thread() is thread:
            entered.set()
            assert go_on.wait(30)
        return clock()

    desk = Desk(folder, clock=slow)
    keys = [s.key for s in desk.sheet("story").review.slots]
    thread = threading.Thread(target=decide, args=(desk, "accept", keys[0]), kwargs={"who": "bea"})
    thread.start()
    assert entered.wait(30)
    assert state(decide(desk, "accept", keys[1]), keys[1]) == "accepted"
    go_on.set()
    thread.join(30)
    assert [s.state for s in desk.sheet("story").review.slots][:2] == ["accepted", "accepted"]


def test_a_folder_that_goes_away(desk: Desk, folder: Path) -> None:
    """It is said, with the way out; so it is where decisions can't be kept from the start, and where failures can't be read."""
    (folder / "ledger.jsonl").mkdir()
    assert "can't be read" in desk.queue()[0].failure
    folder.rename(folder.with_name("elsewhere"))
    for ask in (desk.queue, lambda: desk.sheet("story")):
        with pytest.raises(UsageError, match="can't be read any more"):
            ask()
    folder.mkdir()
    for decisions in (folder, folder / "none" / "review.sqlite"):
        with pytest.raises(UsageError, match=r"is a folder|is in no folder"):
            Desk(folder, decisions=decisions)


def test_the_same_fact_under_another_id(desk: Desk) -> None:
    """A fact that says the same from the same words is refused, whatever id it has."""
    first = decide(desk, "add", kind="items", values=boats(quantity=None).values, spans=(place(BOATS),))
    added = next(s for s in first.review.slots if s.state == "added")
    assert added.key.endswith("-2")
    told = refused(desk, "add", kind="items", values=boats(quantity=None).values, spans=(place(BOATS),))
    assert told.faults[0].code == "duplicate"


def test_schemas(folder: Path) -> None:
    """A brief by an unknown schema says how to name it; one that names code to be run is never obeyed; another than the given is refused."""
    for named in ("mine/1", "mine.py:Incidents"):
        (folder / "story.json").write_text(hostile(lambda data, named=named: data.update(schema=named)))  # type: ignore[misc]
        with pytest.raises(SchemaError):
            Desk(folder).sheet("story")
    (folder / "story.json").write_text(hostile(lambda data: data.update(schema="trade_brief")))
    with pytest.raises(BriefInvalid, match="'trade_brief', not 'trade_brief/1'"):
        Desk(folder).sheet("story")
    (folder / "story.json").write_text("{}")
    with pytest.raises(BriefInvalid):
        Desk(folder).sheet("story")


def test_no_folder(tmp_path: Path) -> None:
    """Where there is no folder, the mend is named."""
    with pytest.raises(UsageError, match="there is no folder") as raised:
        Desk(tmp_path / "nowhere")
    assert "summarizer run -o" in raised.value.mend


def test_decisions_elsewhere(folder: Path, tmp_path: Path) -> None:
    """Decisions may be kept in another file; the folder is then left as it is."""
    before = sorted(p.name for p in folder.iterdir())
    desk = Desk(folder, decisions=tmp_path / "mine.sqlite")
    decide(desk, "accept", A.id)
    assert sorted(p.name for p in folder.iterdir()) == before
    assert desk.sheet("story").review.decided == 1 and Desk(folder).sheet("story").review.decided == 0
    desk.close()


def test_shown_is_a_brief(desk: Desk) -> None:
    """What a page shows is the brief with every fact, rejected ones too, by the keys of their slots."""
    sheet = decide(desk, "reject", A.id, reason="no")
    assert isinstance(sheet.shown, Brief) and [f.id for f in sheet.shown.all_facts()] == [
        s.key for s in sheet.review.slots
    ]
    assert all(f.review is not None for f in sheet.shown.all_facts())
    with pytest.raises(dataclasses.FrozenInstanceError):
        sheet.name = "x"  # type: ignore[misc]
    assert Reviewers(sheet.brief).review.count("open") == 3
