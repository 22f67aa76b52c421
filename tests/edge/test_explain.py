"""Explaining a fact: its words in their sentence, every rule that was tried, and nothing that acts on a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer.article import load
from summarizer.cli import app
from summarizer.errors import BriefInvalid, UsageError
from summarizer.explain import explain
from summarizer.export.explanation import render_explanation
from summarizer.export.view import MEANINGS
from summarizer.judge import support
from summarizer.judge.context import Case, Outcome
from summarizer.schema import find_schema
from summarizer.store import read_brief
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

TRADE = find_schema("trade_brief")
CODES = """quote_not_found quote_ambiguous no_quote number_not_in_evidence name_not_in_evidence content_not_in_evidence
polarity modality direction speaker pronoun duplicate date_doubtful schema_invalid reply_invalid_json reply_truncated
reply_refused reply_empty reply_wrapped instruction_like_text suspiciously_empty http_error deadline budget
source_unreadable not_recorded""".split()
TEXT = (
    "Rain fell on Astrin. Velmora plans to sell Drovia twelve patrol boats, its Navy Ministry said on Monday. Drovia "
    "imposed sanctions on Tarn in June.\n"
)
BOATS = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "date": "1999",
    "quotes": ["Velmora plans to sell Drovia twelve patrol boats"],
}
SANCTION = {
    "target": "Tarn",
    "authority": "Drovia",
    "status": "imposed",
    "quotes": ["Drovia imposed sanctions on Tarn in June"],
}
INVENTED = {**SANCTION, "quotes": ["Drovia imposed new sanctions on Tarn in June"]}


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def words(result: Result) -> str:
    return " ".join(result.output.split())


def made(server: ScriptedServer, *facts: tuple[str, dict[str, Any]], text: str = TEXT) -> Path:
    Path("story.txt").write_text(text, encoding="utf-8", newline="")
    lists: dict[str, list[dict[str, Any]]] = {}
    for kind, fact in facts:
        lists.setdefault(kind, []).append(fact)
    server.otherwise(lambda _: Action(content=json.dumps(lists)))
    flags = ("--model", "scripted", "--base-url", server.base_url, "-o", "out")
    assert program("run", "story.txt", *flags).exit_code == 0
    return Path("out/story.json")


@pytest.fixture
def brief(alone: Path, server: ScriptedServer) -> Path:
    """A brief with an item that is doubted, a sound sanction and a ledger; its record beside it."""
    return made(server, ("items", BOATS), ("sanctions", SANCTION), ("sanctions", INVENTED))


def test_a_fact_with_its_sentence_and_rules(brief: Path) -> None:
    """The fact, the quote marked within its own sentence, and each rule with its outcome and words."""
    result = program("explain", brief, "items/0")
    said = words(result)
    assert result.exit_code == 0
    assert "FLAGGED" in result.stdout and "! modality: " in result.stdout
    assert "21–69 ⟦Velmora plans to sell Drovia twelve patrol boats⟧, its Navy Ministry said on Monday." in said
    assert "Astrin" not in said and "Tarn" not in said
    for rule, outcome in (("locate", "✓ ok"), ("names", "✓ ok"), ("numbers", "✓ ok"), ("modality", "! flagged")):
        assert f"{outcome} {rule} " in said
    assert "(modality)" in said and "the source says so, not that it is true" in said


def test_by_id_code_or_place(brief: Path) -> None:
    """A fact may be named by its place, by its id, or by the code that the views give it, in either case."""
    first = program("explain", brief, "sanctions/0").stdout
    fact = read_brief(brief)["sanctions"][0]
    assert fact.id in first
    for name in (fact.id, "S1", "s1", "/sanctions/0/"):
        assert program("explain", brief, name).stdout == first


@pytest.mark.parametrize(
    "name", ["items/9", "items", "items/-1", "items/٣", "ledger/999", "x/0", "", "I9", "items/0/x"]
)
def test_what_is_not_there(brief: Path, name: str) -> None:
    """A name of nothing is wrong usage, and the message says what there is."""
    result = program("explain", brief, name)
    assert result.exit_code == 1 and not result.stdout
    assert "items/0…0" in result.stderr and "ledger/0…" in result.stderr


def test_a_line_of_the_ledger(brief: Path) -> None:
    """A line of the ledger is said in words, with what it is about and the passage of the article that is nearest."""
    ledger = read_brief(brief).ledger
    at = next(i for i, line in enumerate(ledger) if line.code == "quote_not_found")
    result = program("explain", brief, f"ledger/{at}")
    said = words(result)
    assert result.exit_code == 0
    assert said.startswith(f"ledger/{at} quote_not_found")
    assert "stands nowhere in the article" in said and "quote Drovia imposed new sanctions on Tarn" in said
    assert "⟦Drovia imposed sanctions on Tarn in June.⟧" in said
    assert "RULES" not in said


def test_a_line_with_a_quote_is_shown_in_its_sentence(brief: Path) -> None:
    """Where the words of a line stand in the article, they are marked in their sentence."""
    ledger = read_brief(brief).ledger
    at = next(i for i, line in enumerate(ledger) if line.path == "items/0/date")
    said = words(program("explain", brief, f"ledger/{at}"))
    assert "1999" in said and "⟦Velmora plans to sell Drovia twelve patrol boats⟧, its Navy Ministry" in said


def test_every_code_has_words() -> None:
    """Each code of the contract is said in words."""
    assert set(CODES) <= set(MEANINGS)


def test_json_for_programs(brief: Path) -> None:
    """--json gives the fact, the passages with their offsets and the outcomes, whole."""
    data = json.loads(program("explain", brief, "items/0", "--json").stdout)
    text = load("story.txt").text
    (passage,) = data["passages"]
    assert text[passage["start"] : passage["end"]] == passage["quote"] and passage["stands"] is True
    assert passage["sentence"] == TEXT[21 : TEXT.index(" Drovia imposed")]
    assert data["fact"]["id"] == read_brief(brief)["items"][0].id and data["agrees"] is True
    assert {"rule", "field", "value", "result", "code", "words"} == set(data["rules"][0])
    assert [r["code"] for r in data["rules"] if r["result"] == "flag"] == ["modality"]
    line = json.loads(program("explain", brief, "ledger/0", "--json").stdout)
    assert line["meaning"] == MEANINGS[line["line"]["code"]] and "rules" not in line


def test_without_the_article(brief: Path) -> None:
    """Without a record the brief's own context is shown, no rule is said to have passed, and the way on is named."""
    alone = Path("alone.json")
    alone.write_bytes(brief.read_bytes())
    result = program("explain", alone, "items/0")
    said = words(result)
    assert result.exit_code == 2
    assert "AS THE BRIEF HAS IT" in said and "The rules were not tried" in said and "✓" not in said
    assert "summarizer explain alone.json items/0 ARTICLE" in said
    data = json.loads(program("explain", alone, "items/0", "--json").stdout)
    assert data["rules"] is None and data["agrees"] is None and data["passages"][0]["stands"] is None
    given = program("explain", alone, "items/0", "story.txt")
    assert given.exit_code == 0 and given.stdout == program("explain", brief, "items/0").stdout


