"""An explanation for the terminal: the fact, its words in their sentence, the rules. Foreign words are made harmless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.brief import Fact, LedgerLine
from summarizer.export.console import render_parts, words
from summarizer.export.escape import terminal
from summarizer.export.view import CAVEAT, MEANINGS, time_words, value_words

if TYPE_CHECKING:
    from summarizer.explain import Explanation, Passage

__all__ = ["render_explanation"]

AROUND = 400  # characters of a sentence on either side of the quote
_MARKS = {"ok": ("✓", "green"), "flag": ("!", "yellow"), "fail": ("✗", "bold red"), "skip": ("–", "dim")}
_SAID = {"ok": "ok", "flag": "flagged", "fail": "failed", "skip": "not tried"}


def render_explanation(explanation: Explanation, *, width: int | None = None, color: bool = False) -> str:
    """The explanation as text. Without colour a quote stands in its sentence between ⟦ and ⟧."""
    return render_parts(_view(explanation, color), width=width, color=color)


def _view(explanation: Explanation, color: bool) -> Iterator[RenderableType]:
    if explanation.line is not None:
        yield from _line(explanation.path, explanation.line)
    if explanation.fact is not None:
        yield from _fact(explanation.path, explanation.fact)
    if explanation.passages:
        yield Text("")
        yield Text(
            "IN THE ARTICLE" if explanation.passages[0].stands is not None else "AS THE BRIEF HAS IT", "bold cyan"
        )
        for passage in explanation.passages:
            yield Padding(_passage(passage, color), (0, 0, 0, 1), expand=False)
    if explanation.fact is not None:
        yield Text("")
        yield from _rules(explanation)
        yield Text("")
        yield Text(CAVEAT, "dim italic")


def _fact(path: str, fact: Fact) -> Iterator[RenderableType]:
    head = Text(overflow="fold").append(f"{terminal(path)}  ", "bold cyan").append(terminal(fact.id), "dim")
    yield head.append(f"  {fact.verdict.upper()}", "bold yellow" if fact.reasons else "bold green")
    grid = _grid()
    for name, value in fact.values.items():
        said = value_words(value) + time_words(fact, name)
        grid.add_row(words(f" {name.replace('_', ' ')}", "dim"), words(said) if said else Text("—", "dim"))
    yield grid
    for reason in fact.reasons:
        yield words(f"! {reason}", "yellow")


def _line(path: str, line: LedgerLine) -> Iterator[RenderableType]:
    yield Text(overflow="fold").append(f"{terminal(path)}  ", "bold cyan").append(terminal(line.code), "bold")
    if meaning := MEANINGS.get(line.code):
        yield Text(f"{meaning[:1].upper()}{meaning[1:]}.", overflow="fold")
    grid = _grid()
    rows = [
        ("about", line.path or "the article as a whole"),
        ("value", value_words(line.value) if isinstance(line.value, str | list) else line.value),
        ("quote", line.quote),
        ("why, or nearest", line.hint),
        ("attempt", line.attempt + 1),
    ]
    for name, said in rows:
        if said not in (None, ""):
            grid.add_row(Text(f" {name}", "dim"), words(str(said)))
    yield grid


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _passage(passage: Passage, color: bool) -> Text:
    left, right = ("", "") if color else ("⟦", "⟧")
    before, after = passage.before, passage.after
    if len(before) > AROUND:
        before = f"…{before[-AROUND:]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND]}…"
    text = Text(overflow="fold").append(f"{passage.span.start}–{passage.span.end}  ", "dim")
    # Each piece is made harmless by itself, and keeps the space between it and the next.
    text.append(_piece(before).lstrip()).append(left).append(_piece(passage.quote).strip(), "bold reverse")
    text.append(right).append(_piece(after).rstrip())
    if passage.stands is False:
        text.append("  THE ARTICLE DOES NOT HAVE THESE WORDS HERE", "bold red")
    return text


def _piece(text: str) -> str:
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() else ""
    return f"{left}{terminal(text)}{right}"


def _rules(explanation: Explanation) -> Iterator[RenderableType]:
    if explanation.outcomes is None:
        yield Text("The rules were not tried: the article is not here.", "yellow", overflow="fold")
        return
    yield Text("RULES", "bold cyan")
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for column in (
        {"no_wrap": True},
        {"no_wrap": True},
        {"overflow": "fold", "ratio": 1},
        {"overflow": "fold", "ratio": 2},
    ):
        table.add_column(**column)
    for outcome in explanation.outcomes:
        mark, style = _MARKS[outcome.result]
        about = outcome.field.replace("_", " ") if outcome.field else "the fact"
        value = value_words(outcome.value) if isinstance(outcome.value, str | list) else ""
        said = Text(terminal(outcome.words), overflow="fold")
        if outcome.result in ("flag", "fail"):
            said.append(f" ({terminal(outcome.code)})", "dim")
        table.add_row(
            Text(f" {mark} {_SAID[outcome.result]}", style),
            words(outcome.rule),
            words(f"{about}: {value}" if value else about),
            said,
        )
    yield table
    if explanation.agrees is False:
        now = "reject it" if explanation.now is None else f"call it {explanation.now.verdict}"
        yield Text(
            f"Tried anew, by itself and as it stands here, the rules {now}, which is not all that the brief says: it was put "
            "together from several answers, or a rule has changed since. `summarizer recheck` tells which.",
            "bold yellow",
            overflow="fold",
        )
