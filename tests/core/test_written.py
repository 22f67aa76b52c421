"""The summary that a model writes: every sentence bound to its facts, checked, and replaced where it fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summarizer.brief import Brief
from summarizer.chat import ChatReply, Usage
from summarizer.errors import BudgetExceeded, EndpointError
from tests.core.test_mend import ACTOR, ITEM, SANCTION, Endpoint, brief, codes

DENIAL = {"denier": "Dolva", "what": "Dolva has armed Kesh", "quotes": ["We have never armed Kesh"]}
FACTS = {"actors": [ACTOR], "items": [ITEM], "sanctions": [SANCTION]}
PLAIN = ["Brassland would supply 40 patrol boats to Kesh.", "Assembly of Dolva imposed sanctions on Kesh."]


def written(*entries: Any, facts: Any = FACTS, **settings: Any) -> tuple[Brief, Endpoint]:
    return brief(facts, {"summary": list(entries)}, summary="model", **settings)


def say(text: Any, *facts: str) -> dict[str, Any]:
    return {"text": text, "facts": list(facts)}


def texts(made: Brief) -> list[str]:
    return [s.text for s in made.summary]


def test_plain_is_the_default() -> None:
    """Without being asked for, no summary is written by a model, and no call made."""
    made, endpoint = brief(FACTS)
    assert texts(made) == PLAIN and len(endpoint.requests) == 1


def test_sentences_that_hold() -> None:
    """Sentences with the facts' own numbers and names stand as they are, bound to the facts that they say."""
    made, endpoint = written(
        say("Under a contract, Brassland plans to send 40 patrol boats to Kesh", "f1"),
        say("The Assembly of Dolva put an embargo on Kesh in May. [f2]", "f2"),
    )
    assert texts(made) == [
        "Under a contract, Brassland plans to send 40 patrol boats to Kesh.",
        "The Assembly of Dolva put an embargo on Kesh in May.",
    ]
    assert [s.facts for s in made.summary] == [(made["items"][0].id,), (made["sanctions"][0].id,)]
    assert codes(made) == []
    assert made.provenance.prompt == "whole_article/2, summary/1" and made.provenance.calls == 2
    said = endpoint.requests[1].messages[0]["content"]
    mark = next(line for line in said.splitlines() if line.startswith("====="))
    data = json.loads(said.split(mark + "\n")[1])
    assert [row["id"] for row in data] == ["f1", "f2"] and data[0]["plainly"] == PLAIN[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Brassland would send 400 patrol boats to Kesh.", "number_not_in_evidence"),
        ("Brassland would send more than 40 patrol boats to Kesh.", "number_not_in_evidence"),
        ("Brassland would send 40 boats to Kesh for 12 million crowns.", "number_not_in_evidence"),
        ("Velmora would send 40 patrol boats to Kesh.", "name_not_in_evidence"),
        ("Brassland would send 40 patrol boats to Kesh and the European Union.", "name_not_in_evidence"),
        ("Ilse Varga said that Brassland would send 40 patrol boats to Kesh.", "name_not_in_evidence"),
        ("Brassland sent 40 patrol boats to Kesh.", "modality"),
        ("", "schema_invalid"),
        ("Brassland would send boats. " * 40, "schema_invalid"),
        (7, "schema_invalid"),
    ],
)
def test_a_sentence_that_fails_is_said_plainly(text: Any, code: str) -> None:
    """A number, a name or a certainty that its facts have not: the facts are said plainly, and a line says why."""
    made, _ = written(say(text, "f1"), say("The Assembly of Dolva imposed an embargo on Kesh.", "f2"))
    assert texts(made) == [PLAIN[0], "The Assembly of Dolva imposed an embargo on Kesh."]
    assert codes(made) == [("summary/0", code, 0)]


@pytest.mark.parametrize("ids", [[], ["f9"], ["f1", "f9"], [None], "items"])
def test_a_sentence_without_its_facts_is_dropped(ids: Any) -> None:
    """A sentence that names no fact, or one that is none, says nothing that could be checked."""
    made, _ = written(
        {"text": "All is well.", "facts": ids}, say("The Assembly of Dolva imposed an embargo on Kesh.", "f2")
    )
    assert texts(made) == ["The Assembly of Dolva imposed an embargo on Kesh."]
    assert codes(made) == [("summary/0", "schema_invalid", 0)]


def test_a_denial_is_said_as_one() -> None:
    """A sentence that turns a denial into its contrary is replaced."""
    facts = {"denials": [DENIAL]}
    made, _ = written(say("Dolva has armed Kesh.", "f1"), facts=facts)
    assert "denied" in texts(made)[0] and codes(made) == [("summary/0", "polarity", 0)]
    made, _ = written(say("Dolva denies that it has armed Kesh.", "f1"), facts=facts)
    assert texts(made)[0].startswith("Dolva denies that it has armed Kesh.")


def test_flagged_facts_are_marked() -> None:
    """A sentence that says a flagged fact says so."""
    made, _ = written(
        say("Brassland has delivered 40 patrol boats to Kesh.", "f1"), facts={"items": [ITEM | {"status": "delivered"}]}
    )
    assert made["items"][0].verdict == "flagged"
    assert texts(made) == ["Brassland has delivered 40 patrol boats to Kesh. (flagged)"]


def test_four_sentences_at_most() -> None:
    """What is more than four sentences is left out, with a line."""
    sentence = "The Assembly of Dolva imposed an embargo on Kesh."
    made, _ = written(*[say(sentence, "f2")] * 6)
    assert len(made.summary) == 4
    assert codes(made) == [("summary/4", "schema_invalid", 0), ("summary/5", "schema_invalid", 0)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (EndpointError("HTTP 500"), "http_error"),
        (BudgetExceeded("no tokens"), "budget"),
        ("no JSON", "reply_invalid_json"),
        ({"foo": 1}, "reply_invalid_json"),
        ({"summary": []}, "reply_invalid_json"),
        ("", "reply_empty"),
        (ChatReply("{", "length", Usage(1, 0, 1, 1)), "reply_truncated"),
        (ChatReply("", "stop", Usage(1, 0, 1, 1), refusal="No."), "reply_refused"),
    ],
)
def test_no_summary_is_the_plain_one(answer: Any, code: str) -> None:
    """Where the model gives no summary, the plain one stands, and the ledger says why."""
    made, _ = brief(FACTS, answer, summary="model")
    assert texts(made) == PLAIN and codes(made) == [("summary", code, 0)]


@pytest.mark.parametrize("wrap", ["{}", "```json\n{}\n```", "Here you are: {}"])
def test_wrapped_and_bare_lists_are_read(wrap: str) -> None:
    """A bare list of sentences is one too, in a fence or behind prose."""
    entries = json.dumps([say("The Assembly of Dolva imposed an embargo on Kesh.", "f2")])
    made, _ = brief(FACTS, wrap.replace("{}", entries), summary="model")
    assert texts(made) == ["The Assembly of Dolva imposed an embargo on Kesh."] and codes(made) == []


def test_nothing_to_say_asks_nothing() -> None:
    """A brief with parties only has its plain summary, without a call."""
    made, endpoint = brief({"actors": [ACTOR]}, summary="model")
    assert len(endpoint.requests) == 1 and len(made.summary) == 1
