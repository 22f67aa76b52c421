"""Articles and what becomes of them as rows of a table: what travels to workers and back, and stands in Parquet files.

In, one row an article: ``text``, and where they are known ``id``, ``source``, ``title``, ``url``, ``publisher``,
``published_at``, ``language``. Only ``text`` must be there. ``article`` may stand in place of all but ``id`` and
``source``: an `Article` with all that it has, as JSON (`packed`).

Out, one row an article, always with all columns (`COLUMNS`): ``state`` is ``done`` (there is a ``brief``), ``failed``
(there is none, and ``code``, ``message`` and ``mend`` say why) or ``pending`` (the run ended before its turn; nothing
is wrong with it). ``brief`` and ``replies`` (the raw answers) are JSON texts. Nothing of a key is in any row.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

from summarizer import errors
from summarizer.article import Article, Span, article_from_text
from summarizer.brief import Brief
from summarizer.errors import EndpointDown, RunBudgetExceeded, SourceError, SummarizerError, UsageError
from summarizer.pipeline import Outcome, same_words
from summarizer.schema import Schema

if TYPE_CHECKING:
    import pyarrow

__all__ = [
    "COLUMNS",
    "article_of",
    "brief_of",
    "done_row",
    "error_of",
    "failed_row",
    "packed",
    "records",
    "replies_of",
    "same_row",
    "storable",
    "table",
]

Row = dict[str, Any]

COLUMNS: dict[str, str] = {
    "id": "string",
    "source": "string",
    "key": "string",
    "state": "string",
    "status": "string",
    "facts": "int64",
    "flagged": "int64",
    "brief": "string",
    "replies": "string",
    "code": "string",
    "message": "string",
    "mend": "string",
    "calls": "int64",
    "prompt_tokens": "int64",
    "cached_tokens": "int64",
    "completion_tokens": "int64",
    "cost_usd": "float64",
    "seconds": "float64",
    "made_at": "string",
}
"""The columns of a row out, with their Arrow types. ``seconds`` is what the article took, ``made_at`` ISO 8601 in UTC."""

KNOWN = ("id", "source", "text", "article", "title", "url", "publisher", "published_at", "language")
ABOUT = ("title", "url", "publisher", "published_at", "language")
USED = ("calls", "prompt_tokens", "cached_tokens", "completion_tokens")


# In.


def records(batch: Any) -> list[Row]:
    """The rows of a batch as Ray hands it over: an Arrow table, a pandas frame, or a mapping of columns.

    What stands for nothing there (None, NaN) is None. Raises UsageError where there is no column of texts.
    """
    if hasattr(batch, "to_pylist"):
        rows = batch.to_pylist()
    elif hasattr(batch, "to_dict") and hasattr(batch, "columns"):
        rows = batch.to_dict("records")
    else:
        columns = {name: list(values) for name, values in batch.items()}
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    if rows and not ({"text", "article"} & rows[0].keys()):
        raise UsageError(
            f"the rows have no column `text`, only {', '.join(sorted(map(str, rows[0])))}",
            mend='rename the column of the articles\' words: ds.rename_columns({"body": "text"})',
        )
    return [{name: _plain(row[name]) for name in KNOWN if name in row} for row in rows]


def _plain(value: Any) -> Any:
    """A value without the ways of numpy, Arrow and pandas: nothing is None, a string is one, a time ISO 8601."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, str):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row. Raises SourceError where it has no text."""
    if (whole := row.get("article")) is not None:
        # JSON has lists where an article has tuples.
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(whole).items()
        }
        known["boilerplate"] = tuple(Span(start, end) for start, end in known["boilerplate"])
        return Article(**known)
    text = row.get("text")
    if not isinstance(text, str):
        raise SourceError(
            "the row has no text" if text is None else f"the row's text is no text but {type(text).__name__}",
            mend="fill the column `text` with the article's words",
        )
    about: dict[str, Any] = {name: None if row.get(name) is None else str(row[name]) for name in ABOUT}
    name = row.get("source") or row.get("id") or row.get("url") or ""
    return article_from_text(text, str(name), **about)


