"""What the pages show and do: evidence and facts both ways, forms, drafts, two reviewers, the queue."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.briefs import PORT
from tests.browser.driving import Tab
from tests.served import Served, put_brief

Tabs = Callable[..., Tab]


def url(served: Served, name: str = "port") -> str:
    return f"http://127.0.0.1:{served.port}/brief/{name}"


def lit(tab: Tab) -> str:
    """The words that are lit as the current fact's evidence."""
    return str(tab.page.evaluate("[...document.querySelectorAll('mark.on')].map(m => m.textContent).join('')"))


def inside(tab: Tab, selector: str, box: str) -> bool:
    """Whether something can be seen in its column."""
    return bool(
        tab.page.evaluate(
            "([s, b]) => { const at = document.querySelector(s).getBoundingClientRect(), box = document.querySelector(b)"
            ".getBoundingClientRect(); return at.top >= box.top && at.top < box.bottom }",
            [selector, box],
        )
    )


def test_a_fact_shows_its_evidence_and_the_words_lead_back(tab: Tabs, served: Served) -> None:
    """The current fact's words are lit and in sight; clicks on words go through the facts that rest on them."""
    anna = tab(1400, 500).open(url(served))
    for code, words in (
        ("A1", "Velmora delivered twelve patrol boats"),
        ("A5", "Tobin Orvand denied that he had sold rifles"),
    ):
        anna.go_to(code)
        assert lit(anna).startswith(words)
        assert inside(anna, "mark.on", "#text") and inside(anna, "[aria-current=true]", "#side")
        assert anna.page.evaluate("document.activeElement.dataset.code") == code
    # A4, A5 and D1 rest on these words; A4 and D1 on those that follow, too.
    shared = anna.all("mark[data-codes~=A5]")
    codes = str(shared.get_attribute("data-codes")).split()
    assert sorted(codes) == ["A4", "A5", "D1"]
    seen = []
    for _ in range(3):
        shared.click()
        seen.append(anna.current.get_attribute("data-code"))
    assert sorted(map(str, seen)) == ["A4", "A5", "D1"]
    anna.said("3 that rest on these words")
    anna.all(
        "#text .ref a",
    ).filter(has_text="I3").click()
    assert anna.current.get_attribute("data-code") == "I3"
    anna.all("#f-I1 a.q").click()
    assert anna.current.get_attribute("data-code") == "I1" and lit(anna).startswith("Velmora delivered")
    # A ledger line whose quote stands lights it as well, without touching the text.
    anna.go_to("tents")
    assert (
        anna.page.evaluate("[...CSS.highlights.get('evidence')].map(String).join()")
        == "Kesh also delivered tents to Oriel."
    )


def test_the_codes_of_facts_are_no_words_of_the_text(tab: Tabs, served: Served) -> None:
    """A selection that stands behind a fact's code in its line, or goes across one, has the source's offsets."""
    anna = tab().open(url(served))
    for first, last in (("plans to deliver", "six tugs"), ("nine radars", "plans to")):
        anna.drag(first, last)
        anna.press("n", "2")
        with anna.page.expect_request("**/check") as asked:
            anna.all("#field-description").fill("tugs")
        assert json.loads(asked.value.post_data)["spans"] == [[PORT.index(first), PORT.index(last) + len(last)]]
        anna.press("Escape")


def test_keys_are_shown_and_never_taken_from_who_types(tab: Tabs, served: Served) -> None:
    """? opens the help and Esc gives the focus back; no key works with Ctrl, Alt, Meta, or in a field."""
    anna = tab().open(url(served))
    anna.press("j", "?")
    assert anna.all("#help[open] kbd").count() > 25
    anna.press("a")
    anna.press("Escape")
    assert anna.page.evaluate("document.activeElement.dataset.code") == "A2"
    anna.press("Control+a", "Alt+a", "Meta+a")
    anna.press("C")
    anna.page.keyboard.type("all accepted? jar")
    anna.press("Enter")
    anna.all("#notes .note").filter(has_text="all accepted? jar").wait_for()
    assert anna.all("[data-review=accepted]").count() == 0
    anna.press("d")
    anna.said("d is for lines of the ledger")
    anna.press("f")
    anna.said("12 facts are undecided")


