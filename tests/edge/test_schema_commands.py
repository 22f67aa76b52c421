"""``summarizer schema``, and a schema of one's own through every command that takes one."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from summarizer.cli import app
from summarizer.errors import DecisionRefused
from summarizer.review import Desk, Proposal
from summarizer.schema import find_schema
from summarizer.schema.find import find_report
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

# What a new user writes: fifteen lines.
MINE = '''\
from typing import Annotated, Literal
from summarizer import Claim, Free, Names, OneOf, Reference, Report

class Appointment(Claim):
    """Somebody who takes up or leaves an office."""

    cues = "appoint* resign*"
    person: Annotated[Names, Reference("Who takes it up or leaves it.")]
    office: Annotated[str, Free("Which office.")]
    change: Annotated[Literal["appointed", "left"], OneOf("Which of both.")]

class Posts(Report):
    """Who holds which office."""
    schema_id = "posts/1"
    appointments: list[Appointment] = []
'''
SPEC = "mine.py:Posts"
TEXT = (
    "Velmora's parliament on Tuesday appointed Irena Kolvas governor of the central bank.\n\n"
    "Tobin Orvand resigned as finance minister last week. It rained in Astrin.\n"
)
KOLVAS = {
    "person": "Irena Kolvas",
    "office": "governor of the central bank",
    "change": "appointed",
    "quotes": ["parliament on Tuesday appointed Irena Kolvas governor of the central bank"],
}
ORVAND = {
    "person": "Tobin Orvand",
    "office": "finance minister",
    "change": "left",
    "quotes": ["Tobin Orvand resigned as finance minister"],
}
SAID = f"Running the Python file of the schema {SPEC}"


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def mine(alone: Path) -> Path:
    Path("mine.py").write_text(MINE, encoding="utf-8")
    Path("story.txt").write_text(TEXT, encoding="utf-8", newline="")
    return alone / "mine.py"


def sentence_by_sentence(request: dict[str, Any]) -> Action:
    """What a small model says: yes where the sentence has an appointment, then the fact in the line notation."""
    sentence = request["messages"][-1]["content"]
    fact = KOLVAS if "Kolvas" in sentence else ORVAND
    if request.get("max_tokens") == 1 or request.get("max_completion_tokens") == 1:
        return Action(content="appointment", top=[("appointment", math.log(0.9)), ("none", math.log(0.1))])
    lines = [f"appointment: {fact['person']}", f" office: {fact['office']}", f" change: {fact['change']}"]
    return Action(content="\n".join(lines))


@pytest.fixture(params=["whole-article", "sentence-wise"])
def brief(request: pytest.FixtureRequest, mine: Path, server: ScriptedServer) -> Path:
    """A brief by the schema, as `run` makes it with either strategy."""
    whole = json.dumps({"appointments": [KOLVAS, ORVAND]})
    small = request.param == "sentence-wise"
    server.otherwise(sentence_by_sentence if small else lambda _: Action(content=whole))
    flags = ("--model", "m", "--base-url", server.base_url, "--strategy", request.param, "--schema", SPEC)
    result = program("run", "story.txt", "-o", "out", *flags)
    assert result.exit_code == 0, result.output
    assert result.stderr.count(SAID) == 1
    return Path("out/story.json")


def test_a_schema_of_ones_own_works_everywhere(brief: Path) -> None:
    """Fifteen lines give a validated brief with either strategy; it is validated, explained and judged anew by them."""
    data = json.loads(brief.read_text(encoding="utf-8"))
    assert data["schema"] == "posts/1"
    assert [(f["person"], f["change"], f["verdict"]) for f in data["appointments"]] == [
        ("Irena Kolvas", "appointed", "supported"),
        ("Tobin Orvand", "left", "supported"),
    ]
    for command in (
        ("validate", brief, "story.txt"),
        ("explain", brief, "appointments/1"),
        ("recheck", brief),
        ("review", "out", "--static"),
    ):
        result = program(*command, "--schema", SPEC)
        assert result.exit_code == 0, result.output
        assert result.stderr.startswith(SAID), command  # before anything else is said or done
    assert "Tobin Orvand" in program("explain", brief, "appointments/1", "--schema", SPEC).stdout


def test_without_being_named_it_is_not_run(brief: Path, mine: Path) -> None:
    """A brief that names code never has it run: only who calls the program may."""
    for module in [m for m in sys.modules if m.startswith("summarizer_user_schema_")]:
        del sys.modules[module]
    mine.write_text("raise SystemExit('ran')", encoding="utf-8")
    for command in (("validate", brief), ("explain", brief, "appointments/0"), ("recheck", brief)):
        result = program(*command)
        assert result.exit_code in (1, 2), command
        assert "ran" not in result.stderr.split()
        assert "posts/1" in result.output


def test_it_is_measured_by_gold(brief: Path) -> None:
    """`eval` scores the schema's own lists by rules that follow from its markers."""
    Path("gold").mkdir()
    Path("gold/story.txt").write_text(TEXT, encoding="utf-8", newline="")
    Path("gold/story.json").write_text(json.dumps({"appointments": [KOLVAS, ORVAND]}), encoding="utf-8")
    result = program("eval", "gold", "out", "--schema", SPEC, "--json")
    assert result.exit_code == 0, result.output
    assert SAID in result.stderr
    assert json.loads(result.stdout)["fields"]["appointments"]["f1"] == 1.0


