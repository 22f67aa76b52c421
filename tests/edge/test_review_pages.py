"""The review's pages as they are written: what scripts work with, what a decision sets anew, what is on no page."""

from __future__ import annotations

import html.parser
import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from summarizer.export.html import render_html
from summarizer.review import Desk, Proposal
from summarizer.review.queue import QueueRow
from summarizer.review.server.data import path_of
from summarizer.review.server.keys import GROUPS, KEYS, bindings, keys_table
from summarizer.review.server.pages import ASSETS, FILTERS, error_page, fragments, queue_page, sheet_page
from tests.served import BOATS, put_boats, put_brief

SERVER = files("summarizer.review.server")
SCRIPTS = {name: content.decode() for name, (content, _) in ASSETS.items() if name.endswith(".js")}
NASTY = "</script><script>alert(1)</script><!-- & \u2028 \u202e \ud800"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(put_boats(tmp_path / "briefs", "boats"))


def page(desk: Desk, name: str = "boats", **more: Any) -> str:
    options: dict[str, Any] = {"before": None, "after": None, "reviewer": "anna"} | more
    return sheet_page(desk.sheet(name), token="T", nonce="N", stamp="1-1", **options)


def queue(rows: list[QueueRow], **more: Any) -> str:
    options: dict[str, Any] = {"state": "all", "words": "", "page": 1, "pages": 1, "folder": "briefs"} | more
    return queue_page(rows, counts={"all": len(rows)}, reviewer="anna", token="T", nonce="N", **options)


