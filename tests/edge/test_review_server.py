"""The review's server: who is let in, what is answered, and that nothing foreign gets it to do anything."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse

from summarizer.errors import UsageError
from summarizer.review import Desk
from summarizer.review.server.guard import Address, Guard
from summarizer.review.server.serve import PORT, bind, is_loopback
from tests.served import BOATS, Client, Served, put_boats, put_brief, raw

BIG = 1_000_001


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put_boats(tmp_path / "briefs", "boats", "trucks")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose briefs nobody changes."""
    with Served(put_boats(tmp_path_factory.mktemp("still") / "briefs", "boats", "trucks")) as running:
        yield running


@pytest.fixture
def server(folder: Path) -> Iterator[Served]:
    with Served(folder) as running:
        yield running


@pytest.fixture
def anna(server: Served) -> Iterator[Client]:
    with server.client("anna") as client:
        yield client


@pytest.fixture
def bea(server: Served) -> Iterator[Client]:
    with server.client("bea") as client:
        yield client


def ask(server: Served, line: str, *headers: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """A request byte for byte; `{port}` in it is the server's."""
    text = "\r\n".join([f"{line} HTTP/1.1", *headers, "Connection: close", "", ""])
    return raw(server.port, text.replace("{port}", str(server.port)).encode("latin-1") + body)


def write(server: Served, *headers: str, body: bytes = b"{}", what: str = "check") -> tuple[int, dict[str, str], bytes]:
    """A write whose headers are all right but for those given."""
    said = {
        "host": "127.0.0.1:{port}",
        "x-review-token": server.token,
        "content-type": "application/json",
        "content-length": str(len(body)),
    }
    for header in headers:
        name, _, value = header.partition(": ")
        said.pop(name.lower(), None) if not value else said.__setitem__(name.lower(), value)
    lines = [f"{name}: {value}" for name, value in said.items()]
    return ask(server, f"POST /api/brief/boats/{what}", *lines, body=body)


HOST = "Host: 127.0.0.1:{port}"


# Who is let in.


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("[::1]:{port}", 200),
        ("evil.example", 400),
        ("evil.example:{port}", 400),
        ("127.0.0.1", 400),
        ("127.0.0.1:1", 400),
        ("127.0.0.1:0{port}0", 400),
        ("localhost.:{port}", 400),
        ("localhost.evil.example:{port}", 400),
        ("127.0.0.1.evil.example:{port}", 400),
        ("127.0.0.1:{port}@evil.example", 400),
        ("evil.example#127.0.0.1:{port}", 400),
        ("0.0.0.0:{port}", 400),
        ("127.1:{port}", 400),
        ("2130706433:{port}", 400),
        ("192.0.2.7:{port}", 400),
        ("::1:{port}", 400),
        ("[::1%25lo]:{port}", 400),
        ("", 400),
    ],
)
def test_only_our_own_host_is_answered(still: Served, host: str, status: int) -> None:
    """A name that another made lead to this machine gets 400, whatever it asks for, and learns nothing."""
    got, headers, body = ask(still, "GET /", f"Host: {host}")
    assert got == status
    if status == 400:
        assert still.token.encode() not in body
        assert b"boats" not in body
        assert "content-security-policy" in headers
        assert ask(still, "GET /nowhere", f"Host: {host}")[0] == 400
        assert write(still, f"Host: {host}" if host else "Host: ")[0] == 400


