"""Two mentions weighed: how their names are alike, what else agrees, and whether that is enough to suggest a link."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.dossier.context import Context, country_name, shared_partners
from summarizer.dossier.names import Level, Likeness, compare, is_distinct, is_person
from summarizer.dossier.reading import read_name
from summarizer.dossier.shapes import Mention

__all__ = ["Weighed", "weigh"]

_BASE: dict[Level, float] = {"identical": 0.8, "variant": 0.7, "short": 0.4, "near": 0.3, "different": 0.0}
_NEEDED: dict[Level, int] = {"identical": 0, "variant": 0, "short": 1, "near": 2, "different": 99}
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for two mentions being one. ``same`` is an automatic link; ``confidence`` is 0 to 1, for the order in which
    people look at suggestions: no probability."""

    same: bool
    confidence: float
    level: Level
    reasons: tuple[str, ...]


@dataclass
class _Agreement:
    points: int = 0
    weight: float = 0.0
    against: float = 0.0
    reasons: tuple[str, ...] = ()
    role: bool = False

    def add(self, points: int, weight: float, reason: str) -> None:
        self.points += points
        self.weight += weight
        self.reasons += (reason,)


def weigh(one: Mention, other: Mention, here: Context, there: Context) -> Weighed | None:
    """Weigh two mentions with their contexts; None where nothing suggests that they are one.

    Identical names that tell their bearers apart, of one kind in compatible roles, are the ``same``, unless something
    speaks against it. A known way of writing one name is suggested. A shorter form, which others may share, needs
    something that both have besides; a spelling that is only near needs two such things and a role in common. What is
    the name of many ('Ministry of Defense', a family name alone) is as a shorter form.
    """
    alike, by_alias = _likeness(one, other)
    if alike.level == "different":
        return None
    distinct = _distinct(one) and _distinct(other)
    state = bool(read_name(one.name, is_person(one.kind)).state)
    found = _agreement(one, other, here, there, state=state)
    reasons = (*_told(one, other, alike, by_alias), *found.reasons)
    sure = alike.same and not by_alias and distinct and one.kind == other.kind and not found.against
    # A state gives here and takes there; it is one all the same.
    if sure and (state or _roles_agree(one, other)):
        return Weighed(True, 1.0, alike.level, reasons)
    needed = _NEEDED[alike.level] if distinct or alike.level in {"short", "near"} else 1
    if one.kind != other.kind and one.kind and other.kind:
        # A small model mistakes a kind now and then; a person and a company are two unless much speaks for one.
        needed = max(needed, 3 if True in {is_person(one.kind), is_person(other.kind)} else 1)
        found.against += 0.15
        reasons += (f"but told as {one.kind.replace('_', ' ')} and as {other.kind.replace('_', ' ')}",)
    if found.points < needed or (alike.level == "near" and not found.role and one.roles and other.roles):
        return None
    if not distinct and not state and found.against and here.countries and here.countries.isdisjoint(there.countries):
        return None  # the ministries of two states
    confidence = min(0.97, _BASE[alike.level] - (0.0 if distinct else 0.2) + found.weight) - found.against
    return Weighed(False, max(0.05, confidence), alike.level, reasons)


def _told(one: Mention, other: Mention, alike: Likeness, by_alias: str) -> tuple[str, ...]:
    if by_alias:
        return (by_alias,)
    if alike.same and one.name == other.name:
        return alike.reasons
    return tuple(f"{reason}: {one.name}, {other.name}" for reason in alike.reasons)


def _distinct(mention: Mention) -> bool:
    return is_distinct(mention.name, person=is_person(mention.kind))


def _likeness(one: Mention, other: Mention) -> tuple[Likeness, str]:
    """How their names are alike; what an article itself calls one of them counts, but links nothing by itself."""
    kinds = {is_person(one.kind), is_person(other.kind)}
    person = True if True in kinds and False not in kinds else False if False in kinds and True not in kinds else None
    best, words = compare(one.name, other.name, person=person), ""
    if best.level == "identical" or (person and best.level == "different" and _both_full(one, other)):
        return best, ""
    for a in (one.name, *one.aliases):
        for b in (other.name, *other.aliases):
            if (a, b) == (one.name, other.name):
                continue
            likeness = compare(a, b, person=person)
            if likeness.level not in {"identical", "variant"}:
                continue
            sure = is_distinct(a, person=person) and is_distinct(b, person=person) and len(a.split()) > 1
            level: Level = "variant" if sure else "short"
            if _ORDER.index(level) < _ORDER.index(best.level):
                best = Likeness(0.9 if sure else 0.7, False, likeness.reasons, level)
                words = _alias_words(one, other, a, b)
    return best, words


_ORDER: tuple[Level, ...] = ("identical", "variant", "short", "near", "different")


def _alias_words(one: Mention, other: Mention, a: str, b: str) -> str:
    if a == b:
        return f"both are called {a}: {one.name}, {other.name}"
    return f"one is called {a}, the other {b}: {one.name}, {other.name}"


def _both_full(one: Mention, other: Mention) -> bool:
    """Whether both are people told with first and family name, whose shared family name then says nothing."""
    return all(len(read_name(m.name, True).plain) > 1 for m in (one, other))


def _roles_agree(one: Mention, other: Mention) -> bool:
    return not one.roles or not other.roles or not set(one.roles).isdisjoint(other.roles)


def _agreement(one: Mention, other: Mention, here: Context, there: Context, *, state: bool) -> _Agreement:
    found = _Agreement()
    roles = [r for r in one.roles if r in other.roles]
    if roles:
        found.role = True
        found.add(0, 0.1, f"both are {', '.join(r.replace('_', ' ') for r in roles)}")
    partners = shared_partners(here.partners, there.partners)
    if partners:
        found.add(min(2, len(partners)), min(0.24, 0.1 + 0.06 * len(partners)), f"both stand beside {_list(partners)}")
    things = [here.things[s] for s in sorted(here.things) if s in there.things]
    if things:
        found.add(min(2, len(things)), min(0.1, 0.04 * len(things)), f"both have to do with {_list(things)}")
    if state:
        return found
    told = [here.told[s] for s in sorted(here.told) if s in there.told]
    if told:
        found.add(1, 0.08, f"both are told as {_list(told)}")
    countries = here.countries & there.countries
    if countries:
        found.add(1, 0.08, f"both are told as of {_countries(countries)}")
    elif here.countries and there.countries:
        found.against += 0.3
        sides = sorted((_countries(here.countries), _countries(there.countries)))
        found.reasons += (f"but one is told as of {sides[0]}, the other as of {sides[1]}",)
    return found


def _countries(codes: set[str]) -> str:
    return _list([country_name(c) for c in sorted(codes)])


def _list(words: list[str]) -> str:
    shown = words[:_MOST_SHOWN]
    return ", ".join(shown) + (f" and {len(words) - len(shown)} more" if len(words) > len(shown) else "")
