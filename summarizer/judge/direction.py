"""The direction rule: who gives is not who takes, and who acts is not who is acted upon. English word order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.judge import verbs
from summarizer.judge.clauses import anchors
from summarizer.judge.context import Case, Outcome, Passage
from summarizer.judge.countries import PEOPLES
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
    against: set[str] = set()
    places = [(passage, spots, i, j) for passage, spots in _places(case) for i, j in who.places(passage)]
    # 'Americans' only where the state is not named: a ban on their dealings does not hit it.
    for passage, spots, i, j in [p for p in places if not _is_people(p[0], p[2])] or places:
        roles = roles_of(case, passage, i, j)
        own |= {r.side for r in _turned(passage, spots, roles)}
        # Who has seized a thing may well give it away.
        against |= {r.side for r in _turned(passage, spots, _but_seizing(passage, roles))}
    if side in own:
        return Outcome("direction", name, "ok", "direction", f"the words make '{value}' the {side}", value)
    if OPPOSITE[side] in against:
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


def _is_people(passage: Passage, i: int) -> bool:
    return passage.tokens.forms[i][0] == "#" and passage.tokens.raws[i].casefold() in PEOPLES


def _but_seizing(passage: Passage, roles: Sequence[Role]) -> list[Role]:
    return [r for r in roles if passage.tokens.forms[r.at] not in verbs.SEIZE]


def _turned(passage: Passage, spots: Sequence[int], roles: Sequence[Role]) -> list[Role]:
    """The roles with respect to what the fact describes: across 'in exchange for', giver and taker change places."""
    if not spots or not roles:
        return list(roles)
    points = _exchanges(passage)
    forms = passage.tokens.forms
    at = min(spots)
    price = _price_point(passage, at)
    found = []
    for role in roles:
        low, high = sorted((role.at, at))
        crossed = sum(low < x < high for x in points)
        if price is not None:
            # 'worth 5 million' is the price of what is told there, be it before or behind.
            worth = forms[price] != "for" and forms[role.at] not in verbs.PAYING
            crossed += worth or role.at < price <= at
        if crossed % 2 and _is_offered(forms, role.at):
            continue  # 'offered to buy wheat in return for a waiver': the buying is what is given
        found.append(Role(OPPOSITE[role.side], role.at) if crossed % 2 and role.side in {"giver", "taker"} else role)
    return found


def _is_offered(forms: Sequence[str], at: int) -> bool:
    """Whether taking is what somebody offers."""
    before = forms[max(0, at - 6) : at]
    return forms[at] in verbs.TAKE and before[-1:] == ("to",) and not _OFFERING.isdisjoint(before)


_OFFERING = frozenset("offer offers offered offering".split())


def _exchanges(passage: Passage) -> list[int]:
    """Where 'in exchange', 'in return', 'swap for', 'bought … and paid' part two transfers."""
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
            or (form == "and" and _pays_back(forms, i))
        ]
        passage.memo["exchanges"] = known
    return known


def _pays_back(forms: Sequence[str], i: int) -> bool:
    """Whether 'and' at ``i`` goes on with what somebody who takes gives for it: 'received trucks and paid with rice'."""
    k = i + 1
    while k < len(forms) and k <= i + 3 and forms[k] in verbs.AUX:
        k += 1
    if k >= len(forms) or verbs.TAKE.isdisjoint(forms[max(0, i - _CLAUSE) : i]):
        return False
    if forms[k] in {"paid", "pay", "pays", "paying"}:
        return True
    rest = forms[k + 1 : k + _CLAUSE]
    back = next((m for m, form in enumerate(rest) if form in verbs.EXCHANGE and m and rest[m - 1] == "in"), None)
    return forms[k] in verbs.GIVE and back is not None and verbs.STOP.isdisjoint(rest[:back])


def _price_point(passage: Passage, at: int) -> int | None:
    """Where 'for $5 million' begins, if the fact's words are such a price, or 'paid … for the rifles', if they are its thing."""
    forms = passage.tokens.forms
    for k in range(at, max(-1, at - 4), -1):
        if forms[k] in {"for", "worth", "costing"}:
            if any(f in _MONEY for f in forms[k : at + 4]):
                return k
            if forms[k] == "for" and not verbs.PAYING.isdisjoint(forms[max(0, k - _CLAUSE) : k]):
                return k
    return None


_CLAUSE = 14  # words over which a verb and what it governs are looked for
_MONEY = frozenset(
    "$ € £ ¥ dollars dlrs dlr euros pounds rubles roubles yuan yen crowns francs marks kroner kronor rupees pesos lira reais "
    "dinars dirhams riyals rials won zlotys million billion mln bln".split()
)
_STATES = frozenset("state country nation republic kingdom island".split())


def _other(case: Case, side: str, who: Party) -> str | None:
    """Somebody else whom the quotes put on this side."""
    named = [party(case.view, value) for f, said in case.fields if f.is_reference for value in said]
    for passage, spots in _places(case):
        low = min((a for p, a, _ in case.quoted if p is passage), default=0)
        high = max((b for p, _, b in case.quoted if p is passage), default=0)
        # Who stands in another field is tried there.
        mine = [place for one in (who, *named) for place in one.places(passage)]
        for i, j in names_in(passage):
            if not (low <= i and j <= high) or any(a < j and i < b for a, b in mine):
                continue
            forms = passage.tokens.forms
            if forms[j : j + 1] == ("'s",) or not _STATES.isdisjoint(forms[j : j + 1]):
                continue  # 'the West African state' may be any
            # Whoever seized it did not take the place of whom it was meant for.
            roles = _but_seizing(passage, roles_of(case, passage, i, j))
            if any(r.side == side for r in _turned(passage, spots, roles)):
                tokens = passage.tokens
                return case.view.article.text[tokens.starts[i] : tokens.ends[j - 1]]
    return None
