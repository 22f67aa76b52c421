"""Merging briefs: which facts are one claim, what is a conflict, who is one source, who denies what, and nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.brief import FactReview
from summarizer.dossier.decided import LinkDecision, side_of
from summarizer.dossier.mentions import mentions_of
from summarizer.dossier.merge import merge_briefs
from summarizer.dossier.quantities import agree, compared, quantities
from summarizer.dossier.shapes import Claim, Dossier, Entry
from summarizer.errors import BriefInvalid, UsageError
from summarizer.export.dossier_markdown import render_dossier_markdown
from summarizer.schema import Claim as SchemaClaim
from summarizer.schema import Copied, Free, Names, OneOf, Reference, Report, Schema, compile_schema
from tests.wires import AT, TRADE, both, entry_of


def merged(entries: Sequence[Entry], decisions: Sequence[LinkDecision] = (), schema: Schema = TRADE) -> Dossier:
    """The dossier of some briefs."""
    return merge_briefs(entries, schema, decisions, created_at=AT)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    """The dossier of the two stories."""
    return merged(both())


def claims(dossier: Dossier, kind: str, what: str) -> list[Claim]:
    """The claims of a kind that are about something."""
    return [c for c in dossier.claims if c.kind == kind and what in c.what]


def one(dossier: Dossier, kind: str, what: str) -> Claim:
    """The only such claim."""
    (found,) = claims(dossier, kind, what)
    return found


def conflict(claim: Claim, code: str) -> Any:
    """The only conflict of a claim with a code."""
    (found,) = [c for c in claim.conflicts if c.code == code]
    return found


def item(**values: Any) -> dict[str, Any]:
    """An item of a reply."""
    return {"supplier": "Velmora", "recipient": "Drovia", "status": "delivered", **values}


def entry(name: str, text: str, *items: dict[str, Any], **others: Any) -> Entry:
    """A brief of a text with these items; its governments are listed."""
    actors = [
        {"name": n, "kind": "government", "roles": ["supplier", "recipient"], "quotes": [n]}
        for n in ("Velmora", "Drovia", "Kesh")
        if n in text
    ]
    return entry_of(
        name,
        text,
        {"actors": actors, "items": list(items), "compensation": [], "sanctions": [], "denials": [], **others},
    )


def told(name: str, text: str, **values: Any) -> Entry:
    """A brief of a sentence that tells one item."""
    return entry(name, f"{text}\n", item(quotes=[text.removesuffix(".")], **values))


def test_one_deal_told_by_two_articles_is_one_claim(dossier: Dossier) -> None:
    """The deal that both stories tell is one claim with a statement for each fact that tells it."""
    deal = one(dossier, "items", "radars")
    assert [(s.brief, s.values["quantity"]) for s in deal.statements] == [
        (0, "over two dozen kinds"),
        (0, "more than 24 types"),
        (1, "more than 20 types"),
    ]


def test_quantities_in_other_words_are_a_compatible_group(dossier: Dossier) -> None:
    """'Over two dozen', 'more than 24' and 'more than 20' can all hold, and the reason is told; nothing is averaged."""
    found = conflict(one(dossier, "items", "radars"), "value")
    assert found.compatible
    assert "“over two dozen kinds” is more than 24 kinds" in found.words
    assert "“more than 20 types” is more than 20 kinds" in found.words
    assert found.words.endswith("all can hold, with more than 24 kinds")


def test_offered_against_provided_is_a_status_conflict(dossier: Dossier) -> None:
    """Food that one offers and the other provides is one claim in conflict."""
    found = conflict(one(dossier, "compensation", "wheat"), "status")
    assert not found.compatible
    assert [(side.words, side.statements) for side in found.sides] == [("proposed", (0,)), ("ongoing", (1,))]
    assert "is offering" in found.words and "is providing" in found.words


def test_words_tell_a_status_apart_that_the_values_do_not() -> None:
    """Two facts with one status are in conflict where their quotes tell it in two ways."""
    entries = both()
    facts = entries[1].brief.facts
    food = facts["compensation"][0]
    same = food.model_copy(update={"values": {**food.values, "status": "proposed"}})
    brief = entries[1].brief.model_copy(update={"facts": {**facts, "compensation": (same,)}})
    found = conflict(one(merged([entries[0], replace(entries[1], brief=brief)]), "compensation", "wheat"), "status")
    assert [(side.words, side.statements) for side in found.sides] == [("proposed", (0, 1)), ("ongoing", (1,))]


def test_one_speaker_is_one_source_and_a_press_release_another(dossier: Dossier) -> None:
    """The envoy whom both quote is one source, the ministry's press release the second."""
    sources = one(dossier, "items", "radars").sources
    assert sources.count == 2
    assert [(g.statements, g.why) for g in sources.groups] == [
        ((0, 2), "same quoted speaker: Irena Kolvas"),
        ((1,), ""),
    ]
    assert one(dossier, "items", "patrol boats").sources.count == 2  # Kolvas, and Ruiz


