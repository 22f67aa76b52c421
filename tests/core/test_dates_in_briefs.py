"""Resolved times in briefs: beside the words, in their own key, checked, shown, and no value of the fact."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.brief import ArticleInfo, Brief, Fact, Provenance, completed
from summarizer.changes import compare
from summarizer.dates import contradicted
from summarizer.explain import explain
from summarizer.export import render_markdown, render_terminal
from summarizer.export.explanation import render_explanation
from summarizer.extract.draft import DraftFact
from summarizer.judge import judge
from summarizer.schema import Claim, Free, Report, compile_schema, find_schema
from summarizer.schema.json_schema import brief_schema, generic_brief_schema
from summarizer.validation import validate
from summarizer.when import with_times

TRADE = find_schema("trade_brief")
TEXT = (
    "ASTRIN, March 30 (Skerry Wire) - Velmora sent twelve boats to Drovia late last year. Kesh sold Drovia radars for\nits own coast on Thursday.\n\n"
    "It will send Drovia tents next Friday. Orrin gave Drovia wheat in the harvest moon.\n"
)
DAY = "2023-03-31"
BOATS = {
    "description": "boats",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "date": "late last year",
}
RADARS = {"description": "radars", "supplier": "Kesh", "recipient": "Drovia", "status": "delivered", "date": "Thursday"}
TENTS = {"description": "tents", "recipient": "Drovia", "status": "proposed", "date": "next Friday"}
WHEAT = {"description": "wheat", "supplier": "Orrin", "status": "delivered", "date": "in the harvest moon"}
QUOTES = (
    "Velmora sent twelve boats to Drovia late last year",
    "Kesh sold Drovia radars for\nits own coast on Thursday",
    "send Drovia tents next Friday",
    "Orrin gave Drovia wheat in the harvest moon",
)


def facts(article: Article) -> dict[str, tuple[Fact, ...]]:
    """The four items, judged."""
    fields = {f.name: None for f in TRADE.kind("items").fields}
    drafted = [
        DraftFact("items", f"items/{n}", fields | values, (quote,))
        for n, (values, quote) in enumerate(zip((BOATS, RADARS, TENTS, WHEAT), QUOTES, strict=True))
    ]
    return dict(judge(article, TRADE, drafted).facts)


@cache
def brief(text: str = TEXT, published_at: str | None = DAY) -> Brief:
    article = Article(text=text, source="boats.txt", published_at=published_at)
    return Brief(
        schema_id=TRADE.id,
        status="complete",
        article=ArticleInfo.of(article),
        summary=(),
        facts=with_times(article, TRADE, facts(article)),
        ledger=(),
        provenance=Provenance(
            tool="spanbrief 0.1",
            model="scripted",
            endpoint_host=None,
            strategy="whole-article",
            prompt="whole_article/1",
            prompt_sha256="0" * 64,
            schema_sha256="0" * 64,
            created_at="2026-11-01T00:00:00+00:00",
        ),
    )


def as_json(made: Brief) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(made.to_json())
    return data


LATE = {
    "words": "late last year",
    "start": "2022-10-01",
    "end": "2022-12-31",
    "precision": "quarter",
    "approximate": False,
}


def test_times_stand_beside_their_words() -> None:
    """The contract's shape, in its place; nothing where nothing is certain; the words stay as they are."""
    boats, radars, tents, wheat = as_json(brief())["items"]
    assert boats["resolved"] == {"date": LATE} and boats["date"] == "late last year"
    assert radars["resolved"]["date"]["start"] == radars["resolved"]["date"]["end"] == "2023-03-30"
    assert tents["resolved"]["date"]["start"] == "2023-04-07"
    assert wheat["resolved"] == {} and wheat["date"] == "in the harvest moon"
    keys = list(boats)
    assert keys[keys.index("evidence") - 1] == "resolved" and keys[keys.index("resolved") - 1] == "attributed_to"


def test_facts_are_the_same_with_and_without_their_times() -> None:
    """Ids, values, verdicts and evidence don't know of resolved times, nor does what sets two briefs apart."""
    with_day, without = brief(), brief(published_at=None)
    assert [f.resolved == {} for f in without["items"]] == [True] * 4
    for one, other in zip(with_day.all_facts(), without.all_facts(), strict=True):
        assert one.model_copy(update={"resolved": {}}) == other
    assert not compare(with_day, without).facts


def test_a_day_that_the_dateline_contradicts_is_not_used() -> None:
    """The date line of a copy made years later says nothing about 'Thursday'; times with a year stay certain."""
    later = brief(published_at="2024-10-05T14:59:42")
    assert all(f.resolved == {} for f in later["items"])
    first = brief()["items"][0]
    fact = first.model_copy(update={"values": {**first.values, "date": "November 2022"}})
    article = Article(text=TEXT, published_at="2024-10-05")
    found = with_times(article, TRADE, {"items": (fact,)})["items"][0].resolved
    assert found["date"].start == "2022-11-01"


