"""Whether a brief from anywhere keeps the contract: its shape, and, with the article, every span of it.

What is checked without the article: the published JSON Schema of the brief's schema (for an unknown schema what holds
of every brief), the lengths of quotes and contexts, ids, the summary's references, the verdicts, the words and days of
resolved times. With the article: digest and length of the text, ``text[start:end] == quote`` between word borders, prefix and suffix, and
``occurrences``: the number of places at which exactly the quote's characters stand between word borders, overlapping
ones counted. Of reviewed facts: who decided, when, and that what they changed was of a known kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from summarizer.article import Article, Span, is_word_border
from summarizer.brief import completed
from summarizer.errors import SchemaError
from summarizer.judge.locate import Locator
from summarizer.schema import Schema, find_schema
from summarizer.schema.find import runs_code
from summarizer.schema.json_schema import CONTEXT, brief_schema, generic_brief_schema

__all__ = ["Problem", "validate"]

SAID = 60  # characters of a value that a message shows
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NOT_KINDS = {"format", "schema", "status", "article", "summary", "ledger", "provenance"}


@dataclass(frozen=True)
class Problem:
    """One breach of the contract: ``path`` is a JSON path (``$.items[0].evidence[1].start``)."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def validate(data: object, article: Article | None = None, schema: Schema | None = None) -> list[Problem]:
    """Every problem of a brief, ``data`` being its parsed JSON; an empty list where there is none.

    ``schema`` is for briefs of one's own schemas; without it the brief's ``schema`` is looked for among the built-in
    ones, and never run as a file. Nothing is raised, whatever ``data`` is.
    """
    if not isinstance(data, dict):
        return [Problem("$", f"a brief is a JSON object, this is {_type(data)}")]
    whole: dict[str, Any] = completed(data)
    problems, published = _published(whole, schema)
    problems += [_told(e) for e in Draft202012Validator(published).iter_errors(whole) if not _is_verdict(e)]
    problems += _facts(whole)
    problems += _times(whole)
    problems += _reviews(whole)
    problems += _article(whole, article)
    locator = Locator(article) if article else None
    for path, evidence in _evidence(whole):
        problems += _span(path, evidence, _chars(whole), locator)
    return problems


def _published(data: dict[str, Any], schema: Schema | None) -> tuple[list[Problem], dict[str, Any]]:
    """The JSON Schema to check against, and what is to be said about its choice."""
    if schema is not None:
        return [], brief_schema(schema)
    name = data.get("schema")
    if not isinstance(name, str):
        return [], generic_brief_schema()
    try:
        # A brief names its schema; only who runs the program may name code to be run.
        if runs_code(name):
            raise SchemaError(f"no schema is called {_said(name)}")
        return [], brief_schema(find_schema(name))
    except SchemaError as error:
        message = f"{error.message}: checked is only what holds of every brief"
        return [Problem("$.schema", message)], generic_brief_schema()


def _is_verdict(error: ValidationError) -> bool:
    """Whether the error is the published form of verdict ⇔ reasons, which is checked below in plainer words."""
    return error.validator == "oneOf"


def _told(error: ValidationError) -> Problem:
    return Problem("$" + "".join(_step(s) for s in error.absolute_path), _words(error))


def _step(step: str | int) -> str:
    """One step of a JSON path; a key that is no plain name is escaped, so that it can't act on a terminal."""
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f"[{_said(step)}]"


def _words(error: ValidationError) -> str:
    """What is wrong, in words that need no JSON Schema."""
    value: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [k for k in value if k not in instance]
            # One error a key comes from the validator; its message alone says which of them it is about.
            key = next((k for k in missing if error.message.startswith(repr(k))), missing[0])
            return f"lacks the key {key!r}"
        case "additionalProperties":
            known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            odd = [_said(k) for k in instance if k not in known]
            return f"has keys that the contract does not know: {', '.join(odd)}"
        case "type":
            wanted = [value] if isinstance(value, str) else value
            return f"is {_type(instance)}, not {' or '.join(_TYPES[t] for t in wanted)}"
        case "enum":
            return f"is {_said(instance)}, none of {', '.join(map(str, value))}"
        case "const":
            return f"is {_said(instance)}, not {value!r}"
        case "pattern":
            return f"is {_said(instance)}, not of the form {value}"
        case "minItems" | "minLength":
            return "is empty"
        case "maxLength":
            return f"has {len(instance)} characters, more than {value}"
        case "minimum":
            return f"is {_said(instance)}, less than {value}"
        case "anyOf":
            inner = best_match(error.context or ())
            return _words(inner) if inner else f"is {_said(instance)}, which fits none of its shapes"
    return error.message