@pytest.mark.parametrize("headers", [[], [HOST, HOST], [HOST, "Host: evil.example"], ["Host: evil.example", HOST]])
def test_a_missing_or_second_host_is_refused(still: Served, headers: list[str]) -> None:
    """Of two hosts none is taken at its word, and HTTP/1.0 without one is not answered either."""
    assert ask(still, "GET /", *headers)[0] == 400
    old = "\r\n".join(["GET / HTTP/1.0", *headers, "", ""]).replace("{port}", str(still.port))
    assert raw(still.port, old.encode())[0] == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({b"host": []}, 400),
        ({b"host": [b"localhost:8765", b"localhost:8765"]}, 400),
        ({b"x-review-token": [b"token", b"wrong"]}, 403),
        ({b"x-review-token": [b"token", b"token"]}, 403),
        ({b"content-type": [b"application/json", b"text/plain"]}, 415),
        ({b"origin": [b"http://localhost:8765", b"http://localhost:8765"]}, 403),
        ({b"sec-fetch-site": [b"same-origin", b"cross-site"]}, 403),
        ({b"content-length": [b"2", b"2"]}, 413),
        ({b"content-length": [b"-2"]}, 413),
    ],
)
def test_a_header_that_stands_twice_says_nothing(headers: dict[bytes, list[bytes]], status: int) -> None:
    """The guard takes neither of two values, whatever the server before it would let pass."""
    right = {b"host": [b"localhost:8765"], b"x-review-token": [b"token"], b"content-type": [b"application/json"]}
    told = [(name, value) for name, values in (right | headers).items() for value in values]
    scope = {"type": "http", "method": "POST", "raw_path": b"/", "query_string": b"", "headers": told}
    answered: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"{}"}

    async def send(message: Any) -> None:
        answered.append(message)

    guard = Guard(
        PlainTextResponse("inside"),
        address=Address("127.0.0.1", 8765),
        token="token",
        refuse=lambda path, status, message, mend, nonce: PlainTextResponse(message, status),
    )
    asyncio.run(guard(scope, receive, send))
    assert answered[0]["status"] == status
    assert (answered[1]["body"] == b"inside") is (status == 200)


@given(host=st.text(alphabet="127.0localhost[]:@%/\\evil-_ \t", max_size=40))
def test_no_odd_host_is_ours(host: str) -> None:
    """What is taken for ours is one of the names of loopback with the port, whatever is tried."""
    assert not Address("127.0.0.1", 8765).is_ours(host)
    taken = Address("127.0.0.1", 8765).is_ours(f"{host}:8765")
    assert taken == (host.lower() in ("127.0.0.1", "localhost", "[::1]"))


def test_hosts_of_an_address_that_others_reach() -> None:
    """Any IP address may lead here, and the name that was given; other names may be somebody's trick."""
    here = Address("reviews.example", 80, "key")
    for host in ("reviews.example", "Reviews.Example:80", "192.0.2.7", "[2001:db8::7]:80", "localhost"):
        assert here.is_ours(host), host
    for host in ("evil.example", "reviews.example.evil", "2001:db8::7", "[192.0.2.7]", "192.0.2", "reviews.example:81"):
        assert not here.is_ours(host), host
    assert Address("::1", 8765).url == "http://[::1]:8765/"
    assert here.url == "http://reviews.example:80/?key=key"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:{port}", 400),  # passes, and the empty body is read
        ("http://localhost:{port}", 403),
        ("https://127.0.0.1:{port}", 403),
        ("http://127.0.0.1", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("http://127.0.0.1:{port}, http://evil.example", 403),
    ],
)
def test_only_our_own_pages_may_write(still: Served, origin: str, status: int) -> None:
    """A page of another origin is refused even with the token; another port of this machine is another origin."""
    assert write(still, f"Origin: {origin}")[0] == status


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
        ("cross-site", "navigate", "document", 200),
        ("same-site", "navigate", "document", 200),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "no-cors", "script", 403),
        ("cross-site", "cors", "empty", 403),
        ("same-site", "no-cors", "image", 403),
        ("nonsense", "cors", "empty", 403),
    ],
)
def test_other_sites_may_only_lead_here(still: Served, site: str, mode: str, dest: str, status: int) -> None:
    """A link from elsewhere opens the page; no frame, script, image or request of another site gets anything."""
    told = (HOST, f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}", f"Sec-Fetch-Dest: {dest}")
    assert ask(still, "GET /", *told)[0] == status
    assert ask(still, "GET /assets/brief.css", *told)[0] == status


@pytest.mark.parametrize("token", ["", "wrong", "ü", "a, b"])
def test_a_write_needs_the_token(still: Served, token: str) -> None:
    """Without the token of this start of the program nothing is written, nor tried; it is not in any address or cookie."""
    status, headers, body = write(still, f"X-Review-Token: {token}")
    assert status == 403
    assert headers["content-type"] == "application/json"
    assert set(json.loads(body)) == {"error", "mend", "faults"}
    assert write(still, f"X-Review-Token: {token}", f"Cookie: x-review-token={still.token}")[0] == 403
    assert write(still)[0] == 400, "with it the body is read"


def test_the_token_is_wanted_by_every_method_that_could_write(still: Served) -> None:
    """Whatever is no GET or HEAD passes by the token first."""
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get"):
        assert ask(still, f"{method} /api/brief/boats", HOST)[0] == 403, method


