"""Briefs on disk: whole or not at all, one name for each source, ledgers without stale lines, records to judge anew."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article, Span
from summarizer.brief import ArticleInfo, Brief, LedgerLine, Provenance
from summarizer.errors import SourceError, UsageError
from summarizer.export import render_markdown, render_terminal
from summarizer.schema import find_schema
from summarizer.store import BriefStore, Format, source_stem, stems, write_atomic

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


def line(code: str) -> LedgerLine:
    return LedgerLine(path="", code=code, value="x\u2028y")


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
        lambda: store.write_brief("a.txt", brief()),
        lambda: store.append_ledger("a.txt", [line("deadline")]),
        lambda: store.write_record(ARTICLE, []),
    ):
        with pytest.raises(UsageError, match="can't be written"):
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


def test_the_json_is_always_written(tmp_path: Path) -> None:
    """Another format stands beside the JSON, which review and merge read; the asked one comes first."""
    store = BriefStore(tmp_path, TRADE, ["news/a.txt"])
    expected = {"json": brief().to_json() + "\n", "md": render_markdown(brief(), TRADE)}
    expected["text"] = render_terminal(brief(), TRADE, width=100)
    formats: list[tuple[Format, list[str]]] = [
        ("json", ["a.json"]),
        ("md", ["a.md", "a.json"]),
        ("text", ["a.txt", "a.json"]),
    ]
    for format, names in formats:
        paths = store.write_brief("news/a.txt", brief(), format)
        assert [p.name for p in paths] == names
        assert paths[0].read_bytes().decode() == expected[format]
        assert Brief.from_dict(json.loads((tmp_path / "a.json").read_bytes())) == brief()
    assert not store.ledger.exists()


def test_a_brief_never_replaces_its_source(tmp_path: Path) -> None:
    """`run story.txt -o . --format text` in the source's own folder leaves the article alone."""
    source = tmp_path / "story.txt"
    source.write_text("Kesh buys boats.", encoding="utf-8")
    store = BriefStore(tmp_path, TRADE, [str(source)])
    paths = store.write_brief(str(source), brief(), "text")
    assert [p.name for p in paths] == ["story.brief.txt", "story.json"]
    assert source.read_text(encoding="utf-8") == "Kesh buys boats."


def test_clashing_sources_are_written_apart(tmp_path: Path) -> None:
    """Two sources of one name give two files, each with its own brief."""
    store = BriefStore(tmp_path, TRADE, ["a/x.txt", "b/x.txt"])
    for source in ("a/x.txt", "b/x.txt"):
        store.write_brief(source, brief(title=source))
    names = {json.loads(p.read_bytes())["article"]["title"]: p.name for p in tmp_path.glob("*.json")}
    assert names == {s: f"x-{digest(s)}.json" for s in ("a/x.txt", "b/x.txt")}


def test_a_source_without_a_brief_stands_in_the_ledger(tmp_path: Path) -> None:
    """One JSON object a line, with the source and the contract's keys, in the order of failing."""
    store = BriefStore(tmp_path, TRADE)
    store.append_ledger("a.txt", [line("deadline"), line("reply_empty")])
    store.append_ledger("b.txt", [line("http_error")])
    rows = [json.loads(row) for row in store.ledger.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [(r["source"], r["code"]) for r in rows] == [
        ("a.txt", "deadline"),
        ("a.txt", "reply_empty"),
        ("b.txt", "http_error"),
    ]
    assert list(rows[0]) == ["source", "path", "code", "value", "quote", "hint", "attempt"]
    assert store.read_ledger() == {"a.txt": [line("deadline"), line("reply_empty")], "b.txt": [line("http_error")]}


def test_a_ledger_has_no_stale_lines(tmp_path: Path) -> None:
    """A later failure takes the place of the earlier one, a later brief takes the lines away; others stay."""
    store = BriefStore(tmp_path, TRADE)
    store.append_ledger("a.txt", [line("deadline")])
    store.append_ledger("b.txt", [line("http_error")])
    store.append_ledger("a.txt", [line("reply_empty")])
    assert store.read_ledger() == {"b.txt": [line("http_error")], "a.txt": [line("reply_empty")]}
    store.write_brief("a.txt", brief())
    assert store.read_ledger() == {"b.txt": [line("http_error")]}
    store.write_brief("b.txt", brief())
    assert store.ledger.read_bytes() == b""


def test_a_cut_off_line_costs_only_itself(tmp_path: Path) -> None:
    """What another program or a power cut left in the ledger stays, and new lines stand on their own."""
    store = BriefStore(tmp_path, TRADE)
    store.ledger.write_bytes(b'[1]\n{"source": "c.txt", "co')
    store.append_ledger("a.txt", [line("deadline")])
    assert store.read_ledger() == {"a.txt": [line("deadline")]}
    assert store.ledger.read_bytes().startswith(b'[1]\n{"source": "c.txt", "co\n{')


def test_writers_at_once_lose_no_line(tmp_path: Path) -> None:
    """Two stores on one folder, as two processes have them, keep each other's lines."""

    def write(name: str) -> None:
        store = BriefStore(tmp_path, TRADE)
        for n in range(10):
            store.append_ledger(f"{name}{n}", [line("deadline")])

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(BriefStore(tmp_path, TRADE).read_ledger()) == 20


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
