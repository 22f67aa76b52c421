"""The schema: what compiles and what is refused, the JSON Schemas made of it, and where a schema is found."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from jsonschema import Draft202012Validator

from summarizer.builtin import SCHEMAS
from summarizer.errors import SchemaError
from summarizer.schema import Claim, Copied, Free, Names, OneOf, Reference, Report, compile_schema, find_schema
from summarizer.schema.__main__ import main, published
from summarizer.schema.find import builtin_schemas
from summarizer.schema.json_schema import brief_schema, generic_brief_schema, reply_schema
from summarizer.schema.sentence import parse_template

TRADE = find_schema("trade_brief")

MINE = '''
from typing import Annotated, Literal
from summarizer import Claim, Free, Names, OneOf, Reference, Report

class Attack(Claim):
    """An act of violence."""
    weapon: Annotated[str, Free("What with.")]
    attacker: Annotated[Names | None, Reference("Who.")] = None
    outcome: Annotated[Literal["carried_out", "foiled"], OneOf("How it ended.")]

class Incidents(Report):
    """Security incidents."""
    schema_id = "attacks/1"
    attacks: list[Attack] = []
'''


def faults_of(**fields: Any) -> str:
    """The message with which a report with one claim of these fields is refused."""
    claim = type("Thing", (Claim,), {"__annotations__": fields})
    report = type("Odd", (Report,), {"__annotations__": {"things": list[claim]}})  # type: ignore[valid-type]
    with pytest.raises(SchemaError) as caught:
        compile_schema(report)
    return str(caught.value)


def test_the_published_files_are_in_step() -> None:
    """Whoever changes the schema changes schemas/*.schema.json by `python -m summarizer.schema`."""
    for file, text in [pair for name in builtin_schemas() for pair in published(find_schema(name)).items()]:
        assert (SCHEMAS / file).read_text(encoding="utf-8") == text, "run: python -m summarizer.schema"
    assert main(["--check"]) == 0


def test_the_schemas_are_json_schemas() -> None:
    """Both published schemas and the generic one are valid JSON Schema 2020-12."""
    for schema in (reply_schema(TRADE), brief_schema(TRADE), generic_brief_schema()):
        Draft202012Validator.check_schema(schema)


def nodes(schema: Any, depth: int = 0) -> Iterator[tuple[dict[str, Any], int]]:
    """Every JSON object of a schema, with the depth of objects and lists that it describes."""
    if isinstance(schema, dict):
        depth += schema.get("type") in ("object", "array")
        yield schema, depth
        for value in schema.values():
            yield from nodes(value, depth)
    elif isinstance(schema, list):
        for value in schema:
            yield from nodes(value, depth)


def test_a_reply_schema_is_strict() -> None:
    """Structured outputs take it: every key required, no further ones, no defaults, nesting of at most five."""
    seen = 0
    for node, depth in nodes(reply_schema(TRADE)):
        assert "default" not in node
        assert depth <= 5
        if node.get("type") == "object":
            seen += 1
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
    assert seen == 1 + len(TRADE.kinds)


def test_a_reply_has_the_lists_and_fields_of_the_contract() -> None:
    """The lists and fields of a reply are those that the contract names, in its order, quotes first."""
    lists = reply_schema(TRADE)["properties"]
    assert {name: list(items["items"]["properties"]) for name, items in lists.items()} == {
        "actors": ["quotes", "name", "kind", "aliases", "roles"],
        "items": "quotes description quantity supplier recipient status date attributed_to".split(),
        "compensation": "quotes description quantity payer payee status date attributed_to".split(),
        "sanctions": "quotes target authority measure legal_basis status date attributed_to".split(),
        "denials": "quotes denier what reported_by date".split(),
    }


def test_a_reply_is_checked_by_its_schema() -> None:
    """One name or several fit a reference, null fits what is optional, and a word outside a fixed set does not fit."""
    item = {
        "quotes": ["twenty boats"],
        "description": "boats",
        "quantity": None,
        "supplier": ["Brassland", "Kesh"],
        "recipient": "Tarn",
        "status": "proposed",
        "date": None,
        "attributed_to": None,
    }
    check = Draft202012Validator(reply_schema(TRADE)["properties"]["items"]["items"])
    assert check.is_valid(item)
    assert not check.is_valid(item | {"status": "sold"})
    assert not check.is_valid(item | {"description": None})
    assert not check.is_valid(item | {"price": "1"})
    assert not check.is_valid({k: v for k, v in item.items() if k != "date"})


def test_members_are_explained() -> None:
    """What a member of a fixed set means stands where the model reads it."""
    status = reply_schema(TRADE)["properties"]["sanctions"]["items"]["properties"]["status"]
    assert "violated: the text says that a deed violates it" in status["description"]
    assert status["enum"] == ["imposed", "threatened", "in_force", "violated", "lifted"]


class Grade(Enum):
    LOW = "low"
    HIGH = "high"


def test_what_is_compiled_says_what_the_class_says() -> None:
    """Required, several, members, labels and the main field are read off the class; an Enum is a fixed set too."""

    class Odd(Claim):
        """A thing
        of two lines."""

        label = "oddity"
        grade: Annotated[Grade, OneOf("How much.")]
        name: Annotated[str, Copied("Its name.", name=True)]
        parts: Annotated[list[str], Free("What of.", label="made of")] = []
        owner: Annotated[Names | None, Reference("Whose.")] = None

    class Odds(Report):
        odd_things: list[Odd] = []

    compiled = compile_schema(Odds)
    (kind,) = compiled.kinds
    assert (compiled.id, kind.name, kind.label, kind.description) == (
        "odds/0",
        "odd_things",
        "oddity",
        "A thing of two lines.",
    )
    assert [(f.name, f.label, f.required, f.many, f.members) for f in kind.fields] == [
        ("grade", "grade", True, False, ("low", "high")),
        ("name", "name", True, False, ()),
        ("parts", "made of", False, True, ()),
        ("owner", "owner", False, False, ()),
    ]
    assert kind.main.name == "name"
    assert compiled.parties is kind


REFUSED = [
    ({"name": str}, "Thing.name has no markers, not one"),
    ({"name": Annotated[str, Free("a"), Copied("b")]}, "Thing.name has 2 markers, not one"),
    ({"name": Annotated[int, Free("a")]}, "Thing.name is int: a value is a string"),
    ({"name": Annotated[dict[str, str], Free("a")]}, "no free-form dicts"),
    ({"name": Annotated[str, OneOf("a")]}, "Thing.name is OneOf, but str is no Literal"),
    ({"name": Annotated[Literal[1, 2], OneOf("a")]}, "Thing.name is OneOf"),
    ({"name": Annotated[Literal["a"], OneOf("a", members={"b": "c"})]}, "explains members it has not: b"),
    ({"name": Annotated[Literal["a", "b"], OneOf("a")]}, "needs one required field beside fixed sets"),
    ({"evidence": Annotated[str, Free("a")]}, "Thing.evidence: this name is the brief's own"),
    ({"a": Annotated[str, Free("a", label="x")], "b": Annotated[str, Free("b", label="x")]}, "the same label as a"),
    ({"a": Annotated[str, Free("a", label="x: y")]}, "a label is one line without a colon"),
]


@pytest.mark.parametrize(("fields", "message"), REFUSED, ids=[m for _, m in REFUSED])
def test_a_claim_that_can_not_be_judged_is_refused(fields: dict[str, Any], message: str) -> None:
    """A fault in a claim stops the compiling and is told with the field that has it, and how to mend it."""
    said = faults_of(**fields)
    assert message in said
    assert "\n  → " in said


def test_all_faults_are_told_at_once() -> None:
    """Who writes a schema sees every fault in one go."""
    said = faults_of(a=str, b=Annotated[int, Free("b")])
    assert "Thing.a has no" in said
    assert "Thing.b is int" in said


class Thing(Claim):
    """A thing."""

    name: Annotated[str, Free("Its name.")]


def test_a_report_holds_lists_of_claims_only() -> None:
    """A report with another field, with a list that the brief itself has, or with nothing is refused."""

    class Loose(Report):
        things: list[str] = []

    class Taken(Report):
        summary: list[Thing] = []

    class Empty(Report):
        pass

    for report, message in (
        (Loose, "Loose.things is list[str]: a report holds lists of Claim classes only"),
        (Taken, "Taken.summary: this name is the brief's own"),
        (Empty, "Empty has no list of claims"),
    ):
        with pytest.raises(SchemaError) as caught:
            compile_schema(report)
        assert message in str(caught.value)


BAD_SENTENCES = [
    ("{name} and {nme}", "names 'nme', which is no field"),
    ("{name|a=b}", "has words for members that 'name' has not: a"),
    ("[{name} [x]]", "inside other brackets"),
    ("{name}]", "closes nothing"),
    ("<{name}", "a bracket is not closed"),
    ("{}", "is no place for a value"),
    ("{name", "'{' stands alone"),
    ("<{name}> <{name}>", "more than one"),
    ("[{+}]", "'{+}' inside brackets"),
]


@pytest.mark.parametrize(("sentence", "message"), BAD_SENTENCES)
def test_a_sentence_that_can_not_be_said_is_refused(sentence: str, message: str) -> None:
    """A template with a slip is told when the schema is compiled, not when a brief is written."""

    class Said(Thing):
        sentences = (sentence,)

    class Saying(Report):
        things: list[Said] = []

    with pytest.raises(SchemaError) as caught:
        compile_schema(Saying)
    assert message in str(caught.value)


def test_rules_are_lines() -> None:
    """A rule is one line however it was written, a lone text is one rule, and no published schema holds any."""

    class Ruled(Thing):
        rules = ("Counts: boats\n    and rafts.", "Does not count: rice.")

    class Lone(Thing):
        rules = "Counts: boats."  # type: ignore[assignment]

    class Ruling(Report):
        things: list[Ruled] = []
        ones: list[Lone] = []
        bare: list[Thing] = []

    schema = compile_schema(Ruling)
    assert [k.rules for k in schema.kinds] == [
        ("Counts: boats and rafts.", "Does not count: rice."),
        ("Counts: boats.",),
        (),
    ]
    assert not any("rafts" in json.dumps(make(schema)) for make in (reply_schema, brief_schema))


def test_a_template_is_parsed_into_its_parts() -> None:
    """Words, slots, optional, varying and the tail's place come out in order."""
    parts = parse_template("{a} {b|x=says|y=said} <{c of d}>[ to {e}]{+}!").parts
    assert [p.role for p in parts] == ["said", "varying", "optional", "joint", "said"]
    assert [s.field for p in parts for s in p.slots] == ["a", "b", "c", "e"]
    assert parts[0].slots[1].words == {"x": "says", "y": "said"}
    assert parts[1].slots[0].of == "d"


def test_a_built_in_schema_is_one_class_however_it_is_found() -> None:
    """By name, by id or by import, it is the same object: isinstance and the caches depend on it."""
    module = importlib.import_module("summarizer.builtin.schemas.trade_brief")
    assert find_schema("trade_brief/1") is TRADE
    assert compile_schema(module.TradeBrief) is TRADE
    assert "trade_brief" in builtin_schemas()


@pytest.mark.parametrize("spec", ["trade_breif", "../trade_brief", "trade_brief.py", "", "trade_brief/9", "os"])
def test_what_is_no_schema_is_said(spec: str) -> None:
    """A wrong name, another version or a missing file is an error with what to do, never another schema."""
    with pytest.raises(SchemaError) as caught:
        find_schema(spec)
    assert caught.value.mend


def test_a_schema_of_ones_own_is_found_by_file(tmp_path: Path) -> None:
    """File and class, or the file alone, give one and the same schema, however the path is spelled."""
    file = tmp_path / "mine.py"
    file.write_text(MINE, encoding="utf-8")
    found = find_schema(f"{file}:Incidents")
    assert found is find_schema(str(file))
    assert found is find_schema(f"{tmp_path}/./mine.py:Incidents")
    assert (found.id, found.name, [k.name for k in found.kinds]) == ("attacks/1", "attacks", ["attacks"])


BROKEN = {
    "raise ValueError('no')": "fails when it is run: ValueError: no",
    "x = 1": "defines 0 report classes",
    MINE + "\nclass More(Incidents): pass\n": "defines 2 report classes",
}


@pytest.mark.parametrize("source", BROKEN)
def test_a_file_that_holds_no_schema_is_told(source: str, tmp_path: Path) -> None:
    """A file that fails, or has not just one report, names the reason and leaves no half module behind."""
    file = tmp_path / "mine.py"
    file.write_text(source, encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        find_schema(str(file))
    assert BROKEN[source] in str(caught.value)
    with pytest.raises(SchemaError):
        find_schema(f"{file}:Nothing")
    if "raise" in source:
        assert not any(str(file) == getattr(m, "__file__", None) for m in list(sys.modules.values()))


def test_the_command_prints_the_schema_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m summarizer.schema FILE` prints a reply's schema, with --brief a brief's; a wrong name is exit code 1."""
    file = tmp_path / "mine.py"
    file.write_text(MINE, encoding="utf-8")
    assert main([str(file)]) == 0
    assert list(json.loads(capsys.readouterr().out)["properties"]) == ["attacks"]
    assert main([f"{file}:Incidents", "--brief"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["schema"] == {"const": "attacks/1"}
    assert main(["nothing"]) == 1
    assert "built in: " in capsys.readouterr().err


def test_stale_files_are_told_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check changes nothing and fails on a file that is out of step; without it the files are written."""
    monkeypatch.setattr("summarizer.schema.__main__.SCHEMAS", tmp_path)
    assert main(["--check"]) == 1
    assert not list(tmp_path.iterdir())
    assert "python -m summarizer.schema" in capsys.readouterr().err
    assert main([]) == 0
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {
        file: text for name in builtin_schemas() for file, text in published(find_schema(name)).items()
    }
    assert main(["--check"]) == 0