@pytest.mark.parametrize(
    "header", ["Content-Type: text/plain", "Content-Type: ", "Content-Type: application/x-www-form-urlencoded",
               "Content-Type: multipart/form-data", "Content-Encoding: gzip"],
)  # fmt: skip
def test_only_json_is_read(still: Served, header: str) -> None:
    """What a form of another site could send is refused by its type."""
    assert write(still, header)[0] == 415
    assert write(still, "Content-Type: application/json; charset=utf-8")[0] == 400, "read, and found empty"


def test_a_body_has_a_limit(still: Served) -> None:
    """Above 1 MB a body is refused by its announced length, and where none is announced as soon as it is too long."""
    assert write(still, f"Content-Length: {BIG}", body=b"")[0] == 413
    chunk = b"%x\r\n%s\r\n" % (100_000, b" " * 100_000)
    assert write(still, "Transfer-Encoding: chunked", "Content-Length: ", body=chunk * 11 + b"0\r\n\r\n")[0] == 413
    assert write(still, body=b" " * (BIG - 1))[0] == 400, "read, and found to be no JSON"


def test_who_goes_away_in_the_middle_costs_nothing(server: Served, anna: Client) -> None:
    """A body that never ends keeps nobody else waiting, and leaves no error behind."""
    head = (
        f"POST /api/brief/boats/decide HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-Review-Token: {server.token}\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as hanging:
        hanging.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{{".encode())
        assert anna.get("/").status_code == 200
    assert anna.get("/").status_code == 200


# What every answer carries.


def test_every_answer_keeps_the_browser_from_more(server: Served, folder: Path) -> None:
    """Pages, errors and JSON alike: no script but ours, no frame, no cache, no referrer; each with a nonce of its own."""
    (folder / "broken.json").write_text('{"format": "brief/1"')
    answers = [
        ask(server, "GET /", HOST),
        ask(server, "HEAD /", HOST),
        ask(server, "GET /brief/boats", HOST),
        ask(server, "GET /brief/broken", HOST),
        ask(server, "GET /api/brief/boats", HOST),
        ask(server, "GET /assets/brief.css", HOST),
        ask(server, "GET /nowhere", HOST),
        ask(server, "GET /", "Host: evil.example"),
        ask(server, "POST /", HOST),
        write(server),
        write(server, "Content-Type: text/plain"),
        write(server, f"Content-Length: {BIG}", body=b""),
    ]
    assert [status for status, _, _ in answers] == [200, 200, 200, 409, 200, 200, 404, 400, 403, 400, 415, 413]
    nonces = []
    for _, headers, body in answers:
        policy = headers["content-security-policy"]
        for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
                     "connect-src 'self'", "require-trusted-types-for 'script'", "trusted-types review"):  # fmt: skip
            assert part in policy.split("; ")
        assert "unsafe" not in policy
        found = re.findall(r"'nonce-([^']+)'", policy)
        assert len(found) == 2
        nonces.append(found[0])
        if headers["content-type"].startswith("text/html"):
            assert set(re.findall(r'nonce="([^"]*)"', body.decode())) <= {found[0]}
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers
        assert "set-cookie" not in headers
    assert len(set(nonces)) == len(nonces)


def test_an_error_nobody_foresaw_says_nothing_of_the_inside(
    server: Served, anna: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """500 in the form that was asked for, with the same headers; the traceback is for the log alone."""

    def failing(*_: object, **__: object) -> None:
        raise KeyError("a secret of the inside")

    monkeypatch.setattr(server.desk, "sheet", failing)
    with caplog.at_level(logging.ERROR):
        page, api = anna.get("/brief/boats"), anna.get("/api/brief/boats")
    assert page.status_code == api.status_code == 500
    for answer in (page, api):
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert "nonce-" in answer.headers["content-security-policy"]
    assert api.json()["error"]
    assert "a secret of the inside" in caplog.text


# Addresses.


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/brief/",
        "/brief/nobody",
        "/brief/boats/",
        "/brief/boats.json",
        "/brief/..%2f..%2fetc%2fpasswd",
        "/brief/../../etc/passwd",
        "/brief/%2e%2e",
        "/brief/..",
        "/brief/..%5c..%5cboats",
        "/brief/..\\boats",
        "/brief/boats%00",
        "/brief/%00",
        "/brief/%ff%fe",
        "/brief/.%2fboats",
        "/brief/%252e%252e%252fboats",
        "/brief/.summarizer",
        "/brief/review.sqlite",
        "/api/brief/..%2fboats",
        "/api/brief/nobody",
        "/api/boats",
        "/assets/",
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/app.py",
        "/assets/%2e%2e%2fpages.py",
        "/assets/nothing.js",
        "//",
        "//brief/boats",
        "//evil.example/",
        "http://evil.example/",
        "/.env",
    ],
)
def test_what_is_not_there_is_not_there(still: Served, path: str) -> None:
    """No trick with a path leads out of what the folder and the program have: all get 404, and none a redirect."""
    status, headers, body = ask(still, f"GET {path}", HOST)
    assert status == 404
    assert headers["content-type"].startswith("application/json" if path.startswith("/api/") else "text/html")
    assert b"root:" not in body
    assert "location" not in headers


def test_writing_to_what_is_not_there(anna: Client) -> None:
    """A decision about a brief that the folder lacks gets 404, as JSON."""
    for what in ("check", "decide", "undo", "redo", "burn"):
        body = {"action": "accept", "keys": ["x"]} if what in ("check", "decide") else {}
        answer = anna.write(what, "nobody", **body)
        assert (answer.status_code, "error" in answer.json()) == (404, True), what


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/", {"GET", "HEAD"}),
        ("PUT", "/brief/boats", {"GET", "HEAD"}),
        ("DELETE", "/api/brief/boats", {"GET", "HEAD"}),
        ("GET", "/api/brief/boats/decide", {"POST"}),
        ("HEAD", "/api/brief/boats/undo", {"POST"}),
        ("OPTIONS", "/assets/brief.css", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_an_address_lacks(still: Served, method: str, path: str, allow: set[str]) -> None:
    """405 names what is allowed; a write still passes by the token first."""
    told = [HOST, f"X-Review-Token: {still.token}", "Content-Type: application/json", "Content-Length: 2"]
    status, headers, _ = ask(still, f"{method} {path}", *told, body=b"{}")
    assert status == 405
    assert {m.strip() for m in headers["allow"].split(",")} == allow


def test_head_is_get_without_the_body(still: Served) -> None:
    """HEAD has the headers of GET, the length too, where GET works."""
    for path in ("/", "/brief/boats", "/api/brief/boats", "/assets/brief.css"):
        status, headers, _ = ask(still, f"GET {path}", HOST)
        text = f"HEAD {path} HTTP/1.1\r\n{HOST}\r\nConnection: close\r\n\r\n".replace("{port}", str(still.port))
        with socket.create_connection(("127.0.0.1", still.port), timeout=30) as connection:
            connection.sendall(text.encode())
            with connection.makefile("rb") as answer:
                head, _, body = answer.read().partition(b"\r\n\r\n")
        assert (status, body) == (200, b"")
        # Another nonce of the same length.
        assert f"content-length: {headers['content-length']}" in head.decode("latin-1").lower()


# Bodies.


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[]", "object"),
        (b"null", "object"),
        (b'"accept"', "object"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        ({}, "reviewer"),
        ({"reviewer": 7, "action": "accept"}, "reviewer"),
        ({"reviewer": "anna"}, "action"),
        ({"reviewer": "anna", "action": "burn"}, "action"),
        ({"reviewer": "anna", "action": "accept", "keys": "all"}, "keys"),
        ({"reviewer": "anna", "action": "accept", "keys": [1]}, "keys.0"),
        ({"reviewer": "anna", "action": "accept", "spans": [[1]]}, "spans.0"),
        ({"reviewer": "anna", "action": "accept", "spans": [["1", "2"]]}, "spans.0.0"),
        ({"reviewer": "anna", "action": "accept", "spans": [[True, 2]]}, "spans.0.0"),
        ({"reviewer": "anna", "action": "accept", "spans": [[1.5, 2]]}, "spans.0.0"),
        ({"reviewer": "anna", "action": "accept", "spans": [[-1, 2]]}, "spans.0.0"),
        ({"reviewer": "anna", "action": "accept", "spans": [[1, 10**30]]}, "spans.0.1"),
        ({"reviewer": "anna", "action": "accept", "values": {"name": 7}}, "values.name"),
        ({"reviewer": "anna", "action": "accept", "values": []}, "values"),
        ({"reviewer": "anna", "action": "accept", "values": {"name": {"a": "b"}}}, "values.name"),
        ({"reviewer": "anna", "action": "accept", "head": "1"}, "head"),
        ({"reviewer": "anna", "action": "accept", "heads": 1}, "heads"),
        ({"reviewer": "anna", "action": "accept", "reason": ["no"]}, "reason"),
        ({"reviewer": "anna", "action": "accept", "reason": "x" * 20_001}, "reason"),
        ({"reviewer": "anna", "action": "accept", "stamp": 1}, "stamp"),
    ],
)
def test_a_body_is_read_strictly(still: Served, body: Any, words: str) -> None:
    """A type that is not the one asked for, or a key too many, is an error that names it, not a guess."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    status, _, answer = write(still, body=data, what="decide")
    assert status == 400
    assert words in json.loads(answer)["error"]
    assert still.desk.head("boats") == 0


def test_undo_takes_a_reviewer_and_nothing_else(still: Served) -> None:
    """What would be ignored is refused."""
    body = json.dumps({"reviewer": "anna", "keys": ["x"]}).encode()
    assert write(still, body=body, what="undo")[0] == 400


# What is answered.


def test_a_decision_and_back(server: Served, anna: Client) -> None:
    """Each write answers with what it did in words, the parts to be set anew, and the head that a poll names."""
    first, second = server.keys("boats")
    done = anna.write("decide", "boats", action="accept", keys=[first]).json()
    assert done["said"] == "Accepted: patrol boats"
    assert done["head"] == server.desk.head("boats")
    assert {"facts", "ledger", "progress", "notes", "blocks", "undo", "redo"} <= set(done["parts"])
    assert (done["parts"]["undo"], done["parts"]["redo"]) == (True, False)
    undone = anna.write("undo", "boats").json()
    assert undone["said"] == "Undone: accepted: patrol boats"
    assert server.desk.sheet("boats").review.decided == 0
    assert anna.write("redo", "boats").json()["said"] == "Redone: accepted: patrol boats"
    assert anna.write("reject", "boats").status_code == 404
    refused = anna.write("decide", "boats", action="reject", keys=[second])
    assert (refused.status_code, refused.json()["error"]) == (422, "why is it rejected? A reason is needed")
    both = anna.write("decide", "boats", action="accept", keys=[first, second]).json()
    assert both["said"] == "2 facts accepted"
    line = server.desk.sheet("boats").review.lines[0].key
    assert (
        anna.write("decide", "boats", action="dismiss", lines=[line]).json()["said"] == "Dismissed: description: tugs"
    )
    assert anna.write("decide", "boats", action="finish").json()["said"] == "Finished: the article is read to its end"


def test_the_judge_answers_without_a_trace(server: Served, anna: Client) -> None:
    """A proposal is tried: its faults stand at their fields, its quotes are the source's words, and nothing is kept."""
    kind, values, quote = BOATS[0]
    start = server.desk.sheet("boats").article.text.index(quote)  # type: ignore[union-attr]
    spans = [[start + 2, start + len(quote) - 2]]
    right = anna.write("check", "boats", kind=kind, values=values, spans=spans).json()
    assert right["ok"]
    assert right["quotes"] == [quote]
    assert right["spans"] == [[start, start + len(quote)]]
    assert right["fact"]["quantity"] == "twelve"
    wrong = anna.write("check", "boats", kind=kind, values={**values, "quantity": "thirteen"}, spans=spans).json()
    assert (wrong["ok"], wrong["fact"]) == (False, None)
    assert [fault["field"] for fault in wrong["faults"]] == ["quantity"]
    refused = anna.write(
        "decide", "boats", action="add", kind=kind, values={**values, "quantity": "thirteen"}, spans=spans
    )
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["faults"]] == ["quantity"]
    assert server.desk.head("boats") == 0