def test_keys_can_be_switched_off_and_work_on_other_keyboards(tab: Tabs, served: Served) -> None:
    """Who has no use for single keys switches them off; a Cyrillic keyboard's letters are those at the same place."""
    anna = tab().open(url(served))
    cyrillic = (
        "(code) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ф', code, bubbles: true}))"
    )
    anna.page.evaluate(cyrillic, "KeyA")
    anna.state("A1", "accepted")
    anna.press("?")
    anna.all("#keys-work").uncheck()
    anna.press("Escape", "a", "r", "J")
    anna.page.evaluate(cyrillic, "KeyA")
    assert anna.all("#ask[open]").count() == 0
    assert anna.current.get_attribute("data-code") == "A2"
    anna.press("ArrowDown")
    assert anna.current.get_attribute("data-code") == "A3"
    anna.page.reload()
    anna.ready()
    anna.all("button[data-do=keys]").click()
    assert not anna.all("#keys-work").is_checked()
    anna.all("#keys-work").check()
    anna.press("Escape", "a")
    anna.state("A2", "accepted")
    assert anna.all("[data-review=accepted]").count() == 2


def test_everything_can_be_done_by_mouse(tab: Tabs, served: Served) -> None:
    """The buttons do what the keys do, for the fact that was clicked on."""
    anna = tab().open(url(served))
    anna.one("radars").click()
    anna.all("#dock [data-do=accept]").click()
    anna.state("radars", "accepted")
    anna.one("I2").click()
    anna.all("#dock [data-do=reject]").click()
    anna.all("#ask-free").fill("it was a rumour")
    anna.all(
        "#ask button",
    ).filter(has_text="Take these words").click()
    anna.state("I2", "rejected")
    anna.one("I2").click()
    anna.all("#for-fact [data-do=reopen]").click()
    anna.state("I2", "open")
    anna.all("#dock [data-do=undo]").click()
    anna.state("I2", "rejected")
    anna.all("#dock [data-do=redo]").click()
    anna.state("I2", "open")
    anna.one("barges").click()
    anna.all("#for-line [data-do=dismiss]").click()
    anna.one("barges").filter(has_text="rightly dropped").wait_for()
    anna.drag("Merlane", "engines to Kesh")
    anna.all("#pick [data-do=add]").click()
    anna.all("#ask .options button").filter(has_text="items").click()
    assert "Merlane" in anna.all("#quote-list q").inner_text()
    anna.all("#editor [data-form=close]").click()
    anna.all("#dock [data-do=acceptAll]").click()
    anna.said("supported facts accepted")
    anna.one("A3").click()
    anna.all("#dock [data-do=mark]").click()
    assert "marked for merging" in anna.page.evaluate(
        "getComputedStyle(document.querySelector('#f-A3 h4'), '::after').content"
    )


