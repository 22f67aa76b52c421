"""Web Annotation exports: evidence read back, and JSON-LD that a processor expands without fetching anything."""

from __future__ import annotations

import importlib
import json
import warnings
from typing import Any

import pytest

from summarizer.brief import Evidence
from summarizer.export.formats import annotation_collection
from tests.exporting import ARTICLE, SCHEMA, facts, source

OA, AS, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/elements/1.1/"
TERMS = "http://purl.org/dc/terms/"


def _is(term: str, type: str = "@id", **more: str) -> dict[str, str]:
    return {"@id": term, "@type": type, **more}


CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{
        name: OA + name
        for name in "Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector".split()
    },
    **{name: OA + name for name in "classifying describing tagging commenting start end exact prefix suffix".split()},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": f"{DC}format",
    "language": f"{DC}language",
    "created": f"{TERMS}created",
    "modified": f"{TERMS}modified",
    "creator": _is(f"{TERMS}creator"),
    "total": f"{AS}totalItems",
    "startIndex": f"{AS}startIndex",
    "generator": _is(f"{AS}generator"),
    "first": _is(f"{AS}first"),
    "last": _is(f"{AS}last"),
    "partOf": _is(f"{AS}partOf"),
    "items": _is(f"{AS}items", **{"@container": "@list"}),
    "body": _is(f"{OA}hasBody"),
    "target": _is(f"{OA}hasTarget"),
    "source": _is(f"{OA}hasSource"),
    "scope": _is(f"{OA}hasScope"),
    "selector": _is(f"{OA}hasSelector"),
    "motivation": _is(f"{OA}motivatedBy", "@vocab"),
    "purpose": _is(f"{OA}hasPurpose", "@vocab"),
}
"""What the context of the Web Annotation vocabulary says of the terms that the exports use."""


def collection() -> dict[str, Any]:
    """The hostile brief's, as JSON carries it."""
    made = json.loads(json.dumps(annotation_collection([source()], SCHEMA)))
    assert isinstance(made, dict)
    return made


def keys(value: Any) -> set[str]:
    """Every key of a JSON value."""
    if isinstance(value, list):
        return {key for one in value for key in keys(one)}
    return {key for k, v in value.items() for key in {k, *keys(v)}} if isinstance(value, dict) else set()


def selected(target: dict[str, Any]) -> tuple[int, int, str, str, str]:
    """What a target selects: positions in code points, the quote and what surrounds it."""
    quote, position = target["selector"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    return position["start"], position["end"], quote["exact"], quote["prefix"], quote["suffix"]


def as_selected(e: Evidence) -> tuple[int, int, str, str, str]:
    """The same of evidence."""
    return e.start, e.end, e.quote, e.prefix, e.suffix


def test_evidence_comes_back_as_it_was() -> None:
    """Each fact is an annotation whose targets are its evidence, to be cut out of the text by code points, emoji or not."""
    items = collection()["first"]["items"]
    told = source().brief
    wanted = [f for kind in SCHEMA.kinds for f in told[kind.name]]
    assert len(items) == len(wanted) == collection()["total"]
    for item, fact in zip(items, wanted, strict=True):
        assert [selected(t) for t in item["target"]] == [as_selected(e) for e in fact.evidence]
        assert all(ARTICLE.text[s:e] == quote for s, e, quote, *_ in map(selected, item["target"]))
        bodies = {(b["purpose"], b["format"]): b["value"] for b in item["body"]}
        assert bodies["classifying", "text/plain"] == fact.kind
        assert json.loads(bodies["describing", "application/json"]) == fact.values
        said = [b["value"] for b in item["body"] if b["purpose"] in ("tagging", "commenting")]
        assert said[0] == fact.verdict
        assert set(fact.reasons) <= set(said)
        assert (f"review: {fact.review.decision}" in said) if fact.review else len(said) == 1
        assert [p["name"] for p in item.get("creator", [])] == list(fact.review.by if fact.review else ())


def test_text_is_named_by_its_digest_and_page_by_its_address() -> None:
    """Offsets hold for the text that was read, whatever became of the page; an address that acts is left out."""
    (target, *_) = collection()["first"]["items"][0]["target"]
    assert target["source"]["id"].startswith("ni:///sha-256;")
    assert target["scope"] == "https://news.example/a?b=1&c=2"
    hostile = annotation_collection([source(url="javascript:alert(1)")], SCHEMA)
    assert "javascript" not in json.dumps(hostile)


def test_no_body_is_markup() -> None:
    """Bodies are plain text or JSON: no viewer has reason to show the article's markup as markup."""
    bodies = [b for item in collection()["first"]["items"] for b in item["body"]]
    assert {b["format"] for b in bodies} == {"text/plain", "application/json"}
    assert {b["type"] for b in bodies} == {"TextualBody"}


def test_every_key_is_of_the_vocabulary_and_ids_last() -> None:
    """No key that a JSON-LD processor would drop, and the same ids in another export of the same facts."""
    made = collection()
    assert keys(made) <= {"@context", *CONTEXT}
    ids = [item["id"] for item in made["first"]["items"]]
    assert len(set(ids)) == len(facts())
    assert made == collection()


def test_a_json_ld_processor_expands_it_offline() -> None:
    """With the context at hand a processor finds every target, and each of them selects the source's own words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("pyld", reason="needs pyld: pip install pyld")
        jsonld = importlib.import_module("pyld").jsonld

    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": CONTEXT},
        }

    (expanded,) = jsonld.expand(collection(), {"documentLoader": load})
    (page,) = expanded[f"{AS}first"]
    (items,) = page[f"{AS}items"]
    found = []
    for item in items["@list"]:
        assert item["@type"] == [f"{OA}Annotation"]
        assert {m["@id"] for m in item[f"{OA}motivatedBy"]} == {f"{OA}classifying", f"{OA}describing"}
        for target in item[f"{OA}hasTarget"]:
            assert target[f"{OA}hasSource"][0]["@id"].startswith("ni:///sha-256;")
            quote, position = target[f"{OA}hasSelector"]
            start, end = (position[OA + key][0]["@value"] for key in ("start", "end"))
            found.append(quote[f"{OA}exact"][0]["@value"] == ARTICLE.text[start:end])
    assert found and all(found)
    quads = jsonld.to_rdf(collection(), {"documentLoader": load, "format": "application/n-quads"})
    assert "relative" not in quads
    assert quads.count("TextPositionSelector>") == len(found)
