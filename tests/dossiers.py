"""A dossier made by hand: one deal told twice, a conflict, a denial, a suggested link, hostile words."""

from __future__ import annotations

from typing import Any

from summarizer.brief import Evidence, LedgerLine
from summarizer.dossier.shapes import (
    BriefInfo,
    Claim,
    Conflict,
    Days,
    Dossier,
    Entity,
    EntityName,
    Link,
    Moment,
    Side,
    SourceGroup,
    Sources,
    Statement,
)

__all__ = ["EVIL", "a_claim", "a_dossier", "a_party", "a_statement", "many_deals"]

EVIL = (
    '</style></svg><script>alert(1)</script> \u202e"x" \'y\' & {{7*7}} <style>*{display:none}</style> href="index.html#'
)


def a_statement(brief: int, quote: str, *, reasons: tuple[str, ...] = (), **values: Any) -> Statement:
    """What a brief says, by one quote."""
    evidence = Evidence(start=7, end=7 + len(quote), quote=quote, prefix="", suffix="", match="exact", occurrences=1)
    return Statement(
        brief=brief,
        fact=f"items-{len(quote)}",
        values=values,
        evidence=(evidence,),
        verdict="flagged" if reasons else "supported",
        reasons=reasons,
        speaker=("Irena Kolvas",),
    )


def a_claim(id: str, kind: str, what: str, parties: dict[str, tuple[str, ...]], *said: Statement, **more: Any) -> Claim:
    """A claim of these statements, each of a source of its own unless told otherwise."""
    groups = tuple(SourceGroup(statements=(n,), why="") for n in range(len(said)))
    given = {"sources": Sources(count=len(said), groups=groups)} | more
    return Claim(id=id, kind=kind, what=what, parties=parties, statements=said, **given)


def a_party(id: str, name: str, kind: str | None = None, *mentions: str) -> Entity:
    """A party that both briefs name."""
    names = (EntityName(name=name, briefs=(0, 1)),)
    return Entity(id=id, name=name, names=names, kind=kind, roles=("supplier",), mentions=mentions or (f"0/{id}",))


def a_dossier(**more: Any) -> Dossier:
    """The dossier; ``more`` replaces parts of it."""
    rifles = a_claim(
        "claim-1",
        "items",
        "over two dozen kinds of rifles",
        {"supplier": ("tarrenia",), "recipient": ("drovia",), "attributed_to": ("kolvas",)},
        a_statement(
            0,
            "more than two dozen kinds of rifles",
            description="rifles",
            quantity="over two dozen kinds",
            status="proposed",
        ),
        a_statement(
            1, "more than 20 kinds", reasons=("modality: 'would' only plans",), description="rifles", status="proposed"
        ),
        conflicts=(
            Conflict(
                field="quantity",
                code="value",
                compatible=True,
                words="more than 24 is more than 20, too",
                sides=(
                    Side(words="over two dozen kinds", statements=(0,)),
                    Side(words="more than 20 kinds", statements=(1,)),
                ),
            ),
            Conflict(
                field=None,
                code="denied",
                compatible=False,
                words="Tarrenia denies it",
                sides=(Side(words="it is so", statements=(0, 1)), Side(words="it is not so", statements=())),
            ),
        ),
        denials=("claim-4",),
        sources=Sources(count=1, groups=(SourceGroup(statements=(0, 1), why="same quoted speaker: Irena Kolvas"),)),
        days=Days(start="2026-10-01", end="2026-12-31"),
    )
    food = a_claim(
        "claim-2",
        "compensation",
        "food",
        {"payer": ("drovia",), "payee": ("tarrenia",)},
        a_statement(0, "Drovia offered food", description="food", status="proposed"),
        a_statement(1, "Drovia is providing food", description="food", status="ongoing"),
        conflicts=(
            Conflict(
                field="status",
                code="status",
                compatible=False,
                words="what is only proposed is not under way",
                sides=(Side(words="proposed", statements=(0,)), Side(words="ongoing", statements=(1,))),
            ),
        ),
    )
    frozen = a_claim(
        "claim-3",
        "sanctions",
        "Davit Mkrtychan",
        {"target": ("broker",), "authority": ("velmora",)},
        a_statement(
            0,
            "Velmora froze his assets",
            reasons=("name_not_in_evidence: 'Davit'",),
            target="Davit Mkrtychan",
            measure="froze his assets",
            status="imposed",
        ),
    )
    denial = a_claim(
        "claim-4",
        "denials",
        "sold rifles to Drovia",
        {"denier": ("tarrenia",)},
        a_statement(1, "Tarrenia has denied that it sold rifles", denier="Tarrenia", what="sold rifles to Drovia"),
        denies=("claim-1",),
    )
    evil = a_claim(
        "claim-5",
        "items",
        EVIL,
        {"supplier": ("evil",), "recipient": ("drovia",)},
        a_statement(1, EVIL, description=EVIL),
    )
    link = Link(
        one="0/broker",
        other="1/trader",
        confidence=0.74,
        reasons=("only vowels differ", "both stand beside Velmora"),
        state="suggested",
    )
    parts: dict[str, Any] = {
        "schema_id": "trade_brief/1",
        "created_at": "2026-11-23T16:00:00+00:00",
        "tool": "spanbrief",
        "briefs": tuple(
            BriefInfo(
                name=f"{name}.json",
                sha256="0" * 64,
                title=title,
                publisher="Skerry Wire",
                published_at="2026-11-20",
                url=url,
                source=f"{name}.txt",
                status="suspect" if title == EVIL else "complete",
                facts=5,
                open_reviews=1,
            )
            for name, title, url in (
                ("first", "Rifles for food", "https://skerry.example/1"),
                ("second", EVIL, "javascript:alert(2)"),
            )
        ),
        "entities": (
            a_party("tarrenia", "Tarrenia", "government"),
            a_party("drovia", "Drovia", "government"),
            a_party("kolvas", "Irena Kolvas", "person"),
            a_party("broker", "Davit Mkrtychan", "person"),
            a_party("trader", "Davit Mkrtchyan", "person", "1/trader"),
            a_party("velmora", "Velmora", "government"),
            a_party("evil", EVIL),
        ),
        "links": (link,),
        "claims": (rifles, evil, food, frozen, denial),
        "timeline": (
            Moment(
                start="2026-10-01",
                end="2026-12-31",
                precision="quarter",
                approximate=True,
                claim="claim-1",
                words="late this year",
            ),
            Moment(start=None, end=None, precision=None, approximate=False, claim="claim-2", words=EVIL),
        ),
        "ledger": (LedgerLine(path="1/items/items-9", code="not_grouped", value=EVIL, quote=EVIL, hint=EVIL),),
    }
    return Dossier(**(parts | more))


def many_deals(parties: int, deals: int) -> Dossier:
    """A dossier with as many parties and deals, no two alike."""
    entities = tuple(
        a_party(f"party-{n}", f"Party number {n} of the Harbour League", "company") for n in range(parties)
    )
    claims = tuple(
        a_claim(
            f"claim-{n}",
            "items",
            f"{n + 2} crates of spare parts for radars",
            {"supplier": (f"party-{n % parties}",), "recipient": (f"party-{(n * 7 + 3) % parties}",)},
            a_statement(n % 2, f"{n + 2} crates", description="spare parts", status="delivered"),
        )
        for n in range(deals)
    )
    return a_dossier(entities=entities, claims=claims, links=(), timeline=(), ledger=())
