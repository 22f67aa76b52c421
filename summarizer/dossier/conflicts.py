"""What the statements of one claim don't say alike, field by field: shown side by side with the reason, never averaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from summarizer.dossier.claims import gap_days, is_swapped
from summarizer.dossier.quantities import Quantity, agree, quantities, words_of
from summarizer.dossier.readings import Reading
from summarizer.dossier.shapes import Conflict, Side
from summarizer.judge.context import as_list
from summarizer.schema import FieldInfo, Free

__all__ = ["conflicts_of"]


def conflicts_of(readings: Sequence[Reading], name_of: Callable[[str], str]) -> tuple[Conflict, ...]:
    """The conflicts of a claim, in the order of its fields; ``name_of`` gives the name of an entity by its id.

    ``compatible`` ones are told in different words that can all be right. Where only one statement has a value there is no
    conflict. Statements are told by their place in ``readings``.
    """
    if len(readings) < 2:
        return ()
    fields = readings[0].fields
    found = list(_turned(readings, name_of))
    for f in fields.kind.fields:
        if f in fields.parties:
            found += _parties(f, readings, name_of)
        elif f in fields.amounts or (f in fields.things and not fields.amounts):
            found += _amounts(f, readings)
        elif f in fields.times:
            found += _times(f, readings)
        elif f in fields.states:
            found += _states(f, readings)
        elif isinstance(f.marker, Free) and f not in fields.things:
            found += _numbers(f, readings)
    return tuple(found)


def _turned(readings: Sequence[Reading], name_of: Callable[[str], str]) -> Iterator[Conflict]:
    other_way = [n for n, r in enumerate(readings) if is_swapped(readings[0], r)]
    if not other_way:
        return
    straight = [n for n in range(len(readings)) if n not in other_way]
    yield Conflict(
        field=None,
        code="direction",
        compatible=False,
        words="who gives and who takes are told the other way round",
        sides=tuple(
            Side(words=_way(readings[side[0]], name_of), statements=tuple(side)) for side in (straight, other_way)
        ),
    )


def _way(reading: Reading, name_of: Callable[[str], str]) -> str:
    return "; ".join(f"{f.label}: {_named(reading.parties[f.name], name_of)}" for f in reading.fields.parties)


def _named(ids: frozenset[str], name_of: Callable[[str], str]) -> str:
    return ", ".join(sorted(map(name_of, ids)))


def _parties(f: FieldInfo, readings: Sequence[Reading], name_of: Callable[[str], str]) -> Iterator[Conflict]:
    """Who takes part, where one names more than another; who is at odds with whom is in no claim together, or turned."""
    sides: dict[frozenset[str], list[int]] = {}
    for n, r in enumerate(readings):
        if r.parties[f.name] and not is_swapped(readings[0], r):
            sides.setdefault(r.parties[f.name], []).append(n)
    if len(sides) > 1:
        yield Conflict(
            field=f.name,
            code="value",
            compatible=True,
            words="one names more parties than the other",
            sides=tuple(Side(words=_named(ids, name_of), statements=tuple(of)) for ids, of in sides.items()),
        )


def _amounts(f: FieldInfo, readings: Sequence[Reading]) -> Iterator[Conflict]:
    """How many: all told quantities, those of the evidence among them, each with the statements that tell it."""
    sides: dict[str, list[int]] = {}
    told: dict[str, list[Quantity]] = {}
    by_statement: list[list[Quantity]] = []
    for n, r in enumerate(readings):
        by_statement.append([])
        for q in r.numbers:
            key = next((said for said in told if said.casefold() == q.said.casefold()), q.said)
            told.setdefault(key, [])
            if q not in told[key]:
                told[key].append(q)
            if n not in sides.setdefault(key, []):
                sides[key].append(n)
            by_statement[n].append(q)
    if len(sides) < 2 or sum(bool(of) for of in by_statement) < 2:
        return
    compatible, words = _judged([q for of in told.values() for q in of])
    if compatible and len({(q.low, q.high, q.measure) for of in told.values() for q in of}) == 1 and not _worded(told):
        return
    yield Conflict(
        field=f.name,
        code="value",
        compatible=compatible,
        words=words,
        sides=tuple(Side(words=said, statements=tuple(of)) for said, of in sides.items()),
    )


def _worded(told: dict[str, list[Quantity]]) -> bool:
    """Whether the same quantity is told in words so different that a reader asks: 'over two dozen', 'more than 24'."""
    return any(q.exact is None for of in told.values() for q in of)


def _judged(found: Sequence[Quantity]) -> tuple[bool, str]:
    said = list(dict.fromkeys(f"“{q.said}” is {words_of(q)}" for q in found))
    if len({q.measure for q in found}) > 1:
        return False, f"{_and(said)}: not in one measure, and nothing is converted"
    if not agree(found):
        return False, f"{_and(said)}: no number is all of them"
    highest = max(found, key=lambda q: q.low)
    highs = [q for q in found if q.high is not None]
    if not highs:
        return True, f"{_and(said)}: all can hold, with {words_of(highest)}"
    lowest = min(highs, key=lambda q: q.high or q.low)
    held = words_of(lowest) if lowest.low >= highest.low else f"from {highest.low:,f} to {lowest.high:,f}"
    return True, f"{_and(said)}: all can hold, with {held}"


def _states(f: FieldInfo, readings: Sequence[Reading]) -> Iterator[Conflict]:
    """How far it has come, by the facts' values and by the words of their evidence: 'is offering' is not 'is providing'."""
    sides: dict[str, list[int]] = {}
    words: dict[str, str] = {}
    for n, r in enumerate(readings):
        for state, quote in r.states(f).items():
            sides.setdefault(state, []).append(n)
            if quote and len(quote) < len(words.get(state, f"{quote} ")):
                words[state] = quote
    everybody = set(range(len(readings)))
    if len(sides) < 2 or not any(set(of) != everybody for of in sides.values()):
        return
    said = [f"{state.replace('_', ' ')}{f' (“{words[state]}”)' if state in words else ''}" for state in sides]
    yield Conflict(
        field=f.name,
        code="status",
        compatible=False,
        words=f"told as {_and(said)}",
        sides=tuple(Side(words=state.replace("_", " "), statements=tuple(of)) for state, of in sides.items()),
    )


