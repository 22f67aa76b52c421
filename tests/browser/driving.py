"""A tab of the browser, and what a reviewer does in it."""

from __future__ import annotations

from typing import Any

__all__ = ["Tab"]

PATIENCE = 10_000  # milliseconds that anything may take

_FIND = """
([words, nth]) => {
  const walk = document.createTreeWalker(document.querySelector("#text .words"), NodeFilter.SHOW_TEXT);
  for (let left = nth; walk.nextNode();) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0 || left-- > 0) continue;
    walk.currentNode.parentElement.scrollIntoView({block: "center", behavior: "instant"});
    const range = document.createRange();
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + words.length);
    const rects = [...range.getClientRects()], first = rects[0], last = rects.at(-1);
    const rtl = getComputedStyle(walk.currentNode.parentElement.closest(".b")).direction === "rtl" || /[\\u0590-\\u08ff]/.test(words);
    return [[rtl ? first.right - 1 : first.left + 1, (first.top + first.bottom) / 2], [rtl ? last.left + 1 : last.right - 1, (last.top + last.bottom) / 2]];
  }
  return null;
}
"""


class Tab:
    """One reviewer's tab. ``problems`` are what the page complained of, and what it asked of others."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.problems: list[str] = []
        self.presses = 0
        self.origin = ""
        page.set_default_timeout(PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        # That a server refuses or is gone is what some tests are about.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self.problems.append(f"asked for {request.url}")

    def open(self, url: str, *, ready: bool = True) -> Tab:
        """Go to a page, and wait until it obeys keys."""
        self.origin = "/".join(url.split("/")[:3])
        self.page.goto(url)
        if ready:
            self.ready()
        return self

    def ready(self) -> None:
        """Wait until the page obeys keys."""
        self.page.wait_for_selector(":root[data-ready=yes]", state="attached")

    def press(self, *keys: str) -> None:
        """Press keys, each counted."""
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)

    def all(self, selector: str) -> Any:
        """What a selector finds."""
        return self.page.locator(selector)

    def one(self, words: str) -> Any:
        """The fact or line with this code or main value."""
        return self.page.locator(".fact, .line").filter(has=self.page.locator("h4, .what", has_text=words)).first

    @property
    def current(self) -> Any:
        """The fact or line under the cursor."""
        return self.page.locator("[aria-current=true]:is(.fact, .line)")

    def go_to(self, words: str, key: str = "j") -> None:
        """Take the cursor to a fact or line by its main value, by key alone."""
        for _ in range(60):
            if words in self.current.inner_text().splitlines()[0]:
                return
            self.press(key)
        raise AssertionError(f"no {words} under the cursor")

    def said(self, words: str) -> None:
        """Wait until the status line says these words."""
        self.page.locator("#said").filter(has_text=words).wait_for(timeout=PATIENCE)

    def state(self, words: str, state: str) -> None:
        """Wait until a fact is in a state."""
        self.page.locator(f".fact[data-review={state}]").filter(
            has=self.page.locator("h4", has_text=words)
        ).first.wait_for(timeout=PATIENCE)

    def drag(self, first: str, last: str | None = None, *, nth: int = 0) -> None:
        """Select words of the article with the mouse, from the first ones to the last ones."""
        mouse = self.page.mouse
        end = self.page.evaluate(_FIND, [last or first, nth])[1]
        start = self.page.evaluate(_FIND, [first, nth])[0]
        if last is not None:
            end = self.page.evaluate(_FIND, [last, nth])[1]
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, end[1], steps=3)
        mouse.move(*end, steps=3)
        mouse.up()
        self.page.locator("#pick").wait_for(timeout=PATIENCE)

    def look(self) -> None:
        """Let the page look for news now, not only after its pause."""
        with self.page.expect_response(lambda answer: "/api/brief/" in answer.url):
            self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
