"""Where a schema is found: the built-in ones by name, one's own by file and class."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import traceback
from pathlib import Path
from types import ModuleType

from summarizer.builtin import SCHEMAS
from summarizer.errors import SchemaError
from summarizer.schema.claim import Report
from summarizer.schema.compile import Schema, compile_schema

__all__ = ["builtin_schemas", "find_report", "find_schema", "runs_code"]


def builtin_schemas() -> tuple[str, ...]:
    """The names of the schemas that ship with the program."""
    return tuple(sorted(p.stem for p in SCHEMAS.glob("*.py") if not p.stem.startswith("_")))


def runs_code(spec: str) -> bool:
    """Whether finding this schema runs a Python file of the user's."""
    return spec.partition(":")[0].endswith(".py")


def find_schema(spec: str) -> Schema:
    """The schema called ``spec``: a built-in name (``trade_brief``) or a file and class (``mine.py:Incidents``).

    A file is run as Python code; its class may be left out where it defines just one report. Raises SchemaError, also
    where a schema of one's own has a built-in one's name: its briefs would be taken for the other's.
    """
    if not runs_code(spec):
        name = spec.partition("/")[0]
        if name not in builtin_schemas():
            raise SchemaError(
                f"no schema is called {spec!r}",
                mend=f"built in: {', '.join(builtin_schemas())}; your own: path/to/file.py:ClassName",
            )
        module = importlib.import_module(f"summarizer.builtin.schemas.{name}")
        found = compile_schema(_report(module, "", spec))
        if "/" in spec and found.id != spec:
            raise SchemaError(f"{spec!r} was asked for, this version has {found.id!r}", mend=f"ask for {found.id!r}")
        return found
    own = compile_schema(find_report(spec))
    if own.name in builtin_schemas():
        raise SchemaError(
            f"{spec!r} has the id {own.id!r}, and {own.name!r} is a built-in schema",
            mend=f'give it a name of its own: schema_id = "my_{own.id}"',
        )
    return own


def find_report(spec: str) -> type[Report]:
    """The report class called ``spec``, not compiled yet: what `find_schema` compiles. Raises SchemaError."""
    file, _, cls = spec.partition(":")
    if runs_code(spec):
        return _report(_run(Path(file)), cls, spec)
    return find_schema(spec).report


def _run(path: Path) -> ModuleType:
    path = path.resolve()
    if not path.is_file():
        raise SchemaError(f"there is no schema file {path}", mend="name a Python file: path/to/file.py:ClassName")
    # One module a file, however often and from wherever it is asked for: a class must not exist twice.
    name = f"summarizer_user_schema_{abs(hash(str(path))):x}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SchemaError(f"{path} can't be imported", mend="is it Python source?")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a file that ends the program is no schema, and no quiet end either
        del sys.modules[name]
        said = str(error).split("\n")[0] or "no reason given"
        raise SchemaError(
            f"{path} fails when it is run: {type(error).__name__}: {said}{_line_of(path, error)}",
            mend="does `python` run it? `summarizer schema new FILE.py` writes one that works",
        ) from error
    return module


def _line_of(path: Path, error: BaseException) -> str:
    """Where in the file it failed, as far as Python knows."""
    if isinstance(error, SyntaxError):
        return ""  # says so itself
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f" (line {lines[-1]})" if lines else ""


def _report(module: ModuleType, cls: str, spec: str) -> type[Report]:
    reports = {
        name: value
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, Report) and value.__module__ == module.__name__
    }
    if cls:
        if cls in reports:
            return reports[cls]
        raise SchemaError(f"{spec!r}: no report class {cls!r}", mend=f"it defines: {', '.join(reports) or 'none'}")
    if len(reports) == 1:
        return next(iter(reports.values()))
    raise SchemaError(
        f"{spec!r} defines {len(reports)} report classes",
        mend=f"name one: {spec}:{next(iter(reports), 'ClassName')}",
    )
