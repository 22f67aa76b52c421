"""Pages of every shape: what they declare, what they lose, and what would take the machine down."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import article_from_html
from summarizer.article.markup import MAX_ATTRIBUTES, MAX_TAGS, excess
from summarizer.errors import SourceError

STORY = "The minister said on Friday that the trucks would go to the border, and that they were full of food."
MORE = "They stayed in Astrin for the night and left for the border on Saturday morning."
GERMAN = "Der Minister sagte am Freitag, die Lastwagen seien zur Grenze unterwegs und mit Lebensmitteln beladen."


def page(head: str = "", body: str = f"<p>{STORY}</p><p>{MORE}</p>", html: str = "") -> str:
    return f"<!doctype html><html {html}><head>{head}</head><body><article>{body}</article></body></html>"


def ld(*objects: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in objects)


def test_json_ld_is_read() -> None:
    """Headline, publisher, date and language of the article's own object count."""
    article = article_from_html(
        page(
            ld(
                {"@type": "WebSite", "name": "Another", "datePublished": "1999"},
                {
                    "@context": "https://schema.org",
                    "@type": ["ReportageNewsArticle"],
                    "headline": "Trucks go",
                    "publisher": {"@type": "Organization", "name": "Skerry  Wire"},
                    "datePublished": "2023-03-31T09:05:00.000Z",
                    "inLanguage": "de-AT",
                },
            ),
            f"<p>{GERMAN}</p><p>{GERMAN[::-1]}</p>",
            'lang="en"',
        )
    )
    assert (article.title, article.publisher) == ("Trucks go", "Skerry Wire")
    assert (article.published_at, article.language) == ("2023-03-31T09:05:00.000Z", "de")


@pytest.mark.parametrize(
    "objects",
    [
        [
            {
                "@graph": [
                    {"@type": "NewsArticle", "publisher": {"@id": "#p"}},
                    {"@id": "#p", "@type": "Organization", "name": "iWire"},
                ]
            }
        ],
        [[{"@type": "BreadcrumbList"}, {"@type": "http://schema.org/NewsArticle", "publisher": [{"name": "iWire"}]}]],
        [{"@type": "NewsArticle", "publisher": "iWire"}],
        [{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "publisher": {"name": "iWire"}}}],
    ],
)
def test_the_publisher_in_the_shapes_of_json_ld(objects: list[object]) -> None:
    """Graphs, references, lists and bare names; and no letter of the name is changed."""
    assert article_from_html(page(ld(*objects))).publisher == "iWire"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"@type": "NewsArticle", "publisher": {"@id": "#a"}, "@id": "#a"}',
        "null",
        '"a"',
        '{"@type": 1, "@id": []}',
    ],
)
def test_damaged_json_ld_counts_as_none(script: str) -> None:
    """Half a script, endless nesting and references in a circle cost the page nothing."""
    article = article_from_html(page(f'<script type="application/ld+json">{script}</script>'))
    assert article.text == f"{STORY}\n{MORE}"
    assert article.publisher is None


@pytest.mark.parametrize(
    ("head", "attribute", "value"),
    [
        ('<meta property="og:site_name" content="Skerry Wire">', "publisher", "Skerry Wire"),
        ('<meta name="dc.publisher" content="Skerry Wire">', "publisher", "Skerry Wire"),
        ('<meta name="DC.date.issued" content="2023-03">', "published_at", "2023-03"),
        ('<meta itemprop="datePublished" content="2023-13-45">', "published_at", None),
        ('<meta property="og:title" content="Trucks go">', "title", "Trucks go"),
        ("<title>Trucks go</title>", "title", "Trucks go"),
    ],
)
def test_meta_tags_are_read(head: str, attribute: str, value: str | None) -> None:
    """What a page says in its head, and no day that does not exist."""
    assert getattr(article_from_html(page(head)), attribute) == value