def test_a_denial_stands_beside_what_is_denied_only(dossier: Dossier) -> None:
    """The denial of the radars stands beside the radars, not beside torpedoes to somebody else or boats."""
    deal, denial = one(dossier, "items", "radars"), one(dossier, "denials", "radars")
    assert deal.denials == (denial.id,) and denial.denies == (deal.id,)
    assert "Tarrenia denies" in conflict(deal, "denied").words
    assert not any(c.denials for c in dossier.claims if c is not deal)


def test_a_denial_of_arms_stands_beside_any_arms_between_those() -> None:
    """Who denies selling weapons to Drovia denies the torpedoes to Drovia, and not those to Kesh."""
    text = "Velmora sold Drovia nine torpedoes. Velmora sold Kesh six torpedoes. Velmora denied that it sold weapons to Drovia.\n"
    merge = merged(
        [
            entry(
                "a",
                text,
                item(description="torpedoes", quantity="nine", quotes=["Velmora sold Drovia nine torpedoes"]),
                item(
                    description="torpedoes",
                    quantity="six",
                    recipient="Kesh",
                    quotes=["Velmora sold Kesh six torpedoes"],
                ),
                denials=[
                    {
                        "denier": "Velmora",
                        "what": "it sold weapons to Drovia",
                        "quotes": ["Velmora denied that it sold weapons to Drovia"],
                    }
                ],
            )
        ]
    )
    assert [bool(c.denials) for c in merge.claims if c.kind == "items"] == [True, False]


def test_a_suggested_link_is_told_and_not_assumed(dossier: Dossier) -> None:
    """Claims about two spellings stay apart until somebody confirms them, the ledger says why, and no other link is suggested."""
    assert len(claims(dossier, "sanctions", "sanctions")) == 2
    (line,) = dossier.ledger
    assert line.code == "not_grouped" and "Davit Orlandian and Davit Orlandyan are one party" in (line.hint or "")
    (link,) = [k for k in dossier.links if k.state == "suggested"]
    assert link.reasons


