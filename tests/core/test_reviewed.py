"""Briefs and gold as people have reviewed them: valid, complete, and with every word of the run and of the reviewers."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from summarizer.brief import Brief, Fact, FactReview, LedgerLine, fact_from_dict
from summarizer.evaluate import evaluate
from summarizer.evaluate.gold import read_gold
from summarizer.export.view import MEANINGS
from summarizer.review import Sheet, Target
from summarizer.review.decisions import line_keys
from summarizer.review.reviewed import gold_of, reviewed_brief, why_no_gold
from summarizer.schema.json_schema import DECISIONS, brief_schema, generic_brief_schema
from summarizer.validation import validate
from tests.core.test_review_state import RUNS, STEPS, act
from tests.reviewing import ARTICLE, BOATS, LINE, RADARS, TRADE, Reviewers, actor, boats, brief, radars, sanction

A, B, S = boats(), radars(), sanction()
OTHER = LedgerLine(path="items/4", code="no_quote", value="tugs", hint="near here")


@pytest.fixture
def people() -> Reviewers:
    """Reviewers of a brief with boats, radars, a sanction and two lines in its ledger."""
    return Reviewers(brief(A, B, S, ledger=[LINE, OTHER]))


def sheet(people: Reviewers, *, text: bool = True) -> Sheet:
    """What lies on the desk."""
    article = ARTICLE if text else None
    why = None if text else "it was thrown away"
    return Sheet("story", Path("story.json"), people.brief, TRADE, article, why, tuple(people.decisions))


def reviewed(people: Reviewers) -> Brief:
    """The reviewed brief, which must keep the contract and be read again as it is."""
    made = reviewed_brief(sheet(people))
    data = json.loads(made.to_json())
    assert validate(data, ARTICLE) == [] and validate(data, ARTICLE, TRADE) == []
    assert Brief.from_dict(data) == Brief.from_dict(made.to_dict()) == made
    return made


def finish(people: Reviewers) -> None:
    """Accept what is open, and say that the article was read to its end."""
    people.accept("anna", *(s.key for s in people.review.slots if s.state == "open"))
    people.decide("finish", "anna")


def test_nothing_decided(people: Reviewers) -> None:
    """Before anybody decides, the reviewed brief is the run's, each fact open, with the run's own summary."""
    own = people.brief.model_copy(update={"summary": people.brief.summary[:1]})
    people.brief = own
    made = reviewed(people)
    assert made.summary == own.summary and made.ledger == own.ledger and made.status == own.status
    assert [f.id for f in made.all_facts()] == [f.id for f in own.all_facts()]
    assert {f.review.decision for f in made.all_facts() if f.review} == {"open"}
    plain = [f.model_copy(update={"review": None, "resolved": {}}) for f in made.all_facts()]
    assert plain == list(own.all_facts())


def test_accepted_facts_leave_the_summary(people: Reviewers) -> None:
    """A summary, maybe a model's, stays as long as every fact is what it was; else it is made anew of those that stand."""
    people.brief = people.brief.model_copy(update={"summary": people.brief.summary[:1]})
    people.accept("anna", A.id, B.id, S.id)
    assert reviewed(people).summary == people.brief.summary
    people.reject("anna", S.id, "no")
    made = reviewed(people)
    assert made.summary != people.brief.summary
    assert {id for s in made.summary for id in s.facts} <= {f.id for f in made.all_facts()}
    assert not any("sanctions" in s.text for s in made.summary)


def test_what_is_rejected_stands_in_the_ledger(people: Reviewers) -> None:
    """A rejected fact is in no list, but in the ledger, with its place in the run's brief, who rejected it and why."""
    people.decide("note", "bea", people.target(B.id), reason="see also page 3")
    people.reject("anna", B.id, "only planned")
    people.reject("bea", B.id, "hm")
    made = reviewed(people)
    assert [f.values["description"] for f in made["items"]] == ["patrol boats"]
    assert made.ledger[-1] == LedgerLine(
        path="items/1", code="rejected", value="radars", quote=RADARS, hint="anna, bea: hm; bea: see also page 3"
    )
    assert "rejected" in MEANINGS and "noted" in MEANINGS


