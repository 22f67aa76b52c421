"""Settings: which of flags, environment, file and defaults decides, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from summarizer import api
from summarizer.errors import SettingsError
from summarizer.settings import LOCAL, Settings, api_key_for, load_settings

pytestmark = pytest.mark.usefixtures("alone")

URL = "http://127.0.0.1:8080/v1"


def config(text: str | bytes) -> None:
    Path("summarizer.toml").write_bytes(text.encode() if isinstance(text, str) else text)


def test_the_default_is_local_and_asks_nobody() -> None:
    """Without any setting the embedded model answers, sentence by sentence, with the built-in schema."""
    settings = load_settings()
    assert settings == Settings()
    assert (settings.model, settings.base_url, settings.schema_name) == (LOCAL, None, "trade_brief")
    assert settings.is_local and settings.strategy_name == "sentence-wise"


def test_openais_variables_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key, an address or a model that is set for another program decides nothing here."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://example.com/v1")
    monkeypatch.setenv("OPENAI_MODEL", "gpt-x")
    monkeypatch.setenv("MODEL", "gpt-x")
    monkeypatch.setenv("SCHEMA", "public")
    monkeypatch.setenv("schema_name", "public")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("key", "file", "variable", "flag"),
    [
        ("model", "a", "b", "c"),
        ("schema", "a", "b", "c"),
        ("strategy", "sentence-wise", "whole-article", "sentence-wise"),
        ("base_url", f"{URL}/a", f"{URL}/b", f"{URL}/c"),
        ("timeout", 1.5, 2.5, 3.5),
        ("deadline", 1.0, 2.0, 3.0),
        ("parallel", 1, 2, 3),
    ],
)
def test_flags_over_environment_over_file(
    monkeypatch: pytest.MonkeyPatch, key: str, file: object, variable: object, flag: object
) -> None:
    """Each setting may stand in all three places, and the nearest to the user decides."""
    name = "schema_name" if key == "schema" else key
    model = {} if key == "model" else {"model": "m"}
    config(f"{key} = {file!r}\n")
    assert getattr(load_settings(**model), name) == file
    monkeypatch.setenv(f"SUMMARIZER_{key.upper()}", str(variable))
    assert getattr(load_settings(**model), name) == variable
    assert getattr(load_settings(**model, **{key: flag}), name) == flag
    assert getattr(load_settings(**model, **{key: None}), name) == variable, "a flag that was not given"
    monkeypatch.setenv(f"SUMMARIZER_{key.upper()}", "")
    assert getattr(load_settings(**model), name) == file, "an empty variable is none"


def test_sources_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """One setting from each place makes one set of settings."""
    config("parallel = 2")
    monkeypatch.setenv("SUMMARIZER_MODEL", "m")
    settings = load_settings(base_url=URL)
    assert (settings.parallel, settings.model, settings.base_url) == (2, "m", URL)


def test_the_key_and_the_cache_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of the same prefix that are no settings disturb nothing; a key in the file is refused."""
    monkeypatch.setenv("SUMMARIZER_API_KEY", "sk-x")
    monkeypatch.setenv("SUMMARIZER_CACHE", "/nowhere")
    assert load_settings() == Settings()
    config('api_key = "sk-velmora-4711"')
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "api_key in summarizer.toml" in str(caught.value)
    assert "sk-velmora-4711" not in str(caught.value)


def test_an_unknown_key_of_the_file_is_named() -> None:
    """A misspelt setting is told with its place, and the known ones."""
    config('modle = "m"')
    with pytest.raises(SettingsError, match=r"modle in summarizer\.toml") as caught:
        load_settings()
    assert "base_url" in caught.value.mend and "schema" in caught.value.mend