def test_a_confirmed_link_joins_the_claims() -> None:
    """Once a reviewer confirms the link, the sanctions are one claim, with both spellings."""
    entries = both()
    (link,) = [k for k in merged(entries).links if k.state == "suggested"]
    mentions = {m.key: m for m in mentions_of(entries, TRADE)}
    sides = [side_of(mentions[key], (), entries) for key in (link.one, link.other)]
    dossier = merged(entries, [LinkDecision("confirm", sides[0], sides[1], "root", AT)])
    sanction = one(dossier, "sanctions", "sanctions")
    assert [s.values["target"] for s in sanction.statements] == ["Davit Orlandyan", "Davit Orlandian"]
    assert sanction.sources.count == 2
    assert not dossier.ledger


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            ("Velmora sold Drovia nine torpedoes.", {"description": "torpedoes", "quantity": "nine"}),
            ("Velmora sold Drovia nine trucks.", {"description": "trucks", "quantity": "nine"}),
            id="other things",
        ),
        pytest.param(
            ("Velmora sold Drovia rockets.", {"description": "rockets"}),
            ("Velmora sold Drovia weapons.", {"description": "weapons"}),
            id="a rocket is not guessed to be a weapon",
        ),
        pytest.param(
            ("Velmora sold Drovia ammunition.", {"description": "ammunition"}),
            ("Velmora sold Drovia trucks and ammunition.", {"description": "trucks and ammunition"}),
            id="one word of several, with nothing else in common",
        ),
        pytest.param(
            ("Velmora sold Drovia nine trucks.", {"description": "trucks", "quantity": "nine"}),
            ("Velmora sold Kesh nine trucks.", {"description": "trucks", "quantity": "nine", "recipient": "Kesh"}),
            id="other parties",
        ),
        pytest.param(
            ("Velmora sold Drovia nine trucks in March 2031.", {"description": "trucks", "quantity": "nine", "date": "in March 2031"}),
            ("Velmora sold Drovia nine trucks in June 2031.", {"description": "trucks", "quantity": "nine", "date": "in June 2031"}),
            id="other times",
        ),
        pytest.param(
            ("Velmora sold Drovia ammunition.", {"description": "ammunition"}),
            ("Velmora would sell Drovia ammunition.", {"description": "ammunition", "status": "proposed"}),
            id="done and planned, with nothing that says it is one deal",
        ),
        pytest.param(
            ("Velmora sold Drovia nine trucks in a spring.", {"description": "trucks", "quantity": "nine", "date": "in a spring"}),
            ("Velmora sold Drovia nine trucks in a winter.", {"description": "trucks", "quantity": "nine", "date": "in a winter"}),
            id="other words for times that come to no day",
        ),
    ],
)  # fmt: skip
def test_what_is_not_one_thing_stays_apart(
    first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]]
) -> None:
    """Two facts that differ in thing, party, time or in being done are two claims."""
    dossier = merged([told("a", first[0], **first[1]), told("b", second[0], **second[1])])
    assert [len(c.statements) for c in dossier.claims] == [1, 1]


def test_two_deliveries_in_one_article_are_two() -> None:
    """An article that tells two facts of a kind apart is taken at its word."""
    text = "Velmora sold Drovia nine trucks. Velmora sold Drovia twelve trucks.\n"
    dossier = merged(
        [
            entry(
                "a",
                text,
                item(description="trucks", quantity="nine", quotes=["Velmora sold Drovia nine trucks"]),
                item(description="trucks", quantity="twelve", quotes=["Velmora sold Drovia twelve trucks"]),
            )
        ]
    )
    assert len(dossier.claims) == 2


def test_a_chain_of_likenesses_does_not_join() -> None:
    """A fact that fits two which don't fit each other is in the claim with the likelier one, and the ledger tells the other."""
    text = "Velmora sold Drovia nine trucks. Velmora sold Drovia twelve trucks.\n"
    two = entry(
        "a",
        text,
        item(description="trucks", quantity="nine", quotes=["Velmora sold Drovia nine trucks"]),
        item(description="trucks", quantity="twelve", quotes=["Velmora sold Drovia twelve trucks"]),
    )
    dossier = merged(
        [two, told("b", "Velmora shipped twelve trucks to Drovia.", description="trucks", quantity="twelve")]
    )
    assert sorted([s.values["quantity"] for s in c.statements] for c in dossier.claims) == [
        ["nine"],
        ["twelve", "twelve"],
    ]
    assert [line.hint.rsplit(": ", 1)[1] for line in dossier.ledger if line.hint] == ["each is nearer to another fact"]


def test_numbers_at_odds_are_a_conflict() -> None:
    """Nine trucks in one and twelve in the other are one claim with both figures, each with its side."""
    dossier = merged(
        [
            told("a", "Velmora sold Drovia nine trucks.", description="trucks", quantity="nine"),
            told("b", "Velmora shipped twelve trucks to Drovia.", description="trucks", quantity="twelve"),
        ]
    )
    found = conflict(dossier.claims[0], "value")
    assert not found.compatible and "no number is all of them" in found.words
    assert {side.words for side in found.sides} == {"nine", "twelve"}
    assert sorted(n for side in found.sides for n in side.statements) == [0, 1]


