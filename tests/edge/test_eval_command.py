"""`summarizer eval` as it is called: what it prints, how it ends, what it makes and what it never touches."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer.cli import app
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

ROOT = Path(__file__).parents[2]
TEXTS = {
    "boats": "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n",
    "wheat": "Tarn shipped wheat to Drovia in April. Tarn denied the shipment on Tuesday.\n",
}
EMPTY: dict[str, Any] = {"actors": [], "items": [], "compensation": [], "sanctions": [], "denials": []}
GOLD: dict[str, dict[str, Any]] = {
    "boats": EMPTY
    | {
        "doc": "boats",
        "actors": [
            {
                "name": "Velmora",
                "aliases": [],
                "kind": "government",
                "role": "supplier",
                "quotes": ["Velmora sold Drovia twelve patrol boats"],
            }
        ],
        "items": [
            {
                "description": "patrol boats",
                "quantity": "twelve",
                "supplier": "Velmora",
                "recipient": "Drovia",
                "status": "delivered",
                "quotes": ["Velmora sold Drovia twelve patrol boats in March"],
            }
        ],
    },
    "wheat": EMPTY
    | {
        "items": [
            {
                "description": "wheat",
                "supplier": "Tarn",
                "recipient": "Drovia",
                "status": "delivered",
                "quotes": ["Tarn shipped wheat to Drovia in April"],
            }
        ],
        "denials": [
            {"denier": "Tarn", "what": "the shipment", "quotes": ["Tarn denied the shipment on Tuesday"]},
        ],
    },
}
CALLS = re.compile(r"→ out/(\w+)\.json")


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def words(text: str) -> str:
    return " ".join(text.split())


def reply(name: str) -> dict[str, Any]:
    """Gold as a model would reply it."""
    out = json.loads(json.dumps({k: v for k, v in GOLD[name].items() if k != "doc"}))
    for actor in out["actors"]:
        actor["roles"] = [actor.pop("role")]
    return dict(out)


def said_by(replies: dict[str, Any]) -> Callable[[dict[str, Any]], Action]:
    """A model that gives each article the reply of its name, and an Action where that is one."""

    def answer(body: dict[str, Any]) -> Action:
        asked = json.dumps(body)
        name = next(n for n, text in TEXTS.items() if text[:30] in asked)
        given = replies[name]
        return given if isinstance(given, Action) else Action(content=json.dumps(given))

    return answer


@pytest.fixture
def gold(alone: Path) -> Path:
    """A folder of gold."""
    folder = Path("gold")
    folder.mkdir()
    for name, data in GOLD.items():
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8", newline="")
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.fixture
def make(gold: Path, server: ScriptedServer) -> Callable[..., Result]:
    """`eval gold FOLDER --run` with a scripted model that replies gold, but for what is given."""

    def work(folder: str = "out", *flags: object, **replies: Any) -> Result:
        server.otherwise(said_by({n: reply(n) for n in GOLD} | replies))
        model = ("--model", "scripted", "--base-url", server.base_url)
        return program("eval", gold, folder, "--run", *model, *flags)

    return work


Make = Callable[..., Result]


@pytest.fixture
def briefs(make: Make) -> Path:
    """Briefs that say what gold says."""
    assert make().exit_code == 0
    return Path("out")


# Figures.


def test_the_table(gold: Path, briefs: Path) -> None:
    """The figures are printed as a table; nothing is asked, nothing is written."""
    before = sorted(p for p in Path().rglob("*"))
    result = program("eval", gold, briefs)
    assert result.exit_code == 0 and result.stderr == ""
    assert "2 articles against gold, trade_brief/1" in result.stdout
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line}
    assert rows["items"] == ["2", "2", "2", "1.000", "1.000", "1.000"]
    assert "macro F1 .600" in result.stdout and "Missed" not in result.stdout
    assert sorted(p for p in Path().rglob("*")) == before


def test_json(gold: Path, briefs: Path) -> None:
    """For programs the same figures as one JSON object, and nothing else, on standard output."""
    result = program("eval", gold, briefs, "--json")
    said = json.loads(result.stdout)
    assert said["format"] == "evaluation/1" and said["documents"] == 2 and said["micro_f1"] == 1.0
    assert said["cost"]["calls"] == {"median": 1, "min": 1, "max": 1, "total": 2}
    assert said["cost"]["prompt_evaluated"]["total"] == 24 and said["cost"]["completion"]["total"] == 6
    assert said["extra"] == said["missed"] == [] and "floors" not in said


def test_extra_and_missed_facts(make: Make, gold: Path) -> None:
    """-v lists what is in the brief and not in gold, and the other way round."""
    coal = reply("wheat")["items"][0] | {"description": "shipment"}
    make("out", wheat=EMPTY | {"items": [coal | {"quotes": ["Tarn denied the shipment on Tuesday"]}]})
    shown = words(program("eval", gold, "out", "-v").stdout)
    assert "Missed: in gold, not in the brief (2) wheat items/0 description: wheat" in shown
    assert "Extra: in the brief, not in gold (1) wheat items description: shipment" in shown


def test_one_verdict(make: Make, gold: Path) -> None:
    """--verdict scores only the facts that have it."""
    make("out", wheat=reply("wheat") | {"items": [reply("wheat")["items"][0] | {"supplier": "Navy Ministry"}]})
    everything = json.loads(program("eval", gold, "out", "--json").stdout)
    only = json.loads(program("eval", gold, "out", "--json", "--verdict", "supported").stdout)
    assert only["verdict"] == "supported" and everything["verdict"] is None
    assert only["verdicts"] == {"supported": everything["verdicts"]["supported"]}
    assert program("eval", gold, "out", "--verdict", "good").exit_code == 1


# How it ends.


def test_a_missing_brief(gold: Path, briefs: Path) -> None:
    """A brief that is not there ends with 2 and is named; none at all with 3."""
    (briefs / "wheat.json").unlink()
    result = program("eval", gold, briefs)
    assert result.exit_code == 2 and "no brief of wheat, scored as an empty one" in result.stdout
    (briefs / "boats.json").write_text("{", encoding="utf-8")
    result = program("eval", gold, briefs, "--json")
    assert result.exit_code == 3
    said = json.loads(result.stdout)["briefs"]
    assert said["missing"] == ["boats", "wheat"] and "is no JSON" in said["faults"]["boats"]


def test_evidence_that_is_not_the_sources(gold: Path, briefs: Path) -> None:
    """A span with other characters than the article's ends with 2 and is counted."""
    path = briefs / "wheat.json"
    path.write_text(path.read_text("utf-8").replace("Tarn denied the", "Tarn denies the"), encoding="utf-8")
    result = program("eval", gold, briefs)
    assert result.exit_code == 2 and "evidence: 4 spans, 1 not the source's own characters" in result.stdout


