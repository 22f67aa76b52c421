"""Who gives what to whom, read from the order of English words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.agents import agents
from summarizer.english.amounts import amount_and_thing
from summarizer.english.payments import exchanges
from summarizer.english.phrases import phrase
from summarizer.english.times import time_near
from summarizer.english.transfers import Transfer, transfers
from summarizer.english.words import read


def said(told: Transfer) -> tuple[str, str, str, str, str]:
    """Mood, amount, thing, giver, taker."""
    return told.mood, told.say(told.amount), told.say(told.thing), told.say(told.giver), told.say(told.taker)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kessel sold 20 tanks to Orrin.", ("done", "20", "tanks", "Kessel", "Orrin")),
        ("Kessel gave the rebels 20 mortars.", ("done", "20", "mortars", "Kessel", "the rebels")),
        ("Kessel is offering Orrin rice.", ("planned", "", "rice", "Kessel", "Orrin")),
        ("Kessel will supply Orrin with 50 trucks.", ("planned", "50", "trucks", "Kessel", "Orrin")),
        ("Orrin was supplied with trucks by Kessel.", ("done", "", "trucks", "Kessel", "Orrin")),
        ("Orrin bought more than 20 types of mines from Kessel.", ("done", "more than 20 types", "mines", "Kessel", "Orrin")),
        ("Mines were sold to Orrin by Kessel.", ("done", "", "Mines", "Kessel", "Orrin")),
        ("Orrin is seeking to obtain shells from Kessel.", ("planned", "", "shells", "Kessel", "Orrin")),
        ("A trader tried to send scopes to Selka.", ("tried", "", "scopes", "A trader", "Selka")),
        ("Kessel is said to have sold mines to Orrin.", ("hedged", "", "mines", "Kessel", "Orrin")),
        ("Talvia accused Kessel of sending guns to rebels in neighbouring Orrin.",
         ("hedged", "", "guns", "Kessel", "rebels in neighbouring Orrin")),
        ("The boats that Kessel delivered to Orrin were old.", ("done", "", "boats", "Kessel", "Orrin")),
        ("Kessel, which sold three barges to Orrin in 1981, is small.", ("done", "three", "barges", "Kessel", "Orrin")),
        ("Kessel's sale of 12 jets to Orrin was told.", ("done", "12", "jets", "Kessel", "Orrin")),
        ("Talvia took delivery of three boats from Kessel.", ("done", "three", "boats", "Kessel", "Talvia")),
        ("Kessel turned over two ships to the navy.", ("done", "two", "ships", "Kessel", "the navy")),
        ("Five carriers from Kessel arrived in Selka.", ("done", "Five", "carriers", "Kessel", "Selka")),
        ("Talvia asked Kessel for 12 helicopters.", ("planned", "12", "helicopters", "Kessel", "Talvia")),
        ("Harrow Dynamics won a contract to build 14 aircraft for the navy.",
         ("planned", "14", "aircraft", "Harrow Dynamics", "the navy")),
        ("Officers seized 60 drones from a ship.", ("tried", "60", "drones", "", "")),
        ("KESSEL SOLD 20 TANKS TO ORRIN.", ("done", "20", "TANKS", "KESSEL", "ORRIN")),
    ],
)  # fmt: skip
def test_who_gives_what_to_whom(text: str, wanted: tuple[str, str, str, str, str]) -> None:
    """Active, passive, relative, double object, nouns, contracts, requests and seizures say the same in their own order."""
    assert said(transfers(text)[0]) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Kessel will not sell arms to Orrin.",
        "Kessel denied that it had sold arms to Orrin.",
        "The resolution bars Kessel from exporting arms to Orrin.",
        "Kessel has sent no arms to Orrin.",
        "The ship will not sail unless Kessel sells arms to Orrin.",
    ],
)
def test_what_is_not_done_is_negated(text: str) -> None:
    """A transfer that the sentence denies, bars or makes depend on something else is marked as such."""
    assert {t.mood for t in transfers(text)} == {"negated"}


@pytest.mark.parametrize(
    "text",
    [
        "The missile can hit a ship 65 km away.",
        "It gives the wrong signals to Orrin.",
        "He ordered a strike against a factory.",
        "The council seeks to impose order.",
        "",
    ],
)
def test_what_is_no_transfer(text: str) -> None:
    """Bystanders, signals and orders are nothing that is handed over."""
    assert transfers(text) == []


def test_whoever_had_it_gives_it() -> None:
    """'Stolen by X and sold to Y': the second verb takes thing and giver from the first."""
    told = transfers("Guns shipped to Orrin by Kessel were stolen by officers and sold to merchants.")
    assert [said(t)[2:] for t in told] == [
        ("Guns", "Kessel", "Orrin"),
        ("Guns", "", "officers"),
        ("Guns", "officers", "merchants"),
    ]


@pytest.mark.parametrize(
    ("text", "goods", "returns"),
    [
        ("Kessel will ship trucks to Orrin in exchange for ore.", ("trucks", "Kessel", "Orrin"), ("ore", "Orrin", "Kessel")),
        ("Kessel is giving Orrin rice in exchange for missiles.", ("missiles", "Orrin", "Kessel"), ("rice", "Kessel", "Orrin")),
        ("Kessel sold Orrin 20 tanks for $5 million.", ("tanks", "Kessel", "Orrin"), ("$5 million", "Orrin", "Kessel")),
        ("Orrin paid Kessel $3 million for the rockets.", ("rockets", "Kessel", "Orrin"), ("$3 million", "Orrin", "Kessel")),
        ("In return, Orrin will free two pilots.", None, ("free two pilots", "Orrin", "")),
        ("The navy awarded Harrow Dynamics a $90 million contract for radars.",
         ("radars", "Harrow Dynamics", "The navy"), ("$90 million", "The navy", "Harrow Dynamics")),
        ("Orrin received six jets from Kessel and paid with crude oil.",
         ("jets", "Kessel", "Orrin"), ("crude oil", "Orrin", "Kessel")),
    ],
)  # fmt: skip
def test_what_is_given_in_return(text: str, goods: tuple[str, ...] | None, returns: tuple[str, ...]) -> None:
    """The two halves of an exchange are told apart, each with its own giver and taker; arms are goods on either side."""
    parted = exchanges(text)
    assert [said(t)[2:] for t in parted.goods[:1]] == ([goods] if goods else [])
    assert said(parted.returns[0])[2:] == returns


@pytest.mark.parametrize(
    ("text", "amount", "thing"),
    [
        ("over two dozen kinds of mines", "over two dozen kinds", "mines"),
        ("the other mines", "", "other mines"),
        ("40 trucks and 5 jeeps", "40 trucks and 5 jeeps", "trucks and 5 jeeps"),
        ("48 of the missiles", "48", "missiles"),
    ],
)
def test_how_much_of_what(text: str, amount: str, thing: str) -> None:
    """An amount is parted from its thing; things counted one by one keep their counts together."""
    sentence = read(text)
    much, what = amount_and_thing(sentence, *phrase(sentence, 0))
    assert (sentence.say(*much), sentence.say(*what)) == (amount, thing)


@pytest.mark.parametrize(
    ("text", "word", "when"),
    [
        ("Kessel sold mines in June.", "sold", "in June"),
        ("Kessel sold mines late last year, Ruiz said on Tuesday.", "sold", "late last year"),
        ("Kessel sold mines, Ruiz said on Tuesday.", "sold", ""),
        ("Kessel may sell mines in May.", "sell", "in May"),
    ],
)
def test_when(text: str, word: str, when: str) -> None:
    """The time of a deed is the nearest one in its clause, not that of the saying."""
    sentence = read(text)
    place = time_near(sentence, sentence.forms.index(word))
    assert (sentence.say(*place) if place else "") == when


def test_who_acts() -> None:
    """The subjects of verbs of saying and doing act; who is behind a preposition does not."""
    assert agents("Kessel urged Orrin to wait.") == ["Kessel"]
    assert agents("The Talvian customs officers seized it.") == ["The Talvian customs officers"]


@given(st.text(alphabet="abcdeKO ,.'\"-$520", max_size=120) | st.lists(
    st.sampled_from("Kessel sold to by 20 tanks the in exchange for and was contract who $5 million , . return paid with".split()), max_size=25
).map(" ".join))  # fmt: skip
def test_any_text_is_read(text: str) -> None:
    """Whatever the text, every place lies inside the sentence."""
    parted = exchanges(text)
    for told in (*transfers(text), *parted.goods, *parted.returns):
        for place in (told.thing, told.amount, told.giver, told.taker, told.price, told.agent):
            assert place is None or 0 <= place[0] < place[1] <= len(told.sentence)


@pytest.mark.parametrize("text", ["Kessel sold " * 900, "to the and of " * 900, "sold tanks, " * 900])
def test_long_runs_end(text: str) -> None:
    """A hostile run of words is read to its end."""
    assert isinstance(transfers(text), list)