def test_the_form_follows_the_schema_and_the_judge(tab: Tabs, served: Served) -> None:
    """Kinds keep the values of same names; faults stand at their fields; flags warn; evidence is added and removed."""
    anna = tab().open(url(served))
    anna.go_to("tugs")
    anna.press("e")
    anna.all("#editor-judge.warned").filter(has_text="plans").wait_for()
    # What lies under the form takes no click and no focus.
    anna.all("mark[data-codes~=P1]").click()
    assert anna.current.get_attribute("data-code") == "I4"
    for _ in range(25):
        anna.press("Tab")
        assert not anna.page.evaluate("document.querySelector('#side').contains(document.activeElement)")
    anna.all("#field-description").focus()
    anna.press("Escape", "m", "2")
    assert anna.all("#field-kind-of-fact").input_value() == "compensation"
    assert anna.all("#field-description").input_value() == "tugs"
    anna.all("#field-kind-of-fact").select_option("items")
    assert anna.all("#field-supplier").input_value() == "Oriel"
    anna.all("#field-status").select_option("")
    anna.all("#field-status-fault").filter(has_text="required").wait_for()
    anna.all("#quote-list [data-form=remove]").click()
    anna.all("#field-quotes-fault").filter(has_text="no fact stands without").wait_for()
    anna.drag("lans to deliver", "six tu")
    anna.all("#take-words").click()
    # A selection goes out to whole words, and the form shows what was taken.
    anna.all("#quote-list q").filter(has_text="plans to deliver six tugs").wait_for()
    anna.all("#field-status").select_option("proposed")
    anna.all("#field-supplier").fill("")
    anna.all("#field-recipient").fill("")
    anna.all("#editor-judge.passed").wait_for()
    # Names of parties for a reference, for the one that is being typed.
    anna.all("#field-supplier").press_sequentially("Kesh; Dr")
    assert "Kesh; Drovia" in anna.page.evaluate("[...document.querySelectorAll('#parties option')].map(o => o.value)")
    anna.all("#field-supplier").fill("")
    anna.all("#field-supplier").press("Enter")
    anna.state("tugs", "corrected")


def test_a_value_that_was_dropped_goes_back_into_its_fact(tab: Tabs, served: Served) -> None:
    """A line about one field opens the form of the fact that rests on its words, with the value in it."""
    anna = tab().open(url(served))
    anna.go_to("in March")
    anna.press("s")
    assert "into I1" in anna.all("#editor-title").inner_text()
    assert anna.all("#field-description").input_value() == "patrol boats"
    assert anna.all("#field-date").input_value() == "in March"
    assert anna.all("#quote-list li").count() == 1
    anna.all("#editor-judge.passed").wait_for()
    anna.all("#field-date").press("Enter")
    anna.state("I1", "corrected")
    anna.one("in March").filter(has_text="restored").wait_for()
    assert served.desk.sheet("port").review.count("corrected") == 1
    assert len(served.desk.sheet("port").review.slots) == 12


def test_what_is_typed_is_there_after_a_reload_and_after_esc(tab: Tabs, served: Served) -> None:
    """An open form is open again, with its words; a closed one keeps them for the next time."""
    anna = tab().open(url(served))
    anna.go_to("radars")
    anna.press("e")
    anna.all("#field-date").fill("in spring")
    anna.page.reload()
    anna.ready()
    assert anna.all("#field-date").input_value() == "in spring"
    anna.press("Escape")
    assert anna.all("#editor").is_hidden()
    anna.go_to("radars")
    anna.press("e")
    assert anna.all("#field-date").input_value() == "in spring"
    anna.all("#editor-note").filter(has_text="is kept").wait_for()
    anna.all("[data-form=reset]").click()
    assert anna.all("#field-date").input_value() == ""


def test_a_brief_that_is_written_anew_is_shown_anew_and_what_is_typed_stays(tab: Tabs, served: Served) -> None:
    """A run may write the file while it is reviewed: the page notices by itself, and says so."""
    anna = tab().open(url(served))
    anna.go_to("radars")
    anna.press("e")
    anna.all("#field-date").fill("in spring")
    path = served.desk.folder / "port.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Boats for Drovia", "Boats for everybody"), encoding="utf-8"
    )
    with anna.page.expect_navigation():
        anna.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    anna.ready()
    assert anna.all("h1").inner_text() == "Boats for everybody"
    anna.said("written anew")
    assert anna.all("#field-date").input_value() == "in spring"
    assert anna.all("#quote-list li").count() == 1
    # Of another text the words stay, and the places go: none of its offsets would hold.
    anna.page.evaluate(
        "() => { const key = Object.keys(sessionStorage).find(k => k.startsWith('draft:')); const drafts = JSON.parse(sessionStorage[key]);"
        " for (const one of Object.values(drafts)) one.sha256 = 'other'; sessionStorage[key] = JSON.stringify(drafts) }"
    )
    anna.page.reload()
    anna.ready()
    assert anna.all("#field-date").input_value() == "in spring"
    assert anna.all("#quote-list li").count() == 0
    path.unlink()
    anna.look()
    anna.all("#gone").filter(has_text="no longer in the folder").wait_for()
    assert anna.all("#field-date").input_value() == "in spring"


