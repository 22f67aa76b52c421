"""Briefs scored against gold: the rules, the figures, and that they are those of the scorer beside this repository."""

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Article, Span, article_from_text
from summarizer.brief import ArticleInfo, Brief, Evidence, Fact, Provenance, fact_id
from summarizer.chat import ChatReply, Usage
from summarizer.errors import SettingsError, UsageError
from summarizer.evaluate import (
    Corpus,
    Difference,
    Evaluation,
    FieldScore,
    Floors,
    GoldDocument,
    difference,
    evaluate,
    load_briefs,
    load_gold,
    match_rule,
    read_floors,
    read_gold,
)
from summarizer.evaluate.matching import is_near
from summarizer.evaluate.words import content_words, numbers, plain, same_name, shared_words
from summarizer.export.evaluation import render_below, render_difference, render_evaluation
from summarizer.extract.reply import read_reply
from summarizer.judge import judge
from summarizer.schema import (
    Claim,
    Copied,
    Free,
    Names,
    OneOf,
    Reference,
    Report,
    Schema,
    compile_schema,
    find_schema,
)

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRADE = find_schema("trade_brief")
Json = dict[str, Any]

# --- making briefs


def provenance(**values: Any) -> Provenance:
    return Provenance(
        **{
            "tool": "t",
            "model": "m",
            "endpoint_host": None,
            "strategy": "whole-article",
            "prompt": "p",
            "prompt_sha256": "0",
            "schema_sha256": "0",
            "created_at": "2026-01-01T00:00:00Z",
            **values,
        }
    )


def evidence(text: str, start: int, end: int, quote: str | None = None) -> Evidence:
    said = text[start:end] if quote is None else quote
    return Evidence(start=start, end=end, quote=said, prefix="", suffix="", match="exact", occurrences=1)


def fact(schema: Schema, kind: str, text: str, entry: Mapping[str, Any], reasons: tuple[str, ...] = ()) -> Fact:
    """A fact as a brief has it, from one of a reply; its evidence stands where its quotes stand first."""
    known = schema.kind(kind)
    values = {f.name: entry.get(f.name, [] if f.many else None) for f in known.fields}
    places = tuple(evidence(text, text.index(q), text.index(q) + len(q)) for q in entry["quotes"])
    return Fact(
        kind=kind,
        id=fact_id(kind, json.dumps(values[known.main.name]), places),
        values=values,
        evidence=places,
        reasons=reasons,
    )


def brief(
    article: Article, facts: Mapping[str, Sequence[Fact]], schema: Schema = TRADE, *, suspect: bool = False, **made: Any
) -> Brief:
    return Brief(
        schema_id=schema.id,
        status="suspect" if suspect else "complete",
        article=ArticleInfo.of(article),
        summary=(),
        facts={k.name: tuple(facts.get(k.name, ())) for k in schema.kinds},
        ledger=(),
        provenance=provenance(**made),
    )


def brief_of(article: Article, reply: Mapping[str, Any], schema: Schema = TRADE, **options: Any) -> Brief:
    """The brief that says what a reply says."""
    facts = {k: [fact(schema, k, article.text, entry) for entry in entries] for k, entries in reply.items()}
    return brief(article, facts, schema, **options)


TEXT = (
    "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday. The ministry is part of the "
    "Velmoran Government. Drovia paid Velmora with 60,000 tonnes of wheat. The Merrow Sea Council imposed sanctions on "
    "Drovia and on Tobin Orvand over the boats. Mr. Orvand denied the accusation. The council also froze assets of "
    "Orvand in June. Velmora sent Drovia eight coastal radars last year.\n"
)
ARTICLE = article_from_text(TEXT, "story.txt")
GOLD: Json = {
    "doc": "story",
    "tags": ["made_up"],
    "actors": [
        {"name": "Velmora", "aliases": ["Velmoran Government"], "kind": "government", "role": "supplier",
         "quotes": ["Velmora sold Drovia twelve patrol boats"]},
        {"name": "Drovia", "aliases": [], "kind": "government", "role": "recipient",
         "also_roles": ["sanctioned_party"], "quotes": ["Drovia paid Velmora"]},
        {"name": "Tobin Orvand", "aliases": ["Mr. Orvand"], "kind": "person", "role": "denier",
         "quotes": ["Mr. Orvand denied the accusation"]},
        {"name": "Merrow Sea Council", "aliases": [], "kind": "other_org", "role": "sanctioning_authority",
         "quotes": ["The Merrow Sea Council imposed sanctions"]},
    ],
    "items": [
        {"description": "patrol boats", "quantity": "twelve", "supplier": "Velmora", "recipient": "Drovia",
         "status": "delivered", "quotes": ["Velmora sold Drovia twelve patrol boats in March"]},
        {"description": "coastal radars", "quantity": "eight", "supplier": "Velmora", "recipient": "Drovia",
         "status": "delivered", "status_alt": ["ongoing"],
         "quotes": ["Velmora sent Drovia eight coastal radars last year"]},
    ],
    "compensation": [
        {"description": "wheat (60,000 tonnes)", "payer": "Drovia", "payee": "Velmora", "status": "delivered",
         "quotes": ["Drovia paid Velmora with 60,000 tonnes of wheat"]},
    ],
    "sanctions": [
        {"authority": "Merrow Sea Council", "target": "Drovia; Tobin Orvand", "measure": "sanctions over the boats",
         "date": None, "status": "imposed",
         "quotes": ["The Merrow Sea Council imposed sanctions on Drovia and on Tobin Orvand over the boats"]},
        {"authority": "Merrow Sea Council", "target": "Tobin Orvand", "measure": "assets frozen", "date": "June",
         "status": "imposed", "quotes": ["The council also froze assets of Orvand in June"]},
    ],
    "denials": [
        {"denier": "Tobin Orvand", "what": "the accusation", "reported_by": None,
         "quotes": ["Mr. Orvand denied the accusation"]},
    ],
}  # fmt: skip
REFERENCES = ("supplier", "recipient", "payer", "payee", "authority", "target", "denier", "reported_by")


def as_reply(gold: Mapping[str, Any], schema: Schema = TRADE) -> Json:
    """Gold as a reply, as ../shared/gold/gold_to_reply.py has it."""

    def entry(given: Mapping[str, Any]) -> Json:
        new = {k: v for k, v in given.items() if not k.endswith("_alt") and k not in ("role", "also_roles")}
        if "role" in given:
            new["roles"] = [given["role"], *given.get("also_roles", [])]
        return {k: v.split("; ") if k in REFERENCES and "; " in (v or "") else v for k, v in new.items()}

    return {k.name: [entry(e) for e in gold[k.name]] for k in schema.kinds}


def changed(**lists: list[Json]) -> Json:
    copy: Json = json.loads(json.dumps(GOLD))
    return copy | lists


def document(gold: Mapping[str, Any] = GOLD, article: Article = ARTICLE, schema: Schema = TRADE) -> GoldDocument:
    return read_gold("story", gold, article, schema)


def score(said: Mapping[str, Any] | Brief, gold: Mapping[str, Any] = GOLD, **options: Any) -> Evaluation:
    """The evaluation of what a reply says about the story (gold itself where nothing is said of a list)."""
    made = said if isinstance(said, Brief) else brief_of(ARTICLE, {**as_reply(GOLD), **said})
    return evaluate([document(gold)], {"story": made}, TRADE, **options)


def entry(kind: str, index: int = 0, /, **values: Any) -> Json:
    return {**as_reply(GOLD)[kind][index], **values}


def matches(kind: str, index: int = 0, /, **values: Any) -> bool:
    """Whether a fact like this one of gold's is matched, alone, with that one of gold."""
    gold = changed(**{kind: [GOLD[kind][index]]})
    return score({kind: [entry(kind, index, **values)]}, gold).fields[kind].matched == 1


def slot(name: str, gold: Mapping[str, Any], /, **values: Any) -> float:
    """How right a value of a matched fact is; ``name`` is list.field."""
    kind = name.split(".")[0]
    known = changed(**{kind: [GOLD[kind][0] | gold]})
    return score({kind: [entry(kind, 0, **values)]}, known).slots[name].accuracy


