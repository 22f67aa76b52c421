"""Facts of a schema's kinds as the English reader finds them in one sentence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.told import is_read, told
from summarizer.schema import Claim, Free, Kind, Names, OneOf, Reference, Report, compile_schema, find_schema

SCHEMA = find_schema("trade_brief")
READ = [SCHEMA.kind(name) for name in ("items", "compensation", "sanctions", "denials")]


def read(kind: str, text: str) -> list[dict[str, Any]]:
    return [t.values for t in told(SCHEMA.kind(kind), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Velmora sold twelve patrol boats to Drovia in March.",
            {
                "description": "patrol boats",
                "quantity": "twelve",
                "supplier": "Velmora",
                "recipient": "Drovia",
                "status": "delivered",
                "date": "in March",
            },
        ),
        (
            "Selka bought 40 mines from Harrow Dynamics.",
            {
                "description": "mines",
                "quantity": "40",
                "supplier": "Harrow Dynamics",
                "recipient": "Selka",
                "status": "delivered",
            },
        ),
        ("Mines were sold to Selka.", {"description": "Mines", "recipient": "Selka", "status": "delivered"}),
        (
            "Harrow Dynamics won a contract to build 14 patrol aircraft for Orrin.",
            {
                "description": "patrol aircraft",
                "quantity": "14",
                "supplier": "Harrow Dynamics",
                "recipient": "Orrin",
                "status": "proposed",
            },
        ),
        (
            "KESSEL SOLD 20 MINES TO SELKA IN JUNE.",
            {
                "description": "MINES",
                "quantity": "20",
                "supplier": "KESSEL",
                "recipient": "SELKA",
                "status": "delivered",
                "date": "IN JUNE",
            },
        ),
    ],
)
def test_a_transfer_has_its_sides(text: str, expected: dict[str, str]) -> None:
    """Thing and amount, giver and taker, status and time stand in the schema's fields; what is not told is left out."""
    assert read("items", text) == [expected]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kessel sold mines to Selka.", "delivered"),
        ("Kessel is shipping mines to Selka.", "ongoing"),
        ("Kessel will sell mines to Selka.", "proposed"),
        ("Kessel tried to sell mines to Selka.", "attempted"),
        ("Kessel was accused of selling mines to Selka.", "alleged"),
        ("Kessel did not sell mines to Selka.", None),
        ("Kessel never sold mines to Selka.", None),
        ("The sea was calm in Selka.", None),
        ("Kessel verkaufte Minen an Selka.", None),
        ("", None),
    ],
)
def test_how_it_is_told_is_the_status(text: str, status: str | None) -> None:
    """Done, under way, planned, tried and hedged become the schema's members; what is denied or not English is nothing."""
    assert [t["status"] for t in read("items", text)] == ([status] if status else [])


def test_goods_and_price_are_parted() -> None:
    """What is given in return belongs to the kind that has a tail, with its sides turned round."""
    text = "Kessel will ship 300 armoured trucks to Orrin next spring in exchange for copper ore."
    (goods,), (price,) = read("items", text), read("compensation", text)
    assert (goods["description"], goods["supplier"], goods["recipient"]) == ("armoured trucks", "Kessel", "Orrin")
    assert (price["description"], price["payer"], price["payee"]) == ("copper ore", "Orrin", "Kessel")
    assert price["status"] == goods["status"] == "proposed"


