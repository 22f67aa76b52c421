"""What several briefs make together: a dossier, its claims with all that is said of them, its parties and their links.

The JSON shape (``Dossier.to_dict``) is ``dossier/1``: all keys always present, null or ``[]`` where empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pydantic_core
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.article import Article
from summarizer.brief import Brief, Evidence, FactReview, LedgerLine, ResolvedTime
from summarizer.dates import Precision
from summarizer.errors import BriefInvalid

__all__ = [
    "FORMAT",
    "BriefInfo",
    "Claim",
    "Conflict",
    "Days",
    "Dossier",
    "Entity",
    "EntityName",
    "Entry",
    "Link",
    "LinkState",
    "Mention",
    "Moment",
    "Side",
    "SourceGroup",
    "Sources",
    "Statement",
]

FORMAT = "dossier/1"

LinkState = Literal["same", "suggested", "confirmed", "rejected"]
ConflictCode = Literal["value", "status", "date", "direction", "denied"]

_ACTING = re.compile(r"[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One brief that is merged. ``name`` is the file as it was given; ``article`` its text, where that is at hand.

    With the text near-identical articles are told from independent ones, and bylines and agency credits are read.
    """

    brief: Brief
    name: str
    article: Article | None = None


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mention(_Frozen):
    """A party as one brief has it. ``key`` is ``<index of the brief>/<id of the fact>``.

    A party that is only referred to (a supplier that is no actor) has no ``fact`` and the key ``<index>/@<name>``.
    ``kind`` and ``roles`` are as the brief says, null and empty where it does not.
    """

    key: str
    brief: int
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    roles: tuple[str, ...] = ()
    fact: str | None = None


class Link(_Frozen):
    """That two mentions may be one party.

    ``confidence`` is 0 to 1; ``reasons`` are words for people. ``same`` links itself (identical names of one kind in
    roles that agree), ``suggested`` waits for a reviewer, whose decision is ``confirmed`` or ``rejected``, with ``by``
    and ``at`` (UTC, ISO 8601; null for the two others).
    """

    one: str
    other: str
    confidence: float
    reasons: tuple[str, ...]
    state: LinkState
    by: str | None = None
    at: str | None = None


class EntityName(_Frozen):
    """One spelling of a party and the indices of the briefs that write it so."""

    name: str
    briefs: tuple[int, ...]


class Entity(_Frozen):
    """One party: the mentions that ``same`` and ``confirmed`` links join. ``name`` is the fullest of its names."""

    id: str
    name: str
    names: tuple[EntityName, ...]
    kind: str | None
    roles: tuple[str, ...]
    mentions: tuple[str, ...]


class Statement(_Frozen):
    """What one fact of one brief says of a claim, with all that the brief has of it.

    ``brief`` is the brief's index, ``fact`` the fact's id there; ``speaker`` has the names of those who say so, as the
    article writes them, empty where the article says so itself.
    """

    brief: int
    fact: str
    values: Mapping[str, Any]
    resolved: Mapping[str, ResolvedTime] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...]
    verdict: Literal["supported", "flagged"]
    reasons: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    review: FactReview | None = None


class Side(_Frozen):
    """One side of a conflict: what it holds, and the statements that hold it (indices into the claim's)."""

    words: str
    statements: tuple[int, ...]


class Conflict(_Frozen):
    """Where the statements of one claim differ in one field.

    ``code`` is ``value`` (numbers, or who it is), ``status``, ``date``, ``direction`` (who gives and who takes are the
    other way round), or ``denied``, whose ``field`` is null: the second side is then other claims' statements, which
    ``Claim.denials`` names, and has no statements here. ``compatible`` says that both may hold ('more than 20' and 'over
    two dozen'); ``words`` say why, for people.
    """

    field: str | None
    code: ConflictCode
    compatible: bool
    words: str
    sides: tuple[Side, ...]


