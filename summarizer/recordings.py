"""Recordings on disk: all that is needed to repeat the run of an article without a model.

DIR/<sha256 of the article's text>.<12 digits>.jsonl: a first line that says which run it is of, then one line for
each exchange, in the order of the answers. The digits stand for everything that makes it another recording: source,
model, strategy, prompt, schema and limits. A file is written when its article has ended, whole or not at all. There is
no request in it, only what it is known by again, and nothing of what an endpoint was sent beside the questions.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer._version import __version__
from summarizer.api import strategy_of
from summarizer.article import Article
from summarizer.brief import LATER, Brief
from summarizer.errors import NotRecorded, PromptError, SummarizerError, UsageError
from summarizer.model.exchanges import ANEW, Exchange, Player, Recorder, Tape
from summarizer.pipeline import schema_digest
from summarizer.schema import Schema
from summarizer.settings import PREFIX, Settings
from summarizer.store import write_atomic

__all__ = ["Recording", "check_folders", "find_recording", "write_recording"]

FORMAT = "recording/1"
LIMITS = ("deadline", "max_tokens", "max_cost", "reask", "summary")
"""The settings that decide what is asked, beside the strategy."""
KEYS = (f"{PREFIX}API_KEY", "OPENAI_API_KEY")
SHORTEST_KEY = 8  # characters; a shorter one may be a word of the article


@dataclass(frozen=True)
class Recording:
    """The run of one article.

    ``about`` is the first line of its file: ``tool``, ``sha256`` and ``source`` of the article, ``model`` (its label),
    ``host``, ``parallel``, ``strategy``, ``prompt``, ``prompt_sha256``, ``schema``, ``schema_sha256``, ``settings``
    (limits), and how it ended: ``brief_sha256``, or ``failure`` with code and message.
    """

    about: Mapping[str, Any]
    tape: Tape

    @property
    def settings(self) -> Settings:
        """The settings that decide what is asked, as they were."""
        # No model is asked; a local one has the limits that stand here and no others.
        return Settings.model_validate({**self.about["settings"], "strategy": self.about["strategy"]})

    def player(self) -> Player:
        """An endpoint that repeats this run, once."""
        about = self.about
        return Player(self.tape, label=about["model"], host=about["host"], parallel=about["parallel"])

    def difference(self, brief: Brief) -> str:
        """Why a repeated brief is not the recorded one, byte for byte, in words; nothing where it is."""
        if self.about["brief_sha256"] in (None, _brief_digest(brief), _brief_digest(brief, times=False)):
            return ""
        tool = f"spanbrief {__version__}"
        if self.about["tool"] != tool:
            return f"recorded with {self.about['tool']}, judged by {tool}"
        return "the rules have changed since it was recorded"


def _brief_digest(brief: Brief, *, times: bool = True) -> str:
    """The digest of a brief wherever its source was read from; without resolved ``times`` as earlier versions have it."""
    data = brief.to_dict()
    if not times:
        for fact in (f for kind in brief.facts for f in data[kind]):
            del fact["resolved"]
    data["article"] |= {"source": ""}
    # As earlier versions have it, whose recordings tell no such times.
    data["provenance"] = {k: v for k, v in data["provenance"].items() if v is not None or k not in LATER}
    return _digest(data)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _limits(settings: Settings) -> dict[str, Any]:
    """The limits as they hold: the deadline is that of the model's kind where none is set."""
    known = settings.model_dump(mode="json")
    return {name: known[name] for name in LIMITS} | {"deadline": settings.seconds}


def write_recording(
    folder: Path,
    article: Article,
    schema: Schema,
    settings: Settings,
    recorder: Recorder,
    ended: Brief | SummarizerError,
) -> Path:
    """Keep what a recorder took down of an article, and how the article ended; gives the file.

    A recording of the same source with the same model, strategy, prompt, schema and limits is written over.
    """
    strategy = strategy_of(settings, schema)
    about: dict[str, Any] = {
        "model": recorder.label,
        "host": recorder.host,
        "strategy": strategy.name,
        "prompt": strategy.prompt,
        "prompt_sha256": strategy.prompt_sha256,
        "schema": schema.id,
        "schema_sha256": schema_digest(schema),
        "settings": _limits(settings),
        "source": article.source,
    }
    path = folder / f"{article.sha256}.{_digest(about)[:12]}.jsonl"
    tape = recorder.tape
    about |= {
        "format": FORMAT,
        "tool": f"spanbrief {__version__}",
        "sha256": article.sha256,
        "parallel": recorder.parallel,
        "clock": tape.clock,
        "now": [moment.isoformat() for moment in tape.now],
        "prices": [[*used, cost] for used, cost in tape.prices.items()],
        "exchanges": len(tape.exchanges),
        "brief_sha256": _brief_digest(ended) if isinstance(ended, Brief) else None,
        "failure": None if isinstance(ended, Brief) else {"code": ended.code, "message": ended.message},
    }
    secrets = [key for name in KEYS if len(key := os.environ.get(name, "")) >= SHORTEST_KEY]
    lines = [about, *(e.to_dict() for e in tape.exchanges)]
    # ASCII, so that nothing in a reply ends a line; and a server that says a key back must not get it into a file.
    write_atomic(path, "".join(json.dumps(_without(line, secrets)) + "\n" for line in lines))
    return path


def _without(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "[the key]")
        return value
    if isinstance(value, dict):
        return {_without(k, secrets): _without(v, secrets) for k, v in value.items()}
    return [_without(v, secrets) for v in value] if isinstance(value, list | tuple) else value


