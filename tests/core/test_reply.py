"""Reading replies: JSON in whatever wrapping, fact by fact; nothing that is lost is lost silently."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.brief import LedgerLine
from summarizer.chat import ChatReply, Usage
from summarizer.errors import ReplyEmpty, ReplyError, ReplyInvalid, ReplyRefused
from summarizer.extract.draft import DraftFact
from summarizer.extract.reply import MAX_TRIES, read_reply
from summarizer.schema import find_schema

SCHEMA = find_schema("trade_brief")
KINDS = [k.name for k in SCHEMA.kinds]
BOATS = {"description": "patrol boats", "quantity": "twelve", "status": "proposed", "quotes": ["twelve patrol boats"]}
RICE = {"description": "rice", "status": "delivered", "quotes": ["the rice"]}
EMPTY = {"supplier": None, "recipient": None, "date": None, "attributed_to": None}


def reply(text: object, **rest: Any) -> ChatReply:
    return ChatReply(text if isinstance(text, str) else json.dumps(text), rest.pop("finish", "stop"), Usage(), **rest)


def read(text: object, **rest: Any) -> tuple[list[DraftFact], list[LedgerLine]]:
    return read_reply(reply(text, **rest), SCHEMA)


def items(*entries: object) -> dict[str, object]:
    return {"items": list(entries)}


def test_a_reply_becomes_facts_with_all_their_fields() -> None:
    """Each entry is a fact with its path, every field of its kind, and its quotes; nothing stands in the ledger."""
    facts, ledger = read({**items(BOATS, RICE), "denials": [], "sanctions": None})
    assert ledger == []
    assert [f.path for f in facts] == ["items/0", "items/1"]
    assert facts[0].values == {**EMPTY, "description": "patrol boats", "quantity": "twelve", "status": "proposed"}
    assert facts[0].quotes == ("twelve patrol boats",)
    assert facts[1].values["quantity"] is None


def test_missing_lists_are_empty_and_missing_values_null() -> None:
    """A list of an entry that is left out is empty, whatever else is null."""
    (actor,), ledger = read({"actors": [{"name": "Orrin", "kind": "government", "quotes": ["Orrin"]}]})
    assert ledger == [] and (actor.values["aliases"], actor.values["roles"]) == ([], [])


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("```json\n", "\n```", "a code fence"),
        ("  ```\n", "\n```\n", "a code fence"),
        ("Here is the brief {as asked}:\n\n", "\n\nI hope this helps {really}.", "prose"),
        ('An example is {"foo": 1}. The brief: ', "", "prose"),
        ("", "\n\nDone.", "prose"),
        ("\ufeff", "", "prose"),
    ],
)
def test_wrapping_is_taken_off_and_told(before: str, after: str, said: str) -> None:
    """JSON in a fence or in prose is found, and the ledger says that it was wrapped."""
    facts, ledger = read(f"{before}{json.dumps(items(BOATS))}{after}")
    assert [f.values["description"] for f in facts] == ["patrol boats"]
    assert [(line.code, line.value) for line in ledger] == [("reply_wrapped", said)]


def test_a_refusal_in_its_own_field() -> None:
    """A refusal in the refusal field is one, whatever the text is."""
    with pytest.raises(ReplyRefused, match="not with this") as caught:
        read(items(BOATS), refusal="I can't help, not with this.")
    assert caught.value.code == "reply_refused"


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot assist with weapons.",
        "Sorry, no.",
        "As an AI, I",
        "I’m unable to",
    ],
)
def test_a_refusal_in_prose(text: str) -> None:
    """A refusal in plain words is told as one and not as invalid JSON."""
    with pytest.raises(ReplyRefused):
        read(text)


def test_a_filtered_answer_is_a_refusal() -> None:
    """An answer that the endpoint's filter stopped is no empty answer: asking again would change nothing."""
    with pytest.raises(ReplyRefused, match="filter"):
        read("", finish="content_filter")


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_answer(text: str) -> None:
    """No words are an empty answer."""
    with pytest.raises(ReplyEmpty):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"foo": 1}',
        "{}",
        "[]",
        '[{"items": []}]',
        '"items"',
        "5",
        "null",
        "NaN",
        "Of course! The article tells of boats.",
        '{"items": [{"description": "patrol boats", "status"',
        '{"foo": ' * 2000,
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_reply(text: str) -> None:
    """JSON without any of the lists, JSON cut off and no JSON at all are invalid, with what was said."""
    with pytest.raises(ReplyInvalid) as caught:
        read(text)
    assert caught.value.text == text and caught.value.code == "reply_invalid_json"