def test_days_that_slip_are_a_date_conflict() -> None:
    """The same trucks three days apart are one claim with a date conflict; without a common day it has no days."""
    dossier = merged(
        [
            told("a", "Velmora sold Drovia nine trucks on March 3, 2031.", description="trucks", quantity="nine", date="on March 3, 2031"),
            told("b", "Velmora sold Drovia nine trucks on March 6, 2031.", description="trucks", quantity="nine", date="on March 6, 2031"),
        ]
    )  # fmt: skip
    found = conflict(dossier.claims[0], "date")
    assert not found.compatible and found.words == "3 days lie between them"
    assert dossier.claims[0].days is None
    assert [(m.start, m.end) for m in dossier.timeline] == [("2031-03-03", "2031-03-03"), ("2031-03-06", "2031-03-06")]


def test_times_that_overlap_come_to_the_days_that_all_allow() -> None:
    """'In March' and 'on March 3' are one time, told differently; the claim's days are those that both allow."""
    dossier = merged(
        [
            told("a", "Velmora sold Drovia nine trucks in March 2031.", description="trucks", quantity="nine", date="in March 2031"),
            told("b", "Velmora sold Drovia nine trucks on March 3, 2031.", description="trucks", quantity="nine", date="on March 3, 2031"),
        ]
    )  # fmt: skip
    (claim,) = dossier.claims
    assert claim.days is not None and (claim.days.start, claim.days.end) == ("2031-03-03", "2031-03-03")
    assert conflict(claim, "date").compatible


def test_a_deal_told_the_other_way_round_is_a_conflict_of_direction() -> None:
    """The same nine trucks from Velmora to Drovia and from Drovia to Velmora are one claim, at odds about who gives."""
    dossier = merged(
        [
            told("a", "Velmora sold Drovia nine trucks.", description="trucks", quantity="nine"),
            told("b", "Drovia sold Velmora nine trucks.", description="trucks", quantity="nine", supplier="Drovia", recipient="Velmora"),
        ]
    )  # fmt: skip
    found = conflict(dossier.claims[0], "direction")
    assert not found.compatible
    assert {side.words for side in found.sides} == {"from: Velmora; to: Drovia", "from: Drovia; to: Velmora"}


SALE = "Velmora sold Drovia nine trucks."
COPY = (
    " The trucks crossed the border at Astrin on a wet morning while customs officers looked the other way, a driver of the "
    "convoy remembers. Nobody in the capital would speak about the price that was agreed for them in the spring."
)


@pytest.mark.parametrize(
    ("first", "second", "count", "why"),
    [
        pytest.param(SALE, f"{SALE} It rained.", 2, "", id="two articles"),
        pytest.param(f"{SALE}{COPY}", f"{SALE}{COPY} It rained.", 1, "near-identical text", id="a copy"),
        pytest.param(
            f"ASTRIN (Skerry Wire) - {SALE}",
            f"KESH PORT, May 3 (Skerry Wire) - {SALE} It rained.",
            1,
            "same publisher or agency: Skerry Wire",
            id="one agency in two datelines",
        ),
        pytest.param(f"{SALE}\n\n© The Astrin Courier", f"{SALE} It rained.\n\n© Astrin Courier", 1, "same publisher", id="one publisher"),
    ],
)  # fmt: skip
def test_what_is_one_source(first: str, second: str, count: int, why: str) -> None:
    """Copies, and texts of one agency or publisher, are one source; else two texts are two."""
    values = {"description": "trucks", "quantity": "nine", "quotes": ["Velmora sold Drovia nine trucks"]}
    (claim,) = merged([entry("a", f"{first}\n", item(**values)), entry("b", f"{second}\n", item(**values))]).claims
    assert claim.sources.count == count
    assert why in "".join(g.why for g in claim.sources.groups)


def test_an_articles_own_voice_adds_nothing_to_whom_it_quotes() -> None:
    """What an article says itself and what it has a speaker say of the same claim is one source."""
    text = 'Velmora sold Drovia nine trucks. "Velmora sold Drovia nine trucks," Petar Ruiz said.\n'
    values = {"description": "trucks", "quantity": "nine", "date": None}
    both_told = entry(
        "a",
        text,
        item(**values, quotes=["Velmora sold Drovia nine trucks"]),
        item(**values, attributed_to="Petar Ruiz", quotes=['"Velmora sold Drovia nine trucks," Petar Ruiz said']),
    )
    assert all(c.sources.count == 1 for c in merged([both_told]).claims)


