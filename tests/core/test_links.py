"""Who is linked with whom across briefs: by itself, as a suggestion, by decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.names import Side, Story
from summarizer.dossier.decided import LinkDecision, LinkSide, Rulings, mention_side, side_of
from summarizer.dossier.links import entities_of, find_links
from summarizer.dossier.mentions import Directory, mentions_of, names_in_value
from summarizer.dossier.shapes import Entry, Link, Mention
from summarizer.schema import Claim, Copied, Free, Names, Reference, Report, compile_schema, find_schema

TRADE = find_schema("trade_brief")
DEAL = ("Velmora", "Drovia")


def side(
    name: str,
    kind: str = "person",
    *roles: str,
    partners: Sequence[str] = DEAL,
    about: str = "coastal radars",
    told: str = "",
) -> Side:
    return Side(name, kind, roles or ("broker",), tuple(partners), about, told)


def entries(*sides: Side) -> list[Entry]:
    return [Story(s, TRADE).entry(f"{i}.txt") for i, s in enumerate(sides)]


def named(mentions: Iterable[Mention], links: Iterable[Link]) -> dict[frozenset[tuple[int, str]], Link]:
    """Links by the briefs and names of their two ends."""
    known = {m.key: (m.brief, m.name) for m in mentions}
    return {frozenset((known[link.one], known[link.other])): link for link in links}


def link(*sides: Side, decisions: Iterable[LinkDecision] = ()) -> Link | None:
    """The link between the parties that the first two briefs are about."""
    merged = entries(*sides)
    mentions = mentions_of(merged, TRADE)
    return named(mentions, find_links(merged, mentions, TRADE, decisions)).get(
        frozenset(((0, sides[0].name), (1, sides[1].name)))
    )


def decision(
    action: str, one: Side, other: Side, reviewer: str = "anna", at: str = "2026-11-02T08:00:00+00:00"
) -> LinkDecision:
    """What a reviewer decides of the parties of two briefs."""
    both = entries(one, other)
    ends = [
        LinkSide(*mention_side(m, both)[:2], (mention_side(m, both)[2],))
        for m in mentions_of(both, TRADE)
        if m.name in {one.name, other.name}
    ]
    return LinkDecision(action, ends[0], ends[1], reviewer, at)  # type: ignore[arg-type]


ARAM, GRIGOR = side("Aram Grigorychev", "person", "broker", "sanctioned_party"), side(
    "Aram Grigorchyan", "person", "broker", "sanctioned_party", about="eighteen radars"
)  # fmt: skip


def test_the_same_name_in_the_same_role_links_itself() -> None:
    """Identical names of one kind in a common role are the same, with words that say why."""
    found = link(side("Tobin Orvand"), side("TOBIN ORVAND", about="rifles"))
    assert found is not None and found.state == "same" and found.confidence == 1.0
    assert found.reasons[0].startswith("the same name") and "both are broker" in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (side("Tobin Orvand", "person", "broker"), side("Tobin Orvand", "person", "denier")),
        (side("Tobin Orvand", "person"), side("Tobin Orvand", "company", "broker")),
        (side("Orvand"), side("Orvand")),
        (side("Tobin Orvand", told="Bulgarian"), side("Tobin Orvand", told="Brazilian")),
        (side("Тобин Орванд"), side("Tobin Orvand")),
        (side("Georgia", "government", "supplier"), side("Georgia", "government", "supplier")),
    ],
    ids=[
        "other roles",
        "other kinds",
        "a family name alone",
        "of other countries",
        "other scripts",
        "a name of two states",
    ],
)
def test_anything_less_is_a_suggestion(one: Side, other: Side) -> None:
    """Whatever is left to doubt is for a reviewer."""
    found = link(one, other)
    assert found is not None and found.state == "suggested" and found.confidence < 1 and found.reasons


def test_what_speaks_against_a_link_is_told() -> None:
    """A Bulgarian and a Brazilian of one name: the reason against stands with those for it."""
    found = link(side("Tobin Orvand", told="Bulgarian"), side("Tobin Orvand", told="Brazilian"))
    assert found is not None and "but one is told as of Brazil, the other as of Bulgaria" in found.reasons


def test_a_near_spelling_is_suggested_because_of_what_they_do() -> None:
    """Grigorychev and Grigorchyan broker one deal; the same two names apart in all else are nobody's suggestion."""
    found = link(ARAM, GRIGOR)
    assert found is not None and found.state == "suggested"
    assert any(r.startswith("nearly the same spelling") for r in found.reasons)
    assert "both are broker, sanctioned party" in found.reasons
    assert "both stand beside Drovia, Velmora" in found.reasons
    assert link(ARAM, side(GRIGOR.name, partners=("Peru", "Chile"), about="wheat")) is None
    assert link(ARAM, side(GRIGOR.name, "person", "spokesperson")) is None


