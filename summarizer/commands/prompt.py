"""``summarizer prompt``: prompts of one's own: see what is sent, check a file, begin one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summarizer.commands.common import COMPLETE, USAGE, safe, say
from summarizer.commands.options import with_settings
from summarizer.errors import PromptError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.chat import ChatRequest
    from summarizer.extract.prompt_check import PromptReport
    from summarizer.schema import Schema
    from summarizer.settings import Settings

__all__ = ["prompt_app"]

prompt_app = typer.Typer(
    help="Prompts of your own: see what is sent, check a file, begin one (docs/prompts.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

SHOW_EXAMPLES = """\b
Examples:
  summarizer prompt show                                what your settings send, about an example article
  summarizer prompt show mine.md --article story.txt    what a prompt of yours sends, about an article of yours
  summarizer prompt show reask                          built in: parties, reask, sentence_wise, summary, whole_article
"""
CHECK_CODES = "Exit codes: 0 every prompt can be used · 1 some can't."
Article = Annotated[
    Path | None, typer.Option("--article", metavar="FILE", help="An article. Default: an invented one.")
]


@prompt_app.command("show", epilog=SHOW_EXAMPLES)
@with_settings("strategy", "schema")
def show(
    settings: Settings,
    prompt: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE.md]", help="Default: the one that your settings use.")
    ] = None,
    article: Article = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: every question, whole.")] = False,
) -> None:
    """Show what is sent to a model, word for word; none is asked.

    Of questions that differ in their sentence alone, the first is shown.
    """
    from summarizer.asked import EXAMPLE_ARTICLE
    from summarizer.sources import one_article

    read = one_article(article or EXAMPLE_ARTICLE, settings)
    if not read.sentences:
        raise UsageError(f"{read.source} has no words to ask about", mend="name another article")
    asked = _questions(prompt, read, settings)
    if not asked:
        raise UsageError(f"about {read.source} nothing is asked with it", mend="name another article: --article FILE")
    if as_json:
        shown = ("tag", "messages", "max_tokens", "top_logprobs", "json_schema", "grammar")
        typer.echo(json.dumps([{name: getattr(q, name) for name in shown} for q in asked], indent=2, default=list))
        return
    text = "\n".join(_in_words(asked))
    typer.echo(safe(text) if on_terminal() else text)


@prompt_app.command("check", epilog=CHECK_CODES)
@with_settings("schema")
def check(
    settings: Settings,
    files: Annotated[list[str], typer.Argument(metavar="FILE.md...", help="Prompts of your own.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs: a list, one entry a file.")] = False,
) -> None:
    """Check prompts without a model: keys, variables, strategy, schema, and every quote of their examples."""
    from summarizer.extract.prompt import load_prompt
    from summarizer.extract.prompt_check import check_prompt

    told: list[dict[str, Any]] = []
    for file in dict.fromkeys(files):
        try:
            prompt = load_prompt(file)
            report = check_prompt(prompt, _schema(settings, prompt.schema))
        except SummarizerError as error:
            told.append({"file": file, "fits": False, "error": error.message, "mend": error.mend})
            if not as_json:
                say(f"{file} can't be used: {error}")
            continue
        told.append({"file": file, "fits": True, **_to_dict(report)})
        if not as_json:
            typer.echo(safe(_report(file, report)))
    if as_json:
        typer.echo(json.dumps(told, indent=2))
    raise typer.Exit(COMPLETE if all(one["fits"] for one in told) else USAGE)


@prompt_app.command("new")
@with_settings("schema")
def new(
    settings: Settings,
    file: Annotated[Path, typer.Argument(metavar="FILE.md", help="The file to write; it must not be there yet.")],
    strategy: Annotated[
        Literal["whole-article", "sentence-wise"],
        typer.Option(help="whole-article for capable models, sentence-wise for small ones."),
    ] = "whole-article",
) -> None:
    """Write a prompt to start from: it asks in the words of the built-in one."""
    from summarizer.extract.prompt_scaffold import scaffold
    from summarizer.schema import find_schema

    if file.suffix != ".md":
        raise UsageError(f"{file} is no name for a prompt's file", mend=f"let it end in .md: {file}.md")
    bound = "schema_name" in settings.model_fields_set
    text = scaffold(file.stem, strategy, find_schema(settings.schema_name), bound=bound)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as written:
            written.write(text)
    except FileExistsError as error:
        raise UsageError(f"{file} is there already", mend="name another file") from error
    except OSError as error:
        raise UsageError(f"{file} can't be written: {error.strerror}", mend="name another place") from error
    say(f"{file}: written. Next: summarizer prompt show {file}")


def on_terminal() -> bool:
    """Whether what is printed acts on a terminal; elsewhere it is to be what is sent, letter by letter."""
    return sys.stdout.isatty()


def _questions(named: str | None, article: Any, settings: Settings) -> list[ChatRequest]:
    from summarizer.asked import questions, reask_question, summary_question
    from summarizer.extract.prompt import parse_prompt
    from summarizer.extract.prompt_fit import BUILT_IN, strategy_for
    from summarizer.prompt_file import PromptFile

    strategy = {prompt: strategy for strategy, prompt in BUILT_IN.items()}
    if named in ("reask", "summary"):
        ask = reask_question if named == "reask" else summary_question
        return ask(article, _schema(settings, None))
    if named == "parties":
        chosen = settings.model_copy(update={"strategy": "sentence-wise", "prompt": None})
        return [q for q in questions(article, _schema(settings, None), chosen) if q.tag.startswith("sort/")]
    if named in strategy:
        chosen = settings.model_copy(update={"strategy": strategy[named], "prompt": None})
        return questions(article, _schema(settings, None), chosen)
    file = PromptFile.model_validate(named) if named is not None else settings.prompt
    if file is None:
        return questions(article, _schema(settings, None), settings)
    prompt = parse_prompt(file.text, file.path)
    chosen = settings.model_copy(update={"strategy": settings.strategy or strategy_for(prompt), "prompt": file})
    return questions(article, _schema(settings, prompt.schema), chosen)


def _schema(settings: Settings, wanted: str | None) -> Schema:
    """The schema that was asked for; where none was, the built-in one that a prompt is for."""
    from summarizer.schema import find_schema
    from summarizer.schema.find import builtin_schemas

    if wanted is not None and "schema_name" not in settings.model_fields_set:
        if wanted.partition("/")[0] not in builtin_schemas():
            raise PromptError(
                f"the prompt is for the schema {wanted}, which is not built in",
                mend="name its file: --schema FILE.py:CLASS",
            )
        return find_schema(wanted)
    return find_schema(settings.schema_name)


def _in_words(asked: list[ChatRequest]) -> list[str]:
    """The questions, of those that differ in their sentence alone the first, each message under the name of who says it."""
    first: dict[str, ChatRequest] = {}
    count: dict[str, int] = {}
    for question in asked:
        sort = _sort(question)
        first.setdefault(sort, question)
        count[sort] = count.get(sort, 0) + 1
    lines: list[str] = []
    shown: dict[str, str] = {}
    for sort, question in first.items():
        more = f", the first of {count[sort]}" if count[sort] > 1 else ""
        lines.append(f"━━ {question.tag}{more} · {_wanted(question)}")
        messages = json.dumps(question.messages, default=list)
        if messages in shown:
            lines.append(f"(the messages of {shown[messages]})")
        else:
            shown[messages] = question.tag
            for message in question.messages:
                lines += [f"── {message['role']}", message["content"]]
        lines += ["── grammar", question.grammar] if question.grammar else []
        lines.append("")
    return lines


def _sort(question: ChatRequest) -> str:
    parts = question.tag.split("/")
    return "/".join(parts[:2]) if parts[0] in ("gate", "facts") else parts[0] if parts[0] == "sort" else question.tag


def _wanted(question: ChatRequest) -> str:
    if question.max_tokens == 1:
        return f"one token, with the {question.top_logprobs} likeliest"
    form = "JSON by the schema" if question.json_schema else "by the grammar" if question.grammar else "text"
    return f"{form}, at most {question.max_tokens:,} tokens"


def _report(file: str, report: PromptReport) -> str:
    prompt = report.prompt
    own = report.strategy == "sentence-wise"
    found = f"{report.words} {'values' if own else 'quotes'}, each found in its {'sentence' if own else 'article'}"
    if report.examples:
        examples = f"{report.examples}, with {report.facts} facts and {found}"
    else:
        examples = "the built-in ones of the schema" if own and prompt.examples is None else "none"
    lines = [
        f"{file} can be used: {prompt.id}, {report.strategy}, {report.schema}",
        f"  variables  {', '.join(sorted(prompt.variables))}",
        f"  examples   {examples}",
        f"  digest     {report.prompt_sha256}",
    ]
    return "\n".join([*lines, *(f"  remark     {remark}" for remark in report.remarks)])


def _to_dict(report: PromptReport) -> dict[str, Any]:
    counts = {name: getattr(report, name) for name in ("examples", "facts", "words")}
    return {
        "prompt": report.prompt.id,
        "strategy": report.strategy,
        "schema": report.schema,
        "variables": sorted(report.prompt.variables),
        "prompt_sha256": report.prompt_sha256,
        **counts,
        "remarks": list(report.remarks),
    }
