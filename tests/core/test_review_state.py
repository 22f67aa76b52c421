"""Decisions folded into a review: every action, several reviewers, undo and redo, and whatever the next run brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.brief import Fact
from summarizer.review import Decision, Target, review_of
from summarizer.review.decisions import line_keys, same_values
from summarizer.review.slots import Review
from tests.reviewing import BOATS, LINE, RADARS, TRADE, Reviewers, actor, boats, brief, radars, sanction

A, B, S = boats(), radars(), sanction()


@pytest.fixture
def people() -> Reviewers:
    """Reviewers of a brief with boats, radars, a sanction and a line in its ledger."""
    return Reviewers(brief(A, B, S, ledger=[LINE]))


def slots(review: Review) -> list[tuple[str, str, bool, object]]:
    """What a review comes to, without its times."""
    return [(s.key, s.state, s.standing, dict(s.fact.values)) for s in review.slots]


def standing(review: Review) -> list[Fact]:
    return [s.fact for s in review.slots if s.standing]


# One reviewer.


def test_nothing_decided(people: Reviewers) -> None:
    """Before anybody decides, every fact of the run is open and every line, too."""
    review = people.review
    assert [s.key for s in review.slots] == [f.id for f in people.brief.all_facts()]
    assert {s.state for s in review.slots} == {"open"} and all(s.standing and s.run is not None for s in review.slots)
    assert [s.state for s in review.lines] == ["open"] and review.finished is None and review.head == 0


def test_accept(people: Reviewers) -> None:
    """An accepted fact says who accepted it and when, and what the run gave it."""
    people.accept("anna", A.id)
    told = people.slot(A.id).fact.review
    assert told is not None and told.decision == "accepted" and told.by == ("anna",)
    assert told.at == people.decisions[0].at and told.was is None and told.in_run
    assert people.state(B.id) == "open" and people.review.decided == 1 and people.review.head == 1


def test_reject(people: Reviewers) -> None:
    """What is rejected is still shown, with its reason, but stands in no reviewed brief."""
    people.reject("anna", A.id, "they were tugs")
    slot = people.slot(A.id)
    assert (
        slot.state == "rejected"
        and not slot.standing
        and slot.fact.review
        and slot.fact.review.reason == "they were tugs"
    )
    assert A.id in {f.id for f in people.review.shown(TRADE)["items"]}
    assert A.id not in {f.id for f in people.review.standing(TRADE)["items"]}


@pytest.mark.parametrize(
    ("result", "decision"),
    [
        (boats(status="proposed"), "corrected"),
        (A.model_copy(update={"evidence": (*A.evidence, *B.evidence)}), "corrected"),
        (actor("Velmora", BOATS), "moved"),
        (A, "accepted"),
    ],
)
def test_revise(people: Reviewers, result: Fact, decision: str) -> None:
    """Other values or other words are a correction, another kind is a move, and both say what the run had said."""
    people.revise("anna", A.id, result)
    slot = people.slot(A.id)
    assert slot.state == decision and slot.fact.evidence == result.evidence and slot.fact.values == result.values
    assert slot.fact.review is not None
    changed = not same_values(A, result)
    assert slot.fact.review.was == ({"kind": "items", "values": dict(A.values)} if changed else None)
    assert slot.run == A


def test_add_and_revise_what_was_added(people: Reviewers) -> None:
    """What was added stands although the run lacks it, stays 'added' when it is corrected, and goes when it is rejected."""
    extra = actor("Brassland", RADARS)
    people.add("anna", extra)
    assert people.state(extra.id) == "added" and people.slot(extra.id).run is None
    better = actor("Brassland", RADARS, "company")
    people.revise("anna", extra.id, better)
    slot = people.slot(extra.id)
    assert slot.state == "added" and slot.fact.values["kind"] == "company" and len(people.review.slots) == 4
    assert slot.fact.review is not None and slot.fact.review.was is None and not slot.fact.review.in_run
    people.reject("anna", extra.id)
    assert people.state(extra.id) == "rejected" and not people.slot(extra.id).standing


def test_merge_and_coming_apart(people: Reviewers) -> None:
    """Of merged facts one stands with all words, the other is part of it; reopened, both are as they were."""
    before = slots(people.review)
    people.merge("anna", A.id, B.id)
    one, other = people.slot(A.id), people.slot(B.id)
    assert one.state == "merged" and {e.quote for e in one.fact.evidence} == {BOATS, RADARS}
    assert not other.standing and other.into == A.id and other.fact.review is not None
    assert other.fact.review.reason == "one fact with: patrol boats"
    people.reopen("anna", A.id, B.id)
    assert slots(people.review) == before


def test_merged_then_corrected_is_a_correction(people: Reviewers) -> None:
    """A merge that was taken back leaves no label behind: what is corrected afterwards is corrected."""
    people.merge("anna", A.id, B.id)
    people.reopen("anna", A.id, B.id)
    people.revise("anna", A.id, boats(status="proposed"))
    assert people.state(A.id) == "corrected" and people.state(B.id) == "open"


def test_lines(people: Reviewers) -> None:
    """A line is restored or dismissed, by whom it says, and reopened; a fact that was made of it stands by itself."""
    (key,) = line_keys(people.brief.ledger)
    made = actor("Tobin Orvand", "Tobin Orvand denied the accusation", "person")
    people.decide("dismiss", "bea", Target(key, line=LINE))
    assert [(s.state, s.by) for s in people.review.lines] == [("dismissed", ("bea",))]
    people.decide("restore", "anna", Target(key, line=LINE), result=made)
    assert [(s.state, s.by) for s in people.review.lines] == [("restored", ("anna",))]
    assert people.state(made.id) == "restored"
    people.undo("anna")
    assert [s.state for s in people.review.lines] == ["dismissed"] and people.review.slot(made.id) is None
    people.decide("reopen", "bea", Target(key, line=LINE))
    assert [s.state for s in people.review.lines] == ["open"]


def test_line_keys_are_of_what_was_dropped() -> None:
    """Lines keep their keys when others come before them or their place in the reply changes; twins are told apart."""
    other = LINE.model_copy(update={"value": "denial: somebody"})
    moved = LINE.model_copy(update={"path": "denials/7/what", "hint": "elsewhere", "attempt": 2})
    (key,) = line_keys([LINE])
    assert line_keys([other, moved])[1] == key
    assert line_keys([LINE, LINE]) == [key, f"{key}-2"] and line_keys([other])[0] != key


def test_notes(people: Reviewers) -> None:
    """Notes stand beside a fact, a line or the brief, and decide nothing."""
    (key,) = line_keys(people.brief.ledger)
    people.decide("note", "anna", people.target(A.id), reason="see page 2")
    people.decide("note", "bea", Target(key, line=LINE), reason="why?")
    people.decide("note", "bea", reason="a good article")
    told = people.slot(A.id).fact.review
    assert (
        told is not None
        and told.decision == "open"
        and [(n.by, n.text) for n in told.notes] == [("anna", "see page 2")]
    )
    assert [n.text for n in people.review.lines[0].notes] == ["why?"] and people.review.lines[0].state == "open"
    assert [n.text for n in people.review.notes] == ["a good article"]


def test_finish(people: Reviewers) -> None:
    """A brief is finished while nothing is open or in conflict: whoever opens something takes it back."""
    people.accept("anna", A.id, B.id, S.id)
    assert people.review.finished is None
    people.decide("finish", "bea")
    assert people.review.finished == ("bea", people.decisions[-1].at)
    people.reopen("anna", A.id)
    assert people.review.finished is None
    people.accept("anna", A.id)
    assert people.review.finished is not None
    people.undo("bea")
    assert people.review.finished is None


# Undo and redo.


def test_undo_goes_step_by_step(people: Reviewers) -> None:
    """Undo takes back the last step whole, redo brings it again, and a new decision ends what could be redone."""
    people.accept("anna", A.id, B.id)
    people.reject("anna", S.id)
    people.undo("anna")
    assert [people.state(k) for k in (A.id, B.id, S.id)] == ["accepted", "accepted", "open"]
    people.undo("anna")
    assert people.review.count("open") == 3 and "anna" not in people.review.undoable
    people.redo("anna")
    assert [people.state(k) for k in (A.id, B.id, S.id)] == ["accepted", "accepted", "open"]
    people.redo("anna")
    assert people.state(S.id) == "rejected" and "anna" not in people.review.redoable
    people.undo("anna")
    people.accept("anna", S.id)
    assert "anna" not in people.review.redoable


def test_undo_is_everybodys_own(people: Reviewers) -> None:
    """Nobody undoes what somebody else decided, however late that was."""
    people.accept("anna", A.id)
    people.reject("bea", B.id)
    people.undo("anna")
    assert people.state(A.id) == "open" and people.state(B.id) == "rejected"
    people.undo("anna")  # there is nothing left of hers
    assert len(people.decisions) == 3 and people.state(B.id) == "rejected"


# Several reviewers.


def test_agreement(people: Reviewers) -> None:
    """Reviewers who decide the same stand together, whatever they came from."""
    people.accept("anna", A.id)
    people.accept("bea", A.id)
    told = people.slot(A.id).fact.review
    assert told is not None and told.decision == "accepted" and told.by == ("anna", "bea")
    people.reject("anna", B.id, "never sold")
    people.reject("bea", B.id, "no")
    assert people.state(B.id) == "rejected"


def test_conflict_and_settlement(people: Reviewers) -> None:
    """Reviewers at odds are a conflict with every side, in which the fact stands as the run has it, until it is settled."""
    people.accept("anna", A.id)
    people.revise("bea", A.id, boats(status="proposed"))
    people.reject("cleo", A.id, "tugs")
    slot = people.slot(A.id)
    assert slot.state == "conflict" and slot.standing and slot.fact.values == A.values
    assert slot.fact.review is not None
    assert [(o.by, o.decision, o.reason) for o in slot.fact.review.outcomes] == [
        ("anna", "accepted", None),
        ("bea", "corrected", None),
        ("cleo", "rejected", "tugs"),
    ]
    assert [o.values and o.values["status"] for o in slot.fact.review.outcomes] == ["delivered", "proposed", None]
    people.settle("anna", A.id, "bea")
    assert people.state(A.id) == "corrected" and people.slot(A.id).fact.values["status"] == "proposed"
    people.undo("anna")
    assert people.state(A.id) == "conflict"
    people.settle("anna", A.id, "cleo")
    assert people.state(A.id) == "rejected"
    people.accept("bea", A.id)  # after the settlement: at odds again
    assert people.state(A.id) == "conflict"


def test_merge_against_merge(people: Reviewers) -> None:
    """Two who merge the same facts the other way round are at odds about both."""
    people.merge("anna", A.id, B.id)
    people.merge("bea", B.id, A.id)
    assert people.state(A.id) == people.state(B.id) == "conflict"
    people.settle("bea", A.id, "anna")
    people.settle("bea", B.id, "anna")
    assert people.state(A.id) == "merged" and people.slot(B.id).into == A.id


# After another run.


def after(people: Reviewers, *facts: Fact) -> Reviewers:
    """The same people and decisions, and another run's facts."""
    later = Reviewers(brief(*facts, ledger=people.brief.ledger))
    later.decisions = list(people.decisions)
    return later


