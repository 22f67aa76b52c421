"""Write docs/cli.md from the command line's own help, and the keys of the review page into docs/review.md: ``make docs``.

Tests check that both are up to date.
"""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from summarizer.cli import app
from summarizer.review.server.keys import keys_table

COMMANDS: tuple[list[str], ...] = (
    [],
    ["run"],
    ["status"],
    ["batch"],
    ["batch", "submit"],
    ["batch", "status"],
    ["batch", "collect"],
    ["validate"],
    ["explain"],
    ["recheck"],
    ["review"],
    ["merge"],
    ["export"],
    ["eval"],
    ["model"],
    ["model", "pull"],
    ["model", "status"],
    ["prompt"],
    ["prompt", "show"],
    ["prompt", "check"],
    ["prompt", "new"],
    ["schema"],
    ["schema", "new"],
    ["schema", "show"],
    ["schema", "check"],
    ["schema", "json"],
)
TARGET = Path(__file__).parent / "cli.md"
REVIEW = Path(__file__).parent / "review.md"
OPEN, CLOSE = "<!-- keys -->", "<!-- /keys -->"
HEAD = "# The command line\n\nWritten by `make docs` from the program's own help; don't edit it by hand.\n"


def cli_page() -> str:
    """The page, as the help texts have it now."""
    parts = [HEAD]
    for command in COMMANDS:
        shown = CliRunner().invoke(app, [*command, "--help"], prog_name="summarizer", env={"COLUMNS": "100"})
        lines = "\n".join(line.rstrip() for line in shown.stdout.strip().splitlines())
        parts.append(f"## `{' '.join(['summarizer', *command])}`\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


def review_page() -> str:
    """docs/review.md with the keys as they are now."""
    before, _, rest = REVIEW.read_text(encoding="utf-8").partition(OPEN)
    _, _, after = rest.partition(CLOSE)
    return f"{before}{OPEN}\n{keys_table()}\n{CLOSE}{after}"


if __name__ == "__main__":
    TARGET.write_text(cli_page(), encoding="utf-8")
    REVIEW.write_text(review_page(), encoding="utf-8")