@pytest.mark.parametrize(
    ("head", "day", "expected"),
    [
        ("ASTRIN, March 30 (Skerry Wire) - Velmora", "2023-03-31", False),
        ("ASTRIN, March 31 (Skerry Wire) - Velmora", "2023-03-30", False),
        ("ASTRIN, Dec. 31 - Velmora", "2023-01-01", False),
        ("Title\n\nPORT AMORY, 3 Feb - Velmora", "2023-03-31", True),
        ("ASTRIN, Corvane, March 3 - Velmora", "2023-03-31", True),
        ("ASTRIN, March 30, 2022 (Skerry Wire) - Velmora", "2023-03-31", True),
        ("ASTRIN, March 30, 2023 (Skerry Wire) - Velmora", "2023-03-31", False),
        ("ASTRIN, Decree 12 - Velmora", "2023-03-31", False),
        ("ASTRIN, February 30 - Velmora", "2023-03-31", True),
        ("Velmora sent boats, March 3 or so", "2023-03-31", False),
        ("x" * 3000 + "\nASTRIN, March 3 - Velmora", "2023-03-31", False),
    ],
)
def test_dateline(head: str, day: str, expected: bool) -> None:
    """A dateline from a day before to a week after fits; no dateline contradicts nothing."""
    from datetime import date

    assert contradicted(head, date.fromisoformat(day)) is expected


def test_a_brief_with_times_is_valid_and_read_back() -> None:
    """By its own schema and by the one of any brief, with the article and without; and it can be sent to a worker."""
    made = brief()
    data = as_json(made)
    article = Article(text=TEXT, published_at=DAY)
    assert validate(data) == validate(data, article) == []
    assert Brief.from_dict(data) == made == pickle.loads(pickle.dumps(made))
    assert Brief.from_dict(data).to_dict() == data


def test_a_brief_from_before_times_were_resolved() -> None:
    """Without the key it is read, valid, and has nothing resolved; the published schemas have new ones always say it."""
    data = as_json(brief())
    for item in data["items"]:
        del item["resolved"]
    before = copy.deepcopy(data)
    assert validate(data) == [] and data == before
    read = Brief.from_dict(data)
    assert all(f.resolved == {} for f in read["items"])
    assert read.to_dict() == completed(data)
    assert "resolved" in brief_schema(TRADE)["properties"]["items"]["items"]["required"]
    assert "resolved" in generic_brief_schema()["additionalProperties"]["items"]["required"]


@pytest.mark.parametrize(
    "odd", [None, 1, "x", [], [1], {}, {"items": 1}, {"items": [1, None, []]}, {"provenance": 1, "items": [{}]}]
)
def test_completing_anything(odd: Any) -> None:
    """What is no brief is completed without an exception, and not changed in place."""
    before = copy.deepcopy(odd)
    completed(odd)
    assert odd == before


Change = Callable[[dict[str, Any]], object]


def put(key: str, value: Any) -> Change:
    return lambda time: time.__setitem__(key, value)


BREACHES: list[tuple[str, str, Change]] = [
    (".words", 'is "last year"; the fact has "late last year"', put("words", "last year")),
    (".words", "is null, not a string", put("words", None)),
    (".end", 'is "2022-09-30", before its start "2022-10-01"', put("end", "2022-09-30")),
    (".end", 'is "2022-02-30", a day that the calendar does not have', put("end", "2022-02-30")),
    (".start", "not of the form", put("start", "2022-10")),
    (".start", "not of the form", put("start", "２０２２-10-01")),
    (".start", "has 11 characters, more than 10", put("start", "2022-10-01\n")),
    (".start", "is a number", put("start", 2022)),
    (".precision", 'is "hour", none of day, week', put("precision", "hour")),
    (".approximate", "is null, not true or false", put("approximate", None)),
    ("", "lacks the key 'end'", lambda t: t.pop("end")),
    ("", "keys that the contract does not know", put("days", 92)),
    ("", "is open at both ends", lambda t: t.update(start=None, end=None)),
]


@pytest.mark.parametrize(("path", "words", "change"), BREACHES, ids=[f"{p} {w}" for p, w, _ in BREACHES])
@pytest.mark.parametrize("schema", [TRADE.id, "plots/1"])
def test_a_breach_is_found(path: str, words: str, change: Change, schema: str) -> None:
    """Each breach is named with its path, in briefs of known schemas and of others."""
    data = as_json(brief()) | {"schema": schema}
    change(data["items"][0]["resolved"]["date"])
    found = [(p.path, p.message) for p in validate(data)]
    assert any(p == f"$.items[0].resolved.date{path}" and words in m for p, m in found), found


