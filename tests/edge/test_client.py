"""The client: what it asks, what it takes for an answer, when it asks again and when it stops."""

from __future__ import annotations

import asyncio
import email.utils
import json
import logging
import socket
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from summarizer.chat import ChatReply, ChatRequest, Usage
from summarizer.errors import CredentialsError, DeadlineExceeded, EndpointError, ServerFailed, SettingsError
from summarizer.model.client import MAX_CALLS, ChatClient
from summarizer.settings import api_key_for
from tests.scripted import Action, Clock, ScriptedServer

SHAPE = {"type": "object", "properties": {"boats": {"type": "array", "items": {"type": "string"}}}}
PLAIN = ChatRequest([{"role": "user", "content": "Which boats?"}], max_tokens=9)
SHAPED = ChatRequest(PLAIN.messages, max_tokens=9, json_schema=SHAPE, schema_name="boats_reply")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask(server: ScriptedServer, *requests: ChatRequest, **options: Any) -> ChatReply:
    """The reply to the last of the requests, asked one after the other by one client."""

    async def work() -> ChatReply:
        client = ChatClient("boat-model", base_url=server.base_url, **options)
        try:
            for request in requests or (PLAIN,):
                reply = await client.ask(request)
            return reply
        finally:
            await client.aclose()

    return asyncio.run(work())


def patient(clock: Clock, **options: Any) -> dict[str, Any]:
    return {"sleep": clock.sleep, "clock": clock, **options}


def formats(server: ScriptedServer) -> list[str | None]:
    return [r.body.get("response_format", {}).get("type") for r in server.requests]


def test_question_and_answer(server: ScriptedServer) -> None:
    """Model, messages, limit and temperature are sent as they are; text, finish reason and usage come back."""
    used = {
        "prompt_tokens": 40,
        "completion_tokens": 7,
        "total_tokens": 47,
        "prompt_tokens_details": {"cached_tokens": 32},
    }
    server.plan(Action(content="Two.", finish_reason="length", usage=used))
    reply = ask(server)
    assert reply == ChatReply("Two.", "length", Usage(prompt=40, cached=32, completion=7, calls=1))
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {
        "model": "boat-model",
        "messages": [{"role": "user", "content": "Which boats?"}],
        "temperature": 0.0,
        "max_tokens": 9,
    }


def test_the_first_token_has_its_candidates(server: ScriptedServer) -> None:
    """Log-probabilities are asked for where they are wanted, and those of the first token come back."""
    server.plan(Action(content="item", top=[("item", -0.1), ("none", -2.5)]), Action(content="item", top=[("x", -1.0)]))
    reply = ask(server, ChatRequest(PLAIN.messages, max_tokens=1, top_logprobs=20))
    assert reply.first_token == (("item", -0.1), ("none", -2.5))
    assert (server.requests[0].body["logprobs"], server.requests[0].body["top_logprobs"]) == (True, 20)
    assert ask(server).first_token == (), "not asked for"


def test_a_grammar_goes_into_the_body(server: ScriptedServer) -> None:
    """A grammar is a key of the request's own, where llama.cpp looks for it."""
    server.say("a")
    ask(server, ChatRequest(PLAIN.messages, max_tokens=1, grammar="%llguidance {}\nstart: /a/\n"))
    assert server.requests[0].body["grammar"] == "%llguidance {}\nstart: /a/\n"


def test_a_refusal_is_told(server: ScriptedServer) -> None:
    """A refusal in its own field is kept apart from the text, and an answer of null is an empty text."""
    server.plan(Action(content=None, refusal="I would rather not."))
    reply = ask(server)
    assert (reply.text, reply.refusal) == ("", "I would rather not.")


@pytest.mark.parametrize("content", [[{"type": "text", "text": "Tw"}, {"type": "text", "text": "o."}], "Two."])
def test_content_in_parts_is_put_together(server: ScriptedServer, content: object) -> None:
    """A server that gives a message in parts is understood."""
    server.plan(Action(content=content))
    assert ask(server).text == "Two."