# --- the words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The U.S. Treasury’s “list”", "the us treasury list"),
        ("S-400  missiles\n(six)", "s 400 missiles six"),
        ("ﬁve KÖLN", "five köln"),
        ("'…'", ""),
    ],
)
def test_texts_are_folded(text: str, folded: str) -> None:
    """Case, typography, dots of initials and possessives are no difference."""
    assert plain(text) == folded


def test_words_of_content() -> None:
    """Function words and titles are none, a plural's s is off, a double s stays."""
    assert content_words("the boats of Mr. Orvand's press, and gas") == ("boat", "orvand", "press", "gas")


def test_shared_words() -> None:
    """The share is that of the shorter text; nothing shares nothing."""
    assert shared_words("twelve patrol boats", "the patrol boat") == 1.0
    assert shared_words("twelve patrol boats", "patrol planes, radars, wheat") == pytest.approx(1 / 3)
    assert shared_words("", "boats") == shared_words("the", "the") == 0.0


def test_numbers() -> None:
    """Digits with their thousands unparted."""
    assert numbers("60,000 tonnes, S-400, 3.5") == {"60000", "400", "3", "5"}


@pytest.mark.parametrize(
    ("name", "other", "person", "same"),
    [
        ("Velmoran Government", "the Velmoran administration", False, True),
        ("Government", "regime", False, False),
        ("Orvand", "Tobin Orvand", True, True),
        ("T. Orvand", "Tobin Orvand", True, True),
        ("Irena Orvand", "Tobin Orvand", True, False),
        ("Orvand", "Tobin Orvand", False, False),
        ("Li", "Ma Li", True, False),
        ("Tobin", "Tobin Orvand", True, False),
        ("", "", True, False),
    ],
)
def test_names(name: str, other: str, person: bool, same: bool) -> None:
    """Words for a state's government don't count; a person may go by the surname, if the initial does not object."""
    assert same_name(name, ["Somebody Else", other], person=person) is same


# --- where the evidence stands


@pytest.mark.parametrize(
    ("span", "near"),
    [
        ((100, 120), True),
        ((100, 106), True),  # 6 of 20
        ((100, 105), False),  # 5 of 20
        ((90, 110), True),  # half of it; 10 of 30
        ((85, 105), False),  # a quarter of it; 5 of 35
        ((110, 190), True),  # half of it, and 4 times as long
        ((110, 191), False),  # more than 4 times as long
        ((111, 151), False),  # less than half of it; 9 of 51
        ((120, 140), False),
    ],
)
def test_evidence_is_near(span: tuple[int, int], near: bool) -> None:
    """A span is in gold's place from an overlap of .3 on, or with half of gold's span and at most 4 times its length."""
    assert is_near([Span(0, 5), Span(*span)], [Span(100, 120)]) is near


# --- matching, by the rules of the trade brief


def test_what_gold_says_is_perfect() -> None:
    """Briefs that say what gold says have every figure at 1, and nothing extra or missed."""
    evaluation = score({})
    assert {name: f.f1 for name, f in evaluation.fields.items()} == dict.fromkeys(evaluation.fields, 1.0)
    assert evaluation.macro_f1 == evaluation.total.f1 == 1.0
    assert evaluation.macro_f1_90 == (1.0, 1.0)
    assert {s.accuracy for s in evaluation.slots.values()} == {1.0}
    (story,) = evaluation.documents
    assert story.extra == () and story.missed == ()
    assert evaluation.sound


ELSEWHERE = ["Velmora sent Drovia eight coastal radars last year"]


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({}, True),
        ({"name": "the Velmoran government"}, True),
        ({"name": "Drovia"}, False),
        ({"quotes": ELSEWHERE}, True),  # gold does not quote every passage that names it
        ({"quotes": ["Drovia paid"]}, False),  # it is not named there
        ({"quotes": ["The ministry is part of the Velmoran Government"]}, True),  # by an alias
        ({"kind": "company", "roles": []}, True),
    ],
)
def test_a_party_matches_by_its_name(values: Json, same: bool) -> None:
    """A party is gold's by any of its names, where its evidence names it."""
    assert matches("actors", **values) is same


def test_a_person_matches_by_the_surname() -> None:
    """Of a person the surname will do, of nobody else."""
    assert matches("actors", 2, name="Orvand")
    assert not matches("actors", 2, name="Tobin Kolvas")
    assert not matches("actors", 3, name="Council")


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({"description": "boats", "quantity": None}, True),
        ({"description": "twelve patrol boats", "quantity": None}, True),  # one field or two is no difference
        ({"description": "two navy vessels and a boat", "quantity": None}, False),
        ({"description": "patrol tug", "quantity": None}, True),  # just half
        ({"supplier": "Drovia", "recipient": None, "status": "alleged"}, True),
        ({"quotes": ELSEWHERE}, True),  # elsewhere, and all of it right
        ({"quotes": ELSEWHERE, "supplier": "Drovia"}, False),
        ({"quotes": ELSEWHERE, "status": "alleged"}, True),
        ({"quotes": ELSEWHERE, "description": "patrol tug", "quantity": None}, False),  # one word of two
    ],
)
def test_a_thing_matches_by_its_words(values: Json, same: bool) -> None:
    """A thing is gold's by half of the words; with evidence elsewhere by two of them and by all parties."""
    assert matches("items", **values) is same


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({"authority": None, "status": "lifted", "measure": None}, True),
        ({"target": "Velmora"}, True),  # the authority is right
        ({"target": "Velmora", "authority": None}, False),
        ({"quotes": ELSEWHERE}, True),
        ({"quotes": ELSEWHERE, "status": "lifted"}, False),
        ({"quotes": ELSEWHERE, "target": ["Drovia"]}, False),  # one of two
        ({"quotes": ELSEWHERE, "measure": "a fine"}, True),
    ],
)
def test_what_hits_a_party_matches_by_the_parties(values: Json, same: bool) -> None:
    """A sanction is gold's by target or authority; with evidence elsewhere by both and the status."""
    assert matches("sanctions", **values) is same


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({"what": "something else"}, True),
        ({"denier": "Drovia"}, False),
        ({"quotes": ELSEWHERE}, True),
        ({"quotes": ELSEWHERE, "what": "something else"}, False),
    ],
)
def test_a_denial_matches_by_who_denies(values: Json, same: bool) -> None:
    """A denial is gold's by its denier; with evidence elsewhere also by half of what is denied."""
    assert matches("denials", **values) is same


def test_a_long_passage_is_no_evidence_elsewhere() -> None:
    """Evidence in another place counts up to 600 characters a span, a party's in any place."""
    article = article_from_text(TEXT + "It rained. " * 60 + TEXT, "story.txt")
    gold = document(changed(items=[GOLD["items"][0] | {"quotes": ["It rained. It"]}]), article)
    for length, matched in ((600, 1), (601, 0)):
        said = fact(TRADE, "items", article.text, entry("items"))
        party = fact(TRADE, "actors", article.text, entry("actors"))
        start = len(TEXT) - 30
        long = (evidence(article.text, start, start + length),)
        facts = {"items": [said.model_copy(update={"evidence": long})]}
        facts["actors"] = [party.model_copy(update={"evidence": (evidence(article.text, 0, length),)})]
        evaluation = evaluate([gold], {"story": brief(article, facts)}, TRADE)
        assert evaluation.fields["items"].matched == matched
        assert evaluation.fields["actors"].matched == matched


