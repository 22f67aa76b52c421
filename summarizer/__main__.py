"""``python -m summarizer`` and the command ``summarizer``: one program."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from summarizer.cli import app

    app(prog_name="summarizer")


if __name__ == "__main__":
    main()
