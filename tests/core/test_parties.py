"""Parties and facts put together over an article: who is who, what is told twice, what makes no sense."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.parties import Parties, Party, Stated, merge_repeats, roles_of, sound_facts
from summarizer.schema import Claim, Free, OneOf, Report, compile_schema, find_schema

SCHEMA = find_schema("trade_brief")


def parties(*names: str, text: str = "", sorts: dict[str, str] | None = None) -> Parties:
    found = Parties(text)
    for i, name in enumerate(names):
        party = found.add(name, i)
        if party is not None and sorts and name in sorts:
            party.sort = sorts[name]
    return found


def names(found: Parties) -> list[str]:
    return [p.name for p in found.all]


def item(place: int = 0, sure: float = 1.0, **values: Any) -> Stated:
    return Stated("items", {"description": "boats", "status": "delivered"} | values, (place,), sure)


# Who is who.


def test_one_party_under_its_fullest_name() -> None:
    """Two spellings are one party with its fullest name, the other is an alias; each mention has its sentence."""
    found = parties("Velmoran government", "VELMORAN GOVERNMENT", "the Velmoran Government")
    (party,) = found.all
    assert [m.sentence for m in party.mentions] == [0, 1, 2]
    assert party.first == 0 and party.aliases == []


def test_aliases_are_what_the_article_writes() -> None:
    """An abbreviation that the article explains is an alias, once, as first written."""
    text = "the Velmoran Coast Control Bureau (VCCB)"
    found = parties("VCCB", "Velmoran Coast Control Bureau", "VCCB", text=text)
    (party,) = found.all
    assert (party.name, party.aliases, party.first) == ("Velmoran Coast Control Bureau", ["VCCB"], 1)


@pytest.mark.parametrize("name", ["he", "officials", "the company", "Monday", "", "…"])
def test_what_is_no_name_is_no_party(name: str) -> None:
    """A pronoun, a role or a date is never a party."""
    found = parties()
    assert found.add(name, 0) is None and found.all == []


def test_a_surname_joins_its_person() -> None:
    """A surname that one known name ends in is that person's, in either order."""
    for order in (("Mara Lind", "Lind"), ("Lind", "Mara Lind")):
        assert names(parties(*order)) == ["Mara Lind"]


def test_a_surname_of_two_persons_joins_neither() -> None:
    """Where two persons have the surname, it is not given to either of them silently."""
    found = parties("Mara Lind", "Ivo Lind", "Lind")
    found.fold()
    assert names(found) == ["Mara Lind", "Ivo Lind", "Lind"]


@pytest.mark.parametrize(
    ("one", "other"), [("South Velmora", "Velmora"), ("Velmoran Navy", "Drovian Navy"), ("Kirman", "Kirmin")]
)
def test_likeness_joins_nobody(one: str, other: str) -> None:
    """A country and its neighbour, two navies, two surnames of nearly the same letters stay two."""
    found = parties(one, other)
    found.fold()
    assert sorted(names(found)) == sorted([one, other])


def test_parties_of_different_sorts_are_not_joined() -> None:
    """A company that has a person's surname stays a company."""
    found = parties("Tobin Orvand", "X", sorts={"Tobin Orvand": "person"})
    company = Party("Orvand", [*found.all[1].mentions], "company")
    found.all[1] = company
    company.mentions[0] = type(company.mentions[0])("Orvand", 1)
    found.fold()
    assert names(found) == ["Tobin Orvand", "Orvand"]


def test_the_text_sorts_persons() -> None:
    """Whoever the text shows to be a person is sorted as one; the rest is left to the model."""
    found = parties("Petar Ruiz", "Velmora", text="Col. Petar Ruiz of Velmora left.")
    found.sort_persons()
    assert [(p.name, p.sort) for p in found.all] == [("Petar Ruiz", "person"), ("Velmora", "")]


@given(
    st.lists(
        st.sampled_from(
            "Velmora|the Velmora|Mara Lind|Lind|Ivo Lind|U.S.|United States|EL|European League|Orvand Co.|Orvand|he".split(
                "|"
            )
        ),
        max_size=12,
    )
)
def test_no_mention_is_lost(said: list[str]) -> None:
    """However names are joined, each mention belongs to one party, and each party's name is one of its mentions."""
    found = parties(*said)
    found.fold()
    kept = sorted(m.sentence for p in found.all for m in p.mentions)
    assert kept == [i for i, name in enumerate(said) if name != "he"]
    for party in found.all:
        assert party.name in {m.name for m in party.mentions}
        assert party.name not in party.aliases and party.first >= 0
    assert [p.mentions[0].sentence for p in found.all] == sorted(p.mentions[0].sentence for p in found.all)


# What is told twice.


def merged(*facts: Stated) -> list[Stated]:
    return merge_repeats(SCHEMA, facts)[0]


