"""A dossier as its page says it: codes and anchors given, sides and standings worked out, everything in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from summarizer.errors import SchemaError
from summarizer.export.dossier_page import (
    BriefRow,
    ClaimCard,
    ClaimRef,
    Column,
    ConflictCard,
    DenialCard,
    DossierPage,
    First,
    KindCards,
    LedgerCards,
    LinkCard,
    MomentRow,
    PartyCard,
    PartyRef,
    Said,
    SideRow,
    Standing,
)
from summarizer.export.page import HUES, Reason, web_address
from summarizer.export.reviews import moment
from summarizer.export.view import CAVEAT, MEANINGS, letters, value_words
from summarizer.schema import FieldInfo, Free, Kind, Reference, Schema, find_schema

if TYPE_CHECKING:
    from summarizer.dossier.shapes import Claim, Conflict, Dossier, Entity, Link, Moment, Statement

__all__ = ["dossier_page", "schema_of"]

_GIVERS, _TAKERS = ("giver", "doer"), ("taker", "target")
_LINKS = {
    "suggested": "May be the same as",
    "confirmed": "The same as",
    "same": "The same as",
    "rejected": "Not the same as",
}


def schema_of(dossier: Dossier, schema: Schema | None = None) -> Schema | None:
    """The schema of a dossier: the one that is given, else the built-in one that it names; None where there is neither."""
    if schema is not None:
        return schema
    try:
        return find_schema(dossier.schema_id)
    except SchemaError:
        return None


def dossier_page(dossier: Dossier, schema: Schema | None = None) -> DossierPage:
    """What the page of a dossier says. Without its schema fields have their own names, and nobody's side is known."""
    return _View(dossier, schema_of(dossier, schema)).page()


