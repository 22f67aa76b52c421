"""What the judge makes of right facts and of spoilt ones: python benchmarks/judge_gold.py [GOLD_DIR ...] [-v]

Feeds the facts of a gold directory (NAME.txt and NAME.json, the form of docs/evaluation.md) to the judge as if a model
had replied them, then the same facts spoilt in eight ways, and prints how many come out as they should: a table for each
directory. Without one it takes the gold that the rules were written by, which belongs to its publishers and is no part
of this repository; examples/gold is.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from summarizer.article import Article
from summarizer.chat import ChatReply, Usage
from summarizer.evaluate.gold import GoldDocument, read_gold
from summarizer.extract.draft import DraftFact
from summarizer.extract.reply import read_reply
from summarizer.judge import Examination, View, examine
from summarizer.schema import FieldInfo, Free, OneOf, Reference, Schema, find_schema

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "gold"
OUTSIDERS = ("Viktor Bout", "Ecuador", "Halvorsen Shipping", "Ministry of Fisheries", "Tamara Okonkwo", "Lesotho")
OTHER_THINGS = (
    "frozen mackerel fillets", "a chess tournament for veterans", "wooden violins", "opera costumes from a theatre",
    "kindergarten textbooks", "tulip bulbs", "a lunar telescope", "bicycle helmets",
)  # fmt: skip


@dataclass
class Tally:
    """One line of the table: how many were as they should be, and which were not.

    Of spoilt facts ``own`` counts those caught by a reason that the right fact does not have: where that one is doubted
    itself, its spoilt forms are caught whatever was done to them.
    """

    name: str
    goal: float
    good: int = 0
    all: int = 0
    own: int = -1
    misses: list[str] = field(default_factory=list)

    def count(self, good: bool, miss: str) -> None:
        """Count one case."""
        self.all += 1
        self.good += good
        if not good:
            self.misses.append(miss)


@dataclass(frozen=True)
class Document:
    """One gold document: its view and its facts as a reply would state them."""

    name: str
    view: View
    facts: tuple[DraftFact, ...]


Spoil = Callable[[Schema, Document, DraftFact, random.Random], Iterator[tuple[str, DraftFact]]]


def load(folder: Path, schema: Schema) -> list[Document]:
    """The documents of a gold directory."""
    found = []
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt")
        if not text.exists():
            sys.exit(f"no text for {path}: {text} is missing")
        article = Article(text.read_bytes().decode("utf-8"))
        gold = read_gold(path.stem, json.loads(path.read_text("utf-8")), article, schema)
        facts, ledger = read_reply(ChatReply(json.dumps(as_reply(gold, schema)), "stop", Usage()), schema)
        for line in ledger:
            print(f"{path.stem}: {line.path} {line.code} {line.hint}", file=sys.stderr)
        found.append(Document(path.stem, View(article), tuple(facts)))
    if not found:
        sys.exit(f"no gold here: {folder} has no NAME.json; pass a directory that has NAME.txt and NAME.json")
    return found


def as_reply(gold: GoldDocument, schema: Schema) -> dict[str, list[dict[str, Any]]]:
    """The gold as a model would have replied it."""
    reply: dict[str, list[dict[str, Any]]] = {}
    for kind in schema.kinds:
        reply[kind.name] = []
        for fact in gold.facts[kind.name]:
            entry: dict[str, Any] = {"quotes": list(fact.quotes)}
            for f in kind.fields:
                value = fact.values.get(f.name, ())
                several = f.many or (f.is_reference and len(value) > 1)
                entry[f.name] = list(value) if several else value[0] if value else None
            reply[kind.name].append(entry)
    return reply


def objections(result: Examination, spoilt: str) -> set[str]:
    """The reasons for which a fact with a spoilt field came out rejected, dropped or flagged."""
    found = set(result.fact.reasons) if result.fact else {"rejected"}
    return found | {f"{line.code} {line.hint}" for line in result.ledger if line.path.endswith(f"/{spoilt}")}


def with_value(fact: DraftFact, name: str, value: object) -> DraftFact:
    """The fact with one value changed."""
    values: Mapping[str, Any] = {**fact.values, name: value}
    return replace(fact, values=values)


def fields(schema: Schema, fact: DraftFact, kind: type) -> list[FieldInfo]:
    """The fields of one sort that have a value."""
    return [f for f in schema.kind(fact.kind).fields if isinstance(f.marker, kind) and fact.values.get(f.name)]


def number_changed(
    schema: Schema, doc: Document, fact: DraftFact, dice: random.Random
) -> Iterator[tuple[str, DraftFact]]:
    """Every number in digits becomes another one; number words too."""
    words = {"two dozen": "three dozen", "five": "seven", "dozens": "hundreds", "three": "nine", "two": "eleven"}
    for f in fields(schema, fact, Free):
        value = str(fact.values[f.name])
        for match in re.finditer(r"\d+(?:[.,]\d+)*", value):
            for new in (match[0] + "0", str(int(match[0][0]) % 9 + 1) + match[0][1:], match[0][:-1] or "7"):
                if new != match[0] and not ("." in match[0] and new == f"{match[0]}0"):  # 1.20 is 1.2
                    yield f.name, with_value(fact, f.name, value[: match.start()] + new + value[match.end() :])
        for word, other in words.items():
            if re.search(rf"\b{word}\b", value):
                yield f.name, with_value(fact, f.name, re.sub(rf"\b{word}\b", other, value, count=1))


def not_changed(schema: Schema, doc: Document, fact: DraftFact, dice: random.Random) -> Iterator[tuple[str, DraftFact]]:
    """A 'not' is deleted from a quote that has one, or put into one that has none."""
    for i, quote in enumerate(fact.quotes):
        if re.search(r"\b(?:not|no|neither)\b ", quote):
            new = re.sub(r"\b(?:not|no|neither)\b ", "", quote, count=1)
        else:
            new = re.sub(r"\b(is|was|were|will|has|have|had|would|been|be|to|the|of|a) ", r"\1 not ", quote, count=1)
        if new != quote and len(fact.quotes) == 1:
            yield "quotes", replace(fact, quotes=tuple(new if i == k else q for k, q in enumerate(fact.quotes)))


def name_from_outside(
    schema: Schema, doc: Document, fact: DraftFact, dice: random.Random
) -> Iterator[tuple[str, DraftFact]]:
    """A name that the article does not have."""
    for f in named_fields(schema, fact):
        yield f.name, with_value(fact, f.name, dice.choice([o for o in OUTSIDERS if o not in doc.view.article.text]))


def named_fields(schema: Schema, fact: DraftFact) -> list[FieldInfo]:
    """The references, and a party's own name."""
    kind = schema.kind(fact.kind)
    return [f for f in kind.fields if (f.is_reference or f is kind.main) and f.is_name and fact.values.get(f.name)]


