"""PDFs: reading order, words divided at line ends, what is refused, and that hostile ones end."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from summarizer.errors import SourceError, UsageError
from summarizer.settings import Settings
from summarizer.sources import pdf
from summarizer.sources.expand import expand
from summarizer.sources.pdf import pdf_article

Line = tuple[float, float, float, str]
"""A line of a page: x, y from the bottom, size, words (ASCII)."""

LEFT = [
    "The Velmoran Treasury Ministry an-",
    "nounced sanctions on Friday. It said",
    "that the long-range radars had been",
    "delivered to Drovia in November, and",
    "that long-range radars are banned.",
]
RIGHT = [
    "Tobin Orvand denied the accusation.",
    "He said that he had never sold radars",
    "to anyone, and that his company dealt",
    "in grain and in fertilizer only.",
    "Nobody in Astrin believed him.",
]


def build(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of the given objects, the first of which is its catalog."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer <</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def make(*pages: Sequence[Line], info: bytes = b"") -> bytes:
    """A PDF of lines of Courier: every letter is 0.6 of its size wide."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
        b"<<%s>>" % info,
    ]
    for number, lines in enumerate(pages):
        shown = b""
        for x, y, size, words in lines:
            escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("ascii")
            shown += b"BT /F %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, escaped)
        font = b"/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 600 800]/Parent 2 0 R"
        objects += [b"<</Type/Page%s/Contents %d 0 R>>" % (font, 6 + 2 * number), stream(shown)]
    return build(objects, b"/Info 4 0 R")


def column(lines: Sequence[str], x: float = 50, y: float = 700, size: float = 10) -> list[Line]:
    return [(x, y - 12 * number, size, words) for number, words in enumerate(lines)]


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        pdf_article(data, "a.pdf")
    assert caught.value.message.startswith("a.pdf ")
    assert caught.value.mend
    return caught.value


def test_words_divided_at_the_end_of_a_line_are_whole() -> None:
    """A hyphen of the type-setter goes; one that the word has elsewhere, and nowhere lacks, stays."""
    text = pdf_article(
        make(column([*LEFT[:2], "that the long-", "range radars had been banned, and", *LEFT[4:]])), "a"
    ).text
    assert "Ministry announced sanctions" in text
    assert "the long-range radars had" in text
    assert text.count("\n\n") == 0


def test_columns_are_read_one_after_the_other() -> None:
    """Under a headline that runs over both, each to its end."""
    page = [(50.0, 740.0, 16.0, "Velmora freezes assets over radars for Drovia"), *column(LEFT), *column(RIGHT, x=330)]
    article = pdf_article(make(page), "a.pdf")
    paragraphs = article.text.strip().split("\n\n")
    assert paragraphs[0] == article.title == "Velmora freezes assets over radars for Drovia"
    assert paragraphs[1].startswith("The Velmoran Treasury Ministry announced sanctions")
    assert paragraphs[1].endswith("long-range radars are banned.")
    assert paragraphs[2].startswith("Tobin Orvand denied")
    assert len(paragraphs) == 3


def test_a_table_is_read_by_rows() -> None:
    """Its columns are no columns of a story: a number stays beside its year."""
    rows = [("2019", "12 radars"), ("2020", "18 radars"), ("2021", "4 boats"), ("2022", "6 boats")]
    page = [(x, 700 - 14.0 * n, 10.0, row[i]) for n, row in enumerate(rows) for i, x in ((0, 50.0), (1, 200.0))]
    assert pdf_article(make(page), "a.pdf").text.split("\n\n")[1] == "2020 18 radars"


def test_a_paragraph_goes_on_across_the_page_and_running_lines_do_not_cut_it() -> None:
    """A header stands once, page numbers not at all."""
    pages = []
    for number in range(3):
        body = (
            LEFT
            if number % 2 == 0
            else ["and nothing more was said of it there.", "The next day it rained in Astrin", "so that"]
        )
        pages.append(
            [(50.0, 780.0, 8.0, "Skerry Wire / World"), *column(body), (300.0, 20.0, 8.0, f"Page {number + 1} of 3")]
        )
    pages[0] = pages[0][:-2] + pages[0][-1:]  # the first page ends within its sentence
    text = pdf_article(make(*pages), "a.pdf").text
    assert text.count("Skerry Wire / World") == 1
    assert "Page" not in text
    assert "November, and and nothing more was said" in text


def test_paragraphs_are_told_by_their_distance_and_indent() -> None:
    """A wider gap parts two, and so does an indented line after a stop."""
    page = [
        *column(LEFT),
        *column(RIGHT[:2], y=620),
        *[(x + 15 * (n == 0), y, s, w) for n, (x, y, s, w) in enumerate(column(RIGHT[2:4], y=596))],
    ]
    page[6] = (50.0, 608.0, 10.0, "He said no.")
    assert len(pdf_article(make(page), "a.pdf").text.strip().split("\n\n")) == 3


