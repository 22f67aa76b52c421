"""What the support rules make of right facts and of faulty ones, on invented wire copy."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Article, sentences
from summarizer.extract.draft import DraftFact
from summarizer.judge import Examination, Locator, View, examine, judge
from summarizer.schema import Claim, Copied, Free, Names, OneOf, Reference, Report, compile_schema, find_schema
from summarizer.schema.compile import Schema

TRADE = find_schema("trade_brief")

DRONES = """NORVANIA SHIPS DRONES TO TESK DESPITE EMBARGO

ALTMARK, Oct. 12 (Meridian) - Norvania delivered 36 reconnaissance drones to the Tesk Republic last month, two Western \
diplomats said on Thursday, in what would be the largest such transfer since a United Nations embargo took effect in 2019.

The shipment, worth about $14.2 million, was arranged by Halden Trading, a company registered in Limassol, according to a \
customs document seen by Meridian. The firm did not respond to requests for comment.

Norvanian Foreign Minister Petra Lindqvist denied that her government had sent any weapons. "We have never supplied arms \
to Tesk and we do not intend to," Lindqvist told reporters. She said the document was a forgery.

The National Export Board (NEB) said it was considering sanctions on Halden Trading. It has already frozen the assets of \
the company's director, Oleg Varga.

Tesk is seeking to buy as many as 12 S-300 launchers from Norvania in exchange for phosphate, said Ines Carvalho, an \
analyst at the Coastal Institute. "They offered between 40,000 and 50,000 tonnes," she added.

Ardovia, which imposed a trade ban on Tesk in March, plans to lift it next year. Its parliament voted 61 to 40 against \
sending artillery shells to Norvania.

Police in Limassol seized 1,200 rifles bound for Tesk from a freighter owned by Halden. Tesk had paid Halden $3 million \
for the rifles, court papers show.
"""
PORT = """Two freighters carrying North Korean artillery ammunition docked at the Libyan port of Tobruk in January, \
according to a confidential report by U.N. experts, despite an arms embargo that the Security Council has kept in force \
since 2011.

The experts said the cargo, listed as "agricultural machinery," included at least 1,500 crates of 122mm rockets and some \
two hundred mortars. It was unloaded by men loyal to Field Marshal Anwar Dabaiba. Libyan officials have denied that the \
rockets reached Dabaiba's forces, calling the report "baseless."

Turkey is alleged to have sent armoured vehicles to the rival government in Tripoli. Ankara rejects the accusation. \
"Turkey has not violated the embargo," Turkish Defence Minister Kemal Oral told state television.

In return for the ammunition, Dabaiba's administration promised Pyongyang crude oil, the report says. Half a million \
barrels were to be shipped by the end of 2021, but no delivery has been confirmed.

The European Union blacklisted three shipping firms last September for breaking the embargo, among them Avra Shipping. The \
United States, Britain and France then froze the assets of its owner.

The Emirati government, which bought 24 Pantsir S-1 systems from Russia a decade ago, is believed to have handed several \
of them to the marshal. The UAE says it does not send weapons to Libya.

"Nobody is going to lift the embargo while this goes on," said Luc Perrin, a French diplomat. "We will propose tougher \
measures against the owners in April."
"""


def tried(
    text: str, into: str, quotes: str | list[str], schema: Schema = TRADE, language: str | None = None, **values: Any
) -> Examination:
    """One fact before the judge; fields that are not given are empty."""
    full = {f.name: values.pop(f.name, [] if f.many else None) for f in schema.kind(into).fields}
    assert not values
    said = (quotes,) if isinstance(quotes, str) else tuple(quotes)
    return examine(Article(text, language=language), schema, DraftFact(into, f"{into}/0", full, said))


def codes(result: Examination) -> set[str]:
    """The codes in the fact's reasons and in the ledger."""
    reasons = result.fact.reasons if result.fact else ()
    return {r.split(":")[0] for r in reasons} | {line.code for line in result.ledger}


def is_clean(result: Examination) -> bool:
    """Whether nothing at all was said against the fact."""
    return result.fact is not None and not result.fact.reasons and not result.ledger


def item(what: str, status: str = "delivered", **more: Any) -> dict[str, Any]:
    return {"description": what, "status": status, **more}


def hit(who: Any, status: str = "imposed", **more: Any) -> dict[str, Any]:
    return {"target": who, "status": status, **more}


