"""The sentence-wise strategy against an endpoint in Python that knows what it says to which sentence.

In English the facts come from the order of the words and the endpoint only agrees or not; where nothing is read, and in
other languages, the endpoint writes them.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

import pytest

from summarizer.article import Article, Span
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.errors import EndpointError
from summarizer.extract import Draft, DraftFact
from summarizer.extract.prompt import load_examples
from summarizer.extract.reading import LONGEST
from summarizer.extract.sentence_wise import SentenceWise, Trust
from summarizer.extract.told import told
from summarizer.schema import Claim, Free, Names, OneOf, Reference, Report, Schema, compile_schema, find_schema
from summarizer.schema.grammar import NOTHING

TRADE = find_schema("trade_brief")
SOLD = "Velmora sold twelve patrol boats to Drovia in March."
DENIED = "“We never bought boats,” said Petar Ruiz, a spokesman for the Drovian Navy."
CALM = "The harbour of Pellan was calm on the day."
TEXT = f"{SOLD} {CALM}\n\n{DENIED}\n"
# English in which a cue stands and nothing can be read, and the same fact in a language that nobody reads.
UNREAD = "The deal was for twelve patrol boats, from Velmora for Drovia."
FOREIGN = "Velmora verkaufte im März zwölf Patrouillenboote an Drovia."
BOATS = "item: twelve patrol boats\n quantity: twelve\n from: Velmora\n to: Drovia\n status: delivered\n when: in March"
BOOTE = "item: Patrouillenboote\n quantity: zwölf\n from: Velmora\n to: Drovia\n status: delivered\n when: im März"


class Knowing:
    """An endpoint that answers by the last message.

    ``facts``: (label, sentence) -> answer; the gate is as sure as ``gates`` has it, else as ``sure`` where there is an
    answer, else as ``unsure``. ``sorts``: name -> kind of party; else ``otherwise``, or where the grammar does not allow
    that (``constrained``) the first that it does.
    """

    label = "knowing"
    host: str | None = None

    def __init__(self, facts: dict[tuple[str, str], str] | None = None, sorts: dict[str, str] | None = None) -> None:
        self.facts = facts or {}
        self.sorts = sorts or {}
        self.gates: dict[tuple[str, str], float] = {}
        self.constrained = True
        self.otherwise = NOTHING
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
            allowed = re.findall(r'"([^"]*)"', request.grammar or "")
            sort = self.sorts.get(said.rsplit("Name: ", 1)[1], self.otherwise)
            return ChatReply(sort if sort in allowed or not self.constrained else allowed[0], "stop", used)
        label = request.messages[0]["content"].split("Find each ")[1].split(" that the sentence")[0]
        known = self.facts.get((label, said))
        if request.top_logprobs:
            yes = self.gates.get((label, said), self.sure if known else self.unsure)
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

    @property
    def sorted_names(self) -> list[str]:
        """The names whose sort was asked for."""
        passages = [r.messages[-1]["content"] for r in self.asked]
        return [p.rsplit("Name: ", 1)[1] for p in passages if p.startswith("Passage: ")]


def draft(
    endpoint: Knowing, text: str = TEXT, schema: Schema = TRADE, *, unread: float | None = None, **article: Any
) -> Draft:
    steps: list[tuple[int, int]] = []
    strategy = SentenceWise(schema)
    for kind in strategy._examples.values():
        if unread is not None and "unread" in kind["sure"]:
            kind["sure"] = kind["sure"] | {"unread": unread}
    work = strategy.draft(
        Article(text, **{"language": "en"} | article), schema, endpoint, lambda done, total: steps.append((done, total))
    )
    result = asyncio.run(work)
    assert not steps or steps[-1][0] == steps[-1][1], "progress reaches its total"
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    return result


def of(drafted: Draft, kind: str) -> list[DraftFact]:
    return [f for f in drafted.facts if f.kind == kind]


SORTS = {"Velmora": "government", "Drovia": "government", "Drovian Navy": "government_body", "Petar Ruiz": "person"}


def trade() -> Knowing:
    """Agrees with what is read in ``TEXT``, and writes nothing itself."""
    endpoint = Knowing(sorts=SORTS)
    endpoint.gates = {("item", SOLD): 0.9, ("denial", DENIED): 0.9}
    return endpoint


def foreign() -> Knowing:
    """Writes the fact of ``FOREIGN``."""
    return Knowing({("item", FOREIGN): BOOTE}, SORTS)


def agreeing(**sorts: str) -> Knowing:
    """Agrees with everything that is read (not so much that it would write anything itself); takes all for countries."""
    endpoint = Knowing(sorts=sorts)
    endpoint.unsure = 0.5
    endpoint.otherwise = "government"
    return endpoint


def values_of(text: str, kind: str, **sorts: str) -> list[dict[str, Any]]:
    """What stands in the facts of a kind that are drafted from a text, without what is empty."""
    return [{k: v for k, v in f.values.items() if v} for f in of(draft(agreeing(**sorts), text), kind)]


def thresholds(kind: str) -> Trust:
    return Trust(**load_examples("sentence_wise", "trade_brief")[0][kind]["sure"])


def test_facts_have_the_sentences_as_their_evidence() -> None:
    """A fact's quote is its sentence as it stands in the article, at its place."""
    drafted = draft(trade())
    (fact,) = of(drafted, "items")
    assert fact.values["description"] == "patrol boats" and fact.values["quantity"] == "twelve"
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
    assert "Petar Ruiz" not in endpoint.sorted_names