@pytest.mark.parametrize("text", ["model =", b"model = '\xff'", "[model]\na = 1", "timeout = 'long'", "model = 3"])
def test_a_broken_file_is_told(text: str | bytes) -> None:
    """A file that is no TOML, no UTF-8, or has values of another type is an error that names the file."""
    config(text)
    with pytest.raises(SettingsError, match=r"summarizer\.toml"):
        load_settings()


def test_a_folder_of_that_name_is_told() -> None:
    """A summarizer.toml that can't be read is not taken for one that is not there."""
    Path("summarizer.toml").mkdir()
    with pytest.raises(SettingsError, match=r"summarizer\.toml can't be read"):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TIMEOUT", "soon"),
        ("TIMEOUT", "0"),
        ("TIMEOUT", "nan"),
        ("DEADLINE", "-1"),
        ("DEADLINE", "inf"),
        ("PARALLEL", "0"),
        ("PARALLEL", "65"),
        ("STRATEGY", "guess"),
    ],
)
def test_a_bad_value_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """A value that can't be is told with the variable that holds it."""
    monkeypatch.setenv(f"SUMMARIZER_{variable}", value)
    with pytest.raises(SettingsError, match=f"SUMMARIZER_{variable}"):
        load_settings()


def test_a_bad_flag_is_told_as_a_flag() -> None:
    """A value that can't be is told with the flag that it came by."""
    with pytest.raises(SettingsError, match="--model"):
        load_settings(model="")


@pytest.mark.parametrize(
    "url", ["example.com/v1", "ftp://example.com", "http://", "http://[::1/v1", "http://host:99999/v1", "http://h:x/"]
)
def test_a_base_url_must_be_an_address(url: str) -> None:
    """An address without scheme, host or a port that can be is refused before anything is asked."""
    with pytest.raises(SettingsError, match="no endpoint"):
        load_settings(model="m", base_url=url)


def test_an_endpoint_needs_a_model() -> None:
    """An address alone does not say which model; the local one has none."""
    with pytest.raises(SettingsError, match="needs the name of a model") as caught:
        load_settings(base_url=URL)
    assert "--model" in caught.value.mend


@pytest.mark.parametrize(
    ("model", "base_url", "local", "strategy"),
    [
        ("local", None, True, "sentence-wise"),
        ("mine.gguf", None, True, "sentence-wise"),
        ("mine.gguf", URL, False, "whole-article"),
        ("gpt-x", None, False, "whole-article"),
    ],
)
def test_what_is_local(model: str, base_url: str | None, local: bool, strategy: str) -> None:
    """Only the embedded model and one's own weights file are local, and they decide the strategy."""
    settings = load_settings(model=model, base_url=base_url)
    assert (settings.is_local, settings.strategy_name) == (local, strategy)
    assert load_settings(model=model, base_url=base_url, strategy="whole-article").strategy_name == "whole-article"


def test_settings_are_frozen() -> None:
    """Settings don't change during a run."""
    with pytest.raises(ValidationError):
        load_settings().model = "m"


def test_settings_and_options_together_are_refused() -> None:
    """A program that gives settings and options is told so; neither is dropped silently."""
    with pytest.raises(SettingsError, match="parallel"):
        api.summarize("article.txt", settings=Settings(), parallel=2)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://api.openai.com/v1", "sk-openai"),
        ("https://eu.api.openai.com/v1", "sk-openai"),
        ("https://openai.com.example.org/v1", None),
        ("https://notopenai.com/v1", None),
        ("https://example.org/openai.com", None),
        ("https://api.openai.com@example.org/v1", None),
        (URL, None),
    ],
)
def test_openais_key_is_shown_to_openai_only(url: str, key: str | None) -> None:
    """A key that was meant for one company is never shown to another; one's own counts anywhere."""
    assert api_key_for(url, {"OPENAI_API_KEY": "sk-openai"}) == key
    assert api_key_for(url, {"OPENAI_API_KEY": "sk-openai", "SUMMARIZER_API_KEY": "sk-own"}) == "sk-own"
    assert api_key_for(url, {}) is None
