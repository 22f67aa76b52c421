"""The sentence-wise strategy against an endpoint in Python that knows what it says to which sentence."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import pytest

from summarizer.article import Article, Span
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.errors import EndpointError
from summarizer.extract import Draft, DraftFact
from summarizer.extract.prompt import load_examples
from summarizer.extract.reading import LONGEST
from summarizer.extract.sentence_wise import SentenceWise
from summarizer.schema import Claim, Free, OneOf, Report, Schema, compile_schema, find_schema
from summarizer.schema.grammar import NOTHING

TRADE = find_schema("trade_brief")
SOLD = "Velmora sold twelve patrol boats to Drovia in March."
DENIED = "“We never bought boats,” said Petar Ruiz, a spokesman for the Drovian Navy."
CALM = "The harbour of Pellan was calm on the day."
TEXT = f"{SOLD} {CALM}\n\n{DENIED}\n"
BOATS = "item: twelve patrol boats\n quantity: twelve\n from: Velmora\n to: Drovia\n status: delivered\n when: in March"


class Knowing:
    """An endpoint that answers by the last message.

    ``facts``: (label, sentence) -> answer; the gate is as sure as ``sure`` where there is one, and ``unsure``
    elsewhere. ``sorts``: name -> kind of party; else ``none``.
    """

    label = "knowing"
    host: str | None = None

    def __init__(self, facts: dict[tuple[str, str], str] | None = None, sorts: dict[str, str] | None = None) -> None:
        self.facts = facts or {}
        self.sorts = sorts or {}
        self.parallel = 4
        self.sure, self.unsure = 0.9, 0.05
        self.logprobs = True
        self.finish_reason = "stop"
        self.asked: list[ChatRequest] = []
        self.warmed: list[Sequence[Message]] = []
        self.busy = self.busiest = 0
        self.fails: str | None = None

    async def warm(self, prefix: Sequence[Message]) -> None:
        self.warmed.append(prefix)

    async def aclose(self) -> None:
        return None

    async def ask(self, request: ChatRequest) -> ChatReply:
        self.asked.append(request)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            return self._answer(request)
        finally:
            self.busy -= 1

    def _answer(self, request: ChatRequest) -> ChatReply:
        said = request.messages[-1]["content"]
        used = Usage(10, 5, 2, 1)
        if self.fails is not None and self.fails in said:
            raise EndpointError("scripted")
        if said.startswith("Passage: "):
            return ChatReply(self.sorts.get(said.rsplit("Name: ", 1)[1], NOTHING), "stop", used)
        label = request.messages[0]["content"].split("Find each ")[1].split(" that the sentence")[0]
        known = self.facts.get((label, said))
        if request.top_logprobs:
            yes = self.sure if known else self.unsure
            first = ((label[:3], math.log(yes)), (" no", math.log(1 - yes))) if self.logprobs else ()
            return ChatReply(label[:3], "length", used, first_token=first)
        return ChatReply(known or NOTHING, self.finish_reason, used)

    def questions(self, label: str) -> list[str]:
        """The sentences for which facts of this kind were asked for."""
        return [
            r.messages[-1]["content"]
            for r in self.asked
            if r.grammar and f"Find each {label} that" in r.messages[0]["content"]
        ]


def draft(endpoint: Knowing, text: str = TEXT, schema: Schema = TRADE, **article: Any) -> Draft:
    told: list[tuple[int, int]] = []
    work = SentenceWise(schema).draft(
        Article(text, **{"language": "en"} | article), schema, endpoint, lambda done, total: told.append((done, total))
    )
    result = asyncio.run(work)
    assert not told or told[-1][0] == told[-1][1], "progress reaches its total"
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    return result


def of(drafted: Draft, kind: str) -> list[DraftFact]:
    return [f for f in drafted.facts if f.kind == kind]


def trade() -> Knowing:
    return Knowing(
        {
            ("item", SOLD): BOATS,
            ("denial", DENIED): "denial: We\n denies: bought boats",
        },
        {"Velmora": "government", "Drovia": "government", "Drovian Navy": "government_body", "Petar Ruiz": "person"},
    )


def test_facts_have_the_sentences_as_their_evidence() -> None:
    """A fact's quote is its sentence as it stands in the article, at its place."""
    drafted = draft(trade())
    (fact,) = of(drafted, "items")
    assert fact.values["description"] == "twelve patrol boats" and fact.values["quantity"] == "twelve"
    assert (fact.values["supplier"], fact.values["recipient"]) == ("Velmora", "Drovia")
    assert list(fact.values) == [f.name for f in TRADE.kind("items").fields]
    assert fact.quotes == (SOLD,) and fact.place(0) == Span(0, len(SOLD))
    for f in drafted.facts:
        for n, quote in enumerate(f.quotes):
            place = f.place(n)
            assert place is not None and Article(TEXT).quote(place) == quote


