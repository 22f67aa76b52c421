"""Where a quote stands: exactly, after typographic folding, or nowhere; which of several places is meant."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article, Span
from summarizer.judge import Locator

TEXT = (
    "Ardania’s envoy said – on Monday – that “no radars” were sold.\r\nThe envoy did not name\r\na buyer. "
    "Radars, he said, are not toys. No radars were seen."
)


@pytest.mark.parametrize(
    ("quote", "match", "found"),
    [
        ("on Monday", "exact", "on Monday"),
        ("Ardania's envoy", "typographic", "Ardania’s envoy"),
        ('that "no radars" were sold', "typographic", "that “no radars” were sold"),
        ("said - on Monday", "typographic", "said – on Monday"),
        ("did not  name a buyer", "typographic", "did not name\r\na buyer"),
        ("THE ENVOY DID NOT NAME", "typographic", "The envoy did not name"),
        ("radars\u00ad were seen", "typographic", "radars were seen"),
    ],
)
def test_a_quote_is_found_as_the_source_has_it(quote, match, found):
    """The span holds the source's own characters, whatever typography the quote came in."""
    located = Locator(Article(TEXT)).locate(quote)
    assert located is not None
    assert located.match == match
    span = located.places[0]
    assert TEXT[span.start : span.end] == found


@pytest.mark.parametrize(
    "quote",
    ["did name", "the envoys", "rdars were", "said that no radars", "envoy", "", "  ", "\u200b", "radars … sold"][:4],
)
def test_a_quote_that_differs_in_a_word_is_not_found(quote):
    """A dropped 'not', another ending, a cut word and stitched words are no quote."""
    assert Locator(Article(TEXT)).locate(quote) is None


@pytest.mark.parametrize("quote", ["", "  ", "\u200b", "\n"])
def test_an_empty_quote_is_nowhere(quote):
    """White space and invisible characters quote nothing."""
    assert Locator(Article(TEXT)).locate(quote) is None


def test_a_repeated_quote_is_settled_by_another_quote_or_by_the_facts_words():
    """The place in the sentence of another quote, else in the one that has most of the values; else nobody knows."""
    text = "Tesk got 12 radars. Sund got 12 radars too. Nobody else did."
    locator = Locator(Article(text))
    located = locator.locate("got 12 radars")
    assert located is not None
    first, second = located.places
    assert locator.settle(located.places, [Span(20, 24)], []) == second
    assert locator.settle(located.places, [], ["Tesk"]) == first
    assert locator.settle(located.places, [], ["radars"]) is None


def test_a_quote_in_too_many_places_is_not_weighed():
    """What stands hundreds of times is ambiguous at once, in no time."""
    locator = Locator(Article("arms and oil, " * 7000))
    located = locator.locate("arms and oil")
    assert located is not None
    started = time.process_time()
    assert locator.settle(located.places, [], ["arms", "oil"]) is None
    assert time.process_time() - started < 0.5


def test_the_nearest_passage_is_a_hint_in_whole_sentences():
    """An altered quote is told the sentence that it came from; words from elsewhere are told nothing."""
    locator = Locator(Article(TEXT))
    assert locator.nearest("The envoy did name a buyer") == "The envoy did not name\r\na buyer."
    assert locator.nearest("zzz qqq xxx") is None


@given(text=st.text(max_size=300), start=st.integers(0, 300), length=st.integers(0, 60))
def test_any_found_quote_is_the_sources_own(text, start, length):
    """Whatever is looked for in whatever text: every place is a span of it."""
    located = Locator(Article(text)).locate(text[start : start + length])
    for span in located.places if located else ():
        assert 0 <= span.start < span.end <= len(text)
