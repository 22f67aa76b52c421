"""An evaluation, and what sets two of them apart, as tables for the terminal. Every foreign word is made harmless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.export.console import render_parts, words
from summarizer.export.view import value_words

if TYPE_CHECKING:
    from summarizer.brief import Fact
    from summarizer.evaluate import Difference, Evaluation, FieldScore, GoldFact
    from summarizer.evaluate.floors import Below

__all__ = ["render_below", "render_difference", "render_evaluation"]

_MEASURES = {
    "seconds": "seconds",
    "calls": "calls",
    "prompt_evaluated": "prompt tokens evaluated",
    "prompt_seconds": "seconds evaluating them",
    "prompt_cached": "prompt tokens from the cache",
    "completion": "tokens generated",
    "completion_seconds": "seconds generating them",
    "cost_usd": "US dollars",
}
_FEW = 10  # below, a number is said with digits behind the point


def render_evaluation(
    evaluation: Evaluation, *, verbose: bool = False, width: int | None = None, color: bool = False
) -> str:
    """The figures as text; ``verbose`` adds by what facts are matched, and the extra and the missed ones."""
    return render_parts(_evaluation(evaluation, verbose), width=width, color=color)


def render_difference(difference: Difference, *, width: int | None = None, color: bool = False) -> str:
    """Two evaluations side by side, and the facts that were won and lost, as text."""
    return render_parts(_difference(difference), width=width, color=color)


def render_below(below: Sequence[Below]) -> str:
    """The figures that are below their floors, in a line for messages."""
    return "; ".join(f"{b.name} {_share(b.f1)}, floor {_share(b.floor)}" for b in below)


def _evaluation(evaluation: Evaluation, verbose: bool) -> Iterator[RenderableType]:
    yield words(_headline(evaluation), "bold")
    yield _fields(evaluation.fields)
    low, high = evaluation.macro_f1_90
    total = evaluation.total
    yield Text(
        f"macro F1 {_share(evaluation.macro_f1)} (90 % {_share(low)} to {_share(high)}) · micro F1 {_share(total.f1)} · "
        f"precision {_share(total.precision)} · recall {_share(total.recall)}",
        "bold",
    )
    yield Text("")
    if evaluation.slots:
        yield _title("Of the matched facts, right in")
        yield _slots({name: [score.accuracy] for name, score in evaluation.slots.items()}, evaluation)
        yield Text("")
    yield from _integrity(evaluation)
    if evaluation.cost:
        yield Text("")
        yield _cost(evaluation)
    yield from _unsound(evaluation)
    if verbose:
        yield from _matching(evaluation)
        gold = [(d.name, fact) for d in evaluation.documents for fact in d.missed]
        found = [(d.name, fact) for d in evaluation.documents for fact in d.extra]
        yield from _facts("Missed: in gold, not in the brief", [_gold(*m) for m in gold], "red")
        yield from _facts("Extra: in the brief, not in gold", [_found(*e) for e in found], "yellow")


def _headline(evaluation: Evaluation) -> str:
    n = len(evaluation.documents)
    only = f", {evaluation.verdict} facts only" if evaluation.verdict else ""
    return f"{n} {'article' if n == 1 else 'articles'} against gold, {evaluation.schema_id}{only}"


def _fields(fields: Mapping[str, FieldScore]) -> Table:
    table = _table("", "gold", "found", "matched", "precision", "recall", "F1")
    for name, f in fields.items():
        counts = [str(n) for n in (f.gold, f.found, f.matched)]
        table.add_row(words(name), *counts, _share(f.precision), _share(f.recall), _share(f.f1))
    return table


def _slots(shares: Mapping[str, Sequence[float]], *evaluations: Evaluation) -> Table:
    heads = ["share", "cases"] if len(evaluations) == 1 else ["old", "cases", "new", "cases"]
    table = _table("", *heads)
    for name in shares:
        cells = []
        for evaluation in evaluations:
            score = evaluation.slots.get(name)
            cells += [_share(score.accuracy), str(score.cases)] if score else ["–", "0"]
        table.add_row(words(name), *cells)
    return table


def _integrity(evaluation: Evaluation) -> Iterator[RenderableType]:
    e = evaluation.evidence
    sound = not e.not_verbatim and not e.facts_without
    yield Text(
        f"evidence: {e.spans} spans, {e.not_verbatim} not the source's own characters; {e.facts_without} facts without",
        "" if sound else "bold red",
    )
    verdicts = ", ".join(f"{n} {verdict}" for verdict, n in sorted(evaluation.verdicts.items(), reverse=True))
    yield Text(f"verdicts: {verdicts or 'none'}")


def _cost(evaluation: Evaluation) -> Table:
    table = _table("an article took", "median", "least", "most", "all articles")
    for name, spread in evaluation.cost.items():
        figures = (spread.median, spread.least, spread.most, spread.total)
        table.add_row(Text(_MEASURES[name]), *map(_number, figures))
    return table


def _unsound(evaluation: Evaluation) -> Iterator[RenderableType]:
    """What keeps the figures from being the whole truth."""
    for name in evaluation.missing:
        why = evaluation.faults.get(name)
        yield words(f"no brief of {name}, scored as an empty one" + (f": {why}" if why else ""), "bold red")
    for name in evaluation.other_text:
        yield words(f"the brief of {name} is of another text than gold's", "bold red")
    for name in evaluation.suspect:
        yield words(f"the brief of {name} is suspect; it is scored as it is", "yellow")


def _matching(evaluation: Evaluation) -> Iterator[RenderableType]:
    yield Text("")
    yield _title("A fact matches by")
    for name, rule in evaluation.rules.items():
        yield _indented(words(f"{name}: {rule.words}"))


def _difference(difference: Difference) -> Iterator[RenderableType]:
    old, new = difference.old, difference.new
    yield words(f"{_headline(new)}: old → new", "bold")
    table = _table("", "gold", "found", "matched", "precision", "recall", "F1", "change")
    for name, n in new.fields.items():
        table.add_row(
            words(name), str(n.gold), *_side_by_side(old.fields[name], n), _change(n.f1 - old.fields[name].f1)
        )
    yield table
    for what, before, after in (
        ("macro F1", old.macro_f1, new.macro_f1),
        ("micro F1", old.total.f1, new.total.f1),
    ):
        yield Text.assemble(f"{what} {_share(before)} → {_share(after)} (", _change(after - before), ")", style="bold")
    low, high = new.macro_f1_90
    yield Text(f"90 % of samples of these articles have a new macro F1 from {_share(low)} to {_share(high)}", "dim")
    yield Text("")
    names = dict.fromkeys([*old.slots, *new.slots])
    if names:
        yield _title("Of the matched facts, right in")
        yield _slots(dict.fromkeys(names, ()), old, new)
    for said, evaluation in (("old", old), ("new", new)):
        for line in _unsound(evaluation):
            yield Text.assemble(f"{said}: ", line) if isinstance(line, Text) else line
        if evaluation.evidence.not_verbatim or evaluation.evidence.facts_without:
            yield Text(f"{said}:", "bold red")
            yield from _integrity(evaluation)
    yield from _facts("Won", [_gold(c.article, c.gold) for c in difference.won], "green")
    yield from _facts("Lost", [_gold(c.article, c.gold) for c in difference.lost], "red")
    yield from _facts("Extra facts that are new", [_found(c.article, c.fact) for c in difference.extra_new], "yellow")
    yield from _facts("Extra facts that are gone", [_found(c.article, c.fact) for c in difference.extra_gone], "green")


def _side_by_side(old: FieldScore, new: FieldScore) -> Iterator[str]:
    for before, after in ((old.found, new.found), (old.matched, new.matched)):
        yield f"{before} → {after}"
    for less, more in ((old.precision, new.precision), (old.recall, new.recall), (old.f1, new.f1)):
        yield f"{_share(less)} → {_share(more)}"


def _facts(title: str, rows: Sequence[tuple[str, str, str]], style: str) -> Iterator[RenderableType]:
    yield Text("")
    yield _title(f"{title} ({len(rows)})")
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column(overflow="fold", ratio=2)
    grid.add_column(overflow="fold", ratio=1)
    grid.add_column(overflow="fold", ratio=4)
    for article, place, said in rows:
        grid.add_row(words(f" {article}"), words(place, style), words(said))
    if rows:
        yield grid


def _gold(article: str, fact: GoldFact) -> tuple[str, str, str]:
    return article, fact.path, _values({k: list(v) for k, v in fact.values.items()})


def _found(article: str, fact: Fact) -> tuple[str, str, str]:
    return article, fact.kind, _values(fact.values)


def _values(values: Mapping[str, Any]) -> str:
    said = [(name, value_words(value)) for name, value in values.items()]
    return " · ".join(f"{name.replace('_', ' ')}: {value}" for name, value in said if value)


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for n, head in enumerate(heads):
        table.add_column(Text(head), justify="right" if n else "left", no_wrap=bool(n), overflow="fold")
    return table


def _title(text: str) -> Text:
    return words(text, "bold cyan")


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 1), expand=False)


def _share(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def _change(change: float) -> Text:
    if abs(change) < 0.0005:
        return Text("±0", "dim")
    return Text(f"{'+' if change > 0 else '−'}{_share(abs(change))}", "green" if change > 0 else "red")


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= _FEW or number == int(number) else f"{number:.2g}"
