"""A prompt to start from: the built-in one of a strategy under another name, with words on what may be changed."""

from __future__ import annotations

import re
import textwrap

from summarizer.builtin import PROMPTS
from summarizer.extract.prompt import load_prompt
from summarizer.extract.prompt_fit import BUILT_IN, OFFERS
from summarizer.prompt_file import builtin_prompts
from summarizer.schema import Schema

__all__ = ["scaffold"]

_WHOLE_EXAMPLES = """\
# examples:           # few-shot examples; say them in the body: {% for example in examples %} … {% endfor %}
#   - article: |
#       Kessel sold Orrin 40 armoured trucks in May.
#     reply:
#       LIST:
#         - quotes: ["Kessel sold Orrin 40 armoured trucks in May"]   # must stand in the article, word for word
#           FIELD: …
"""
_SENTENCE_EXAMPLES = """\
# examples:           # few-shot examples of each list; without them the built-in ones of the schema are sent
#   LIST:
#     sure: {alone: 0.4, unread: 0.8, whole: 0.1, part: 0.2}   # how sure the model must be, 0 to 1
#     examples:
#       - sentence: "Kessel sold Orrin 40 armoured trucks in May."
#         facts:
#           - {FIELD: "armoured trucks"}        # values must stand in the sentence, word for word
"""


def scaffold(stem: str, strategy: str, schema: Schema, *, bound: bool = False) -> str:
    """The text of a prompt's file for a strategy, called after the file's ``stem``: it asks in the built-in prompt's words.

    With ``bound`` it is for this schema alone. A sentence-wise one has the schema's examples in it, and is bound by them.
    """
    built_in = load_prompt(BUILT_IN[strategy])
    beside = PROMPTS / "examples" / f"{built_in.name}.{schema.name}.yaml"
    examples = beside.read_text(encoding="utf-8") if beside.is_file() else ""
    known = OFFERS[strategy]
    said = "\n".join(
        f"#   {name + ':':<10} {what}{' (needed)' if name in known.needed else ''}"
        for name, what in known.variables.items()
    )
    if examples:
        few_shot = "examples:\n" + textwrap.indent(examples, "  ", lambda line: bool(line.strip()))
    else:
        few_shot = _WHOLE_EXAMPLES if strategy == "whole-article" else _SENTENCE_EXAMPLES
    for_schema = (
        f"schema: {schema.name}"
        if bound or examples
        else f"# schema: {schema.name}   # with it, the prompt is refused for any other"
    )
    return f"""---
# Check it with `summarizer prompt check`, look at it with `summarizer prompt show`, use it with `summarizer run --prompt`.
name: {_name(stem)}
version: 1            # count up with each change: every brief says what it was made with
strategy: {strategy}
{for_schema}
description: {built_in.id}, to start from.
# What the body may use:
{said}
variables: [{", ".join(sorted(built_in.variables))}]
{few_shot}---
{built_in.body}"""


def _name(stem: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-._")[:60] or "mine"
    return f"my-{name}" if name in builtin_prompts() else name
