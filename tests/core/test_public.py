"""What others may lean on: public names, cheap import, the tree of errors, types; and who may import whom."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import summarizer
from summarizer import errors
from summarizer.errors import SummarizerError

ROOT = Path(__file__).parents[2]
HEAVY = ("openai", "pydantic", "rich", "typer", "jinja2", "xllamacpp", "httpx2", "jsonschema", "yaml", "rapidfuzz")


def modules() -> list[str]:
    found = [m.name for m in pkgutil.walk_packages(summarizer.__path__, "summarizer.")]
    # Programs of their own, which nobody imports.
    return sorted(m for m in found if not m.endswith(("__main__", "._serve", "._pdf_reader")))


@pytest.mark.parametrize("name", modules())
def test_what_a_module_offers_is_there(name: str) -> None:
    """Each module says what it offers, and what it says is there, once."""
    module = importlib.import_module(name)
    offered = getattr(module, "__all__", None)
    if offered is None:
        assert name.endswith("._version") or not any(
            inspect.isfunction(v) or inspect.isclass(v)
            for v in vars(module).values()
            if getattr(v, "__module__", "") == name
        ), "a module that defines something says what of it is public"
        return
    assert len(set(offered)) == len(offered)
    assert [n for n in offered if not hasattr(module, n)] == []


@pytest.mark.parametrize("name", modules())
def test_what_a_module_offers_is_described(name: str) -> None:
    """Every public class and function, and every module, has words."""
    module = importlib.import_module(name)
    assert module.__doc__
    for public in getattr(module, "__all__", ()):
        value = getattr(module, public)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert (value.__doc__ or "").strip(), f"{name}.{public}"


@pytest.mark.parametrize("name", summarizer.__all__)
def test_every_public_name_resolves(name: str) -> None:
    """What the package offers is what the module that it comes from offers."""
    value = getattr(summarizer, name)
    where = importlib.import_module(summarizer._WHERE[name])
    assert value is getattr(where, name)
    assert name in dir(summarizer)


def test_the_lists_of_public_names_agree() -> None:
    """The names that are offered are those that can be loaded, and those that type checkers see."""
    assert sorted(summarizer._WHERE) == sorted(summarizer.__all__)
    source = Path(summarizer.__file__).read_text(encoding="utf-8")
    seen = re.search(r"if TYPE_CHECKING:\n((?:    .*\n|\n)+)", source)
    assert seen is not None
    imports = re.findall(r"from ([\w.]+) import (?:\(([^)]*)\)|(.*))", seen[1])
    typed = {n.strip(): m for m, many, one in imports for n in (many or one).split(",") if n.strip()}
    assert typed == summarizer._WHERE


def test_a_name_that_is_not_there() -> None:
    """A wrong name is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="nosuch"):
        summarizer.nosuch  # noqa: B018
    assert not hasattr(summarizer, "cli_of_my_own")


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout.strip()


def test_importing_the_package_costs_next_to_nothing() -> None:
    """The import loads none of the libraries that do the work, and nothing else of the package."""
    loaded = python("import sys, summarizer; print(*sorted(sys.modules))").split()
    assert [m for m in loaded if m.split(".")[0] in HEAVY] == []
    assert [m for m in loaded if m.startswith("summarizer")] == ["summarizer"]


def test_help_needs_no_model() -> None:
    """What only parses the command line loads neither the client nor the runtime."""
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom summarizer.cli import app\n"
        "assert CliRunner().invoke(app, ['run', '--help']).exit_code == 0\nprint(*sys.modules)"
    )
    loaded = {m.split(".")[0] for m in python(code).split()}
    assert not loaded & {"openai", "xllamacpp", "jinja2", "trafilatura", "rapidfuzz"}


TREE = re.findall(r"^ {4}[│├└─ ]*([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE)


def classes() -> dict[str, type[SummarizerError]]:
    return {n: v for n, v in vars(errors).items() if inspect.isclass(v) and issubclass(v, SummarizerError)}


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    """The drawing has every class, under its parent, and no other; all are public."""
    parents: list[tuple[int, str]] = []
    drawn: dict[str, str] = {}
    for line in (errors.__doc__ or "").split("\n"):
        found = re.match(r"^ {4}([│├└─ ]*)([A-Z]\w+)", line)
        if found is None:
            continue
        depth, name = len(found[1]), found[2]
        parents = [p for p in parents if p[0] < depth]
        drawn[name] = parents[-1][1] if parents else "Exception"
        parents.append((depth, name))
    assert drawn == {n: c.__bases__[0].__name__ for n, c in classes().items()}
    assert sorted(drawn) == sorted(errors.__all__)


def test_the_drawing_says_the_codes_and_exit_codes() -> None:
    """The words of a ledger and the exit codes in the drawing are those of the classes."""
    codes = {c.code for c in classes().values()}
    for line in (errors.__doc__ or "").split("\n"):
        found = re.match(r"^ {4}[│├└─ ]*([A-Z]\w+)(?:  +.*?)?(?: {2,}| )(exit code \d|[a-z]+_?[a-z_]*)$", line)
        if found is None or found[1] not in classes():
            continue
        error = classes()[found[1]]
        if found[2].startswith("exit code"):
            assert error.exit_code == int(found[2][-1])
        elif found[2] in codes:
            assert error.code == found[2]


@pytest.mark.parametrize(
    ("root", "exit_code"), [("UsageError", 1), ("SourceError", 2), ("ModelError", 2), ("BriefInvalid", 2)]
)
def test_exit_codes_are_the_contracts(root: str, exit_code: int) -> None:
    """What was asked wrongly ends with 1, what failed with 2; only a budget ends with 5."""
    family = {n: c for n, c in classes().items() if issubclass(c, classes()[root])}
    assert {n: c.exit_code for n, c in family.items()} == {
        n: 5 if n.endswith("BudgetExceeded") else exit_code for n in family
    }


@pytest.mark.parametrize("name", sorted(classes()))
def test_every_error_says_what_to_do(name: str) -> None:
    """Each error has its message, what to do about it, a code for ledgers and an exit code of the contract."""
    error = classes()[name]("it broke", mend="mend it")
    assert (error.message, error.mend) == ("it broke", "mend it")
    assert str(error) == "it broke\n  → mend it" and str(classes()[name]("it broke")) == "it broke"
    assert re.fullmatch(r"[a-z_]+", error.code) and error.exit_code in {1, 2, 5}


def test_the_package_is_typed() -> None:
    """The marker for type checkers lies in the package."""
    assert (Path(summarizer.__file__).parent / "py.typed").is_file()


def test_every_schema_class_has_one_identity() -> None:
    """A built-in schema is the same class however it is asked for."""
    module = importlib.import_module("summarizer.builtin.schemas.trade_brief")
    assert summarizer.find_schema("trade_brief").report is module.TradeBrief
    assert summarizer.find_schema("trade_brief/1") is summarizer.find_schema("trade_brief")


def test_the_import_contracts_hold() -> None:
    """Who may import whom is as pyproject.toml says (`lint-imports` says where it is not)."""
    pytest.importorskip("importlinter")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
