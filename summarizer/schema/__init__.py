"""The schema: what a claim is written with, what is compiled from it, and where a schema is found."""

from __future__ import annotations

from summarizer.schema.claim import Claim, Copied, Free, Marker, Names, OneOf, Reference, Report
from summarizer.schema.compile import FieldInfo, Kind, Schema, compile_schema
from summarizer.schema.find import find_schema

__all__ = [
    "Claim",
    "Copied",
    "FieldInfo",
    "Free",
    "Kind",
    "Marker",
    "Names",
    "OneOf",
    "Reference",
    "Report",
    "Schema",
    "compile_schema",
    "find_schema",
]
