"""Sums of money."""

from __future__ import annotations

from summarizer.english.transfers.places import Place
from summarizer.english.words import NUMBER, Sentence

__all__ = ["is_money", "sum_end"]

_MONEY = frozenset(
    "dollar dollars dlr dlrs euro euros pounds sterling rouble roubles ruble rubles yuan yen crown crowns francs marks peso pesos "
    "money cash won rupees dinars riyals".split()
)


def is_money(sentence: Sentence, place: Place) -> bool:
    """Whether a phrase is a sum of money."""
    return any(w[0] in "$€£¥" or w in _MONEY for w in sentence.forms[place[0] : place[1]])


def sum_end(sentence: Sentence, first: int, limit: int) -> int:
    """Where a sum of money ends that begins at a word: behind '$90 million', 'dlrs'."""
    end = first + 1
    while end < limit and (NUMBER.fullmatch(sentence.forms[end]) or is_money(sentence, (end, end + 1))):
        end += 1
    return end
