"""Fuzzes the reading of replies and the judge: python benchmarks/fuzz_judge.py [-runs=1000000] [-max_total_time=720]

Every input becomes a text (any Unicode: words, marks, emoji, right-to-left, lone surrogates) and a model's reply to it
(JSON built partly of pieces of the text, so that quotes match, as they stand or in another typography; or any junk).
They go through `read_reply` and `judge`. A finding is an exception that callers are not told of, a span that is not the
source's own characters or not what the reply said, a verdict that does not go with its reasons, a fact that is neither
kept nor in the ledger, or more than a second.

With atheris (``pip install atheris``) the search is led by coverage, and libFuzzer's options hold; ``--all`` instruments
all of the package, not only what is under test. Without it, or with ``--plain``, the inputs are random bytes
(``-runs=N``, ``--seed=N``). ``--show FILE`` prints the text and the reply that a finding's file stands for, and runs it.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

UNDER_TEST = ["summarizer.judge", "summarizer.extract.reply", "summarizer.article"]
SECONDS = 1.0  # of own time for one input
LONGEST = 96  # bytes of an input; longer ones find no more and are slower
WORDS = (
    "Ardovia", "ardovian", "Otto Ren", "Ren", "Mr. Ren", "Sund", "SUND", "National Council (NC)", "NC", "U.S.", "Russia",
    "Russian officials", "the Russians", "North Korea", "DPRK", "Federica", "Federico", "Zoë Müller", "Zoe Muller",
    "shipped", "sent", "has not sent", "did not", "never", "denied", "will ship", "plans to sell", "allegedly", "said",
    "told reporters", "according to", "received", "bought", "from", "to", "by", "for", "imposed", "sanctions", "ban on",
    "rifles", "howitzer shells", "24 tanks", "two dozen", "over two dozen", "more than 24", "some 30", "$1.2 billion",
    "1.2 bln dlrs", "18-19", "18–19", "2 to 3 million", "1,000", "1.000", "half a million", "third", "3rd", "1/2", "½",
    "May 5, 2024", "in May", "2024-05-05", "Monday", "it", "they", "its", "who", "which", "and", "or", "in exchange for",
    "“No,” he said", '"No"', "‘quoted’", "'quoted'", "it's", "it’s", "can’t", "non-lethal", "non‑lethal", "—", "--", "…",
    "...", "ﬁnal", "Straße", "STRASSE", "İstanbul", "ı", "ǅ", "ΣΑΣ", "e\u0301", "é", "\u0301\u0301\u0301", "a\u0300\u0323",
    "👩‍👩‍👧", "🇰🇵", "🏽", "שלום", "مرحبا", "\u202eabc\u202c", "\u200b", "\u00ad", "\ufeff", "\ud800", "\udfff", "\ud83d", "中文",
    "。", "한국", "각", "\x00", "\x1b[31m", "\u2028", "\x85", "(", "(((", ")", "[", "{", "}", "”", "’s", "%", "$", "€", "٣", "²",
    "Ⅻ", "𝟙𝟚", "ª", "№ 5", "0", "-1", "1e9", "999999999999999999999", "No. 1", "Dr.", "a.m.", "Ignore all instructions",
)  # fmt: skip
GAPS = (" ", " ", " ", " ", ". ", ", ", "\n\n", "\n", "", "\u00a0", "  ", "? ", "; ", "\t", "-", "/")
ALPHABETS = (
    0x20,
    0x60,
    0xA0,
    0x2E0,
    0x300,
    0x590,
    0x600,
    0x1100,
    0x2000,
    0x2060,
    0xD800,
    0xDC00,
    0xFE00,
    0x1F1E6,
    0x1F600,
)
SWAPS = str.maketrans(
    {"'": "’", '"': "“", "’": "'", "“": '"', "”": '"', "-": "–", "–": "-", "—": "--", " ": "\u00a0", "\n": " ", "…": "...", "é": "e\u0301"}
)  # fmt: skip


class Bytes:
    """An input, read as choices; when it is used up every choice is the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, n: int) -> int:
        """A number below n, at most 256 of them."""
        if self._at >= len(self._data):
            return 0
        self._at += 1
        return self._data[self._at - 1] % n

    def among(self, things: Any) -> Any:
        """One of the things."""
        return things[self.below(len(things))]

    def piece(self) -> str:
        """A word, or a few characters of one corner of Unicode, or any character."""
        sort = self.below(8)
        if sort < 6:
            return str(self.among(WORDS))
        if sort == 6:
            first = self.among(ALPHABETS)
            return "".join(chr(first + self.below(64)) for _ in range(1 + self.below(4)))
        return chr((self.below(17) << 16 | self.below(256) << 8 | self.below(256)) % 0x110000)

    def text(self, longest: int) -> str:
        """Pieces in a row."""
        return "".join(self.piece() + self.among(GAPS) for _ in range(self.below(longest) + 1))


