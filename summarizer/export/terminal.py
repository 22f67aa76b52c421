"""A brief as a person likes to read it in a terminal, or as plain text in a file.

Every word of the article, of the model and of the file passes ``escape.terminal``, and none is read as rich markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.brief import Brief, LedgerLine
from summarizer.export.console import print_parts, render_parts
from summarizer.export.console import words as _text
from summarizer.export.escape import terminal
from summarizer.export.view import (
    CAVEAT,
    FactView,
    Section,
    codes,
    headline,
    ledger_groups,
    provenance_words,
    sections,
    source_words,
    status_words,
)
from summarizer.schema import Schema

__all__ = ["print_brief", "render_terminal"]

LEDGER_OF_A_CODE = 3  # lines shown of each code of the ledger
LEDGER_WORDS = 160  # characters shown of a value, a quote or a hint in the ledger


def render_terminal(brief: Brief, schema: Schema, *, width: int | None = None, color: bool = False) -> str:
    """The readable view as text, wrapped to ``width`` columns (100 where None, never under 40).

    ``color`` adds ANSI styles; without it there is no escape sequence at all, and no space ends a line.
    """
    return render_parts(_view(brief, schema), width=width, color=color)


def print_brief(brief: Brief, schema: Schema, console: Console) -> None:
    """Print the readable view on a console of the caller's."""
    print_parts(_view(brief, schema), console)


def _view(brief: Brief, schema: Schema) -> Iterator[RenderableType]:
    shown = sections(brief, schema)
    yield _text(headline(brief), "bold")
    if words := source_words(brief):
        yield _text(" · ".join(words), "dim")
    yield _text(status_words(brief), "bold red reverse" if brief.status == "suspect" else "green")
    yield Text("")
    yield from _summary(brief, codes(shown))
    for section in shown:
        yield from _section(section)
    yield from _ledger(brief)
    yield _text(" · ".join(provenance_words(brief.provenance)), "dim")
    yield _text(CAVEAT, "dim italic")


def _indent(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns), expand=False)


def _summary(brief: Brief, code: dict[str, str]) -> Iterator[RenderableType]:
    if not brief.summary:
        return
    text = Text(overflow="fold")
    for n, sentence in enumerate(brief.summary):
        text.append(" " if n else "").append(terminal(sentence.text))
        text.append(f" [{', '.join(code.get(i, terminal(i)) for i in sentence.facts)}]", "dim cyan")
    yield text
    yield Text("")


def _section(section: Section) -> Iterator[RenderableType]:
    if not section.facts:
        yield _text(section.nothing, "yellow" if "found." not in section.nothing else "dim")
        yield Text("")
        return
    yield _text(f"{section.title.upper()} ({len(section.facts)})", "bold cyan")
    # A grid keeps long values and quotes clear of the codes, so that these can be run down with the eye.
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True, style="bold cyan")
    grid.add_column(overflow="fold")
    for fact in section.facts:
        grid.add_row(f" {fact.code}", Group(*_fact(fact)))
    yield grid
    yield Text("")


def _fact(fact: FactView) -> Iterator[Text]:
    head = Text(terminal(fact.main) or "(no value)", "bold", overflow="fold")
    if fact.reasons:
        head.append("  FLAGGED", "bold yellow")
    yield head
    if fact.values:
        line = Text(overflow="fold")
        for n, (label, words) in enumerate(fact.values):
            line.append(" · " if n else "", "dim").append(f"{terminal(label)}: ", "dim").append(terminal(words))
        yield line
    for code, words in fact.reasons:
        said = f"! {terminal(words)} ({terminal(code)})" if code else f"! {terminal(words)}"
        yield Text(said, "yellow", overflow="fold")
    for e in fact.evidence:
        quote = Text(overflow="fold").append("› ", "dim").append(terminal(e.quote), "italic")
        quote.append(f" [{e.start}–{e.end}]", "dim")
        if e.occurrences > 1:
            quote.append(f" (stands {e.occurrences} times in the article)", "dim")
        yield quote


def _ledger(brief: Brief) -> Iterator[RenderableType]:
    total = len(brief.ledger)
    if not total:
        yield _text("The ledger is empty: nothing was dropped, repaired or refused.", "dim")
        yield Text("")
        return
    yield _text(f"LEDGER ({total} {'line' if total == 1 else 'lines'}: dropped, repaired, merged or refused)", "bold")
    hidden = 0
    for code, lines in ledger_groups(brief.ledger):
        yield _indent(_text(f"{code} ({len(lines)})", "bold"), 1)
        for line in lines[:LEDGER_OF_A_CODE]:
            yield _indent(_text(ledger_words(line)), 3)
        if len(lines) > LEDGER_OF_A_CODE:
            rest = len(lines) - LEDGER_OF_A_CODE
            hidden += rest
            yield _indent(_text(f"… and {rest} more", "dim"), 3)
    if hidden:
        yield _indent(_text(f"{hidden} of {total} lines are not shown here; all of them: --format json", "dim"), 1)
    yield Text("")


def ledger_words(line: LedgerLine) -> str:
    """One line of a ledger in words, long values cut with an ellipsis."""
    words = [line.path or "the article as a whole"]
    if line.value not in (None, "", []):
        value = line.value if isinstance(line.value, str) else json.dumps(line.value, ensure_ascii=False)
        words.append(_short(value))
    if line.quote:
        words.append(f"quote “{_short(line.quote)}”")
    if line.hint:
        # The hint is the nearest passage where a quote was not found, and the reason in words elsewhere.
        hint = _short(line.hint)
        words.append(f"nearest “{hint}”" if line.code == "quote_not_found" else hint)
    if line.attempt:
        words.append(f"attempt {line.attempt + 1}")
    return " · ".join(words)


def _short(words: str) -> str:
    words = terminal(words)
    return words if len(words) <= LEDGER_WORDS else f"{words[: LEDGER_WORDS - 1]}…"