class SourceGroup(_Frozen):
    """Statements (indices into the claim's) that count as one source; ``why`` is empty where it is only one."""

    statements: tuple[int, ...]
    why: str


class Sources(_Frozen):
    """How many independent sources a claim has. Every statement stands in exactly one of ``groups``."""

    count: int
    groups: tuple[SourceGroup, ...]


class Days(_Frozen):
    """Days of ISO 8601, both within; null is an open end."""

    start: str | None
    end: str | None


class Claim(_Frozen):
    """What one or more facts say, told once, with every statement of it.

    ``id`` stays the same as long as its statements do. ``what`` is the words of its fullest statement. ``parties`` has for each
    field that names parties the ids of entities, in the order in which they are first named. ``denials`` are the ids of the claims that deny this one,
    ``denies`` of those that it denies itself. ``days`` is when, as all dated statements together allow; null where none
    is dated or they are at odds.
    """

    id: str
    kind: str
    what: str
    parties: Mapping[str, tuple[str, ...]]
    statements: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...] = ()
    denials: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    sources: Sources
    days: Days | None = None


class Moment(_Frozen):
    """One line of the timeline: when a claim happened, in the words of those who say so.

    ``start`` and ``end`` are ISO days, both within; null is an open end, and both are null where the time is unknown.
    ``precision`` and ``approximate`` are those of the resolved time; ``precision`` is null where there is none.
    """

    start: str | None
    end: str | None
    precision: Precision | None
    approximate: bool
    claim: str
    words: str


class BriefInfo(_Frozen):
    """One brief that was merged. ``sha256`` is that of its article's text, ``name`` the file as it was given.

    ``facts`` counts what it has; ``open_reviews`` those whose reviewers are at odds, or that nobody has decided although
    the brief is a reviewed one.
    """

    name: str
    sha256: str
    title: str | None
    publisher: str | None
    published_at: str | None
    url: str | None
    source: str
    status: Literal["complete", "suspect"]
    facts: int
    open_reviews: int


class Dossier(_Frozen):
    """Several briefs of one schema as one. Every fact of every brief stands in exactly one claim, or is a party's mention.

    ``claims`` has the schema's kinds in their order; facts that list parties (actors) are ``entities``. ``timeline`` is
    sorted by day, what has none at its end. ``ledger`` has what could not be grouped or was skipped, and why;
    ``LedgerLine.path`` is then ``<index of the brief>/<kind>/<id>``.
    """

    schema_id: str
    created_at: str
    tool: str
    briefs: tuple[BriefInfo, ...]
    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]
    timeline: tuple[Moment, ...]
    ledger: tuple[LedgerLine, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object (``dossier/1``): all keys always present."""
        data = self.model_dump(mode="json")
        return {"format": FORMAT, "schema": data.pop("schema_id"), **data}

    def to_json(self, *, indent: int | None = 2) -> str:
        """The JSON, characters unescaped except those that act on a terminal and lone surrogates."""
        data = self.to_dict()
        if indent is None:
            text = json.dumps(data, ensure_ascii=False)
        else:
            try:
                text = pydantic_core.to_json(data, indent=indent).decode()
            except ValueError:  # a lone surrogate, which UTF-8 lacks
                text = json.dumps(data, ensure_ascii=False, indent=indent)
        return _ACTING.sub(lambda c: f"\\u{ord(c[0]):04x}", text)

    @classmethod
    def from_dict(cls, data: Any) -> Dossier:
        """Read the JSON object. Raises BriefInvalid where it is none."""
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise BriefInvalid(f"this is no {FORMAT}", mend="pass a dossier.json that `summarizer merge` wrote")
        rest = {key: value for key, value in data.items() if key not in ("format", "schema")}
        try:
            return cls(schema_id=data["schema"], **rest)
        except (KeyError, TypeError, ValidationError) as error:
            raise BriefInvalid(
                f"this is no {FORMAT}: {error}", mend="make it anew: summarizer merge BRIEF..."
            ) from error