DELIVERED = "Norvania delivered 36 reconnaissance drones to the Tesk Republic last month"
ARRANGED = "The shipment, worth about $14.2 million, was arranged by Halden Trading"
DENIED = "Norvanian Foreign Minister Petra Lindqvist denied that her government had sent any weapons"
NEVER = "We have never supplied arms to Tesk and we do not intend to"
BOARD = "The National Export Board (NEB) said it was considering sanctions on Halden Trading"
FROZEN = "It has already frozen the assets of the company's director, Oleg Varga"
SEEKS = "Tesk is seeking to buy as many as 12 S-300 launchers from Norvania in exchange for phosphate"
OFFERED = "They offered between 40,000 and 50,000 tonnes"
BANNED = "Ardovia, which imposed a trade ban on Tesk in March, plans to lift it next year"
VOTED = "Its parliament voted 61 to 40 against sending artillery shells to Norvania"
SEIZED = "Police in Limassol seized 1,200 rifles bound for Tesk from a freighter owned by Halden"
PAID = "Tesk had paid Halden $3 million for the rifles"
DOCKED = "Two freighters carrying North Korean artillery ammunition docked at the Libyan port of Tobruk in January"
CRATES = "included at least 1,500 crates of 122mm rockets and some two hundred mortars"
SENT = "Turkey is alleged to have sent armoured vehicles to the rival government in Tripoli"
PROMISED = "Dabaiba's administration promised Pyongyang crude oil"
BARRELS = "Half a million barrels were to be shipped by the end of 2021"
LISTED = "The European Union blacklisted three shipping firms last September for breaking the embargo, among them Avra Shipping"
BOUGHT = "which bought 24 Pantsir S-1 systems from Russia a decade ago"
TOUGHER = "We will propose tougher measures against the owners in April"

RIGHT: list[tuple[str, str, str | list[str], dict[str, Any]]] = [
    (DRONES, "items", DELIVERED, item("36 reconnaissance drones", supplier="Norvania", recipient="Tesk Republic")),
    (DRONES, "items", DELIVERED, item("reconnaissance drones", quantity="three dozen", date="last month")),
    (DRONES, "items", DELIVERED, item("drones", recipient="Tesk", attributed_to="Western diplomats")),
    (DRONES, "compensation", ARRANGED, item("$14.2 million", "unknown", quantity="$14,200,000")),
    (DRONES, "actors", ARRANGED, {"name": "Halden Trading", "kind": "company", "aliases": ["Halden"]}),
    (DRONES, "denials", DENIED, {"denier": "Petra Lindqvist", "what": "that her government had sent any weapons"}),
    (DRONES, "denials", NEVER, {"denier": "Norvania", "what": "Norvania supplied arms to Tesk"}),
    (DRONES, "denials", NEVER, {"denier": "Lindqvist", "what": "supplied arms to Tesk"}),
    (DRONES, "sanctions", BOARD, hit("Halden Trading", "threatened", authority="NEB", measure="sanctions")),
    (DRONES, "sanctions", FROZEN, hit("Oleg Varga", authority="NEB", measure="assets frozen")),
    (DRONES, "items", SEEKS, item("S-300 launchers", "proposed", supplier="Norvania", recipient="Tesk", quantity="12")),
    (DRONES, "items", SEEKS, item("S-300 launchers", "proposed", attributed_to="Ines Carvalho")),
    (DRONES, "compensation", SEEKS, item("phosphate", "proposed", payer="Tesk", payee="Norvania")),
    (DRONES, "compensation", [SEEKS, OFFERED], item("phosphate", "proposed", quantity="40,000 to 50,000 tonnes")),
    (DRONES, "sanctions", BANNED, hit("Tesk", authority="Ardovia", measure="trade ban", date="March")),
    (DRONES, "items", SEIZED, item("rifles", "attempted", recipient="Tesk", quantity="1200")),
    (DRONES, "compensation", PAID, item("$3 million", payer="Tesk", payee="Halden")),
    (PORT, "items", DOCKED, item("artillery ammunition", supplier="North Korea", date="January")),
    (PORT, "items", CRATES, item("122mm rockets", quantity="1,500 crates")),
    (PORT, "items", CRATES, item("mortars", quantity="about 200")),
    (PORT, "items", SENT, item("armoured vehicles", "alleged", supplier="Turkey", recipient="government in Tripoli")),
    (PORT, "denials", "Turkey has not violated the embargo", {"denier": "Kemal Oral", "what": "violated the embargo"}),
    (PORT, "compensation", PROMISED, item("crude oil", "proposed", payer="Anwar Dabaiba", payee="North Korea")),
    (PORT, "compensation", [PROMISED, BARRELS], item("500,000 barrels of crude oil", "proposed", date="end of 2021")),
    (PORT, "sanctions", LISTED, hit("Avra Shipping", authority="EU", date="last September")),
    (PORT, "items", BOUGHT, item("Pantsir S-1 systems", supplier="Russia", recipient="United Arab Emirates")),
    (
        PORT,
        "actors",
        "The Emirati government",
        {"name": "United Arab Emirates", "kind": "government", "aliases": ["UAE"]},
    ),
    (PORT, "sanctions", TOUGHER, hit("the owners", "threatened", measure="tougher measures", date="April")),
]