def test_one_to_one_and_best_first() -> None:
    """Of two facts that say the same one is extra; each of gold gets the fact that is likest, whatever the order."""
    boats, radars = as_reply(GOLD)["items"]
    worse = boats | {"supplier": None, "status": "alleged"}
    for said in ([worse, boats, radars], [radars, boats, worse]):
        evaluation = score({"items": said})
        assert evaluation.fields["items"] == FieldScore(2, 3, 2)
        assert [f.values["status"] for f in evaluation.documents[0].extra] == ["alleged"]
        assert {m.gold.index: m.fact.values["quantity"] for m in evaluation.documents[0].matches if m.gold.kind == "items"} == {0: "twelve", 1: "eight"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("items", {"recipient": "Drovia"}, {"recipient": "Tarn"}),
        ("items", {"status": "delivered"}, {"status": "alleged"}),
        ("sanctions", {"measure": "assets frozen"}, {"measure": "an arms ban"}),
        ("sanctions", {"target": "Drovia"}, {"target": "Tarn"}),
        ("denials", {"what": "the accusation"}, {"what": "a meeting in Tarn"}),
    ],
)
def test_what_tells_facts_of_one_sentence_apart(kind: str, one: Json, other: Json) -> None:
    """Of facts with the same words of evidence each matches the one that it is likest, in whatever order they stand."""
    gold = changed(**{kind: [GOLD[kind][0] | one, GOLD[kind][0] | other]})
    for said in ([one, other], [other, one]):
        evaluation = score({kind: [entry(kind, 0, **values) for values in said]}, gold)
        found = {m.gold.index: m.fact.values for m in evaluation.documents[0].matches if m.gold.kind == kind}
        for index, values in ((0, one), (1, other)):
            assert {name: found[index][name] for name in values} == values


def test_the_place_counts_more_than_the_values() -> None:
    """A fact in gold's place comes before a righter one elsewhere."""
    there = entry("items", quotes=ELSEWHERE)
    evaluation = score({"items": [there, entry("items", supplier=None)]}, changed(items=GOLD["items"][:1]))
    assert [f.values["supplier"] for f in evaluation.documents[0].extra] == ["Velmora"]


def test_nobody_is_not_a_party_in_common() -> None:
    """Where neither names an authority, that is no reason to take two sanctions for one."""
    gold = changed(sanctions=[GOLD["sanctions"][1] | {"authority": None}])
    assert score({"sanctions": [entry("sanctions", 1, authority=None)]}, gold).fields["sanctions"].matched == 1
    assert score({"sanctions": [entry("sanctions", 1, authority=None, target="Tarn")]}, gold).fields["sanctions"].matched == 0  # fmt: skip


# --- values of matched facts


@pytest.mark.parametrize(
    ("name", "gold", "said", "right"),
    [
        ("actors.kind", {}, "company", 0.0),
        ("actors.roles", {}, ["supplier", "other"], 0.5),
        ("actors.roles", {}, [], 0.0),
        ("actors.aliases", {}, ["Velmoran Government", "Velmo"], 2 / 3),
        ("items.quantity", {}, "about twelve", 1.0),
        ("items.quantity", {}, None, 0.0),
        ("items.quantity", {"quantity": None}, None, 1.0),
        ("items.quantity", {"quantity": "12"}, "12 or 13", 0.0),
        ("items.quantity", {"quantity": "60,000 tonnes"}, "60000 tonnes", 1.0),
        ("items.quantity", {"quantity": "a dozen", "quantity_alt": ["some ten"]}, "ten", 1.0),
        ("items.status", {"status_alt": ["alleged"]}, "alleged", 1.0),
        ("items.status", {}, "alleged", 0.0),
        ("items.supplier", {}, "the Velmoran government", 1.0),
        ("items.supplier", {}, None, 0.0),
        ("items.supplier", {"supplier": None}, None, 1.0),
        ("items.supplier", {"supplier": "Drovia", "supplier_alt": ["Velmora"]}, "Velmora", 1.0),
        ("items.supplier", {}, ["Velmora", "Tarn"], 2 / 3),
        ("items.supplier", {}, "Velmora; Tarn", 2 / 3),
        ("sanctions.target", {}, "Orvand", 2 / 3),
        ("sanctions.target", {"target": ["Drovia", "Tobin Orvand"]}, ["Tobin Orvand", "Drovia"], 1.0),
        ("sanctions.date", {"date": "in June"}, "June", 1.0),
        ("denials.reported_by", {}, "Drovia", 0.0),
    ],
)
def test_how_right_a_value_is(name: str, gold: Json, said: Any, right: float) -> None:
    """Members of sets are right or not, names have their F1, words are right by half of them and by their digits."""
    assert slot(name, gold, **{name.split(".")[1]: said}) == pytest.approx(right)


def test_only_what_gold_speaks_of_is_measured() -> None:
    """What a match decides is not measured, nor what the gold never speaks of; null is something said."""
    slots = set(score({}).slots)
    assert slots >= {"items.quantity", "denials.reported_by", "sanctions.date"}
    assert not slots & {"items.description", "actors.name", "denials.what", "items.date", "compensation.quantity"}
    assert "items.date" in score({}, changed(items=[e | {"date": None} for e in GOLD["items"]])).slots


# --- figures


def test_precision_recall_f1() -> None:
    """The figures are the standard ones, and 0 where there is nothing to divide by."""
    field = FieldScore(8, 5, 4)
    assert (field.precision, field.recall) == (0.8, 0.5)
    assert field.f1 == pytest.approx(2 * 0.8 * 0.5 / 1.3)
    nothing = FieldScore()
    assert nothing.precision == nothing.recall == nothing.f1 == FieldScore(3, 0, 0).f1 == FieldScore(0, 3, 0).f1 == 0


def test_macro_and_micro() -> None:
    """Macro F1 is the mean over the lists, micro F1 that of all facts as one list."""
    evaluation = score({"actors": [], "denials": []})
    assert evaluation.macro_f1 == pytest.approx(3 / 5)
    assert evaluation.total == FieldScore(10, 5, 5)
    assert evaluation.to_dict()["micro_f1"] == pytest.approx(2 / 3, abs=1e-4)


def test_a_missing_brief_is_an_empty_one_and_said() -> None:
    """An article without a brief costs its recall, and the figures are not sound."""
    evaluation = evaluate([document()], {}, TRADE, faults={"story": "no JSON"})
    assert evaluation.total == FieldScore(10, 0, 0)
    assert evaluation.missing == ("story",) and not evaluation.sound
    assert evaluation.cost == {} and evaluation.slots == {}
    assert "no brief of story, scored as an empty one: no JSON" in render_evaluation(evaluation)


def test_the_interval_is_over_documents_and_the_same_every_time() -> None:
    """The bootstrap draws articles: one good and one empty brief spread from 0 to 1, the same on every call."""
    good, bad = document(), replace(document(), name="other")
    made = {"story": brief_of(ARTICLE, as_reply(GOLD)), "other": brief_of(ARTICLE, {})}
    evaluation = evaluate([good, bad], made, TRADE)
    assert evaluation.macro_f1_90 == (0.0, 1.0)
    reply = as_reply(GOLD)
    several = {str(n): brief_of(ARTICLE, {k: reply[k] for k in list(reply)[n:]}) for n in range(5)}
    gold = [replace(good, name=name) for name in several]
    first = evaluate(gold, several, TRADE)
    assert first.macro_f1_90 == evaluate(gold, several, TRADE).macro_f1_90
    assert 0 < first.macro_f1_90[0] < first.macro_f1 < first.macro_f1_90[1] < 1
    assert evaluation.macro_f1 == pytest.approx(2 / 3)


def test_one_verdict_only() -> None:
    """With a verdict only the facts that have it are scored, against all of gold, and counted."""
    reply = as_reply(GOLD)
    facts = {k: [fact(TRADE, k, TEXT, e, ("polarity: hm",) if k == "items" else ()) for e in reply[k]] for k in reply}
    made = brief(ARTICLE, facts)
    assert score(made).verdicts == {"supported": 8, "flagged": 2}
    only = score(made, verdict="supported")
    assert only.verdicts == {"supported": 8}
    assert only.fields["items"] == FieldScore(2, 0, 0) and only.fields["actors"].f1 == 1.0
    assert only.evidence.spans == 8
    assert score(made, verdict="flagged").total == FieldScore(10, 2, 2)


