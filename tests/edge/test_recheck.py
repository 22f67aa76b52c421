"""Judging briefs anew: what changed is shown, nothing is written unasked, and what can't be known is said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer import validate
from summarizer.article import load
from summarizer.brief import LATER, Brief, LedgerLine
from summarizer.changes import compare
from summarizer.cli import app
from summarizer.extract import reading
from summarizer.judge import support
from summarizer.judge.context import Case, Outcome
from summarizer.store import read_brief
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

TEXT = (
    "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday. Drovia imposed sanctions on "
    "Tarn in June.\n"
)
BOATS = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "quotes": ["Velmora sold Drovia twelve patrol boats in March"],
}
SANCTION = {
    "target": "Tarn",
    "authority": "Drovia",
    "status": "imposed",
    "quotes": ["Drovia imposed sanctions on Tarn in June"],
}


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def words(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def brief(alone: Path, server: ScriptedServer) -> Path:
    """A brief that `run -o` wrote, with its record beside it."""
    server.otherwise(lambda _: Action(content=json.dumps({"items": [BOATS], "sanctions": [SANCTION]})))
    return made(server)


def made(server: ScriptedServer, *args: object, text: str = TEXT) -> Path:
    Path("story.txt").write_text(text, encoding="utf-8", newline="")
    flags = ("--model", "scripted", "--base-url", server.base_url, "-o", "out")
    result = program("run", "story.txt", *flags, *args)
    assert result.exit_code == 0, result.output
    server.requests.clear()
    return Path("out/story.json")


def flagging(field: str | None = None) -> Any:
    """A new soft rule: every item is doubted."""

    def rule(case: Case) -> list[Outcome]:
        return [Outcome("new", field, "flag", "polarity", "a new doubt")] if case.kind.name == "items" else []

    return rule


def failing(field: str, code: str = "number_not_in_evidence") -> Any:
    """A new hard rule: no item may have a value in this field."""

    def rule(case: Case) -> list[Outcome]:
        value = case.values.get(field)
        if case.kind.name != "items" or value is None:
            return []
        return [Outcome("new", field, "fail", code, "a new objection", value)]

    return rule


def record(path: Path) -> Path:
    (folder,) = (path.parent / ".summarizer").glob("*/replies.json")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_changed(brief: Path, server: ScriptedServer) -> None:
    """By the same rules the same brief comes out; nobody is asked and no byte is touched, with --write neither."""
    before = brief.read_bytes(), brief.stat().st_mtime_ns
    for flags in ((), ("--write",)):
        result = program("recheck", brief, *flags)
        assert result.exit_code == 0 and result.stdout == f"{brief}: nothing changed\n"
    assert (brief.read_bytes(), brief.stat().st_mtime_ns) == before
    assert not server.requests


def test_a_new_doubt_is_shown(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that doubts more shows the fact, the reason and the verdicts, and writes nothing."""
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    before = brief.read_bytes()
    result = program("recheck", brief)
    assert result.exit_code == 0
    assert "1 fact changed" in result.stdout
    assert "items: patrol boats" in result.stdout and "+ polarity: a new doubt" in result.stdout
    assert "supported → flagged" in result.stdout
    assert brief.read_bytes() == before


