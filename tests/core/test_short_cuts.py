"""What is spared by a cheap look first: the result is the same as without it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article, Span, is_word_border, sentences, sentences_over
from summarizer.extract.whole_article import WholeArticle, mark
from summarizer.judge import View
from summarizer.judge.numerals import _NUMBER, _matches
from summarizer.judge.tokens import _TOKEN, tokenise
from summarizer.schema import find_schema
from summarizer.summary import _stands

PIECES = (
    "a", "an", "half", "million", "twenty", "four", "ONE", "thirds", "third", "dozens", "S-300", "Su‑35", "éfive0", "½18", "1,000",
    "3.5m", "12", "x1y", "ſix", "Kilo", "one's", "_three", "١٢", "and", "of the U.S.", "rifles", "don’t", "South", "Korea",
)  # fmt: skip
TEXTS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "", "   ", "-", "–", "\n", ". ", "_", "’s ", ", "))),
    max_size=12,
).map(lambda pairs: "".join(a + b for a, b in pairs))


@given(TEXTS | st.text("ab1 23.,-_'aonehlf\u0301", max_size=30))
def test_numbers_are_found_where_the_pattern_finds_them(text: str) -> None:
    """Beginning at digits and number words finds every number that the pattern finds from the beginning."""
    assert [m.regs for m in _matches(text)] == [m.regs for m in _NUMBER.finditer(text)]


@given(TEXTS)
def test_tokens_have_their_own_places(text: str) -> None:
    """Each token's offsets are those of its match, though they are looked up by its characters."""
    spans = {m.span() for m in _TOKEN.finditer(text)}
    tokens = tokenise(text)
    begins, finishes = {a for a, _ in spans}, {b for _, b in spans}
    for raw, start, end in zip(tokens.raws, tokens.starts, tokens.ends, strict=True):
        assert text[start:end] == raw
        assert start in begins
        assert end in finishes


@given(st.text("abS.-_1ſ’ ", min_size=1, max_size=4), st.text("abS.-_1ſ’ ", max_size=12))
def test_words_stand_in_a_sentence(words: str, text: str) -> None:
    """A value counts as said where the pattern for it between word borders would find it."""
    assert _stands(words, text) == (re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None)


def test_a_prompt_is_framed_as_it_is_rendered() -> None:
    """The prompt that is put together round an article is the one that the template gives, whatever the text holds."""
    schema = find_schema("trade_brief")
    strategy = WholeArticle(schema)
    for text in ("A plain text.", "  {{ mark }}\n\ufdd0 \ufdd1 {% for %}\n "):
        rendered = strategy._rendered(schema, text, mark(text))
        assert strategy._render(Article(text), schema, Span(0, len(text))) == rendered


@given(st.integers(0, 40), st.integers(0, 40))
def test_sentences_over_a_span(one: int, other: int) -> None:
    """The view's sentences over a span are those of the function that it stands in for."""
    text = "He came. She went away.\n\nThey talked."
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    assert View(Article(text)).over(span) == sentences_over(sentences(text), span)


@given(st.text("a1 -\u00ad\u200b\u0301é中", max_size=8), st.integers(0, 8))
def test_word_borders_in_ascii(text: str, index: int) -> None:
    """Between two ASCII characters a border is where one of them is neither letter nor digit."""
    if 0 < index < len(text) and text[index - 1 : index + 1].isascii():
        assert is_word_border(text, index) == (not (text[index - 1].isalnum() and text[index].isalnum()))