def test_two_reviewers_see_each_other_and_settle_a_conflict(tab: Tabs, served: Served) -> None:
    """Decisions of the other appear without a reload; being at odds is shown with both sides, until somebody settles it."""
    anna, bea = (tab().open(url(served)) for _ in range(2))
    for one, name in ((anna, "anna"), (bea, "bea")):
        one.all("#who").click()
        one.all("#ask-words").fill(name)
        one.press("Enter")
        one.said(f"as {name}")
    bea.go_to("I3")
    bea.press("e")
    bea.all("#field-date").fill("in May")
    anna.go_to("I3")
    anna.press("a")
    anna.state("I3", "accepted")
    side = bea.page.evaluate("document.querySelector('#side').scrollTop")
    bea.look()
    bea.state("I3", "accepted")
    # Who types keeps what was typed, and is told.
    bea.all("#editor-note").filter(has_text="anna has decided").wait_for()
    assert bea.all("#field-date").input_value() == "in May"
    assert abs(bea.page.evaluate("document.querySelector('#side').scrollTop") - side) < 60
    bea.press("Escape")
    assert bea.current.get_attribute("data-code") == "I3"
    bea.press("r", "3")
    bea.state("I3", "conflict")
    anna.look()
    anna.state("I3", "conflict")
    card = anna.all("#f-I3").inner_text()
    assert "anna: accepted" in card and "bea: rejected" in card and "wrong number" in card
    anna.all("#progress").filter(has_text="1 conflict").wait_for()
    anna.go_to("I3", "k")
    anna.press("t", "1")
    anna.state("I3", "accepted")
    bea.look()
    bea.state("I3", "accepted")
    # What somebody else decided since it was looked at is not decided over unseen.
    anna.go_to("I2", "k")
    bea.go_to("I2", "k")
    anna.press("a")
    anna.state("I2", "accepted")
    bea.press("a")
    bea.said("look again")
    bea.state("I2", "accepted")
    assert bea.current.get_attribute("data-code") == "I2"


def test_news_leave_cursor_focus_and_place_alone(tab: Tabs, served: Served) -> None:
    """Fragments that others' decisions bring move nothing that the reviewer looks at."""
    anna = tab(1400, 600).open(url(served))
    anna.go_to("D1")
    anna.drag("Merlane sold thirty engines")
    anna.all("#f-D1").focus()

    def at() -> Any:
        return anna.page.evaluate(
            "[document.querySelector('#f-D1').getBoundingClientRect().top, document.querySelector('#text').scrollTop,"
            " document.activeElement.id, document.querySelector('[aria-current=true].fact').id]"
        )

    before = at()
    anna.page.evaluate("document.querySelector('#f-D1').mine = document.querySelector('#text mark').mine = true")
    with served.client("bea") as bea:
        keys = served.keys("port")
        assert bea.write("decide", "port", action="accept", keys=keys[:4]).status_code == 200
        assert bea.write("decide", "port", action="note", keys=keys[:1], reason="a note " * 60).status_code == 200
    anna.look()
    anna.state("A1", "accepted")
    after = at()
    assert abs(after[0] - before[0]) < 2 and after[1:] == before[1:]
    # What says the same as before is the same, not made anew.
    assert anna.page.evaluate("document.querySelector('#f-D1').mine && document.querySelector('#text mark').mine")
    assert "Merlane sold thirty engines" in anna.all("#pick-words").inner_text()