def test_what_is_new_since(server: Served, anna: Client, bea: Client, folder: Path) -> None:
    """A poll gets nothing while nothing is new, and the parts after a decision or after a run has written the brief anew."""
    first = anna.get("/api/brief/boats").json()
    known = {"since": first["head"], "stamp": first["stamp"]}
    assert anna.get("/api/brief/boats", params=known).json() == {"head": 0, "stamp": first["stamp"]}
    bea.write("decide", "boats", action="accept", keys=server.keys("boats"))
    news = anna.get("/api/brief/boats", params={**known, "reviewer": "anna"}).json()
    assert news["head"] > 0
    assert "bea" in news["parts"]["facts"]
    assert not news["parts"]["undo"], "it is bea's to undo"
    assert anna.get("/api/brief/boats", params={"reviewer": "bea"}).json()["parts"]["undo"]
    known = {"since": news["head"], "stamp": news["stamp"]}
    path = folder / "boats.json"
    path.write_bytes(path.read_bytes() + b"\n")
    again = anna.get("/api/brief/boats", params=known).json()
    assert again["stamp"] != known["stamp"]
    assert "parts" in again
    assert anna.get("/api/brief/boats", params={"since": "x"}).status_code == 400


def test_two_reviewers_don_t_write_over_each_other(server: Served, anna: Client, bea: Client) -> None:
    """Who decides on what somebody else has decided meanwhile is told so first; who insists makes a conflict to be seen."""
    key = server.keys("boats")[0]
    assert anna.write("decide", "boats", action="accept", keys=[key], head=0).status_code == 200
    late = bea.write("decide", "boats", action="reject", keys=[key], reason="not in the source", head=0)
    assert late.status_code == 409
    told = late.json()
    assert "anna" in told["error"]
    assert "anna" in told["parts"]["facts"]
    insists = bea.write("decide", "boats", action="reject", keys=[key], reason="no", head=told["head"]).json()
    assert insists["said"] == "Rejected: patrol boats. In conflict with anna: settle it"
    settled = bea.write("decide", "boats", action="settle", keys=[key], side="anna").json()
    assert settled["said"] == "Settled: patrol boats"


