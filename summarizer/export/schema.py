"""A schema in words: its kinds and fields, where values come from, which rules judge them, what a model is told."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence

from summarizer.export.escape import terminal
from summarizer.judge.support import HARD, SOFT
from summarizer.schema import Copied, FieldInfo, Free, Kind, OneOf, Reference, Schema
from summarizer.schema.check import Finding
from summarizer.schema.grammar import shape
from summarizer.schema.json_schema import describe

__all__ = ["render_findings", "render_schema", "rules_for"]

WIDTH = 110

_APPLIES: dict[str, Callable[[Kind, FieldInfo], bool]] = {
    "named": lambda kind, f: isinstance(f.marker, Reference | Copied),
    "amounts": lambda kind, f: isinstance(f.marker, Free | Copied) and not f.is_name,
    "content": lambda kind, f: isinstance(f.marker, Free),
    "pronouns": lambda kind, f: f.is_name,
    "polarity": lambda kind, f: not kind.is_party and f is kind.main,
    "modality": lambda kind, f: isinstance(f.marker, OneOf) and bool(f.marker.done),
    "direction": lambda kind, f: isinstance(f.marker, Reference) and bool(f.marker.side),
    "speaker": lambda kind, f: f.is_speaker,
}
_OF_THE_FACT = {"polarity"}


def rules_for(kind: Kind, field: FieldInfo) -> tuple[str, ...]:
    """The names of the judge's rules about one field's values, hard ones first."""
    return tuple(
        r.__name__ for r in (*HARD, *SOFT) if r.__name__ not in _OF_THE_FACT and _APPLIES[r.__name__](kind, field)
    )


def render_schema(schema: Schema, *, readable: Collection[str] = (), taught: Collection[str] = ()) -> str:
    """The schema, for a terminal.

    ``readable`` are the kinds that are read from the order of English words, ``taught`` those with few-shot examples.
    """
    lines = [f"{terminal(schema.id)}  {terminal(schema.description)}".rstrip()]
    for kind in schema.kinds:
        lines += ["", *_kind(kind, kind.name in readable, kind.name in taught)]
    used = [r for r in (*HARD, *SOFT) if any(_APPLIES[r.__name__](k, f) for k in schema.kinds for f in k.fields)]
    lines += ["", "THE JUDGE"]
    lines += _row(
        "locate", "Every quote stands in the article, character for character; a fact without one is rejected."
    )
    for rule in used:
        what = (rule.__doc__ or "").strip().split("\n\n")[0].replace("``", "")
        effect = "a value that fails is dropped" if rule in HARD else "a fact that fails is flagged"
        lines += _row(rule.__name__, f"{' '.join(what.split())} ({effect})")
    lines += [
        "",
        "* required: without it there is no fact. Supported means that the source says so, not that it is true.",
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, words: str, indent: int = 1) -> list[str]:
    first = f"{'':{indent}}{name:<12} "
    return textwrap.wrap(words, WIDTH, initial_indent=first, subsequent_indent=" " * len(first)) or [first.rstrip()]


def _kind(kind: Kind, readable: bool, taught: bool) -> Iterator[str]:
    yield f"{terminal(kind.name).upper()}  ({terminal(kind.label)})"
    if kind.description:
        yield from textwrap.wrap(terminal(kind.description), WIDTH, initial_indent=" ", subsequent_indent=" ")
    for f in kind.fields:
        name = terminal(f.name) + ("*" if f.required else "")
        label = f" [“{terminal(f.label)}”]" if f.marker.label else ""
        several = ", a list" if f.many else ""
        yield from _row(name, f"{_source(f)}{several}{label}", 2)
        said = terminal(describe(f, members=True))
        rules = ", ".join(rules_for(kind, f))
        tried = f"judged by: {rules}" if rules else "not judged: no words are compared with a member of a set"
        for words in filter(None, (said, tried)):
            yield from textwrap.wrap(words, WIDTH, initial_indent=" " * 15, subsequent_indent=" " * 15)
    of_fact = [name for name in _OF_THE_FACT if any(_APPLIES[name](kind, f) for f in kind.fields)]
    if of_fact:
        yield f" The whole fact is judged by: {', '.join(of_fact)}"
    yield from _told(kind, readable, taught)


def _source(f: FieldInfo) -> str:
    """Where a value comes from, in words."""
    marker = f.marker
    if isinstance(marker, Reference):
        if marker.speaker:
            return "names who says the fact"
        return "names a party" + (f", the {marker.side}" if marker.side else "")
    if isinstance(marker, Copied):
        return "a name, copied" if marker.name else "words copied from the article"
    if isinstance(marker, Free):
        kinds = [w for w, on in (("when", marker.time), ("said in the affirmative", marker.affirmative)) if on]
        return "the article's words, or reworded" + (f" ({', '.join(kinds)})" if kinds else "")
    return "one of a fixed set" if not f.many else "several of a fixed set"


def _told(kind: Kind, readable: bool, taught: bool) -> Iterator[str]:
    """What a model is told of a kind, by either strategy."""
    yield " A model that reads the whole article is told the above" + (" and:" if kind.rules else ".")
    for rule in kind.rules:
        yield from textwrap.wrap(terminal(rule), WIDTH, initial_indent="  – ", subsequent_indent="    ")
    if kind.is_party:
        yield " A small model is asked, name by name, which sort of party it is; the names are found in code."
        return
    words = len(kind.claim.cues.split())
    where = f"the sentences with one of {words} cues" if words else "every sentence (there are no cues)"
    how = (
        "whether it states one; the values are read from the order of its words, in English"
        if readable
        else "whether it states one, and then writes it"
    )
    yield from textwrap.wrap(
        f"A small model is asked of {where}, {how}, in this form:", WIDTH, initial_indent=" ", subsequent_indent=" "
    )
    for line in shape(kind).split("\n"):
        yield "    " + (" " if line.startswith(" ") else "") + terminal(line)
    if not taught:
        hint = (
            "It is shown no examples; a prompt that has some makes it far surer: summarizer prompt new, docs/prompts.md"
        )
        yield from textwrap.wrap(hint, WIDTH, initial_indent=" ", subsequent_indent=" ")
    for template in kind.sentences[:1]:
        yield from textwrap.wrap(
            f"A summary says: {terminal(template)}", WIDTH, initial_indent=" ", subsequent_indent="   "
        )


def render_findings(findings: Sequence[Finding]) -> str:
    """What is wrong or weak, a finding with its mend; for a terminal."""
    lines = []
    for f in findings:
        lines += textwrap.wrap(f"{f.level}  {terminal(f.words)}", WIDTH, subsequent_indent=" " * 7)
        lines += textwrap.wrap(f"→ {terminal(f.mend)}", WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 9)
    return "\n".join(lines) + "\n" if lines else ""
