"""Names of parties: what a name is, and which two are one party's."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.names import (
    acronyms,
    capitalised_names,
    clean_name,
    is_adjective,
    is_capital_city,
    is_person,
    is_pronoun,
    is_short_for,
    key,
    may_be_full_name,
    nation_of,
    noun_of,
    same_party,
    sort_of_name,
    split_run,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("the Velmoran Navy", "Velmoran Navy"),
        ("The  Velmoran\nNavy's", "Velmoran Navy"),
        ("its Treasury", "Treasury"),
        ("Col. Petar Ruiz", "Petar Ruiz"),
        ("Brig. Gen. Petar Ruiz", "Petar Ruiz"),
        ("President Mara Lind", "Mara Lind"),
        ("Drovian Foreign Minister Ivo Hart", "Ivo Hart"),
        ("Secretary of State Ivo Hart", "Ivo Hart"),
        ("Foreign Ministry", "Foreign Ministry"),
        ("Ministry of Foreign Trade", "Ministry of Foreign Trade"),
        ("Velmora’s", "Velmora"),
        ("Velmora’s crackdown", "Velmora"),
        ("Velmora's Coast Guard", "Coast Guard"),
        ("the U.S.", "U.S."),
        ("“Orvand Maritime,”", "Orvand Maritime"),
        ("(Orvand)", "Orvand"),
        ("O’Brien", "O’Brien"),
        ("the arms firm Harrow Dynamics", "Harrow Dynamics"),
        ("Talvia-based Harrow Dynamics", "Harrow Dynamics"),
        ("Orrin-owned Borodan Shipping", "Borodan Shipping"),
        ("Talvian private military company Wexel Group", "Wexel Group"),
        ("the businessman Ilya Brandt", "Ilya Brandt"),
        ("island of Selka", "Selka"),
        ("Harrow Dynamics’s shipping unit", "Harrow Dynamics"),
        ("the city's Harrow Dynamics", "Harrow Dynamics"),
        ("Selka’s army", "Selka’s army"),
        ("Ivo Hart QC", "Ivo Hart"),
        ("Ivo Hart, MP", "Ivo Hart"),
        ("", ""),
        ("the ", "the"),
        ("…", ""),
        ("维尔莫拉", "维尔莫拉"),
    ],
)
def test_a_name_is_cleaned(written: str, name: str) -> None:
    """Determiners, titles, trades, seats, possessives and stray marks go; what belongs to the name stays."""
    assert clean_name(written) == name


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("the President Velmora’s U.S. of Lind 's , “ Ministry".split())).map(" ".join)
)
def test_cleaning_only_takes_away(written: str) -> None:
    """A cleaned name is words of what was written, in one line, and cleaning it once more does no harm."""
    name = clean_name(written)
    assert name == " ".join(name.split())
    assert len(name) <= len(written)
    clean_name(name), key(name), is_pronoun(name), split_run(name)


@pytest.mark.parametrize(
    "name",
    [
        "he",
        "They",
        "who",
        "the company",
        "officials",
        "the president",
        "a spokesman",
        "two officers",
        "Tuesday",
        "March",
        "2014",
        "",
        "the",
        "government",
        "the two countries".replace("countries", "men"),
        "arms broker",
        "tycoon",
        "Talvian Foreign Minister",
        "Russian President",
    ],
)
def test_what_is_no_name(name: str) -> None:
    """Pronouns, bare titles and roles, dates and numbers name nobody."""
    assert is_pronoun(name)


def test_the_us_is_a_name() -> None:
    """The country that is written 'US' is a party."""
    assert not is_pronoun("US") and ("US", 0) in capitalised_names(["In May the US sold boats."])


@pytest.mark.parametrize(
    "name",
    [
        "Velmora",
        "the Army",
        "Treasury",
        "Petar Ruiz",
        "President Lind",
        "Company B",
        "Foreign Ministry",
        "Selkan officials",
        "the rebels",
        "维尔莫拉",
    ],
)
def test_what_is_a_name(name: str) -> None:
    """A name is none of those, also with a title, and an institution with a capital is one."""
    assert not is_pronoun(name)


@pytest.mark.parametrize(
    ("one", "other", "person", "same"),
    [
        ("Velmora", "velmora", False, True),
        ("the Velmoran government", "Velmoran Government", False, True),
        ("U.S.", "US", False, True),
        ("United Coasts", "U.C.", False, True),
        ("European League", "EL", False, True),
        ("Orvand Maritime Co.", "Orvand Maritime", False, True),
        ("Lind’s", "Lind", False, True),
        ("Mara Lind", "Lind", True, True),
        ("Mara Lind", "Lind", False, False),
        ("Mara Lind", "M. Lind", True, True),
        ("Mara Lind", "Ivo Lind", True, False),
        ("Mara Lind", "Mara", True, False),
        ("Paik Jun-ha", "Paik", True, True),
        ("Paik Jun-ha", "Paik", False, False),
        ("Velmora", "South Velmora", False, False),
        ("Mkrtin", "Mkrtan", True, False),
        ("Navy", "Army", False, False),
        ("", "Velmora", False, False),
        ("the", "of", False, False),
    ],
)
def test_which_names_are_one_partys(one: str, other: str, person: bool, same: bool) -> None:
    """Spelling, initials and a person's surname join two names; likeness alone never does. It works both ways."""
    assert same_party(one, other, person=person) is same
    assert same_party(other, one, person=person) is same


