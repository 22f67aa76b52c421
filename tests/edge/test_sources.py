"""Arguments to sources: files, folders, patterns, standard input, addresses, articles, and what is said of the rest."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.article import Article, Span, article_from_text
from summarizer.errors import SettingsError, SourceError, UsageError
from summarizer.settings import Settings
from summarizer.sources import feeds, web
from summarizer.sources.expand import expand, one_article
from summarizer.sources.source import Source

STORY = "The minister said on Friday that the trucks would go to the border, and that they were full of food.\n"
SETTINGS = Settings()


def write(path: Path, text: str = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sources(*arguments: str | Path | Article, **options: Any) -> list[Source]:
    return list(expand(arguments, SETTINGS, **options))


def failure(source: Source) -> SourceError:
    with pytest.raises(SourceError) as caught:
        source.load()
    assert caught.value.mend
    return caught.value


def test_a_file_is_one_source_however_it_is_named(alone: Path) -> None:
    """Its name is as given, its id the absolute path."""
    write(alone / "a.txt")
    for argument in ("a.txt", "./a.txt", "../here/a.txt", alone / "a.txt", Path("a.txt")):
        (source,) = sources(argument)
        assert (source.name, source.id, source.stem) == (str(argument), str(alone / "a.txt"), "a")
        assert source.load().text == STORY
        assert source.load() == source.load()


def test_a_folder_gives_its_files_sorted_and_below(tmp_path: Path) -> None:
    """Hidden ones, empty folders and systems' clutter are left out without a word, other kinds with one line."""
    for name in (
        "b.txt",
        "a.HTML",
        "sub/deep/c.md",
        ".hidden.txt",
        ".git/x.txt",
        "Thumbs.db",
        "z.docx",
        "y.docx",
        "README",
    ):
        write(tmp_path / name)
    (tmp_path / "empty").mkdir()
    told: list[str] = []
    found = sources(tmp_path, note=told.append)
    assert [source.name for source in found] == [str(tmp_path / name) for name in ("a.HTML", "b.txt", "sub/deep/c.md")]
    assert len(told) == 1
    assert "2 .docx, 1 without a suffix" in told[0]


