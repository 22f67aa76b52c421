"""What the scripts of a brief's page work with, beside the page itself: kinds, facts, ledger lines, what may be undone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from summarizer.export.html import Page
from summarizer.export.page import Card
from summarizer.export.reviews import by_label
from summarizer.export.view import letters
from summarizer.review.prefill import prefill
from summarizer.review.server.keys import bindings
from summarizer.review.sheet import Sheet
from summarizer.review.slots import LineSlot, Slot
from summarizer.schema import FieldInfo, Schema

__all__ = ["changing", "fixed", "path_of", "reviewed_counts"]


def path_of(name: str) -> str:
    """A brief's name as a part of an address: one segment, whatever it holds."""
    try:
        # A file name's undecodable bytes come as lone surrogates.
        return quote(name.encode("utf-8", "surrogateescape"), safe="")
    except UnicodeEncodeError:
        return quote(name.encode("utf-8", "surrogatepass"), safe="")


def fixed(sheet: Sheet, *, stamp: str, before: str | None, after: str | None) -> str:
    """What stays while a brief is on the desk, as JSON in ASCII: addresses, keys, the forms of its schema."""
    return json.dumps(
        {
            "name": sheet.name,
            "api": f"/api/brief/{path_of(sheet.name)}",
            "before": f"/brief/{path_of(before)}" if before is not None else None,
            "after": f"/brief/{path_of(after)}" if after is not None else None,
            "queue": "/",
            "stamp": stamp,
            "sha256": sheet.brief.article.sha256,
            "head": sheet.review.head,
            "keys": bindings(),
            "kinds": _kinds(sheet.schema),
            "chars": len(sheet.article.text) if sheet.article is not None else None,
            "why": None if sheet.article is not None else sheet.why or "the article's text is not here",
        }
    )


def changing(sheet: Sheet, page: Page, *, reviewer: str) -> str:
    """What every decision may change, as JSON in ASCII: a lone surrogate in a value passes unharmed."""
    review = sheet.review
    slots = {slot.key: slot for slot in review.slots}
    lines = {line.key: line for line in review.lines}
    return json.dumps(
        {
            "facts": {
                card.code: _fact(card, slots[card.key], sheet.schema) for card in page.cards if card.key in slots
            },
            "lines": {line.code: _line(lines[line.key], sheet) for part in page.ledger for line in part.lines},
            "names": _names(sheet),
            "undo": reviewer in review.undoable,
            "redo": reviewer in review.redoable,
            "finished": review.finished is not None,
        }
    )


def reviewed_counts(sheet: Sheet) -> dict[str, int]:
    """How far the review is: facts, those decided, flagged ones still open, conflicts, ledger lines, those looked at."""
    review = sheet.review
    return {
        "facts": len(review.slots),
        "decided": review.decided,
        "flagged": sum(bool(s.fact.reasons) for s in review.slots if s.state == "open"),
        "conflicts": review.count("conflict"),
        "supported": sum(not s.fact.reasons for s in review.slots if s.state == "open"),
        "lines": len(review.lines),
        "looked": sum(line.state != "open" for line in review.lines),
    }


def _kinds(schema: Schema) -> list[dict[str, Any]]:
    return [
        {
            "name": kind.name,
            "label": kind.label,
            "letter": letter,
            "title": kind.name.replace("_", " "),
            "description": " ".join(kind.description.split()),
            "main": kind.main.name,
            "fields": [_field(field) for field in kind.fields],
        }
        for kind, letter in zip(schema.kinds, letters(kind.label for kind in schema.kinds), strict=True)
    ]


def _field(field: FieldInfo) -> dict[str, Any]:
    told: Mapping[str, str] = getattr(field.marker, "members", {})
    if field.members:
        type_ = "several" if field.many else "one"
    else:
        type_ = "names" if field.is_reference else "list" if field.many else "text"
    return {
        "name": field.name,
        "label": field.label,
        "description": field.marker.description,
        "required": field.required,
        "type": type_,
        "members": [{"name": m, "words": told.get(m, "")} for m in field.members],
    }


def _fact(card: Card, slot: Slot, schema: Schema) -> dict[str, Any]:
    review = slot.fact.review
    return {
        "key": slot.key,
        "kind": slot.fact.kind,
        "main": card.main,
        "state": slot.state,
        "flagged": bool(slot.fact.reasons),
        "stands": all(q.stands for q in card.quotes) and bool(card.quotes),
        "values": dict(slot.fact.values),
        "spans": [[q.start, q.end] for q in card.quotes if q.stands],
        "quotes": [q.quote for q in card.quotes if q.stands],
        "by": [d.reviewer for d in slot.heads],
        "sides": [
            {
                "by": o.by,
                "decision": o.decision,
                "kind": o.kind,
                "reason": o.reason,
                "words": _words(o.kind, o.values, schema),
            }
            for o in (review.outcomes if review is not None else ())
        ],
        "inRun": slot.run is not None,
        "run": _words(slot.run.kind, slot.run.values, schema) if slot.run is not None else "",
    }


def _words(kind: str, values: Mapping[str, Any] | None, schema: Schema) -> str:
    return " · ".join(words for _, words in by_label(kind, values or {}, schema))


def _line(slot: LineSlot, sheet: Sheet) -> dict[str, Any]:
    form = prefill(slot.line, sheet.schema, sheet.article)
    text = sheet.article.text if sheet.article is not None else ""
    return {
        "key": slot.key,
        "state": slot.state,
        "by": list(slot.by),
        "form": None if form is None else {"kind": form.kind, "values": form.values, "field": form.field},
        "spans": [[s.start, s.end] for s in form.spans] if form is not None else [],
        "quotes": [text[s.start : s.end] for s in form.spans] if form is not None else [],
    }


def _names(sheet: Sheet) -> list[str]:
    """The names of the parties, as references may give them."""
    parties = {kind.name: kind.main.name for kind in sheet.schema.kinds if kind.is_party}
    standing = (s.fact for s in sheet.review.slots if s.standing and s.fact.kind in parties)
    return sorted(set(_texts(fact.values.get(parties[fact.kind]) for fact in standing)))


def _texts(values: Iterable[Any]) -> Iterable[str]:
    return (value for value in values if isinstance(value, str))
