"""Fetching one address: what may be asked, what is told to it, and where it ends."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress

import httpcore2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import SourceError
from summarizer.settings import Settings
from summarizer.sources import fetch as module
from summarizer.sources.addresses import is_public
from summarizer.sources.fetch import Page, checked_url, fetch
from tests.website import Answer, Website

HERE = Settings(allow_private=True)
PUBLIC_ONLY = Settings()


@pytest.fixture
def site() -> Iterator[Website]:
    with Website() as running:
        yield running


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::10.0.0.1"),
        *("2002:7f00:1::", "2002:a00:1::1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
        *(
            "2001:0:7f00:1::",
            "2001:0:4136:e378:8000:63bf:80ff:fffe",
            "2a00:1450::5efe:10.0.0.1",
            "2a00:1450::200:5efe:7f00:1",
        ),
        *("example.org", "", "0x7f.1", "2130706433"),
    ],
)
def test_addresses_of_the_own_network_are_not_public(address: str) -> None:
    """No spelling of a private, local, shared, reserved or multicast address passes, nor one that leads to it."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2a00:1450:4001::5", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2a00::5efe:808:808"],
)
def test_addresses_of_the_world_are_public(address: str) -> None:
    """What anybody may ask may be asked, also through a translation to IPv4."""
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/a", "is refused: its scheme"),
        ("file:///etc/passwd", "is refused: its scheme"),
        ("javascript:alert(1)", "is refused: its scheme"),
        ("data:text/html,<p>a", "is refused: its scheme"),
        ("gopher://example.org/", "is refused: its scheme"),
        ("/only/a/path", "is refused: its scheme"),
        ("https:///nohost", "names no host"),
        ("http://[::1/", "is no address"),
        ("http://example.org:99999999/", "names no host"),
        ("http://a b.org/", "names no host"),
        ("http://[fe80::1%25eth0]/", "names no host"),
    ],
)
def test_what_is_no_address_of_a_page(url: str, said: str) -> None:
    """Only http and https addresses with a host are asked."""
    with pytest.raises(SourceError, match=said):
        checked_url(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    """The message names the host alone."""
    with pytest.raises(SourceError, match=r"an address at example\.org has") as caught:
        checked_url("https://mara:geheim@example.org/a")
    assert "geheim" not in str(caught.value)


def test_a_page_is_fetched_with_plain_headers(site: Website) -> None:
    """The tool names itself; no cookie, no key, no referrer, no fragment goes out; the type and charset come back."""
    site["/a?b=1"] = Answer(b"<p>text", {"Content-Type": 'Text/HTML; Charset="KOI8-R"', "Set-Cookie": "a=b"})
    page = fetch(site.url("/a?b=1#part"), HERE)
    assert page == Page(site.url("/a?b=1"), "text/html", b"<p>text", "koi8-r")
    (asked,) = site.asked
    assert asked.headers["host"] == f"127.0.0.1:{site.port}"
    assert asked.headers["user-agent"].startswith("spanbrief/")
    assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_private_addresses_are_refused_unless_allowed(site: Website) -> None:
    """Loopback is refused by number and by name, before anything is sent; the setting allows it."""
    site.page("/a", "text")
    for host in ("127.0.0.1", "localhost"):
        with pytest.raises(SourceError, match="is not a public address") as caught:
            fetch(site.url("/a", host), PUBLIC_ONLY)
        assert "--allow-private" in caught.value.mend
    assert not site.asked
    assert fetch(site.url("/a", "localhost"), HERE).data == b"text"


def test_every_address_of_a_name_must_be_public() -> None:
    """One private address among public ones refuses the host."""
    with pytest.raises(SourceError, match=r"10\.0\.0\.7 is not a public address"):
        fetch("http://example.org/", PUBLIC_ONLY, resolve=lambda host, port: ["93.184.216.34", "10.0.0.7"])


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(
    monkeypatch: pytest.MonkeyPatch, site: Website
) -> None:
    """A name that is public when it is checked and private afterwards is asked at the public address, or not at all."""
    site["/a"] = Answer(status=302, headers={"Location": "/b"})
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    looked_up, dialled = [], []
    connect = httpcore2.SyncBackend.connect_tcp

    def dial(self: httpcore2.SyncBackend, host: str, port: int, *rest: object) -> httpcore2.NetworkStream:
        dialled.append(host)
        return connect(self, "127.0.0.1", site.port)  # stands for the public machine

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", dial)
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 is not a public address"):
        fetch("http://rebound.example/a", PUBLIC_ONLY, resolve=resolve)
    assert looked_up == ["rebound.example"] * 2  # once for each request
    assert dialled == ["93.184.216.34"]
    assert [asked.headers["host"] for asked in site.asked] == ["rebound.example"]


def test_the_next_address_is_tried_where_one_does_not_answer(site: Website) -> None:
    """A name with a dead address and a living one is had."""
    site.page("/a", "text")
    page = fetch(site.url("/a", "two.example"), HERE, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    assert page.data == b"text"


def test_ports_of_other_services_are_refused() -> None:
    """A link can't be used to talk to a mail server."""
    with pytest.raises(SourceError, match="no pages are served at port 25"):
        fetch("http://example.org:25/", PUBLIC_ONLY, resolve=lambda host, port: ["93.184.216.34"])


def test_redirects_are_followed_to_the_end(site: Website) -> None:
    """The page's address is the last one; relative and absolute targets work."""
    site["/a"] = Answer(status=301, headers={"Location": "b?c=1#d"})
    site["/b?c=1"] = Answer(status=307, headers={"Location": site.url("/é".replace("é", "%C3%A9"))})
    site.page("/%C3%A9", "text")
    page = fetch(site.url("/a"), HERE)
    assert (page.url, page.data) == (site.url("/%C3%A9"), b"text")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("/again", "redirected more than 5 times"),
        ("file:///etc/passwd", "its scheme is neither"),
        ("javascript:alert(1)", "its scheme is neither"),
        ("http://me:pw@127.0.0.1/", "user's name or password"),
        ("http://[::1/", "what is no address"),
    ],
)
def test_redirects_to_what_may_not_be_asked(site: Website, location: str, said: str) -> None:
    """Every target is checked like the address itself, and there is an end to them."""
    site["/again"] = Answer(status=302, headers={"Location": location})
    with pytest.raises(SourceError, match=said):
        fetch(site.url("/again"), HERE)
    assert len(site.asked) == (6 if location == "/again" else 1)


