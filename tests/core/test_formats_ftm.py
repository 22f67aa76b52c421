"""FollowTheMoney exports: the model's own package takes them, and they say no more than the article does."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterable
from typing import Annotated, Any

import pytest

from summarizer.brief import Fact
from summarizer.export.formats import Source, ftm_entities
from summarizer.schema import Claim, Free, Reference, Report, compile_schema
from tests.exporting import BOATS, EMBARGO, SCHEMA, THREAT, fact, facts, source

SAID = {"proof", "publisher", "sourceUrl"}
KNOWN = {
    "Article": {"name", "title", "fileName", "publishedAt", "publisher", "sourceUrl", "notes"},
    "Person": {"name", "alias", *SAID},
    "Company": {"name", "alias", *SAID},
    "PublicBody": {"name", "alias", *SAID},
    "Organization": {"name", "alias", *SAID},
    "LegalEntity": {"name", "alias", *SAID},
    "Mention": {"document", "name", "resolved", "detectedSchema"},
    "Documentation": {"document", "entity", "role", "date", *SAID},
    "Note": {"name", "description", "entity", "keywords", "notes", *SAID},
    "UnknownLink": {
        "subject",
        "object",
        "role",
        "status",
        "summary",
        "description",
        "recordId",
        "date",
        "startDate",
        "endDate",
        *SAID,
    },
    "Sanction": {
        "entity",
        "authority",
        "provisions",
        "status",
        "summary",
        "description",
        "recordId",
        "date",
        "startDate",
        "endDate",
        *SAID,
    },
}
"""The schemata of the model that are used, and which of their properties."""
REFERRING = {"proof", "document", "resolved", "entity", "subject", "object"}


def entities(*sources: Source) -> list[dict[str, Any]]:
    """The entities of briefs, or of the hostile one."""
    return ftm_entities(sources or [source()], SCHEMA)


def of(found: Iterable[dict[str, Any]], schema: str) -> list[dict[str, Any]]:
    """Those of a schema."""
    return [e for e in found if e["schema"] == schema]


def one(found: Iterable[dict[str, Any]], name: str) -> dict[str, Any]:
    """The party of a name."""
    (party,) = [
        e
        for e in found
        if e["properties"].get("name") == [name]
        and e["schema"] in ("Person", "Company", "PublicBody", "Organization", "LegalEntity")
    ]
    return party


def test_the_package_finds_nothing_wrong() -> None:
    """FollowTheMoney validates every entity, has no value to clean, and builds its graph of links."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whatever its dependencies say when they are imported
        pytest.importorskip(
            "followthemoney",
            reason="needs followthemoney, which needs PyICU: pip install followthemoney",
            exc_type=ImportError,
        )
        model = importlib.import_module("followthemoney").model
    for entity in entities():
        schema = model.get(entity["schema"])
        schema.validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert name in schema.properties
            assert sorted(proxy.get(name)) == sorted(values), (entity["schema"], name)
        assert all(proxy.get(name) for name in schema.required if name != "fileName")
        assert proxy.caption
        if entity["schema"] == "UnknownLink":
            assert schema.edge
            assert list(proxy.edgepairs())


def test_only_known_schemata_and_properties() -> None:
    """Without the package: every schema and property is one that the model has, every value a string, every reference leads somewhere."""
    found = entities()
    ids = {e["id"] for e in found}
    assert len(ids) == len(found)
    for entity in found:
        assert set(entity) == {"id", "schema", "properties"}
        assert set(entity["properties"]) <= KNOWN[entity["schema"]]
        for name, values in entity["properties"].items():
            assert values and all(isinstance(v, str) and v for v in values)
            assert name not in REFERRING or set(values) <= ids
    assert {e["schema"] for e in found} >= {
        "Article",
        "Company",
        "PublicBody",
        "LegalEntity",
        "Note",
        "UnknownLink",
        "Sanction",
    }


def test_every_fact_is_a_note_with_the_sources_words() -> None:
    """Each fact has a note whose description is each of its quotes, character for character, with offsets and proof."""
    found = entities()
    notes = of(found, "Note")
    (article,) = of(found, "Article")
    assert len(notes) == len(facts())
    for told in facts():
        wanted = [f"“{e.quote}” [{e.start}–{e.end}]" for e in told.evidence]
        assert any(n["properties"]["description"] == wanted for n in notes)
    assert all(n["properties"]["proof"] == [article["id"]] for n in notes)
    assert all(n["properties"]["sourceUrl"] == ["https://news.example/a?b=1&c=2"] for n in notes)


