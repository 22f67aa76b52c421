"""Label Studio exports: its own library takes configuration and predictions, and regions are the source's own words."""

from __future__ import annotations

import importlib
import json
import re
import warnings
from typing import Any
from xml.etree import ElementTree

import pytest

from summarizer.article import article_from_text
from summarizer.export.formats import Source, labeling_config, labeling_tasks
from summarizer.export.formats.label_studio import RELATION
from tests.core.test_formats_table import CLASHING
from tests.exporting import ARTICLE, SCHEMA, source


def task() -> dict[str, Any]:
    """The hostile brief's, as JSON carries it."""
    (made,) = json.loads(json.dumps(labeling_tasks([source()], SCHEMA)))
    assert isinstance(made, dict)
    return made


def results(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a task's one prediction."""
    (prediction,) = made["predictions"]
    return list(prediction["result"])


def test_regions_are_evidence() -> None:
    """Each piece of evidence is a region, cut out of the text by code points, with its fact's kind as its label."""
    made = task()
    text = made["data"]["text"]
    regions = [r for r in results(made) if r["type"] == "labels"]
    assert text == ARTICLE.text
    assert [(r["value"]["labels"], r["value"]["text"]) for r in regions] == [
        ([f.kind], e.quote) for kind in SCHEMA.kinds for f in source().brief[kind.name] for e in f.evidence
    ]
    assert all(text[r["value"]["start"] : r["value"]["end"]] == r["value"]["text"] for r in regions)
    assert len({r["id"] for r in regions}) == len(regions)


def test_values_hang_on_the_first_region_and_others_are_related() -> None:
    """A fact's values, verdict and review are at its first evidence; a relation leads from there to the second."""
    entries = results(task())
    head, second = (r["id"] for r in entries if r["type"] == "labels" and r["value"]["labels"] == ["items"])
    said = {r["from_name"]: r["value"] for r in entries if r.get("id") == head}
    assert said["items-recipient"]["text"] == ["Kesh", "Tarn"]
    assert said["items-status"]["choices"] == ["delivered"]
    assert said["verdict"]["choices"] == ["supported"]
    assert said["review"]["choices"] == ["accepted"]
    assert [r for r in entries if r["type"] == "relation"] == [
        {"type": "relation", "from_id": head, "to_id": second, "direction": "right", "labels": [RELATION]}
    ]


def test_configuration_has_a_control_for_every_field() -> None:
    """Labels are the kinds, choices the members of fixed sets; what predictions name is there, once, and of its type."""
    root = ElementTree.fromstring(labeling_config(SCHEMA))
    controls = {e.get("name"): e for e in root.iter() if e.get("name")}
    assert len(controls) == len([e for e in root.iter() if e.get("name")])
    assert [e.get("value") for e in root.iter("Label")] == [k.name for k in SCHEMA.kinds]
    for kind in SCHEMA.kinds:
        for field in kind.fields:
            control = controls[f"{kind.name}-{field.name}"]
            assert control.tag == ("Choices" if field.is_enum else "TextArea")
            assert tuple(c.get("value") for c in control) == field.members
    for entry in results(task()):
        if entry["type"] != "relation":
            assert controls[entry["from_name"]].tag.lower() == entry["type"]


def test_nothing_of_the_article_is_in_the_configuration() -> None:
    """The interface is made of the schema; a title with markup stands in the data, and is shown as a variable."""
    config = labeling_config(SCHEMA)
    assert not re.search(r"<script|Kesh|cmd", config)
    assert '<Header value="$title"' in config
    assert "<b>" in task()["data"]["title"]


def test_a_lone_surrogate_shifts_nothing() -> None:
    """A character that no encoding carries is replaced by one of the same length, two in a row by two."""
    article = article_from_text("\ud83d\ude00 Velmora", "x.txt")
    (made,) = labeling_tasks([Source("x", source().brief.model_copy(update={"facts": {}}), article)], SCHEMA)
    assert len(made["data"]["text"]) == len(article.text)
    assert made["data"]["text"].encode()


def test_a_task_needs_its_text() -> None:
    """Without the article there is no task."""
    with pytest.raises(ValueError, match="no article"):
        labeling_tasks([Source("x", source().brief)], SCHEMA)


@pytest.mark.parametrize("schema", [SCHEMA, CLASHING], ids=["trade_brief", "clashing"])
def test_its_library_takes_configuration_and_predictions(schema: Any) -> None:
    """label-studio-sdk finds nothing wrong with the configuration, nor with any region, value or relation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip(
            "label_studio_sdk", reason="needs label-studio-sdk: pip install label-studio-sdk", exc_type=ImportError
        )
        interface = importlib.import_module("label_studio_sdk.label_interface").LabelInterface(labeling_config(schema))
        interface.validate()
        made: dict[str, Any] = (
            task() if schema is SCHEMA else {"predictions": [{"result": []}], "data": {"text": "x", "title": "x"}}
        )
        assert interface.validate_prediction(made["predictions"][0] | {"model_version": "x"}, return_errors=True) == []
        broken = json.loads(json.dumps(made["predictions"][0]).replace('"delivered"', '"sold"'))
        assert schema is not SCHEMA or interface.validate_prediction(broken, return_errors=True)


def test_its_converter_cuts_the_same_words() -> None:
    """What its converters make of regions behind emoji are the quote's words: it counts code points."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip(
            "label_studio_sdk", reason="needs label-studio-sdk: pip install label-studio-sdk", exc_type=ImportError
        )
        convert = importlib.import_module("label_studio_sdk.converter.utils").create_tokens_and_tags
    made = task()
    region = next(r["value"] for r in results(made) if r["type"] == "labels" and r["value"]["labels"] == ["denials"])
    tokens, tags = convert(made["data"]["text"], [region])
    tagged = [token for token, tag in zip(tokens, tags, strict=True) if tag != "O"]
    # Its tokens end with the sentence's full stop.
    assert "".join("".join(tagged).split()).rstrip(".") == "".join(region["text"].split())


def test_clashing_names_stay_apart() -> None:
    """Controls of kinds whose names differ in capitals only have names of their own."""
    root = ElementTree.fromstring(labeling_config(CLASHING))
    names = [e.get("name") for e in root.iter() if e.get("name")]
    assert len(set(names)) == len(names)