def test_pages_name_their_neighbours(anna: Client) -> None:
    """From one brief the page leads to the one before and the one after in the queue."""
    first, second = anna.get("/brief/boats").text, anna.get("/brief/trucks").text
    assert "/brief/trucks" in first
    assert "/brief/boats" in second


def test_the_queue_is_filtered_and_paged(server: Served, anna: Client, folder: Path) -> None:
    """By state, by words, 200 on a page; a page that is not there is the last one, a state that is not there an error."""
    put_brief(folder, "rain", "It rained in Astrin.\n", title="Rain")
    put_boats(folder, *(f"n{n:03}" for n in range(199)))
    anna.write("decide", "rain", action="finish")
    assert "/brief/n000" in (page := anna.get("/").text)
    assert "/brief/trucks" not in page
    assert "/brief/trucks" in anna.get("/?page=2").text
    assert anna.get("/?page=99").text.count("/brief/") == anna.get("/?page=2").text.count("/brief/")
    found = anna.get("/", params={"state": "finished"}).text
    assert ("/brief/rain" in found, "/brief/boats" in found) == (True, False)
    found = anna.get("/", params={"q": "of TRUCKS"}).text
    assert ("/brief/trucks" in found, "/brief/boats" in found) == (True, False)
    for query in ("state=nonsense", "page=x", "page=-1", f"q={'x' * 300}", f"page={'9' * 50}"):
        assert anna.get(f"/?{query}").status_code == 400, query


