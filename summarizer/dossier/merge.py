"""Several briefs of one schema as one dossier. Pure: what is read and written is for ``commands.merge``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from summarizer._version import __version__
from summarizer.brief import Brief, LedgerLine
from summarizer.dossier.claims import Apart, Group, group_facts
from summarizer.dossier.conflicts import conflicts_of
from summarizer.dossier.decided import LinkDecision
from summarizer.dossier.denied import denied_by
from summarizer.dossier.groups import entities_of
from summarizer.dossier.independence import Outlets, sources_of
from summarizer.dossier.links import find_links
from summarizer.dossier.mentions import mentions_of
from summarizer.dossier.readings import Reading, read_facts
from summarizer.dossier.renumber import renumbered
from summarizer.dossier.shapes import BriefInfo, Claim, Conflict, Dossier, Entry, Side, Statement
from summarizer.dossier.timeline import days_of, moments_of, sorted_moments
from summarizer.errors import UsageError
from summarizer.judge.context import as_list
from summarizer.schema import Free, Schema

__all__ = ["merge_briefs"]

TOOL = "spanbrief"


def merge_briefs(
    entries: Sequence[Entry], schema: Schema, decisions: Iterable[LinkDecision] = (), *, created_at: str
) -> Dossier:
    """Merge briefs of ``schema``; ``decisions`` are what people decided of links, ``created_at`` is UTC, ISO 8601.

    Every fact stands in exactly one claim, with its evidence as it is in the brief; a party's own facts are its entity's
    mentions. What a review rejected is left out, and told in the ledger. The order of ``entries`` numbers the briefs and
    changes nothing else. Raises UsageError where a brief is of another schema, or there is none.
    """
    _check(entries, schema)
    standing, left_out = _standing(entries)
    # Worked out in an order of the texts' own, then numbered as they were given.
    order = sorted(range(len(standing)), key=lambda n: _rank(standing[n]))
    merge = _Merge([standing[n] for n in order], schema, decisions)
    dossier = renumbered(merge.dossier(created_at), order)
    return dossier.model_copy(update={"ledger": (*left_out, *merge.ledger(order))})


def _check(entries: Sequence[Entry], schema: Schema) -> None:
    if not entries:
        raise UsageError("there is no brief to merge", mend="name some: summarizer merge BRIEF... -o DOSSIER")
    others = [e for e in entries if e.brief.schema_id != schema.id]
    if others:
        named = ", ".join(f"{e.name} ({e.brief.schema_id})" for e in others[:3])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        raise UsageError(
            f"a dossier is of one schema, {schema.id}; of another: {named}{more}",
            mend="merge briefs of one schema at a time, or make the others anew with --schema",
        )


def _standing(entries: Sequence[Entry]) -> tuple[list[Entry], list[LedgerLine]]:
    """The briefs without what people rejected, and the lines that say so."""
    kept, lines = [], []
    for n, entry in enumerate(entries):
        out = {id(f): f for f in entry.brief.all_facts() if f.review is not None and f.review.decision == "rejected"}
        facts = {kind: tuple(f for f in of if id(f) not in out) for kind, of in entry.brief.facts.items()}
        brief = entry.brief.model_copy(update={"facts": facts}) if out else entry.brief
        kept.append(Entry(brief, entry.name, entry.article))
        for fact in out.values():
            by = ", ".join(fact.review.by) if fact.review else ""
            lines.append(
                LedgerLine(path=f"{n}/{fact.kind}/{fact.id}", code="rejected", value=dict(fact.values), hint=by)
            )
    return kept, lines


def _rank(entry: Entry) -> tuple[str, str, str, str]:
    article = entry.brief.article
    return article.published_at or "9999", article.sha256, _digest(entry.brief.to_json(indent=None)), entry.name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


class _Merge:
    """One merge, its briefs in an order of their own."""

    def __init__(self, entries: Sequence[Entry], schema: Schema, decisions: Iterable[LinkDecision]) -> None:
        self.entries = entries
        self.schema = schema
        self.mentions = mentions_of(entries, schema)
        self.links = find_links(entries, self.mentions, schema, decisions)
        self.entities = entities_of(self.mentions, self.links)
        self.names = {e.id: e.name for e in self.entities}
        readings = read_facts(entries, schema, self.mentions, self.entities)
        groups, near = group_facts(readings, self._suggested())
        kinds = [kind.name for kind in schema.kinds]
        groups.sort(key=lambda g: kinds.index(g.readings[0].fact.kind))  # stable: in a kind as the facts stand
        self.ids = _claim_ids(groups, entries)
        self.groups = dict(zip(self.ids, groups, strict=True))
        self.near = near

    def _name(self, id: str) -> str:
        return self.names.get(id, id.removeprefix("@"))

    def _suggested(self) -> Mapping[str, Mapping[str, str]]:
        """Entities that a link suggests to be one, both ways, in words."""
        entity = {key: e.id for e in self.entities for key in e.mentions}
        found: dict[str, dict[str, str]] = {}
        for link in self.links:
            if link.state == "suggested":
                one, other = entity[link.one], entity[link.other]
                called = sorted({self.names[one], self.names[other]})
                names = " and ".join(called) if len(called) > 1 else f"both called {called[0]}"
                words = f"it is, if {names} are one party, which is suggested ({link.confidence:.2f}) and not decided"
                found.setdefault(one, {})[other] = words
                found.setdefault(other, {})[one] = words
        return found

    def dossier(self, created_at: str) -> Dossier:
        outlets = Outlets(self.entries)
        denials: dict[str, list[str]] = {}
        denies: dict[str, list[str]] = {}
        for claim, denial in denied_by({id: g.readings for id, g in self.groups.items()}):
            denials.setdefault(claim, []).append(denial)
            denies.setdefault(denial, []).append(claim)
        claims = tuple(
            self._claim(id, g, outlets, denials.get(id, ()), denies.get(id, ())) for id, g in self.groups.items()
        )
        moments = [
            m
            for c in claims
            if not self._contradicts(c)
            for m in moments_of(c, self.groups[c.id].readings, self.entries)
        ]
        return Dossier(
            schema_id=self.schema.id,
            created_at=created_at,
            tool=f"{TOOL} {__version__}",
            briefs=tuple(_info(e) for e in self.entries),
            entities=tuple(self.entities),
            links=tuple(self.links),
            claims=claims,
            timeline=sorted_moments(moments),
            ledger=(),
        )

    def _contradicts(self, claim: Claim) -> bool:
        return self.schema.kind(claim.kind).claim.contradicts and claim.days is None

    def _claim(self, id: str, group: Group, outlets: Outlets, denials: Sequence[str], denies: Sequence[str]) -> Claim:
        readings = group.readings
        conflicts = list(conflicts_of(readings, self._name))
        if denials:
            conflicts.append(self._denied(readings, denials))
        fields = [f for f in readings[0].fields.kind.fields if f.is_reference]
        return Claim(
            id=id,
            kind=readings[0].fact.kind,
            what=_what(readings),
            parties={f.name: tuple(dict.fromkeys(i for r in readings for i in self._ids(r, f.name))) for f in fields},
            statements=tuple(_statement(r) for r in readings),
            conflicts=tuple(conflicts),
            denials=tuple(denials),
            denies=tuple(denies),
            sources=sources_of(readings, outlets, self._name),
            days=days_of(readings),
        )

    def _ids(self, reading: Reading, field: str) -> list[str]:
        """Entities of a field, in the order of the names; speakers that only the sentence tells have no entity's field."""
        ids = reading.parties.get(field)
        if ids is None:
            ids = reading.speakers if as_list(reading.fact.values.get(field)) else frozenset()
        return [i for i in self.names if i in ids]

    def _denied(self, readings: Sequence[Reading], denials: Sequence[str]) -> Conflict:
        words = []
        for id in denials:
            of = self.groups[id].readings
            by = sorted({self._name(i) for r in of for ids in r.parties.values() for i in ids})
            words.append(f"{', '.join(by) or 'somebody'} denies: “{_what(of)}”")
        return Conflict(
            field=None,
            code="denied",
            compatible=False,
            words="; ".join(words),
            sides=(
                Side(words="so they say", statements=tuple(range(len(readings)))),
                Side(words="; ".join(words), statements=()),
            ),
        )

    def ledger(self, numbers: Sequence[int]) -> Iterator[LedgerLine]:
        """What stands apart although it was close to another claim, of two claims only once; ``numbers`` are the briefs'."""
        place = {id(r): claim for claim, g in self.groups.items() for r in g.readings}
        seen: set[tuple[str, ...]] = set()
        for apart in self.near:
            key = (*sorted((place[id(apart.one)], place[id(apart.other)])), apart.words)
            if key not in seen:
                seen.add(key)
                yield _apart(apart, numbers)


