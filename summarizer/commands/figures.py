"""The figures of a folder as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.export.escape import terminal

if TYPE_CHECKING:
    from summarizer.store import Report

__all__ = ["render_status"]


def render_status(report: Report) -> str:
    """A table of the report, one figure a line, and each reason of failing with its first source."""
    tokens = report.prompt_tokens + report.completion_tokens
    rows = [
        ("briefs", report.done, "" if not report.suspect else f"{report.suspect:,} suspect"),
        ("failed", report.failed, ""),
        ("pending", report.pending, "the next run takes them up" if report.pending else ""),
        ("facts", sum(report.facts.values()), _listed(report.facts)),
        ("flagged", report.flagged, ""),
        ("ledger lines", sum(report.ledger.values()), _listed(report.ledger)),
        ("calls", report.calls, ""),
        ("tokens", tokens, f"{report.prompt_tokens:,} of prompts ({report.cached_tokens:,} cached), "
         f"{report.completion_tokens:,} of answers"),
    ]  # fmt: skip
    lines = [f"{name:<13}{number:>11,}   {said}".rstrip() for name, number, said in rows]
    cost = "unknown" if report.cost_usd is None else f"${report.cost_usd:,.4f}"
    lines.append(f"{'cost':<13}{cost:>11}")
    for failure in report.failures:
        state = "pending" if failure.pending else "failed"
        lines += ["", f"{state} · {failure.code} ({failure.number:,}), the first: {terminal(failure.first)}"]
        lines.append(f"  {terminal(failure.message)}")
        if failure.mend:
            lines.append(f"  → {terminal(failure.mend)}")
    if report.failed:
        lines += ["", "`summarizer run … --retry-failed` asks again about what failed."]
    if report.runs:
        lines += ["", "last runs"]
        for run in report.runs:
            ended = run["ended"] or "killed, or still running"
            said = f"{run['model']}, {run['strategy']}, {run['articles']:,} articles stand, {ended}"
            lines.append(f"  {run['started_at'][:19].replace('T', ' ')}  {terminal(said)}")
    return "\n".join(lines)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())
