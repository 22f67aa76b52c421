"""One budget an article: tokens, money and time, kept before a call and counted after it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from summarizer.article import article_from_text
from summarizer.budget import Budget, Limits, estimate
from summarizer.chat import ChatReply, ChatRequest, Usage
from summarizer.errors import BudgetExceeded, DeadlineExceeded, SettingsError
from summarizer.extract.whole_article import WholeArticle
from summarizer.model.prices import price_for, price_of
from summarizer.pipeline import make_brief
from summarizer.settings import Settings
from tests.core.test_mend import ACTOR, EMBARGO, ITEM, SANCTION, SCHEMA, TEXT, Endpoint, brief, codes

ASKED = ChatRequest([{"role": "user", "content": "x" * 400}], max_tokens=1000)


def cents(usage: Usage) -> float:
    """A cent for a hundred tokens of prompt, five for as many of an answer."""
    return usage.prompt / 10_000 + usage.completion / 2_000


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def answered(prompt: int, completion: int, finish: str = "stop") -> ChatReply:
    return ChatReply("y" * 4 * completion, finish, Usage(prompt, 0, completion, 1))


def test_without_limits_nothing_changes() -> None:
    """A request passes as it is, and what it took is counted."""
    budget = Budget(Limits())
    assert budget.allow(ASKED) == ASKED
    budget.take(ASKED, ASKED, answered(90, 10))
    assert budget.used == Usage(90, 0, 10, 1) and budget.cost_of(budget.used) is None


def test_an_answer_is_limited_to_what_is_left() -> None:
    """A limit of tokens shortens the answer that is asked for by the prompt and by all that was used before."""
    budget = Budget(Limits(tokens=700))
    assert budget.allow(ASKED).max_tokens == 700 - estimate(ASKED)
    budget.take(ASKED, ASKED, answered(100, 300))
    assert budget.allow(ASKED).max_tokens == 300 - estimate(ASKED)


def test_what_does_not_fit_is_not_asked() -> None:
    """Where no answer fits, BudgetExceeded says what the limit is and what it was used for."""
    budget = Budget(Limits(tokens=700))
    budget.take(ASKED, ASKED, answered(300, 300))
    with pytest.raises(BudgetExceeded, match=r"700 tokens .used: 600.") as caught:
        budget.allow(ASKED)
    assert "--max-tokens" in caught.value.mend and caught.value.exit_code == 5


def test_an_answer_that_the_budget_cut_off() -> None:
    """An answer that ends where the budget does is no truncated reply: asking in smaller pieces would not help."""
    budget = Budget(Limits(tokens=700))
    allowed = budget.allow(ASKED)
    with pytest.raises(BudgetExceeded):
        budget.take(ASKED, allowed, answered(100, allowed.max_tokens, "length"))
    Budget(Limits()).take(ASKED, ASKED, answered(100, 1000, "length"))


def test_money_limits_the_answer_too() -> None:
    """A limit of cost is turned into tokens by the price of prompt and answer."""
    budget = Budget(Limits(cost=0.11), cents)
    assert budget.allow(ASKED).max_tokens == pytest.approx((0.11 - estimate(ASKED) / 10_000) * 2000, abs=1)
    budget.take(ASKED, ASKED, answered(100, 200))
    with pytest.raises(BudgetExceeded, match=r"\$0.11 .used: \$0.1100."):
        budget.allow(ASKED)


def test_a_free_model_costs_nothing() -> None:
    """A price of zero limits no answer."""
    assert Budget(Limits(cost=0.01), lambda used: 0.0).allow(ASKED) == ASKED


def test_an_endpoint_that_counts_nothing_is_estimated() -> None:
    """Where usage is missing, the texts' lengths are counted, so that a limit is one all the same."""
    budget = Budget(Limits(tokens=400))
    budget.take(ASKED, ASKED, ChatReply("y" * 1200, "stop", Usage(calls=1)))
    with pytest.raises(BudgetExceeded):
        budget.allow(ASKED)


def test_time_is_handed_down() -> None:
    """Each request gets the time that is left of the article's, and none where none is left."""
    clock = Clock()
    budget = Budget(Limits(seconds=60), clock=clock)
    assert budget.allow(ASKED).seconds == 60
    clock.now += 45
    assert budget.allow(ASKED).seconds == 15
    clock.now += 15
    with pytest.raises(DeadlineExceeded, match="60 s of this article are used up") as caught:
        budget.allow(ASKED)
    assert "--deadline" in caught.value.mend


