"""What an address gives: a page, a text, a feed's entries, or a source that says why there is nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from summarizer.errors import SourceError
from summarizer.settings import Settings
from summarizer.sources import web
from summarizer.sources.fetch import Page
from summarizer.sources.pages import page_article, web_stem
from summarizer.sources.source import Source
from summarizer.sources.web import web_sources
from tests.website import Answer, Website

HERE = Settings(allow_private=True)
STORY = "The minister said on Friday that the trucks would go to the border, and that they were full of food."
PAGE = (
    "<!doctype html><html lang='en'><head><title>Trucks go</title></head><body><nav>Menu</nav><article><h1>Trucks go</h1>"
    f"<p>{STORY}</p><p>They stayed in Astrin for the night and left for the border on Saturday morning.</p></article></body></html>"
)


@pytest.fixture
def site() -> Iterator[Website]:
    with Website() as running:
        yield running


def only(sources: Iterator[Source]) -> Source:
    (source,) = sources
    return source


def test_a_page_is_one_article(site: Website) -> None:
    """It is fetched once, when it is found out what it is, and has the final address; a second reading asks again."""
    site["/old"] = Answer(status=301, headers={"Location": "/news/trucks-go.html"})
    site.page("/news/trucks-go.html", PAGE)
    url = site.url("/old")
    source = only(web_sources(f" {url}#top ", HERE))
    assert (source.name, source.id, source.stem, source.known) == (f"{url}#top", url, "old", True)
    assert len(site.asked) == 2
    article = source.load()
    assert len(site.asked) == 2
    assert STORY in article.text
    assert "Menu" not in article.text
    assert (article.title, article.source, article.url) == ("Trucks go", source.name, site.url("/news/trucks-go.html"))
    assert source.load() == article
    assert len(site.asked) == 4


def test_nothing_is_asked_before_it_is_wanted(site: Website) -> None:
    """Making the iterator asks nobody; no link of a page is followed."""
    url = site.page("/a", PAGE.replace("Menu", '<a href="/b">b</a><img src="/c.png"><script src="/d.js"></script>'))
    sources = web_sources(url, HERE)
    assert not site.asked
    next(sources).load()
    assert [asked.path for asked in site.asked] == ["/a"]


def test_pages_that_wait_are_bounded(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more wait than may, the oldest are given up and fetched again when they are read."""
    monkeypatch.setattr(web, "_waiting", web._Waiting(2 * len(PAGE)))
    sources = [only(web_sources(site.page(f"/{n}", PAGE), HERE)) for n in range(3)]
    assert len(site.asked) == 3
    texts = {source.load().text for source in sources}
    assert len(texts) == 1
    assert [asked.path for asked in site.asked] == ["/0", "/1", "/2", "/0"]
    assert web._waiting._held == 0


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "http://127.0.0.1:1/", "https://a:b@example.org/", "https://", "http://["]
)
def test_what_can_not_be_had_is_a_source_that_says_so(url: str) -> None:
    """A wrong or refused address costs no other source anything."""
    source = only(web_sources(url, Settings()))
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            source.load()
        assert caught.value.mend


def test_a_missing_page(site: Website) -> None:
    """The status stands in the error."""
    with pytest.raises(SourceError, match="does not exist"):
        only(web_sources(site.url("/nothing"), HERE)).load()


def test_a_plain_text(site: Website) -> None:
    """A text is taken as it stands, with the address it has."""
    url = site.page("/story.txt", f"Trucks go\r\n\r\n{STORY}\r\n", "text/plain")
    article = only(web_sources(url, HERE)).load()
    assert (article.text, article.url) == (f"Trucks go\r\n\r\n{STORY}\r\n", url)