def test_what_the_model_says_is_no_party_is_none() -> None:
    """A name that is sorted as none is no actor, and nobody that a fact is attributed to."""
    text = "Old Harbour House said that Velmora sold twelve boats to Drovia."
    for sort, said_by in (("company", "Old Harbour House"), (NOTHING, None)):
        endpoint = agreeing(**SORTS, **{"Old Harbour House": sort})
        drafted = draft(endpoint, text)
        assert "Old Harbour House" in endpoint.sorted_names
        (fact,) = of(drafted, "items")
        assert fact.values["attributed_to"] == said_by
        assert ("Old Harbour House" in {f.values["name"] for f in of(drafted, "actors")}) == (said_by is not None)


def test_whoever_acts_is_somebody() -> None:
    """A name that gives or takes can't be sorted as none: the grammar does not allow it; others may be none."""
    endpoint = trade()
    endpoint.sorts = {}
    drafted = draft(endpoint, f"{TEXT}\nOld Harbour House said nothing.\n")
    grammars = {
        r.messages[-1]["content"].rsplit("Name: ", 1)[1]: r.grammar or ""
        for r in endpoint.asked
        if r.messages[-1]["content"].startswith("Passage: ")
    }
    assert '"none"' not in grammars["Velmora"] and '"person"' in grammars["Velmora"]
    assert '"none"' in grammars["Old Harbour House"]
    names = {f.values["name"] for f in of(drafted, "actors")}
    assert "Velmora" in names and "Old Harbour House" not in names
    assert of(drafted, "items")[0].values["supplier"] == "Velmora"


def test_whoever_acts_is_somebody_also_without_grammars() -> None:
    """An endpoint that takes no grammar and says 'none' of a giver is told so in the ledger; the giver stays."""
    endpoint = agreeing(Velmora=NOTHING)
    endpoint.constrained = False
    drafted = draft(endpoint, "Velmora sold twelve boats to Orrin.")
    (fact,) = of(drafted, "items")
    assert (fact.values["supplier"], fact.values["recipient"]) == ("Velmora", "Orrin")


def test_an_answer_that_is_no_sort_is_told() -> None:
    """An endpoint that takes no grammar may answer anything: the party stays under the last sort, with a ledger line."""
    endpoint = agreeing(Velmora="a country, I think", Orrin="government")
    endpoint.constrained = False
    drafted = draft(endpoint, "Velmora sold twelve boats to Orrin.")
    assert {f.values["name"]: f.values["kind"] for f in of(drafted, "actors")} == {
        "Velmora": "other_org",
        "Orrin": "government",
    }
    (line,) = drafted.ledger
    assert (line.path, line.code, line.value) == ("actors", "schema_invalid", "Velmora: a country, I think")
    assert "other_org" in str(line.hint)