def test_a_brief_of_another_text(gold: Path, briefs: Path) -> None:
    """A gold text that has changed since the run ends with 2, although every span still holds."""
    (gold / "wheat.txt").write_text(TEXTS["wheat"] + "More.\n", encoding="utf-8")
    result = program("eval", gold, briefs)
    assert result.exit_code == 2 and "the brief of wheat is of another text" in result.stdout


def test_gold_that_is_malformed(gold: Path, briefs: Path) -> None:
    """Gold that can't be used ends with 1, with file, path and mend, before anything is scored or made."""
    bad = GOLD["wheat"] | {"items": [GOLD["wheat"]["items"][0] | {"status": "sent", "quotes": ["Tarn shipped coal"]}]}
    (gold / "wheat.json").write_text(json.dumps(bad), encoding="utf-8")
    result = program("eval", gold, briefs)
    assert result.exit_code == 1 and result.stdout == ""
    said = words(result.stderr)
    assert 'wheat.json: items/0/status: is "sent" → its values are proposed' in said
    assert 'wheat.json: items/0/quotes/0: "Tarn shipped coal" is not in wheat.txt' in said
    assert "→ copy the words that state the fact from wheat.txt" in said


def test_a_text_without_gold(gold: Path, briefs: Path) -> None:
    """A text that nobody has annotated is left out, and that is said."""
    (gold / "later.txt").write_text("Nothing yet.\n", encoding="utf-8")
    result = program("eval", gold, briefs)
    assert result.exit_code == 0 and "later.txt is left out" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["gold"], "what is to be scored?"),
        (["gold", "out", "--diff", "out", "out"], "what is to be scored?"),
        (["gold", "--diff", "out", "out", "--run"], "--diff only reads and shows"),
        (["gold", "--diff", "out", "out", "--floor", "f.toml"], "--diff only reads and shows"),
        (["gold", "out", "--verdict", "flagged", "--floor", "f.toml"], "leave out --verdict"),
        (["gold", "out", "--model", "m", "--max-tokens", "5"], "--model, --max-tokens would make briefs"),
        (["gold", "out", "--replay", "tape"], "add --run"),
        (["gold", "gold"], "holds the gold, not the briefs"),
        (["gold", "gold", "--run"], "have the briefs written to a folder of their own"),
        (["gold", "nowhere"], "there is no folder nowhere"),
        (["nowhere", "out"], "there is no folder nowhere"),
        (["gold", "out", "--schema", "none"], "no schema is called 'none'"),
        (["gold", "out", "--floor", "none.toml"], "write them first: --write-floors none.toml"),
    ],
)
def test_wrong_usage(gold: Path, briefs: Path, server: ScriptedServer, args: list[str], said: str) -> None:
    """What can't be done as asked ends with 1, with words; nothing is asked, and the gold stays as it was."""
    server.requests.clear()
    before = {p.name: p.read_bytes() for p in gold.iterdir()}
    result = program("eval", *args)
    assert result.exit_code == 1 and said in words(result.stderr) and result.stdout == ""
    assert not server.requests
    assert {p.name: p.read_bytes() for p in gold.iterdir()} == before


