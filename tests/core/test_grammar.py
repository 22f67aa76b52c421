"""The line notation of small models: what is written can be read, and the grammar allows nothing else."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.schema import Claim, Copied, Free, Names, OneOf, Reference, Report, compile_schema, find_schema
from summarizer.schema import grammar as module
from summarizer.schema.grammar import (
    NOTHING,
    choice_grammar,
    chunks,
    line_fields,
    parse_facts,
    sentence_grammar,
    shape,
    write_fact,
)

SCHEMA = find_schema("trade_brief")
ITEMS = SCHEMA.kind("items")
SENTENCE = 'Brassland’s U.S. agent offered Kesh 4,491 "S-300" rounds (for $1.5bn), it said.'


class Talk(Claim):
    """A meeting."""

    label = "formal talk"

    topic: Annotated[str, Free("What about.")]
    outcome: Annotated[Literal["none yet", "agreed"], OneOf("How it ended.")]
    host: Annotated[Names | None, Reference("Who invited.", label="at the seat of")] = None
    guests: Annotated[list[str], Copied("Who came.")] = []
    teller: Annotated[Names | None, Reference("Who tells it.", speaker=True)] = None


class Talks(Report):
    """Meetings."""

    schema_id = "talks/1"

    talks: list[Talk] = []


TALKS = compile_schema(Talks).kind("talks")
KINDS = [*SCHEMA.kinds, TALKS]


@given(st.text())
def test_chunks_join_to_the_sentence(sentence: str) -> None:
    """The pieces of a sentence are all of it, in order, whatever characters it has."""
    pieces = chunks(sentence)
    assert "".join(pieces) == sentence and all(pieces)


@pytest.mark.parametrize("word", ["U.S.", "4,491", "S-300", "Brassland’s", "1.5bn"])
def test_a_value_ends_in_no_word(word: str) -> None:
    """Abbreviations, numbers, names of types and possessives are one piece: no value can stop inside one."""
    assert word in chunks(SENTENCE)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_the_grammar_has_the_schemas_words(kind: Any) -> None:
    """Every label and every member of a fixed set stands in the grammar; lists and speakers do not."""
    text = sentence_grammar(kind, SENTENCE)
    assert text.startswith("%llguidance {}\nstart: ")
    fields = line_fields(kind)
    for f in fields[1:]:
        assert json.dumps(f"\n {f.label}: ") in text
        for member in f.members:
            assert json.dumps(member) in text
    written = {f.name for f in fields}
    assert {f.name for f in kind.fields if f.many or getattr(f.marker, "speaker", False)}.isdisjoint(written)
    assert {f.name for f in kind.fields if f.required} <= written


def test_optional_lines_are_optional_and_required_ones_are_not() -> None:
    """A required line must be written, an optional one may be left out."""
    fact = next(line for line in sentence_grammar(TALKS, "a b").split("\n") if line.startswith("fact:"))
    assert fact == r'fact: "formal talk: " WORDS "\n outcome: " ("none yet" | "agreed") ("\n at the seat of: " WORDS)?'


def test_words_are_the_sentences_own() -> None:
    """A value can only be a run of the sentence's pieces."""
    text = sentence_grammar(ITEMS, SENTENCE)
    (words,) = re.findall(r"^WORDS: %regex (.*)$", text, re.MULTILINE)
    assert json.loads(words) == {"substring_chunks": chunks(SENTENCE)}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1))
def test_no_sentence_breaks_the_grammar(sentence: str) -> None:
    """Quotes, backslashes and control characters of a sentence stay inside its own line of the grammar."""
    lines = sentence_grammar(ITEMS, sentence).split("\n")
    assert [line.partition(":")[0] for line in lines] == ["%llguidance {}", "start", "fact", "WORDS", ""]


def test_the_number_of_facts_is_bounded() -> None:
    """A model that repeats itself comes to an end; nothing to state is an answer only where it is allowed."""
    assert r'start: "none" | fact ("\n" fact){0,3}' in sentence_grammar(ITEMS, "a b")
    assert "start: fact (" in sentence_grammar(ITEMS, "a b", nothing=False)
    assert "{0,1}" in sentence_grammar(ITEMS, "a b", facts=2)


def test_a_choice_is_one_of_its_members() -> None:
    """The grammar of a choice holds its members, as they are."""
    assert choice_grammar(["person", 'a "b"']) == '%llguidance {}\nstart: "person" | "a \\"b\\""\n'