class Parts(html.parser.HTMLParser):
    """The elements of a page, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag == "script"
        if self._open:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.scripts[-1] += data


def test_what_scripts_work_with_is_in_the_page_and_can_not_leave_its_element(tmp_path: Path) -> None:
    """JSON of hostile values ends no element, and gives the values back as they were."""
    folder = tmp_path / "briefs"
    path = put_brief(
        folder,
        "evil",
        "Kesh sold twelve boats.",
        [("items", {"description": "boats", "status": "delivered"}, "Kesh sold twelve boats.")],
    )
    brief = json.loads(path.read_text(encoding="utf-8"))
    brief["items"][0]["supplier"] = NASTY
    path.write_text(json.dumps(brief), encoding="utf-8")
    written = page(Desk(folder), "evil", before=NASTY, after="next")
    written.encode()
    parts = Parts(written)
    fixed, changing = (json.loads(script) for script in parts.scripts if script)
    assert len(parts.scripts) == 3
    assert changing["facts"]["I1"]["values"]["supplier"] == NASTY
    assert fixed["after"] == "/brief/next" and "<" not in fixed["before"]
    assert fixed["api"] == "/api/brief/evil"


def test_every_block_that_has_or_had_evidence_is_set_anew(tmp_path: Path) -> None:
    """After evidence was moved, the block that it left is in the fragments as well as the one that it came to."""
    lines = [f"Nothing happened in the {word} year." for word in ("first", "second", "third", "fourth")]
    text = "\n".join([lines[0], "Kesh sold twelve boats.", lines[1], "Kesh sold twelve boats again.", *lines[2:]])
    desk = Desk(
        put_brief(
            tmp_path / "briefs",
            "moved",
            text,
            [("items", {"description": "boats", "status": "delivered"}, "Kesh sold twelve boats.")],
        ).parent
    )
    assert set(fragments(desk.sheet("moved"), reviewer="anna")["blocks"]) == {"b1"}
    (slot,) = desk.sheet("moved").review.slots
    at = text.index("Kesh sold twelve boats again")
    proposal = Proposal(
        "revise", "anna", (slot.key,), kind="items", values=dict(slot.fact.values), spans=((at, at + 28),)
    )
    sheet = desk.decide("moved", proposal)
    blocks = fragments(sheet, reviewer="anna")["blocks"]
    assert set(blocks) == {"b1", "b3"}
    assert "<mark" in blocks["b3"] and "<mark" not in blocks["b1"]
    # Taken back, it is marked where it was.
    back = desk.decide("moved", Proposal("undo", "anna"))
    blocks = fragments(back, reviewer="anna")["blocks"]
    assert "<mark" in blocks["b1"] and "<mark" not in blocks["b3"]


def test_fragments_are_what_the_page_itself_says(desk: Desk) -> None:
    """A page that is loaded anew and one that was kept up to date show the same."""
    keys = [slot.key for slot in desk.sheet("boats").review.slots]
    sheet = desk.decide("boats", Proposal("accept", "anna", (keys[0],)))
    sheet = desk.decide("boats", Proposal("note", "anna", reason="of all of it"))
    parts = fragments(sheet, reviewer="anna")
    written = page(desk)
    for name in ("facts", "ledger", "progress", "notes"):
        assert parts[name].strip() in written, name
    for block in parts["blocks"].values():
        assert block in written
    assert "1 of 2 decided" in parts["progress"] and "of all of it" in parts["notes"]
    assert parts["undo"] and not parts["redo"]
    assert not fragments(sheet, reviewer="bea")["undo"]


def test_the_codes_in_the_text_are_no_tab_stops_where_keys_go_from_fact_to_fact(desk: Desk) -> None:
    """On the live page and in its fragments none is one; on the page without scripts each is."""
    sheet = desk.sheet("boats")
    for written in (page(desk), *fragments(sheet, reviewer="anna")["blocks"].values()):
        codes = re.findall(r'<sup class="ref"><a [^>]*>', written)
        assert codes and all('tabindex="-1"' in code for code in codes)
    static = render_html(sheet.shown, sheet.schema, sheet.article)
    assert not any("tabindex" in code for code in re.findall(r'<sup class="ref"><a [^>]*>', static))


def test_sides_of_a_conflict_are_told_in_the_words_of_the_card(tmp_path: Path) -> None:
    """A name of a fixed set has no underscores, on the page and in the choice, and the run is not told to have 'run' it."""
    text = "Velmora imposed sanctions on Drovia."
    values = {"name": "Velmora", "kind": "government", "roles": ["sanctioning_authority"]}
    path = put_brief(tmp_path / "briefs", "one", text, [("actors", values, text)])
    desk = Desk(path.parent)
    (slot,) = desk.sheet("one").review.slots
    desk.decide("one", Proposal("accept", "anna", (slot.key,)))
    brief = json.loads(path.read_text(encoding="utf-8"))
    brief["actors"][0]["roles"] = ["supplier"]
    path.write_text(json.dumps(brief), encoding="utf-8")
    desk = Desk(path.parent)
    parts = fragments(desk.sheet("one"), reviewer="anna")
    sides = " ".join(re.sub("<[^>]+>", "", parts["facts"][parts["facts"].index('class="sides"') :]).split())
    assert "name: Velmora · kind: government · roles: sanctioning authority" in sides
    assert "the run: name: Velmora · kind: government · roles: supplier" in sides
    (fact,) = json.loads(parts["data"])["facts"].values()
    assert [side["words"] for side in fact["sides"]] == [
        "Velmora · government · sanctioning authority",
        "Velmora · government · supplier",
    ]


def test_a_summary_says_which_of_its_facts_were_rejected(desk: Desk) -> None:
    """On the live page and on the one that is printed, as long as the fact is rejected."""
    path = desk.folder / "boats.json"
    brief = json.loads(path.read_text(encoding="utf-8"))
    brief["summary"] = [{"text": "Velmora sold boats.", "facts": [brief["items"][0]["id"]]}]
    path.write_text(json.dumps(brief), encoding="utf-8")
    key = desk.sheet("boats").review.slots[0].key
    told = '<span class="badge rejected">rejected</span>'
    steps = (
        (Proposal("accept", "anna", (key,)), False),
        (Proposal("reject", "anna", (key,), reason="wrong party"), True),
        (Proposal("undo", "anna"), False),
    )
    for proposal, is_told in steps:
        sheet = desk.decide("boats", proposal)
        static = render_html(sheet.shown, sheet.schema, sheet.article)
        static = static[static.index('id="summary"') : static.index('id="facts"')]
        for written in (fragments(sheet, reviewer="anna")["summary"], static):
            assert "Velmora sold boats." in written and (told in written) is is_told


def test_each_key_has_one_command_which_the_scripts_know_and_the_help_lists(desk: Desk) -> None:
    """No key is given twice; every command is there, in the help and under its group."""
    counted = Counter(key for command in KEYS for key in command.keys)
    assert [key for key, times in counted.items() if times > 1] == []
    commands = set(
        re.findall(
            r"^  (?:async )?(\w+)(?:\(|: )",
            SCRIPTS["commands.js"].partition("const commands = {")[2].partition("\n};")[0],
            re.M,
        )
    )
    assert {k.command for k in KEYS} | {"more"} == commands
    written = page(desk)
    for command in KEYS:
        assert command.words in html_text(written)
        assert command in GROUPS[command.group]
    assert bindings()["U"] == bindings()["y"] == "redo"
    assert all(f"| {command.words} |" in keys_table() for command in KEYS)
    for do in {attributes["data-do"] for _, attributes in Parts(written).found if "data-do" in attributes}:
        assert do in commands


def html_text(page: str) -> str:
    """A page's words without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_pages_need_nothing_that_their_policy_forbids(desk: Desk) -> None:
    """No handler and no style in an attribute, no script without the nonce, nothing from elsewhere."""
    row = QueueRow("boats", "Of boats", "boats.txt", facts=2, lines=1)
    for written in (
        page(desk, after="x"),
        queue([row]),
        error_page(404, "There is nothing here.", "Go back.", nonce="N"),
    ):
        for tag, attributes in Parts(written).found:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
            assert tag != "style"
            if tag in ("script", "link") and attributes.get("rel") != "icon":
                assert attributes["nonce"] == "N"
            for name in ("src", "href", "action"):
                address = attributes.get(name) or "#"
                assert address.startswith(("/", "#", "data:,")) and not address.startswith("//"), address


