"""A real browser: Chromium as it is installed, driven by playwright. Without one these tests skip, or fail if told to.

``SUMMARIZER_BROWSER=required`` makes them fail, ``CHROMIUM`` names the program where it is not on the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.briefs import put_port, put_right
from tests.browser.driving import Tab
from tests.served import Served

REQUIRED = os.environ.get("SUMMARIZER_BROWSER") == "required"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _missing(what: str, mend: str) -> None:
    words = f"{what}; {mend}"
    if REQUIRED:
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser. It lasts as long as a module: while it runs, no other loop can run in this thread."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed", 'pip install "spanbrief[dev]"')
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        _missing("no Chromium is installed", "apt-get install chromium, or name one: CHROMIUM=/path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Callable[..., Tab]]:
    """Makes tabs, each of a browser of its own; at the end none of them may have complained or asked anybody else."""
    tabs: list[Tab] = []

    def make(width: int = 1400, height: int = 900, **options: Any) -> Tab:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, **({"reduced_motion": "reduce"} | options)
        )
        tabs.append(Tab(context.new_page()))
        return tabs[-1]

    yield make
    for one in tabs:
        one.page.context.close()
    assert [problem for one in tabs for problem in one.problems] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two briefs: ``port``, in which something is wrong, and ``right``, twenty supported facts."""
    return put_right(put_port(tmp_path / "briefs"))


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    """The review of the folder, served."""
    with Served(folder) as server:
        yield server
