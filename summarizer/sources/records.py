"""Records of larger files as sources: a line of JSON, a row of a table, an item of ninjs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from summarizer.article import Article, article_from_html, article_from_text
from summarizer.errors import SourceError
from summarizer.export.escape import file_stem
from summarizer.sources.columns import Columns, Fields, Metadata
from summarizer.sources.failing import refused
from summarizer.sources.markup import is_markup, is_page, text_of_markup
from summarizer.sources.ninjs import is_ninjs, read_ninjs
from summarizer.sources.seen import Seen
from summarizer.sources.source import Source

__all__ = ["RecordFile", "article_of", "fields_of"]

_BRIEF = "brief/1"
_STEM_BYTES = 60


@dataclass(frozen=True)
class RecordFile:
    """A file of records: what it and its records are called. ``id`` is its absolute path."""

    name: str
    id: str
    stem: str
    columns: Columns
    _seen: Seen = field(default_factory=Seen, compare=False, repr=False)

    def source(self, record: Any, number: int) -> Source:
        """The source that a record is; ``number`` is that of its line, or its place in a list, from 1.

        An id that an earlier record of the file had gets the number with it, so that no two sources are one.
        """
        name = f"{self.name}#{number}"
        own: str | None = None
        try:
            if not isinstance(record, Mapping):
                raise SourceError(f"is no object but {_kind(record)}", mend="give one JSON object for each article")
            own = self.columns.id(record)
            fields = fields_of(record, self.columns)
        except SourceError as error:
            id, stem = self._called(own, number)
            return refused(name, id, stem, f"{name} {error.message}", mend=error.mend, known=False)
        id, stem = self._called(fields.id, number)
        return Source(name, id, stem, lambda: _article(fields, name), known=False)

    def broken(self, number: int, message: str, *, mend: str) -> Source:
        """The source that a record would be that can't be read; ``message`` goes on from its name."""
        id, stem = self._called(None, number)
        name = f"{self.name}#{number}"
        return refused(name, id, stem, f"{name} {message}", mend=mend, known=False)

    def _called(self, own: str | None, number: int) -> tuple[str, str]:
        key = own if own is not None else str(number)
        if self._seen.add(key):
            key = f"{key}@{number}"
        return f"{self.id}#{key}", f"{self.stem}-{file_stem(key, limit=_STEM_BYTES)}"


def article_of(record: Any, name: str, columns: Columns) -> Article:
    """The article that one record holds. Raises SourceError where it holds none, UsageError where an extra is missing."""
    try:
        if not isinstance(record, Mapping):
            raise SourceError(f"is no object but {_kind(record)}", mend="give one JSON object for each article")
        fields = fields_of(record, columns)
    except SourceError as error:
        raise SourceError(f"{name} {error.message}", mend=error.mend) from None
    return _article(fields, name)


def fields_of(record: Mapping[str, Any], columns: Columns) -> Fields:
    """What a record holds: by the columns that were named, as ninjs, by the names that such files use.

    Raises SourceError, whose message goes on from the record's name.
    """
    if record.get("format") == _BRIEF:
        raise SourceError(
            "is a brief that this program wrote, no article",
            mend="give the articles; `summarizer validate` reads briefs",
        )
    if is_ninjs(record) and not {"text", "html"} & columns.named.keys():
        fields = Columns().read(read_ninjs(record))
        if not columns.named:
            return fields
        named = {key: value for key, value in columns.metadata(record).items() if key in columns.named}
        metadata = cast("Metadata", {**fields.metadata, **named})
        return replace(fields, metadata=metadata, id=columns.id(record) if "id" in columns.named else fields.id)
    return columns.read(record)


def _article(fields: Fields, name: str) -> Article:
    about = fields.metadata
    if is_page(fields.text):
        page = article_from_html(fields.text, name, url=about["url"])
        # What the record says wins over what the page says of itself.
        return replace(page, **{key: value for key, value in about.items() if value is not None})  # type: ignore[arg-type]
    text = fields.text
    if fields.html or is_markup(text):
        text = text_of_markup(text, name)
    return article_from_text(text, name, **about)


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return {str: "a text", bool: "a truth value", int: "a number", float: "a number"}.get(type(value), "null")
