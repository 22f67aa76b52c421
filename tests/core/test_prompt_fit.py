"""A user's prompt: what does not fit is named before anything is asked, and what fits asks as it says."""

from __future__ import annotations

import itertools
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.api import strategy_of
from summarizer.article import article_from_text
from summarizer.asked import EXAMPLE_ARTICLE, questions, reask_question, summary_question
from summarizer.builtin import PROMPTS
from summarizer.errors import PromptError
from summarizer.extract.prompt import Prompt, load_prompt, parse_prompt
from summarizer.extract.prompt_check import check_prompt
from summarizer.extract.prompt_examples import sentence_examples, whole_examples
from summarizer.extract.prompt_fit import BUILT_IN, OFFERS
from summarizer.extract.prompt_scaffold import scaffold
from summarizer.extract.sentence_wise import SentenceWise
from summarizer.extract.whole_article import WholeArticle
from summarizer.keys import WorkKey
from summarizer.schema import Claim, Copied, Report, compile_schema, find_schema
from summarizer.settings import Settings

TRADE = find_schema("trade_brief")
TEXT = "Velmora sold Drovia twelve patrol boats in March. Tarn denied that it had a part in it."
ARTICLE = article_from_text(TEXT)
WHOLE = "Find the facts.\n{{ mark }}\n{{ article }}\n{{ mark }}\nAnswer with JSON."
SENTENCE = "Write:\n{{ shape }}\nor {{ nothing }}."


class Storm(Claim):
    """A storm."""

    place: Annotated[str, Copied("Where.")]


class Weather(Report):
    """Weather."""

    schema_id = "weather/1"
    storms: list[Storm] = []


WEATHER = compile_schema(Weather)


def prompt(body: str = WHOLE, head: str = "", variables: str = "[article, mark]", **more: str) -> Prompt:
    keys = {"name": "mine", "version": "3", "variables": variables, **more}
    front = "\n".join(f"{key}: {value}" for key, value in keys.items())
    return parse_prompt(f"---\n{front}\n{head}\n---\n{body}", "mine.md")


def sentence(body: str = SENTENCE, head: str = "", variables: str = "[shape, nothing]", **more: str) -> Prompt:
    return prompt(body, head, variables, **more)


def fault(made: Callable[[], object]) -> str:
    with pytest.raises(PromptError) as caught:
        made()
    return str(caught.value)


def test_a_prompt_of_ones_own_is_what_is_asked() -> None:
    """The body with the article between its marks is the whole message, and provenance has name, version and digest."""
    made = WholeArticle(TRADE, prompt=prompt())
    assert (made.prompt, made.name) == ("mine/3", "whole-article")
    said = made._render(ARTICLE, TRADE, ARTICLE.sentences[0])
    assert said.startswith("Find the facts.\n=====ARTICLE-") and said.endswith("=====\nAnswer with JSON.")
    assert SentenceWise(TRADE, prompt=sentence()).prompt == "mine/3"


@pytest.mark.parametrize("strategy", sorted(BUILT_IN))
def test_what_new_writes_asks_in_the_words_of_the_built_in_prompt(strategy: str) -> None:
    """A copy under another name asks every question as the built-in prompt does, letter by letter."""
    text = scaffold("copy", strategy, TRADE)
    article = article_from_text(EXAMPLE_ARTICLE.read_text(encoding="utf-8"))
    own = questions(
        article, TRADE, Settings.model_validate({"strategy": strategy, "prompt": {"path": "c.md", "text": text}})
    )
    assert own == questions(article, TRADE, Settings.model_validate({"strategy": strategy}))
    assert parse_prompt(text, "c.md").id == "copy/1"


@pytest.mark.parametrize(("strategy", "schema"), [(s, c) for s in sorted(BUILT_IN) for c in (TRADE, WEATHER)])
@pytest.mark.parametrize("stem", ["mine", "whole_article", "Ü b e r/…", "---", "a: b", "x" * 300])
def test_what_new_writes_can_be_used(strategy: str, schema: Any, stem: str) -> None:
    """For any schema and from any file's name the scaffold is a sound prompt, and has no built-in one's name."""
    for bound in (True, False):
        made = parse_prompt(scaffold(stem, strategy, schema, bound=bound), "f.md")
        assert check_prompt(made, schema).strategy == strategy
        assert made.name not in ("whole_article", "sentence_wise")