def test_foreign_words_in_a_search_are_words(anna: Client) -> None:
    """What stands in an address comes back as text only."""
    page = anna.get("/", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"format": "brief/1"', "no JSON"),
        ('{"format": "brief/1", "schema": "trade_brief/1"}', ""),
        ("[]", ""),
    ],
)
def test_a_file_that_is_no_sound_brief(server: Served, anna: Client, folder: Path, content: str, words: str) -> None:
    """It has a page that says so, and no other brief suffers."""
    (folder / "odd.json").write_text(content)
    assert anna.get("/").status_code == 200
    page, api = anna.get("/brief/odd"), anna.get("/api/brief/odd")
    assert page.status_code == api.status_code == 409
    assert words in page.text
    assert api.json()["error"]
    assert anna.write("decide", "odd", action="finish").status_code == 409
    assert anna.get("/brief/boats").status_code == 200


def test_a_brief_by_a_schema_that_is_not_here(anna: Client, folder: Path) -> None:
    """Never is a file run that only a brief names."""
    brief = json.loads((folder / "boats.json").read_bytes())
    (folder / "evil.py").write_text("raise SystemExit('run!')")
    for schema in (f"{folder}/evil.py:Evil", "unknown/7"):
        (folder / "other.json").write_text(json.dumps({**brief, "schema": schema}))
        assert anna.get("/brief/other").status_code == 409
        assert anna.get("/").status_code == 200


