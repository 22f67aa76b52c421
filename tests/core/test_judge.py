"""What the judge keeps and what it merges: evidence, order, ids, repeats, ambiguity."""

from __future__ import annotations

import json
from typing import Any

from summarizer.article import Article, Span
from summarizer.chat import ChatReply, Usage
from summarizer.extract.draft import DraftFact
from summarizer.extract.reply import read_reply
from summarizer.judge import Judged, judge
from summarizer.schema import find_schema

TRADE = find_schema("trade_brief")
TEXT = (
    "Ardovia shipped rifles to Tesk in May. Otto Ren, who speaks for Tesk, said so. Ardovia shipped rifles to Tesk in June. "
    "Mr. Ren said that Sund imposed a ban on Ardovia."
)


def fact(
    into: str, index: int, *quotes: str, places: tuple[Span | None, ...] = (), attempt: int = 0, **values: Any
) -> DraftFact:
    full = {f.name: values.get(f.name, [] if f.many else None) for f in TRADE.kind(into).fields}
    return DraftFact(into, f"{into}/{index}", full, quotes, places, attempt)


def item(index: int, *quotes: str, **more: Any) -> DraftFact:
    return fact("items", index, *quotes, **{"description": "rifles", "status": "delivered", **more})


def judged(*facts: DraftFact) -> Judged:
    return judge(Article(TEXT), TRADE, facts)


def test_a_repeat_adds_its_evidence_and_stands_in_the_ledger():
    """The same fact from a sentence and from words of it is one fact with both quotes."""
    result = judged(
        item(0, "Ardovia shipped rifles to Tesk in May", supplier="Ardovia"),
        item(1, "rifles to Tesk in May", recipient="Tesk"),
    )
    (kept,) = result.facts["items"]
    assert [e.quote for e in kept.evidence] == ["Ardovia shipped rifles to Tesk in May", "rifles to Tesk in May"]
    assert (kept["supplier"], kept["recipient"]) == ("Ardovia", "Tesk")
    assert [(x.path, x.code) for x in result.ledger] == [("items/1", "duplicate")]


def test_a_repeat_may_name_its_parties_in_other_words():
    """'Ren' and 'Otto Ren' under the same words are one target; another name is another fact."""
    quote = "Sund imposed a ban on Ardovia"
    ban: dict[str, Any] = {"status": "imposed", "authority": "Sund"}
    same = judged(
        fact("sanctions", 0, quote, target="Ardovia", **ban),
        fact("sanctions", 1, quote, target="the Ardovian government", **ban),
    )
    assert len(same.facts["sanctions"]) == 1
    said = "Otto Ren, who speaks for Tesk"
    denial: dict[str, Any] = {"what": "speaks for Tesk"}
    two = judged(
        fact("denials", 0, said, denier="Otto Ren", **denial), fact("denials", 1, said, denier="Tesk", **denial)
    )
    assert len(two.facts["denials"]) == 2


def test_a_party_is_one_however_and_wherever_it_is_named():
    """Title, case and place don't make two of one person; roles and aliases are joined."""
    result = judged(
        fact("actors", 0, "Otto Ren, who speaks for Tesk", name="Otto Ren", kind="person", roles=["spokesperson"]),
        fact("actors", 1, "Otto Ren", name="Mr. Otto Ren", kind="person", aliases=["Ren"], roles=["other"]),
    )
    (kept,) = result.facts["actors"]
    assert kept["name"] == "Otto Ren"
    assert kept["aliases"] == ["Ren"]
    assert kept["roles"] == ["spokesperson", "other"]


def test_two_facts_of_one_kind_stay_two():
    """Another status, another date and another place in the text are another fact."""
    result = judged(
        item(0, "Ardovia shipped rifles to Tesk in May", date="May"),
        item(1, "Ardovia shipped rifles to Tesk in June", date="June"),
        item(2, "Ardovia shipped rifles to Tesk in May", status="ongoing"),
        item(3, "Ardovia shipped rifles to Tesk in May", date="in May", supplier="Tesk"),
    )
    assert len(result.facts["items"]) == 4
    assert not result.ledger
    assert len({f.id for f in result.facts["items"]}) == 4


def test_facts_stand_in_the_order_of_the_text_with_ids_that_last():
    """The order of the reply does not matter, nor does what else was replied."""
    may, june = item(0, "in May", supplier="Ardovia"), item(1, "in June", supplier="Ardovia")
    one, other = judged(may, june).facts["items"], judged(june, may).facts["items"]
    assert [f.id for f in one] == [f.id for f in other]
    assert [f.evidence[0].quote for f in one] == ["in May", "in June"]
    assert judged(june).facts["items"][0].id == one[1].id


def test_a_quote_that_stands_twice_is_ambiguous_unless_something_settles_it():
    """Flagged; settled by the strategy's own place, or by a value of its sentence; a bare mention of a party is fine."""
    quote = "Ardovia shipped rifles to Tesk"
    (open_,) = judged(item(0, quote)).facts["items"]
    assert open_.reasons[0].startswith("quote_ambiguous:")
    assert open_.evidence[0].occurrences == 2
    (placed,) = judged(item(0, quote, places=(Span(80, 100),))).facts["items"]
    assert placed.verdict == "supported"
    assert placed.evidence[0].start == TEXT.rindex(quote)
    (dated,) = judged(item(0, quote, date="June")).facts["items"]
    assert dated.evidence[0].start == TEXT.rindex(quote)
    (actor,) = judged(fact("actors", 0, "Tesk", name="Tesk", kind="government")).facts["actors"]
    assert actor.verdict == "supported"


def test_a_fact_without_words_of_the_source_is_rejected():
    """No quote, and a quote that is nowhere: each with its code, and the nearest passage as a hint."""
    result = judged(item(0), item(1, "Ardovia shipped pistols to Tesk in May", attempt=1))
    assert not result.facts["items"]
    assert [(x.path, x.code, x.attempt) for x in result.ledger] == [
        ("items/0", "no_quote", 0),
        ("items/1", "quote_not_found", 1),
    ]
    assert result.ledger[1].hint == "Ardovia shipped rifles to Tesk in May."


def test_one_bad_quote_beside_a_good_one_costs_itself():
    """The fact stands on what was found; the other quote stands in the ledger."""
    result = judged(item(0, "Ardovia shipped rifles to Tesk in May", "nowhere to be seen"))
    assert [f.verdict for f in result.facts["items"]] == ["supported"]
    assert [x.code for x in result.ledger] == ["quote_not_found"]


def test_every_kind_of_the_schema_has_its_list():
    """Nothing drafted is an empty list for each kind."""
    assert judged().facts == {k.name: () for k in TRADE.kinds}


def test_a_required_name_that_is_an_empty_list_is_not_dropped_in_silence():
    """Found by the fuzzer: ``"target": []`` passed the schema as a list of names, and the fact vanished in the judge."""
    for empty in ([], ["", " "], None, " "):
        entry = {"target": empty, "status": "imposed", "quotes": ["Sund imposed a ban on Ardovia"]}
        drafted, ledger = read_reply(ChatReply(json.dumps({"sanctions": [entry]}), "stop", Usage()), TRADE)
        assert not drafted
        assert [(x.path, x.code, x.hint) for x in ledger] == [("sanctions/0", "schema_invalid", "target is missing")]
