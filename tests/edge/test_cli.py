"""The command line: what it prints where, how it ends, and that it asks nobody it was not told to ask."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer import __version__
from summarizer.cli import app
from summarizer.model import weights
from summarizer.model.download import FetchError
from summarizer.validation import validate
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

TEXT = "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"
DULL = "It rained in Astrin for the whole of the day.\n"
NOTHING = json.dumps({"actors": [], "items": [], "compensation": [], "sanctions": [], "denials": []})


def boats(quote: str = TEXT.strip()) -> str:
    item = {
        "description": "patrol boats",
        "quantity": "twelve",
        "supplier": "Velmora",
        "recipient": "Drovia",
        "status": "delivered",
        "quotes": [quote],
    }
    return json.dumps({"items": [item]})


def write(*names: str, text: str = TEXT) -> list[str]:
    for n, name in enumerate(names):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text if len(names) == 1 else f"Report {n}. {text}", encoding="utf-8", newline="")
    return list(names)


def program(*args: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


Run = Callable[..., Result]


@pytest.fixture
def run(alone: Path, server: ScriptedServer) -> Run:
    """`summarizer run` with the scripted server."""
    server.otherwise(lambda _: Action(content=boats()))

    def work(*args: object, **options: Any) -> Result:
        return program("run", *args, "--model", "m", "--base-url", server.base_url, **options)

    return work


def acting(text: str) -> list[str]:
    """The characters in a text that could act on a terminal."""
    return [f"U+{ord(c):04X}" for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}]


# What is printed.


def test_one_source_is_one_json_object(run: Run) -> None:
    """In a pipe the brief is printed as JSON, whole and valid; words for people go to standard error."""
    result = run(*write("a.txt"))
    brief = json.loads(result.stdout)
    assert validate(brief) == []
    assert (result.exit_code, brief["status"], brief["article"]["source"]) == (0, "complete", "a.txt")
    (item,) = brief["items"]
    assert item["description"] == "patrol boats"
    (evidence,) = item["evidence"]
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"] == TEXT.strip()
    assert brief["provenance"]["endpoint_host"] == "127.0.0.1" and brief["provenance"]["calls"] == 1
    assert "Asking m at 127.0.0.1" in result.stderr


def test_several_sources_are_json_lines(run: Run) -> None:
    """Several briefs are printed one a line, in the order of the sources, each source once."""
    names = write("b.txt", "a.txt", "c.txt")
    result = run(*names, "b.txt")
    lines = result.stdout.split("\n")
    assert [json.loads(line)["article"]["source"] for line in lines if line] == names
    assert lines[-1] == "" and result.exit_code == 0


def test_standard_input(run: Run) -> None:
    """A dash is standard input, in its own encoding."""
    result = run("-", stdin="\ufeffVelmora sold Drovia “boats”.".encode("utf-16-le"))
    article = json.loads(result.stdout)["article"]
    assert (article["source"], article["encoding"]) == ("-", "utf-16")


def test_markdown_and_text(run: Run) -> None:
    """The brief may be asked for as Markdown or as text; text in a pipe has no escape sequences."""
    write("a.txt")
    markdown, text = run("a.txt", "--format", "md"), run("a.txt", "--format", "text")
    for result in (markdown, text):
        assert result.exit_code == 0
        assert "patrol boats" in result.stdout and "not that it is true" in " ".join(result.stdout.split())
        assert acting(result.stdout) == []
    assert markdown.stdout.startswith("#") and not text.stdout.startswith("#")


# A folder.


def test_a_folder_is_filled(run: Run) -> None:
    """With -o there is a brief for each source, the record of its article beside, and nothing on standard output."""
    result = run(*write("in/a.txt", "in/b.txt"), "-o", "out/deep")
    assert (result.exit_code, result.stdout) == (0, "")
    out = Path("out/deep")
    for n, name in enumerate(("a", "b")):
        brief = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        assert validate(brief) == []
        record = out / ".summarizer" / brief["article"]["sha256"]
        assert (record / "text.txt").read_text(encoding="utf-8") == f"Report {n}. {TEXT}"
        assert "patrol boats" in (record / "replies.json").read_text(encoding="utf-8")
        assert f"in/{name}.txt → {out / name}.json" in result.stderr
    assert not (out / "ledger.jsonl").exists()


def test_names_that_clash_all_get_a_digest(run: Run) -> None:
    """Sources of one name have a brief each, under names that don't depend on the order."""
    names = write("x/a.txt", "y/a.txt", "b.txt")
    run(*names, "-o", "one")
    run(*reversed(names), "-o", "two")
    written = sorted(p.name for p in Path("one").glob("*.json"))
    assert written == sorted(p.name for p in Path("two").glob("*.json"))
    assert len(written) == 3 and "b.json" in written and "a.json" not in written