class _View:
    """One dossier, with the codes and anchors that its parts have in the page."""

    def __init__(self, dossier: Dossier, schema: Schema | None) -> None:
        self.dossier = dossier
        self.kinds: dict[str, Kind] = {kind.name: kind for kind in schema.kinds} if schema is not None else {}
        names = [*self.kinds, *(c.kind for c in dossier.claims)]
        self.names = list(dict.fromkeys(names))
        labels = [self.kinds[name].label if name in self.kinds else name for name in self.names]
        self.letters = dict(zip(self.names, letters(labels), strict=True))
        self.codes: dict[str, str] = {}
        counts = dict.fromkeys(self.names, 0)
        for claim in dossier.claims:
            counts[claim.kind] += 1
            self.codes[claim.id] = f"{self.letters[claim.kind]}{counts[claim.kind]}"
        self.by_id = {claim.id: claim for claim in dossier.claims}
        self.parties = {
            entity.id: PartyRef(entity.id, entity.name, f"p-{n}") for n, entity in enumerate(dossier.entities, 1)
        }
        self.entity_of = {key: entity.id for entity in dossier.entities for key in entity.mentions}

    def page(self) -> DossierPage:
        cards = {claim.id: self.claim(claim) for claim in self.dossier.claims}
        listed = [name for name in self.names if name not in self.kinds or not self.kinds[name].is_party]
        kinds = tuple(self.kind(name, cards.values()) for name in listed)
        suggested = [link for link in self.dossier.links if link.state == "suggested"]
        moments = [self.moment(m) for m in self.dossier.timeline]
        briefs = tuple(self.briefs())
        suspect = [row.code for row in briefs if row.status == "suspect"]
        return DossierPage(
            title="Dossier",
            about=", ".join(
                [
                    _count(len(briefs), "brief", "briefs"),
                    _count(len(cards), "claim", "claims"),
                    _count(len(self.parties), "party", "parties"),
                    _count(sum("conflict" in c.badges for c in cards.values()), "conflict", "conflicts"),
                    _count(len(suggested), "link to decide", "links to decide"),
                ]
            )
            + ".",
            suspect=f"SUSPECT: do not read {', '.join(suspect)} as complete; the ledgers of these briefs say why."
            if suspect
            else "",
            caveat=CAVEAT,
            first=tuple(self.first(cards.values(), suggested)),
            briefs=briefs,
            kinds=kinds,
            parties=tuple(self.party(entity, cards.values()) for entity in self.dossier.entities),
            undecided=f"{_count(len(suggested), 'link is', 'links are')} suggested and not decided: "
            "the claims of such parties are counted apart until somebody confirms them (summarizer review)."
            if suggested
            else "",
            moments=tuple(m for m in moments if m.days),
            undated=tuple(m for m in moments if not m.days),
            ledger=tuple(self.ledger()),
            made=f"{self.dossier.tool} · {self.dossier.schema_id} · {moment(self.dossier.created_at)}",
        )

    def briefs(self) -> Iterator[BriefRow]:
        for n, brief in enumerate(self.dossier.briefs):
            title = brief.title or brief.source or brief.name
            place = brief.url or brief.source
            words = [w for w in (brief.publisher, (brief.published_at or "")[:10], place) if w and w != title]
            yield BriefRow(
                code=_code(n),
                anchor=f"b-{n + 1}",
                name=brief.name,
                title=title,
                href=web_address(brief.url),
                words=tuple(words),
                status=brief.status,
                facts=brief.facts,
                open_reviews=brief.open_reviews,
            )

    def kind(self, name: str, cards: Iterable[ClaimCard]) -> KindCards:
        title = name.replace("_", " ")
        mine = tuple(card for card in cards if card.kind == name)
        return KindCards(
            name,
            title[:1].upper() + title[1:],
            self.names.index(name) % HUES,
            f"No claim is of this kind ({title}).",
            mine,
        )

    # Claims.

    def claim(self, claim: Claim) -> ClaimCard:
        kind = self.kinds.get(claim.kind)
        givers, takers = self.side(claim, kind, _GIVERS), self.side(claim, kind, _TAKERS)
        conflicts = tuple(self.conflict(claim, c) for c in claim.conflicts if c.code != "denied")
        denials = tuple(self.denial(self.by_id[id]) for id in claim.denials if id in self.by_id)
        flagged = [s for s in claim.statements if s.verdict == "flagged"]
        standing: Standing = "flagged" if flagged and len(flagged) == len(claim.statements) else "supported"
        badges = ["flagged"] if standing == "flagged" else []
        if any(_at_odds(c) for c in claim.conflicts):
            standing, badges = "conflict", ["conflict", *badges]
        if denials:
            standing, badges = "denied", ["denied", *badges]
        count = claim.sources.count
        how_far = " / ".join(self.how_far(claim, kind))
        marks = self.marks(claim, denials, len(flagged))
        return ClaimCard(
            id=claim.id,
            code=self.codes[claim.id],
            anchor=self.anchor(claim.id),
            kind=claim.kind,
            hue=self.names.index(claim.kind) % HUES,
            what=claim.what,
            title=_title(claim, kind),
            parties=tuple(
                (self.label(kind, field), tuple(self.parties[id] for id in ids if id in self.parties))
                for field, ids in claim.parties.items()
                if ids
            ),
            givers=givers,
            takers=takers,
            is_deal=bool(givers or takers) and not (kind is not None and kind.claim.contradicts),
            how_far=how_far,
            days=_days(claim.days.start, claim.days.end) if claim.days is not None else "",
            count=count,
            sources=_count(count, "independent source", "independent sources"),
            groups=tuple(self.group(claim, group.statements, group.why) for group in claim.sources.groups),
            conflicts=conflicts,
            denials=denials,
            denies=tuple(self.ref(id) for id in claim.denies if id in self.by_id),
            columns=tuple(self.columns(claim, kind)),
            standing=standing,
            badges=tuple(badges),
            standing_words="; ".join(
                filter(None, [how_far, _count(count, "independent source", "independent sources"), *marks])
            ),
        )

    def side(self, claim: Claim, kind: Kind | None, sides: Sequence[str]) -> tuple[PartyRef, ...]:
        if kind is None:
            return ()
        fields = [f.name for f in kind.fields if isinstance(f.marker, Reference) and f.marker.side in sides]
        ids = dict.fromkeys(id for field in fields for id in claim.parties.get(field, ()))
        return tuple(self.parties[id] for id in ids if id in self.parties)

    def how_far(self, claim: Claim, kind: Kind | None) -> list[str]:
        """What the sources say of how far it has come, each once: the values of the fields that tell it."""
        if kind is None:
            return []
        fields = [f.name for f in kind.fields if f.is_enum and not f.many and f.required]
        told = [value_words(s.values.get(name)).replace("_", " ") for name in fields for s in claim.statements]
        return list(dict.fromkeys(filter(None, told)))

    def marks(self, claim: Claim, denials: Sequence[DenialCard], flagged: int) -> list[str]:
        """What is wrong with a claim, in a few words each."""
        kind = self.kinds.get(claim.kind)
        fields = dict.fromkeys(self.label(kind, c.field or c.code) for c in claim.conflicts if _at_odds(c))
        by = dict.fromkeys(party.name for denial in denials for party in denial.by)
        found = [f"conflict: {', '.join(fields)}"] if fields else []
        if denials:
            found.append(f"denied by {', '.join(by)}" if by else "denied")
        if flagged:
            found.append(
                "flagged" if flagged == len(claim.statements) else f"flagged in {flagged} of {len(claim.statements)}"
            )
        return found

    def group(self, claim: Claim, members: Sequence[int], why: str) -> str:
        codes = dict.fromkeys(_code(claim.statements[n].brief) for n in members)
        return f"{', '.join(codes)}: {why}" if why else ", ".join(codes)

    def conflict(self, claim: Claim, conflict: Conflict) -> ConflictCard:
        field = self.label(self.kinds.get(claim.kind), conflict.field or conflict.code)
        said = "told differently, and both can hold." if conflict.compatible else "conflict."
        return ConflictCard(
            title=f"{field[:1].upper()}{field[1:]}: {said}",
            words=conflict.words,
            compatible=conflict.compatible,
            sides=tuple(
                SideRow(side.words, tuple(dict.fromkeys(_code(claim.statements[n].brief) for n in side.statements)))
                for side in conflict.sides
            ),
        )

    def denial(self, claim: Claim) -> DenialCard:
        kind = self.kinds.get(claim.kind)
        speakers = [f.name for f in kind.fields if f.is_speaker] if kind is not None else []
        ids = dict.fromkeys(id for field, of in claim.parties.items() if field not in speakers for id in of)
        by = tuple(self.parties[id] for id in ids if id in self.parties)
        quotes = tuple((e.quote, _code(s.brief)) for s in claim.statements for e in s.evidence)
        words = f"{', '.join(p.name for p in by)}: {claim.what}" if by else claim.what
        return DenialCard(self.codes[claim.id], self.anchor(claim.id), words, by, quotes)

    def columns(self, claim: Claim, kind: Kind | None) -> Iterator[Column]:
        by_brief: dict[int, list[Said]] = {}
        for statement in claim.statements:
            by_brief.setdefault(statement.brief, []).append(self.said(statement, kind))
        for n, said in sorted(by_brief.items()):
            brief = self.dossier.briefs[n]
            words = [brief.publisher or brief.title or brief.name, (brief.published_at or "")[:10]]
            yield Column(_code(n), f"b-{n + 1}", " · ".join(filter(None, words)), tuple(said))

    def said(self, statement: Statement, kind: Kind | None) -> Said:
        fields = {f.name: f for f in kind.fields} if kind is not None else {}
        review = statement.review
        return Said(
            speaker=", ".join(statement.speaker),
            values=tuple(
                (self.label(kind, name), _value(statement, name, fields.get(name)))
                for name, value in statement.values.items()
                if value_words(value)
            ),
            quotes=tuple((e.quote, f"{e.start}–{e.end}") for e in statement.evidence),
            verdict=statement.verdict,
            reasons=tuple(_reasons(statement.reasons)),
            decision=review.decision if review is not None else "",
            review=review.decision.replace("_", " ") if review is not None else "",
        )

    def label(self, kind: Kind | None, field: str) -> str:
        if kind is not None and any(f.name == field for f in kind.fields):
            return kind.field(field).label
        return field.replace("_", " ")

    def anchor(self, id: str) -> str:
        return f"c-{self.codes[id]}"

    def ref(self, id: str) -> ClaimRef:
        return ClaimRef(self.codes[id], self.anchor(id), self.by_id[id].what)

    # What is at odds, parties, times, the ledger.

    def first(self, cards: Iterable[ClaimCard], suggested: Sequence[Link]) -> Iterator[First]:
        for card in cards:
            if "conflict" in card.badges:
                words = "; ".join(c.words for c in card.conflicts if not c.compatible)
                yield First("conflict", "Conflict", f"{card.code} {card.what}: {words}", card.anchor)
            if card.denials:
                by = ", ".join(dict.fromkeys(p.name for d in card.denials for p in d.by)) or "somebody"
                yield First("denied", "Denied", f"{card.code} {card.what}: by {by}", card.anchor)
        for link in suggested:
            one, other = self.party_of(link.one), self.party_of(link.other)
            if one is not None and other is not None:
                yield First("suggested", "One party or two?", f"{one.name} and {other.name}", one.anchor)

    def party_of(self, key: str) -> PartyRef | None:
        """The party of a link's end, which is a mention or a party itself."""
        return self.parties.get(key) or self.parties.get(self.entity_of.get(key, ""))

    def party(self, entity: Entity, cards: Iterable[ClaimCard]) -> PartyCard:
        links = []
        for link in self.dossier.links:
            ends = [self.party_of(link.one), self.party_of(link.other)]
            mine = [end for end in ends if end is not None and end.id == entity.id]
            others = [end for end in ends if end is not None and end.id != entity.id]
            if mine and others:
                links.append(self.link(link, others[0]))
        return PartyCard(
            id=entity.id,
            name=entity.name,
            anchor=self.parties[entity.id].anchor,
            kind=(entity.kind or "").replace("_", " "),
            names=tuple((n.name, ", ".join(_code(b) for b in n.briefs)) for n in entity.names),
            roles=tuple(role.replace("_", " ") for role in entity.roles),
            claims=tuple(
                ClaimRef(card.code, card.anchor, card.what)
                for card in cards
                if any(party.id == entity.id for _, parties in card.parties for party in parties)
            ),
            links=tuple(links),
        )

    def link(self, link: Link, other: PartyRef) -> LinkCard:
        by = f"{link.state} by {link.by}" if link.by else ""
        return LinkCard(
            state=link.state,
            title=_LINKS[link.state],
            other=other.name,
            anchor=other.anchor,
            names="",
            confidence=f"{link.confidence:.2f}",
            reasons=tuple(link.reasons),
            by=f"{by}, {moment(link.at)}" if by and link.at else by,
        )

    def moment(self, told: Moment) -> MomentRow:
        return MomentRow(
            start=told.start,
            days=f"{'≈ ' if told.approximate else ''}{_days(told.start, told.end)}" if told.start or told.end else "",
            code=self.codes[told.claim],
            anchor=self.anchor(told.claim),
            words=told.words,
            note=_precision(told),
        )

    def ledger(self) -> Iterator[LedgerCards]:
        groups: dict[str, list[tuple[str, str, str, str]]] = {}
        for line in self.dossier.ledger:
            value = line.value if isinstance(line.value, str) else _told(line.value)
            groups.setdefault(line.code, []).append((line.path, value, line.quote or "", line.hint or ""))
        for code, lines in groups.items():
            yield LedgerCards(code, MEANINGS.get(code, ""), tuple(lines))