def test_names_of_files_may_be_anything(anna: Client, folder: Path) -> None:
    """Quotes, percent signs, markup and bytes that are no UTF-8: each brief has its address, and the queue leads to it."""
    names = ["a b", "50%2f", 'say "so"', "<b>", "..", "ü", "\udcff"]
    for name in names:
        try:
            put_brief(folder, name, f"It rained on {name!a}.\n")
        except OSError:
            continue  # a file system that takes no such name
        page = anna.get("/")
        assert page.status_code == 200, name
    hrefs = set(re.findall(r'href="(/brief/[^"]+)"', page.text))
    assert len(hrefs) >= len([p for p in folder.glob("*.json") if not p.name.startswith(".")])
    for href in hrefs:
        assert anna.get(href).status_code == 200, href


def test_ids_of_half_a_character(anna: Client, server: Served, folder: Path) -> None:
    """A brief from elsewhere may have ids that no encoding carries: its facts are decided about like any other."""
    path = folder / "boats.json"
    data = json.loads(path.read_text())
    data["items"][0]["id"] = "\ud800"
    path.write_text(json.dumps(data))
    answer = anna.write("decide", "boats", action="reject", keys=["\ud800"], reason="no \udfff")
    assert answer.status_code == 200, answer.text
    assert server.desk.sheet("boats").review.slots[0].state == "rejected"
    assert anna.write("decide", "boats", action="reject", keys=["\udfff"], reason="no").status_code == 409
    assert anna.write("check", "boats", kind="\ud800", values={"\ud801": "\ud802"}).status_code == 200


def test_a_page_that_shows_an_earlier_writing(anna: Client, server: Served, folder: Path) -> None:
    """A decision about what a run has written anew is answered with what stands there now, and not kept."""
    (key, *_) = server.keys("boats")
    stamp = server.desk.stamp("boats")
    put_boats(folder, "boats")
    answer = anna.write("decide", "boats", action="accept", keys=[key], stamp=stamp)
    assert answer.status_code == 409 and answer.json()["stamp"] == server.desk.stamp("boats") != stamp
    assert server.desk.head("boats") == 0 and "parts" in answer.json()


def test_a_brief_that_goes_away(anna: Client, folder: Path) -> None:
    """It is no longer there, as is said; the queue goes on without it."""
    assert anna.get("/brief/boats").status_code == 200
    (folder / "boats.json").unlink()
    assert anna.get("/brief/boats").status_code == 404
    assert anna.get("/api/brief/boats").status_code == 404
    assert anna.write("decide", "boats", action="finish").status_code == 404
    assert anna.get("/").status_code == 200


def test_decisions_that_cannot_be_kept(server: Served, anna: Client, folder: Path) -> None:
    """Where the file of decisions is something else's, a write fails with words, and it is left as it is."""
    assert anna.write("undo", "boats").status_code == 422
    (folder / "review.sqlite").write_bytes(b"not a database, but somebody's notes" * 40)
    answer = anna.write("decide", "boats", action="accept", keys=["x"])
    assert answer.status_code == 503
    assert "--decisions" in answer.json()["mend"]
    assert (folder / "review.sqlite").read_bytes().startswith(b"not a database")


# Several at once.