def test_another_article_is_refused(brief: Path) -> None:
    """An article with another text is not taken for the one of the brief."""
    Path("other.txt").write_text(TEXT.replace("twelve", "thirteen"))
    result = program("explain", brief, "items/0", "other.txt")
    assert result.exit_code == 2 and not result.stdout and "is not the one" in result.stderr


def test_words_that_are_not_there(brief: Path) -> None:
    """A brief whose offsets were tampered with is shown to have words that the article does not have."""
    data = json.loads(brief.read_text("utf-8"))
    data["items"][0]["evidence"][0]["start"] -= 5
    brief.write_text(json.dumps(data))
    result = program("explain", brief, "items/0")
    assert "THE ARTICLE DOES NOT HAVE THESE WORDS HERE" in words(result)


def test_rules_that_have_changed(brief: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rules of now say something else than the brief, that is told with the way to see it all."""

    def doubt(case: Case) -> list[Outcome]:
        return [Outcome("new", "target", "flag", "pronoun", "a new doubt", "Tarn")]

    monkeypatch.setattr(support, "SOFT", (*support.SOFT, doubt))
    said = words(program("explain", brief, "sanctions/0"))
    assert "SUPPORTED" in said and "! flagged new target: Tarn a new doubt (pronoun)" in said
    assert "the rules call it flagged" in said and "recheck" in said


def test_hostile_words_stay_words(alone: Path, server: ScriptedServer) -> None:
    """Escape sequences, markup and marks that turn text round are shown, and act on nothing."""
    hostile = "\x1b]0;evil\x07patrol \x1b[31mboats [bold]now[/bold] \u202etxt"
    item = {"description": hostile, "status": "unknown", "quotes": [f"Velmora sold {hostile}"]}
    path = made(server, ("items", item), text=f"Velmora [red]sold[/red]\x1b[2J it. Velmora sold {hostile} in March.\n")
    result = program("explain", path, "items/0")
    assert result.exit_code == 0
    assert not any(c in result.output for c in "\x1b\x07\u202e")
    assert "[bold]now[/bold]" in words(result) and "<U+001B>" in result.output


def test_a_quote_within_a_word_wrapped_sentence(alone: Path, server: ScriptedServer) -> None:
    """Line ends between a quote and its sentence become one space, and words are not glued together."""
    text = "On Monday\r\nVelmora sold\r\nDrovia boats\r\nfor nothing.\n"
    item = {"description": "boats", "status": "unknown", "quotes": ["Velmora sold Drovia boats"]}
    path = made(server, ("items", item), text=text)
    assert "On Monday ⟦Velmora sold Drovia boats⟧ for nothing." in words(program("explain", path, "items/0"))


def test_a_long_sentence_is_cut_round_the_quote(alone: Path, server: ScriptedServer) -> None:
    """Of an endless sentence what stands round the quote is shown."""
    text = f"{'and so on ' * 300}Velmora sold boats {'and so forth ' * 300}.\n"
    item = {"description": "boats", "status": "unknown", "quotes": ["Velmora sold boats"]}
    path = made(server, ("items", item), text=text)
    said = program("explain", path, "items/0").stdout
    assert "…" in said and "⟦Velmora sold boats⟧" in " ".join(said.split()) and len(said) < 4000


def test_colour_marks_the_quote(brief: Path) -> None:
    """On a terminal the quote stands out by its style, and no brackets are put round it."""
    explanation = explain(read_brief(brief), TRADE, "items/0", load("story.txt"))
    coloured = render_explanation(explanation, color=True)
    assert "\x1b[1;7mVelmora plans to sell" in coloured and "⟦" not in coloured


def test_as_a_library(brief: Path) -> None:
    """Programs get the same as values, and errors that say what is wrong."""
    one = read_brief(brief)
    article = load("story.txt")
    found = explain(one, TRADE, "sanctions/0", article)
    assert found.fact == found.now == one["sanctions"][0] and found.agrees and found.line is None
    with pytest.raises(UsageError):
        explain(one, TRADE, "nothing/0", article)
    Path("b.txt").write_text("Another text.")
    with pytest.raises(BriefInvalid):
        explain(one, TRADE, "items/0", load("b.txt"))
