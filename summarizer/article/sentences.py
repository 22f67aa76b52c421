"""Sentences of news copy, in linear time.

Written for wires and newspapers: titles and ranks, months, initials, companies, all-capital copy,
hard-wrapped lines, quotations of several sentences. A stop is a border unless there is a reason against it;
where both readings are possible the sentence goes on, because half a sentence is worse than two.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from summarizer.article.layout import blocks
from summarizer.article.text import Span

__all__ = ["sentence_at", "sentences", "sentences_over"]

# A run of stops with the quotation marks and brackets that close after them. One class, no nesting: linear.
_STOP = re.compile(r"[.!?…‼⁇⁈⁉؟۔।॥][.!?…‼⁇⁈⁉؟۔।॥\"'”’»›)\]}*]*|[。！？｡][。！？｡」』”’）】》〉\"')\]]*")
_FULL_WIDTH = frozenset("。！？｡")
_CLOSING_QUOTES = frozenset("\"'”’»›")
_OPENERS = "\"'“‘„‚«‹([{<*-–—•·「『（【《"
# What goes on after a quotation that ends with a full-width stop, as in 「…。」と述べた.
_QUOTED_ON = "、，,とって"
_SPACED_GUILLEMET = re.compile(r"[ \u00a0\u202f]»(?=\s|$)")
_LAST_TOKEN = re.compile(r"\w[\w.'’]*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_ABBREVIATION = 12


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Stand before a name: never the end of a sentence.
_BEFORE_NAME = _words(
    "mr mrs ms mx dr prof gen brig lt col maj capt cmdr comdr cdr adm vadm radm sgt msgr cpl pvt pfc spc"
    " rep reps sen sens gov govs hon rev fr st ste pres supt amb atty insp messrs mme mlle asst ft mt vs v"
    " e.g i.e viz cf ca approx hr nr bzw им ул тов"
)
# Stand before a number; before anything else they end a sentence like any word.
_BEFORE_NUMBER = _words(
    "no nos art arts fig figs sec secs vol vols ch pp p par paras rte hwy jan feb mar apr jun jul aug sep"
    " sept oct nov dec"
)
# Stand inside a sentence or at its end: what follows decides.
_ANYWHERE = _words(
    "inc corp co cos ltd plc llc bros jr sr esq etc al dept depts univ assn assoc natl intl int'l govt"
    " gov't ave blvd rd bldg est dist admin mfg tech comm cttee incl excl ret dep mon tue tues wed thu"
    " thurs fri gmbh г гг млн млрд тыс руб"
)
# American states as newspapers shorten them: only after a comma ('Andover, Mass.').
_STATES = _words(
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev"
    " okla ore pa tenn tex va vt wash wis wyo ont que alta sask"
)
# Of all those, the ones that are written without a capital; 'gen.' in lower case is no general.
_LOWER_CASE = _words(
    "vs v e.g i.e viz cf ca approx no nos art sec vol ch pp p par etc al incl excl dept assn est bzw им"
    " ул тов г гг млн млрд тыс руб"
)
_CLOCK = _words("a.m p.m")

# Words that begin a sentence, also in copy where a capital means nothing.
_STARTERS = _words("the he she they it we but there however meanwhile although")
# Words that begin a sentence where capitals mean something.
_MORE_STARTERS = _STARTERS | _words(
    "a an in on at as if when while after before since this that these those his her their its our my i"
    " you for from with under earlier later some many most both each all no not now yet so still such"
    " asked according also despite during even once only then today until what who why how where whether"
    " yesterday moreover furthermore speaking and or nor one two three several another other because"
    " though instead additionally nonetheless thus therefore officials analysts experts critics"
)
# Old wire copy capitalizes whatever follows 'U.S.' ('U.S. And foreign'); these words begin no sentence in
# news.
_CAPITALIZED_ANYHOW = re.compile(
    r"\bU\.S\.\s(?:And|Or|Of|Is|Was|Are|Were|Has|Had|Will|Would|To|By|Than|Which|Law|Laws)\b"
)

_SAYING = re.compile(
    r"(?:[^\W\d_][\w.'’-]{0,30},?\s+){0,7}?"
    r"(?:said|says|say|asked|asks|added|told|replied|wrote|writes|wondered|demanded|shouted|cried|exclaimed|quipped|inquired)\b",
    re.IGNORECASE,
)


class _Copy(NamedTuple):
    """What capitals are worth in a text: ``lower`` has none, ``loose`` has them where they need not be."""

    lower: bool
    loose: bool


def sentences(text: str) -> list[Span]:
    """Cut ``text`` into sentences.

    The spans are in document order, don't overlap, begin and end with a character that is not white space,
    and together hold every such character. A heading or byline without a stop is a sentence of its own.
    Quotation marks and brackets that close after a stop belong to the sentence before; a quotation of several
    sentences is cut at each of them.
    """
    return list(_sentences(text))


# Asked for by the loader, the strategy and the judge of one article in turn.
@lru_cache(maxsize=2)
def _sentences(text: str) -> tuple[Span, ...]:
    lower = text.islower()
    anyhow = "U.S." in text and _CAPITALIZED_ANYHOW.search(text) is not None
    copy = _Copy(lower, lower or text.isupper() or anyhow)
    found: list[Span] = []
    for block in blocks(text):
        start = block.start
        for stop in _STOP.finditer(text, block.start, block.end):
            border = _border(text, start, block.end, stop, copy)
            if border:
                found.append(Span(start, border[0]))
                start = border[1]
        if start < block.end:
            found.append(Span(start, block.end))
    return tuple(found)


def sentence_at(spans: Sequence[Span], offset: int) -> int | None:
    """Give the index of the span that holds the character at ``offset``; None where no span does."""
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return index if index >= 0 and offset < spans[index].end else None


def sentences_over(spans: Sequence[Span], span: Span) -> range:
    """Give the indices of the spans that share a character with ``span``; none for an empty one."""
    if not len(span):
        return range(0)
    first = bisect_right(spans, span.start, key=lambda other: other.end)
    last = bisect_left(spans, span.end, key=lambda other: other.start)
    return range(first, max(first, last))


def _border(text: str, start: int, limit: int, stop: re.Match[str], copy: _Copy) -> tuple[int, int] | None:
    """Where the sentence ends and the next one begins, if the run of stops is a border.

    ``start`` is where the sentence began, ``limit`` where its block ends.
    """
    marks = stop.group()
    end = stop.end()
    if marks[0] in _FULL_WIDTH:
        quoted_on = len(marks) > 1 and text[end : end + 1] in _QUOTED_ON
        return None if quoted_on or end >= limit else (end, _skip_space(text, end, limit))
    if end >= limit or not text[end].isspace():
        return None
    guillemet = _SPACED_GUILLEMET.match(text, end, limit)
    if guillemet:
        end = guillemet.end()
    following = _skip_space(text, end, limit)
    at = following
    while at < limit and at - following < 8 and text[at] in _OPENERS:
        at += 1
    if at >= limit or text[at] in ".!?…,;:" or (text[at].islower() and not copy.lower):
        return None
    closed = marks[-1] in _CLOSING_QUOTES or guillemet is not None
    if "!" in marks or "?" in marks:
        # '"Could it?" Kirby asked.' is one sentence: the words after the quotation say whose it is.
        goes_on = closed and at == following and _SAYING.match(text, at, limit) is not None
    elif marks[0] == "." and (len(marks) == 1 or (not closed and marks[1] != ".")):
        goes_on = _is_abbreviation(text, start, stop.start(), at, copy)
    else:
        # An ellipsis in copy without capitals: only the next word can tell.
        goes_on = copy.lower and not closed and not _starts_sentence(text, at, loose=True)
    return None if goes_on else (end, following)


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _is_abbreviation(text: str, start: int, dot: int, following: int, copy: _Copy) -> bool:
    """Whether the stop at ``dot`` belongs to the word before it and the sentence goes on at ``following``."""
    before = _LAST_TOKEN.search(text[max(start, dot - _LONGEST_ABBREVIATION - 1) : dot])
    if before is None or len(before.group()) > _LONGEST_ABBREVIATION:
        return False
    token = before.group().replace("’", "'")
    word = token.lower()
    number = text[following].isdecimal()
    if token.isdecimal():
        return len(token) <= 2 and dot - len(token) == start  # '1. The first of a list'
    if token[0].isdecimal():
        return False
    if not copy.lower and token == word and "." not in token and word not in _LOWER_CASE:
        return False
    if word in _BEFORE_NAME:
        return True
    if word in _BEFORE_NUMBER:
        return number
    if word in _STATES:
        comma = text[max(start, dot - len(token) - 2) : dot - len(token)].strip() == ","
        return comma and not _starts_sentence(text, following, loose=copy.loose)
    if word in _CLOCK or word in _ANYWHERE:
        return number or not _starts_sentence(text, following, loose=copy.loose)
    if len(token) == 1:
        # An initial; 'Plan B. The' shows that only a word that begins sentences can tell.
        return (copy.lower or token.isupper()) and not number and not _starts_sentence(text, following, loose=True)
    if "." in token and all(len(part) <= 2 for part in token.split(".")):
        return not number and not _starts_sentence(text, following, loose=copy.loose)
    return False


def _starts_sentence(text: str, at: int, *, loose: bool) -> bool:
    """Whether the word at ``at`` is one that begins sentences."""
    match = _WORD.match(text, at)
    if match is None:
        return not text[at].isdecimal()
    word = match.group()
    if not text[at - 1].isspace():
        return True  # a quotation mark or a bracket opens here
    known = _STARTERS if loose or (len(word) > 1 and word.isupper()) else _MORE_STARTERS
    return word.lower() in known
