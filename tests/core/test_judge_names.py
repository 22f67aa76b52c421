"""How the judge knows a party again: owners inside its name, and the part of it that an article goes on with."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.article import Article
from summarizer.extract.draft import DraftFact
from summarizer.judge import Examination, View, examine
from summarizer.judge.parties import party
from summarizer.schema import find_schema

TRADE = find_schema("trade_brief")


def tried(text: str, into: str, quote: str, **values: Any) -> Examination:
    full = {f.name: values.pop(f.name, [] if f.many else None) for f in TRADE.kind(into).fields}
    assert not values
    return examine(Article(text), TRADE, DraftFact(into, f"{into}/0", full, (quote,)))


def is_named(text: str, name: str, sentence: str) -> bool:
    view = View(Article(text))
    located = view.locator.locate(sentence)
    assert located
    return party(view, name).stands_in(view.passage(located.places[0]))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Lowland Dockers' Union released 14 crates.", "Lowland Dockers' Union"),
        ("The Lowland Dockers’ Union released 14 crates.", "Lowland Dockers' Union"),
        ("The Lowland Dockers' Union released 14 crates.", "Lowland Dockers Union"),
        ("The Lowland Dockers Union released 14 crates.", "Lowland Dockers’ Union"),
        ("THE LOWLAND DOCKERS'\nUNION RELEASED 14 CRATES.", "LOWLAND DOCKERS'\nUNION"),
        ("The Dockers' Union released 14 crates.", "Dockers' Union"),
        ("Brandal Verft A/S released 14 crates.", "Brandal Verft A/S"),
    ],
)
def test_the_owner_inside_a_name_is_part_of_it(text, name):
    """An inner apostrophe or stroke, on either side or on one only, does not cost a right party."""
    result = tried(text, "actors", text.removesuffix("."), name=name, kind="other_org")
    assert result.fact is not None
    assert not result.fact.reasons
    assert not result.ledger


@pytest.mark.parametrize("name", ["Upland Dockers' Union", "Lowland Miners' Union", "Lowland Dockers' Guild"])
def test_another_owner_is_another_party(name):
    """The apostrophe makes nobody else match."""
    text = "The Lowland Dockers' Union released 14 crates."
    assert tried(text, "actors", text.removesuffix("."), name=name, kind="other_org").fact is None


def test_the_initials_of_a_name_with_an_owner():
    """'LDU' for the Lowland Dockers' Union, in brackets and without."""
    text = "The Lowland Dockers' Union (LDU) met. The LDU bought 14 crates."
    assert is_named(text, "Lowland Dockers' Union", "The LDU bought 14 crates.")


INTRODUCED = (
    "Merlane wins order\n\nMerlane Aviation Ltd said the Free Sund Front had paid. Lucky Star Metals Inc was told. "
    "The Front bought radars. Shares in Merlane rose. Lucky Star denied it. The council met in Astrin."
)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Free Sund Front", "The Front bought radars."),
        ("Merlane Aviation Ltd", "Shares in Merlane rose."),
        ("Lucky Star Metals Inc", "Lucky Star denied it."),
    ],
)
def test_an_article_goes_on_with_a_part_of_a_name(name, sentence):
    """Once introduced, an organisation goes by its head noun behind 'the', a company by its own first words."""
    text = INTRODUCED.replace("Shares in Merlane rose", "Merlane shares rose")
    assert is_named(text, name, sentence.replace("Shares in Merlane rose", "Merlane shares rose"))


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        # two could be meant
        ("The Free Sund Front and the Karst Front met. The Front bought radars.", "Free Sund Front", "The Front bought radars."),
        # it was said before the name was
        ("They met.\n\nThe Front bought radars. The Free Sund Front met.", "Free Sund Front", "The Front bought radars."),
        # the name never is
        ("They met.\n\nThe Front bought radars.", "Free Sund Front", "The Front bought radars."),
        # a front of another sort
        ("The Free Sund Front met. Radars went to the front.", "Free Sund Front", "Radars went to the front."),
        # a town, a person, an airport
        ("Omber Shipping met. Ships lay in Omber. Omber bought radars.", "Omber Shipping", "Omber bought radars."),
        ("Otto Omber owns Omber Shipping. Omber bought radars.", "Omber Shipping", "Omber bought radars."),
        ("Omber Shipping met. Omber Airport shut. Omber bought radars.", "Omber Shipping", "Omber bought radars."),
        # words that are nobody's own
        ("The Foreign Trade Ministry met. Foreign radars came.", "Foreign Trade Ministry", "Foreign radars came."),
        ("European Shipping met. European radars came.", "European Shipping", "European radars came."),
    ],
)  # fmt: skip
def test_a_part_that_may_mean_somebody_else_names_nobody(text, name, sentence):
    """Whatever else could be meant, the full name is asked for."""
    assert not is_named(text, name, sentence)


def test_a_part_in_capitals():
    """Copy in capitals tells 'THE UNION' apart by the same rule, and the contracted name is an alias."""
    text = "THE LOWLAND DOCKERS' UNION MET. THE UNION BOUGHT 14 CRATES. LOWLAND UNION MEN WERE SEEN. NOBODY ASKED THE UNION."
    assert is_named(text, "LOWLAND DOCKERS' UNION", "THE UNION BOUGHT 14 CRATES.")
    result = tried(
        text,
        "actors",
        "THE LOWLAND DOCKERS' UNION MET",
        name="LOWLAND DOCKERS' UNION",
        kind="other_org",
        aliases=["LOWLAND UNION", "THE UNION"],
    )
    assert result.fact is not None
    assert not result.fact.reasons


def test_a_short_form_in_commas_with_figures():
    """'the 9 May Movement, M-9M,' names one party twice; other letters don't."""
    text = "Arms for the 9 May Movement, M-9M, were seized. M-9M denied it. The 3 June Movement, X-3J, met. X-3J sang."
    assert is_named(text, "9 May Movement", "M-9M denied it.")
    assert not is_named(text, "3 June Movement", "X-3J sang.")


def test_a_state_behind_an_adjective_points_back():
    """'the West Karstian state' takes up who was named before it."""
    text = "Sund was hit first. A ban on arms for the West Karstian state stays until May."
    quote = "A ban on arms for the West Karstian state stays until May"
    result = tried(text, "sanctions", quote, target="Sund", measure="ban on arms", status="in_force")
    assert result.fact is not None
    assert not result.fact.reasons


def test_a_piece_of_a_name_is_no_pronoun():
    """'foreign ministry' may be another name of Ardovia's foreign ministry, though not a party's only one."""
    text = "Ardovia's foreign ministry denied it."
    quote = "Ardovia's foreign ministry denied it"
    named = {"name": "Ardovia's foreign ministry", "kind": "government_body", "aliases": ["foreign ministry"]}
    result = tried(text, "actors", quote, **named)
    assert result.fact is not None
    assert not result.fact.reasons
    bare = tried(text, "actors", quote, name="foreign ministry", kind="government_body")
    assert bare.fact is None or bare.fact.reasons
