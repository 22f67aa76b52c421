"""Briefs on disk: whole or not at all, one name for each source, ledgers without stale lines, records to judge anew."""

from __future__ import annotations

import concurrent.futures
import contextlib
import hashlib
import json
import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article, Span
from summarizer.brief import ArticleInfo, Brief, Evidence, Fact, Provenance
from summarizer.errors import DeadlineExceeded, ReplyEmpty, SourceError, SummarizerError, UsageError
from summarizer.export import render_markdown, render_terminal
from summarizer.schema import find_schema
from summarizer.store import BriefStore, Entry, Format, source_stem, stems, write_atomic

TRADE = find_schema("trade_brief")
ARTICLE = Article(text="Kesh buys boats.\r\n", source="boats.txt")


def brief(title: str = "Kesh buys boats") -> Brief:
    return Brief(
        schema_id=TRADE.id,
        status="complete",
        article=ArticleInfo.of(ARTICLE).model_copy(update={"title": title}),
        summary=(),
        facts={k.name: () for k in TRADE.kinds},
        ledger=(),
        provenance=Provenance(
            tool="spanbrief 0.1",
            model="scripted",
            endpoint_host=None,
            strategy="whole-article",
            prompt="whole_article/1",
            prompt_sha256="0" * 64,
            schema_sha256="0" * 64,
            created_at="2026-11-01T00:00:00+00:00",
        ),
    )


ABOUT = dict.fromkeys(("tool", "model", "strategy", "prompt", "schema", "settings"), "x")


def with_facts() -> Brief:
    """A brief with an item and an actor, of two quotes and one."""

    def evidence(quote: str) -> Evidence:
        start = ARTICLE.text.index(quote)
        around = {"prefix": "", "suffix": ""}
        return Evidence(start=start, end=start + len(quote), quote=quote, match="exact", occurrences=1, **around)

    item = {"description": "boats", "status": "delivered", "supplier": None}
    facts = {
        "actors": (Fact(kind="actors", id="actors-1", values={"name": "Kesh"}, evidence=(evidence("Kesh"),)),),
        "items": (
            Fact(
                kind="items",
                id="items-1",
                values=item,
                evidence=(evidence("Kesh buys"), evidence("boats")),
                reasons=("modality: it may",),
            ),
        ),
    }
    return brief().model_copy(update={"facts": {k.name: facts.get(k.name, ()) for k in TRADE.kinds}})


def digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:8]


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    """Line ends stay, folders are made, and nothing else is left in the folder."""
    path = tmp_path / "new" / "folder" / "a.txt"
    write_atomic(path, "one\r\ntwo\nö")
    assert path.read_bytes() == b"one\r\ntwo\n\xc3\xb6"
    write_atomic(path, b"\xff\x00")
    assert path.read_bytes() == b"\xff\x00"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_mode_is_what_the_umask_leaves(umask: int, mode: int, tmp_path: Path) -> None:
    """A brief is as open to others as any file that the user makes, not more and not less."""
    before = os.umask(umask)
    try:
        write_atomic(tmp_path / "a.txt", "text")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == mode


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_failed_write_changes_nothing(broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the old file and no other, and says what to do."""
    path = tmp_path / "a.txt"
    write_atomic(path, "old")

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    if broken == "fsync":
        monkeypatch.setattr("os.fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="can't be written: No space left") as caught:
        write_atomic(path, "new")
    assert caught.value.mend
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    """A file where a folder should be is an error of the command, not a crash."""
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    store = BriefStore(tmp_path / "out", TRADE)
    for attempt in (
        lambda: store.keep([entry("a.txt", brief())]),
        lambda: store.keep([entry("a.txt", DeadlineExceeded("too slow"))]),
        lambda: store.begin_run(ABOUT),
        lambda: store.write_record(ARTICLE, []),
    ):
        with pytest.raises(UsageError, match=r"can't be (written|used)"):
            attempt()


WRITER = """
import sys
from pathlib import Path
from summarizer.store import write_atomic
path = Path(sys.argv[1])
write_atomic(path, "0" * 200_000)
print("ready", flush=True)
for n in range(10**9):
    write_atomic(path, str(n % 10) * 200_000)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_kill_leaves_a_whole_file(tmp_path: Path) -> None:
    """However the writer dies, a reader finds one whole version, during and after."""
    path = tmp_path / "a.json"
    for wait in (0.0, 0.013, 0.03):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        with writer.stdout as out:
            assert out.readline() == b"ready\n"
            time.sleep(wait)
            during = path.read_bytes()
            writer.send_signal(signal.SIGKILL)
            writer.wait(10)
        for content in (during, path.read_bytes()):
            assert len(content) == 200_000
            assert len(set(content)) == 1
    assert all(p == path or p.name.startswith(".") for p in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        ("-", "stdin"),
        ("news/harbour-deal.txt", "harbour-deal"),
        ("/a/page.html", "page"),
        ("story.2026.txt", "story.2026"),
        ("noending", "noending"),
        (".hidden.txt", "hidden"),
        ("-dash.txt", "dash"),
        ("a/con.txt", "con_"),
        ("北京.txt", "北京"),
        ("what?.txt", "what_"),
        ("bad\udcff.txt", "bad_"),
    ],
)
def test_a_brief_is_called_like_its_source(source: str, stem: str) -> None:
    """The file's own name without its suffix, made safe."""
    assert source_stem(source) == stem
    assert stems([source]) == {source: stem}


