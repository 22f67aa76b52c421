"""Records of larger files: JSONL, JSON, CSV; names, ids, limits, and lines that can't be read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import SourceError
from summarizer.settings import Settings
from summarizer.sources import jsonl, lines, table
from summarizer.sources.columns import Columns
from summarizer.sources.expand import expand
from summarizer.sources.markup import text_of_markup
from summarizer.sources.records import RecordFile
from summarizer.sources.source import Source
from summarizer.sources.table import table_sources

STORY = "The minister said on Friday that the trucks would go to the border."


def sources(path: Path, **columns: str) -> list[Source]:
    return list(expand([path], Settings.model_construct(columns=columns)))


def texts(path: Path, **columns: str) -> list[str]:
    """The text of each source, or what is said of it after its name."""
    found = []
    for source in sources(path, **columns):
        try:
            found.append(source.load().text)
        except SourceError as error:
            assert error.mend
            assert error.message.startswith(source.name)
            found.append("!" + error.message.removeprefix(source.name))
    return found


def write_lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in records), encoding="utf-8")
    return path


def test_a_record_is_named_by_its_line_and_known_by_its_id(tmp_path: Path) -> None:
    """The number of a line counts empty ones; the id is the record's own, else the number."""
    path = write_lines(tmp_path / "dump.jsonl", {"id": "x/1", "text": "A"}, "", {"text": "B"}, {"_id": 7, "text": "C"})
    found = sources(path)
    assert [source.name for source in found] == [f"{path}#1", f"{path}#3", f"{path}#4"]
    assert [source.id for source in found] == [f"{path}#x/1", f"{path}#3", f"{path}#7"]
    assert [source.stem for source in found] == ["dump-x_1", "dump-3", "dump-7"]
    assert not any(source.known for source in found)
    assert [source.load().text for source in found] == ["A", "B", "C"]


def test_no_two_records_have_one_id(tmp_path: Path) -> None:
    """An id that was there already gets the line with it: else one brief would take the other's place."""
    path = write_lines(
        tmp_path / "a.jsonl", {"id": 2, "text": "A"}, {"text": "B"}, {"id": "2", "text": "C"}, "{", {"id": "4"}
    )
    ids = [source.id.partition("#")[2] for source in sources(path)]
    assert ids == ["2", "2@2", "2@3", "4", "4@5"]


def test_a_broken_line_costs_itself(tmp_path: Path) -> None:
    """The next line is read, whatever the one before was."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "A"}\r\n{broken\n[1]\nnull\n{"words": "B"}\n{"format": "brief/1", "text": "x"}\n'
        b'{"text": "\xff"}\n' + b"[" * 5000 + b'\n{"text": "Z"}'
    )
    found = texts(path)
    assert found[0] == "A"
    assert found[-1] == "Z"
    said = ["no JSON", "no object but a list", "no object but null", "fields are 'words'", "a brief", "not UTF-8"]
    for text, words in zip(found[1:7], said, strict=True):
        assert text.startswith("!")
        assert words in text
    assert len(found) == 9


def test_a_line_over_the_limit_is_read_past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one source that fails and is never held whole; a line as long as the limit is read."""
    limit = 1000
    monkeypatch.setattr(lines, "_SKIPPED_AT_ONCE", 100)
    monkeypatch.setattr(jsonl, "bounded_lines", lambda stream: lines.bounded_lines(stream, limit))
    fits = json.dumps({"text": "x" * (limit - len('{"text": ""}\n'))})
    path = write_lines(
        tmp_path / "a.jsonl", {"text": "A"}, {"text": "y" * 5000}, fits, {"text": "B"}, {"text": "z" * limit}
    )
    found = texts(path)
    assert [text[:1] for text in found] == ["A", "!", "x", "B", "!"]
    assert "more than 10 MB" in found[1]
    assert [source.name.rpartition("#")[2] for source in sources(path)] == ["1", "2", "3", "4", "5"]


