"""By what a fact of each kind is known again: derived from the markers of its fields, the same for every schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.schema import Copied, Free, Kind
from summarizer.schema.sentence import parse_template

__all__ = ["PERSON", "MatchRule", "match_rule"]

PERSON = "person"
"""The member of a fixed set that says of a named party that it is a person, who may go by the surname."""

Basis = Literal["name", "text", "party"]


@dataclass(frozen=True)
class MatchRule:
    """By what a fact of one kind is known again. All but ``kind`` and ``basis`` are names of its fields.

    ``basis`` follows from the kind's main field: a party's own ``name``, a ``text`` (what is moved), or the ``party``
    that it refers to (whom a sanction hits). ``names`` are the main name and the other names of a party; ``text`` what
    must be said, compared as one; ``hint`` the leading text where none must be; ``parties`` those who take part (who
    only says the fact does not); ``sets`` the values of fixed sets.
    """

    kind: Kind
    basis: Basis
    names: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    hint: str | None = None
    parties: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    @property
    def decided(self) -> frozenset[str]:
        """The fields that a match itself decides, so that matched facts can't be wrong in them."""
        texts = {f.name for f in self.kind.fields if f.required and f.name in self.text}
        return frozenset(texts | set(self.names[:1]))

    @property
    def words(self) -> str:
        """The rule in words."""
        if self.basis == "name":
            return f"{self.names[0]} is one of gold's names; the evidence has one of them or is in gold's place"
        text, parties = f"half the words of {_listed(self.text)}", f"{_listed(self.parties, 'or')} is gold's"
        if self.basis == "text":
            rest = f"{_listed(self.parties)}, and two words" if self.parties else "no other word on either side"
        else:
            rest = text if self.text else _listed(self.parties + self.sets)
        return f"{text if self.basis == 'text' else parties}; with evidence in another place also {rest}"


def _listed(names: tuple[str, ...], last: str = "and") -> str:
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def match_rule(kind: Kind) -> MatchRule:
    """The rule of a kind."""
    sets = tuple(f.name for f in kind.fields if f.is_enum and not f.many)
    if kind.is_party:
        others = [f.name for f in kind.fields if f.many and isinstance(f.marker, Copied) and f.marker.name]
        return MatchRule(kind, "name", names=(kind.main.name, *others), sets=sets)
    main = kind.main
    required = [f.name for f in kind.fields if f.required and not f.is_enum and not f.is_name]
    first = next((f.name for f in kind.fields if isinstance(f.marker, Free)), None)
    return MatchRule(
        kind,
        "party" if main.is_reference else "text",
        text=(*_amounts(kind, required), *required),
        hint=None if required else first,
        parties=tuple(f.name for f in kind.fields if f.is_reference and (f is main or not f.is_speaker)),
        sets=sets,
    )


def _amounts(kind: Kind, texts: list[str]) -> tuple[str, ...]:
    """The fields that the kind's own sentences join to one of ``texts``: ``{quantity of description}``.

    Whether 'twelve boats' stands in one field or in two is no difference between facts.
    """
    templates = [*kind.sentences, *filter(None, [kind.tail])]
    slots = [slot for template in templates for slot in parse_template(template).slots]
    return tuple(dict.fromkeys(s.field for s in slots if s.of in texts and s.field not in texts))
