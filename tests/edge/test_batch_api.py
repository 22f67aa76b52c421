"""The Batch API over HTTP: what is sent, what is believed, and how questions and answers stand in lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.budget import Price
from summarizer.chat import ChatRequest, Usage
from summarizer.deferred import outputs
from summarizer.deferred.outputs import Line, read_lines
from summarizer.deferred.price import batch_price
from summarizer.errors import CredentialsError, EndpointError, SettingsError
from summarizer.model import batch_api
from summarizer.model.batch_api import (
    BatchApi,
    Form,
    first_form,
    form_from_json,
    form_to_json,
    lesser_form,
    question_id,
    request_line,
)
from summarizer.model.prices import price_of
from summarizer.settings import OPENAI, Settings
from tests.batch_server import BatchServer

pytestmark = pytest.mark.usefixtures("alone")

ASKED = ChatRequest([{"role": "user", "content": "What is sold?"}], 100, json_schema={"type": "object"}, tag="article")


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer() as running:
        yield running


@pytest.fixture
def api(server: BatchServer) -> Iterator[BatchApi]:
    naps: list[float] = []
    made = BatchApi(server.base_url, sleep=naps.append)
    yield made
    made.close()


@pytest.fixture
def questions(alone: Path) -> Path:
    path = Path("questions.jsonl")
    path.write_bytes(request_line("a", "m", ASKED, Form()) + request_line("b", "m", ASKED, Form()))
    return path


def test_there_and_back(api: BatchApi, server: BatchServer, questions: Path) -> None:
    """A file goes up as it is, becomes a batch with our name on it, and its answers come down."""
    file_id = api.upload(questions)
    assert server.files[file_id] == questions.read_bytes()
    made = api.create(file_id, "ours")
    assert (made.id, made.status, made.total) == ("batch_1", "validating", 2)
    assert server.batches["batch_1"].metadata == {"spanbrief": "ours"}
    server.run()
    state = api.get("batch_1")
    assert (state.status, state.completed, state.failed, state.error_file) == ("completed", 2, 0, None)
    assert state.output_file is not None
    api.download(state.output_file, Path("answers.jsonl"))
    assert Path("answers.jsonl").read_bytes() == server.files[state.output_file]
    assert [line.id for line in read_lines(Path("answers.jsonl"))] == ["b", "a"]


def test_finding_ours(api: BatchApi, server: BatchServer, questions: Path) -> None:
    """A batch is found by our name through all pages; those from long before are not looked through."""
    file_id = api.upload(questions)
    for name in ("first", "second", "third"):
        api.create(file_id, name)
    server.page = 1
    found = api.find("first", since=0)
    assert found is not None and found.id == "batch_1"
    assert api.find("fourth", since=0) is None
    server.calls.clear()
    assert api.find("first", since=4_000_000_000) is None
    assert server.calls == ["GET /v1/batches"]


def test_creation_is_not_repeated_blindly(api: BatchApi, server: BatchServer, questions: Path) -> None:
    """After a broken connection nobody knows whether there is a batch, so it is not made once more."""
    file_id = api.upload(questions)
    server.faults = [("POST /v1/batches", 0)]
    with pytest.raises(EndpointError):
        api.create(file_id, "ours")
    server.faults = [("POST /v1/batches", 503)]
    with pytest.raises(EndpointError, match="503"):
        api.create(file_id, "ours")
    assert len(server.batches) == 1


def test_needs_a_key() -> None:
    """Elsewhere than on this machine nothing is sent without a key."""
    with pytest.raises(CredentialsError, match="needs a key"):
        BatchApi("https://batches.example/v1")
    with pytest.raises(CredentialsError, match="characters that no key has"):
        BatchApi("https://batches.example/v1", api_key="sk-…")


def test_key_is_not_repeated(server: BatchServer) -> None:
    """What a server says is told without the key."""
    api = BatchApi(server.base_url, api_key="sk-secret")
    server.faults = [("GET /v1/batches/batch_1", 400)]
    server.key = "sk-secret"
    try:
        with pytest.raises(EndpointError) as caught:
            api.get("batch_1")
    finally:
        api.close()
    assert "sk-secret" not in caught.value.message


def test_headers(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only OpenAI is told the organisation and project of the environment."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-ours")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-ours")
    api = BatchApi(server.base_url, api_key="k")
    with pytest.raises(SettingsError, match="404"):
        api.get("batch_1")
    api.close()
    assert not any("ours" in value for value in server.headers[0].values())
    assert server.headers[0]["authorization"] == "Bearer k"


@pytest.mark.parametrize("id", ["../files", "a/b", "", "a" * 300, "a..b", "?x", None, 7])
def test_hostile_ids(api: BatchApi, id: Any) -> None:
    """What is no id never stands in an address."""
    with pytest.raises(EndpointError, match="no usable id"):
        api.get(id)


def test_no_file(api: BatchApi, server: BatchServer, questions: Path) -> None:
    """An empty text for a file means that there is none, as some servers write it."""
    api.create(api.upload(questions), "ours")
    server.batches["batch_1"].state |= {"output_file_id": "", "error_file_id": ""}
    state = api.get("batch_1")
    assert (state.output_file, state.error_file) == (None, None)


@pytest.mark.parametrize(
    "hostile",
    [
        {"id": "../../etc"},
        {"output_file_id": "a/../b"},
        {"request_counts": "none", "errors": [1], "created_at": "today"},
        {"request_counts": {"total": -1, "completed": True, "failed": 1e99}, "status": 7, "errors": {"data": [3]}},
    ],
)
def test_hostile_batches(api: BatchApi, server: BatchServer, questions: Path, hostile: dict[str, Any]) -> None:
    """A batch of another shape is either read without what is wrong in it, or an error of the endpoint."""
    api.create(api.upload(questions), "ours")
    server.batches["batch_1"].state |= hostile
    if "id" in hostile or "output_file_id" in hostile:
        with pytest.raises(EndpointError):
            api.get("batch_1")
    else:
        state = api.get("batch_1")
        assert (state.completed, state.failed) == (0, 0)


def test_download_has_a_limit(api: BatchApi, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without end is refused, and leaves nothing behind."""
    monkeypatch.setattr(batch_api, "LARGEST", 1000)
    server.files["file-1"] = b"x" * 100_000
    with pytest.raises(EndpointError, match="1,000 bytes"):
        api.download("file-1", Path("answers.jsonl"))
    assert not list(Path().glob("answers*"))