WRONG: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("direction", DRONES, "items", DELIVERED, item("drones", supplier="Tesk Republic", recipient="Norvania")),
    ("content_not_in_evidence", DRONES, "items", DELIVERED, item("36 combat drones", supplier="Norvania")),
    ("content_not_in_evidence", DRONES, "items", DELIVERED, item("canned sardines")),
    ("number_not_in_evidence", DRONES, "items", DELIVERED, item("drones", quantity="fewer than 3")),
    ("number_not_in_evidence", DRONES, "items", DELIVERED, item("drones", quantity="360")),
    ("number_not_in_evidence", DRONES, "items", DELIVERED, item("drones", quantity="hundreds")),
    ("number_not_in_evidence", DRONES, "items", DELIVERED, item("drones", date="2018")),
    ("number_not_in_evidence", DRONES, "items", SEEKS, item("S-400 launchers", "proposed")),
    ("number_not_in_evidence", DRONES, "compensation", PAID, item("$30 million", payer="Tesk")),
    ("number_not_in_evidence", DRONES, "compensation", ARRANGED, item("$14.2 billion", "unknown")),
    ("name_not_in_evidence", DRONES, "items", DELIVERED, item("drones", supplier="Ardovia", recipient="Tesk")),
    ("name_not_in_evidence", DRONES, "items", DELIVERED, item("drones", supplier="Portugal")),
    ("name_not_in_evidence", DRONES, "sanctions", FROZEN, hit("Igor Varga", authority="NEB")),
    ("name_not_in_evidence", DRONES, "sanctions", FROZEN, hit("Oleg Vargas", authority="NEB")),
    ("name_not_in_evidence", DRONES, "actors", BOARD, {"name": "Oleg Varga", "kind": "person"}),
    (
        "name_not_in_evidence",
        DRONES,
        "actors",
        ARRANGED,
        {"name": "Halden Trading", "kind": "company", "aliases": ["Oleg Varga"]},
    ),
    ("modality", DRONES, "items", SEEKS, item("S-300 launchers", "delivered")),
    ("modality", DRONES, "sanctions", BOARD, hit("Halden Trading", "imposed", authority="NEB")),
    ("polarity", DRONES, "items", NEVER, item("arms", recipient="Tesk")),
    ("polarity", DRONES, "items", DENIED, item("any weapons", supplier="Norvania")),
    ("polarity", DRONES, "items", VOTED, item("artillery shells", supplier="Ardovia", recipient="Norvania")),
    (
        "polarity",
        DRONES,
        "denials",
        "The firm did not respond to requests for comment",
        {"denier": "Halden Trading", "what": "a comment"},
    ),
    ("direction", DRONES, "sanctions", BANNED, hit("Ardovia", authority="Tesk", measure="trade ban")),
    ("direction", DRONES, "compensation", SEEKS, item("phosphate", "proposed", payer="Norvania", payee="Tesk")),
    ("direction", DRONES, "compensation", PAID, item("$3 million", payer="Halden", payee="Tesk")),
    ("speaker", DRONES, "items", DELIVERED, item("reconnaissance drones", attributed_to="Ines Carvalho")),
    (
        "pronoun",
        DRONES,
        "actors",
        "The firm did not respond to requests for comment",
        {"name": "The firm", "kind": "company"},
    ),
    ("pronoun", DRONES, "actors", "she added", {"name": "she", "kind": "person"}),
    ("name_not_in_evidence", PORT, "items", DOCKED, item("artillery ammunition", supplier="South Korea")),
    ("number_not_in_evidence", PORT, "items", CRATES, item("mortars", quantity="at most 20")),
    ("number_not_in_evidence", PORT, "items", CRATES, item("155mm rockets")),
    (
        "polarity",
        PORT,
        "items",
        "Libyan officials have denied that the rockets reached Dabaiba's forces",
        item("the rockets"),
    ),
    ("modality", PORT, "items", SENT, item("armoured vehicles", "delivered", supplier="Turkey")),
    ("direction", PORT, "items", SENT, item("armoured vehicles", "alleged", supplier="Tripoli", recipient="Turkey")),
    ("modality", PORT, "compensation", PROMISED, item("crude oil", payer="Dabaiba")),
    ("direction", PORT, "compensation", PROMISED, item("crude oil", "proposed", payer="North Korea", payee="Dabaiba")),
    ("modality", PORT, "items", BARRELS, item("barrels", quantity="half a million barrels")),
    ("direction", PORT, "sanctions", LISTED, hit("European Union", authority="Avra Shipping")),
    ("direction", PORT, "items", BOUGHT, item("Pantsir S-1 systems", supplier="UAE", recipient="Russia")),
    ("number_not_in_evidence", PORT, "items", BOUGHT, item("Pantsir S-2 systems", supplier="Russia")),
    (
        "polarity",
        PORT,
        "items",
        "The UAE says it does not send weapons to Libya",
        item("weapons", "ongoing", supplier="UAE"),
    ),
    ("modality", PORT, "sanctions", TOUGHER, hit("the owners", "imposed")),
]