def test_packed_records_are_unpacked_while_they_are_read(tmp_path: Path) -> None:
    """A stem has neither suffix; what is cut off or damaged fails after what was good."""
    path = tmp_path / "dump.jsonl.gz"
    packed = gzip.compress(b"".join(json.dumps({"text": f"{n} {STORY}"}).encode() + b"\n" for n in range(3000)))
    path.write_bytes(packed)
    assert len(texts(path)) == 3000
    assert sources(path)[0].stem == "dump-1"
    path.write_bytes(packed[: len(packed) // 2])
    found = texts(path)
    assert 0 < len(found) < 3000
    assert found[-1].startswith("! is damaged gzip")
    assert "(after line" in found[-1]
    path.write_bytes(b'{"text": "not packed"}\n')
    assert texts(path)[0].startswith("! is damaged gzip")


def test_what_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank lines by the million, from a few bytes."""
    monkeypatch.setattr(lines, "_FREE_BYTES", 100_000)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "A"}\n' + b"\n" * 3_000_000))
    first, last = texts(path)
    assert first == "A"
    assert "unpacks to more than 200 times its size" in last


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_an_empty_file_is_a_failing_source(tmp_path: Path, name: str) -> None:
    """It never looks like a file without articles."""
    (tmp_path / name).touch()
    assert texts(tmp_path / name) == ["! is empty"]
    assert "does not exist" in texts(tmp_path / f"no{name}")[0]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_another_encoding_is_told_by_the_first_bytes(tmp_path: Path, name: str) -> None:
    """The file's, not the line's: a code page is decoded, UTF-16 is refused with the way out."""
    words = "Le président a déclaré à Paris que c’était « fini ». Où est la vérité ?"
    whole = f"text\n{words}\n" if name.endswith("csv") else json.dumps({"text": words}, ensure_ascii=False) + "\n"
    (tmp_path / name).write_bytes(whole.encode("cp1252"))
    assert texts(tmp_path / name) == [words]
    (tmp_path / name).write_bytes(whole.encode("utf-16"))
    assert texts(tmp_path / name) == ["! is in UTF-16"]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_line_that_is_no_utf8_among_others_costs_itself(tmp_path: Path, start: bytes) -> None:
    """A damaged line does not turn those that are good into a code page's rubbish."""
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": "Où est la vérité ?"}, ensure_ascii=False).encode() + b"\n"
    path.write_bytes(start + good + b'{"text": "caf\xe9"}\n' + good)
    found = texts(path)
    assert found[0] == found[2] == "Où est la vérité ?"
    assert "is not UTF-8" in found[1]


def test_html_in_a_field_becomes_its_words(tmp_path: Path) -> None:
    """Paragraphs a line, nothing weighed and left out; scripts are no words; plain text stays as it is."""
    html = "<h2>Trucks</h2><p>One &amp; <b>two</b>.</p><ul><li>a<li>b</ul>Tail<script>x()</script><br>end"
    path = write_lines(
        *(tmp_path / "a.jsonl", {"body": html}, {"body": "AT&amp;T <3 x < y\n\n z"}, {"content_html": "One &lt; two"})
    )
    assert texts(path) == ["Trucks\nOne & two.\na\nb\nTail\nend", "AT&amp;T <3 x < y\n\n z", "One < two"]


def test_a_whole_page_in_a_field_is_read_as_a_page(tmp_path: Path) -> None:
    """Its article is taken out of it, and the record's metadata wins over the page's."""
    story = "".join(f"<p>{STORY} It was the {n}th time.</p>" for n in range(5))
    page = (
        '<html lang="en"><head><title>Page</title><meta property="og:title" content="Page"></head>'
        f"<body><nav>Menu</nav><article>{story}</article></body></html>"
    )
    (source,) = sources(
        write_lines(tmp_path / "a.jsonl", {"html": page, "title": "Record", "url": "https://example.org/a"})
    )
    article = source.load()
    assert article.text.startswith(STORY)
    assert "Menu" not in article.text
    assert (article.title, article.url, article.language) == ("Record", "https://example.org/a", "en")


def test_markup_that_nests_too_deeply_is_refused_and_not_cut() -> None:
    """The parser would leave the rest out without a word."""
    with pytest.raises(SourceError, match="nested too deeply"):
        text_of_markup("<div>" * 10_000 + "Trucks" + "</div>" * 10_000, "a")
    with pytest.raises(SourceError, match="more than 200,000 tags"):
        text_of_markup("<br>" * 200_001, "a")
    assert text_of_markup("<div>" * 100 + "Trucks\x00", "a") == "Trucks\ufffd"


@given(st.text(max_size=200))
def test_markup_of_any_kind_is_read(text: str) -> None:
    """Whatever stands in a field, it gives words or an error that says so."""
    text_of_markup(f"<p>{text}</p>", "a")


def test_json_of_one_record_a_list_and_neither(tmp_path: Path) -> None:
    """One record is a source by the file's name; items of a list are counted from 1."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"headline": "Trucks", "body": STORY}, indent=2), encoding="utf-8")
    (source,) = sources(path)
    assert (source.name, source.id, source.stem, source.known) == (str(path), str(path), "a", True)
    assert (source.load().text, source.load().title) == (STORY, "Trucks")
    path.write_text(' [{"text": "A"} , {"text": "B"}]\n', encoding="utf-8")
    assert [source.name for source in sources(path)] == [f"{path}#1", f"{path}#2"]
    assert texts(path) == ["A", "B"]
    path.write_text('[{"text": "A"}, {"text": ]', encoding="utf-8")
    assert texts(path)[0] == "A"
    assert "and all after it can't be read" in texts(path)[1]
    path.write_text('[{"text": "A"}, ', encoding="utf-8")
    assert "cut off" in texts(path)[1]
    path.write_text("[]", encoding="utf-8")
    assert texts(path) == ["! is an empty list"]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('{"articles": [{"text": "A"}]}', "jq -c '.[\"articles\"][]'"),
        ('{"text": "A"}\n{"text": "B"}\n', "call it .jsonl"),
        ('{"format": "brief/1", "schema": "trade_brief/1"}', "summarizer validate"),
        ('"words"', "one JSON object"),
        ("{" * 100_000, "mend it"),
    ],
)
def test_json_that_holds_no_article_says_what_to_do(tmp_path: Path, text: str, mend: str) -> None:
    """A wrapper, lines in a .json, a brief of our own, no object."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    (source,) = sources(tmp_path / "a.json")
    with pytest.raises(SourceError) as caught:
        source.load()
    assert mend in caught.value.mend


def test_ninjs_is_read_and_named_columns_win(tmp_path: Path) -> None:
    """Alone, as a line, and with a title from another property."""
    item = {
        "uri": "urn:x:17",
        "versionCreated": "2024-03-01T10:05:06Z",
        "headlines": [{"value": "Trucks go"}],
        "title": "Slug",
        "bodies": [{"contentType": "text/html", "value": f"<p>{STORY}</p><p>Nobody knew.</p>"}],
        "copyrightHolder": "Skerry Wire",
    }
    path = tmp_path / "a.ninjs"
    path.write_text(json.dumps(item), encoding="utf-8")
    article = sources(path)[0].load()
    assert (article.text, article.title, article.publisher) == (f"{STORY}\nNobody knew.", "Trucks go", "Skerry Wire")
    assert (article.published_at, article.url) == ("2024-03-01T10:05:06Z", None)
    (source,) = sources(write_lines(tmp_path / "a.jsonl", item), title="title")
    assert (source.id, source.load().title) == (f"{tmp_path / 'a.jsonl'}#urn:x:17", "Slug")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_tables_of_each_delimiter(tmp_path: Path, mark: str) -> None:
    """Quoted fields hold delimiters, line breaks and doubled quotation marks; a row is named by its first line."""
    path = tmp_path / "t.csv"
    rows = [("id", "Body", "headline"), ("7", f'"One{mark}\r\n""two"""', "T"), ("", "", ""), ("8", "Plain", "U")]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(mark.join(row) for row in rows).encode())
    assert texts(path) == [f'One{mark}\r\n"two"', "Plain"]
    found = sources(path)
    assert [source.name.rpartition("#")[2] for source in found] == ["2", "5"]
    assert [source.id.rpartition("#")[2] for source in found] == ["7", "8"]
    assert found[0].load().title == "T"


def test_the_columns_of_a_table_may_be_named(tmp_path: Path) -> None:
    """A column that is not there is named beside those that are, before any row is read."""
    path = write_lines(tmp_path / "t.csv", "Wortlaut,Titel", f"{STORY},Trucks", "x,y")
    assert texts(path, text="Wortlaut", title="Titel") == [STORY, "x"]
    assert texts(path, text="Wortlaut", title="Title") == [
        "! has no column 'Title'; its columns are 'Wortlaut', 'Titel'"
    ]
    assert texts(path) == ["! has no column 'text'; its columns are 'Wortlaut', 'Titel'"]


def test_rows_that_can_not_be_read_cost_themselves(tmp_path: Path) -> None:
    """Too many fields, a quotation mark in the middle, one that is never closed."""
    path = write_lines(
        *(tmp_path / "t.csv", "id,text", "1,A", "2,B,C", '3,"B" C', "4", "5,E", '6,"never closed', "7,swallowed")
    )
    found = texts(path)
    assert [found[0], found[4]] == ["A", "E"]
    assert "has 3 fields, and the header has 2" in found[1]
    assert "is no row" in found[2]
    assert "no field that is known" in found[3]
    assert "is no row: unexpected end of data" in found[5]
    assert len(found) == 6


@pytest.mark.parametrize(
    ("first", "said"),
    [("text,id,id", "columns of one name: 'id'"), ('text,"id', "no header"), ("text\n", "a header and no rows")],
)
def test_a_header_that_can_not_be_used(tmp_path: Path, first: str, said: str) -> None:
    """The file is one source that fails."""
    assert said in texts(write_lines(tmp_path / "t.csv", first))[0]


def test_a_spreadsheets_own_line_names_the_delimiter(tmp_path: Path) -> None:
    """'sep=;' is no header."""
    assert texts(write_lines(tmp_path / "t.csv", "sep=;", "text;a,b,c", "A;x")) == ["A"]


def test_a_row_over_the_limit_is_read_past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On one line, and over many lines where a quotation mark is not closed; the row after it is read."""
    monkeypatch.setattr(table, "MAX_RECORD", 2000)
    monkeypatch.setattr(table, "bounded_lines", lambda stream: lines.bounded_lines(stream, 2000))
    long, open_quote = "x" * 3000, ['9,"never'] + ["y" * 99] * 30
    path = write_lines(tmp_path / "t.csv", "id,text", f"1,{long}", "2,B", *open_quote, "4,D")
    found = texts(path)
    assert "more than" in found[0]
    assert found[1] == "B"
    assert "reaches to line" in found[2]
    assert found[-1] == "D"


@given(
    st.lists(
        st.tuples(
            st.text("ab,;\"'\n\t é", min_size=1).filter(str.strip),
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_csv_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    """Any text survives the standard library's own quoting."""
    import csv

    path = tmp_path_factory.getbasetemp() / "round.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("text", "title"), *rows])
    file_ = RecordFile("round.csv", str(path), "round", Columns())
    found: list[Any] = [source.load().text for source in table_sources(path, file_)]
    assert found == [text for text, _ in rows]
