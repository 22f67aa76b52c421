"""Rows of articles and briefs, the maker of batches, and the files of results: what the engine has beside Ray itself."""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason='pyarrow is not installed: pip install "spanbrief[ray]"')

from summarizer.article import Article, Span, article_from_text  # noqa: E402
from summarizer.engines import BriefMaker, rows  # noqa: E402
from summarizer.engines.feed import Feed  # noqa: E402
from summarizer.engines.maker import Secret  # noqa: E402
from summarizer.engines.parquet import Results  # noqa: E402
from summarizer.engines.rows import Row  # noqa: E402
from summarizer.errors import (  # noqa: E402
    CredentialsError,
    EndpointDown,
    EndpointError,
    ReplyTruncated,
    RunBudgetExceeded,
    SourceError,
    UsageError,
)
from summarizer.settings import Settings, load_settings  # noqa: E402
from summarizer.sources import Source  # noqa: E402
from tests.scripted import Action, ScriptedServer  # noqa: E402

pytestmark = pytest.mark.ray

TEXT = "Velmora shipped 12 coastal radars to Drovia, the harbour office of Astrin said (case {}).\n"
EMPTY = json.dumps({"actors": [], "items": [], "compensation": [], "sanctions": [], "denials": []})


def reply() -> str:
    item = {"quotes": ["Velmora shipped 12 coastal radars to Drovia"], "description": "coastal radars"}
    return json.dumps({**json.loads(EMPTY), "items": [item | {"status": "delivered", "supplier": "Velmora"}]})


def settings(server: ScriptedServer, **more: Any) -> Settings:
    return load_settings(model="m", base_url=server.base_url, **more)


@pytest.fixture
def maker(server: ScriptedServer, alone: Path) -> Iterator[BriefMaker]:
    server.otherwise(lambda body: Action(content=reply()))
    made = BriefMaker(settings(server))
    yield made
    made.close()


# Rows in.


def test_an_article_travels_whole() -> None:
    """Packed and read again an article is the same: boilerplate, encoding, lone surrogates and all."""
    article = Article(
        "Velmora \ud83d said.", "a.txt", title="“T”", encoding="cp1252", published_at="2031", boilerplate=(Span(0, 3),)
    )
    text = rows.packed(article)
    assert text.isascii()
    assert rows.article_of({"article": text}) == article


@pytest.mark.parametrize("form", ["arrow", "pandas", "numpy"])
def test_batches_of_any_form(form: str) -> None:
    """A batch comes as Ray's formats have it; what stands for nothing is None, and other columns stay out."""
    table = pa.table({"id": ["1", "2"], "text": ["A.", None], "title": [None, "T"], "score": [1.5, 2.5]})
    frame = table.to_pandas()
    batch = {"arrow": table, "pandas": frame, "numpy": {name: frame[name].to_numpy() for name in frame}}[form]
    assert rows.records(batch) == [
        {"id": "1", "text": "A.", "title": None},
        {"id": "2", "text": None, "title": "T"},
    ]


def test_rows_without_texts_are_refused() -> None:
    """A batch without a column of texts names what it has, and how to rename it."""
    with pytest.raises(UsageError, match="only body, id") as caught:
        rows.records(pa.table({"id": ["1"], "body": ["A."]}))
    assert 'rename_columns({"body": "text"})' in caught.value.mend


@pytest.mark.parametrize("text", [None, 7, "", " \n"])
def test_a_row_without_words_has_failed(text: object) -> None:
    """A row whose text is none is unreadable as a source is."""
    with pytest.raises(SourceError):
        rows.article_of({"id": "1", "text": text})


# Rows out.


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ReplyTruncated("cut \ud83d off", mend="ask less"), "failed"),
        (EndpointError("500", status=500), "failed"),
        (EndpointDown("down"), "pending"),
        (RunBudgetExceeded("used up", mend="allow more"), "pending"),
    ],
)
def test_an_error_comes_back_as_what_it_was(error: Any, state: str) -> None:
    """The error of a row has the class, the code, the words and the mend that it had in its worker."""
    row = rows.table([rows.failed_row({"id": "1"}, "k", error)]).to_pylist()[0]
    again = rows.error_of(row)
    assert (row["state"], type(again), again.code) == (state, type(error), error.code)
    assert (again.message, again.mend) == (error.message.replace("\ud83d", "\\ud83d"), error.mend)