def test_an_explained_abbreviation_joins() -> None:
    """An abbreviation joins the name that the text itself gives for it, and no other."""
    known = acronyms("The Velmoran Coast Control Bureau (VCCB) and the Drovian Sea Council (DSC) met.")
    assert same_party("VCCB", "Velmoran Coast Control Bureau", person=False, acronym_of=known)
    assert not same_party("VCCB", "Drovian Sea Council", person=False, acronym_of=known)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Velmoran Coast Control Bureau (VCCB) said", {"vccb": "Velmoran Coast Control Bureau"}),
        ("the Bureau of Sea Arms (BSA) said", {"bsa": "Bureau of Sea Arms"}),
        ("DRKV stands for Drovian Republic of the Kessel Valley.", {"drkv": "Drovian Republic of the Kessel Valley"}),
        ("Mara Lind (Coast Party) said", {}),
        ("twelve boats (BOATS) were seen", {}),
        ("It was over (OK) for them", {}),
        ("", {}),
    ],
)
def test_explained_abbreviations(text: str, found: dict[str, str]) -> None:
    """An abbreviation in brackets counts where the initials before it spell it, and where the text says it stands for."""
    assert acronyms(text) == found


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("Petar Ruiz", ["Petar Ruiz"]),
        ("Meanwhile Petar Ruiz", ["Petar Ruiz"]),
        ("Tilda Maren of Orvand Maritime", ["Tilda Maren", "Orvand Maritime"]),
        ("Ministry of Foreign Trade", ["Ministry of Foreign Trade"]),
        ("Orvand’s Port Amory", ["Orvand", "Port Amory"]),
        ("People’s Republic of Drovia", ["People’s Republic of Drovia"]),
        ("Workers’ Voice", ["Workers’ Voice"]),
        ("The", ["The"]),
        ("In", []),
    ],
)
def test_a_run_of_capitals_is_parted(run: str, names: list[str]) -> None:
    """'of' and a possessive part two names, except behind or before a word for a body."""
    assert split_run(run) == names


def test_names_of_a_text() -> None:
    """Runs of capitals are names with their sentence; an opening word is one only where it is a name elsewhere."""
    found = capitalised_names(
        [
            "Velmora sold boats to Drovia.",
            "Boats are dear, said Velmora.",
            "Later Col. Petar Ruiz left Port Amory for the U.S. on Monday.",
            "VELMORA SAID NOTHING.",
        ]
    )
    assert found == [
        ("Velmora", 0),
        ("Drovia", 0),
        ("Velmora", 1),
        ("Petar Ruiz", 2),
        ("Port Amory", 2),
        ("U.S.", 2),
    ]


def test_names_have_their_particles() -> None:
    """'al-' before a name and a mission's second half belong to it."""
    found = capitalised_names(["Then al-Wexel Group met UN/AU troops in Lund."])
    assert found == [("al-Wexel Group", 0), ("UN/AU", 0), ("Lund", 0)]


@pytest.mark.parametrize(
    ("adjective", "text", "noun"),
    [
        ("Velmoran", "Velmora sold boats.", "Velmora"),
        ("Selkans", "In Selka they left.", "Selka"),
        ("Kesseli", "Kessel left.", "Kessel"),
        ("Orrinese", "Orrin left.", "Orrin"),
        ("Talvian", "Orrin left.", ""),
        ("Velmoran", "Velmoran boats left.", ""),
        ("Velmoran navy", "Velmora sold boats.", ""),
        ("velmoran", "Velmora sold boats.", ""),
        ("Velmora", "Velmora sold boats.", ""),
        ("", "Velmora", ""),
    ],
)
def test_a_country_has_its_adjective(adjective: str, text: str, noun: str) -> None:
    """The text's own noun of which an adjective is made, if it has one."""
    assert noun_of(adjective, text) == noun


@pytest.mark.parametrize(
    ("name", "text", "sort"),
    [
        ("Harrow Dynamics", "", "company"),
        ("Borodan Shipping", "", "company"),
        ("Orvand Co.", "", "company"),
        ("Harrow Motors Group", "", "company"),
        ("Russia", "", "government"),
        ("Tehran", "", "government"),
        ("Velmora", "the Velmoran navy", "government"),
        ("Velmora", "Velmora and its navy", ""),
        ("velmora", "the Velmoran navy", ""),
        ("Finance Ministry of Talvia", "", "government_body"),
        ("Kessel Police", "", "government_body"),
        ("Selkan army", "", "government_body"),
        ("Union of River States", "", "other_org"),
        ("NATO", "", "other_org"),
        ("Petar Ruiz", "", ""),
        ("Valley Front", "", ""),
        ("", "", ""),
        ("United Nations", "", "other_org"),
        ("European Union", "", "other_org"),
    ],
)
def test_words_show_the_sort(name: str, text: str, sort: str) -> None:
    """The words of a company, a country, a ministry and a union show what they are; others don't."""
    assert sort_of_name(name, text) == sort


