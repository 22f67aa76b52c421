"""What every request passes before anything looks at it, and what every answer carries.

A page of the web can make its reader's browser ask this server: by its address, or by a name of its own that it lets
point here (rebinding). So the Host must be ours, whatever comes from a foreign page is refused, and a write needs a token
that only our own pages hold. What an answer carries keeps the browser from running, loading or framing anything else,
should foreign words ever become markup.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BODY", "WRITES", "Address", "Guard", "Refuse"]

BODY = 1_000_000  # bytes of a request's body at most
WRITES = "x-review-token"  # the header that every write has

_log = logging.getLogger("summarizer.review")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_READING = frozenset({"GET", "HEAD"})

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'nonce-{nonce}'",
        "style-src 'nonce-{nonce}'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types review",
    )
)
_UNUSED = "camera display-capture geolocation hid microphone midi payment serial usb".split()
_ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

Refuse = Callable[[str, int, str, str, str], Response]
"""Makes the answer to a request that is refused: path, status, message, mend, nonce."""


@dataclass(frozen=True)
class Address:
    """Where the server is reached: ``host`` as it was given, without brackets, and ``port``.

    ``key`` is what everybody needs who asks for anything; None where only this machine can ask.
    """

    host: str
    port: int
    key: str | None = None

    def is_ours(self, said: str) -> bool:
        """Whether a Host header names this server.

        On loopback only by loopback's own names. Elsewhere also by any IP address, since which one leads here is not for the
        server to know, and none can be rebound; and by the name that was given.
        """
        found = _HOST.fullmatch(said.lower())
        if found is None or int(found[2] or 80) != self.port:
            return False
        name = found[1]
        if name in _LOOPBACK or name.strip("[]") == self.host.lower():
            return True
        return self.key is not None and _is_ip(name)

    @property
    def url(self) -> str:
        """The address to open, with the key where one is needed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/" + (f"?key={self.key}" if self.key else "")


def _is_ip(name: str) -> bool:
    try:
        return ipaddress.ip_address(name.strip("[]")).version == (6 if name.startswith("[") else 4)
    except ValueError:
        return False


class _Refused(Exception):
    def __init__(self, status: int, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.mend = status, message, mend


class Guard:
    """The outermost ASGI application. ``token`` is what every write needs, ``refuse`` makes the answers of refusal.

    ``scope["state"]["nonce"]`` is fresh for each request, and the only one by which an answer's scripts and styles may run.
    """

    def __init__(self, app: ASGIApp, *, address: Address, token: str, refuse: Refuse) -> None:
        self._app = app
        self._address = address
        self._token = token
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(18)
        # Names of files need not be UTF-8, nor are their addresses then; the server's own scope stays as it is.
        path = unquote(scope["raw_path"].decode("latin-1"), errors="surrogateescape")
        scope = {**scope, "path": path, "state": {**scope.get("state", {}), "nonce": nonce}}
        answer = _with_headers(send, nonce)
        try:
            headers = _Headers(scope)
            entered = self._check(scope, headers)
            if entered is None and scope["method"] not in _READING:
                receive = _replay(await _body(headers, receive))
        except _Refused as refused:
            response = self._refuse(scope["path"], refused.status, refused.message, refused.mend, nonce)
            await response(scope, receive, answer)
        except _Gone:
            return
        else:
            try:
                await (entered or self._app)(scope, receive, answer)
            except Exception:  # noqa: BLE001 (it is logged, and has been answered; the connection is none the worse for it)
                _log.exception("a request failed: %s %s", scope["method"], ascii(scope["path"]))

    def _check(self, scope: Scope, headers: _Headers) -> Response | None:
        """Raises _Refused; gives an answer where the request has been answered."""
        host = headers.one("host")
        if host is None or not self._address.is_ours(host):
            # A page of the web whose name was made to lead here gets nothing, not even the right address.
            raise _Refused(400, "This is not the address of the review.", "Open the address that the program printed.")
        _check_origin(scope["method"], headers, host)
        entered = self._check_key(scope, headers)
        if entered is None and scope["method"] not in _READING:
            self._check_write(headers)
        return entered

    def _check_key(self, scope: Scope, headers: _Headers) -> Response | None:
        key = self._address.key
        if key is None:
            return None
        # Cookies know no ports: a second review on this machine has its own.
        cookie = f"review-key-{self._address.port}"
        said = parse_qs(scope["query_string"].decode("latin-1")).get("key", [])
        if scope["method"] in _READING and len(said) == 1 and _same(said[0], key):
            # Without the key, so that it is neither bookmarked nor shown.
            response = RedirectResponse("/", status_code=303)
            response.set_cookie(cookie, key, httponly=True, samesite="strict")
            return response
        if any(_same(cookie_parser(line).get(cookie, ""), key) for line in headers.all("cookie")):
            return None
        raise _Refused(
            403, "This review is opened with a key.", "Open the address that the program printed, key and all."
        )

    def _check_write(self, headers: _Headers) -> None:
        token = headers.one(WRITES)
        if token is None or not _same(token, self._token):
            raise _Refused(403, "The page is of an earlier start of the program.", "Load the page again.")
        kind = (headers.one("content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/json" or headers.all("content-encoding"):
            raise _Refused(415, "Only JSON is read (Content-Type: application/json).")


def _check_origin(method: str, headers: _Headers, host: str) -> None:
    """Refuse what another site's page asks for; that it leads a reader here by a link is no harm."""
    foreign = _Refused(403, "This was asked for by another site's page.", "Open the review in a window of its own.")
    origins = headers.all("origin")
    if origins and origins != [f"http://{host.lower()}"]:
        raise foreign
    # A page on another port of this machine is of the same site, and no less foreign.
    if headers.one("sec-fetch-site") not in (None, "same-origin", "none"):
        led_here = headers.one("sec-fetch-mode") == "navigate" and headers.one("sec-fetch-dest") == "document"
        if method not in _READING or not led_here:
            raise foreign


class _Headers:
    def __init__(self, scope: Scope) -> None:
        self._raw: list[tuple[bytes, bytes]] = scope["headers"]

    def all(self, name: str) -> list[str]:
        return [value.decode("latin-1").strip() for key, value in self._raw if key == name.encode()]

    def one(self, name: str) -> str | None:
        """The header's value; None where it is missing, empty where it stands twice and nothing can be said."""
        found = self.all(name)
        return None if not found else found[0] if len(found) == 1 else ""


class _Gone(Exception):
    """Whoever asked went away in the middle of the question."""


async def _body(headers: _Headers, receive: Receive) -> bytes:
    """The request's body, whole. Raises _Refused above the limit, whatever length was announced."""
    much = _Refused(413, f"The body is too large: {BODY:,} bytes are the most.")
    announced = headers.one("content-length")
    if announced is not None and not (announced.isdecimal() and len(announced) < 10 and int(announced) <= BODY):
        raise much
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > BODY:
            raise much
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _with_headers(send: Send, nonce: str) -> Send:
    ours = _ALWAYS | {"content-security-policy": _POLICY.format(nonce=nonce)}
    added = [(name.encode(), value.encode()) for name, value in ours.items()]

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", []) if name.lower().decode() not in ours]
            message["headers"] = [*kept, *added]
        await send(message)

    return answer


def _same(said: str, right: str) -> bool:
    return hmac.compare_digest(said.encode("utf-8", "surrogatepass"), right.encode())