def test_types_do_not_hang_on_values() -> None:
    """A table of failures has the columns and types of a table of briefs: files of one folder are one data set."""
    failed = rows.table([rows.failed_row({"id": "1"}, None, SourceError("no"))])
    assert failed.schema == rows.table([]).schema
    assert failed.schema.names == list(rows.COLUMNS)


# The maker.


def test_a_batch_has_a_row_for_each_article(maker: BriefMaker, server: ScriptedServer) -> None:
    """One row out for each row in, in their order; the brief is that of the article, with its metadata."""
    batch = pa.table(
        {"id": ["1", "2", "3"], "text": [TEXT.format(1), " ", TEXT.format(3)], "title": ["One", None, "Three"]}
    )
    made = maker(batch).to_pylist()
    assert [(row["id"], row["state"], row["code"]) for row in made] == [
        ("1", "done", None),
        ("2", "failed", "source_unreadable"),
        ("3", "done", None),
    ]
    brief = rows.brief_of(made[2])
    assert (brief.article.title, brief["items"][0]["supplier"], made[2]["facts"]) == ("Three", "Velmora", 1)
    assert made[0]["prompt_tokens"] == 12
    assert [answer["tag"] for answer in rows.replies_of(made[0]) or ()]


def test_words_that_come_twice_are_paid_for_once(maker: BriefMaker, server: ScriptedServer) -> None:
    """Two rows of one text: one is asked about, both have a brief of their own name, and tokens are counted once."""
    made = maker(pa.table({"id": ["1", "2"], "text": [TEXT, TEXT], "title": ["A", "B"]})).to_pylist()
    assert len(server.requests) == 1
    assert [rows.brief_of(row).article.title for row in made] == ["A", "B"]
    assert [row["calls"] for row in made] == [1, 0]
    assert rows.replies_of(made[1]) is None


def test_a_failing_article_costs_its_row(maker: BriefMaker, server: ScriptedServer) -> None:
    """What the endpoint does to one article is said in its row; the others have their briefs."""
    server.otherwise(lambda body: Action(status=400) if "case 1" in str(body) else Action(content=reply()))
    made = maker(pa.table({"text": [TEXT.format(n) for n in range(3)]})).to_pylist()
    assert [(row["state"], row["code"]) for row in made] == [("done", None), ("failed", "http_error"), ("done", None)]


def test_a_fault_that_nobody_foresaw_costs_its_row(maker: BriefMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception out of the middle of the program is a failed row, with the exception's name in it."""

    async def broken(article: Article, *args: Any, **options: Any) -> None:
        raise ZeroDivisionError("seven")

    monkeypatch.setattr("summarizer.engines.maker.make_brief", broken)
    (row,) = maker(pa.table({"text": [TEXT]})).to_pylist()
    assert (row["state"], row["message"]) == ("failed", "ZeroDivisionError: seven")


def test_a_refused_key_ends_the_batch(maker: BriefMaker, server: ScriptedServer) -> None:
    """With a refused key no article can succeed: the maker raises, and its error can travel between processes."""
    server.otherwise(lambda body: Action(status=401))
    with pytest.raises(CredentialsError) as caught:
        maker(pa.table({"text": [TEXT.format(n) for n in range(5)]}))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.mend) == (str(caught.value), caught.value.mend)