def test_other_api(server: BatchServer) -> None:
    """An endpoint that has no Batch API is told as that."""
    api = BatchApi(server.base_url + "/other")
    with pytest.raises(SettingsError, match="no Batch API"):
        api.get("batch_1")
    api.close()


# Lines.


def test_question_ids() -> None:
    """The id of a question stands for model, endpoint and words, has 64 characters, and is always the same."""
    id = question_id("https://a.example/v1", "m", ASKED)
    assert len(id) == 64
    assert id == question_id("https://a.example/v1/", "m", ASKED)
    other = ChatRequest([{"role": "user", "content": "What is denied?"}], 100, json_schema={"type": "object"})
    different = [
        question_id("https://b.example/v1", "m", ASKED),
        question_id("https://a.example/v1", "n", ASKED),
        question_id("https://a.example/v1", "m", other),
    ]
    assert len({id, *different}) == 4


@given(st.text())
def test_any_text_makes_one_line(text: str) -> None:
    """Whatever an article holds, its question is one line of JSON in UTF-8."""
    line = request_line("id", "m", ChatRequest([{"role": "user", "content": text}], 10), Form())
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    said = json.loads(line)["body"]["messages"][0]["content"]
    assert said == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_forms() -> None:
    """OpenAI's models are asked as they take it, others as all servers know it; a refusal asks for less, step by step."""
    assert first_form("http://127.0.0.1/v1", "gpt-5") == Form()
    assert first_form(OPENAI, "gpt-4.1-mini") == Form(limit="max_completion_tokens")
    assert first_form(OPENAI, "gpt-5-mini") == Form(limit="max_completion_tokens", temperature=False)
    assert first_form(OPENAI, "o3") == Form(limit="max_completion_tokens", temperature=False)
    less = lesser_form(Form(), "response_format json_schema is not supported")
    assert less == Form(json="json_object")
    assert lesser_form(less, "response_format is not supported") == Form(json="plain")
    assert lesser_form(Form(json="plain"), "response_format is not supported") is None
    assert lesser_form(Form(), "maximum context length exceeded") is None
    assert form_from_json(form_to_json(less)) == less


@given(st.binary(max_size=200) | st.lists(st.binary(max_size=40)).map(b"\n".join))
def test_any_bytes_are_lines(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever stands in a file of answers, it is read to its end."""
    path = tmp_path_factory.mktemp("lines") / "answers.jsonl"
    path.write_bytes(data)
    assert all(line.id is None or isinstance(line.id, str) for line in read_lines(path))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "response",
                        "status_code",
                        "body",
                        "choices",
                        "message",
                        "content",
                        "usage",
                        "error",
                        "code",
                        "timings",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_a_line(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    """A line of any shape is an answer, an error, or no line; it never ends the reading."""
    path = tmp_path_factory.mktemp("lines") / "answers.jsonl"
    body = {"custom_id": "a", "response": {"status_code": 200, "body": value}, "error": value}
    path.write_text("\n".join(json.dumps(v) for v in (value, body, {**body, "response": value})))
    lines = list(read_lines(path))
    assert len(lines) == 3
    assert all(line.reply is not None or line.error for line in lines)


def test_longest_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without end costs itself, and the one after it is read."""
    monkeypatch.setattr(outputs, "LONGEST", 100)
    path = tmp_path / "answers.jsonl"
    path.write_bytes(b"x" * 1000 + b"\n" + b'{"custom_id": "a", "error": {"code": "batch_expired"}}\n')
    first, second = read_lines(path)
    assert first == Line(None, error="a line of more than 100 bytes")
    assert (second.id, second.code) == ("a", "batch_expired")


# Prices.


def cost(price: Price | None) -> float:
    assert price is not None
    return price(Usage(prompt=1_000_000, completion=1_000_000))


@pytest.mark.parametrize("model", ["gpt-4o-mini", "gpt-4.1", "o3"])
def test_half_price(model: str) -> None:
    """A batch at OpenAI costs half of the list price."""
    listed = cost(price_of(model, OPENAI))
    assert cost(batch_price(Settings(model=model))) == pytest.approx(listed / 2)


def test_half_price_without_a_listed_one() -> None:
    """Where the price list has no batch price for a model of OpenAI's, it is half; elsewhere it is the whole."""
    model = "chatgpt-4o-latest"
    assert cost(batch_price(Settings(model=model))) == pytest.approx(cost(price_of(model, OPENAI)) / 2)
    groq = "https://api.groq.com/openai/v1"
    model = "llama-3.1-8b-instant"
    assert cost(batch_price(Settings(model=model, base_url=groq))) == pytest.approx(cost(price_of(model, groq)))


def test_no_price() -> None:
    """On this machine nothing is paid, and a limit of cost without a price is refused."""
    settings = Settings(model="gpt-4o-mini", base_url="http://127.0.0.1:9/v1")
    assert batch_price(settings) is None
    for limit in ("total_cost", "max_cost"):
        with pytest.raises(SettingsError, match="--" + limit.replace("_", "-")):
            batch_price(settings.model_copy(update={limit: 1.0}))