@pytest.mark.parametrize(
    ("one", "other"), [("John Kirby", "John Kerry"), ("Ri Yong Ho", "Ri Yong Hyo"), ("Kirby", "Kerry")]
)
def test_spelling_alone_links_nobody(one: str, other: str) -> None:
    """Kirby is not Kerry, whatever they speak of, and Ri Yong Ho is not Ri Yong Hyo."""
    assert link(side(one, "person", "spokesperson"), side(other, "person", "spokesperson")) is None


def test_a_short_name_needs_something_in_common() -> None:
    """'Orvand' who brokers the same deal may be Tobin Orvand; one who brokers another is not suggested."""
    assert link(side("Orvand"), side("Tobin Orvand")) is not None
    assert (
        link(side("Orvand"), side("Tobin Orvand", "person", "denier", partners=("Peru", "Chile"), about="wheat"))
        is None
    )


def test_the_ministries_of_two_states() -> None:
    """'Ministry of Defense' is a name of many: told as of two states, it is not even suggested."""
    bodies = [side("Ministry of Defense", "government_body", "spokesperson", told=t) for t in ("Spanish", "Kenyan")]
    assert link(*bodies) is None
    again = link(
        bodies[0], side("Ministry of Defense", "government_body", "spokesperson", told="Spanish", about="rifles")
    )
    assert again is not None and again.state == "suggested"


def test_two_whom_one_article_names_are_two() -> None:
    """A near or shorter spelling is no suggestion where an article has both, and the other name found its own."""
    both = Story(side("Aram Grigorychev", partners=("Aram Grigorchyan", "Drovia")), TRADE)
    next(v for _, _, v in both.told if v.get("name") == "Aram Grigorchyan").update(kind="person", roles=["broker"])
    merged = [both.entry("0.txt"), *entries(side("Aram Grigorychev", partners=("Drovia", "Velmora")))]
    mentions = mentions_of(merged, TRADE)
    links = named(mentions, find_links(merged, mentions, TRADE))
    assert links[frozenset(((0, "Aram Grigorychev"), (1, "Aram Grigorychev")))].state == "same"
    assert not [ends for ends in links if {n for _, n in ends} == {"Aram Grigorychev", "Aram Grigorchyan"}]


def test_a_state_is_one_whatever_it_does() -> None:
    """A state that gives in one article and takes in another links itself, by any of its own names."""
    found = link(side("North Korea", "government", "supplier"), side("DPRK", "government", "recipient"))
    assert found is not None and found.state == "same"


def test_a_decision_holds_for_the_same_names_in_the_same_texts() -> None:
    """Confirmed and rejected links say by whom and when; in another text the two are a suggestion again."""
    confirmed = link(ARAM, GRIGOR, decisions=[decision("confirm", ARAM, GRIGOR)])
    assert confirmed is not None
    assert (confirmed.state, confirmed.by, confirmed.at) == ("confirmed", "anna", "2026-11-02T08:00:00+00:00")
    rejected = link(ARAM, GRIGOR, decisions=[decision("reject", GRIGOR, ARAM)])
    assert rejected is not None and rejected.state == "rejected" and "rejected by anna" in rejected.reasons
    elsewhere = side(GRIGOR.name, "person", "broker", "sanctioned_party", about="more radars")
    again = link(ARAM, elsewhere, decisions=[decision("confirm", ARAM, GRIGOR)])
    assert again is not None and again.state == "suggested"


def test_undo_takes_back_ones_own_last_decision() -> None:
    """After an undo the link is what it was; another reviewer's undo takes back nothing of hers."""
    done = decision("confirm", ARAM, GRIGOR)
    for undone, state in (
        (decision("undo", ARAM, GRIGOR), "suggested"),
        (decision("undo", ARAM, GRIGOR, "ben"), "confirmed"),
    ):
        found = link(ARAM, GRIGOR, decisions=[done, undone])
        assert found is not None and found.state == state


def test_reviewers_at_odds_settle_nothing() -> None:
    """One confirms, one rejects: it stays a suggestion that says so, until one of them thinks better of it."""
    sides = [decision("confirm", ARAM, GRIGOR), decision("reject", ARAM, GRIGOR, "ben")]
    found = link(ARAM, GRIGOR, decisions=sides)
    assert found is not None and found.state == "suggested" and found.by is None
    assert "anna confirmed it; ben rejected it" in found.reasons
    agreed = link(ARAM, GRIGOR, decisions=[*sides, decision("confirm", ARAM, GRIGOR, "ben")])
    assert agreed is not None and agreed.state == "confirmed" and agreed.by == "anna, ben"


