"""IPTC ninjs, News in JSON (1.x, 2.x, 3.x): which of its properties say what.

2.0 made lists of what were single properties (``headlines``, ``bodies``), 3.0 wrote the same names in camel case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summarizer.errors import SourceError

__all__ = ["is_ninjs", "read_ninjs"]

_MARKS = frozenset({"versioncreated", "pubstatus", "bodies", "headlines", "contentcreated", "firstcreated"})
_WITHDRAWN = {"canceled": "was withdrawn by its publisher", "withheld": "is withheld by its publisher"}
_PLAIN, _MARKUP = "text/plain", ("html", "xml", "nitf")


def is_ninjs(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ninjs item: it says so, or it has an identifier and properties that only ninjs has."""
    standard = record.get("standard")
    if isinstance(standard, Mapping) and str(standard.get("name")).lower() == "ninjs":
        return True
    keys = {key.lower() for key in record if len(key) < 40}
    return bool(keys & {"uri", "guid"}) and bool(keys & _MARKS or {"body_text", "body_xhtml", "body_html"} & keys)


def read_ninjs(record: Mapping[str, Any]) -> dict[str, Any]:
    """A ninjs item under our names (``text`` or ``html``, ``title``, ``url``, ``publisher``, ``published_at``, …).

    Of several bodies the plain text comes first, then HTML, then other markup. Raises SourceError for an item that its
    publisher took back, and for one of pictures or sound that has no text.
    """
    item = {key.lower(): value for key, value in record.items()}
    status = str(item.get("pubstatus", "usable")).lower()
    if status in _WITHDRAWN:
        raise SourceError(
            f"{_WITHDRAWN[status]} (pubstatus {status})",
            mend="look for its latest version; a withdrawn one is not read",
        )
    kind, body = _body(item)
    if body is None:
        what = item.get("type")
        raise SourceError(
            f"is a ninjs item{f' of type {what[:40]}' if isinstance(what, str) else ''} without a body",
            mend="give the items that have a body_text, a body_xhtml or bodies",
        )
    uri = item.get("uri") or item.get("guid")
    found: dict[str, Any] = {
        kind: body,
        "title": item.get("headline") or _main(item.get("headlines")) or item.get("title"),
        "publisher": _publisher(item),
        # A later version of a story has another text: when that was made is what its dates are counted from.
        "published_at": item.get("versioncreated") or item.get("contentcreated") or item.get("firstcreated"),
        "language": item.get("language"),
        "url": item.get("link") or uri,
        "id": uri or _alternative(item.get("altids")),
    }
    return {key: value for key, value in found.items() if value}


def _body(item: Mapping[str, Any]) -> tuple[str, str | None]:
    """Which of our names the body has, and the body."""
    if _is_text(item.get("body_text")):
        return "text", item["body_text"]
    bodies = [body for body in _objects(item.get("bodies")) if _is_text(body.get("value"))]
    ranked = sorted(bodies, key=_rank)  # stable: of two alike the first
    if ranked:
        return ("text" if _rank(ranked[0])[0] == 0 else "html"), ranked[0]["value"]
    for key in ("body_xhtml", "body_html"):
        if _is_text(item.get(key)):
            return "html", item[key]
    for key, value in item.items():
        if key.startswith("body_") and _is_text(value):
            return ("html" if any(mark in key for mark in _MARKUP) else "text"), value
    return "text", None


def _rank(body: Mapping[str, Any]) -> tuple[int, bool]:
    """Plain text, then HTML, then other markup; of each the main one."""
    lower = {key.lower(): value for key, value in body.items()}
    said = str(lower.get("contenttype") or lower.get("role") or _PLAIN).lower()
    kind = 1 if "html" in said else 2 if any(mark in said for mark in _MARKUP) else 0
    return kind, str(lower.get("role", "main")).lower() != "main"


def _publisher(item: Mapping[str, Any]) -> str | None:
    for key in ("copyrightholder", "provider", "source", "infosources", "infosource"):
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, Mapping) else value
        if _is_text(value):
            return str(value)
    return None


def _main(values: Any) -> str | None:
    """Of a list of values with roles the main one, else the first."""
    texts = [value for value in _objects(values) if _is_text(value.get("value"))]
    best = next(
        (value for value in texts if str(value.get("role", "main")).lower() == "main"), texts[0] if texts else None
    )
    return None if best is None else str(best["value"])


def _alternative(altids: Any) -> Any:
    if isinstance(altids, Mapping):
        return next((value for value in altids.values() if _is_text(value)), None)
    return next((one["value"] for one in _objects(altids) if _is_text(one.get("value"))), None)


def _objects(values: Any) -> list[Mapping[str, Any]]:
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