@pytest.mark.parametrize(
    ("name", "text", "sort"),
    [
        ("Harrow Dynamics", "Harrow Dynamics sold twelve boats to Orrin.", "company"),
        (
            "Finance Ministry of Talvia",
            "The Finance Ministry of Talvia sold twelve boats to Orrin.",
            "government_body",
        ),
        ("Union of River States", "The Union of River States sold twelve boats to Orrin.", "other_org"),
        ("Talvia", "Talvia sold twelve boats to Orrin. The Talvian coast was calm.", "government"),
    ],
)
def test_words_that_show_the_sort_are_not_asked_about(name: str, text: str, sort: str) -> None:
    """A company, a ministry, a union, and a country of which the text makes an adjective are sorted by their words."""
    endpoint = agreeing(Orrin="government")
    kinds = {f.values["name"]: f.values["kind"] for f in of(draft(endpoint, text), "actors")}
    assert kinds[name] == sort and kinds["Orrin"] == "government"
    assert endpoint.sorted_names == ["Orrin"]


def test_who_speaks_for_himself_is_the_speaker() -> None:
    """'We' in a quotation is whoever speaks it, and is no speaker of his own denial."""
    (fact,) = of(draft(trade()), "denials")
    assert fact.values["denier"] == "Petar Ruiz" and fact.values["reported_by"] is None


# What is read: believed or not.


def test_what_is_read_is_not_written() -> None:
    """Where a sentence is read, the endpoint is asked one token, with its candidates, and never for the fact."""
    endpoint = trade()
    drafted = draft(endpoint)
    assert len(of(drafted, "items")) == len(of(drafted, "denials")) == 1 and drafted.ledger == []
    assert endpoint.questions("item") == endpoint.questions("denial") == []
    gates = [r for r in endpoint.asked if r.top_logprobs]
    assert gates and all(r.max_tokens == 1 and not r.grammar for r in gates)
    assert not any(r.messages[-1]["content"] == CALM for r in gates), "no cue, no question"


def test_a_sentence_without_a_cue_is_asked_about_where_it_is_read() -> None:
    """The reader knows more verbs than the cues."""
    text = "Kessel airlifted 20 generators to Orrin."
    cues = TRADE.kind("items").cues
    assert cues is not None and not cues.search(text)
    (fact,) = values_of(text, "items")
    assert fact["supplier"] == "Kessel"


@pytest.mark.parametrize(
    ("label", "kind", "text", "side"),
    [
        ("item", "items", "Kessel sold 20 mines to Selka.", "whole"),
        ("item", "items", "20 mines were sold to Selka.", "part"),
        ("payment", "compensation", "Kessel bought 300 trucks from Orrin for 20 million crowns.", "whole"),
        ("payment", "compensation", "In return, Orrin paid 20 million crowns.", "part"),
        ("sanction", "sanctions", "Kessel imposed an oil embargo on Orrin.", "whole"),
        ("sanction", "sanctions", "An oil embargo was imposed on Orrin.", "part"),
        ("denial", "denials", "Orrin has denied that it sold mines to the militia.", "whole"),
    ],
)
@pytest.mark.parametrize("above", [-0.01, 0.01])
def test_what_is_read_is_believed_if_the_model_agrees(
    label: str, kind: str, text: str, side: str, above: float
) -> None:
    """How much the model must agree is set beside the examples, for facts with all their parties and for others."""
    least = getattr(thresholds(kind), side)
    endpoint = agreeing()
    endpoint.gates[label, text] = least + above
    drafted = draft(endpoint, text)
    assert endpoint.questions(label) == []
    lines = [line for line in drafted.ledger if line.path == kind]
    if above > 0:
        assert len(of(drafted, kind)) == 1 and lines == []
        return
    assert of(drafted, kind) == []
    (line,) = lines
    assert (line.code, line.quote) == ("unconfirmed", text)
    assert str(line.value).startswith(f"{label}: ")
    assert line.hint == f"the model gives it {least + above:.2f}, {least:g} are asked for"


