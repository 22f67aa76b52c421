"""Feeds: their entries, what their entries may ask for, and what is lost or refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import SourceError, UsageError
from summarizer.settings import Settings
from summarizer.sources import feeds
from summarizer.sources.feeds import feed_sources
from summarizer.sources.source import Source
from tests.website import Website

HERE = Settings(allow_private=True)
STORY = "The minister said on Friday that the trucks would go to the border, and that they were full of food."
MORE = "They stayed in Astrin for the night and left for the border on Saturday morning."
BASE = "https://skerry.example/feed.xml"


@pytest.fixture
def site() -> Iterator[Website]:
    with Website() as running:
        yield running


def rss(*items: str, channel: str = "<title>Skerry Wire</title><language>en-GB</language>") -> bytes:
    """An RSS 2.0 feed."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{channel}{"".join(items)}</channel></rss>'
    ).encode()


def item(link: str | None = None, title: str = "Trucks go", more: str = "") -> str:
    """An entry of it."""
    return f"<item><title>{title}</title>{'' if link is None else f'<link>{link}</link>'}{more}</item>"


def read(data: bytes, base: str | None = BASE, settings: Settings = HERE) -> list[Source]:
    """All sources of a feed."""
    return list(feed_sources(data, BASE, BASE, settings, base))


def refusal(source: Source) -> str:
    """What the source says when it is read."""
    with pytest.raises(SourceError) as caught:
        source.load()
    assert caught.value.mend
    return caught.value.message


def test_an_entry_hands_on_what_the_feed_says(site: Website) -> None:
    """Title, date, publisher and language of the feed fill what the page leaves open."""
    link = site.page("/a", f"<html><body><article><p>{STORY}</p><p>{MORE}</p></article></body></html>")
    (source,) = read(
        rss(
            item(
                link,
                "Trucks &lt;b&gt;go&lt;/b&gt; &amp;amp; come",
                "<pubDate>Fri, 31 Mar 2023 09:05:00 +0900</pubDate>",
            )
        )
    )
    assert (source.name, source.id, source.stem, source.known) == (link, link, "a", False)
    article = source.load()
    assert article.text == f"{STORY}\n{MORE}"
    assert (article.title, article.publisher, article.url) == ("Trucks go & come", "Skerry Wire", link)
    assert (article.published_at, article.language) == ("2023-03-31T09:05:00+09:00", "en")


def test_the_page_goes_before_the_feed(site: Website) -> None:
    """What the page declares of its article is nearer to it than what a feed says."""
    link = site.page(
        "/a",
        "<html><head><meta property='og:title' content='Trucks leave'><meta property='og:site_name' content='The Skerry'>"
        "<meta property='article:published_time' content='2023-03-30'></head>"
        f"<body><article><p>{STORY}</p><p>{MORE}</p></article></body></html>",
    )
    article = read(rss(item(link, more="<pubDate>Fri, 31 Mar 2023 09:05:00 GMT</pubDate>")))[0].load()
    assert (article.title, article.publisher, article.published_at) == ("Trucks leave", "The Skerry", "2023-03-30")


def test_atom() -> None:
    """Links, dates and whole contents of Atom are read; a date of change is no date of publication."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Skerry Wire</title><updated>2023-04-01T00:00:00Z</updated>'
        '<entry><id>tag:1</id><title type="html">One</title><link href="one"/><link rel="enclosure" href="one.mp3"/>'
        "<published>2023-03-31</published><updated>2023-04-01T00:00:00Z</updated></entry>"
        f'<entry><id>tag:2</id><title>Two</title><updated>2023-04-01T00:00:00Z</updated><content type="html">'
        f"&lt;p&gt;{STORY}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</content></entry></feed>"
    ).encode()
    one, two = read(feed)
    assert one.name == "https://skerry.example/one"
    article = two.load()
    assert (two.name, two.id, two.stem) == (f"{BASE}#tag:2", f"{BASE}#tag:2", "feed-tag_2")
    assert article.text == f"{STORY}\n{MORE}"
    assert (article.title, article.published_at, article.url, article.language) == ("Two", None, None, "en")


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("<pubDate>Fri, 31 Mar 2023 09:05:00 GMT</pubDate>", "2023-03-31T09:05:00Z"),
        ("<pubDate>2023-03</pubDate>", "2023-03"),
        ("<pubDate>31 March 2023</pubDate>", "2023-03-31"),
        ("<pubDate>yesterday</pubDate>", None),
        ("<pubDate>Fri, 99 Mar 2023 09:05:00 GMT</pubDate>", None),
        ("", None),
    ],
)
def test_the_date_is_as_precise_as_the_feed(date: str, found: str | None) -> None:
    """No day is made up, and no date of what is none."""
    whole = f"<content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded>"
    assert read(rss(item(more=date + whole)))[0].load().published_at == found


def test_the_one_date_of_rss_1() -> None:
    """Dublin Core's date of RSS 1.0 is that of publication."""
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>Skerry Wire</title></channel><item><title>One</title><dc:date>2023-03-31</dc:date>"
        f"<content:encoded>&lt;p&gt;{STORY}&lt;/p&gt;</content:encoded></item></rdf:RDF>"
    ).encode()
    assert read(feed)[0].load().published_at == "2023-03-31"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://a.example/b",
        "vbscript:x",
    ],
)
@pytest.mark.parametrize("base", [BASE, None])
def test_links_that_are_no_pages_are_refused(link: str, base: str | None) -> None:
    """The entry fails and says so, also where it carries a text; the others are read."""
    whole = f"<content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded>"
    bad, good = read(rss(item(link, more=whole), item(more=whole)), base)
    assert "the link" in refusal(bad)
    assert "is refused" in refusal(bad)
    assert good.load().text == STORY


