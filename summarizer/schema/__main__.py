"""``python -m summarizer.schema``: write the JSON Schemas of the built-in schemas, or print those of any schema.

python -m summarizer.schema                        write schemas/*.schema.json anew
python -m summarizer.schema --check                say which of them are out of step (exit code 1)
python -m summarizer.schema mine.py:Incidents      print the JSON Schema of a reply of this schema
python -m summarizer.schema mine.py:Incidents --brief    … of a brief
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from summarizer.builtin import SCHEMAS
from summarizer.errors import SummarizerError
from summarizer.schema.compile import Schema
from summarizer.schema.find import builtin_schemas, find_schema, runs_code
from summarizer.schema.json_schema import brief_schema, reply_schema

__all__ = ["main", "published"]


def published(schema: Schema) -> dict[str, str]:
    """The published files of a schema: name → text (of a reply, of a brief)."""
    return {
        f"{schema.name}.schema.json": _text(reply_schema(schema)),
        f"{schema.name}.brief.schema.json": _text(brief_schema(schema)),
    }


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code: 0 done, 1 not found or out of step."""
    parser = argparse.ArgumentParser(prog="python -m summarizer.schema", description="JSON Schemas of schemas.")
    parser.add_argument("schema", nargs="?", help="a built-in name, or path/to/file.py:ClassName (which is run)")
    parser.add_argument("--brief", action="store_true", help="print the schema of a brief, not that of a reply")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a file is out of step")
    asked = parser.parse_args(argv)
    try:
        if asked.schema:
            if runs_code(asked.schema):
                sys.stderr.write(f"Running the Python file of the schema {asked.schema}\n")
            schema = find_schema(asked.schema)
            sys.stdout.write(_text(brief_schema(schema) if asked.brief else reply_schema(schema)))
            return 0
        return _all(write=not asked.check)
    except (SummarizerError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _all(*, write: bool) -> int:
    stale = 0
    for name in builtin_schemas():
        for file, text in published(find_schema(name)).items():
            path = SCHEMAS / file
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            stale += 1
            if write:
                path.write_text(text, encoding="utf-8", newline="\n")
            sys.stderr.write(f"{path}: {'written' if write else 'out of step, run python -m summarizer.schema'}\n")
    return 0 if write or not stale else 1


if __name__ == "__main__":
    sys.exit(main())