def test_paths_number_the_facts_of_each_kind() -> None:
    """The facts stand kind by kind as in the schema, numbered in the order of the article."""
    drafted = draft(trade())
    assert [f.path for f in drafted.facts if f.kind == "actors"] == [
        f"actors/{i}" for i in range(len(of(drafted, "actors")))
    ]
    order = [k.name for k in TRADE.kinds]
    assert [order.index(f.kind) for f in drafted.facts] == sorted(order.index(f.kind) for f in drafted.facts)


def test_parties_are_sorted_and_have_their_roles() -> None:
    """Whoever takes part is an actor with kind and roles; a person that the text shows is not asked about."""
    endpoint = trade()
    actors = {f.values["name"]: f.values for f in of(draft(endpoint), "actors")}
    assert actors["Velmora"]["kind"] == "government" and actors["Velmora"]["roles"] == ["supplier"]
    assert actors["Drovia"]["roles"] == ["recipient"]
    assert actors["Petar Ruiz"]["kind"] == "person"
    assert not any("Name: Petar Ruiz" in r.messages[-1]["content"] for r in endpoint.asked)


def test_what_the_model_says_is_no_party_is_none() -> None:
    """A name that is sorted as none is no actor, and stands in no reference."""
    endpoint = trade()
    del endpoint.sorts["Drovia"]
    drafted = draft(endpoint)
    assert "Drovia" not in {f.values["name"] for f in of(drafted, "actors")}
    assert of(drafted, "items")[0].values["recipient"] is None


def test_who_speaks_for_himself_is_the_speaker() -> None:
    """'We' in a quotation is whoever speaks it, and is no speaker of his own denial."""
    (fact,) = of(draft(trade()), "denials")
    assert fact.values["denier"] == "Petar Ruiz" and fact.values["reported_by"] is None


def test_the_gate_keeps_sentences_out() -> None:
    """Facts are asked for only where the model is sure enough; the gate is one token with its candidates."""
    endpoint = trade()
    draft(endpoint)
    assert endpoint.questions("item") == [SOLD]
    gates = [r for r in endpoint.asked if r.top_logprobs]
    assert gates and all(r.max_tokens == 1 and not r.grammar for r in gates)
    assert not any(r.messages[-1]["content"] == CALM for r in gates), "no cue, no question"


@pytest.mark.parametrize(("above", "asked"), [(-1.0, 0), (-0.01, 0), (0.01, 1), (1.0, 1)])
def test_the_threshold_is_the_examples(above: float, asked: int) -> None:
    """How sure the model must be stands beside the examples of the kind."""
    endpoint = trade()
    threshold = load_examples("sentence_wise", "trade_brief")[0]["items"]["threshold"]
    endpoint.sure = min(max(threshold + above, 1e-9), 1 - 1e-9)
    draft(endpoint)
    assert len(endpoint.questions("item")) == asked


def test_an_endpoint_without_probabilities_is_asked_all() -> None:
    """Where no probabilities come, every sentence with a cue is asked, and may answer that there is nothing."""
    endpoint = trade()
    endpoint.logprobs = False
    drafted = draft(endpoint)
    assert len(of(drafted, "items")) == 1
    asked = [r for r in endpoint.asked if r.grammar and "Find each" in r.messages[0]["content"]]
    assert len(asked) > 2 and all('start: "none" |' in (r.grammar or "") for r in asked)
    assert drafted.ledger == []


