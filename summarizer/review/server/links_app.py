"""The application of a dossier's page of links: three addresses, behind the same guard as the review of briefs."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from summarizer.errors import DecisionRefused, SummarizerError
from summarizer.export.html import environment
from summarizer.review.links import LinkDesk, Seen
from summarizer.review.server.bodies import BodyInvalid, Who, read_body
from summarizer.review.server.guard import Address, Guard
from summarizer.review.server.pages import ASSETS, error_page
from summarizer.store.files import to_json

__all__ = ["create_links_app"]

_WORDS = {404: "There is nothing here.", 405: "That can't be done here."}
_BACK = "Go to the page of the links."
_FAILED = "Load the page again; what was decided is kept. The program has written down what went wrong."


class Chosen(Who):
    """A decision about a link, by the key that the page has for it."""

    action: Literal["confirm", "reject"]
    link: str


def create_links_app(desk: LinkDesk, *, address: Address, token: str, reviewer: str) -> ASGIApp:
    """The application for the links of one dossier; its desk is closed with it.

    ``token`` stands in the page and is wanted with every write; ``reviewer`` is the name of who has not given one yet.
    """
    answers = _Answers(desk, token, reviewer)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            desk.close()

    app = Starlette(
        routes=[
            Route("/", answers.page),
            Route("/api/links", answers.parts),
            Route("/api/links/decide", _posted(answers.decide), methods=["POST"]),
            Route("/api/links/undo", _posted(answers.undo), methods=["POST"]),
            Route("/assets/{file}", answers.asset),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4)] if address.key else [],
        exception_handlers={HTTPException: _http_error, SummarizerError: _known_error, Exception: _unknown_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Guard(app, address=address, token=token, refuse=_refusal)


@dataclass(frozen=True)
class _Answers:
    """What is answered, address by address. Each method may run in any thread."""

    desk: LinkDesk
    token: str
    reviewer: str

    def page(self, request: Request) -> Response:
        """All links of the dossier."""
        html = (
            _templates()
            .get_template("links.html")
            .render(
                **_words(self.desk.seen()),
                folder=str(self.desk.folder),
                token=self.token,
                reviewer=self.reviewer,
                nonce=request.state.nonce,
            )
        )
        return HTMLResponse(html)

    def parts(self, request: Request) -> Response:
        """What is new since a stamp."""
        seen = self.desk.seen()
        if request.query_params.get("stamp") == seen.stamp:
            return _json({"stamp": seen.stamp})
        return _json(_told(seen))

    def decide(self, raw: bytes) -> Response:
        """Take a decision, and merge anew."""
        body = read_body(Chosen, raw)
        return self._done(lambda: self.desk.decide(body.link, body.action, body.reviewer))

    def undo(self, raw: bytes) -> Response:
        """Take back a reviewer's last decision, and merge anew."""
        body = read_body(Who, raw)
        return self._done(lambda: self.desk.undo(body.reviewer))

    def _done(self, act: Callable[[], str]) -> Response:
        try:
            words = act()
        except DecisionRefused as refused:
            told = _error(refused.message, refused.mend)
            # Somebody else was quicker: what is true now comes along.
            return _json(told | _told(self.desk.seen()), 409) if refused.stale else _json(told, 422)
        return _json(_told(self.desk.seen()) | {"said": words})

    def asset(self, request: Request) -> Response:
        """A script or a style sheet."""
        found = ASSETS.get(request.path_params["file"])
        if found is None:
            raise HTTPException(404)
        content, kind = found
        return Response(content, media_type=kind)


@cache
def _templates() -> Environment:
    return environment(PackageLoader("summarizer.review.server"))


def _words(seen: Seen) -> dict[str, Any]:
    return {
        "cases": seen.cases,
        "stamp": seen.stamp,
        "total": sum(case.state != "same" for case in seen.cases),
        "decided": sum(case.state in ("confirmed", "rejected") for case in seen.cases),
    }


def _told(seen: Seen) -> dict[str, Any]:
    words, env = _words(seen), _templates()
    return {
        "stamp": seen.stamp,
        "list": env.get_template("links/list.html").render(**words),
        "progress": env.get_template("links/progress.html").render(**words),
    }


def _posted(take: Callable[[bytes], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        try:
            return await run_in_threadpool(take, raw)
        except BodyInvalid as error:
            raise HTTPException(400, str(error)) from error

    return endpoint


def _json(content: Any, status: int = 200) -> Response:
    return Response(to_json(content), status, media_type="application/json")


def _error(message: str, mend: str) -> dict[str, Any]:
    return {"error": message, "mend": mend}


def _refusal(path: str, status: int, message: str, mend: str, nonce: str) -> Response:
    if path.startswith("/api/"):
        return _json(_error(message, mend), status)
    return HTMLResponse(error_page(status, message, mend, nonce=nonce), status)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    message = _WORDS[status] if error.detail in ("Not Found", "Method Not Allowed") else error.detail
    response = _refusal(request.scope["path"], status, message, _BACK, request.state.nonce)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _known_error(request: Request, error: Exception) -> Response:
    """Errors of the program's own: a brief of the dossier that is gone, a file that can't be written."""
    assert isinstance(error, SummarizerError)
    return _refusal(request.scope["path"], 409, error.message, error.mend, request.state.nonce)


def _unknown_error(request: Request, error: Exception) -> Response:
    """What nobody foresaw: said without a word of its inside; the guard logs it."""
    return _refusal(request.scope["path"], 500, "The program failed at this.", _FAILED, request.state.nonce)
