"""``summarizer review`` as a command and as a process: what it says, how it ends, and that decisions outlive a kill."""

from __future__ import annotations

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer.cli import app
from summarizer.review import Desk, Proposal
from summarizer.review.server import serve
from summarizer.review.static import write_pages
from tests.served import Client, address_of, put_boats, put_brief, started

pytestmark = pytest.mark.usefixtures("alone")
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

FAILED = {"path": "", "code": "http_error", "value": "status 500", "quote": None, "hint": "later", "attempt": 1}


@pytest.fixture
def folder(alone: Path) -> Path:
    return put_boats(alone / "briefs", "boats", "trucks")


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, ["review", *map(str, args)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the server would have been started with: it ends at once."""
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(serve, "serve", lambda desk, bound, **how: told.append({"address": bound.address, **how}))
    return told


# What it says and how it ends.


def test_what_is_said_before_it_serves(folder: Path, unserved: list[dict[str, Any]]) -> None:
    """How many briefs there are and need a person, what is none, the name, the address; all on standard error."""
    (folder / "notes.json").write_text('{"format": "something else"}')
    (folder / "ledger.jsonl").write_text(json.dumps({"source": "far.txt", **FAILED}) + "\n")
    desk = Desk(folder)
    desk.decide("trucks", Proposal("accept", "anna", tuple(s.key for s in desk.sheet("trucks").review.slots)))
    desk.close()
    result = program(folder, "--port", 0, "--reviewer", " anna  of the desk ")
    assert result.exit_code == 0
    assert result.stdout == ""
    said = result.stderr
    assert "Left out, no briefs: notes.json" in said
    assert "2 briefs, 1 to be reviewed; 1 source has none" in said
    assert "You decide as anna of the desk" in said
    assert "nobody checks" in said
    assert f"Review: http://127.0.0.1:{unserved[0]['address'].port}/ " in said
    assert "Warning" not in said
    assert "Ctrl-C" in said
    assert unserved[0]["reviewer"] == "anna of the desk"
    assert unserved[0]["show"] is False, "no browser where there is no terminal"


def test_an_address_that_others_reach_is_warned_of(folder: Path, unserved: list[dict[str, Any]]) -> None:
    """What it means stands before the address, which has the key and leads here."""
    said = program(folder, "--host", "0.0.0.0", "--port", 0).stderr
    address = unserved[0]["address"]
    assert "Warning: 0.0.0.0 is not only for this machine" in said
    assert f"http://127.0.0.1:{address.port}/?key={address.key}" in said


def test_a_browser_is_opened_where_one_can_be_seen(
    folder: Path, unserved: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By default on a terminal of a machine with a display; as told otherwise."""
    monkeypatch.setattr(serve, "has_display", lambda: True)
    for flags in ([], ["--open"], ["--no-open"]):
        program(folder, "--port", 0, *flags)
    assert [how["show"] for how in unserved] == [True, True, False]


@pytest.mark.parametrize(
    ("environment", "terminal", "answer"),
    [({"DISPLAY": ":0"}, True, True), ({"WAYLAND_DISPLAY": "w"}, True, True), ({}, True, False), ({"DISPLAY": ":0"}, False, False)],
)  # fmt: skip
def test_where_a_browser_can_be_seen(
    environment: dict[str, str], terminal: bool, answer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A display, and somebody at a terminal."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", "linux")
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(getattr(sys, stream), "isatty", lambda: terminal, raising=False)
    assert serve.has_display() is answer


def test_an_empty_folder_is_wrong_usage(alone: Path) -> None:
    """Nothing to review is no page without rows: how to make briefs is said."""
    (alone / "empty").mkdir()
    for place, words in (("empty", "has no briefs"), ("nowhere", "there is no folder")):
        result = program(place)
        assert result.exit_code == 1
        assert words in result.stderr
        assert "summarizer run" in result.stderr


@pytest.mark.parametrize("flags", [[], ["--export"], ["--static"]])
def test_a_folder_of_failures_has_nothing_to_review(alone: Path, flags: list[str]) -> None:
    """3, and where to see why, when no source gave a brief that can be read."""
    folder = alone / "briefs"
    folder.mkdir()
    (folder / "ledger.jsonl").write_text(json.dumps({"source": "far.txt", **FAILED}) + "\n")
    (folder / "broken.json").write_text('{"format": "brief/1"')
    result = program(folder, *flags)
    assert result.exit_code == 3
    assert "2 sources have none" in result.stderr
    assert "summarizer status" in result.stderr


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--export", "--static"], "two things"),
        (["--export", "--port", "1"], "--port"),
        (["--static", "--host", "127.0.0.1"], "--host"),
        (["--static", "--open"], "--open"),
        (["--export", "--reviewer", "anna"], "--reviewer"),
        (["-o", "x"], "-o"),
        (["--reviewer", "  "], "1 to 80"),
        (["--reviewer", "a" * 81], "1 to 80"),
        (["--reviewer", "a\x1b[2Jb"], "can be seen"),
        (["--port", "70000"], "--port"),
        (["--schema", "nowhere.py:Class"], "nowhere.py"),
    ],
)
def test_wrong_usage(folder: Path, unserved: list[dict[str, Any]], flags: list[str], words: str) -> None:
    """No option is taken and then does nothing."""
    result = program(folder, *flags)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "\x1b" not in result.stderr
    assert not unserved