_NUMBERED = re.compile(r'(?<=")\d(?=/)|(?<=one claim with )\d(?=/)')


def _renumber(order: Sequence[int], number: re.Match[str]) -> str:
    return str(order[int(number[0])])


def test_the_order_of_briefs_only_numbers_them() -> None:
    """Whatever order the briefs come in, the dossier is the same but for their numbers."""
    entries = [
        *both(),
        told(
            "c",
            "Tarrenia shipped 18 patrol boats to Drovia.",
            description="patrol boats",
            quantity="18",
            supplier="Tarrenia",
        ),
    ]
    first = merged(entries)
    for order in permutations(range(3)):
        given = merged([entries[n] for n in order]).to_json(indent=None)
        # Keys of mentions and places in the ledger begin with the number of their brief.
        again = json.loads(_NUMBERED.sub(partial(_renumber, order), given))
        again["briefs"] = [again["briefs"][order.index(n)] for n in range(3)]
        for claim in again["claims"]:
            for statement in claim["statements"]:
                statement["brief"] = order[statement["brief"]]
        for entity in again["entities"]:
            for name in entity["names"]:
                name["briefs"] = sorted(order[b] for b in name["briefs"])
        assert again == json.loads(first.to_json())


def test_a_dossier_is_read_back_from_its_json(dossier: Dossier) -> None:
    """JSON both ways, with every key."""
    data = json.loads(dossier.to_json())
    assert data["format"] == "dossier/1" and data["schema"] == "trade_brief/1"
    assert Dossier.from_dict(data) == dossier
    spoilt_ones: list[Any] = [{}, {**data, "format": "dossier/2"}, {**data, "more": 1}, {**data, "claims": [{}]}, []]
    for spoilt in spoilt_ones:
        with pytest.raises(BriefInvalid, match="no dossier/1"):
            Dossier.from_dict(spoilt)


def test_briefs_of_two_schemas_are_refused_by_name() -> None:
    """A dossier is of one schema; the brief that is of another is named."""
    entries = both()
    other = replace(entries[1], brief=entries[1].brief.model_copy(update={"schema_id": "incidents/1"}))
    with pytest.raises(UsageError, match=r"one schema, trade_brief/1; of another: astrin.json \(incidents/1\)"):
        merged([entries[0], other])
    with pytest.raises(UsageError, match="no brief"):
        merged([])


def test_what_a_review_rejected_is_left_out_and_told() -> None:
    """A rejected fact is in no claim; the ledger has it with who rejected it."""
    (first, second) = both()
    boats = second.brief.facts["items"][1]
    facts = {
        **second.brief.facts,
        "items": (boats.model_copy(update={"review": FactReview(decision="rejected", by=("ana",))}),),
    }
    dossier = merged([first, replace(second, brief=second.brief.model_copy(update={"facts": facts}))])
    assert [s.brief for s in one(dossier, "items", "patrol boats").statements] == [0]
    (line,) = [line for line in dossier.ledger if line.code == "rejected"]
    assert line.path == f"1/items/{boats.id}" and line.hint == "ana"


def test_the_markdown_has_everything_and_no_foreign_markup(dossier: Dossier) -> None:
    """Every quote, conflict, denial and link stands in the Markdown; article text makes no markup of its own."""
    text = render_dossier_markdown(dossier, TRADE)
    for words in (
        "### I1 radars (conflict, denied)",
        "2 independent sources",
        "**Denied** by Tarrenia",
        "one party or two? Not decided",
        "is offering",
        "is providing",
    ):
        assert words in text
    for claim in dossier.claims:
        for statement in claim.statements:
            for e in statement.evidence:
                assert e.quote in text
    evil = told(
        "evil",
        "Velmora sold Drovia <script>*nine*</script> [trucks](http://x) | nine.",
        description="<script>*nine*</script> [trucks](http://x) | nine",
    )
    shown = render_dossier_markdown(merged([evil]), TRADE)
    assert "<script>" not in shown and "[trucks](" not in shown and "\\| nine" in shown


