"""Whether a prompt fits what it is to be used for: the strategy, the schema, and that the article reaches the model whole.

All of it is found out before anything is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from summarizer.errors import PromptError
from summarizer.extract.prompt import Prompt, load_prompt, nearest
from summarizer.prompt_file import builtin_prompts
from summarizer.schema import Schema

__all__ = ["BUILT_IN", "OFFERS", "check_article_in", "check_fit", "check_shape_in", "strategy_for"]


@dataclass(frozen=True)
class Offer:
    """The variables that a strategy offers a prompt, with what they are; a body has to use those in ``needed``."""

    variables: dict[str, str]
    needed: frozenset[str]


OFFERS = {
    "whole-article": Offer(
        {
            "article": "the article's text, or a part of a long one",
            "mark": "the line before and after the article; no text can hold its own",
            "kinds": "the schema's lists: name, description, rules, fields (name, says, required, many, is_reference)",
            "first_key": "the name of the first list",
            "examples": "the prompt's own examples: article, mark, reply (JSON on one line)",
        },
        frozenset({"article", "mark"}),
    ),
    "sentence-wise": Offer(
        {
            "kind": "the name of the list",
            "label": "the word for one fact of it",
            "meaning": "what counts as one",
            "shape": "how one is written, line by line",
            "nothing": "the word for: this sentence states none",
        },
        frozenset({"shape", "nothing"}),
    ),
}
BUILT_IN = {"whole-article": "whole_article", "sentence-wise": "sentence_wise"}
"""The prompt of a strategy where the user has none."""


def strategy_for(prompt: Prompt) -> str:
    """The strategy that a prompt is for: what it says itself, or what its variables say. Raises PromptError."""
    if prompt.strategy is not None:
        return prompt.strategy
    for strategy, tell in (("whole-article", "article"), ("sentence-wise", "shape")):
        if tell in prompt.variables:
            return strategy
    raise PromptError(
        f"{_called(prompt)} is for no strategy: it declares neither `article` (whole-article) nor `shape` (sentence-wise)",
        mend="say which in its front matter: `strategy: whole-article` or `strategy: sentence-wise`",
    )


def check_fit(prompt: Prompt, strategy: str, schema: Schema) -> None:
    """Raise PromptError where a prompt is for another strategy or another schema, where it wants a variable that there is
    not or leaves out one that it needs, and where it takes the name of a built-in one that it is not."""
    called = _called(prompt)
    own = strategy_for(prompt)
    if own != strategy:
        raise PromptError(
            f"{called} is for the strategy {own}, and this is {strategy}",
            mend=f"--strategy {own}, or a prompt for {strategy}",
        )
    if prompt.schema is not None and prompt.schema not in (schema.id, schema.name):
        raise PromptError(
            f"{called} is for the schema {prompt.schema}, and this is {schema.id}",
            mend=f"--schema {prompt.schema.partition('/')[0]}, or a prompt for {schema.id}",
        )
    offer = OFFERS[strategy]
    if unknown := prompt.variables - offer.variables.keys():
        raise PromptError(
            f"{called} wants {_listed(unknown)}, which {strategy} has not",
            mend=f"{nearest(sorted(unknown), offer.variables)}there are {_listed(offer.variables)}",
        )
    if missing := offer.needed - prompt.used:
        raise PromptError(
            f"the body of {called} lacks {_listed(missing)}",
            mend="; ".join(f"`{{{{ {name} }}}}` is {offer.variables[name]}" for name in sorted(missing)),
        )
    if strategy == "whole-article" and bool(prompt.examples) != ("examples" in prompt.used):
        raise PromptError(
            f"{called} has examples, and its body says them nowhere"
            if prompt.examples
            else f"the body of {called} uses examples, and there are none",
            mend="`{% for example in examples %} … {{ example.article }} … {{ example.reply }} … {% endfor %}`, or leave "
            "them out of the front matter and the body",
        )
    if prompt.name in builtin_prompts() and prompt.sha256 != load_prompt(prompt.name).sha256:
        raise PromptError(
            f"{called} has the name of a built-in prompt, which it is not",
            mend="give it a `name` of its own: briefs say by it what they were made with",
        )


# What a filter would change: white space at both ends, several line breaks, marks, capitals, and much of everything.
_PROBE = " {{ 'a' }} <b>&amp;</b>  B \n\n\n \u201cquoted\u201d it\u2019s \t" + "The ship sailed. " * 1500 + "\n end "


def check_article_in(prompt: Prompt, render: Callable[[str, str], str]) -> None:
    """Raise PromptError unless what ``render(article, mark)`` gives has the article unchanged, between its two marks.

    A model can copy only what it was shown; and what stands between the marks is known to be data.
    """
    mark = "=====PROBE====="
    said = render(_PROBE, mark)
    called = _called(prompt)
    if _PROBE not in said and _PROBE.strip() not in said:
        raise PromptError(
            f"{called} changes or shortens the article",
            mend="write `{{ article }}` without filters: quotes are compared with it",
        )
    if not re.search(rf"{re.escape(mark)}\s*{re.escape(_PROBE.strip())}\s*{re.escape(mark)}", said):
        raise PromptError(
            f"{called} has the article not between two marks",
            mend="`{{ mark }}`, `{{ article }}` and `{{ mark }}`, each on lines of its own: nothing else tells that it is data",
        )


def check_shape_in(prompt: Prompt, shape: str, nothing: str, said: str) -> None:
    """Raise PromptError unless what a prompt renders to for a list says how a fact is written, line for line, and what
    stands for none: the answers are read by that, and by the model's hesitation between the two."""
    if shape not in said or nothing not in said.replace(shape, ""):
        raise PromptError(
            f"{_called(prompt)} changes how a fact is written",
            mend="write `{{ shape }}` and `{{ nothing }}` without filters",
        )


def _called(prompt: Prompt) -> str:
    return f"the prompt {prompt.id}" + (f" ({prompt.where})" if prompt.where else "")


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