def test_what_is_merged_stands_in_the_ledger(people: Reviewers) -> None:
    """A fact that is part of another one is a duplicate, and the other one has its words."""
    people.merge("anna", A.id, B.id)
    made = reviewed(people)
    assert [e.quote for e in made["items"][0].evidence] == [BOATS, RADARS]
    assert (made.ledger[-1].code, made.ledger[-1].path) == ("duplicate", "items/1")
    assert made.ledger[-1].hint == "anna: one fact with: patrol boats"


def test_rejected_and_not_the_runs(people: Reviewers) -> None:
    """What people added and rejected again, and what the run has lost, has only its list for a place."""
    extra = actor("Brassland", RADARS)
    people.add("anna", extra)
    people.reject("bea", extra.id, "a country")
    assert not any(line.code == "rejected" for line in reviewed(people).ledger)  # they are at odds
    people.settle("bea", extra.id, "bea")
    line = reviewed(people).ledger[-1]
    assert (line.path, line.code, line.value, line.quote) == ("actors", "rejected", "Brassland", RADARS)
    assert line.hint == "bea: a country"  # who settled it, and why the side that holds said so


def test_lines_stay_in_the_ledger(people: Reviewers) -> None:
    """Every line of the run's ledger stays: restored, dismissed or noted, and what its hint said before is still there."""
    first, second = line_keys(people.brief.ledger)
    made = actor("Tobin Orvand", "Tobin Orvand denied the accusation", "person")
    people.decide("restore", "anna", Target(first, line=LINE), result=made)
    people.decide("dismiss", "bea", Target(second, line=OTHER))
    people.decide("note", "anna", Target(second, line=OTHER), reason="tugs indeed")
    people.decide("note", "anna", reason="a thin story")
    result = reviewed(people)
    assert [line.hint for line in result.ledger[:2]] == [
        "restored by anna",
        "near here; dismissed by bea; anna: tugs indeed",
    ]
    assert [line.model_copy(update={"hint": None}) for line in result.ledger[:2]] == [
        LINE,
        OTHER.model_copy(update={"hint": None}),
    ]
    assert (result.ledger[2].path, result.ledger[2].code, result.ledger[2].value) == ("", "noted", "a thin story")
    assert result["actors"][0].review is not None and result["actors"][0].review.decision == "restored"


def test_what_was_changed_says_what_it_was(people: Reviewers) -> None:
    """A corrected or moved fact has the run's values beside it, and its times are resolved anew."""
    people.revise("anna", A.id, boats(date=None, status="alleged"))
    people.revise("bea", S.id, actor("Tarn", "Drovia 🚢 imposed sanctions on Tarn in June"))
    made = reviewed(people)
    item, moved = made["items"][0], made["actors"][0]
    assert item.review is not None and item.review.was is not None and item.review.was["values"]["date"] == "in March"
    assert "date" not in item.resolved
    assert moved.review is not None and moved.review.decision == "moved" and moved.review.was is not None
    assert moved.review.was["kind"] == "sanctions" and made["sanctions"] == ()


def test_times_are_resolved() -> None:
    """A time that people corrected is resolved as a run resolves it, where there is the article."""
    article = dataclasses.replace(ARTICLE, published_at="2026-03-20")
    people = Reviewers(brief(boats(date=None), article=article))
    people.revise("anna", A.id, boats(date="in March"))
    lying = dataclasses.replace(sheet(people), article=article)
    time = reviewed_brief(lying)["items"][0].resolved["date"]
    assert (time.words, time.start) == ("in March", "2026-03-01")
    assert validate(json.loads(reviewed_brief(lying).to_json()), article) == []
    assert "date" not in reviewed_brief(sheet(people, text=False))["items"][0].resolved


def test_conflicts_stand_as_the_run_has_them(people: Reviewers) -> None:
    """Nothing is chosen where people are at odds: the run's fact stands with every side beside it."""
    people.reject("anna", A.id, "no")
    people.accept("bea", A.id)
    item = reviewed(people)["items"][0]
    assert item.review is not None and item.review.decision == "conflict" and len(item.review.outcomes) == 2
    assert item.values == A.values


