"""Exports for other programs: one module a format, each a pure function of briefs.

``Source`` is a brief as it is exported. Nothing of an article's text acts in any of them: it stands as data, escaped as the
format has it.
"""

from __future__ import annotations

from summarizer.export.formats.annotation import annotation_collection
from summarizer.export.formats.ftm import ftm_entities
from summarizer.export.formats.label_studio import labeling_config, labeling_tasks
from summarizer.export.formats.source import Source
from summarizer.export.formats.sqlite import sqlite_bytes
from summarizer.export.formats.table import csv_files

__all__ = [
    "Source",
    "annotation_collection",
    "csv_files",
    "ftm_entities",
    "labeling_config",
    "labeling_tasks",
    "sqlite_bytes",
]
