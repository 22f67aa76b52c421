"""Who is linked with whom: python benchmarks/names.py [-v] [--part seen|unseen] [TABLE]

Makes of each pair of names in names.tsv (150 that are one party, 150 that are two) two briefs that tell what the table says
of them, merges these as `summarizer merge` does, and prints how many links were right: of those made without asking, and of
those suggested to a reviewer. The rules were tuned on two thirds of the pairs; the other third was only counted. -v names the
pairs that came out wrong (of the unseen third only with --part unseen).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.article import Article, article_from_text
from summarizer.brief import ArticleInfo, Brief, Evidence, Fact, Provenance, fact_id
from summarizer.dossier.links import find_links
from summarizer.dossier.mentions import mentions_of
from summarizer.dossier.shapes import Entry, Link
from summarizer.schema import Schema, find_schema

TABLE = Path(__file__).with_name("names.tsv")
PROVENANCE = Provenance(
    tool="benchmark",
    model="none",
    endpoint_host=None,
    strategy="whole-article",
    prompt="none",
    prompt_sha256="0" * 64,
    schema_sha256="0" * 64,
    created_at="2026-01-01T00:00:00+00:00",
)


@dataclass(frozen=True)
class Side:
    """One of two names with what its article tells: beside whom, of what, as what."""

    name: str
    kind: str
    roles: tuple[str, ...]
    partners: tuple[str, ...]
    about: str
    told: str


@dataclass(frozen=True)
class Pair:
    """Two names. ``label`` says whether they are one party; ``part`` whether the rules were tuned on them."""

    label: bool
    part: str
    one: Side
    other: Side


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a table, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Pair(r["label"] == "true", r["part"], _side(r, ""), _side(r, "other_")) for r in rows]


def _side(row: Mapping[str, str], prefix: str) -> Side:
    roles, partners = (tuple(filter(None, row[prefix + f].split(";"))) for f in ("roles", "partners"))
    return Side(row["other" if prefix else "one"], row[f"{prefix}kind"], roles, partners,
                row[f"{prefix}about"], row[f"{prefix}told"])  # fmt: skip


class Story:
    """The article and the brief of one side: a sentence and a fact for each thing that the party does."""

    def __init__(self, side: Side, schema: Schema) -> None:
        self.side, self.schema = side, schema
        self.sentences: list[str] = []
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        named = f"The {side.told} {_noun(side.kind)} {side.name}" if side.told else side.name
        self._say(f"{named} was named in the report.", "actors", name=side.name, kind=side.kind, roles=list(side.roles))
        for partner in side.partners:
            self._say(f"{partner} had no comment.", "actors", name=partner, kind="government")
        for role in side.roles:
            self._do(role)

    def _do(self, role: str) -> None:
        name, about = self.side.name, self.side.about
        first, last = self.side.partners[0], self.side.partners[-1]
        if role == "supplier":
            self._say(f"{name} sent {about} to {first}.", "items", description=about, supplier=name, recipient=first)
        elif role == "recipient":
            self._say(f"{first} sent {about} to {name}.", "items", description=about, supplier=first, recipient=name)
        elif role == "broker":
            said = f"{name} arranged that {first} sends {about} to {last}."
            self._say(said, "items", description=about, supplier=first, recipient=last)
        elif role == "sanctioned_party":
            self._say(
                f"{last} froze assets of {name}.", "sanctions", target=name, authority=last, measure="froze assets"
            )
        elif role == "sanctioning_authority":
            self._say(f"{name} banned {about} for {first}.", "sanctions", target=first, authority=name, measure=about)
        elif role == "denier":
            self._say(f"{name} denied the sale of {about} to {first}.", "denials", denier=name, what=f"sale of {about}")
        elif role == "spokesperson":
            said = f"{first} sent {about} to {last}, {name} said."
            self._say(said, "items", description=about, supplier=first, recipient=last, attributed_to=name)

    def _say(self, sentence: str, list_: str, /, **values: Any) -> None:
        self.sentences.append(sentence)
        self.told.append((sentence, list_, values))

    def entry(self, name: str) -> Entry:
        """The brief with its article."""
        article = article_from_text("\n\n".join(self.sentences) + "\n", name)
        facts: dict[str, list[Fact]] = {k.name: [] for k in self.schema.kinds}
        for sentence, kind, values in self.told:
            facts[kind].append(_fact(article, self.schema, sentence, kind, values))
        brief = Brief(
            schema_id=self.schema.id,
            status="complete",
            article=ArticleInfo.of(article),
            summary=(),
            facts={kind: tuple(found) for kind, found in facts.items()},
            ledger=(),
            provenance=PROVENANCE,
        )
        return Entry(brief, name, article)


def _noun(kind: str) -> str:
    return {"person": "dealer", "company": "company"}.get(kind, "authority")


def _fact(article: Article, schema: Schema, sentence: str, kind: str, values: dict[str, Any]) -> Fact:
    start = article.text.index(sentence)
    cited = (
        Evidence(
            start=start, end=start + len(sentence), quote=sentence, prefix="", suffix="", match="exact", occurrences=1
        ),
    )
    empty: dict[str, Any] = {f.name: [] if f.many else None for f in schema.kind(kind).fields}
    main = str(values[schema.kind(kind).main.name])
    return Fact(kind=kind, id=fact_id(kind, main, cited), values=empty | values, evidence=cited)


def link_of(pair: Pair, schema: Schema) -> Link | None:
    """The link that a dossier of the pair's two briefs has between its two names, if any."""
    entries = [Story(pair.one, schema).entry("one.txt"), Story(pair.other, schema).entry("other.txt")]
    mentions = mentions_of(entries, schema)
    keys = {
        next(m.key for m in mentions if m.brief == i and m.name == s.name) for i, s in enumerate((pair.one, pair.other))
    }
    return next((link for link in find_links(entries, mentions, schema) if {link.one, link.other} == keys), None)


