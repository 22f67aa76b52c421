"""The built-in schema of incidents: what it compiles to, how its facts are judged, said and asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from summarizer.article import Article
from summarizer.builtin import PROMPTS
from summarizer.chat import ChatReply, Usage
from summarizer.extract.draft import DraftFact
from summarizer.extract.reply import read_reply
from summarizer.extract.told import is_read, told
from summarizer.judge import judge
from summarizer.schema import find_schema
from summarizer.schema.grammar import line_fields, parse_facts, write_fact
from summarizer.summary import summarize_facts

SCHEMA = find_schema("incidents")
TEXT = (
    "Gunmen of the Orrin Front shot dead two customs officers in Port Selka on Friday, the Talvian police said.\n\n"
    "A bomb hidden in a van would have destroyed the Harrow bank, but soldiers found it.\n\n"
    "The Orrin Front denied that it had shot the officers.\n\n"
    "The Red Harbour group attacked Kessel police with rockets.\n\n"
    "A second group failed to kill the mayor of Selka.\n"
)
SHOT = {
    "what": "shot dead two customs officers",
    "type": "attack",
    "attacker": "Gunmen of the Orrin Front",
    "organisation": "Orrin Front",
    "victim": "two customs officers",
    "outcome": "carried_out",
    "date": "on Friday",
    "attributed_to": "the Talvian police",
}
QUOTE = "Gunmen of the Orrin Front shot dead two customs officers in Port Selka on Friday, the Talvian police said."


def judged(values: dict[str, Any], quote: str, kind: str = "incidents") -> Any:
    """What the judge makes of one fact: the facts that are left, and the ledger."""
    result = judge(Article(TEXT, language="en"), SCHEMA, [DraftFact(kind, f"{kind}/0", values, (quote,))])
    return list(result.facts[kind]), list(result.ledger)


def test_what_it_is() -> None:
    """Its id is its own, it has two lists, and what was done is what an incident is about."""
    assert (SCHEMA.id, [k.name for k in SCHEMA.kinds]) == ("incidents/1", ["incidents", "denials"])
    incidents, denials = SCHEMA.kinds
    assert (incidents.main.name, denials.main.name) == ("what", "denier")
    assert SCHEMA.parties is None
    assert denials.claim.contradicts
    assert all(k.cues and k.rules and k.sentences for k in SCHEMA.kinds)


def test_a_right_incident_is_supported() -> None:
    """Who did what to whom, with the source's own words, passes every rule; its time is resolved by the schema's mark."""
    ((fact,), ledger) = judged(SHOT, QUOTE)
    assert (fact.verdict, fact.reasons, ledger) == ("supported", (), [])
    assert {k: v for k, v in fact.values.items() if v is not None} == SHOT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"victim": "three customs officers"}, "name_not_in_evidence"),
        ({"victim": "Ilya Brandt"}, "name_not_in_evidence"),
        ({"weapon": "a rocket"}, "content_not_in_evidence"),
        ({"date": "on Friday, May 3"}, "number_not_in_evidence"),
    ],
)
def test_a_wrong_value_does_not_stand(change: dict[str, str], code: str) -> None:
    """What the words do not say is dropped into the ledger, and the incident stays without it."""
    ((fact,), ledger) = judged(SHOT | change, QUOTE)
    (name,) = change
    assert fact.values[name] is None
    assert [line.code for line in ledger] == [code]


def test_who_did_it_and_whom_it_hit_are_not_swapped() -> None:
    """The sides of an incident are judged by the order of the words."""
    quote = "The Red Harbour group attacked Kessel police with rockets."
    raid = {"what": "attacked Kessel police", "type": "attack", "weapon": "rockets", "outcome": "carried_out"}
    ((right,), _) = judged(raid | {"attacker": "Red Harbour group", "victim": "Kessel police"}, quote)
    ((wrong,), _) = judged(raid | {"attacker": "Kessel police", "victim": "Red Harbour group"}, quote)
    assert right.reasons == ()
    assert any(r.startswith("direction: ") for r in wrong.reasons)


def test_what_was_foiled_is_not_called_done() -> None:
    """'would have destroyed … but' does not support carried_out, and supports attempted."""
    quote = "A bomb hidden in a van would have destroyed the Harrow bank, but soldiers found it."
    bomb = {"what": "destroyed the Harrow bank", "type": "bombing", "weapon": "A bomb", "target": "the Harrow bank"}
    ((done,), _) = judged(bomb | {"outcome": "carried_out"}, quote)
    ((tried,), _) = judged(bomb | {"outcome": "attempted"}, quote)
    assert any(r.startswith("modality: ") for r in done.reasons)
    assert tried.reasons == ()


def test_what_failed_is_told_by_words_that_say_so() -> None:
    """'failed to' contradicts what is said to be done, and is no objection to what was attempted."""
    quote = "A second group failed to kill the mayor of Selka."
    raid = {"what": "kill the mayor of Selka", "type": "attack", "victim": "the mayor of Selka"}
    ((done,), _) = judged(raid | {"outcome": "carried_out"}, quote)
    ((tried,), _) = judged(raid | {"outcome": "attempted"}, quote)
    assert any(r.startswith("polarity: ") for r in done.reasons)
    assert tried.reasons == ()


def test_denials_are_read_from_the_words() -> None:
    """A denial is read in English without the model; an incident is the model's alone."""
    incidents, denials = SCHEMA.kinds
    assert (is_read(incidents), is_read(denials)) == (False, True)
    (found,) = told(denials, "The Orrin Front denied that it had shot the officers.")
    assert found.values == {"what": "it had shot the officers", "denier": "Orrin Front"}
    ((fact,), _) = judged(
        {"denier": "The Orrin Front", "what": "it had shot the officers"},
        "The Orrin Front denied that it had shot the officers.",
        "denials",
    )
    assert fact.reasons == ()


