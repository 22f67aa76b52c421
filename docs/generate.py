"""Write docs/cli.md from the command line's own help: ``make docs``. A test checks that it is up to date."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from summarizer.cli import app

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
    ["eval"],
    ["model"],
    ["model", "pull"],
    ["model", "status"],
)
TARGET = Path(__file__).parent / "cli.md"
HEAD = "# The command line\n\nWritten by `make docs` from the program's own help; don't edit it by hand.\n"


def cli_page() -> str:
    """The page, as the help texts have it now."""
    parts = [HEAD]
    for command in COMMANDS:
        shown = CliRunner().invoke(app, [*command, "--help"], prog_name="summarizer", env={"COLUMNS": "100"})
        lines = "\n".join(line.rstrip() for line in shown.stdout.strip().splitlines())
        parts.append(f"## `{' '.join(['summarizer', *command])}`\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(cli_page(), encoding="utf-8")
