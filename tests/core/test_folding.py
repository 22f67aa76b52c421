"""Typographic folding: what folds alike, what must not, and the way back to the source."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from summarizer.article import Span, fold, is_word_border


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the minister’s “deal”", 'The Minister\'s "deal"'),
        ("«deal» ‚so‘ „so“ ′ ″ ` ´", "\"deal\" 'so' \"so\" ' \" ' '"),
        ("2022–23 — a −5 non‑stop", "2022-23 - a -5 non-stop"),
        ("so … and", "so ... and"),
        ("a\r\n    b\u00a0c\u202fd\te", "a b c d e"),
        ("am\u00admu\u200bni\u2060tion\ufeff", "ammunition"),
        ("ﬁre ﬂeet Ｕ.Ｓ.", "fire fleet U.S."),
        ("Cafe\u0301 E\u0301lan", "café élan"),
        ("e\u200d\u0301", "é"),
        ("STRASSE", "straße"),
        ("½ m²", "1⁄2 m2"),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("ΑΣΦΑΛΕΙΑΣ", "ασφαλειας"),
        ("a \u200b b", "a b"),
    ],
)
def test_typography_folds_away(one: str, other: str) -> None:
    """Quotation marks, dashes, ellipses, white space, case, compatibility forms and invisible characters."""
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("will not sell", "will sell"),
        ("S-400", "S-300"),
        ("240", "24"),
        ("Mkrtchyan", "Mkrtychev"),
        ("café", "cafe"),
        ("a b", "ab"),
        ("$5", "5"),
        ("deal.", "deal"),
    ],
)
def test_words_never_fold_away(one: str, other: str) -> None:
    """No letter, digit, accent, stop or border between words is lost."""
    assert fold(one).text != fold(other).text


def test_the_source_span_is_the_sources_own_characters() -> None:
    """A needle that is found in the folded text leads back to exactly the characters that made it."""
    text = "He said:\r\n   “The minis\u00adter’s Cafe\u0301\n is ﬁne …”\u200b indeed"
    folded = fold(text)
    for needle, source in {
        "the minister's": "The minis\u00adter’s",
        "café": "Cafe\u0301",
        "fine": "ﬁne",
        "is fine ...": "is ﬁne …",
        '"the': "“The",
        '..."': "…”",
        "said: ": "said:",
        " café ": "Cafe\u0301",
    }.items():
        start = folded.text.index(needle)
        span = folded.source_span(start, start + len(needle))
        assert text[span.start : span.end] == source


def test_a_range_inside_an_expansion_gets_the_whole_character() -> None:
    """Half of what one character became can't be pointed at; aligned() says that it was asked for."""
    folded = fold("a½b")
    assert folded.text == "a1⁄2b"
    assert folded.source_span(1, 2) == Span(1, 2)
    assert not folded.aligned(1, 2)
    assert folded.aligned(1, 4)
    assert folded.aligned(0, 5)
    assert not folded.aligned(3, 5)


def test_ranges_outside_the_text_are_refused() -> None:
    """A range that is no range of the folded text raises IndexError; an empty one gives an empty span."""
    folded = fold(" ab ")
    for start, end in ((-1, 2), (2, 1), (0, 5)):
        with pytest.raises(IndexError):
            folded.source_span(start, end)
    assert len(folded.source_span(2, 2)) == 0
    assert len(folded.source_span(4, 4)) == 0
    assert len(folded.source_span(0, 1)) == 0
    assert fold("").source_span(0, 0) == Span(0, 0)
    assert fold("\u200b").text == ""


TYPOGRAPHY = (
    "’“”„«»–—−…\u00a0\u00ad\u200b\u200d\ufeff\u2060 \n\r\tﬁßİŉ½²´¨Σς"
    "\u0301\u0323\u0345\u1100\u1161\u11a8\uffff\ud800👍🏽\u0e33\uff76\uff9e"
)
texts = st.one_of(st.text(), st.text(alphabet=TYPOGRAPHY + "aAeE.' -5é", max_size=30))


