"""A dossier as Markdown: claims with what each brief says of them, what is at odds, parties, times. Every foreign word is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from summarizer.export.escape import markdown
from summarizer.export.view import CAVEAT, letters, value_words
from summarizer.schema import Kind, Schema

if TYPE_CHECKING:
    from summarizer.brief import LedgerLine
    from summarizer.dossier.shapes import Claim, Conflict, Dossier, Entity, Link, Moment, Statement

__all__ = ["render_dossier_markdown"]


def render_dossier_markdown(dossier: Dossier, schema: Schema) -> str:
    """The dossier as CommonMark with GitHub tables. Briefs are ``[1]``, claims by the first letter of their kind (``I2``)."""
    return "\n\n".join(_View(dossier, schema).blocks()) + "\n"


class _View:
    """One dossier, with the codes that its claims have."""

    def __init__(self, dossier: Dossier, schema: Schema) -> None:
        self.dossier = dossier
        self.kinds = [kind for kind in schema.kinds if not kind.is_party]
        self.names = {entity.id: entity.name for entity in dossier.entities}
        self.entity_of = {key: entity.id for entity in dossier.entities for key in entity.mentions}
        codes = letters(kind.label for kind in schema.kinds)
        letter = {kind.name: code for kind, code in zip(schema.kinds, codes, strict=True)}
        self.codes: dict[str, str] = {}
        for kind in self.kinds:
            for n, claim in enumerate((c for c in dossier.claims if c.kind == kind.name), 1):
                self.codes[claim.id] = f"{letter[kind.name]}{n}"
        self.by_id: Mapping[str, Claim] = {claim.id: claim for claim in dossier.claims}

    def blocks(self) -> Iterator[str]:
        told = self.dossier
        yield "# Dossier"
        odds = sum(any(_at_odds(c) for c in claim.conflicts) for claim in told.claims)
        suggested = [link for link in told.links if link.state == "suggested"]
        denied = sum(bool(claim.denials) for claim in told.claims)
        yield (
            f"**{len(told.briefs)} briefs · {len(told.claims)} claims, {odds} in conflict, {denied} denied · "
            f"{len(told.entities)} parties, {len(suggested)} links to decide**"
        )
        yield "## Briefs"
        yield "\n".join(self._briefs())
        for kind in self.kinds:
            yield f"## {markdown(_title(kind.name))}"
            claims = [claim for claim in told.claims if claim.kind == kind.name]
            if not claims:
                yield "None."
            for claim in claims:
                yield from self._claim(claim, kind)
        yield "## Parties"
        yield "\n".join(self._parties()) or "None."
        if told.links:
            yield "### Links"
            yield "\n".join(self._link(link) for link in told.links)
        yield "## Timeline"
        yield (
            _table(("when", "claim", "what"), (self._moment(m) for m in told.timeline)) if told.timeline else "Nothing."
        )
        yield "## Ledger"
        yield (
            _table(("code", "where", "value", "why"), map(_line, told.ledger))
            if told.ledger
            else "Nothing stands apart that was close, and nothing was skipped."
        )
        yield "---"
        yield " · ".join(map(markdown, (told.tool, told.schema_id, told.created_at)))
        yield f"*{CAVEAT}*"

    def _briefs(self) -> Iterator[str]:
        for n, brief in enumerate(self.dossier.briefs, 1):
            words = [
                brief.title or brief.source or brief.name,
                brief.publisher,
                (brief.published_at or "")[:10],
                brief.url,
            ]
            open_words = f"{brief.open_reviews} facts to review" if brief.open_reviews else None
            suspect = "**SUSPECT: do not read it as complete**" if brief.status == "suspect" else None
            said = [*(markdown(w) for w in words if w), f"{brief.facts} facts", open_words, suspect]
            yield f"- \\[{n}\\] {' · '.join(filter(None, said))}"

    def _claim(self, claim: Claim, kind: Kind) -> Iterator[str]:
        flags = [word for word, holds in self._flags(claim) if holds]
        marks = f" ({', '.join(flags)})" if flags else ""
        yield f"### {self.codes[claim.id]} {markdown(claim.what)}{marks}"
        yield "\n".join(self._facts(claim, kind))
        for number, statement in enumerate(claim.statements, 1):
            yield "\n>\n".join(self._statement(statement, kind, number))

    def _flags(self, claim: Claim) -> Iterator[tuple[str, bool]]:
        yield "conflict", any(_at_odds(c) for c in claim.conflicts)
        yield "denied", bool(claim.denials)
        yield "flagged", all(s.verdict == "flagged" for s in claim.statements)

    def _facts(self, claim: Claim, kind: Kind) -> Iterator[str]:
        for field, ids in claim.parties.items():
            if ids:
                yield f"- {markdown(_label(kind, field))}: {markdown(', '.join(self.names.get(i, i) for i in ids))}"
        if claim.days is not None:
            yield f"- when: {_days(claim.days.start, claim.days.end)}"
        count = claim.sources.count
        why = [g for g in claim.sources.groups if g.why]
        together = "; ".join(f"{self._marks(claim, g.statements)} one source ({markdown(g.why)})" for g in why)
        yield f"- {count} independent {'source' if count == 1 else 'sources'}{f': {together}' if together else ''}"
        for conflict in claim.conflicts:
            if conflict.code != "denied":
                yield from self._conflict(claim, conflict, kind)
        for id in claim.denials:
            denial = self.by_id[id]
            yield f"- **Denied** by {markdown(self._by(denial))}: {markdown(denial.what)} ({self.codes[id]})"
        if claim.denies:
            yield f"- denies {', '.join(self.codes[id] for id in claim.denies)}"

    def _by(self, denial: Claim) -> str:
        ids = [i for name, of in denial.parties.items() for i in of if not self._is_speaker(denial, name)]
        return ", ".join(dict.fromkeys(self.names.get(i, i) for i in ids)) or "somebody"

    def _is_speaker(self, claim: Claim, field: str) -> bool:
        kind = next(k for k in self.kinds if k.name == claim.kind)
        return any(f.name == field and f.is_speaker for f in kind.fields)

    def _conflict(self, claim: Claim, conflict: Conflict, kind: Kind) -> Iterator[str]:
        label = markdown(_label(kind, conflict.field) if conflict.field else conflict.code)
        head = f"{label} is told differently, and both can hold" if conflict.compatible else f"**Conflict**, {label}"
        yield f"- {head}: {markdown(conflict.words)}"
        for side in conflict.sides:
            yield f"  - {markdown(side.words)} {self._marks(claim, side.statements)}"

    def _marks(self, claim: Claim, statements: Iterable[int]) -> str:
        """The briefs of statements, each with the statement's own number in the claim: [1] (b)."""
        several = len(claim.statements) > 1
        return ", ".join(f"\\[{claim.statements[n].brief + 1}\\]{_letter(n) if several else ''}" for n in statements)

    def _statement(self, statement: Statement, kind: Kind, number: int) -> Iterator[str]:
        said = [
            f"{_label(kind, name)}: {value_words(value)}"
            for name, value in statement.values.items()
            if value_words(value)
        ]
        if statement.speaker and not any(f.is_speaker and statement.values.get(f.name) for f in kind.fields):
            said.append(f"said by (from the sentence): {', '.join(statement.speaker)}")
        yield f"> \\[{statement.brief + 1}\\]{_letter(number - 1)} {markdown(' · '.join(said))}"
        for e in statement.evidence:
            yield f"> “{markdown(e.quote)}” characters {e.start}–{e.end}"
        for reason in statement.reasons:
            yield f"> **Flagged:** {markdown(reason)}"
        if statement.review is not None:
            by = f" by {', '.join(statement.review.by)}" if statement.review.by else ""
            yield f"> Review: {markdown(statement.review.decision + by)}"

    def _parties(self) -> Iterator[str]:
        for entity in self.dossier.entities:
            yield f"- **{markdown(entity.name)}**{_about(entity)}"

    def _link(self, link: Link) -> str:
        one, other = (self.names.get(self.entity_of.get(key, key), key) for key in (link.one, link.other))
        states = {
            "same": "the same by itself",
            "suggested": "one party or two? Not decided",
            "confirmed": f"one party, confirmed by {link.by}",
            "rejected": f"two parties, says {link.by}",
        }
        names = one if one == other else f"{one} / {other}"
        reasons = "; ".join(link.reasons)
        return f"- {markdown(names)}: {markdown(states[link.state])} ({link.confidence:.2f}){f': {markdown(reasons)}' if reasons else ''}"

    def _moment(self, moment: Moment) -> tuple[str, ...]:
        about = "about " if moment.approximate else ""
        return f"{about}{_days(moment.start, moment.end) or 'unknown'}", self.codes[moment.claim], moment.words


def _at_odds(conflict: Conflict) -> bool:
    return not conflict.compatible and conflict.code != "denied"


def _letter(n: int) -> str:
    return f" ({chr(ord('a') + n)})" if n < 26 else f" ({n + 1})"


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _label(kind: Kind, field: str) -> str:
    return next((f.label for f in kind.fields if f.name == field), field.replace("_", " "))


def _days(start: str | None, end: str | None) -> str:
    if start == end:
        return start or ""
    if start is None:
        return f"by {end}"
    return f"since {start}" if end is None else f"{start} to {end}"


def _about(entity: Entity) -> str:
    names = [n.name for n in entity.names if n.name != entity.name]
    said = [(entity.kind or "").replace("_", " "), ", ".join(role.replace("_", " ") for role in entity.roles)]
    if names:
        said.append(f"also: {', '.join(names)}")
    words = " · ".join(filter(None, said))
    return f" {markdown(words)}" if words else ""


def _line(line: LedgerLine) -> tuple[str, ...]:
    value = line.value if isinstance(line.value, str) else json.dumps(line.value, ensure_ascii=False)
    return line.code, line.path, value if line.value is not None else "", line.hint or ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(markdown(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)
