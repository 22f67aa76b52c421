"""The content rule: the words that say what a thing is stand in the evidence's sentences. English morphology."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarizer.judge.context import Case, Outcome, Passage
from summarizer.judge.numerals import numbers
from summarizer.judge.stems import content_words, stem
from summarizer.judge.tokens import forms_of, tokenise
from summarizer.schema import Free

__all__ = ["content", "content_stems", "points_back", "without_purpose"]

CODE = "content_not_in_evidence"

_BACK = frozenset(
    "he she it they him them his her its their hers theirs this that these those such which who whom we us our ours i my "
    "me former latter both".split()
)
_PRONOUNS = frozenset("it they them these those this".split())
# 'the company', 'the deal': a noun that takes up what was said.
_AGAIN = frozenset(
    "company firm group ministry department agency government authorities administration country nation army navy council "
    "official officials officer officers spokesman spokeswoman minister president paper newspaper report decision deal "
    "contract agreement accord move measure measures ban embargo sanction sanctions order resolution law list plan "
    "program weapons arms missiles munitions equipment shipment shipments cargo goods delivery deliveries sale sales "
    "transfer money payment system systems aircraft ship vessel plane consignment items material materials supplies "
    "statement letter charge charges claim claims allegation allegations".split()
)


def content(case: Case) -> Iterator[Outcome]:
    """A description shares its content words with the sentences of its evidence, inflection apart.

    Taught by 'nuclear submarines' under 'North Korea delivered large quantities of munitions': a value that shares no
    word fails. One that adds a word ('ballistic missiles' where the text has 'missiles') is flagged, also where another
    sentence has it: that may be another delivery. Only where a pronoun stands for the thing are the sentences before enough.
    """
    fields = [(f, said) for f, said in case.fields if isinstance(f.marker, Free)]
    if not fields:
        return
    if not case.view.english:
        yield Outcome("content", None, "skip", CODE, "compares English word forms; the article is not in English")
        return
    for f, said in fields:
        for value in said:
            yield _tried(case, f.name, value)


def _tried(case: Case, name: str, value: str) -> Outcome:
    own = _own_names(case)
    wanted = tuple((w, root) for w, root in content_stems(value) if root not in own) or content_stems(value)
    if not wanted:
        return Outcome("content", name, "ok", CODE, "only numbers or measures, which the rule for numbers tries", value)
    missing = [(word, root) for word, root in wanted if not any(root in p.stems for p in case.passages)]
    if not missing:
        return Outcome("content", name, "ok", CODE, "every word is in the evidence's sentences", value)
    near = _near(case)
    absent = [word for word, root in missing if not any(root in p.stems for p in near)]
    if len(missing) == len(wanted):
        words = f"none of the words {_list([w for w, _ in wanted])} is in the evidence"
        if len(absent) == len(wanted):
            return Outcome("content", name, "fail", CODE, words, value)
        if not absent and any(not _PRONOUNS.isdisjoint(p.tokens.forms[low:high]) for p, low, high in case.quoted):
            return Outcome(
                "content", name, "ok", CODE, "the quote has a pronoun, and the sentences before it the words", value
            )
        return Outcome("content", name, "flag", CODE, f"{words}; the sentences beside it have some", value)
    if absent:
        return Outcome("content", name, "flag", CODE, f"the evidence does not have {_list(absent)}", value)
    if case.kind.claim.contradicts and (len(missing) == 1 or any(_ANSWER.search(p.tokens.line) for p in case.passages)):
        return Outcome("content", name, "ok", CODE, "a denial answers what was said right before it", value)
    roots = [root for _, root in missing]
    if all(_is_taken_up(case, root, wanted, near) for root in roots):
        return Outcome("content", name, "ok", CODE, "'the' takes up what the sentences before have in full", value)
    itself = {root for _, root in content_stems(without_purpose(value))}
    if itself and itself.isdisjoint(roots):
        return Outcome("content", name, "ok", CODE, "what it is for stands beside the evidence", value)
    words = f"{_list([w for w, _ in missing])} only in the sentences beside the evidence"
    return Outcome("content", name, "flag", CODE, words, value)


def _own_names(case: Case) -> frozenset[str]:
    """The stems of the parties that the fact itself names: who they are, the rule for names tries.

    'Ardania sold radars' may be what is denied by 'we have not sold radars', said by Ardania.
    """
    known: frozenset[str] | None = case.memo.get("own names")
    if known is None:
        known = frozenset(
            stem(form) for f, said in case.fields if f.is_reference for value in said for form in forms_of(value)
        )
        case.memo["own names"] = known
    return known


def _near(case: Case) -> Sequence[Passage]:
    """The sentences between the quotes, and those before which the evidence takes up by a pronoun or 'the deal'."""
    if "content near" not in case.memo:
        found = list(case.between)
        for passage in case.passages:
            if points_back(passage):
                found += case.back(passage)
        case.memo["content near"] = found
    known: Sequence[Passage] = case.memo["content near"]
    return known


def points_back(passage: Passage) -> bool:
    """Whether a sentence takes up what was said before it: a pronoun, or 'the' and a noun for what was named."""
    known = passage.memo.get("points back")
    if known is None:
        forms = passage.tokens.forms
        known = not _BACK.isdisjoint(forms) or any(
            form == "the" and not _AGAIN.isdisjoint(forms[i + 1 : i + 4]) for i, form in enumerate(forms)
        )
        passage.memo["points back"] = known
    return bool(known)


def _is_taken_up(case: Case, root: str, wanted: Sequence[tuple[str, str]], near: Sequence[Passage]) -> bool:
    """Whether 'the ban' stands in the evidence, and 'the travel ban' in a sentence before it that has this word."""
    heads = {other for _, other in wanted if other != root}
    taken = {
        stem(form)
        for passage in case.passages
        for before, form in zip(passage.tokens.forms, passage.tokens.forms[1:], strict=False)
        if before in _DEFINITE and stem(form) in heads
    }
    for passage in near if taken else ():
        stems = [stem(form) for form in passage.tokens.forms] if root in passage.stems else []
        if any(
            s == root and not taken.isdisjoint(stems[i - 1 : i] + stems[i + 1 : i + 2]) for i, s in enumerate(stems)
        ):
            return True
    return False


_DEFINITE = frozenset("the this that these those".split())
# 'He denied it', 'That is untrue'.
_ANSWER = re.compile(
    r" (?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:e|es|ed|ing)) (?:it|this|that|them|these) (?!\w+ (?:is|was|had|has|were|are) )"
    r"|^ (?:\" )?(?:that|this|it) (?:is|was|'s) "
)


def without_purpose(value: str) -> str:
    """A description without what the thing is for: of '3 million crowns (for the rifles)' the crowns."""
    return _FOR.split(value, maxsplit=1)[0] or value if "for" in value.lower() else value


_FOR = re.compile(r"\s*[(,]?\s*\b(?:in (?:return|exchange) )?for\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def content_stems(value: str) -> tuple[tuple[str, str], ...]:
    """The content words of a value with their stems; words for measure count where there are no others."""
    counted = {i for n in numbers(value) for i in range(n.start, n.end)}
    tokens = tokenise(value, caseless=value.islower() or value.isupper())
    forms = [f for f, at in zip(tokens.forms, tokens.starts, strict=True) if at not in counted]
    words = content_words(forms) or [w for w in content_words(forms, frame=True) if w not in _MEASURES]
    return tuple(dict.fromkeys((w, stem(w)) for w in words))


_MEASURES = frozenset("kind kinds type types sort sorts item items number numbers total totals amount amounts".split())


def _list(words: Sequence[str]) -> str:
    shown = [f"'{w.removeprefix('#')}'" for w in words[:6]]
    return ", ".join(shown) + (" …" if len(words) > 6 else "")