@given(st.text(min_size=1).filter(str.strip))
def test_any_article_reaches_the_model_unchanged(text: str) -> None:
    """Whatever an article holds, template marks among it, stands in the question as it is, once, between its marks."""
    article = article_from_text(text)
    strategy = WholeArticle(TRADE, prompt=prompt())
    said = strategy._render(article, TRADE, type(ARTICLE.sentences[0])(0, len(article.text)))
    first, second, *_ = said.split("\n", 2)
    assert (first, said.split(second)[1]) == ("Find the facts.", f"\n{article.text}\n")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: SentenceWise(TRADE, prompt=prompt()), "for the strategy whole-article, and this is sentence-wise"),
        (lambda: WholeArticle(TRADE, prompt=sentence()), "--strategy sentence-wise"),
        (
            lambda: WholeArticle(TRADE, prompt=prompt(schema="weather")),
            "for the schema weather, and this is trade_brief/1",
        ),
        (lambda: WholeArticle(TRADE, prompt=prompt(schema="trade_brief/2")), "for the schema trade_brief/2"),
        (
            lambda: WholeArticle(TRADE, prompt=prompt(WHOLE + "{{ artikle }}", variables="[article, mark, artikle]")),
            "wants `artikle`, which whole-article has not",
        ),
        (
            lambda: WholeArticle(TRADE, prompt=prompt(variables="[article, mark, artikle]")),
            "did you mean `article`?",
        ),
        (lambda: WholeArticle(TRADE, prompt=prompt("{{ article }}")), "lacks `mark`"),
        (lambda: WholeArticle(TRADE, prompt=prompt("{{ mark }}{{ mark }}")), "lacks `article`"),
        (lambda: SentenceWise(TRADE, prompt=sentence("{{ nothing }}")), "lacks `shape`"),
        (
            lambda: SentenceWise(TRADE, prompt=sentence("{{ shape|upper }}{{ nothing }}")),
            "changes how a fact is written",
        ),
        (
            lambda: SentenceWise(TRADE, prompt=sentence("{{ shape }}{{ nothing|upper }}")),
            "changes how a fact is written",
        ),
        (lambda: check_prompt(prompt("x", variables="[]"), TRADE), "no strategy"),
        (lambda: WholeArticle(TRADE, prompt=prompt(name="whole_article")), "name of a built-in prompt"),
        (lambda: WholeArticle(TRADE, prompt=prompt(name="summary")), "name of a built-in prompt"),
        (lambda: prompt(strategy="hole-article"), "did you mean `whole-article`?"),
        (lambda: prompt(head="varibles: []"), "did you mean `variables`?"),
        (lambda: prompt(WHOLE + "{{ artcle }}"), "did you mean `article`?"),
        (lambda: prompt(head="version: 4"), "'version' stands there twice"),
        (lambda: prompt(head="description: &a x\nschema: *a"), "aliases"),
        (lambda: prompt(version="true"), "whole number"),
        (lambda: prompt(name="'a, b'"), "`name` is 'a, b'"),
        (lambda: prompt(variables="[article, mark, mark]"), "names mark twice"),
        (lambda: prompt(schema="[a]"), "`schema` is a text"),
        (lambda: prompt(description="3"), "`description` is a text"),
    ],
)
def test_what_does_not_fit_is_named(made: Callable[[], object], said: str) -> None:
    """A prompt for something else, with what there is not or without what is needed, is refused by name."""
    assert said in fault(made)


