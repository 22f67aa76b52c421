"""What spares whoever judges all day a search, a look twice, or a hand on the mouse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.export.html import render_html
from tests.browser.briefs import item, put_port, put_right
from tests.browser.driving import Tab
from tests.served import Served, put_brief

Tabs = Callable[..., Tab]
LONG = "A title that goes on and on " * 40


def url(served: Served, name: str = "port") -> str:
    return f"http://127.0.0.1:{served.port}/brief/{name}"


def focused(tab: Tab) -> str:
    """The id of what has the focus."""
    return str(tab.page.evaluate("document.activeElement.id"))


def test_the_form_that_a_choice_leads_to_has_the_focus(tab: Tabs, served: Served) -> None:
    """After the kind is chosen, or the fact that a dropped value belongs to, what is typed next stands in the form."""
    anna = tab().open(url(served))
    for keys in (("m", "2"), ("n", "2")):
        anna.press(*keys)
        anna.all("#editor form").wait_for()
        assert focused(anna) == "field-description"
        anna.page.keyboard.type("tugs")
        assert anna.all("#field-description").input_value() == "tugs"
        anna.press("Escape")
        assert focused(anna) == "f-A1"


def test_how_the_brief_was_made_can_be_read_to_its_end(tab: Tabs, served: Served) -> None:
    """It is folded away in one line, opens by key, and is cut off at neither side nor below."""
    anna = tab(1280, 720).open(url(served))
    code = anna.all("#foot code")
    assert not code.is_visible()
    anna.all("#foot summary").focus()
    anna.press("Enter")
    code.wait_for()
    at = code.bounding_box()
    assert at["x"] + at["width"] <= 1280 and at["y"] + at["height"] <= 720
    anna.press("j")
    assert focused(anna) == "f-A2"


@pytest.mark.parametrize("size", [(1280, 720), (400, 800)])
def test_a_long_title_pushes_nothing_out_of_sight(tab: Tabs, tmp_path: Path, size: tuple[int, int]) -> None:
    """That a brief is suspect, how far it is judged, and its row's state are seen whatever its title."""
    folder = tmp_path / "briefs"
    path = put_brief(folder, "long", "Kesh sold tents.\n", title=LONG)
    brief = json.loads(path.read_text(encoding="utf-8")) | {"status": "suspect"}
    path.write_text(json.dumps(brief), encoding="utf-8")
    with Served(folder) as served:
        anna = tab(*size).open(url(served, "long"))
        top = anna.all("#top").bounding_box()
        for what in ("#progress", ".status.suspect"):
            at = anna.all(what).bounding_box()
            assert at["y"] + at["height"] <= top["y"] + top["height"]
        assert anna.all("h1").get_attribute("title") == LONG
        anna.open(f"http://127.0.0.1:{served.port}/")
        assert anna.all("tr.row").bounding_box()["height"] < 160
        sheet = served.desk.sheet("long")
    static = tmp_path / "long.html"
    static.write_text(render_html(sheet.brief, sheet.schema, sheet.article), encoding="utf-8")
    anna.open(static.as_uri(), ready=False)
    top, at = anna.all("#top").bounding_box(), anna.all(".status.suspect").bounding_box()
    assert at["y"] + at["height"] <= top["y"] + top["height"]


def test_the_current_fact_is_not_behind_the_buttons(tab: Tabs, served: Served) -> None:
    """In a window at 200 % zoom, where the whole page scrolls, the fact under the cursor stands above the dock."""
    anna = tab(640, 450).open(url(served, "right"))
    for _ in range(6):
        at, dock = anna.current.bounding_box(), anna.all("#dock").bounding_box()
        assert at["y"] >= 0 and at["y"] + at["height"] <= dock["y"]
        anna.press("j")


def test_the_way_back_leads_to_the_queue_as_it_was(tab: Tabs, served: Served) -> None:
    """From a brief it is q to what was searched for, and to its row; a brief that was opened otherwise leads to all."""
    home = f"http://127.0.0.1:{served.port}/"
    anna = tab().open(f"{home}?q=goods")
    anna.press("j", "Enter")
    anna.page.wait_for_url("**/brief/right")
    anna.ready()
    assert anna.all("#bar [data-go=queue]").get_attribute("href") == "/?q=goods"
    anna.press("q")
    anna.page.wait_for_url(f"{home}?q=goods")
    anna.ready()
    assert anna.page.evaluate("document.activeElement.pathname") == "/brief/right"
    assert anna.all("#said").evaluate("e => getComputedStyle(e, '::before').content") == "none"
    other = tab().open(url(served))
    other.press("q")
    other.page.wait_for_url(home)
    other.ready()
    assert other.page.evaluate("document.activeElement.pathname") == "/brief/port"


