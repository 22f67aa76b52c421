"""The summary: what its sentences say, what they leave open, and that nothing but the facts' values is in them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.brief import Evidence, Fact
from summarizer.schema import Claim, Copied, Free, Names, OneOf, Reference, Report, compile_schema, find_schema
from summarizer.summary import summarize_facts

TRADE = find_schema("trade_brief")


def fact(kind: str, number: int = 0, /, *, at: int = 0, reasons: tuple[str, ...] = (), **values: Any) -> Fact:
    """A fact of the built-in schema; ``at`` is where its evidence of ten characters begins."""
    evidence = Evidence(start=at, end=at + 10, quote="x" * 10, prefix="", suffix="", match="exact", occurrences=1)
    empty: dict[str, Any] = {f.name: [] if f.many else None for f in TRADE.kind(kind).fields}
    return Fact(kind=kind, id=f"{kind}-{number}", values=empty | values, evidence=(evidence,), reasons=reasons)


def say(*facts: Fact) -> list[str]:
    by_kind: dict[str, list[Fact]] = {}
    for f in facts:
        by_kind.setdefault(f.kind, []).append(f)
    return [s.text for s in summarize_facts(TRADE, by_kind)]


BOATS: dict[str, Any] = {
    "description": "patrol boats",
    "quantity": "twenty",
    "supplier": "Brassland",
    "recipient": "Kesh",
}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("proposed", "Brassland would supply twenty patrol boats to Kesh."),
        ("attempted", "Brassland tried to supply twenty patrol boats to Kesh."),
        ("ongoing", "Brassland is supplying twenty patrol boats to Kesh."),
        ("delivered", "Brassland supplied twenty patrol boats to Kesh."),
        ("alleged", "Brassland is alleged to have supplied twenty patrol boats to Kesh."),
        ("unknown", "Brassland is named as supplying twenty patrol boats to Kesh."),
    ],
)
def test_how_far_a_deal_has_come_is_said(status: str, words: str) -> None:
    """A proposal is never told as done, and an allegation is told as one."""
    assert say(fact("items", status=status, **BOATS)) == [words]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (["recipient"], "Brassland would supply twenty patrol boats."),
        (["supplier"], "Kesh would obtain twenty patrol boats."),
        (["supplier", "recipient"], "A transfer is proposed: twenty patrol boats."),
        (["quantity"], "Brassland would supply patrol boats to Kesh."),
    ],
)
def test_what_is_null_is_left_out(missing: list[str], words: str) -> None:
    """A sentence is whole English whichever optional value is null."""
    assert say(fact("items", status="proposed", **{k: v for k, v in BOATS.items() if k not in missing})) == [words]


def test_when_and_who_says_so_are_said() -> None:
    """Date and speaker follow the deal."""
    told = fact("items", status="delivered", date="in November", attributed_to="Irena Kolvas", **BOATS)
    assert say(told) == [
        "Brassland supplied twenty patrol boats to Kesh (in November), according to Irena Kolvas.",
    ]


SANCTION: dict[str, Any] = {"target": "Tobin Orvand", "authority": "Velmora", "measure": "asset freeze"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": "imposed"}, "Velmora imposed sanctions on Tobin Orvand (asset freeze)."),
        ({"status": "threatened"}, "Velmora threatened or considered sanctions against Tobin Orvand (asset freeze)."),
        ({"status": "in_force"}, "Velmora has sanctions in force against Tobin Orvand (asset freeze)."),
        ({"status": "lifted"}, "Velmora moved to lift or ease sanctions on Tobin Orvand (asset freeze)."),
        (
            {"status": "violated"},
            "Sanctions of Velmora against Tobin Orvand are said to have been violated (asset freeze).",
        ),
        (
            {"status": "imposed", "authority": None, "measure": None, "legal_basis": "Decree 12"},
            "Sanctions against Tobin Orvand were imposed under Decree 12.",
        ),
        (
            {"status": "imposed", "date": "on Thursday"},
            "Velmora imposed sanctions on Tobin Orvand (asset freeze; on Thursday).",
        ),
        ({"status": "imposed", "measure": "Sanctions"}, "Velmora imposed sanctions on Tobin Orvand."),
        (
            {"status": "in_force", "authority": ["Velmora", "Drovia"], "measure": None},
            "Velmora and Drovia have sanctions in force against Tobin Orvand.",
        ),
    ],
)
def test_where_a_sanction_stands_is_said(values: dict[str, Any], words: str) -> None:
    """Imposed, threatened, in force, lifted and violated read differently, and nothing is said twice."""
    assert say(fact("sanctions", **SANCTION | values)) == [words]


def test_a_denial_is_told_as_one() -> None:
    """What is denied stands behind the denying, with who relays it."""
    denial = fact("denials", denier="Orvand", what="he arranged a sale of radars", reported_by="Skerry Wire")
    assert say(denial) == [
        "Orvand denied the following: he arranged a sale of radars, according to Skerry Wire.",
    ]


@pytest.mark.parametrize(
    ("quantity", "thing", "words"),
    [
        ("twenty", "patrol boats", "twenty patrol boats"),
        ("more than 1,200", "rockets", "more than 1,200 rockets"),
        ("over two-dozen", "radars", "over two-dozen radars"),
        ("60,000 tonnes", "wheat", "60,000 tonnes of wheat"),
        ("a shipload", "wheat", "wheat (a shipload)"),
        ("40 million crowns", "40 million crowns", "40 million crowns"),
        ("over two dozen kinds", "over two dozen kinds of weapons", "over two dozen kinds of weapons"),
        ("45 firing units", "missiles and firing units", "missiles and firing units (45 firing units)"),
        ("24", "240mm rockets", "24 240mm rockets"),
    ],
)
def test_an_amount_stands_with_its_thing(quantity: str, thing: str, words: str) -> None:
    """A number stands before its thing, a measure with 'of', anything else in brackets, and nothing twice."""
    given = fact("items", description=thing, quantity=quantity, recipient="Kesh", status="delivered")
    assert say(given) == [f"Kesh obtained {words}."]


@pytest.mark.parametrize(
    ("supplier", "verb"),
    [("Brassland", "is"), (["Brassland", "Tarn"], "are"), ("United States", "is"), ("Syrian rebels", "are")],
)
def test_verbs_agree_with_their_subject(supplier: Any, verb: str) -> None:
    """Several parties and a party in the plural get 'are'."""
    (said,) = say(fact("items", **BOATS | {"supplier": supplier}, status="ongoing"))
    assert f" {verb} supplying " in said


def test_facts_that_differ_in_one_place_share_a_sentence() -> None:
    """Several things in one deal are listed, and the sentence names all of their facts."""
    facts = [
        fact("items", n, description=thing, supplier="Brassland", recipient="Kesh", status="delivered")
        for n, thing in enumerate(["boats", "rice", "salt"])
    ]
    (sentence,) = summarize_facts(TRADE, {"items": facts})
    assert sentence.text == "Brassland supplied boats, rice and salt to Kesh."
    assert sentence.facts == ("items-0", "items-1", "items-2")


def test_facts_that_are_not_equally_sure_do_not_share_a_sentence() -> None:
    """What was delivered and what is proposed stay apart."""
    done, planned = fact("items", 0, status="delivered", **BOATS), fact("items", 1, status="proposed", **BOATS)
    assert len(say(done, planned)) == 2


GAS: dict[str, Any] = {"description": "gas", "payer": "Kesh", "payee": "Brassland"}


def test_what_is_paid_ends_the_sentence_of_the_deal() -> None:
    """The same parties, the other way round, told by the same words: one sentence with both facts."""
    item = fact("items", status="proposed", date="in May", at=100, **BOATS)
    pay = fact("compensation", status="proposed", at=105, **GAS)
    (sentence,) = summarize_facts(TRADE, {"items": [item], "compensation": [pay]})
    assert sentence.text == "Brassland would supply twenty patrol boats to Kesh in exchange for gas (in May)."
    assert sentence.facts == ("items-0", "compensation-0")


@pytest.mark.parametrize(
    ("other", "at"),
    [
        ({}, 200),
        ({"payee": "Tarn"}, 100),
        ({"payer": None}, 100),
        ({"status": "delivered"}, 100),
        ({"attributed_to": "Kolvas"}, 100),
    ],
    ids=["other words", "other party", "unknown party", "other status", "other speaker"],
)
def test_a_payment_is_not_guessed_onto_a_deal(other: dict[str, Any], at: int) -> None:
    """Other words, parties, sureness or speaker: the payment gets a sentence of its own."""
    item = fact("items", status="proposed", at=100, **BOATS)
    pay = fact("compensation", at=at, **{"status": "proposed"} | GAS | other)
    told = summarize_facts(TRADE, {"items": [item], "compensation": [pay]})
    assert [s.facts for s in told] == [("items-0",), ("compensation-0",)]
    assert "in exchange" not in told[0].text
    assert "in return" in told[1].text


def test_two_payments_for_one_deal_are_not_told_apart_by_guessing() -> None:
    """Where two payments could belong to one deal, neither is joined to it."""
    item = fact("items", status="proposed", at=100, **BOATS)
    pays = [fact("compensation", n, status="proposed", at=100, **GAS | {"description": d}) for n, d in enumerate("ab")]
    assert not any("in exchange" in s for s in say(item, *pays))


def test_the_best_known_facts_are_said() -> None:
    """At most four sentences; every kind has one, then the fact with the most references goes first."""
    bare = [fact("items", n, description=f"thing{n}", status="delivered") for n in range(3)]
    bare = [f.model_copy(update={"values": {**f.values, "date": f.id}}) for f in bare]
    full = fact("items", 9, status="delivered", **BOATS)
    sentences = say(*bare, full, fact("sanctions", status="imposed", **SANCTION), fact("denials", denier="A", what="b"))
    assert len(sentences) == 4
    assert sentences[0].startswith("A transfer took place: thing0")
    assert sentences[1] == "Brassland supplied twenty patrol boats to Kesh."
    assert "Velmora imposed" in sentences[2]
    assert sentences[3].startswith("A denied")


def test_a_flagged_fact_is_said_only_where_there_is_no_other_and_marked() -> None:
    """A supported fact goes before; a sentence from flagged facts says so."""
    doubt = fact("items", 0, status="delivered", reasons=("modality: 'would'",), **BOATS)
    sure = fact("items", 1, status="delivered", **BOATS | {"description": "rice", "quantity": None})
    assert say(doubt, sure) == ["Brassland supplied rice to Kesh."]
    assert say(doubt) == ["Brassland supplied twenty patrol boats to Kesh (flagged)."]


def test_parties_are_listed_only_where_nothing_else_is_known() -> None:
    """The parties alone make one sentence; beside a deal they make none, and nothing makes nothing."""
    actors = [fact("actors", n, name=name, kind="person") for n, name in enumerate(["Ada Holt", "Tobin Orvand"])]
    assert say(*actors) == ["The article names Ada Holt and Tobin Orvand."]
    assert say(*actors, fact("items", status="delivered", **BOATS)) == [
        "Brassland supplied twenty patrol boats to Kesh."
    ]
    assert summarize_facts(TRADE, {}) == ()
    assert summarize_facts(TRADE, {"actors": (), "items": ()}) == ()


def test_values_stay_as_they_are() -> None:
    """White space becomes one space and the first letter a capital; a stop is not doubled; names keep their case."""
    assert say(fact("items", description="spare\r\n  parts", supplier="arms merchants", status="delivered")) == [
        "Arms merchants supplied spare parts.",
    ]
    assert say(fact("items", description="phones", supplier="eCorp", recipient="Acme Inc.", status="delivered")) == [
        "eCorp supplied phones to Acme Inc.",
    ]


class Attack(Claim):
    """An act of violence."""

    weapon: Annotated[str, Free("What with.")]
    attacker: Annotated[Names | None, Reference("Who.", label="by")] = None
    outcome: Annotated[Literal["carried_out", "foiled"], OneOf("How it ended.")]


class Town(Claim):
    """A town."""

    sentences = ("{name} is named",)
    name: Annotated[str, Copied("Its name.")]


class Incidents(Report):
    """Security incidents."""

    schema_id = "incidents/1"
    attacks: list[Attack] = []
    towns: list[Town] = []


def test_a_schema_without_templates_is_said_field_by_field() -> None:
    """Labels and values, the main one behind the kind's own word; null fields are left out."""
    schema = compile_schema(Incidents)
    values = {"weapon": "a lorry", "attacker": ["Reds", "Blues"], "outcome": "carried_out"}
    attack = fact("items").model_copy(update={"kind": "attacks", "values": values})
    bare = attack.model_copy(update={"values": values | {"attacker": None, "outcome": "foiled"}})
    town = attack.model_copy(update={"kind": "towns", "values": {"name": "Pellan"}})
    told = summarize_facts(schema, {"attacks": [attack, bare], "towns": [town]})
    assert [s.text for s in told] == [
        "Attack: a lorry; by: Reds, Blues; outcome: carried out.",
        "Attack: a lorry; outcome: foiled.",
        "Pellan is named.",
    ]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
