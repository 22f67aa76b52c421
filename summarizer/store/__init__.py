"""Briefs on disk: files that are whole or not there, and the database that they are made of."""

from __future__ import annotations

from summarizer.store.briefs import TEXT_WIDTH, BriefStore, Entry, Settled, failure_line, has_database
from summarizer.store.database import Database
from summarizer.store.files import SUFFIXES, Format, read_brief, read_json, source_stem, stems, write_atomic
from summarizer.store.report import Failure, Report, report_on

__all__ = [
    "SUFFIXES",
    "TEXT_WIDTH",
    "BriefStore",
    "Database",
    "Entry",
    "Failure",
    "Format",
    "Report",
    "Settled",
    "failure_line",
    "has_database",
    "read_brief",
    "read_json",
    "report_on",
    "source_stem",
    "stems",
    "write_atomic",
]
