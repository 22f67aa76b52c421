"""How batches and articles stand, for people and for programs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from summarizer.deferred.queue import Queue

__all__ = ["render", "to_dict"]


def to_dict(queue: Queue, now: float) -> dict[str, Any]:
    """Batches, articles, questions and what they took, as JSON has it. ``now`` is in seconds since the epoch."""
    articles, questions = queue.count("articles"), queue.count("questions")
    prompt, completion, cost = queue.spent()
    return {
        "batches": [
            {
                "id": batch.id,
                "name": batch.name,
                "endpoint": batch.endpoint,
                "model": batch.model,
                "state": batch.state,
                "status": batch.status,
                "written_at": datetime.datetime.fromtimestamp(batch.written_at, datetime.UTC).isoformat(
                    timespec="seconds"
                ),
                "age_seconds": round(max(0.0, now - batch.written_at)),
                "questions": batch.questions,
                "bytes": batch.bytes,
                "completed": batch.completed,
                "failed": batch.failed,
                "error": batch.error,
            }
            for batch in queue.batches()
        ],
        "articles": {
            **{state: articles.get(state, 0) for state in ("waiting", "done", "failed")},
            "suspect": queue.suspect(),
        },
        "questions": {state: questions.get(state, 0) for state in ("open", "sent", "answered", "failed")},
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "cost_usd": cost,
    }


def render(said: dict[str, Any]) -> Iterator[str]:
    """The same in lines for people."""
    for batch in said["batches"]:
        where = f"{batch['model']} at {urlsplit(batch['endpoint']).hostname}"
        status = batch["status"] or f"{batch['state']}, not sent yet"
        taken = " · taken" if batch["state"] == "ended" else ""
        yield (
            f"{batch['id'] or batch['name']} · {where} · {status}{taken} · {batch['completed']:,} of "
            f"{batch['questions']:,} answered, {batch['failed']:,} failed · {_age(batch['age_seconds'])}"
        )
        if batch["error"] and batch["status"] != "completed":
            yield f"  {batch['error']}"
    articles, questions = said["articles"], said["questions"]
    yield (
        f"articles: {articles['done']:,} done ({articles['suspect']:,} suspect), {articles['waiting']:,} waiting, "
        f"{articles['failed']:,} failed"
    )
    yield (
        f"questions: {questions['answered']:,} answered, {questions['sent']:,} under way, {questions['open']:,} for the "
        f"next round, {questions['failed']:,} given up"
    )
    cost = "" if said["cost_usd"] is None else f", ${said['cost_usd']:.4f}"
    yield f"taken so far: {said['prompt_tokens']:,} tokens and {said['completion_tokens']:,} of answers{cost}"


def _age(seconds: int) -> str:
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min old"
    return f"{minutes // 60} h {minutes % 60:02} min old"
