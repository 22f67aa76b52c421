"""The names rule: who is named in a value is named in its evidence, or is plainly meant there.

Titles, demonyms and pronouns are English; names themselves are compared in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarizer.judge.context import Case, Outcome, Passage
from summarizer.judge.parties import Party, party, people_words
from summarizer.judge.roles import names_in
from summarizer.schema import Copied, FieldInfo, Reference

__all__ = ["named", "pronouns", "where"]

CODE = "name_not_in_evidence"

_PRONOUNS = frozenset(
    "i me we us you he him she her it they them himself herself itself themselves this that these those who whom which "
    "one someone somebody anyone everybody others another both".split()
)
_BACK = frozenset("he him his she her it its they them their theirs we us our i my me".split())
_PARTY_NOUNS = frozenset(
    "company firm group ministry department agency government authorities administration country nation army navy force "
    "council official officials officer officers spokesman spokeswoman spokesperson minister president paper newspaper "
    "bank bloc union organization party rebels militia court dealer businessman broker general senator ambassador "
    "contractor manufacturer supplier buyer side sides state regime kingdom republic island".split()
)
_STATES = frozenset("state country nation republic kingdom island".split())  # often behind an adjective
# 'The embargo can be reinstated', 'were seized': whoever did it was named before.
_PASSIVE = re.compile(
    r" (?:be|been|being|is|are|was|were|get|got) (?:(?:\w+ly|first|also|then|later|again|already|now|once|since|never|not) )?(?:\w+ed|\w+en|sold|sent|bought|paid|held|built|made|put|hit|cut) "
)
# Written with a capital, these are a name ('the Army said').
_BODY_WORDS = frozenset(
    "army navy police government ministry parliament congress senate council court treasury cabinet assembly agency".split()
)
_ELIDED = re.compile(
    r'^ (?:" )?(?:to|also|but|and|in return|in exchange|\w+ing|[^#]{0,60}? of|[^#]{0,80}? (?:sanctions|embargo|ban|sales|deal)) '
)


def pronouns(case: Case) -> Iterator[Outcome]:
    """A party has a name: 'he', 'the official' or 'officials' is none.

    Taught by an actor 'he' under 'he told the press briefing'. English.
    """
    if not case.view.english:
        yield Outcome(
            "pronoun", None, "skip", "pronoun", "knows English pronouns and titles; the article is not in English"
        )
        return
    for f, said in case.fields:
        if not f.is_name:
            continue
        for value in said:
            if _is_no_name(value) and not _is_part_of_main(case, f, value):
                yield Outcome("pronoun", f.name, "flag", "pronoun", f"'{value}' is no name", value)
            else:
                yield Outcome("pronoun", f.name, "ok", "pronoun", "a name or a definite description", value)


def _is_part_of_main(case: Case, f: FieldInfo, value: str) -> bool:
    """Whether another name of a party is a piece of its own one: 'foreign ministry' for Ardovia's foreign ministry."""
    main = case.kind.main
    return (
        f is not main
        and f.many
        and " " in value
        and f" {value} ".casefold() in f" {case.values.get(main.name)} ".casefold()
    )


@lru_cache(maxsize=4096)
def _is_no_name(value: str) -> bool:
    words = [
        w for w in re.findall(r"[\w'’-]+", value) if w.casefold() not in {"the", "a", "an", "some", "other", "several"}
    ]
    if not words:
        return not any(c.isalnum() for c in value)
    plain = [w.casefold() for w in words]
    if len(words) == 1 and plain[0] in _PRONOUNS and words[0] != "US":
        return True
    if any(w in _BODY_WORDS and raw[:1].isupper() for w, raw in zip(plain, words, strict=True)):
        return False
    return all(w in people_words() for w in plain) and not any(w[:1].isupper() for w in words[1:])


def named(case: Case) -> Iterator[Outcome]:
    """A name is in the evidence's sentences, in another form that is plainly the same, or up to two sentences back.

    Taught by 'European Union' as the authority of the Treasury's sanctions (nowhere in the article: fails) and by 'Kirby'
    as their target (elsewhere in it: flagged). Titles, initials, possessives, demonyms ('Russian officials'), the
    article's own abbreviations and the surname of a person named in full count; near misses (Federico for Federica) do
    not. Two sentences back count where the evidence points back: a pronoun, 'the company', an elided subject. The name
    of a party as a fact of its own stands in the quotes themselves. Who says a fact is tried by the rule for speakers,
    once it is in the article at all.
    """
    for f, said in case.fields:
        if isinstance(f.marker, Reference):
            for value in said:
                yield _reference(case, f, value)
        elif isinstance(f.marker, Copied):
            for value in said:
                yield _copied(case, f, value)


def _reference(case: Case, f: FieldInfo, value: str) -> Outcome:
    assert isinstance(f.marker, Reference)
    speaker = f.marker.speaker
    place = where(case, value, elided=f.marker.side in {"doer", "giver"})
    if place == "nowhere":
        return _failed(case, f, value)
    if place == "elsewhere" and not (speaker and case.view.english):
        words = f"'{value}' is not named in the evidence, only elsewhere in the article"
        return Outcome("names", f.name, "flag", CODE, words, value)
    return Outcome("names", f.name, "ok", CODE, _PLACES[place], value)


