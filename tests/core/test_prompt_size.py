"""What a question costs beside the article and the schema."""

from __future__ import annotations

import asyncio

from summarizer.article import article_from_text
from summarizer.brief import LedgerLine
from summarizer.extract.reask import Failed
from summarizer.extract.whole_article import WholeArticle, mark
from summarizer.pipeline import make_brief
from tests.core.test_mend import SCHEMA, TEXT, Endpoint

TOKEN = 4  # characters of English, about; o200k_base counts 227 tokens where this estimates 245
MOST = 500
RULES = 850
CACHED = 1024  # tokens: the shortest prefix that the large hosted endpoints keep


def test_the_instructions_of_a_whole_article_call_are_few() -> None:
    """Instructions and marks are at most 500 tokens beside the article and the lists and fields of the schema."""
    endpoint = Endpoint({"actors": []})
    asyncio.run(make_brief(article_from_text(TEXT), SCHEMA, WholeArticle(SCHEMA), endpoint))
    said = endpoint.requests[0].messages[0]["content"]
    described = said[said.index(f'"{SCHEMA.kinds[0].name}":') : said.index("The article stands between")]
    assert mark(TEXT) in said
    assert (len(said) - len(TEXT) - len(described)) / TOKEN <= MOST


def test_the_rules_of_the_built_in_lists_are_few() -> None:
    """What counts and what does not is at most 850 tokens over all five lists."""
    assert all(kind.rules for kind in SCHEMA.kinds)
    assert sum(len(rule) + 1 for kind in SCHEMA.kinds for rule in kind.rules) / TOKEN <= RULES


def test_all_that_is_the_same_for_every_article_comes_first() -> None:
    """Two articles are asked for in the same words up to their marks, so that an endpoint's cache serves the rest."""
    asked, texts = [], (TEXT, "Rice for Dolva.")
    for text in texts:
        endpoint = Endpoint({"actors": []})
        asyncio.run(WholeArticle(SCHEMA).draft(article_from_text(text), SCHEMA, endpoint))
        asked.append(endpoint.requests[0].messages[0]["content"])
    same, other = (content[: content.index(mark(text))] for content, text in zip(asked, texts, strict=True))
    assert same == other
    assert len(same) / TOKEN >= CACHED


def test_asking_again_sends_no_article() -> None:
    """A re-ask holds the lists that it is about, the facts and their passages, and at most 500 tokens beside them."""
    endpoint = Endpoint({"denials": []})
    fault = LedgerLine(path="denials/0/date", code="number_not_in_evidence", value="1999")
    failed = [Failed("denials/0", 0, {"denier": "Dolva"}, (fault,), ("a passage",))]
    asyncio.run(WholeArticle(SCHEMA).mend(article_from_text(TEXT), SCHEMA, endpoint, failed, 2))
    said = endpoint.requests[0].messages[0]["content"]
    assert TEXT not in said and '"items"' not in said
    assert len(said) / TOKEN <= MOST + 200
