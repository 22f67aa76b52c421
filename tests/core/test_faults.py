"""The fault cases of the workshop beside this repository, through the library: each comes out as its file expects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.article import Article, article_from_bytes
from summarizer.chat import ChatReply, Usage
from summarizer.extract.reply import read_reply
from summarizer.judge import judge
from summarizer.schema import find_schema

SHARED = Path(__file__).resolve().parents[3] / "shared"
CASES = SHARED / "faults" / "facts.json"


def _cases() -> list[Any]:
    if not CASES.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no ../shared/faults beside the repository"))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(CASES.read_text("utf-8"))]


def _brief(case: dict[str, Any]) -> tuple[dict[str, Any], str]:
    data = (SHARED / case["article"]).read_bytes() if case["article"] else case["text"].encode()
    article: Article = article_from_bytes(data, source="case.txt")
    schema = find_schema("trade_brief")
    facts, ledger = read_reply(ChatReply(json.dumps(case["reply"], ensure_ascii=False), "stop", Usage()), schema)
    judged = judge(article, schema, facts)
    brief: dict[str, Any] = {kind: [f.to_dict() for f in found] for kind, found in judged.facts.items()}
    brief["ledger"] = [line.model_dump() for line in (*ledger, *judged.ledger)]
    return brief, article.text


@pytest.mark.parametrize("case", _cases())
def test_a_faulty_fact_comes_out_as_its_case_expects(case):
    """Verdict, codes, dropped and kept values, span, match, start, places and count are those of the case file."""
    brief, text = _brief(case)
    expect, field = case["expect"], case["field"]
    for kind in ("actors", "items", "compensation", "sanctions", "denials"):
        for fact in brief[kind]:
            for e in fact["evidence"]:
                assert text[e["start"] : e["end"]] == e["quote"]
    fact = next(iter(brief[field]), None)
    here = [line for line in brief["ledger"] if str(line["path"]).startswith(field)]
    verdict = fact["verdict"] if fact else "rejected"
    assert verdict in expect["verdict"], (fact and fact["reasons"], here)
    codes = {r.split(":")[0].strip() for r in (fact["reasons"] if fact else [])} | {line["code"] for line in here}
    assert not expect["codes"] or codes & set(expect["codes"])
    if fact is None:
        assert here
        return
    assert (verdict == "supported") == (not fact["reasons"])
    for name in expect["dropped"]:
        assert not fact[name]
        assert any(name in line["path"] for line in here)
    for name in expect.get("kept", []):
        assert fact[name], name
    assert "count" not in expect or len(brief[field]) == expect["count"]
    first = fact["evidence"][0]
    assert expect.get("span", first["quote"]) == first["quote"]
    assert expect.get("match", first["match"]) == first["match"]
    assert expect.get("start", first["start"]) == first["start"]
    for quote, at in expect.get("quotes_at", {}).items():
        assert any(e["quote"] == quote and e["start"] == at for e in fact["evidence"])