def test_where_names_clash_all_of_them_get_a_digest() -> None:
    """Upper and lower case, composed and decomposed letters clash too; what does not clash stays plain."""
    composed, decomposed = "x/caf\u00e9.txt", "y/cafe\u0301.txt"
    sources = ["a/Story.txt", "b/story.html", "c/story.txt", "other.txt", composed, decomposed]
    found = stems(sources)
    assert found == {
        "a/Story.txt": "Story-" + digest("a/Story.txt"),
        "b/story.html": "story-" + digest("b/story.html"),
        "c/story.txt": "story-" + digest("c/story.txt"),
        "other.txt": "other",
        composed: "caf\u00e9-" + digest(composed),
        decomposed: "caf\u00e9-" + digest(decomposed),
    }
    assert stems(sources[::-1]) == found


def test_a_source_called_like_a_digest_clashes_too() -> None:
    """A name that another source's digest makes is not taken twice."""
    sneaky = f"story-{digest('a/story.txt')}.txt"
    found = stems(["a/story.txt", "b/story.txt", sneaky])
    assert len(set(found.values())) == 3


def test_one_source_named_twice_is_one() -> None:
    """The same source on the command line twice does not clash with itself."""
    assert stems(["a.txt", "a.txt"]) == {"a.txt": "a"}


@given(st.lists(st.text(st.sampled_from("aAéE\u0301/.-~ ß"), max_size=6), max_size=8))
def test_names_never_clash(sources: list[str]) -> None:
    """Whatever the sources are called, no two briefs share a file on a file system that ignores case."""
    found = stems(sources)
    assert set(found) == set(sources)
    assert len({name.casefold() for name in found.values()}) == len(found)


def entry(source: str, made: Brief | SummarizerError, *, key: str = "k", pending: bool = False) -> Entry:
    article = Article(text=f"Words of {source}.", source=source)
    about = (source, source, source_stem(source), article, key)
    if isinstance(made, Brief):
        return Entry(*about, brief=made, replies=())
    return Entry(*about, error=made, pending=pending)


def test_the_json_is_always_written(tmp_path: Path) -> None:
    """Another format stands beside the JSON, which review and merge read; the asked one is told."""
    expected = {"json": brief().to_json() + "\n", "md": render_markdown(brief(), TRADE)}
    expected["text"] = render_terminal(brief(), TRADE, width=100)
    formats: list[tuple[Format, str]] = [("json", "a.json"), ("md", "a.md"), ("text", "a.txt")]
    for format, name in formats:
        store = BriefStore(tmp_path / format, TRADE, ["news/a.txt"], format=format)
        (path,) = store.keep([entry("news/a.txt", brief())])
        assert path.name == name and path.read_bytes().decode() == expected[format]
        assert Brief.from_dict(json.loads((tmp_path / format / "a.json").read_bytes())) == brief()
        assert not store.ledger.exists()
        store.close()


