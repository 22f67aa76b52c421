"""`summarizer prompt`, and a prompt of one's own wherever a model is asked: run, resume, recheck, recordings, batches."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer import summarize
from summarizer.batch.many import summarize_many
from summarizer.chat import ChatRequest
from summarizer.cli import app
from summarizer.errors import PromptError
from summarizer.prompt_file import MAX_TEMPLATE
from summarizer.settings import load_settings
from summarizer.store import read_brief
from tests.batch_server import BatchServer
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

TEXT = "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"
BOATS = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "quotes": ["Velmora sold Drovia twelve patrol boats in March"],
}
PROMPT = """---
name: mine
version: 3
variables: [article, mark]
---
Find boats.
{{ mark }}
{{ article }}
{{ mark }}
"""


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def words(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def folder(alone: Path) -> Path:
    (alone / "story.txt").write_text(TEXT, encoding="utf-8")
    (alone / "mine.md").write_text(PROMPT, encoding="utf-8")
    return alone


@pytest.fixture
def answering(server: ScriptedServer) -> ScriptedServer:
    server.otherwise(lambda _: Action(content=json.dumps({"items": [BOATS]})))
    return server


def run(server: ScriptedServer, *more: object) -> Result:
    return program("run", "story.txt", "--model", "m", "--base-url", server.base_url, "--format", "json", *more)


def said(server: ScriptedServer) -> str:
    message = server.requests[-1].body["messages"][0]["content"]
    assert isinstance(message, str)
    return message


@pytest.mark.parametrize("place", ["flag", "variable", "file"])
def test_a_run_asks_with_it_and_the_brief_names_it(
    folder: Path, answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """From a flag, the environment or summarizer.toml, the prompt is what is sent, and stands in the provenance."""
    if place == "variable":
        monkeypatch.setenv("SUMMARIZER_PROMPT", "mine.md")
    if place == "file":
        (folder / "summarizer.toml").write_text('prompt = "mine.md"\n')
    result = run(answering, *(["--prompt", "mine.md"] if place == "flag" else []))
    assert result.exit_code == 0, result.output
    assert said(answering).startswith("Find boats.\n=====ARTICLE-")
    made = json.loads(result.stdout)["provenance"]
    assert made["prompt"] == "mine/3"
    [told] = json.loads(program("prompt", "check", "mine.md", "--json").stdout)
    assert made["prompt_sha256"] == told["prompt_sha256"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PROMPT.replace("version: 3", "versoin: 3"), "did you mean `version`?"),
        (PROMPT.replace("{{ article }}", "{{ artcle }}"), "did you mean `article`?"),
        (PROMPT.replace("[article, mark]", "[article, mark, temperature]"), "wants `temperature`"),
        (PROMPT.replace("version: 3", "version: 3\nschema: weather"), "for the schema weather"),
        (PROMPT.replace("version: 3", "version: 3\nstrategy: sentence-wise"), "for the strategy sentence-wise"),
        ("x" * (MAX_TEMPLATE + 1), "more than"),
        ("no front matter", "no front matter"),
    ],
)
def test_nothing_is_asked_of_what_can_not_be_used(
    folder: Path, answering: ScriptedServer, text: str, told: str
) -> None:
    """A prompt that does not fit ends the run with 1 before anything is sent or written."""
    (folder / "mine.md").write_text(text, encoding="utf-8")
    result = run(answering, "--prompt", "mine.md", "-o", "briefs")
    assert result.exit_code == 1 and told in words(result) and "mine.md" in result.output
    assert answering.requests == []
    assert not (folder / "briefs").exists() or not list((folder / "briefs").glob("*.json"))


@pytest.mark.parametrize("name", ["nosuch.md", "nosuch", ".", "\0.md"])
def test_no_such_file(folder: Path, name: str) -> None:
    """A prompt that can't be read is told with where it was named."""
    with pytest.raises(PromptError, match="--prompt: no prompt at"):
        load_settings(prompt=name)


def test_a_changed_prompt_is_asked_anew(folder: Path, answering: ScriptedServer) -> None:
    """What has its brief by the same prompt is not asked again; by another version of it, it is."""
    asked = []
    for text in (PROMPT, PROMPT, PROMPT.replace("Find boats.", "Find all boats."), PROMPT):
        (folder / "mine.md").write_text(text, encoding="utf-8")
        assert run(answering, "--prompt", "mine.md", "-o", "briefs").exit_code == 0
        asked.append(len(answering.requests))
    assert asked == [1, 1, 2, 3]
    runs = sqlite3.connect(folder / "briefs" / "briefs.sqlite")
    assert {prompt for (prompt,) in runs.execute("SELECT prompt FROM runs")} == {"mine/3"}
    runs.close()