def test_a_redirect_out_of_encryption_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An https address that leads to an http one is told, and not followed."""
    plain = checked_url("http://example.org/")
    monkeypatch.setattr(module, "_ask", lambda *_: plain)
    with pytest.raises(SourceError, match=r"without encryption, http://example\.org/"):
        fetch("https://example.org/", HERE)


@pytest.mark.parametrize(
    ("status", "headers", "said", "mend"),
    [
        (404, {}, "does not exist", "check the address"),
        (410, {}, "does not exist", "check the address"),
        (401, {}, "not for everybody", "save the page"),
        (403, {}, "not for everybody", "save the page"),
        (402, {}, "a paywall", "save the page"),
        (451, {}, "a block", "save the page"),
        (429, {"Retry-After": "120"}, "left alone", "try again in 120 seconds"),
        (503, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, "left alone", "after 2026-10-21T07:28:00"),
        (429, {"Retry-After": "soon\x1b[2J"}, "left alone", "try again later, with fewer"),
        (500, {}, "the server fails", "try again later"),
        (418, {}, "gave no page", "save the page"),
        (304, {}, "gave no page", "save the page"),
        (302, {}, "gave no page", "save the page"),
    ],
)
def test_what_a_status_means(site: Website, status: int, headers: dict[str, str], said: str, mend: str) -> None:
    """Each status is said in words with what can be done about it."""
    site["/a"] = Answer(b"", headers, status)
    with pytest.raises(SourceError, match=said) as caught:
        fetch(site.url("/a"), HERE)
    assert f"HTTP {status}" in caught.value.message
    assert mend in caught.value.mend


def test_no_more_than_the_limit_is_read(site: Website) -> None:
    """A length that is told and too large, and a body without an end, are both refused."""
    site["/told"] = Answer(b"x" * 1001)
    site["/endless"] = Answer(itertools.repeat(b"x" * 100), sized=False)
    for path in ("/told", "/endless"):
        with pytest.raises(SourceError, match=r"more than 0\.001 MB"):
            fetch(site.url(path), HERE, max_bytes=1000)
    site["/fits"] = Answer(b"x" * 1000)
    assert len(fetch(site.url("/fits"), HERE, max_bytes=1000).data) == 1000


def test_a_packed_page_is_unpacked(site: Website) -> None:
    """Gzip is asked for and unpacked, several members too; what follows the last and is none is left."""
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    for body, step in itertools.product((packed, packed + b"\x1fjunk" + packed), (1, 7, 1000)):
        pieces = [body[i : i + step] for i in range(0, len(body), step)]
        site["/a"] = Answer(pieces, {"Content-Encoding": "gzip"}, sized=False)
        assert fetch(site.url("/a"), HERE).data == b"one two"
    assert site.asked[0].headers["accept-encoding"] == "gzip"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3_000_000), max_size=3), st.integers(1, 100_000))
def test_members_of_any_size_come_out_whole(sizes: list[int], step: int) -> None:
    """Nothing is lost where a member, or what is unpacked at once, ends."""
    packed = b"".join(gzip.compress(bytes(size), 1) for size in [*sizes, 1 << 20, 5])
    unpack = module._Gunzip()
    pieces = (len(p) for i in range(0, len(packed), step) for p in unpack.pieces(packed[i : i + step]))
    assert sum(pieces) == sum(sizes) + (1 << 20) + 5
    assert unpack.ended


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch, site: Website) -> None:
    """200 MB in 200 kB are refused when the limit is reached, and never held."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    site["/a"] = Answer(bomb, {"Content-Encoding": "gzip"})
    pieces: list[int] = []
    unpack = module._Gunzip.pieces

    def noted(self: module._Gunzip, data: bytes) -> Iterator[bytes]:
        for piece in unpack(self, data):
            pieces.append(len(piece))
            yield piece

    monkeypatch.setattr(module._Gunzip, "pieces", noted)
    with pytest.raises(SourceError, match="more than 20 MB"):
        fetch(site.url("/a"), HERE)
    assert max(pieces) <= 1 << 20
    assert sum(pieces) < 22_000_000


