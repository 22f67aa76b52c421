"""What can be told of a prompt before a model sees it: whether it fits, and what it teaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.extract.prompt import Prompt
from summarizer.extract.prompt_examples import WholeExample, sentence_examples, whole_examples
from summarizer.extract.prompt_fit import strategy_for
from summarizer.extract.sentence_wise import SentenceWise
from summarizer.extract.whole_article import WholeArticle
from summarizer.judge import judge
from summarizer.schema import Schema

__all__ = ["PromptReport", "check_prompt"]


@dataclass(frozen=True)
class PromptReport:
    """A prompt that fits. ``examples``, ``facts`` and ``words`` count its own examples, their facts and the quotes or values
    in them that were found in their texts. ``remarks`` are what the judge would hold against its examples, in words: it lets
    them pass, and a model learns from them. ``prompt_sha256`` is what briefs will have: over this file and all that the
    strategy asks beside it.
    """

    prompt: Prompt
    strategy: str
    schema: str
    prompt_sha256: str
    examples: int = 0
    facts: int = 0
    words: int = 0
    remarks: tuple[str, ...] = ()


def check_prompt(prompt: Prompt, schema: Schema) -> PromptReport:
    """Check all that can be checked of a prompt without a model. Raises PromptError."""
    strategy = strategy_for(prompt)
    if strategy == "sentence-wise":
        made = SentenceWise(schema, prompt=prompt)
        given = sentence_examples(prompt, schema).values()
        sentences = [example for kind in given for example in kind["examples"]]
        facts = [fact for example in sentences for fact in example["facts"]]
        counts = len(sentences), len(facts), sum(map(len, facts))
        return PromptReport(prompt, strategy, schema.id, made.prompt_sha256, *counts)
    digest = WholeArticle(schema, prompt=prompt).prompt_sha256
    examples = whole_examples(prompt, schema)
    quotes = sum(len(fact.quotes) for e in examples for fact in e.facts)
    remarks = tuple(f"example {n}: {said}" for n, e in enumerate(examples, 1) for said in _remarks(e, schema))
    return PromptReport(
        prompt, strategy, schema.id, digest, len(examples), sum(len(e.facts) for e in examples), quotes, remarks
    )


def _remarks(example: WholeExample, schema: Schema) -> Iterator[str]:
    judged = judge(example.article, schema, example.facts)
    for line in judged.ledger:
        yield f"{line.path}: {line.code}: {line.value}"
    for kind, facts in judged.facts.items():
        for fact in facts:
            main = fact.values[schema.kind(kind).main.name]
            yield from (f"{kind}, {main!r}: {reason}" for reason in fact.reasons)