@pytest.mark.parametrize(
    ("head", "html"),
    [
        ('<meta property="og:locale" content="de_AT">', ""),
        ('<meta http-equiv="content-language" content="de">', ""),
        ("", 'lang="de-AT"'),
        ("", "xml:lang='de'"),
    ],
)
def test_the_language_that_is_declared(head: str, html: str) -> None:
    """Two letters, from wherever the page has them."""
    assert article_from_html(page(head, f"<p>{GERMAN}</p><p>{GERMAN[::-1]}</p>", html)).language == "de"


def test_what_the_caller_knows_stands_behind_the_page() -> None:
    """It fills what the page does not declare, and goes before what is read off the text."""
    known = {"title": "Known", "publisher": "Known Wire", "published_at": "2023-03", "language": "fr"}
    article = article_from_html(page("", f"<p>{GERMAN}</p><p>{GERMAN[::-1]}</p>"), **known)
    assert (article.title, article.publisher, article.published_at, article.language) == tuple(known.values())
    head = '<meta property="og:title" content="Own"><meta property="og:site_name" content="Own"><meta name="date" content="2022">'
    article = article_from_html(page(head, f"<p>{GERMAN}</p>", 'lang="de"'), **known)
    assert (article.title, article.publisher, article.published_at, article.language) == ("Own", "Own", "2022", "de")


def test_the_dateline_goes_before_the_host() -> None:
    """The name of a host is the last guess at who publishes."""
    url = "https://mirror.example/a"
    text = f"ASTRIN, March 14 (Skerry Wire) - {STORY}"
    assert article_from_html(page("", f"<p>{text}</p><p>{MORE}</p>"), url=url).publisher == "Skerry Wire"


@pytest.mark.parametrize(
    ("own", "known", "found"),
    [
        ("https://skerry.example/a", "https://www.skerry.example/a?utm=1", "https://skerry.example/a"),
        ("https://other.example/a", "https://skerry.example/b", "https://skerry.example/b"),
        ("https://skerry.example/a", None, "https://skerry.example/a"),
        (None, "https://skerry.example/b", "https://skerry.example/b"),
    ],
)
def test_the_address_of_a_page(own: str | None, known: str | None, found: str) -> None:
    """A page may name its better address, but not pass for another host's."""
    head = f'<link rel="canonical" href="{own}">' if own else ""
    assert article_from_html(page(head), url=known).url == found


def test_a_page_with_an_encoding_declared_is_read() -> None:
    """XHTML names its encoding, which a decoded text no longer has."""
    xhtml = '<?xml version="1.0" encoding="iso-8859-1"?>' + page("", f"<p>{STORY} “é”</p>")
    assert "“é”" in article_from_html(xhtml).text


def test_scraps_of_a_long_article_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where hardly anything of what the page marks as its article is kept, that is an error, not a short article."""
    import trafilatura

    class Kept:
        text = "We use cookies."
        title = url = sitename = date = language = None

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: Kept())
    long = "".join(f"<p>{number}: {STORY}</p>" for number in range(40))
    with pytest.raises(SourceError, match=r"of 4,\d\d\d characters in its paragraphs 15 could be told"):
        article_from_html(page("", long))
    assert article_from_html(page("", f"<p>{STORY}</p>" * 40)).text == Kept.text  # one paragraph, forty times


def test_a_part_of_a_long_article_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where less than half of what the page marks as its article is kept, the brief's ledger is to say so."""
    import trafilatura

    class Kept:
        text = STORY * 10
        title = url = sitename = date = language = None

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: Kept())
    long = "".join(f"<p>{number}: {STORY}</p>" for number in range(40))
    (note,) = article_from_html(page("", long)).notes
    assert "characters in the paragraphs of its article" in note
    Kept.text = STORY * 30
    assert article_from_html(page("", long)).notes == ()


def test_what_the_parser_would_drop_is_refused() -> None:
    """Beyond some depth the parser drops all that follows; the page is refused, not cut."""
    deep = "<div>" * 300 + "</div>" * 300
    with pytest.raises(SourceError, match="the parser stops in the middle of it"):
        article_from_html(page("", f"<p>{STORY}</p>{deep}<p>{MORE}</p>"))
    shallow = "<div>" * 200 + "</div>" * 200
    assert MORE in article_from_html(page("", f"<p>{STORY}</p>{shallow}<p>{MORE}</p>")).text


