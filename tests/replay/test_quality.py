"""The quality gate: what the recorded answers are worth, measured by our own gold, must not fall below what it was.

The floors stand in ``floors.toml``, pinned to a digest of the gold; ``make floors`` raises them, nothing lowers them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarizer import load, summarize
from summarizer.evaluate import Evaluation, Floors, evaluate, load_gold, read_floors
from summarizer.schema import find_schema
from tests import recording
from tests.replay.conftest import ARTICLES

FLOORS = Path(__file__).parent / "floors.toml"
GOLD = ARTICLES.parent / "gold"
SCHEMA = find_schema("trade_brief")
RAISE = bool(os.environ.get("SUMMARIZER_RAISE_FLOORS"))  # read before tests get an environment of their own


def measured() -> tuple[Evaluation, str]:
    """The briefs that the recorded answers make, scored; and the digest of the gold."""
    corpus = load_gold(GOLD, SCHEMA)
    briefs = {}
    for document in corpus.documents:
        article = next(p for p in ARTICLES.iterdir() if p.stem == document.name and p.suffix in {".txt", ".html"})
        with recording.cassette("test_briefs", f"test_brief_{document.name}"):
            briefs[document.name] = summarize(load(article))
    return evaluate(corpus.documents, briefs, SCHEMA), corpus.sha256


@pytest.mark.skipif(recording.RECORD, reason="answers are being recorded, not measured")
def test_no_figure_is_below_its_floor(no_server: None) -> None:
    """F1 of every list and their mean are at least what was pinned, and all evidence is the source's own words."""
    evaluation, sha256 = measured()
    now = Floors.of(evaluation, sha256)
    if RAISE:
        known = read_floors(FLOORS.read_text("utf-8"), "toml", SCHEMA) if FLOORS.is_file() else now
        known = known if known.corpus_sha256 == sha256 else now
        FLOORS.write_text(known.raised(now).to_text("toml"), encoding="utf-8", newline="\n")
    floors = read_floors(FLOORS.read_text("utf-8"), "toml", SCHEMA)
    floors.check(SCHEMA, sha256, FLOORS.name)
    assert evaluation.evidence.not_verbatim == 0
    assert evaluation.other_text == ()
    assert floors.below(evaluation) == ()


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.txt")), ids=lambda p: p.stem)
def test_gold_is_of_the_example_articles(path: Path) -> None:
    """Each text of the gold is the example article as the program reads it."""
    article = next(p for p in ARTICLES.iterdir() if p.stem == path.stem and p.suffix in {".txt", ".html"})
    assert path.read_bytes().decode("utf-8-sig") == load(article).text