def test_the_same_facts_keep_their_decisions(people: Reviewers) -> None:
    """A run that finds the same again changes nothing."""
    people.accept("anna", A.id)
    people.reject("bea", B.id)
    people.revise("anna", S.id, sanction(status="in_force"))
    before = slots(people.review)
    assert slots(after(people, A, B, S).review) == before


def test_other_ids_same_facts(people: Reviewers) -> None:
    """A fact whose words the next run quotes at other length is known by its values and its place."""
    people.accept("anna", B.id)
    people.reject("anna", A.id)
    shorter = radars("Brassland delivered radars to Drovia")
    assert shorter.id != B.id
    later = after(people, A, shorter, S)
    assert later.state(shorter.id) == "accepted" and later.review.slot(B.id) is None
    assert later.state(A.id) == "rejected" and len(later.review.slots) == 3


def test_same_values_elsewhere_are_another_fact(people: Reviewers) -> None:
    """What says the same from other words is not what was decided about."""
    people.reject("anna", B.id)
    elsewhere = radars("The Navy Ministry said Brassland had delivered radars before")
    assert after(people, A, elsewhere, S).state(elsewhere.id) == "open"


def test_other_values_are_a_conflict_with_the_run(people: Reviewers) -> None:
    """Where the run says something else now than was decided about, nothing is overwritten: both sides are shown."""
    people.accept("anna", A.id)
    changed = boats(quantity="twelve more")
    assert changed.id == A.id
    later = after(people, changed, B, S)
    slot = later.slot(A.id)
    assert slot.state == "conflict" and slot.fact.review is not None
    assert [(o.by, o.values and o.values["quantity"]) for o in slot.fact.review.outcomes] == [
        ("anna", "twelve"),
        ("", "twelve more"),
    ]
    later.settle("anna", A.id)
    assert later.state(A.id) == "accepted" and later.slot(A.id).fact.values["quantity"] == "twelve more"
    assert after(later, changed, B, S).state(A.id) == "accepted"
    assert after(later, A, B, S).state(A.id) == "conflict"  # the first run's word comes back: at odds again