def test_without_the_gate_open_there_must_be_a_fact() -> None:
    """Where the gate was passed, the grammar does not allow 'none'."""
    endpoint = trade()
    draft(endpoint)
    (asked,) = [
        r
        for r in endpoint.asked
        if r.grammar and r.messages[-1]["content"] == SOLD and "Find each item " in r.messages[0]["content"]
    ]
    assert "start: fact" in (asked.grammar or "")


def test_an_answer_cut_off_is_told() -> None:
    """What is left of a fact whose answer was cut off stands in the ledger as truncated, and is no fact."""
    endpoint = trade()
    endpoint.facts["item", SOLD] = "item: twelve patrol boats\n quantity: twelve\n fr"
    endpoint.finish_reason = "length"
    drafted = draft(endpoint)
    assert of(drafted, "items") == []
    told = [(line.path, line.code, line.quote) for line in drafted.ledger if line.path == "items"]
    assert set(told) == {("items", "reply_truncated", SOLD)}
    assert "twelve patrol boats" in str([line.value for line in drafted.ledger])


def test_an_answer_out_of_the_notation_is_told() -> None:
    """Lines that are no part of a fact stand in the ledger; the facts beside them stay."""
    endpoint = trade()
    endpoint.facts["item", SOLD] = f"Sure!\n{BOATS}\n colour: grey"
    drafted = draft(endpoint)
    assert len(of(drafted, "items")) == 1
    assert [(line.code, line.value) for line in drafted.ledger if line.path == "items"] == [
        ("schema_invalid", "Sure!"),
        ("schema_invalid", " colour: grey"),
    ]


def test_a_fact_that_makes_no_sense_is_told() -> None:
    """A fact that code drops stands in the ledger with its sentence and the reason."""
    endpoint = trade()
    text = f"{TEXT}The council banned all sales of boats to whoever fights.\n"
    sentence = text.strip().rsplit("\n", 1)[1]
    endpoint.facts["sanction", sentence] = "sanction: whoever fights\n status: imposed"
    drafted = draft(endpoint, text)
    assert of(drafted, "sanctions") == []
    (line,) = [x for x in drafted.ledger if x.path == "sanctions"]
    assert line.quote == sentence and line.hint and "whoever" in str(line.value) + str(line.quote)


def test_every_kind_has_one_prefix() -> None:
    """All questions of a kind begin with the same messages, which are warmed before the first of them is asked."""
    endpoint = trade()
    draft(endpoint)
    prefixes = {tuple(m["content"] for m in r.messages[: r.prefix]) for r in endpoint.asked}
    assert all(r.prefix == len(r.messages) - 1 for r in endpoint.asked)
    assert prefixes == {tuple(m["content"] for m in w) for w in endpoint.warmed}
    assert len(prefixes) == len(endpoint.warmed) <= len(TRADE.kinds) + 1


def test_no_more_at_once_than_the_endpoint_takes() -> None:
    """Questions go side by side, as many as the endpoint takes and no more."""
    text = " ".join(f"Velmora sold {n} boats to Drovia." for n in range(20))
    for parallel in (1, 3):
        endpoint = Knowing()
        endpoint.parallel = parallel
        draft(endpoint, text)
        assert endpoint.busiest == parallel


def test_the_same_article_gives_the_same_draft() -> None:
    """What comes out does not depend on which answer comes first."""
    one, other = trade(), trade()
    one.parallel, other.parallel = 1, 8
    assert draft(one) == draft(other)


@pytest.mark.filterwarnings("error")
def test_an_error_ends_the_rest() -> None:
    """When the endpoint fails, that is the article's error, and nothing more is asked for it."""
    text = " ".join(f"Velmora sold {n} boats to Drovia." for n in range(60))
    endpoint = Knowing()
    endpoint.fails = "sold 3 boats"
    with pytest.raises(EndpointError):
        draft(endpoint, text)
    assert len(endpoint.asked) < 20 and endpoint.busy == 0