# Making the briefs first.


def test_run(make: Make, server: ScriptedServer) -> None:
    """--run makes a brief of every article that has gold, as `run` does, and scores them."""
    (Path("gold") / "later.txt").write_text("Nothing yet.\n", encoding="utf-8")
    result = make("out", "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["micro_f1"] == 1.0
    assert sorted(CALLS.findall(result.stderr)) == ["boats", "wheat"] and len(server.requests) == 2
    assert {p.name for p in Path("out").glob("*.json")} == {"boats.json", "wheat.json"}
    assert (Path("out") / ".summarizer").is_dir()


def test_run_takes_the_options_of_run(make: Make, server: ScriptedServer) -> None:
    """Options are those of `run`: here the strategy, the limits and the log."""
    broken = EMPTY | {"items": [reply("wheat")["items"][0] | {"quotes": ["nowhere said"]}]}
    make("out", "--reask", 0, "--log-file", "log.jsonl", "--strategy", "whole-article", "--deadline", 50, wheat=broken)
    assert len(server.requests) == 2 and Path("log.jsonl").exists()
    assert make("out", "--reask", 7).exit_code == 1
    assert make("out", "--strategy", "none").exit_code == 1


def test_a_source_that_fails_is_missing_although_an_older_brief_stands_there(make: Make, gold: Path) -> None:
    """What an earlier run has left is not scored as if it were of this one; once it runs again, it counts."""
    assert make().exit_code == 0
    result = make("out", wheat=Action(status=400))
    assert result.exit_code == 2 and (Path("out") / "wheat.json").exists()
    assert "no brief of wheat, scored as an empty one: the last run gave no brief for it (http_error" in words(result.stdout)  # fmt: skip
    assert program("eval", gold, "out").exit_code == 2
    assert make().exit_code == 0
    assert make("new", boats=Action(status=400), wheat=Action(status=400)).exit_code == 3


def test_a_budget_that_runs_out(make: Make) -> None:
    """A run that a budget stopped ends with 5, after the figures of what there is."""
    result = make("out", "--max-tokens", 20)
    assert result.exit_code == 5
    assert "2 articles against gold" in result.stdout


def test_record_and_replay(make: Make, gold: Path, server: ScriptedServer) -> None:
    """A recorded evaluation is repeated without a model, with the same figures."""
    first = make("out", "--json", "--record", "tape")
    server.requests.clear()
    again = program("eval", gold, "again", "--run", "--replay", "tape", "--json")
    assert again.exit_code == 0 and again.stdout == first.stdout
    assert not server.requests


def test_an_interruption_ends_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C during --run ends with 130, without figures."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("summarizer.batch.Run", interrupted)
    result = make()
    assert result.exit_code == 130 and result.stdout == ""


# Two folders.


def test_difference(make: Make, gold: Path) -> None:
    """--diff shows what is won and lost, and the figures side by side."""
    boats = reply("boats")
    make("old", wheat=EMPTY)
    make("new", boats=boats | {"items": []})
    result = program("eval", gold, "--diff", "old", "new")
    shown = words(result.stdout)
    assert result.exit_code == 0
    assert "Won (2) wheat items/0 description: wheat" in shown and "Lost (1) boats items/0" in shown
    assert "denials 1 0 → 1 0 → 1 .000 → 1.000 .000 → 1.000 .000 → 1.000 +1.000" in shown
    said = json.loads(program("eval", gold, "--diff", "old", "new", "--json").stdout)
    assert said["format"] == "evaluation-diff/1" and said["f1"]["denials"] == 1.0
    assert [f["path"] for f in said["won"]] == ["items/0", "denials/0"]
    assert said["old"]["fields"]["denials"]["matched"] == 0 and said["new"]["fields"]["denials"]["matched"] == 1


def test_difference_with_something_missing(make: Make, gold: Path) -> None:
    """A folder that lacks a brief ends with 2, an empty one with 3; which one it is is said."""
    make("old")
    shutil.copytree("old", "new")
    Path("new/wheat.json").unlink()
    result = program("eval", gold, "--diff", "old", "new")
    assert result.exit_code == 2 and "new: no brief of wheat" in result.stdout
    Path("new/boats.json").unlink()
    assert program("eval", gold, "--diff", "new", "old").exit_code == 3


# Floors.


@pytest.mark.parametrize("file", ["floors.toml", "floors.json"])
def test_floors(make: Make, gold: Path, file: str) -> None:
    """What was reached is written down, holds, and ends with 4 when it no longer does."""
    make("good")
    result = program("eval", gold, "good", "--write-floors", file)
    assert result.exit_code == 0 and f"{file}: written" in result.stderr
    assert program("eval", gold, "good", "--floor", file).exit_code == 0
    make("bad", wheat=EMPTY)
    result = program("eval", gold, "bad", "--floor", file)
    assert result.exit_code == 4
    assert f"Below the floors of {file}: items .667, floor 1.000; denials .000, floor 1.000" in words(result.stderr)
    said = json.loads(program("eval", gold, "bad", "--floor", file, "--json").stdout)["floors"]
    assert said["file"] == file and said["below"][0] == {"name": "items", "floor": 1.0, "f1": pytest.approx(2 / 3)}


def test_floors_never_sink(make: Make, gold: Path) -> None:
    """Writing again raises floors and lowers none; where nothing rises the file is left as it is."""
    make("bad", wheat=EMPTY, boats=EMPTY | {"actors": reply("boats")["actors"]})
    make("good", boats=EMPTY)
    assert program("eval", gold, "bad", "--write-floors", "f.toml").exit_code == 0
    low = Path("f.toml").read_text("utf-8")
    assert "actors = 1.0" in low and "denials = 0.0" in low
    assert program("eval", gold, "good", "--write-floors", "f.toml").exit_code == 0
    high = Path("f.toml").read_text("utf-8")
    assert "actors = 1.0" in high and "denials = 1.0" in high and "items = 0.666" in high
    result = program("eval", gold, "bad", "--write-floors", "f.toml")
    assert "nothing to raise" in result.stderr and Path("f.toml").read_text("utf-8") == high


def test_floors_of_another_corpus(make: Make, gold: Path) -> None:
    """With a changed corpus floors are neither used nor raised, and the message says how to measure anew."""
    make("out")
    program("eval", gold, "out", "--write-floors", "f.toml")
    kept = Path("f.toml").read_bytes()
    (gold / "wheat.json").write_text(json.dumps(GOLD["wheat"] | {"tags": ["new"]}), encoding="utf-8")
    for flag in ("--floor", "--write-floors"):
        result = program("eval", gold, "out", flag, "f.toml")
        assert result.exit_code == 1 and result.stdout == ""
        said = words(result.stderr)
        assert "were measured with another corpus" in said and "remove f.toml and call" in said
    assert Path("f.toml").read_bytes() == kept


def test_no_floors_of_an_incomplete_evaluation(gold: Path, briefs: Path) -> None:
    """Briefs that are missing would pin low floors: nothing is written."""
    (briefs / "wheat.json").unlink()
    result = program("eval", gold, briefs, "--write-floors", "f.toml")
    assert result.exit_code == 2 and "not written" in result.stderr and not Path("f.toml").exists()


def test_missing_briefs_come_before_floors(gold: Path, briefs: Path) -> None:
    """Where a brief is missing and a floor is not held, both are said, and it ends with 2."""
    program("eval", gold, briefs, "--write-floors", "f.toml")
    (briefs / "wheat.json").unlink()
    result = program("eval", gold, briefs, "--floor", "f.toml")
    assert result.exit_code == 2 and "Below the floors" in result.stderr


# One's own schema, hostile names, the document.


OWN = '''
from typing import Annotated, Literal
from summarizer import Claim, Free, Names, OneOf, Reference, Report


class Match(Claim):
    """A match that was played."""

    teams: Annotated[Names, Reference("Who played.")]
    venue: Annotated[str | None, Free("Where.")] = None
    end: Annotated[Literal["won", "drawn"], OneOf("How it ended.")]


class Sports(Report):
    """Matches."""

    schema_id = "sports/1"
    matches: list[Match] = []
'''


def test_a_schema_of_ones_own(alone: Path, server: ScriptedServer) -> None:
    """Gold and briefs of a user's schema, from the making to the figures; running its file is said."""
    Path("sports.py").write_text(OWN, encoding="utf-8")
    Path("gold").mkdir()
    Path("gold/cup.txt").write_text("Astrin beat Pellan in the old harbour. The Tarn game was drawn.\n", "utf-8")
    won = {"teams": "Astrin; Pellan", "venue": "the harbour", "end": "won", "quotes": ["Astrin beat Pellan"]}
    drawn = {"teams": "Tarn", "venue": None, "end": "drawn", "quotes": ["The Tarn game was drawn"]}
    Path("gold/cup.json").write_text(json.dumps({"matches": [won, drawn]}), encoding="utf-8")
    quote = "Astrin beat Pellan in the old harbour."
    server.say(json.dumps({"matches": [won | {"teams": ["Astrin"], "venue": "old harbour", "quotes": [quote]}]}))
    flags = ("--schema", "sports.py:Sports", "--json")
    made = program(
        "eval", "gold", "out", *flags, "--run", "--model", "m", "--base-url", server.base_url, "--reask", "0"
    )
    assert made.stderr.count("Running the Python file of the schema") == 1
    for result in (made, program("eval", "gold", "out", *flags)):
        said = json.loads(result.stdout)
        assert result.exit_code == 0 and said["schema"] == "sports/1"
        assert said["fields"] == {
            "matches": {"gold": 2, "found": 1, "matched": 1, "precision": 1.0, "recall": 0.5, "f1": 0.6667}
        }
        assert said["slots"]["matches.teams"]["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
        assert said["slots"]["matches.venue"]["accuracy"] == said["slots"]["matches.end"]["accuracy"] == 1.0
    assert program("eval", "gold", "out").exit_code == 1  # of another schema than the default one


def test_hostile_names(gold: Path, briefs: Path) -> None:
    """Names of files and what gold and briefs say can't act on the terminal."""
    name = "evil\x1b[2J‮"
    (gold / f"{name}.txt").write_text("Velmora \x1b[31m sold boats.\n", encoding="utf-8")
    item = {"description": "\x1b[31mboats", "status": "unknown", "quotes": ["\x1b[31m sold"]}
    (gold / f"{name}.json").write_text(json.dumps(EMPTY | {"items": [item]}), encoding="utf-8")
    (gold / f"{name}2.txt").write_text("Nothing.", encoding="utf-8")
    for flags in ((), ("-v",), ("--json",)):
        result = program("eval", gold, briefs, *flags)
        assert result.exit_code == 2
        assert "\x1b" not in result.output and "‮" not in result.output
    (gold / f"{name}.json").write_text(json.dumps(EMPTY | {"items": [item | {"status": "\x1b[31m"}]}), encoding="utf-8")
    result = program("eval", gold, briefs)
    assert result.exit_code == 1 and "\x1b" not in result.output and "‮" not in result.output


def test_the_documents_python(gold: Path, briefs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python of docs/evaluation.md runs as it stands there."""
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    shutil.copytree(briefs, "briefs")
    exec(compile(code, "docs/evaluation.md", "exec", dont_inherit=True), {"__name__": "docs"})
    assert capsys.readouterr().out.startswith("1.0 0.6")
