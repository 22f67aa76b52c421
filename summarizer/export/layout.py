"""Where the boxes and lines of a graph go: laid out by Graphviz's ``dot``, which pygraphviz brings with it (extra ``graph``).

Graphviz gets numbers only: sizes of boxes, and which of them a line joins. No word of an article reaches it, and nothing
is measured in fonts of this machine, so that one dossier has one picture.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.errors import UsageError

__all__ = ["Layout", "Point", "lay_out"]

INCH = 72.0  # Graphviz reckons in inches of 72 points; a point is a unit of the drawing here
_ONE = threading.Lock()  # Graphviz keeps state of its own between calls

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything goes, in units of the drawing, y downwards.

    ``places`` are the middles of the boxes, in the order in which they were given; ``routes`` of each line the control
    points of its Bézier curve (1 + 3n of them), which ends `ARROW` before the box that it leads to.
    """

    width: float
    height: float
    places: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]


ARROW = 10.0
"""Room that a line leaves for its head."""


def lay_out(boxes: Sequence[tuple[float, float]], lines: Sequence[tuple[int, int]]) -> Layout:
    """A layout from left to right: ``boxes`` are widths and heights, ``lines`` lead from one of them to another by index.

    Of lines between the same two boxes in the same direction the second is refused (ValueError): they would be one.
    Raises UsageError where pygraphviz is not installed.
    """
    if len(set(lines)) != len(lines):
        raise ValueError("two lines lead from one box to another")
    if not boxes:
        return Layout(0.0, 0.0, (), ())
    with _ONE:
        graph = _agraph()(directed=True, strict=False)
        graph.graph_attr.update(rankdir="LR", nodesep="0.22", ranksep="0.36")
        # An empty label: with words Graphviz would look for fonts, and complain of what it finds.
        graph.node_attr.update(shape="box", fixedsize="true", label="", margin="0")
        graph.edge_attr.update(arrowhead="normal", arrowsize="1")
        for index, (width, height) in enumerate(boxes):
            graph.add_node(f"n{index}", width=f"{width / INCH:.4f}", height=f"{height / INCH:.4f}")
        for start, end in lines:
            graph.add_edge(f"n{start}", f"n{end}")
        drawn = graph.draw(format="plain", prog="dot").decode("ascii")
        graph.close()
    return _read(drawn, len(boxes), lines)


def _agraph() -> Any:
    try:
        from pygraphviz import AGraph
    except ImportError as error:
        raise UsageError(
            "the graph needs pygraphviz, which is not installed", mend='pip install "spanbrief[graph]"'
        ) from error
    return AGraph


def _read(drawn: str, count: int, lines: Sequence[tuple[int, int]]) -> Layout:
    """Graphviz's ``plain`` format: ``graph scale width height``, ``node name x y …``, ``edge tail head n x y …``."""
    width = height = 0.0
    places: dict[int, Point] = {}
    routes: dict[tuple[int, int], tuple[Point, ...]] = {}
    for line in drawn.splitlines():
        words = line.split()
        match words[0]:
            case "graph":
                width, height = float(words[2]) * INCH, float(words[3]) * INCH
            case "node":
                places[int(words[1][1:])] = _point(words[2], words[3], height)
            case "edge":
                pairs = words[4 : 4 + 2 * int(words[3])]
                points = tuple(_point(x, y, height) for x, y in zip(pairs[::2], pairs[1::2], strict=True))
                routes[int(words[1][1:]), int(words[2][1:])] = points
    return Layout(width, height, tuple(places[i] for i in range(count)), tuple(routes[line] for line in lines))


def _point(x: str, y: str, height: float) -> Point:
    return round(float(x) * INCH, 1), round(height - float(y) * INCH, 1)
