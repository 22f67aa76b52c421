"""Ray's own processes: two workers, one killed; a refused key; the recipe of the documentation."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray.data", reason='Ray is not installed: pip install "spanbrief[ray]"')

from tests.scripted import Action, ScriptedServer

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are found in /proc"),
    pytest.mark.usefixtures("alone"),
]

ROOT = Path(__file__).parents[2]
EMPTY = json.dumps({"actors": [], "items": [], "compensation": [], "sanctions": [], "denials": []})
KEY = "sk-invented-4711"

RUN = """
    import json, sys
    from pathlib import Path
    from summarizer.article import article_from_text
    from summarizer.engines.ray import run_with_ray
    from summarizer.errors import SummarizerError
    from summarizer.schema import find_schema
    from summarizer.settings import load_settings
    from summarizer.sources import Source

    def source(n):
        text = f"The harbour office of Astrin counted {n} ships (case {n}).\\n"
        return Source(f"{n}", f"/{n}", f"{n}", lambda: article_from_text(text, f"{n}"))

    settings = load_settings(model="m", base_url=sys.argv[1], jobs=8)
    found = run_with_ray(map(source, range(80)), settings, find_schema("trade_brief"), folder=Path("out"), workers=2)
    try:
        for worked in found:
            print(json.dumps([worked.source.name, worked.row["state"], worked.asked]), flush=True)
    except SummarizerError as error:
        print(json.dumps([type(error).__name__, error.message, error.mend]))
"""


def start(script: str, *args: str) -> subprocess.Popen[str]:
    # A process of its own: Ray keeps threads and settings of the process that it was started in.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SUMMARIZER_API_KEY": KEY}
    command = [sys.executable, "-c", textwrap.dedent(script), *args]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def lines(process: subprocess.Popen[str]) -> list[Any]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    # Ray's own remark, that a variable in the environment keeps it quiet, can't be kept from standard error.
    assert [line for line in err.splitlines() if "RAY_BACKEND_LOG_LEVEL" not in line] == []
    return [json.loads(line) for line in out.splitlines()]


def worker_below(pid: int) -> int:
    """The process of some worker of a run."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
        except OSError:
            continue

    def is_below(process: int) -> bool:
        return process == pid or (process in parents and is_below(parents[process]))

    workers = [p for p in parents if is_below(p) and b"ray::MapWorker" in Path(f"/proc/{p}/cmdline").read_bytes()]
    return max(workers)


def test_a_killed_worker_costs_its_block(server: ScriptedServer) -> None:
    """80 articles, one of two workers killed: all there, one block asked again at most, the next run asks nothing."""
    import pyarrow.parquet as pq

    server.otherwise(lambda body: Action(content=EMPTY, sleep=0.1))
    process = start(RUN, server.base_url)
    server.wait_for(30, 200)
    os.kill(worker_below(process.pid), signal.SIGKILL)
    found = lines(process)
    assert sorted(found, key=lambda line: int(line[0])) == [[str(n), "done", True] for n in range(80)]

    blocks = [set(pq.read_table(path)["source"].to_pylist()) for path in Path("out/parquet").iterdir()]
    assert sorted(len(block) for block in blocks) == [20] * 4
    cases = [re.findall(r"case (\d+)", request.said)[-1] for request in list(server.requests) if request.body]
    again = {case for case in cases if cases.count(case) > 1}
    assert set(cases) == {str(n) for n in range(80)}
    assert sum(bool(block & again) for block in blocks) <= 1

    server.requests.clear()
    assert {(state, asked) for _, state, asked in lines(start(RUN, server.base_url))} == {("done", False)}
    assert not server.requests
    assert not any(KEY.encode() in path.read_bytes() for path in Path("out").rglob("*") if path.is_file())


def test_a_refused_key_is_told_as_it_is(server: ScriptedServer) -> None:
    """The key reaches the workers; an endpoint that refuses it ends the run with the error of any other engine."""
    server.otherwise(lambda body: Action(status=401))
    (said,) = lines(start(RUN, server.base_url))
    assert said[0] == "CredentialsError"
    assert "key" in said[1] and said[2]
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}


def test_the_recipe_of_the_documentation(server: ScriptedServer) -> None:
    """The Python block of docs/ray.md runs as it stands, over a Parquet file of one's own."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    server.otherwise(lambda body: Action(content=EMPTY))
    texts = [f"The harbour office of Astrin counted {n} ships.\n" for n in range(45)]
    Path("articles").mkdir()
    pq.write_table(pa.table({"id": [str(n) for n in range(45)], "text": texts}), "articles/a.parquet")
    page = (ROOT / "docs" / "ray.md").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert "http://gpu-1:8000/v1" in recipe
    process = start(recipe.replace("http://gpu-1:8000/v1", server.base_url))
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    rows = [row for path in Path("briefs").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    assert sorted(int(row["id"]) for row in rows) == list(range(45))
    assert {row["state"] for row in rows} == {"done"}
    assert len(server.requests) == 45
