"""Briefs as tasks with predictions for Label Studio, and the labeling configuration that the schema makes.

Every piece of evidence is a region with the fact's kind as its label. The first region of a fact carries its values (choices for
fixed sets, text for the rest), its verdict and its reasons; the others are tied to it by relations.

Regions count Unicode code points, as briefs do: Label Studio's editor turns JavaScript's UTF-16 units into code points before it
stores them and back when it reads them, and its converters cut the text in Python. A line break is one position, CR LF two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from summarizer.article import Article
from summarizer.brief import Evidence, Fact
from summarizer.export.formats.source import Source, key_of, names_in, review_of, storable
from summarizer.schema import FieldInfo, Kind, Schema

__all__ = ["RELATION", "labeling_config", "labeling_tasks"]

RELATION = "evidence of the same fact"
_COLORS = ("#d97706", "#2563eb", "#059669", "#dc2626", "#7c3aed", "#0891b2", "#be185d", "#4d7c0f")
_LONE = re.compile(r"[\ud800-\udfff]")
_VERDICTS = ("supported", "flagged")
_DECISIONS = "open accepted corrected moved merged restored added conflict".split()

Json = dict[str, Any]


def labeling_config(schema: Schema) -> str:
    """The labeling interface for briefs of a schema, as XML: a label for each kind, and for each of its fields a control that is
    shown when a region of that kind is selected."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value="$title")
    labels = ElementTree.SubElement(view, "Labels", name="kind", toName="text")
    for n, kind in enumerate(schema.kinds):
        # A label's value is what predictions name; its hint is for people.
        ElementTree.SubElement(
            labels, "Label", value=kind.name, background=_COLORS[n % len(_COLORS)], hint=kind.description
        )
    relations = ElementTree.SubElement(view, "Relations")
    ElementTree.SubElement(relations, "Relation", value=RELATION)
    ElementTree.SubElement(view, "Text", name="text", value="$text", granularity="symbol")
    for kind in schema.kinds:
        box = ElementTree.SubElement(
            view, "View", visibleWhen="region-selected", whenTagName="kind", whenLabelValue=kind.name
        )
        for field in kind.fields:
            ElementTree.SubElement(box, "Header", value=f"{kind.label}: {field.label}", size="6")
            _control(box, kind, field)
    box = ElementTree.SubElement(view, "View", visibleWhen="region-selected")
    ElementTree.SubElement(box, "Header", value="verdict", size="6")
    _choices(box, "verdict", _VERDICTS)
    _text_area(box, "reasons", "Reasons to doubt", several=True)
    _choices(box, "review", _DECISIONS)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _control(parent: ElementTree.Element, kind: Kind, field: FieldInfo) -> None:
    if field.is_enum:
        _choices(parent, _name(kind, field), field.members, several=field.many)
    else:
        _text_area(parent, _name(kind, field), field.marker.description, several=field.many or field.is_reference)


def _choices(parent: ElementTree.Element, name: str, members: Sequence[str], *, several: bool = False) -> None:
    made = ElementTree.SubElement(
        parent, "Choices", name=name, toName="text", perRegion="true", choice="multiple" if several else "single"
    )
    for member in members:
        ElementTree.SubElement(made, "Choice", value=member)


def _text_area(parent: ElementTree.Element, name: str, placeholder: str, *, several: bool) -> None:
    about = {"name": name, "toName": "text", "perRegion": "true", "editable": "true", "placeholder": placeholder}
    ElementTree.SubElement(parent, "TextArea", about if several else about | {"maxSubmissions": "1"})


def labeling_tasks(sources: Sequence[Source], schema: Schema) -> list[Json]:
    """A task for each brief: its text and its facts as one prediction. Raises ValueError where a source has no article."""
    return [_task(source, schema) for source in sources]


def _task(source: Source, schema: Schema) -> Json:
    brief, article = source.brief, source.article
    if article is None:
        raise ValueError(f"{source.name} has no article")
    info = brief.article
    # Escapes for lone surrogates would shift what follows; a mark of the same length does not.
    data = {
        "text": _whole(article.text),
        "title": info.title or info.source,
        "brief": source.name,
        "source": info.source,
        "url": info.url or "",
        "publisher": info.publisher or "",
        "published_at": info.published_at or "",
        "sha256": info.sha256,
        "status": brief.status,
    }
    result = [
        one for kind in schema.kinds for fact in brief.facts.get(kind.name, ()) for one in _results(kind, fact, article)
    ]
    made_by = f"{brief.provenance.tool}, {brief.provenance.model}"
    return {
        "data": {key: value if key == "text" else storable(value) for key, value in data.items()},
        "predictions": [{"model_version": storable(made_by), "result": result}],
    }


def _results(kind: Kind, fact: Fact, article: Article) -> Iterator[Json]:
    ids = [key_of(article.sha256, fact.id, n)[:16] for n in range(len(fact.evidence))]
    for id, evidence in zip(ids, fact.evidence, strict=True):
        yield _result(id, evidence, "kind", "labels", text=_whole(evidence.quote), labels=[kind.name])
    if not fact.evidence:
        return
    first, head = fact.evidence[0], ids[0]
    for field in kind.fields:
        if values := [storable(v) for v in names_in(fact.values.get(field.name))]:
            what = "choices" if field.is_enum else "textarea"
            yield _result(head, first, _name(kind, field), what, **{"choices" if field.is_enum else "text": values})
    yield _result(head, first, "verdict", "choices", choices=[fact.verdict])
    if fact.reasons:
        yield _result(head, first, "reasons", "textarea", text=[storable(r) for r in fact.reasons])
    if (decision := review_of(fact)) is not None:
        yield _result(head, first, "review", "choices", choices=[decision])
    for other in ids[1:]:
        yield {"type": "relation", "from_id": head, "to_id": other, "direction": "right", "labels": [RELATION]}


def _result(id: str, evidence: Evidence, control: str, type: str, **value: Any) -> Json:
    return {
        "id": id,
        "from_name": control,
        "to_name": "text",
        "type": type,
        "origin": "prediction",
        "value": {"start": evidence.start, "end": evidence.end, **value},
    }


def _name(kind: Kind, field: FieldInfo) -> str:
    return f"{kind.name}-{field.name}"


def _whole(text: str) -> str:
    """The text with a replacement mark for each lone surrogate, so that every offset still holds."""
    return _LONE.sub("\ufffd", text)
