"""Noun phrases, times and amounts, as the reader of English finds them by the order of words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.amounts import amount_and_thing, roughly
from summarizer.english.phrases import ends_phrase, in_name, is_plain_noun, phrase, phrase_before, starts_phrase
from summarizer.english.times import begins_time, is_may, is_time, time_near
from summarizer.english.words import Sentence, read


def which(asked: Callable[[Sentence, int], bool], text: str) -> list[str]:
    """The words of a sentence of which something is true, as written."""
    sentence = read(text)
    return [sentence.raws[i] for i in range(len(sentence)) if asked(sentence, i)]


# Where a phrase begins and ends.


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("Kessel sold rockets, missiles, and other weapons to Orrin.", "rockets", "rockets, missiles, and other weapons"),
        ("They sold weapons such as mines to Orrin.", "weapons", "weapons such as mines"),
        ("They sold more than 20 types of mines in June.", "more", "more than 20 types of mines"),
        ("Kessel bought items Talvia has made.", "items", "items"),
        ("They sold the radars that Orrin wanted.", "the", "the radars"),
        ("They sold guns and Orrin has paid.", "guns", "guns"),
        ("They sold rifles, but Orrin paid.", "rifles", "rifles"),
        ("They sold parts licensed by Orrin.", "parts", "parts"),
        ("They bought 40 tanks last year.", "40", "40 tanks"),
        ("WEAPONS, MUNITIONS TO ORRIN", "weapons", "WEAPONS, MUNITIONS"),
        ("rockets, Kessel to Orrin", "rockets", "rockets"),
        ("rockets, the navy and others", "rockets", "rockets"),
        ("He was sold guns and Orrin has paid.", "guns", "guns"),
        ("He was sold guns and shells of Orrin.", "guns", "guns and shells of Orrin"),
        ("a businessman used fronts", "a", "a businessman"),
        ("the Orrin Will Group sold", "the", "the Orrin Will Group"),
        ("weapons ranging from rifles to tanks", "weapons", "weapons ranging from rifles"),
        ('spare "dual-use" parts from Orrin', "spare", 'spare "dual-use" parts'),
        ("To sell.", "to", ""),
    ],
)  # fmt: skip
def test_a_phrase_goes_on_over_lists_and_no_further(text: str, word: str, wanted: str) -> None:
    """A phrase runs over 'of', 'such as' and lists; it ends before a verb, a relative clause, a new clause or a time."""
    sentence = read(text)
    assert sentence.say(*phrase(sentence, sentence.forms.index(word))) == wanted


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("Last year Kessel sold mines.", "sold", "Kessel"),
        ("Kessel, a firm in Lund, sold mines.", "sold", "Kessel"),
        ("Kessel (the agency) sold mines.", "sold", "Kessel"),
        ("The army of Orrin and the navy later sold mines.", "sold", "The army of Orrin and the navy"),
        ("On Tuesday the United States sold mines.", "sold", "the United States"),
        ("Guns, mines and shells were sold.", "were", "Guns, mines and shells"),
        ("Kessel's firm sold mines.", "sold", "Kessel's firm"),
        ("He gave the rebels the mines sold to Orrin.", "sold", "the mines"),
        ("He paid; Kessel, sold mines.", "sold", ""),
        (", sold mines", "sold", ""),
        ("Sold mines.", "sold", ""),
    ],
)
def test_the_phrase_before_a_word(text: str, word: str, wanted: str) -> None:
    """Asides, adverbs and times between a phrase and the word behind it are passed over; lists stay together."""
    sentence = read(text)
    assert sentence.say(*phrase_before(sentence, sentence.forms.index(word))) == wanted


def test_what_ends_a_phrase() -> None:
    """Verbs, pronouns, prepositions and participles with their own phrase end one; 'the plans', 'her', 'armed' do not."""
    assert which(ends_phrase, "The plans that Kessel plans to sell supplies it were never paid.") == [
        "that", "plans", "to", "it", "were", "never", "paid",
    ]  # fmt: skip
    assert which(ends_phrase, "Her armed guards seized parts used to it by Orrin who hasn't said.") == [
        "seized", "used", "to", "it", "by", "who", "hasn't", "said",
    ]  # fmt: skip


def test_what_starts_a_phrase() -> None:
    """A number, a sum, rough words before a number and what stands in quotation marks do; a preposition does not."""
    assert which(starts_phrase, 'of "rice $5 more than 20 over tanks to') == ['"', "rice", "$5", "more", "20", "tanks"]
    assert not starts_phrase(read("rice"), 1)


def test_what_stands_in_a_name() -> None:
    """A capital beside a capital makes a name, also at the start; a lone one does not, and 'US' always is one."""
    assert which(in_name, "Order was kept. The Orrin Supply Group and US troops gave the Order of Dolva.") == [
        "The", "Orrin", "Supply", "Group", "US",
    ]  # fmt: skip
    assert which(in_name, "THE UNITED STATES SOLD ARMS") == ["STATES"]


def test_what_looks_like_a_noun() -> None:
    """Small words, verbs, numbers, participles, adverbs and adjectives of nations do not."""
    assert which(is_plain_noun, "The rebels sold 20 armed Talvian jeeps quickly and said mines") == ["rebels", "jeeps", "mines"]  # fmt: skip


# Times.


@pytest.mark.parametrize(
    "text", ["late last year", "Thursday", "the 30th", "1989", "the 1990s", "this week", "early May", "the end of July"]
)
def test_what_is_a_time(text: str) -> None:
    """Days, months, years and the words around them are a time."""
    sentence = read(text)
    assert is_time(sentence, 0, len(sentence))


@pytest.mark.parametrize("text", ["the 5 tanks", "20 tanks", "the", "may", ""])
def test_what_is_no_time(text: str) -> None:
    """Things that are counted, an article alone and 'may' as a helper are no time."""
    sentence = read(text)
    assert not is_time(sentence, 0, len(sentence))


def test_may_the_month() -> None:
    """May is the month behind a preposition or before a day, else a helper or a name."""
    sentence = read("Kessel may sell in May. May 5 came. May Ruiz went.")
    assert [i for i in range(len(sentence)) if is_may(sentence, i)] == [4, 6]


def test_where_a_time_begins() -> None:
    """'Last' begins one only before a time."""
    assert which(begins_time, "late last year, the last ship of 1989 came Thursday") == [
        "late", "last", "year", "1989", "Thursday",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word", "when"),
    [
        ("Kessel sold mines in June.", "sold", "in June"),
        ("Kessel sold mines late last year, Ruiz said on Tuesday.", "sold", "late last year"),
        ("Kessel sold mines, Ruiz said on Tuesday.", "sold", ""),
        ("Kessel may sell mines in May.", "sell", "in May"),
        ("Kessel sold mines on the 30th of June.", "sold", "on the 30th of June"),
        ("By the end of July Kessel had sold mines.", "sold", "By the end of July"),
        ("Kessel sold mines since July but Orrin bought ships in 1994.", "sold", "since July"),
        ("Kessel sold mines while Orrin bought ships in 1994.", "sold", ""),
        ("In 1994 Kessel, which bought ships in 1990, sold mines.", "bought", "in 1990"),
    ],
)
def test_when(text: str, word: str, when: str) -> None:
    """The time of a deed is the nearest one in its clause, not that of the saying."""
    sentence = read(text)
    place = time_near(sentence, sentence.forms.index(word))
    assert (sentence.say(*place) if place else "") == when


# Amounts.


@pytest.mark.parametrize(
    ("text", "amount", "thing"),
    [
        ("over two dozen kinds of mines", "over two dozen kinds", "mines"),
        ("the other mines", "", "other mines"),
        ("the mines", "", "mines"),
        ("an additional rifle", "", "additional rifle"),
        ("40 trucks and 5 jeeps", "40 trucks and 5 jeeps", "trucks and 5 jeeps"),
        ("48 of the missiles", "48", "missiles"),
        ("another 20 tanks", "20", "tanks"),
        ("large quantities of oil", "large quantities", "oil"),
        ("a shipment of 300 rifles", "a shipment", "300 rifles"),
        ("as many as 40 jets", "as many as 40", "jets"),
        ("20", "20", "20"),
    ],
)
def test_how_much_of_what(text: str, amount: str, thing: str) -> None:
    """An amount is parted from its thing; things counted one by one keep their counts together."""
    sentence = read(text)
    much, what = amount_and_thing(sentence, *phrase(sentence, 0))
    assert (sentence.say(*much), sentence.say(*what)) == (amount, thing)


@pytest.mark.parametrize(
    ("text", "words"), [("more than 20", 2), ("as many as 20", 3), ("over 20", 1), ("over the hill", 0), ("20", 0), ("over", 0)]
)  # fmt: skip
def test_what_makes_a_number_rough(text: str, words: int) -> None:
    """Rough words count only before a number."""
    assert roughly(read(text), 0) == words


TEXTS = st.text(alphabet="abKO ,.'\"-$520()", max_size=80) | st.lists(
    st.sampled_from("Kessel sold rebels of 20 tanks the such as and may May last year 30th more than , ( ) \" . 's of".split()), max_size=25
).map(" ".join)  # fmt: skip


@given(TEXTS)
def test_every_place_lies_in_its_sentence(text: str) -> None:
    """Whatever the text and the word, a phrase begins where it is asked for or later, and no place leaves the sentence."""
    sentence = read(text)
    for i in range(len(sentence)):
        low, high = phrase(sentence, i)
        assert i <= low <= high <= len(sentence)
        much, what = amount_and_thing(sentence, low, high)
        assert low <= much[0] <= much[1] <= high and low <= what[0] <= what[1] <= high
        before = phrase_before(sentence, i)
        assert 0 <= before[0] <= before[1] <= i
        when = time_near(sentence, i)
        assert when is None or 0 <= when[0] < when[1] <= len(sentence)
