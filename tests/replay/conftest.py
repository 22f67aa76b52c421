"""Replay: the whole program over the example articles, with the recorded answers in place of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from summarizer.model import connect
from tests import recording

ARTICLES = Path(__file__).parent.parent.parent / "examples" / "articles"


class NoServer:
    """Stands where the embedded server would: nothing is started, every answer comes from the cassette."""

    base_url = "http://127.0.0.1:9/v1"
    api_key = "none"

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __enter__(self) -> NoServer:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def warm(self, prefix: Sequence[object]) -> None:
        """Nothing to warm."""

    def check(self) -> None:
        """Never gone."""


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started and no weights are needed, unless answers are recorded."""
    if not recording.RECORD:
        monkeypatch.setattr(connect, "EmbeddedServer", NoServer)
        monkeypatch.setattr(connect, "ensure", lambda *_, **__: Path("weights.gguf"))


@pytest.fixture
def answers(request: pytest.FixtureRequest, no_server: None) -> Iterator[Any]:
    """The model's answers for this test, from its cassette; or, with SUMMARIZER_RECORD=1, from the model."""
    test = request.node.name.replace("[", "_").removesuffix("]")
    with recording.cassette(request.path.stem, test) as tape:
        yield tape