@pytest.mark.parametrize(("text", "kind", "quote", "values"), RIGHT)
def test_a_right_fact_is_supported(text, kind, quote, values):
    """What the words say comes out without a reason and without a ledger line."""
    result = tried(text, kind, quote, **values)
    assert is_clean(result), (result.fact and result.fact.reasons, result.ledger)


@pytest.mark.parametrize(("code", "text", "kind", "quote", "values"), WRONG)
def test_a_wrong_fact_is_caught_by_its_rule(code, text, kind, quote, values):
    """What the words don't say is rejected, dropped or flagged, with the code of the rule that found it."""
    assert code in codes(tried(text, kind, quote, **values))


def in_whole_sentences(text: str, quotes: str | list[str]) -> list[str]:
    """The sentences in which quotes stand, as a sentence-wise draft has them."""
    locator = Locator(Article(text))
    found = []
    for quote in [quotes] if isinstance(quotes, str) else quotes:
        located = locator.locate(quote)
        assert located
        span = locator.sentence(located.places[0])
        found.append(text[span.start : span.end])
    return found


@pytest.mark.parametrize(("text", "kind", "quote", "values"), RIGHT)
def test_a_right_fact_is_supported_by_its_whole_sentence(text, kind, quote, values):
    """The other clauses of a sentence don't speak against a fact."""
    assert is_clean(tried(text, kind, in_whole_sentences(text, quote), **values))


def test_wire_copy_in_capitals_is_judged_alike():
    """Capitals throughout cost neither a right fact nor a fault."""
    for text, kind, quote, values in [r for r in RIGHT if r[0] is DRONES]:
        assert is_clean(tried(text.upper(), kind, quote, **values)), values
    for code, text, kind, quote, values in [w for w in WRONG if w[1] is DRONES]:
        assert code in codes(tried(text.upper(), kind, quote, **values)), values


def test_a_required_value_that_fails_rejects_the_fact():
    """The ledger names list, index and field, and keeps value, quote and reason."""
    result = tried(DRONES, "items", DELIVERED, **item("canned sardines"))
    assert result.fact is None
    line = result.ledger[0]
    assert (line.path, line.code, line.value) == ("items/0/description", "content_not_in_evidence", "canned sardines")
    assert line.quote == DELIVERED
    assert line.hint and "sardines" in line.hint


def test_an_optional_value_that_fails_is_dropped_alone():
    """The rest of the fact stands, supported."""
    result = tried(DRONES, "items", DELIVERED, **item("drones", quantity="37", supplier="Norvania"))
    assert result.fact is not None
    assert result.fact["quantity"] is None
    assert result.fact["supplier"] == "Norvania"
    assert result.fact.verdict == "supported"
    assert [(x.path, x.code) for x in result.ledger] == [("items/0/quantity", "number_not_in_evidence")]


def test_of_a_list_only_the_bad_name_is_dropped():
    """Names beside an invented one survive; a list without any is null for one value, empty for several."""
    both = tried(PORT, "sanctions", LISTED, **hit(["Avra Shipping", "Borealis Bank"], authority="EU"))
    assert both.fact is not None
    assert both.fact["target"] == ["Avra Shipping"]
    none = tried(PORT, "items", DOCKED, **item("ammunition", supplier=["Peru", "Chile"]))
    assert none.fact is not None
    assert none.fact["supplier"] is None
    aliases = tried(DRONES, "actors", ARRANGED, name="Halden Trading", kind="company", aliases=["The Ferryman"])
    assert aliases.fact is not None
    assert aliases.fact["aliases"] == []


