"""JSON Schema of a reply (what a model fills) and of a brief (what the program writes)."""

from __future__ import annotations

from typing import Any, get_args

from summarizer.dates import Precision
from summarizer.schema.claim import Free, OneOf
from summarizer.schema.compile import FieldInfo, Kind, Schema

__all__ = ["brief_schema", "generic_brief_schema", "reply_schema"]

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
STRING: Json = {"type": "string"}
NULL: Json = {"type": "null"}
STRINGS: Json = {"type": "array", "items": STRING}
CONTEXT = 32  # characters of a prefix or suffix, at most
RESOLVED = (
    "The days that the words of a time mean, beside the words: both ends are within, null is open; precision is how exactly "
    "the words say it; approximate: the time may lie a little outside."
)
DECISIONS = ("open", "accepted", "corrected", "moved", "merged", "restored", "added", "rejected", "conflict")
REVIEW = (
    "What people have decided of the fact; only in reviewed briefs. was: kind and values that the run gave, where people changed "
    "them; outcomes: every side of a conflict; in_run: whether the run has the fact. Times are ISO 8601, in UTC."
)
# What every fact has beside the fields of its claim.
_OWN: Json = {
    "id": STRING,
    "resolved": {"type": "object", "additionalProperties": {"$ref": "#/$defs/resolved"}},
    "evidence": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/evidence"}},
    "verdict": {"enum": ["supported", "flagged"]},
    "reasons": STRINGS,
}
_REVIEWED: Json = {"review": {"$ref": "#/$defs/review"}}  # a key that a fact may lack


def reply_schema(schema: Schema) -> Json:
    """The strict JSON Schema of a whole-article reply.

    Strict in the sense of OpenAI's structured outputs: every key required (null where there is no value), no further
    keys, no defaults. Quotes come before the values, so that a model copies first and fills in from what it copied.
    """
    properties: Json = {}
    for kind in schema.kinds:
        quotes = {**STRINGS, "description": kind.claim.model_fields["quotes"].description}
        fields = {"quotes": quotes} | {f.name: _value(f) for f in kind.fields}
        properties[kind.name] = {"type": "array", "description": kind.description, "items": _object(fields)}
    return _object(properties) | {"description": schema.description}


def _value(field: FieldInfo) -> Json:
    one: Json = {"type": "string", "enum": list(field.members)} if field.members else dict(STRING)
    if field.many:
        value: Json = {"type": "array", "items": one}
    elif field.is_reference:
        choices = [one, STRINGS] if field.required else [one, STRINGS, NULL]
        value = {"anyOf": choices}
    elif field.required:
        value = one
    elif field.members:
        value = {"anyOf": [one, NULL]}
    else:
        value = {"type": ["string", "null"]}
    return value | {"description": describe(field)}


def describe(field: FieldInfo, *, members: bool = False) -> str:
    """A field's description with what its members mean, in one line; ``members`` names all of them."""
    said = field.marker.description
    if isinstance(field.marker, OneOf):
        meanings = field.marker.members
        listed = [m for m in field.members if members or m in meanings]
        if listed:
            said += " " + "; ".join(f"{m}: {meanings[m]}" if m in meanings else m for m in listed) + "."
    return said


def _object(properties: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "properties": properties | (optional or {}),
        "required": list(properties),
        "additionalProperties": False,
    }


def brief_schema(schema: Schema) -> Json:
    """The JSON Schema of a brief (``brief/1``) whose facts are of this schema.

    All keys are always present but ``review``, which the facts of reviewed briefs have.
    """
    kinds = {k.name: {"type": "array", "description": k.description, "items": _fact(k)} for k in schema.kinds}
    return _brief({"const": schema.id}, kinds) | {"title": f"brief/1 of {schema.id}"}


def generic_brief_schema() -> Json:
    """What holds for every brief, whatever its schema: facts of unknown kinds may have any further fields."""
    whole = _brief(dict(STRING), {})
    fact = _object(_OWN, _REVIEWED) | {"additionalProperties": True}
    return whole | {"additionalProperties": {"type": "array", "items": fact}, "title": "brief/1"}


