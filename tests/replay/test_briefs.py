"""Every example article, from its file to its brief, by library and by command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from summarizer import Brief, load, summarize, validate
from summarizer.cli import app
from tests.replay.conftest import ARTICLES

NAMES = sorted(p.name for p in ARTICLES.iterdir() if p.suffix in {".txt", ".html"})
LISTS = ("items", "compensation", "sanctions", "denials")


@pytest.mark.parametrize("name", NAMES, ids=[n.partition(".")[0] for n in NAMES])
def test_brief(name: str, answers: Any) -> None:
    """The brief is valid by its schema, and every span of it is the article's own characters."""
    article = load(ARTICLES / name)
    brief = summarize(article)
    assert validate(json.loads(brief.to_json()), article) == []
    assert Brief.from_dict(json.loads(brief.to_json())) == brief
    assert len(brief["actors"]) >= 2
    assert brief.provenance.model == "local"
    assert brief.provenance.endpoint_host is None
    assert brief.provenance.cached_tokens > 0.5 * brief.provenance.prompt_tokens
    if name == "reef-chart.txt":
        assert sum(len(brief[k]) for k in LISTS) <= 3
    else:
        assert any(brief[k] for k in LISTS)


def test_command_line_text(answers: Any) -> None:
    """The readable view has the facts, their quotes with offsets, the ledger and the sentence about trust."""
    result = CliRunner().invoke(app, ["run", str(ARTICLES / "harbour-deal.txt"), "--format", "text"])
    assert result.exit_code == 0, result.output
    article = load(ARTICLES / "harbour-deal.txt")
    for words in ("ACTORS", "ITEMS", "SANCTIONS", "LEDGER", "the source says so, not that it is true"):
        assert words in result.stdout
    assert article.title is not None
    assert article.title in result.stdout
    assert "nothing left this machine" in " ".join(result.stdout.split())


def test_command_line_folder(answers: Any, tmp_path: Path) -> None:
    """With -o a run leaves a brief that ``validate`` accepts, and what is needed to judge it anew."""
    source = ARTICLES / "harbour-deal.txt"
    runner = CliRunner()
    assert runner.invoke(app, ["run", str(source), "-o", str(tmp_path)]).exit_code == 0
    written = tmp_path / "harbour-deal.json"
    assert runner.invoke(app, ["validate", str(written), str(source)]).exit_code == 0
    sha256 = json.loads(written.read_text("utf-8"))["article"]["sha256"]
    record = tmp_path / ".summarizer" / sha256
    assert (record / "text.txt").read_bytes().decode("utf-8") == load(source).text
    assert json.loads((record / "replies.json").read_text("utf-8"))