def test_what_is_not_believed_is_no_party_either() -> None:
    """The parties of a fact that is not believed have no role; whoever acts in the sentence is still listed."""
    text = "Then Kessel sold 20 mines to Selka."
    endpoint = agreeing()
    endpoint.gates["item", text] = 0.01
    drafted = draft(endpoint, text)
    assert {f.values["name"]: f.values["roles"] for f in of(drafted, "actors")} == {"Kessel": ["other"]}


def test_without_probabilities_what_is_read_is_believed() -> None:
    """An endpoint that tells no probabilities can't disagree."""
    endpoint = Knowing(sorts=SORTS)
    endpoint.logprobs = False
    drafted = draft(endpoint, SOLD)
    assert [f.values["supplier"] for f in of(drafted, "items")] == ["Velmora"] and drafted.ledger == []
    assert endpoint.questions("item") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kessel sold 20 mines to Selka.", "delivered"),
        ("Kessel will sell 20 mines to Selka.", "proposed"),
        ("Kessel is shipping 20 mines to Selka.", "ongoing"),
        ("Kessel tried to sell 20 mines to Selka.", "attempted"),
        ("Kessel was accused of selling 20 mines to Selka.", "alleged"),
    ],
)
def test_values_and_status_are_read(text: str, status: str) -> None:
    """Thing, amount, giver and taker come from the words; how it is told becomes the schema's own status."""
    assert values_of(text, "items") == [
        {"description": "mines", "quantity": "20", "supplier": "Kessel", "recipient": "Selka", "status": status}
    ]


def test_what_is_denied_is_no_transfer() -> None:
    """A sentence that says that nothing was given gives no fact, and is not written either."""
    assert values_of("Kessel did not sell mines to Selka.", "items") == []


def test_a_country_and_a_firm_are_two() -> None:
    """A firm joined to a country that the article names elsewhere is not one firm of both names."""
    (fact,) = values_of("Kessel and Harrow Dynamics sold mines to Selka. The mines of Kessel are old.", "items")
    assert fact["supplier"] == ["Kessel", "Harrow Dynamics"]


def test_several_parties_are_a_list() -> None:
    """Two names in one place are a list of names, each an actor with the role."""
    drafted = draft(agreeing(), "Talvia and Orrin sold 20 mortars to Selka.")
    (fact,) = of(drafted, "items")
    assert fact.values["supplier"] == ["Talvia", "Orrin"] and fact.values["recipient"] == "Selka"
    roles = {f.values["name"]: f.values["roles"] for f in of(drafted, "actors")}
    assert roles == {"Talvia": ["supplier"], "Orrin": ["supplier"], "Selka": ["recipient"]}


# Who is meant.


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        ("Selka said no. Harrow Dynamics said yes. The firm sold mines to Selka in June.", "Harrow Dynamics"),
        ("Kessel said no. Harrow Dynamics said yes. The country sold mines to Selka in June.", "Kessel"),
        ("Col. Petar Ruiz spoke to Talvia. He sold mines to Selka in June.", "Petar Ruiz"),
        ("Kessel said yes. In June it sold mines to Selka.", "Kessel"),
        ("Kessel said no to Selka. In June it sold mines to Selka.", "Kessel"),
        ("“We sold mines to Selka in June,” said Col. Petar Ruiz.", "Petar Ruiz"),
        ("“I sold mines to Selka in June,” said Col. Petar Ruiz.", "Petar Ruiz"),
        ("The weather was fine. In June it sold mines to Selka.", None),
        ("Kessel said yes. It sold mines to Selka in June.", "Kessel"),
    ],
)
def test_words_that_point_back(text: str, supplier: str | None) -> None:
    """'It', 'he' and 'the firm' are the party before them that may be meant, 'we' and 'I' whoever speaks."""
    (fact,) = values_of(text, "items")
    assert fact.get("supplier") == supplier and fact["recipient"] == "Selka"


