"""A schema to begin with: what ``summarizer schema new`` writes. It works as it stands, and its comments say what to change."""

from __future__ import annotations

import re

from summarizer.schema.find import builtin_schemas

__all__ = ["scaffold"]

_TEXT = '''"""What to read news articles for. Begin by trying it as it is:

    summarizer schema check @FILE@
    summarizer run article.txt --schema @FILE@

Then change one thing after another; `summarizer schema show @FILE@` says what the model is asked and what the judge tries.
"""

from typing import Annotated, Literal

from summarizer import Claim, Free, Names, OneOf, Reference, Report


class Appointment(Claim):
    """Somebody who takes up, leaves or is removed from an office.

    Not a visit, a candidacy or a vote without a result.
    """

    # Above: what counts as one, and what does not. It is what the model is told, so write it as you would for a colleague.

    # Words of which such a sentence has at least one; * is any ending. Sentences without them are not asked: it is faster,
    # and an article full of them in which nothing is found is suspicious. Leave it out, and every sentence is asked.
    cues = "appoint* name names named nominat* elect* swear sworn resign* quit quits oust* dismiss* fire fired remov* replac* succeed*"

    # More for capable models, which read the whole article: one line each.
    rules = (
        "Counts: also an acting or interim office.",
        "One record for one person, office and change.",
    )

    # How a summary says it: {field} is its value, [ … ] is left out where it has none, <…> is the part that differs.
    sentences = ("{person} {change|appointed=was appointed|left=left office|removed=was removed} <{office}>[ ({date})]",)

    # Each field has one marker: where its value comes from, and so by which rules it is judged.
    # Reference: the name of a party, as the article has it. A required field (no default) is one without which it is no fact.
    person: Annotated[Names, Reference("Who takes up or leaves it.")]

    # Free: words of the article, or reworded; judged by their content words and numbers. (Copied: verbatim.)
    office: Annotated[str, Free("Which office, with its body or country.")]

    # OneOf: a fixed set. `done` are the members that say that it has happened: 'will appoint' does not support them.
    change: Annotated[
        Literal["appointed", "left", "removed", "announced"],
        OneOf(
            "What happened.",
            members={"left": "by their own will, or at the end of the term", "announced": "planned or proposed only"},
            done=("appointed", "left", "removed"),
        ),
    ]

    # Optional: null where the article does not say. `time`: the days are worked out from the words.
    date: Annotated[str | None, Free("When, in the article's words.", label="when", time=True)] = None

    # `speaker`: who says so, where the article attributes it.
    attributed_to: Annotated[Names | None, Reference("Who says so.", label="said by", speaker=True)] = None


class @CLASS@(Report):
    """Who takes up and who leaves which office."""

    # Name and version. Change the version whenever what is meant changes: every brief says by which it was made.
    schema_id = "@NAME@/1"

    # One list for each kind of fact.
    appointments: list[Appointment] = []
'''


def scaffold(stem: str, file: str) -> str:
    """The text of a new schema file. ``stem`` becomes its id and class, ``file`` is how the comments call it."""
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")[:40] or "mine"
    name = f"my_{name}" if name in builtin_schemas() else name
    words = [w for w in name.split("_") if w]
    camel = "".join(w.capitalize() for w in words)
    cls = f"{camel}Report" if camel[:1].isalpha() else f"My{camel}Report"
    # In a docstring: a name with a quote or a backslash is left to the reader's own.
    shown = file if re.fullmatch(r"[\w./ -]+", file) else "FILE.py"
    return _TEXT.replace("@FILE@", shown).replace("@CLASS@", cls).replace("@NAME@", name)
