"""The application: addresses, and what is answered from the desk. The guard stands before all of it.

What touches the disk or asks the judge runs in a thread of its own, so that one long article keeps nobody waiting who
asks for another.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from summarizer.errors import BriefInvalid, DecisionRefused, SchemaError, SourceError, SummarizerError
from summarizer.review.deciding import reviewer_name
from summarizer.review.decisions import Action
from summarizer.review.desk import Desk
from summarizer.review.server.bodies import Body, BodyInvalid, Who, read_body
from summarizer.review.server.guard import Address, Guard
from summarizer.review.server.pages import ASSETS, FILTERS, error_page, fragments, queue_page, sheet_page
from summarizer.review.server.said import said
from summarizer.review.sheet import Sheet
from summarizer.store.files import to_json

__all__ = ["Answers", "create_app"]

PAGE = 200  # rows of the queue on one page
LONGEST_QUERY = 200  # characters of a search

_MENDS = {
    400: "Go back and try again.",
    404: "Go to the queue: its briefs are those that the folder has now.",
    405: "Go to the queue.",
    500: "Load the page again; what was decided is kept. The program has written down what went wrong.",
}
_WORDS = {404: "There is nothing here.", 405: "That can't be done here."}


def create_app(desk: Desk, *, address: Address, token: str, reviewer: str) -> ASGIApp:
    """The application for one desk, which is closed with it.

    ``token`` stands in the pages and is wanted with every write; ``reviewer`` is the name of who has not given one yet.
    """
    answers = Answers(desk, token, reviewer)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            desk.close()

    posts: dict[str, Callable[[str, bytes], Response]] = {
        "check": answers.check,
        "decide": answers.decide,
        "undo": lambda name, raw: answers.back(name, raw, "undo"),
        "redo": lambda name, raw: answers.back(name, raw, "redo"),
    }
    app = Starlette(
        routes=[
            Route("/", answers.queue),
            Route("/brief/{name}", answers.sheet),
            Route("/api/brief/{name}", answers.parts),
            *(Route(f"/api/brief/{{name}}/{what}", _posted(take), methods=["POST"]) for what, take in posts.items()),
            Route("/assets/{file}", answers.asset),
        ],
        # On loopback packing costs more than it saves. Elsewhere there is nothing that it could give away: who hears what
        # is sent can read it, and no other site can make a reader's browser ask with the key.
        middleware=[Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4)] if address.key else [],
        exception_handlers={HTTPException: _http_error, SummarizerError: _known_error, Exception: _unknown_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Guard(app, address=address, token=token, refuse=_refusal)


@dataclass(frozen=True)
class Answers:
    """What is answered, address by address. Each method may run in any thread."""

    desk: Desk
    token: str
    reviewer: str

    def queue(self, request: Request) -> Response:
        """The queue, a page of it, filtered by state and words."""
        state, words = request.query_params.get("state", "all"), request.query_params.get("q", "")
        page = _number(request, "page", 1)
        if state not in FILTERS:
            raise HTTPException(400, f"The queue has no state of that name; it has: {', '.join(FILTERS)}.")
        if len(words) > LONGEST_QUERY:
            raise HTTPException(400, f"The search is too long: {LONGEST_QUERY} characters are the most.")
        found = [row for row in self.desk.queue() if row.matches(words)]
        rows = [row for row in found if row.is_in(state)]
        pages = max(1, math.ceil(len(rows) / PAGE))
        page = min(max(1, page), pages)
        html = queue_page(
            rows[(page - 1) * PAGE : page * PAGE],
            counts={name: sum(row.is_in(name) for row in found) for name in FILTERS},
            state=state,
            words=words,
            page=page,
            pages=pages,
            reviewer=self.reviewer,
            token=self.token,
            nonce=request.state.nonce,
            folder=str(self.desk.folder),
            foreign=self.desk.foreign,
        )
        return HTMLResponse(html)

    def sheet(self, request: Request) -> Response:
        """One brief."""
        name = request.path_params["name"]
        with _known(name):
            # The stamp first: a file that is written meanwhile is then found to be newer.
            stamp = self.desk.stamp(name)
            sheet = self.desk.sheet(name)
        names = [row.name for row in self.desk.queue() if row.name]
        at = names.index(name) if name in names else len(names)
        html = sheet_page(
            sheet,
            reviewer=self.reviewer,
            token=self.token,
            nonce=request.state.nonce,
            stamp=stamp,
            before=names[at - 1] if 0 < at < len(names) else None,
            after=names[at + 1] if at + 1 < len(names) else None,
        )
        return HTMLResponse(html)

    def parts(self, request: Request) -> Response:
        """What is new about a brief since a decision and a stamp."""
        name = request.path_params["name"]
        since = _number(request, "since", -1)
        reviewer = request.query_params.get("reviewer") or self.reviewer
        with _known(name):
            stamp, head = self.desk.stamp(name), self.desk.head(name)
            if since == head and request.query_params.get("stamp", stamp) == stamp:
                return _json({"head": head, "stamp": stamp})
            return _json(_told(self.desk.sheet(name), stamp, reviewer))

    def check(self, name: str, raw: bytes) -> Response:
        """What the judge says of a proposal."""
        body = read_body(Body, raw)
        with _known(name):
            checked = self.desk.check(name, body.proposal(body.action or "revise"))
            checker = self.desk.checker(name)
        quotes = [checker.article.quote(span) for span in checked.spans] if checker is not None else []
        return _json(
            {
                "ok": checked.fact is not None,
                "fact": checked.fact.to_dict() if checked.fact is not None else None,
                "faults": [fault.to_dict() for fault in checked.faults],
                "spans": [[span.start, span.end] for span in checked.spans],
                "quotes": quotes,
            }
        )

    def decide(self, name: str, raw: bytes) -> Response:
        """Take a decision."""
        body = read_body(Body, raw)
        if body.action is None:
            raise BodyInvalid("action: it is missing")
        return self._decided(name, body, body.action)

    def back(self, name: str, raw: bytes, action: Action) -> Response:
        """Undo or redo a reviewer's last step."""
        who = read_body(Who, raw)
        return self._decided(name, Body(reviewer=who.reviewer), action)

    def _decided(self, name: str, body: Body, action: Action) -> Response:
        with _known(name):
            stamp = self.desk.stamp(name)
            try:
                sheet = self.desk.decide(name, body.proposal(action))
            except DecisionRefused as refused:
                told: dict[str, Any] = _error(refused.message, refused.mend)
                told["faults"] = [fault.to_dict() for fault in refused.faults]
                if not refused.stale:
                    return _json(told, 422)
                return _json(told | _told(self.desk.sheet(name), stamp, body.reviewer), 409)
        return _json(_told(sheet, stamp, body.reviewer) | {"said": said(sheet, reviewer_name(body.reviewer) or "")})

    def asset(self, request: Request) -> Response:
        """A script or a style sheet."""
        found = ASSETS.get(request.path_params["file"])
        if found is None:
            raise HTTPException(404)
        content, kind = found
        return Response(content, media_type=kind)