def test_a_suspect_brief_that_was_read_to_its_end() -> None:
    """Once somebody has read the article to its end, a suspect brief is complete, and both stand in its ledger."""
    cut = LedgerLine(path="", code="reply_truncated", value="…")
    people = Reviewers(brief(A, ledger=[cut], status="suspect"))
    assert reviewed(people).status == "suspect"
    finish(people)
    made = reviewed(people)
    assert made.status == "complete" and made.ledger[0] == cut
    assert made.ledger[-1].code == "noted" and (made.ledger[-1].hint or "").startswith("anna, 2026-")


@given(RUNS, STEPS, RUNS)
@settings(max_examples=60, deadline=None)
def test_always_valid_and_nothing_is_lost(run: list[Fact], steps: list[Any], later: list[Fact]) -> None:
    """Whatever people decide and the next run finds, the reviewed brief is valid, and every fact of the run stands or is in the ledger."""
    people = Reviewers(brief(*run))
    for who, action, n, other in steps:
        act(people, who, action, n, other)
    for facts in (run, later):
        after = Reviewers(brief(*facts, ledger=[LINE]))
        after.decisions = people.decisions
        made = reviewed(after)
        gone = [s for s in after.review.slots if not s.standing]
        out = [line for line in made.ledger if line.code in ("rejected", "duplicate")]
        assert len(list(made.all_facts())) + len(out) == len(after.review.slots)
        assert len(out) == len(gone) and all(line.hint for line in out)
        assert len(after.review.slots) >= len(list(after.brief.all_facts()))


# Gold.


def test_gold_of_a_finished_brief(people: Reviewers) -> None:
    """What people let stand is gold that `eval` takes, null included, and by which the run's brief is measured."""
    people.reject("anna", B.id, "only planned")
    people.revise("anna", A.id, boats(supplier=["Velmora", "Brassland"]))
    people.add("anna", actor("Velmora", BOATS, "government", "supplier"))
    finish(people)
    gold = gold_of(sheet(people))
    assert gold is not None and why_no_gold(sheet(people)) is None
    document = read_gold("story", json.loads(json.dumps(gold)), ARTICLE, TRADE)
    (item,) = document.facts["items"]
    assert item.values["supplier"] == ("Velmora", "Brassland") and item.values["attributed_to"] == ()
    assert gold["items"][0]["quotes"] == [BOATS] and gold["denials"] == []
    assert gold["reviewed"]["by"] == ["anna"] and gold["reviewed"]["sha256"] == ARTICLE.sha256
    mine = evaluate([document], {"story": reviewed(people)}, TRADE)
    runs = evaluate([document], {"story": people.brief}, TRADE)
    assert (mine.fields["items"].f1, mine.fields["actors"].f1) == (1, 1)
    assert runs.fields["items"].precision == 0.5 and runs.fields["actors"].recall == 0


def test_reviews_score_as_before(people: Reviewers) -> None:
    """A brief is measured alike with and without reviews beside its facts."""
    finish(people)
    document = read_gold("story", gold_of(sheet(people)), ARTICLE, TRADE)
    bare = evaluate([document], {"story": people.brief}, TRADE)
    with_reviews = evaluate([document], {"story": reviewed(people)}, TRADE)
    assert (with_reviews.fields, with_reviews.slots, with_reviews.macro_f1) == (bare.fields, bare.slots, bare.macro_f1)
    assert bare.macro_f1 > 0


def test_no_gold(people: Reviewers) -> None:
    """A brief that is not finished, is in conflict, or has no text is no gold, and it is said why."""
    assert gold_of(sheet(people)) is None and why_no_gold(sheet(people)) == "3 facts are undecided"
    people.accept("anna", A.id, B.id)
    assert why_no_gold(sheet(people)) == "1 fact is undecided"
    people.accept("anna", S.id)
    assert why_no_gold(sheet(people)) == "nobody has said that the article was read to its end"
    people.decide("finish", "anna")
    assert why_no_gold(sheet(people)) is None
    assert why_no_gold(sheet(people, text=False)) == "its text is not here: it was thrown away"
    assert gold_of(sheet(people, text=False)) is None
    people.reject("bea", S.id)
    assert why_no_gold(sheet(people)) == "1 fact is in conflict" and gold_of(sheet(people)) is None


