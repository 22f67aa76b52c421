"""Every error that the package raises on purpose, under one root.

    SummarizerError
    ├── UsageError                  what was asked can't be done as asked            exit code 1
    │   ├── SettingsError           a flag, environment variable or summarizer.toml
    │   ├── CredentialsError        the endpoint wants a key, or refuses the one it got
    │   ├── SchemaError             a schema that can't be found or can't be compiled
    │   ├── PromptError             a prompt file with unknown keys or missing variables
    │   └── LocalModelError         the embedded model can't be used here
    │       ├── RuntimeMissing      the extra ``local`` is not installed
    │       ├── WeightsUnavailable  no source of the weights could be reached
    │       ├── WeightsDamaged      a file with another digest than the pinned one
    │       ├── NotEnoughSpace      too little disk for the weights
    │       ├── NotEnoughMemory     too little memory to load them
    │       └── ServerFailed        the embedded server did not start or went away
    ├── SourceError                 an article that can't be read                    exit code 2
    ├── ModelError                  the model was asked and gave nothing of use      exit code 2
    │   ├── EndpointError           HTTP status or connection, after the retries     http_error
    │   │   └── EndpointDown        it stayed away for longer than a run waits       http_error
    │   ├── DeadlineExceeded        the article's time is used up                    deadline
    │   ├── BudgetExceeded          the article's tokens are used up                 budget
    │   │   └── RunBudgetExceeded   those of the whole run are                       budget
    │   ├── NotRecorded             a replay asks what the recording has no answer to  not_recorded
    │   └── ReplyError              an answer that is no reply
    │       ├── ReplyInvalid        not JSON, or JSON of another shape               reply_invalid_json
    │       ├── ReplyTruncated      cut off at the token limit                       reply_truncated
    │       ├── ReplyRefused        the model refused                                reply_refused
    │       └── ReplyEmpty          an empty answer                                  reply_empty
    ├── BriefInvalid                a brief that breaks its contract
    └── DecisionRefused             a reviewer's decision that can't be taken        exit code 1

Each has a message that says what is wrong and, in ``mend``, what to do about it. ``code`` is the word that stands in
a ledger when the error costs an article its brief.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.review.check import Fault

__all__ = [
    "BriefInvalid",
    "BudgetExceeded",
    "CredentialsError",
    "DeadlineExceeded",
    "DecisionRefused",
    "EndpointDown",
    "EndpointError",
    "LocalModelError",
    "ModelError",
    "NotEnoughMemory",
    "NotEnoughSpace",
    "NotRecorded",
    "PromptError",
    "ReplyEmpty",
    "ReplyError",
    "ReplyInvalid",
    "ReplyRefused",
    "ReplyTruncated",
    "RunBudgetExceeded",
    "RuntimeMissing",
    "SchemaError",
    "ServerFailed",
    "SettingsError",
    "SourceError",
    "SummarizerError",
    "UsageError",
    "WeightsDamaged",
    "WeightsUnavailable",
]


class SummarizerError(Exception):
    """The root. ``mend`` says what to do; ``exit_code`` is what the command line ends with."""

    exit_code = 2
    code = "error"

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.mend}" if self.mend else self.message


class UsageError(SummarizerError):
    """What was asked can't be done as asked; nothing was tried."""

    exit_code = 1
    code = "usage"


class SettingsError(UsageError):
    """A flag, an environment variable or a line of summarizer.toml."""


class CredentialsError(UsageError):
    """The endpoint wants a key, or refuses the one it got."""


class SchemaError(UsageError):
    """A schema that can't be found or can't be compiled."""


class PromptError(UsageError):
    """A prompt file with unknown keys, missing variables, or a body that does not render."""


class LocalModelError(UsageError):
    """The embedded model can't be used on this machine as it stands."""


class RuntimeMissing(LocalModelError):
    """The extra ``local`` is not installed."""


class WeightsUnavailable(LocalModelError):
    """No source of the weights could be reached."""


class WeightsDamaged(LocalModelError):
    """A weights file whose digest is not the pinned one."""


class NotEnoughSpace(LocalModelError):
    """Too little disk for the weights."""


class NotEnoughMemory(LocalModelError):
    """Too little memory to load the weights."""


class ServerFailed(LocalModelError):
    """The embedded server did not start, or went away during the run."""


class SourceError(SummarizerError):
    """An article that can't be read."""

    code = "source_unreadable"


class ModelError(SummarizerError):
    """The model was asked and gave nothing of use."""


class EndpointError(ModelError):
    """An HTTP status or a broken connection, after the retries."""

    code = "http_error"

    def __init__(self, message: str, *, mend: str = "", status: int | None = None) -> None:
        super().__init__(message, mend=mend)
        self.status = status


class EndpointDown(EndpointError):
    """The endpoint stayed away for longer than a run waits for it: nothing more is asked."""


class DeadlineExceeded(ModelError):
    """The article's time is used up."""

    code = "deadline"


class BudgetExceeded(ModelError):
    """The article's tokens are used up."""

    exit_code = 5
    code = "budget"


class RunBudgetExceeded(BudgetExceeded):
    """The tokens or the money of the whole run are used up: nothing more is asked."""


class NotRecorded(ModelError):
    """A run is repeated from a recording, or a brief judged anew, and the recording has no such answer."""

    code = "not_recorded"


class ReplyError(ModelError):
    """An answer that is no reply. ``text`` is what the model said."""

    code = "reply_invalid_json"

    def __init__(self, message: str, *, mend: str = "", text: str = "") -> None:
        super().__init__(message, mend=mend)
        self.text = text


class ReplyInvalid(ReplyError):
    """Not JSON, or JSON of another shape."""


class ReplyTruncated(ReplyError):
    """Cut off at the token limit."""

    code = "reply_truncated"


class ReplyRefused(ReplyError):
    """The model refused."""

    code = "reply_refused"


class ReplyEmpty(ReplyError):
    """An empty answer."""

    code = "reply_empty"


class BriefInvalid(SummarizerError):
    """A brief that breaks its contract. ``problems`` lists where and how."""

    def __init__(self, message: str, problems: tuple[str, ...] = (), *, mend: str = "") -> None:
        super().__init__(message, mend=mend)
        self.problems = problems


class DecisionRefused(SummarizerError):
    """A reviewer's decision that can't be taken: ``faults`` say why, value by value, where the judge refuses it; ``stale`` that
    somebody else has decided meanwhile, or a run has."""

    exit_code = 1
    code = "refused"

    def __init__(self, message: str, *, faults: Sequence[Fault] = (), stale: bool = False, mend: str = "") -> None:
        super().__init__(message, mend=mend)
        self.faults = tuple(faults)
        self.stale = stale
