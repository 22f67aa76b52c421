"""What a page declares of its article: JSON-LD first, which is about the article, then ``meta`` tags, about the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["Declared", "read_declared"]

_ISO_DATE = re.compile(
    r"\s*(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?)?)?\s*"
)
_LONGEST_JSON = 1_000_000
_MOST_OBJECTS = 5_000
_LONGEST_NAME = 200
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")
_DATES = frozenset(
    "article:published_time article:published published_time og:published_time datepublished pubdate publishdate publish-date"
    " publication_date dc.date dc.date.issued dcterms.created dcterms.issued date parsely-pub-date".split()
)
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_LANGUAGES = ("og:locale", "content-language", "dc.language", "language")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of itself; None where it says nothing. ``published_at`` is ISO 8601, as precise as the page;
    ``language`` two or three small letters."""

    title: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    language: str | None = None


def read_declared(tree: Any) -> Declared:
    """Read an lxml tree of a page. Damaged or hostile JSON-LD counts as none."""
    metas = _metas(tree)
    objects = list(_objects(tree))
    article = next((each for each in objects if _is_article(each)), {})
    by_id = {each["@id"]: each for each in objects if isinstance(each.get("@id"), str) and len(each) > 1}
    times = (
        time.get("datetime") for time in tree.iter("time") if (time.get("itemprop") or "").lower() == "datepublished"
    )
    return Declared(
        title=_name(article.get("headline"), by_id) or _first(metas, ("og:title",)),
        publisher=_name(article.get("publisher"), by_id) or _first(metas, _PUBLISHERS),
        published_at=_date([*(value for name, value in metas if name in _DATES), *times, *_dates(article, objects)]),
        language=_language(
            [_name(article.get("inLanguage"), by_id), tree.get("lang"), tree.get("xml:lang"), _first(metas, _LANGUAGES)]
        ),
    )


def _metas(tree: Any) -> list[tuple[str, str]]:
    """Name (in small letters) and content of every ``meta`` tag, in the page's order."""
    return [
        (name.strip().lower(), content)
        for meta in tree.iter("meta")
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv"))
        if name and (content := (meta.get("content") or "").strip())
    ]


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD, outer ones first; a bounded number, whatever the nesting."""
    left = _MOST_OBJECTS
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST_JSON:
            continue
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and left:
            left -= 1
            value = waiting.pop(0)
            if isinstance(value, dict):
                yield value
                waiting.extend(each for each in value.values() if isinstance(each, (dict, list)))
            elif isinstance(value, list):
                waiting.extend(value[:left])


def _is_article(each: dict[str, Any]) -> bool:
    kinds = each.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.fullmatch(kind.rpartition("/")[2])
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _name(value: Any, by_id: dict[str, dict[str, Any]]) -> str | None:
    """The name that a JSON-LD value gives: itself, its name, or that of the object it refers to."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            named = value.get("name") or value.get("alternateName") or value.get("@value")
            value = named or by_id.get(str(value.get("@id")))
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if 0 < len(text) <= _LONGEST_NAME else None


def _dates(article: dict[str, Any], objects: list[dict[str, Any]]) -> Iterator[Any]:
    yield article.get("datePublished")
    if not article:  # some pages leave the type out
        yield from (each.get("datePublished") for each in objects if "@type" not in each)


def _date(values: Iterable[Any]) -> str | None:
    for value in values:
        found = _ISO_DATE.fullmatch(value) if isinstance(value, str) and len(value) < 80 else None
        if found is None:
            continue
        try:
            date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        except ValueError:
            continue
        return found[0].strip().replace(" ", "T", 1).replace(" ", "")
    return None


def _language(values: Iterable[str | None]) -> str | None:
    for value in values:
        if value and (found := _LANGUAGE.match(value.strip())):
            return found[1].lower()
    return None


def _first(metas: list[tuple[str, str]], names: tuple[str, ...]) -> str | None:
    for wanted in names:
        for name, content in metas:
            if name == wanted and len(content) <= _LONGEST_NAME:
                return " ".join(content.split()) or None
    return None
