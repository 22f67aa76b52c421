"""Cassettes: what the embedded model really answered, stored so that people can read it and a changed prompt shows.

Recorded by ``make record`` (see CONTRIBUTING.md), never written or mended by hand. Bodies are parsed JSON; messages
that many requests of a cassette share stand once, under ``prefixes``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import vcr
import yaml

RECORD = os.environ.get("SUMMARIZER_RECORD") == "1"
CASSETTES = Path(__file__).parent.parent / "cassettes"
TIMES = ("prompt_n", "prompt_ms", "predicted_n", "predicted_ms")  # of llama.cpp's timings; the others follow from them
SHARED = 3  # messages; a prefix is worth standing apart from this length on


class Serializer:
    """YAML with parsed bodies, and back to what vcrpy wants."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """The cassette as YAML."""
        prefixes: dict[str, list[dict[str, str]]] = {}
        interactions = []
        for entry in cassette["interactions"]:
            request, response = entry["request"], entry["response"]
            body = json.loads(request["body"])
            body["messages"] = _apart(body["messages"], prefixes)
            interactions.append(
                {
                    "request": {"method": request["method"], "path": _path(request["uri"]), "body": body},
                    "response": {"status": response["status"]["code"], "body": json.loads(response["body"]["string"])},
                }
            )
        content = {"version": 1, "prefixes": prefixes, "interactions": interactions}
        return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """The cassette as vcrpy keeps it."""
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        interactions = []
        for entry in content["interactions"]:
            request, response = entry["request"], entry["response"]
            body = dict(request["body"])
            body["messages"] = [*content["prefixes"].get(body["messages"]["after"], []), *body["messages"]["then"]]
            interactions.append(
                {
                    "request": {
                        "method": request["method"],
                        "uri": f"http://127.0.0.1{request['path']}",
                        "body": json.dumps(body, ensure_ascii=False),
                        "headers": {},
                    },
                    "response": {
                        "status": {"code": response["status"], "message": ""},
                        "headers": {"content-type": ["application/json"]},
                        "body": {"string": json.dumps(response["body"], ensure_ascii=False)},
                    },
                }
            )
        return {"version": 1, "interactions": interactions}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _string)


def _apart(messages: list[dict[str, str]], prefixes: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    prefix = messages[:-1] if len(messages) > SHARED else []
    digest = hashlib.sha256(json.dumps(prefix).encode()).hexdigest()[:12] if prefix else ""
    if prefix:
        prefixes.setdefault(digest, prefix)
    return {"after": digest, "then": messages[len(prefix) :]}


def _path(uri: str) -> str:
    return "/" + uri.split("://", 1)[1].split("/", 1)[1]


def _chat_only(request: Any) -> Any:
    """Only questions to the model are kept; how the embedded server is warmed is its own business."""
    if not request.uri.endswith("/chat/completions") or "id_slot" in json.loads(request.body):
        return None
    request.headers = {}  # keys and versions of libraries
    return request


def _bare(response: dict[str, Any]) -> dict[str, Any]:
    """A response without headers, cookies and what differs from run to run without meaning."""
    body = json.loads(response["body"]["string"])
    for key in ("id", "created", "system_fingerprint"):
        body.pop(key, None)
    if isinstance(body.get("timings"), dict):
        # The brief has them, so its replay needs them.
        body["timings"] = {key: body["timings"][key] for key in TIMES if key in body["timings"]}
    for choice in body.get("choices", []):
        for token in (choice.get("logprobs") or {}).get("content") or []:
            token.pop("bytes", None)
            token.pop("id", None)
            for candidate in token.get("top_logprobs") or []:
                candidate.pop("bytes", None)
                candidate.pop("id", None)
                candidate["logprob"] = round(candidate["logprob"], 4)
    response["body"]["string"] = json.dumps(body, ensure_ascii=False).encode()
    response["headers"] = {"content-type": ["application/json"]}
    return response


def _same_body(one: Any, other: Any) -> None:
    if json.loads(one.body) != json.loads(other.body):
        raise AssertionError("another body: was a prompt or a parameter changed? `make record` records anew")


@contextmanager
def cassette(module: str, test: str) -> Iterator[Any]:
    """Record or replay the model's answers of one test; in replay every recorded answer has to be asked for."""
    path = CASSETTES / module / f"{test}.yaml"
    if RECORD:
        path.unlink(missing_ok=True)
    elif not path.is_file():
        raise AssertionError(f"no cassette at {path}: record it with `make record`")
    recorder = vcr.VCR(
        record_mode=vcr.mode.ALL if RECORD else vcr.mode.NONE,
        match_on=["method", "path", "body"],
        before_record_request=_chat_only,
        before_record_response=_bare,
        decode_compressed_response=True,
    )
    recorder.register_serializer("answers", Serializer)
    recorder.register_matcher("body", _same_body)
    with recorder.use_cassette(str(path), serializer="answers", allow_playback_repeats=False) as tape:
        yield tape
    if not RECORD:
        unplayed = len(tape) - tape.play_count
        assert unplayed == 0, f"{unplayed} of {len(tape)} recorded answers were not asked for: record anew"
