"""How a verb or a noun is told: done, under way, planned, tried, hedged, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.mood import mood_of_noun, verb_group
from summarizer.english.words import read


@pytest.mark.parametrize(
    ("text", "verb", "form", "mood"),
    [
        ("Kessel sold mines.", "sold", "past", "done"),
        ("Orrin and Kessel sell mines.", "sell", "base", "done"),
        ("Kessel paid by sending mines.", "sending", "ing", "done"),
        ("Kessel is selling mines.", "selling", "ing", "ongoing"),
        ("Kessel sells mines.", "sells", "third", "ongoing"),
        ("Kessel continues to ship mines.", "ship", "base", "ongoing"),
        ("Kessel will sell mines.", "sell", "base", "planned"),
        ("Kessel plans to sell mines.", "sell", "base", "planned"),
        ("Kessel has a plan to secure mines.", "secure", "base", "planned"),
        ("Kessel would have sold mines.", "sold", "past", "planned"),
        ("Kessel pledged mines.", "pledged", "past", "planned"),
        ("Kessel will pay by sending mines.", "sending", "ing", "planned"),
        ("Kessel tried to sell mines.", "sell", "base", "tried"),
        ("Kessel is said to have sold mines.", "sold", "past", "hedged"),
        ("Kessel was accused of selling mines.", "selling", "ing", "hedged"),
        ("Analysts suspect that Kessel sold mines.", "sold", "past", "hedged"),
    ],
)
def test_how_a_verb_is_told(text: str, verb: str, form: str, mood: str) -> None:
    """Helpers, verbs of planning and trying, and words of suspicion before a verb say how it is told."""
    sentence = read(text)
    assert verb_group(sentence, sentence.forms.index(verb), form).mood == mood


@pytest.mark.parametrize(
    ("text", "verb", "form"),
    [
        ("Kessel has not sold mines.", "sold", "past"),
        ("Kessel will not provide or sell mines.", "sell", "base"),
        ("Kessel denied that it had sold mines.", "sold", "past"),
        ("A law bars Kessel from exporting mines.", "exporting", "ing"),
        ("Kessel forbids Orrin to sell mines.", "sell", "base"),
        ("Orrin was asked if Kessel was moving mines.", "moving", "ing"),
        ("There is no evidence that Kessel sold mines.", "sold", "past"),
        ("The ship stays unless Kessel sells mines.", "sells", "third"),
    ],
)
def test_what_is_not_done(text: str, verb: str, form: str) -> None:
    """What is denied, barred, forbidden, asked or made to depend on something else is negated."""
    sentence = read(text)
    assert verb_group(sentence, sentence.forms.index(verb), form).mood == "negated"


def test_a_denial_in_another_clause_is_another_matter() -> None:
    """'But' shuts out what stands before it."""
    sentence = read("Kessel denied it, but Orrin sold mines.")
    assert verb_group(sentence, sentence.forms.index("sold"), "past").mood == "done"


@pytest.mark.parametrize(
    ("text", "verb", "group", "passive"),
    [
        ("Mines were sold.", "sold", "were", True),
        ("Mines are to be sold.", "sold", "are to be", True),
        ("Mines have already been sold.", "sold", "have already been", True),
        ("Kessel is said to have sold mines.", "sold", "is said to have", False),
        ("Kessel will not provide or sell mines.", "sell", "will not provide or", False),
        ("In May sold mines.", "sold", "", False),
    ],
)
def test_what_belongs_to_a_verb(text: str, verb: str, group: str, passive: bool) -> None:
    """The group begins with the first helper; it is passive where 'be' governs a participle, not where 'have' does."""
    sentence = read(text)
    at = sentence.forms.index(verb)
    found = verb_group(sentence, at, "past" if verb == "sold" else "base")
    assert (sentence.say(found.low, at), found.verb, found.passive) == (group, at, passive)


@pytest.mark.parametrize(
    ("text", "begins", "mood"),
    [
        ("Kessel told of arms shipments to Orrin.", "arms", "done"),
        ("Kessel halted arms shipments to Orrin.", "arms", "negated"),
        ("There were no arms shipments.", "no", "negated"),
        ("Kessel denied arms shipments.", "arms", "negated"),
        ("The arms shipments were halted.", "the", "negated"),
        ("Orrin asked whether arms shipments came.", "arms", "negated"),
        ("Alleged arms shipments were found.", "alleged", "hedged"),
        ("Kessel plans arms shipments.", "arms", "planned"),
        ("The arms shipments will begin.", "the", "planned"),
        ("Kessel continues arms shipments.", "arms", "ongoing"),
    ],
)
def test_how_a_noun_is_told(text: str, begins: str, mood: str) -> None:
    """A noun of transfer is told as what stands before it in its clause says, then what stands behind it."""
    sentence = read(text)
    assert mood_of_noun(sentence, sentence.forms.index("shipments"), sentence.forms.index(begins)) == mood


@given(st.lists(
    st.sampled_from("Kessel sold to be will not and or nor sell is said have may May in return tried plan 's , \" but from".split()),
    min_size=1, max_size=20,
).map(" ".join), st.sampled_from(["base", "third", "past", "ing"]))  # fmt: skip
def test_a_group_ends_at_its_verb(text: str, form: str) -> None:
    """Whatever the words, a group begins at its verb or before it."""
    sentence = read(text)
    for at in range(len(sentence)):
        group = verb_group(sentence, at, form)
        assert 0 <= group.low <= group.verb == at