def another_thing(
    schema: Schema, doc: Document, fact: DraftFact, dice: random.Random
) -> Iterator[tuple[str, DraftFact]]:
    """A description of something else, that the article does not have."""
    for f in fields(schema, fact, Free):
        if f.required or f.name == "measure":
            yield f.name, with_value(fact, f.name, dice.choice(OTHER_THINGS))


def anothers_thing(
    schema: Schema, doc: Document, fact: DraftFact, dice: random.Random
) -> Iterator[tuple[str, DraftFact]]:
    """The description of another fact of the article, from other words of it. Harder, and the issue has no goal for it."""
    for f in fields(schema, fact, Free):
        if not f.required:
            continue
        for other in doc.facts:
            what = other.values.get(f.name)
            if (
                other.kind == fact.kind
                and what
                and what != fact.values[f.name]
                and not set(other.quotes) & set(fact.quotes)
            ):
                yield f.name, with_value(fact, f.name, what)


def swapped(schema: Schema, doc: Document, fact: DraftFact, dice: random.Random) -> Iterator[tuple[str, DraftFact]]:
    """The name of another actor of the same article, who stands in no field of the fact."""
    people = [str(f.values["name"]) for f in doc.facts if f.kind == "actors"]
    own = " ".join(str(v) for v in fact.values.values()) + (" ".join(fact.quotes) if fact.kind == "actors" else "")
    for f in named_fields(schema, fact):
        others = [p for p in people if p not in own]
        for other in others:
            yield f.name, with_value(fact, f.name, other)


