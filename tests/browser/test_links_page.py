"""The page of a dossier's links, by keys: confirm, reject, undo; two reviewers; the dossier is merged anew each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from summarizer.dossier.decided import LinkDecision
from summarizer.dossier.groups import entities_of
from summarizer.dossier.link_log import LinkLog
from summarizer.dossier.links import find_links
from summarizer.dossier.mentions import mentions_of
from summarizer.dossier.shapes import Dossier, Entry
from summarizer.review.links import LinkDesk
from summarizer.schema import find_schema
from summarizer.store import read_brief
from tests.browser.driving import Tab
from tests.browser.test_access import faults, wide
from tests.linking import LinksServed, put_pair

Tabs = Callable[..., Tab]


class Merged:
    """Merges the two briefs, their parties only, and counts how often."""

    def __init__(self, folder: Path) -> None:
        self.entries = [Entry(read_brief(path), path.name) for path in put_pair(folder)]
        self.dossiers: list[Dossier] = []

    def __call__(self, decisions: Sequence[LinkDecision]) -> tuple[Dossier, Sequence[Entry]]:
        schema = find_schema("trade_brief")
        mentions = mentions_of(self.entries, schema)
        links = find_links(self.entries, mentions, schema, decisions)
        parts: dict[str, Any] = dict.fromkeys(("briefs", "claims", "timeline", "ledger"), ())
        dossier = Dossier(
            schema_id=schema.id,
            created_at="2026-11-23T00:00:00+00:00",
            tool="spanbrief",
            entities=tuple(entities_of(mentions, links)),
            links=tuple(links),
            **parts,
        )
        self.dossiers.append(dossier)
        return dossier, self.entries

    @property
    def brokers(self) -> int:
        """How many parties the dossier has that are brokers."""
        return sum("broker" in entity.roles for entity in self.dossiers[-1].entities)


@pytest.fixture
def merged(tmp_path: Path) -> Merged:
    """The two briefs, merged by what is decided."""
    return Merged(tmp_path / "pair")


@pytest.fixture
def links(merged: Merged, tmp_path: Path) -> Iterator[LinksServed]:
    """The page of their links, served."""
    desk = LinkDesk(tmp_path, LinkLog(tmp_path / "links.sqlite"), find_schema("trade_brief"), merged)
    with LinksServed(desk) as served:
        yield served


def state(tab: Tab, which: str) -> Any:
    """Wait until the two spellings are in a state; gives the link."""
    found = tab.all(f".link[data-state={which}]").filter(has_text="Mkrtchyan").filter(has_text="Mkrtychan")
    found.first.wait_for()
    return found.first


def test_both_names_stand_with_their_quotes_and_the_reasons(tab: Tabs, links: LinksServed) -> None:
    """The suggested link comes first and has the cursor; each side has the words of its own article."""
    anna = tab().open(links.url)
    link = state(anna, "suggested")
    assert link.get_attribute("aria-current") == "true"
    ends = link.locator(".end").all_inner_texts()
    assert ["Davit Mkrtchyan" in ends[0], "Davit Mkrtychan" in ends[1]] == [True, True]
    assert "The sale of rifles was arranged by Davit Mkrtchyan" in ends[0]
    assert "Arms broker Davit Mkrtychan arranged the sale of rifles" in ends[1]
    assert "both stand beside Velmora" in link.inner_text() and "confidence 0." in link.inner_text()


def test_confirm_undo_reject_by_keys(tab: Tabs, links: LinksServed, merged: Merged) -> None:
    """c makes one party of two, u two of one again, r keeps them apart; each time the dossier is merged anew."""
    anna = tab().open(links.url)
    state(anna, "suggested")
    assert merged.brokers == 2
    anna.press("c")
    state(anna, "confirmed")
    anna.said("One party: Davit Mkrtchyan and Davit Mkrtychan.")
    assert merged.brokers == 1
    anna.press("u")
    state(anna, "suggested")
    anna.said("Undone: Davit Mkrtchyan and Davit Mkrtychan")
    assert merged.brokers == 2
    anna.all(".link").first.click()
    anna.press("r")
    assert "two parties, says root" in state(anna, "rejected").inner_text()
    assert merged.brokers == 2
    anna.press("u", "u")
    anna.said("nothing that could be undone")


def test_the_cursor_goes_up_and_down_and_is_not_lost(tab: Tabs, links: LinksServed) -> None:
    """j and k go from link to link; after a decision the focus is on a link, whose name a screen reader can say."""
    anna = tab().open(links.url)
    count = anna.all(".link").count()
    assert count > 2

    def at() -> int:
        return int(anna.page.evaluate("[...document.querySelectorAll('.link')].indexOf(document.activeElement)"))

    anna.press("j")
    assert at() == 1
    anna.press("j", "k", "k", "k")
    assert at() == 0
    anna.press("c")
    state(anna, "confirmed")
    assert at() >= 0
    assert "Mkrtchyan" in anna.all(".link").first.aria_snapshot()


def test_what_links_by_itself_can_be_rejected_but_needs_no_confirmation(tab: Tabs, links: LinksServed) -> None:
    """Two who bear one name may be two; that they are one needs nobody's word."""
    anna = tab().open(links.url)
    same = anna.all(".link[data-state=same]").filter(has_text="Irena Kolvas")
    same.click()
    anna.press("c")
    anna.said("It links by itself")
    anna.press("r")
    anna.all(".link[data-state=rejected]").filter(has_text="Irena Kolvas").wait_for()