@pytest.mark.parametrize(
    "body",
    [
        "{{ mark }}\n{{ article|upper }}\n{{ mark }}",
        "{{ mark }}\n{{ article|truncate(9000) }}\n{{ mark }}",
        "{{ mark }}\n{{ article|replace('\\n', ' ') }}\n{{ mark }}",
        "{{ mark }}\n{{ article|e }}\n{{ mark }}",
        "{{ mark }}\n{{ article.split()|join(' ') }}\n{{ mark }}",
        "{{ mark }} {{ mark }}\n{{ article }}",
        "{{ article }}\n{{ mark }}\n{{ mark }}",
        "{{ mark }}\n{{ mark }}\n{% if article|length < 100 %}{{ article }}{% endif %}",
        "{{ mark }}\nThe text: {{ article }}\n{{ mark }}",
    ],
)
def test_the_article_must_stand_between_its_marks_as_it_is(body: str) -> None:
    """A body that changes, cuts or moves the article is refused before anything is asked."""
    with pytest.raises(PromptError, match=r"changes or shortens|not between two marks|No filter named"):
        WholeArticle(TRADE, prompt=prompt(body))


def test_a_body_that_breaks_is_found_out_before_anything_is_asked() -> None:
    """A slip inside a loop over the lists shows when the strategy is made, not at the first article."""
    body = WHOLE + "{% for kind in kinds %}{{ kind.descripton }}{% endfor %}"
    with pytest.raises(PromptError, match="descripton"):
        WholeArticle(TRADE, prompt=prompt(body, variables="[article, mark, kinds]"))


EXAMPLE = """examples:
  - article: |
      LUND - Kessel sold Orrin 40 armoured
      trucks in May, “at a fair price”.
    reply:
      items:
        - quotes: ["Kessel sold Orrin 40 armoured trucks in May"]
          description: armoured trucks
          quantity: 40
          supplier: Kessel
          recipient: Orrin
          status: delivered"""
SHOWN = WHOLE + "{% for e in examples %}\n{{ e.mark }}\n{{ e.article }}{{ e.mark }}\n{{ e.reply }}{% endfor %}"


def shown(examples: str = EXAMPLE, body: str = SHOWN) -> Prompt:
    return prompt(body, examples, "[article, mark, examples]")


def test_examples_are_shown_as_a_model_would_answer() -> None:
    """An example's reply has every list and field, quotes first and in its article's spelling, on one line."""
    [example] = whole_examples(shown(), TRADE)
    assert len(example.reply.splitlines()) == 1
    reply = json.loads(example.reply)
    assert list(reply) == [k.name for k in TRADE.kinds] and reply["actors"] == []
    assert list(reply["items"][0]) == ["quotes", *(f.name for f in TRADE.kind("items").fields)]
    assert (reply["items"][0]["quantity"], reply["items"][0]["date"]) == ("40", None)
    said = WholeArticle(TRADE, prompt=shown())._render(ARTICLE, TRADE, ARTICLE.sentences[0])
    assert example.reply in said and "Kessel sold Orrin 40 armoured\ntrucks in May" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "40 armoured trucks in May",
            "50 armoured trucks in May",
            "'Kessel sold Orrin 50 armoured trucks in May' does not stand",
        ),
        ("40 armoured trucks in May", "50 armoured trucks in May", "nearest: 'LUND - Kessel sold Orrin 40"),
        ("Kessel sold Orrin", "essel sold Orrin", "does not stand in its article"),
        ('["Kessel sold Orrin 40 armoured trucks in May"]', "[xyz]", "nothing there is like it"),
        ('quotes: ["Kessel sold Orrin 40 armoured trucks in May"]', "quotes: []", "items/0 has no quotes"),
        ("status: delivered", "status: shipped", "one of proposed, attempted"),
        ("supplier: Kessel", "suplier: Kessel", "no such field"),
        ("supplier: Kessel", "suplier: Kessel", "did you mean `supplier`?"),
        ("description: armoured trucks", "date: May", "description is missing"),
        ("items:", "itms:", "unknown keys itms"),
        ("items:", "itms:", "did you mean `items`?"),
        ("reply:", "answer:", "unknown keys answer"),
        ("  - article: |", "  - artcle: |", "did you mean `article`?"),
    ],
)
def test_what_an_example_teaches_wrongly_is_named(old: str, new: str, said: str) -> None:
    """A quote that is not there (with the nearest passage), a field or member that there is not: each refused in words."""
    assert said in fault(lambda: WholeArticle(TRADE, prompt=shown(EXAMPLE.replace(old, new, 1))))


