"""What a brief costs in own CPU, beside the model's time: python benchmarks/own_cpu.py [--to 10000000] [--reps 15]

`make_brief` over a made-up article with a fake endpoint in the same process, asking again off; process time, the least
and the median of several. The reply has 20 facts at every length (four kinds, a quarter of the quotes slightly wrong), so
that growth is the text's. Above 100 kB the article is asked for in parts, and every part gets its share of the facts.
The baseline is what must be done anyway: `json.loads` of the replies.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence

from summarizer.article import article_from_text
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.extract.whole_article import WholeArticle
from summarizer.pipeline import make_brief
from summarizer.schema import find_schema
from summarizer.settings import Settings

FACTS = 20
NAMES = (
    "Ardovia",
    "Otto Ren",
    "Sund",
    "the Tesk Ministry of Defence",
    "Halder Marine",
    "Lena Voss",
    "Kestria",
    "Port Omber",
)
GOODS = (
    "rifles",
    "howitzer shells",
    "patrol boats",
    "diesel fuel",
    "radar parts",
    "winter coats",
    "night-vision sights",
)
VERBS = ("shipped", "agreed to sell", "has sent", "did not deliver", "plans to supply", "handed over")
TAILS = (
    "in return for 40 million dollars", "in March", "on May 5", "under a contract signed in Sund", "through the harbour of Port Omber",
    "according to Lena Voss", "despite a ban that Kestria imposed last year",
)  # fmt: skip


class Fake:
    """An endpoint that answers from a script, by the article's part that it finds in the question."""

    label: str = "fake"
    host: str | None = None
    parallel: int = 1

    def __init__(self, facts: Sequence[tuple[str, str, dict[str, object]]]) -> None:
        self._facts = facts
        self.seconds = 0.0
        self.replies: list[str] = []

    async def ask(self, request: ChatRequest) -> ChatReply:
        """The facts whose sentence stands in the question. The time that this takes is not the program's."""
        started = time.process_time()
        asked = "\n".join(str(m["content"]) for m in request.messages)
        data: dict[str, list[object]] = {}
        for into, sentence, fact in self._facts:
            if sentence in asked:
                data.setdefault(into, []).append(fact)
        text = json.dumps({"actors": []} | data)
        self.replies.append(text)
        self.seconds += time.process_time() - started
        return ChatReply(text, "stop", Usage(100, 0, 100, 1))

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing to make ready."""

    async def aclose(self) -> None:
        """Nothing to let go of."""


def made_up(size: int) -> tuple[str, list[tuple[str, str, dict[str, object]]]]:
    """An article of about ``size`` characters, and 20 facts spread over it."""
    dice = random.Random(size)
    told: list[tuple[str, str, str, str]] = []
    length = 0
    while length < size or len(told) < FACTS:
        giver, taker = dice.sample(NAMES, 2)
        goods = f"{dice.randrange(2, 900)} {dice.choice(GOODS)}"
        sentence = f"{giver} {dice.choice(VERBS)} {goods} to {taker} {dice.choice(TAILS)}, case {len(told)}."
        told.append((sentence, giver, goods, taker))
        length += len(sentence) + 1
    facts: list[tuple[str, str, dict[str, object]]] = []
    for i in range(FACTS):
        sentence, giver, goods, taker = told[i * len(told) // FACTS]
        quote = sentence.rstrip(".")
        quotes = [quote.replace(" to ", " reportedly to ", 1) if i % 4 == 3 else quote]
        count, description = goods.split(" ", 1)
        match i % 5:
            case 0:
                facts.append(
                    ("actors", sentence, {"name": giver, "kind": "other_org", "roles": ["supplier"], "quotes": quotes})
                )
            case 1:
                facts.append(
                    (
                        "compensation",
                        sentence,
                        {
                            "description": description,
                            "quantity": count,
                            "status": "unknown",
                            "payer": giver,
                            "payee": taker,
                            "quotes": quotes,
                        },
                    )
                )
            case 2:
                facts.append(
                    (
                        "sanctions",
                        sentence,
                        {"target": taker, "authority": giver, "status": "imposed", "quotes": quotes},
                    )
                )
            case _:
                facts.append(
                    (
                        "items",
                        sentence,
                        {
                            "description": description,
                            "quantity": count,
                            "supplier": giver,
                            "recipient": taker,
                            "status": "delivered",
                            "quotes": quotes,
                        },
                    )
                )
    paragraphs = [" ".join(s for s, *_ in told[i : i + 4]) for i in range(0, len(told), 4)]
    return "\n\n".join(paragraphs), facts


def measured(size: int, reps: int) -> tuple[list[float], float, int, int, int]:
    """Milliseconds of each repetition, of the baseline, the calls, the facts that were kept and the text's length."""
    text, facts = made_up(size)
    schema = find_schema("trade_brief")
    strategy = WholeArticle(schema)
    settings = Settings(reask=0, max_tokens=None, deadline=None, max_cost=None)
    times: list[float] = []
    kept, calls, base = 0, 0, 0.0

    async def work() -> None:
        nonlocal kept, calls, base
        for rep in range(reps + 1):
            fake = Fake(facts)
            started = time.process_time()
            # Another text each time: nothing that is remembered of one helps the next.
            article = article_from_text(f"{text} Case {rep}.")
            outcome = await make_brief(article, schema, strategy, fake, settings=settings)
            spent = time.process_time() - started - fake.seconds
            if rep:  # the first one warms up
                times.append(spent * 1000)
            kept, calls = sum(1 for _ in outcome.brief.all_facts()), len(fake.replies)
            base = least(lambda said=fake.replies: [json.loads(r) for r in said])  # type: ignore[misc]

    asyncio.run(work())
    return times, base, calls, kept, len(text)


def least(work: Callable[[], object]) -> float:
    """The least of five, in milliseconds."""
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        work()
        best = min(best, (time.process_time() - started) * 1000)
    return best


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=int, default=400_000, help="the longest text of the series, in characters")
    parser.add_argument("--reps", type=int, default=15, help="repetitions of each; fewer for long texts")
    args = parser.parse_args()
    sizes = [3000, 6000, 12_000, 25_000, 50_000, 100_000]
    while sizes[-1] * 2 <= args.to:
        sizes.append(sizes[-1] * 2)
    print(
        "| characters | calls | facts kept | least, ms | median, ms | of it json.loads, ms | t(2n)/t(n) |\n|--:|--:|--:|--:|--:|--:|--:|"
    )
    before: tuple[int, float] | None = None
    for size in sizes:
        times, base, calls, kept, length = measured(size, max(2, min(args.reps, args.reps * 100_000 // size)))
        best = min(times)
        # Sizes of the series are not twice each other to the character: the ratio is brought to two.
        growth = f"{best / before[1] * (2 * before[0] / length):.2f}" if before else ""
        print(
            f"| {length} | {calls} | {kept} | {best:.1f} | {statistics.median(times):.1f} | {base:.2f} | {growth} |",
            flush=True,
        )
        before = (length, best)


if __name__ == "__main__":
    main()
