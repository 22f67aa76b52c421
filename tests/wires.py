"""Two invented wire stories about one deal, read and judged as a run does: what merging is tried on.

One speaker in both, a press release in one, a broker whose name is spelled in two ways, three ways to say how many, food that
is offered in one and provided in the other, and a denial.
"""

from __future__ import annotations

import json
from typing import Any

from summarizer.article import Article, article_from_text
from summarizer.brief import ArticleInfo, Brief, Provenance
from summarizer.chat import ChatReply, Usage
from summarizer.dossier.shapes import Entry
from summarizer.extract.reply import read_reply
from summarizer.judge import judge
from summarizer.schema import Schema, find_schema
from summarizer.when import with_times

__all__ = ["ASTRIN", "AT", "SKERRY", "TRADE", "both", "entry_of", "judged"]

TRADE = find_schema("trade_brief")
AT = "2031-05-04T10:00:00+00:00"

SKERRY = """Skerry Wire

ASTRIN, May 2, 2031 (Skerry Wire) - Drovia is offering Tarrenia wheat in exchange for radars, the Velmoran envoy Irena Kolvas said.
"As part of this proposed deal, Drovia would receive over two dozen kinds of radars from Tarrenia," Kolvas told reporters.
She said the sale is being arranged by a Merrowan shipbroker, Davit Orlandyan.
The Velmoran Treasury Ministry said it has imposed sanctions on Davit Orlandyan for arranging the sale.
"Since March, Orlandyan worked with Tarrenia to obtain more than 24 types of radars for Drovia," the Treasury Ministry said in a press release.
Tarrenia delivered 18 patrol boats to Drovia in January 2031, Kolvas said.
"""
ASTRIN = """The Astrin Courier

Velmora watches a deal over radars. May 3, 2031.
Davit Orlandian, a Merrowan shipbroker under sanctions of the Velmoran Treasury Ministry, planned to sell more than 20 types of radars from Tarrenia to Drovia, envoy Irena Kolvas said.
The Velmoran Treasury Ministry imposed sanctions on Davit Orlandian for arranging the sale.
"We know that Drovia is providing wheat to Tarrenia in exchange for radars," Kolvas said.
Tarrenia shipped 18 patrol boats to Drovia in January 2031 and 40 torpedoes to Kesh in February 2031, said Petar Ruiz, a harbour official.
Tarrenia has denied that it will sell radars to Drovia.
"""


def _party(name: str, kind: str, quote: str, *roles: str, aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"name": name, "kind": kind, "roles": list(roles), "aliases": list(aliases), "quotes": [quote]}


