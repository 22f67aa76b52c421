"""The line notation of the sentence-wise strategy, and its grammar: both compiled from the schema.

A small model spends most of its tokens on JSON's keys and brackets and loses its way in them. It writes short lines
instead, and a grammar (llguidance's Lark dialect) lets a value only be a run of the sentence's own words, a member of
its fixed set, or a name from the passage around it::

    item: patrol boats
     quantity: twenty
     from: Brassland
     to: Kesh
     status: proposed

A value ends at the line's end and nowhere else: llguidance's lexer is greedy, so a separator that begins with a
character which may also follow in the sentence (a space, a quote) could never end a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.schema.compile import FieldInfo, Kind

__all__ = [
    "NOTHING",
    "choice_grammar",
    "chunks",
    "line_fields",
    "parse_facts",
    "sentence_grammar",
    "shape",
    "write_fact",
]

NOTHING = "none"


def line_fields(kind: Kind) -> tuple[FieldInfo, ...]:
    """The fields that are written, the main one first.

    Left out is what is better settled in code over the whole article: lists (aliases, roles) and who says so.
    """
    rest = [f for f in kind.fields if f is not kind.main and not f.many and not f.is_speaker]
    return (kind.main, *rest)


def shape(kind: Kind) -> str:
    """How a fact of this kind is written, for the prompt."""
    lines = [f"{kind.label}: ({kind.main.label})"]
    lines += [f" {f.label}: " + (" / ".join(f.members) if f.is_enum else "…") for f in line_fields(kind)[1:]]
    return "\n".join(lines)


def write_fact(kind: Kind, values: Mapping[str, Any]) -> str:
    """One fact in the notation; fields without a value are left out."""
    lines = [f"{kind.label}: {values[kind.main.name]}"]
    for f in line_fields(kind)[1:]:
        value = values.get(f.name)
        if value:
            lines.append(f" {f.label}: " + ("; ".join(value) if isinstance(value, list) else str(value)))
    return "\n".join(lines)


def sentence_grammar(kind: Kind, sentence: str, *, facts: int = 4, nothing: bool = True) -> str:
    """The grammar of what one sentence may be answered with when it is asked for facts of one kind.

    ``facts`` bounds the number of facts, so that a model which repeats itself comes to an end; ``nothing`` allows the
    answer that there is none. The sentence must be free of line breaks.
    """
    body = [_literal(f"{kind.label}: "), "WORDS"]
    for f in line_fields(kind)[1:]:
        key = _literal(f"\n {f.label}: ")
        if f.is_enum:
            piece = f"{key} ({' | '.join(_literal(m) for m in f.members)})"
        else:
            piece = f"{key} WORDS"
        body.append(piece if f.required else f"({piece})?")
    none = f"{_literal(NOTHING)} | " if nothing else ""
    return "\n".join(
        [
            "%llguidance {}",
            f"start: {none}fact ({_literal(chr(10))} fact){{0,{facts - 1}}}",
            f"fact: {' '.join(body)}",
            f"WORDS: %regex {json.dumps({'substring_chunks': chunks(sentence)}, ensure_ascii=False)}",
            "",
        ]
    )


# A value may end after any of these and nowhere inside one: 'U.S.', '4,491', 'S-300', "Treasury's".
_CHUNK = re.compile(r"(?:\w\.){2,}|\w+(?:[.,'’/&-]\w+)*|\s+|[^\w\s]")


def chunks(sentence: str) -> list[str]:
    """The sentence in the pieces that a value is made of: words, spaces, single other characters. Joined, it is whole."""
    return _CHUNK.findall(sentence)


def choice_grammar(members: Sequence[str]) -> str:
    """The grammar of an answer that is one of ``members``."""
    return "%llguidance {}\nstart: " + " | ".join(_literal(m) for m in members) + "\n"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def parse_facts(kind: Kind, text: str) -> tuple[list[dict[str, str]], list[str]]:
    """Read an answer in the notation: the facts' values in order, and the lines that are no part of a whole fact.

    The last fact of an answer that was cut off lacks required fields: its lines come back among the others, so that
    nothing is lost.
    """
    by_label = {f.label: f for f in line_fields(kind)[1:]}
    facts: list[dict[str, str]] = []
    stray: list[str] = []
    for line in text.split("\n"):
        key, _, value = line.partition(":")
        value = value.strip()
        if line.startswith(" ") and facts and (field := by_label.get(key.strip())):
            if not value or field.name in facts[-1] or (field.is_enum and value not in field.members):
                stray.append(line)
            else:
                facts[-1][field.name] = value
        elif key == kind.label and value:
            facts.append({kind.main.name: value})
        elif line.strip() and line.strip() != NOTHING:
            stray.append(line)
    whole = []
    for values in facts:
        if all(values.get(f.name) for f in line_fields(kind) if f.required):
            whole.append(values)
        else:
            stray.append(write_fact(kind, values))
    return whole, stray