def test_a_rejected_fact_tells_its_doubts_too():
    """Whoever asks again can name everything that was wrong."""
    result = tried(DRONES, "items", NEVER, **item("canned sardines"))
    assert result.fact is None
    assert {"content_not_in_evidence", "polarity"} <= codes(result)


def test_every_rule_tells_what_it_found():
    """The trace has the rules that found nothing too: that is what `explain` shows."""
    result = tried(
        DRONES, "items", DELIVERED, **item("36 drones", supplier="Norvania", attributed_to="Western diplomats")
    )
    rules = {o.rule for o in result.outcomes}
    assert {"locate", "names", "numbers", "content", "pronoun", "polarity", "modality", "direction", "speaker"} <= rules
    assert all(o.result == "ok" and o.words for o in result.outcomes)


def test_rules_for_english_do_nothing_in_other_languages():
    """They say so in the trace; numbers and names are still judged."""
    text = "Norwanien lieferte dem Tesk im Mai keine 36 Drohnen. Das sagte ein Sprecher."
    quote = "Norwanien lieferte dem Tesk im Mai keine 36 Drohnen"
    result = tried(text, "items", quote, language="de", **item("36 Drohnen", supplier="Norwanien"))
    assert is_clean(result)
    skipped = {o.rule for o in result.outcomes if o.result == "skip"}
    assert skipped == {"content", "pronoun", "polarity", "modality", "direction"}
    assert "number_not_in_evidence" in codes(tried(text, "items", quote, language="de", **item("37 Drohnen")))
    assert "name_not_in_evidence" in codes(
        tried(text, "items", quote, language="de", **item("Drohnen", supplier="Bolivien"))
    )


def test_a_date_that_the_source_has_without_its_year_is_doubtful():
    """The day is in the evidence and the year nowhere near: flagged, not dropped; another day is dropped."""
    text = "Velmora received 40 trucks from Ardovia on Nov. 18, officials said."
    quote = "Velmora received 40 trucks from Ardovia on Nov. 18"
    doubtful = tried(text, "items", quote, **item("trucks", date="2022-11-18"))
    assert codes(doubtful) == {"date_doubtful"}
    assert doubtful.fact is not None
    assert doubtful.fact["date"] == "2022-11-18"
    assert codes(tried(text, "items", quote, **item("trucks", date="2022-10-18"))) == {"date_doubtful"}
    assert codes(tried(text, "items", quote, **item("trucks", date="2022-11-19"))) == {"number_not_in_evidence"}


def test_a_number_of_the_sentence_counts_where_the_quote_has_none():
    """A quote too short for the number that belongs to it is no fault; one with another number is."""
    text = "Velmora received 40 trucks and 7 cranes from Ardovia, officials said."
    assert is_clean(tried(text, "items", "cranes from Ardovia", **item("cranes", quantity="7")))
    assert codes(tried(text, "items", "40 trucks", **item("trucks", quantity="7"))) == {"number_not_in_evidence"}


def test_more_than_in_a_value_must_be_in_the_source():
    """'24' is supported by 'over two dozen'; 'more than 24' is not supported by '24'."""
    text = "Velmora received over two dozen trucks and 24 cranes."
    assert is_clean(tried(text, "items", "over two dozen trucks", **item("trucks", quantity="24")))
    assert codes(tried(text, "items", "24 cranes", **item("cranes", quantity="more than 24"))) == {
        "number_not_in_evidence"
    }


def test_a_trimmed_quote_does_not_hide_the_negation():
    """The whole clause is read, not the quote alone."""
    result = tried(DRONES, "items", "supplied arms to Tesk", **item("arms", recipient="Tesk"))
    assert "polarity" in codes(result)


