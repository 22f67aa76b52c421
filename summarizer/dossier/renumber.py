"""A dossier with its briefs numbered in another order, and nothing else of it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.dossier.shapes import Claim, Dossier, Entity

__all__ = ["renumbered"]

_PLACE = re.compile(r"\d+(?=/)")


def renumbered(dossier: Dossier, order: Sequence[int]) -> Dossier:
    """The dossier whose brief ``n`` is ``order[n]`` from now on: in its statements, mentions and links."""
    briefs = [dossier.briefs[order.index(n)] for n in range(len(order))]

    def key(old: str) -> str:
        return _PLACE.sub(lambda m: str(order[int(m[0])]), old, count=1)

    def entity(old: Entity) -> Entity:
        names = tuple(n.model_copy(update={"briefs": tuple(sorted(order[b] for b in n.briefs))}) for n in old.names)
        return old.model_copy(update={"names": names, "mentions": tuple(map(key, old.mentions))})

    def claim(old: Claim) -> Claim:
        said = tuple(s.model_copy(update={"brief": order[s.brief]}) for s in old.statements)
        return old.model_copy(update={"statements": said})

    return dossier.model_copy(
        update={
            "briefs": tuple(briefs),
            "entities": tuple(map(entity, dossier.entities)),
            "links": tuple(k.model_copy(update={"one": key(k.one), "other": key(k.other)}) for k in dossier.links),
            "claims": tuple(map(claim, dossier.claims)),
        }
    )