def test_scripts_make_markup_in_one_place_only_and_say_what_they_are_for() -> None:
    """Strings become nodes by the one policy; every import is there; each file begins with what it is for."""
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|setHTML"
    )
    assert {name for name, text in SCRIPTS.items() if sinks.search(text)} == {"parts.js"}
    assert len(sinks.findall(SCRIPTS["parts.js"])) == 1
    for name, text in SCRIPTS.items():
        assert text.startswith("// "), name
        assert len(text.splitlines()) < 420, name
        for wanted in re.findall(r'from "\./([\w.]+)"', text):
            assert wanted in SCRIPTS
    assert {kind for _, kind in ASSETS.values()} == {"text/javascript; charset=utf-8", "text/css; charset=utf-8"}
    assert {"brief.css", "review.css", "review.js", "queue.js"} <= set(ASSETS)


def test_filters_and_pages_of_the_queue_keep_what_is_searched_for() -> None:
    """Each way on the page has the search and the filter that hold; a search that no encoding carries breaks nothing."""
    rows = [QueueRow(f"b{n}", f"Brief {n}", f"b{n}.txt") for n in range(3)]
    written = queue(rows, state="flagged", words="a&b \ud800", page=2, pages=3)
    written.encode()
    ways = [attributes.get("href") or "" for tag, attributes in Parts(written).found if tag == "a"]
    assert "/?state=flagged&q=a%26b+%3F" in ways and "/?state=flagged&q=a%26b+%3F&page=3" in ways
    assert "/?q=a%26b+%3F" in ways
    assert [label in html_text(written) for label in FILTERS.values()] == [True] * len(FILTERS)
    assert "Page 2 of 3" in html_text(written)


def test_a_ledger_line_that_was_looked_at_is_not_to_be_looked_at_again(desk: Desk) -> None:
    """The queue counts those that are left."""
    told = "1 to look at"
    assert told in queue(desk.queue())
    (line,) = desk.sheet("boats").review.lines
    desk.decide("boats", Proposal("dismiss", "anna", lines=(line.key,)))
    assert told not in queue(desk.queue()) and [row.lines for row in desk.queue()] == [1]
    desk.decide("boats", Proposal("undo", "anna"))
    assert told in queue(desk.queue())


def test_a_failure_leads_nowhere_and_says_what_to_do() -> None:
    """A source without a brief stands in the queue with its reason and its mend, and is no link."""
    written = queue([QueueRow("", NASTY, NASTY, failure="deadline: too slow", mend="run it again")])
    assert "deadline: too slow" in written and "What to do:" in written and "run it again" in written
    assert not [1 for tag, attributes in Parts(written).found if attributes.get("class") == "open" and tag == "a"]
    assert "<script>alert" not in written


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("boats", "boats"),
        ("a/../b", "a%2F..%2Fb"),
        ("ö ?#%", "%C3%B6%20%3F%23%25"),
        ("\udcff", "%FF"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_a_name_is_one_part_of_an_address(name: str, address: str) -> None:
    """Whatever a file's name holds, it is one segment, and never another path."""
    assert path_of(name) == address


def test_what_can_not_be_changed_without_the_text_is_said(tmp_path: Path) -> None:
    """Where the record is gone the page says so; its facts can be read and judged all the same."""
    folder = tmp_path / "briefs"
    put_brief(
        folder,
        "bare",
        "Kesh sold boats.",
        [("items", {"description": "boats", "status": "delivered"}, "Kesh sold boats.")],
    )
    for record in (folder / ".summarizer").glob("*/*"):
        record.unlink()
    written = page(Desk(folder), "bare")
    fixed = json.loads(Parts(written).scripts[0])
    assert fixed["why"] and fixed["chars"] is None
    assert "Facts can be accepted and rejected, not changed" in written


def test_what_is_known_of_each_fact_and_line_is_what_the_form_needs(desk: Desk) -> None:
    """Values, places and states of facts, the prefilled form of a line, names of parties, kinds by the schema."""
    sheet = desk.sheet("boats")
    said = json.loads(fragments(sheet, reviewer="anna")["data"])
    assert said["facts"]["I1"]["values"]["quantity"] == BOATS[0][1]["quantity"]
    (span,) = said["facts"]["I1"]["spans"]
    assert sheet.article is not None and sheet.article.text[slice(*span)] == said["facts"]["I1"]["quotes"][0]
    assert (
        said["facts"]["I1"]["stands"] and not said["facts"]["I1"]["flagged"] and said["facts"]["I1"]["state"] == "open"
    )
    assert said["lines"]["L1"]["form"] == {"kind": "items", "values": {"description": "tugs"}, "field": None}
    kinds = {kind["name"]: kind for kind in json.loads(Parts(page(desk)).scripts[0])["kinds"]}
    assert [kind["letter"] for kind in kinds.values()] == ["A", "I", "P", "S", "D"]
    fields = {field["name"]: field for field in kinds["actors"]["fields"]}
    assert fields["kind"]["type"] == "one" and fields["roles"]["type"] == "several" and fields["name"]["required"]