def test_words_that_point_to_nobody_are_told() -> None:
    """A pronoun without anybody to mean stands in the ledger."""
    drafted = draft(agreeing(), "The weather was fine. In June it sold mines to Selka.")
    (line,) = drafted.ledger
    assert (line.path, line.code, line.value) == ("items", "pronoun", "from: it")


# What the sentences round it tell.


@pytest.mark.parametrize(
    "text",
    [
        "Kessel sold 300 trucks to Orrin. In return, Orrin paid 30 million crowns.",
        "Kessel sold 300 trucks to Orrin. In return, Kessel received 30 million crowns.",
        "Kessel sold 300 trucks to Orrin. In return it got 30 million crowns.",
    ],
)
def test_who_pays_is_who_gets_the_goods(text: str) -> None:
    """Payer and payee that a sentence leaves out are those of the goods beside it, turned round."""
    (paid,) = values_of(text, "compensation")
    assert (paid["payer"], paid["payee"]) == ("Orrin", "Kessel")


def test_a_measure_without_target_is_the_one_before() -> None:
    """'The embargo can be reinstated' is about the one told of before, by the same authority."""
    text = "Kessel imposed an arms embargo on Orrin in June. The embargo can be reinstated."
    one, other = values_of(text, "sanctions")
    assert (one["status"], other["status"]) == ("imposed", "threatened")
    assert (other["target"], other["authority"], other["measure"]) == ("Orrin", "Kessel", "embargo")


@pytest.mark.parametrize("text", ["The embargo was narrow.", "The arms embargo has been in force since 1994."])
def test_a_measure_against_nobody_is_none(text: str) -> None:
    """An article that never says whom a measure hits gives nothing."""
    assert draft(agreeing(), text) == Draft()


def test_a_deed_against_nobody_is_told() -> None:
    """A measure that is told as a deed, against nobody in the whole article, is dropped with a ledger line."""
    drafted = draft(agreeing(), "The embargo was lifted. The sea was calm.")
    assert of(drafted, "sanctions") == []
    (line,) = drafted.ledger
    assert (line.code, line.hint) == ("schema_invalid", "against: no known party")
    assert line.value == "sanction: ?\n measure: embargo\n status: lifted"


CALMLY = "The sea was calm."


@pytest.mark.parametrize(
    ("one", "other", "kind", "statuses"),
    [
        (
            "Kessel will ship 300 trucks to Orrin.",
            "Kessel is shipping trucks to Orrin.",
            "items",
            ["proposed"],
        ),
        (
            "Kessel imposed an arms embargo on Orrin.",
            "The arms embargo on Orrin has been in force since 1994.",
            "sanctions",
            ["imposed"],
        ),
        (
            "Kessel shipped 300 trucks to Orrin.",
            "Kessel will ship trucks to Orrin.",
            "items",
            ["delivered", "proposed"],
        ),
        (
            "Kessel imposed an arms embargo on Orrin.",
            "The fuel ban on Orrin has been in force since 1994.",
            "sanctions",
            ["imposed", "in_force"],
        ),
        (
            "Kessel lifted the arms embargo on Orrin.",
            "The arms embargo on Orrin has been in force since 1994.",
            "sanctions",
            ["lifted", "in_force"],
        ),
    ],
)
def test_repeats_are_one_fact(one: str, other: str, kind: str, statuses: list[str]) -> None:
    """Planned and under way, imposed and in force are one fact told twice; done and planned are two."""
    drafted = draft(agreeing(), f"{one} {CALMLY} {other}")
    assert [f.values["status"] for f in of(drafted, kind)] == statuses
    repeats = [line for line in drafted.ledger if line.code == "duplicate"]
    assert [line.quote for line in repeats] == ([other] if len(statuses) == 1 else [])
    if len(statuses) == 1:
        assert of(drafted, kind)[0].quotes == (one, other)