def test_two_reviewers_who_are_at_odds_settle_nothing_and_both_see_it(
    tab: Tabs, links: LinksServed, merged: Merged
) -> None:
    """What bea decides comes to anna's page; where they differ the link is open, and says who holds what."""
    anna = tab().open(links.url)
    state(anna, "suggested")
    key = anna.all(".link[aria-current=true]").get_attribute("data-key")
    with links.client() as bea:
        answer = bea.post("/api/links/decide", json={"reviewer": "bea", "action": "reject", "link": key})
        assert answer.status_code == 200
        with anna.page.expect_response(lambda answer: "/api/links" in answer.url):
            anna.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert "says bea" in state(anna, "rejected").inner_text()
        state(anna, "rejected").click()
        anna.press("c")
        link = state(anna, "conflict")
        assert "bea rejected it" in link.inner_text() and "root confirmed it" in link.inner_text()
        assert merged.brokers == 2
        assert bea.post("/api/links/undo", json={"reviewer": "bea"}).status_code == 200
    assert merged.brokers == 1


def test_hostile_names_and_writes_without_the_token_are_refused(links: LinksServed) -> None:
    """The guard of the review stands before this page, too; a link that is no more, and no name, are refused in words."""
    with links.client() as client:
        assert client.post("/api/links/undo", json={"reviewer": "a\u202eb"}).status_code == 422
        gone = client.post("/api/links/decide", json={"reviewer": "anna", "action": "confirm", "link": "nothing"})
        assert gone.status_code == 409 and "list" in gone.json()
        assert (
            client.post("/api/links/decide", json={"reviewer": "anna", "action": "merge", "link": ""}).status_code
            == 400
        )
        assert client.get("/nothing").status_code == 404
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
        client.headers["X-Review-Token"] = "another"
        assert client.post("/api/links/undo", json={"reviewer": "anna"}).status_code == 403


def test_decisions_outlast_the_program(merged: Merged, tmp_path: Path, links: LinksServed) -> None:
    """Another desk on the same file, as after a kill, has the decision at once and merges by it."""
    (key,) = [case.key for case in links.desk.seen().cases if case.state == "suggested"]
    links.desk.decide(key, "confirm", "anna")
    other = LinkDesk(tmp_path, LinkLog(tmp_path / "links.sqlite"), find_schema("trade_brief"), merged)
    assert "confirmed" in {case.state for case in other.seen().cases}
    other.undo("anna")
    assert links.desk.seen().cases[0].state == "suggested"
    other.close()


@pytest.mark.parametrize(("width", "scheme"), [(1300, "light"), (1300, "dark"), (400, "light")])
def test_axe_finds_nothing_serious(tab: Tabs, links: LinksServed, width: int, scheme: str) -> None:
    """Open, decided and in the dialog of keys, at 400 px as well: no serious fault, no scrolling sideways."""
    anna = tab(width, 850, color_scheme=scheme, bypass_csp=True).open(links.url)
    found = faults(anna, "open") + wide(anna, "open")
    anna.press("r")
    state(anna, "rejected")
    found += faults(anna, "rejected")
    anna.press("?")
    found += faults(anna, "keys")
    assert found == []
