"""The direction rule: who gives is not who takes, and who acts is not who is acted upon. English word order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.judge.clauses import anchors
from summarizer.judge.context import Case, Outcome, Passage, as_list
from summarizer.judge.parties import Party, party
from summarizer.judge.roles import OPPOSITE, Role, names_in, roles_of
from summarizer.schema import Reference

__all__ = ["direction"]


def direction(case: Case) -> Iterator[Outcome]:
    """A party stands on the side where the words put it, and nobody else does where it is said to stand.

    Taught by supplier Russia, recipient North Korea under 'North Korea delivered large quantities of munitions to
    Russia', and by authority Dolva, target Kesh under 'The Assembly of Kesh imposed an embargo on Dolva'. What is given
    'in exchange for' something goes the other way than that. Sides are the schema's (``Reference(side=…)``).
    """
    sided = [
        (f.name, f.marker.side, said) for f, said in case.fields if isinstance(f.marker, Reference) and f.marker.side
    ]
    if not sided:
        return
    if not case.view.english:
        yield Outcome("direction", None, "skip", "direction", "knows English word order; the article is not in English")
        return
    for name, side, said in sided:
        for value in said:
            yield _tried(case, name, side, value)


def _tried(case: Case, name: str, side: str, value: str) -> Outcome:
    who = party(case.view, value)
    own: set[str] = set()
    for passage, spots in _places(case):
        for i, j in who.places(passage):
            own |= {r.side for r in _turned(case, passage, spots, roles_of(case, passage, i, j))}
    if side in own:
        return Outcome("direction", name, "ok", "direction", f"the words make '{value}' the {side}", value)
    if OPPOSITE[side] in own:
        return Outcome(
            "direction",
            name,
            "flag",
            "direction",
            f"the words make '{value}' the {OPPOSITE[side]}, not the {side}",
            value,
        )
    other = _other(case, side, who)
    if other:
        return Outcome("direction", name, "flag", "direction", f"the words make '{other}' the {side}", value)
    return Outcome("direction", name, "ok", "direction", "the words do not tell", value)


def _places(case: Case) -> list[tuple[Passage, list[int]]]:
    """The evidence's sentences, each with the tokens that state the fact."""
    found: dict[Passage, list[int]] = {p: [] for p in case.passages}
    for passage, spots in anchors(case):
        found.setdefault(passage, []).extend(spots)
    return list(found.items())


def _turned(case: Case, passage: Passage, spots: Sequence[int], roles: Sequence[Role]) -> list[Role]:
    """The roles with respect to what the fact describes: across 'in exchange for', giver and taker change places."""
    if not spots or not roles:
        return list(roles)
    points = _exchanges(passage)
    at = min(spots)
    price = _price_point(passage, at)
    found = []
    for role in roles:
        low, high = sorted((role.at, at))
        crossed = sum(low < x < high for x in points) + (price is not None and role.at < price <= at)
        found.append(Role(OPPOSITE[role.side], role.at) if crossed % 2 and role.side in {"giver", "taker"} else role)
    return found


def _exchanges(passage: Passage) -> list[int]:
    """Where 'in exchange', 'in return', 'swap for' part two transfers."""
    known: list[int] | None = passage.memo.get("exchanges")
    if known is None:
        forms = passage.tokens.forms
        known = [
            i
            for i, form in enumerate(forms)
            if (
                form in {"exchange", "return"}
                and i
                and forms[i - 1] == "in"
                and forms[i + 1 : i + 2] not in {(".",), ()}
            )
            or form in {"swap", "swapped", "barter", "bartered"}
        ]
        passage.memo["exchanges"] = known
    return known


def _price_point(passage: Passage, at: int) -> int | None:
    """Where 'for $5 million' begins, if the fact's words are such a price."""
    forms = passage.tokens.forms
    for k in range(at, max(-1, at - 4), -1):
        if forms[k] in {"for", "worth", "costing"} and any(f in _MONEY for f in forms[k : at + 4]):
            return k
    return None


_MONEY = frozenset("$ € £ ¥ dollars dlrs dlr euros pounds rubles roubles yuan yen".split())


def _other(case: Case, side: str, who: Party) -> str | None:
    """Somebody else whom the quotes put on this side."""
    for passage, spots in _places(case):
        low = min((a for p, a, _ in case.quoted if p is passage), default=0)
        high = max((b for p, _, b in case.quoted if p is passage), default=0)
        mine = who.places(passage)
        for i, j in names_in(passage):
            if not (low <= i and j <= high) or any(a < j and i < b for a, b in mine):
                continue
            if any(r.side == side for r in _turned(case, passage, spots, roles_of(case, passage, i, j))):
                forms = passage.tokens.forms
                if forms[j : j + 1] == ("'s",) or as_list(case.values) is None:
                    continue
                tokens = passage.tokens
                return case.view.article.text[tokens.starts[i] : tokens.ends[j - 1]]
    return None