def test_a_user_without_a_name_gives_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container a user may have no name."""

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nameless)
    result = program(folder)
    assert (result.exit_code, "--reviewer NAME" in result.stderr) == (1, True)


@pytest.mark.parametrize("missing", ["uvicorn", "starlette"])
def test_without_the_extra_the_mend_is_said(folder: Path, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page needs the extra; what writes files does not."""
    for name in [n for n in sys.modules if n.startswith("summarizer.review.server.")]:
        monkeypatch.delitem(sys.modules, name)
    for name in [n for n in sys.modules if n.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    result = program(folder)
    assert result.exit_code == 1
    assert 'pip install "spanbrief[review]"' in result.stderr
    assert program(folder, "--static").exit_code == 0


def test_a_schema_of_ones_own(alone: Path, unserved: list[dict[str, Any]]) -> None:
    """A file is run only where it is named, and that is said."""
    schema = (
        "from typing import Annotated\nfrom summarizer import Claim, Free, Report\n\n"
        "class Rain(Claim):\n    '''Rain.'''\n    what: Annotated[str, Free('What fell.')]\n\n"
        "class Weather(Report):\n    '''Weather.'''\n    schema_id = 'weather/1'\n    rains: list[Rain] = []\n"
    )
    Path("mine.py").write_text(schema)
    folder = alone / "briefs"
    facts = [("rains", {"what": "rain"}, "It rained")]
    put_brief(folder, "rain", "It rained in Astrin.\n", facts, schema_id="mine.py:Weather")
    result = program(folder, "--schema", "mine.py:Weather", "--port", 0)
    assert result.exit_code == 0, result.stderr
    assert "Running the Python file of the schema mine.py:Weather" in result.stderr
    assert program(folder, "--static", "--schema", "mine.py:Weather").exit_code == 0
    unknown = program(folder, "--static")
    assert unknown.exit_code == 2
    assert "weather/1" in unknown.stderr


# What it writes.


def test_export_writes_reviewed_briefs_and_gold(folder: Path) -> None:
    """What is finished gives gold, what is not is told; nothing is served."""
    desk = Desk(folder)
    desk.decide("boats", Proposal("accept", "anna", tuple(s.key for s in desk.sheet("boats").review.slots)))
    desk.decide("boats", Proposal("finish", "anna"))
    desk.close()
    result = program(folder, "--export")
    assert result.exit_code == 0, result.stderr
    assert json.loads((folder / "reviewed" / "boats.json").read_text())["items"][0]["review"]["decision"] == "accepted"
    assert (folder / "reviewed" / "gold" / "boats.json").is_file()
    assert "trucks: no gold: " in result.stderr
    assert "2 reviewed briefs, gold of 1" in result.stderr
    (folder / "broken.json").write_text('{"format": "brief/1"')
    result = program(folder, "--export", "-o", "elsewhere")
    assert result.exit_code == 2
    assert Path("elsewhere/boats.json").is_file()
    assert "broken: not exported" in result.stderr


def test_pages_of_a_folder(folder: Path) -> None:
    """One for each brief with what people decided, and an index that leads to them; the briefs stay as they are."""
    before = {path: path.read_bytes() for path in folder.glob("*.json")}
    (folder / "ledger.jsonl").write_text(json.dumps({"source": "far.txt", **FAILED}) + "\n")
    desk = Desk(folder)
    key = desk.sheet("boats").review.slots[0].key
    desk.decide("boats", Proposal("reject", "anna", (key,), reason="not in the source"))
    desk.close()
    result = program(folder, "--static")
    assert result.exit_code == 0, result.stderr
    pages = folder / "pages"
    assert sorted(p.name for p in pages.iterdir()) == ["boats.html", "index.html", "trucks.html"]
    boats, trucks, index = ((pages / f"{name}.html").read_text() for name in ("boats", "trucks", "index"))
    assert 'data-review="rejected"' in boats
    assert "not in the source" in boats
    assert "not yet reviewed" not in trucks, "nobody has decided about it"
    assert "not yet reviewed" in boats
    assert 'id="b0"' in trucks, "the text is in it"
    assert 'href="boats.html"' in index
    assert "far.txt" in index
    assert "1 of 2 facts reviewed" in index
    assert {path: path.read_bytes() for path in folder.glob("*.json")} == before
    assert program(folder, "--static").exit_code == 0, "its own pages are written anew"


def test_pages_write_over_nothing_foreign(folder: Path) -> None:
    """A source that lies where a page would be stays, and so does somebody's index; both are told."""
    sources = folder.parent / "sources"
    sources.mkdir()
    (sources / "boats.html").write_text("<p>The article itself.</p>")
    (sources / "index.html").write_text("<p>Somebody's.</p>")
    result = program(folder, "--static", "-o", sources)
    assert result.exit_code == 2
    assert (sources / "boats.html").read_text() == "<p>The article itself.</p>"
    assert (sources / "index.html").read_text() == "<p>Somebody's.</p>"
    assert (sources / "trucks.html").is_file()
    assert "boats.json: no page" in result.stderr
    assert "index.html: no page" in result.stderr


def test_pages_have_names_of_their_own(alone: Path) -> None:
    """Names that one file system takes for one, that of the index, and such as lead elsewhere get names apart."""
    folder = alone / "briefs"
    names = ["index", "a.b", "con", "50%2f", "Boats", "boats"]
    for name in names:
        put_brief(folder, name, f"It rained on {name}.\n")
    desk = Desk(folder)
    done = write_pages(desk)
    desk.close()
    assert len(done.pages) == len(set(desk.files()))
    found = [page.name for page in done.pages]
    assert len({name.casefold() for name in found}) == len(found)
    assert "index.html" not in found
    assert "a.b.html" in found
    assert done.index is not None
    index = done.index.read_text()
    assert all(page.parent == folder / "pages" for page in done.pages)
    assert index.count('href="') >= len(found)


def test_a_brief_that_can_not_be_read_is_told(folder: Path) -> None:
    """2, and its line in the index; the others are written, a foreign file is not one of them."""
    (folder / "broken.json").write_text('{"format": "brief/1"')
    (folder / "notes.json").write_text("[]")
    brief = json.loads((folder / "boats.json").read_bytes())
    (folder / "unknown.json").write_text(json.dumps({**brief, "schema": "unknown/7"}))
    result = program(folder, "--static")
    assert result.exit_code == 2
    assert "broken.json: no page" in result.stderr
    assert "unknown.json: no page" in result.stderr
    index = (folder / "pages" / "index.html").read_text()
    assert ("broken.json" in index, "unknown.json" in index, "notes.json" in index) == (True, True, False)
    assert (folder / "pages" / "boats.html").is_file()


# As a process.


@posix
def test_decisions_outlive_a_kill(folder: Path) -> None:
    """What was answered is kept: after SIGKILL and a new start on the same port every decision is there."""
    with started(folder, "--port", 0, "--reviewer", "anna", cwd=folder.parent) as process:
        url = address_of(process)
        with Client(url) as anna:
            desk = Desk(folder)
            keys = [slot.key for slot in desk.sheet("boats").review.slots]
            desk.close()
            for key in keys:
                assert anna.write("decide", "boats", action="accept", keys=[key]).status_code == 200
            assert anna.write("decide", "boats", action="note", reason="to the end").status_code == 200
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    port = url.rstrip("/").rpartition(":")[2]
    with started(folder, "--port", port, cwd=folder.parent) as process:
        assert address_of(process) == url
        with Client(url) as anna:
            page = anna.get("/brief/boats").text
            assert page.count('data-review="accepted"') == 2
            assert "to the end" in page
            assert anna.write("undo", "boats").json()["said"] == "Undone: noted, on the brief"


@posix
def test_two_processes_on_one_folder(folder: Path) -> None:
    """Two programs, two reviewers, the same facts at once: every decision is kept, and where they differ it is seen."""
    with (
        started(folder, "--port", 0, cwd=folder.parent) as one,
        started(folder, "--port", 0, cwd=folder.parent) as two,
    ):
        urls = {"anna": address_of(one), "bea": address_of(two)}
        desk = Desk(folder)
        keys = {name: [slot.key for slot in desk.sheet(name).review.slots] for name in ("boats", "trucks")}

        def work(who: str) -> set[int]:
            deciding: dict[str, Any] = {"action": "accept"} if who == "anna" else {"action": "reject", "reason": "no"}
            with Client(urls[who], who) as client:
                tried = [(name, key) for name in keys for key in keys[name]]
                done = {client.write("decide", name, keys=[key], **deciding).status_code for name, key in tried}
                notes = {client.write("decide", "boats", action="note", reason=f"{n}").status_code for n in range(20)}
            return done | notes

        with ThreadPoolExecutor() as pool:
            assert list(pool.map(work, urls)) == [{200}, {200}]
        for name in keys:
            review = desk.sheet(name).review
            assert {slot.state for slot in review.slots} == {"conflict"}
            assert all({d.reviewer for d in slot.heads} == {"anna", "bea"} for slot in review.slots)
        assert len(desk.sheet("boats").review.notes) == 40
        desk.close()
        with Client(urls["anna"]) as anna:
            assert anna.get("/brief/boats").text.count('data-review="conflict"') == 2


@posix
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_ends_when_told(folder: Path, sign: signal.Signals, code: int) -> None:
    """Ctrl-C is how it is ended: 0, with no traceback, and also while a browser holds its connection."""
    with started(folder, "--port", 0, cwd=folder.parent) as process:
        url = address_of(process)
        with Client(url) as anna:
            assert anna.write("decide", "boats", action="note", reason="kept").status_code == 200
            process.send_signal(sign)
            assert process.wait(30) == code
        assert process.stderr is not None
        said = process.stderr.read()
    assert "Traceback" not in said
    assert ("Ended. What was decided is kept." in said) is (code == 0)
    desk = Desk(folder)
    assert [note.text for note in desk.sheet("boats").review.notes] == ["kept"]
    desk.close()


@posix
def test_requests_are_logged_only_when_asked_for(folder: Path) -> None:
    """With -v each request is a line, whatever its path holds; without it none is."""
    for flags, expected in ((["-v"], True), ([], False)):
        with started(folder, "--port", 0, *flags, cwd=folder.parent) as process:
            with Client(address_of(process)) as anna:
                assert anna.get("/brief/%ff%1b[2J").status_code == 404
            process.send_signal(signal.SIGINT)
            process.wait(30)
            assert process.stderr is not None
            said = process.stderr.read()
        assert ("GET /brief/" in said) is expected
        assert "\x1b" not in said