def test_a_reply_of_it_is_read() -> None:
    """A whole-article reply is taken fact by fact; a type that is none costs that fact."""
    other = SHOT | {"type": "parade"}
    content = json.dumps({"incidents": [SHOT | {"quotes": [QUOTE]}, other | {"quotes": [QUOTE]}], "denials": []})
    facts, ledger = read_reply(ChatReply(content, "stop", Usage()), SCHEMA)
    assert [f.path for f in facts] == ["incidents/0"]
    assert [(line.path, line.code) for line in ledger] == [("incidents/1", "schema_invalid")]


def test_it_is_said_in_words() -> None:
    """A summary says an incident with its doer and victim, one without a doer in the passive, and a denial."""
    facts = {
        "incidents": judged(SHOT, QUOTE)[0]
        + judged(
            {"what": "destroyed the Harrow bank", "type": "bombing", "weapon": "A bomb", "outcome": "attempted"},
            "A bomb hidden in a van would have destroyed the Harrow bank, but soldiers found it.",
        )[0],
        "denials": [],
    }
    said = " ".join(s.text for s in summarize_facts(SCHEMA, facts))
    assert "Gunmen of the Orrin Front carried out an attack: shot dead two customs officers" in said
    assert "A bombing was attempted: destroyed the Harrow bank" in said


def test_its_examples_keep_its_own_rules() -> None:
    """Every example's values stand in its sentence, its enums are members, and it can be written and read back."""
    path = PROMPTS / "examples" / "sentence_wise.incidents.yaml"
    data = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    assert set(data) == {k.name for k in SCHEMA.kinds}
    for name, of_kind in data.items():
        kind = SCHEMA.kind(name)
        fields = {f.name: f for f in line_fields(kind)}
        for example in of_kind["examples"]:
            for fact in example["facts"]:
                for field, value in fact.items():
                    known = fields[field].members or example["sentence"]
                    assert value in known, (field, value)
            text = "\n".join(write_fact(kind, fact) for fact in example["facts"])
            assert parse_facts(kind, text) == (example["facts"], [])
            assert not example["facts"] or (kind.cues and kind.cues.search(example["sentence"]))
