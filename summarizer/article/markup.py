"""Whether a page can be parsed within bounds: one linear look at its tags before a parser sees them.

Extraction takes time for every element, and parsing the square of the attributes of one. So pages beyond these limits are
refused.
"""

from __future__ import annotations

import re

__all__ = ["MAX_ATTRIBUTES", "MAX_ATTRIBUTES_IN_ALL", "MAX_CHARS", "MAX_TAGS", "excess"]

MAX_CHARS = 10_000_000
"""Ten times the largest news pages."""
MAX_TAGS = 50_000
"""Start tags and comments: ten times what a long news page has."""
MAX_ATTRIBUTES = 1_000
"""Of one element. A hundred thousand take the parser half a minute."""
MAX_ATTRIBUTES_IN_ALL = 250_000
"""A tree takes half a kilobyte for each."""

_TAG = re.compile(r"<(?:(?P<name>[A-Za-z][^\s/>]*+)|!--)")
_ATTRIBUTE = re.compile(r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:(?P<quote>[\"'])|[^\s>]*+))?+")
# Their content is no markup up to their own end tag.
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())


def excess(html: str, max_chars: int = MAX_CHARS) -> str | None:
    """What there is too much of in a page, in words; None where all is within the limits.

    Tags are read as browsers read them (quoted values, comments, scripts), in time linear in the page's length.
    """
    if len(html) > max_chars:
        return f"more than {max_chars:,} characters"
    tags = attributes = at = 0
    while found := _TAG.search(html, at):
        tags += 1
        if tags > MAX_TAGS:
            return f"more than {MAX_TAGS:,} tags"
        if found["name"] is None:
            # '<!-->' and '<!--->' are whole comments; one without an end takes all that follows.
            at = html.find("-->", found.end() - 2) + 3
            if at < 3:
                return None
            continue
        number, at = _attributes(html, found.end())
        if number > MAX_ATTRIBUTES:
            return f"more than {MAX_ATTRIBUTES:,} attributes in one tag"
        attributes += number
        if attributes > MAX_ATTRIBUTES_IN_ALL:
            return f"more than {MAX_ATTRIBUTES_IN_ALL:,} attributes"
        name = found["name"].lower()
        if name in _RAW:
            end = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, at)
            at = end.start() if end else len(html)
    return None


def _attributes(html: str, at: int) -> tuple[int, int]:
    """How many attributes there are from ``at`` on, counted to one beyond the limit, and where they end."""
    number = 0
    while number <= MAX_ATTRIBUTES and (found := _ATTRIBUTE.match(html, at)):
        number += 1
        at = found.end()
        if found["quote"]:
            end = html.find(found["quote"], at)
            at = end + 1 if end >= 0 else len(html)
    return number, at