@pytest.mark.parametrize(
    ("text", "deniers"),
    [
        ("Orrin has denied that it sold mines. Orrin rejected the report as false.", ["Orrin"]),
        (
            "Selka denied buying mines from Orrin. “We have never bought mines,” said Col. Petar Ruiz, a spokesman.",
            ["Selka"],
        ),
        ("Orrin has denied that it sold mines. Talvia has denied that it shelled the port.", ["Orrin", "Talvia"]),
        (
            f"Orrin has denied that it sold mines. {CALMLY} Orrin has denied that the port was shelled.",
            ["Orrin", "Orrin"],
        ),
    ],
)
def test_a_denial_that_goes_on_is_one(text: str, deniers: list[str]) -> None:
    """Denials beside each other by one party, or by it and its spokesman, are one; others are others."""
    drafted = draft(agreeing(), text)
    assert [f.values["denier"] for f in of(drafted, "denials")] == deniers
    if len(deniers) == 1:
        assert len(of(drafted, "denials")[0].quotes) == 2


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("Kessel sold 20 mines to Selka in June.", "items", "in June"),
        ("Kessel will sell 20 mines to Selka next spring.", "items", "next spring"),
        ("Kessel sold 20 mines to Selka.", "items", None),
        ("Kessel sold 20 mines to Selka, Mara Lind said on Tuesday.", "items", None),
        ("Kessel imposed an oil embargo on Orrin in 1994.", "sanctions", "in 1994"),
        ("Orrin on Monday denied that it had sold mines to the militia.", "denials", "on Monday"),
        ("Kessel sold 20 mines to Selka in May.", "items", "in May"),
    ],
)
def test_the_time_of_a_fact(text: str, kind: str, date: str | None) -> None:
    """When it was goes to the field for time; the day on which somebody says so does not."""
    (fact,) = values_of(text, kind)
    assert fact.get("date") == date


# What the model writes.


def test_in_english_the_model_writes_only_what_was_not_read() -> None:
    """Where nothing can be read in an English sentence, the model writes the fact if it is very sure."""
    assert told(TRADE.kind("items"), UNREAD) == [], "this test needs a sentence in which nothing is read"
    endpoint = Knowing({("item", UNREAD): BOATS}, SORTS)
    (fact,) = of(draft(endpoint, UNREAD, unread=0.8), "items")
    assert endpoint.questions("item") == [UNREAD]
    assert (fact.values["supplier"], fact.values["recipient"]) == ("Velmora", "Drovia")


@pytest.mark.parametrize(("above", "asked"), [(-1.0, 0), (-0.01, 0), (0.01, 1), (1.0, 1)])
@pytest.mark.parametrize(
    ("text", "language", "least"), [(UNREAD, "en", "unread"), (FOREIGN, "de", "alone"), (FOREIGN, None, "alone")]
)
def test_the_threshold_is_the_examples(text: str, language: str | None, least: str, above: float, asked: int) -> None:
    """How sure the model must be stands beside the examples: more so where the reader found nothing."""
    endpoint = Knowing({("item", text): BOATS}, SORTS)
    limit = 0.8 if least == "unread" else thresholds("items").alone
    endpoint.sure = min(max(limit + above, 1e-9), 1 - 1e-9)
    drafted = draft(endpoint, text, unread=0.8, language=language)
    assert len(endpoint.questions("item")) == len(of(drafted, "items")) == asked
    assert drafted.ledger == [], "what nobody has read is not missed"


def test_the_model_has_to_be_surest_where_nothing_was_read() -> None:
    """The thresholds of every kind lie in one order: to write against the reader needs most, to agree least."""
    for kind in ("items", "compensation", "sanctions", "denials"):
        sure = thresholds(kind)
        assert 0 < sure.whole <= sure.part < sure.alone < sure.unread <= 1


def test_other_languages_are_not_read() -> None:
    """What looks like English in an article of another language is the model's alone."""
    for known, written in (({}, []), ({("item", SOLD): BOATS}, ["twelve patrol boats"])):
        endpoint = Knowing(known, SORTS)
        drafted = draft(endpoint, SOLD, language="de")
        assert [f.values["description"] for f in of(drafted, "items")] == written
        assert endpoint.questions("item") == [SOLD] * len(written) and drafted.ledger == []