def _code(brief: int) -> str:
    return f"[{brief + 1}]"


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _precision(told: Moment) -> str:
    """How exactly the words say when, where they don't name the day."""
    if told.precision is None or told.precision == "day":
        return ""
    return f"told to the {told.precision}"


def _at_odds(conflict: Conflict) -> bool:
    """Whether the sources can't all be right. What is denied is told with its denials."""
    return not conflict.compatible and conflict.code != "denied"


def _title(claim: Claim, kind: Kind | None) -> str:
    """What is done: where the main value is whom it is done to, the first words that say more, else the kind's own."""
    if kind is None or not kind.main.is_reference:
        return claim.what
    told = [f.name for f in kind.fields if isinstance(f.marker, Free) and not f.marker.time]
    words = [value_words(s.values.get(name)) for name in told for s in claim.statements]
    return next(filter(None, words), kind.label)


def _days(start: str | None, end: str | None) -> str:
    if start is None and end is None:
        return ""
    return start or "" if start == end else f"{start or ''} … {end or ''}".strip()


def _value(statement: Statement, name: str, field: FieldInfo | None) -> str:
    words = value_words(statement.values.get(name))
    if field is not None and field.is_enum:
        return words.replace("_", " ")
    time = statement.resolved.get(name)
    if time is None or time.words != statement.values.get(name):
        return words
    return f"{words} ({'≈' if time.approximate else '='} {_days(time.start, time.end)})"


def _reasons(reasons: Iterable[str]) -> Iterator[Reason]:
    by_code: dict[str, list[str]] = {}
    for reason in reasons:
        code, colon, words = reason.partition(": ")
        by_code.setdefault(code if colon else "", []).append(words if colon else reason)
    for code, all_words in by_code.items():
        yield Reason(code, MEANINGS.get(code, ""), tuple(all_words))


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_told(v)}" for name, v in value.items() if v not in (None, "", []))
    return value_words(value)
