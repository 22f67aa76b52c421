"""A dossier's page and its graph: nothing left out, nothing foreign acts, and one dossier has one picture."""

from __future__ import annotations

import html.parser
import re
import sys
import xml.etree.ElementTree as ET

import pytest

from summarizer.errors import UsageError
from summarizer.export.dossier_graph import MOST, graph_svg
from summarizer.export.dossier_html import dossier_style, render_dossier
from summarizer.export.layout import lay_out
from tests.dossiers import EVIL, a_dossier, many_deals

SVG = "{http://www.w3.org/2000/svg}"


class Page(html.parser.HTMLParser):
    """The elements, ids, links and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.words: list[str] = []
        self._at: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self._at.append(tag)
        if tag in ("dd", "q", "li"):
            self.words.append(" ")
        assert not any(name.startswith("on") or name == "style" for name in given)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if given.get("href"):
            self.hrefs.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        if self._at[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Everything that is read."""
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def svg() -> str:
    """The graph of the dossier."""
    return graph_svg(a_dossier())


@pytest.fixture(scope="module")
def page(svg: str) -> Page:
    """The page of the dossier, with its graph."""
    return Page(render_dossier(a_dossier(), svg))


def test_every_claim_stands_with_all_its_sources_side_by_side(page: Page) -> None:
    """Each brief's quotes, values and speakers are there, the number of independent sources and why they are so few."""
    for words in (
        "more than two dozen kinds of rifles",
        "more than 20 kinds",
        "said by Irena Kolvas",
        "1 independent source [1], [2]: same quoted speaker: Irena Kolvas",
        "2 independent sources",
        "days 2026-10-01 … 2026-12-31",
        "'would' only plans",
    ):
        assert words in page.text


def test_conflicts_are_shown_as_conflicts_and_what_can_hold_as_such(page: Page) -> None:
    """Both sides of a conflict with those who hold them; what is compatible is told, too, and is no conflict."""
    assert "Status: conflict. what is only proposed is not under way proposed [1] ongoing [2]" in page.text
    assert "Quantity: told differently, and both can hold. more than 24 is more than 20, too" in page.text
    assert "1 conflict," in page.text


def test_a_denial_stands_beside_what_it_denies(page: Page) -> None:
    """The denied claim has the denier, the words and the way to the denial; the denial leads back."""
    first, second = page.text.index("over two dozen kinds of rifles denied"), page.text.index("Compensation 1 P1")
    assert (
        "Denied D1 Tarrenia: sold rifles to Drovia Tarrenia has denied that it sold rifles [2]"
        in page.text[first:second]
    )
    assert "This denies I1 over two dozen kinds of rifles." in page.text


def test_suggested_links_have_their_reasons_on_both_sides(page: Page) -> None:
    """Each of two parties says that it may be the other, why, and how sure that is."""
    said = "confidence 0.74 only vowels differ both stand beside Velmora"
    assert page.text.count(f"May be the same as Davit Mkrtchyan {said}") == 1
    assert page.text.count(f"May be the same as Davit Mkrtychan {said}") == 1


def test_the_timeline_and_the_ledger_are_whole(page: Page) -> None:
    """What has a day, what has none, and what was left out."""
    assert "≈ 2026-10-01 … 2026-12-31 I1 late this year told to the quarter" in page.text
    assert "Without a day: 1" in page.text
    assert "Ledger 1" in page.text and "not_grouped" in page.text


def test_a_suspect_brief_makes_the_page_say_so(page: Page) -> None:
    """A brief that must not be read as complete is named at the top."""
    assert page.text.index("do not read [2] as complete") < page.text.index("Sources")


def test_every_link_of_the_page_leads_somewhere_and_every_id_stands_once(page: Page) -> None:
    """Links within the page have their places; nothing leads to the web but the source's own address."""
    assert len(page.ids) == len(set(page.ids))
    inner = {href[1:] for href in page.hrefs if href.startswith("#")}
    assert inner <= set(page.ids)
    assert {href for href in page.hrefs if not href.startswith("#")} == {"https://skerry.example/1"}


def test_nothing_foreign_becomes_markup(page: Page, svg: str) -> None:
    """No script, no style but the page's own, and the hostile words can be read."""
    assert page.tags.isdisjoint({"script", "iframe", "img", "object", "base", "form"})
    assert "alert(1)" in page.text and "\u202e" not in page.text
    text = render_dossier(a_dossier(), svg)
    assert text.count("<style") == 1 and text.count("<svg") == 1
    assert "<script" not in svg and svg.count("<style") == 1


def test_the_policy_allows_the_page_its_own_style_only(svg: str) -> None:
    """The digest in the policy is that of the one style element."""
    import base64
    import hashlib

    text = render_dossier(a_dossier(), svg)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    policy = re.search(r"style-src (\S+);", text)
    assert style is not None and policy is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert digest in policy[1].replace("&#43;", "+")
    assert style[1] == dossier_style()