@pytest.mark.parametrize(("format", "suffix"), [("md", ".md"), ("text", ".txt")])
def test_a_rendering_stands_beside_the_json(run: Run, format: str, suffix: str) -> None:
    """Another format is written beside the JSON, which is always there."""
    run(*write("a.txt"), "-o", "out", "--format", format)
    assert "patrol boats" in Path(f"out/a{suffix}").read_text(encoding="utf-8")
    assert validate(json.loads(Path("out/a.json").read_text(encoding="utf-8"))) == []


def test_standard_input_has_a_name_in_the_folder(run: Run) -> None:
    """What came from standard input is called stdin."""
    assert run("-", "-o", "out", stdin=TEXT.encode()).exit_code == 0
    assert Path("out/stdin.json").is_file()


def test_a_folder_that_can_not_be_written(run: Run) -> None:
    """A place that can't be written ends the run with 1 and says which it is."""
    Path("out").write_text("a file")
    result = run(*write("a.txt"), "-o", "out")
    assert result.exit_code == 1
    assert "out" in result.stderr and "→ name another folder with -o" in result.stderr


# How it ends.


def test_the_third_of_five_fails(run: Run, server: ScriptedServer) -> None:
    """An article that the endpoint refuses costs itself: four briefs, a line in the ledger, exit code 2."""
    names = write(*(f"{n}.txt" for n in range(5)))
    server.otherwise(
        lambda body: (
            Action(status=400, message="too spicy")
            if "Report 2." in body["messages"][-1]["content"]
            else Action(content=boats())
        )
    )
    result = run(*names, "-o", "out")
    assert result.exit_code == 2
    assert sorted(p.name for p in Path("out").glob("*.json")) == ["0.json", "1.json", "3.json", "4.json"]
    (line,) = [json.loads(x) for x in Path("out/ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (line["source"], line["code"]) == ("2.txt", "http_error")
    assert "400" in line["value"] and "too spicy" in line["value"]
    assert "2.txt: 127.0.0.1 answered HTTP 400" in result.stderr


def test_one_answer_of_400_in_a_queue_costs_one_article(run: Run, server: ScriptedServer) -> None:
    """A single 400 among good answers is one article's, and takes no other article's answer."""
    good = Action(content=boats())
    server.plan(good, good, Action(status=400), good, good)
    result = run(*write(*(f"{n}.txt" for n in range(5))), "--jobs", 1)
    assert [json.loads(x)["article"]["source"] for x in result.stdout.splitlines()] == [
        f"{n}.txt" for n in (0, 1, 3, 4)
    ]
    assert result.exit_code == 2


def test_a_missing_file_costs_itself(run: Run) -> None:
    """A source that can't be read is told with what may be meant; the others have their briefs."""
    result = run(*write("report.txt"), "reprot.txt")
    assert result.exit_code == 2
    assert json.loads(result.stdout.splitlines()[0])["article"]["source"] == "report.txt"
    assert "reprot.txt does not exist" in result.stderr and "→ did you mean report.txt?" in result.stderr


@pytest.mark.parametrize("sources", [["nosuch.txt"], ["nosuch.txt", "."], ["empty.txt"]])
def test_no_brief_at_all(run: Run, server: ScriptedServer, sources: list[str]) -> None:
    """Where nothing could be read no brief is written, and no endpoint is asked: 3."""
    Path("empty.txt").write_text("\n")
    result = run(*sources, "-o", "out")
    assert result.exit_code == 3 and server.requests == []
    lines = Path("out/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(x)["code"] for x in lines] == ["source_unreadable"] * len(sources)


@pytest.mark.parametrize(
    ("actions", "code", "said"),
    [
        ([Action(content="no json")] * 2, "reply_invalid_json", "no JSON"),
        ([Action(content='{"items": [')] * 2, "reply_invalid_json", "no JSON"),
        ([Action(content="")] * 2, "reply_empty", "empty"),
        ([Action(content=None, refusal="no weapons")], "reply_refused", "no weapons"),
        ([Action(content=boats(), finish_reason="length")], "reply_truncated", "cut off"),
        ([Action(status=429, headers={"Retry-After": "500"})], "deadline", "asks to wait 500 s"),
    ],
)
def test_no_answer_of_use(run: Run, server: ScriptedServer, actions: list[Action], code: str, said: str) -> None:
    """An answer of no use never looks like an article without facts: no brief, the reason in the ledger, 3."""
    server.plan(*actions).otherwise(lambda _: Action(status=418))
    result = run(*write("a.txt"), "-o", "out")
    assert (result.exit_code, sorted(p.name for p in Path("out").glob("*.json"))) == (3, [])
    (line,) = [json.loads(x) for x in Path("out/ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert line["code"] == code and said in line["value"] and said in result.stderr
    assert len(server.requests) == len(actions)


def test_an_article_without_facts_is_complete(run: Run, server: ScriptedServer) -> None:
    """An answer without facts is a brief without facts, also under --strict."""
    server.plan(Action(content=NOTHING))
    result = run(*write("a.txt", text=DULL), "--strict")
    assert (result.exit_code, json.loads(result.stdout)["status"]) == (0, "complete")


def test_strict(run: Run, server: ScriptedServer) -> None:
    """With --strict a line in the ledger ends the run with 4, without it with 0; the brief is the same."""
    server.otherwise(lambda _: Action(content=boats("words that stand nowhere in the article")))
    lax, strict = run(*write("a.txt")), run("a.txt", "--strict")
    assert (lax.exit_code, strict.exit_code) == (0, 4)
    brief = json.loads(strict.stdout)
    assert brief["items"] == [] and brief["ledger"][0]["code"] == "quote_not_found"


def test_strict_says_less_than_a_failure(run: Run) -> None:
    """A source that failed ends the run with 2 under --strict, too."""
    assert run(*write("a.txt"), "nosuch.txt", "--strict").exit_code == 2


@pytest.mark.parametrize(
    ("status", "mend"), [(401, "SUMMARIZER_API_KEY"), (403, "--model"), (404, "--model and --base-url")]
)
def test_what_is_wrong_for_all_ends_the_run(run: Run, server: ScriptedServer, status: int, mend: str) -> None:
    """A key or a model that the endpoint does not take ends the run at the first article with 1."""
    server.otherwise(lambda _: Action(status=status))
    result = run(*write("a.txt", "b.txt"))
    assert (result.exit_code, len(server.requests)) == (1, 1)
    assert f"HTTP {status}" in result.stderr and mend in result.stderr and "→" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["run"],
        ["run", "a.txt", "--nosuch"],
        ["run", "a.txt", "--format", "pdf"],
        ["run", "a.txt", "--strategy", "guess"],
        ["nosuch"],
        ["validate"],
        ["run", "a.txt", "--schema", "nosuch"],
        ["run", "a.txt", "--schema", "nosuch.py:Class"],
        ["run", "a.txt", "--model", ""],
        ["run", "a.txt", "--base-url", "http://127.0.0.1:1/v1"],
        ["run", "a.txt", "--model", "m", "--base-url", "example"],
        ["run", "a.txt", "--model", "nosuch.gguf"],
        ["run", "a.txt", "--model", "a.txt.gguf"],
    ],
)
def test_wrong_usage_is_1(args: list[str]) -> None:
    """Wrong usage and wrong settings end with 1, with words and without a traceback; nothing is printed as a result."""
    write("a.txt", "a.txt.gguf")
    result = program(*args)
    assert result.exit_code == 1
    assert (result.stderr or result.stdout).strip() and "Traceback" not in result.output
    assert not args or result.stdout == ""


def test_a_hosted_model_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere a key is needed; another company's does not count, and nothing is sent."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-velmora-4711")
    result = program("run", *write("a.txt"), "--model", "m", "--base-url", "https://llm.example.com/v1")
    assert result.exit_code == 1
    assert "llm.example.com needs a key" in result.stderr and "→ set SUMMARIZER_API_KEY" in result.stderr
    assert "sk-velmora-4711" not in result.output


def test_verbose_says_what_is_waited_for(run: Run, server: ScriptedServer) -> None:
    """With -v it is told what is tried again and why; without, only results and failures are."""
    server.plan(Action(status=500, headers={"Retry-After": "0"}, message="cold\x1b[2J boiler"))
    result = run(*write("a.txt"))
    assert result.exit_code == 0 and "boiler" not in result.stderr


# Nobody is asked who was not named.


class Unreachable:
    """A source of weights behind a network that is not there."""

    label = "the hub"

    def where(self, _: object) -> str:
        return "the hub (far away)"

    def spare_bytes(self, _: object) -> int:
        return 0

    def fetch(self, *_: object) -> None:
        raise FetchError("no route")


def test_the_default_asks_no_endpoint(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever OpenAI's variables say, the default is the embedded model; without weights that is told."""
    monkeypatch.setattr(weights, "HubSource", Unreachable)
    monkeypatch.setattr(weights, "MirrorSource", Unreachable)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-velmora-4711")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_BASE", server.base_url)
    monkeypatch.setenv("HTTP_PROXY", server.base_url)
    result = program("run", *write("a.txt"), "-o", "out")
    assert result.exit_code == 1
    assert "the weights of the embedded model" in result.stderr and "no route" in result.stderr
    assert "--model /path/to/file.gguf" in result.stderr and "--base-url" in result.stderr
    assert server.requests == [] and "sk-velmora-4711" not in result.output


def test_nothing_is_fetched_for_a_source_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded model is fetched when there is something to read, not before."""
    monkeypatch.setattr(weights, "HubSource", Unreachable)
    monkeypatch.setattr(weights, "MirrorSource", Unreachable)
    result = program("run", "nosuch.txt")
    assert result.exit_code == 3 and "the hub" not in result.output


# Hostile names, texts and servers.

EVIL = "Velmora\x1b[2J sold Drovia \u202etwelve\x9b31m patrol boats\u2066 in\x85March \u2028 and \x7fleft.\n"


@pytest.mark.parametrize("format", ["json", "md", "text"])
def test_hostile_text_does_not_act(run: Run, server: ScriptedServer, format: str) -> None:
    """No control character of an article or of an answer reaches standard output or standard error."""
    item = {
        "description": "patrol boats",
        "quantity": "twelve\x9b31m",
        "supplier": "\x1b]0;x\x07",
        "status": "delivered",
        "quotes": [EVIL.strip(), "\u202e"],
        "\x1b[31m": "\x9b",
    }
    server.otherwise(lambda _: Action(content=json.dumps({"items": [item, "\x1b[2J"], "\x1b": 1})))
    result = run(*write("a.txt", text=EVIL), "--format", format)
    assert result.exit_code == 0
    assert acting(result.stdout) == [] and acting(result.stderr) == []
    if format == "json":
        quote = json.loads(result.stdout)["items"][0]["evidence"][0]["quote"]
        assert quote in EVIL and "\x1b" in quote, "escaped in JSON, not changed"


@pytest.mark.parametrize("name", ["\x1b[2Jevil.txt", "evil\r\n.txt", "evil\u202etxt.exe", "a\x9b31m.txt", "\x07"])
@pytest.mark.parametrize("where", [["-o", "out"], ["--format", "text"]])
def test_hostile_names_do_not_act(run: Run, name: str, where: list[str]) -> None:
    """The name of a file is shown so that it can't act, and the brief's file is called so too."""
    result = run(*write(name), "nosuch" + name, *where)
    assert result.exit_code == 2
    assert acting(result.stdout) == [] and acting(result.stderr) == []
    assert "nosuch" in result.stderr
    assert all(acting(p.name) == [] for p in Path().glob("out/*"))


def test_hostile_words_of_a_server_do_not_act(run: Run, server: ScriptedServer) -> None:
    """What an endpoint says in an error is shown so that it can't act."""
    server.otherwise(lambda _: Action(status=418, message="\x1b[2J\u202eteapot"))
    result = run(*write("a.txt"), "-v")
    assert result.exit_code == 3 and "teapot" in result.stderr and acting(result.stderr) == []


def test_hostile_arguments_do_not_act() -> None:
    """Wrong usage is told without what its words could do."""
    for args in (["validate", "a", "b", "\x1b[2Jc"], ["\x1b[2J"], ["run", "a", "--\x1b[2J"], ["validate", "\x1b[2J"]):
        result = program(*args)
        assert result.exit_code in {1, 2} and acting(result.output) == []


# Checking a brief.


@pytest.fixture
def brief(run: Run) -> dict[str, Any]:
    """A good brief, at good.json, of the article at a.txt."""
    result = run(*write("a.txt"))
    Path("good.json").write_text(result.stdout, encoding="utf-8")
    data: dict[str, Any] = json.loads(result.stdout)
    return data


@pytest.mark.usefixtures("brief")
def test_a_good_brief_is_valid() -> None:
    """A brief that the program wrote is valid, by itself and against its article; nothing is on standard output."""
    for args in (["good.json"], ["good.json", "a.txt"]):
        result = program("validate", *args)
        assert (result.exit_code, result.stdout) == (0, "") and "valid" in result.stderr
    assert "not checked" in program("validate", "good.json").stderr


def test_a_damaged_brief_is_told(brief: dict[str, Any]) -> None:
    """Each fault is a line on standard output with its place, and the exit code is 2."""
    brief["items"][0]["evidence"][0]["start"] += 1
    del brief["ledger"]
    Path("bad.json").write_text(json.dumps(brief), encoding="utf-8")
    result = program("validate", "bad.json", "a.txt")
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert any("ledger" in x for x in lines) and any("$.items[0].evidence[0]" in x for x in lines)
    assert f"bad.json: {len(lines)} problems" in result.stderr


@pytest.mark.usefixtures("brief")
def test_a_brief_of_another_article_is_told() -> None:
    """Against another article the digest and the spans don't fit."""
    result = program("validate", "good.json", *write("b.txt", text=DULL))
    assert result.exit_code == 2 and "$.article.sha256" in result.stdout


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b"{}"])
def test_what_is_no_brief_is_told(content: bytes) -> None:
    """A file that is no JSON, or JSON of another shape, is told in words."""
    Path("bad.json").write_bytes(content)
    result = program("validate", "bad.json")
    assert result.exit_code == 2 and "bad.json" in result.stderr


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("args", [["nosuch.json"], ["."], ["good.json", "nosuch.txt"]])
def test_a_file_that_is_not_there(args: list[str]) -> None:
    """A brief or an article that can't be read is told with its name."""
    result = program("validate", *args)
    assert result.exit_code == 2 and args[-1] in result.stderr


# The rest.


def test_the_version() -> None:
    """The version is that of the distribution."""
    result = program("--version")
    assert (result.exit_code, result.stdout.strip()) == (0, f"spanbrief {__version__}")


@pytest.mark.parametrize("args", [["--help"], ["run", "-h"], ["validate", "--help"], ["model", "--help"]])
def test_help_shows_how_it_ends(args: list[str]) -> None:
    """Every command has help; that of the program and of run tells the exit codes."""
    result = program(*args)
    assert result.exit_code == 0 and "Usage: " in result.stdout
    assert args[0] in {"validate", "model"} or "130" in result.stdout


def test_the_model_is_not_there_yet() -> None:
    """With an empty cache the state of the model is told, for people and for programs; nothing is fetched."""
    said, facts = program("model", "status"), program("model", "status", "--json")
    assert (said.exit_code, facts.exit_code) == (0, 0)
    assert "not there yet" in said.stdout and "home/cache/summarizer" in said.stdout
    data = json.loads(facts.stdout)
    assert (data["present"], data["bytes"], data["sources"]) == (False, 0, [])
    assert not Path("../home/cache/summarizer").exists()


def test_a_schema_of_ones_own(run: Run, server: ScriptedServer) -> None:
    """One's own schema file is used, and it is told that it is run."""
    Path("mine.py").write_text(
        "from typing import Annotated\n"
        "from summarizer import Claim, Free, Report\n"
        "class Rain(Claim):\n"
        "    '''Rain.'''\n"
        "    where: Annotated[str, Free('Where.')]\n"
        "class Weather(Report):\n"
        "    '''Weather.'''\n"
        "    schema_id = 'weather/1'\n"
        "    rains: list[Rain] = []\n"
    )
    server.plan(Action(content='{"rains": [{"where": "in Astrin", "quotes": ["It rained in Astrin"]}]}'))
    result = run(*write("a.txt", text=DULL), "--schema", "mine.py:Weather")
    assert result.exit_code == 0 and "mine.py" in result.stderr
    data = json.loads(result.stdout)
    assert (data["schema"], data["rains"][0]["where"]) == ("weather/1", "in Astrin")