@pytest.mark.parametrize(
    "examples",
    [
        "examples: 3",
        "examples: {a: b}",
        "examples: [3]",
        "examples:\n  - article: 3\n    reply: {}",
        "examples:\n  - reply: {}",
    ],
)
def test_examples_of_another_shape_are_refused(examples: str) -> None:
    """Examples that are no list of an article and its reply are refused."""
    assert "example" in fault(lambda: WholeArticle(TRADE, prompt=shown(examples)))


def test_examples_are_neither_hidden_nor_missing() -> None:
    """Examples that the body says nowhere, and a body that says examples where there are none, are refused."""
    assert "says them nowhere" in fault(lambda: WholeArticle(TRADE, prompt=shown(body=WHOLE)))
    assert "there are none" in fault(lambda: WholeArticle(TRADE, prompt=shown("examples: []")))


def test_what_the_judge_holds_against_an_example_is_told() -> None:
    """A quote that is there and does not support its value is a remark of the check."""
    sound, doubtful = shown(), shown(EXAMPLE.replace("quantity: 40", "quantity: 50"))
    assert check_prompt(sound, TRADE).remarks == ()
    report = check_prompt(doubtful, TRADE)
    assert (report.examples, report.facts, report.words) == (1, 1, 1)
    assert any("number_not_in_evidence" in remark for remark in report.remarks)


OF_SENTENCES = """examples:
  items:
    sure: {alone: 0.9}
    examples:
      - sentence: "Kessel sold Orrin 40 armoured trucks in May."
        facts:
          - {description: armoured trucks, quantity: 40, supplier: Kessel, status: delivered}
      - sentence: "It rained."
        facts: []"""


def test_examples_of_sentences_are_turns() -> None:
    """A sentence-wise prompt's own examples stand before the question, in the place of the built-in ones."""
    strategy = SentenceWise(TRADE, prompt=sentence(head=OF_SENTENCES))
    system, *turns = strategy._prefix(TRADE.kind("items"))
    assert system["content"].startswith("Write:\nitem: (description)")
    assert [turn["content"] for turn in turns] == [
        "Kessel sold Orrin 40 armoured trucks in May.",
        "item: armoured trucks\n quantity: 40\n from: Kessel\n status: delivered",
        "It rained.",
        "none",
    ]
    assert strategy._trust(TRADE.kind("items")).alone == 0.9
    assert len(strategy._prefix(TRADE.kind("denials"))) == 1


def test_without_a_word_on_examples_the_built_in_ones_are_sent() -> None:
    """No key `examples` leaves those of the schema; an empty one sends none."""
    items = TRADE.kind("items")
    built_in = SentenceWise(TRADE)._prefix(items)
    assert SentenceWise(TRADE, prompt=sentence())._prefix(items)[1:] == built_in[1:]
    for none in ("examples:", "examples: {}"):
        assert len(SentenceWise(TRADE, prompt=sentence(head=none))._prefix(items)) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("supplier: Kessel", "supplier: Kessler", "supplier 'Kessler' does not stand in its sentence"),
        ("supplier: Kessel", "suplier: Kessel", "did you mean `supplier`?"),
        ("supplier: Kessel", "attributed_to: Kessel", "unknown keys attributed_to"),
        ("quantity: 40", "quantity: 4", "quantity '4' does not stand"),
        ("status: delivered", "status: deliverd", "did you mean `delivered`?"),
        ("description: armoured trucks, ", "", "lacks description"),
        ("description: armoured trucks, ", "description: '', ", "description says nothing"),
        ("alone: 0.9", "alone: 9", "from 0 to 1"),
        ("alone: 0.9", "lone: 0.9", "did you mean `alone`?"),
        ("  items:", "  itms:", "did you mean `items`?"),
        ('"It rained."', '"It\\nrained."', "one line"),
        ("        facts: []", "        facts: 3", "`facts` is a list"),
    ],
)
def test_what_an_example_of_a_sentence_teaches_wrongly_is_named(old: str, new: str, said: str) -> None:
    """A value that the sentence has not, and what the schema does not know, are refused in words."""
    assert said in fault(lambda: SentenceWise(TRADE, prompt=sentence(head=OF_SENTENCES.replace(old, new, 1))))