def packed(article: Article) -> str:
    """All of an article as JSON, in ASCII: Arrow's strings have no lone surrogates, which a text may have."""
    about = {f.name: getattr(article, f.name) for f in dataclasses.fields(article)}
    return json.dumps(about | {"boilerplate": [[span.start, span.end] for span in article.boilerplate]})


# Out.


def done_row(row: Mapping[str, Any], key: str | None, outcome: Outcome, *, asked: bool = True) -> Row:
    """The row of an article that has its brief; where nothing was ``asked``, nothing was used either."""
    brief, made = outcome.brief, outcome.brief.provenance
    facts = list(brief.all_facts())
    return _row(row, key, "done", brief.article.id) | {
        "status": brief.status,
        "facts": len(facts),
        "flagged": sum(fact.verdict == "flagged" for fact in facts),
        "brief": brief.to_json(indent=None),
        "replies": json.dumps(list(outcome.replies)) if asked else None,
        **{name: getattr(made, name) if asked else 0 for name in USED},
        "cost_usd": made.cost_usd if asked else None,
        "seconds": made.seconds if asked else 0.0,
    }


def failed_row(row: Mapping[str, Any], key: str | None, error: SummarizerError) -> Row:
    """The row of an article that has none; it is pending where nothing is wrong with it."""
    pending = isinstance(error, RunBudgetExceeded | EndpointDown)
    return _row(row, key, "pending" if pending else "failed", "") | {
        "code": error.code,
        "message": storable(error.message),
        "mend": storable(error.mend) or None,
    }


def _row(row: Mapping[str, Any], key: str | None, state: str, otherwise: str) -> Row:
    id = row.get("id")
    return dict.fromkeys(COLUMNS) | {
        "id": storable(str(otherwise if id is None else id)),
        "source": storable(str(row.get("source") or row.get("url") or "")),
        "key": key,
        "state": state,
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
    }


def same_row(row: Mapping[str, Any], key: str, made: Row, article: Article, schema: Schema) -> Row:
    """The row of an article with the words of another one, of which ``made`` came: nothing was asked for it."""
    if made["state"] != "done":
        return {**made, **dict.fromkeys((*USED, "cost_usd", "seconds")), **_named(row, article)}
    return done_row(row, key, Outcome(same_words(brief_of(made), article, schema), ()), asked=False)


def _named(row: Mapping[str, Any], article: Article) -> Row:
    named = _row(row, None, "", article.id)
    return {"id": named["id"], "source": named["source"]}


def table(rows: Iterable[Mapping[str, Any]]) -> pyarrow.Table:
    """Rows out as an Arrow table, whose columns have the same types whatever is in them."""
    import pyarrow as pa

    known = list(rows)
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])
    return pa.Table.from_pylist(known, schema=schema)


def brief_of(row: Mapping[str, Any]) -> Brief:
    """The brief of a row that is done."""
    return Brief.from_dict(json.loads(row["brief"]))


def replies_of(row: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The raw answers of a row; None where nothing was asked for it."""
    return None if row["replies"] is None else list(json.loads(row["replies"]))


def error_of(row: Mapping[str, Any]) -> SummarizerError:
    """The error of a row that has no brief: of the class that its code stands for, with its words."""
    pending = (RunBudgetExceeded, EndpointDown) if row["state"] == "pending" else ()
    kind = next((k for k in (*pending, *_kinds(SummarizerError)) if k.code == row["code"]), SummarizerError)
    error = kind(row["message"] or "", mend=row["mend"] or "")
    error.code = row["code"]
    return error


def _kinds(root: type[SummarizerError]) -> Iterator[type[SummarizerError]]:
    """The errors of the tree, each before those below it."""
    level = [root]
    while level:
        yield from level
        level = [sub for kind in level for sub in kind.__subclasses__() if sub.__module__ == errors.__name__]


def storable(value: str) -> str:
    """A text without what UTF-8 lacks: lone surrogates as escapes."""
    return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
