"""Amounts: how much of what a noun phrase is, and the words that make a number rough."""

from __future__ import annotations

from summarizer.english.words import DETERMINERS, NUMBER, Sentence

__all__ = ["amount_and_thing", "roughly"]

_ROUGHLY = (
    ("more", "than"), ("less", "than"), ("fewer", "than"), ("up", "to"), ("at", "least"), ("as", "many", "as"), ("as", "much", "as"),
    ("over",), ("about",), ("around",), ("under",), ("almost",), ("nearly",), ("some",), ("close", "to"),
)  # fmt: skip


def roughly(sentence: Sentence, i: int) -> int:
    """How many words before a number make it rough: 'more than', 'up to', 'over'; 0 where no number follows."""
    for words in _ROUGHLY:
        size = len(words)
        if (
            sentence.forms[i : i + size] == words
            and i + size < len(sentence)
            and NUMBER.fullmatch(sentence.forms[i + size])
        ):
            return size
    return 0


_AMOUNT_NOUNS = frozenset(
    "kind kinds type types sort sorts ton tons tonne tonnes kg kilograms kilogrammes pounds barrels barrel litres liters gallons bushels "
    "container containers shipload shiploads shipment shipments consignment consignments crate crates boxes box batch batches load loads "
    "quantity quantities amount amounts number numbers set sets pair pairs pieces piece units unit rounds round cargo cargoes metres "
    "truckload truckloads planeload planeloads stock stocks bag bags tranche".split()
)
_ROUGH = frozenset(
    "more less than over about around nearly almost some at least up to as many as roughly approximately estimated an a the another "
    "additional further large small huge vast least dozens hundreds thousands scores several few two".split()
)


def amount_and_thing(sentence: Sentence, low: int, high: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Part a noun phrase into how much and of what: 'over two dozen kinds' of 'weapons and munitions'; either may be empty."""
    forms = sentence.forms
    k = low
    seen = False
    while k < high and (
        forms[k] in _ROUGH or (forms[k] == "as") or NUMBER.fullmatch(forms[k]) or (forms[k] in {"of"} and seen)
    ):
        seen = (
            seen
            or bool(NUMBER.fullmatch(forms[k]))
            or forms[k] in {"several", "dozens", "hundreds", "thousands", "large", "small", "huge", "vast"}
        )
        k += 1
    if k < high and forms[k] in _AMOUNT_NOUNS and forms[k + 1 : k + 2] == ("of",) and k + 2 < high:
        return (low, k + 1), (k + 2, high)
    if not seen:
        while low < high and forms[low] in DETERMINERS and forms[low] not in {"other", "more", "some", "many", "most"}:
            low += 1
        return (low, low), (low, high)
    if k >= high:
        return (low, high), (low, high)
    counted = [m for m in range(k, high) if NUMBER.fullmatch(forms[m])]
    start = low
    while start < k and forms[start] in {"the", "a", "an", "another", "additional", "further"}:
        start += 1
    end = k
    while end > start and forms[end - 1] in {"of", "the", "some"}:
        end -= 1
    if counted:
        return (start, high), (k, high)
    return (start, end), (k, high)
