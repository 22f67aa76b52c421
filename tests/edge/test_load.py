"""Reading sources: files, pages and standard input, and what is said where nothing can be read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import article_from_bytes, article_from_html, article_from_text, load
from summarizer.errors import SourceError, UsageError

SHARED = Path(__file__).resolve().parents[3] / "shared"

STORY = "The minister said on Friday that the trucks would go to the border, and that they were full of food."


def page(paragraphs: str, head: str = "", attributes: str = "") -> str:
    return (
        f"<!doctype html>\n<html{attributes}><head>{head}</head><body><nav>Menu</nav>"
        f"<article>{paragraphs}</article><script>document.title = 'stolen'</script>"
        "<footer>Imprint</footer></body></html>"
    )


PARAGRAPHS = (
    f"<h1>Trucks go</h1><p>{STORY}</p><p>Nobody at the border “knew” of it &amp; nothing came.</p>"
    f"<p>{STORY}</p><p>They stayed in town for the night and left for the border on Saturday morning.</p>"
)


def test_a_text_file_is_read_as_it_stands(tmp_path: Path) -> None:
    """Nothing of the text is changed: line ends, spaces at the ends and control characters stay."""
    text = f"  Trucks go\r\n\r\n{STORY}\r\n“é” \x0c\n\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    article = load(path)
    assert article.text == text
    assert (article.source, article.encoding, article.title) == (str(path), "utf-8", "Trucks go")
    assert article == load(str(path))


@pytest.mark.parametrize("name", ["a", "a.md", "a.TXT", "a.text", "a.unknown"])
def test_any_other_suffix_is_plain_text(tmp_path: Path, name: str) -> None:
    """Only what says or shows that it is a page is read as a page."""
    (tmp_path / name).write_text(STORY, encoding="utf-8")
    assert load(tmp_path / name).text == STORY


def test_standard_input_is_read_as_bytes() -> None:
    """'-' reads the given stream, whose encoding is found out like a file's."""
    article = load("-", stdin=io.BytesIO("\ufeff“Trucks” go".encode()))
    assert (article.text, article.source) == ("“Trucks” go", "-")
    assert load("-", stdin=io.BytesIO(page(PARAGRAPHS).encode())).text.startswith("Trucks go\n")
    with pytest.raises(SourceError, match="standard input is empty"):
        load("-", stdin=io.BytesIO(b""))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_another_encoding_is_named(encoding: str, name: str) -> None:
    """A BOM decides, else the bytes; one leading BOM is no part of the text."""
    text = "Le président a déclaré à Paris que c’était « fini ». Où est la vérité ?"
    article = article_from_bytes(text.encode(encoding))
    assert (article.text, article.encoding) == (text, name)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Präsident sagte, über Österreich fließt viel Öl. Die Häuser müssen größer werden.", "cp1252"),
        ("El señor Muñoz dijo ayer que la situación está difícil y que el año próximo habrá más.", "cp1252"),
        ("Prezydent powiedział, że dostawy broni będą kontynuowane mimo sankcji. Żółć, gęś.", "cp1250"),
        ("Министр обороны заявил в четверг, что поставки будут продолжены.", "cp1251"),
        ("国防大臣は木曜日、制裁にもかかわらず武器の供給は続くと述べた。", "shift_jis"),
        ("북한은 러시아에 무기를 보낼 계획이라고 백악관이 목요일 밝혔다.", "cp949"),
    ],
)
def test_code_pages_are_told_apart(text: str, encoding: str) -> None:
    """The text of one sentence in an old code page comes out right."""
    assert article_from_bytes(text.encode(encoding)).text == text


def test_the_encoding_may_be_given(tmp_path: Path) -> None:
    """What the caller knows of the bytes stands, and is checked."""
    path = tmp_path / "a.txt"
    path.write_bytes("Où".encode("cp1252"))
    assert load(path, encoding="cp1252").text == "Où"
    with pytest.raises(SourceError, match="not ASCII"):
        load(path, encoding="ascii")
    with pytest.raises(UsageError, match="no encoding 'klingon'"):
        load(path, encoding="klingon")


