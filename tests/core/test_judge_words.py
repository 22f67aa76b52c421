"""How the judge reads words: numbers, stems, names, the article's own aliases."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.judge.aliases import article_aliases
from summarizer.judge.context import View
from summarizer.judge.numerals import numbers
from summarizer.judge.parties import is_adjective_of, party
from summarizer.judge.stems import content_words, stem
from summarizer.judge.tokens import simplify, tokenise


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", "24"),
        ("4,491 missiles", "4491"),
        ("40 000 tonnes", "40000"),
        ("1,200.50", "1200.5"),
        ("1.200,50", "1200.5"),
        ("$9.5 million", "9500000"),
        ("3.53\nbillion dlr", "3530000000"),
        ("948.8 mln dlrs", "948800000"),
        ("500k", "500000"),
        ("two dozen", "24"),
        ("half a dozen", "6"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("one hundred and twenty-four", "124"),
        ("three score", "60"),
        ("a hundred", "100"),
        ("a couple of", "2"),
        ("the 30th", "30"),
        ("the twentieth", "20"),
        ("155mm", "155"),
        ("mid-2022", "2022"),
        ("No.5", "5"),
    ],
)
def test_one_number_in_many_dresses(text, value):
    """Digits, grouping, decimals, words, dozens and magnitudes are one number."""
    found = numbers(text)
    assert len(found) == 1
    assert Decimal(value) in found[0].readings


def test_digits_that_may_be_grouped_have_both_readings():
    """'3.530' is a decimal in one country and thousands in another; '4,491' is no decimal anywhere in news."""
    assert numbers("3.530")[0].readings == {Decimal("3.53"), Decimal(3530)}
    assert numbers("4,491")[0].readings == {Decimal(4491)}


def test_a_number_in_a_name_is_part_of_the_name():
    """S-300 is neither S-400 nor 300, and its plural is itself."""
    (name,) = numbers("S-300 parts")
    (other,) = numbers("S-400 parts")
    (plural,) = numbers("the S-300s")
    (bare,) = numbers("300 parts")
    assert plural.supports(name)
    assert not other.supports(name)
    assert not name.supports(bare)
    assert not bare.supports(name)


@pytest.mark.parametrize(
    ("evidence", "claimed", "supported"),
    [
        ("more than 24 types", "240 types", False),
        ("5000000", "500000", False),
        ("over two dozen", "24", True),
        ("Nov. 18", "Nov. 1", False),
        ("$9.5 million", "$95 million", False),
        ("12 pct", "12 percent", True),
        ("12 pct", "$12", False),
        ("$5-10 million", "$5 million", True),
        ("$5-10 million", "€5 million", False),
        ("18-19", "19", True),
        ("2022-23", "2023", True),
        ("the 1990s", "1990", False),
        ("36 drones", "dozens of drones", True),
        ("dozens of drones", "36 drones", False),
        ("dozens of drones", "hundreds of drones", False),
    ],
)
def test_which_number_supports_which(evidence, claimed, supported):
    """Token by token, with units, ranges and vague numbers understood."""
    wanted = numbers(claimed)[0]
    assert any(n.supports(wanted) for n in numbers(evidence)) is supported


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("more than 24", ">"),
        ("at least 24", ">"),
        ("24 or more", ">"),
        ("no fewer than 24", ">"),
        ("fewer than 24", "<"),
        ("up to 24", "<"),
        ("about 24", "~"),
        ("some 24", "~"),
        ("over the last 24", ""),
        ("24", ""),
    ],
)
def test_what_is_said_about_a_number(text, sign):
    """More, less and about are read where they stand by the number, and only there."""
    assert numbers(text)[0].sign == sign


@pytest.mark.parametrize(
    "words",
    [
        "ship ships shipped shipping shipment shipments",
        "deliver delivers delivered delivery deliveries",
        "sell sells sold selling sale sales",
        "supply supplies supplied supplying supplier suppliers",
        "violate violates violated violating violation violations",
        "impose imposes imposed imposing",
        "carry carries carried carrying",
        "plan plans planned planning",
        "equip equipped equipping equipment",
        "prohibit prohibited prohibition ban banned banning bans",
        "weapon weapons weaponry arms",
        "reinstate reinstated reinstatement",
        "commerce commercial",
    ],
)
def test_inflections_share_a_stem(words):
    """Inflection and plain derivation leave a word what it is."""
    assert len({stem(w) for w in words.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "radar radish",
        "plan plane",
        "missile missive",
        "product produce",
        "tank tanker2",
        "policy police",
        "ship shop",
        "arms army",
    ],
)
def test_other_words_do_not(pair):
    """Likeness is no kinship."""
    one, other = pair.split()
    assert stem(one) != stem(other)


def test_content_words_leave_out_what_only_measures():
    """'kinds of' says nothing of the thing."""
    assert content_words(tokenise("over two dozen kinds of weapons and the munitions").forms) == [
        "two",
        "weapons",
        "munitions",
    ]


def test_one_form_for_spellings_and_countries():
    """Case, diacritics, apostrophes, stops and the many words for a country fold; 'us' is no country, nor is a turkey."""
    assert simplify("Erdoğan") == simplify("ERDOGAN") == "erdogan"
    assert simplify("O’Brien") == simplify("O'Brien")
    assert tokenise("the U.S. gave us a turkey").line == " the #US gave us a turkey "
    assert tokenise("American and Turkish officials in South Sudan").forms == (
        "#US",
        "and",
        "#TR",
        "officials",
        "in",
        "#SS",
    )
    assert tokenise("Russia’s air-defense").forms == ("#RU", "'s", "air", "defense")


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text):
    """Offsets are the article's, in order, and the characters there are the token's own."""
    tokens = tokenise(text, 7)
    for raw, start, end in zip(tokens.raws, tokens.starts, tokens.ends, strict=True):
        assert text[start - 7 : end - 7] == raw
    assert list(tokens.starts) == sorted(tokens.starts)


def test_the_articles_own_aliases():
    """Brackets, 'stands for', 'formerly known as' and an official name are understood; a bracket of other letters is not."""
    text = (
        "The Kestrel Liberation Front (KLF) spoke. MNL stands for Movement for National Liberation. Karst Republic, formerly "
        "known as Dolva, fought. It is the Union of Sund, Velmora's official name. The Peace Corps (see below) left."
    )
    aliases = article_aliases(text)
    assert "kestrel liberation front" in aliases["klf"]
    assert "movement for national liberation" in aliases["mnl"]
    assert "dolva" in aliases["karst republic"]
    assert "velmora" in aliases["union of sund"]
    assert "peace corps" not in aliases


NAMES = (
    "Federica Rossi met Turkish Defence Minister Kemal Oral and Omar Hassan al-Bashir. Rossi works at the U.S. Department of "
    "the Treasury. Mr. Oral spoke to Velmoran officials and to rebels in neighboring Sund. Senator John Q. Marsh of the Karst "
    "National Bank (KNB) said that Tehran and the Pentagon were silent. Gruppe Süd-Öst sent Jürgen Müller. A bout of fever."
)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Federica Rossi", True),
        ("Federico Rossi", False),
        ("Rossi", True),
        ("Ms. Rossi", True),
        ("Kemal Oral", True),
        ("Turkish Defence Minister Kemal Oral", True),
        ("Kemal Orel", False),
        ("Omar al-Bashir", True),
        ("Ahmed al-Bashir", False),
        ("Treasury Department", True),
        ("US Treasury Department", True),
        ("Chinese Treasury Department", False),
        ("Velmora", True),
        ("Velma", False),
        ("John Marsh", True),
        ("Jane Marsh", False),
        ("KNB", True),
        ("Karst National Bank", True),
        ("Iran", True),
        ("Iranian government", True),
        ("Iraq", False),
        ("US Department of Defense", True),
        ("Jurgen Muller", True),
        ("Jörg Müller", False),
        ("rebels in Sund", True),
        ("rebels in Ardovia", False),
        ("Bout", False),
        ("Defence Ministry", False),
    ],
)
def test_who_is_named_in_a_text(name, named):
    """Titles, initials, surnames, demonyms, capitals, order and diacritics are understood; near misses are nobody."""
    view = View(Article(NAMES))
    assert party(view, name).stands_in(view.whole) is named


def test_the_general_rule_for_adjectives():
    """What the table of countries lacks is made by suffix, and never from a stump of a name."""
    assert is_adjective_of("velmoran", "velmora")
    assert is_adjective_of("brasslander", "brassland")
    assert not is_adjective_of("federica", "federico")
    assert not is_adjective_of("iranian", "ira")


def test_hostile_texts_are_read_in_time():
    """No pattern goes back and forth over a long run of what it likes."""
    for text in (
        "1,",
        "U.S. ",
        "a a ",
        "one ",
        "half ",
        "1 000 ",
        "A-1 ",
        "Ab called ",
        "(AB) ",
        "A B (",
        "the Of ",
        "'s ",
        ", A-1B ",
        "The Ab Front ",
    ):
        long = text * (40_000 // len(text))
        started = time.process_time()
        numbers(long)
        tokenise(long)
        article_aliases(long)
        assert time.process_time() - started < 1.0, text
