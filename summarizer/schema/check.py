"""What is wrong or weak about a schema, in words, each with what to do about it: ``summarizer schema check``.

Wrong is what keeps a schema from being compiled or loses its facts; weak is what works and costs precision, recall or
questions. Rules follow from the markers alone, so that the advice holds for any subject.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from summarizer.schema.claim import Copied, Free, OneOf, Reference, Report
from summarizer.schema.compile import FieldInfo, Kind, Schema, compile_schema, faults_of
from summarizer.schema.find import builtin_schemas
from summarizer.schema.grammar import NOTHING

__all__ = ["Finding", "check_report"]

_TIMES = frozenset("date when time day year month since until".split())
_SIDE_BY_SIDE = {"giver": "taker", "taker": "giver", "doer": "target", "target": "doer"}


class Finding(NamedTuple):
    """One thing that is ``wrong`` or ``weak``, in ``words``, and its ``mend``."""

    level: Literal["wrong", "weak"]
    words: str
    mend: str


def check_report(report: type[Report], *, builtin: bool = False) -> tuple[Finding, ...]:
    """All that is wrong or weak about a report class, the wrong first. ``builtin``: it ships with the program."""
    faults = [Finding("wrong", f.words, f.mend) for f in faults_of(report)]
    name = report.schema_id.partition("/")[0]
    if not builtin and name in builtin_schemas():
        words = f"{report.__name__}.schema_id is {report.schema_id!r}: {name!r} is a built-in schema"
        faults.append(Finding("wrong", words, f'give it a name of its own: schema_id = "my_{report.schema_id}"'))
    if faults:
        return tuple(faults)
    found = _of_report(compile_schema(report))
    return tuple(sorted(found, key=lambda f: f.level == "weak"))


def _of_report(schema: Schema) -> list[Finding]:
    report = schema.report.__name__
    found = []
    if schema.id == f"{report.lower()}/0":
        words = f"{report} has no schema_id: its briefs say {schema.id!r}, whatever changes"
        found.append(Finding("weak", words, f'name and version: schema_id = "{schema.name}/1"'))
    if not schema.description:
        found.append(Finding("weak", f"{report} has no description", "say in its docstring what it is for"))
    seen: dict[str, str] = {}
    for kind in schema.kinds:
        if kind.label in seen:
            words = f"{kind.name} and {seen[kind.label]} have one label, {kind.label!r}: people can't tell them apart"
            found.append(Finding("weak", words, 'give one its own: label = "…"'))
        seen.setdefault(kind.label, kind.name)
        found += _of_kind(schema, kind)
    return found


def _of_kind(schema: Schema, kind: Kind) -> list[Finding]:
    claim = kind.claim.__name__
    found = []
    if not kind.description:
        words = f"{claim} has no description: the model is asked for “{kind.label}” and nothing more"
        found.append(Finding("weak", words, "say in its docstring what counts as one, and what does not"))
    if kind.label.casefold().startswith(("no", NOTHING)):
        words = f"{claim}: the label {kind.label!r} begins as {NOTHING!r} does, by which a small model says that there is none"
        found.append(Finding("wrong", words, "another word for it: label = …"))
    if not kind.is_party and not kind.cues:
        words = f"{claim} has no cues: every sentence is asked for it, and nothing tells when one was overlooked"
        found.append(Finding("weak", words, 'name the words that such sentences have: cues = "appoint* resign* named"'))
    if not kind.is_party and not any(f.is_reference for f in kind.fields):
        words = f"{claim} names no party: nobody is said to do or to say it"
        found.append(Finding("weak", words, "who takes part is a Reference"))
    affirmative = [f for f in kind.fields if isinstance(f.marker, Free) and f.marker.affirmative]
    if kind.claim.contradicts and not affirmative:
        words = f"{claim} contradicts something, and no field says what in the affirmative"
        found.append(Finding("weak", words, "mark what is denied: Free(…, affirmative=True)"))
    if affirmative and not kind.claim.contradicts:
        words = (
            f"{claim}.{affirmative[0].name} is affirmative, but the claim contradicts nothing: the mark has no effect"
        )
        found.append(Finding("weak", words, "contradicts = True in the class, or take the mark away"))
    sides = {f.marker.side: f for f in kind.fields if isinstance(f.marker, Reference) and f.marker.side}
    for side, field in sides.items():
        if _SIDE_BY_SIDE[side] not in sides and not (side == "doer" and kind.claim.contradicts):
            words = f"{claim}.{field.name} is the {side}, and no field is the {_SIDE_BY_SIDE[side]}"
            mend = f"mark it: Reference(…, side={_SIDE_BY_SIDE[side]!r}); the judge weighs one against the other"
            found.append(Finding("weak", words, mend))
    for field in kind.fields:
        found += _of_field(schema, kind, field)
    return found


def _of_field(schema: Schema, kind: Kind, field: FieldInfo) -> list[Finding]:
    where = f"{kind.claim.__name__}.{field.name}"
    marker = field.marker
    found = []
    if not marker.description.strip():
        found.append(Finding("weak", f"{where} has no description", f'one sentence: {type(marker).__name__}("…")'))
    found += _unfilled(schema, kind, field, where)
    default = kind.claim.model_fields[field.name].get_default(call_default_factory=True) if not field.required else None
    if default not in (None, "", []):
        words = f"{where} has the default {default!r}, a value without evidence: it is never used"
        found.append(Finding("weak", words, "what the article does not say is null: = None"))
    if isinstance(marker, OneOf) and len(field.members) == 1:
        words = f"{where} has one member, {field.members[0]!r}: it tells nothing apart"
        found.append(Finding("weak", words, "add the others, or take the field away"))
    if isinstance(marker, Free | Copied) and field.name in _TIMES and not (isinstance(marker, Free) and marker.time):
        words = f"{where} seems to say when, and is not marked so: its days are not worked out"
        found.append(Finding("weak", words, "Free(…, time=True)"))
    if isinstance(marker, Reference) and marker.gives:
        roles = {
            m for f in (schema.parties.fields if schema.parties else ()) if f.is_enum and f.many for m in f.members
        }
        if marker.gives not in roles:
            words = f"{where} gives the role {marker.gives!r}, which no list of parties has"
            found.append(Finding("weak", words, f"its roles: {', '.join(sorted(roles)) or 'none'}; or leave it out"))
    return found


def _unfilled(schema: Schema, kind: Kind, field: FieldInfo, where: str) -> list[Finding]:
    """Required values that nobody gives: a sentence seldom names all, and a small model writes no lists and no speakers."""
    if not field.required or field.is_enum:
        return []
    if field.many:
        words = f"{where} is a required list: small models write none, so every fact of theirs would be lost"
        return [Finding("wrong", words, "give it a default: = [], and make the field that names the fact required")]
    if field.is_speaker and schema.parties is None:
        words = f"{where} is required and says who speaks: sentence by sentence nobody is asked for it, every fact would be lost"
        return [Finding("wrong", words, "make it optional: Names | None = None")]
    if field.is_reference and field is not kind.main:
        words = f"{where} is required: where a sentence names nobody ('was attacked'), the whole fact is lost"
        return [Finding("weak", words, "make it optional: Names | None = None")]
    return []
