"""Hostile articles, values and names: nothing of them becomes markup, and every offset is right."""

from __future__ import annotations

import html.parser
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from summarizer.brief import LedgerLine
from tests.browser.driving import Tab
from tests.served import Served, put_brief

Tabs = Callable[..., Tab]

EVIL = (
    '<script>alert(1)</script><img src=x onerror="alert(2)"><svg onload=alert(3)></svg></p></section></main></script>'
    "<style>*{display:none}</style><iframe src=javascript:alert(4)></iframe><a href='javascript:alert(5)'>x</a>"
    '" onmouseover="alert(6)" autofocus onfocus=alert(7) x=\'</template><base href=//evil.example/>{{ 7*7 }} ${alert(8)} <!-- ]]>'
)
OVERRIDE = "\u202eevil\u202c \u2066isolated\u2069 \x00\x07\x85\u200b\ufeff"
NAME = "b<img src=x onerror=alert(9)> “q” 'n' \"m\" #1?&% ünï"
SOLD = f"Kesh{EVIL} sold 24 boats to Drovia {OVERRIDE}."
HEBREW = "אונייה בשם קש מסרה עשרים סירות לדרוביה ביום שני."
ARABIC = "سلّمت كيش عشرين قارباً إلى دروفيا يوم الاثنين."
TEXT = f"😀👨‍👩‍👧 {SOLD}\r\n\r\n{HEBREW}\r\n{ARABIC}\n🇩🇪 Oriel sold e\u0301clairs 🛥️ to Kesh.\rA line after a bare return.\n"


def tags_of(page: str) -> set[str]:
    """The elements of a page as the server wrote it."""
    found: set[str] = set()

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            found.add(tag)

    Reader().feed(page)
    return found


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A brief in which everything that is foreign is hostile, its file's name too."""
    folder = tmp_path / "briefs"
    values = {"description": "boats", "quantity": "24", "supplier": f"Kesh{EVIL}", "status": "delivered"}
    line = LedgerLine(path=f"items/1/{EVIL}", code="quote_not_found", value={EVIL: [EVIL]}, quote=EVIL, hint=EVIL)
    path = put_brief(
        folder, NAME, TEXT, [("items", {"description": "boats", "status": "delivered"}, SOLD)], [line], title=EVIL
    )
    brief = json.loads(path.read_text(encoding="utf-8"))
    fact = brief["items"][0]
    fact |= values | {"id": f"items-{EVIL}{OVERRIDE}", "reasons": [f"modality: {EVIL}"]}
    brief["article"]["url"] = "javascript:alert(10)"
    brief["article"]["publisher"] = EVIL
    brief["article"]["language"] = '"><script>alert(11)</script>'
    brief["summary"] = [{"text": EVIL, "facts": [fact["id"], EVIL]}]
    brief["provenance"]["model"] = EVIL
    path.write_text(json.dumps(brief), encoding="utf-8")
    (folder / "ledger.jsonl").write_text(
        json.dumps({"source": EVIL, "path": "", "code": EVIL, "value": EVIL, "hint": EVIL}) + "\n"
    )
    put_brief(
        folder,
        "plain",
        "Kesh sold 24 boats.\n",
        [("items", {"description": "boats", "status": "delivered"}, "Kesh sold 24 boats.")],
    )
    return folder


def elements(tab: Tab) -> set[str]:
    """The names of all elements that are on the page now."""
    return set(tab.page.evaluate("[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"))


OURS = set(
    "html head meta link script title body header div nav a span button b kbd p h1 h2 h3 h4 strong main section sup mark ul li article"
    " dl dt dd bdi code footer dialog form noscript progress em s q ol input label select option datalist fieldset legend textarea"
    " table caption thead tbody tr th td details summary".split()
)


def test_nothing_foreign_becomes_markup_or_is_run(tab: Tabs, evil: Path) -> None:
    """No dialog, no error, no request beside our own, no element that is not ours; neither at first nor in fragments."""
    with Served(evil) as served:
        base = f"http://127.0.0.1:{served.port}"
        anna = tab().open(f"{base}/")
        assert anna.all("tr.row").count() == 3
        assert elements(anna) <= OURS
        anna.press("/")
        anna.page.keyboard.type('"><script>alert(12)</script>')
        anna.press("Enter")
        anna.page.wait_for_url("**q=*")
        anna.ready()
        assert elements(anna) <= OURS
        anna.open(f"{base}/brief/{quote(NAME, safe='')}")
        assert elements(anna) <= OURS
        with served.client() as client:
            assert tags_of(client.get(f"/brief/{quote(NAME, safe='')}").text) <= OURS
        assert anna.all("h1").inner_text().startswith("<script>alert(1)")
        # Fragments, forms and dialogs that hold the same.
        anna.press("c")
        anna.page.keyboard.type(EVIL)
        anna.press("Enter")
        anna.all(".fact .note").filter(has_text="<script>").wait_for()
        anna.press("e")
        anna.all("#field-description").fill(EVIL)
        anna.all("#field-quantity").fill(f"99 {EVIL}")
        anna.all("#editor-judge.failed").wait_for()
        assert elements(anna) <= OURS
        anna.press("Escape", "r")
        anna.all("#ask-free").fill(EVIL)
        anna.press("Enter")
        anna.state("boats", "rejected")
        anna.press("j", "s")
        if anna.all("#ask[open]").count():
            anna.press("2")
        anna.all("#editor form").wait_for()
        anna.press("Escape")
        assert elements(anna) <= OURS
        assert anna.all("[onerror], [onload], [onmouseover], [onfocus], base, iframe, img, #text style").count() == 0
        assert anna.page.evaluate("[...document.links].every(a => ['http:', 'https:'].includes(a.protocol))")
        anna.all("#who").click()
        anna.all("#ask-words").fill("<b onclick=alert(13)>anna</b>")
        anna.press("Enter")
        assert anna.all("#who-name").inner_text() == "<b onclick=alert(13)>anna</b>"