def test_other_values_in_other_words_are_a_conflict_too(people: Reviewers) -> None:
    """A fact that has other words and other values now is known by its main value and its place."""
    people.accept("anna", B.id)
    changed = radars("Brassland delivered radars to Drovia", status="ongoing")
    later = after(people, A, changed, S)
    assert later.state(changed.id) == "conflict" and len(later.review.slots) == 3
    later.settle("bea", changed.id, "anna")
    assert later.slot(changed.id).fact.values["status"] == "delivered" and len(later.review.slots) == 3
    later.reject("cleo", changed.id)  # once more by the new id: still one fact
    assert later.state(changed.id) == "conflict" and len(later.review.slots) == 3
    gone = after(later, A, S).review
    assert [s.state for s in gone.slots] == ["open", "open", "conflict"] and gone.slots[-1].run is None
    back = after(later, A, B, S)
    assert back.state(B.id) == "conflict" and len(back.review.slots) == 3


def test_two_facts_and_one_that_is_like_both() -> None:
    """Where the run has one fact now that is like two others, neither decision takes it for its own at the other's cost."""
    two = [radars(recipient=name, status="proposed") for name in ("Drovia", "Kesh")]
    people = Reviewers(brief(*two))
    people.accept("anna", two[0].id, f"{two[0].id}-2")
    other = radars("Brassland delivered radars to Drovia")
    review = after(people, other).review
    said = [o.values for s in review.slots if s.fact.review for o in s.fact.review.outcomes if o.by == "anna"]
    said += [s.fact.values for s in review.slots if s.state == "accepted"]
    assert sorted(str(v and v["recipient"]) for v in said) == ["Drovia", "Kesh"]


