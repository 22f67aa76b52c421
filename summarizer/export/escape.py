"""Making hostile text safe where it is shown or used as a name.

An article's text, and a model's words about it, may hold anything: escape sequences that rewrite a terminal, marks
that reverse what is read, markup, links. Nothing is removed unseen: what could act is shown as ``<U+202E>``.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["file_stem", "markdown", "terminal"]

_SPACES = re.compile(r"\s+")

# Invisible although Unicode files them under letters and marks: the grapheme joiner, Hangul, Khmer and braille blanks,
# Mongolian selectors. Variation selectors stay: they turn an emoji to colour and hide nothing.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
_ACTING = {"Cc", "Cf", "Cs"}


def terminal(text: str) -> str:
    """``text`` as one line that can't act on a terminal.

    White space, line breaks among it, becomes one space. Control characters (C0, C1, so every escape sequence),
    format characters (bidirectional marks, zero-width ones, soft hyphens, tags), lone surrogates and blanks that pass
    for letters become ``<U+XXXX>``.
    """
    text = _SPACES.sub(" ", text).strip()
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if _acts(c) else c for c in text)


def _acts(char: str) -> bool:
    return char in _BLANK or unicodedata.category(char) in _ACTING


# A colon is escaped only where it could join a link (https:, mailto:) or an emoji name, not in '10:30' or 'to: whom'.
_MARKUP = re.compile(r"[\\`*_\[\]#|~$@!&<>]|(?<!\d):(?=\S)|:(?=[^\s\d])|(?<=[wW]{3})\.|^[-+=]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NUMBERED = re.compile(r"^(\d+)(?=[.)](?:\s|$))")


def markdown(text: str) -> str:
    """``text`` as one line that reads as itself in Markdown: no markup, HTML, link, table cell or list comes of it.

    What ``terminal`` makes visible is made visible here, too.
    """
    line = _MARKUP.sub(lambda m: _ENTITIES.get(m[0], f"\\{m[0]}"), terminal(text))
    return _NUMBERED.sub(r"\1\\", line)


_STEM_BYTES = 120
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)
_UNFIT = re.compile(r"[<>:\"/\\|?*]")


def file_stem(name: str, *, limit: int = _STEM_BYTES) -> str:
    """A name that every common file system takes, like ``name``; never empty.

    Letters of every script stay (NFC). Separators, characters that Windows refuses and what ``terminal`` makes visible
    become ``_``; leading dots and dashes and trailing dots go; a device's name (``con``, ``nul.txt``) gets a ``_``. At
    most ``limit`` bytes in UTF-8, cut between letters, so that a suffix, a digest and a temporary name still fit.
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join("_" if _UNFIT.match(c) or _acts(c) else c for c in _SPACES.sub(" ", name))
    name = name.lstrip(".-~ ").rstrip(". ")
    if device := _DEVICES.match(name):
        name = f"{device[0]}_{name[device.end() :]}"
    if len(name.encode()) > limit:
        kept = name.encode()[:limit].decode(errors="ignore")
        # A mark cut off from its letter would stand alone, or on the digest that follows.
        while kept and unicodedata.combining(name[len(kept)]):
            kept = kept[:-1]
        name = kept.rstrip(". ")
    return name or "article"