def test_the_policy_stops_what_would_get_in(tab: Tabs, evil: Path) -> None:
    """Were markup to get in, it would not run, and no script can make a string into markup but through the one policy."""
    with Served(evil) as served:
        anna = tab().open(f"http://127.0.0.1:{served.port}/brief/plain")
        tried = """() => { try { document.body.innerHTML = "<img src=x onerror=alert(1)>"; return "set"; } catch (e) { return e.name; } }"""
        assert anna.page.evaluate(tried) == "TypeError"
        again = """() => { try { trustedTypes.createPolicy("other", {createHTML: t => t}); return "made"; } catch (e) { return e.name; } }"""
        assert anna.page.evaluate(again) == "TypeError"
        assert any("TrustedHTML" in one for one in anna.problems) and any(
            "policy" in one.lower() for one in anna.problems
        )
        anna.problems.clear()


@pytest.mark.parametrize(
    "words",
    [
        "sold 24 boats to Drovia",
        "Oriel sold e\u0301clairs",
        "to Kesh",
        "עשרים סירות",
        "عشرين قارباً",
        "after a bare return",
    ],
)
def test_a_selection_after_emoji_and_in_other_scripts_has_the_right_offsets(tab: Tabs, evil: Path, words: str) -> None:
    """What is selected on the page is what the article has at the code points that are sent."""
    with Served(evil) as served:
        anna = tab().open(f"http://127.0.0.1:{served.port}/brief/{quote(NAME, safe='')}")
        anna.drag(words)
        anna.press("n", "2")
        with anna.page.expect_request("**/check") as asked:
            anna.all("#field-description").fill("boats")
        (span,) = json.loads(asked.value.post_data)["spans"]
        assert span == [TEXT.index(words), TEXT.index(words) + len(words)]


def test_a_selection_over_several_lines_has_the_right_offsets(tab: Tabs, evil: Path) -> None:
    """Line breaks of every sort are counted as they stand in the source, and codes of facts are no text."""
    with Served(evil) as served:
        anna = tab().open(f"http://127.0.0.1:{served.port}/brief/{quote(NAME, safe='')}")
        anna.drag("boats to Drovia", "bare return")
        anna.press("n", "2")
        with anna.page.expect_request("**/check") as asked:
            anna.all("#field-description").fill("boats")
        (span,) = json.loads(asked.value.post_data)["spans"]
        assert span == [TEXT.index("boats to Drovia"), TEXT.index("bare return") + len("bare return")]


def test_keys_go_with_the_script_in_text_that_runs_from_right_to_left(tab: Tabs, evil: Path) -> None:
    """With v the left arrow goes on in Hebrew, and back in English."""
    with Served(evil) as served:
        anna = tab().open(f"http://127.0.0.1:{served.port}/brief/{quote(NAME, safe='')}")
        anna.drag("אונייה")
        anna.press("v", "ArrowLeft")
        anna.said("בשם")
        anna.press("ArrowRight")
        anna.said("אונייה")
        anna.press("Shift+ArrowLeft", "Enter")
        assert anna.all("#pick-words").inner_text() == "אונייה בשם"


def test_an_article_of_five_megabytes_can_be_read_to_its_end(tab: Tabs, tmp_path: Path) -> None:
    """It opens, its end is reached, and a selection there has the right offsets."""
    line = "Nothing of note was sold in the harbour on that day, said the clerk 😀 of the port, who kept the books of the place.\n"
    end = "At the very end Kesh sold 24 boats to Drovia.\n"
    text = line * (5_000_000 // len(line)) + end
    folder = tmp_path / "briefs"
    put_brief(
        folder, "long", text, [("items", {"description": "boats", "status": "delivered"}, end.strip())], title="Long"
    )
    with Served(folder) as served:
        anna = tab()
        anna.page.set_default_timeout(60_000)
        anna.open(f"http://127.0.0.1:{served.port}/brief/long")
        # The evidence of the first fact stands at the end, and was scrolled to.
        anna.page.wait_for_function(
            "() => { const at = document.querySelector('mark.on').getBoundingClientRect(); return at.top > 0 && at.bottom < innerHeight }"
        )
        anna.drag("Kesh sold 24 boats")
        anna.press("n", "2")
        with anna.page.expect_request("**/check") as asked:
            anna.all("#field-description").fill("boats")
        (span,) = json.loads(asked.value.post_data)["spans"]
        assert text[span[0] : span[1]] == "Kesh sold 24 boats"
        anna.press("Escape")
        anna.press("a")
        anna.state("boats", "accepted")