def test_a_lone_surrogate_is_no_reason_to_fail(server: ScriptedServer) -> None:
    """A text with half a surrogate pair is asked about, the half replaced, everything else as it was."""
    server.say("fine")
    ask(server, ChatRequest([{"role": "user", "content": "a\ud800b 😀"}], max_tokens=1))
    assert server.requests[0].said == "a\ufffdb 😀"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no json",
        b"<html>welcome</html>",
        b"[]",
        b"null",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [null]}',
        b'{"choices": {"0": 1}}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": "Two."}]}',
        b'{"object": "error", "message": "boom"}',
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
def test_what_is_no_completion_is_an_error_of_the_endpoint(
    server: ScriptedServer, raw: bytes, content_type: str
) -> None:
    """A 200 without a message in it, in whatever shape, is one EndpointError and never another exception."""
    server.plan(Action(raw=raw, content_type=content_type))
    with pytest.raises(EndpointError):
        ask(server)


@pytest.mark.parametrize("usage", [None, [], "much", {}, {"prompt_tokens": None}, {"prompt_tokens": "3"}])
def test_odd_usage_is_no_reason_to_lose_an_answer(server: ScriptedServer, usage: object) -> None:
    """An answer counts although the token counts beside it can't be read."""
    server.plan(Action(content="Two.", usage=usage))
    assert ask(server) == ChatReply("Two.", "stop", Usage(calls=1))


TIMED = Usage(prompt=12, completion=3, calls=1, prompt_seconds=0.402057, completion_seconds=0.121)
TIMINGS = {"prompt_n": 8, "prompt_ms": 402.057, "prompt_per_second": 19.9, "predicted_n": 3, "predicted_ms": 121}


def test_llama_cpps_times_are_read(server: ScriptedServer) -> None:
    """The milliseconds that llama.cpp says beside the usage come back as seconds, to the microsecond."""
    server.plan(Action(timings=TIMINGS), Action(timings={"predicted_ms": 0.0}), Action())
    assert ask(server).usage == TIMED
    assert ask(server).usage == replace(TIMED, prompt_seconds=None, completion_seconds=0.0)
    assert ask(server).usage == Usage(prompt=12, completion=3, calls=1)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        True,
        -0.001,
        float("nan"),
        float("inf"),
        -float("inf"),
        "402",
        [402],
        {"ms": 402},
        1e300,
        10**400,
        86_400_001,
    ],
    ids=lambda value: f"{value!r:.9}",
)
def test_an_odd_time_is_none_told(server: ScriptedServer, odd: object) -> None:
    """What can be no time of a call costs neither the answer nor the other time."""
    server.plan(Action(timings=TIMINGS | {"prompt_ms": odd}))
    assert ask(server).usage == replace(TIMED, prompt_seconds=None)


@pytest.mark.parametrize("timings", [[], "fast", 3, {}, [TIMINGS], False])
def test_odd_timings_are_none_told(server: ScriptedServer, timings: object) -> None:
    """Timings of another shape are as if there were none."""
    server.plan(Action(timings=timings))
    assert ask(server).usage == Usage(prompt=12, completion=3, calls=1)


# What may pass is tried again.


def test_429_is_waited_for_as_long_as_told(server: ScriptedServer, clock: Clock) -> None:
    """A Retry-After in seconds is waited for, no less and no more, and then the question is put again."""
    server.plan(Action(status=429, headers={"Retry-After": "7"}), Action(content="Two."))
    assert ask(server, **patient(clock)).text == "Two."
    assert clock.waits == [7.0]
    assert server.requests[0].body == server.requests[1].body


def test_429_with_a_date(server: ScriptedServer, clock: Clock) -> None:
    """A Retry-After may be an HTTP date."""
    until = email.utils.formatdate(time.time() + 90, usegmt=True)
    server.plan(Action(status=429, headers={"Retry-After": until}), Action(content="Two."))
    assert ask(server, **patient(clock)).text == "Two."
    assert 85 < clock.waits[0] <= 90


