"""Which mentions are worth comparing: those that share a sound, a state or initials. Every other pair differs by any rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from summarizer.dossier.reading import Name, is_common, read_name
from summarizer.dossier.shapes import Mention
from summarizer.dossier.spelling import consonants, key, latin, semitic
from summarizer.dossier.syllables import syllables
from summarizer.judge import titles
from summarizer.judge.aliases import initials
from summarizer.judge.tokens import simplify

__all__ = ["pairs_to_compare"]


def pairs_to_compare(mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    """Keys of two mentions each, that may be one by their names or aliases."""
    blocks: dict[str, list[Mention]] = {}
    for mention in mentions:
        for block in {b for name in (mention.name, *mention.aliases) for b in _blocks(name)}:
            blocks.setdefault(block, []).append(mention)
    found: set[tuple[str, str]] = set()
    for here in blocks.values():
        for one, other in combinations(here, 2):
            if one.brief != other.brief or (one.fact and other.fact):
                found.add((min(one.key, other.key), max(one.key, other.key)))
    return sorted(found)


@lru_cache(maxsize=1 << 14)
def _blocks(said: str) -> frozenset[str]:
    return frozenset(b for person in (None, True, False) for b in _of(read_name(said, person)))


def _of(name: Name) -> Iterator[str]:
    if name.state:
        yield f"state {name.state}"
    yield f"name {' '.join(name.plain)}"
    yield f"letters {''.join(key(w) for w in name.latin)}"
    spoken = syllables(" ".join(latin(w) for w in name.plain))
    if spoken:
        yield f"syllables {' '.join(sorted(spoken))}"
    yield f"bones {''.join(semitic(w) for w in name.latin)}"
    for word in name.latin:
        if not is_common(word) and len(word) > 1:
            yield f"sound {consonants(word)[:3]}"
            yield f"bare {semitic(word)[:3]}"
    content = [w for w in name.content if w != "the"]
    yield f"words {' '.join(sorted(content))}"
    for one, other in pairwise(content):
        yield f"two {min(one, other)} {max(one, other)}"
    if len(name.plain) == 1:
        for others in titles.METONYMS.get(name.plain[0], ()):
            words = [w for w in others.split() if w[0] != "#" and w not in titles.FILLERS]
            if len(words) == 2:
                yield f"two {min(words)} {max(words)}"
        if name.raws[0].isupper():
            yield f"initials {name.plain[0]}"
            yield f"begins {name.plain[0][:2]}"
    else:
        full = [simplify(r) for r in name.raws]
        yield f"initials {initials(full)}"
        yield f"initials {initials(name.content)}"
        yield f"initials {''.join(w[0] for w in full if w)}"
        yield f"begins {full[0][:2]}"
        yield f"begins {full[0][:1]}{full[1][:1]}"
