"""A folder of briefs as a run leaves it, and the review's server on it: in a thread, or as a process of its own.

put_brief(folder, "boats", "Velmora sold twelve boats.", [("items", {...}, "Velmora sold twelve boats.")])
with Served(folder) as server:
    server.get("/brief/boats")
    server.post("decide", "boats", action="accept", keys=server.keys("boats"))
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx2

from summarizer.article import Article
from summarizer.brief import ArticleInfo, Brief, Fact, LedgerLine
from summarizer.review import Desk
from summarizer.review.check import Checker
from summarizer.review.server.serve import bind, server_of
from summarizer.schema import find_schema
from tests.reviewing import SCRIPTED, keep

__all__ = ["BOATS", "ROOT", "TEXT", "Served", "address_of", "put_boats", "put_brief", "raw", "started", "token_of"]

ROOT = Path(__file__).parents[1]
PATIENCE = 30.0

TEXT = (
    "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"
    "Drovia paid nine million crowns for the boats. Kesh delivered forty trucks to Drovia.\n"
)
BOATS: Sequence[tuple[str, dict[str, Any], str]] = (
    (
        "items",
        {
            "description": "patrol boats",
            "quantity": "twelve",
            "supplier": "Velmora",
            "recipient": "Drovia",
            "status": "delivered",
        },
        "Velmora sold Drovia twelve patrol boats in March",
    ),
    (
        "items",
        {
            "description": "trucks",
            "quantity": "forty",
            "supplier": "Kesh",
            "recipient": "Drovia",
            "status": "delivered",
        },
        "Kesh delivered forty trucks to Drovia.",
    ),
)
LINE = LedgerLine(
    path="items/2",
    code="quote_not_found",
    value="description: tugs",
    quote="Velmora sold tugs",
    hint="Velmora sold Drovia twelve patrol boats",
    attempt=1,
)


def put_brief(
    folder: Path,
    name: str,
    text: str,
    facts: Iterable[tuple[str, dict[str, Any], str]] = (),
    ledger: Iterable[LedgerLine] = (),
    *,
    title: str | None = None,
    schema_id: str = "trade_brief",
) -> Path:
    """Write a brief whose facts (kind, values, quote) the judge has examined, and its record; gives the brief's file."""
    schema = find_schema(schema_id)
    article = Article(text=text, source=f"{ascii(name)[1:-1]}.txt", title=title)
    checker = Checker(article, schema)
    found: dict[str, list[Fact]] = {kind.name: [] for kind in schema.kinds}
    for kind, values, quote in facts:
        start = text.index(quote)
        checked = checker.check(kind, values, [(start, start + len(quote))])
        assert checked.fact is not None, checked.faults
        found[kind].append(checked.fact)
    brief = Brief(
        schema_id=schema.id,
        status="complete",
        article=ArticleInfo.of(article),
        summary=(),
        facts={kind: tuple(of) for kind, of in found.items()},
        ledger=tuple(ledger),
        provenance=SCRIPTED,
    )
    return keep(folder, name, brief, article)


def put_boats(folder: Path, *names: str) -> Path:
    """Briefs of two sales and a ledger line each, every one of a text of its own; gives the folder."""
    for name in names or ("boats",):
        put_brief(folder, name, f"{TEXT}This is what {name} says.\n", BOATS, [LINE], title=f"Of {name}")
    return folder


def token_of(page: str) -> str:
    """What a page's writes need."""
    found = re.search(r'<meta name="review-token" content="([^"]+)"', page)
    assert found is not None
    return found[1]


class Client(httpx2.Client):
    """Somebody who reviews: asks as the page would."""

    def __init__(self, url: str, reviewer: str = "anna") -> None:
        # No proxy of the environment: what is asked is here.
        super().__init__(base_url=url, timeout=PATIENCE, trust_env=False)
        self.reviewer = reviewer
        self._token: str | None = None

    def write(self, what: str, name: str, **body: Any) -> httpx2.Response:
        """POST to a brief with the page's token."""
        if self._token is None:
            self._token = token_of(self.get("/").text)
        said = json.dumps({"reviewer": self.reviewer} | body)  # as scripts write it: a lone surrogate as an escape
        headers = {"X-Review-Token": self._token, "Content-Type": "application/json"}
        return self.post(f"/api/brief/{name}/{what}", content=said, headers=headers)


class Served:
    """The server in a thread of this process; a context manager. ``host`` is where it listens."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", desk: Desk | None = None) -> None:
        self.desk = desk or Desk(folder)
        self._bound = bind(host, 0)
        self.address = self._bound.address
        self.port = self.address.port
        self._server = server_of(self.desk, self._bound, reviewer="root")
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._bound.listener]})

    @property
    def token(self) -> str:
        """What its pages write with."""
        with self.client() as client:
            return token_of(client.get("/").text)

    def client(self, reviewer: str = "anna") -> Client:
        """Somebody who asks it."""
        return Client(f"http://127.0.0.1:{self.port}", reviewer)

    def keys(self, name: str) -> list[str]:
        """The keys of a brief's facts."""
        return [slot.key for slot in self.desk.sheet(name).review.slots]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


def raw(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are; gives status, headers and body of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as answer:
            status = int(answer.readline().split()[1])
            headers: dict[str, str] = {}
            while line := answer.readline().strip():
                name, _, value = line.decode("latin-1").partition(":")
                assert name.lower() not in headers, f"{name} stands twice"
                headers[name.lower()] = value.strip()
            body = answer.read(int(headers["content-length"])) if "content-length" in headers else b""
    return status, headers, body


@contextmanager
def started(*args: object, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """`summarizer review` as a process of its own, which is killed at the end of the block."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-m", "summarizer", "review", *map(str, args)]
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    """The address that it prints; waits for it."""
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        found = re.match(r"Review: (http://\S+)", line)
        if found is not None:
            return found[1]
    raise AssertionError("".join(said))