@pytest.mark.parametrize("said", ["soon", "-3", "nan", "", "Mon, 99 Foo 99999 00:00:00 GMT"])
def test_an_odd_retry_after_does_no_harm(server: ScriptedServer, clock: Clock, said: str) -> None:
    """A Retry-After that says nothing usable costs a short wait."""
    server.plan(Action(status=503, headers={"Retry-After": said}), Action(content="Two."))
    assert ask(server, **patient(clock)).text == "Two."
    assert 0 <= clock.waits[0] < 3


@pytest.mark.parametrize("fault", [Action(status=500), Action(status=408), Action(reset=True)])
def test_a_passing_fault_is_passed(server: ScriptedServer, clock: Clock, fault: Action) -> None:
    """After an error of the server, or a broken connection, the next call answers."""
    server.plan(fault, Action(content="Two."))
    assert ask(server, **patient(clock)).text == "Two."
    assert len(server.requests) == 2


def test_500_for_ever_ends(server: ScriptedServer, clock: Clock) -> None:
    """A fault that does not pass costs at most five calls, with growing waits, and then says its status."""
    server.otherwise(lambda _: Action(status=500, message="the boiler is cold"))
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1 answered HTTP 500.*the boiler is cold") as caught:
        ask(server, **patient(clock))
    assert caught.value.status == 500
    assert len(server.requests) == MAX_CALLS == 5
    assert len(clock.waits) == 4 and clock.waits[-1] > clock.waits[0]


def test_nobody_answers(server: ScriptedServer, clock: Clock) -> None:
    """A refused connection names the host, and says what to look at."""
    server.__exit__(None, None, None)
    with pytest.raises(EndpointError, match=r"no answer from 127\.0\.0\.1") as caught:
        ask(server, **patient(clock))
    assert caught.value.status is None and "--base-url" in caught.value.mend


def test_the_embedded_server_gone_is_told_as_that(server: ScriptedServer, clock: Clock) -> None:
    """Where the embedded server has died, that is the error, and not the connection."""

    def check() -> None:
        raise ServerFailed("it went away")

    server.otherwise(lambda _: Action(reset=True))
    with pytest.raises(ServerFailed):
        ask(server, check=check, local=True, **patient(clock))


# The deadline bounds calls and waits together.


@pytest.mark.parametrize("told", ["120", "1e9", "inf"])
def test_a_wait_beyond_the_deadline_is_not_begun(server: ScriptedServer, clock: Clock, told: str) -> None:
    """A Retry-After that the deadline does not allow ends the request at once."""
    server.plan(Action(status=429, headers={"Retry-After": told}))
    with pytest.raises(DeadlineExceeded, match=r"asks to wait .* 60 s are left") as caught:
        ask(server, **patient(clock, deadline=60.0))
    assert clock.waits == [] and len(server.requests) == 1
    assert caught.value.mend


def test_waits_add_up_to_the_deadline(server: ScriptedServer, clock: Clock) -> None:
    """Several waits that fit one by one don't get past the deadline together."""
    server.otherwise(lambda _: Action(status=429, headers={"Retry-After": "40"}))
    with pytest.raises(DeadlineExceeded):
        ask(server, **patient(clock, deadline=100.0))
    assert clock.waits == [40.0, 40.0]


def test_own_waits_are_no_demand_of_the_server(server: ScriptedServer, clock: Clock) -> None:
    """Where the time ends in a wait that nobody asked for, the fault is told and no demand is made up."""
    server.otherwise(lambda _: Action(status=500, message="the boiler is cold"))
    with pytest.raises(DeadlineExceeded, match="the boiler is cold") as caught:
        ask(server, **patient(clock, deadline=6.0))
    assert "asks to wait" not in str(caught.value)


def test_a_call_that_hangs_ends_with_the_deadline(server: ScriptedServer) -> None:
    """A call that is never answered is cut off by the deadline although a call may take longer."""
    server.plan(Action(hang=True))
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"no answer within the 0\.3 s"):
        ask(server, timeout=30.0, deadline=0.3)
    assert time.monotonic() - started < 3
    assert len(server.requests) == 1