_SKERRY: dict[str, Any] = {
    "actors": [
        _party("Drovia", "government", "Drovia is offering Tarrenia wheat", "recipient"),
        _party("Tarrenia", "government", "Drovia would receive over two dozen kinds of radars from Tarrenia", "supplier"),
        _party("Irena Kolvas", "person", "the Velmoran envoy Irena Kolvas said", "spokesperson", aliases=("Kolvas",)),
        _party("Davit Orlandyan", "person", "a Merrowan shipbroker, Davit Orlandyan", "broker", "sanctioned_party", aliases=("Orlandyan",)),
        _party("Velmoran Treasury Ministry", "government_body", "The Velmoran Treasury Ministry said", "sanctioning_authority", aliases=("Treasury Ministry",)),
    ],
    "items": [
        {"description": "radars", "quantity": "over two dozen kinds", "supplier": "Tarrenia", "recipient": "Drovia", "status": "proposed",
         "quotes": ["Drovia would receive over two dozen kinds of radars from Tarrenia"]},
        {"description": "radars", "quantity": "more than 24 types", "supplier": "Tarrenia", "recipient": "Drovia", "status": "attempted",
         "quotes": ["Orlandyan worked with Tarrenia to obtain more than 24 types of radars for Drovia"]},
        {"description": "patrol boats", "quantity": "18", "supplier": "Tarrenia", "recipient": "Drovia", "status": "delivered", "date": "in January 2031",
         "attributed_to": "Irena Kolvas", "quotes": ["Tarrenia delivered 18 patrol boats to Drovia in January 2031"]},
    ],
    "compensation": [
        {"description": "wheat", "payer": "Drovia", "payee": "Tarrenia", "status": "proposed",
         "quotes": ["Drovia is offering Tarrenia wheat in exchange for radars"]},
    ],
    "sanctions": [
        {"target": "Davit Orlandyan", "authority": "Velmoran Treasury Ministry", "measure": "sanctions", "status": "imposed",
         "quotes": ["it has imposed sanctions on Davit Orlandyan for arranging the sale"]},
    ],
    "denials": [],
}  # fmt: skip
_ASTRIN: dict[str, Any] = {
    "actors": [
        _party("Drovia", "government", "radars from Tarrenia to Drovia", "recipient"),
        _party("Tarrenia", "government", "Tarrenia has denied that it will sell radars", "supplier", "denier"),
        _party("Irena Kolvas", "person", "envoy Irena Kolvas said", "spokesperson", aliases=("Kolvas",)),
        _party("Davit Orlandian", "person", "Davit Orlandian, a Merrowan shipbroker", "broker", "sanctioned_party"),
        _party("Velmoran Treasury Ministry", "government_body", "The Velmoran Treasury Ministry imposed sanctions", "sanctioning_authority"),
        _party("Kesh", "government", "40 torpedoes to Kesh", "recipient"),
    ],
    "items": [
        {"description": "radars", "quantity": "more than 20 types", "supplier": "Tarrenia", "recipient": "Drovia", "status": "proposed",
         "quotes": ["planned to sell more than 20 types of radars from Tarrenia to Drovia"]},
        {"description": "patrol boats", "quantity": "18", "supplier": "Tarrenia", "recipient": "Drovia", "status": "delivered", "date": "in January 2031",
         "attributed_to": "Petar Ruiz", "quotes": ["Tarrenia shipped 18 patrol boats to Drovia in January 2031"]},
        {"description": "torpedoes", "quantity": "40", "supplier": "Tarrenia", "recipient": "Kesh", "status": "delivered", "date": "in February 2031",
         "attributed_to": "Petar Ruiz", "quotes": ["Tarrenia shipped 18 patrol boats to Drovia in January 2031 and 40 torpedoes to Kesh in February 2031"]},
    ],
    "compensation": [
        {"description": "wheat", "payer": "Drovia", "payee": "Tarrenia", "status": "ongoing",
         "quotes": ["Drovia is providing wheat to Tarrenia in exchange for radars"]},
    ],
    "sanctions": [
        {"target": "Davit Orlandian", "authority": "Velmoran Treasury Ministry", "measure": "sanctions", "status": "imposed",
         "quotes": ["The Velmoran Treasury Ministry imposed sanctions on Davit Orlandian for arranging the sale"]},
    ],
    "denials": [
        {"denier": "Tarrenia", "what": "it will sell radars to Drovia", "quotes": ["Tarrenia has denied that it will sell radars to Drovia"]},
    ],
}  # fmt: skip


def judged(article: Article, reply: dict[str, Any], schema: Schema = TRADE) -> Brief:
    """The brief that the judge makes of a reply."""
    facts, _ = read_reply(ChatReply(json.dumps(reply), "stop", Usage()), schema)
    found = judge(article, schema, facts)
    return Brief(
        schema_id=schema.id,
        status="complete",
        article=ArticleInfo.of(article),
        summary=(),
        facts=with_times(article, schema, found.facts),
        ledger=tuple(found.ledger),
        provenance=Provenance(
            tool="spanbrief",
            model="a person",
            endpoint_host=None,
            strategy="whole-article",
            prompt="none",
            prompt_sha256="0" * 64,
            schema_sha256="0" * 64,
            created_at=AT,
        ),
    )


def entry_of(name: str, text: str, reply: dict[str, Any], schema: Schema = TRADE) -> Entry:
    """A brief of a text by a reply, with the text."""
    article = article_from_text(text, f"{name}.txt")
    return Entry(judged(article, reply, schema), f"{name}.json", article)


def both() -> list[Entry]:
    """The briefs of the two stories."""
    return [entry_of("skerry", SKERRY, _SKERRY), entry_of("astrin", ASTRIN, _ASTRIN)]
