"""The page of a dossier in a real browser: it asks nobody, nothing runs, axe finds nothing serious, it can be printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.export.dossier_graph import graph_svg
from summarizer.export.dossier_html import render_dossier
from tests.browser.driving import Tab
from tests.browser.test_access import faults
from tests.dossiers import a_dossier, many_deals

Tabs = Callable[..., Tab]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile dossier and a large one, each with its page and graph."""
    found = tmp_path_factory.mktemp("dossiers")
    for name, dossier in (("hostile", a_dossier()), ("large", many_deals(20, 40))):
        svg = graph_svg(dossier, page=f"{name}.html")
        (found / f"{name}.svg").write_text(svg, encoding="utf-8")
        (found / f"{name}.html").write_text(render_dossier(dossier, svg), encoding="utf-8")
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1300, "light"), (1300, "dark"), (400, "light")])
@pytest.mark.parametrize("name", ["hostile", "large"])
def test_axe_finds_nothing_serious(tab: Tabs, folder: Path, name: str, width: int, scheme: str) -> None:
    """Light, dark and at 400 px, where only the graph and the tables scroll sideways; what would act is only read."""
    anna = tab(width, 900, color_scheme=scheme, bypass_csp=True).open(f"file://{folder}/{name}.html", ready=False)
    assert faults(anna, name) == []
    assert anna.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_a_line_of_the_graph_leads_to_its_claim(tab: Tabs, folder: Path) -> None:
    """The style of the page is let in by its policy, so the lines have room to be hit; the claim is marked."""
    anna = tab().open(f"file://{folder}/hostile.html", ready=False)
    line = anna.all("svg .deal.conflict .reach").first
    line.scroll_into_view_if_needed()
    anna.page.evaluate(
        "() => { const p = document.querySelector('svg .deal.conflict .reach'), m = p.getPointAtLength(p.getTotalLength() / 2)"
        ".matrixTransform(p.getScreenCTM()); document.elementFromPoint(m.x, m.y).dispatchEvent(new MouseEvent('click', {bubbles: true})) }"
    )
    anna.page.wait_for_url("**#c-P1")
    assert anna.all("#c-P1:target").count() == 1


def test_the_graph_stands_by_itself_and_leads_into_the_page_beside_it(tab: Tabs, folder: Path) -> None:
    """The SVG opened as a file has its style, and its links lead to the page."""
    anna = tab().open(f"file://{folder}/hostile.svg", ready=False)
    assert anna.page.evaluate("getComputedStyle(document.querySelector('.denied .way')).strokeDasharray") != "none"
    anna.all("a.deal.conflict text").first.click()
    anna.page.wait_for_url("**/hostile.html#c-P1")


def test_what_is_folded_away_is_printed(tab: Tabs, folder: Path) -> None:
    """On paper the table of the deals and the claims without a day are there."""
    anna = tab().open(f"file://{folder}/hostile.html", ready=False)
    anna.page.emulate_media(media="print")
    assert anna.page.evaluate(
        "[...document.querySelectorAll('details > :not(summary)')].every(e => e.checkVisibility())"
    )