@dataclass
class Tally:
    """How the links of some pairs came out."""

    pairs: int = 0
    true: int = 0
    automatic: int = 0
    automatic_wrong: int = 0
    found: int = 0
    suggested_wrong: int = 0

    def count(self, label: bool, state: str) -> None:
        """Count one pair: ``state`` is that of its link, or empty."""
        self.pairs += 1
        self.true += label
        self.automatic += state == "same"
        self.automatic_wrong += state == "same" and not label
        self.found += bool(state) and label
        self.suggested_wrong += state == "suggested" and not label

    def line(self, name: str) -> str:
        """A row of the table."""
        precision = 1 - self.automatic_wrong / self.automatic if self.automatic else 1.0
        return (
            f"{name:8}{self.pairs:6}{self.automatic:11}{precision:11.3f}{self.found:8} of {self.true:3}"
            f"{self.found / max(1, self.true):9.3f}{self.suggested_wrong:10} of {self.pairs - self.true}"
        )


def measure(pairs: Iterable[Pair], schema: Schema) -> tuple[dict[str, Tally], list[tuple[Pair, Link | None]]]:
    """The tallies of the parts and of all, and the pairs that came out wrong."""
    tallies: dict[str, Tally] = {"seen": Tally(), "unseen": Tally(), "all": Tally()}
    wrong: list[tuple[Pair, Link | None]] = []
    for pair in pairs:
        link = link_of(pair, schema)
        for name in (pair.part, "all"):
            tallies[name].count(pair.label, link.state if link else "")
        if (link is not None) != pair.label:
            wrong.append((pair, link))
    return tallies, wrong


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 where an automatic link is wrong or less than nine in ten true pairs are found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", nargs="?", type=Path, default=TABLE)
    parser.add_argument("-v", "--verbose", action="store_true", help="name the pairs that came out wrong")
    parser.add_argument("--part", choices=("seen", "unseen"), help="only these pairs")
    given = parser.parse_args(argv)
    pairs = [p for p in read_pairs(given.table) if given.part in (None, p.part)]
    tallies, wrong = measure(pairs, find_schema("trade_brief"))
    print("pairs         n  automatic  precision   linked or suggested  recall  wrongly suggested")
    for name, tally in tallies.items():
        if tally.pairs:
            print(tally.line(name))
    for pair, link in wrong if given.verbose else ():
        if pair.part == "seen" or given.part == "unseen":
            told = f"{link.state} {link.confidence} ({'; '.join(link.reasons)})" if link else "not found"
            print(f"{'one' if pair.label else 'two'}: {pair.one.name} | {pair.other.name} [{pair.one.kind}]: {told}")
    total = tallies["all"]
    return int(total.automatic_wrong > 0 or total.found < 0.9 * total.true)


if __name__ == "__main__":
    sys.exit(main())