def test_what_is_left_is_said_before_finishing(tab: Tabs, tmp_path: Path) -> None:
    """Ledger lines that nobody looked at are told; where there is no fact, what can't be decided is not offered."""
    folder = put_right(put_port(tmp_path / "briefs"))
    put_brief(folder, "empty", "Nothing was sold.\n", title="Nothing")
    with Served(folder) as served:
        with served.client("anna") as anna:
            anna.write("decide", "port", action="accept", keys=served.keys("port"))
        tea = tab().open(url(served))
        tea.said("All 12 facts are decided. 3 ledger lines not looked at. f finishes the brief.")
        tea.open(url(served, "empty"))
        tea.said("There are no facts: n adds one that the article has. f finishes the brief.")
        for command in ("accept", "reject", "correct", "move", "mark", "note"):
            assert tea.all(f"#for-fact [data-do={command}]").get_attribute("aria-disabled") == "true"
        tea.open(url(served, "right"))
        assert tea.all("#for-fact [data-do=accept]").get_attribute("aria-disabled") == "false"


@pytest.mark.parametrize("key", ["Escape", "e"])
def test_what_can_be_done_with_selected_words_covers_none_of_them(tab: Tabs, served: Served, key: str) -> None:
    """On a telephone, too, and beside a form, words are seen while they are selected."""
    anna = tab(400, 800).open(url(served))
    anna.press(key)
    for words in ("PORT AMORY", "paid nine"):
        anna.drag(words)
        box = anna.all("#pick").bounding_box()
        at = anna.page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
        assert at["bottom"] <= box["y"] or at["top"] >= box["y"] + box["height"]


def test_what_was_done_is_seen_in_a_long_queue(tab: Tabs, tmp_path: Path) -> None:
    """The status line stands at the window's end, and the row under the cursor above it."""
    folder = tmp_path / "briefs"
    for n in range(20):
        put_brief(folder, f"brief{n}", f"Kesh sold {n + 30} tents.\n", title=f"Brief {n:02}")
    with Served(folder) as served:
        anna = tab(1280, 720).open(f"http://127.0.0.1:{served.port}/brief/brief0")
        anna.press("f")
        anna.page.wait_for_url("**/brief/brief1")
        anna.ready()
        anna.press("q")
        anna.page.wait_for_url(f"http://127.0.0.1:{served.port}/")
        anna.ready()
        anna.all("#who").click()
        anna.press("b", "Enter")
        at = anna.all("#said").bounding_box()
        assert "You decide as b now." in anna.all("#said").inner_text() and at["y"] + at["height"] <= 720
        anna.press(*"j" * 12)
        row, foot = anna.all("tr.row.here").bounding_box(), anna.all("#foot").bounding_box()
        assert row["y"] + row["height"] <= foot["y"]


def test_words_about_the_first_and_last_do_not_stay(tab: Tabs, served: Served) -> None:
    """Who turns round at an end is not told still that it is one; other words stay."""
    anna = tab().open(url(served))
    anna.press("k")
    anna.said("This is the first one.")
    anna.press("j")
    assert anna.all("#said").inner_text() == ""
    anna.press("x")
    anna.said("is marked")
    anna.press("j")
    assert "is marked" in anna.all("#said").inner_text()


def test_the_place_of_a_quote_stays_in_one_line(tab: Tabs, tmp_path: Path) -> None:
    """From and to are not torn apart, wherever the quote ends."""
    folder = tmp_path / "briefs"
    goods = [f"{'big ' * n}trucks" for n in range(30)]
    said = [f"Kesh delivered {one} to Drovia." for one in goods]
    put_brief(
        folder,
        "trucks",
        " ".join(said),
        [("items", item(one, "Kesh", "Drovia"), words) for one, words in zip(goods, said, strict=True)],
    )
    with Served(folder) as served:
        anna = tab(1280, 720).open(url(served, "trucks"))
        lines = anna.page.evaluate(
            "[...document.querySelectorAll('.evidence .place > span')].map(e => e.getClientRects().length)"
        )
        assert lines == [1] * 30