class Strike(SchemaClaim):
    """An attack."""

    weapon: Annotated[str, Free("With what.")]
    attacker: Annotated[Names | None, Reference("Who did it.", side="doer")] = None
    place: Annotated[Names | None, Reference("Whom it hit.", side="target")] = None
    claimed_by: Annotated[Names | None, Reference("Who says so.", speaker=True)] = None
    outcome: Annotated[
        Literal["carried_out", "foiled"], OneOf("How it ended.", done=("carried_out",), undone=("foiled",))
    ]
    day: Annotated[str | None, Free("When.", time=True)] = None


class Denied(SchemaClaim):
    """A denial."""

    contradicts = True
    denier: Annotated[Names, Reference("Who denies.", side="doer")]
    what: Annotated[str, Free("What is denied.", affirmative=True)]


class Group(SchemaClaim):
    """A party."""

    name: Annotated[str, Copied("Its name.", name=True)]


class Strikes(Report):
    """Attacks of one's own schema."""

    schema_id = "strikes/1"
    groups: list[Group] = []
    attacks: list[Strike] = []
    refusals: list[Denied] = []


def test_a_users_schema_merges_too() -> None:
    """Parties, things, states, speakers and denials follow from the markers, whatever the fields are called."""
    schema = compile_schema(Strikes)
    first = "The Reef League attacked Port Amory with car bombs on March 3, 2031, Petar Ruiz said.\n"
    second = "Car bombs of the Reef League at Port Amory on March 3, 2031 were foiled, Petar Ruiz said. The Reef League denied using car bombs.\n"
    strike = {
        "weapon": "car bombs",
        "attacker": "Reef League",
        "place": "Port Amory",
        "claimed_by": "Petar Ruiz",
        "day": "on March 3, 2031",
    }
    groups = [{"name": "Reef League", "quotes": ["Reef League"]}]
    dossier = merged(
        [
            entry_of("a", first, {"groups": groups, "attacks": [{**strike, "outcome": "carried_out", "quotes": [first[:-2]]}], "refusals": []}, schema),
            entry_of(
                "b",
                second,
                {
                    "groups": groups,
                    "attacks": [{**strike, "outcome": "foiled", "quotes": [second.split(". ")[0]]}],
                    "refusals": [{"denier": "Reef League", "what": "using car bombs", "quotes": ["The Reef League denied using car bombs"]}],
                },
                schema,
            ),
        ],
        schema=schema,
    )  # fmt: skip
    strike_claim, denial = dossier.claims
    assert len(strike_claim.statements) == 2 and strike_claim.sources.count == 1
    assert conflict(strike_claim, "status").field == "outcome"
    assert strike_claim.denials == (denial.id,)
    assert strike_claim.days is not None and strike_claim.days.start == "2031-03-03"


PLACES = ("Velmora", "Drovia", "Kesh")
THINGS = ("trucks", "patrol boats", "coastal radars")
COUNTS = ("nine", "twelve", "about 10", "dozens of", "more than 8")


@st.composite
def some_briefs(draw: st.DrawFn) -> list[Entry]:
    """Briefs of sentences that sell things."""
    entries = []
    for n in range(draw(st.integers(1, 3))):
        sales = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(THINGS), st.sampled_from(COUNTS)
                ),
                max_size=4,
            )
        )
        said = [f"{a} sold {b} {many} {thing}." for a, b, thing, many in sales]
        items = [
            item(supplier=a, recipient=b, description=thing, quantity=many, quotes=[text.removesuffix(".")])
            for (a, b, thing, many), text in zip(sales, said, strict=True)
        ]
        entries.append(entry(f"b{n}", f"Story {n}. {' '.join(said)}\n", *items))
    return entries


