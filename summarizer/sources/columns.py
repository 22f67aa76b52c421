"""Which field of a record holds what: the names that the settings give, else those that such files use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypedDict

from summarizer.errors import SettingsError, SourceError
from summarizer.sources.dates import iso_date

__all__ = ["DEFAULTS", "Columns", "Fields", "Metadata", "listed"]

DEFAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": (
            *("text", "body", "content", "article", "body_text", "article_text", "article_body", "full_text"),
            *("main_text", "raw_text", "story"),
        ),
        "html": ("html", "body_html", "body_xhtml", "content_html", "article_html"),
        "title": ("title", "headline", "heading"),
        "url": ("url", "link", "permalink", "canonical_url", "web_url", "uri"),
        "publisher": (
            *(
                "publisher",
                "source",
                "source_name",
                "outlet",
                "site_name",
                "sitename",
                "site",
                "newspaper",
                "publication",
            ),
            *("source_domain", "domain"),
        ),
        "published_at": (
            *("published_at", "date_published", "published", "pub_date", "publication_date", "publish_date"),
            *("date_publish", "date"),
        ),
        "language": ("language", "lang", "in_language", "language_code"),
        "id": ("id", "_id", "guid", "uuid", "article_id", "doc_id", "uri"),
    }
)
"""Our names and, best first, those that are looked for. Upper and lower case, ``_``, ``-`` and spaces make no difference."""

_LONGEST = 1_000
_LONGEST_ID = 200
_MOST_NAMED = 12
_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,30})?")


class Metadata(TypedDict):
    """What a record says of its article beside the text."""

    title: str | None
    url: str | None
    publisher: str | None
    published_at: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record holds. ``text`` is as it stands there; with ``html`` it is markup for certain."""

    text: str
    html: bool
    id: str | None
    metadata: Metadata


class Columns:
    """How records are read: ``named`` gives the field of each of our names (`Settings.columns`).

    A field is named as it is called in the record; dots lead into objects and numbers into lists (``bodies.0.value``).
    Raises SettingsError for a name that is not one of ours.
    """

    def __init__(self, named: Mapping[str, str] | None = None) -> None:
        self.named = dict(named or {})
        strange = sorted(set(self.named) - set(DEFAULTS))
        if strange:
            raise SettingsError(
                f"columns has no place for {', '.join(map(repr, strange))}", mend=f"it names {', '.join(DEFAULTS)}"
            )

    def read(self, record: Mapping[str, Any]) -> Fields:
        """What a record holds. Raises SourceError where none of its fields holds a text, and names the fields it has."""
        keys = _by_normal_form(record)
        for field in ("text", "html"):
            # Where one of the two is named, the other is not looked for.
            if field in self.named or not {"text", "html"} & self.named.keys():
                text = _text(self._find(record, keys, field))
                if text:
                    return Fields(
                        text, field == "html", _id(self._find(record, keys, "id")), self.metadata(record, keys)
                    )
        raise self._no_text(record)

    def id(self, record: Mapping[str, Any]) -> str | None:
        """The record's own id, also where it has no text."""
        return _id(self._find(record, _by_normal_form(record), "id"))

    def metadata(self, record: Mapping[str, Any], keys: Mapping[str, str] | None = None) -> Metadata:
        """What a record says of its article; what is not what it should be (no date, no address) is left out."""
        keys = _by_normal_form(record) if keys is None else keys
        language = _LANGUAGE.fullmatch(_words(self._find(record, keys, "language")) or "")
        return {
            "title": _words(self._find(record, keys, "title")),
            "url": _url(self._find(record, keys, "url")),
            "publisher": _words(self._find(record, keys, "publisher")),
            "published_at": iso_date(self._find(record, keys, "published_at")),
            "language": language[1].lower() if language else None,
        }

    def missing(self, header: Sequence[str]) -> list[str]:
        """The named columns that a table does not have; of the text's, if none is named, ``text``."""
        wanted = [name for name in self.named.values() if name not in header]
        if not self.named.keys() & {"text", "html"}:
            normal = {_normal(name) for name in header}
            if not any(_normal(name) in normal for field in ("text", "html") for name in DEFAULTS[field]):
                wanted.append("text")
        return wanted

    def _find(self, record: Mapping[str, Any], keys: Mapping[str, str], field: str) -> Any:
        if field in self.named:
            return _at(record, self.named[field])
        for name in _NORMAL_DEFAULTS[field]:
            if name in keys and not _is_empty(value := record[keys[name]]):
                return value
        return None

    def _no_text(self, record: Mapping[str, Any]) -> SourceError:
        asked = [self.named[field] for field in ("text", "html") if field in self.named]
        if asked:
            return SourceError(
                f"has no text in {' or '.join(map(repr, asked))}; its fields are {listed(record)}",
                mend="see how the setting columns names the text's field",
            )
        return SourceError(
            f"has no field that is known to hold the text; its fields are {listed(record)}",
            mend="say which one does: --column text=FIELD",
        )


def listed(names: Iterable[str]) -> str:
    """Names for a message: the first dozen, each cut to what can be read."""
    some = [str(name)[:40] for name in names]
    more = f" and {len(some) - _MOST_NAMED} more" if len(some) > _MOST_NAMED else ""
    return (", ".join(repr(name) for name in some[:_MOST_NAMED]) or "none") + more


@lru_cache(maxsize=4096)
def _normal(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


_NORMAL_DEFAULTS = {field: tuple(map(_normal, names)) for field, names in DEFAULTS.items()}


def _by_normal_form(record: Mapping[str, Any]) -> dict[str, str]:
    """The record's keys by what is looked for; of several alike the first."""
    keys: dict[str, str] = {}
    for key in record:
        keys.setdefault(_normal(key) if len(key) <= 100 else key, key)
    return keys


def _at(record: Any, path: str) -> Any:
    """What stands at a path; a key that has dots itself comes first."""
    if isinstance(record, Mapping) and path in record:
        return record[path]
    for part in path.split("."):
        if isinstance(record, Mapping):
            record = record.get(part)
        elif isinstance(record, list) and part.isdecimal() and int(part) < len(record):
            record = record[int(part)]
        else:
            return None
    return record


def _is_empty(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else value is None or value == [] or value == {}


def _text(value: Any) -> str | None:
    """A text, or a list of paragraphs."""
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) and value.strip() else None


def _words(value: Any) -> str | None:
    """A short text on one line; of an object its name, of a list its first."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("name")
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return " ".join(value.split()) or None


def _url(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and _URL.fullmatch(value.strip()) else None


def _id(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = " ".join(str(value).split()) if isinstance(value, str) or abs(value) < 10**40 else ""
    return text if 0 < len(text) <= _LONGEST_ID else None
