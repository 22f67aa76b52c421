"""CSV exports: read back by the csv module, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from hypothesis import given
from hypothesis import strategies as st

from summarizer.brief import Evidence, Fact, FactReview, ResolvedTime
from summarizer.export.formats import Source, csv_files
from summarizer.export.formats.table import defused
from summarizer.schema import Claim, Copied, Free, Report, Schema, compile_schema
from tests.exporting import LEDGER, SCHEMA, facts, source
from tests.reviewing import brief

Row = Mapping[str, str]


def undone(cell: str) -> str:
    """A cell as it was before it was defused, as docs/exports.md says it."""
    return cell.removeprefix("'")


def read(data: bytes) -> list[dict[str, str]]:
    """The rows of a file."""
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    head = next(rows)
    return [dict(zip(head, map(undone, row), strict=True)) for row in rows]


def value_of(cell: str | None) -> Any:
    """A field's value by its cell: JSON where it begins like JSON, null where it is empty."""
    if not cell:
        return None
    return json.loads(cell) if cell[0] in '["' else cell


def facts_of(
    schema: Schema, kinds: Mapping[str, Sequence[Row]], evidence: Sequence[Row], times: Sequence[Row], of: str
) -> list[Fact]:
    """The facts of a brief by its rows."""
    found = []
    for kind in schema.kinds:
        for row in (r for r in kinds[kind.name] if r["brief"] == of):
            mine = [r for r in evidence if (r["brief"], r["fact"]) == (of, row["fact"])]
            keys = Evidence.model_fields
            resolved = {
                r["field"]: ResolvedTime.model_validate({k: r[k] or None for k in ResolvedTime.model_fields})
                for r in times
                if (r["brief"], r["fact"]) == (of, row["fact"])
            }
            review = row["review_json"]
            found.append(
                Fact(
                    kind=kind.name,
                    id=row["fact"],
                    values={f.name: value_of(row[f.name]) for f in kind.fields},
                    evidence=tuple(
                        Evidence.model_validate({k: r[k] for k in keys})
                        for r in sorted(mine, key=lambda r: int(r["n"]))
                    ),
                    reasons=tuple(json.loads(row["reasons"])),
                    resolved=resolved,
                    review=FactReview.model_validate_json(review) if review else None,
                )
            )
    return found


def test_facts_come_back_as_they_were() -> None:
    """Every fact, with its evidence, times and review, is read from the files as it stood in the brief; and so is the ledger."""
    one = source()
    files = {name.removesuffix(".csv"): read(data) for name, data in csv_files([one, source("other")], SCHEMA).items()}
    kinds = {k.name: files[k.name] for k in SCHEMA.kinds}
    assert facts_of(SCHEMA, kinds, files["evidence"], files["times"], "hostile") == [
        f for k in SCHEMA.kinds for f in one.brief[k.name]
    ]
    lines = [r for r in files["ledger"] if r["brief"] == "hostile"]
    assert [(r["path"], r["code"], r["quote"] or None, r["hint"] or None) for r in lines] == [
        (x.path, x.code, x.quote, x.hint) for x in LEDGER
    ]
    assert json.loads(lines[0]["value"]) == LEDGER[0].value
    assert [r["brief"] for r in files["briefs"]] == ["hostile", "other"]


def test_names_are_a_row_each() -> None:
    """Each name of a list has a row of its own, to be joined over."""
    rows = read(csv_files([source()], SCHEMA)["names.csv"])
    assert [r["name"] for r in rows if r["field"] == "recipient"] == ["Kesh", "Tarn"]
    assert {"Velmoran 'Republic'", "+V"} <= {r["name"] for r in rows}


def test_no_cell_is_a_formula() -> None:
    """No cell of any file begins as a formula does, and quoted line breaks are as RFC 4180 has them."""
    for data in csv_files([source()], SCHEMA).values():
        assert data.endswith(b"\r\n")
        for row in csv.reader(io.StringIO(data.decode(), newline="")):
            assert not any(
                cell.lstrip().startswith(("=", "+", "-", "@")) or (cell[:1] in "\t\r\n" and cell) for cell in row
            )
    items = csv_files([source()], SCHEMA)["items.csv"].decode()
    assert "'=SUM(1,2) boats" in items


@given(st.text(alphabet=st.sampled_from("=+-@＝\t\r\n' a1\ufeff\u00a0")) | st.text())
def test_defusing_is_undone_by_dropping_one_mark(cell: str) -> None:
    """Whatever a cell holds, it begins harmlessly once defused, and one ' less gives it back."""
    safe = defused(cell)
    assert undone(safe) == cell
    assert not safe.lstrip("\ufeff \u00a0").startswith(tuple("=+-@＝＋－＠"))
    assert safe[:1] not in tuple("\t\r\n")


class Evidence_(Claim):  # noqa: N801 (its list's name matters only)
    """A fact whose kind and fields are called like what an export has of its own."""

    brief: Annotated[str, Copied("A name.", name=True)]
    fact: Annotated[str | None, Free("A thing.")] = None
    n: Annotated[str | None, Free("Another.")] = None


class Clashing(Report):
    """A schema whose names clash."""

    schema_id = "clashing/1"
    evidence: list[Evidence_] = []
    EVIDENCE: list[Evidence_] = []


CLASHING = compile_schema(Clashing)


def clashing() -> Source:
    """A brief with one fact of each kind."""
    like = facts()[2].evidence
    made = {
        kind: (Fact(kind=kind, id=f"{kind}-1", values={"brief": kind, "fact": "x", "n": None}, evidence=like),)
        for kind in ("evidence", "EVIDENCE")
    }
    return Source("one", brief().model_copy(update={"schema_id": CLASHING.id, "facts": made, "summary": ()}))


def test_names_that_clash_get_an_underscore() -> None:
    """A kind that is called 'evidence', another that is 'EVIDENCE', and a field that is called 'brief' lose nothing."""
    files = csv_files([clashing()], CLASHING)
    assert len({name.casefold() for name in files}) == len(files)
    assert read(files["evidence_.csv"])[0]["brief_"] == "evidence"
    assert (
        read(files["EVIDENCE__.csv"])[0] | {"brief": "one", "brief_": "EVIDENCE", "fact_": "x"}
        == read(files["EVIDENCE__.csv"])[0]
    )
    assert [r["quote"] for r in read(files["evidence.csv"])][:1] == [facts()[2].evidence[0].quote]
