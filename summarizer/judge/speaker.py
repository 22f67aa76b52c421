"""The speaker rule: who is said to say a fact is the one whose words the article gives there. English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.judge.context import Case, Outcome, Passage
from summarizer.judge.parties import Party, party, people_words
from summarizer.judge.roles import names_in

__all__ = ["speaker"]

LOOK_BACK = 4  # sentences over which 'he added' is followed
_SAYING = frozenset(
    "said says say saying told tells tell added adds adding stated states announced announces announcing reported reports "
    "warned warns noted notes noting claimed claims claiming insisted insists stressed emphasized emphasised argued argues "
    "declared declares confirmed confirms reiterated predicted responded replied mentioned explained acknowledged revealed "
    "wrote writes denied denies denying alleged alleges accused accuses estimated described describes testified tweeted "
    "asserted conceded admitted maintains maintained vowed pledged promised cited showed shows statement statements "
    "release report interview spokesman spokeswoman spokesperson".split()
)
_BY = frozenset("to by citing quoting from told asked".split())  # according to, said by
_PRONOUN = frozenset("he she it they i we".split())
_REPORTERS = frozenset("reported reports".split())


def speaker(case: Case) -> Iterator[Outcome]:
    """Who is said to say it says it: in the sentence, or as the last one named before 'he added' or an open quotation.

    Taught by Pat Ryder as the source of what '… he added' gives to the speaker of the sentence before.
    """
    fields = [(f, said) for f, said in case.fields if f.is_speaker]
    if not fields:
        return
    if not case.view.english:
        yield Outcome(
            "speaker", None, "skip", "speaker", "knows English verbs of saying; the article is not in English"
        )
        return
    for f, said in fields:
        for value in said:
            others = _others(case, f.name)
            if any(_says(case, passage, party(case.view, value), others) for passage in case.passages):
                yield Outcome("speaker", f.name, "ok", "speaker", f"the words are those of '{value}'", value)
            else:
                yield Outcome(
                    "speaker", f.name, "flag", "speaker", f"nothing says that these are the words of '{value}'", value
                )


def _others(case: Case, name: str) -> list[Party]:
    """The other parties of the fact: what they say themselves ('North Korea's statement that …') somebody else relays."""
    return [party(case.view, value) for f, said in case.fields if f.is_reference and f.name != name for value in said]


def _says(case: Case, passage: Passage, who: Party, others: Sequence[Party]) -> bool:
    """Whether the party says what stands in this passage."""
    if any(_in_speaking_place(passage, i, j) for i, j in who.places(passage)):
        return True
    if _named_speaker(passage, others):
        return False
    # No speaker of its own: a quotation that goes on, or 'he added'. Who spoke last is meant, or speaks next.
    for index in case.indices:
        span = case.view.sentences[index]
        if not (span.start <= passage.span.start < span.end):
            continue
        for back in range(index - 1, max(-1, index - 1 - LOOK_BACK), -1):
            before = case.view.sentence(back)
            if any(_in_speaking_place(before, i, j) for i, j in who.places(before)):
                return True
            if _named_speaker(before, others):
                break
        if (
            index + 1 < len(case.view.sentences)
            and '"' in passage.tokens.forms
            and _PRONOUN.isdisjoint(_sayers(passage))
        ):
            after = case.view.sentence(index + 1)
            return any(_in_speaking_place(after, i, j) for i, j in who.places(after))
    return False


def _in_speaking_place(passage: Passage, i: int, j: int) -> bool:
    """Whether a verb of saying belongs to the party named at tokens ``i`` to ``j``."""
    forms, raws = passage.tokens.forms, passage.tokens.raws
    # 'said Kirby', 'according to the ministry', 'said planetary geologist Rosaly Lopes'
    for k in range(i - 1, max(-1, i - 8), -1):
        if forms[k] in _SAYING or (forms[k] in _BY and k and forms[k - 1] in {"according", "said", "told", "revealed"}):
            return True
        if not (forms[k].isalpha() or forms[k] in {"'s", ","} or forms[k][0] == "#") or forms[k] in {
            "that",
            "and",
            "of",
            "in",
        }:
            break
        if forms[k] in {"citing", "quoting"}:
            return True
    k, steps = j, 0
    if i and forms[i - 1] == "," and forms[j : j + 1] == (",",) and not _SAYING.isdisjoint(forms[j + 1 : j + 2]):
        return True  # 'The envoy, Ines Carvalho, said'
    while k < len(forms) and steps < 8:
        form = forms[k]
        if form in {",", "("}:
            close = "," if form == "," else ")"
            stop = next((m for m in range(k + 1, min(len(forms), k + 40)) if forms[m] == close), None)
            if stop is None:
                return False
            k = stop + 1
            continue
        if form in _SAYING:
            return True
        if form in {";", ":", '"', "that", "but"} or (form[0] == "#" and steps == 0 and raws[k][:1].isupper()):
            return False
        k += 1
        steps += 1
    return False


def _sayers(passage: Passage) -> set[str]:
    """The words right before or after a verb of saying."""
    forms = passage.tokens.forms
    return {
        w
        for i, f in enumerate(forms)
        if f in _SAYING
        for w in (forms[max(0, i - 1)], forms[min(len(forms) - 1, i + 1)])
    }


def _named_speaker(passage: Passage, others: Sequence[Party]) -> bool:
    """Whether somebody else is named as the speaker of this passage."""
    if passage.caseless and _sayers(passage) - _PRONOUN - {'"', ","}:
        return True  # capitals tell no names: whoever is beside the verb counts as one
    speakers = passage.memo.get("speakers")
    if speakers is None:
        forms = passage.tokens.forms
        speakers = passage.memo["speakers"] = [
            (i, j)
            for i, j in names_in(passage)
            if not set(forms[i:j]) <= people_words() and _in_speaking_place(passage, i, j)
        ]
    inner = [place for other in others for place in other.places(passage)] if speakers else []
    return any(not any(a < j and i < b for a, b in inner) for i, j in speakers)