def test_a_lost_value_and_why(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that drops a value shows the value and the new line of the ledger that tells why, once."""
    monkeypatch.setattr(support, "HARD", (*support.HARD, failing("quantity")))
    said = words(program("recheck", brief))
    assert "1 fact changed; ledger +1" in said
    assert "quantity: twelve → (nothing)" in said
    assert said.count("number_not_in_evidence") == 1 and "a new objection" in said


def test_a_lost_fact_and_a_won_one(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that rejects a fact shows it as lost with the reason; back by the old rules, it is won."""
    with monkeypatch.context() as patched:
        patched.setattr(support, "HARD", (*support.HARD, failing("description", "content_not_in_evidence")))
        lost = program("recheck", brief, "--write")
    assert "1 fact lost; ledger +1" in words(lost) and "content_not_in_evidence" in lost.stdout
    assert "summary reworded" in lost.stdout
    assert json.loads(brief.read_text("utf-8"))["items"] == []
    won = program("recheck", brief)
    assert "1 fact won; ledger −1" in words(won) and "“Velmora sold Drovia twelve" in won.stdout


def test_writing_keeps_the_contract(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What --write leaves is a valid brief of the same run: its answers and their cost are those of the model's answers."""
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    before = read_brief(brief)
    result = program("recheck", brief, "--write")
    after = read_brief(brief)
    assert result.exit_code == 0 and f"{brief}: written (1 fact changed; summary reworded)" in result.stderr
    assert validate(json.loads(brief.read_text("utf-8")), load("story.txt")) == []
    assert after["items"][0].reasons == ("polarity: a new doubt",)
    assert after.article == before.article
    kept = {"model", "endpoint_host", "strategy", "prompt", "prompt_sha256", "calls", "prompt_tokens", "seconds"}
    assert after.provenance.model_dump(include=kept) == before.provenance.model_dump(include=kept)
    assert list(Path("out").glob("*.tmp")) == []
    assert program("recheck", brief).stdout == f"{brief}: nothing changed\n"


def test_json_for_programs(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--json gives the facts before and after; several briefs are a line each, failures among them."""
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    (one,) = [json.loads(program("recheck", brief, "--json").stdout)]
    (fact,) = one["facts"]
    assert (one["changed"], one["written"], one["errors"]) == (True, False, [])
    assert (fact["change"], fact["kind"], fact["what"]) == ("changed", "items", ["reasons"])
    assert (fact["before"]["verdict"], fact["after"]["verdict"]) == ("supported", "flagged")
    both = program("recheck", brief, "missing.json", "--json")
    lines = [json.loads(line) for line in both.stdout.splitlines()]
    assert both.exit_code == 2
    assert [line["brief"] for line in lines] == [str(brief), "missing.json"]
    assert lines[1]["errors"][0]["message"].startswith("missing.json can't be read")


def test_a_re_ask_that_was_never_asked(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails only now would be asked again; that it can't be is said, and costs neither the recheck nor the ledger."""
    monkeypatch.setattr(support, "HARD", (*support.HARD, failing("quantity")))
    result = program("recheck", brief, "--write")
    assert result.exit_code == 0
    assert "1 question for what failed can't be asked here: it stays failed: reask/1/items/0" in words(result)
    assert [line["code"] for line in json.loads(brief.read_text("utf-8"))["ledger"]] == ["number_not_in_evidence"]


def test_a_re_ask_that_was_asked_is_answered(server: ScriptedServer, alone: Path) -> None:
    """Where the run asked again, the recheck has the answer to that too."""
    server.say(json.dumps({"items": [{**BOATS, "quantity": "forty"}]}))
    server.otherwise(lambda _: Action(content=json.dumps({"items": [BOATS]})))
    path = made(server)
    assert read_brief(path).provenance.calls == 2 and read_brief(path)["items"][0]["quantity"] == "twelve"
    result = program("recheck", path)
    assert result.exit_code == 0 and result.stdout == f"{path}: nothing changed\n"


def test_what_happened_to_the_run_stays(server: ScriptedServer, alone: Path) -> None:
    """A line about a broken connection is no matter of rules: it neither goes nor counts as a change."""
    server.say(json.dumps({"items": [{**BOATS, "quantity": "forty"}]}))
    server.otherwise(lambda _: Action(status=400, message="no more"))
    path = made(server)
    assert "http_error" in {line.code for line in read_brief(path).ledger}
    assert "nothing changed" in program("recheck", path).stdout


def answer(body: dict[str, Any]) -> Action:
    """A small model that finds an item and a sanction in whatever sentence it is shown."""
    said = body["messages"][-1]["content"]
    if body.get("logprobs"):
        return Action(content="x", top=[("item", -0.1), ("sanction", -0.1)])
    if said.startswith("Passage:"):
        return Action(content="government")
    return Action(content="item: patrol boats\n status: delivered")


@pytest.fixture
def sentences(alone: Path, server: ScriptedServer) -> Path:
    """A brief that was made sentence by sentence."""
    server.otherwise(answer)
    return made(server, "--strategy", "sentence-wise")


def test_sentence_by_sentence(sentences: Path) -> None:
    """A brief of the other strategy is judged anew by its own strategy."""
    assert read_brief(sentences).provenance.strategy == "sentence-wise"
    assert program("recheck", sentences).stdout == f"{sentences}: nothing changed\n"


def test_questions_without_an_answer(sentences: Path, server: ScriptedServer) -> None:
    """A question of now that was not asked then is named, what is known is shown, and the brief is not written over."""
    tag = next(r["tag"] for r in json.loads(record(sentences).read_text("utf-8")) if r["tag"].startswith("gate/items"))
    change(record(sentences), f'"{tag}"', '"gate/items/900-999"')
    before = sentences.read_bytes()
    result = program("recheck", sentences, "--write")
    assert result.exit_code == 2
    assert f"1 question of now without a kept answer: a run might find more: {tag}" in words(result)
    assert "answered then, but no longer asked: facts/items" in words(result)
    assert "stays as it is: 1 question has no kept answer" in words(result)
    assert sentences.read_bytes() == before and not server.requests


def test_fewer_questions(sentences: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that nothing asks for any more are named, and what they told is lost in sight."""
    monkeypatch.setattr(reading, "SHORTEST", 99)
    result = program("recheck", sentences)
    assert result.exit_code == 0 and "14 questions answered then, but no longer asked: facts/" in words(result)
    assert "lost" in result.stdout


def test_the_answer_to_the_article_is_gone(brief: Path) -> None:
    """Without its one answer a brief can't be rechecked, which is said and not shown as a loss of all its facts."""
    change(record(brief), '"article/', '"other/')
    result = program("recheck", brief, "--write")
    assert result.exit_code == 2 and not result.stdout
    assert read_brief(brief)["items"]


def test_answers_of_another_run(brief: Path, server: ScriptedServer) -> None:
    """Where another run over the same text has left its answers, they don't pass for this brief's."""
    aside = Path("out/mine.json")
    brief.rename(aside)
    usage = {"prompt_tokens": 99, "completion_tokens": 9}
    server.otherwise(lambda _: Action(content=json.dumps({"items": []}), usage=usage))
    made(server, "--force")
    result = program("recheck", aside)
    assert result.exit_code == 2 and "of another run over the same text" in words(result)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda p: record(p).unlink(), "holds no record"),
        (lambda p: record(p).write_text('[{"tag": "a"}]'), "kept answers can't be read"),
        (lambda p: record(p).write_text('{"a": 1}'), "kept answers can't be read"),
        (lambda p: record(p).write_text("[" * 50), "holds no record"),
        (lambda p: record(p).with_name("text.txt").write_text("other"), "is not the text it was"),
        (lambda p: p.write_text("{}"), "this is no brief/1"),
        (lambda p: p.write_text("no JSON"), "is no JSON"),
        (lambda p: change(p, '"whole-article"', '"by-magic"'), "by no known strategy"),
        (lambda p: change(p, '"trade_brief/1"', '"trade_brief/9"'), "name the schema of now: --schema"),
        (lambda p: change(p, '"trade_brief/1"', '"evil.py:Evil"'), "no built-in schema is called"),
    ],
)
def test_what_can_not_be_rechecked(brief: Path, spoil: Any, says: str) -> None:
    """Each way in which a brief can't be rechecked is told as what it is, ends with 2 and leaves other briefs alone."""
    other = Path("out/other.json")
    other.write_bytes(brief.read_bytes())
    Path("evil.py").write_text("raise SystemExit('this code was run')\n")
    spoil(brief)
    result = program("recheck", brief)
    assert result.exit_code == 2 and not result.stdout
    assert says in words(result) and str(brief) in result.stderr


def test_more_than_the_brief_is_not_lost(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with decisions of a review in it is shown and not written over."""
    data = json.loads(brief.read_text("utf-8"))
    data["items"][0]["review"] = {"decision": "accepted"}
    brief.write_text(json.dumps(data))
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    result = program("recheck", brief, "--write")
    assert result.exit_code == 2 and "it holds more than the brief" in words(result)
    assert "a new doubt" in result.stdout
    assert json.loads(brief.read_text("utf-8")) == data


def test_a_changed_schema(server: ScriptedServer, alone: Path) -> None:
    """After a field has gone from one's own schema, --schema judges the kept answers by the new one."""
    schema = (
        "from typing import Annotated\nfrom summarizer import Claim, Copied, Free, Report\n\n\n"
        "class Thing(Claim):\n    '''A thing.'''\n\n    name: Annotated[str, Free('What.')]\n"
        "    number: Annotated[str | None, Copied('How many.')] = None\n\n\n"
        "class Mine(Report):\n    '''Mine.'''\n\n    schema_id = 'mine/1'\n    things: list[Thing] = []\n"
    )
    Path("mine.py").write_text(schema)
    Path("later.py").write_text(re.sub(r"    number.*\n", "", schema).replace("mine/1", "mine/2"))
    thing = {"name": "patrol boats", "number": "twelve", "quotes": ["twelve patrol boats"]}
    server.otherwise(lambda _: Action(content=json.dumps({"things": [thing]})))
    path = made(server, "--schema", "mine.py")
    assert program("recheck", path).exit_code == 2
    assert "nothing changed" in program("recheck", path, "--schema", "mine.py").stdout
    result = program("recheck", path, "--schema", "later.py", "--write")
    assert "number: twelve → (nothing)" in words(result) and "schema_invalid" in words(result)
    after = json.loads(path.read_text("utf-8"))
    assert after["schema"] == "mine/2" and "number" not in after["things"][0]


def test_two_sources_of_one_text(brief: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources with one text share their record; each brief keeps what it says of its own source."""
    Path("copy.txt").write_bytes(Path("story.txt").read_bytes())
    flags = ("--model", "scripted", "--base-url", server.base_url, "-o", "out", "--force")
    assert program("run", "copy.txt", *flags).exit_code == 0
    result = program("recheck", brief, "out/copy.json")
    assert result.exit_code == 0 and result.stdout.count("nothing changed") == 2
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    program("recheck", brief, "out/copy.json", "--write")
    assert [read_brief(p).article.source for p in (brief, Path("out/copy.json"))] == ["story.txt", "copy.txt"]


def test_times_set_no_runs_apart(server: ScriptedServer, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy's run that took longer leaves its answers for both; each brief keeps the times of its own run."""
    answer = json.dumps({"items": [BOATS], "sanctions": [SANCTION]})
    server.plan(*(Action(content=answer, timings={"prompt_ms": ms, "predicted_ms": 9}) for ms in (1000, 2000)))
    path = made(server)
    Path("copy.txt").write_bytes(Path("story.txt").read_bytes())
    flags = ("--model", "scripted", "--base-url", server.base_url, "-o", "out", "--force")
    assert program("run", "copy.txt", *flags).exit_code == 0
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    result = program("recheck", path, "out/copy.json", "--write")
    assert result.exit_code == 0 and result.stderr.count("written") == 2
    assert [read_brief(p).provenance.prompt_seconds for p in (path, Path("out/copy.json"))] == [1.0, 2.0]


def test_a_brief_of_an_earlier_version(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A brief from before its provenance had such times is judged anew and written, with them null."""
    data = json.loads(brief.read_text("utf-8"))
    for key in LATER:
        assert data["provenance"].pop(key) is None
    brief.write_text(json.dumps(data))
    assert program("recheck", brief).stdout == f"{brief}: nothing changed\n"
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    result = program("recheck", brief, "--write")
    assert result.exit_code == 0 and "written" in result.stderr
    after = json.loads(brief.read_text("utf-8"))
    assert after["provenance"]["prompt_seconds"] is None and validate(after, load("story.txt")) == []


def test_renderings_beside_are_named(brief: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Markdown file beside the brief is not rendered anew, which is said."""
    made(server, "--format", "md")
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, flagging()))
    result = program("recheck", brief, "--write")
    assert "out/story.md was not rendered anew" in words(result)


def test_hostile_words_stay_words(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, alone: Path) -> None:
    """Escape sequences and markup in the article's words neither act on the terminal nor vanish."""
    hostile = "\x1b[31mpatrol\x1b[0m [bold]boats[/bold] \u202eevil"
    item = {"description": hostile, "status": "unknown", "quotes": [f"Velmora sold {hostile}"]}
    server.otherwise(lambda _: Action(content=json.dumps({"items": [item]})))
    path = made(server, text=f"Velmora sold {hostile} in March.\n")
    monkeypatch.setattr(support, "HARD", (*support.HARD, failing("description")))
    result = program("recheck", path)
    assert "\x1b" not in result.output and "\u202e" not in result.output
    assert "[bold]boats[/bold]" in words(result) and "<U+001B>" in result.output


def line(code: str) -> LedgerLine:
    return LedgerLine(path="items/0", code=code)


def test_the_order_of_a_ledger_is_no_change(brief: Path) -> None:
    """Lines that came in another order are the same lines; one that came twice is one more."""
    one = read_brief(brief)

    def with_ledger(*codes: str) -> Brief:
        return one.model_copy(update={"ledger": tuple(map(line, codes))})

    assert not compare(with_ledger("a", "b"), with_ledger("b", "a"))
    more = compare(with_ledger("a"), with_ledger("a", "a"))
    assert [w.code for w in more.ledger_won] == ["a"] and not more.ledger_lost


def test_a_fact_is_followed_through_its_changes(brief: Path) -> None:
    """A fact whose evidence or main value changed is a changed fact, not one lost and one won."""
    one = read_brief(brief)
    item = one["items"][0]
    near = item.evidence[0].model_copy(update={"end": item.evidence[0].end - 9})
    for update, what in (
        ({"evidence": (near,), "id": "items-1"}, ("evidence",)),
        ({"values": {**item.values, "description": "boats"}, "id": "items-1"}, ("description",)),
    ):
        other = one.model_copy(update={"facts": {**one.facts, "items": (item.model_copy(update=update),)}})
        (changed,) = compare(one, other).facts
        assert (changed.change, changed.what) == ("changed", what)
    gone = compare(one, one.model_copy(update={"facts": {**one.facts, "items": ()}}))
    assert [c.change for c in gone.facts] == ["lost"]