@pytest.mark.parametrize(
    "text",
    [
        "Ardovia has not only shipped rifles to Tesk but trained its pilots.",
        "Ardovia shipped rifles to Tesk, a spokesman said, declining to comment further.",
        "Ardovia, which denies wrongdoing, shipped rifles to Tesk.",
        "Ardovia did not say when it shipped rifles to Tesk.",
        "Although it would not confirm it, Ardovia shipped rifles to Tesk.",
        "Ardovia, a rich place, had let the trucks pass and shipped rifles to Tesk.",
        "Ardovia has fulfilled the contract to the letter and shipped rifles to Tesk.",
    ],
)
def test_a_not_that_belongs_to_something_else_is_no_doubt(text):
    """Polarity and modality keep to the clause that states the fact."""
    assert is_clean(tried(text, "items", text, **item("rifles", supplier="Ardovia", recipient="Tesk")))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ardovia did not ship rifles to Tesk.", "polarity"),
        ("No rifles were shipped to Tesk.", "polarity"),
        ("Ardovia refused to ship rifles to Tesk.", "polarity"),
        ("Ardovia cancelled a shipment of rifles to Tesk.", "polarity"),
        ("Shipments of rifles to Tesk have been halted.", "polarity"),
        ("A law prohibits shipping rifles to Tesk.", "polarity"),
        ("Ardovia will ship rifles to Tesk.", "modality"),
        ("Rifles could be shipped to Tesk.", "modality"),
        ("Ardovia is considering shipping rifles to Tesk.", "modality"),
        ("Ardovia agreed to ship rifles to Tesk.", "modality"),
        ("The potential sale of rifles to Tesk worries neighbours.", "modality"),
        ("If Ardovia ships rifles to Tesk, neighbours will protest.", "modality"),
        ("Ardovia is suspected of shipping rifles to Tesk.", "modality"),
        ("Ardovia has authority to allow Tesk to buy rifles.", "modality"),
        ("Ardovia is to send rifles to Tesk.", "modality"),
        ("Another 200 rifles for Tesk are to follow.", "modality"),
        ("Ardovia signed a contract for 300 rifles with Tesk.", "modality"),
        ("Tesk is trying to buy rifles and has offered rice.", "modality"),
        ("Tesk also has an option on 12 rifles.", "modality"),
        ("If rifles were sent to Tesk, neighbours would protest.", "modality"),
    ],
)
def test_what_was_not_done_or_not_yet_is_not_done(text, code):
    """Negations, prohibitions, plans, conditions and suspicions under 'delivered' are flagged."""
    assert code in codes(tried(text, "items", text, **item("rifles", recipient="Tesk")))


@pytest.mark.parametrize(
    ("text", "giver", "taker"),
    [
        ("Ardovia sold Tesk rifles.", "Ardovia", "Tesk"),
        ("Tesk bought rifles from Ardovia.", "Ardovia", "Tesk"),
        ("Rifles were supplied to Tesk by Ardovia.", "Ardovia", "Tesk"),
        ("Tesk was supplied with rifles by Ardovia.", "Ardovia", "Tesk"),
        ("Ardovia's shipments of rifles to Tesk went on.", "Ardovia", "Tesk"),
        ("Ardovian exports of rifles to Tesk went on.", "Ardovia", "Tesk"),
        ("Tesk's purchases of rifles from Ardovia went on.", "Ardovia", "Tesk"),
        ("Tesk, a kingdom in the hills, has received rifles from Ardovia.", "Ardovia", "Tesk"),
        ("Tesk gave wheat to Ardovia in exchange for rifles.", "Ardovia", "Tesk"),
        ("The rifles went from Ardovia to Tesk.", "Ardovia", "Tesk"),
        ("Rifles from Ardovia were bound for Tesk.", "Ardovia", "Tesk"),
        ("Tesk is to buy rifles from Ardovia.", "Ardovia", "Tesk"),
        ("Tesk had offered last month to buy rifles from Ardovia.", "Ardovia", "Tesk"),
        ("Tesk paid Ardovia $3 million for rifles.", "Ardovia", "Tesk"),
        ("Ardovia gave the rebels' leader, Tesk, rifles.", "Ardovia", "Tesk"),
        ("Ardovia, which built rifles for Tesk, met.", "Ardovia", "Tesk"),
        ("According to the Sund Board, Ardovia had sent rifles to Tesk.", "Ardovia", "Tesk"),
        ("Ardovia sent rifles to the government of Tesk.", "Ardovia", "Tesk"),
    ],
)
def test_who_gives_and_who_takes(text, giver, taker):
    """Both sides as the words have them are supported, and the other way round they are flagged."""
    quote = text.removesuffix(".")
    right = tried(text, "items", quote, **item("rifles", "alleged", supplier=giver, recipient=taker))
    assert is_clean(right), (right.fact, right.ledger)
    swapped = tried(text, "items", quote, **item("rifles", "alleged", supplier=taker, recipient=giver))
    assert "direction" in codes(swapped)


