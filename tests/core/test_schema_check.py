"""What is said of a schema: what is wrong, what is weak, how to mend it, and which rules are shown to judge what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel

from summarizer.export.schema import _APPLIES, render_findings, render_schema, rules_for
from summarizer.judge.support import HARD, SOFT
from summarizer.schema import Claim, Copied, Free, Names, OneOf, Reference, Report, compile_schema, find_schema
from summarizer.schema.check import Finding, check_report
from summarizer.schema.find import builtin_schemas
from summarizer.schema.scaffold import scaffold


class Address(BaseModel):
    """A model that is no claim."""

    street: str


def report_of(schema_id: str = "posts/1", doc: str = "Posts.", **claim: Any) -> type[Report]:
    """A report with one list of claims; ``claim`` are the members of the claim class, ``fields`` its annotations."""
    fields: dict[str, Any] = {
        "person": Annotated[Names, Reference("Who.")],
        "office": Annotated[str | None, Free("Which.")],
    }
    fields |= claim.pop("fields", {})
    members = {"__doc__": "An appointment.", "cues": "appoint*", "office": None, **claim, "__annotations__": fields}
    thing = type("Post", (Claim,), members)
    own = {"__doc__": doc, "schema_id": schema_id, "__annotations__": {"posts": list[thing]}, "posts": []}  # type: ignore[valid-type]
    return type("Posts", (Report,), own)


def said(level: str, report: type[Report]) -> str:
    """The findings of one level, as one text with their mends."""
    return "\n".join(f"{f.words} → {f.mend}" for f in check_report(report) if f.level == level)


def test_a_plain_schema_has_nothing_wrong_or_weak() -> None:
    """A described, marked schema with cues is left in peace, and so are those that ship with the program."""
    assert check_report(report_of()) == ()
    for name in builtin_schemas():
        assert check_report(find_schema(name).report, builtin=True) == ()


WRONG: list[tuple[Callable[[], type[Report]], str]] = [
    (lambda: report_of(fields={"x": str}), "no evidence can support it → give every field of a claim one marker"),
    (lambda: report_of(fields={"x": Annotated[dict[str, str], Free("x")]}), "no free-form dicts: nothing says which"),
    (lambda: report_of(fields={"x": Annotated[Any, Free("x")]}), "no free-form dicts"),
    (lambda: report_of(fields={"x": Annotated[Address, Free("x")]}), "a nested Address has no quotes of its own"),
    (lambda: report_of(fields={"x": Annotated[int, Free("x")]}), "→ make it str with Free"),
    (lambda: report_of(fields={"x": Annotated[Literal["a", "b"], Free("x")]}), "→ mark it OneOf"),
    (lambda: report_of(fields={"quotes": list[str]}, quotes=[]), "no fact is without evidence → leave it out"),
    (lambda: report_of(fields={"id": Annotated[str, Free("x")]}), "this name is the brief's own"),
    (lambda: report_of(fields={"who": Annotated[Names, Reference("x", side="sender")]}), "known: giver, taker"),  # type: ignore[arg-type]
    (
        lambda: report_of(fields={"x": Annotated[Literal["a", "b"], OneOf("x", told={"done": "c"})]}),
        "told for members it has not: c → it has: a, b",
    ),
    (
        lambda: report_of(fields={"x": Annotated[Literal["a", "b"], OneOf("x", told={"finished": "a"})]}),
        "told for ways that nobody tells: finished → known: done",
    ),
    (lambda: report_of("my posts"), 'it is no name/version → say schema_id = "my_posts/1"'),
    (lambda: report_of("incidents/7"), "'incidents' is a built-in schema → give it a name of its own"),
    (lambda: report_of(label="note"), "begins as 'none' does"),
    (lambda: report_of(fields={"x": Annotated[list[str], Free("x")]}), "a required list: small models write none"),
    (lambda: report_of(fields={"x": Annotated[Names, Reference("x", speaker=True)]}), "nobody is asked for it"),
]


@pytest.mark.parametrize(("make", "words"), WRONG, ids=[w for _, w in WRONG])
def test_what_is_wrong(make: Callable[[], type[Report]], words: str) -> None:
    """What can't be compiled, or would lose facts, is wrong, and says how to mend it."""
    assert words in said("wrong", make())


@pytest.mark.filterwarnings("ignore:Field name:UserWarning")
def test_a_field_that_would_hide_what_the_claim_says_of_itself_is_wrong() -> None:
    """A field called `label` would quietly become optional and empty: pydantic finds the claim's own there."""
    assert "Post.label: this name is the claim class's own" in said(
        "wrong", report_of(fields={"label": Annotated[str, Free("x")]})
    )


WEAK: list[tuple[Callable[[], type[Report]], str]] = [
    (lambda: report_of(doc=""), "Posts has no description"),
    (lambda: report_of(__doc__=""), "Post has no description"),
    (lambda: report_of(fields={"x": Annotated[str, Free(" ")]}), "Post.x has no description"),
    (lambda: report_of("posts/0"), "Posts has no schema_id"),
    (lambda: report_of(cues=""), "Post has no cues: every sentence is asked for it"),
    (lambda: report_of(fields={"person": Annotated[str, Free("x")]}), "names no party"),
    (lambda: report_of(contradicts=True), "no field says what in the affirmative"),
    (lambda: report_of(fields={"x": Annotated[str, Free("x", affirmative=True)]}), "the claim contradicts nothing"),
    (lambda: report_of(fields={"who": Annotated[Names, Reference("x", side="giver")]}), "no field is the taker"),
    (lambda: report_of(fields={"x": Annotated[str, Free("x")]}, x="unknown"), "a value without evidence"),
    (lambda: report_of(fields={"x": Annotated[Literal["a"], OneOf("x")]}), "has one member, 'a'"),
    (lambda: report_of(fields={"when": Annotated[str | None, Free("x")]}, when=None), "Free(…, time=True)"),
    (
        lambda: report_of(fields={"who": Annotated[Names, Reference("x", gives="boss")]}),
        "the role 'boss', which no list",
    ),
    (lambda: report_of(fields={"who": Annotated[Names, Reference("x")]}), "the whole fact is lost"),
]