def test_a_library_takes_it_too(folder: Path, answering: ScriptedServer) -> None:
    """`summarize` and `summarize_many` take a path, and the brief names the prompt."""
    import asyncio

    asked: dict[str, Any] = {"model": "m", "base_url": answering.base_url, "prompt": folder / "mine.md"}
    assert summarize("story.txt", **asked).provenance.prompt == "mine/3"

    async def many() -> list[Any]:
        return [result async for result in summarize_many(["story.txt"], **asked)]

    [result] = asyncio.run(many())
    assert result.brief.provenance.prompt == "mine/3"
    with pytest.raises(PromptError, match="schema"):
        (folder / "mine.md").write_text(PROMPT.replace("version: 3", "version: 3\nschema: other"))
        summarize("story.txt", **asked)


def test_a_recording_is_of_its_prompt(folder: Path, answering: ScriptedServer) -> None:
    """A recorded run repeats with its prompt, byte for byte, and is refused without it or after a change."""
    recorded = run(answering, "--prompt", "mine.md", "--record", "kept")
    again = program("run", "story.txt", "--prompt", "mine.md", "--replay", "kept", "--format", "json")
    assert again.exit_code == 0 and again.stdout == recorded.stdout
    without = program("run", "story.txt", "--replay", "kept", "--format", "json")
    assert without.exit_code != 0 and "mine/3" in words(without)
    (folder / "mine.md").write_text(PROMPT.replace("boats", "ships"))
    changed = program("run", "story.txt", "--prompt", "mine.md", "--replay", "kept", "--format", "json")
    assert changed.exit_code != 0 and "changed since" in words(changed)


def test_recheck_knows_what_it_needs_the_prompt_for(folder: Path, answering: ScriptedServer) -> None:
    """Whole articles are judged anew without the prompt, or with it; another prompt is refused."""
    run(answering, "--prompt", "mine.md", "-o", "briefs")
    assert program("recheck", "briefs/story.json").exit_code == 0
    assert program("recheck", "briefs/story.json", "--prompt", "mine.md").exit_code == 0
    (folder / "mine.md").write_text(PROMPT.replace("version: 3", "version: 4"))
    other = program("recheck", "briefs/story.json", "--prompt", "mine.md")
    assert other.exit_code == 2 and "mine/4, and the brief was made with mine/3" in words(other)
    assert read_brief(folder / "briefs" / "story.json").provenance.prompt == "mine/3"


def test_recheck_by_sentences_asks_for_the_prompt(folder: Path, server: ScriptedServer) -> None:
    """A sentence-wise prompt says how sure a model must be: without it a brief can't be judged anew."""
    (folder / "story.txt").write_text(
        "It was the first deal of the two states, and the ministers were there for it. Velmora shipped twelve patrol boats to "
        "Drovia in March. The boats are in the port of the capital, where they were seen on Monday by those who live there.\n",
        encoding="utf-8",
    )
    program("prompt", "new", "small.md", "--strategy", "sentence-wise")
    text = (folder / "small.md").read_text(encoding="utf-8")
    (folder / "small.md").write_text(text.replace("whole: 0.08", "whole: 0.01"), encoding="utf-8")
    server.otherwise(lambda _: Action(content="none", top=[("item", -4.0), ("none", -0.02)]))
    result = run(server, "--strategy", "sentence-wise", "--prompt", "small.md", "-o", "briefs")
    assert result.exit_code == 0, result.output
    brief = read_brief(folder / "briefs" / "story.json")
    assert brief.provenance.prompt == "small/1" and len(brief.facts["items"]) == 1
    without = program("recheck", "briefs/story.json")
    assert without.exit_code == 2 and "--prompt FILE.md" in words(without)
    with_it = program("recheck", "briefs/story.json", "--prompt", "small.md", "--json")
    assert with_it.exit_code == 0 and json.loads(with_it.stdout)["changed"] is False


def test_a_batch_keeps_the_prompt_that_it_was_submitted_with(folder: Path) -> None:
    """The prompt travels with the queue: what becomes of the file until the answers are there changes nothing."""
    with BatchServer() as server:
        server.answer = lambda _: json.dumps({"items": [BOATS]})
        asked = ("--model", "m", "--base-url", server.base_url)
        sent = program("batch", "submit", "story.txt", "-o", "briefs", "--prompt", "mine.md", *asked)
        assert sent.exit_code == 0, sent.output
        (folder / "mine.md").unlink()
        server.run("completed")
        collected = program("batch", "collect", "-o", "briefs", "--base-url", server.base_url)
        assert collected.exit_code == 0, collected.output
    assert read_brief(folder / "briefs" / "story.json").provenance.prompt == "mine/3"


# The command itself.


def test_new_check_show(folder: Path) -> None:
    """A prompt is begun, found sound and shown in three commands; a file that is there is left alone."""
    for strategy in ("whole-article", "sentence-wise"):
        name = f"prompts/{strategy}.md"
        assert program("prompt", "new", name, "--strategy", strategy).exit_code == 0
        before = (folder / name).read_bytes()
        again = program("prompt", "new", name)
        assert again.exit_code == 1 and "is there already" in words(again)
        assert (folder / name).read_bytes() == before
        checked = program("prompt", "check", name)
        assert checked.exit_code == 0 and f"{strategy}/1, {strategy}, trade_brief/1" in words(checked)
        shown = program("prompt", "show", name)
        assert shown.exit_code == 0 and "Borodan Shipping" in shown.stdout
    assert program("prompt", "new", "mine").exit_code == 1