def test_a_brief_never_replaces_its_source(tmp_path: Path) -> None:
    """`run story.txt -o . --format text` in the source's own folder leaves the article alone."""
    source = tmp_path / "story.txt"
    source.write_text("Kesh buys boats.", encoding="utf-8")
    store = BriefStore(tmp_path, TRADE, [str(source)], format="text")
    (path,) = store.keep([entry(str(source), brief())])
    assert path.name == "story.brief.txt" and (tmp_path / "story.json").is_file()
    assert source.read_text(encoding="utf-8") == "Kesh buys boats."
    store.close()


def test_clashing_sources_are_written_apart(tmp_path: Path) -> None:
    """Two sources of one name that are known beforehand give two files, each with a digest and its own brief."""
    store = BriefStore(tmp_path, TRADE, ["a/x.txt", "b/x.txt"])
    store.keep([entry(source, brief(title=source)) for source in ("a/x.txt", "b/x.txt")])
    names = {json.loads(p.read_bytes())["article"]["title"]: p.name for p in tmp_path.glob("*.json")}
    assert names == {s: f"x-{digest(s)}.json" for s in ("a/x.txt", "b/x.txt")}
    store.close()


def test_who_comes_later_never_writes_over_another(tmp_path: Path) -> None:
    """Sources that nobody knew of get the digest if the name is taken, in this run or an earlier one."""
    for source in ("a/x.txt", "b/X.txt", "c/x.txt"):
        store = BriefStore(tmp_path, TRADE)
        store.keep([entry(source, brief(title=source))])
        store.close()
    names = {json.loads(p.read_bytes())["article"]["title"]: p.name for p in tmp_path.glob("*.json")}
    assert names == {
        "a/x.txt": "x.json",
        "b/X.txt": f"X-{digest('b/X.txt')}.json",
        "c/x.txt": f"x-{digest('c/x.txt')}.json",
    }


def test_what_an_earlier_run_made_is_known(tmp_path: Path) -> None:
    """A source with the same key is settled, as a brief or as a failure; with another key, or none, it is not."""
    store = BriefStore(tmp_path, TRADE)
    store.keep([entry("a.txt", brief()), entry("b.txt", DeadlineExceeded("too slow", mend="wait"))])
    store.close()
    store = BriefStore(tmp_path, TRADE)
    done, failed = store.settled("a.txt", "k"), store.settled("b.txt", "k")
    assert done is not None and (done.state, done.path) == ("done", tmp_path / "a.json")
    assert failed is not None and (failed.state, failed.code, failed.message) == ("failed", "deadline", "too slow")
    assert store.settled("a.txt", "other") is None and store.settled("a.txt", None) is None
    assert store.settled("c.txt", "k") is None
    assert store.brief_of("a.txt") == brief() and store.brief_of("b.txt") is None
    assert store.twin("k", "b.txt") == brief() and store.twin("k", "a.txt") is None
    store.close()


def test_a_file_that_is_gone_is_put_back(tmp_path: Path) -> None:
    """A kill between the commit and the file, or a hand that removes it, costs nothing."""
    store = BriefStore(tmp_path, TRADE, format="md")
    store.keep([entry("a.txt", brief())])
    for name in ("a.json", "a.md"):
        (tmp_path / name).unlink()
    assert store.settled("a.txt", "k") is not None
    assert Brief.from_dict(json.loads((tmp_path / "a.json").read_bytes())) == brief()
    assert (tmp_path / "a.md").is_file()
    (tmp_path / "a.json").write_text("reviewed")
    assert store.settled("a.txt", "k") is not None
    assert (tmp_path / "a.json").read_text() == "reviewed", "what people changed stays"
    store.close()


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one of several entries can't be committed, none is, and no file says otherwise."""
    store = BriefStore(tmp_path, TRADE)
    insert = store.database.insert_all

    def broken(table: str, rows: Sequence[Sequence[Any]]) -> None:
        if table == "ledger" and rows:
            raise sqlite3.OperationalError("disk full")
        insert(table, rows)

    monkeypatch.setattr(store.database, "insert_all", broken)
    with pytest.raises(UsageError, match="disk full"):
        store.keep([entry("a.txt", brief()), entry("b.txt", DeadlineExceeded("too slow"))])
    assert list(tmp_path.glob("*.json*")) == []
    assert store.last("a.txt") is None and store.last("b.txt") is None
    store.close()


