"""A small article, briefs of it as runs might make them, and reviewers who decide about them without a desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarizer.article import Article, article_from_text
from summarizer.brief import ArticleInfo, Brief, Evidence, Fact, LedgerLine, Provenance, fact_id
from summarizer.review import Decision, Review, Slot, Target, review_of
from summarizer.schema import find_schema
from summarizer.store import BriefStore, write_atomic
from summarizer.summary import summarize_facts

TEXT = (
    "Drovia buys boats and radars\n\n"
    "ASTRIN, March 14 (Skerry Wire) - Velmora sold twelve patrol boats to Drovia in March, and twelve more to Kesh. "
    "Brassland delivered radars to Drovia on Monday. The Navy Ministry said Brassland had delivered radars before.\r\n"
    "Drovia 🚢 imposed sanctions on Tarn in June. Tobin Orvand denied the accusation.\n"
)
ARTICLE = article_from_text(TEXT, "story.txt")
TRADE = find_schema("trade_brief")
SCRIPTED = Provenance(
    tool="spanbrief 0.1",
    model="scripted",
    endpoint_host=None,
    strategy="whole-article",
    prompt="whole_article/1",
    prompt_sha256="0" * 64,
    schema_sha256="0" * 64,
    created_at="2026-11-01T00:00:00+00:00",
)
BOATS = "Velmora sold twelve patrol boats to Drovia in March"
RADARS = "Brassland delivered radars to Drovia on Monday"
SANCTIONS = "Drovia 🚢 imposed sanctions on Tarn in June"


def evidence(quote: str, *, article: Article = ARTICLE, at: int = 0) -> Evidence:
    """A quote with its place, the first one from ``at`` on."""
    text = article.text
    start = text.index(quote, at)
    return Evidence(
        start=start,
        end=start + len(quote),
        quote=quote,
        prefix=text[max(0, start - 32) : start],
        suffix=text[start + len(quote) :][:32],
        match="exact",
        occurrences=text.count(quote),
    )


def fact(kind: str, /, *quotes: str, reasons: tuple[str, ...] = (), **values: Any) -> Fact:
    """A fact with all its fields and the id that a run gives it."""
    cited = tuple(evidence(q) for q in quotes)
    empty: dict[str, Any] = {f.name: [] if f.many else None for f in TRADE.kind(kind).fields}
    main = str(values.get(TRADE.kind(kind).main.name))
    return Fact(kind=kind, id=fact_id(kind, main, cited), values=empty | values, evidence=cited, reasons=reasons)


def boats(**values: Any) -> Fact:
    """Twelve patrol boats from Velmora to Drovia."""
    said = {"description": "patrol boats", "quantity": "twelve", "supplier": "Velmora", "recipient": "Drovia"}
    return fact("items", BOATS, **{**said, "status": "delivered", "date": "in March", **values})


def radars(*quotes: str, **values: Any) -> Fact:
    """Radars from Brassland to Drovia."""
    said = {"description": "radars", "supplier": "Brassland", "recipient": "Drovia", "status": "delivered"}
    return fact("items", *(quotes or (RADARS,)), **{**said, **values})


def sanction(**values: Any) -> Fact:
    """Drovia's sanctions on Tarn."""
    said = {"target": "Tarn", "authority": "Drovia", "status": "imposed", "date": "in June"}
    return fact("sanctions", SANCTIONS, **{**said, **values})


def actor(name: str, quote: str, kind: str = "government", *roles: str) -> Fact:
    """A party."""
    return fact("actors", quote, name=name, kind=kind, roles=list(roles))


LINE = LedgerLine(path="denials/0", code="schema_invalid", value="denial: Tobin Orvand", quote="Tobin Orvand denied")


def brief(
    *facts: Fact, ledger: Iterable[LedgerLine] = (), article: Article = ARTICLE, status: str = "complete"
) -> Brief:
    """A brief with these facts, in document order and with ids as runs give them."""
    seen: Counter[str] = Counter()
    lists: dict[str, list[Fact]] = {kind.name: [] for kind in TRADE.kinds}
    for one in sorted(facts, key=lambda f: f.evidence[0].start if f.evidence else 0):
        seen[one.id] += 1
        twin = one if seen[one.id] == 1 else one.model_copy(update={"id": f"{one.id}-{seen[one.id]}"})
        lists[one.kind].append(twin)
    told = {kind: tuple(found) for kind, found in lists.items()}
    return Brief(
        schema_id=TRADE.id,
        status=status,  # type: ignore[arg-type]
        article=ArticleInfo.of(article),
        summary=summarize_facts(TRADE, told),
        facts=told,
        ledger=tuple(ledger),
        provenance=SCRIPTED,
    )


