"""Briefs as W3C Web Annotations (JSON-LD): one annotation for each fact, its evidence as targets.

The source of a target is the text that was read, named by its digest (RFC 6920: ``ni:///sha-256;…``): offsets into it hold for it
alone, not for a page that it was taken from; the page's address is the target's ``scope``. Both selectors count Unicode code
points, as the data model demands and as briefs do, and the end is not included.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from summarizer.brief import ArticleInfo, Evidence, Fact
from summarizer.export.formats.source import Source, json_text, key_of, link_of, plainly, review_of
from summarizer.schema import Schema

__all__ = ["CONTEXT", "annotation_collection"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_SPACE = uuid.UUID("6c0f6a3e-1f0b-5d0e-9d54-6a8b3f1f9a51")

Json = dict[str, Any]


def annotation_collection(sources: Sequence[Source], schema: Schema) -> Json:
    """An AnnotationCollection whose one page has the annotations of all briefs, in the order of the briefs and their facts.

    The bodies of an annotation: the kind (``classifying``), the fact in one line (``describing``), its values as JSON
    (``describing``, ``application/json``), its verdict and what people decided of it (``tagging``), and each reason to
    doubt (``commenting``). All of them are plain text, none is markup.
    """
    items = [item for source in sources for item in _annotations(source, schema)]
    collection, page = (_urn(what, *(item["id"] for item in items)) for what in ("collection", "page"))
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": f"Facts of {schema.id}; supported means that the source says so, not that it is true",
        "total": len(items),
        "first": {
            "id": page,
            "type": "AnnotationPage",
            "partOf": collection,
            "startIndex": 0,
            "items": items,
        },
        "last": page,
    }


def _annotations(source: Source, schema: Schema) -> Iterator[Json]:
    brief = source.brief
    for kind in schema.kinds:
        for fact in brief.facts.get(kind.name, ()):
            review = fact.review
            made: Json = {
                "id": _urn(source.name, brief.article.sha256, fact.id),
                "type": "Annotation",
                "motivation": ["classifying", "describing"],
                "created": brief.provenance.created_at,
                "generator": {
                    "id": "https://pypi.org/project/spanbrief/",
                    "type": "Software",
                    "name": f"{brief.provenance.tool}, {brief.provenance.model}",
                },
                "body": [
                    _body("classifying", kind.name),
                    _body("describing", plainly(kind, fact)),
                    _body("describing", json_text(dict(fact.values)), "application/json"),
                    *(_body("tagging", tag) for tag in _tags(fact)),
                    *(_body("commenting", reason) for reason in fact.reasons),
                ],
                "target": [_target(brief.article, e) for e in fact.evidence],
            }
            if review is not None and review.by:
                made["creator"] = [{"type": "Person", "name": name} for name in review.by]
                made |= {"modified": review.at} if review.at is not None else {}
            yield made


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, key_of(*parts))}"


def _tags(fact: Fact) -> list[str]:
    return [fact.verdict, *(f"review: {decision}" for decision in [review_of(fact)] if decision)]


def _body(purpose: str, value: str, format: str = "text/plain") -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": format}


def _target(info: ArticleInfo, evidence: Evidence) -> Json:
    digest = base64.urlsafe_b64encode(bytes.fromhex(info.sha256)).decode().rstrip("=")
    source: Json = {"id": f"ni:///sha-256;{digest}", "type": "Text", "format": "text/plain"}
    if info.language is not None:
        source["language"] = info.language
    target: Json = {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": evidence.quote,
                "prefix": evidence.prefix,
                "suffix": evidence.suffix,
            },
            {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
        ],
    }
    if (address := link_of(info.url)) is not None:
        target["scope"] = address
    return target