def test_show_is_what_is_sent(folder: Path, answering: ScriptedServer) -> None:
    """The messages that are shown are those that a run sends, letter by letter."""
    run(answering, "--prompt", "mine.md")
    shown = json.loads(program("prompt", "show", "mine.md", "--article", "story.txt", "--json").stdout)
    assert [q["messages"] for q in shown] == [answering.requests[-1].body["messages"]]
    assert said(answering) in program("prompt", "show", "mine.md", "--article", "story.txt").stdout


@pytest.mark.parametrize("name", ["whole_article", "sentence_wise", "parties", "reask", "summary"])
def test_every_built_in_prompt_can_be_seen(folder: Path, name: str) -> None:
    """Each prompt that ships is shown as it is sent about the example article."""
    shown = program("prompt", "show", name)
    assert shown.exit_code == 0 and "── " in shown.stdout and len(shown.stdout) > 500


def test_show_follows_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name the prompt of the settings is shown."""
    assert "one sentence at a time" in program("prompt", "show").stdout
    assert "fill a JSON object" in program("prompt", "show", "--strategy", "whole-article").stdout
    monkeypatch.setenv("SUMMARIZER_PROMPT", "mine.md")
    assert "Find boats." in program("prompt", "show").stdout
    assert program("prompt", "show", "mine.md", "--strategy", "sentence-wise").exit_code == 1


def test_show_does_not_act_on_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the control characters of an article are shown as such."""
    (folder / "story.txt").write_text("Velmora \x1b[2Jsold boats.\n")
    monkeypatch.setattr("summarizer.commands.prompt.on_terminal", lambda: True)
    shown = program("prompt", "show", "mine.md", "--article", "story.txt").stdout
    assert "Find boats." in shown and "\x1b" not in shown


def test_check_says_what_is_wrong_with_each(folder: Path) -> None:
    """Several prompts are checked in one go; one that can't be used ends it with 1, for people and for programs."""
    (folder / "bad.md").write_text(PROMPT.replace("{{ mark }}", "", 1))
    checked = program("prompt", "check", "mine.md", "bad.md", "nosuch.md")
    assert checked.exit_code == 1
    assert "mine.md can be used: mine/3" in checked.output and "not between two marks" in words(checked)
    told = json.loads(program("prompt", "check", "mine.md", "bad.md", "--json").stdout)
    assert [one["fits"] for one in told] == [True, False] and told[1]["mend"]


def test_an_example_that_teaches_what_is_not_there(folder: Path) -> None:
    """The quote and the passage nearest to it are named."""
    examples = (
        "examples:\n  - article: Kessel sold Orrin 40 trucks.\n    reply: {items: [{quotes: [Kessel sold Orrin 50 trucks], "
        "description: trucks, status: delivered}]}\n"
    )
    text = PROMPT.replace("[article, mark]\n", f"[article, mark, examples]\n{examples}")
    (folder / "mine.md").write_text(text + "{% for e in examples %}{{ e.article }}{{ e.reply }}{% endfor %}")
    checked = words(program("prompt", "check", "mine.md"))
    assert "'Kessel sold Orrin 50 trucks' does not stand in its article" in checked
    assert "nearest: 'Kessel sold Orrin 40 trucks.'" in checked


def test_a_prompt_for_a_schema_that_is_not_built_in(folder: Path) -> None:
    """Which schema a prompt is checked by is what it names, where nobody says otherwise."""
    (folder / "mine.md").write_text(PROMPT.replace("version: 3", "version: 3\nschema: weather"))
    assert "--schema FILE.py:CLASS" in words(program("prompt", "check", "mine.md"))
    (folder / "weather.py").write_text(
        "from typing import Annotated\nfrom summarizer import Claim, Copied, Report\n\n"
        "class Storm(Claim):\n    '''A storm.'''\n    place: Annotated[str, Copied('Where.')]\n\n"
        "class Weather(Report):\n    '''Weather.'''\n    schema_id = 'weather/1'\n    storms: list[Storm] = []\n"
    )
    checked = program("prompt", "check", "mine.md", "--schema", "weather.py:Weather")
    assert checked.exit_code == 0 and "weather/1" in checked.output


def test_questions_are_plain_values(folder: Path) -> None:
    """What programs get has every message, and the form of the answer."""
    shown = json.loads(program("prompt", "show", "sentence_wise", "--json").stdout)
    assert {q["tag"].split("/")[0] for q in shown} == {"gate", "sort"}
    assert set(shown[0]) <= set(ChatRequest.__dataclass_fields__)