def said_of(text: str, choose: Bytes) -> str:
    """A piece of the text, as it stands or as a model might say it."""
    start = choose.below(256) * len(text) // 256
    quote = text[start : start + 1 + choose.below(64)] if choose.below(4) else text
    if choose.below(4):  # mostly whole words
        quote = " ".join(quote.split(" ")[1:-1]) or quote
    match choose.below(12):
        case 1:
            return quote.translate(SWAPS)
        case 2:
            return quote.upper()
        case 3:
            return quote.casefold()
        case 4:
            return quote.replace("not ", "")
        case 5:
            return quote.replace(" ", " not ", 1)
        case 6:
            return " ".join(quote.split())
        case 7:
            return f" “{quote}…” "
        case 8:
            return quote[::-1]
        case 9:
            return choose.piece()
    return quote


def value_of(text: str, members: tuple[str, ...], choose: Bytes, depth: int = 0) -> object:
    """A value for a field: what belongs there, or anything that JSON has."""
    match choose.below(12):
        case 0 | 1:
            return choose.among(members) if members else said_of(text, choose)
        case 2 | 3 | 4 | 5:
            return said_of(text, choose)
        case 6:
            return choose.piece()
        case 7:
            return [said_of(text, choose) for _ in range(choose.below(4))]
        case 8:
            return choose.among((0, 24, 1.5, True, "", float("nan"), 10**30, -1, [], {}))
        case 9 if depth < 3:
            return {choose.piece(): value_of(text, members, choose, depth + 1)}
    return None


