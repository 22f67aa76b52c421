"""Clauses of an English sentence, roughly: what a 'not' or a 'would' reaches, and which words state a fact."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from summarizer.judge.content import content_stems, without_purpose
from summarizer.judge.context import Case, Passage, as_list
from summarizer.judge.parties import party
from summarizer.judge.stems import stem
from summarizer.judge.tokens import forms_of
from summarizer.schema import Free

__all__ = ["anchors", "clause", "stated_in"]

_CUTS = frozenset(
    {";", ":", "-", "(", ")", '"', "?", "!", "but", "while", "although", "though", "whereas", "however", "noting"}
)


def clause(passage: Passage, at: int) -> tuple[int, int]:
    """The tokens of the clause round the token ``at``, half-open.

    Commas cut, except round a word or two ('did not, however, ship'), inside a list ('rockets, missiles and shells'), and
    where 'and that' goes on with what was said.
    """
    cuts = _cuts(passage)
    before, after = bisect_left(cuts, at), bisect_right(cuts, at)
    low = cuts[before - 1] + 1 if before else 0
    high = cuts[after] if after < len(cuts) else len(passage.tokens)
    return low, max(high, low)


def _cuts(passage: Passage) -> Sequence[int]:
    known: Sequence[int] | None = passage.memo.get("cuts")
    if known is None:
        forms = passage.tokens.forms
        found = [i for i, f in enumerate(forms) if f in _CUTS or (f == "and" and forms[i + 1 : i + 2] == ("that",))]
        commas = [i for i, f in enumerate(forms) if f == ","]
        for k, i in enumerate(commas):
            after = commas[k + 1] if k + 1 < len(commas) else None
            before = commas[k - 1] if k else None
            aside = _is_aside(forms, i, after) or _is_aside(forms, before, i)
            series = any(f in {"and", "or"} for f in forms[i + 1 : i + 6]) and before is not None and aside
            if aside or series:
                continue
            found.append(i)
        known = passage.memo["cuts"] = sorted(found)
    return known


def _is_aside(forms: Sequence[str], comma: int | None, other: int | None) -> bool:
    """Whether two commas enclose a word or two, or an apposition: ', a Velmoran company,', ', or about 3 million,'."""
    if comma is None or other is None:
        return False
    return other - comma <= 3 or (other - comma <= 6 and forms[comma + 1] in {"a", "an", "the", "or"})


def anchors(case: Case) -> list[tuple[Passage, list[int]]]:
    """For each quote, the tokens that state the fact: the words of its main value, and its kind's own key words.

    Where the quote has none of them, all its tokens.
    """
    known: list[tuple[Passage, list[int]]] | None = case.memo.get("anchors")
    if known is not None:
        return known
    main = case.kind.main
    said = as_list(case.values.get(main.name))
    described = _described(case, said) if isinstance(main.marker, Free) else []
    found = []
    for n, (passage, low, high) in enumerate(case.quoted):
        forms = passage.tokens.forms
        if isinstance(main.marker, Free):
            spots = described[n]
        else:
            spots = [i for i in range(low, high) if is_cue(case, forms[i])]
            if not spots:
                spots = [i for value in said for i, _ in party(case.view, value).mentions(passage, low, high)]
        found.append((passage, spots or list(range(low, high))))
    known = [entry for entry in found if entry[1]]
    # A quote without the fact's own words says nothing of it where another quote has them.
    telling = [
        (p, s) for (p, s), (_, low, high) in zip(found, case.quoted, strict=True) if s and s != list(range(low, high))
    ]
    case.memo["anchors"] = telling or known
    return telling or known


def _described(case: Case, said: Sequence[str]) -> list[list[int]]:
    """For each quote, the tokens that are words of the description.

    What a payment is for ('3 million crowns (for the rifles)') is another fact's thing: it counts only where the quotes
    have nothing else of it. A price has its figures.
    """
    own = [without_purpose(value) for value in said]
    roots = {root for value in own for _, root in content_stems(value)}
    figures = set() if roots else {form for value in own for form in forms_of(value) if form[0].isdigit()}
    found = [
        [i for i in range(low, high) if p.tokens.forms[i] in figures or stem(p.tokens.forms[i]) in roots]
        for p, low, high in case.quoted
    ]
    if any(found) or list(said) == own:
        return found
    roots = {root for value in said for _, root in content_stems(value)}
    return [[i for i in range(low, high) if stem(p.tokens.forms[i]) in roots] for p, low, high in case.quoted]


def is_cue(case: Case, form: str) -> bool:
    """Whether a word is a key word of the fact's kind."""
    cues = case.kind.cues
    return cues is not None and cues.match(form) is not None


def stated_in(case: Case) -> list[tuple[Passage, int, int, list[int]]]:
    """The clauses that state the fact: passage, range of tokens, and the tokens in it that do."""
    known: list[tuple[Passage, int, int, list[int]]] | None = case.memo.get("clauses")
    if known is None:
        known = []
        for passage, spots in anchors(case):
            seen: dict[tuple[int, int], list[int]] = {}
            for at in spots[:40]:
                seen.setdefault(clause(passage, at), []).append(at)
            most = max(len(ats) for ats in seen.values())
            known += [(passage, low, high, ats) for (low, high), ats in seen.items() if len(ats) == most]
        case.memo["clauses"] = known
    return known