@pytest.mark.parametrize(
    ("named", "names"),
    [
        ("Kessel", "Kessel"),
        ("Talvia and Orrin", ["Talvia", "Orrin"]),
        ("Talvia or Orrin", ["Talvia", "Orrin"]),
        ("Talvia, Orrin and Kessel", ["Talvia", "Orrin", "Kessel"]),
        ("Talvia and the Finance Ministry", ["Talvia", "the Finance Ministry"]),
        ("Countries such as Talvia", "Talvia"),
        ("Kessel officials", "Kessel"),
        ("The firm", "The firm"),
        ("It", "It"),
    ],
)
def test_a_phrase_names_one_or_several(named: str, names: object) -> None:
    """Names that 'and', 'or' and commas join are several; officials are their country."""
    assert [t["supplier"] for t in read("items", f"{named} sold mines to Selka.")] == [names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kessel imposed an oil embargo on Orrin in June.",
            {
                "authority": "Kessel",
                "target": "Orrin",
                "measure": "oil embargo",
                "status": "imposed",
                "date": "in June",
            },
        ),
        (
            "Kessel threatened to impose an oil embargo on Orrin.",
            {"authority": "Kessel", "target": "Orrin", "measure": "oil embargo", "status": "threatened"},
        ),
        (
            "The shipments violate the arms embargo on Orrin.",
            {"target": "Orrin", "measure": "arms embargo", "status": "violated"},
        ),
        ("Kessel lifted the ban.", {"authority": "Kessel", "measure": "ban", "status": "lifted"}),
        (
            "Sanctions were imposed on Talvia and Orrin in 1994.",
            {"target": ["Talvia", "Orrin"], "measure": "Sanctions", "status": "imposed", "date": "in 1994"},
        ),
        ("The embargo was narrow.", None),
        ("The embargo has been in force since 1994.", None),
        ("Ships of three nations took part in the exercise.", None),
    ],
)
def test_a_measure_has_its_sides(text: str, expected: dict[str, Any] | None) -> None:
    """Authority, targets, measure and state; a measure that only stands, against nobody, tells nothing."""
    assert read("sanctions", text) == ([expected] if expected else [])


def test_a_measure_has_its_law() -> None:
    """The law that a measure rests on goes to the second free field."""
    (made,) = read("sanctions", "Kessel froze the assets of Talvia and Orrin under Decree 40.")
    assert made["legal_basis"] == "Decree 40" and made["target"] == ["Talvia", "Orrin"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Orrin on Monday denied that it had sold mines to the militia.",
            {"denier": "Orrin", "what": "it had sold mines to the militia", "date": "on Monday"},
        ),
        ("Orrin rejected the report as false.", {"denier": "Orrin", "what": "the report"}),
        ("“We never sold mines.”", {"denier": "We", "what": "sold mines"}),
        ("“These claims are baseless.”", {"denier": "I", "what": "These claims"}),
        ("Ruiz declined to comment on the report.", None),
    ],
)
def test_a_denial_has_its_denier(text: str, expected: dict[str, Any] | None) -> None:
    """Who denies, and what, in the affirmative; what is denied in a quotation, whoever speaks it denies."""
    assert read("denials", text) == ([expected] if expected else [])


@given(
    st.sampled_from(READ),
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            "Kessel Orrin sold will not bought from to the mines 20 in June 1994 , and imposed embargo on lifted denied that it “ ” "
            "paid $3 million for return exchange under Decree who said officials other We supplied with Harrow Dynamics".split()
        ),
        max_size=14,
    ).map(lambda words: " ".join(words) + "."),
)
def test_what_is_read_stands_in_the_sentence(kind: Kind, text: str) -> None:
    """Whatever the words, each value is copied from them or a member of a fixed set, under one of the kind's fields."""
    for made in told(kind, " ".join(text.split())):
        for name, value in made.values.items():
            field = kind.field(name)
            assert value and not field.is_speaker
            for said in value if isinstance(value, list) else [value]:
                if field.is_enum:
                    assert said in field.members
                else:
                    assert said in " ".join(text.split()) or said == "I"


# Which kinds are read.


class Gift(Claim):
    """What somebody gives away."""

    sentences = ("{donor} {state|given=gave} <{number of thing}>[ to {heir}]",)

    thing: Annotated[str, Free("What is given.")]
    number: Annotated[str | None, Free("How many.")] = None
    donor: Annotated[Names | None, Reference("Who gives.", side="giver")] = None
    heir: Annotated[Names | None, Reference("Who gets.", side="taker")] = None
    state: Annotated[Literal["given", "willed"], OneOf("How.", told={"done": "given", "planned": "willed"})]
    season: Annotated[str | None, Free("When.", time=True)] = None