@pytest.mark.parametrize(("make", "words"), WEAK, ids=[w for _, w in WEAK])
def test_what_is_weak(make: Callable[[], type[Report]], words: str) -> None:
    """What works and costs something is weak: it is told, and nothing is said to be wrong."""
    report = make()
    assert words in said("weak", report)
    assert said("wrong", report) == ""


def test_two_lists_with_one_label_are_weak() -> None:
    """Two kinds that people and models call alike are told; a fault of a class that stands twice is told once."""

    class Post(Claim):
        """A post."""

        cues = "post"
        person: Annotated[Names, Reference("Who.")]

    class Bad(Claim):
        """Bad."""

        person: str

    class Twice(Report):
        """Two lists."""

        schema_id = "twice/1"
        new: list[Post] = []
        old: list[Post] = []

    class Doubled(Report):
        """Two lists."""

        schema_id = "doubled/1"
        new: list[Bad] = []
        old: list[Bad] = []

    assert "old and new have one label, 'post'" in said("weak", Twice)
    assert len(check_report(Doubled)) == 1


def test_what_is_wrong_stands_first_and_can_not_act() -> None:
    """The wrong comes before the weak, each finding has a mend, and nothing in it acts on a terminal."""
    report = report_of(fields={"x": Annotated[list[str], Free("")]}, cues="")
    found = check_report(report)
    assert [f.level for f in found] == sorted((f.level for f in found), key="wrong weak".split().index)
    assert all(f.mend for f in found)
    text = render_findings([Finding("weak", "\x1b[2Jcleared", "\u202emend")])
    assert "<U+001B>" in text and "<U+202E>" in text and "\x1b" not in text


def test_the_scaffold_has_nothing_wrong_or_weak() -> None:
    """A new schema works at once, whatever its file is called, and never has a built-in one's name."""
    for stem, schema_id, cls in (
        ("offices", "offices/1", "OfficesReport"),
        ("incidents", "my_incidents/1", "MyIncidentsReport"),
        ("2024 späte-Ämter", "2024_sp_te_mter/1", "My2024SpTeMterReport"),
        ('a"""b', "a_b/1", "ABReport"),
    ):
        namespace: dict[str, Any] = {"__name__": "mine"}
        exec(compile(scaffold(stem, f"{stem}.py"), "mine.py", "exec", dont_inherit=True), namespace)
        report = namespace[cls]
        assert report.schema_id == schema_id
        assert check_report(report) == ()


def test_every_rule_of_the_judge_is_shown_where_it_applies() -> None:
    """A rule that is added to the judge must be shown, too; each kind of field names the rules that try it."""
    assert set(_APPLIES) == {r.__name__ for r in (*HARD, *SOFT)}
    item = find_schema("trade_brief").kind("items")
    assert {f.name: rules_for(item, f) for f in item.fields} == {
        "description": ("amounts", "content"),
        "quantity": ("amounts", "content"),
        "supplier": ("named", "pronouns", "direction"),
        "recipient": ("named", "pronouns", "direction"),
        "status": ("modality",),
        "date": ("amounts", "content"),
        "attributed_to": ("named", "pronouns", "speaker"),
    }


def test_a_schema_is_shown_in_words() -> None:
    """Fields with their origin and rules, what both kinds of model are told, and what is judged by nothing."""

    class Ship(Claim):
        """A ship."""

        rules = ("Counts: boats.",)
        sentences = ("<{name}> is a ship",)
        name: Annotated[str, Copied("Its name.", name=True)]
        sort: Annotated[Literal["tug", "liner"], OneOf("Which sort.", members={"tug": "it pulls"})]

    class Loss(Claim):
        """A loss."""

        cues = "sank lost"
        sentences = ("{owner} lost <{ship}>",)
        ship: Annotated[str, Free("What.")]
        owner: Annotated[Names | None, Reference("Whose.", label="of", side="giver")] = None

    class Fleet(Report):
        """Ships."""

        schema_id = "fleet/1"
        ships: list[Ship] = []
        losses: list[Loss] = []

    text = render_schema(compile_schema(Fleet), readable=["losses"])
    for words in (
        "fleet/1 Ships.",
        "SHIPS (ship)",
        "name* a name, copied",
        "judged by: named, pronouns",
        "tug: it pulls; liner.",
        "not judged: no words are compared with a member of a set",
        "– Counts: boats.",
        "asked, name by name",
        "names a party, the giver [“of”]",
        "one of 2 cues",
        "read from the order of its words",
        "A summary says: {owner} lost <{ship}>",
        "direction A party stands",
    ):
        assert words in f"{' '.join(text.split())} ", words
    assert "\n    loss: (ship)\n     of: …\n" in text
    assert "speaker" not in text
    assert "shown no examples" in text
    assert "shown no examples" not in render_schema(compile_schema(Fleet), taught=["losses"])
    assert "and then writes it" in " ".join(render_schema(compile_schema(Fleet)).split())