def test_capitals_throughout() -> None:
    """Copy in capitals has no names to go by: parties are asked for sentence by sentence."""
    text = "VELMORA SOLD TWELVE BOATS TO DROVIA IN MARCH. THE SEA WAS CALM ON THAT DAY."
    sold = text.split(". ")[0] + "."
    endpoint = Knowing(
        {
            ("item", sold): "item: TWELVE BOATS\n from: VELMORA\n to: DROVIA\n status: delivered",
            ("actor", sold): "actor: VELMORA\n kind: government\nactor: DROVIA\n kind: government",
        },
        {"VELMORA": "government", "DROVIA": "government"},
    )
    drafted = draft(endpoint, text)
    assert {f.values["name"] for f in of(drafted, "actors")} == {"VELMORA", "DROVIA"}
    (fact,) = of(drafted, "items")
    assert (fact.values["supplier"], fact.values["recipient"]) == ("VELMORA", "DROVIA")


def test_other_languages_are_asked_all_sentences() -> None:
    """Cues are English: an article in another language is asked sentence by sentence."""
    endpoint = Knowing()
    draft(endpoint, "Velmora verkaufte zwölf Boote. Das Meer war ruhig und grau.", language="de")
    gates = {r.messages[-1]["content"] for r in endpoint.asked if r.top_logprobs}
    assert gates == {"Velmora verkaufte zwölf Boote.", "Das Meer war ruhig und grau."}


def test_captions_and_credits_are_not_asked_about() -> None:
    """What is not the story is left out."""
    endpoint = trade()
    drafted = draft(endpoint, boilerplate=(Span(0, len(SOLD)),))
    assert of(drafted, "items") == []
    assert not any(SOLD in r.messages[-1]["content"] for r in endpoint.asked)


def test_wrapped_lines_are_one_sentence() -> None:
    """A sentence over several lines is asked about as one line, and its evidence is as it stands."""
    wrapped = SOLD.replace("patrol boats to", "patrol\r\n   boats to")
    drafted = draft(trade(), f"{wrapped} {CALM}")
    (fact,) = of(drafted, "items")
    assert fact.quotes == (wrapped,)


def test_a_sentence_without_end_is_asked_in_pieces() -> None:
    """A run without borders is asked piece by piece, each short enough for a prompt, no word lost."""
    text = "Velmora sold boats, " * 200
    endpoint = Knowing()
    draft(endpoint, text)
    asked = [r.messages[-1]["content"] for r in endpoint.asked if "Find each item " in r.messages[0]["content"]]
    assert all(len(a) <= LONGEST for a in asked)
    assert " ".join(sorted(asked, key=asked.index)).split() == text.split()


@pytest.mark.parametrize("text", ["Boats.", "…", "Of boats."])
def test_nothing_to_ask_is_an_empty_draft(text: str) -> None:
    """A text without sentences asks nothing and gives nothing."""
    endpoint = Knowing()
    assert draft(endpoint, text) == Draft() and endpoint.asked == []


class Storm(Claim):
    """Bad weather."""

    place: Annotated[str, Free("Where.")]
    force: Annotated[Literal["light", "heavy"], OneOf("How strong.")]
    day: Annotated[str | None, Free("When.", label="on the day")] = None


class Weather(Report):
    """The weather."""

    schema_id = "weather/1"

    storms: list[Storm] = []


def test_a_schema_of_ones_own() -> None:
    """A schema without parties, examples and cues is asked about all sentences, with its own words."""
    schema = compile_schema(Weather)
    text = "A heavy storm hit Astrin on Monday. Velmora sold boats."
    storm = text.split(". ")[0] + "."
    endpoint = Knowing({("storm", storm): "storm: Astrin\n force: heavy\n on the day: Monday"})
    drafted = draft(endpoint, text, schema)
    assert [(f.path, f.values, f.quotes) for f in drafted.facts] == [
        ("storms/0", {"place": "Astrin", "force": "heavy", "day": "Monday"}, (storm,))
    ]
    assert {r.messages[-1]["content"] for r in endpoint.asked} == {storm, "Velmora sold boats."}
    assert all("Bad weather." in r.messages[0]["content"] and len(r.messages) == 2 for r in endpoint.asked)