def test_it_is_reviewed(brief: Path) -> None:
    """The review's desk shows the schema's own fields, takes a right correction and refuses what the words don't say."""
    desk = Desk(Path("out"), schema=find_schema(SPEC))
    slot = next(s for s in desk.sheet("story").review.slots if s.fact.values["person"] == "Irena Kolvas")
    spans = tuple((e.start, e.end) for e in slot.fact.evidence)
    revised: dict[str, Any] = {"kind": "appointments", "spans": spans}
    right = {"person": "Irena Kolvas", "office": "governor of the bank", "change": "appointed"}
    desk.decide("story", Proposal("revise", "anna", (slot.key,), values=right, **revised))
    with pytest.raises(DecisionRefused, match="the judge refuses this"):
        wrong = right | {"office": "mayor of Astrin harbour"}
        desk.decide("story", Proposal("revise", "anna", (slot.key,), values=wrong, **revised))
    (standing,) = [s.fact for s in desk.sheet("story").review.slots if s.key == slot.key]
    assert (standing.values["office"], standing.kind) == ("governor of the bank", "appointments")
    desk.close()


def test_a_new_schema_works_at_once(server: ScriptedServer) -> None:
    """What `schema new` writes has nothing wrong or weak and reads an article; a file that is there is left alone."""
    result = program("schema", "new", "offices.py")
    assert result.exit_code == 0, result.output
    text = Path("offices.py").read_text(encoding="utf-8")
    assert "summarizer run article.txt --schema offices.py" in text
    checked = program("schema", "check", "offices.py")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "offices/1: nothing is wrong or weak" in checked.stderr
    fact = KOLVAS | {"date": "on Tuesday", "attributed_to": None}
    server.otherwise(lambda _: Action(content=json.dumps({"appointments": [fact]})))
    Path("story.txt").write_text(TEXT, encoding="utf-8", newline="")
    run = program("run", "story.txt", "--schema", "offices.py", "--model", "m", "--base-url", server.base_url)
    (made,) = json.loads(run.stdout)["appointments"]
    assert (made["verdict"], made["date"]) == ("supported", "on Tuesday")
    again = program("schema", "new", "offices.py")
    assert again.exit_code == 1
    assert "is there already, and stays as it is" in again.stderr
    assert Path("offices.py").read_text(encoding="utf-8") == text


def test_the_examples_of_the_document_fit_the_new_schema() -> None:
    """The prompt of docs/schemas.md goes with what `schema new` writes, and its example article is there."""
    examples = Path(__file__).parents[2] / "examples" / "schemas"
    assert program("schema", "new", "offices.py").exit_code == 0
    result = program("prompt", "check", examples / "offices.md", "--schema", "offices.py")
    assert result.exit_code == 0, result.output
    assert (examples / "post.txt").is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [("offices.txt", "summarizer schema new offices.txt.py"), ("no/such/offices.py", "can't be written")],
)
def test_what_can_not_be_begun(name: str, words: str) -> None:
    """A name that is no Python file, or a folder that is not there, is refused with what to do."""
    result = program("schema", "new", name)
    assert result.exit_code == 1
    assert words in result.stderr
    assert not Path(name).exists()


def test_check_tells_what_is_wrong_and_ends_with_2(mine: Path) -> None:
    """Wrong ends with 2, weak with 0; --json gives the same findings for programs."""
    assert program("schema", "check", "mine.py").exit_code == 0
    bad = MINE.replace("office: Annotated[str, Free", "office: Annotated[dict[str, str], Free").replace(
        '    cues = "appoint* resign*"\n', ""
    )
    Path("bad.py").write_text(bad, encoding="utf-8")
    result = program("schema", "check", "bad.py")
    assert result.exit_code == 2
    assert "no free-form dicts" in result.stdout
    assert "→ make each key a field" in result.stdout
    assert "posts/1: 1 wrong, 0 weak" in result.stderr
    Path("weak.py").write_text(MINE.replace('    cues = "appoint* resign*"\n', ""), encoding="utf-8")
    result = program("schema", "check", "weak.py", "--json")
    assert result.exit_code == 0
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["level"] == "weak" and "no cues" in finding["words"] and finding["mend"]


def test_show_and_json(mine: Path) -> None:
    """`show` says what a model is asked and what is judged; `json` gives valid JSON Schema of a reply and of a brief."""
    shown = program("schema", "show", SPEC)
    assert shown.exit_code == 0
    for words in ("APPOINTMENTS", "judged by: named, pronouns", "one of 2 cues"):
        assert words in shown.stdout
    assert "read from the order of its words" in " ".join(program("schema", "show", "trade_brief").stdout.split())
    reply = json.loads(program("schema", "json", SPEC).stdout)
    of_brief = json.loads(program("schema", "json", SPEC, "--brief").stdout)
    for schema in (reply, of_brief):
        Draft202012Validator.check_schema(schema)
    assert list(reply["properties"]) == ["appointments"]
    assert of_brief["properties"]["schema"] == {"const": "posts/1"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import sys\nsys.exit('done')\n", "fails when it is run: SystemExit: done (line 2)"),
        ("class Broken(:\n", "SyntaxError: invalid syntax (broken.py, line 1)"),
        ("x = 1\n\nraise ValueError('no\\nmore')\n", "ValueError: no (line 3)"),
        (MINE.replace("posts/1", "trade_brief/1"), "'trade_brief' is a built-in schema"),
    ],
)
def test_a_file_that_is_no_schema_is_told(source: str, words: str) -> None:
    """A file that fails, ends the program, or takes a built-in schema's name is an error with its line and its mend."""
    Path("broken.py").write_text(source, encoding="utf-8")
    result = program("schema", "show", "broken.py")
    assert result.exit_code == 1
    assert words in result.stderr
    assert "→" in result.stderr
    assert result.stderr.startswith("Running the Python file of the schema broken.py")


def test_what_is_found_is_not_compiled_yet(mine: Path) -> None:
    """`check` looks at the class itself, so that a schema that can't be compiled can be told about."""
    assert find_report(SPEC).schema_id == "posts/1"
    assert find_report("trade_brief") is find_schema("trade_brief").report