def _told(sheet: Sheet, stamp: str, reviewer: str) -> dict[str, Any]:
    reviewer = reviewer_name(reviewer) or ""
    return {"head": sheet.review.head, "stamp": stamp, "parts": fragments(sheet, reviewer=reviewer)}


def _posted(take: Callable[[str, bytes], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        try:
            return await run_in_threadpool(take, request.path_params["name"], raw)
        except BodyInvalid as error:
            raise HTTPException(400, str(error)) from error

    return endpoint


@contextlib.contextmanager
def _known(name: str) -> Iterator[None]:
    """404 where the folder has no brief of this name (any more)."""
    try:
        yield
    except KeyError as error:
        if error.args != (name,):
            raise
        raise HTTPException(404, "The folder has no brief of this name.") from error


def _number(request: Request, name: str, otherwise: int) -> int:
    said = request.query_params.get(name, "")
    if not said:
        return otherwise
    if not (said.isascii() and said.isdigit() and len(said) <= 18):
        raise HTTPException(400, f"{name} is a whole number.")
    return int(said)


def _json(content: Any, status: int = 200) -> Response:
    return Response(to_json(content), status, media_type="application/json")


def _error(message: str, mend: str) -> dict[str, Any]:
    return {"error": message, "mend": mend, "faults": []}


def _refusal(path: str, status: int, message: str, mend: str, nonce: str) -> Response:
    """An error as whoever asks can read it: programs get JSON, people a page."""
    if path.startswith("/api/"):
        return _json(_error(message, mend), status)
    return HTMLResponse(error_page(status, message, mend, nonce=nonce), status)


def _refused(request: Request, status: int, message: str, mend: str) -> Response:
    return _refusal(request.scope["path"], status, message, mend, request.state.nonce)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    default = {404: "Not Found", 405: "Method Not Allowed"}.get(status)
    message = _WORDS[status] if error.detail == default else error.detail
    response = _refused(request, status, message, _MENDS.get(status, ""))
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _known_error(request: Request, error: Exception) -> Response:
    """Errors of the program's own: a brief that is none, a schema that is not here; decisions that can't be kept."""
    assert isinstance(error, SummarizerError)
    if isinstance(error, DecisionRefused):
        status = 409 if error.stale else 422
    else:
        status = 409 if isinstance(error, BriefInvalid | SchemaError | SourceError) else 503
    return _refused(request, status, error.message, error.mend)


def _unknown_error(request: Request, error: Exception) -> Response:
    """What nobody foresaw: said without a word of its inside; the guard logs it."""
    return _refused(request, 500, "The program failed at this.", _MENDS[500])
