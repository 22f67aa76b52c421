"""Own CPU of one brief, less what the plain openai client costs: python benchmarks/beside_client.py BENCH_DIR

BENCH_DIR holds bench.py and fake_llm.py, which make the article (3 kB), the plan of 20 quotes and the scripted server.
Process time in turn of this product (through `adapter.one`, asking again off) and of the same request by the openai
client with `json.loads`; medians of 60, another text each time.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import openai

HERE = Path(__file__).parent
PORT = 8977


def main(folder: Path) -> None:
    """Measure and print one line."""
    sys.path[:0] = [str(HERE), str(folder)]
    bench, adapter = importlib.import_module("bench"), importlib.import_module("adapter")
    text = bench.make_doc(3000)
    url = f"http://127.0.0.1:{PORT}/v1"
    with tempfile.NamedTemporaryFile("w", suffix=".json") as plan:
        json.dump(bench.make_plan(text), plan)
        plan.flush()
        command = [sys.executable, str(folder / "fake_llm.py"), "--port", str(PORT), "--plan", plan.name]
        command += ["--responder", f"{HERE / 'adapter.py'}:responder"]
        paths = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
        server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths})
        try:
            time.sleep(2)
            print(compared(adapter, text, url))
        finally:
            server.terminate()


def compared(adapter: Any, text: str, url: str) -> str:
    """Medians of both in milliseconds, and their difference."""
    strategy = adapter.STRATEGY
    client = openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0)

    async def plain(article: str) -> int:
        prompt = strategy._prompt.render(kinds=[], article=article, mark=adapter.mark(article), first_key="actors")
        shape = {"name": "reply", "strict": True, "schema": strategy._shape}
        body: dict[str, Any] = {
            "model": "gpt-fake",
            "messages": [{"role": "user", "content": prompt}],
            "response_format": {"type": "json_schema", "json_schema": shape},
        }
        answer = await client.chat.completions.create(**body)
        return len(json.loads(answer.choices[0].message.content or "{}")["items"])

    loop = asyncio.new_event_loop()
    ours, bare = [], []
    for n in range(-3, 60):  # the first three warm up
        article = f"{text} Case {n}."
        started = time.process_time()
        adapter.one(article, url)
        between = time.process_time()
        loop.run_until_complete(plain(article))
        if n >= 0:
            ours.append((between - started) * 1000)
            bare.append((time.process_time() - between) * 1000)
    one, two = statistics.median(ours), statistics.median(bare)
    return f"this product {one:.2f} ms, the plain client {two:.2f} ms, own {one - two:.2f} ms"


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