def test_the_queue_is_filtered_searched_and_walked(tab: Tabs, served: Served) -> None:
    """Filters with counts, a search, keys; failures say why and lead nowhere."""
    (served.desk.folder / "ledger.jsonl").write_text(
        '{"source": "lost.txt", "path": "", "code": "deadline", "value": "the time was used up", "hint": "try again"}\n'
    )
    anna = tab().open(f"http://127.0.0.1:{served.port}/")
    rows = anna.all("tr.row")
    assert rows.count() == 3
    lost = rows.first
    assert "no brief" in lost.inner_text() and "try again" in lost.inner_text() and lost.locator("a").count() == 0
    assert "All 3" in " ".join(anna.all("#filters").inner_text().split())
    anna.all("#filters a").filter(has_text="Flagged").click()
    anna.ready()
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == ["Boats for Drovia"]
    anna.all("#filters a").filter(has_text="All").click()
    anna.ready()
    anna.press("/")
    anna.page.keyboard.type("jk")
    anna.press("Backspace", "Backspace")
    anna.page.keyboard.type("goods")
    anna.press("Enter")
    anna.page.wait_for_url("**q=goods")
    anna.ready()
    assert rows.count() == 1
    anna.press("j", "Enter")
    anna.page.wait_for_url("**/brief/right")
    anna.ready()
    anna.press("[")
    anna.page.wait_for_url("**/brief/port")
    anna.ready()
    anna.press("q")
    anna.page.wait_for_url(f"http://127.0.0.1:{served.port}/?q=goods")


def test_the_queue_works_without_scripts(tab: Tabs, served: Served) -> None:
    """Filters, search and the ways to the briefs are plain links and a form; a brief can be read."""
    anna = tab(java_script_enabled=False).open(f"http://127.0.0.1:{served.port}/", ready=False)
    anna.all("#q").fill("boats")
    anna.all("#q").press("Enter")
    anna.page.wait_for_url("**q=boats")
    anna.all("a.open").click()
    anna.page.wait_for_url("**/brief/port")
    assert anna.all(".fact").count() == 12
    assert "it needs them" in anna.all("noscript").inner_text()


def test_a_brief_without_its_text_can_be_accepted_not_changed(tab: Tabs, tmp_path: Path) -> None:
    """Where the record is gone the page says so, shows the passages, and refuses what the judge can't try."""
    folder = tmp_path / "briefs"
    put_brief(
        folder,
        "bare",
        "Kesh sold boats.",
        [("items", {"description": "boats", "status": "delivered"}, "Kesh sold boats.")],
    )
    for record in (folder / ".summarizer").glob("*/*"):
        record.unlink()
    with Served(folder) as served:
        anna = tab().open(url(served, "bare"))
        assert "not here" in anna.all("#notes").inner_text()
        anna.press("e")
        anna.said("can't be changed")
        anna.press("n")
        anna.said("can't be changed")
        anna.press("a")
        anna.state("boats", "accepted")


@pytest.mark.parametrize("size", [(1400, 900), (400, 800), (640, 450)])
def test_the_words_of_a_fact_can_be_reached_on_every_screen(tab: Tabs, served: Served, size: tuple[int, int]) -> None:
    """With little room, too, the fact under the cursor is in sight, and its quote leads to the words and back."""
    anna = tab(*size).open(url(served))
    anna.go_to("D1")
    assert anna.page.evaluate(
        "() => { const at = document.querySelector('[aria-current=true]').getBoundingClientRect(), dock = document.querySelector('#dock')"
        ".getBoundingClientRect(); return at.top >= 0 && at.top < dock.top }"
    )
    anna.all("#f-D1 a.q").click()
    anna.page.wait_for_function(
        "() => { const at = document.querySelector('mark.on').getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight }"
    )
    anna.all("#text .ref a").filter(has_text="D1").first.click()
    anna.page.wait_for_function(
        "() => { const at = document.querySelector('#f-D1').getBoundingClientRect(); return at.top >= 0 && at.top < innerHeight }"
    )
    # The form's field and its button, too, with nothing over them.
    anna.all("#f-D1").focus()
    anna.press("e")
    anna.all("#editor-judge.passed").wait_for()
    for what in ("#field-denier", "#editor-foot button.main"):
        assert anna.page.evaluate(
            "(what) => { const one = document.querySelector(what), at = one.getBoundingClientRect();"
            " return one.contains(document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2)) }",
            what,
        )