def test_what_is_rejected_nothing_joins() -> None:
    """Three of one name: who rejects one pair keeps these two apart, not even the third joins them."""
    three = [side("Tobin Orvand", about=about) for about in ("radars", "rifles", "boats")]
    merged = entries(*three)
    mentions = mentions_of(merged, TRADE)
    ours = {m.key for m in mentions if m.name == "Tobin Orvand"}
    everyone = entities_of(mentions, find_links(merged, mentions, TRADE))
    assert [len(e.mentions) for e in everyone if ours & set(e.mentions)] == [3]
    links = find_links(merged, mentions, TRADE, [decision("reject", three[0], three[1])])
    apart = [e for e in entities_of(mentions, links) if ours & set(e.mentions)]
    assert sorted(len(e.mentions) for e in apart) == [1, 2]
    assert {m.split("/")[0] for e in apart if len(e.mentions) == 2 for m in e.mentions} != {"0", "1"}
    assert len({e.id for e in apart}) == 2


def test_a_decision_about_an_entity_is_about_all_its_texts() -> None:
    """What is decided of a party that two articles name alike is remembered for both."""
    merged = entries(
        side("Tobin Orvand"), side("Tobin Orvand", about="rifles"), side("Drovia", "government", "supplier")
    )
    mentions = mentions_of(merged, TRADE)
    group = [m for m in mentions if m.name == "Tobin Orvand"]
    told = side_of(group[0], mentions, merged)
    assert told.name == "tobin orvand" and told.kind == "person"
    assert set(told.texts) == {merged[m.brief].brief.article.sha256 for m in group}


def test_who_is_only_referred_to_is_a_mention_of_its_own() -> None:
    """A recipient that is no actor has a key with its name; a surname that means an actor is one of his names."""
    made = Story(side("Tobin Orvand", "person", "spokesperson"), TRADE)
    made.told[-1][2].update(attributed_to="Orvand", recipient=["Kesh", "Tarn"])
    mentions = mentions_of([made.entry("a.txt")], TRADE)
    directory = Directory(mentions)
    orvand, kesh = directory.find(0, "ORVAND"), directory.find(0, "Kesh")
    assert orvand is not None and orvand.name == "Tobin Orvand" and "Orvand" in orvand.aliases
    assert kesh is not None and (kesh.key, kesh.fact, kesh.kind, kesh.roles) == ("0/@Kesh", None, None, ("recipient",))
    assert directory.find(0, "Nobody") is None and directory.find(1, "Kesh") is None


def test_a_name_that_two_may_bear_means_neither() -> None:
    """'Orvand' beside Tobin and Marta Orvand is nobody's for sure: a mention of its own."""
    made = Story(side("Tobin Orvand", "person", "spokesperson", partners=("Marta Orvand", "Drovia")), TRADE)
    made.told[-1][2].update(attributed_to="Orvand")
    assert Directory(mentions_of([made.entry("a.txt")], TRADE)).find(0, "Orvand").key == "0/@Orvand"  # type: ignore[union-attr]


def test_names_of_a_value() -> None:
    """One name, a list, several parted by semicolons, nothing, and nonsense."""
    assert names_in_value("Iran; Sudan") == ["Iran", "Sudan"]
    assert names_in_value(["Iran", "Iran", " Sudan "]) == ["Iran", "Sudan"]
    assert names_in_value(None) == names_in_value(3) == names_in_value("  ") == []


class Vessel(Claim):
    """A ship that the article names."""

    name: Annotated[str, Copied("Its name.", name=True)]


class Voyage(Claim):
    """A voyage."""

    ship: Annotated[Names, Reference("Which ship.")]
    cargo: Annotated[str | None, Free("What it carries.")] = None


class Voyages(Report):
    """Ships and voyages: a schema without roles and sorts."""

    schema_id = "voyages/1"
    vessels: list[Vessel] = []
    voyages: list[Voyage] = []


