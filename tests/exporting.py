"""A hostile article, and a reviewed brief of it, for the exports: markup, formulas, characters outside the basic plane, CR LF."""

from __future__ import annotations

from typing import Any

from summarizer.article import article_from_text
from summarizer.brief import Brief, Fact, FactReview, LedgerLine, ResolvedTime, ReviewOutcome, fact_id
from summarizer.export.formats import Source
from summarizer.schema import Schema
from tests.reviewing import TRADE, brief, evidence

TEXT = (
    "<b>🚢 Kesh & Co</b> =cmd|' /C calc'!A1\r\n\r\n"
    'ASTRIN, March 14 (Skerry Wire) - 🚢🚀 Velmora sold =SUM(1,2) boats, "the lot", to <script>Kesh</script> in March.\r\n'
    "Drovia imposed an arms embargo on Kesh in June. Drovia also threatened sanctions against Tarn.\r\n"
    "@Tobin Orvand denied that \u202eVelmora sold boats. Kesh paid -40 million crowns to Velmora.\r\n"
)
ARTICLE = article_from_text(TEXT, "hostile/../=1+1.txt")
BOATS = 'Velmora sold =SUM(1,2) boats, "the lot", to <script>Kesh</script> in March'
EMBARGO = "Drovia imposed an arms embargo on Kesh in June"
THREAT = "Drovia also threatened sanctions against Tarn"
DENIAL = "@Tobin Orvand denied that \u202eVelmora sold boats"
PAID = "Kesh paid -40 million crowns to Velmora"


def fact(kind: str, /, *quotes: str, **given: Any) -> Fact:
    """A fact of the article with all its fields; ``reasons``, ``review`` and ``resolved`` are its own."""
    own = {name: given.pop(name) for name in ("reasons", "review", "resolved") if name in given}
    empty: dict[str, Any] = {f.name: [] if f.many else None for f in TRADE.kind(kind).fields}
    cited = tuple(evidence(q, article=ARTICLE) for q in quotes)
    main = str(given.get(TRADE.kind(kind).main.name))
    return Fact(kind=kind, id=fact_id(kind, main, cited), values=empty | given, evidence=cited, **own)


MARCH = ResolvedTime(words="in March", start="2025-03-01", end="2025-03-31", precision="month", approximate=False)
AT = "2026-11-02T08:00:00+00:00"


def facts() -> list[Fact]:
    """A party, a transfer with two pieces of evidence, an embargo, a threat, a denial and a payment, each decided in another way."""
    sides = (
        ReviewOutcome(decision="accepted", by="anna", at=AT, reason=None, kind="compensation", values={}),
        ReviewOutcome(decision="rejected", by="ben", at=AT, reason="=no", kind="compensation", values=None),
    )
    return [
        fact(
            "actors",
            "Velmora",
            name="Velmora",
            kind="government",
            aliases=["Velmoran 'Republic'", "+V"],
            roles=["supplier"],
        ),
        fact("actors", "<b>🚢 Kesh & Co</b>", name="Kesh", kind="company", aliases=["<b>Kesh & Co</b>"]),
        fact(
            "items",
            BOATS,
            "🚢🚀",
            description="=SUM(1,2) boats",
            quantity='["two"]',
            supplier="Velmora",
            recipient=["Kesh", "Tarn"],
            status="delivered",
            date="in March",
            resolved={"date": MARCH},
            review=FactReview(decision="accepted", by=("anna", "=ben"), at=AT),
        ),
        fact(
            "sanctions",
            EMBARGO,
            target="Kesh",
            authority="Drovia",
            measure="arms embargo",
            status="imposed",
            review=FactReview(decision="open"),
        ),
        fact(
            "sanctions",
            THREAT,
            target="Tarn",
            authority="Drovia",
            status="threatened",
            reasons=("modality: 'threatened' is <i>no</i> imposing",),
            review=FactReview(decision="open"),
        ),
        fact("denials", DENIAL, denier="@Tobin Orvand", what="Velmora sold boats", review=FactReview(decision="open")),
        fact(
            "compensation",
            PAID,
            description="-40 million crowns",
            payer="Kesh",
            payee="Velmora",
            status="delivered",
            review=FactReview(decision="conflict", by=("anna", "ben"), at=AT, outcomes=sides),
        ),
    ]


LEDGER = [
    LedgerLine(path="items/9", code="quote_not_found", value={"a": ["=1"]}, quote="\t=2", hint="'quoted'", attempt=1),
    LedgerLine(path="", code="deadline"),
]


def source(name: str = "hostile", *chosen: Fact, url: str | None = "https://news.example/a?b=1&c=2") -> Source:
    """The brief as it is exported, with its article."""
    made = brief(*(chosen or facts()), ledger=LEDGER, article=ARTICLE)
    return Source(name, addressed(made, url), ARTICLE)


def addressed(made: Brief, url: str | None) -> Brief:
    """A brief whose article came from an address."""
    return made.model_copy(update={"article": made.article.model_copy(update={"url": url, "language": "en"})})


SCHEMA: Schema = TRADE