def test_a_settlement_for_a_merge_ends_with_it(people: Reviewers) -> None:
    """Who settled for a merge that is undone then has settled nothing: what she decided before holds again."""
    people.merge("anna", A.id, B.id)
    people.accept("bea", B.id)
    people.settle("bea", B.id, "anna")
    assert people.slot(B.id).into == A.id
    people.undo("anna")
    assert people.state(A.id) == "open" and people.state(B.id) == "accepted" and people.slot(B.id).standing


def test_the_run_comes_round(people: Reviewers) -> None:
    """A run that now says what people corrected it to is no conflict, and nothing was corrected in it."""
    better = boats(status="proposed")
    people.revise("anna", A.id, better)
    later = after(people, better, B, S)
    told = later.slot(A.id).fact.review
    assert told is not None and told.decision == "accepted" and told.was is None


def test_an_accepted_fact_stays_without_its_run(people: Reviewers) -> None:
    """What people accepted stays when a run misses it, marked as not the run's; what they rejected goes with it."""
    people.accept("anna", A.id)
    people.reject("anna", B.id)
    later = after(people, S)
    told = later.slot(A.id).fact.review
    assert told is not None and told.decision == "accepted" and not told.in_run and later.slot(A.id).standing
    assert later.review.slot(B.id) is None