def _times(f: FieldInfo, readings: Sequence[Reading]) -> Iterator[Conflict]:
    """When, where the words differ: compatible if there are days that all allow."""
    sides: dict[str, list[int]] = {}
    for n, r in enumerate(readings):
        for said in as_list(r.fact.values.get(f.name)):
            key = next((known for known in sides if known.casefold() == said.casefold()), said)
            sides.setdefault(key, []).append(n)
    dated = [r for r in readings if r.days is not None]
    gap = max((gap_days(a, b) or 0 for a in dated for b in dated), default=0)
    days = {r.days for r in dated}
    if len(sides) < 2 and not gap:
        return
    if len(days) == 1 and len(dated) == sum(map(len, sides.values())):
        return  # other words for the same days
    whole = len(dated) == len({n for of in sides.values() for n in of})
    compared = "there are days that all allow" if whole else "not all of them come to days that can be compared"
    yield Conflict(
        field=f.name,
        code="date",
        compatible=gap == 0,
        words=f"{gap} {'day' if gap == 1 else 'days'} lie between them" if gap else compared,
        sides=tuple(
            Side(words=_with_days(said, f, readings[of[0]]), statements=tuple(of)) for said, of in sides.items()
        ),
    )


def _with_days(said: str, f: FieldInfo, reading: Reading) -> str:
    time = reading.fact.resolved.get(f.name)
    if time is None:
        return said
    days = time.start if time.start == time.end else f"{time.start or ''} … {time.end or ''}".strip()
    return f"{said} ({days})"


def _numbers(f: FieldInfo, readings: Sequence[Reading]) -> Iterator[Conflict]:
    """Any other words, where both have numbers and share none: Resolution 1187 is not Resolution 1201."""
    sides: dict[str, list[int]] = {}
    exact: list[frozenset[Decimal]] = []
    for n, r in enumerate(readings):
        for said in as_list(r.fact.values.get(f.name)):
            found = frozenset(q.exact for q in quantities(said) if q.exact is not None)
            if found:
                sides.setdefault(said, []).append(n)
                exact.append(found)
    if any(not a & b for a in exact for b in exact):
        yield Conflict(
            field=f.name,
            code="value",
            compatible=False,
            words="the numbers differ",
            sides=tuple(Side(words=said, statements=tuple(of)) for said, of in sides.items()),
        )


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
