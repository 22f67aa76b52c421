"""What a brief says round a name: beside whom it stands, in what matters, and as what it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summarizer.brief import Fact
from summarizer.dossier.mentions import Directory, references
from summarizer.dossier.names import compare, fold_name, is_person
from summarizer.dossier.reading import is_common, read_name
from summarizer.dossier.shapes import Entry, Mention
from summarizer.judge import titles
from summarizer.judge.countries import ADJECTIVES, CAPITALS, COUNTRY_WORDS
from summarizer.judge.stems import content_words, stem
from summarizer.judge.tokens import tokenise
from summarizer.schema import Free, Schema

__all__ = ["Context", "contexts_of", "country_name", "shared_partners"]

_MOST_PLACES = 8  # of a name in an article, that are looked at for what it is told as
_REACH = 90  # characters before and after it
_ASIDE_ENDS = re.compile(r"[.;:!?\n\"“”]|,| who | that | which | whose | and | at | from | in | for ")


@dataclass
class Context:
    """What stands round one mention.

    ``partners`` are folded name -> name of the parties of the facts that it is in; ``things`` stem -> word of what those
    are about; ``told`` stem -> word of what it is told as ('arms dealer'); ``countries`` the codes of its own and of its
    told country.
    """

    partners: dict[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)


def contexts_of(entries: Sequence[Entry], mentions: Sequence[Mention], schema: Schema) -> dict[str, Context]:
    """The context of each mention, by its key."""
    found = {m.key: Context() for m in mentions}
    directory = Directory(mentions)
    by_brief: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_brief.setdefault(mention.brief, []).append(mention)
    for index, entry in enumerate(entries):
        here = by_brief.get(index, [])
        patterns = {m.key: _pattern((m.name, *m.aliases)) for m in here}
        for kind in schema.kinds:
            for fact in entry.brief.facts.get(kind.name, ()):
                quotes = "\n".join(e.quote for e in fact.evidence)
                meant = {m.key: m for _, name in references(fact, kind) if (m := directory.find(index, name))}
                beside = {m.key: m for m in here if m.fact == fact.id or patterns[m.key].search(quotes)}
                things = {} if kind.is_party else _things(fact, [f.name for f in kind.fields if _is_thing(f.marker)])
                here_too = {**meant, **beside}
                for key in here_too:
                    for other, mention in here_too.items():
                        if other != key:
                            found[key].partners[fold_name(mention.name)] = mention.name
                    found[key].things.update(things)
        for mention in here:
            _tell(found[mention.key], mention, entry, patterns[mention.key])
    return found


def _is_thing(marker: object) -> bool:
    return isinstance(marker, Free) and not marker.time


def _things(fact: Fact, fields: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in fields:
        value = fact.values.get(name)
        if isinstance(value, str):
            for word in content_words(tokenise(value).forms, frame=True):
                if word[0].isalpha() and len(word) > 2:
                    found[stem(word)] = word
    return found


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Finds a name or alias as a word of its own."""
    parts = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n)
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)") if parts else re.compile(r"(?!)")


def _tell(context: Context, mention: Mention, entry: Entry, pattern: re.Pattern[str]) -> None:
    """What stands right before a name ('the Slovakian arms dealer X') and as an aside behind it ('X, an arms dealer')."""
    own = read_name(mention.name, is_person(mention.kind))
    context.countries |= own.codes if not own.is_person else set()
    if own.state:
        return  # what stands before a state is not its country
    if entry.article is not None:
        texts = [entry.article.text]
    else:
        facts = [f for f in entry.brief.all_facts() if f.id == mention.fact] or list(entry.brief.all_facts())
        texts = [f"{e.prefix}{e.quote}{e.suffix}" for f in facts for e in f.evidence]
    for text in texts:
        for spot in list(pattern.finditer(text))[:_MOST_PLACES]:
            before = _ASIDE_ENDS.split(text[max(0, spot.start() - _REACH) : spot.start()])[-1]
            _note(context, " ".join(before.split()[-5:]), only_countries_beside=True)
            aside = re.match(
                r",? (?:identified as |known as )?(?:an?|the|its|his|her) ", text[spot.end() : spot.end() + 30]
            )
            if aside:
                after = text[spot.end() + aside.end() : spot.end() + aside.end() + _REACH]
                _note(context, _ASIDE_ENDS.split(after)[0], only_countries_beside=False)
            identified = re.search(
                r"((?:\w+ ){1,4}\w+), (?:identified as|named|called) $",
                text[max(0, spot.start() - _REACH) : spot.start()],
            )
            if identified:
                _note(context, identified[1], only_countries_beside=False)


def _note(context: Context, words: str, *, only_countries_beside: bool) -> None:
    tokens = tokenise(words)
    forms, raws = list(tokens.forms), list(tokens.raws)
    if only_countries_beside:
        # 'said Velmoran shipbroker Orvand': what stands next to the name, back to the first word that describes nobody.
        kept = 0
        for form in reversed(forms):
            if form[0] != "#" and form not in titles.TITLES and form not in titles.ROLES and not is_common(form):
                break
            kept += 1
        forms, raws = forms[len(forms) - kept :], raws[len(raws) - kept :]
    for form, raw in zip(forms, raws, strict=True):
        if form[0] == "#":
            if raw.casefold() in ADJECTIVES or raw.isupper() or not only_countries_beside:
                context.countries.add(form)
        elif form[0].isalpha() and form not in titles.FILLERS and form not in titles.DETERMINERS and len(form) > 2:
            context.told[stem(form)] = form


def shared_partners(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The names of the partners that two contexts have in common: the same name, or another way to write it."""
    found: list[str] = []
    for folded, name in sorted(one.items()):
        if folded in other or any(compare(name, n).level in {"identical", "variant"} for n in other.values()):
            found.append(name)
    return found


def country_name(code: str) -> str:
    """The English name of a country by its code (``#RU``), for people to read."""
    return _COUNTRY_NAMES.get(code, code)


def _country_names() -> dict[str, str]:
    found = {"#US": "the United States", "#KP": "North Korea", "#KR": "South Korea"}  # of many names these
    for entries in COUNTRY_WORDS.values():
        for words, code in entries:
            name = " ".join(words)
            if name not in ADJECTIVES and name not in CAPITALS:
                found.setdefault(code, name.upper() if len(name) < 4 else name.title())
    return found


_COUNTRY_NAMES = _country_names()