def test_a_source_without_a_brief_stands_in_the_ledger(tmp_path: Path) -> None:
    """One JSON object a line, with the source and the contract's keys, in the order of failing."""
    store = BriefStore(tmp_path, TRADE)
    store.keep([entry("a.txt", DeadlineExceeded("too slow", mend="wait")), entry("b.txt", ReplyEmpty("nothing"))])
    rows = [json.loads(row) for row in store.ledger.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [(r["source"], r["code"], r["value"], r["hint"]) for r in rows] == [
        ("a.txt", "deadline", "too slow", "wait"),
        ("b.txt", "reply_empty", "nothing", None),
    ]
    assert list(rows[0]) == ["source", "path", "code", "value", "quote", "hint", "attempt"]
    assert {s: [line.code for line in lines] for s, lines in store.read_ledger().items()} == {
        "a.txt": ["deadline"],
        "b.txt": ["reply_empty"],
    }
    store.close()


def test_a_ledger_has_no_stale_lines(tmp_path: Path) -> None:
    """When a run has ended, a later failure has taken the place of the earlier one, a brief the lines away."""
    store = BriefStore(tmp_path, TRADE)

    def codes() -> dict[str, list[str]]:
        return {source: [line.code for line in lines] for source, lines in store.read_ledger().items()}

    run = store.begin_run(ABOUT)
    store.keep([entry("a.txt", DeadlineExceeded("too slow")), entry("b.txt", ReplyEmpty("nothing"))], run)
    store.keep([entry("a.txt", ReplyEmpty("nothing"))], run)
    store.end_run(run, "complete")
    assert codes() == {"b.txt": ["reply_empty"], "a.txt": ["reply_empty"]}
    run = store.begin_run(ABOUT)
    store.keep([entry("a.txt", brief()), entry("b.txt", brief())], run)
    store.end_run(run, "complete")
    assert store.ledger.read_bytes() == b""
    store.close()


def test_a_kill_costs_no_line_of_the_ledger(tmp_path: Path) -> None:
    """A line that was cut off is whole again when the next run begins; lines of others stay as they are."""
    store = BriefStore(tmp_path, TRADE)
    store.keep([entry("a.txt", DeadlineExceeded("too slow"))])
    whole = store.ledger.read_bytes()
    foreign = b'[1]\n{"source": "z.txt", "path": "", "code": "deadline"}\n'
    store.ledger.write_bytes(foreign + whole[:30])
    store.begin_run(ABOUT)
    assert store.ledger.read_bytes() == foreign + whole
    store.close()


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Two stores on one folder, as two processes have them, keep each other's briefs and lines."""

    def write(name: str) -> None:
        store = BriefStore(tmp_path, TRADE)
        for n in range(10):
            store.keep([entry(f"{name}{n}", DeadlineExceeded("too slow")), entry(f"{name}{n}.txt", brief())])
        store.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(BriefStore(tmp_path, TRADE).read_ledger()) == 20
    assert len(list(tmp_path.glob("*.json"))) == 20


def test_tables_open_at_once(tmp_path: Path) -> None:
    """Facts, evidence and ledger lines stand in tables of plain columns, one row each."""
    store = BriefStore(tmp_path, TRADE)
    store.keep([entry("a.txt", with_facts())])
    facts = store.database.all("SELECT kind, value, verdict, reasons, quote, fields FROM facts ORDER BY n")
    assert [tuple(row) for row in facts] == [
        ("actors", "Kesh", "supported", None, "Kesh", '{"name": "Kesh"}'),
        (
            "items",
            "boats",
            "flagged",
            "modality: it may",
            "Kesh buys",
            '{"description": "boats", "status": "delivered"}',
        ),
    ]
    rows = store.database.all('SELECT fact, quote, start, "end" FROM evidence ORDER BY n')
    assert [ARTICLE.text[r["start"] : r["end"]] for r in rows] == [r["quote"] for r in rows]
    assert [r["fact"] for r in rows] == ["actors-1", "items-1", "items-1"]
    (row,) = store.database.all("SELECT * FROM overview")
    assert (row["source"], row["state"], row["facts"], row["flagged"]) == ("a.txt", "done", 2, 1)
    store.close()


@pytest.mark.parametrize("content", [b"not a database at all, only some text that is long enough" * 20, None])
def test_a_database_of_something_else_is_said(tmp_path: Path, content: bytes | None) -> None:
    """A file of that name that is none of ours is left alone, and said."""
    path = tmp_path / "briefs.sqlite"
    if content is None:
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE mine (x)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"briefs\.sqlite"):
        BriefStore(tmp_path, TRADE).keep([entry("a.txt", brief())])
    assert path.read_bytes() == before