def test_links_have_a_direction_and_say_how_sure_it_is() -> None:
    """Who gives leads to who takes, once for each recipient, with status, verdict and review; the time in its fields."""
    found = entities()
    links = [e["properties"] for e in of(found, "UnknownLink")]
    boats = [p for p in links if p["role"] == ["item: =SUM(1,2) boats"]]
    assert [p["subject"] for p in boats] == [[one(found, "Velmora")["id"]]] * 2
    assert [p["object"] for p in boats] == [[one(found, "Kesh")["id"]], [one(found, "Tarn")["id"]]]
    assert boats[0]["status"] == ["delivered", "supported", "review: accepted"]
    assert (boats[0]["startDate"], boats[0]["endDate"]) == (["2025-03-01"], ["2025-03-31"])
    (paid,) = [p for p in links if p["role"] == ["payment: -40 million crowns"]]
    assert paid["status"][-1] == "review: conflict"


def test_a_denial_is_no_link() -> None:
    """What is denied is a note about who denies it, and no more."""
    found = entities(source("one", next(f for f in facts() if f.kind == "denials")))
    assert not of(found, "UnknownLink")
    assert of(found, "Note")[0]["properties"]["keywords"] == ["denials", "supported", "review: open"]


class Rebuttal(Claim):
    """A contradiction that names both sides."""

    contradicts = True

    what: Annotated[str, Free("What is contradicted.", affirmative=True)]
    by: Annotated[str | None, Reference("Who contradicts.", side="doer")] = None
    against: Annotated[str | None, Reference("Who said it.", side="target")] = None


class Rebuttals(Report):
    """Contradictions."""

    schema_id = "rebuttals/1"
    rebuttals: list[Rebuttal] = []


def test_a_contradiction_with_two_sides_is_no_link() -> None:
    """A schema of one's own may name whom a denial contradicts: they are not linked by what did not happen."""
    values = {"what": "Velmora sold boats", "by": "Velmora", "against": "Kesh"}
    told = Fact(kind="rebuttals", id="rebuttals-1", values=values, evidence=facts()[0].evidence)
    made = source().brief.model_copy(
        update={"schema_id": "rebuttals/1", "facts": {"rebuttals": (told,)}, "summary": ()}
    )
    found = ftm_entities([Source("one", made)], compile_schema(Rebuttals))
    assert [one(found, name)["schema"] for name in ("Velmora", "Kesh")] == ["LegalEntity"] * 2
    assert not of(found, "UnknownLink")


@pytest.mark.parametrize(
    ("told", "sanctions"),
    [
        (fact("sanctions", EMBARGO, target="Kesh", authority="Drovia", status="imposed"), 1),
        (fact("sanctions", EMBARGO, target="Kesh", authority="Drovia", status="in_force"), 1),
        (fact("sanctions", THREAT, target="Tarn", authority="Drovia", status="threatened"), 0),
        (fact("sanctions", EMBARGO, target="Kesh", authority="Drovia", status="lifted"), 0),
        (fact("sanctions", EMBARGO, target="Kesh", authority="Drovia", status="imposed", reasons=("modality: so",)), 0),
    ],
)
def test_a_sanction_is_one_only_if_the_article_says_so(told: Fact, sanctions: int) -> None:
    """A measure that is threatened, lifted or doubtful is a link and no Sanction; and nobody gets the topic of one."""
    found = entities(source("one", told))
    assert len(of(found, "Sanction")) == sanctions
    assert len(of(found, "UnknownLink")) == 1
    assert not any("topics" in e["properties"] for e in found)


def test_addresses_that_act_are_left_out() -> None:
    """An article's address is a URL only if it can be followed without running anything."""
    for url in ("javascript:alert(1)", "https://a b/", "file:///etc/passwd", "http://user@evil.example/\u202e"):
        assert not any("sourceUrl" in e["properties"] for e in entities(source(url=url)))


def test_parties_of_two_articles_stay_apart() -> None:
    """The same name in two articles is two entities; the same text twice is one."""
    other = source("other")
    changed = other.brief.model_copy(update={"article": other.brief.article.model_copy(update={"sha256": "a" * 64})})
    assert len(entities(source(), Source("other", changed))) == 2 * len(entities())
    assert entities(source(), source("again")) == entities()


def test_an_alias_that_two_parties_share_leads_to_neither() -> None:
    """A name that two listed parties go by is an entity of its own; one that is a party's own name is that party."""
    made = [
        fact("actors", "Velmora", name="Velmora", kind="government", aliases=["the Union", "Kesh"]),
        fact("actors", "Kesh", name="Kesh", kind="company", aliases=["the  union"]),
        fact("items", BOATS, description="boats", supplier="The Union", recipient="kesh", status="delivered"),
    ]
    found = entities(source("one", *made))
    (link,) = of(found, "UnknownLink")
    assert link["properties"]["object"] == [one(found, "Kesh")["id"]]
    assert one(found, "The Union")["schema"] == "LegalEntity"


def test_long_values_are_cut_to_what_the_model_takes() -> None:
    """A name of a thousand letters is cut with a mark, its fact's quotes are whole."""
    found = entities(source("one", fact("actors", "Velmora", name="V" * 1000, kind="person")))
    (name,) = of(found, "Person")[0]["properties"]["name"]
    assert (len(name), name[-1]) == (384, "…")