def test_an_added_fact_that_the_run_finds_is_one_fact(people: Reviewers) -> None:
    """What was added by hand and is found by the next run stands once, and is the run's now."""
    extra = actor("Brassland", "The Navy Ministry said Brassland had delivered radars", "company")
    people.add("anna", extra)
    found = actor("Brassland", "Brassland had delivered radars before", "company")
    later = after(people, A, B, S, found)
    assert later.state(found.id) == "accepted" and len(later.review.slots) == 4
    assert later.slot(found.id).run == found


def test_an_added_fact_beside_an_open_one_of_its_name(people: Reviewers) -> None:
    """'Twelve boats to Drovia, and twelve more to Kesh': what is added of the same words is a fact of its own, and the run's stays open."""
    extra = boats(recipient="Kesh").model_copy(update={"id": "more"})
    people.add("anna", extra)
    assert people.state("more") == "added" and people.state(A.id) == "open" and len(people.review.slots) == 4
    people.accept("anna", A.id)
    assert people.state("more") == "added" and people.state(A.id) == "accepted"


def test_what_two_people_added_is_one_fact(people: Reviewers) -> None:
    """The same fact, added by two from words that overlap, stands once, and once when the run finds it, too."""
    for who, words in (("anna", "Ministry said Brassland had"), ("bea", "Brassland had delivered radars")):
        people.add(who, actor("Brassland", words))
    (added,) = (s for s in people.review.slots if s.state == "added")
    assert added.fact.review is not None and added.fact.review.by == ("anna", "bea")
    found = actor("Brassland", "said Brassland had delivered radars before")
    later = after(people, A, B, S, found)
    assert later.state(found.id) == "accepted" and len(later.review.slots) == 4


def test_the_run_comes_round_in_other_words(people: Reviewers) -> None:
    """A run that says what people corrected a fact to, from other words and under another id, has that fact."""
    people.revise("anna", B.id, radars(description="radars before"))
    found = radars("Brassland delivered radars", description="radars before")
    later = after(people, A, found, S)
    assert later.state(found.id) == "accepted" and len(later.review.slots) == 3


def test_one_id_and_two_that_are_like_it(people: Reviewers) -> None:
    """Where several facts are like the one that was decided about, the one with its id is at odds with it."""
    people.accept("anna", A.id)
    later = after(people, boats(recipient="Kesh"), boats(recipient="Tarn"), B, S)
    assert [s.state for s in later.review.slots if s.run] == ["conflict", "open", "open", "open"]
    assert len(later.review.slots) == 4


def test_a_correction_to_what_another_says_hides_nothing() -> None:
    """Who corrects one fact to what another one says has not decided about that one: nobody's decision covers another."""
    three = [boats(), boats(recipient="Kesh"), boats(status="proposed")]
    people = Reviewers(brief(*three))
    people.accept("anna", *(s.key for s in people.review.slots))
    people = after(people)
    third = people.review.slots[2].key
    people.revise("bea", third, three[0])
    people.accept("bea", third)
    for run in ((), three[:1], three[1:]):
        review = after(people, *run).review
        sides = [o.values for s in review.slots if s.fact.review for o in s.fact.review.outcomes if o.by == "anna"]
        sides += [s.fact.values for s in review.slots if s.state == "accepted"]
        assert sorted((str(v and v["recipient"]), str(v and v["status"])) for v in sides) == [
            ("Drovia", "delivered"),
            ("Drovia", "proposed"),
            ("Kesh", "delivered"),
        ]


def test_a_merged_fact_stays_merged(people: Reviewers) -> None:
    """Facts that were merged are one after a run that lacks the first of them, too."""
    people.merge("anna", A.id, B.id)
    later = after(people, B, S)
    assert later.slot(B.id).into == A.id and later.state(A.id) == "merged"
    assert [f.values["description"] for f in later.review.standing(TRADE)["items"]] == ["patrol boats"]


def test_ids_that_change_hands() -> None:
    """Of two facts with one main value and the same words the second has a number; found alone it has none, and each
    decision stays with the fact that it was about."""
    drovia, kesh = boats(), boats(recipient="Kesh", quantity=None)
    people = Reviewers(brief(drovia, kesh))
    second = f"{drovia.id}-2"
    people.accept("anna", drovia.id)
    people.reject("anna", second)
    people.accept("bea", drovia.id)
    later = after(people, kesh)  # its id is the first one's now
    rejected, accepted = later.review.slots
    assert rejected.run is not None and rejected.state == "rejected" and rejected.fact.values["recipient"] == "Kesh"
    assert accepted.run is None and accepted.state == "accepted" and accepted.fact.values["recipient"] == "Drovia"
    assert accepted.fact.review is not None and accepted.fact.review.by == ("anna", "bea")
    assert accepted.key != rejected.key
    later.reject("anna", accepted.key)
    assert later.state(accepted.key) == "conflict"
    assert [s.state for s in after(later, drovia, kesh).review.slots] == ["conflict", "rejected"]


