"""What people propose is tried by the judge at once: refused with words, or taken with its flags."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.article import Article, is_word_border
from summarizer.brief import LedgerLine
from summarizer.review.check import LONGEST, MOST, VALUE, Checked, Checker
from summarizer.review.prefill import prefill
from tests.reviewing import ARTICLE, BOATS, RADARS, TEXT, TRADE, boats, radars

ITEM = {"description": "patrol boats", "quantity": "twelve", "supplier": "Velmora", "recipient": "Drovia"}
CHECKER = Checker(ARTICLE, TRADE)


def place(quote: str) -> tuple[int, int]:
    at = TEXT.index(quote)
    return at, at + len(quote)


def tried(kind: str = "items", quote: str = BOATS, **values: Any) -> Checked:
    return CHECKER.check(kind, {**ITEM, "status": "delivered", **values}, [place(quote)])


def told(checked: Checked) -> list[tuple[str | None, str]]:
    assert checked.fact is None
    return [(f.field, f.code) for f in checked.faults]


def test_a_sound_proposal() -> None:
    """What the source says becomes a fact as a run has it: all fields, evidence with its context, times resolved."""
    made = tried(date="in March")
    assert made.faults == () and made.fact is not None
    assert made.fact.values == boats().values and made.fact.verdict == "supported"
    (quoted,) = made.fact.evidence
    assert (
        (quoted.start, quoted.end) == place(BOATS)
        and quoted.quote == BOATS
        and quoted.prefix
        and made.spans == (quoted.span,)
    )
    assert CHECKER.stands(made.fact)


def test_a_number_that_the_source_does_not_have() -> None:
    """A number that is not in the quoted words is refused, with the field and the reason in words."""
    checked = tried(quantity="28")
    (fault,) = checked.faults
    assert checked.fact is None and (fault.field, fault.code) == ("quantity", "number_not_in_evidence")
    assert "28" in fault.words and fault.to_dict() == {"field": "quantity", "code": fault.code, "words": fault.words}


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"supplier": "Elbonia"}, "supplier", "name_not_in_evidence"),
        ({"supplier": "Velmora; Elbonia"}, "supplier", "name_not_in_evidence"),
        ({"description": "helicopters"}, "description", "content_not_in_evidence"),
        ({"status": "sold"}, "status", "schema_invalid"),
        ({"description": " \n "}, "description", "schema_invalid"),
        ({"description": "boats " * VALUE}, "description", "schema_invalid"),
        ({"quantity": 12}, "quantity", "schema_invalid"),
        ({"quantity": ["twelve", "twelve more"]}, "quantity", "schema_invalid"),
        ({"colour": "grey"}, None, "schema_invalid"),
    ],
)
def test_refused(values: dict[str, Any], field: str | None, code: str) -> None:
    """Whatever is wrong is refused as a whole, and the fault says which value and why."""
    assert (field, code) in told(tried(**values))


def test_members_are_named() -> None:
    """A value outside of its fixed set is told with the set."""
    (fault,) = tried(status="sold").faults
    assert fault.words == "'sold' is none of: proposed, attempted, ongoing, delivered, alleged, unknown"


def test_every_fault_is_told() -> None:
    """Several faults come at once, so that they can be mended at once."""
    assert {f for f, _ in told(tried(quantity="28", supplier="Elbonia"))} == {"quantity", "supplier"}


def test_what_is_doubtful_is_taken_with_its_flags() -> None:
    """A soft rule doesn't refuse: the fact has its reason."""
    made = tried(supplier="Tarn").fact
    assert made is not None and made.verdict == "flagged" and made.reasons[0].startswith("name_not_in_evidence: ")


def test_unknown_kind() -> None:
    """A kind that the schema lacks is told with those that it has."""
    checked = tried("ships")
    assert told(checked) == [(None, "schema_invalid")] and "actors, items" in checked.faults[0].words


def test_names_parted_by_semicolons() -> None:
    """References and lists are typed as one text; empty parts and repeats go."""
    made = CHECKER.check(
        "items",
        {**ITEM, "recipient": "Drovia;  Kesh; ;Drovia", "status": "delivered"},
        [place(BOATS + ", and twelve more to Kesh")],
    )
    assert made.fact is not None and made.fact.values["recipient"] == ["Drovia", "Kesh"]
    party = CHECKER.check(
        "actors", {"name": "Velmora", "kind": "government", "roles": "supplier;other"}, [place(BOATS)]
    )
    assert (
        party.fact is not None
        and party.fact.values["roles"] == ["supplier", "other"]
        and party.fact.values["aliases"] == []
    )


# Evidence.


def test_no_words() -> None:
    """No fact without the source's own words: neither without a selection nor with white space only."""
    white = TEXT.index("\n\n")
    for spans in ([], [(white, white + 2)], [(5, 5)], [(len(TEXT) + 3, len(TEXT) + 9)]):
        assert told(CHECKER.check("items", {**ITEM, "status": "delivered"}, spans)) == [(None, "no_quote")]


