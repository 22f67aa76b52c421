"""A scripted OpenAI-compatible server on loopback, in a process of its own: python benchmarks/fault_server.py --help

One asyncio loop and a bare protocol, so that a thousand calls at once are no matter. Each question is about one of the
made-up articles of this module (``article``): its number stands in every sentence, and so in whatever part of it is
asked about. ``--faults 0.2`` answers one call in five wrongly, in every way of ``FAULTS``; which call, and how, is drawn from the seed,
the article's number and how often it was asked about, so that it is the same in every run. One article in
fifty is refused with 400 for ever.

GET /_log gives, by article, how many questions came (``asked``), how many were answered with 200 to the last byte (``answered``)
and what was done with each; with the calls under way and the most there were. POST /_reset forgets all of it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

__all__ = ["FAULTS", "Running", "always_refused", "article", "facts", "running"]

NUMBER = re.compile(rb"\(case (\d{7})\)")
STATES = ("Velmora", "Drovia", "Tarrenia", "Corvane", "Lusande", "Ardovia", "Kestria", "Sarnland")
GOODS = ("coastal radars", "patrol boats", "howitzers", "field radios", "army trucks", "diesel engines", "helmets")
PEOPLE = ("Irena Kolvas", "Otto Renn", "Lena Vossar", "Tamsin Orrel", "Davit Prell", "Linnea Harrow")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
FILLER = (
    "The talks lasted until late in the evening, and nobody who left the building wished to speak.",
    "Residents of the port queued for bread from six in the morning, as they do every day.",
    "A verdict is expected in the first week of the month, a clerk of the court said.",
    "It has rained in the capital for nine days.",
)
FAULTS = (
    "code fence", "prose around", "invalid JSON", "truncated", "empty", "null", "foo", "refusal field", "refusal as prose",
    "429 with Retry-After", "429", "500", "reset", "hang", "slow drip",
)  # fmt: skip
REFUSED = "I'm sorry, but I can't help with that request."


@dataclass(frozen=True)
class _Fact:
    kind: str
    sentence: str
    values: dict[str, Any]


@lru_cache(maxsize=64)
def facts(number: int, count: int = 5) -> tuple[_Fact, ...]:
    """What there is in an article: ``count`` facts of all kinds, one a sentence."""
    dice = random.Random(number)
    case = f"(case {number:07})"
    found = []
    for n in range(count):
        giver, taker = dice.sample(STATES, 2)
        goods, person, month = dice.choice(GOODS), dice.choice(PEOPLE), dice.choice(MONTHS)
        some = dice.randrange(2, 900)
        if n % 5 == 3:
            sentence = f"{giver} imposed sanctions on {taker} in {month}, after a dispute about {some} {goods} {case}."
            values: dict[str, Any] = {"target": taker, "authority": giver, "status": "imposed"}
            found.append(_Fact("sanctions", sentence, values))
        elif n % 5 == 4:
            sentence = f"{person} denied that {giver} had sold {some} {goods} to {taker} {case}."
            values = {"denier": person, "what": f"{giver} had sold {goods} to {taker}"}
            found.append(_Fact("denials", sentence, values))
        elif n % 5 == 2:
            sentence = f"{person}, a spokesman for {giver}, told reporters about it in {month} {case}."
            found.append(_Fact("actors", sentence, {"name": person, "kind": "person", "roles": ["spokesperson"]}))
        else:
            sentence = f"{giver} shipped {some} {goods} to {taker} in {month} {case}."
            values = {"description": goods, "quantity": str(some), "supplier": giver, "recipient": taker}
            found.append(_Fact("items", sentence, values | {"status": "delivered"}))
    return tuple(found)


def article(number: int, count: int = 5) -> str:
    """A made-up article in the manner of a wire, of some 200 characters a fact; ASCII, its number in every sentence."""
    dice = random.Random(-number - 1)
    title = f"Dispute over shipments goes on (case {number:07})"
    paragraphs = [f"{fact.sentence} {dice.choice(FILLER)}" for fact in facts(number, count)]
    return "\n\n".join([title, *paragraphs]) + "\n"


def always_refused(number: int) -> bool:
    """Whether a faulty server answers every question about an article with 400."""
    return number % 50 == 17


@dataclass
class _Plan:
    latency: float
    tail: float
    tail_latency: float
    faults: float
    seed: int
    facts: int
    hang: float
    retry_after: float

    def fault(self, number: int, attempt: int) -> str | None:
        """What is done wrong with this question, if something is."""
        if not self.faults:
            return None
        if always_refused(number):
            return "400"
        dice = random.Random(f"{self.seed}/{number}/{attempt}")
        return dice.choice(FAULTS) if dice.random() < self.faults else None

    def reply(self, number: int, body: bytes) -> str:
        """The facts whose sentences stand in the question, as a model says them."""
        said: dict[str, list[object]] = {k: [] for k in ("actors", "items", "compensation", "sanctions", "denials")}
        for fact in facts(number, self.facts):
            if fact.sentence.encode() in body:
                said[fact.kind].append(fact.values | {"quotes": [fact.sentence]})
        return json.dumps(said)


class _Log:
    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.asked: Counter[int] = Counter()
        self.answered: Counter[int] = Counter()
        self.did: dict[int, list[str]] = {}
        self.under_way = self.peak = 0

    def to_dict(self) -> dict[str, Any]:
        return {
            "articles": {
                str(n): {"asked": self.asked[n], "answered": self.answered[n], "did": self.did[n]} for n in self.asked
            },
            "asked": self.asked.total(),
            "answered": self.answered.total(),
            "under_way": self.under_way,
            "peak": self.peak,
        }


class _Protocol(asyncio.Protocol):
    """One connection: one question after the other."""

    def __init__(self, plan: _Plan, log: _Log) -> None:
        self._plan = plan
        self._log = log
        self._data = bytearray()
        self._transport: asyncio.Transport | None = None
        self._busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._end()

    def data_received(self, data: bytes) -> None:
        self._data += data
        self._read()

    def _read(self) -> None:
        if self._busy or (end := self._data.find(b"\r\n\r\n")) < 0:
            return
        head = bytes(self._data[:end])
        found = re.search(rb"(?i)content-length: *(\d+)", head)
        length = int(found[1]) if found else 0
        if len(self._data) < end + 4 + length:
            return
        body = bytes(self._data[end + 4 : end + 4 + length])
        del self._data[: end + 4 + length]
        path = head.split(b" ", 2)[1]
        if path.startswith(b"/_log"):
            self._send(200, self._log.to_dict())
        elif path.startswith(b"/_reset"):
            self._log.clear()
            self._send(200, {})
        elif path.endswith(b"/chat/completions"):
            self._begin(body)
        else:
            self._send(200, {"object": "list", "data": [{"id": "gpt-fake", "object": "model"}]})

    # Questions.

    def _begin(self, body: bytes) -> None:
        plan, log = self._plan, self._log
        found = NUMBER.search(body)
        number = int(found[1]) if found else -1
        log.asked[number] += 1
        fault = plan.fault(number, log.asked[number])
        log.did.setdefault(number, []).append(fault or "answer")
        self._busy = True
        log.under_way += 1
        log.peak = max(log.peak, log.under_way)
        seconds = plan.tail_latency if plan.tail and random.random() < plan.tail else plan.latency
        if fault == "hang":
            self._later(plan.hang, self._abort)
        elif seconds:
            self._later(seconds, lambda: self._answer(number, body, fault))
        else:
            self._answer(number, body, fault)

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(seconds, lambda: do() if self._transport is not None else None)

    def _answer(self, number: int, body: bytes, fault: str | None) -> None:
        said = self._plan.reply(number, body)
        match fault:
            case "400":
                self._send(400, {"error": {"message": "scripted: never", "type": "scripted", "code": None}})
            case "429 with Retry-After" | "429" | "500":
                told = {"Retry-After": f"{self._plan.retry_after:g}"} if "Retry" in fault else {}
                error = {"error": {"message": f"scripted {fault}", "type": "scripted", "code": None}}
                self._send(int(fault[:3]), error, told)
            case "reset":
                self._abort()
            case "code fence":
                self._say(number, f"```json\n{said}\n```")
            case "prose around":
                self._say(number, f"Here is what I found:\n\n{said}\n\nLet me know if you need more.")
            case "invalid JSON":
                self._say(number, said[:-30])
            case "truncated":
                self._say(number, said[: len(said) // 2], finish="length")
            case "empty" | "null":
                self._say(number, "" if fault == "empty" else None)
            case "foo":
                self._say(number, '{"foo": 1}')
            case "refusal field":
                self._say(number, None, refusal=REFUSED)
            case "refusal as prose":
                self._say(number, REFUSED)
            case "slow drip":
                self._say(number, said, drip=0.05)
            case _:
                self._say(number, said)

    def _say(
        self, number: int, content: str | None, finish: str = "stop", refusal: str | None = None, drip: float = 0.0
    ) -> None:
        tokens = len(content or refusal or "") // 4
        answer = {
            "id": "scripted",
            "object": "chat.completion",
            "created": 0,
            "model": "scripted",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": content, "refusal": refusal},
                    "finish_reason": finish,
                    "logprobs": None,
                }
            ],
            "usage": {"prompt_tokens": 900, "completion_tokens": tokens, "total_tokens": 900 + tokens},
        }
        self._log.answered[number] += not drip
        self._send(200, answer, drip=drip, number=number)

    # Answers.

    def _send(
        self, status: int, content: object, headers: dict[str, str] | None = None, drip: float = 0.0, number: int = -1
    ) -> None:
        if self._transport is None:
            return
        body = json.dumps(content).encode()
        lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        data = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        if drip:
            step = len(data) // 12 + 1
            self._drip([data[i : i + step] for i in range(0, len(data), step)], drip, number)
            return
        self._transport.write(data)
        self._end()
        if self._data:
            self._read()

    def _drip(self, pieces: list[bytes], seconds: float, number: int) -> None:
        if self._transport is None:
            return
        self._transport.write(pieces[0])
        if len(pieces) > 1:
            self._later(seconds, lambda: self._drip(pieces[1:], seconds, number))
        else:
            self._log.answered[number] += 1
            self._end()

    def _abort(self) -> None:
        if self._transport is not None:
            with contextlib.suppress(OSError):
                connection = self._transport.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()

    def _end(self) -> None:
        self._log.under_way -= self._busy
        self._busy = False


# In other programs.


@dataclass(frozen=True)
class Running:
    """A server that runs. ``url`` ends in ``/v1``."""

    url: str

    def log(self) -> dict[str, Any]:
        """What was asked and answered, see the module."""
        with urllib.request.urlopen(self.url.removesuffix("/v1") + "/_log", timeout=30) as answer:
            told: dict[str, Any] = json.load(answer)
            return told

    def reset(self) -> None:
        """Forget it."""
        urllib.request.urlopen(self.url.removesuffix("/v1") + "/_reset", b"", timeout=30).close()


@contextmanager
def running(**options: float) -> Iterator[Running]:
    """A server of these options (``latency=0.2, faults=0.2``) in a process of its own, for as long as the block lasts."""
    flags = [text for name, value in options.items() for text in (f"--{name.replace('_', '-')}", str(value))]
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield Running(f"http://127.0.0.1:{port}/v1")
    finally:
        process.kill()
        process.communicate()


async def _serve(plan: _Plan, port: int) -> None:
    log = _Log()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Protocol(plan, log), "127.0.0.1", port, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve until killed; the port is the first line of the output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    parser.add_argument("--tail", type=float, default=0.0, help="share of the calls with another latency")
    parser.add_argument("--tail-latency", type=float, default=2.0)
    parser.add_argument("--faults", type=float, default=0.0, help="share of the calls that are answered wrongly")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--facts", type=int, default=5, help="facts in an article")
    parser.add_argument("--hang", type=float, default=30.0, help="seconds after which a call that hangs is reset")
    parser.add_argument("--retry-after", type=float, default=0.3)
    arguments = vars(parser.parse_args())
    port = arguments.pop("port")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    asyncio.run(_serve(_Plan(**arguments), port))


if __name__ == "__main__":
    main()