@settings(max_examples=40, deadline=None)
@given(some_briefs())
def test_every_fact_stands_in_exactly_one_claim(entries: list[Entry]) -> None:
    """Nothing is dropped or doubled, evidence and values are untouched, and every statement has one source."""
    dossier = merged(entries)
    stated = [(s.brief, s.fact) for c in dossier.claims for s in c.statements]
    facts = {(n, f.id): f for n, e in enumerate(entries) for f in e.brief.facts["items"]}
    assert sorted(stated) == sorted((n, f.id) for n, e in enumerate(entries) for f in e.brief.facts["items"])
    assert len({c.id for c in dossier.claims}) == len(dossier.claims)
    for claim in dossier.claims:
        for s in claim.statements:
            fact = facts[s.brief, s.fact]
            assert (s.evidence, dict(s.values), s.verdict) == (fact.evidence, dict(fact.values), fact.verdict)
        assert sorted(n for g in claim.sources.groups for n in g.statements) == list(range(len(claim.statements)))
        assert claim.sources.count == len(claim.sources.groups)
    assert merged(entries) == dossier


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("over two dozen kinds", "more than 24 types", "agree"),
        ("over two dozen kinds", "more than 20 types", "compatible"),
        ("dozens of kinds", "more than 20 types", "compatible"),
        ("24", "two dozen", "agree"),
        ("12", "14", "at_odds"),
        ("about 12", "11", "compatible"),
        ("fewer than 10", "12", "at_odds"),
        ("40 tons", "40", "other_measure"),
        ("$5 million", "5 million euros", "other_measure"),
        ("S-300", "12", None),
        ("some", "12", None),
    ],
)
def test_quantities_are_compared_by_what_they_can_mean(one: str, other: str, expected: str | None) -> None:
    """Either way round: the same, in other words, at odds, in another measure, or nothing to compare."""
    assert compared(quantities(one), quantities(other)) == expected
    assert compared(quantities(other), quantities(one)) == expected
    if expected in ("agree", "compatible"):
        assert agree([*quantities(one), *quantities(other)])


def test_brackets_that_end_lines_are_no_agencies() -> None:
    """'(END)' and a body's initials at the end of a line make no two articles one source."""
    values = {"description": "trucks", "quantity": "nine", "quotes": ["Velmora sold Drovia nine trucks"]}
    first = f"The Merrow Sea Council (MSC)\n\n{SALE} (END)\n"
    second = f"Who fears the Merrow Sea Council (MSC)\n\n{SALE} It rained on the harbour. (END)\n"
    (claim,) = merged([entry("a", first, item(**values)), entry("b", second, item(**values))]).claims
    assert claim.sources.count == 2


def test_an_article_that_tells_a_plan_and_a_deed_tells_two() -> None:
    """The nine trucks that are delivered and the nine that are promised are two facts of one article, and two claims."""
    text = "Velmora sold Drovia nine trucks. Velmora would sell Drovia nine trucks.\n"
    values = {"description": "trucks", "quantity": "nine"}
    done = item(**values, quotes=["Velmora sold Drovia nine trucks"])
    planned = item(**{**values, "status": "proposed"}, quotes=["Velmora would sell Drovia nine trucks"])
    assert len(merged([entry("a", text, done, planned)]).claims) == 2


@pytest.mark.parametrize(
    ("what", "beside"),
    [("it sold weapons to Drovia", []), ("it sold torpedoes to Kesh", [True]), ("it sold radars to Kesh", [])],
)
def test_who_is_only_named_beside_a_deal_is_not_in_its_denial(what: str, beside: list[bool]) -> None:
    """A delivery to Kesh is not denied by a denial about Drovia although its quote names Drovia, nor by one about radars."""
    quote = "Velmora sold Drovia nine trucks and Kesh six torpedoes"
    denial = {"denier": "Velmora", "what": what, "quotes": [f"Velmora denied that {what}"]}
    sold = item(description="torpedoes", quantity="six", recipient="Kesh", quotes=[quote])
    dossier = merged([entry("a", f"{quote}. Velmora denied that {what}.\n", sold, denials=[denial])])
    assert [True for c in dossier.claims if c.denials] == beside


def test_three_quantities_agree_only_if_each_two_do() -> None:
    """Of nine, twelve and twelve no number is all of them."""
    assert not agree([q for text in ("nine", "twelve", "twelve") for q in quantities(text)])