def test_the_integrity_of_evidence() -> None:
    """Spans that are not the source's own characters, or no spans at all, are counted, as are facts without."""
    good = fact(TRADE, "items", TEXT, entry("items"))
    (place,) = good.evidence
    wrong = [
        place.model_copy(update={"quote": "something else"}),
        place.model_copy(update={"start": -5}),
        place.model_copy(update={"start": place.end, "end": place.start}),
        place.model_copy(update={"end": len(TEXT) + 9}),
    ]
    bare = good.model_copy(update={"evidence": ()})
    evaluation = score(brief(ARTICLE, {"items": [good.model_copy(update={"evidence": (place, *wrong)}), bare]}))
    assert (evaluation.evidence.spans, evaluation.evidence.not_verbatim, evaluation.evidence.facts_without) == (5, 4, 1)
    assert not evaluation.sound
    assert evaluation.fields["items"] == FieldScore(2, 2, 1)
    assert not score(brief(ARTICLE, {"items": [bare]})).sound and score(brief(ARTICLE, {"items": [good]})).sound


def test_a_brief_of_another_text_and_a_suspect_one() -> None:
    """Both are scored and named; only the first makes the figures unsound."""
    other = score(brief_of(article_from_text(TEXT + "More.", "story.txt"), as_reply(GOLD)))
    assert other.other_text == ("story",) and not other.sound
    suspect = score(brief_of(ARTICLE, as_reply(GOLD), suspect=True))
    assert suspect.suspect == ("story",) and suspect.sound
    assert "of another text" in render_evaluation(other) and "is suspect" in render_evaluation(suspect)


def test_what_an_article_took() -> None:
    """Tokens that came from a cache were not evaluated; their times and costs are said where every brief knows them."""
    used: list[Json] = [
        {"seconds": 2.0, "calls": 3, "prompt_tokens": 100, "cached_tokens": 90, "completion_tokens": 7,
         "prompt_seconds": 1.5},
        {"seconds": 5.0, "calls": 5, "prompt_tokens": 50, "cached_tokens": 0, "completion_tokens": 9,
         "prompt_seconds": 3.5, "completion_seconds": 1.25, "cost_usd": 0.5},
    ]  # fmt: skip
    gold = [replace(document(), name=str(n)) for n in range(2)]
    cost = evaluate(gold, {str(n): brief_of(ARTICLE, {}, **u) for n, u in enumerate(used)}, TRADE).cost
    assert "cost_usd" not in cost and "completion_seconds" not in cost
    said = {name: (s.median, s.least, s.most, s.total) for name, s in cost.items()}
    assert said == {
        "seconds": (3.5, 2, 5, 7),
        "calls": (4, 3, 5, 8),
        "prompt_evaluated": (30, 10, 50, 60),
        "prompt_seconds": (2.5, 1.5, 3.5, 5),
        "prompt_cached": (45, 0, 90, 90),
        "completion": (8, 7, 9, 16),
    }
    second = evaluate(gold[1:], {"1": brief_of(ARTICLE, {}, **used[1])}, TRADE)
    assert (second.cost["cost_usd"].total, second.cost["completion_seconds"].total) == (0.5, 1.25)
    assert second.to_dict()["cost"]["prompt_seconds"] == {"median": 3.5, "min": 3.5, "max": 3.5, "total": 3.5}
    view = " ".join(render_evaluation(second).split())
    assert "prompt tokens evaluated 50 50 50 50 seconds evaluating them 3.5 3.5 3.5 3.5 prompt tokens from" in view
    assert "tokens generated 9 9 9 9 seconds generating them 1.2" in view


def test_no_gold_is_no_evaluation() -> None:
    """Nothing can't be measured."""
    with pytest.raises(ValueError, match="no gold"):
        evaluate([], {}, TRADE)


# --- properties


@st.composite
def replies(draw: st.DrawFn) -> Json:
    """Replies made of gold's facts: some left out, some twice, some with the values or the quotes of others."""
    said: Json = {}
    for kind, entries in as_reply(GOLD).items():
        said[kind] = []
        for base in draw(st.lists(st.sampled_from(entries), max_size=4)):
            other = draw(st.sampled_from(entries))
            keys = draw(st.sets(st.sampled_from(sorted(base))))
            said[kind].append(base | {k: other[k] for k in keys if k in other})
    return said


@given(replies())
@settings(max_examples=60, deadline=None)
def test_shares_are_shares(said: Json) -> None:
    """Whatever a brief says, every figure is between 0 and 1, and no count is larger than what it counts."""
    evaluation = score(brief_of(ARTICLE, said))
    for field in evaluation.fields.values():
        assert 0 <= field.matched <= min(field.gold, field.found)
        assert all(0 <= share <= 1 for share in (field.precision, field.recall, field.f1))
    low, high = evaluation.macro_f1_90
    assert 0 <= low <= high <= 1
    assert all(0 <= s.accuracy <= 1 for s in evaluation.slots.values())
    (story,) = evaluation.documents
    assert len(story.matches) + len(story.extra) == sum(map(len, said.values()))
    assert len(story.matches) + len(story.missed) == sum(len(GOLD[k]) for k in said)


@given(replies(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_a_brief_is_no_matter(said: Json, dice: random.Random) -> None:
    """Facts in another order match as many of gold."""
    shuffled = {kind: dice.sample(entries, len(entries)) for kind, entries in said.items()}
    assert score(brief_of(ARTICLE, shuffled)).fields == score(brief_of(ARTICLE, said)).fields


@given(replies())
@settings(max_examples=40, deadline=None)
def test_a_difference_adds_up(said: Json) -> None:
    """Won less lost is what the matched facts have become more; a brief and itself have no difference."""
    old, new = score({}), score(brief_of(ARTICLE, said))
    found = difference(old, new)
    assert len(found.won) - len(found.lost) == new.total.matched - old.total.matched
    same = difference(new, new)
    assert same.won == same.lost == () and same.extra_new == same.extra_gone == ()


# --- gold


def test_gold_is_read() -> None:
    """Alternatives, principal and further roles, joined names, and every place of a quote."""
    own = {"note": "hard", "tags": ["x"]}
    gold = document(changed(items=[GOLD["items"][1] | {"quotes": ["Velmora", *ELSEWHERE]} | own]) | own)
    (radars,) = gold.facts["items"]
    assert radars.accepted("status") == (("delivered",), ("ongoing",))
    assert radars.accepted("date") == ((),) and radars.stated("date") == ()
    assert [ARTICLE.quote(s) for s in radars.spans][-2:] == ["Velmora", *ELSEWHERE]
    assert len(radars.spans) == TEXT.count("Velmora") + 1
    assert gold.facts["actors"][1].values["roles"] == ("recipient", "sanctioned_party")
    assert gold.facts["sanctions"][0].values["target"] == ("Drovia", "Tobin Orvand")
    assert gold.party("Tobin Orvand").person and not gold.party("Drovia").person
    assert gold.party("Nobody").names == ("Nobody",)


def test_gold_in_the_plain_shape_of_a_reply_is_the_same() -> None:
    """``roles`` as a list, several names as a list: the shape of a reply is gold, too."""
    plain_gold, short = document(as_reply(GOLD)), document()
    for kind, facts in short.facts.items():
        assert [f.values for f in plain_gold.facts[kind]] == [f.values for f in facts]


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"attacks": []}, "attacks: the schema trade_brief/1 has no such list → its lists are actors"),
        ({"denails": [{}]}, "denails: the schema trade_brief/1 has no such list → did you mean 'denials'?"),
        ({"denials": None}, "denials: is null, no list"),
        ({"denials": ["no"]}, 'denials/0: is "no", no fact'),
        ({"items": [GOLD["items"][0] | {"quotes": []}]}, "items/0/quotes: there are none → copy the words"),
        ({"items": [GOLD["items"][0] | {"quotes": "Velmora"}]}, 'items/0/quotes: is "Velmora", no list'),
        ({"items": [GOLD["items"][0] | {"quotes": [" "]}]}, 'items/0/quotes/0: is " ", no words'),
        (
            {"items": [GOLD["items"][0] | {"quotes": ["Velmora sold Drovia a dozen patrol boats in March"]}]},
            "is not in story.txt; nearest is",
        ),
        ({"items": [GOLD["items"][0] | {"status": "deliverd"}]}, 'items/0/status: is "deliverd" → did you mean \'deli'),
        ({"items": [GOLD["items"][0] | {"status": None}]}, "items/0/status: is missing → write one of proposed"),
        ({"items": [GOLD["items"][0] | {"status_alt": ["gone"]}]}, 'items/0/status_alt/0: is "gone" → its values are'),
        ({"items": [GOLD["items"][0] | {"status_alt": "alleged"}]}, 'items/0/status_alt: is "alleged", no list'),
        ({"items": [GOLD["items"][0] | {"description": " "}]}, "items/0/description: is missing"),
        ({"items": [GOLD["items"][0] | {"quantity": 12}]}, "items/0/quantity: is 12, no text"),
        ({"items": [GOLD["items"][0] | {"recipent": "Drovia"}]}, "items/0/recipent: no such field → did you mean 'rec"),
        ({"items": [GOLD["items"][0] | {"supplier": [3]}]}, "items/0/supplier: is 3, no text"),
        ({"actors": [GOLD["actors"][0] | {"role": "seller"}]}, 'actors/0/roles: is "seller" → its values are'),
        ({"actors": [GOLD["actors"][0] | {"also_roles": "other"}]}, 'actors/0/also_roles: is "other", no list'),
        ({"actors": [GOLD["actors"][0] | {"roles": []}]}, "actors/0/roles: stands beside role or also_roles"),
        ({"actors": [GOLD["actors"][0] | {"aliases": "Velmo"}]}, 'actors/0/aliases: is "Velmo", no list'),
        ({"actors": [GOLD["actors"][0] | {"aliases_alt": []}]}, "actors/0/aliases_alt: no such field"),
        (
            {"sanctions": [GOLD["sanctions"][0] | {"target": None, "authority": ""}]},
            "none of target, authority is named",
        ),
    ],
)
def test_malformed_gold_says_where_and_what_to_do(lists: Json, said: str) -> None:
    """Each problem names the file, the place in it and the mend."""
    with pytest.raises(UsageError) as caught:
        document(changed(**lists))
    assert said in caught.value.message and "story.json" in caught.value.message
    assert " → " in caught.value.message and caught.value.mend
    assert caught.value.message.count("\n") == 1


