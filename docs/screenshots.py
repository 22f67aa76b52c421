"""The pictures of the review page in docs/images, made of briefs of the example articles:

    summarizer run examples/articles/*.txt -o briefs
    python docs/screenshots.py briefs

It works on a copy of the folder, decides by the page's own keys, and needs Chromium (``CHROMIUM`` names another one).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from summarizer.review import Desk
from summarizer.review.server.serve import bind, server_of

IMAGES = Path(__file__).parent / "images"
SHIP = "Tarrenia shipped 18 coastal radars"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The review of a folder, for as long as the block lasts; gives its address."""
    with bind("127.0.0.1", 0) as bound:
        server = server_of(Desk(folder), bound, reviewer="Anna")
        thread = threading.Thread(target=server.run, args=[[bound.listener]])
        thread.start()
        try:
            yield bound.address.url
        finally:
            server.should_exit = True
            thread.join()


def judge(page: Page) -> None:
    """Everything supported is accepted; what is flagged is left and comes into view."""
    page.keyboard.press("A")
    page.get_by_text("supported facts accepted").wait_for()


def correct(page: Page) -> None:
    """A number that the source does not have."""
    fact = page.locator("article.fact[data-kind=items]").filter(has_text=SHIP)
    fact.locator("h4, h3, .main").first.click()
    page.keyboard.press("e")
    page.get_by_label("quantity", exact=False).first.fill("28")
    page.get_by_text("is not in the evidence").first.wait_for()


def main(folder: Path) -> None:
    """Make the pictures of the folder's briefs."""
    IMAGES.mkdir(exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        copy = Path(scratch) / "briefs"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("review.sqlite"))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        with served(copy) as url:
            page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            page.goto(f"{url.rstrip('/')}/brief/harbour-deal")
            judge(page)
            page.screenshot(path=IMAGES / "review.png")
            correct(page)
            page.screenshot(path=IMAGES / "review-refused.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
