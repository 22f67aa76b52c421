"""What a page sends: JSON, read strictly. A key too many or a value of the wrong type is an error that names it."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.review.deciding import Proposal
from summarizer.review.decisions import Action

__all__ = ["Body", "BodyInvalid", "Who", "read_body"]

_OFFSET = 1_000_000_000  # no text is longer
_ID = 2**63 - 1

Name = Annotated[str, Field(max_length=400)]
Key = Annotated[str, Field(max_length=1_000)]
Text = Annotated[str, Field(max_length=20_000)]
Offset = Annotated[int, Field(ge=0, le=_OFFSET)]
Head = Annotated[int, Field(ge=0, le=_ID)]


class BodyInvalid(ValueError):
    """A body that is not what is asked for; the words say where and why."""


class Who(BaseModel):
    """Of an undo or a redo: whose. ``head`` is the last decision that the page has seen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    reviewer: Name
    head: Head | None = None


class Body(Who):
    """What a reviewer proposes; see `summarizer.review.desk.Proposal`. ``action`` may be missing where it is only tried."""

    action: Action | None = None
    keys: Annotated[tuple[Key, ...], Field(max_length=20_000)] = ()
    lines: Annotated[tuple[Key, ...], Field(max_length=20_000)] = ()
    kind: Key | None = None
    values: Annotated[dict[Key, Text | Annotated[list[Text], Field(max_length=200)] | None], Field(max_length=200)] = {}
    spans: Annotated[tuple[tuple[Offset, Offset], ...], Field(max_length=200)] = ()
    quotes: Annotated[tuple[Text, ...], Field(max_length=200)] = ()
    reason: Text | None = None
    side: Name | None = None

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
        )


Read = TypeVar("Read", bound=Who)


def read_body(kind: type[Read], raw: bytes) -> Read:
    """The body of a request. Raises BodyInvalid."""
    try:
        return kind.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"] if not str(part).startswith("constrained-"))
        raise BodyInvalid(f"{where[:200]}: {first['msg']}" if where else first["msg"]) from error
