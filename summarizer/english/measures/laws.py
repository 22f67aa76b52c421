"""The laws, orders and resolutions on which measures rest, and who made them."""

from __future__ import annotations

from summarizer.english.measures.vocabulary import LAWS
from summarizer.english.nominals import NONE, Range, first, noun_phrase
from summarizer.english.parties import without_determiner
from summarizer.english.words import Sentence

__all__ = ["basis_of", "from_basis", "is_law"]


def is_law(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase is a law, an order or a resolution."""
    return any(
        sentence.forms[k] in LAWS and not (sentence.forms[k] == "bill" and sentence.is_capital(k))
        for k in range(*place)
    )


def basis_of(sentence: Sentence, low: int, high: int) -> Range:
    """The law, order or resolution by or under which something is done, near the words from ``low`` to ``high``."""
    forms = sentence.forms
    for k in range(max(0, low), min(len(sentence), high + 14)):
        if forms[k] in {"under", "by", "with", "through", "in", "of", "via", "to"}:
            place = noun_phrase(sentence, k + 1, lists=False)
            if place != NONE and is_law(sentence, place) and "draft" not in forms[place[0] : place[1]]:
                if forms[k] in {"of", "to", "in"} and not (
                    set(forms[place[0] : place[1]]) & {"resolution", "resolutions", "decree"}
                ):
                    continue
                return without_determiner(sentence, _law_alone(sentence, place))
    return NONE


def _law_alone(sentence: Sentence, place: Range) -> Range:
    """A law without what is said of it: of 'a violation of two resolutions' only 'two resolutions'."""
    law = next(k for k in range(*place) if sentence.forms[k] in LAWS)
    low = next((k + 1 for k in range(law, place[0], -1) if sentence.forms[k] == "of"), place[0])
    return (low, place[1])


def from_basis(sentence: Sentence, authority: Range, basis: Range) -> tuple[Range, Range]:
    """Part a law from whoever made it: 'U.N. Security Council resolutions' as an authority is the Council and its law."""
    if authority == NONE or not is_law(sentence, authority):
        return authority, basis
    law = next(k for k in range(*authority) if sentence.forms[k] in LAWS)
    low = law
    while low > authority[0] and (sentence.is_capital(low - 1) or "." in sentence.forms[low - 1]):
        low -= 1
    owner = NONE
    for k in range(authority[1] - 1, authority[0], -1):
        if sentence.forms[k] == "'s":
            owner = (authority[0], k)
    return first(
        owner, (low, law), _maker(sentence, law, authority[1])
    ), basis if basis != NONE else without_determiner(sentence, _law_alone(sentence, authority))


def _maker(sentence: Sentence, law: int, high: int) -> Range:
    """Whose resolution: 'Resolution 1187 of the Merrow Sea Council'."""
    of = next((k for k in range(law, high) if sentence.forms[k] == "of"), None)
    return noun_phrase(sentence, of + 1) if of is not None else NONE