def test_a_repeat_is_one_fact_with_all_its_sentences() -> None:
    """The same deal told twice is one fact, completed by what either says."""
    (fact,) = merged(
        item(0, description="patrol boats", supplier="Velmora", recipient=None),
        item(4, description="twelve patrol boats", supplier="Velmora", recipient="Drovia", quantity="twelve"),
    )
    assert fact.sentences == (0, 4)
    assert (fact.values["description"], fact.values["recipient"], fact.values["quantity"]) == (
        "patrol boats",
        "Drovia",
        "twelve",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"status": "delivered"}, {"status": "proposed"}),
        ({"recipient": "Drovia"}, {"recipient": "Kesh"}),
        ({"quantity": "12"}, {"quantity": "14"}),
        ({"description": "patrol boats"}, {"description": "coastal radars"}),
        ({"description": "12 boats"}, {"description": "14 boats"}),
        ({"supplier": None}, {"supplier": None}),
    ],
)
def test_what_differs_stays_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Another status, party, number or thing is another fact; so is what shares nothing that names a party."""
    assert len(merged(item(0, **{"supplier": "Velmora"} | one), item(1, **{"supplier": "Velmora"} | other))) == 2


def test_facts_of_other_kinds_stay_apart() -> None:
    """What is paid is not what is sold."""
    paid = Stated("compensation", {"description": "boats", "status": "delivered", "payer": "Velmora"}, (0,))
    assert len(merged(item(0, supplier="Velmora"), paid)) == 2


@given(
    st.lists(
        st.builds(
            item,
            st.integers(0, 5),
            description=st.sampled_from(["boats", "12 boats", "patrol boats", "rice", "the"]),
            status=st.sampled_from(["delivered", "proposed"]),
            supplier=st.sampled_from([None, "Velmora", "Kesh"]),
            quantity=st.sampled_from([None, "12", "14"]),
        ),
        max_size=6,
    )
)
def test_merging_loses_no_sentence_and_invents_no_value(facts: list[Stated]) -> None:
    """Every sentence is still evidence of something, and every value was stated in one of the fact's sentences."""
    out = merged(*facts)
    assert {i for f in out for i in f.sentences} == {i for f in facts for i in f.sentences}
    for fact in out:
        for name, value in fact.values.items():
            assert any(f.values.get(name) == value for f in facts if set(f.sentences) <= set(fact.sentences))


# What makes no sense.


def sanction(place: int = 0, sure: float = 1.0, **values: Any) -> Stated:
    return Stated("sanctions", {"target": "Drovia", "status": "imposed"} | values, (place,), sure)


def test_a_fact_without_its_party_is_dropped_with_the_reason() -> None:
    """A sanction against nobody known is none."""
    sound, dropped = sound_facts(SCHEMA, [sanction(target=None), sanction()], parties("Drovia"))
    assert sound == [sanction()]
    assert dropped == [(sanction(target=None), "against: no known party")]


def test_a_party_is_no_thing() -> None:
    """A party in the place of goods is dropped."""
    _, ((_, why),) = sound_facts(SCHEMA, [item(description="Drovia")], parties("Drovia"))
    assert "a party, not a thing" in why


def test_of_two_readings_the_surer_stays() -> None:
    """The same words as goods and as payment in one sentence are one of them: what the model was surer of."""
    paid = Stated("compensation", {"description": "the wheat", "status": "delivered"}, (0,), 0.9)
    sound, dropped = sound_facts(SCHEMA, [item(0, 0.6, description="wheat"), paid], parties())
    assert sound == [paid] and len(dropped) == 1
    elsewhere = item(1, 0.6, description="wheat")
    assert sound_facts(SCHEMA, [elsewhere, paid], parties())[1] == [], "another sentence may tell of both"


def test_an_echo_is_no_value() -> None:
    """An optional value that only repeats the main words is left out."""
    (fact,), _ = sound_facts(SCHEMA, [item(quantity="boats")], parties())
    assert fact.values["quantity"] is None


class Storm(Claim):
    """A storm."""

    place: Annotated[str, Free("Where.")]
    force: Annotated[Literal["light", "heavy"], OneOf("How strong.")]


class Weather(Report):
    """The weather."""

    schema_id = "weather/1"

    storms: list[Storm] = []


def test_a_schema_without_parties_works() -> None:
    """Facts without any reference are merged, kept and given no roles."""
    schema = compile_schema(Weather)
    here, there = (Stated("storms", {"place": "in Astrin", "force": "light"}, (i,)) for i in (0, 1))
    assert merge_repeats(schema, [here, there])[0] == [Stated("storms", here.values, (0, 1))]
    assert sound_facts(schema, [here], parties()) == ([here], [])
    assert roles_of(schema, [here]) == {}


def test_roles_come_from_references() -> None:
    """Whoever supplies is a supplier, each role once, several names one by one."""
    facts = [
        item(supplier="Velmora", recipient=["Drovia", "Kesh"]),
        item(1, supplier="Velmora"),
        sanction(target="Velmora"),
    ]
    assert roles_of(SCHEMA, facts) == {
        "Velmora": ["supplier", "sanctioned_party"],
        "Drovia": ["recipient"],
        "Kesh": ["recipient"],
    }