def test_a_folder_is_read_while_it_is_walked(tmp_path: Path) -> None:
    """The second folder is not listed before the first one's files are taken."""
    write(tmp_path / "a" / "1.txt")
    found = expand([tmp_path], SETTINGS)
    write(tmp_path / "b" / "2.txt")
    assert next(found).name.endswith("1.txt")
    write(tmp_path / "b" / "3.txt")
    assert [source.stem for source in found] == ["2", "3"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A folder is visited once, and what was not visited again is told."""
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "dead").symlink_to(tmp_path / "nothing")
    told: list[str] = []
    assert [source.stem for source in sources(tmp_path, note=told.append)] == ["1"]
    assert "1 folder that a link leads to again" in told[0]
    assert "1 link that leads nowhere" in told[0]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    """Nothing in it, and nothing in it that is read, are told apart."""
    (source,) = sources(tmp_path)
    assert failure(source).message == f"{tmp_path} has no files"
    write(tmp_path / "a.docx")
    (source,) = sources(tmp_path)
    assert "but 1 .docx" in failure(source).message


def test_a_folder_that_can_not_be_listed_is_a_failing_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files beside it are read all the same."""
    write(tmp_path / "a.txt")
    write(tmp_path / "shut" / "b.txt")
    listdir = os.listdir

    def refuse(path: Any) -> list[str]:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    fine, shut = sources(tmp_path)
    assert fine.load().text == STORY
    assert failure(shut).message == f"{tmp_path / 'shut'} can't be listed: Permission denied"


def test_what_a_run_wrote_is_no_source_of_the_next(tmp_path: Path) -> None:
    """Briefs, their renderings, the ledger and the database of an output folder; articles of like names are read."""
    write(tmp_path / "a.txt")
    write(tmp_path / "a.json", '{\n  "format": "brief/1"}')
    write(tmp_path / "a.brief.txt", "A brief\nSupported means that the source says so, not that it\nis true.\n")
    write(tmp_path / "b.md", "# A brief\n\nSupported means that the source says so, not that it is true.\n")
    write(tmp_path / "b.json", '{"format": "brief/1"}')
    write(tmp_path / "c.md", "Supported means that the source says so, not that it is true.\n")
    write(tmp_path / "ledger.jsonl", "{}\n")
    write(tmp_path / "sub" / "ledger.jsonl", '{"text": "An article in a file of that name."}\n')
    write(tmp_path / ".summarizer" / "x" / "text.txt")
    told: list[str] = []
    found = sources(tmp_path, note=told.append)
    assert [Path(source.name).name for source in found] == ["a.txt", "c.md", "ledger.jsonl#1"]
    assert told == []


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("[!a].txt", ["b.txt"]),
        ("sub/*", ["sub/c.txt", "sub/d.md"]),
        ("*/*.txt", ["sub/c.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "sub/c.txt", "sub/deep/e.txt"]),
        ("sub/**", ["sub/c.txt", "sub/d.md", "sub/deep/e.txt"]),
        ("s*/**/e.txt", ["sub/deep/e.txt"]),
    ],
)
def test_a_pattern_that_no_shell_expanded(alone: Path, pattern: str, names: list[str]) -> None:
    """It stands for the files that it matches, hidden ones apart."""
    for name in ("a.txt", "b.txt", ".c.txt", "sub/c.txt", "sub/d.md", "sub/deep/e.txt", "sub/.git/f.txt"):
        write(alone / name)
    assert [Path(source.name).as_posix() for source in sources(pattern)] == names


def test_a_file_with_brackets_comes_before_the_pattern(alone: Path) -> None:
    """A name is a name if there is such a file, and a Path is never a pattern."""
    write(alone / "[a].txt", "Brackets.")
    write(alone / "a.txt", "Plain.")
    (source,) = sources("[a].txt")
    assert source.load().text == "Brackets."
    (missing,) = sources(Path("*.txt"))
    assert "does not exist" in failure(missing).message


def test_a_pattern_that_matches_nothing_says_so(alone: Path) -> None:
    """It is a source that fails, in a folder that is there and in one that is not."""
    for pattern in ("*.txt", "nowhere/*.txt"):
        (source,) = sources(pattern)
        assert failure(source).message == f"{pattern} matches no file"


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("missing.txt", "does not exist"),
        ("", "without a name"),
        ("a\0b", "not a file name"),
        ("x" * 5000, "not a file name"),
        ("ftp://example.org/a.txt", "ftp:// is not fetched"),
        ("file:///etc/hostname", "file:// is not fetched"),
        ("report.docx", "word processor"),
        ("book.epub", "a book"),
        ("scan.PNG", "an image"),
        ("all.zip", "an archive"),
        ("news.xml", "neither a feed nor a page"),
        ("nothing.docx", "does not exist"),
    ],
)
def test_what_can_not_be_read_says_what_to_do(alone: Path, argument: str, message: str) -> None:
    """Each is one source that fails with a mend, and none is a crash."""
    for name in ("report.docx", "book.epub", "scan.PNG", "all.zip"):
        write(alone / name)
    write(alone / "news.xml", "<?xml version='1.0'?><nitf><body>Trucks</body></nitf>")
    (source,) = sources(argument)
    assert message in failure(source).message


@pytest.mark.parametrize("suffix", [".txt", ".md", ".pdf", ".json", ".jsonl", ".csv.gz", ".docx", ".xml", ".rss", ""])
@pytest.mark.parametrize("stem", ["missing", "a\0b", "x" * 5000, "\udcff", "a/b"])
def test_what_can_not_be_a_path_is_a_failing_source_of_any_kind(alone: Path, stem: str, suffix: str) -> None:
    """A name that is no name fails as a missing file does, whatever it would have been."""
    (source,) = sources(stem + suffix)
    failure(source)


def test_standard_input_is_read_once(tmp_path: Path) -> None:
    """A second look, and a second '-', see the same bytes."""
    first, second = sources("-", "-", stdin=io.BytesIO(STORY.encode()))
    assert (first.name, first.id, first.stem) == ("-", "-", "stdin")
    assert first.load() == first.load() == second.load()
    assert first.load().text == STORY