@given(texts)
@example("e\u0301" + "\u0323" * 80)
@example(" \u00a8 \u00b4")
@example("\u0345\u0301")
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    """fold is idempotent."""
    folded = fold(text).text
    assert fold(folded).text == folded


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_source_spans_lie_in_the_source_and_are_trimmed(text: str, one: int, other: int) -> None:
    """Every range leads to a span of the source without blanks at its ends."""
    folded = fold(text)
    start, end = sorted((min(one, len(folded.text)), min(other, len(folded.text))))
    span = folded.source_span(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    source = text[span.start : span.end]
    if source:
        blank = " \u00ad\u200b\u200c\u200d\u2060\ufeff"
        assert source[0] not in blank and not source[0].isspace()
        assert source[-1] not in blank and not source[-1].isspace()


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_the_source_span_folds_to_the_needle(text: str, one: int, other: int) -> None:
    """What is found in the folded text at the source's own characters folds to what was looked for."""
    folded = fold(text)
    start, end = sorted((min(one, len(folded.text)), min(other, len(folded.text))))
    needle = folded.text[start:end]
    assume(folded.aligned(start, end) and needle.strip() == needle)
    span = folded.source_span(start, end)
    assert fold(text[span.start : span.end]).text == needle


@given(texts, texts)
def test_a_quote_is_found_in_the_text_it_was_taken_from(before: str, quote: str) -> None:
    """Between spaces a quote folds as it does by itself, whatever stands round it."""
    needle = fold(quote).text.strip()
    assert needle in fold(f"{before} {quote} {before}").text


def test_no_character_breaks_folding() -> None:
    """For every character there is: folding is stable, and what joins its neighbour is folded with it."""
    from summarizer.article.folding import _extends

    for code in range(0x110000):
        char = chr(code)
        decomposition = unicodedata.decomposition(char)
        if decomposition and decomposition[0] != "<" and " " in decomposition:
            assert _extends(chr(int(decomposition.split()[1], 16)))
        if code < 0x3000 or 0xF900 <= code < 0x10000 or code % 29 == 0:
            folded = fold(f"a{char}b").text
            assert fold(folded).text == folded, hex(code)


@pytest.mark.parametrize(
    "unit",
    [
        *("the “minister’s”  deal — ", "e\u0301\u0323", "\u0301\u0323", "\u00ad", " \u200b", "ﬁß½", "\u1161"),
        *("\uffff", "𝔘", "(((", " "),
    ],
)
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    """50 kB of one repeated unit take a fraction of a second, four times as much about four times as long."""
    timings = []
    for size in (50_000, 200_000):
        text = unit * (size // len(unit))
        began = time.process_time()
        fold(text)
        timings.append(time.process_time() - began)
    assert timings[0] < 0.5
    assert timings[1] < 12 * timings[0] + 0.1


@pytest.mark.parametrize(
    ("text", "index", "border"),
    [
        ("arms deal", 4, True),
        ("arms deal", 5, True),
        ("arms deal", 2, False),
        ("arms", 0, True),
        ("arms", 4, True),
        ("Sudan's", 5, True),
        ("S-400", 1, True),
        ("S-400", 4, False),
        ("24kg", 2, False),
        ("Cafe\u0301s", 4, False),
        ("Cafe\u0301s", 5, False),
        ("Cafe\u0301 s", 5, True),
        ("for\u00admer", 3, False),
        ("for\u00admer", 4, False),
        ("武器を売る", 2, True),
        ("在Wagner集团", 1, True),
        ("กิน", 1, False),
        ("กิน", 2, True),
        ("무기를", 2, False),
        ("Министр", 3, False),
        ("👍ok", 1, True),
        ("a\u00ad", 1, True),
        ("", 0, True),
    ],
)
def test_word_borders(text: str, index: int, border: bool) -> None:
    """A quote may not begin or end inside a word; scripts without spaces have borders everywhere."""
    assert is_word_border(text, index) is border


@given(texts, st.integers(-1, 40))
@settings(max_examples=50)
def test_every_index_is_answered(text: str, index: int) -> None:
    """No index and no character makes is_word_border fail, and white space is always at a border."""
    answer = is_word_border(text, index)
    if 0 < index < len(text) and text[index].isspace():
        assert answer
