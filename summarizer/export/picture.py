"""A graph of parties and deals as a picture: SVG that stands by itself, or in a page.

A deal is a box of its own between who gives and who takes, so that its words have room and its lines their links. How
sure it is, is told by the line and in words, never by colour alone. Foreign words are escaped by the templates'
environment; Graphviz, which places the boxes, never sees one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Literal

from jinja2 import Environment
from markupsafe import Markup

from summarizer.export.html import environment
from summarizer.export.layout import ARROW, Point, lay_out
from summarizer.export.visible import plain

__all__ = ["Deal", "Denial", "Party", "Standing", "draw", "graph_style", "within_page"]

Standing = Literal["supported", "flagged", "conflict", "denied"]
"""How sure a deal is, the surest first. Of several that hold the last one has the line; the words tell all."""

_LEGEND: dict[str, str] = {
    "supported": "supported: the sources' words say so",
    "flagged": "flagged: the judge doubts it",
    "conflict": "conflict: the sources say different things",
    "denied": "denied: somebody denies it",
    "denies": "who denies it",
}
_PARTY, _DEAL, _SMALL = 14.0, 12.5, 11.5  # sizes of letters
_PARTY_WIDE, _DEAL_WIDE = 160.0, 166.0  # the widest that a line of words may be
_LINES = 3
_PAD = 9.0
_MARGIN = 14.0
_KEY = 22.0  # height of a line of the legend
_HREF = re.compile(r'href="[^"#]*#')
_NARROW = set("iljtfrI.,:;'’|!()[]- ")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who gives or takes: ``href`` leads to it, ``words`` say what it is (a kind, other spellings)."""

    id: str
    name: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Denial:
    """Who denies a deal, by the parties' ids; ``href`` leads to the denial, ``words`` say it whole."""

    by: tuple[str, ...]
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Deal:
    """What ``givers`` give ``takers``, by the parties' ids; either may be empty.

    ``title`` stands in the box, ``notes`` below it (how far it has come, how many say so, what is wrong); ``words`` say
    the whole of it to who can't see; ``href`` leads to the claim.
    """

    title: str
    notes: tuple[str, ...]
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    standing: Standing
    href: str
    words: str
    denials: tuple[Denial, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    width: float
    height: float
    small: bool


@dataclass(frozen=True, slots=True)
class _Text:
    words: str
    x: float
    y: float
    small: bool


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float
    texts: tuple[_Text, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    path: str
    head: str


@cache
def graph_style() -> str:
    """The style sheet of a drawn graph."""
    return files("summarizer.export").joinpath("assets", "graph.css").read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    return environment()


def draw(
    parties: Sequence[Party],
    deals: Sequence[Deal],
    *,
    title: str,
    description: str,
) -> str:
    """The picture as an SVG file of its own, which has its style in it.

    Parties that have no deal are drawn as well. A deal names only parties that are given (KeyError). Raises UsageError where
    pygraphviz is not installed.
    """
    at = {party.id: index for index, party in enumerate(parties)}
    texts = [_wrapped([(p.name, _PARTY, False), (p.words, _SMALL, True)], _PARTY_WIDE) for p in parties]
    texts += [_wrapped([(d.title, _DEAL, False), *((n, _SMALL, True) for n in d.notes)], _DEAL_WIDE) for d in deals]
    sizes = [_size(text) for text in texts]
    lines = _Lines(deals, at, len(parties))
    lay = lay_out(sizes, lines.all)
    boxes = [_box(middle, size, text) for middle, size, text in zip(lay.places, sizes, texts, strict=True)]
    routes = dict(zip(lines.all, lay.routes, strict=True))
    drawn = [
        {
            "deal": deal,
            "box": boxes[number],
            "lines": [_arrow(routes[line]) for line in lines.of[number]],
            "denials": [
                {"denial": denial, "lines": [_barred(routes[line], line[0] == number) for line in barred]}
                for denial, barred in zip(deal.denials, lines.denying[number], strict=True)
            ],
        }
        for number, deal in enumerate(deals, len(parties))
    ]
    used = [name for name in _LEGEND if any(d.standing == name or (d.denials and name == "denies") for d in deals)]
    key = [(name, _LEGEND[name], lay.height + 2 * _MARGIN + _KEY * (n + 0.5)) for n, name in enumerate(used)]
    widest = max([lay.width, *(70 + _width(words, _SMALL) for _, words, _ in key)])
    svg = (
        _templates()
        .get_template("dossier_graph.svg")
        .render(
            style=Markup(graph_style()),  # noqa: S704 (the program's own)
            title=title,
            description=description,
            parties=list(zip(parties, boxes, strict=False)),
            deals=drawn,
            key=key,
            margin=_MARGIN,
            width=round(widest + 2 * _MARGIN),
            height=round(lay.height + len(key) * _KEY + 3.5 * _MARGIN),
        )
    )
    return svg.strip() + "\n"


def within_page(svg: str) -> str:
    """A picture of `draw` as a page sets it: its style stands in the page's, and its links lead within the page.

    A style of its own would need a digest of its own in the page's policy.
    """
    begin, _, rest = svg.partition("<style>")
    _, _, end = rest.partition("</style>")
    # No foreign word can hold a quotation mark here: it would be escaped.
    return _HREF.sub('href="#', begin + end) if rest else _HREF.sub('href="#', svg)


class _Lines:
    """Which lines there are, by the indices of the boxes that they join.

    ``of`` are those of each deal, ``denying`` those of each of its denials. Between two boxes there is one line in each
    direction: who gives and denies it has a line back from the deal.
    """

    def __init__(self, deals: Sequence[Deal], at: Mapping[str, int], first: int) -> None:
        self.of: dict[int, list[tuple[int, int]]] = {}
        self.denying: dict[int, list[list[tuple[int, int]]]] = {}
        for number, deal in enumerate(deals, first):
            mine = [(at[giver], number) for giver in deal.givers] + [(number, at[taker]) for taker in deal.takers]
            self.of[number] = list(dict.fromkeys(mine))
            free = set(self.of[number])
            self.denying[number] = []
            for denial in deal.denials:
                ways = [[(at[who], number), (number, at[who])] for who in dict.fromkeys(denial.by)]
                # A second denial by the same party has the first one's line; its words stand in the box.
                barred = [line for way in ways if (line := next((w for w in way if w not in free), None))]
                free.update(barred)
                self.denying[number].append(barred)
        self.all = [
            *chain.from_iterable(self.of.values()),
            *chain.from_iterable(chain.from_iterable(self.denying.values())),
        ]


def _size(text: Sequence[_Row]) -> tuple[float, float]:
    return max(row.width for row in text) + 2 * _PAD, sum(row.height for row in text) + 1.2 * _PAD


def _box(middle: Point, size: tuple[float, float], rows: Sequence[_Row]) -> _Box:
    (x, y), (width, height) = middle, size
    left, top = x - width / 2, y - height / 2
    texts, down = [], top + 0.6 * _PAD
    for row in rows:
        down += row.height
        # A line of letters stands on its base, which is about a quarter of its height above its lower edge.
        texts.append(_Text(row.words, round(x, 1), round(down - 0.27 * row.height, 1), row.small))
    return _Box(round(left, 1), round(top, 1), round(width, 1), round(height, 1), tuple(texts))


def _wrapped(texts: Iterable[tuple[str, float, bool]], widest: float) -> list[_Row]:
    """Each text in up to `_LINES` lines that are no wider than ``widest``; what is left out is told by '…'."""
    rows: list[_Row] = []
    for words, size, small in texts:
        bold = 1.1 if size == _PARTY else 1.0
        lines = _lines_of(" ".join(plain(words).split()), size * bold, widest)
        rows += [_Row(line, _width(line, size * bold), size * 1.28, small) for line in lines]
    return rows or [_Row("(no name)", _width("(no name)", _PARTY), _PARTY * 1.28, False)]


def _lines_of(words: str, size: float, widest: float) -> list[str]:
    lines: list[str] = []
    while words:
        end = len(words)
        if _width(words, size) > widest:
            end = next(n for n in range(len(words) + 1) if _width(words[: n + 1], size) > widest) or 1
            space = words.rfind(" ", 0, end + 1)
            end = space if space > end // 3 else end
        line, words = words[:end].rstrip(), words[end:].lstrip()
        if words and len(lines) == _LINES - 1:
            return [*lines, line[: max(1, len(line) - 1)].rstrip() + "…"]
        lines.append(line)
    return lines


def _width(words: str, size: float) -> float:
    """How wide words are, about: no font is looked at, so that a picture is the same everywhere."""
    return size * sum(_em(char) for char in words)


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in "mwMW@%":
        return 0.92
    return 0.72 if char.isupper() else 0.6


def _arrow(route: Sequence[Point]) -> _Line:
    """A curve with its head: the triangle stands in the room that the layout left for it."""
    (x, y), (ux, uy) = route[-1], _direction(route[-2], route[-1])
    tip = (x + ARROW * ux, y + ARROW * uy)
    wings = [(x - 4.2 * uy, y + 4.2 * ux), (x + 4.2 * uy, y - 4.2 * ux)]
    return _Line(_curve(route), "M{} L{} L{} Z".format(*map(_said, (tip, *wings))))


def _barred(route: Sequence[Point], backwards: bool) -> _Line:
    """A curve that ends in a bar across it before the deal, which stands at its beginning where it runs ``backwards``."""
    ux, uy = _direction(route[-2], route[-1])
    tip = (route[-1][0] + ARROW * ux, route[-1][1] + ARROW * uy)
    (x, y), (ux, uy) = (route[0], _direction(route[1], route[0])) if backwards else (tip, (ux, uy))
    x, y = x - 5 * ux, y - 5 * uy
    ends = [(x - 7 * uy, y + 7 * ux), (x + 7 * uy, y - 7 * ux)]
    return _Line(f"{_curve(route)} L{_said(tip)}", "M{} L{}".format(*map(_said, ends)))


def _curve(route: Sequence[Point]) -> str:
    return f"M{_said(route[0])} C{' '.join(map(_said, route[1:]))}"


def _direction(start: Point, end: Point) -> Point:
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(x, y)
    return (x / length, y / length) if length else (1.0, 0.0)


def _said(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