@pytest.mark.parametrize(
    ("short", "long", "is_short"),
    [
        ("Merlane", "Merlane Aircraft Corp", True),
        ("the Front", "Free Oriel Front", True),
        ("Velmoran", "Velmora", True),
        ("gangs", "drug gangs", True),
        ("North", "North Korea", True),
        ("Ministry", "Trade Ministry", True),
        ("Ministry", "Ministry of Trade", False),
        ("Harrow", "Harrow Lind", False),
        ("Orrin", "South Orrin", False),
        ("Great", "Great Motors", False),
        ("Russia", "Russia Trading", False),
        ("Merlane", "Merlane’s Aircraft Corp", False),
        ("Merlane Aircraft Corp", "Merlane", False),
        ("", "Merlane", False),
        ("the", "Merlane", False),
    ],
)
def test_what_is_short_for_a_name(short: str, long: str, is_short: bool) -> None:
    """A firm's first word, a body's kind, an adjective and a half of a divided country stand for the whole name."""
    assert is_short_for(short, [long]) is is_short
    assert is_short_for(short, ["Quite Another", long]) is is_short and not is_short_for(short, [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "#RU"),
        ("Tehran", "#IR"),
        ("the U.S. administration", "#US"),
        ("the Russian government", "#RU"),
        ("Russian Navy", ""),
        ("Velmora", ""),
        ("", ""),
    ],
)
def test_what_stands_for_a_country(name: str, code: str) -> None:
    """A country's name, its capital and its government are one; what it has is not."""
    assert nation_of(name) == code


def test_words_for_countries() -> None:
    """Adjectives and capitals are those of countries that are known."""
    assert is_adjective("Russian") and is_adjective("Americans") and not is_adjective("Russia")
    assert is_capital_city("Tehran") and not is_capital_city("Iran") and not is_capital_city("Velmora")


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_name_has_an_answer(name: str, text: str) -> None:
    """Whatever the name and the text, the rules answer, and a noun for an adjective stands in the text."""
    noun = noun_of(name, text)
    assert not noun or noun in text
    assert sort_of_name(name, text) in {"", "company", "government", "government_body", "other_org"}
    assert is_short_for(name, [text]) in {True, False} and isinstance(nation_of(name), str)


@pytest.mark.parametrize(
    ("name", "text", "person"),
    [
        ("Ruiz", "Col. Ruiz said so.", True),
        ("Tobin Orvand", "the shipbroker, Tobin Orvand, left", True),
        ("Irena Kolvas", "Irena Kolvas, a spokeswoman for the Treasury, said", True),
        ("Irena Kolvas", "Irena Kolvas, 44, said", True),
        ("IRENA KOLVAS", "IRENA KOLVAS, A SPOKESWOMAN, SAID", True),
        ("Orvand Maritime", "Orvand Maritime, which owns two ships, said", False),
        ("Velmora", "Velmora, Drovia and a minister met", False),
        ("Kol", "Kolvas, 44, said", False),
        ("a(b", "a(b, who left", True),
    ],
)
def test_the_text_itself_shows_a_person(name: str, text: str, person: bool) -> None:
    """A title before a name, an age or an office behind it show a person; a whole name is meant, never a part."""
    assert is_person(name, text) is person


@pytest.mark.parametrize(
    ("long", "short", "may"),
    [
        ("Mara Lind", "Lind", True),
        ("Mara J. Lind", "Lind", True),
        ("South Velmora", "Velmora", False),
        ("Velmoran Navy", "Navy", False),
        ("Mara Lind", "Mara", False),
        ("Lind", "Lind", False),
    ],
)
def test_what_may_be_a_full_name(long: str, short: str, may: bool) -> None:
    """Two or three capitalised words that end in the surname may be a person's; a country or a body is not."""
    assert may_be_full_name(long, short) is may


@pytest.mark.parametrize(
    "text",
    [
        "A " * 20_000,
        "A.B." * 10_000,
        "of the " * 10_000,
        "(" * 40_000,
        "X stands for " + "Of " * 20_000,
        "’s " * 20_000,
    ],
)
def test_no_text_takes_for_ever(text: str) -> None:
    """Long runs of capitals, brackets and small words are read in a moment."""
    started = time.monotonic()
    acronyms(text)
    capitalised_names([text[:900]] * 20)
    is_person("A A", text)
    assert time.monotonic() - started < 3
