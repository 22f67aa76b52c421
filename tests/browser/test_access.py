"""Whoever reviews: with a screen reader, at 400 px, at 200 % zoom, in the dark. axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.driving import Tab
from tests.served import Served

Tabs = Callable[..., Tab]
SCREENS = {
    "light": (1400, 900, "light"),
    "dark": (1400, 900, "dark"),
    "narrow": (400, 800, "light"),
    "zoomed": (640, 450, "light"),
}


def faults(tab: Tab, where: str) -> list[str]:
    """What axe-core finds that is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found: Any = Axe().run(tab.page).response["violations"]
    return [
        f"{where}: {one['id']}: {one['help']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def wide(tab: Tab, where: str) -> list[str]:
    """Whether the page must be scrolled sideways, or something in it stands out at the side."""
    beyond = tab.page.evaluate(
        "() => document.documentElement.scrollWidth > innerWidth ? ['page'] : [...document.querySelectorAll('body *')].filter(e =>"
        " e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.hidden'))"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    return [f"{where}: {one}" for one in beyond]


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(tab: Tabs, served: Served, screen: str) -> None:
    """Queue, sheet, form with faults, dialogs, a conflict, selected words: no serious fault, no scrolling sideways."""
    width, height, scheme = SCREENS[screen]
    anna = tab(width, height, color_scheme=scheme, bypass_csp=True)
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(wide(anna, where))
        if screen != "zoomed":  # the same elements as on the narrow one
            found.extend(faults(anna, where))

    anna.open(f"http://127.0.0.1:{served.port}/")
    look("queue")
    with served.client("bea") as bea:
        keys = served.keys("port")
        bea.write("decide", "port", action="accept", keys=keys[:3])
        bea.write("decide", "port", action="reject", keys=keys[3:4], reason="not in the source")
        bea.write("decide", "port", action="note", keys=keys[:1], reason="a note")
        bea.write("decide", "port", action="note", reason="a note on all of it")
    with served.client("anna") as other:
        other.write("decide", "port", action="reject", keys=keys[:1], reason="wrong party")
    anna.open(f"http://127.0.0.1:{served.port}/brief/port")
    look("sheet")
    anna.go_to("A1")
    anna.press("t")
    look("conflict")
    anna.press("Escape", "?")
    look("keys")
    anna.press("Escape")
    anna.go_to("tugs")
    anna.press("r")
    look("reject")
    anna.press("Escape", "C")
    look("note")
    anna.press("Escape", "v", "Shift+ArrowRight", "Enter")
    look("selected")
    anna.press("e")
    anna.all("#editor-judge.warned").wait_for()
    anna.all("#field-quantity").fill("eleven")
    anna.all("#field-quantity-fault").filter(has_text="eleven").wait_for()
    look("form")
    anna.press("Escape")
    anna.go_to("tents")
    look("ledger line")
    assert found == []


def test_the_focus_is_never_lost(tab: Tabs, served: Served) -> None:
    """After every decision, dialog and form the focus is on a fact or line, whose name a screen reader can say."""
    anna = tab().open(f"http://127.0.0.1:{served.port}/brief/port")

    def focused() -> str:
        anna.page.wait_for_function("() => document.activeElement.matches('.fact, .line')")
        return str(anna.page.evaluate("document.activeElement.dataset.code"))

    assert focused() == "A1"
    anna.press("a")
    anna.state("A1", "accepted")
    assert focused() == "A2"
    anna.press("r", "2")
    anna.state("A2", "rejected")
    assert focused() == "A3"
    anna.press("r", "Escape")
    assert focused() == "A3"
    anna.press("e")
    anna.all("#editor-judge.passed").wait_for()
    anna.press("Enter")
    anna.state("A3", "accepted")
    assert focused() == "A3"
    anna.press("u")
    anna.state("A3", "open")
    assert focused() == "A3"
    anna.press("c")
    anna.page.keyboard.type("x")
    anna.press("Enter")
    anna.all("#f-A3 .note").wait_for()
    assert focused() == "A3"
    tree = anna.all("#f-A3").aria_snapshot()
    assert "article" in tree and "Kesh" in tree