def test_twins_of_a_foreign_brief_are_both_there() -> None:
    """Two facts of one id, as no run makes them, are two slots."""
    made = brief(A, B)
    twins = made.model_copy(update={"facts": {**made.facts, "items": (A, B.model_copy(update={"id": A.id}))}})
    review = review_of(twins, TRADE, [])
    assert [s.fact.values["description"] for s in review.slots] == ["patrol boats", "radars"]
    ids = [f.id for f in review.standing(TRADE)["items"]]
    assert len(set(ids)) == 2


def test_ids_of_reviewed_briefs_are_apart() -> None:
    """Facts that came to have one id get numbers that no other fact has; the run's keep theirs."""
    first, second = boats(), boats(recipient="Kesh")
    people = Reviewers(brief(first, second))
    people.add(
        "anna", first.model_copy(update={"id": f"{first.id}-3", "values": {**first.values, "status": "alleged"}})
    )
    people.revise("anna", f"{first.id}-3", boats(status="attempted"))  # gets the id of the first one
    ids = [f.id for f in people.review.standing(TRADE)["items"]]
    assert len(ids) == len(set(ids)) == 3 and {first.id, f"{first.id}-2"} <= set(ids)


def test_the_runs_facts_keep_their_ids() -> None:
    """A fact that comes by another one's id takes a number, also where it stands before it."""
    people = Reviewers(brief(A, B))
    people.revise("anna", A.id, radars(status="alleged"))
    assert [(f.id, f.values["status"]) for f in people.review.standing(TRADE)["items"]] == [
        (B.id, "delivered"),
        (f"{B.id}-2", "alleged"),
    ]


# Whatever happens.

POOL: Sequence[Fact] = (
    *(
        made(status=status, recipient=recipient)
        for made in (boats, radars)
        for status in ("delivered", "proposed")
        for recipient in ("Drovia", "Kesh")
    ),
    radars("Brassland delivered radars to Drovia"),
    sanction(),
    actor("Velmora", BOATS),
)
RUNS = st.lists(st.sampled_from(range(len(POOL))), max_size=5, unique=True).map(
    lambda chosen: [POOL[n] for n in chosen]
)
ACTIONS = ("accept", "reject", "revise", "merge", "add", "reopen", "settle", "note", "finish", "undo", "redo")
STEPS = st.lists(
    st.tuples(st.sampled_from(("anna", "bea")), st.sampled_from(ACTIONS), st.integers(0, 7), st.sampled_from(POOL)),
    max_size=12,
)


def act(people: Reviewers, who: str, action: str, n: int, other: Fact) -> None:
    """One action, as far as it is possible now."""
    found = people.review.slots
    slot = found[n % len(found)] if found else None
    if action == "add":
        people.add(who, other)
    elif action in ("undo", "redo"):
        getattr(people, action)(who)
    elif action == "finish":
        people.decide("finish", who)
    elif slot is None:
        return
    elif action == "note":
        people.decide("note", who, people.target(slot.key), reason="hm")
    elif action == "revise":
        people.revise(who, slot.key, other)
    elif action == "merge":
        mate = next((s for s in found if s.key != slot.key and s.fact.kind == slot.fact.kind), None)
        if mate is not None:
            people.merge(who, slot.key, mate.key)
    elif action == "settle":
        if slot.state == "conflict":
            people.settle(who, slot.key, slot.heads[0].reviewer)
    else:
        getattr(people, action)(who, slot.key)