def test_an_answer_that_drips_ends_with_the_deadline(server: ScriptedServer) -> None:
    """A server that sends a byte now and then is cut off as one that sends none."""
    server.plan(Action(drip=0.05))
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        ask(server, timeout=30.0, deadline=0.4)
    assert time.monotonic() - started < 3


def test_several_calls_that_hang_share_the_deadline(server: ScriptedServer) -> None:
    """Calls that time out one after the other, and the waits between them, end with the deadline."""
    server.otherwise(lambda _: Action(hang=True))
    started = time.monotonic()

    async def no_wait(seconds: float) -> None:
        return None

    with pytest.raises(DeadlineExceeded):
        ask(server, timeout=0.2, deadline=2.0, sleep=no_wait)
    assert time.monotonic() - started < 3
    assert 2 <= len(server.requests) <= 3


def test_stepping_down_has_no_deadline_of_its_own(server: ScriptedServer, clock: Clock) -> None:
    """Asking for less starts no new clock."""
    server.plan(
        Action(status=429, headers={"Retry-After": "40"}),
        Action(status=400, message="response_format is not supported"),
        Action(status=429, headers={"Retry-After": "40"}),
    )
    with pytest.raises(DeadlineExceeded):
        ask(server, SHAPED, **patient(clock, deadline=60.0))
    assert clock.waits == [40.0]


def test_a_timeout_alone_is_tried_again(server: ScriptedServer, clock: Clock) -> None:
    """A call that takes too long is given up and the question put once more."""
    server.plan(Action(hang=True), Action(content="Two."))
    assert ask(server, **patient(clock, timeout=0.2)).text == "Two."


def test_a_timeout_for_ever_is_an_error_of_the_endpoint(server: ScriptedServer, clock: Clock) -> None:
    """Without a deadline a silent server is an endpoint that gives no answer, after five calls."""
    server.otherwise(lambda _: Action(hang=True))
    with pytest.raises(EndpointError, match="no answer from"):
        ask(server, **patient(clock, timeout=0.1))
    assert len(server.requests) == 5


# What won't pass is told at once.


@pytest.mark.parametrize(
    ("status", "error", "mend"),
    [
        (401, CredentialsError, "SUMMARIZER_API_KEY"),
        (403, CredentialsError, "--model"),
        (404, SettingsError, "--model"),
    ],
)
def test_no_second_call_where_it_can_not_help(
    server: ScriptedServer, clock: Clock, status: int, error: type[Exception], mend: str
) -> None:
    """A wrong key, a key without rights and a wrong address are told at once, with what to look at."""
    server.plan(Action(status=status))
    with pytest.raises(error) as caught:
        ask(server, **patient(clock))
    assert len(server.requests) == 1
    assert mend in caught.value.mend  # type: ignore[attr-defined]
    assert str(status) in str(caught.value)


def test_another_400_is_an_error_of_the_endpoint(server: ScriptedServer, clock: Clock) -> None:
    """A 400 to a question without anything to do without is told with its status and the server's words."""
    server.plan(Action(status=400, message="the article is too long"))
    with pytest.raises(EndpointError, match="the article is too long") as caught:
        ask(server, **patient(clock))
    assert caught.value.status == 400 and len(server.requests) == 1


def test_a_redirect_is_not_followed(server: ScriptedServer) -> None:
    """The article goes to the endpoint that was named; where it sends elsewhere, that is told."""
    with ScriptedServer() as elsewhere:
        server.plan(Action(status=307, headers={"Location": f"{elsewhere.base_url}/chat/completions"}))
        with pytest.raises(EndpointError, match="307"):
            ask(server)
        assert elsewhere.requests == []


# What the server does not know is done without.