def test_a_list_must_be_there() -> None:
    """An article that was not read for denials must not pass for one that has none."""
    with pytest.raises(UsageError, match='denials: the list is missing → write "denials": \\[\\]'):
        document({k: v for k, v in GOLD.items() if k != "denials"})
    with pytest.raises(UsageError, match="is no JSON object"):
        read_gold("story", [], ARTICLE, TRADE)


def test_many_problems_are_told_together_and_harmlessly() -> None:
    """Several problems come at once, cut after twenty, and none acts on a terminal."""
    bad = GOLD["denials"][0] | {"quotes": ["\x1b[2J‮ not there"], "what": None}
    with pytest.raises(UsageError) as caught:
        document(changed(denials=[bad] * 15))
    assert "… and 10 more" in caught.value.message
    assert caught.value.message.isascii() is False and "\x1b" not in caught.value.message
    assert "\\u001b[2J\\u202e" in caught.value.message


# --- folders


def write_corpus(folder: Path, golds: Mapping[str, Json], texts: Mapping[str, str] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, gold in golds.items():
        (folder / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
        (folder / f"{name}.txt").write_text((texts or {}).get(name, TEXT), encoding="utf-8", newline="")
    return folder


def write_briefs(folder: Path, briefs: Mapping[str, Brief | Json]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in briefs.items():
        text = made.to_json() if isinstance(made, Brief) else json.dumps(made)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def test_a_corpus_and_its_briefs(tmp_path: Path) -> None:
    """Pairs of files are gold; a text alone is named; of briefs the unreadable and the foreign ones are faults."""
    folder = write_corpus(tmp_path / "gold", dict.fromkeys("abcd", GOLD))
    (folder / "notes.txt").write_text("notes", encoding="utf-8")
    corpus = load_gold(folder, TRADE)
    assert [d.name for d in corpus.documents] == list("abcd") and corpus.unannotated == ("notes",)
    made = brief_of(ARTICLE, as_reply(GOLD))
    briefs = write_briefs(tmp_path / "briefs", {"a": made, "b": made.to_dict() | {"schema": "other/3"}, "c": {"x": 1}})
    found = load_briefs(briefs, corpus)
    assert found.briefs == {"a": made}
    assert "is by the schema 'other/3', not 'trade_brief/1'" in found.faults["b"]
    assert "is no brief/1" in found.faults["c"]
    evaluation = evaluate(corpus.documents, found.briefs, TRADE, faults=found.faults)
    assert evaluation.missing == ("b", "c", "d") and not evaluation.sound


def test_a_brief_of_an_earlier_run_is_none_of_this_one(tmp_path: Path) -> None:
    """Where the last run's ledger says that it gave no brief, the one that stands there is not scored."""
    corpus = load_gold(write_corpus(tmp_path / "gold", {"a": GOLD}), TRADE)
    briefs = write_briefs(tmp_path / "briefs", {"a": brief_of(ARTICLE, as_reply(GOLD))})
    line = {"source": "elsewhere/a.txt", "path": "", "code": "http_error", "value": "500"}
    (briefs / "ledger.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    found = load_briefs(briefs, corpus)
    assert found.briefs == {} and found.faults == {"a": "the last run gave no brief for it (http_error: 500)"}


def test_folders_that_can_not_be_used(tmp_path: Path) -> None:
    """What is missing, empty, half there, no JSON or the gold itself is said with its name."""
    with pytest.raises(UsageError, match="there is no folder"):
        load_gold(tmp_path / "none", TRADE)
    folder = write_corpus(tmp_path / "gold", {})
    with pytest.raises(UsageError, match="there is no gold in"):
        load_gold(folder, TRADE)
    corpus = load_gold(write_corpus(folder, {"a": GOLD}), TRADE)
    with pytest.raises(UsageError, match="there is no folder"):
        load_briefs(tmp_path / "none", corpus)
    with pytest.raises(UsageError, match="holds the gold, not the briefs"):
        load_briefs(folder, corpus)
    (folder / "b.json").write_text("{", encoding="utf-8")
    (folder / "b.txt").write_text(TEXT, encoding="utf-8")
    (folder / "c.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_gold(folder, TRADE)
    said = str(caught.value)
    assert "b.json is no JSON" in said and "c.json has no article" in said and "put the article beside it" in said
    (folder / "b.txt").write_text(" ", encoding="utf-8")
    (folder / "b.json").write_text(json.dumps(GOLD), encoding="utf-8")
    (folder / "c.json").unlink()
    with pytest.raises(UsageError, match=r"b\.txt is empty"):
        load_gold(folder, TRADE)


def test_the_digest_of_a_corpus(tmp_path: Path) -> None:
    """It changes with an article, its gold or their number, and with nothing else; sha256sum gives the same."""
    folder = write_corpus(tmp_path / "gold", {"a": GOLD, "b": GOLD})
    digest = load_gold(folder, TRADE).sha256
    (folder / "c.txt").write_text("no gold", encoding="utf-8")
    assert load_gold(folder, TRADE).sha256 == digest
    names = ["a.json", "a.txt", "b.json", "b.txt"]
    shell = "sha256sum " + " ".join(names) + " | sha256sum"
    done = subprocess.run(["sh", "-c", shell], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode or done.stdout.split()[0] == digest
    seen = {digest}
    write_corpus(folder, {"a": GOLD | {"doc": "x"}, "b": GOLD})
    seen.add(load_gold(folder, TRADE).sha256)
    write_corpus(folder, {"a": GOLD, "b": GOLD}, {"b": TEXT + "More.\n"})
    seen.add(load_gold(folder, TRADE).sha256)
    write_corpus(folder, {"a": GOLD, "b": GOLD, "d": GOLD})
    seen.add(load_gold(folder, TRADE).sha256)
    assert len(seen) == 4


# --- the difference of two folders


def apart(old: Json, new: Json) -> Difference:
    return difference(score(old), score(new))


def test_won_and_lost() -> None:
    """Facts of gold that only one of two briefs has, and facts beyond gold that are new or gone."""
    boats, radars = as_reply(GOLD)["items"]
    tanks = boats | {"description": "tanks", "quantity": None}
    planes = radars | {"description": "planes", "quantity": None}
    found = apart({"items": [boats, tanks]}, {"items": [radars, planes]})
    assert [(c.article, c.gold.path) for c in found.won] == [("story", "items/1")]
    assert [c.gold.path for c in found.lost] == ["items/0"]
    assert [c.fact.values["description"] for c in found.extra_new] == ["planes"]
    assert [c.fact.values["description"] for c in found.extra_gone] == ["tanks"]
    said = found.to_dict()
    assert said["format"] == "evaluation-diff/1" and said["f1"]["items"] == 0 and said["macro_f1"] == 0
    assert said["won"][0]["path"] == "items/1" and said["won"][0]["fact"] == found.won[0].fact.id
    assert said["old"] == found.old.to_dict() and said["new"]["fields"]["items"]["matched"] == 1
    shown = render_difference(found)
    for words in ("Won (1)", "Lost (1)", "Extra facts that are new (1)", "planes", "tanks", "±0", "2 → 2"):
        assert words in shown


def test_an_extra_fact_with_a_new_id_is_the_same_one() -> None:
    """A fact beyond gold whose evidence or value was mended a little is neither new nor gone."""
    tanks = entry("items", description="tanks", quantity=None)
    longer = tanks | {"quotes": ["Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday."]}
    found = apart({"items": [tanks]}, {"items": [longer]})
    assert found.extra_new == found.extra_gone == ()


def test_a_fact_that_was_right_and_is_wrong_is_lost_and_new() -> None:
    """Spoiling a right fact loses one of gold and makes an extra one."""
    boats, radars = as_reply(GOLD)["items"]
    found = apart({}, {"items": [boats | {"description": "tanks", "quantity": None}, radars]})
    assert [c.gold.path for c in found.lost] == ["items/0"] and len(found.extra_new) == 1
    assert found.extra_gone == () and found.to_dict()["f1"]["items"] == -0.5
    assert "−.500" in render_difference(found)


def test_differences_are_of_one_gold() -> None:
    """Evaluations by other gold, or of other schemas, are not compared."""
    with pytest.raises(ValueError, match="one gold"):
        difference(score({}), evaluate([replace(document(), name="other")], {}, TRADE))
    with pytest.raises(ValueError, match="longer"):
        difference(score({}), evaluate([document(), document()], {}, TRADE))


# --- floors


def test_floors_hold_and_are_read_again() -> None:
    """The floors on which an evaluation stands hold for it, in both formats, whatever is rounded."""
    evaluation = score({"actors": [entry("actors", i) for i in (0, 1)], "denials": []})
    floors = Floors.of(evaluation, "abc")
    assert floors.f1["actors"] == 0.666 and floors.f1["denials"] == 0
    for format in ("toml", "json"):
        read = read_floors(floors.to_text(format), format, TRADE)
        assert read == floors and read.below(evaluation) == ()


def test_below_a_floor() -> None:
    """A list, or the mean, that is below its floor is named; lists without a floor are not."""
    floors = Floors(TRADE.id, "abc", {"items": 0.9, "denials": 1.0}, macro_f1=0.99)
    below = floors.below(score({"items": [entry("items")], "actors": []}))
    assert [(b.name, b.floor) for b in below] == [("items", 0.9), ("macro_f1", 0.99)]
    assert render_below(below) == "items .667, floor .900; macro_f1 .733, floor .990"


def test_floors_rise_and_never_sink() -> None:
    """Raising takes the higher one of each."""
    low, high = Floors(TRADE.id, "a", {"items": 0.3, "actors": 0.8}, 0.5), Floors(TRADE.id, "a", {"items": 0.4, "actors": 0.7}, 0.6)  # fmt: skip
    assert low.raised(high) == high.raised(low) == Floors(TRADE.id, "a", {"items": 0.4, "actors": 0.8}, 0.6)
    assert Floors(TRADE.id, "a", {}).raised(high).f1 == high.f1


def test_floors_of_something_else_say_how_to_measure_anew() -> None:
    """Floors of another corpus or schema are refused with the call that makes new ones."""
    floors = Floors(TRADE.id, "abc", {})
    floors.check(TRADE, "abc", "floors.toml")
    for schema, digest, said in ((TRADE, "abd", "another corpus"), (OUTBREAKS, "abc", "of the schema 'trade_brief/1'")):
        with pytest.raises(SettingsError, match=said) as caught:
            floors.check(schema, digest, "floors.toml")
        assert "remove floors.toml and call" in caught.value.mend and "--write-floors" in caught.value.mend


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "no TOML"),
        ("floor = 1", "unknown: floor"),
        ('schema = "trade_brief/1"\n[f1]', "corpus_sha256 is missing"),
        ('schema = "trade_brief/1"\ncorpus_sha256 = "a"', "f1 is missing"),
        ('schema = "trade_brief/1"\ncorpus_sha256 = "a"\n[f1]\nattacks = 0.1', "no such list: attacks"),
        ('schema = "trade_brief/1"\ncorpus_sha256 = "a"\n[f1]\nitems = 62', "items is 62, no share"),
        ('schema = "trade_brief/1"\ncorpus_sha256 = "a"\n[f1]\nitems = true', "items is true, no share"),
        ('schema = "trade_brief/1"\ncorpus_sha256 = "a"\nmacro_f1 = nan\n[f1]', "macro_f1 is NaN, no share"),
    ],
)
def test_floors_that_are_none(text: str, said: str) -> None:
    """What is wrong with a file of floors is said with what it may hold."""
    with pytest.raises(SettingsError, match=said) as caught:
        read_floors(text, "toml", TRADE, "floors.toml")
    assert "floors.toml" in caught.value.message and "[f1]" in caught.value.mend
    with pytest.raises(SettingsError):
        read_floors("[]", "json", TRADE)


# --- a schema of another domain


class Body(Claim):
    """Who is named."""

    name: Annotated[str, Copied("The name.", name=True)]
    sort: Annotated[Literal["person", "agency"], OneOf("What it is.")]


class Outbreak(Claim):
    """A disease that breaks out somewhere."""

    sentences = ("{place} has <{cases of disease}>",)

    disease: Annotated[str, Free("Which disease.")]
    cases: Annotated[str | None, Free("How many are ill.")] = None
    place: Annotated[str | None, Reference("Where.")] = None
    told_by: Annotated[Names | None, Reference("Who says so.", speaker=True)] = None
    status: Annotated[Literal["spreading", "over"] | None, OneOf("How it goes.")] = None


class Advice(Claim):
    """Advice of a body."""

    body: Annotated[Names, Reference("Who warns.")]
    place: Annotated[Names | None, Reference("Of where.")] = None
    advice: Annotated[str | None, Free("What to do.")] = None
    since: Annotated[str | None, Free("Since when.")] = None


class Remark(Claim):
    """What somebody said."""

    speaker: Annotated[str, Reference("Who.", speaker=True)]
    words: Annotated[str, Free("What.")]


class Sighting(Claim):
    """A germ that was found; no party takes part."""

    code: Annotated[str, Copied("Its code.")]
    signs: Annotated[list[str], Free("What it shows.")] = []


class Outbreaks(Report):
    """Outbreaks of diseases."""

    schema_id = "outbreaks/1"
    bodies: list[Body] = []
    outbreaks: list[Outbreak] = []
    warnings: list[Advice] = []
    remarks: list[Remark] = []
    sightings: list[Sighting] = []


OUTBREAKS = compile_schema(Outbreaks)
NEWS = (
    "Forty cases of marsh fever were counted in Pellan, Dr. Irena Kolvas of the Health Office said. The Health Office "
    "warned travellers to Pellan against raw fish. The fever is not dangerous, Kolvas added. Strain MF-7 was found in "
    "two wells; it glows in the dark. Pellan has forty cases of marsh fever. The strain MF-7 spreads.\n"
)
NEWS_GOLD: Json = {
    "bodies": [
        {"name": "Irena Kolvas", "sort": "person", "quotes": ["Dr. Irena Kolvas of the Health Office"]},
        {"name": "Health Office", "sort": "agency", "quotes": ["The Health Office warned"]},
    ],
    "outbreaks": [
        {"disease": "marsh fever", "cases": "forty", "place": "Pellan", "status": None,
         "quotes": ["Forty cases of marsh fever were counted in Pellan"]},
    ],
    "warnings": [
        {"body": "Health Office", "place": "Pellan", "advice": "no raw fish",
         "quotes": ["The Health Office warned travellers to Pellan against raw fish"]},
    ],
    "remarks": [
        {"speaker": "Irena Kolvas", "words": "the fever is not dangerous", "words_alt": ["no danger"],
         "quotes": ["The fever is not dangerous, Kolvas added"]},
    ],
    "sightings": [{"code": "MF-7", "signs": ["it glows"], "quotes": ["Strain MF-7 was found in two wells"]}],
}  # fmt: skip


def news_score(**lists: list[Json]) -> Evaluation:
    article = article_from_text(NEWS, "news.txt")
    gold = read_gold("news", NEWS_GOLD, article, OUTBREAKS)
    made = brief_of(article, {k: NEWS_GOLD[k] for k in NEWS_GOLD} | lists, OUTBREAKS)
    return evaluate([gold], {"news": made}, OUTBREAKS)


def test_the_rules_follow_from_the_markers() -> None:
    """Each kind of any schema has its rule: by name, by what is said, or by who takes part."""
    rules = {k.name: match_rule(k) for k in OUTBREAKS.kinds}
    assert {name: rule.basis for name, rule in rules.items()} == {
        "bodies": "name",
        "outbreaks": "text",
        "warnings": "party",
        "remarks": "party",
        "sightings": "text",
    }
    assert rules["outbreaks"].text == ("cases", "disease") and rules["outbreaks"].parties == ("place",)
    assert rules["warnings"].hint == "advice" and rules["warnings"].parties == ("body", "place")
    assert rules["remarks"].parties == ("speaker",) and rules["remarks"].text == ("words",)
    assert rules["sightings"].parties == () and rules["sightings"].text == ("code",)
    trade = {k.name: match_rule(k) for k in TRADE.kinds}
    assert trade["actors"].names == ("name", "aliases")
    assert trade["items"].text == trade["compensation"].text == ("quantity", "description")
    assert trade["items"].parties == ("supplier", "recipient") and trade["items"].sets == ("status",)
    assert trade["items"].hint is None
    assert trade["sanctions"].hint == "measure" and trade["denials"].parties == ("denier",)
    assert "half the words of quantity and description" in trade["items"].words


def test_a_schema_of_ones_own_is_scored() -> None:
    """Gold of another domain: what it says is perfect; what differs matches and fails by the same rules."""
    perfect = news_score()
    assert perfect.macro_f1 == 1.0 and {s.accuracy for s in perfect.slots.values()} == {1.0}
    assert set(perfect.slots) == {
        "bodies.sort", "outbreaks.cases", "outbreaks.place", "outbreaks.status", "warnings.body", "warnings.place",
        "warnings.advice", "remarks.speaker", "sightings.signs",
    }  # fmt: skip

    def found(kind: str, **values: Any) -> bool:
        return news_score(**{kind: [NEWS_GOLD[kind][0] | values]}).fields[kind].matched == 1

    elsewhere = {"quotes": ["Pellan has forty cases of marsh fever"]}
    assert found("bodies", name="Kolvas", quotes=["Kolvas added"]) is False  # gold has no such alias to be named by
    assert found("bodies", name="Kolvas")
    assert found("outbreaks", disease="a fever", cases=None, place=None)
    assert found("outbreaks", **elsewhere) and not found("outbreaks", place="Astrin", **elsewhere)
    assert found("warnings", body="Kolvas", advice=None) and not found("warnings", body="Kolvas", place=None)
    assert found("remarks", words="no danger", **elsewhere) and not found("remarks", words="hm", **elsewhere)
    assert found("remarks", words="hm") and not found("remarks", speaker="Health Office")
    there = {"quotes": ["The strain MF-7 spreads"]}
    assert found("sightings", **there) and not found("sightings", code="MF", **there) and found("sightings", code="MF")
    assert (
        news_score(outbreaks=[NEWS_GOLD["outbreaks"][0] | {"status": "over"}]).slots["outbreaks.status"].accuracy == 0
    )


# --- for people and for programs


HOSTILE = "\x1b[31mred‮ [bold]x[/bold]"


def test_what_is_shown() -> None:
    """The table has every figure; with -v the rules, what was missed and what is extra."""
    evaluation = score({"items": [entry("items"), entry("items", 1, description="tanks", quantity=None)]})
    shown = render_evaluation(evaluation)
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line}
    assert rows["items"] == ["2", "2", "1", ".500", ".500", ".500"]
    assert rows["actors"] == ["4", "4", "4", "1.000", "1.000", "1.000"]
    assert "macro F1 .900 (90 % .900 to .900) · micro F1 .900 · precision .900 · recall .900" in shown
    assert "evidence: 10 spans, 0 not the source's own characters; 0 facts without" in shown
    assert "Missed" not in shown and "\x1b" not in shown
    more = render_evaluation(evaluation, verbose=True)
    assert "Missed: in gold, not in the brief (1)" in more and "Extra: in the brief, not in gold (1)" in more
    assert "coastal radars" in more and "description: tanks" in more and "denier is gold's" in more
    assert "\x1b[" in render_evaluation(evaluation, color=True)


def test_hostile_words_do_nothing() -> None:
    """What an article, a model or a file's name says can't act on the terminal, nor is it markup."""
    evil = entry("items", description=HOSTILE)
    gold = replace(document(), name=HOSTILE)
    evaluation = evaluate([gold], {HOSTILE: brief_of(ARTICLE, {"items": [evil]})}, TRADE)
    missing = evaluate([gold], {}, TRADE, faults={HOSTILE: HOSTILE})
    for shown in (
        render_evaluation(evaluation, verbose=True),
        render_evaluation(missing, verbose=True),
        render_difference(difference(missing, evaluation)),
    ):
        assert "\x1b" not in shown and "‮" not in shown
        assert "<U+001B>" in shown and "<U+202E>" in "".join(shown.split())
    assert "[bold]x[/bold]" in "".join(render_evaluation(evaluation, verbose=True, width=400).splitlines())


def test_the_shape_for_programs() -> None:
    """The keys are those that docs/evaluation.md names, and the whole is JSON."""
    boats = entry("items", description="tanks", quantity=None)
    said = json.loads(json.dumps(score({"items": [boats]}).to_dict()))
    page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [key for key in said if f'"{key}"' not in page] == []
    assert [key for key in difference(score({}), score({})).to_dict() if f'"{key}"' not in page] == []
    assert said["fields"]["items"] == {
        "gold": 2, "found": 1, "matched": 0, "precision": 0, "recall": 0, "f1": 0,
    }  # fmt: skip
    (extra,) = said["extra"]
    assert extra["article"] == "story" and extra["list"] == "items" and extra["values"]["description"] == "tanks"
    assert [m["path"] for m in said["missed"]] == ["items/0", "items/1"]
    assert said["missed"][0]["values"]["supplier"] == ["Velmora"] and said["missed"][0]["quotes"]
    assert said["slots"]["actors.kind"] == {"cases": 4, "accuracy": 1.0}


# --- the scorer beside this repository


needs_shared = pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="no ../shared beside the repository")
Spoil = Callable[[random.Random, Json, str], Json]
"""Spoils a fact of a brief (as JSON has it); the text is the article's."""


def dropped(dice: random.Random, fact: Json, text: str) -> Json:
    """Optional values are lost."""
    keys = [k for k, v in fact.items() if isinstance(v, str) and k not in ("id", "verdict", "name")]
    return fact | {k: None for k in keys if dice.random() < 0.4}


def swapped(dice: random.Random, fact: Json, text: str) -> Json:
    """Two values change places."""
    pairs = [("supplier", "recipient"), ("payer", "payee"), ("authority", "target"), ("description", "quantity")]
    for a, b in pairs:
        if a in fact and dice.random() < 0.5:
            fact = fact | {a: fact[b], b: fact[a]}
    return fact


def reworded(dice: random.Random, fact: Json, text: str) -> Json:
    """Values lose words, gain words of the article, or stand for a list of names; names shrink to the last word."""
    words = text.split()
    out = dict(fact)
    for key, value in fact.items():
        if isinstance(value, str) and key not in ("id", "verdict", "kind", "status"):
            said = [w for w in value.split() if dice.random() < 0.7] + dice.sample(words, dice.choice([0, 0, 1, 3]))
            out[key] = dice.choice([value, " ".join(said) or value, value.split()[-1], value.upper()])
    for key in REFERENCES:
        if out.get(key) and dice.random() < 0.3:
            out[key] = [*([out[key]] if isinstance(out[key], str) else out[key]), dice.choice(words)]
    if "status" in out:
        out["status"] = dice.choice([out["status"], "proposed", "alleged", "imposed", "lifted"])
    if out.get("roles"):
        out["roles"] = dice.sample(["supplier", "broker", "other", "denier", *out["roles"]], 2)
    return out


def shifted(dice: random.Random, fact: Json, text: str) -> Json:
    """Evidence is moved, cut, drawn out, made unverbatim, doubled or taken away."""
    out = []
    for e in fact["evidence"]:
        how = dice.random()
        if how < 0.1:
            continue
        start = max(
            0, min(len(text) - 2, e["start"] + dice.choice([0, 0, -40, 40, -300, 9, dice.randrange(-999, 999)]))
        )
        end = min(len(text), max(start + 1, e["end"] + dice.choice([0, 0, 20, -20, 200, 700, -60])))
        said = e | {"start": start, "end": end, "quote": text[start:end]}
        out += [said | {"quote": "something else"} if how < 0.2 else said] * dice.choice([1, 1, 2])
    return fact | {"evidence": out}


def doubted(dice: random.Random, fact: Json, text: str) -> Json:
    """Some facts are flagged."""
    return fact | ({"verdict": "flagged", "reasons": ["speaker: hm"]} if dice.random() < 0.3 else {})


def spoilt(seed: int, briefs: Mapping[str, Json], texts: Mapping[str, str], spoils: Sequence[Spoil]) -> dict[str, Json]:
    """Briefs in which facts are missing, doubled, out of order, of other articles, and spoilt."""
    dice = random.Random(seed)
    out = {}
    for name, made in briefs.items():
        made = json.loads(json.dumps(made))
        stranger = briefs[dice.choice(sorted(briefs))]
        for kind in TRADE.kinds:
            facts = [f for f in made[kind.name] if dice.random() < 0.85]
            facts += [f for f in made[kind.name] if dice.random() < 0.25]
            facts += [f for f in stranger[kind.name] if dice.random() < 0.2]
            for spoil in spoils:
                facts = [spoil(dice, f, texts[name]) if dice.random() < 0.6 else f for f in facts]
            made[kind.name] = [f | {"id": f"{kind.name}-{n}"} for n, f in enumerate(facts)]
            dice.shuffle(made[kind.name])
        out[name] = made
    return out


def theirs(briefs: Path, *flags: str) -> Json:
    """What ../shared/score.py says."""
    done = subprocess.run(
        [sys.executable, SHARED / "score.py", SHARED / "gold", briefs, "--json", *flags],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return dict(json.loads(done.stdout))


def check_agreement(corpus: Corpus, folder: Path, verdict: Literal["supported", "flagged"] | None = None) -> Evaluation:
    """Every figure of the scorer's is ours, to the digits that it prints."""
    their = theirs(folder, *(["--verdict", verdict] if verdict else []))
    found = load_briefs(folder, corpus)
    ours = evaluate(corpus.documents, found.briefs, TRADE, verdict=verdict, faults=found.faults)

    def same(one: float, other: float, digits: int) -> None:
        assert abs(one - other) <= 0.5 * 10**-digits + 1e-9

    for name, field in ours.fields.items():
        t = their["fields"][name]
        assert (field.gold, field.found, field.matched) == (t["gold"], t["predicted"], t["matched"]), name
        for one, other in ((field.precision, "precision"), (field.recall, "recall"), (field.f1, "f1")):
            same(one, t[other], 3)
    same(ours.macro_f1, their["macro_f1"], 3)
    same(ours.total.f1, their["micro_f1"], 3)
    same(ours.total.precision, their["precision"], 3)
    for one, other in zip(ours.macro_f1_90, their["macro_f1_90"], strict=True):
        same(one, other, 3)
    assert their["slots"].keys() <= ours.slots.keys()
    for name, share in their["slots"].items():
        same(ours.slots[name].accuracy, share, 2)
    assert ours.verdicts == their["verdicts"]
    assert ours.evidence.spans == their["evidence_spans"]
    assert ours.evidence.not_verbatim == their["evidence_not_verbatim"]
    assert ours.evidence.facts_without == their["facts_without_evidence"]
    assert list(ours.missing) == their["briefs_missing"]
    return ours


@pytest.fixture(scope="module")
def corpus() -> Iterator[Corpus]:
    """The gold beside this repository."""
    yield load_gold(SHARED / "gold", TRADE)


@pytest.fixture(scope="module")
def judged(corpus: Corpus) -> Iterator[dict[str, Json]]:
    """Briefs as JSON that the judge makes of gold itself."""
    spec = importlib.util.spec_from_file_location("gold_to_reply", SHARED / "gold" / "gold_to_reply.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    out = {}
    for d in corpus.documents:
        reply = module.reply(json.loads((SHARED / "gold" / f"{d.name}.json").read_text("utf-8")))
        facts, _ = read_reply(ChatReply(json.dumps(reply), "stop", Usage()), TRADE)
        out[d.name] = brief(d.article, judge(d.article, TRADE, facts).facts).to_dict()
    yield out


@needs_shared
def test_the_scorer_agrees_on_gold_itself(corpus: Corpus, judged: dict[str, Json], tmp_path: Path) -> None:
    """Gold, made briefs by the judge: our figures are the scorer's, with and without a verdict."""
    write_briefs(tmp_path, judged)
    assert check_agreement(corpus, tmp_path).macro_f1 > 0.9
    check_agreement(corpus, tmp_path, "supported")


@needs_shared
@pytest.mark.parametrize(
    ("seed", "spoils"),
    [
        pytest.param(1, [], id="missing, doubled and extra facts"),
        pytest.param(2, [dropped], id="lost values"),
        pytest.param(3, [swapped], id="swapped values"),
        pytest.param(4, [reworded], id="other words"),
        pytest.param(5, [shifted], id="moved evidence"),
        pytest.param(6, [doubted, swapped, reworded, shifted], id="all of it"),
        pytest.param(7, [doubted, reworded, shifted, dropped], id="all of it, again"),
    ],
)
def test_the_scorer_agrees_on_spoilt_briefs(
    corpus: Corpus, judged: dict[str, Json], tmp_path: Path, seed: int, spoils: list[Spoil]
) -> None:
    """Whatever is wrong with briefs, our figures are the scorer's."""
    texts = {d.name: d.article.text for d in corpus.documents}
    briefs = spoilt(seed, judged, texts, spoils)
    if seed > 5:
        del briefs[sorted(briefs)[seed % len(briefs)]]
    write_briefs(tmp_path, briefs)
    evaluation = check_agreement(corpus, tmp_path)
    assert 0.1 < evaluation.macro_f1 < 0.95
    check_agreement(corpus, tmp_path, "flagged" if doubted in spoils else "supported")