_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def _type(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
    return f"a {type(value).__name__}"


def _said(value: object) -> str:
    """A value as a message shows it: JSON, ASCII (so that it can't act on a terminal), cut."""
    try:
        text = json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        text = ascii(value)
    return text if len(text) <= SAID else f"{text[: SAID - 1]}…"


def _lists(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every fact that has the shape of one, with its path."""
    for kind, facts in data.items():
        if kind not in _NOT_KINDS and isinstance(facts, list):
            yield from ((f"${_step(kind)}[{i}]", f) for i, f in enumerate(facts) if isinstance(f, dict))


def _evidence(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, fact in _lists(data):
        evidence = fact.get("evidence")
        if isinstance(evidence, list):
            yield from ((f"{path}.evidence[{i}]", e) for i, e in enumerate(evidence) if isinstance(e, dict))


def _facts(data: dict[str, Any]) -> Iterator[Problem]:
    """Ids, verdicts, and what the summary refers to."""
    first: dict[str, str] = {}
    for path, fact in _lists(data):
        name, reasons = fact.get("id"), fact.get("reasons")
        if isinstance(name, str):
            if name in first:
                yield Problem(f"{path}.id", f"is {_said(name)}, as is that of {first[name]}")
            first.setdefault(name, path)
        if isinstance(reasons, list):
            if fact.get("verdict") == "supported" and reasons:
                yield Problem(f"{path}.verdict", "is 'supported' although there are reasons to doubt")
            if fact.get("verdict") == "flagged" and not reasons:
                yield Problem(f"{path}.verdict", "is 'flagged' without a reason")
    for i, sentence in enumerate(_sequence(data.get("summary"))):
        for j, name in enumerate(_sequence(sentence.get("facts") if isinstance(sentence, dict) else None)):
            if isinstance(name, str) and name not in first:
                yield Problem(f"$.summary[{i}].facts[{j}]", f"is {_said(name)}, the id of no fact")


def _times(data: dict[str, Any]) -> Iterator[Problem]:
    """Resolved times: of the words of their field, on days that exist, and not ending before they begin."""
    for path, fact in _lists(data):
        resolved = fact.get("resolved")
        for name, time in resolved.items() if isinstance(resolved, dict) else ():
            if not isinstance(time, dict):
                continue
            place = f"{path}.resolved{_step(name)}"
            if isinstance(time.get("words"), str) and time["words"] != fact.get(name):
                yield Problem(f"{place}.words", f"is {_said(time['words'])}; the fact has {_said(fact.get(name))}")
            days = {end: _day(time.get(end)) for end in ("start", "end")}
            for end, day in days.items():
                if day is None and isinstance(time.get(end), str) and _ISO_DAY.fullmatch(time[end]):
                    yield Problem(f"{place}.{end}", f"is {_said(time[end])}, a day that the calendar does not have")
            if days["start"] and days["end"] and days["end"] < days["start"]:
                yield Problem(f"{place}.end", f"is {_said(time['end'])}, before its start {_said(time['start'])}")
            if time.get("start", "") is None and time.get("end", "") is None:
                yield Problem(place, "is open at both ends")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _ISO_DAY.fullmatch(value) else None
    except ValueError:
        return None


def _reviews(data: dict[str, Any]) -> Iterator[Problem]:
    """Reviews: decided by somebody at some time, and what people changed was a fact of a kind that the brief has."""
    kinds = [k for k, v in data.items() if k not in _NOT_KINDS and isinstance(v, list)]
    for path, fact in _lists(data):
        review = fact.get("review")
        if not isinstance(review, dict):
            continue
        place = f"{path}.review"
        by, at, decision = review.get("by"), review.get("at"), review.get("decision")
        if decision == "open":
            if by:
                yield Problem(f"{place}.by", f"is {_said(by)}, although nobody has decided: it is 'open'")
        elif isinstance(decision, str):
            if by == []:
                yield Problem(f"{place}.by", f"is empty, although somebody decided: it is {_said(decision)}")
            if at is None and "at" in review:
                yield Problem(f"{place}.at", f"is null, although somebody decided: it is {_said(decision)}")
        for i, name in enumerate(_sequence(by)):
            if isinstance(name, str) and not name.strip():
                yield Problem(f"{place}.by[{i}]", "is nobody's name")
        if decision == "conflict" and review.get("outcomes") == []:
            yield Problem(f"{place}.outcomes", "is empty, although it is a conflict")
        was = review.get("was")
        if isinstance(was, dict) and isinstance(was.get("kind"), str) and was["kind"] not in kinds:
            yield Problem(f"{place}.was.kind", f"is {_said(was['kind'])}, a kind that the brief does not have")
        said = [(place, review)]
        for name in ("notes", "outcomes"):
            said += [(f"{place}.{name}[{i}]", s) for i, s in enumerate(_sequence(review.get(name)))]
        for where, telling in said:
            time = telling.get("at") if isinstance(telling, dict) else None
            if isinstance(time, str) and not _is_moment(time):
                yield Problem(
                    f"{where}.at", f"is {_said(time)}, no time in ISO 8601 with its zone (2026-11-01T09:30:00+00:00)"
                )


def _is_moment(text: str) -> bool:
    try:
        return "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _chars(data: dict[str, Any]) -> int | None:
    article = data.get("article")
    chars = article.get("chars") if isinstance(article, dict) else None
    return chars if _is_offset(chars) else None


def _is_offset(value: object) -> bool:
    # JSON Schema takes 1.0 for a whole number and Python True for 1; neither is an offset.
    return type(value) is int and value >= 0


def _article(data: dict[str, Any], article: Article | None) -> Iterator[Problem]:
    told = data.get("article")
    if not isinstance(told, dict):
        return
    digest = told.get("sha256")
    if isinstance(digest, str) and isinstance(told.get("id"), str) and told["id"] != digest[:16]:
        yield Problem("$.article.id", f"is {_said(told['id'])}, not the first 16 digits of sha256")
    if article is None:
        return
    if digest != article.sha256:
        yield Problem("$.article.sha256", f"is {_said(digest)}; this article's text has {article.sha256}")
    if told.get("chars") != len(article.text):
        yield Problem("$.article.chars", f"is {_said(told.get('chars'))}; this article has {len(article.text)}")


def _span(path: str, e: dict[str, Any], chars: int | None, locator: Locator | None) -> Iterable[Problem]:
    """One piece of evidence: against itself, and against the article where there is one."""
    start, end, quote = e.get("start"), e.get("end"), e.get("quote")
    for name, value in (("start", start), ("end", end), ("occurrences", e.get("occurrences"))):
        if isinstance(value, float):
            yield Problem(f"{path}.{name}", f"is {value!r}, not a whole number")
    if not (type(start) is int and type(end) is int and isinstance(quote, str) and start >= 0):
        return
    if end - start != len(quote):
        yield Problem(path, f"spans {end - start} characters, its quote has {len(quote)}")
    limit = len(locator.article.text) if locator else chars
    if limit is not None and end > limit:
        yield Problem(f"{path}.end", f"is {end}, behind the article's end at {limit}")
        return
    if locator is None:
        yield from _context(path, e, start, end, limit)
        return
    if end <= start:
        return
    span, text = Span(start, end), locator.article.text
    if (there := locator.article.quote(span)) != quote:
        yield Problem(f"{path}.quote", f"is {_said(quote)}; at {start}–{end} the article has {_said(there)}")
        return
    if not (is_word_border(text, start) and is_word_border(text, end)):
        yield Problem(f"{path}.quote", f"is {_said(quote)}, which begins or ends inside a word")
    for name, there in zip(("prefix", "suffix"), locator.article.context(span, CONTEXT), strict=True):
        if isinstance(e.get(name), str) and e[name] != there:
            yield Problem(f"{path}.{name}", f"is {_said(e[name])}; the article has {_said(there)}")
    told, counted = e.get("occurrences"), max(1, locator.count(span))
    if type(told) is int and told != counted:
        yield Problem(f"{path}.occurrences", f"is {told}; the quote stands in {counted} places")


def _context(path: str, e: dict[str, Any], start: int, end: int, limit: int | None) -> Iterator[Problem]:
    """A context is cut short by an end of the article only, so its length can be known without the text."""
    room = {"prefix": start, "suffix": None if limit is None else limit - end}
    for name, left in room.items():
        context = e.get(name)
        if isinstance(context, str) and left is not None and len(context) < min(CONTEXT, left):
            yield Problem(f"{path}.{name}", f"has {len(context)} characters, not {min(CONTEXT, left)}")
        elif isinstance(context, str) and left is not None and left < len(context) <= CONTEXT:
            yield Problem(f"{path}.{name}", f"has {len(context)} characters where the article has {left}")