def test_a_pdf_is_read_by_its_reader(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    """What begins like a PDF is one, whatever the server calls it."""
    from summarizer.article import Article
    from summarizer.sources import pdf

    def reader(data: bytes, name: str, *, url: str | None) -> Article:
        return Article(text=f"{data[:5]!r} {name} {url}")

    monkeypatch.setattr(pdf, "pdf_article", reader)
    site["/a"] = Answer(b"%PDF-1.7 ...", {"Content-Type": "application/octet-stream"})
    url = site.url("/a")
    assert only(web_sources(url, HERE)).load().text == f"b'%PDF-' {url} {url}"


def test_a_feed_gives_its_entries(site: Website) -> None:
    """The entries are sources of their own, fetched when they are read."""
    site.page("/news/a", PAGE)
    url = site.page(
        "/feed",
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Skerry Wire</title>"
        "<item><title>One</title><link>/news/a</link></item><item><title>Two</title><link>b</link></item></channel></rss>",
        "text/plain",
    )
    one, two = web_sources(url, HERE)
    assert [asked.path for asked in site.asked] == ["/feed"]
    assert (one.name, two.name) == (site.url("/news/a"), site.url("/b"))
    assert (one.stem, one.known) == ("a", False)
    article = one.load()
    assert (article.publisher, article.title) == ("Skerry Wire", "Trucks go")
    with pytest.raises(SourceError, match="does not exist"):
        two.load()


@pytest.mark.parametrize(
    ("content_type", "body", "said"),
    [
        ("application/json", b'{"a": 1}', "is data"),
        ("application/ld+json", b"{}", "is data"),
        ("text/csv", b"a,b", "is data"),
        ("image/png", b"\x89PNG", "neither a page nor a text: the server calls it image/png"),
        ("application/octet-stream", b"\x89PNG", "is an image"),
        ("", b"PK\x03\x04", "is a zip archive"),
        ("text/html", b" \n", "is empty"),
        ("application/xml", b"<?xml version='1.0'?><urlset/>", "neither a page nor a feed"),
        ("application/rss+xml", b"<rss/>", "is a feed"),
        ("text/html", b"<html><body><script>x()</script></body></html>", "no article was found"),
    ],
)
def test_what_is_no_article(content_type: str, body: bytes, said: str) -> None:
    """Each kind of thing that is no article is named, with something to do about it."""
    with pytest.raises(SourceError, match=said) as caught:
        page_article(Page("https://example.org/a", content_type, body), "the name")
    assert caught.value.mend


@pytest.mark.parametrize(
    ("charset", "encoding", "found"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", "utf-8", "utf-8"),  # said of everything
        ("iso-8859-1", "cp1252", "cp1252"),
        ("utf-8", "cp1252", "cp1252"),  # a lie
        ("koi8-r", "koi8-r", "koi8-r"),
        ("no-such-thing", "utf-8", "utf-8"),
        (None, "utf-16", "utf-16"),
    ],
)
def test_the_encoding_that_the_bytes_bear_out(charset: str | None, encoding: str, found: str) -> None:
    """What the server says counts unless the bytes belie it; Latin-1 counts as nothing said."""
    words = "Министр сказал" if encoding == "koi8-r" else "“Trucks” — café"
    html = PAGE.replace("<p>", f"<p>{words} ")
    article = page_article(Page("https://example.org/a", "text/html", html.encode(encoding), charset), "a")
    assert words in article.text
    assert article.encoding == found


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://example.org/news/2024/trucks-go.html", "trucks-go"),
        ("https://example.org/news/trucks-go/", "trucks-go"),
        ("https://example.org/", "example.org"),
        ("https://example.org/index.php", "example.org"),
        ("https://example.org/story.php?id=7", "story-id=7"),
        ("https://example.org/%D0%B3%D1%80%D1%83%D0%B7", "груз"),
        ("https://example.org/..%2f..%2fetc%2fpasswd", "_.._etc_passwd"),
        ("http://[", "http___["),
    ],
)
def test_the_wished_file_name(url: str, stem: str) -> None:
    """A name that a person knows again, and that can't leave its folder."""
    assert web_stem(url) == stem