def test_the_reply_format_steps_down_once(server: ScriptedServer) -> None:
    """A server that refuses a schema is asked for JSON, then for nothing, and what worked is remembered."""
    refused = Action(status=400, message="response_format of this type is not supported")
    server.plan(refused, refused, Action(content="{}"), Action(content="{}"))
    ask(server, SHAPED, SHAPED)
    assert formats(server) == ["json_schema", "json_object", None, None]
    sent = server.requests[0].body["response_format"]["json_schema"]
    assert sent == {"name": "boats_reply", "strict": True, "schema": SHAPE}


@pytest.mark.parametrize("status", [400, 422])
def test_json_mode_is_kept_where_it_works(server: ScriptedServer, status: int) -> None:
    """A server that knows JSON mode but no schema is asked in JSON mode from then on, whatever its words were."""
    server.plan(Action(status=status, message="bad request"), Action(), Action())
    ask(server, SHAPED, SHAPED)
    assert formats(server) == ["json_schema", "json_object", "json_object"]


def test_a_400_of_one_article_changes_nothing_for_the_next(server: ScriptedServer) -> None:
    """Where the schema is known to be taken, a 400 is about the question: no step down, then or later."""
    server.plan(Action(), Action(status=400, message="too long"), Action())

    async def work() -> None:
        client = ChatClient("boat-model", base_url=server.base_url)
        await client.ask(SHAPED)
        with pytest.raises(EndpointError) as caught:
            await client.ask(SHAPED)
        assert caught.value.status == 400
        await client.ask(SHAPED)
        await client.aclose()

    asyncio.run(work())
    assert formats(server) == ["json_schema"] * 3


def test_a_400_in_every_form_is_not_remembered(server: ScriptedServer) -> None:
    """A question that is refused in every form leaves the next one its schema, and the first refusal is told."""
    server.plan(Action(status=400, message="first"), Action(status=400), Action(status=400), Action())

    async def work() -> None:
        client = ChatClient("boat-model", base_url=server.base_url)
        with pytest.raises(EndpointError, match="first"):
            await client.ask(SHAPED)
        await client.ask(SHAPED)
        await client.aclose()

    asyncio.run(work())
    assert formats(server) == ["json_schema", "json_object", None, "json_schema"]


def test_parallel_questions_step_down_each_for_itself(server: ScriptedServer) -> None:
    """Two questions at once that are refused their schema end in JSON mode, not two steps down."""

    def answer(body: dict[str, Any]) -> Action:
        strict = body.get("response_format", {}).get("type") == "json_schema"
        return Action(status=400, message="no json_schema here", sleep=0.05) if strict else Action()

    server.otherwise(answer)

    async def work() -> None:
        client = ChatClient("boat-model", base_url=server.base_url)
        await asyncio.gather(client.ask(SHAPED), client.ask(SHAPED), client.ask(SHAPED))
        await client.aclose()

    asyncio.run(work())
    assert sorted(map(str, formats(server))) == ["json_object"] * 3 + ["json_schema"] * 3


@pytest.mark.parametrize(
    ("said", "request_", "gone", "instead"),
    [
        ("Use 'max_completion_tokens' instead.", PLAIN, "max_tokens", "max_completion_tokens"),
        ("'temperature' does not support 0.0 with this model", PLAIN, "temperature", None),
        ("logprobs are not available", ChatRequest(PLAIN.messages, 1, top_logprobs=5), "logprobs", None),
        ("unknown key grammar", ChatRequest(PLAIN.messages, 1, grammar="g"), "grammar", None),
    ],
)
def test_what_a_server_names_is_done_without(
    server: ScriptedServer, said: str, request_: ChatRequest, gone: str, instead: str | None
) -> None:
    """A parameter that the server says it does not take is left out, or said its way, from then on."""
    server.plan(Action(status=400, message=said), Action(content="Two."), Action(content="Two."))
    assert ask(server, request_, request_).text == "Two."
    first, *rest = (r.body for r in server.requests)
    assert gone in first and all(gone not in body for body in rest) and len(rest) == 2
    assert instead is None or all(body[instead] == request_.max_tokens for body in rest)