def test_letters_that_are_printed_twice_for_bold_are_there_once() -> None:
    """And letters that stand twice in a word stay two."""
    page = [(50.0, 700.0, 12.0, "Small bookkeepers"), (50.4, 700.0, 12.0, "Small bookkeepers")]
    assert pdf_article(make(page), "a.pdf").text == "Small bookkeepers\n"


def test_what_the_file_says_of_itself_counts_where_the_text_says_it_too() -> None:
    """A title that is a file's name, and the day on which the file was made, say nothing of the article."""
    info = b"/Title(Velmora freezes assets)/CreationDate(D:20240301100506Z)"
    page = [(50.0, 740.0, 16.0, "Velmora Freezes Assets"), *column(LEFT)]
    article = pdf_article(make(page, info=info), "a.pdf")
    assert (article.title, article.published_at) == ("Velmora freezes assets", None)
    dated = pdf_article(
        make([*page, (50.0, 600.0, 10.0, "It was filed on March 1, 2024 in Astrin.")], info=info), "a.pdf"
    )
    assert dated.published_at == "2024-03-01"
    other = pdf_article(make(page, info=b"/Title(Microsoft Word - final2.docx)"), "a.pdf")
    assert other.title != "Microsoft Word - final2.docx"


def test_a_file_is_read_as_pdf_by_its_suffix_and_by_its_first_bytes(tmp_path: Path) -> None:
    """A download may have no suffix."""
    for name in ("a.pdf", "b.PDF", "download"):
        (tmp_path / name).write_bytes(make(column(LEFT)))
        (source,) = expand([tmp_path / name], Settings())
        assert source.load().text.startswith("The Velmoran")
        assert source.load().source == str(tmp_path / name)


def test_too_many_pages_are_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit itself is read."""
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    assert pdf_article(make(*[column(LEFT)] * 3), "a.pdf").text.count("Velmoran") == 3
    assert "more than 3 pages" in refusal(make(*[column(LEFT)] * 4)).message


def test_too_many_characters_are_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may be as long as a book."""
    monkeypatch.setattr(pdf, "MAX_CHARS", 100)
    assert "more than 100 characters" in refusal(make(column(LEFT))).message


def test_a_scan_names_the_recognition_that_it_needs() -> None:
    """Pages with pictures and no words; pages with nothing are told apart."""
    image = stream(b"\x00", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    error = refusal(build([*tree, stream(b"600 0 0 800 0 0 cm /I Do"), image]))
    assert "pictures of its pages and no text" in error.message
    assert "OCR" in error.mend
    assert "no text on its pages" in refusal(make([])).message


def test_a_page_without_words_among_others_is_told() -> None:
    """What is a picture among pages of words is told by its number, for the brief's ledger."""
    article = pdf_article(make(column(RIGHT), [], column(RIGHT), []), "a.pdf")
    assert article.notes == ("no text on 2 of 4 pages: 2, 4",)
    assert pdf_article(make(column(RIGHT)), "a.pdf").notes == ()


def test_an_encrypted_file_says_so() -> None:
    """A password that nobody gave can't be guessed."""
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    assert "is encrypted" in refusal(build(tree, locked)).message


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"%PDF-1.7",
        make(column(LEFT))[:300],
        build([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]),
        build([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 99999999>>"]),
    ],
)
def test_damaged_files_are_refused(data: bytes) -> None:
    """Cut off, random, with a tree of pages that runs in a circle."""
    assert "damaged" in refusal(data).message


def test_a_file_that_unpacks_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system bounds the reader's memory; the message says what it was."""
    monkeypatch.setattr(pdf, "MEMORY", 400_000_000)
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(45)) + packer.flush()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    assert "more memory" in refusal(build([*tree, stream(packed, b"/Filter/FlateDecode")])).message


def test_a_reader_that_goes_on_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the system's clock, with what it computes."""
    reader = tmp_path / "reader.py"
    source = pdf._READER.read_text(encoding="utf-8")
    reader.write_text(source.replace("    import pdfplumber\n", "    while True:\n        pass\n"), encoding="utf-8")
    monkeypatch.setattr(pdf, "_READER", reader)
    monkeypatch.setattr(pdf, "SECONDS", 1)
    assert "more than 1 seconds" in refusal(make(column(LEFT))).message


def test_the_reader_gets_no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A hostile file's reader has nothing to give away."""
    reader = tmp_path / "reader.py"
    reader.write_text(
        "import json, os, sys\nsys.stdin.buffer.read()\n"
        "words = ' '.join(sorted(key for key in os.environ if 'KEY' in key or key == 'WITNESS'))\n"
        "print(json.dumps({'paragraphs': ['Seen: ' + words], 'bare': [], 'pages': 1, 'title': None, 'created': None}))\n",
        encoding="utf-8",
    )
    for name in ("OPENAI_API_KEY", "SUMMARIZER_API_KEY", "WITNESS"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setattr(pdf, "_READER", reader)
    assert pdf_article(b"%PDF", "a.pdf").text == "Seen: WITNESS\n"


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no fault of the file."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError) as caught:
        pdf_article(make(column(LEFT)), "a.pdf")
    assert 'pip install "spanbrief[pdf]"' in caught.value.mend
