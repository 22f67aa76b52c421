"""Two real articles of one deal, by their gold: what merging them must show. The articles are not in this repository."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarizer.article import article_from_text
from summarizer.dossier.decided import LinkDecision, side_of
from summarizer.dossier.mentions import mentions_of
from summarizer.dossier.merge import merge_briefs
from summarizer.dossier.shapes import Claim, Dossier, Entry
from tests.wires import AT, TRADE, judged

GOLD = Path(__file__).parents[3] / "shared" / "gold"
NAMES = ASIAE, YONHAP = "seed_asiae_kirby", "seed_yonhap_kirby"

pytestmark = pytest.mark.skipif(
    not all((GOLD / f"{name}.json").is_file() for name in NAMES), reason=f"{GOLD} has not the two articles"
)


def _entry(name: str) -> Entry:
    spec = importlib.util.spec_from_file_location("gold_to_reply", GOLD / "gold_to_reply.py")
    assert spec and spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    article = article_from_text((GOLD / f"{name}.txt").read_bytes().decode(), f"{name}.txt")
    reply = module.reply(json.loads((GOLD / f"{name}.json").read_text("utf-8")))
    return Entry(judged(article, reply), f"{name}.json", article)


@pytest.fixture(scope="module")
def entries() -> Iterator[list[Entry]]:
    """The briefs that the judge makes of gold."""
    yield [_entry(name) for name in NAMES]


@pytest.fixture(scope="module")
def dossier(entries: list[Entry]) -> Iterator[Dossier]:
    """Both as one."""
    yield merge_briefs(entries, TRADE, created_at=AT)


def _gold(name: str, kind: str, fact: int) -> dict[str, Any]:
    """A fact of gold."""
    found: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text("utf-8"))[kind][fact]
    return found


def _of(dossier: Dossier, name: str, kind: str, fact: int) -> Claim:
    """The one claim that has a fact of gold, by its first quote."""
    (quote, *_) = _gold(name, kind, fact)["quotes"]
    (found,) = [c for c in dossier.claims if any(quote in e.quote for s in c.statements for e in s.evidence)]
    return found


@pytest.fixture(scope="module")
def deal(dossier: Dossier) -> Iterator[Claim]:
    """The arms deal."""
    yield _of(dossier, YONHAP, "items", 0)


def test_there_is_one_deal(dossier: Dossier, deal: Claim) -> None:
    """The deal of the one article and of the other are one claim, with the press release; the other deliveries are not in it."""
    assert sorted(s.brief for s in deal.statements) == [0, 1, 1]
    told = {(name, n) for name in NAMES for n in range(4) if _of(dossier, name, "items", n) is deal}
    assert told == {(ASIAE, 1), (YONHAP, 0), (YONHAP, 1)}


def test_the_quantities_are_one_compatible_group(deal: Claim) -> None:
    """All the ways to say how many are shown, can all hold, and the reason is told."""
    (found,) = [c for c in deal.conflicts if c.code == "value"]
    assert found.compatible and "all can hold, with more than 24 kinds" in found.words
    told = {_gold(YONHAP, "items", 0)["quantity"], _gold(ASIAE, "items", 1)["quantity"]}
    assert told | set(_gold(ASIAE, "items", 1)["quantity_alt"]) <= {side.words for side in found.sides}


def test_food_that_is_offered_and_provided_is_a_status_conflict(dossier: Dossier) -> None:
    """'Is offering' stands against 'is providing'."""
    (found,) = [c for c in _of(dossier, YONHAP, "compensation", 0).conflicts if c.code == "status"]
    assert not found.compatible
    for name in NAMES:
        assert f"“{_gold(name, 'compensation', 0)['quotes'][1]}”" in found.words
    assert "is offering" in found.words and "is providing" in found.words
    assert [side.words for side in found.sides] == ["proposed", "ongoing"]


def test_north_koreas_denial_stands_beside_deliveries(dossier: Dossier, deal: Claim) -> None:
    """The denial, told by both, is one claim beside the deal and the delivery to Russia, and not beside food or sanctions."""
    (denial,) = [c for c in dossier.claims if c.kind == "denials"]
    assert [s.brief for s in denial.statements] == [1, 0] and denial.sources.count == 1
    delivery = _of(dossier, YONHAP, "items", 2)
    assert denial.id in deal.denials and denial.id in delivery.denials
    assert {c.kind for c in dossier.claims if c.denials} == {"items"}
    assert not _of(dossier, ASIAE, "items", 2).denials  # not to Russia, but to Wagner


def test_one_speaker_is_one_source(deal: Claim, dossier: Dossier) -> None:
    """Two texts, but Kirby is one source, and the Treasury's press release the other."""
    assert deal.sources.count == 2
    assert [len(g.statements) for g in deal.sources.groups if g.why == "same quoted speaker: John Kirby"] == [2]
    assert _of(dossier, YONHAP, "compensation", 0).sources.count == 1


def test_the_broker_is_suggested_because_of_what_he_does(dossier: Dossier) -> None:
    """Mkrtychev and Mkrtchyan are suggested with their reasons; whatever else is suggested is one body under two names."""
    names = {key: entity.name for entity in dossier.entities for key in entity.mentions}
    suggested = {frozenset((names[k.one], names[k.other])): k for k in dossier.links if k.state == "suggested"}
    broker = suggested.pop(frozenset(("Ashot Mkrtchyan", "Ashot Mkrtychev")))
    assert any("broker" in reason for reason in broker.reasons)
    true = [{"U.S. Treasury Department", "U.S. Department of Treasury"}, {"National Security Council"}]
    assert all(set(pair) in true for pair in suggested)
    joined = [{n.name for n in e.names} for e in dossier.entities if len({b for n in e.names for b in n.briefs}) > 1]
    assert all({"Mkrtchyan", "Mkrtychev"}.isdisjoint(n) for n in joined)


def test_the_sanctions_are_one_claim_once_the_links_are_confirmed(dossier: Dossier, entries: list[Entry]) -> None:
    """Until then the ledger says what they wait for."""
    assert _of(dossier, ASIAE, "sanctions", 0) is not _of(dossier, YONHAP, "sanctions", 0)
    assert any("Ashot Mkrtchyan and Ashot Mkrtychev are one party" in (line.hint or "") for line in dossier.ledger)
    mentions = {m.key: m for m in mentions_of(entries, TRADE)}
    decisions = []
    for link in dossier.links:
        if link.state == "suggested":
            one, other = (side_of(mentions[key], (), entries) for key in (link.one, link.other))
            decisions.append(LinkDecision("confirm", one, other, "root", AT))
    again = merge_briefs(entries, TRADE, decisions, created_at=AT)
    assert _of(again, ASIAE, "sanctions", 0) is _of(again, YONHAP, "sanctions", 0)


def test_without_the_texts_the_deal_is_still_one(entries: list[Entry]) -> None:
    """From the briefs alone, without their articles, quantities and grouping are the same; speakers in sentences are not known."""
    dossier = merge_briefs([replace(e, article=None) for e in entries], TRADE, created_at=AT)
    deal = _of(dossier, YONHAP, "items", 0)
    assert len(deal.statements) == 3 and any(c.code == "value" and c.compatible for c in deal.conflicts)