def sides_swapped(
    schema: Schema, doc: Document, fact: DraftFact, dice: random.Random
) -> Iterator[tuple[str, DraftFact]]:
    """Giver and taker, doer and target change places."""
    sided = [f for f in fields(schema, fact, Reference) if isinstance(f.marker, Reference) and f.marker.side]
    if len(sided) == 2:
        one, other = sided[0].name, sided[1].name
        yield one, replace(fact, values={**fact.values, one: fact.values[other], other: fact.values[one]})


def said_to_be_done(
    schema: Schema, doc: Document, fact: DraftFact, dice: random.Random
) -> Iterator[tuple[str, DraftFact]]:
    """What is only proposed or threatened is said to be done."""
    for f in fields(schema, fact, OneOf):
        assert isinstance(f.marker, OneOf)
        if not f.many and fact.values[f.name] in {"proposed", "threatened"} and f.marker.done:
            yield f.name, with_value(fact, f.name, f.marker.done[0])


SPOILS: tuple[tuple[str, float, Spoil], ...] = (
    ("a number changed", 0.98, number_changed),
    ("'not' deleted or put in", 0.98, not_changed),
    ("a name from outside", 0.98, name_from_outside),
    ("another thing described", 0.98, another_thing),
    ("another fact's description", 0.80, anothers_thing),
    ("another actor's name", 0.80, swapped),
    ("sides swapped", 0.80, sides_swapped),
    ("a proposal said to be done", 0.80, said_to_be_done),
)


def measure(documents: list[Document], schema: Schema) -> list[Tally]:
    """The table."""
    kept, supported = Tally("gold not rejected", 0.97), Tally("gold supported, no reasons", 0.80)
    tallies = [kept, supported]
    for doc in documents:
        for fact in doc.facts:
            result = examine(doc.view.article, schema, fact, view=doc.view)
            told = f"{doc.name} {fact.path} {fact.values.get(schema.kind(fact.kind).main.name)!r} | {fact.quotes}"
            lines = [f"{line.path} {line.code}: {line.hint}" for line in result.ledger]
            kept.count(result.fact is not None, f"{told}: {lines}")
            fine = result.fact is not None and not result.fact.reasons and not lines
            supported.count(fine, f"{told}: {list(result.fact.reasons) if result.fact else ''} {lines or ''}")
    for name, goal, spoil in SPOILS:
        tally = Tally(name, goal, own=0)
        dice = random.Random(3)
        for doc in documents:
            for fact in doc.facts:
                right = examine(doc.view.article, schema, fact, view=doc.view)
                for spoilt, case in spoil(schema, doc, fact, dice):
                    said = objections(examine(doc.view.article, schema, case, view=doc.view), spoilt)
                    value = case.values.get(spoilt, case.quotes)
                    tally.count(bool(said), f"{doc.name} {fact.path} {spoilt}={value!r} | {case.quotes}")
                    tally.own += bool(said - objections(right, spoilt))
        tallies.append(tally)
    return tallies


def main() -> None:
    """Print the table, with -v every miss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="directories with NAME.txt and NAME.json")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every miss")
    options = parser.parse_args()
    schema = find_schema("trade_brief")
    folders: list[Path] = options.gold or [DEFAULT]
    for folder in folders:
        if len(folders) > 1:
            print(folder)
        show(measure(load(folder, schema), schema), verbose=options.verbose)


def show(tallies: list[Tally], *, verbose: bool) -> None:
    """Print one directory's table, and what was not as it should be where that is asked."""
    for tally in tallies:
        share = tally.good / tally.all if tally.all else 1.0
        mark = "ok  " if share >= tally.goal else "LOW "
        own = "" if tally.own < 0 else f"; {tally.own} by a reason of their own"
        print(f"{mark}{tally.name:30} {tally.good:4} of {tally.all:4}  {share:6.1%}  (goal {tally.goal:.0%}{own})")
        if verbose:
            for miss in tally.misses:
                print(f"       {miss}")


if __name__ == "__main__":
    main()