def test_only_fields_of_time_are_resolved() -> None:
    """A time of a field that says no time is a breach, and so is anything in the key's place that is no object."""
    data = as_json(brief())
    data["items"][0]["resolved"]["quantity"] = LATE
    assert any("does not know" in str(p) for p in validate(data))
    data["items"][0]["resolved"] = None
    assert any(p.path == "$.items[0].resolved" for p in validate(data))


def test_times_of_a_schema_of_ones_own() -> None:
    """The marker decides, not the field's name; a main value may be a time; other fields are left alone."""

    class Visit(Claim):
        """A visit."""

        day: Annotated[str, Free("When.", time=True)]
        date: Annotated[str | None, Free("What the fruit is called.")] = None

    class Visits(Report):
        """Visits."""

        schema_id = "visits/1"
        visits: list[Visit] = []

    schema = compile_schema(Visits)
    article = Article(text="Kolvas came in May 2022.", published_at=None)
    drafted = DraftFact("visits", "visits/0", {"day": "May 2022", "date": "May 2022"}, ("came in May 2022",))
    judged = judge(article, schema, [drafted]).facts
    (fact,) = with_times(article, schema, judged)["visits"]
    assert {name: t.start for name, t in fact.resolved.items()} == {"day": "2022-05-01"}
    made = brief().model_copy(update={"schema_id": "visits/1", "facts": {"visits": (fact,)}})
    assert [p for p in validate(as_json(made), schema=schema) if "resolved" in p.path] == []
    assert "May 2022 (= 2022-05-01 … 2022-05-31)" in render_terminal(made, schema)


def test_kinds_that_the_schema_does_not_know_stay() -> None:
    """Facts of other kinds are given back as they are."""
    fact = brief()["items"][0].model_copy(update={"kind": "plots"})
    assert with_times(Article(text=TEXT), TRADE, {"plots": (fact,)}) == {"plots": (fact,)}


def test_views_show_days_behind_the_words() -> None:
    """In the terminal, in Markdown and in an explanation; loose ones and open ends are told apart."""
    made = brief()
    late = "late last year (= 2022-10-01 … 2022-12-31)"
    assert late in " ".join(render_terminal(made, TRADE).split())
    assert "Thursday (= 2023-03-30)" in " ".join(render_terminal(made, TRADE).split())
    assert "- when: late last year (= 2022-10-01 … 2022-12-31)" in render_markdown(made, TRADE)
    assert late in render_explanation(explain(made, TRADE, "items/0"))
    (first, *_) = made["items"]
    for changes, shown in (
        ({"approximate": True}, "(≈ 2022-10-01 … 2022-12-31)"),
        ({"start": None}, "(= … 2022-12-31)"),
        ({"end": None}, "(= 2022-10-01 …)"),
    ):
        time = first.resolved["date"].model_copy(update=changes)
        other = made.model_copy(update={"facts": {"items": (first.model_copy(update={"resolved": {"date": time}}),)}})
        assert shown in " ".join(render_terminal(other, TRADE).split())
    assert "harvest moon (" not in render_terminal(made, TRADE)


def test_views_trust_no_times_of_other_words() -> None:
    """Days that a file gives to other words are not shown behind the fact's own; hostile ones do nothing."""
    made = brief()
    (first, *_) = made["items"]
    for changes in ({"words": "last year"}, {"start": "\x1b[31m<b>evil</b>"}):
        time = first.resolved["date"].model_copy(update=changes)
        other = made.model_copy(update={"facts": {"items": (first.model_copy(update={"resolved": {"date": time}}),)}})
        for view in (render_terminal(other, TRADE), render_markdown(other, TRADE)):
            assert "\x1b" not in view
            assert ("2022-12-31)" in view) == ("start" in changes)
        assert "<b>" not in render_markdown(other, TRADE)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["", "2023", "2023-03", DAY, "x"]))
def test_any_words_in_any_article(words: str, text: str, published: str) -> None:
    """Whatever a fact says of its time: nothing is raised, and what is made is valid."""
    made = brief()
    fact = made["items"][0].model_copy(update={"values": {**made["items"][0].values, "date": words}})
    article = Article(text=TEXT, published_at=published)
    found = with_times(article, TRADE, {"items": (fact,)})
    data = as_json(made.model_copy(update={"facts": {**made.facts, **found}}))
    assert [p for p in validate(data) if "resolved" in p.path] == []