@pytest.mark.parametrize(
    ("text", "what", "payer", "payee"),
    [
        ("Ardovia would sell Tesk 12 boats for 40 million crowns.", "40 million crowns (for the boats)", "Tesk", "Ardovia"),
        ("Tesk is to buy boats from Ardovia, a rich place, for 22 million crowns.", "22 million crowns", "Tesk", "Ardovia"),
        ("Tesk received boats from Ardovia and paid with 9 tonnes of rice.", "9 tonnes of rice", "Tesk", "Ardovia"),
        ("Tesk buys boats from Ardovia and has offered rice in return.", "rice", "Tesk", "Ardovia"),
        ("Tesk will pay Ardovia for the boats.", "payment for the boats", "Tesk", "Ardovia"),
        ("Tesk paid Ardovia $620,000 for 24 boats.", "$620,000 (for 24 boats)", "Tesk", "Ardovia"),
        ("Ardovia lifted a ban on imports of silk, in return for a halt by Tesk.", "halt", None, "Ardovia"),
    ],
)  # fmt: skip
def test_what_comes_in_return_goes_the_other_way(text, what, payer, payee):
    """A price, 'and paid with' and 'in return' turn giver and taker round; what a payment is for is not the payment."""
    quote = text.removesuffix(".")
    right = tried(text, "compensation", quote, **item(what, "proposed", payer=payer, payee=payee))
    assert is_clean(right), (right.fact, right.ledger)
    assert "direction" in codes(tried(text, "compensation", quote, **item(what, "proposed", payer=payee, payee=payer)))


@pytest.mark.parametrize(
    ("text", "target", "authority"),
    [
        ("Ardovia imposed sanctions on Thursday on Otto Ren.", "Otto Ren", "Ardovia"),
        ("The United States froze the assets of Otto Ren and barred Americans from dealing with him.", "Otto Ren", "U.S."),
        ("Ardovia, which has frozen 12m euros of Mr Ren's assets, met Otto Ren.", "Otto Ren", "Ardovia"),
        ("The cabinet decided to close the border to Teskan trucks and to ban imports of rice.", "Tesk", None),
    ],
)  # fmt: skip
def test_what_is_no_target_and_no_authority(text, target, authority):
    """A weekday, the people of the authority, the owner of what is frozen: none of them is on the wrong side."""
    result = tried(f"{text} Tesk was silent.", "sanctions", text.removesuffix("."), **hit(target, authority=authority))
    assert is_clean(result), (result.fact, result.ledger)


def test_who_seizes_does_not_take_the_place_of_whom_it_was_for():
    """A navy that seizes arms is not their recipient, and no objection to the one that is told."""
    text = "The Ardovian navy stopped a boat and seized 60 drones that were on their way to Tesk."
    quote = text.removesuffix(".")
    assert is_clean(tried(text, "items", quote, **item("drones", "attempted", recipient="Tesk")))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Otto Ren of Tesk stole the load of vests. Ren said that he had known nothing about the load.", "known about the load of vests"),
        ("A paper wrote that Otto Ren had sold maps to Sund. Ren denied it.", "that he had sold maps to Sund"),
    ],
)  # fmt: skip
def test_a_denial_answers_what_was_said_before_it(text, what):
    """What is denied may stand in the sentence before; what stands nowhere near may not."""
    quote = text.split(". ")[1].removesuffix(".")
    assert is_clean(tried(text, "denials", quote, denier="Otto Ren", what=what))
    assert "content_not_in_evidence" in codes(
        tried(text, "denials", quote, denier="Otto Ren", what="that he had sold tulips to a monastery")
    )


def test_the_takes_up_a_fuller_phrase():
    """'The ban' is the travel ban of the sentence before; another sort of ban it is not."""
    text = "Ardovia eased the travel ban on Otto Ren and a fuel tax. The ban had been imposed on Ren in autumn."
    quote = "The ban had been imposed on Ren in autumn"
    assert is_clean(tried(text, "sanctions", quote, **hit("Otto Ren", measure="travel ban")))
    assert codes(tried(text, "sanctions", quote, **hit("Otto Ren", measure="fuel ban"))) == {"content_not_in_evidence"}


def test_a_speaker_behind_an_apposition():
    """'The envoy, Ines Carvalho, said' gives the words to her, whoever is named behind 'said'."""
    text = "Its envoy to Sund, Ines Carvalho, said President Otto Ren had sent rifles to Tesk."
    assert is_clean(tried(text, "items", text.removesuffix("."), **item("rifles", attributed_to="Ines Carvalho")))


@pytest.mark.parametrize(
    "text",
    [
        "Ardovia imposed sanctions on Tesk.",
        "Ardovia has banned all trade with Tesk and blacklisted Tesk.",
        "Tesk was sanctioned by Ardovia.",
        "Ardovia's embargo against Tesk stands.",
        "Ardovia slapped a ban on Tesk.",
    ],
)
def test_who_punishes_and_who_is_punished(text):
    """The authority is who acts, the target whom it hits, and never the other way round."""
    quote = text.removesuffix(".")
    assert is_clean(tried(text, "sanctions", quote, **hit("Tesk", authority="Ardovia")))
    assert "direction" in codes(tried(text, "sanctions", quote, **hit("Ardovia", authority="Tesk")))


