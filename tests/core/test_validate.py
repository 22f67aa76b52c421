"""Validating a brief from anywhere: every breach of the contract is found, where it is, and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.brief import LATER, ArticleInfo, Brief, Evidence, Fact, LedgerLine, Provenance, SummarySentence
from summarizer.schema import Claim, Free, Report, compile_schema, find_schema
from summarizer.schema.json_schema import brief_schema
from summarizer.validation import Problem, validate

TEXT = (
    "Kesh buys boats.\r\nBrassland sent twenty boats to Kesh 🚢 on Monday. The Keshian navy is glad: Kesh is small.\n"
)
ARTICLE = Article(text=TEXT, source="boats.txt")
TRADE = find_schema("trade_brief")


def evidence(quote: str, at: int = 0, occurrences: int = 1) -> Evidence:
    start = TEXT.index(quote, at)
    return Evidence(
        start=start,
        end=start + len(quote),
        quote=quote,
        prefix=TEXT[max(0, start - 32) : start],
        suffix=TEXT[start + len(quote) :][:32],
        match="exact",
        occurrences=occurrences,
    )


def fact(kind: str, *cited: Evidence, reasons: tuple[str, ...] = (), **values: Any) -> Fact:
    empty: dict[str, Any] = {f.name: [] if f.many else None for f in TRADE.kind(kind).fields}
    return Fact(kind=kind, id=f"{kind}-1", values=empty | values, evidence=cited, reasons=reasons)


def good() -> dict[str, Any]:
    """A brief without a fault, as parsed JSON."""
    facts = {k.name: () for k in TRADE.kinds} | {
        "actors": (
            Fact(
                kind="actors",
                id="actors-1",
                values={"name": "Kesh", "kind": "government", "aliases": [], "roles": ["recipient"]},
                evidence=(evidence("Kesh", occurrences=3),),
            ),
        ),
        "items": (
            fact(
                "items",
                evidence("sent twenty boats to Kesh 🚢"),
                evidence("on Monday"),
                description="boats",
                quantity="twenty",
                supplier=["Brassland"],
                recipient="Kesh",
                status="delivered",
                reasons=("direction: who gives and who takes is not clear",),
            ),
        ),
    }
    brief = Brief(
        schema_id=TRADE.id,
        status="complete",
        article=ArticleInfo.of(ARTICLE),
        summary=(SummarySentence(text="Brassland supplied twenty boats.", facts=("items-1", "actors-1")),),
        facts=facts,
        ledger=(LedgerLine(path="items/1", code="quote_not_found", value={"any": ["thing"]}),),
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
    data: dict[str, Any] = json.loads(brief.to_json())
    return data


def test_a_good_brief_has_no_problem() -> None:
    """With the article, without it, and with the schema given; offsets behind an emoji and CRLF count code points."""
    assert validate(good(), ARTICLE) == []
    assert validate(good()) == []
    assert validate(good(), ARTICLE, TRADE) == []


def test_a_brief_of_an_earlier_version_is_accepted() -> None:
    """Without the keys that came later a brief is read and valid; the published schema has new ones always say them."""
    data = good()
    for key in LATER:
        assert key in brief_schema(TRADE)["properties"]["provenance"]["required"]
        assert data["provenance"].pop(key) is None
    before = copy.deepcopy(data)
    assert validate(data, ARTICLE) == [] and data == before
    assert Brief.from_dict(data).to_dict() == good()


Change = Callable[[dict[str, Any]], object]


def put(*path: str | int, value: Any) -> Change:
    """A change that sets what stands at ``path``."""

    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


QUOTE = ("items", 0, "evidence", 0)

# Found without the article: path of the problem, words of it, the change that makes it.
ALONE: list[tuple[str, str, Change]] = [
    ("$", "lacks the key 'denials'", lambda d: d.pop("denials")),
    ("$", 'has keys that the contract does not know: "plots"', put("plots", value=[])),
    ("$.format", "is \"brief/2\", not 'brief/1'", put("format", value="brief/2")),
    ("$.status", 'is "done", none of complete, suspect', put("status", value="done")),
    ("$.article", "lacks the key 'url'", lambda d: d["article"].pop("url")),
    ("$.article.sha256", "not of the form", put("article", "sha256", value="abc")),
    ("$.article.id", "not the first 16 digits", put("article", "id", value="f" * 16)),
    ("$.items[0]", "lacks the key 'quantity'", lambda d: d["items"][0].pop("quantity")),
    ("$.items[0].quantity", "is a number, not a string or null", put("items", 0, "quantity", value=20)),
    ("$.items[0].status", 'is "sold", none of proposed', put("items", 0, "status", value="sold")),
    ("$.items[0].supplier", "is an object", put("items", 0, "supplier", value={})),
    ("$.actors[0].roles[0]", 'is "boss", none of', put("actors", 0, "roles", value=["boss"])),
    ("$.items[0].evidence", "is empty", put("items", 0, "evidence", value=[])),
    ("$.items[0].evidence[0].match", 'is "fuzzy", none of', put(*QUOTE, "match", value="fuzzy")),
    ("$.items[0].evidence[0].start", "is -1, less than 0", put(*QUOTE, "start", value=-1)),
    ("$.items[0].evidence[0].start", "is 1.0, not a whole number", put(*QUOTE, "start", value=1.0)),
    ("$.items[0].evidence[0].start", "is true or false, not a whole number", put(*QUOTE, "start", value=True)),
    ("$.items[0].evidence[0].start", "is null, not a whole number", put(*QUOTE, "start", value=None)),
    ("$.items[0].evidence[0].occurrences", "is 0, less than 1", put(*QUOTE, "occurrences", value=0)),
    ("$.items[0].evidence[0].prefix", "has 40 characters, more than 32", put(*QUOTE, "prefix", value="p" * 40)),
    ("$.items[0].evidence[0].prefix", "has 2 characters, not 28", put(*QUOTE, "prefix", value="nd")),
    ("$.items[0].evidence[0].suffix", "has 0 characters, not 32", put(*QUOTE, "suffix", value="")),
    ("$.actors[0].evidence[0].prefix", "where the article has 0", put("actors", 0, "evidence", 0, "prefix", value="x")),
    ("$.items[0].evidence[0]", "spans 27 characters, its quote has 3", put(*QUOTE, "quote", value="abc")),
    ("$.items[0].evidence[0].end", "behind the article's end at 100", put("article", "chars", value=50 + 50)),
    ("$.items[0].verdict", "is 'supported' although", put("items", 0, "verdict", value="supported")),
    ("$.actors[0].verdict", "is 'flagged' without", put("actors", 0, "verdict", value="flagged")),
    ("$.items[0].id", 'is "actors-1", as is that of $.actors[0]', put("items", 0, "id", value="actors-1")),
    ("$.summary[0].facts[1]", 'is "items-9", the id of no fact', put("summary", 0, "facts", 1, value="items-9")),
    ("$.ledger[0]", "lacks the key 'hint'", lambda d: d["ledger"][0].pop("hint")),
    ("$.provenance.seconds", "is -1, less than 0", put("provenance", "seconds", value=-1)),
    ("$.provenance.prompt_seconds", "is -1, less than 0", put("provenance", "prompt_seconds", value=-1)),
    ("$.provenance.completion_seconds", "is a string", put("provenance", "completion_seconds", value="1 s")),
    ("$.provenance", "lacks the key 'cached_tokens'", lambda d: d["provenance"].pop("cached_tokens")),
    ("$.schema", "no schema is called", put("schema", value="plots/1")),
    ("$.schema", "'trade_brief/1'", put("schema", value="trade_brief/7")),
    ("$.schema", "is null, not a string", put("schema", value=None)),
]


@pytest.mark.parametrize(("path", "words", "change"), ALONE, ids=[f"{p} {w}" for p, w, _ in ALONE])
def test_a_breach_is_found_without_the_article(path: str, words: str, change: Change) -> None:
    """Each breach is named with its JSON path and in words."""
    data = good()
    change(data)
    if words.startswith("behind"):
        put(*QUOTE, "end", value=101)(data)
    found = validate(data)
    assert any(p.path == path and words in p.message for p in found), [str(p) for p in found]


# Found only against the article.
AGAINST: list[tuple[str, str, Change]] = [
    ("$.article.sha256", "this article's text has", put("article", "sha256", value="0" * 64)),
    ("$.article.chars", "is 5; this article has", put("article", "chars", value=5)),
    ("$.items[0].evidence[0].quote", "the article has", put(*QUOTE, "quote", value="sent thirty boats to Kesh 🚢")),
    ("$.items[0].evidence[0].prefix", "the article has", put(*QUOTE, "prefix", value="p" * 28)),
    ("$.items[0].evidence[0].suffix", "the article has", put(*QUOTE, "suffix", value="s" * 32)),
    ("$.items[0].evidence[0].end", "behind the article's end", put(*QUOTE, "end", value=10_000)),
    ("$.items[0].evidence[0].occurrences", "is 2; the quote stands in 1 places", put(*QUOTE, "occurrences", value=2)),
    # 'Keshian' is no place of 'Kesh'.
    (
        "$.actors[0].evidence[0].occurrences",
        "stands in 3 places",
        put("actors", 0, "evidence", 0, "occurrences", value=4),
    ),
]


@pytest.mark.parametrize(("path", "words", "change"), AGAINST, ids=[f"{p} {w}" for p, w, _ in AGAINST])
def test_a_breach_is_found_against_the_article(path: str, words: str, change: Change) -> None:
    """Spans, contexts, counts, digest and length are held against the text."""
    data = good()
    change(data)
    found = validate(data, ARTICLE)
    assert any(p.path == path and words in p.message for p in found), [str(p) for p in found]


def test_a_quote_inside_a_word_is_found() -> None:
    """The right characters at the right place are no evidence where they are a piece of a word."""
    data = good()
    data["actors"][0]["evidence"] = [evidence("Kesh", TEXT.index("Keshian")).model_dump() | {"occurrences": 3}]
    assert [str(p) for p in validate(data, ARTICLE)] == [
        '$.actors[0].evidence[0].quote: is "Kesh", which begins or ends inside a word'
    ]


def test_every_breach_is_told() -> None:
    """A brief with several faults gets all of them, not the first."""
    data = good()
    put("status", value="done")(data)
    put("items", 0, "verdict", value="supported")(data)
    put(*QUOTE, "quote", value="sent thirty boats to Kesh 🚢")(data)
    assert len(validate(data, ARTICLE)) == 3


def test_an_unknown_schema_leaves_the_rest_checked() -> None:
    """Lists and fields of an unknown schema may be anything, evidence, ids and verdicts may not."""
    data = good()
    data["schema"] = "robberies/1"
    data["attacks"] = [data["items"][0] | {"id": "attacks-1", "weapon": "a lorry"}]
    assert [p.path for p in validate(data, ARTICLE)] == ["$.schema"]
    data["attacks"][0]["evidence"] = copy.deepcopy(data["attacks"][0]["evidence"])
    data["attacks"][0]["evidence"][0]["quote"] = "sent thirty boats to Kesh 🚢"
    del data["attacks"][0]["reasons"]
    assert {p.path for p in validate(data, ARTICLE)} == {"$.schema", "$.attacks[0]", "$.attacks[0].evidence[0].quote"}


def test_a_brief_never_names_code_that_is_run(tmp_path: Path) -> None:
    """A brief whose schema is a Python file gets that told; the file is not run."""
    trap = tmp_path / "trap.py"
    trap.write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')", encoding="utf-8")
    for name in (str(trap), f"{trap}:Report", "../../etc/passwd"):
        data = good() | {"schema": name}
        assert any(p.path == "$.schema" for p in validate(data))
    assert not (tmp_path / "sprung").exists()


class Attack(Claim):
    """An act."""

    weapon: Annotated[str, Free("What with.")]


class Incidents(Report):
    """Incidents."""

    schema_id = "incidents/1"
    attacks: list[Attack] = []


def test_a_schema_of_ones_own_is_checked_when_given() -> None:
    """With the schema, its lists and fields are checked, and a brief of another schema is told."""
    mine = compile_schema(Incidents)
    data = {k: v for k, v in good().items() if k not in {x.name for x in TRADE.kinds}}
    own = {k: good()["items"][0][k] for k in ("evidence", "verdict", "reasons")}
    data |= {"schema": "incidents/1", "summary": [], "attacks": [{"id": "attacks-1", "weapon": "a lorry"} | own]}
    assert validate(data, ARTICLE, mine) == []
    data["attacks"][0]["weapon"] = None
    assert [p.path for p in validate(data, ARTICLE, mine)] == ["$.attacks[0].weapon"]
    assert "$.schema" in {p.path for p in validate(good(), ARTICLE, mine)}


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PLACES = [
    ("summary",),
    ("items",),
    ("items", 0),
    ("items", 0, "evidence"),
    QUOTE,
    *((*QUOTE, k) for k in ("start", "end", "quote", "prefix", "occurrences")),
    ("items", 0, "reasons"),
    ("items", 0, "id"),
    ("article",),
    ("article", "chars"),
    ("article", "sha256"),
    ("schema",),
    ("summary", 0, "facts"),
    ("provenance",),
]


@settings(max_examples=80, deadline=None)
@given(JSON, st.sampled_from(PLACES))
def test_nothing_is_raised_whatever_comes(value: Any, place: tuple[str | int, ...]) -> None:
    """Any JSON, whole or in any place of a brief, gives a list of problems."""
    data = good()
    put(*place, value=value)(data)
    for subject in (value, data):
        for article in (None, ARTICLE):
            assert all(isinstance(p, Problem) and p.path.startswith("$") for p in validate(subject, article))
    if not isinstance(value, dict):
        assert validate(value) != []


def test_a_message_is_short_and_can_not_act_on_a_terminal() -> None:
    """Values in messages are cut and escaped."""
    data = good()
    put("status", value="\x1b[2J" + "x" * 10_000)(data)
    (problem,) = validate(data)
    assert len(str(problem)) < 200
    assert str(problem).isprintable()
    data = good() | {"schema": "other/1", "\x1b[2J": [{"id": 5}]}
    found = validate(data, ARTICLE)
    assert any(p.path == '$["\\u001b[2J"][0].id' for p in found)
    assert all(str(p).isprintable() for p in found)