def _apart(apart: Apart, numbers: Sequence[int]) -> LedgerLine:
    one, other = apart.one, apart.other
    return LedgerLine(
        path=_path(one, numbers),
        code="not_grouped",
        value=_what([one]),
        quote=one.fact.evidence[0].quote if one.fact.evidence else None,
        hint=f"not one claim with {_path(other, numbers)} (“{_what([other])}”): {apart.words}",
    )


def _path(reading: Reading, numbers: Sequence[int]) -> str:
    return f"{numbers[reading.brief]}/{reading.fact.kind}/{reading.fact.id}"


def _claim_ids(groups: Sequence[Group], entries: Sequence[Entry]) -> list[str]:
    """Stable ids: of the texts and the facts that a claim has, whatever else is merged with them."""
    used: Counter[str] = Counter()
    found = []
    for group in groups:
        of = sorted(f"{entries[r.brief].brief.article.sha256} {r.fact.id}" for r in group.readings)
        name = f"{group.readings[0].fact.kind}-{_digest(chr(0).join(of))[:12]}"
        used[name] += 1
        found.append(name if used[name] == 1 else f"{name}-{used[name]}")
    return found


def _what(readings: Sequence[Reading]) -> str:
    """What a claim is about, by its fullest statement: supported before flagged, then the most values, then the shortest."""

    def worth(r: Reading) -> tuple[bool, int, int, str]:
        filled = sum(bool(as_list(v)) for v in r.fact.values.values())
        words = _words(r)
        return bool(r.fact.reasons), -filled, len(words), words

    return _words(min(readings, key=worth))


