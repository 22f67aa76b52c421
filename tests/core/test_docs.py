"""The documents say what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from summarizer.schema import Report, compile_schema

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def generator() -> ModuleType:
    """docs/generate.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_cli_page_is_up_to_date() -> None:
    """docs/cli.md is what the help texts say; `make docs` writes it anew."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == generator().cli_page()


def test_keys_of_the_review_page_are_up_to_date() -> None:
    """docs/review.md lists the keys that the page obeys; `make docs` writes them anew."""
    assert (ROOT / "docs" / "review.md").read_text(encoding="utf-8") == generator().review_page()


def test_readme_has_the_two_commands() -> None:
    """CI takes its two commands from the README's marks."""
    for n, words in ((1, "summarizer run examples/articles/harbour-deal.txt"), (2, "-m pytest")):
        block = re.search(rf"<!-- command {n} -->\n```bash\n(.*?)\n```", README, re.DOTALL)
        assert block is not None
        assert words in block[1]


def test_readme_schema_example_compiles() -> None:
    """The schema that the README shows is one that the program takes."""
    code = next(b for b in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "class Incidents" in b)
    namespace: dict[str, object] = {"__name__": "readme"}
    exec(compile(code, "README.md", "exec", dont_inherit=True), namespace)
    report = namespace["Incidents"]
    assert isinstance(report, type)
    assert issubclass(report, Report)
    assert compile_schema(report).kinds[0].label == "attack"


def test_documents_name_files_that_exist() -> None:
    """No document links to a file that is not there."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "articles" / "README.md"]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
