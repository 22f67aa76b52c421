"""Lines that are nothing but a date, as ISO 8601 and as precise as the line."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["dateline_day", "is_date_line", "mentions_day", "parse_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_LONGEST = 90
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_TIME = (
    r"(?:(?:[ T]|,\s?|\sat\s)\s{0,3}(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.\d{1,6})?)?(?:\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
)
_LABEL = (
    r"(?:(?:(?P<later>(?:last\s)?(?:updated|modified))|(?:publication\s)?date|(?:first\s)?published|posted)"
    r"(?:\s(?:on|at))?\s{0,3}:?\s{0,3})?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
_FORMS = tuple(
    re.compile(_LABEL + form + _TIME, re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<number>\d\d)-{_DAY}",
        rf"{_DAY}-{_MONTH}-{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\s{_DAY},?\s{_YEAR}",
        rf"{_WEEKDAY}{_DAY}\s{_MONTH},?\s{_YEAR}",
    )
)
# 'BERLIN, March 3, 2023 (NWA) -': a dateline with a year.
_DATELINE = re.compile(rf"[A-Z][A-Z .,'/-]{{2,50}},\s(?i:{_MONTH})\s{_DAY},\s{_YEAR}\b")


def parse_date(line: str) -> str | None:
    """Give the ISO 8601 form of a line that says when a text was published and nothing else.

    The line may have a label ('DATE:', 'Published on'), a weekday, a time and a zone. None for everything
    else, for days that don't exist, and for the day of a later change ('Updated …').
    """
    match = _match(line)
    return None if match is None or match["later"] else _iso(match.groupdict())


def is_date_line(line: str) -> bool:
    """Whether the line is a date and nothing else, whatever it is the date of."""
    return _match(line) is not None


def dateline_day(paragraph: str) -> str | None:
    """Give the day in the dateline that a paragraph begins with, if the dateline has a year."""
    match = _DATELINE.match(paragraph[:100])
    return _iso(match.groupdict()) if match else None


def mentions_day(text: str, day: str) -> bool:
    """Whether ``text`` has the day (given as '2023-03-31') in digits or with the month's English name."""
    year, month, number = day.split("-")
    names = "|".join(name for name, value in _MONTHS.items() if value == int(month))
    date_of_month = rf"0?{int(number)}"
    said = re.compile(
        rf"(?<!\d){year}(?P<mark>[-/.]?){month}(?P=mark){number}(?!\d)"
        rf"|\b(?:{names})\.?\s{date_of_month},?\s{year}\b|\b{date_of_month}\s(?:{names})\.?,?\s{year}\b",
        re.IGNORECASE,
    )
    return said.search(text) is not None


def _match(line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST:
        return None
    return next((match for form in _FORMS if (match := form.fullmatch(line))), None)


def _iso(parts: dict[str, str | None]) -> str | None:
    month = parts.get("number") or _MONTHS[(parts.get("month") or "").lower()]
    try:
        iso = date(int(parts["year"] or 0), int(month), int(parts["day"] or 0)).isoformat()
    except ValueError:
        return None
    if parts.get("hour"):
        iso += f"T{parts['hour']}:{parts['minute']}"
        iso += f":{parts['second']}" if parts.get("second") else ""
        zone = (parts.get("zone") or "").upper()
        if zone in ("Z", "UTC", "GMT"):
            iso += "Z"
        elif zone:
            iso += zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return iso
