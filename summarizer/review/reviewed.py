"""Briefs and gold as people have reviewed them. Pure: what is made of a sheet; ``export`` writes it.

A reviewed brief loses nothing of the run's: what was rejected, or became part of another fact, stands in its ledger, every line
of the run's ledger stays, with who restored or dismissed it, and so do notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summarizer.brief import Brief, Evidence, Fact, LedgerLine, ReviewNote
from summarizer.review.decisions import main_value
from summarizer.review.sheet import Sheet
from summarizer.review.slots import LineSlot, Slot
from summarizer.summary import summarize_facts
from summarizer.when import with_times

__all__ = ["gold_of", "reviewed_brief", "why_no_gold"]


def reviewed_brief(sheet: Sheet) -> Brief:
    """The brief as people have reviewed it so far: ``brief/1`` with ``review`` beside every fact.

    Facts that nobody has decided about stand as the run has them, and so do those in conflict. The ledger is the run's, each
    line with who restored or dismissed it in its ``hint``; then ``rejected`` and ``duplicate``: what people rejected or merged
    into another fact, by its place in the run's brief (its list alone where the run does not have it); then ``noted``: notes about the
    whole brief. The summary is the run's as long as no fact is another one. A suspect brief is complete once somebody has
    read its article to the end, and a ``noted`` line says so; the line that made it suspect stays.
    """
    brief, review = sheet.brief, sheet.review
    facts: Mapping[str, tuple[Fact, ...]] = review.standing(sheet.schema)
    if sheet.article is not None:
        facts = with_times(sheet.article, sheet.schema, facts)
    same = _told(brief.all_facts()) == _told(fact for of_kind in facts.values() for fact in of_kind)
    lines = [
        *map(_line, review.lines),
        *_left_out(sheet),
        *(LedgerLine(path="", code="noted", value=n.text, hint=f"{n.by}, {n.at}") for n in review.notes),
    ]
    status = brief.status
    if status == "suspect" and review.finished is not None:
        by, at = review.finished
        said = "the run's brief was suspect; the article was read to its end by a reviewer"
        lines.append(LedgerLine(path="", code="noted", value=said, hint=f"{by}, {at}"))
        status = "complete"
    return brief.model_copy(
        update={
            "status": status,
            "facts": facts,
            "summary": brief.summary if same else summarize_facts(sheet.schema, facts),
            "ledger": tuple(lines),
        }
    )


_Said = tuple[str, Mapping[str, Any], tuple[Evidence, ...], tuple[str, ...]]


def _told(facts: Iterable[Fact]) -> dict[str, _Said]:
    """What a summary is made of."""
    return {f.id: (f.kind, f.values, f.evidence, f.reasons) for f in facts}


def _line(slot: LineSlot) -> LedgerLine:
    said = [f"{slot.state} by {', '.join(slot.by)}"] if slot.state != "open" else []
    said += _noted(slot.notes)
    if not said:
        return slot.line
    return slot.line.model_copy(update={"hint": "; ".join([*filter(None, [slot.line.hint]), *said])})


def _left_out(sheet: Sheet) -> Iterator[LedgerLine]:
    """A line for each fact that does not stand any more."""
    # By identity: a brief from elsewhere may have two facts of one id.
    places = {id(f): f"{kind}/{n}" for kind, facts in sheet.brief.facts.items() for n, f in enumerate(facts)}
    for slot in sheet.review.slots:
        if not slot.standing:
            path = places.get(id(slot.run), slot.fact.kind)
            yield LedgerLine(
                path=path,
                code="duplicate" if slot.into is not None else "rejected",
                value=main_value(slot.fact, sheet.schema),
                quote=slot.fact.evidence[0].quote if slot.fact.evidence else None,
                hint=_why(slot),
            )


def _why(slot: Slot) -> str:
    review = slot.fact.review
    assert review is not None
    who = ", ".join(review.by)
    return "; ".join([f"{who}: {review.reason}" if review.reason else who, *_noted(review.notes)])


def _noted(notes: Iterable[ReviewNote]) -> list[str]:
    return [f"{note.by}: {note.text}" for note in notes]


def gold_of(sheet: Sheet) -> dict[str, Any] | None:
    """Gold for ``summarizer eval`` (docs/evaluation.md has its form); None where a brief gives none, see `why_no_gold`.

    Every field is spoken of: null, where people let it stand, says that the article has nothing there.
    """
    if why_no_gold(sheet) is not None:
        return None
    finished = sheet.review.finished
    assert finished is not None
    standing = sheet.review.standing(sheet.schema)
    by = dict.fromkeys(who for of_kind in standing.values() for f in of_kind if f.review for who in f.review.by)
    return {
        "doc": sheet.name,
        "source": sheet.brief.article.source,
        "reviewed": {
            "sha256": sheet.brief.article.sha256,
            "by": list(by),
            "finished_by": finished[0],
            "finished_at": finished[1],
        },
        **{kind: [_gold(f) for f in facts] for kind, facts in standing.items()},
    }


def _gold(fact: Fact) -> dict[str, Any]:
    return {**fact.values, "quotes": list(dict.fromkeys(e.quote for e in fact.evidence))}


def why_no_gold(sheet: Sheet) -> str | None:
    """Why a brief gives no gold, in words; None where it does.

    An article that nobody has read to its end is no measure of what a run has missed.
    """
    review = sheet.review
    conflicts, still = review.count("conflict"), review.count("open")
    if conflicts:
        return f"{conflicts} {'fact is' if conflicts == 1 else 'facts are'} in conflict"
    if still:
        return f"{still} {'fact is' if still == 1 else 'facts are'} undecided"
    if review.finished is None:
        return "nobody has said that the article was read to its end"
    if sheet.article is None:
        return f"its text is not here: {sheet.why}"
    return None
