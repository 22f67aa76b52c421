"""Pages of briefs where they are written: in a folder, on standard output, beside their sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from summarizer.article import Article, load
from summarizer.cli import app
from summarizer.export import render_html
from summarizer.judge import support
from summarizer.judge.context import Outcome
from summarizer.recheck import stale_renderings
from summarizer.schema import find_schema
from summarizer.settings import Settings
from summarizer.sources import expand
from summarizer.store import BriefStore, Entry, read_brief, source_stem
from tests.reviewing import brief
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

TRADE = find_schema("trade_brief")
TEXT = "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"
PAGE = f"<!doctype html><html lang=en><title>Boats</title><article><h1>Boats</h1><p>{TEXT * 4}</p></article></html>"
BOATS = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "quotes": [TEXT.strip()],
}
Run = Callable[..., Result]


@pytest.fixture
def run(alone: Path, server: ScriptedServer) -> Run:
    """`summarizer run` with the scripted server."""
    server.otherwise(lambda _: Action(content=json.dumps({"items": [BOATS]})))

    def running(*args: object) -> Result:
        result = CliRunner().invoke(app, ["run", *map(str, args), "--model", "m", "--base-url", server.base_url])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return running


def entry(article: Article, *, kept: bool = True) -> Entry:
    source = article.source
    replies = () if kept else None
    return Entry(source, source, source_stem(source), article, "k", brief=brief(article=article), replies=replies)


def test_a_page_on_standard_output(run: Run) -> None:
    """`--format html` prints the page of the brief, with the article's text in it."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    result = run("a.txt", "--format", "html")
    assert result.exit_code == 0 and result.stdout.startswith("<!doctype html>")
    assert "patrol boats" in result.stdout and 'id="b0" data-start="0"' in result.stdout


def test_a_page_in_a_folder(run: Run) -> None:
    """With -o it stands beside the JSON, and is the page of that brief and that text."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    run("a.txt", "-o", "out", "--format", "html")
    expected = render_html(read_brief(Path("out/a.json")), TRADE, load("a.txt"))
    assert Path("out/a.html").read_bytes().decode() == expected
    assert 'id="b0" data-start="0"' in expected


def test_a_page_never_replaces_its_source(run: Run) -> None:
    """A web page that was saved, and is read into its own folder, is left alone; its brief's page has another name."""
    pytest.importorskip("trafilatura")
    Path("page.html").write_text(PAGE, encoding="utf-8")
    assert run("page.html", "-o", ".", "--format", "html").exit_code == 0
    assert Path("page.html").read_text(encoding="utf-8") == PAGE
    assert 'data-code="I1"' in Path("page.brief.html").read_text(encoding="utf-8")
    assert Path("page.json").is_file()


def test_a_page_never_replaces_somebody_elses(run: Run) -> None:
    """A saved page beside the text of the same name is left alone, also by the next run; the brief's page has another name."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("a.html").write_text(PAGE, encoding="utf-8")
    for _ in range(2):
        assert run("a.txt", "-o", ".", "--format", "html").exit_code == 0
        assert Path("a.html").read_text(encoding="utf-8") == PAGE
        assert 'data-code="I1"' in Path("a.brief.html").read_text(encoding="utf-8")
        Path("a.brief.html").write_text("")  # as a power cut may leave it
    assert not Path("a.brief.brief.html").exists()


def test_a_page_is_no_source_of_the_next_run(run: Run) -> None:
    """A folder that holds articles and their briefs' pages gives the articles only."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("saved.html").write_text(PAGE, encoding="utf-8")
    Path("c.html").write_text(PAGE, encoding="utf-8")
    run("a.txt", "-o", ".", "--format", "html")
    assert Path("a.html").is_file()
    found = expand(["."], Settings())
    assert [Path(source.name).name for source in found] == ["a.txt", "c.html", "saved.html"]


def test_a_page_that_is_gone_is_put_back_with_its_text(tmp_path: Path) -> None:
    """The next run makes it of the article that is kept; where none is, of the passages alone."""
    for kept in (True, False):
        article = Article(TEXT + str(kept), source="a.txt")
        store = BriefStore(tmp_path / str(kept), TRADE, format="html")
        (path,) = store.keep([entry(article, kept=kept)])
        assert path.name == "a.html" and "b0" in path.read_text(encoding="utf-8")
        path.unlink()
        assert store.settled("a.txt", "k") is not None
        assert ('id="b0"' in path.read_text(encoding="utf-8")) == kept
        store.close()


def test_a_page_of_lone_surrogates_is_written(tmp_path: Path) -> None:
    """What no encoding carries does not cost the page."""
    store = BriefStore(tmp_path, TRADE, format="html")
    (path,) = store.keep([entry(Article("Kesh \ud83d\x00\r\nbuys", source="a\udcff.txt"))])
    assert "\ufffd" in path.read_text(encoding="utf-8")
    store.close()


def test_stale_pages_are_told_from_sources(alone: Path) -> None:
    """A page beside a brief that was judged anew is named; a source of the same name is none."""

    def beside(source: str, *names: str) -> list[str]:
        for name in names:
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text("x")
        return [str(p) for p in stale_renderings(Path(names[0]), brief(article=Article(TEXT, source=source)))]

    assert beside("a/page.html", "a/page.json", "a/page.html", "a/page.brief.html") == ["a/page.brief.html"]
    assert beside("b/x.html", "c/x.json", "c/x.html", "b/x.html") == ["c/x.html"]
    assert beside("elsewhere/y.html", "d/y.json", "d/y.html") == []
    assert beside("e/z.json", "e/z.brief.json", "e/z.json", "e/z.html") == ["e/z.html"]
    assert beside("f/v.brief.txt", "f/v.brief.json", "f/v.html", "f/v.brief.html") == ["f/v.brief.html"]


def test_recheck_names_the_page(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`recheck --write` says that the page still shows what was judged before."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    run("a.txt", "-o", "out", "--format", "html")
    doubt = [Outcome("new", None, "flag", "polarity", "a new doubt")]
    monkeypatch.setattr(support, "SOFT", (*support.SOFT, lambda case: doubt))
    result = CliRunner().invoke(app, ["recheck", "out/a.json", "--write"])
    assert "out/a.html was not rendered anew" in " ".join(result.output.split())