def test_the_number_of_tries_is_bounded() -> None:
    """A text full of braces is given up after some, and not read over and over."""
    text = '{"x": ' * MAX_TRIES + json.dumps(items(BOATS))
    with pytest.raises(ReplyInvalid):
        read(text)


def codes(lines: list[LedgerLine]) -> list[tuple[str, str]]:
    return [(line.path, line.code) for line in lines]


@pytest.mark.parametrize(
    "bad",
    [
        {**BOATS, "description": None},
        {**BOATS, "description": "  "},
        {**BOATS, "description": ["a", "b"]},
        {**BOATS, "description": {"a": "b"}},
        {**BOATS, "status": "sold"},
        {**BOATS, "status": ["proposed"]},
        {k: v for k, v in BOATS.items() if k != "status"},
        "patrol boats",
        None,
        [],
        {},
    ],
)
def test_one_bad_fact_costs_itself(bad: object) -> None:
    """A fact without a required value, or with one that can't be, goes to the ledger; its neighbours stay."""
    facts, ledger = read(items(BOATS, bad, RICE))
    assert [f.path for f in facts] == ["items/0", "items/2"]
    assert codes(ledger) == [("items/1", "schema_invalid")]
    assert ledger[0].value == bad and ledger[0].hint


@pytest.mark.parametrize("value", [{"a": 1}, True, [["twelve"]], ["twelve", "more"]])
def test_an_optional_value_of_another_type_costs_only_itself(value: object) -> None:
    """The fact stays without the value, which stands in the ledger with its path."""
    (fact,), (line,) = read(items({**BOATS, "quantity": value}))
    assert fact.values["quantity"] is None and fact.values["description"] == "patrol boats"
    assert (line.path, line.code) == ("items/0/quantity", "schema_invalid")


def test_a_role_that_is_none_is_told() -> None:
    """A member of a fixed set that does not exist is dropped, and the ledger names those that do."""
    actor = {"name": "Orrin", "kind": "government", "roles": ["supplier", "villain"], "quotes": ["Orrin"]}
    (fact,), (line,) = read({"actors": [actor]})
    assert fact.values["roles"] == []
    assert (line.path, line.value) == ("actors/0/roles", ["supplier", "villain"])
    assert "broker" in (line.hint or "")


@pytest.mark.parametrize(
    ("written", "value"), [("18", "18"), ("2.50", "2.50"), ("1e6", "1e6"), ("9" * 5000, "9" * 5000), ("NaN", "NaN")]
)
def test_numbers_are_taken_as_they_were_written(written: str, value: str) -> None:
    """A number where a text belongs is the text of that number, digit by digit."""
    (fact,), ledger = read(f'{{"items": [{{"description": "x", "status": "unknown", "quantity": {written}}}]}}')
    assert fact.values["quantity"] == value and ledger == []


def test_text_is_trimmed_and_blank_text_is_null() -> None:
    """White space around a value is none of it, and a value of white space is null; so in lists."""
    (fact,), ledger = read(items({**BOATS, "quantity": " ", "supplier": [" Orrin ", ""], "date": " Monday\n"}))
    assert (fact.values["quantity"], fact.values["supplier"], fact.values["date"]) == (None, ["Orrin"], "Monday")
    assert ledger == []


def test_unknown_keys_and_lists_are_told() -> None:
    """What the schema does not have stands in the ledger, in the order of the reply, and costs no fact."""
    facts, ledger = read({"summary": "s", **items({**BOATS, "colour": "grey"}), "weapons": [1], "0": {}})
    assert len(facts) == 1
    assert codes(ledger) == [
        ("summary", "schema_invalid"),
        ("weapons", "schema_invalid"),
        ("0", "schema_invalid"),
        ("items/0/colour", "schema_invalid"),
    ]


def test_a_list_that_is_none_is_told() -> None:
    """A list that is something else costs itself."""
    facts, ledger = read({"actors": {"name": "Orrin"}, **items(BOATS)})
    assert len(facts) == 1 and codes(ledger) == [("actors", "schema_invalid")]