def test_an_article_passes_through() -> None:
    """What is read already is a source like the others, known by its source and its text together."""
    article = article_from_text(STORY, "desk/17")
    (source,) = sources(article)
    assert (source.name, source.id, source.stem) == ("desk/17", f"desk/17#{article.sha256}", "17")
    assert source.load() is article
    (bare,) = sources(article_from_text(STORY))
    assert bare.id == f"#{article.sha256}"


def test_arguments_are_taken_one_by_one(tmp_path: Path) -> None:
    """A program may hand over more of them than fit in memory."""

    def endless() -> Iterator[Path]:
        while True:
            yield tmp_path / "a.txt"

    write(tmp_path / "a.txt")
    assert next(expand(endless(), SETTINGS)).load().text == STORY


def test_addresses_go_to_the_web_and_its_errors_are_one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised while an address is looked into costs that address only, and says the same when it is loaded."""
    asked: list[str] = []

    def scripted(url: str, settings: Settings) -> Iterator[Source]:
        asked.append(url)
        if "down" in url:
            raise UsageError("no extra", mend="install it")
        yield Source(url, url, "page", lambda: article_from_text(STORY, url))

    monkeypatch.setattr(web, "web_sources", scripted)
    broken, fine = sources("https://down.example/", "HTTP://up.example/")
    with pytest.raises(UsageError, match="no extra"):
        broken.load()
    assert fine.load().text == STORY
    assert asked == ["https://down.example/", "HTTP://up.example/"]


@pytest.mark.parametrize("name", ["a.rss", "a.atom", "a.xml"])
def test_feeds_in_files_give_their_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """XML is a feed if it begins like one."""
    path = write(tmp_path / name, '<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>')

    def scripted(data: bytes, name: str, id: str, settings: Settings, base: str | None) -> Iterator[Source]:
        assert data == path.read_bytes()
        yield Source(f"{name} entry", f"{id}#1", "entry", lambda: article_from_text(STORY))

    monkeypatch.setattr(feeds, "feed_sources", scripted)
    for argument in (path, tmp_path):
        (source,) = sources(argument)
        assert (source.name, source.id) == (f"{path} entry", f"{path}#1")


def test_front_matter_is_metadata_and_no_story(tmp_path: Path) -> None:
    """The text is the file's, character for character; the block at its start is a span of boilerplate."""
    front = "---\r\ntitle: 'Trucks: the story'\r\ndate: 2024-03\r\nlang: en-GB\r\nurl: https://example.org/a\r\n---\r\n"
    text = f"{front}# Trucks go\r\n\r\n{STORY}"
    (tmp_path / "a.md").write_bytes(text.encode())
    article = sources(tmp_path / "a.md")[0].load()
    assert article.text == text
    assert article.boilerplate[0] == Span(0, len(front))
    assert (article.title, article.published_at, article.language) == ("Trucks: the story", "2024-03", "en")
    assert article.url == "https://example.org/a"


@pytest.mark.parametrize(
    "text",
    [
        "---\nTrucks go\n---\nTo the border.\n",
        "---\n[: broken\n---\nTrucks go.\n",
        "---\nno end\n",
        f"# Trucks go #\n\n{STORY}",
    ],
)
def test_markdown_without_front_matter_is_text(tmp_path: Path, text: str) -> None:
    """A rule, a broken block and a heading: nothing of them is taken away, and a title has no marks."""
    article = sources(write(tmp_path / "a.md", text))[0].load()
    assert article.text == text
    at = text.find("no end" if "no end" in text else "Trucks")
    assert not any(span.covers(Span(at, at + 6)) for span in article.boilerplate)
    assert not (article.title or "").startswith("#")


def test_one_article_is_one_and_no_more(tmp_path: Path) -> None:
    """A program that wants one article is told where a source has several."""
    assert one_article(write(tmp_path / "a.txt"), SETTINGS).text == STORY
    with pytest.raises(SourceError, match="more than one"):
        one_article(write(tmp_path / "a.jsonl", '{"text": "A"}\n{"text": "B"}\n'), SETTINGS)


def test_columns_that_are_none_are_told_at_once(tmp_path: Path) -> None:
    """A wrong setting is no fault of a source."""
    settings = Settings.model_construct(columns={"txt": "body"})
    with pytest.raises(SettingsError, match="'txt'"):
        next(expand([tmp_path], settings))
