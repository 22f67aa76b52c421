"""HTML that stands in a field of a record: the words of its paragraphs. All of it is the story, nothing is weighed."""

from __future__ import annotations

import re
from typing import Any

from summarizer.errors import SourceError, UsageError

__all__ = ["is_markup", "is_page", "text_of_markup"]

_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</(?:p|div|h[1-6]|li|ul|ol|span|a|em|strong|b|i|u|blockquote|q|figure|article|section|table|tr|td|pre)\s*>|<br\s*/?>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article aside block blockquote body body.content body.head byline dateline dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hedline hl1 hl2 hr html li main nav nitf ol p pre "
    "section summary table tbody tfoot thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset("head iframe noscript object script style svg template".split())
# A long article has some thousands; each takes a hundred times its own memory in the tree.
_MOST_TAGS = 200_000
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# Characters that libxml2 does not take; in HTML they mean nothing.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_page(text: str) -> bool:
    """Whether ``text`` is a whole HTML page, with what stands around its article."""
    return _PAGE.match(text) is not None


def is_markup(text: str) -> bool:
    """Whether ``text`` is a piece of HTML: whether a tag is closed in it, or a line broken by one."""
    return "<" in text and _TAG.search(text) is not None


def text_of_markup(markup: str, name: str) -> str:
    """The words of a piece of HTML, one paragraph, heading or list item a line; scripts and styles are not words.

    Raises SourceError where it has too many tags, or nests them too deeply to be read whole, UsageError where the extra is missing.
    """
    if markup.count("<") > _MOST_TAGS:
        raise SourceError(f"{name} has HTML of more than {_MOST_TAGS:,} tags", mend="give its words as plain text")
    etree = _etree()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(_NO_XML.sub("\ufffd", markup).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name} has HTML that can't be read: {error}", mend="give its words as plain text") from None
    # The parser recovers from broken tags; from its own limits it recovers by leaving the rest out.
    if any(entry.level_name == "FATAL" or "depth" in entry.message.lower() for entry in parser.error_log):
        raise SourceError(f"{name} has HTML that is nested too deeply", mend="give its words as plain text")
    return "" if tree is None else _words(tree, etree)


def _words(tree: Any, etree: Any) -> str:
    lines: list[str] = []
    words: list[str] = []
    unseen = 0

    def flush() -> None:
        line = _SPACE.sub(" ", "".join(words)).strip()
        words.clear()
        if line:
            lines.append(line)

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                flush()
            elif tag in _CELLS and words:
                words.append(" ")
            unseen += tag in _UNSEEN
            if tag == "br":
                flush()
            if not unseen and element.text:
                words.append(element.text)
        else:
            unseen -= tag in _UNSEEN
            if tag in _BLOCKS:
                flush()
            if not unseen and element.tail:
                words.append(element.tail)
    flush()
    return "\n".join(lines)


def _etree() -> Any:
    try:
        from lxml import etree
    except ImportError as error:
        raise UsageError(
            f"reading HTML needs an extra that is not installed ({error})", mend='pip install "spanbrief[html]"'
        ) from error
    return etree
