"""Which claims a denial contradicts: who denies has part in them, and what is denied is what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summarizer.dossier.readings import Reading
from summarizer.english.lexicon import GIVE, MILITARY, TAKE
from summarizer.judge.stems import stem

__all__ = ["denied_by"]

_DEED = frozenset(stem(form) for forms in (GIVE, TAKE) for form in forms)
"""Stems of giving and taking: they say nothing of what it is."""
_ARMS = frozenset(stem(form) for form in MILITARY)
_ANY_ARMS = frozenset(stem(form) for form in "weapons arms munitions military".split())
"""Who denies having sold weapons denies that it sold torpedoes; who denies radars does not."""
_WORDS = 2  # that a claim about a party must share with what is denied of it


def denied_by(groups: Mapping[str, Sequence[Reading]]) -> Iterator[tuple[str, str]]:
    """Pairs (claim, denial of it) by the ids of ``groups``, in their order.

    A denial stands beside a claim if the denier takes part in it or is named by its words, if whoever else the denial names
    takes part in it, too (where the claim leaves a side open: is named by its words), and if both are about the same thing.
    Beside is no more than that: a denial that speaks of arms stands beside every delivery of arms between those whom it
    names, and the reader sees its words.
    """
    denials = {id: of for id, of in groups.items() if of[0].fields.kind.claim.contradicts}
    for id, claim in groups.items():
        if id in denials:
            continue
        for denial, of in denials.items():
            if any(_denies(d, c) for d in of for c in claim):
                yield id, denial


def _denies(denial: Reading, claim: Reading) -> bool:
    deniers = {id for ids in denial.parties.values() for id in ids}
    own = {id for ids in claim.parties.values() for id in ids} | claim.about
    named = own if all(claim.parties.values()) else claim.mentioned
    if not deniers & claim.mentioned or not denial.about - deniers <= named:
        return False
    what = frozenset(s for thing in denial.things for s in thing) - _DEED
    about = frozenset(s for thing in claim.things for s in thing) - _DEED
    if not claim.fields.is_text:
        return len(what & about) >= _WORDS
    return bool(what & about) or bool(what & _ANY_ARMS and about & _ARMS)