def test_damaged_utf8_is_refused_and_not_guessed() -> None:
    """A guess would turn every good character into rubbish; the place of the damage is named."""
    with pytest.raises(SourceError, match=r"damaged UTF-8.* at byte 25") as caught:
        article_from_bytes("“Le président” a été".encode()[:-1])
    assert "iconv" in caught.value.mend


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff".encode(), "no text"),
        ("\u00a0\u2003\n".encode(), "no text"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04\x14\x00", "zip archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "an image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "an image"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1\\ansi Trucks}", "RTF"),
        (b"Trucks\x00go", "NUL"),
        (b"\xff\xfeT", "not UTF-16"),
        (bytes(range(1, 256)) * 40, "no encoding"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    """Binary files and empty ones give an error that says what they are and what to do."""
    with pytest.raises(SourceError, match=what) as caught:
        article_from_bytes(data, "a.txt")
    assert caught.value.code == "source_unreadable"
    assert caught.value.message.startswith("a.txt ")
    assert caught.value.mend


def test_a_missing_file_names_its_near_misses(tmp_path: Path) -> None:
    """The files that may have been meant stand in the message."""
    (tmp_path / "yonhap_holt.txt").touch()
    (tmp_path / "other.txt").touch()
    (tmp_path / "story.html").touch()
    with pytest.raises(SourceError, match="does not exist") as caught:
        load(tmp_path / "yonhap_hult.txt")
    assert caught.value.mend == f"did you mean {tmp_path / 'yonhap_holt.txt'}?"
    with pytest.raises(SourceError) as caught:
        load(tmp_path / "story.txt")
    assert str(tmp_path / "story.html") in caught.value.mend
    with pytest.raises(SourceError) as caught:
        load(tmp_path / "nowhere" / "a.txt")
    assert "no folder" in caught.value.mend
    with pytest.raises(SourceError) as caught:
        load(tmp_path / "zzz")
    assert str(tmp_path) in caught.value.mend


def test_what_is_no_readable_file(tmp_path: Path) -> None:
    """A folder, an address, a name that is no name and a text given for a path are told apart."""
    with pytest.raises(SourceError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(SourceError, match="is an address"):
        load("https://example.org/a.html")
    for name in ("a\0b", STORY * 100):
        with pytest.raises(SourceError, match="not a file name") as caught:
            load(name)
        assert len(str(caught.value)) < 300
    with pytest.raises(SourceError, match="without a name"):
        load("")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    """A file that this user may not read gives an error that says so."""
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        load(path)


def test_permission_is_told_from_absence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The error of the system is translated, also where the test runs as root."""

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text(STORY)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="may not be read"):
        load(path)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No more than the limit is read into memory."""
    module = sys.modules[load.__module__]  # the package's name for it is the function
    monkeypatch.setattr(module, "MAX_BYTES", 1_000_000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x " * 500_001)
    with pytest.raises(SourceError, match="more than 1 MB"):
        load(path)
    stream = io.BytesIO(b"x " * 1_000_000)
    with pytest.raises(SourceError, match="more than 1 MB"):
        load("-", stdin=stream)
    assert stream.tell() == 1_000_001
    path.write_bytes(b"x " * 500_000)
    assert len(load(path).text) == 1_000_000


def test_a_page_gives_its_article_and_what_it_declares(tmp_path: Path) -> None:
    """The text is the article's; title, publisher, date, language and address are the page's."""
    head = (
        '<title>Trucks go - Example News</title><meta property="og:site_name" content="Example News">'
        '<meta property="og:title" content="Trucks go"><link rel="canonical" href="https://example.org/trucks">'
        '<meta property="article:published_time" content="2023-03-31T09:05:00+09:00">'
    )
    path = tmp_path / "a.html"
    path.write_text(page(PARAGRAPHS, head, ' lang="de-AT"'), encoding="utf-8")
    article = load(path)
    assert STORY in article.text.split("\n")
    assert "“knew” of it & nothing came" in article.text
    assert "Menu" not in article.text
    assert "stolen" not in article.text
    assert (article.title, article.publisher) == ("Trucks go", "Example News")
    assert (article.published_at, article.url) == ("2023-03-31T09:05:00+09:00", "https://example.org/trucks")
    assert article.language == "en"  # what the words are goes before what the page says


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta name="date" content="2023-03">', "2023-03"),
        ('<meta content="2023" itemprop="datePublished"/>', "2023"),
        ("<meta name='pubdate' content='2023-03-31 09:05'>", "2023-03-31T09:05"),
        (
            '<script type="application/ld+json">{"datePublished": "2023-03-31"}</script>',
            "2023-03-31",
        ),
        ('<meta name="date" content="March 2023">', None),
        ('<meta name="originalpublicationdate" content="2023-03">', None),
        ('<meta name="date" content="March 31, 2023">', "2023-03-31"),
        ('<meta property="article:modified_time" content="soon">', None),
        ("", None),
    ],
)
def test_the_date_of_a_page_is_as_precise_as_the_page(head: str, date: str | None) -> None:
    """No day is made up for a month, no month for a year, and no date where there is none."""
    assert article_from_html(page(PARAGRAPHS, head)).published_at == date


def test_a_page_is_known_by_its_beginning(tmp_path: Path) -> None:
    """A page in a .txt file is read as a page; a text that mentions a tag is not."""
    path = tmp_path / "a.txt"
    for start in ("", "\n  ", "\ufeff", "<!-- saved -->\n", '<?xml version="1.0"?>\n'):
        path.write_text(start + page(PARAGRAPHS), encoding="utf-8")
        assert load(path).text.startswith("Trucks go\n")
    path.write_text("He wrote <html> on the wall.", encoding="utf-8")
    assert load(path).text == "He wrote <html> on the wall."


def test_the_declared_charset_of_a_page_is_used() -> None:
    """A page that is not UTF-8 says what it is; one that lies is found out."""
    html = page(PARAGRAPHS, '<meta charset="windows-1252">')
    article = article_from_bytes(html.encode("cp1252"))
    assert "“knew”" in article.text
    assert article.encoding == "cp1252"
    assert "“knew”" in article_from_bytes(page(PARAGRAPHS, '<meta charset="no-such">').encode("cp1252")).text


@pytest.mark.parametrize("html", ["<html></html>", "<html><script>x()</script></html>", "<div>" * 20_000])
def test_a_page_without_an_article(html: str) -> None:
    """A page of scripts, of nothing, or of nothing but nesting is an error, not an empty article."""
    with pytest.raises(SourceError, match="no article was found"):
        article_from_html(html)


def test_characters_that_no_encoding_has_do_not_break_a_page() -> None:
    """A lone surrogate in a page becomes the replacement character."""
    assert "\ufffd" in article_from_html(page(f"<p>\ud800 {STORY}</p>" + PARAGRAPHS)).text


def test_a_page_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extraction is slower than reading, so that pages have a lower limit."""
    monkeypatch.setattr("summarizer.article.html._MAX_CHARS", 1000)
    with pytest.raises(SourceError, match="too large for a page"):
        article_from_html(page(PARAGRAPHS * 3))


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without trafilatura a page gives a message that says what to install."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(UsageError) as caught:
        article_from_html(page(PARAGRAPHS))
    assert 'pip install "spanbrief[html]"' in caught.value.mend
    assert article_from_text(STORY).text == STORY


def test_text_is_made_an_article_without_a_file() -> None:
    """A library user's text is taken as it is; nothing but white space is an error."""
    assert article_from_text(f"\ufeff{STORY}\r\n").text == f"{STORY}\r\n"
    assert article_from_text("\ud800 a").sha256
    for empty in ("", " \n", "\ufeff"):
        with pytest.raises(SourceError, match="no text"):
            article_from_text(empty)


@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_source_error(data: bytes) -> None:
    """No bytes crash the reader, and the text encodes back to them."""
    try:
        article = article_from_bytes(data)
    except SourceError:
        return
    assert article.text.strip()


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\0" not in text and "<" not in text))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    """Decoding changes nothing but a leading BOM, unless the text begins like another format."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    try:
        article = article_from_bytes(data)
    except SourceError:
        assert text.startswith(("%PDF", "{\\rtf", "BZh", "GIF8", "SQLite", "\x7fELF", "PK", "\ufeff"))
        return
    assert article.text == text.removeprefix("\ufeff")
    assert article.encoding == "utf-8"


def test_the_package_imports_without_its_heavy_parts() -> None:
    """trafilatura and charset-normalizer are loaded when they are needed, not before."""
    script = (
        "import sys, summarizer.article; "
        "print([name for name in ('trafilatura', 'lxml', 'charset_normalizer') if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["nyt17_sudan_sanctions", "reuters19_titan_map"])
def test_real_pages(name: str) -> None:
    """The saved pages kept outside the repository give the very text that was annotated."""
    source = SHARED / "gold" / f"{name}.html"
    if not source.exists():
        pytest.skip("the evaluation articles are not here")
    article = load(source)
    assert article.text == source.with_suffix(".txt").read_bytes().decode().rstrip("\n")
    assert article.published_at is not None
