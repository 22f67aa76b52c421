"""Evidence in the text: nothing of the text is lost or doubled, and every evidence is marked where it stands."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.brief import Evidence
from summarizer.export import marks as module
from summarizer.export.marks import LONGEST, Block, Mark, Piece, blocks

LETTERS = "ab \t\n\r\u2028.é\u0301\U0001f468\u200d\U0001f3fdשع\x00\ud800"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and evidence of a few facts in it, overlapping in all ways; some of it lies in no text."""
    text = draw(TEXTS)
    offsets = st.integers(-2, len(text) + 3)
    spans = draw(st.lists(st.tuples(st.sampled_from("ABC"), offsets, offsets), max_size=8))
    number: Counter[str] = Counter()
    made = []
    for code, start, end in spans:
        made.append(Mark(f"{code}1", number[code], ord(code) - ord("A"), start, end))
        number[code] += 1
    return text, made


def in_small_blocks(text: str, given: list[Mark], longest: int, most: int) -> list[Block]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONGEST", longest)
        patch.setattr(module, "MOST", most)
        return blocks(Article(text), given)


SIZES = st.sampled_from([(3, 100), (7, 4), (2000, 10_000)])


def pieces_of(made: list[Block]) -> list[Piece]:
    return [piece for block in made for piece in block.pieces]


@given(marked(), SIZES)
def test_the_pieces_are_the_text(case: tuple[str, list[Mark]], size: tuple[int, int]) -> None:
    """Blocks and pieces, in order, are the text, code point for code point, each at its offset; none is empty."""
    text, given_marks = case
    made = in_small_blocks(text, given_marks, *size)
    pieces = pieces_of(made)
    assert "".join(p.text for p in pieces) == text
    assert all(p.text == text[p.start : p.end] and p.text for p in pieces)
    assert [b.index for b in made] == list(range(len(made)))
    assert all((b.start, b.end) == (b.pieces[0].start, b.pieces[-1].end) for b in made)


@given(marked(), SIZES)
def test_every_evidence_is_covered_exactly(case: tuple[str, list[Mark]], size: tuple[int, int]) -> None:
    """The pieces that an evidence covers are its span, no more and no less; it begins in the first and ends in the last."""
    text, given_marks = case
    pieces = pieces_of(in_small_blocks(text, given_marks, *size))
    for mark in given_marks:
        covered = [p for p in pieces if mark in p.marks]
        begun = [p for p in pieces if mark.id in p.begins]
        if not 0 <= mark.start < mark.end <= len(text):
            assert not covered and not begun
            continue
        assert all(one.end == two.start for one, two in pairwise(covered))
        assert (covered[0].start, covered[-1].end) == (mark.start, mark.end)
        assert begun == [covered[0]] and mark.code in covered[-1].ends
    assert sum(len(p.begins) for p in pieces) == len({id for p in pieces for id in p.begins})


@given(marked(), SIZES)
def test_an_end_is_told_once(case: tuple[str, list[Mark]], size: tuple[int, int]) -> None:
    """A fact is named behind a piece where evidence of it ends, once, and nowhere else."""
    text, given_marks = case
    for piece in pieces_of(in_small_blocks(text, given_marks, *size)):
        standing = [m for m in given_marks if 0 <= m.start < m.end <= len(text)]
        assert sorted(piece.ends) == sorted({m.code for m in standing if m.end == piece.end})


@given(marked())
@example(("abcdef", [Mark("A1", 0, 0, 0, 6), Mark("B1", 0, 1, 2, 4)]))
def test_the_shortest_comes_first(case: tuple[str, list[Mark]]) -> None:
    """The evidence that covers a piece stands in the order of its length, so that the colour is that of the nearest fact."""
    for piece in pieces_of(blocks(Article(case[0]), case[1])):
        lengths = [m.end - m.start for m in piece.marks]
        assert lengths == sorted(lengths)


@given(TEXTS, SIZES)
def test_a_line_end_is_not_torn(text: str, size: tuple[int, int]) -> None:
    """A block never ends between carriage return and line feed."""
    for block in in_small_blocks(text, [], *size):
        assert text[block.end - 1 : block.end + 1] != "\r\n"


def test_a_block_ends_with_its_line() -> None:
    """A line's end, and the blank lines behind it, belong to the block before."""
    made = blocks(Article("One.\r\nTwo.\n\n\nThree.\rFour.\u2029Five."))
    assert ["".join(p.text for p in b.pieces) for b in made] == [
        "One.\r\n",
        "Two.\n\n\n",
        "Three.\r",
        "Four.\u2029",
        "Five.",
    ]


def test_a_long_line_is_cut_between_words() -> None:
    """A line of more than a block is cut behind a space, or between letters that have none, but not off their marks."""
    words = blocks(Article("word " * 1000))
    assert [b.end - b.start for b in words] == [LONGEST, LONGEST, 1000]
    uneven = blocks(Article("letters " * 1001))
    assert all(b.pieces[-1].text.endswith(" ") for b in uneven)
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd"
    for made in (blocks(Article("x" + "e\u0301" * 3000)), blocks(Article("xx" + family * 1000))):
        assert all(b.pieces[0].text[0] not in "\u0301\u200d\U0001f3fd" for b in made)
        assert not any(b.pieces[-1].text.endswith("\u200d") for b in made)
    assert len(blocks(Article("\u0301" * 5000))) == 3


@pytest.mark.parametrize(
    "text", ["\n" * 1_000_000, "a\n" * 500_000, "x" * 1_000_000, "a line of a few words\n" * 45_000]
)
def test_a_text_has_no_more_blocks_than_can_be_laid_out(text: str) -> None:
    """Of a text of a million line ends no million of blocks is made."""
    made = blocks(Article(text))
    assert len(made) <= 10_001 and made[-1].end == len(text)
    assert all(b.end - b.start <= LONGEST for b in made)


def test_paragraphs_are_told_from_filled_lines() -> None:
    """A long line that the next follows at once is a paragraph; filled lines and those before blank ones are not."""
    long = "x " * 100
    made = blocks(Article(f"{long}\nshort\n{long}\n\n{long}\r\n{long}"))
    assert [b.is_paragraph for b in made] == [True, False, False, True, False]


def test_what_stands_in_the_text() -> None:
    """A quote stands where the text has it: not beside, not outside, not of no words."""

    def stands(start: int, end: int, quote: str) -> bool:
        said = Evidence(start=start, end=end, quote=quote, prefix="", suffix="", match="exact", occurrences=1)
        return said.stands_in("Kesh buys boats.")

    assert stands(5, 9, "buys")
    assert not any(stands(*where) for where in [(4, 8, "buys"), (5, 5, ""), (-6, -1, "boats"), (11, 17, "boats.")])