def test_a_key_that_comes_twice_is_told() -> None:
    """The second list of one name does not silently take the place of the first."""
    facts, ledger = read(f'{{"items": [{json.dumps(BOATS)}], "items": [{json.dumps(RICE)}]}}')
    assert [f.values["description"] for f in facts] == ["patrol boats"]
    assert codes(ledger) == [("items (repeated)", "schema_invalid")]
    assert ledger[0].value == [RICE]


@pytest.mark.parametrize(
    ("quotes", "kept", "odd"),
    [
        ("twelve boats", ("twelve boats",), 0),
        (["a", "", "  ", "b"], ("a", "b"), 0),
        (["a", None, ["b"], "c"], ("a", "c"), 2),
        ({"q": "a"}, (), 1),
        (None, (), 0),
    ],
)
def test_quotes(quotes: object, kept: tuple[str, ...], odd: int) -> None:
    """One quote may stand alone; what is no text is told; a fact without quotes is left to the judge."""
    (fact,), ledger = read(items({**BOATS, "quotes": quotes}))
    assert fact.quotes == kept
    assert codes(ledger) == [("items/0/quotes", "schema_invalid")] * odd


def test_quotes_are_not_touched() -> None:
    """A quote is verbatim: white space around it stays."""
    (fact,), _ = read(items({**BOATS, "quotes": [" boats\r\n"]}))
    assert fact.quotes == (" boats\r\n",)


@pytest.mark.parametrize("depth", [5, 30, 300, 480, 700, 900])
@pytest.mark.parametrize("where", ["quantity", "supplier", "status", "colour"])
def test_nesting_without_end_is_no_crash(depth: int, where: str) -> None:
    """Values nested however deeply are dropped or refused, and the ledger can be written as JSON."""
    deep = "[" * depth + "]" * depth
    text = f'{{"items": [{{"description": "x", "status": "unknown", "{where}": {deep}}}]}}'
    try:
        _, ledger = read(text)
    except ReplyInvalid:
        return
    assert ledger
    json.dumps([line.model_dump() for line in ledger], allow_nan=False, indent=2)


def test_a_long_value_is_cut_in_the_ledger() -> None:
    """The ledger shows the beginning of what is very long."""
    _, (line,) = read(items({**BOATS, "colour": "x" * 100_000}))
    assert len(line.value) < 3000


def test_paths_go_on_where_an_article_comes_in_parts() -> None:
    """The second reply's facts are counted from where the first one's ended; the attempt is theirs."""
    facts, ledger = read_reply(reply(items(BOATS, "x")), SCHEMA, first={"items": 4}, attempt=1)
    assert ([f.path for f in facts], codes(ledger)) == (["items/4"], [("items/5", "schema_invalid")])
    assert facts[0].attempt == ledger[0].attempt == 1


def test_the_order_of_the_ledger_is_the_replys() -> None:
    """The same reply gives the same ledger, in the reply's order, in every process."""
    keys = [f"list{i}" for i in range(40)]
    _, ledger = read({key: [] for key in [*keys, "items"]})
    assert [line.path for line in ledger] == keys


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*KINDS, "quotes", "description", "status", "name", "kind", "target", "roles", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
ENTRY = st.fixed_dictionaries(
    {}, optional={f.name: JSON for k in SCHEMA.kinds for f in k.fields} | {"quotes": JSON, "odd": JSON}
)


@given(JSON | st.fixed_dictionaries({"items": JSON}) | st.fixed_dictionaries({"actors": st.lists(ENTRY, max_size=3)}))
def test_any_json_is_read_or_refused(value: Any) -> None:
    """Whatever JSON comes: facts that keep the schema and a ledger that is JSON, or a ReplyError; each entry is a
    fact or a line."""
    try:
        facts, ledger = read(value)
    except ReplyError:
        return
    json.dumps([line.model_dump() for line in ledger], allow_nan=False)
    told = {line.path for line in ledger}
    for kind in SCHEMA.kinds:
        entries = value.get(kind.name)
        if isinstance(entries, list):
            kept = {f.path for f in facts if f.kind == kind.name}
            assert all(f"{kind.name}/{i}" in kept | told for i in range(len(entries)))
    for fact in facts:
        kind = SCHEMA.kind(fact.kind)
        assert list(fact.values) == [f.name for f in kind.fields]
        kind.claim.model_validate({k: v for k, v in fact.values.items() if v is not None} | {"quotes": fact.quotes})


@given(st.text(alphabet='{}[]":,abc items0\\`\n', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is said, the only exception is a ReplyError."""
    try:
        read(text)
    except ReplyError as error:
        assert error.text == text
