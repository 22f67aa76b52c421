"""The publication date of a record as ISO 8601, as precise as it is given; what is no date for certain is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from summarizer.article.dates import parse_date

__all__ = ["iso_date"]

_LONGEST = 100
_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.]?)(?P<month>\d\d)(?:(?P=mark)(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3},\s)?\d{1,2}\s[A-Za-z]{3}\s\d{4}\s\d\d:\d\d(?::\d\d)?\s(?:[A-Z]{1,4}|[+-]\d{4})", re.ASCII
)
# Seconds and milliseconds since 1970 that lie between 2000 and 2100; smaller numbers may be anything.
_SECONDS = range(946_684_800, 4_102_444_800)


def iso_date(value: object) -> str | None:
    """Give what ``value`` says as ISO 8601: year, month, day or time, with a zone only where it has one.

    Read are ISO 8601 and forms near it (20230303, 2023/03/03, 2023-03-03 10:00 +0200), RFC 2822, English dates with the
    month's name, and seconds or milliseconds since 1970 (UTC). None for all else; 3/4/2023 is March to some and April to
    others.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else round(value, 3)
    text = str(value).strip()
    if not text or len(text) > _LONGEST:
        return None
    if match := _ISO.fullmatch(text):
        return _from_parts(match)
    if re.fullmatch(r"[0-9]{9,13}(?:\.[0-9]{1,3})?", text):
        return _from_epoch(float(text))
    if _RFC_2822.fullmatch(text):
        return _from_mail(text)
    return parse_date(text)


def _from_parts(match: re.Match[str]) -> str | None:
    year, month, day = match["year"], match["month"], match["day"]
    if match["mark"] == "" and day is None and month is not None:
        return None  # 202303 may be a number of anything
    try:
        datetime(int(year), int(month or 1), int(day or 1), int(match["hour"] or 0), int(match["minute"] or 0))
    except ValueError:
        return None
    zone = _zone(match["zone"])
    if zone[1:3] > "14" or zone[4:] > "59":
        return None
    if not 1000 <= int(year) <= 2999 or int(match["second"] or 0) > 59:
        return None
    iso = "-".join(part for part in (year, month, day) if part)
    if match["hour"]:
        iso += f"T{match['hour']}:{match['minute']}"
        iso += f":{match['second']}" if match["second"] else ""
        iso += f".{match['fraction']}" if match["fraction"] else ""
        iso += zone
    return iso


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _from_epoch(number: float) -> str | None:
    seconds = number / 1000 if int(number) not in _SECONDS else number
    if int(seconds) not in _SECONDS:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")


def _from_mail(text: str) -> str | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    has_seconds = re.search(r"\d\d:\d\d:\d\d", text) is not None
    # A zone of -0000 says that the zone is not known, and email gives a time without one.
    return found.isoformat(timespec="seconds" if has_seconds else "minutes").replace("+00:00", "Z")