@pytest.mark.parametrize(
    ("status", "kept"),
    [("proposed", "delivered"), ("unknown", "delivered"), ("alleged", "alleged"), ("attempted", "attempted")],
)
def test_what_the_model_writes_is_done_where_it_is_told_as_done(status: str, kept: str) -> None:
    """A transfer that the sentence tells as done is no plan, whatever the model says; a dispute it may be."""
    text = "Twelve boats of Velmora, bought by nobody knows whom, were in Drovia."
    answer = f"item: Twelve boats\n from: Velmora\n to: Drovia\n status: {status}"
    endpoint = Knowing({("item", text): answer}, SORTS)
    endpoint.sure = 0.99
    drafted = draft(endpoint, text, language="de")
    (fact,) = of(drafted, "items")
    assert fact.values["status"] == kept
    codes = [(line.code, line.value) for line in drafted.ledger if line.path == "items"]
    assert codes == ([("modality", f"status: {status}")] if status != kept else [])


def test_an_endpoint_without_probabilities_is_asked_all() -> None:
    """Where no probabilities come, every sentence that is not read is asked, and may answer that there is nothing."""
    endpoint = foreign()
    endpoint.logprobs = False
    drafted = draft(endpoint, f"{FOREIGN} {CALM}", language="de")
    assert len(of(drafted, "items")) == 1
    asked = [r for r in endpoint.asked if r.grammar and "Find each" in r.messages[0]["content"]]
    assert len(asked) > 2 and all('start: "none" |' in (r.grammar or "") for r in asked)
    assert drafted.ledger == []


def test_without_the_gate_open_there_must_be_a_fact() -> None:
    """Where the gate was passed, the grammar does not allow 'none'."""
    endpoint = foreign()
    draft(endpoint, FOREIGN, language="de")
    (asked,) = [r for r in endpoint.asked if r.grammar and "Find each item " in r.messages[0]["content"]]
    assert "start: fact" in (asked.grammar or "")


def test_an_answer_cut_off_is_told() -> None:
    """What is left of a fact whose answer was cut off stands in the ledger as truncated, and is no fact."""
    endpoint = foreign()
    endpoint.facts["item", FOREIGN] = "item: Patrouillenboote\n quantity: zwölf\n fr"
    endpoint.finish_reason = "length"
    drafted = draft(endpoint, FOREIGN, language="de")
    assert of(drafted, "items") == []
    lines = [(line.path, line.code, line.quote) for line in drafted.ledger if line.path == "items"]
    assert set(lines) == {("items", "reply_truncated", FOREIGN)}
    assert "Patrouillenboote" in str([line.value for line in drafted.ledger])


def test_an_answer_out_of_the_notation_is_told() -> None:
    """Lines that are no part of a fact stand in the ledger; the facts beside them stay."""
    endpoint = foreign()
    endpoint.facts["item", FOREIGN] = f"Sure!\n{BOOTE}\n colour: grey"
    drafted = draft(endpoint, FOREIGN, language="de")
    assert len(of(drafted, "items")) == 1
    assert [(line.code, line.value) for line in drafted.ledger if line.path == "items"] == [
        ("schema_invalid", "Sure!"),
        ("schema_invalid", " colour: grey"),
    ]


def test_a_fact_that_makes_no_sense_is_told() -> None:
    """A fact that code drops stands in the ledger with its sentence and the reason."""
    sentence = "Der Rat verbot alle Verkäufe an sie."
    endpoint = foreign()
    endpoint.facts["sanction", sentence] = "sanction: sie\n status: imposed"
    drafted = draft(endpoint, f"{FOREIGN}\n\n{sentence}\n", language="de")
    assert of(drafted, "sanctions") == []
    (line,) = [x for x in drafted.ledger if x.path == "sanctions"]
    assert (line.code, line.quote, line.hint) == ("schema_invalid", sentence, "against: no known party")