# What becomes of an article.


def test_no_first_answer_is_a_failure() -> None:
    """A budget that the first question does not fit into fails the article before anything is asked."""
    with pytest.raises(BudgetExceeded):
        brief({"items": [ITEM]}, max_tokens=200)


def test_no_budget_for_asking_again() -> None:
    """Where the budget ends after the first answer, the brief is what that gave, with a line, and complete."""
    answer = costly({"actors": [ACTOR], "items": [ITEM | {"quantity": "400"}]})
    made, endpoint = brief(answer, max_tokens=_first_call() + 250)
    assert len(endpoint.requests) == 1 and made.status == "complete"
    assert codes(made) == [("", "budget", 1), ("items/0/quantity", "number_not_in_evidence", 0)]


def costly(answer: Any) -> ChatReply:
    """An answer that took as much as such calls take."""
    return ChatReply(json.dumps(answer), "stop", Usage(_first_call(), 0, 200, 1))


def _first_call() -> int:
    endpoint = Endpoint({"actors": []})
    asyncio.run(make_brief(article_from_text(TEXT), SCHEMA, WholeArticle(SCHEMA), endpoint))
    return estimate(endpoint.requests[0])


def test_parts_that_were_not_read() -> None:
    """Where the budget ends between the windows of a long article, the brief is suspect and says what was not read."""
    filler = "\n\n".join(f"The council of ward {i} met on Monday and spoke about the roads." for i in range(60))
    article = article_from_text(f"{TEXT}\n\n{filler}\n\n{EMBARGO}.")
    endpoint = Endpoint(costly({"items": [ITEM]}), costly({"sanctions": [SANCTION]}))
    settings = Settings(max_tokens=_first_call() + 600, reask=0)
    made = asyncio.run(
        make_brief(article, SCHEMA, WholeArticle(SCHEMA, window=1500), endpoint, settings=settings)
    ).brief
    assert made.status == "suspect" and len(made["items"]) == 1
    (line,) = made.ledger
    assert line.code == "budget" and line.hint is not None and "parts were not read" in line.hint


def test_cost_stands_in_the_provenance() -> None:
    """Where the price is known, the brief says what it cost; else null."""
    endpoint = Endpoint({"items": [ITEM]})
    made = asyncio.run(make_brief(article_from_text(TEXT), SCHEMA, WholeArticle(SCHEMA), endpoint, price=cents)).brief
    assert made.provenance.cost_usd == pytest.approx(0.02)
    assert json.loads(made.to_json())["provenance"]["cost_usd"] == made.provenance.cost_usd
    assert brief({"items": [ITEM]})[0].provenance.cost_usd is None


# Prices.


def test_a_known_price() -> None:
    """The list has OpenAI's models; cached tokens are cheaper than others, and answers dearer."""
    price = price_of("gpt-4o-mini", "https://api.openai.com/v1")
    assert price is not None
    whole, cached, answer = price(Usage(1000, 0, 0, 1)), price(Usage(1000, 1000, 0, 1)), price(Usage(0, 0, 1000, 1))
    assert 0 < cached < whole < answer < 0.01


@pytest.mark.parametrize(
    ("model", "url"),
    [
        ("gpt-4o", "http://127.0.0.1:8000/v1"),
        ("gpt-4o", "https://proxy.example.com/v1"),
        ("boat-model", "https://api.openai.com/v1"),
    ],
)
def test_an_unknown_price(model: str, url: str) -> None:
    """Own servers, proxies and models that the list has not have no price, whatever they are called."""
    assert price_of(model, url) is None


def test_a_limit_of_cost_needs_a_price() -> None:
    """--max-cost without a known price is refused before anything is asked; the embedded model costs nothing."""
    settings: dict[str, Any] = {"model": "boat-model", "base_url": "http://127.0.0.1:8000/v1", "max_cost": 1.0}
    with pytest.raises(SettingsError, match="boat-model") as caught:
        price_for(Settings(**settings))
    assert "--max-tokens" in caught.value.mend
    assert price_for(Settings(max_cost=1.0)) is None
