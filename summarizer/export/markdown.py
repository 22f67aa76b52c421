"""A brief as Markdown: what the terminal shows, and the whole ledger. Every foreign word is escaped."""

from __future__ import annotations

import json

from summarizer.brief import Brief, LedgerLine
from summarizer.export.escape import markdown
from summarizer.export.view import (
    CAVEAT,
    FactView,
    codes,
    headline,
    ledger_groups,
    provenance_words,
    sections,
    source_words,
    status_words,
)
from summarizer.schema import Schema

__all__ = ["render_markdown"]


def render_markdown(brief: Brief, schema: Schema) -> str:
    """The brief as CommonMark with one GitHub table (the ledger)."""
    shown = sections(brief, schema)
    code = codes(shown)
    blocks = [f"# {markdown(headline(brief))}"]
    if words := source_words(brief):
        blocks.append(" · ".join(markdown(w) for w in words))
    blocks.append(f"**{markdown(status_words(brief))}**")
    if brief.summary:
        blocks.append(
            " ".join(
                f"{markdown(s.text)} \\[{', '.join(code.get(i, markdown(i)) for i in s.facts)}\\]"
                for s in brief.summary
            )
        )
    for section in shown:
        blocks.append(f"## {markdown(section.title)}")
        if not section.facts:
            blocks.append(markdown(section.nothing))
        for fact in section.facts:
            blocks += _fact(fact)
    blocks.append("## Ledger")
    blocks.append(_ledger(brief) if brief.ledger else "Nothing was dropped, repaired or refused.")
    blocks.append("---")
    blocks.append(" · ".join(markdown(w) for w in provenance_words(brief.provenance)))
    blocks.append(f"*{CAVEAT}*")
    return "\n\n".join(blocks) + "\n"


def _fact(fact: FactView) -> list[str]:
    blocks = [f"### {fact.code} {markdown(fact.main)}" + (" (flagged)" if fact.reasons else "")]
    lines = [f"- {markdown(label)}: {markdown(words)}" for label, words in fact.values]
    for reason, words in fact.reasons:
        lines.append(f"- **Flagged:** {markdown(words)}" + (f" ({markdown(reason)})" if reason else ""))
    if lines:
        blocks.append("\n".join(lines))
    for e in fact.evidence:
        times = f", stands {e.occurrences} times in the article" if e.occurrences > 1 else ""
        blocks.append(f"> {markdown(e.quote)}\n>\n> characters {e.start}–{e.end}{times}")
    return blocks


def _ledger(brief: Brief) -> str:
    rows = ["| code | where | value | quote | nearest passage, or why | attempt |", "|---|---|---|---|---|---|"]
    for code, lines in ledger_groups(brief.ledger):
        rows += [_row(code, line) for line in lines]
    return "\n".join(rows)


def _row(code: str, line: LedgerLine) -> str:
    value = line.value if isinstance(line.value, str) else json.dumps(line.value, ensure_ascii=False)
    cells = [code, line.path or "the article as a whole", value if line.value is not None else ""]
    cells += [line.quote or "", line.hint or "", str(line.attempt + 1)]
    return "| " + " | ".join(markdown(c) for c in cells) + " |"