def test_every_kind_has_one_prefix() -> None:
    """All questions of a kind begin with the same messages, which are warmed before the first of them is asked."""
    endpoint = trade()
    draft(endpoint)
    prefixes = {tuple(m["content"] for m in r.messages[: r.prefix]) for r in endpoint.asked}
    assert all(r.prefix == len(r.messages) - 1 for r in endpoint.asked)
    assert prefixes == {tuple(m["content"] for m in w) for w in endpoint.warmed}
    assert len(prefixes) == len(endpoint.warmed) <= len(TRADE.kinds) + 1


def test_small_models_are_asked_without_the_rules() -> None:
    """What a whole article is read by is in no question about a sentence: they are the same where there are none."""
    bare = replace(TRADE, kinds=tuple(replace(k, rules=()) for k in TRADE.kinds))
    with_rules, without = trade(), trade()
    draft(with_rules)
    draft(without, schema=bare)
    assert [r.messages for r in with_rules.asked] == [r.messages for r in without.asked]
    assert with_rules.asked


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


class Loan(Claim):
    """A work of art that is lent."""

    sentences = ("{lender} {state|lent=lent|promised=will lend} <{number of work}>[ to {borrower}]",)

    work: Annotated[str, Free("What is lent.")]
    number: Annotated[str | None, Free("How many.")] = None
    lender: Annotated[Names | None, Reference("Who lends it.", label="from", side="giver")] = None
    borrower: Annotated[Names | None, Reference("Who gets it.", label="to", side="taker")] = None
    state: Annotated[Literal["lent", "promised"], OneOf("How it stands.", told={"done": "lent", "planned": "promised"})]
    season: Annotated[str | None, Free("When.", time=True)] = None


class Exhibition(Report):
    """What a museum shows."""

    schema_id = "exhibition/1"

    loans: list[Loan] = []


def test_a_schema_of_ones_own_is_read_by_its_sides() -> None:
    """A schema of another domain is read where its references say who gives and who takes, in its own words."""
    schema = compile_schema(Exhibition)
    lent = "The Kessel Gallery lent nine portraits to the Orrin Museum in June."
    text = f"{lent} The Orrin Museum tried to lend two drawings to Selka Hall."
    for sure, found in ((Trust.whole + 0.01, 1), (Trust.whole - 0.01, 0)):
        endpoint = Knowing()
        endpoint.gates["loan", lent] = sure
        drafted = draft(endpoint, text, schema)
        assert endpoint.questions("loan") == []
        assert len(drafted.facts) == found and len(drafted.ledger) == 1 - found
        if found:
            assert dict(drafted.facts[0].values) == {
                "work": "portraits",
                "number": "nine",
                "lender": "The Kessel Gallery",
                "borrower": "the Orrin Museum",
                "state": "lent",
                "season": "in June",
            }


class Gift(Claim):
    """What is given away."""

    thing: Annotated[str, Free("What is given.")]
    reason: Annotated[Literal["love", "duty"], OneOf("Why.")]
    donor: Annotated[Names | None, Reference("Who gives it.", label="from", side="giver")] = None
    heir: Annotated[Names | None, Reference("Who gets it.", label="to", side="taker")] = None


class Gifts(Report):
    """Gifts."""

    schema_id = "gifts/1"

    gifts: list[Gift] = []


def test_what_the_reader_can_t_fill_is_left_to_the_model() -> None:
    """A kind that requires a field of which the order of words says nothing is written by the model."""
    text = "Kessel gave 20 cups to Orrin."
    endpoint = Knowing({("gift", text): "gift: cups\n reason: love\n from: Kessel\n to: Orrin"})
    (fact,) = draft(endpoint, text, compile_schema(Gifts)).facts
    assert fact.values["reason"] == "love"


def test_a_schema_without_sides_is_not_read() -> None:
    """Where no reference has a side, the model writes the fact, as sure as one that nobody else has read needs to be."""
    schema = compile_schema(Weather)
    for sure, asked in ((Trust.alone + 0.01, 1), (Trust.alone - 0.01, 0)):
        endpoint = Knowing({("storm", SOLD): "storm: Drovia\n force: heavy"})
        endpoint.sure = sure
        assert len(draft(endpoint, SOLD, schema).facts) == len(endpoint.questions("storm")) == asked
