"""`summarizer review DOSSIER` as a program: what is decided is in the files at once, and outlasts a kill and a new merge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summarizer.commands.dossiers import Again, write_views
from summarizer.dossier.link_log import LinkLog
from summarizer.dossier.merge import merge_briefs
from summarizer.dossier.shapes import Entry
from summarizer.errors import BriefInvalid, UsageError
from summarizer.schema import find_schema
from summarizer.store import read_brief
from tests.linking import put_pair
from tests.served import address_of, started, token_of


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The folder of a dossier of two briefs."""
    entries = [Entry(read_brief(path), str(path)) for path in put_pair(tmp_path / "briefs")]
    folder = tmp_path / "dossier"
    folder.mkdir()
    schema = find_schema("trade_brief")
    made = merge_briefs(entries, schema, created_at="2026-11-23T00:00:00+00:00")
    (folder / "dossier.json").write_text(made.to_json(), encoding="utf-8")
    write_views(made, folder, schema)
    return folder


def brokers(folder: Path) -> list[str]:
    """The names of the dossier's brokers."""
    read: dict[str, Any] = json.loads((folder / "dossier.json").read_text(encoding="utf-8"))
    return [entity["name"] for entity in read["entities"] if "broker" in entity["roles"]]


def suggested(client: httpx2.Client) -> str:
    """The key of the link that is suggested."""
    page = client.get("/").text
    client.headers["X-Review-Token"] = token_of(page)
    return page.split('class="link suggested" data-key="')[1].split('"')[0]


def test_a_decision_is_written_at_once_and_outlasts_a_kill_and_a_new_merge(dossier: Path, tmp_path: Path) -> None:
    """After the answer the program is killed: all forms of the dossier have the decision, and so has every later merge."""
    assert len(brokers(dossier)) == 2
    before = (dossier / "index.html").read_text(encoding="utf-8")
    assert "May be the same as" in before
    with started(dossier, "--port", "0", "--no-open", "--reviewer", "anna", cwd=tmp_path) as process:
        with httpx2.Client(base_url=address_of(process), timeout=30.0, trust_env=False) as client:
            body = {"reviewer": "anna", "action": "confirm", "link": suggested(client)}
            answer = client.post("/api/links/decide", json=body)
            assert answer.status_code == 200, answer.text
        process.kill()
        process.wait()
    assert len(brokers(dossier)) == 1
    assert "May be the same as" not in (dossier / "index.html").read_text(encoding="utf-8")
    assert (dossier / "graph.svg").read_text(encoding="utf-8").startswith("<svg")
    log = LinkLog(dossier / "links.sqlite")
    made, _ = Again(dossier)(log.all())
    log.close()
    assert [link.by for link in made.links if link.state == "confirmed"] == ["anna"]


def test_a_brief_that_is_gone_is_named(dossier: Path, tmp_path: Path) -> None:
    """What the dossier was made of must be there to merge it anew."""
    (tmp_path / "briefs" / "first.json").unlink()
    with pytest.raises(UsageError, match=r"first\.json, which is not here"):
        Again(dossier)([])


def test_what_is_no_dossier_is_refused_in_words(dossier: Path) -> None:
    """A file of that name that is something else is named, with the mend."""
    (dossier / "dossier.json").write_text('{"format": "brief/1"}', encoding="utf-8")
    with pytest.raises(BriefInvalid, match=r"dossier\.json: this is no dossier/1"):
        Again(dossier)