def test_a_users_schema_links_too() -> None:
    """Roles and sorts that a schema lacks are nothing against a link."""
    from summarizer.brief import Brief
    from tests.reviewing import brief

    schema = compile_schema(Voyages)
    base = brief().model_dump()
    merged = []
    for text in ("a", "b"):
        data = {**base, "schema_id": "voyages/1", "article": {**base["article"], "sha256": text * 64}}
        facts = {
            "vessels": [{"kind": "vessels", "id": "vessels-1", "values": {"name": "Sea Heron"}, "evidence": []}],
            "voyages": [
                {"kind": "voyages", "id": "voyages-1", "values": {"ship": "Sea Heron", "cargo": "coal"}, "evidence": []}
            ],
        }
        merged.append(Entry(Brief.model_validate({**data, "facts": facts}), text))
    mentions = mentions_of(merged, schema)
    assert [(m.key, m.kind, m.roles) for m in mentions] == [("0/vessels-1", None, ()), ("1/vessels-1", None, ())]
    assert [found.state for found in find_links(merged, mentions, schema)] == ["same"]


def test_entities_have_all_names_and_the_fullest() -> None:
    """An entity is called by its fullest name, and says which brief writes it how."""
    decided = [decision("confirm", side("Orvand"), side("Tobin Orvand"))]
    merged = entries(side("Orvand"), side("Tobin Orvand"))
    mentions = mentions_of(merged, TRADE)
    found = next(
        e for e in entities_of(mentions, find_links(merged, mentions, TRADE, decided)) if e.name == "Tobin Orvand"
    )
    assert [(n.name, n.briefs) for n in found.names] == [("Orvand", (0,)), ("Tobin Orvand", (1,))]
    assert (found.kind, found.roles, len(found.mentions)) == ("person", ("broker",), 2)


NAMES = st.sampled_from(
    "Tobin Orvand|Orvand|T. Orvand|Тобин Орванд|Marta Orvand|Aram Grigorychev|Aram Grigorchyan|Aram Grigorychev Jr."
    "|North Korea|DPRK|Pyongyang|Georgia|Skerry Lines|Skerry Lines Ltd.|Ministry of Defense|the rebels".split("|")
)
SIDES = st.builds(
    lambda name, kind, role, partners, about: side(name, kind, role, partners=partners, about=about),
    NAMES,
    st.sampled_from(["person", "company", "government"]),
    st.sampled_from(["broker", "spokesperson", "supplier", "sanctioned_party"]),
    st.sampled_from([DEAL, ("Drovia", "Tobin Orvand"), ("Peru", "Chile")]),
    st.sampled_from(["coastal radars", "wheat"]),
)
Ends = frozenset[tuple[str, str]]


def told(
    merged: Sequence[Entry], decisions: Sequence[LinkDecision]
) -> tuple[list[tuple[Ends, str, float, tuple[str, ...]]], list[str]]:
    """Links and entities, said without the numbers of the briefs."""
    mentions = mentions_of(merged, TRADE)
    links = find_links(merged, mentions, TRADE, decisions)
    known = {m.key: (merged[m.brief].name, m.fact or m.name) for m in mentions}
    ends = [(frozenset((known[k.one], known[k.other])), k.state, k.confidence, k.reasons) for k in links]
    return sorted(ends, key=repr), sorted(e.id for e in entities_of(mentions, links))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(SIDES, min_size=2, max_size=5, unique_by=lambda s: (s.name, s.kind, s.roles, s.partners, s.about)),
    st.data(),
)
def test_the_order_of_the_briefs_changes_nothing(sides: list[Side], data: st.DataObject) -> None:
    """Links, reasons and entities are the same in any order, with decisions or without."""
    merged = entries(*sides)
    decided = (
        [decision(data.draw(st.sampled_from(["confirm", "reject"])), sides[0], sides[1])]
        if data.draw(st.booleans()) and sides[0].name != sides[1].name
        else []
    )
    assert told(merged, decided) == told(data.draw(st.permutations(merged)), decided)


@settings(max_examples=40, deadline=None)
@given(st.lists(SIDES, min_size=1, max_size=5))
def test_every_mention_is_in_one_entity(sides: list[Side]) -> None:
    """Entities part the mentions; no link is from a mention to itself, or twice."""
    merged = entries(*sides)
    mentions = mentions_of(merged, TRADE)
    links = find_links(merged, mentions, TRADE)
    assert sorted(k for e in entities_of(mentions, links) for k in e.mentions) == sorted(m.key for m in mentions)
    ends = [frozenset((k.one, k.other)) for k in links]
    assert all(len(e) == 2 for e in ends) and len(set(ends)) == len(ends)
    assert all(0 <= k.confidence <= 1 and k.reasons for k in links)


def test_a_pair_of_one_text_is_no_pair() -> None:
    """A decision whose two sides are the same name in the same text is about nothing."""
    same = LinkSide("orvand", "person", ("a",))
    assert not Rulings([LinkDecision("reject", same, same, "anna", "2026-11-02T08:00:00+00:00")]).pairs()
