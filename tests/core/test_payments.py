"""What is given in return, told apart from the goods."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.payments import exchanges
from summarizer.english.transfers import Transfer
from summarizer.english.transfers.sums import is_money, sum_end
from summarizer.english.words import read


def said(told: Transfer) -> tuple[str, str, str]:
    """Thing, giver, taker."""
    return told.say(told.thing), told.say(told.giver), told.say(told.taker)


@pytest.mark.parametrize(
    ("text", "goods", "returns"),
    [
        ("Kessel will ship trucks to Orrin in exchange for ore.", ("trucks", "Kessel", "Orrin"), ("ore", "Orrin", "Kessel")),
        ("Kessel is giving Orrin rice in exchange for missiles.", ("missiles", "Orrin", "Kessel"), ("rice", "Kessel", "Orrin")),
        ("Kessel sold Orrin 20 tanks for $5 million.", ("tanks", "Kessel", "Orrin"), ("$5 million", "Orrin", "Kessel")),
        ("Orrin paid Kessel $3 million for the rockets.", ("rockets", "Kessel", "Orrin"), ("$3 million", "Orrin", "Kessel")),
        ("Orrin paid about $3 million to Kessel for boots.",
         ("boots", "Kessel", "Orrin"), ("about $3 million", "Orrin", "Kessel")),
        ("In return, Orrin will free two pilots.", None, ("free two pilots", "Orrin", "")),
        ("In return, Orrin will free two pilots; Kessel waits.", None, ("free two pilots", "Orrin", "")),
        ("In return, Orrin has freed two pilots, Ruiz said.", None, ("freed two pilots", "Orrin", "")),
        ("Rice was sent to Orrin by Kessel in exchange.", None, ("Rice", "Kessel", "Orrin")),
        ("Orrin got rice from Kessel. In exchange it gave mines to Kessel.",
         ("rice", "Kessel", "Orrin"), ("mines", "it", "Kessel")),
        ("The navy awarded Harrow Dynamics a $90 million contract for radars.",
         ("radars", "Harrow Dynamics", "The navy"), ("$90 million", "The navy", "Harrow Dynamics")),
        ("The contract for radars with Kessel is worth 2.1 billion crowns.",
         ("radars", "Kessel", ""), ("2.1 billion crowns", "", "Kessel")),
        ("Kessel and Orrin signed a deal valued at $3 million.", None, ("$3 million", "", "")),
        ("Kessel signed a $3 billion arms deal with Orrin.", None, ("$3 billion", "", "")),
        ("Orrin received six jets from Kessel and paid with crude oil.",
         ("jets", "Kessel", "Orrin"), ("crude oil", "Orrin", "Kessel")),
        ("Orrin bought jets from Kessel that are to be paid for in coffee.",
         ("jets", "Kessel", "Orrin"), ("coffee", "Orrin", "Kessel")),
        ("Kessel plans to secure shells from Orrin through providing food.",
         ("shells", "Orrin", "Kessel"), ("food", "Kessel", "")),
        ("Kessel paid an unnamed supplier $620,000.", None, ("$620,000", "Kessel", "an unnamed supplier")),
        ("Orrin was paid $3 million by Kessel.", None, ("$3 million", "Kessel", "Orrin")),
    ],
)  # fmt: skip
def test_what_is_given_in_return(text: str, goods: tuple[str, ...] | None, returns: tuple[str, ...]) -> None:
    """The two halves of an exchange are told apart, each with its own giver and taker; arms are goods on either side."""
    parted = exchanges(text)
    assert [said(t) for t in parted.goods[:1]] == ([goods] if goods else [])
    assert said(parted.returns[0]) == returns


@pytest.mark.parametrize(
    "text",
    [
        "Kessel sold Orrin rice.",
        "In return, Kessel.",
        "In return, of course, will free.",
        "Kessel sent rice to Orrin. But in return, nothing.",
        "",
    ],
)
def test_nothing_in_return(text: str) -> None:
    """A gift, and words about nothing that is given, have no other half."""
    assert exchanges(text).returns == ()


def test_what_is_in_an_exchange_has_its_price_in_the_other_half() -> None:
    """No half keeps the other as its price, so that nothing is told twice."""
    parted = exchanges("Kessel sold Orrin 20 tanks for $5 million.")
    assert [t.price for t in (*parted.goods, *parted.returns)] == [None, None]
    assert [t.say(t.amount) for t in (*parted.goods, *parted.returns)] == ["20", "$5 million"]


@pytest.mark.parametrize(
    ("text", "money"),
    [("$90 million contract", "$90 million"), ("100 mln dlrs a year", "100 mln dlrs"), ("€5 of it", "€5")],
)
def test_where_a_sum_ends(text: str, money: str) -> None:
    """A sum of money runs over its numbers and its currency."""
    sentence = read(text)
    end = sum_end(sentence, 0, len(sentence))
    assert sentence.say(0, end) == money and is_money(sentence, (0, end))


def test_what_is_no_money() -> None:
    """What is counted without a currency is no sum."""
    assert not is_money(read("20 tanks"), (0, 2))


@given(st.lists(
    st.sampled_from("Kessel sold paid to by 20 tanks the in exchange for return worth deal contract $5 million , . with was".split()), max_size=25
).map(" ".join))  # fmt: skip
def test_every_place_lies_in_its_sentence(text: str) -> None:
    """Whatever the words, what is given and what is given in return stand in the sentence."""
    parted = exchanges(text)
    for told in (*parted.goods, *parted.returns):
        for place in (told.thing, told.amount, told.giver, told.taker, told.price, told.agent):
            assert place is None or 0 <= place[0] < place[1] <= len(told.sentence)