def test_nesting_that_is_both_deep_and_frequent_is_refused() -> None:
    """Extraction takes the product of the two."""
    with pytest.raises(SourceError, match="too many of its elements are nested too deep"):
        article_from_html(page("", f"<p>{STORY}</p>" + ("<table>" * 200 + "</table>" * 200) * 200))
    often = "<table><tr><td>1</td></tr></table>" * 100
    assert STORY in article_from_html(page("", f"<p>{STORY}</p>{often}<p>{MORE}</p>")).text


def test_many_blocks_go_without_the_second_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the square of their number; a usual page has its help."""
    import trafilatura

    asked = []
    extract = trafilatura.bare_extraction

    def noted(html: str, **options: Any) -> object:
        asked.append(options["fast"])
        return extract(html, **options)

    monkeypatch.setattr(trafilatura, "bare_extraction", noted)
    for number in (100, 5_000):
        assert STORY in article_from_html(page("", f"<p>{STORY}</p>" + f"<div>{MORE}</div>" * number)).text
    assert asked == [False, True]


@pytest.mark.parametrize(
    "tag", ["<div>", "<a href=x>", "<p>", "<br>", "<!-- x -->", "<p></p>", "<meta name=a>", "<tr><td>"]
)
def test_more_tags_than_a_page_has(tag: str) -> None:
    """Ten megabytes of tags are refused before anything is parsed."""
    with pytest.raises(SourceError, match="more than 50,000 tags"):
        article_from_html(page("", f"<p>{STORY}</p>" + tag * (9_000_000 // len(tag))))


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_more_attributes_than_a_tag_has(quote: str) -> None:
    """Their number is counted as the parser counts: a quoted '>' does not end the tag."""
    many = " ".join(f"a{n}={quote}>{quote}" if quote else f"a{n}" for n in range(MAX_ATTRIBUTES + 1))
    assert excess(f"<p><b {many}>") == "more than 1,000 attributes in one tag"
    fewer = " ".join(f"a{n}={quote}{n}{quote}" for n in range(MAX_ATTRIBUTES))
    assert excess(f"<p><b {fewer}/>x</b>") is None
    assert excess(f"<p><b {fewer}/>x</b>" * 251) == "more than 250,000 attributes"


@pytest.mark.parametrize(
    "html",
    [
        "<script>" + "<b>" * (MAX_TAGS + 1) + "</script>",
        "<STYLE>" + "<b>" * (MAX_TAGS + 1) + "</style>",
        "<!--" + "<b>" * (MAX_TAGS + 1),
        "<a b='" + "<b>" * (MAX_TAGS + 1),
        "<p>1 < 2 <= 3 </ p> " * MAX_TAGS,
        "<b>" * MAX_TAGS,
    ],
)
def test_what_is_no_tag_is_not_counted(html: str) -> None:
    """Scripts, comments, quoted values and bare signs have no tags in them."""
    assert excess(html) is None


@pytest.mark.parametrize(
    "start", ["<!-->", "<!--->", "<!-- a -->", "<script></script>", "<a b='>'>", "<a b=c>", "<br/>"]
)
def test_counting_goes_on_behind_it(start: str) -> None:
    """Nothing hides the tags that follow it."""
    assert excess(start + "<b>" * (MAX_TAGS + 1)) == "more than 50,000 tags"


@pytest.mark.parametrize(
    "piece", ["<a b='", '<a b="', "<!--", "<script>", "<", "</", "<a ", "<a b=", "<a/", "<title", "<a b = ", " =", "'"]
)
def test_counting_has_an_end(piece: str) -> None:
    """What never closes is read once: ten megabytes of it are no matter of minutes."""
    excess(piece * (10_000_000 // len(piece)))


@given(st.text(alphabet="<>/!-='\" abscriptSTYLE\n&;é", max_size=200))
def test_any_page_gives_an_article_or_a_source_error(junk: str) -> None:
    """No markup crashes the reader."""
    try:
        article = article_from_html(page("", f"<p>{STORY}</p>{junk}"))
    except SourceError:
        return
    assert article.text.strip()