def _copied(case: Case, f: FieldInfo, value: str) -> Outcome:
    main = case.kind.main
    is_alias = f.is_name and f is not main and main.is_name and f.many
    if is_alias:
        return _alias(case, f, value, str(case.values.get(main.name) or ""))
    place = where(case, value)
    if place == "nowhere":
        return _failed(case, f, value)
    if place == "quote" or (place == "sentence" and not case.kind.is_party):
        return Outcome("names", f.name, "ok", CODE, _PLACES[place], value)
    if place in {"sentence", "near"} and _quotes_point_back(case):
        return Outcome("names", f.name, "ok", CODE, "the quote points back to it", value)
    return Outcome("names", f.name, "flag", CODE, f"'{value}' is not in the words quoted for it", value)


def _alias(case: Case, f: FieldInfo, value: str, main: str) -> Outcome:
    """Another name of the same party: it is in the article, and something says that it is the same."""
    one, other = party(case.view, main), party(case.view, value)
    if not other.stands_in(case.view.whole):
        return _failed(case, f, value)
    if one.is_called(other) or other.is_called(one):
        return Outcome("names", f.name, "ok", CODE, "the article uses it for the same party", value)
    return Outcome("names", f.name, "flag", CODE, f"nothing in the article says that '{value}' is '{main}'", value)


def _failed(case: Case, f: FieldInfo, value: str) -> Outcome:
    words = f"'{value}' is nowhere in the article"
    return Outcome("names", f.name, "fail", CODE, words, value)


_PLACES = {
    "quote": "in the quote",
    "sentence": "in the quote's sentence",
    "near": "named in a sentence that the evidence points back to",
    "elsewhere": "in the article",
}


def where(case: Case, value: str, *, elided: bool = False) -> str:
    """Where a name stands: in the 'quote', its 'sentence', 'near' it, 'elsewhere' in the article, 'nowhere'.

    ``elided``: whether the sentence may be silent of this party and point back to it all the same, as 'the embargo can
    be reinstated' does to whoever may do so.
    """
    names = [party(case.view, part) for part in _parts(case, value)]
    places = [_place(case, name, elided) for name in names]
    return max(places, key=_ORDER.index)  # several names in one value are as far as the farthest


_ORDER = ("quote", "sentence", "near", "elsewhere", "nowhere")


def _parts(case: Case, value: str) -> list[str]:
    """The names in a value that lists several ('Sudan; Iran; Syria', 'Iran and Syria')."""
    if ";" in value:
        return [p.strip() for p in value.split(";") if p.strip()] or [value]
    if re.search(r", | and ", value) and not party(case.view, value).stands_in(case.view.whole):
        return [p for p in re.split(r",\s*(?:and\s+)?|\s+and\s+", value) if p.strip()] or [value]
    return [value]


def _place(case: Case, name: Party, elided: bool) -> str:
    if any(name.mentions(p, low, high) for p, low, high in case.quoted):
        return "quote"
    if any(name.stands_in(p) for p in case.passages):
        return "sentence"
    if any(name.stands_in(p) for p in _near(case, elided)):
        return "near"
    return "elsewhere" if name.stands_in(case.view.whole) else "nowhere"


def _near(case: Case, elided: bool) -> Sequence[Passage]:
    key = f"names near {elided}"
    if key not in case.memo:
        found = list(case.between)
        for passage in case.passages:
            if case.view.english and (_points_back(passage) or (elided and _has_no_doer(passage))):
                found += case.back(passage)
        case.memo[key] = found
    known: Sequence[Passage] = case.memo[key]
    return known


def _points_back(passage: Passage) -> bool:
    """Whether somebody in this sentence was named before it: a pronoun, or 'the company'."""
    known = passage.memo.get("names point back")
    if known is None:
        forms = passage.tokens.forms
        known = passage.memo["names point back"] = _refers(forms)
    return bool(known)


def _refers(forms: Sequence[str]) -> bool:
    return not _BACK.isdisjoint(forms) or any(form == "the" and _takes_up(forms, i + 1) for i, form in enumerate(forms))


def _takes_up(forms: Sequence[str], i: int) -> bool:
    """'the company', 'the same firm', 'the West African state'."""
    if i < len(forms) and (forms[i] in _PARTY_NOUNS or (forms[i] == "same" and _takes_up(forms, i + 1))):
        return True
    return not _STATES.isdisjoint(forms[i + 1 : i + 3])


def _has_no_doer(passage: Passage) -> bool:
    """Whether the sentence leaves out who did it: a passive without 'by', a clause without a subject."""
    known = passage.memo.get("no doer")
    if known is None:
        line = passage.tokens.line
        known = (_PASSIVE.search(line) is not None and " by " not in line) or _ELIDED.match(line) is not None
        passage.memo["no doer"] = known
    return bool(known)


def _quotes_point_back(case: Case) -> bool:
    """Whether the words quoted for a party have a pronoun in its place."""
    for passage, low, high in case.quoted:
        for i in range(low, high):
            form = passage.tokens.forms[i]
            if form in _PERSONS or (form == "the" and _refers(passage.tokens.forms[i : i + 2])):
                return True
            if form in {"it", "its"} and not any(low <= a and b <= i for a, b in names_in(passage)):
                return True
    return False


_PERSONS = frozenset("he him his she her they them their i we".split())