def sound(review: Review) -> None:
    """What must hold of every review."""
    keys = [s.key for s in review.slots]
    assert len(keys) == len(set(keys))
    ids = [f.id for facts in review.standing(TRADE).values() for f in facts]
    assert len(ids) == len(set(ids)) == sum(s.standing for s in review.slots)
    for slot in review.slots:
        told = slot.fact.review
        assert told is not None and bool(told.by) == (told.decision != "open") == (told.at is not None)
        assert (told.decision == "conflict") == bool(told.outcomes) and told.in_run == (slot.run is not None)
        assert len({d.reviewer for d in slot.heads}) == len(slot.heads)


@given(RUNS, STEPS, RUNS)
@settings(max_examples=120, deadline=None)
def test_any_sequence_folds(run: list[Fact], steps: list[tuple[str, str, int, Fact]], later: list[Fact]) -> None:
    """Whatever two reviewers do, and whatever the next run finds, it folds, keeps every fact of the run, and is a function of the log."""
    people = Reviewers(brief(*run))
    for who, action, n, other in steps:
        act(people, who, action, n, other)
        sound(people.review)
        assert slots(people.review) == slots(review_of(people.brief, TRADE, list(people.decisions)))
    for facts in (run, later):
        review = after(people, *facts).review
        sound(review)
        assert [s.run for s in review.slots if s.run is not None] == list(after(people, *facts).brief.all_facts())


@given(RUNS, STEPS, st.data())
@settings(max_examples=120, deadline=None)
def test_undo_gives_what_was_before(
    run: list[Fact], steps: list[tuple[str, str, int, Fact]], data: st.DataObject
) -> None:
    """A step that is undone leaves the review as it was, and redone as it became."""
    people = Reviewers(brief(*run))
    for who, action, n, other in steps:
        act(people, who, action, n, other)
    who = data.draw(st.sampled_from(("anna", "bea")))
    before, decisions = slots(people.review), len(people.decisions)
    act(
        people,
        who,
        data.draw(st.sampled_from(ACTIONS[:-2])),
        data.draw(st.integers(0, 7)),
        data.draw(st.sampled_from(POOL)),
    )
    if len(people.decisions) == decisions:
        return
    done = slots(people.review)
    people.undo(who)
    assert slots(people.review) == before
    people.redo(who)
    assert slots(people.review) == done


BEA = st.lists(
    st.tuples(
        st.sampled_from([a for a in ACTIONS if a not in ("settle", "merge")]),
        st.integers(0, 7),
        st.sampled_from(POOL),
    ),
    max_size=3,
)


@given(RUNS, st.sets(st.integers(0, 4)), st.lists(st.tuples(RUNS, BEA), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_accepted_fact_is_lost(
    run: list[Fact], chosen: set[int], runs: list[tuple[list[Fact], list[tuple[str, int, Fact]]]]
) -> None:
    """Whatever runs follow, and whatever somebody else decides of them, what was accepted stands, or is a side of a conflict."""
    people = Reviewers(brief(*run))
    facts = [f for n, f in enumerate(people.brief.all_facts()) if n in chosen]
    people.accept("anna", *(f.id for f in facts))
    for later, acts in runs:
        people = after(people, *later)
        for action, n, other in [("note", 0, A), *acts]:
            act(people, "bea", action, n, other)
            sound(people.review)
            for fact in facts:
                assert any(_has(s.fact, fact) for s in people.review.slots if s.standing), fact


def _has(found: Fact, accepted: Fact) -> bool:
    assert found.review is not None
    if found.review.decision == "conflict":
        return any(o.by == "anna" and same_values(_as(accepted, o.values), accepted) for o in found.review.outcomes)
    return same_values(found, accepted) and "anna" in found.review.by


def _as(fact: Fact, values: Mapping[str, Any] | None) -> Fact:
    return fact.model_copy(update={"values": values or {}})


def test_decisions_come_back_from_their_bodies() -> None:
    """A decision's body holds facts and lines whole, without their reviews."""
    people = Reviewers(brief(A, B, ledger=[LINE]))
    people.accept("anna", A.id)
    (key,) = line_keys([LINE])
    made = Decision.read_body(
        people.decide(
            "restore", "anna", people.target(A.id), Target(key, line=LINE), result=people.slot(A.id).fact
        ).body()
    )
    assert made == ((Target(A.id, fact=A), Target(key, line=LINE)), A)
