"""Prompt files: what is wrong with one is said with its place, and a template reaches no further than its variables."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from summarizer.builtin import PROMPTS
from summarizer.errors import PromptError
from summarizer.extract.prompt import MAX_RENDERED, MAX_TEMPLATE, Prompt, digest_of, load_examples, load_prompt
from summarizer.schema import find_schema

HEAD = "name: p\nversion: 2\nvariables: [boats]"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "p.md"


def prompt(path: Path, body: str = "I see {{ boats }}.", head: str = HEAD) -> Prompt:
    path.write_bytes(f"---\n{head}\n---\n{body}".encode())
    return load_prompt(str(path))


def fault(path: Path, body: str = "I see {{ boats }}.", head: str = HEAD) -> str:
    with pytest.raises(PromptError) as caught:
        prompt(path, body, head)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_prompt_is_filled_in(written: Path) -> None:
    """Variables take their values; name and version are its id, and the digest is the file's."""
    loaded = prompt(written, "\nI see {{ boats }}.\n\n")
    assert loaded.render(boats="<b>twelve</b> {{ boats }}") == "I see <b>twelve</b> {{ boats }}."
    assert loaded.id == "p/2"
    assert loaded.sha256 != prompt(written, "I saw {{ boats }}.").sha256


def test_line_ends_and_marks_of_editors_change_nothing(written: Path) -> None:
    """A file with CRLF or a byte order mark is the same prompt."""
    written.write_bytes(f"\ufeff---\n{HEAD}\n---\nI see {{{{ boats }}}}.".replace("\n", "\r\n").encode())
    assert load_prompt(str(written)).render(boats="two") == "I see two."


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (f"{HEAD}\ntemprature: 0", "unknown keys temprature"),
        ("name: p\nvariables: [boats]", "lacks version"),
        ("version: 1", "lacks name, variables"),
        ("name: p\nversion: 1\nvariables: boats", "list of names"),
        ("name: p\nversion: 1\nvariables: [1]", "list of names"),
        ("name: p\nversion: one\nvariables: [boats]", "`version` is a whole number"),
        ("name: [p", "no YAML"),
        ("just words", "no mapping"),
        ("", "no mapping"),
    ],
)
def test_faults_of_the_front_matter(written: Path, head: str, said: str) -> None:
    """Front matter with unknown, missing or wrong keys is refused in words."""
    assert said in fault(written, head=head)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ boats }} {{ rice }} {% if salt %}{% endif %}", "uses rice, salt"),
        ("\n{% if boats %}", "line 2"),
        ("{{ boats", "line 1"),
        ("{{ boats|nofilter }}", "nofilter"),
    ],
)
def test_faults_of_the_body(written: Path, body: str, said: str) -> None:
    """A body with undeclared variables, or that is no template, is refused when it is loaded or rendered."""
    with pytest.raises(PromptError, match=said):
        prompt(written, body).render(boats="")


def test_no_front_matter_at_all(written: Path) -> None:
    """A file without front matter is told how it should begin."""
    written.write_text("I see boats.\n")
    with pytest.raises(PromptError, match="no front matter") as caught:
        load_prompt(str(written))
    assert "---" in caught.value.mend


def test_no_such_prompt(tmp_path: Path) -> None:
    """A missing prompt is told with the ones that there are."""
    with pytest.raises(PromptError, match="nosuch") as caught:
        load_prompt("nosuch")
    assert "whole_article" in caught.value.mend
    with pytest.raises(PromptError, match="no prompt at"):
        load_prompt(str(tmp_path / "nosuch.md"))


def test_a_file_that_is_no_text(written: Path) -> None:
    """Bytes that are no UTF-8 are told."""
    written.write_bytes(b"---\nname: \xff\n---\n")
    with pytest.raises(PromptError, match="not UTF-8"):
        load_prompt(str(written))


def test_variables_must_be_those_declared(written: Path) -> None:
    """A variable too few or too many is named."""
    loaded = prompt(written)
    with pytest.raises(PromptError, match="needs boats"):
        loaded.render()
    with pytest.raises(PromptError, match="does not know rice"):
        loaded.render(boats="", rice="")


class Secret:
    """Something that a template is handed."""

    name = "shown"
    _hidden = "hidden"

    def __call__(self) -> str:
        return "called"


@pytest.mark.parametrize(
    "body",
    [
        "{{ boats.__class__ }}",
        "{{ boats._hidden }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ boats.__init__.__globals__ }}",
        "{{ [].append.__self__.__class__ }}",
        "{% set x = namespace() %}{{ x.__class__ }}",
        "{{ 'x'.format.__globals__ }}",
        "{{ '{0.__class__}'.format(boats) }}",
        "{{ self._TemplateReference__context }}",
        "{{ boats.__class__|attr('__mro__') }}",
        "{{ ''|attr('__class__') }}",
        "{{ range.__self__ }}",
        "{{ '{}'.format(1) }}",
        "{{ boats.mro }}",
        "{{ 'a'.encode() }}",
        "{{ dict.__base__ }}",
        "{{ {'a': boats}|map(attribute='a.__class__')|list }}",
        "{{ [boats]|map(attribute='__class__')|join }}",
        "{{ [boats]|map('attr', '__class__')|join }}",
        "{{ boats.nosuch }}",
    ],
)
def test_no_way_out_of_the_sandbox(written: Path, body: str) -> None:
    """A template that reaches for Python's insides or for files does not render, or is refused before."""
    with pytest.raises(PromptError, match=r"does not render|No filter named|uses namespace"):
        prompt(written, body).render(boats=Secret())