class Penalty(Claim):
    """What a federation does to a club."""

    day: Annotated[str | None, Free("When.", time=True)] = None
    club: Annotated[Names, Reference("Who is hit.", side="target")]
    federation: Annotated[Names | None, Reference("Who does it.", side="doer")] = None
    rule: Annotated[str | None, Free("What it is.")] = None
    state: Annotated[Literal["begun", "over"], OneOf("How it stands.", told={"imposed": "begun", "lifted": "over"})]


class Rebuttal(Claim):
    """What a club says is not so."""

    contradicts = True

    club: Annotated[Names, Reference("Who says so.", side="doer")]
    rumour: Annotated[str, Free("What is not so.", affirmative=True)]


class Match(Claim):
    """A match."""

    home: Annotated[Names, Reference("Who has the ground.")]
    away: Annotated[Names | None, Reference("Who travels.")] = None


class Parcel(Claim):
    """A kind that does not say how it is told."""

    content: Annotated[str, Free("What.")]
    sender: Annotated[Names | None, Reference("Who gives.", side="giver")] = None
    addressee: Annotated[Names | None, Reference("Who gets.", side="taker")] = None


class Half(Claim):
    """A kind with half of what a transfer needs."""

    thing: Annotated[str, Free("What.")]
    donor: Annotated[Names | None, Reference("Who gives.", side="giver")] = None


class Season(Report):
    """A season of sport."""

    schema_id = "season/1"

    gifts: list[Gift] = []
    penalties: list[Penalty] = []
    rebuttals: list[Rebuttal] = []
    matches: list[Match] = []
    halves: list[Half] = []
    parcels: list[Parcel] = []


OWN = compile_schema(Season)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("gifts", True),
        ("penalties", True),
        ("rebuttals", True),
        ("parcels", True),
        ("matches", False),
        ("halves", False),
    ],
)
def test_sides_make_a_kind_readable(kind: str, wanted: bool) -> None:
    """A kind is read by the sides of its references; without them it is the model's alone."""
    assert is_read(OWN.kind(kind)) is wanted
    if not wanted:
        assert told(OWN.kind(kind), "Kessel gave 20 cups to Orrin.") == []


def test_the_kinds_of_the_built_in_schema_are_read() -> None:
    """All but the parties are."""
    assert [k.name for k in SCHEMA.kinds if is_read(k)] == [k.name for k in READ]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "gifts",
            "Kessel gave 20 cups to Orrin in June.",
            {
                "thing": "cups",
                "number": "20",
                "donor": "Kessel",
                "heir": "Orrin",
                "state": "given",
                "season": "in June",
            },
        ),
        (
            "gifts",
            "Kessel will give 20 cups to Orrin.",
            {"thing": "cups", "number": "20", "donor": "Kessel", "heir": "Orrin", "state": "willed"},
        ),
        ("gifts", "Kessel tried to give 20 cups to Orrin.", None),
        ("parcels", "Kessel sent cups to Orrin.", {"content": "cups", "sender": "Kessel", "addressee": "Orrin"}),
        ("parcels", "Kessel never sent cups to Orrin.", None),
        (
            "penalties",
            "Kessel imposed a ban on Orrin in June.",
            {"federation": "Kessel", "club": "Orrin", "rule": "ban", "state": "begun", "day": "in June"},
        ),
        ("penalties", "Kessel threatened to impose a ban on Orrin.", None),
        (
            "rebuttals",
            "Kessel denied that it had sold the cup in June.",
            {"club": "Kessel", "rumour": "it had sold the cup in June"},
        ),
    ],
)
def test_any_schema_is_read_in_its_own_words(kind: str, text: str, expected: dict[str, Any] | None) -> None:
    """Fields and members are the schema's; what is told in a way for which it has no member is no fact of its."""
    assert [t.values for t in told(OWN.kind(kind), text)] == ([expected] if expected else [])