STATUS = st.sampled_from(TRADE.kind("items").field("status").members)
ITEMS = st.builds(
    lambda n, at, d, q, s, r, status: fact(
        "items", n, at=at, description=d, quantity=q, supplier=s, recipient=r, status=status
    ),
    st.integers(0, 9999),
    st.integers(0, 50),
    WORDS,
    st.none() | WORDS,
    st.none() | WORDS | st.lists(WORDS, max_size=3),
    st.none() | WORDS,
    STATUS,
)
PAYS = st.builds(
    lambda n, at, d, p, status: fact("compensation", n, at=at, description=d, payer=p, status=status),
    st.integers(0, 9999),
    st.integers(0, 50),
    WORDS,
    st.none() | WORDS,
    STATUS,
)
OWN_WORDS = {w for k in TRADE.kinds for t in (*k.sentences, k.tail) for w in re.findall(r"\w+", t)} | {"and", "flagged"}


@settings(max_examples=60, deadline=None)
@given(st.lists(ITEMS, max_size=6, unique_by=lambda f: f.id), st.lists(PAYS, max_size=3, unique_by=lambda f: f.id))
def test_nothing_but_the_facts_values_is_said(items: list[Fact], pays: list[Fact]) -> None:
    """Every word is a template's or stands in a value of a fact that the sentence names; never over four sentences."""
    told = summarize_facts(TRADE, {"items": items, "compensation": pays})
    assert len(told) <= 4
    assert bool(told) == bool(items or pays)
    known = {f.id: f for f in (*items, *pays)}
    for sentence in told:
        assert sentence.facts
        values = " ".join(str(v) for i in sentence.facts for v in known[i].values.values())
        values += " ".join(str(w) for i in sentence.facts for v in known[i].values.values() for w in v or ())
        said = re.findall(r"\w+", sentence.text)
        for word in said:
            assert word in OWN_WORDS or word in values or word.lower() in values.lower(), (word, sentence.text)


def test_a_long_amount_costs_no_time() -> None:
    """A hostile amount of a hundred thousand characters is read in one pass."""
    told = say(fact("items", description="boats", quantity="1" * 100_000 + "x", status="delivered"))
    assert len(told[0]) > 100_000