def test_typed_quotes() -> None:
    """Typed words are looked up; what is not there is told with the nearest passage, what stands twice is asked for."""
    made = CHECKER.check("items", {**ITEM, "status": "delivered"}, [], ["velmora  sold twelve patrol boats to Drovia"])
    assert made.fact is not None and made.fact.evidence[0].quote == "Velmora sold twelve patrol boats to Drovia"
    gone = CHECKER.check(
        "items", {**ITEM, "status": "delivered"}, [], ["Velmora sold thirty patrol boats to Drovia in March"]
    )
    assert told(gone) == [(None, "quote_not_found")] and "nearest passage is: " in gone.faults[0].words
    twice = CHECKER.check("items", {**ITEM, "status": "delivered"}, [], ["delivered radars"])
    assert told(twice) == [(None, "quote_ambiguous")] and "2 places" in twice.faults[0].words
    assert told(CHECKER.check("items", ITEM | {"status": "delivered"}, [], [" "])) == [(None, "no_quote")]


def test_a_repeated_passage_is_the_one_that_was_selected() -> None:
    """Words that stand twice are taken from where they were selected."""
    second = TEXT.rindex("delivered radars")
    made = CHECKER.check(
        "items", {"description": "radars", "supplier": "Brassland", "status": "delivered"}, [(second, second + 16)]
    )
    assert made.fact is not None and [e.start for e in made.fact.evidence] == [second]
    assert made.fact.evidence[0].occurrences == 2


def test_limits() -> None:
    """A quote as long as an article and dozens of quotes are no evidence."""
    long = Article(text="Velmora sold twelve patrol boats to Drovia. " * 200)
    checker = Checker(long, TRADE)
    assert told(checker.check("items", ITEM | {"status": "delivered"}, [(0, LONGEST + 10)])) == [
        (None, "schema_invalid")
    ]
    many = [(n * 44, n * 44 + 7) for n in range(MOST + 1)]
    assert told(checker.check("items", ITEM | {"status": "delivered"}, many)) == [(None, "schema_invalid")]


TEXTS = st.text(st.sampled_from("ab é’-.,\n\r\t 🚢שלום中文\u0301\u200d\u202e1"), max_size=40)


@given(TEXTS, st.integers(-5, 50), st.integers(-5, 50))
@example("a 🚢b c", 2, 3)
@example("שלום עולם", 1, 3)
def test_snap(text: str, start: int, end: int) -> None:
    """A selection is brought out to whole words: within the text, on word borders, and with all that was selected but white space."""
    snapped = Checker(Article(text=text or "x"), TRADE).snap(start, end)
    chosen = text[max(0, start) : max(0, end)] if text else ""
    if not chosen.strip():
        if text:
            assert snapped is None
        return
    assert snapped is not None and 0 <= snapped.start < snapped.end <= len(text)
    first = max(0, start) + len(chosen) - len(chosen.lstrip())
    assert snapped.start <= first and snapped.end >= first + len(chosen.strip())
    assert is_word_border(text, snapped.start) and is_word_border(text, snapped.end)
    assert not text[snapped.start].isspace() and not text[snapped.end - 1].isspace()


def test_snap_right_after_an_emoji_and_right_to_left() -> None:
    """Offsets are code points: an emoji is one, and a word of a right-to-left script is a word."""
    ship = TEXT.index("🚢")
    assert CHECKER.snap(ship + 3, ship + 5) == CHECKER.snap(ship + 2, ship + 9)
    text = "The 🚢 שלום עולם sails"
    span = Checker(Article(text=text), TRADE).snap(7, 8)
    assert span is not None and text[span.start : span.end] == "שלום"


# Merging.


def test_merged() -> None:
    """Two facts become one with the words of both, the first one's values filled up from the other; kinds don't mix."""
    short = radars("Brassland had delivered radars before", recipient=None)
    made = CHECKER.merged("items", [short, radars()])
    assert made.fact is not None and made.fact.values["recipient"] == "Drovia"
    assert [e.quote for e in made.fact.evidence] == [RADARS, "Brassland had delivered radars before"]
    party = CHECKER.check("actors", {"name": "Velmora", "kind": "government"}, [place(BOATS)]).fact
    assert party is not None
    wrong = CHECKER.merged("items", [boats(), party])
    assert told(wrong) == [(None, "schema_invalid")]


# Restoring.


def test_prefilled_forms() -> None:
    """A ledger line is put back into a form as far as it goes: written facts, single values, names, the place of its quote."""
    written = LedgerLine(path="items", code="unconfirmed", value="item: radars\n from: Brassland\n to: ?", quote=RADARS)
    form = prefill(written, TRADE, ARTICLE)
    assert form is not None and form.values == {"description": "radars", "supplier": "Brassland"}
    assert [(s.start, s.end) for s in form.spans] == [place(RADARS)] and form.field is None
    one = prefill(
        LedgerLine(path="items/0/recipient", code="name_not_in_evidence", value=["Kesh", "Tarn"]), TRADE, ARTICLE
    )
    assert (
        one is not None and one.values == {"recipient": "Kesh; Tarn"} and one.field == "recipient" and one.spans == ()
    )
    bare = prefill(LedgerLine(path="denials/3", code="no_quote", value="the accusation"), TRADE, None)
    assert bare is not None and bare.values == {"denier": "the accusation"}
    assert prefill(LedgerLine(path="", code="deadline", value="x"), TRADE, ARTICLE) is None
    assert prefill(LedgerLine(path="ships/0", code="no_quote"), TRADE, ARTICLE) is None