@pytest.mark.parametrize(
    ("body", "coding", "said"),
    [
        (gzip.compress(b"text " * 100)[:-9], "gzip", "ends in the middle"),
        (b"no gzip at all", "gzip", "is not the gzip"),
        (b"abc", "br", "packed as 'br'"),
        (gzip.compress(gzip.compress(b"a")), "gzip, gzip", "packed as 'gzip, gzip'"),
    ],
)
def test_what_can_not_be_unpacked(site: Website, body: bytes, coding: str, said: str) -> None:
    """Half a body is no body, and only what was asked for is unpacked."""
    site["/a"] = Answer(body, {"Content-Encoding": coding})
    with pytest.raises(SourceError, match=said):
        fetch(site.url("/a"), HERE)


def test_a_body_that_breaks_off(site: Website) -> None:
    """Less than the length that was told is a broken connection, not a short page."""
    site["/a"] = Answer([b"short"], {"Content-Length": "1000"})
    with pytest.raises(SourceError, match="the connection fails"):
        fetch(site.url("/a"), HERE)


def test_dripping_bytes_do_not_outlast_the_time(site: Website) -> None:
    """The limit is on the whole, not on the wait for the next byte."""
    site["/a"] = Answer(itertools.repeat(b"x"), pause=0.01, sized=False)
    with pytest.raises(SourceError, match=r"no whole answer within 0\.3 seconds"):
        fetch(site.url("/a"), HERE, timeout=0.3)


def test_redirects_share_one_time(site: Website) -> None:
    """What one hop took is missing to the next."""
    now = itertools.count(step=4)  # seconds; the clock moves each time that it is read
    site["/a"] = Answer(status=302, headers={"Location": "/a"})
    with pytest.raises(SourceError, match="no whole answer within 100 seconds"):
        fetch(site.url("/a"), HERE, timeout=100, redirects=50, clock=lambda: float(next(now)))
    assert 1 <= len(site.asked) < 10


def test_who_is_not_there(site: Website) -> None:
    """A host without an address, an impossible name and a closed port are told apart."""

    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    def closed(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with pytest.raises(SourceError, match="there is no such host"):
        fetch("http://nowhere.example/", HERE, resolve=nobody)
    with pytest.raises(SourceError, match="connection fails"):
        fetch("http://nowhere.example/", HERE, resolve=lambda host, port: [])
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(SourceError, match="the connection fails"):
            fetch(f"http://closed.example:{unused.getsockname()[1]}/", HERE, resolve=closed)


def test_encryption_that_fails(site: Website) -> None:
    """A server that does not speak TLS where it should is not trusted."""
    with pytest.raises(SourceError, match="its encryption fails"):
        fetch(site.url("/a").replace("http:", "https:"), HERE)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch, site: Website) -> None:
    """A proxy would look names up unseen; where one is set and nothing is reached, the message says so."""
    monkeypatch.setenv("HTTP_PROXY", site.url("/"))
    with pytest.raises(SourceError) as caught:
        fetch("http://nowhere.example/", HERE, resolve=lambda host, port: [])
    assert "proxies of the environment are not used" in caught.value.mend
    assert not site.asked


def test_two_requests_go_to_one_host_at_once(site: Website) -> None:
    """Of five threads two are answered at the same time, and all of them in the end."""
    lock, under_way, most = threading.Lock(), 0, 0
    three = threading.Barrier(3, timeout=0.5)

    def before() -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        with suppress(threading.BrokenBarrierError):  # a third one does not come
            three.wait()
        with lock:
            under_way -= 1

    site["/a"] = Answer(b"text", before=before)
    threads = [threading.Thread(target=fetch, args=(site.url("/a"), HERE)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2
    assert len(site.asked) == 5
    assert "127.0.0.1" not in module._slots  # hosts are forgotten
