"""How a verb is told: as done, under way, planned, tried, hedged, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from summarizer.english.lexicon import ATTEMPT, CONTINUE, DENY, GIVE, HEDGE, MATRIX, PLAN, TAKE, UNDONE
from summarizer.english.words import BE, DETERMINERS, HAVE, MODALS, Sentence

__all__ = ["Group", "Mood", "mood_of_noun", "verb_group"]

Mood = Literal["done", "ongoing", "planned", "tried", "hedged", "negated"]

_NOT = frozenset("not never neither nor cannot no without".split())
_CLAUSE_ENDS = frozenset({";", ":", "but", '"', "“", "”", "while", "because", "although", "which", "who"})


_SAID_TO = frozenset("said believed reported thought rumored rumoured alleged suspected accused understood".split())
_FORBID = frozenset("forbid forbids forbade forbidden prohibit prohibits prohibited illegal".split())
_PROMISED = frozenset(
    "offer offers offered offering seek seeks sought seeking want wants wanted order orders ordered ordering promise promises promised pledge "
    "pledges pledged await awaits awaiting".split()
)


@dataclass(frozen=True)
class Group:
    """A verb with what governs it: ``low`` is where the group begins, ``verb`` where the verb stands (both places of words),
    ``passive`` whether its subject suffers it, ``mood`` how it is told."""

    low: int
    verb: int
    passive: bool
    mood: Mood


def verb_group(sentence: Sentence, verb: int, form: str) -> Group:
    """The group of the verb at a word, whose form is 'base', 'third', 'past' (or participle) or 'ing', with its mood.

    The strongest wins: what is not done is ``negated`` however else it is told, then come ``hedged`` and ``tried``.
    """
    forms = sentence.forms
    k = verb
    be = have = modal = to = negated = said = False
    plan = attempt = goes_on = False
    while k > 0:
        word = forms[k - 1]
        if (
            word in {"and", "or", "nor", "and/or"}
            and k > 1
            and _kind(forms[k - 2]) is not None
            and _kind(forms[k - 2]) == _kind(forms[verb])
        ):
            negated = negated or word == "nor"
            k -= 1  # 'will not provide or sell': one group
        elif word in BE:
            be = be or not to  # 'is to be built' is passive, 'is believed to have built' is not
        elif word in HAVE:
            have = True
        elif word in MODALS and not (word == "may" and sentence.is_capital(k - 1) and k > 1):
            modal = True
        elif word == "to":
            to = True
        elif word in _NOT or word.endswith("n't"):
            negated = True
        elif to and word in _SAID_TO and k > 1 and forms[k - 2] in BE:
            said = True  # 'is said to have sold'
        elif (
            word in MATRIX
            and k < verb + 1
            and (
                forms[k] in {"to", "not"} or k == verb or forms[k] in BE or PLAN.get(word) == "adj" or word in CONTINUE
            )
        ):
            if not to and word not in CONTINUE and PLAN.get(word) != "adj":
                break
            if k > 1 and (forms[k - 2] in DETERMINERS or forms[k - 2] in {"'s", "of"}):
                plan, attempt = plan or word in PLAN, attempt or word in ATTEMPT
                break  # 'a plan to secure': a noun
            plan = plan or (word in PLAN and word not in {"able"})
            attempt = attempt or word in ATTEMPT
            goes_on = goes_on or word in CONTINUE
        elif word.endswith("ly") or (
            word in {"also", "already", "now", "still", "again", "once", "then", "in", "return", "jointly"}
            and (
                word not in {"in", "return"}
                or forms[k - 1 : k + 1] == ("in", "return")
                or forms[k - 2 : k] == ("in", "return")
            )
        ):
            pass
        else:
            break
        k -= 1
    passive = form == "past" and be and not (modal and have and not be)
    if form == "past" and have and not be:
        passive = False
    mood: Mood
    if forms[verb] in _PROMISED:
        plan = True
    if negated or _denied(sentence, k) or _unsaid(sentence, k) or _barred(sentence, k):
        mood = "negated"
    elif said or _hedged(sentence, k):
        mood = "hedged"
    elif attempt:
        mood = "tried"
    elif plan or modal or (to and not goes_on):
        mood = "planned"
    elif (form == "ing" and be) or goes_on:
        mood = "ongoing"
    elif form == "base" and not to:
        mood = "planned" if _planned_before(sentence, k) else "done"
    elif form == "third":
        mood = "ongoing"
    elif form == "ing":
        mood = _of_participle(sentence, k)
    else:
        mood = "done"
    return Group(k, verb, passive, mood)


def _kind(word: str) -> str | None:
    """Which form of a verb of giving or taking a word is; None where it is none."""
    return GIVE.get(word) or TAKE.get(word)


def _of_participle(sentence: Sentence, k: int) -> Mood:
    """'is pursuing a plan through providing food': a participle is told as what governs it is."""
    return "planned" if _planned_before(sentence, k) else "done"


def _planned_before(sentence: Sentence, k: int) -> bool:
    """Whether an auxiliary or a word of planning stands before, in the same clause: 'will … by sending'."""
    for m in range(k - 1, max(-1, k - 28), -1):
        word = sentence.forms[m]
        if word in _CLAUSE_ENDS:
            return False
        if (
            (word in MODALS and not sentence.is_capital(m))
            or word in PLAN
            or word in {"plan", "plans", "talks", "proposal"}
        ):
            return True
    return False


def _left(sentence: Sentence, k: int, reach: int) -> range:
    """The words of the same clause before a word, at most ``reach`` of them."""
    low = max(0, k - reach)
    for m in range(k - 1, low - 1, -1):
        if sentence.forms[m] in {";", "but", "while", "because", "although"}:
            return range(m + 1, k)
    return range(low, k)


def _denied(sentence: Sentence, k: int) -> bool:
    """'denied that it sold arms', 'a denial that …'."""
    return any(sentence.forms[m] in DENY or sentence.forms[m] in {"denial", "denials"} for m in _left(sentence, k, 14))


def _barred(sentence: Sentence, k: int) -> bool:
    """'resolutions bar X from exporting arms'."""
    if k > 0 and sentence.forms[k - 1] == "from":
        return any(sentence.forms[m] in UNDONE for m in _left(sentence, k, 9))
    return sentence.forms[k] == "to" and any(sentence.forms[m] in _FORBID for m in _left(sentence, k, 6))


def _unsaid(sentence: Sentence, k: int) -> bool:
    """'asked if X was moving arms', 'no indication that arms have been delivered': nobody says so."""
    left = _left(sentence, k, 12)
    words = [sentence.forms[m] for m in left]
    if "unless" in words:
        return True
    if any(w in {"whether", "if"} for w in words) and any(
        w in {"asked", "ask", "know", "unclear", "wonder", "questions", "question"} for w in words
    ):
        return True
    for a, b in pairwise(words):
        if a == "no" and b in {"indication", "evidence", "sign", "signs", "proof", "intention", "plans"}:
            return True
    return False


def _hedged(sentence: Sentence, k: int) -> bool:
    """'accused X of selling', 'suspect that X sold': somebody says so, without its being certain."""
    return any(sentence.forms[m] in HEDGE for m in _left(sentence, k, 12))


def mood_of_noun(sentence: Sentence, at: int, low: int) -> Mood:
    """How a noun of transfer is told ('shipments', 'a sale'): by what stands before it in its clause, then behind it."""
    forms = sentence.forms
    before = [forms[m] for m in _left(sentence, low, 9)]
    if (
        any(w in UNDONE for w in before)
        or (before and before[-1] in {"no", "any"})
        or forms[low : low + 1] in {("any",), ("no",)}
    ):
        return "negated"
    if any(w in DENY or w in _NOT or w.endswith("n't") for w in before) or _unsaid(sentence, low):
        return "negated"
    after = forms[at + 1 : at + 14]
    if any(w in UNDONE and w not in {"against", "end"} for w in after[:6]) and not {"of"} & set(after[:1]):
        return "negated"
    if any(w in HEDGE for w in before) or any(w in HEDGE for w in forms[low:at]):
        return "hedged"
    if any(w in MODALS or w in PLAN or w in {"plan", "plans"} for w in [*before[-6:], *forms[low:at]]) or any(
        w in MODALS for w in after[:8]
    ):
        return "planned"
    if any(w in CONTINUE for w in before):
        return "ongoing"
    return "done"
