"""Characters that a page can't carry, or that reorder or hide what is read: each a visible one in its place.

One code point stands for one, so that offsets hold. What shapes a script stays (joiners, marks of direction, soft hyphens,
variation selectors): it hides nothing and turns nothing round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Run", "plain", "runs"]

_BLANK = "␣"
_UNKNOWN = "\ufffd"
# The letters of tags are set as what they spell: a message in them is what somebody wanted to hide.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_ARROWS = {
    **dict.fromkeys("\u202a\u202d\u2066", "⇥"),  # what follows runs from left to right
    **dict.fromkeys("\u202b\u202e\u2067", "⇤"),  # from right to left
    **dict.fromkeys("\u202c\u2068\u2069", "↹"),  # as before, or as its own letters run
}


class Run(NamedTuple):
    """A run of a text: as it is where ``name`` is None, else the stand-in of one character that ``name`` names."""

    text: str
    name: str | None


def runs(text: str) -> Iterator[Run]:
    """``text`` in order, what can't be shown as it is replaced one for one. Of an empty text there is none."""
    done = 0
    for hidden in _HIDDEN.finditer(text):
        if done < hidden.start():
            yield Run(text[done : hidden.start()], None)
        yield Run(_stand_in(hidden[0]), _name(hidden[0]))
        done = hidden.end()
    if done < len(text):
        yield Run(text[done:] if done else text, None)


def plain(text: str) -> str:
    """``text`` with the same stand-ins, for places that hold no markup: attributes, the page's title."""
    return _HIDDEN.sub(lambda hidden: _stand_in(hidden[0]), text)


def _stand_in(char: str) -> str:
    point = ord(char)
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "␡"
    if 0xE0020 < point < 0xE007F:
        return chr(point - 0xE0000)
    if char in _ARROWS:
        return _ARROWS[char]
    return _UNKNOWN if 0x80 <= point < 0xA0 or 0xD800 <= point < 0xE000 or 0x206A <= point < 0x2070 else _BLANK


def _name(char: str) -> str:
    said = "LONE SURROGATE" if unicodedata.category(char) == "Cs" else unicodedata.name(char, "CONTROL CHARACTER")
    return f"U+{ord(char):04X} {said}"
