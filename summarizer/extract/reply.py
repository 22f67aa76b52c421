"""Reading a whole-article reply: JSON in whatever wrapping, validated fact by fact."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from summarizer.brief import LedgerLine
from summarizer.chat import ChatReply
from summarizer.errors import ReplyEmpty, ReplyInvalid, ReplyRefused
from summarizer.extract.draft import DraftFact
from summarizer.schema import Kind, Schema

__all__ = ["read_object", "read_reply"]

LONGEST = 2000  # characters of a value in the ledger
MAX_TRIES = 64  # opening braces that are tried before a text counts as holding no JSON
_REFUSAL = re.compile(
    r"^\W*(?:i['’]?m (?:really |very |so )?sorry|i am (?:really |very |so )?sorry|sorry\b|i apologi[sz]e|my apologies|"
    r"i can(?:no|['’])t\b|i cannot\b|i am (?:unable|not able|not comfortable)|i['’]m (?:unable|not able|not comfortable)|"
    r"i (?:won['’]t|will not|must (?:decline|refuse)|have to (?:decline|refuse)|decline|refuse)\b|as an? ai\b|"
    r"as an? (?:ai |large )?language model|unfortunately,? i\b|(?:this|your) request (?:violates|goes against))",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\A\s*```[\w-]*\s*\n(?P<body>.*?)\n?\s*```\s*\Z", re.DOTALL)

Object = dict[str, Any]


def _pairs(pairs: Sequence[tuple[str, Any]]) -> Object:
    """An object in which a key that comes twice does not take the place of the first, but stands beside it."""
    out: Object = {}
    for key, value in pairs:
        out[f"{key} (repeated)" if key in out else key] = value
    return out


# Numbers stay as they were written: values are texts, and a text has neither NaN nor too many digits.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_pairs)


def read_object(reply: ChatReply, schema: Schema) -> tuple[Object, list[LedgerLine]]:
    """The JSON object that a reply holds, and a ledger line where it was wrapped in something.

    Raises ReplyRefused, ReplyEmpty, and ReplyInvalid where there is no JSON object with a list of the schema.
    """
    if reply.refusal:
        raise ReplyRefused(f"the model refused: {reply.refusal[:200]}", text=reply.refusal)
    text = reply.text
    if reply.finish_reason == "content_filter":
        raise ReplyRefused("the endpoint's content filter stopped the answer", text=text)
    if not text.strip():
        raise ReplyEmpty("the model's answer is empty", text=text)
    names = {k.name for k in schema.kinds}
    try:
        whole = _DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError):
        pass
    else:
        return _checked(whole, names, text), []
    found = _embedded(text, names)
    if found is None:
        if _REFUSAL.match(text):
            raise ReplyRefused(f"the model refused: {text.strip()[:200]}", text=text)
        raise ReplyInvalid("the model's answer is no JSON", text=text)
    around = "a code fence" if _FENCE.match(text) else "prose"
    return found, [LedgerLine(path="", code="reply_wrapped", value=around)]


def _checked(value: object, names: set[str], text: str) -> Object:
    if not isinstance(value, dict):
        raise ReplyInvalid(f"the model's answer is JSON, but no object: {type(value).__name__}", text=text)
    if not names & value.keys():
        raise ReplyInvalid(f"the model's answer has none of the lists {', '.join(sorted(names))}", text=text)
    return value


def _embedded(text: str, names: set[str]) -> Object | None:
    """The first JSON object in a text that has a list of the schema. Objects inside a tried one are not tried again."""
    at = text.find("{")
    for _ in range(MAX_TRIES):
        if at < 0:
            return None
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            end = at + 1
        else:
            if isinstance(value, dict) and names & value.keys():
                return value
        at = text.find("{", end)
    return None


def read_reply(
    reply: ChatReply, schema: Schema, *, first: Mapping[str, int] | None = None, attempt: int = 0
) -> tuple[list[DraftFact], list[LedgerLine]]:
    """The facts of a reply, one by one: what is wrong with one costs that one, or only its optional field.

    ``first`` says at which index each list goes on, where an article's reply comes in parts. Raises as `read_object`.
    """
    data, ledger = read_object(reply, schema)
    facts: list[DraftFact] = []
    known = {k.name for k in schema.kinds}
    for key in [k for k in data if k not in known]:
        ledger.append(LedgerLine(path=str(key)[:100], code="schema_invalid", value=_short(data[key]), attempt=attempt))
    for kind in schema.kinds:
        entries = data.get(kind.name)
        if entries is None:
            continue
        if not isinstance(entries, list):
            ledger.append(LedgerLine(path=kind.name, code="schema_invalid", value=_short(entries), attempt=attempt))
            continue
        for index, entry in enumerate(entries, (first or {}).get(kind.name, 0)):
            fact, lines = _fact(kind, f"{kind.name}/{index}", entry, attempt)
            ledger += lines
            if fact is not None:
                facts.append(fact)
    return facts, ledger


def _fact(kind: Kind, path: str, entry: object, attempt: int) -> tuple[DraftFact | None, list[LedgerLine]]:
    lines: list[LedgerLine] = []

    def invalid(where: str, value: object, hint: str | None = None) -> None:
        lines.append(LedgerLine(path=where, code="schema_invalid", value=_short(value), hint=hint, attempt=attempt))

    if not isinstance(entry, dict):
        invalid(path, entry, "a fact is an object")
        return None, lines
    known = {f.name: f for f in kind.fields}
    values: Object = {}
    for key, value in entry.items():
        if key == "quotes":
            continue
        if key not in known:
            invalid(f"{path}/{str(key)[:100]}", value, "no such field")
        else:
            values[key] = _plain(value)
    raw = entry.get("quotes")
    quotes = raw if isinstance(raw, list) else [] if raw is None else [raw]
    for odd in [q for q in quotes if not isinstance(q, str)]:
        invalid(f"{path}/quotes", odd, "a quote is a text")
    said = tuple(q for q in quotes if isinstance(q, str) and q.strip())
    checked = _validated(kind, values, said)
    for name in [f for f in checked if isinstance(f, str)]:
        field = known.get(name)
        if field is None or field.required:
            invalid(path, entry, f"{name} is {'missing' if values.get(name) is None else 'not one of its values'}")
            return None, lines
        invalid(f"{path}/{name}", values.pop(name, None), _allowed(field.members))
    complete: Object = {}
    for f in kind.fields:
        value = values.get(f.name)
        complete[f.name] = ([] if value is None else value) if f.many else value
    return DraftFact(kind.name, path, complete, said, attempt=attempt), lines


def _validated(kind: Kind, values: Object, quotes: Sequence[str]) -> list[str]:
    """The names of the fields that the claim class does not take."""
    try:
        kind.claim.model_validate({k: v for k, v in values.items() if v is not None} | {"quotes": list(quotes)})
    except ValidationError as error:
        return list(dict.fromkeys(str(e["loc"][0]) for e in error.errors() if e["loc"]))
    return []


def _allowed(members: Sequence[str]) -> str | None:
    return f"one of {', '.join(members)}" if members else None


def _plain(value: Any) -> Any:
    """A value as the schema has it: blank text and empty lists as null, lists without blanks."""
    if isinstance(value, list):
        return [v for item in value if (v := item.strip() if isinstance(item, str) else item) not in (None, "")] or None
    return (value.strip() or None) if isinstance(value, str) else value


def _short(value: object) -> Any:
    """A value for the ledger: itself, or its beginning as JSON where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply)"
    return value if len(text) <= LONGEST else text[:LONGEST] + "…"