def test_each_worker_takes_its_share(server: ScriptedServer, alone: Path) -> None:
    """Of 8 articles at once, four workers take two each; of tokens for one article, a quarter: not enough for any."""
    under_way, most, lock = [0], [0], threading.Lock()

    def answer(body: dict[str, Any]) -> Action:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.05)
        with lock:
            under_way[0] -= 1
        return Action(content=reply())

    server.otherwise(answer)
    batch = pa.table({"text": [TEXT.format(n) for n in range(8)]})
    with closing(BriefMaker(settings(server, jobs=8), workers=4)) as maker:
        assert set(maker(batch)["state"].to_pylist()) == {"done"}
    assert most == [2]
    asked = len(server.requests)
    with closing(BriefMaker(settings(server, total_tokens=6000), workers=4)) as poor:
        assert set(poor(batch)["state"].to_pylist()) == {"pending"}
    assert len(server.requests) == asked
    with closing(BriefMaker(settings(server, total_tokens=6000))) as alone_in_it:
        assert "done" in alone_in_it(batch)["state"].to_pylist()


def test_the_share_reaches_the_limiter(server: ScriptedServer, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of four connects with a quarter of what a minute may have."""
    from summarizer.model import connect as module

    shares: list[float] = []
    limiter = module._limiter

    def noted(settings: Settings, share: float) -> Any:
        shares.append(share)
        return limiter(settings, share)

    monkeypatch.setattr(module, "_limiter", noted)
    server.otherwise(lambda body: Action(content=reply()))
    with closing(BriefMaker(settings(server), workers=4)) as maker:
        maker(pa.table({"text": [TEXT]}))
    assert shares == [0.25]


def test_a_key_is_not_printed() -> None:
    """Whoever logs what a worker was constructed with logs no key."""
    secret = Secret("sk-very-secret")
    assert "very" not in f"{secret!r} {secret!s} {[secret]} { ({'key': secret}) }"
    assert pickle.loads(pickle.dumps(secret)).value == "sk-very-secret"


# Files.


def done(id: str, key: str = "k", state: str = "done") -> Row:
    return dict.fromkeys(rows.COLUMNS) | {"id": id, "key": key, "state": state, "source": id}


def there(folder: Path) -> list[tuple[str, str]]:
    tables = [pa.parquet.read_table(path) for path in sorted((folder / "parquet").glob("*.parquet"))]
    return [(row["id"], row["key"]) for table in tables for row in table.to_pylist()]


def test_what_was_made_is_found_again(tmp_path: Path) -> None:
    """A row counts where id and key are those of an earlier run; pending rows were never written."""
    first = Results(tmp_path)
    first.write(0, [done("a"), done("b"), done("c", state="pending")])
    first.close()
    again = Results(tmp_path)
    assert [again.row(id, key) is not None for id, key in [("a", "k"), ("b", "k"), ("a", "K"), ("c", "k")]] == [
        True,
        True,
        False,
        False,
    ]


def test_one_row_for_each_source(tmp_path: Path) -> None:
    """What is made anew takes the place of what was there, in whatever file; a file without rows goes."""
    first = Results(tmp_path)
    first.write(0, [done("a"), done("b")])
    first.write(2, [done("c")])
    first.close()
    second = Results(tmp_path)
    second.write(0, [done("b", "new"), done("c", "new")])
    second.close()
    assert there(tmp_path) == [("a", "k"), ("b", "new"), ("c", "new")]
    assert len(list((tmp_path / "parquet").iterdir())) == 2


def test_a_run_that_was_killed_is_tidied_by_the_next(tmp_path: Path) -> None:
    """Rows that a killed run had replaced and not taken out are taken out when the folder is opened again."""
    first = Results(tmp_path)
    first.write(0, [done("a"), done("b")])
    second = Results(tmp_path)
    second.open()
    second.write(0, [done("a", "new")])
    third = Results(tmp_path)
    assert sorted(there(tmp_path)) == [("a", "new"), ("b", "k")]
    assert third.row("a", "new") is not None
    third.close()
    assert [path.suffix for path in (tmp_path / "parquet").iterdir()] == [".parquet"] * 2


def test_a_block_is_written_once(tmp_path: Path) -> None:
    """A worker that was killed after it wrote its block: the next one reads it, where its rows are those."""
    results = Results(tmp_path)
    files = pickle.loads(pickle.dumps(results.files))
    assert not files.are_here
    results.open()
    assert files.are_here
    files.write(40, [done("a"), done("b")])
    assert [row["id"] for row in files.read(40, ["a", "b"]) or ()] == ["a", "b"]
    assert files.read(40, ["a", "b", "c"]) is None
    assert files.read(60, ["a"]) is None
    results.write(40, [done("a", "other")])
    assert there(tmp_path) == [("a", "k"), ("b", "k")]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """A file that is no Parquet is said to be none, with its name; nothing is asked before that."""
    (tmp_path / "parquet").mkdir()
    (tmp_path / "parquet" / "x.parquet").write_bytes(b"PAR1 not")
    with pytest.raises(UsageError, match=r"x\.parquet is no file of results"):
        Results(tmp_path)


def test_ids_with_lone_surrogates(tmp_path: Path) -> None:
    """A path whose bytes are no text is a source as others are."""
    results = Results(tmp_path)
    results.write(0, [rows.failed_row({"id": "\udcff.txt"}, "k", SourceError("no"))])
    assert Results(tmp_path).row("\udcff.txt", "k") is not None


# Sources.


def source(n: int, load: Any = None) -> Source:
    return Source(f"{n}", f"/{n}", f"{n}", load or (lambda: article_from_text(TEXT.format(n), f"{n}")))


def test_every_source_comes_once() -> None:
    """Rounds have all sources, no more than they may hold; what can't be read comes with its error."""

    def broken() -> Article:
        raise ValueError("odd")

    def unreadable() -> Article:
        raise UsageError("no reader", mend="install it")

    found = [source(n) for n in range(50)] + [source(50, broken), source(51, unreadable)]
    feed = Feed(iter(found), lambda article: article.id, rows=20, wait=30.0)
    rounds = []
    while taken := feed.round():
        rounds.append(taken)
    assert [len(taken) for taken in rounds] == [20, 20, 12]
    fed = {one.source.name: one for taken in rounds for one in taken}
    assert len(fed) == 52
    assert {name: one.error.message for name, one in fed.items() if one.error} == {
        "50": "50 can't be read: ValueError: odd",
        "51": "no reader",
    }


def test_no_more_is_read_than_fits() -> None:
    """A source that never ends is read one round ahead and no further, by count and by characters."""
    asked = []

    def endless() -> Iterator[Source]:
        n = 0
        while True:
            asked.append(n)
            yield source(n)
            n += 1

    feed = Feed(endless(), lambda article: article.id, rows=20, wait=30.0)
    assert len(feed.round()) == 20
    assert len(feed.round()) == 20
    feed.close()
    assert len(asked) <= 61
    small = Feed(endless(), lambda article: article.id, rows=1000, chars=500, wait=30.0)
    assert len(small.round()) < 30
    small.close()


def test_slow_sources_are_not_waited_for() -> None:
    """A round begins with what is there after a short while."""
    gate = threading.Event()

    def slow() -> Iterator[Source]:
        yield source(0)
        gate.wait(30)
        yield source(1)

    feed = Feed(slow(), lambda article: article.id, rows=20, wait=0.0)
    assert [one.source.name for one in feed.round()] == ["0"]
    gate.set()
    assert [one.source.name for one in feed.round()] == ["1"]
    assert feed.round() == []


def test_what_the_sources_raise_comes_last() -> None:
    """An error of the iterator is raised when all that came before it was given out."""

    def ending() -> Iterator[Source]:
        yield source(0)
        raise UsageError("the list ends here")

    feed = Feed(ending(), lambda article: article.id, rows=20, wait=0.0)
    assert len(feed.round()) == 1
    with pytest.raises(UsageError, match="ends here"):
        feed.round()


def test_what_had_no_turn_is_given_back() -> None:
    """The rest of a run that ends early is what was read and not taken, and nobody here asks the sources any more."""
    found = (source(n) for n in range(100))
    feed = Feed(found, lambda article: article.id, rows=10, wait=30.0)
    taken = feed.round()
    rest = feed.rest()
    names = [one.source.name for one in [*taken, *rest]] + [one.name for one in found]
    assert sorted(names, key=int) == [str(n) for n in range(100)]
