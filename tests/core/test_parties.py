"""The parties of an article: who is who, of which sort, and which roles they have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.parties import Parties, Party, Stated, listed, roles_of
from summarizer.schema import find_schema

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


def item(place: int = 0, **values: Any) -> Stated:
    return Stated("items", {"description": "boats", "status": "delivered"} | values, (place,))


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


@pytest.mark.parametrize(
    ("names_", "text", "fullest", "aliases"),
    [
        (("Merlane", "Merlane Aircraft Corp"), "", "Merlane Aircraft Corp", ["Merlane"]),
        (("Free Oriel Front", "the Front"), "", "Free Oriel Front", ["Front"]),
        (("Velmora", "Velmoran"), "Velmora and the Velmoran navy", "Velmora", []),
        (("Russian", "Russia"), "", "Russia", []),
        (("Tehran", "Iran", "Islamic Republic of Iran"), "", "Iran", ["Tehran"]),
        (("the U.S. government", "U.S.", "Washington", "U.S."), "", "U.S.", ["U.S. government", "Washington"]),
        (("Paik Jun-ha", "Paik"), "Mr. Paik Jun-ha left.", "Paik Jun-ha", ["Paik"]),
        (("drug gangs", "gangs"), "", "drug gangs", ["gangs"]),
    ],
)
def test_a_short_form_joins_its_name(names_: tuple[str, ...], text: str, fullest: str, aliases: list[str]) -> None:
    """A firm's first word, a front, an adjective, a capital and a surname that stands first join the one they are short for."""
    found = parties(*names_, text=text)
    found.sort_persons()
    found.fold()
    assert names(found)[:1] == [fullest] and all(found.find(n) is found.all[0] for n in names_)
    assert [a for a in found.all[0].aliases if a in aliases] == aliases


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harrow", "Harrow Lind"),
        ("Great", "Great Motors"),
        ("Ministry", "Ministry of Trade"),
        ("Russia", "Russia Trading"),
    ],
)
def test_a_part_of_a_name_joins_nobody(one: str, other: str) -> None:
    """A first name, an epithet, a bare kind of body and a country are nobody's short form."""
    found = parties(other, one)
    found.sort_by_words(["company", "government", "person"])
    found.fold()
    assert sorted(names(found)) == sorted([one, other])


@pytest.mark.parametrize(
    ("name", "text", "sort"),
    [
        ("Harrow Dynamics", "", "company"),
        ("Finance Ministry of Talvia", "", "government_body"),
        ("Union of River States", "", "other_org"),
        ("Talvia", "the Talvian coast", "government"),
        ("Talvia", "the coast", ""),
        ("Tehran", "", "government"),
    ],
)
def test_words_show_the_sort(name: str, text: str, sort: str) -> None:
    """What a name's own words show is settled, once, and only as one of the schema's own sorts."""
    found = parties(name, text=text)
    found.sort_by_words([])
    assert found.all[0].sort == ""
    found.sort_by_words(["company", "government_body", "other_org", "government"])
    assert found.all[0].sort == sort
    found.all[0].sort = "person"
    found.sort_by_words(["company", "government_body", "other_org", "government"])
    assert found.all[0].sort == "person"


def test_an_adjective_is_its_country() -> None:
    """'Velmoran' means Velmora where the text has it, whichever comes first, and is no name of its own."""
    found = parties("Velmoran", text="Velmoran boats left Velmora.")
    assert names(found) == ["Velmora"]
    assert found.find("Velmoran") is found.all[0] and found.all[0].aliases == []
    assert parties("Russian").all == [], "a country's adjective alone names nobody"


def test_a_mention_stands_where_the_name_does() -> None:
    """A name that its sentence has not is a mention of the first sentence that has it."""
    found = Parties("", ["The sea was calm.", "Petar Ruiz left.", "He was seen."])
    party = found.add("Petar Ruiz", 2)
    assert party is not None and party.first == 1


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


# Who has which role.


@pytest.mark.parametrize(
    ("value", "found"),
    [(None, []), ("", []), ("Velmora", ["Velmora"]), (["Velmora", "Kesh"], ["Velmora", "Kesh"]), ([], [])],
)
def test_a_reference_has_any_number_of_names(value: object, found: list[str]) -> None:
    """None, one or several."""
    assert listed(value) == found


def test_roles_come_from_references() -> None:
    """Whoever supplies is a supplier, each role once, several names one by one."""
    facts = [
        item(supplier="Velmora", recipient=["Drovia", "Kesh"]),
        item(1, supplier="Velmora"),
        Stated("sanctions", {"target": "Velmora", "status": "imposed"}, (2,)),
    ]
    assert roles_of(SCHEMA, facts) == {
        "Velmora": ["supplier", "sanctioned_party"],
        "Drovia": ["recipient"],
        "Kesh": ["recipient"],
    }