def test_names_that_sqlite_does_not_take(tmp_path: Path) -> None:
    """A path with bytes that are no text is a source like any other."""
    store = BriefStore(tmp_path, TRADE)
    store.keep([entry("bad\udcff.txt", brief()), entry("worse\udcff.txt", DeadlineExceeded("\ud800"))])
    assert store.settled("bad\udcff.txt", "k") is not None
    store.end_run(store.begin_run(ABOUT), "complete")
    assert len(store.ledger.read_bytes().splitlines()) == 1
    store.close()


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "é 🚢 \ufeff\x00", "lone \ud800 surrogate", "x" * 100_000])
def test_a_record_gives_back_the_article(text: str, tmp_path: Path) -> None:
    """Text, metadata, boilerplate and raw answers come back as they were; the text's bytes have the digest."""
    article = Article(
        text=text,
        source="a.txt",
        title="T",
        url="https://x.example",
        publisher="P",
        published_at="2026-03",
        language="en",
        encoding="cp1252",
        boilerplate=(Span(0, 1), Span(2, 3)),
        notes=("no text on page 2",),
    )
    replies: list[dict[str, Any]] = [{"content": "raw \ud800 {", "n": 1}, {"content": None}]
    store = BriefStore(tmp_path, TRADE)
    folder = store.write_record(article, replies)
    assert folder == tmp_path / ".summarizer" / article.sha256
    assert hashlib.sha256((folder / "text.txt").read_bytes()).hexdigest() == article.sha256
    assert store.read_record(article.sha256) == (article, replies)


def test_a_damaged_record_is_said(tmp_path: Path) -> None:
    """No record, an altered text or a broken file is an error with what to do, never a wrong article."""
    store = BriefStore(tmp_path, TRADE)
    with pytest.raises(SourceError, match="holds no record"):
        store.read_record("0" * 64)
    folder = store.write_record(ARTICLE, [])
    (folder / "text.txt").write_bytes(b"another text")
    with pytest.raises(SourceError, match="is not the text it was"):
        store.read_record(ARTICLE.sha256)
    (folder / "replies.json").write_bytes(b"[")
    with pytest.raises(SourceError, match="holds no record"):
        store.read_record(ARTICLE.sha256)


def _opened(folder: str) -> str:
    try:
        BriefStore(Path(folder), TRADE).database.close()
    except UsageError as error:
        return error.message
    return ""


def test_runs_that_begin_together_share_a_new_folder(tmp_path: Path) -> None:
    """Several programs may make the database of one folder at the same moment; each of them then has it."""
    with concurrent.futures.ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        for n in range(12):
            folder = str(tmp_path / str(n))
            assert list(pool.map(_opened, [folder] * 4)) == [""] * 4
