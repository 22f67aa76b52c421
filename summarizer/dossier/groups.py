"""Mentions that are one party, joined link by link, and the entities that they make."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.dossier.names import fold_name
from summarizer.dossier.reading import read_name
from summarizer.dossier.shapes import Entity, Link, Mention

__all__ = ["Groups", "entities_of"]

JOINING = frozenset({"same", "confirmed"})


class Groups:
    """A partition of mentions that never joins what must stay apart.

    Two parties that one brief lists by other names stay apart, too, unless somebody confirms a link.
    """

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[Mention]] = {}
        self._apart: list[tuple[str, str]] = []
        for mention in mentions:
            self._root[mention.key] = mention.key
            self._members[mention.key] = [mention]

    def of(self, key: str) -> str:
        """The group of a mention, by a key of one of its members."""
        return self._root[key]

    def members(self, key: str) -> list[Mention]:
        """All mentions of the group of a mention."""
        return self._members[self._root[key]]

    def briefs(self, key: str) -> set[int]:
        """The briefs that the group of a mention is named in."""
        return {m.brief for m in self.members(key)}

    def keep_apart(self, one: str, other: str) -> None:
        """Never join the groups of these two from now on."""
        self._apart.append((one, other))

    def may_join(self, one: str, other: str, *, confirmed: bool = False) -> bool:
        """Whether the groups of two mentions may become one."""
        a, b = self._root[one], self._root[other]
        if a != b and any({self._root[x], self._root[y]} == {a, b} for x, y in self._apart):
            return False
        if confirmed or a == b:
            return True
        here = {(m.brief, fold_name(m.name)) for m in self._members[a]}
        there = {(m.brief, fold_name(m.name)) for m in self._members[b]}
        briefs = {brief for brief, _ in here} & {brief for brief, _ in there}
        return all({n for x, n in here if x == brief} == {n for x, n in there if x == brief} for brief in briefs)

    def join(self, one: str, other: str) -> None:
        """Make one group of two."""
        a, b = self._root[one], self._root[other]
        if a == b:
            return
        self._members[a] += self._members.pop(b)
        for mention in self._members[a]:
            self._root[mention.key] = a

    def all(self) -> list[list[Mention]]:
        """Every group."""
        return list(self._members.values())


def entities_of(mentions: Sequence[Mention], links: Iterable[Link]) -> list[Entity]:
    """The parties of a dossier: mentions that are joined by ``same`` and ``confirmed`` links, in the order of the mentions.

    ``name`` is the fullest of the names, ``names`` are all of them with the briefs that use them. An id stays the same as
    long as the entity's mentions do, whatever the order of the briefs.
    """
    groups = Groups(mentions)
    for link in links:
        if link.state in JOINING:
            groups.join(link.one, link.other)
    order = {m.key: i for i, m in enumerate(mentions)}
    members = sorted((sorted(g, key=lambda m: order[m.key]) for g in groups.all()), key=lambda g: order[g[0].key])
    used: Counter[str] = Counter()
    return [_entity(group, used) for group in members]


def _entity(group: Sequence[Mention], used: Counter[str]) -> Entity:
    told = sorted((m.fact or f"@{m.name}") for m in group)
    identity = f"party-{hashlib.sha256(chr(0).join(told).encode('utf-8', 'backslashreplace')).hexdigest()[:12]}"
    used[identity] += 1
    if used[identity] > 1:
        identity = f"{identity}-{used[identity]}"
    briefs: dict[str, set[int]] = {}
    for mention in group:
        for name in (mention.name, *mention.aliases):
            briefs.setdefault(name, set()).add(mention.brief)
    kinds = Counter(m.kind for m in group if m.kind)
    roles = Counter(role for m in group for role in m.roles)
    return Entity.model_validate(
        {
            "id": identity,
            "name": _fullest([m.name for m in group]),
            "names": tuple({"name": n, "briefs": tuple(sorted(briefs[n]))} for n in sorted(briefs)),
            "kind": min(kinds, key=lambda k: (-kinds[k], k)) if kinds else None,
            "roles": tuple(sorted(roles, key=lambda r: (-roles[r], r))),
            "mentions": tuple(m.key for m in group),
        }
    )


def _fullest(names: Sequence[str]) -> str:
    """The name that tells most: a state's own, in Latin letters, with the most words; the most frequent of equals."""
    often = Counter(names)

    def worth(name: str) -> tuple[bool, bool, int, int, int, str]:
        read = read_name(name, None)
        words = 1 if read.state else len(read.plain)
        return (
            not read.distinct,
            not any(c.isascii() and c.isalpha() for c in name),
            -words,
            -often[name],
            -len(name),
            name,
        )

    return min(often, key=worth)
