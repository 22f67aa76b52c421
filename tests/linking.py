"""A dossier to be linked: two invented articles about one deal, in which one name is spelled in two ways."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx2

from summarizer.review.links import LinkDesk
from summarizer.review.server.links_app import create_links_app
from summarizer.review.server.serve import bind, server_of
from tests.served import put_brief, token_of

__all__ = ["FIRST", "SECOND", "LinksServed", "put_pair"]

FIRST = (
    "Drovia wants weapons from Tarrenia. Arms broker Davit Mkrtychan arranged the sale of rifles from Tarrenia to Drovia, "
    "Irena Kolvas said on Monday.\nKolvas speaks for the Treasury Ministry. Tarrenia shipped rifles to Drovia.\n"
    "Velmora imposed sanctions on Davit Mkrtychan for selling rifles.\n"
)
SECOND = (
    "Tarrenia sold Drovia rifles, Irena Kolvas said. The sale of rifles was arranged by Davit Mkrtchyan, a broker.\n"
    "Tarrenia shipped rifles to Drovia, she said. Velmora imposed sanctions on Davit Mkrtchyan for selling rifles.\n"
)


def put_pair(folder: Path) -> tuple[Path, Path]:
    """Write both briefs; gives their files."""
    rifles = {"description": "rifles", "supplier": "Tarrenia", "recipient": "Drovia", "status": "delivered"}
    broker = {"kind": "person", "aliases": [], "roles": ["broker"]}
    speaker = {"name": "Irena Kolvas", "kind": "person", "aliases": [], "roles": ["spokesperson"]}
    states = {"Tarrenia": "supplier", "Drovia": "recipient", "Velmora": "sanctioning_authority"}

    def listed(quotes: dict[str, str]) -> list[tuple[str, dict[str, Any], str]]:
        known = {"kind": "government", "aliases": []}
        return [("actors", {"name": name, "roles": [role], **known}, quotes[name]) for name, role in states.items()]

    first = put_brief(
        folder,
        "first",
        FIRST,
        [
            (
                "actors",
                {"name": "Davit Mkrtychan", **broker},
                "Arms broker Davit Mkrtychan arranged the sale of rifles",
            ),
            ("actors", speaker, "Irena Kolvas said on Monday"),
            *listed(
                {
                    "Tarrenia": "Tarrenia shipped rifles to Drovia.",
                    "Drovia": "Drovia wants weapons from Tarrenia.",
                    "Velmora": "Velmora imposed sanctions on Davit Mkrtychan for selling rifles.",
                }
            ),
            ("items", rifles, "Tarrenia shipped rifles to Drovia."),
            (
                "sanctions",
                {"target": "Davit Mkrtychan", "authority": "Velmora", "status": "imposed"},
                "Velmora imposed sanctions on Davit Mkrtychan for selling rifles.",
            ),
        ],
        title="First",
    )
    second = put_brief(
        folder,
        "second",
        SECOND,
        [
            (
                "actors",
                {"name": "Davit Mkrtchyan", **broker},
                "The sale of rifles was arranged by Davit Mkrtchyan, a broker.",
            ),
            ("actors", speaker, "Irena Kolvas said."),
            *listed(
                {
                    "Tarrenia": "Tarrenia sold Drovia rifles",
                    "Drovia": "Tarrenia sold Drovia rifles",
                    "Velmora": "Velmora imposed sanctions on Davit Mkrtchyan for selling rifles.",
                }
            ),
            ("items", rifles, "Tarrenia shipped rifles to Drovia, she said."),
            (
                "sanctions",
                {"target": "Davit Mkrtchyan", "authority": "Velmora", "status": "imposed"},
                "Velmora imposed sanctions on Davit Mkrtchyan for selling rifles.",
            ),
        ],
        title="Second",
    )
    return first, second


class LinksServed:
    """The page of a dossier's links, served in a thread of this process; a context manager."""

    def __init__(self, desk: LinkDesk) -> None:
        self.desk = desk
        self._bound = bind("127.0.0.1", 0)
        self.port = self._bound.address.port
        self._server = server_of(desk, self._bound, reviewer="root", make=create_links_app)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._bound.listener]})

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def client(self) -> Iterator[httpx2.Client]:
        """Somebody who asks it, with the page's token."""
        with httpx2.Client(base_url=self.url, timeout=30.0, trust_env=False) as client:
            client.headers["X-Review-Token"] = token_of(client.get("/").text)
            yield client

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30.0)
        assert not self._thread.is_alive()
