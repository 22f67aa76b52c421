"""A console that renders into a text: the same on every machine, whatever its terminal and environment say."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.text import Text

from summarizer.export.escape import terminal

__all__ = ["print_parts", "render_parts", "words"]

NARROWEST = 40
WIDEST = 100


def render_parts(parts: Iterable[RenderableType], *, width: int | None = None, color: bool = False) -> str:
    """Parts of a view as text, wrapped to ``width`` columns (100 where None, never under 40).

    ``color`` adds ANSI styles; without it there is no escape sequence at all, and no space ends a line.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(NARROWEST, width or WIDEST),
        height=25,  # both given, so that no environment variable overrides the width
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        legacy_windows=False,
        _environ={},
    )
    print_parts(parts, console)
    text = out.getvalue()
    return text if color else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def print_parts(parts: Iterable[RenderableType], console: Console) -> None:
    """Print parts of a view on a console; nothing in them is read as markup."""
    for part in parts:
        console.print(part, markup=False, highlight=False, emoji=False, soft_wrap=False)


def words(text: str, style: str = "") -> Text:
    """Foreign words, made harmless, as one line that may be folded anywhere."""
    return Text(terminal(text), style=style, overflow="fold")