@pytest.mark.parametrize(
    "body",
    [
        "{% import 'other' as o %}",
        "{% from 'other' import o %}",
        "{% include '/etc/passwd' %}",
        "{% include boats %}",
        "{% extends '../other.md' %}",
        "{% macro m() %}{{ boats }}{% endmacro %}",
        "{% set a %}{{ boats }}{% endset %}",
        "{% filter upper %}{{ boats }}{% endfilter %}",
        "{% block b %}{{ boats }}{% endblock %}",
        "{% for b in boats recursive %}{{ loop(b) }}{% endfor %}",
        "{{ cycler('a') }}",
        "{{ lipsum(n=9) }}",
        "{{ namespace(a=1).a }}",
    ],
)
def test_a_prompt_is_one_file_of_plain_text(written: Path, body: str) -> None:
    """What would bring in other files, or keep texts where nobody weighs them, is refused when the prompt is read."""
    assert re.search("the body (includes|has a|uses)", fault(written, body))


def test_what_is_handed_in_is_not_changed(written: Path) -> None:
    """A template can't change the values that it is given."""
    given = ["rice"]
    with pytest.raises(PromptError):
        prompt(written, "{{ boats.append('salt') }}").render(boats=given)
    assert given == ["rice"]


@pytest.mark.parametrize(
    "body",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 'ab' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in range(99999) %}0123456789{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ boats + 1 }}",
        "{{ 'a'|indent(10**9) }}",
        "{{ 'a'|center(10**9) }}",
        "{{ 'a'.center(999999999) }}",
        "{{ 'a'.zfill(999999999) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ '%0999999999d'|format(1) }}",
        "{{ [1]|batch(999999999, 2)|list }}",
        "{{ range(99999)|join('0123456789' ~ '0123456789') }}",
        "{{ (range(9999)|join).replace('', range(9999)|join) }}",
        "{{ range(9999)|join|replace('', range(9999)|join) }}",
        "{{ range(9999)|join|truncate(10**12) }}",
        pytest.param("{% set a = 'ab' %}" + "{% set a = a ~ a %}" * 50, id="doubled"),
        pytest.param("{% set a = 'ab' %}" + "{% set a = a + a %}" * 50, id="added"),
        pytest.param("{% set a = [1] %}" + "{% set a = [a, a] %}" * 50 + "{{ a }}", id="nested"),
        pytest.param("{% set a = [1] %}" + "{% set a = [a, a] %}" * 50 + "{{ a|upper }}", id="nested-upper"),
        pytest.param("{% set a = [1] %}" + "{% set a = [a, a] %}" * 50 + "{{ a|join }}", id="nested-join"),
        pytest.param("{% set a = [1] %}" + "{% set a = [a, a] %}" * 50 + "{{ a|tojson }}", id="nested-json"),
        pytest.param("{% set a = [1] %}" + "{% set a = {'b': a, 'c': a} %}" * 50 + "{{ a ~ 'x' }}", id="nested-said"),
    ],
)
def test_a_template_does_not_run_away(written: Path, body: str) -> None:
    """A template that asks for more than a prompt may have, or breaks, is an error within a moment."""
    started = time.monotonic()
    with pytest.raises(PromptError, match=r"does not render|No filter named"):
        prompt(written, body).render(boats="")
    assert time.monotonic() - started < 2


def test_numbers_may_be_counted_with(written: Path) -> None:
    """Ordinary sums of a template work."""
    assert prompt(written, "{{ 2 * 3 + 7 % 4 }}").render(boats="") == "9"


def test_sizes_are_bounded(written: Path) -> None:
    """A template file, and what it renders to, may have their size and no more."""
    assert len(prompt(written, "{{ boats }}").render(boats="x" * MAX_RENDERED)) == MAX_RENDERED
    with pytest.raises(PromptError, match="more than"):
        prompt(written, "{{ boats }}").render(boats="x" * (MAX_RENDERED + 1))
    room = MAX_TEMPLATE - len(f"---\n{HEAD}\n---\n")
    prompt(written, "x" * room)
    with pytest.raises(PromptError, match="more than"):
        prompt(written, "x" * (room + 1))


@pytest.mark.parametrize("name", sorted(p.stem for p in PROMPTS.glob("*.md")))
def test_the_built_in_prompts_are_sound(name: str) -> None:
    """Every prompt that ships loads, is called as its file, and renders with what it declares."""
    loaded = load_prompt(name)
    assert loaded.name == name
    assert loaded.render(**dict.fromkeys(loaded.variables, ""))


@pytest.mark.parametrize("path", sorted((PROMPTS / "examples").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_built_in_examples_belong_to_something(path: Path) -> None:
    """Few-shot examples belong to a prompt and a schema that there are."""
    name, schema = path.stem.split(".")
    load_prompt(name)
    data, digest = load_examples(name, find_schema(schema).name)
    assert data and len(digest) == 64


def test_no_examples_is_no_fault() -> None:
    """A schema without examples is asked without."""
    assert load_examples("sentence_wise", "nosuch") == ({}, "")


def test_broken_examples_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples that are no YAML mapping are refused with their file."""
    (tmp_path / "examples").mkdir()
    monkeypatch.setattr("summarizer.extract.prompt.PROMPTS", tmp_path)
    for n, text in enumerate(("- a", "a: [")):
        (tmp_path / "examples" / f"p.s{n}.yaml").write_text(text)
        with pytest.raises(PromptError, match=f"s{n}"):
            load_examples("p", f"s{n}")


def test_digests_tell_their_parts_apart() -> None:
    """Two parts are not one part of the same letters."""
    assert len({digest_of("ab", "c"), digest_of("a", "bc"), digest_of("abc"), digest_of("c", "ab")}) == 4
