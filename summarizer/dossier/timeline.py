"""When things were, as the sources say it: one line for each time that a claim is given, sorted by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.dates import days_of_publication
from summarizer.dossier.readings import Reading
from summarizer.dossier.shapes import Claim, Days, Entry, Moment
from summarizer.judge.context import as_list

__all__ = ["days_of", "moments_of", "sorted_moments"]


def days_of(readings: Sequence[Reading]) -> Days | None:
    """The days that all dated statements of a claim allow; None where none is dated or they are at odds."""
    dated = [r.days for r in readings if r.days is not None]
    if not dated:
        return None
    start, end = max(days[0] for days in dated), min(days[1] for days in dated)
    if start > end:
        return None
    # The calendar's own ends stand for open ones.
    return Days(start=start.isoformat() if start.year > 1 else None, end=end.isoformat() if end.year < 9999 else None)


def moments_of(claim: Claim, readings: Sequence[Reading], entries: Sequence[Entry]) -> Iterator[Moment]:
    """The times that a claim is given, each once. Where none is resolved the days of publication are the end of an open
    span: by then it was told. What nobody dates, and no publication does, comes last."""
    seen: dict[tuple[str | None, str | None], Moment] = {}
    for r in readings:
        for f in r.fields.times:
            time = r.fact.resolved.get(f.name)
            if time is None:
                continue
            key = (time.start, time.end)
            known = seen.get(key)
            words = f"{claim.what}: {time.words}"
            if known is None:
                seen[key] = Moment(
                    start=time.start,
                    end=time.end,
                    precision=time.precision,
                    approximate=time.approximate,
                    claim=claim.id,
                    words=words,
                )
            elif time.words not in known.words:
                seen[key] = known.model_copy(update={"words": f"{known.words}; {time.words}"})
    if seen:
        yield from seen.values()
        return
    published = [
        day for r in readings for day in days_of_publication(entries[r.brief].brief.article.published_at) if day
    ]
    said = list(dict.fromkeys(s for r in readings for f in r.fields.times for s in as_list(r.fact.values.get(f.name))))
    words = f"{claim.what}: {'; '.join(said) or 'no time is told'}"
    end = max(published).isoformat() if len(published) >= len(readings) else None
    if end is not None:
        words += f" (published {min(published).isoformat()}{f' to {end}' if min(published).isoformat() != end else ''})"
    yield Moment(start=None, end=end, precision=None, approximate=False, claim=claim.id, words=words)


def sorted_moments(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """By day; of one day what is told most exactly first; open ends by the end that is known, unknown ones last."""
    return tuple(
        sorted(moments, key=lambda m: (m.start or m.end or "9999-99-99", m.start is None, m.end or "", m.claim))
    )