def check_folders(record: Path | None, replay: Path | None) -> None:
    """Make the folder to record into, and see that the one to replay from has recordings. Raises UsageError."""
    if record is not None and replay is not None:
        raise UsageError(
            "a run can't be recorded while it is replayed: nothing is asked", mend="leave out --record or --replay"
        )
    if replay is not None and next(replay.glob("*.jsonl"), None) is None:
        raise UsageError(f"{replay} holds no recordings", mend=f"make some: summarizer run SOURCE... --record {replay}")
    if record is not None:
        try:
            record.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{record} can't be made: {error.strerror}", mend="name another folder") from error


def find_recording(folder: Path, article: Article, schema: Schema, settings: Settings) -> Recording:
    """The recording of an article that fits: by this schema and, as far as they are set, these settings.

    Raises NotRecorded: none of this text, none that fits (and what has changed), several that fit, a damaged one.
    """
    files = sorted(folder.glob(f"{article.sha256}.*.jsonl"))
    if not files:
        earlier = next((h for h in _heads(folder) if h["source"] == article.source), None)
        why = "its text was another one when it was recorded" if earlier else "it was never recorded there"
        raise NotRecorded(f"{folder} has no recording of this article: {why}", mend="record anew with --record")
    found = [(path, head, _differences(head, schema, settings)) for path in files for head in [_head(path)]]
    fitting = [(path, head) for path, head, differences in found if not differences]
    if not fitting:
        path, _, differences = min(found, key=lambda f: len(f[2]))
        raise NotRecorded(f"{path.name} is of another run: {'; '.join(differences)}", mend=ANEW)
    # A copy of the article elsewhere has recordings of its own.
    fitting = [(p, h) for p, h in fitting if h["source"] == article.source] or fitting
    runs = {(h["model"], h["host"], h["strategy"], _digest(h["settings"])) for _, h in fitting}
    if len(runs) > 1:
        said = " · ".join(sorted(f"{h['model']}, {h['strategy']}" for _, h in fitting))
        raise NotRecorded(
            f"{folder} has {len(fitting)} recordings of this article: {said}",
            mend="say which with --model, --strategy or the limits, or give each run a folder of its own",
        )
    return _read(max(fitting, key=lambda f: (f[1]["now"], f[0]))[0])


def _differences(head: Mapping[str, Any], schema: Schema, settings: Settings) -> list[str]:
    """What sets a recorded run apart from one with this schema and these settings, in words."""
    asked = settings.model_fields_set
    out = []
    if "model" in asked and head["model"] not in (settings.model, Path(settings.model).name):
        out.append(f"its model is {head['model']}, not {settings.model}")
    if settings.strategy is not None and settings.strategy != head["strategy"]:
        out.append(f"its strategy is {head['strategy']}, not {settings.strategy}")
    was = head["settings"]
    changed = [name for name in LIMITS if name in asked and getattr(settings, name) != was.get(name)]
    out += [f"its {name} is {was.get(name)}, not {getattr(settings, name)}" for name in changed]
    if head["schema"] != schema.id:
        out.append(f"its schema is {head['schema']}, not {schema.id}")
    elif head["schema_sha256"] != schema_digest(schema):
        out.append(f"the schema {schema.id} has changed since")
    recorded = Settings(strategy=head["strategy"], prompt=settings.prompt)
    try:
        prompt = strategy_of(recorded, schema)
    except PromptError as error:
        return [*out, error.message]
    if not out and head["prompt_sha256"] != prompt.prompt_sha256:
        name = "" if head["prompt"] == prompt.prompt else f" (it was {head['prompt']})"
        out.append(f"the prompt {prompt.prompt} or its examples have changed since{name}")
    return out


def _heads(folder: Path) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        try:
            yield _head(path)
        except NotRecorded:
            continue


def _head(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            return _checked(json.loads(file.readline()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(path, error) from error


def _checked(head: Any) -> Mapping[str, Any]:
    if head["format"] != FORMAT:
        raise ValueError(f"its format is {head['format']!r}, not {FORMAT!r}")
    texts = ("tool", "sha256", "source", "model", "strategy", "prompt", "prompt_sha256", "schema", "schema_sha256")
    if not all(isinstance(head[name], str) for name in texts):
        raise TypeError("a text is missing in its first line")
    if not isinstance(head["host"], str | None) or not isinstance(head["parallel"], int):
        raise TypeError("host or parallel is wrong in its first line")
    Settings.model_validate({**head["settings"], "strategy": head["strategy"]})
    checked: Mapping[str, Any] = {"brief_sha256": None, **head}
    return checked


def _read(path: Path) -> Recording:
    try:
        first, *rest = path.read_bytes().splitlines()
        head = _checked(json.loads(first))
        exchanges = [Exchange.from_dict(json.loads(line)) for line in rest]
        if len(exchanges) != head["exchanges"]:
            raise ValueError(f"{head['exchanges']} exchanges were written, {len(exchanges)} are there")
        now = [datetime.datetime.fromisoformat(moment) for moment in head["now"]]
        prices = {(int(p), int(k), int(c)): float(cost) for p, k, c, cost in head["prices"]}
        return Recording(head, Tape(exchanges, [float(c) for c in head["clock"]], now, prices))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, ValidationError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> NotRecorded:
    return NotRecorded(f"{path} is no whole recording: {error}", mend="record anew with --record")