def test_the_shape_says_each_line() -> None:
    """The prompt shows every line that may be written, with the members of fixed sets."""
    assert shape(TALKS) == "formal talk: (topic)\n outcome: none yet / agreed\n at the seat of: …"


def test_the_example_of_the_documentation_is_true() -> None:
    """The fact in the module's own description is read as what it says."""
    example = re.search(r"::\n\n((?: {4}.*\n)+)", module.__doc__ or "")
    assert example is not None
    facts, stray = parse_facts(ITEMS, re.sub(r"^ {4}", "", example[1], flags=re.MULTILINE).strip("\n"))
    assert stray == []
    assert facts == [
        {
            "description": "patrol boats",
            "quantity": "twenty",
            "supplier": "Brassland",
            "recipient": "Kesh",
            "status": "proposed",
        }
    ]


VALUE = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), min_size=1).filter(
    lambda v: v == v.strip()
)


@st.composite
def written_facts(draw: st.DrawFn) -> tuple[Any, list[dict[str, str]]]:
    kind = draw(st.sampled_from(KINDS))
    fact = st.fixed_dictionaries(
        {f.name: st.sampled_from(f.members) if f.is_enum else VALUE for f in line_fields(kind) if f.required},
        optional={
            f.name: st.sampled_from(f.members) if f.is_enum else VALUE for f in line_fields(kind) if not f.required
        },
    )
    return kind, draw(st.lists(fact, min_size=1, max_size=4))


@given(written_facts())
def test_what_is_written_can_be_read(case: tuple[Any, list[dict[str, str]]]) -> None:
    """Facts in the notation are read back as they were, whatever characters their values have."""
    kind, facts = case
    assert parse_facts(kind, "\n".join(write_fact(kind, f) for f in facts)) == (facts, [])


@given(written_facts(), st.data())
def test_an_answer_that_was_cut_off_loses_nothing_silently(
    case: tuple[Any, list[dict[str, str]]], data: st.DataObject
) -> None:
    """Cut anywhere, the facts before the cut are whole, and each line that was written is in a fact or is told."""
    kind, facts = case
    text = "\n".join(write_fact(kind, f) for f in facts)
    cut = text[: data.draw(st.integers(0, len(text)))]
    whole, stray = parse_facts(kind, cut)
    assert whole[:-1] == facts[: max(0, len(whole) - 1)], "only the last one may lack something"
    kept = "\n".join([*(write_fact(kind, f) for f in whole), *stray]).split("\n")
    assert len([x for x in kept if x.strip()]) == len([x for x in cut.split("\n") if x.strip()])


def test_nothing_is_no_fact() -> None:
    """The answer that there is nothing is neither a fact nor a loss."""
    assert parse_facts(ITEMS, NOTHING) == ([], [])
    assert parse_facts(ITEMS, f"{NOTHING}\n") == ([], [])


@pytest.mark.parametrize(
    ("text", "facts", "stray"),
    [
        ("Sure! Here it is:\nitem: boats\n status: proposed", 1, ["Sure! Here it is:"]),
        ("item: boats\n status: sold", 0, [" status: sold", "item: boats"]),
        ("item: boats\n status: proposed\n status: delivered", 1, [" status: delivered"]),
        ("item: boats\n status: proposed\n colour: grey", 1, [" colour: grey"]),
        ("item: boats\n status: proposed\n quantity:", 1, [" quantity:"]),
        (" status: proposed\nitem: boats\n status: proposed", 1, [" status: proposed"]),
        ("item:\n status: proposed", 0, ["item:", " status: proposed"]),
        ("item: boats", 0, ["item: boats"]),
        ("sanction: boats\n status: proposed", 0, ["sanction: boats", " status: proposed"]),
    ],
)
def test_what_is_no_fact_is_told(text: str, facts: int, stray: list[str]) -> None:
    """Prose, members that are none, lines that come twice, unknown or empty ones and halves of facts come back."""
    found, lost = parse_facts(ITEMS, text)
    assert (len(found), lost) == (facts, stray)


@given(st.sampled_from(KINDS), st.text(alphabet="item: status\n proposed none", max_size=80))
def test_any_answer_is_read(kind: Any, text: str) -> None:
    """Whatever a model writes, a fact that comes out is whole, and its members are members."""
    for values in parse_facts(kind, text)[0]:
        for f in line_fields(kind):
            assert not f.required or values[f.name]
            assert not f.is_enum or values.get(f.name) in (None, *f.members)