# Keys, hosts, proxies.


def test_no_key_is_needed_on_loopback(server: ScriptedServer) -> None:
    """A server on this machine is asked without a key."""
    server.say("fine")
    assert ask(server, api_key=None).text == "fine"


@pytest.mark.parametrize("host", ["[::1]:8080", "localhost:8080", "127.0.0.3", "llm.localhost"])
def test_every_name_of_this_machine_is_loopback(host: str) -> None:
    """No key is needed under any of this machine's names."""
    client = ChatClient("m", base_url=f"http://{host}/v1")
    assert client.host == host.rsplit(":8080", 1)[0].strip("[]")


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "10.0.0.5", "localhost.example.com"])
def test_a_key_is_needed_elsewhere(host: str) -> None:
    """Without a key nothing is sent to another machine; the error says which variable to set."""
    with pytest.raises(CredentialsError, match=host) as caught:
        ChatClient("m", base_url=f"https://{host}/v1")
    assert "SUMMARIZER_API_KEY" in caught.value.mend


@pytest.mark.parametrize("key", ["sk-abc…", "sk-abc\n", "sk\x00abc"])
def test_a_key_that_can_be_none_is_told(key: str) -> None:
    """A key that was cut or copied with a line break is an error in words, and is not repeated in it."""
    with pytest.raises(CredentialsError) as caught:
        ChatClient("m", base_url="https://example.com/v1", api_key=key)
    assert key not in str(caught.value)


def test_the_key_goes_to_the_endpoint_and_nowhere_else(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    """The key stands in the authorization header alone: in no log at any level, in no error, not echoed either."""
    key = "sk-velmora-4711"
    caplog.set_level(logging.DEBUG)
    server.plan(Action(status=500, message=f"who is {key}"), Action(status=418, message=f"who is {key}"))
    with pytest.raises(EndpointError) as caught:
        ask(server, api_key=key, **patient(clock))
    assert server.requests[0].headers["authorization"] == f"Bearer {key}"
    assert key not in json.dumps(server.requests[0].body)
    assert key not in caplog.text and key not in str(caught.value)
    assert "who is" in caplog.text and "who is" in str(caught.value)


def test_openais_own_environment_goes_to_openai_only(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Organisation, project and custom headers that are set for OpenAI are not shown to another endpoint."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: secret-team")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    server.say("fine")
    ask(server, api_key=api_key_for(server.base_url))
    assert "secret" not in str(server.requests[0].headers)
    assert server.requests[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_not_used_on_this_machine(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, name: str, clock: Clock
) -> None:
    """A proxy never sees what is asked of a server on this machine."""
    with ScriptedServer() as proxy:
        monkeypatch.setenv(name, proxy.base_url.removesuffix("/v1"))
        server.say("fine")
        assert ask(server, **patient(clock)).text == "fine"
        assert proxy.requests == []


def test_a_base_url_that_is_none_is_a_setting_to_mend() -> None:
    """An address that no client can be made for is told as a setting."""
    with pytest.raises(SettingsError, match="check --base-url"):
        ChatClient("m", base_url="http://127.0.0.1:notaport/v1")


def test_the_embedded_server_has_no_host(server: ScriptedServer) -> None:
    """Provenance must say that nothing left the machine; the warmer is handed the prefix."""
    warmed: list[Sequence[dict[str, str]]] = []

    async def warmer(prefix: Sequence[dict[str, str]]) -> None:
        warmed.append(prefix)

    async def work() -> None:
        client = ChatClient("m", base_url=server.base_url, local=True, warmer=warmer)
        await client.warm(PLAIN.messages)
        await client.aclose()
        assert client.host is None

    asyncio.run(work())
    assert warmed == [PLAIN.messages]


def test_the_guard_of_these_tests_holds() -> None:
    """A connection off this machine is refused in every test: a test that passes here asked nobody elsewhere."""
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(AssertionError, match="example"):
        socket.getaddrinfo("example.com", 80)