def _words(reading: Reading) -> str:
    fields, values = reading.fields, reading.fact.values
    said = [v for f in fields.things for v in as_list(values.get(f.name))]
    if not said:
        said = [v for f in fields.kind.fields if isinstance(f.marker, Free) for v in as_list(values.get(f.name))][:1]
    if not said:
        said = list(as_list(values.get(fields.kind.main.name)))
    return "; ".join(said) or fields.kind.label


def _statement(reading: Reading) -> Statement:
    fact = reading.fact
    return Statement(
        brief=reading.brief,
        fact=fact.id,
        values=fact.values,
        resolved=fact.resolved,
        evidence=fact.evidence,
        verdict=fact.verdict,
        reasons=fact.reasons,
        speaker=reading.speaker_names,
        review=fact.review,
    )


def _info(entry: Entry) -> BriefInfo:
    brief = entry.brief
    article = brief.article
    return BriefInfo(
        name=entry.name,
        sha256=article.sha256,
        title=article.title,
        publisher=article.publisher,
        published_at=article.published_at,
        url=article.url,
        source=article.source,
        status=brief.status,
        facts=sum(1 for _ in brief.all_facts()),
        open_reviews=_open(brief),
    )


def _open(brief: Brief) -> int:
    return sum(f.review is not None and f.review.decision in ("open", "conflict") for f in brief.all_facts())