def keep(folder: Path, name: str, made: Brief, article: Article | None = ARTICLE) -> Path:
    """Write a brief as a run does, with its record where there is an article; gives the brief's file."""
    if article is not None:
        BriefStore(folder, TRADE).write_record(article, [])
    path = folder / f"{name}.json"
    write_atomic(path, made.to_json() + "\n")
    return path


class Reviewers:
    """People who decide about a brief; what they decide is kept in ``decisions``, as the log keeps it."""

    def __init__(self, made: Brief) -> None:
        self.brief = made
        self.decisions: list[Decision] = []
        self._steps = 0

    @property
    def review(self) -> Review:
        """What has been decided so far."""
        return review_of(self.brief, TRADE, self.decisions)

    def slot(self, key: str) -> Slot:
        """A slot that must be there."""
        found = self.review.slot(key)
        assert found is not None, key
        return found

    def state(self, key: str) -> str:
        """The word for what has been decided of a fact."""
        return self.slot(key).state

    def decide(self, action: Any, who: str, *targets: Target, result: Fact | None = None, **more: Any) -> Decision:
        """Keep one decision, a step of its own unless ``step`` is given."""
        self._steps += 1
        id = len(self.decisions) + 1
        decision = Decision(
            action=action,
            reviewer=who,
            at=f"2026-11-23T10:00:{id % 60:02}.000+00:00",
            sha256=self.brief.article.sha256,
            schema_id=TRADE.id,
            source=self.brief.article.source,
            targets=targets,
            result=result.model_copy(update={"review": None}) if result is not None else None,
            **{"step": f"s{self._steps}", "id": id, **more},
        )
        kept = replace(decision, targets=decision.read_body(decision.body())[0])  # as it comes back from the log
        self.decisions.append(kept)
        return kept

    def target(self, key: str) -> Target:
        """A slot as a decision names it."""
        slot = self.slot(key)
        return Target(key, fact=(slot.run or slot.fact).model_copy(update={"review": None}), also=slot.also)

    def accept(self, who: str, *keys: str) -> None:
        """What stands is right."""
        step = f"a{len(self.decisions)}"
        for key in keys:
            self.decide("accept", who, self.target(key), result=self.slot(key).fact, step=step)

    def reject(self, who: str, key: str, reason: str = "no") -> None:
        """The source does not say so."""
        self.decide("reject", who, self.target(key), reason=reason)

    def revise(self, who: str, key: str, result: Fact) -> None:
        """Something else is right."""
        self.decide("revise", who, self.target(key), result=result)

    def merge(self, who: str, *keys: str) -> None:
        """The facts are one."""
        facts = [self.slot(k).fact for k in keys]
        cited = tuple({e.span: e for f in facts for e in f.evidence}.values())
        result = facts[0].model_copy(update={"evidence": cited})
        self.decide("merge", who, *map(self.target, keys), result=result)

    def add(self, who: str, result: Fact) -> None:
        """The source says this, too."""
        self.decide("add", who, result=result)

    def settle(self, who: str, key: str, side: str = "") -> None:
        """One side of a conflict holds; the run's without ``side``."""
        slot = self.slot(key)
        if side:
            head = next(d for d in slot.heads if d.reviewer == side)
            self.decide("settle", who, self.target(key), result=head.result, chosen=head.id)
        else:
            self.decide("settle", who, self.target(key), result=slot.run)

    def reopen(self, who: str, *keys: str) -> None:
        """What this reviewer decided no longer holds."""
        step = f"r{len(self.decisions)}"
        for key in keys:
            self.decide("reopen", who, self.target(key), step=step)

    def undo(self, who: str) -> None:
        """The last step that is not undone, if there is one."""
        step = self.review.undoable.get(who)
        if step is not None:
            self.decide("undo", who, step_of=step)

    def redo(self, who: str) -> None:
        """The last step that was undone, if there is one."""
        step = self.review.redoable.get(who)
        if step is not None:
            self.decide("redo", who, step_of=step)