def test_links_to_the_own_network_are_refused() -> None:
    """A feed can't have the tool ask a machine that only it can reach."""
    (source,) = read(rss(item("http://127.0.0.1:8080/admin")), settings=Settings())
    assert "is not a public address" in refusal(source)


def test_where_the_page_can_not_be_had_the_feeds_own_text_is_taken(site: Website) -> None:
    """A whole text in the feed stands in for a page that is not there; a summary never does."""
    link = site.url("/gone")
    whole = f"<content:encoded><![CDATA[<p>{STORY}</p><p>{MORE}</p>]]></content:encoded>"
    carried, summed_up = read(rss(item(link, more=whole), item(link + "2", more=f"<description>{STORY}</description>")))
    article = carried.load()
    assert article.notes == ("the text is the feed's own; the linked page could not be read",)
    assert (article.text, article.url, article.title) == (f"{STORY}\n{MORE}", link, "Trucks go")
    assert [asked.path for asked in site.asked] == ["/gone"]
    assert "does not exist" in refusal(summed_up)


def test_an_entry_without_link_and_text() -> None:
    """There is nothing to read, and that is said; an identifier is no link."""
    nothing, identified = read(rss(item(more="<description>words</description>"), item(more="<guid>4711</guid>")))
    assert "neither a link nor a whole text" in refusal(nothing)
    assert identified.name == f"{BASE}#4711"
    assert "neither a link nor a whole text" in refusal(identified)


def test_an_identifier_that_is_an_address_is_a_link() -> None:
    """RSS may give the address as the identifier alone."""
    (source,) = read(rss(item(more="<guid>https://skerry.example/a</guid>")))
    assert source.name == "https://skerry.example/a"


def test_relative_links_need_the_address_of_the_feed() -> None:
    """They are resolved against it; in a file that came from nowhere they fail and say so."""
    assert read(rss(item("../b/c?d=1#e")))[0].name == "https://skerry.example/b/c?d=1"
    (source,) = read(rss(item("/b")), base=None)
    assert "is relative" in refusal(source)


def test_a_link_without_end() -> None:
    """A link of a megabyte is neither asked for nor repeated in a message."""
    (source,) = read(rss(item("https://skerry.example/" + "a" * 1_000_000)))
    assert len(refusal(source)) < 500
    assert len(source.name) < 500


def test_an_entry_that_stands_twice_is_one() -> None:
    """By its link, whatever the fragment, or else by its identifier."""
    guid = "<guid isPermaLink='false'>1</guid>"
    sources = read(rss(item("/a#x"), item("/a#y"), item("/b"), item(more=guid), item(more=guid)))
    assert [source.name for source in sources] == ["https://skerry.example/a", "https://skerry.example/b", f"{BASE}#1"]


def test_more_entries_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is not dropped in silence: a last source says how many there are."""
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 2)
    *_, last = sources = read(rss(*(item(f"/{n}") for n in range(5))))
    assert len(sources) == 3
    assert refusal(last) == f"{BASE} has 5 entries, and the first 2 of them are read"


def test_a_feed_that_breaks_off() -> None:
    """What could be read is read, and that there was more is said."""
    whole = rss(*(item(f"/{n}") for n in range(3)))
    sources = read(whole[: whole.index(b"/2</link>")].replace(b"/1</link>", b"/1</link"))
    assert "/0" in sources[0].name
    assert "damaged" in refusal(sources[-1])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><body>no feed</body></html>", "has no entries, and it does not look like a feed"),
        (b"", "has no entries"),
        (rss(), "has no entries"),
        (b"\x00\xff\xfe", "has no entries"),
        (
            b"<!DOCTYPE a [<!ENTITY b 'ccc'>]><rss version='2.0'><channel><item><title>&b;</title></item></channel></rss>",
            "defines entities",
        ),
        (rss(*(f"<a{n}:b xmlns:a{n}='u{n}'/>" for n in range(5_001))), "more than 5,000 namespaces"),
        (b"<rss>" + b"<a>" * 200_000, "too large for a feed"),
    ],
)
def test_what_is_no_feed(data: bytes, said: str) -> None:
    """One source says what is wrong."""
    (source,) = read(data)
    assert said in refusal(source)
    assert (source.name, source.stem) == (BASE, "feed")


def test_a_feed_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before it is parsed."""
    monkeypatch.setattr(feeds, "MAX_BYTES", 100)
    assert "too large for a feed" in refusal(read(rss(item("/a")))[0])


def test_a_feed_is_never_opened_as_a_path(tmp_path: Path) -> None:
    """feedparser takes a short string for an address or a file; the bytes of a feed are given as a stream."""
    (tmp_path / "feed").write_bytes(rss(item("/a")))
    assert "has no entries" in refusal(read(str(tmp_path / "feed").encode())[0])


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without feedparser the source says what to install."""
    monkeypatch.setitem(sys.modules, "feedparser", None)
    (source,) = read(rss(item("/a")))
    with pytest.raises(UsageError) as caught:
        source.load()
    assert 'pip install "spanbrief[web]"' in caught.value.mend


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 60))
def test_no_bytes_break_the_reader(junk: bytes, at: int, cut: int) -> None:
    """Junk in the middle of a feed gives sources, never an exception."""
    data = rss(item("/a", more="<guid>1</guid>"), item("/b"))
    for source in read(data[:at] + junk + data[at + cut :]):
        assert source.name.startswith(("https://skerry.example/", "http"))
        assert source.stem