# The contract.


def told(people: Reviewers) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(reviewed_brief(sheet(people)).to_json())
    return data


@pytest.fixture
def data(people: Reviewers) -> dict[str, Any]:
    """A reviewed brief's JSON: a corrected item, a conflict, an open sanction with a note."""
    people.revise("anna", A.id, boats(status="alleged"))
    people.accept("anna", B.id)
    people.reject("bea", B.id, "no")
    people.decide("note", "bea", people.target(S.id), reason="hm")
    made = told(people)
    assert validate(made, ARTICLE) == []
    return made


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("items", 0, "by"), [], '$.items[0].review.by: is empty, although somebody decided: it is "corrected"'),
        (("items", 0, "by"), [" "], "$.items[0].review.by[0]: is nobody's name"),
        (("items", 0, "at"), None, '$.items[0].review.at: is null, although somebody decided: it is "corrected"'),
        (
            ("items", 0, "at"),
            "yesterday",
            '$.items[0].review.at: is "yesterday", no time in ISO 8601 with its zone (2026-11-01T09:30:00+00:00)',
        ),
        (
            ("items", 0, "at"),
            "2026-11-01T09:30:00",
            '$.items[0].review.at: is "2026-11-01T09:30:00", no time in ISO 8601 with its zone (2026-11-01T09:30:00+00:00)',
        ),
        (
            ("items", 0, "was", "kind"),
            "ships",
            '$.items[0].review.was.kind: is "ships", a kind that the brief does not have',
        ),
        (("items", 0, "decision"), "liked", f'$.items[0].review.decision: is "liked", none of {", ".join(DECISIONS)}'),
        (("items", 0, "mood"), "good", '$.items[0].review: has keys that the contract does not know: "mood"'),
        (("items", 1, "outcomes"), [], "$.items[1].review.outcomes: is empty, although it is a conflict"),
        (("items", 1, "in_run"), "yes", "$.items[1].review.in_run: is a string, not true or false"),
        (
            ("sanctions", 0, "by"),
            ["x"],
            "$.sanctions[0].review.by: is [\"x\"], although nobody has decided: it is 'open'",
        ),
    ],
)
def test_problems_of_reviews(data: dict[str, Any], path: tuple[Any, ...], value: Any, problem: str) -> None:
    """What is wrong with a review is said where and in words, for schemas that are known and those that are not."""
    kind, n, *rest, last = path
    at = data[kind][n]["review"]
    for step in rest:
        at = at[step]
    at[last] = value
    assert [str(p) for p in validate(data, ARTICLE)] == [problem]
    foreign = {**data, "schema": "mine/1"}
    assert problem in [str(p) for p in validate(foreign, ARTICLE)]


def test_odd_reviews_raise_nothing(data: dict[str, Any]) -> None:
    """Whatever stands in the place of a review, it is a problem and no exception."""
    odd = {"by": 3, "at": {}, "notes": [1, {"at": 5}], "was": [], "outcomes": "x", "decision": []}
    values: list[Any] = ["x", 3, [], {}, odd]
    for value in values:
        broken = copy.deepcopy(data)
        broken["items"][0]["review"] = value
        assert validate(broken, ARTICLE)


def test_the_contract_knows_reviews() -> None:
    """The published schema has the decisions and the keys of `FactReview`, closed, and asks no plain fact for them."""
    assert get_args(FactReview.model_fields["decision"].annotation) == DECISIONS
    for published in (brief_schema(TRADE), generic_brief_schema()):
        review = published["$defs"]["review"]
        assert list(review["properties"]) == list(FactReview.model_fields) and not review["additionalProperties"]
    item = brief_schema(TRADE)["properties"]["items"]["items"]
    assert "review" in item["properties"] and "review" not in item["required"]
    assert validate(json.loads(brief(A, B).to_json()), ARTICLE) == []
    Draft202012Validator.check_schema(brief_schema(TRADE))


def test_reviews_come_back(data: dict[str, Any]) -> None:
    """A fact's review is read from JSON as it was written."""
    for kind in ("items", "sanctions"):
        for fact in data[kind]:
            assert fact_from_dict(kind, fact).to_dict() == fact