def test_a_long_question_keeps_nobody_waiting(
    server: Served, anna: Client, bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the judge thinks about one proposal, other pages are answered."""
    entered, go_on = threading.Event(), threading.Event()
    check = server.desk.check

    def thinking(*args: Any) -> Any:
        entered.set()
        assert go_on.wait(30)
        return check(*args)

    monkeypatch.setattr(server.desk, "check", thinking)
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(anna.write, "check", "boats", kind="items")
        assert entered.wait(30)
        try:
            assert bea.get("/brief/trucks").status_code == 200
            assert bea.write("decide", "boats", action="note", reason="meanwhile").status_code == 200
        finally:
            go_on.set()
        assert asked.result().status_code == 200


def test_no_decision_of_many_at_once_is_lost(folder: Path) -> None:
    """Two servers on one folder and four reviewers who all write at once: each decision is kept once."""
    with Served(folder) as one, Served(folder) as two:

        def work(n: int) -> list[int]:
            with (one, two)[n % 2].client(f"r{n}") as client:
                return [
                    client.write("decide", "boats", action="note", reason=f"{n}/{k}").status_code for k in range(15)
                ]

        with ThreadPoolExecutor(4) as pool:
            assert {status for done in pool.map(work, range(4)) for status in done} == {200}
        notes = [note.text for note in two.desk.sheet("boats").review.notes]
    assert sorted(notes) == sorted(f"{n}/{k}" for n in range(4) for k in range(15))


def test_the_desk_is_closed_with_the_server(folder: Path) -> None:
    """When the server ends, the decisions' file is let go of."""
    closed: list[bool] = []

    class Watched(Desk):
        def close(self) -> None:
            closed.append(True)
            super().close()

    with Served(folder, desk=Watched(folder)) as server, server.client() as client:
        assert client.get("/").status_code == 200
        assert not closed
    assert closed


# Addresses that others reach.


@pytest.fixture
def opened(folder: Path) -> Iterator[Served]:
    with Served(folder, host="0.0.0.0") as running:
        yield running


def test_an_address_that_others_reach_needs_the_key(opened: Served) -> None:
    """Without it nothing is shown; the printed address sets a cookie that scripts and other sites don't get, once."""
    key = opened.address.key
    assert key is not None
    assert opened.address.url.endswith(f"/?key={key}")
    for path in ("/", "/brief/boats", "/assets/brief.css", "/api/brief/boats", "/nowhere", "/?key=", "/?key=wrong",
                 f"/?key={key}&key=wrong"):  # fmt: skip
        status, _, body = ask(opened, f"GET {path}", HOST)
        assert status == 403, path
        assert b"review-token" not in body
    status, headers, _ = ask(opened, f"GET //evil.example/?key={key}", HOST)
    assert (status, headers["location"]) == (303, "/")
    cookie = headers["set-cookie"]
    assert cookie.startswith(f"review-key-{opened.port}={key};")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    with opened.client() as client:
        page = client.get(f"/?key={key}", follow_redirects=True)
        assert page.status_code == 200
        assert str(page.url).endswith("/")
        assert key not in page.text
        assert client.write("decide", "boats", action="accept", keys=opened.keys("boats")).status_code == 200
    told = [HOST, f"Cookie: review-key-{opened.port}=wrong"]
    assert ask(opened, "GET /", *told)[0] == 403
    assert write(opened_with_key(opened), f"Cookie: review-key-{opened.port}={key}", "X-Review-Token: no")[0] == 403


def opened_with_key(server: Served) -> Any:
    """As `Served`, for a write whose token is given."""

    class _Known:
        port, token = server.port, ""

    return _Known()


def test_an_address_that_others_reach_has_hosts_too(opened: Served) -> None:
    """An IP address can't be rebound and is answered; a name that nobody gave is not, key or no key."""
    key = opened.address.key
    assert ask(opened, f"GET /?key={key}", "Host: 192.0.2.7:{port}")[0] == 303
    assert ask(opened, f"GET /?key={key}", "Host: evil.example:{port}")[0] == 400


def test_pages_are_packed_only_where_they_travel(opened: Served, server: Served) -> None:
    """On loopback packing costs more than it saves."""
    cookie = f"Cookie: review-key-{opened.port}={opened.address.key}"
    packed = ask(opened, "GET /brief/boats", HOST, cookie, "Accept-Encoding: gzip")[1]
    assert packed["content-encoding"] == "gzip"
    assert "content-encoding" not in ask(server, "GET /brief/boats", HOST, "Accept-Encoding: gzip")[1]


# The socket.


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("LocalHost", True),
     ("0.0.0.0", False), ("::", False), ("192.0.2.7", False), ("reviews.example", False), ("", False)],
)  # fmt: skip
def test_what_only_this_machine_reaches(host: str, answer: bool) -> None:
    """Only addresses of loopback and its name need no key."""
    assert is_loopback(host) is answer


def test_a_name_that_no_host_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused in words, as any other host that is not here."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: host.encode("idna"))
    with pytest.raises(UsageError, match="is no host's name"):
        bind("a" * 70, 0)


def test_a_port_that_is_taken() -> None:
    """A port that was named is not exchanged for another; without a name the next free one is taken."""
    with bind("127.0.0.1", 0) as first:
        with pytest.raises(UsageError, match="is taken") as caught:
            bind("127.0.0.1", first.address.port)
        assert "--port 0" in caught.value.mend
    with bind("127.0.0.1", None) as one, bind("127.0.0.1", None) as two:
        assert PORT <= one.address.port < two.address.port
    with pytest.raises(UsageError, match="can't be listened on"):
        bind("192.0.2.7", 0)