def test_the_graph_is_sound_xml_that_a_screen_reader_can_tell(svg: str) -> None:
    """It has a title and a description, and every deal is one link with words of its own."""
    root = ET.fromstring(svg)
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    links = [a for a in root.iter(f"{SVG}a") if "deal" in a.get("class", "")]
    assert len(links) == 4
    assert all(a.get("href", "").startswith("index.html#c-") and a.get("aria-label") for a in links)
    assert all(a.findall(f"{SVG}path") and a.findall(f"{SVG}rect") for a in links)


def test_how_sure_a_deal_is_is_told_by_the_line_and_in_words(svg: str) -> None:
    """Denied, conflicting, flagged and supported deals differ in class and in what their boxes say; a denier has a bar."""
    root = ET.fromstring(svg)
    told = {
        a.get("class", "").removeprefix("deal "): "".join(a.itertext())
        for a in root.iter(f"{SVG}a")
        if a.get("class", "").startswith("deal")
    }
    assert set(told) == {"denied", "conflict", "flagged", "supported"}
    assert "✗ denied by Tarrenia" in told["denied"]
    assert "≠ conflict: status" in told["conflict"]
    assert "⚑ flagged" in told["flagged"] and "froze his assets" in told["flagged"]
    assert [a.get("href") for a in root.iter(f"{SVG}a") if a.get("class") == "denies"] == ["index.html#c-D1"]
    for rule in (".flagged :is(.way, .label) { stroke-dasharray", ".conflict .core", ".denied .way { stroke-dasharray"):
        assert rule in svg


def test_in_the_page_the_graph_leads_to_its_claims(page: Page) -> None:
    """The file's links into the page beside it are links within the page."""
    assert "#c-I1" in page.hrefs and not any("index.html" in href for href in page.hrefs)


def test_one_dossier_has_one_picture() -> None:
    """Drawn twice it is the same, byte for byte."""
    dossier = many_deals(12, 20)
    assert graph_svg(dossier) == graph_svg(dossier)


def test_boxes_do_not_overlap() -> None:
    """Forty parties and as many deals: no box lies on another, and all lie in the picture."""
    root = ET.fromstring(graph_svg(many_deals(20, 40)))
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    boxes = [
        tuple(float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
        for a in root.iter(f"{SVG}a")
        for rect in a.findall(f"{SVG}rect")
    ]
    assert len(boxes) == 60
    for n, (x, y, w, h) in enumerate(boxes):
        assert min(x, y) >= 0 and x + w <= width and y + h <= height
        for a, b, c, d in boxes[:n]:
            assert x + w <= a or a + c <= x or y + h <= b or b + d <= y


def test_more_deals_than_can_be_read_are_left_to_the_table_and_it_says_so() -> None:
    """The picture and the page say how many are drawn; the table has all of them."""
    dossier = many_deals(30, MOST + 5)
    svg = graph_svg(dossier)
    assert svg.count('class="deal supported"') == MOST
    words = f"Only {MOST} of {MOST + 5} are drawn"
    assert words in svg
    page = Page(render_dossier(dossier, svg))
    assert words in page.text
    assert all(f"I{n}" in page.text for n in range(1, MOST + 6))


def test_without_the_library_the_page_has_the_table_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing asks for the extra by name; the page without a picture has every deal in words."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(UsageError) as refused:
        graph_svg(a_dossier())
    assert refused.value.mend == 'pip install "spanbrief[graph]"'
    page = Page(render_dossier(a_dossier()))
    assert 'pip install "spanbrief[graph]"' in page.text
    assert (
        "I1 over two dozen kinds of rifles Tarrenia Drovia proposed; 1 independent source; denied by Tarrenia"
        in page.text
    )


def test_a_dossier_of_a_schema_that_is_not_here_can_be_read() -> None:
    """Without the schema nobody's side is known: everything but the graph is there, under the fields' own names."""
    page = Page(render_dossier(a_dossier(schema_id="mine/7")))
    assert "No claim says who gives or does what to whom." in page.text
    assert "more than two dozen kinds of rifles" in page.text and "supplier Tarrenia" in page.text


def test_an_empty_dossier_says_that_it_is_empty() -> None:
    """Nothing claimed, nobody named, nothing left out: each is said."""
    page = Page(render_dossier(a_dossier(claims=(), entities=(), links=(), timeline=(), ledger=())))
    for words in ("No claim is of this kind (items).", "No party is named.", "Nothing was left out."):
        assert words in page.text
    assert "Who gives whom what" in graph_svg(a_dossier(claims=(), entities=(), links=(), timeline=(), ledger=()))


def test_a_layout_refuses_two_lines_that_would_be_one() -> None:
    """Two lines from one box to another can't be told apart."""
    with pytest.raises(ValueError, match="two lines"):
        lay_out([(50, 20), (50, 20)], [(0, 1), (0, 1)])


def test_the_hostile_words_are_what_they_say() -> None:
    """The fixture still holds what could end a style, an svg, an attribute."""
    assert "</style>" in EVIL and "</svg>" in EVIL and '"' in EVIL