def _brief(schema_id: Json, kinds: Json) -> Json:
    whole = {"type": "integer", "minimum": 0}
    text_or_null: Json = {"type": ["string", "null"]}
    number_or_null: Json = {"type": ["number", "null"]}
    told: Json = number_or_null | {
        "minimum": 0,
        "description": "The endpoint's own figure, summed over the calls, which may run side by side; null where it tells none.",
    }
    article: Json = {
        "id": STRING,
        "title": text_or_null,
        "url": text_or_null,
        "publisher": text_or_null,
        "published_at": text_or_null,
        "language": text_or_null,
        "encoding": STRING,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$", "maxLength": 64},
        "chars": whole,
        "source": STRING,
    }
    ledger: Json = {
        "path": STRING,
        "code": STRING,
        "value": {},
        "quote": text_or_null,
        "hint": text_or_null,
        "attempt": whole,
    }
    provenance: Json = {
        "tool": STRING,
        "model": STRING,
        "endpoint_host": text_or_null,
        "strategy": STRING,
        "prompt": STRING,
        "prompt_sha256": STRING,
        "schema_sha256": STRING,
        "created_at": STRING,
        "calls": whole,
        "prompt_tokens": whole,
        "cached_tokens": whole,
        "prompt_seconds": told,
        "completion_tokens": whole,
        "completion_seconds": told,
        "seconds": {"type": "number", "minimum": 0},
        "cost_usd": number_or_null,
    }
    evidence: Json = {
        "start": whole,
        "end": whole,
        "quote": {"type": "string", "minLength": 1},
        "prefix": {"type": "string", "maxLength": CONTEXT},
        "suffix": {"type": "string", "maxLength": CONTEXT},
        "match": {"enum": ["exact", "typographic"]},
        "occurrences": {"type": "integer", "minimum": 1},
    }
    day: Json = {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "maxLength": 10}
    resolved: Json = {
        "words": STRING,
        "start": day,
        "end": day,
        "precision": {"enum": list(get_args(Precision))},
        "approximate": {"type": "boolean"},
    }
    summary = {"text": STRING, "facts": STRINGS}
    top: Json = {
        "format": {"const": "brief/1"},
        "schema": schema_id,
        "status": {"enum": ["complete", "suspect"]},
        "article": _object(article),
        "summary": {"type": "array", "items": _object(summary)},
    }
    top |= kinds
    top["ledger"] = {"type": "array", "items": _object(ledger)}
    top["provenance"] = _object(provenance)
    return {
        "$schema": DIALECT,
        "description": "Supported means that the source says so, not that it is true.",
        **_object(top),
        "$defs": {
            "evidence": _object(evidence),
            "resolved": _object(resolved) | {"description": RESOLVED},
            "review": _review(),
        },
    }


def _fact(kind: Kind) -> Json:
    verdicts = [
        {"properties": {"verdict": {"const": "supported"}, "reasons": {"maxItems": 0}}},
        {"properties": {"verdict": {"const": "flagged"}, "reasons": {"minItems": 1}}},
    ]
    times = {f.name: {"$ref": "#/$defs/resolved"} for f in kind.fields if isinstance(f.marker, Free) and f.marker.time}
    resolved = {"type": "object", "properties": times, "additionalProperties": False}
    first, *last = ({**_OWN, "resolved": resolved}).items()
    fields = dict([first]) | {f.name: _value(f) for f in kind.fields} | dict(last)
    return _object(fields, _REVIEWED) | {"oneOf": verdicts}


def _review() -> Json:
    values: Json = {"type": "object"}
    text_or_null: Json = {"type": ["string", "null"]}
    note = {"by": STRING, "at": STRING, "text": STRING}
    outcome = {
        "decision": STRING,
        "by": STRING,
        "at": text_or_null,
        "reason": text_or_null,
        "kind": STRING,
        "values": {"anyOf": [values, NULL]},
    }
    return _object(
        {
            "decision": {"enum": list(DECISIONS)},
            "by": STRINGS,
            "at": text_or_null,
            "reason": text_or_null,
            "was": {"anyOf": [_object({"kind": STRING, "values": values}), NULL]},
            "notes": {"type": "array", "items": _object(note)},
            "outcomes": {"type": "array", "items": _object(outcome)},
            "in_run": {"type": "boolean"},
        }
    ) | {"description": REVIEW}