def test_the_built_in_examples_teach_nothing_wrong() -> None:
    """What is asked of a user's examples holds for those that ship."""
    for path in sorted((PROMPTS / "examples").glob("sentence_wise.*.yaml")):
        schema = find_schema(path.stem.split(".")[1])
        assert sentence_examples(parse_prompt(scaffold("x", "sentence-wise", schema), path.name), schema)


def test_the_digest_covers_body_front_matter_and_examples() -> None:
    """A change anywhere in the file, and another schema's rules, are another digest and another key of the work."""

    def keys(text: str) -> tuple[str, str]:
        settings = Settings.model_validate({"strategy": "whole-article", "prompt": {"path": "p.md", "text": text}})
        strategy = strategy_of(settings, TRADE)
        return strategy.prompt_sha256, WorkKey(TRADE, strategy, settings).of(ARTICLE)

    base = f"---\nname: mine\nversion: 1\nvariables: [article, mark, examples]\n{EXAMPLE}\n---\n{SHOWN}"
    others = [
        base.replace("version: 1", "version: 2"),
        base.replace("name: mine", "name: yours"),
        base.replace("Find the facts.", "Find all facts."),
        base.replace("a fair price", "a good price"),
        base.replace("recipient: Orrin\n", "\n"),
        base.replace("---\nname", "---\n# a remark\nname"),
    ]
    made = [keys(text) for text in (base, *others)]
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in itertools.combinations(made, 2))
    assert keys(base) == made[0]
    assert WorkKey(TRADE, WholeArticle(TRADE), Settings()).of(ARTICLE) not in {key for _, key in made}


def test_settings_carry_the_prompt_itself(tmp_path: Path) -> None:
    """The file is read when the settings are made: what is kept or sent elsewhere does not change with it."""
    file = tmp_path / "mine.md"
    file.write_text(f"---\nname: mine\nversion: 1\nvariables: [article, mark]\n---\n{WHOLE}", encoding="utf-8")
    settings = Settings.model_validate({"strategy": "whole-article", "prompt": file})
    kept = Settings.model_validate_json(settings.model_dump_json())
    sent = pickle.loads(pickle.dumps(settings))  # as worker processes get it
    file.unlink()
    assert kept == sent == settings
    assert strategy_of(kept, TRADE).prompt == "mine/1"


def test_a_built_in_prompt_by_its_name_is_the_built_in_one() -> None:
    """Named outright, a built-in prompt has the digest, and so the key, that it has unasked."""
    for strategy, name in BUILT_IN.items():
        named = strategy_of(Settings.model_validate({"strategy": strategy, "prompt": name}), TRADE)
        plain = strategy_of(Settings.model_validate({"strategy": strategy}), TRADE)
        assert (named.prompt, named.prompt_sha256) == (plain.prompt, plain.prompt_sha256)


def test_what_is_offered_is_what_the_built_in_prompts_take() -> None:
    """Each strategy offers all that its built-in prompt declares."""
    for strategy, name in BUILT_IN.items():
        assert load_prompt(name).variables <= OFFERS[strategy].variables.keys()


@pytest.mark.parametrize("schema", [TRADE, WEATHER], ids=lambda s: s.name)
def test_what_is_asked_later_can_be_seen_too(schema: Any) -> None:
    """The questions that come after a first answer are shown for any schema."""
    article = article_from_text(EXAMPLE_ARTICLE.read_text(encoding="utf-8"))
    [again] = reask_question(article, schema)
    assert "words that do not stand in the article" in again.messages[0]["content"]
    for request in summary_question(article, schema):
        assert "Write a summary" in request.messages[0]["content"]


def test_nothing_is_asked_of_a_prompt_that_does_not_fit() -> None:
    """The strategy is made, and the prompt refused, before the first question."""
    with pytest.raises(PromptError, match="lacks variables, version"):
        questions(ARTICLE, TRADE, Settings.model_validate({"prompt": {"path": "w.md", "text": "---\nname: w\n---\n"}}))
