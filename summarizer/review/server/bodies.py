"""What a page sends: JSON, read strictly. A key too many or a value of the wrong type is an error that names it.

Lone surrogates pass: ids and values of briefs from elsewhere may hold them. pydantic's own reader of JSON refuses them, and so
does its limit of a text's length.
"""

from __future__ import annotations

import json
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from summarizer.review.deciding import Proposal
from summarizer.review.decisions import Action

__all__ = ["Body", "BodyInvalid", "Who", "read_body"]

_OFFSET = 1_000_000_000  # no text is longer
_ID = 2**63 - 1


def _at_most(most: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"{len(text):,} characters are too many ({most:,} are the most)")
        return text

    return AfterValidator(check)


Name = Annotated[str, _at_most(400)]
Key = Annotated[str, _at_most(1_000)]
Text = Annotated[str, _at_most(20_000)]
Offset = Annotated[int, Field(strict=True, ge=0, le=_OFFSET)]
Head = Annotated[int, Field(strict=True, ge=0, le=_ID)]


class BodyInvalid(ValueError):
    """A body that is not what is asked for; the words say where and why."""


class Who(BaseModel):
    """Of an undo or a redo: whose."""

    # JSON has lists only: a model that is strict as a whole takes none for a tuple. Numbers are strict by themselves.
    model_config = ConfigDict(extra="forbid", frozen=True)

    reviewer: Name


class Body(Who):
    """What a reviewer proposes; see `summarizer.review.Proposal`. ``action`` may be missing where it is only tried."""

    action: Action | None = None
    keys: Annotated[tuple[Key, ...], Field(max_length=20_000)] = ()
    lines: Annotated[tuple[Key, ...], Field(max_length=20_000)] = ()
    kind: Key | None = None
    values: Annotated[dict[Key, Text | Annotated[list[Text], Field(max_length=200)] | None], Field(max_length=200)] = {}
    spans: Annotated[tuple[tuple[Offset, Offset], ...], Field(max_length=200)] = ()
    quotes: Annotated[tuple[Text, ...], Field(max_length=200)] = ()
    reason: Text | None = None
    side: Name | None = None
    head: Head | None = None
    stamp: Name | None = None

    def proposal(self, action: Action) -> Proposal:
        """As the desk takes it."""
        return Proposal(
            action=action,
            reviewer=self.reviewer,
            keys=self.keys,
            lines=self.lines,
            kind=self.kind,
            values=dict(self.values),
            spans=self.spans,
            quotes=self.quotes,
            reason=self.reason,
            side=self.side,
            head=self.head,
            stamp=self.stamp,
        )


Read = TypeVar("Read", bound=Who)


def read_body(kind: type[Read], raw: bytes) -> Read:
    """The body of a request. Raises BodyInvalid."""
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BodyInvalid(f"it is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise BodyInvalid("it is no JSON object")
    try:
        return kind.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"] if not str(part).startswith("constrained-"))
        raise BodyInvalid(f"{where[:200]}: {first['msg']}" if where else first["msg"]) from error