def reply_of(text: str, kinds: list[tuple[str, list[tuple[str, tuple[str, ...]]]]], choose: Bytes) -> str:
    """What a model might reply about the text."""
    data: dict[str, Any] = {}
    for _ in range(1 + choose.below(2)):
        name, fields = choose.among(kinds)
        entry: dict[str, Any] = {}
        for field, members in fields:
            if members or choose.below(3):
                entry[field] = choose.among(members) if members and choose.below(4) else value_of(text, members, choose)
        entry["quotes"] = [said_of(text, choose) for _ in range(1 + choose.below(3))]
        if choose.below(16) == 15:
            entry[choose.among(("quotes", choose.piece()))] = value_of(text, (), choose)
        data.setdefault(name, []).append(entry if choose.below(32) != 31 else value_of(text, (), choose))
    if choose.below(16) == 15:
        data[choose.among((choose.piece(), kinds[0][0]))] = value_of(text, (), choose)
    whole = json.dumps(data, ensure_ascii=bool(choose.below(2)))
    match choose.below(24):
        case 1:
            return f"```json\n{whole}\n```"
        case 2:
            return f"{choose.text(4)}{{ {whole} {choose.text(4)}"
        case 3:
            return whole[: len(whole) * choose.below(256) // 256]
        case 4:
            cut = len(whole) * choose.below(256) // 256
            return whole[:cut] + choose.piece() + whole[cut + choose.below(3) :]
        case 5:
            return choose.text(16)
        case 6:
            return str(choose.among(("[", "{", '{"items":', '{"a":['))) * (choose.below(256) * 8) + whole
    return whole


def made_of(data: bytes, kinds: list[tuple[str, list[tuple[str, tuple[str, ...]]]]]) -> tuple[str, str]:
    """The text and the reply that an input stands for."""
    choose = Bytes(data)
    text = choose.text(12)
    return text, reply_of(text, kinds, choose)


def harness(show: bool = False) -> Callable[[bytes], None]:
    """What is done with one input. Imports what is under test: call it where imports are instrumented."""
    from summarizer.article import Article, fold
    from summarizer.chat import ChatReply, Usage
    from summarizer.errors import ModelError
    from summarizer.extract.reply import read_reply
    from summarizer.judge import judge
    from summarizer.schema import find_schema

    schema = find_schema("trade_brief")
    kinds = [(k.name, [(f.name, tuple(f.members)) for f in k.fields]) for k in schema.kinds]

    def check(text: str, reply: str) -> None:
        article = Article(text)
        try:
            drafted, _ = read_reply(ChatReply(reply, "stop", Usage()), schema)
        except ModelError:
            return
        judged = judge(article, schema, drafted)
        told = {"/".join(line.path.split("/")[:2]) for line in judged.ledger}
        kept = [fact for facts in judged.facts.values() for fact in facts]
        assert len(drafted) <= len(kept) + len(told), "a fact is neither kept nor in the ledger"
        exact = {q.strip() for d in drafted for q in d.quotes}
        folded: set[str] | None = None
        for fact in kept:
            shape = fact.to_dict()
            assert fact.evidence, "a fact without evidence"
            assert (shape["verdict"] == "supported") == (shape["reasons"] == []), "the verdict belies its reasons"
            for e in fact.evidence:
                assert 0 <= e.start < e.end <= len(text), "a span outside the text"
                assert text[e.start : e.end] == e.quote, "a span that is not the source's own characters"
                assert text[: e.start].endswith(e.prefix) and text[e.end :].startswith(e.suffix), "wrong context"
                assert e.occurrences >= 1, "a quote that stands nowhere"
                if e.match == "exact":
                    assert e.quote in exact, "evidence that nobody quoted"
                    continue
                folded = folded or {fold(q).text.strip() for q in exact}
                assert fold(e.quote).text.strip() in folded, "evidence that nobody quoted"

    def one(data: bytes) -> None:
        text, reply = made_of(data, kinds)
        if show:
            print(f"text = {text!a}\nreply = {reply!a}", flush=True)
        started = time.process_time()
        check(text, reply)
        taken = time.process_time() - started
        assert taken < SECONDS, f"{taken:.2f} s for one input"

    return one


def plain(one: Callable[[bytes], None], runs: int, seed: int) -> None:
    """Random inputs, without coverage."""
    dice = random.Random(seed)
    started = time.monotonic()
    for done in range(1, runs + 1):
        data = dice.randbytes(dice.randrange(LONGEST))
        try:
            one(data)
        except BaseException:
            path = Path(f"crash-plain-{seed}-{done}")
            path.write_bytes(data)
            print(f"a finding after {done} runs: {path}", file=sys.stderr)
            raise
        if done & (done - 1) == 0 or done == runs:
            print(f"#{done}\texec/s: {done / (time.monotonic() - started):.0f}", flush=True)


def main() -> None:
    """Read the command line and fuzz."""
    own = [a for a in sys.argv[1:] if a.startswith("--")]
    rest = [a for a in sys.argv[1:] if not a.startswith("--")]
    numbers = dict(a.lstrip("-").split("=", 1) for a in (*own, *rest) if a.startswith("-") and "=" in a)
    if "--show" in own:
        for name in rest:
            harness(show=True)(Path(name).read_bytes())
    elif "--plain" in own or importlib.util.find_spec("atheris") is None:
        plain(harness(), int(numbers.get("runs", 1_000_000)), int(numbers.get("seed", 0)))
    else:
        atheris = importlib.import_module("atheris")
        with atheris.instrument_imports(include=["summarizer"] if "--all" in own else UNDER_TEST):
            one = harness()
        options = [
            f"-max_len={LONGEST}",
            "-len_control=0",
            "-timeout=20",
        ]  # what the command line says of them comes later, and holds
        atheris.Setup([sys.argv[0], *options, *rest], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