class Attack(Claim):
    """An act of violence that the article tells."""

    cues = "attack* raid* shell* bomb*"

    place: Annotated[str, Copied("Where it was done.")]
    weapon: Annotated[str | None, Free("What it was done with.")] = None
    attacker: Annotated[Names | None, Reference("Who did it.", side="doer")] = None
    victim: Annotated[Names | None, Reference("Whom it hit.", side="target")] = None
    outcome: Annotated[
        Literal["carried_out", "threatened", "foiled"],
        OneOf("How far it came.", done=("carried_out",), undone=("foiled",)),
    ]


class Incidents(Report):
    """Security incidents."""

    schema_id = "incidents/1"

    attacks: list[Attack] = []


def test_the_rules_hold_for_a_users_own_schema():
    """They read the markers; no field or kind is known to them by name."""
    schema = compile_schema(Incidents)
    text = (
        "The Karst Front carried out a raid on the Delm Guard near Port Alder with two mortars. It may raid Sund next."
    )
    quote = "The Karst Front carried out a raid on the Delm Guard near Port Alder with two mortars"
    right = {
        "place": "Port Alder",
        "weapon": "two mortars",
        "attacker": "Karst Front",
        "victim": "Delm Guard",
        "outcome": "carried_out",
    }
    assert is_clean(tried(text, "attacks", quote, schema, **right))
    swapped = {**right, "attacker": "Delm Guard", "victim": "Karst Front"}
    assert "direction" in codes(tried(text, "attacks", quote, schema, **swapped))
    assert "number_not_in_evidence" in codes(
        tried(text, "attacks", quote, schema, **{**right, "weapon": "three mortars"})
    )
    assert "name_not_in_evidence" in codes(tried(text, "attacks", quote, schema, **{**right, "place": "Altmark"}))
    assert "modality" in codes(
        tried(text, "attacks", "It may raid Sund next", schema, place="Sund", outcome="carried_out")
    )


JUNK = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Norvania", "36", "$3 million", "not", "he", "NEB", "\ud800", "e\u0301", "12 S-300", "½", "中国", "of the"]
    ),
)
PIECES = st.lists(st.one_of(st.sampled_from(sorted(set(DRONES.split()))), st.text(max_size=12)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(words=PIECES, data=st.data())
def test_no_text_and_no_reply_breaks_the_judge(words, data):
    """Any text, any values, any quotes: no crash, and every evidence is the source's own characters."""
    text = data.draw(st.sampled_from([" ", "\n", "", ". ", "\r\n"])).join(words)
    facts = []
    for index in range(data.draw(st.integers(0, 4))):
        kind = data.draw(st.sampled_from(TRADE.kinds))
        values: dict[str, Any] = {}
        for f in kind.fields:
            if f.is_enum:
                values[f.name] = [] if f.many else data.draw(st.sampled_from(f.members))
            elif f.many:
                values[f.name] = data.draw(st.lists(JUNK, max_size=2))
            else:
                values[f.name] = data.draw(JUNK if f.required else st.none() | JUNK)
        start = data.draw(st.integers(0, len(text)))
        quotes = (text[start : start + data.draw(st.integers(0, 80))], *data.draw(st.lists(JUNK, max_size=2)))
        facts.append(DraftFact(kind.name, f"{kind.name}/{index}", values, quotes))
    judged = judge(Article(text), TRADE, facts)
    for found in judged.facts.values():
        for fact in found:
            assert (fact.verdict == "supported") == (not fact.reasons)
            for e in fact.evidence:
                assert text[e.start : e.end] == e.quote
                assert e.occurrences >= 1
    lost = {f.path for f in facts} - {line.path[: len(line.path)] for line in judged.ledger}
    assert len(lost) <= sum(map(len, judged.facts.values())) + len(facts)


def test_a_view_is_read_once_for_many_facts():
    """The sentences of an article are cut once, whatever the number of facts."""
    view = View(Article(DRONES))
    facts = [
        DraftFact(
            kind, f"{kind}/0", {"status": "delivered", **values}, (quote,) if isinstance(quote, str) else tuple(quote)
        )
        for text, kind, quote, values in RIGHT
        if text is DRONES
    ]
    for fact in facts:
        examine(view.article, TRADE, fact, view=view)
    assert view.sentences is view.locator.sentences
    assert [s.start for s in view.sentences] == [s.start for s in sentences(DRONES)]
