"""What headers tell of limits, and buckets that keep them."""

from __future__ import annotations

import datetime
import email.utils
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.chat import Usage
from summarizer.model.buckets import Bucket, Rates, ToldBucket
from summarizer.model.rates import LONGEST, Quota, Told, read_headers

NOW = 1_900_000_000.0


def read(**headers: str) -> Told:
    return read_headers([(n.replace("_", "-").encode(), v.encode("latin-1")) for n, v in headers.items()], NOW)


def iso(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(NOW + seconds, datetime.UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"Retry_After": "0.25"}, 0.25),
        ({"retry_after_ms": "1500", "retry_after": "2"}, 1.5),
        ({"retry_after_ms": "soon", "retry_after": "2"}, 2.0),
        ({"retry_after": email.utils.formatdate(NOW + 90, usegmt=True)}, 90.0),
        ({"retry_after": email.utils.formatdate(NOW - 90, usegmt=True)}, 0.0),
        ({"retry_after": "1e9"}, 1e9),
        ({"retry_after": "inf"}, math.inf),
        ({"retry_after": "nan"}, None),
        ({"retry_after": "-3"}, None),
        ({"retry_after": "1_0"}, None),
        ({"retry_after": "²"}, None),
        ({"retry_after": ""}, None),
        ({"retry_after": "1" * 300}, None),
        ({"retry_after": "Mon, 99 Foo 99999 00:00:00 GMT"}, None),
        ({"content_type": "application/json"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, milliseconds and dates are read; what is none of them tells nothing."""
    assert read(**headers).retry_after == seconds


def test_openais_headers() -> None:
    """Requests and tokens have a limit, what remains and the time until they are whole, which come back bit by bit."""
    told = read(
        x_ratelimit_limit_requests="500",
        x_ratelimit_remaining_requests="499",
        x_ratelimit_reset_requests="120ms",
        x_ratelimit_limit_tokens="30000",
        x_ratelimit_remaining_tokens="1200",
        x_ratelimit_reset_tokens="6m0s",
    )
    assert told.requests == Quota(499, 0.12, 500, gradual=True)
    assert told.tokens == Quota(1200, 360, 30_000, gradual=True)


def test_anthropics_headers() -> None:
    """They tell a date."""
    told = read(
        anthropic_ratelimit_requests_limit="50",
        anthropic_ratelimit_requests_remaining="0",
        anthropic_ratelimit_requests_reset=iso(30),
        anthropic_ratelimit_input_tokens_remaining="7",
        anthropic_ratelimit_input_tokens_reset=iso(3),
    )
    assert told == Told(requests=Quota(0, 30, 50, gradual=True))


@pytest.mark.parametrize(
    ("headers", "quota"),
    [
        ({"ratelimit_limit": "100, 100;w=60", "ratelimit_remaining": "3", "ratelimit_reset": "50"}, Quota(3, 50, 100)),
        ({"x_ratelimit_remaining": "3", "x_ratelimit_reset": str(int(NOW) + 50)}, Quota(3, 50)),
        ({"x_ratelimit_remaining": "3", "x_ratelimit_reset": f"{int(NOW) + 50}000"}, Quota(3, 50)),
        ({"ratelimit": '"default";r=50;t=30'}, Quota(50, 30)),
        ({"ratelimit": '"burst";r=9;t=1, "daily";r=4;t=8000'}, Quota(4, 8000)),
        ({"ratelimit": "limit=100, remaining=50, reset=30"}, Quota(50, 30, 100)),
        ({"ratelimit": '"r=1;t=2'}, None),
        ({"ratelimit": '"default";r=-1;t=30'}, None),
        ({"ratelimit": '"default";r=1.5;t=30'}, None),
        ({"ratelimit_remaining": "3"}, None),
        ({"ratelimit_remaining": "nan", "ratelimit_reset": "5"}, None),
        ({"ratelimit_remaining": "-1", "ratelimit_reset": "5"}, None),
        ({"ratelimit_remaining": "3", "ratelimit_reset": "1e400"}, None),
        ({"ratelimit_remaining": "3", "ratelimit_reset": "6 m"}, None),
    ],
)
def test_the_ietfs_headers(headers: dict[str, str], quota: Quota | None) -> None:
    """All forms of the drafts are read, of several quotas the narrowest; what is incomplete tells nothing."""
    assert read(**headers).requests == quota


NAMES = st.sampled_from(
    [
        *("Retry-After", "retry-after-ms", "RateLimit", "ratelimit-limit", "RateLimit-Remaining", "ratelimit-reset"),
        *("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "x-ratelimit-limit-requests"),
        *("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "anthropic-ratelimit-tokens-reset"),
        *("anthropic-ratelimit-tokens-remaining", "x-ratelimit-reset", "X-RateLimit-Remaining", "ratelimit-policy"),
    ]
).map(str.encode)
VALUES = st.one_of(
    st.binary(max_size=40),
    st.floats().map(lambda n: str(n).encode()),
    st.integers().map(lambda n: str(n).encode()),
    st.from_regex(rb"\A(\d{1,4}(ms|s|m|h)){1,3}\Z"),
    st.from_regex(rb"\A\"[a-z]{0,3}\";r=\d{1,20};t=\d{1,20}\Z"),
    st.datetimes().map(lambda d: d.isoformat().encode()),
    st.datetimes().map(lambda d: email.utils.format_datetime(d).encode()),
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=12), st.floats(0, 4e9))
def test_no_header_does_harm(headers: list[tuple[bytes, bytes]], now: float) -> None:
    """Whatever a server says, what is read are numbers that are not negative, and all but Retry-After finite."""
    told = read_headers(headers, now)
    assert told.retry_after is None or told.retry_after >= 0
    for quota in (told.requests, told.tokens):
        if quota is not None:
            numbers = [quota.remaining, quota.reset, 0.0 if quota.limit is None else quota.limit]
            assert all(0 <= n < math.inf for n in numbers)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=12), st.integers(1, 5000))
def test_no_header_makes_wait_for_ever(headers: list[tuple[bytes, bytes]], amount: int) -> None:
    """A call is let through ten minutes after it asked, whatever the endpoint said."""
    rates = Rates(None, None, 1.0, 0.0)
    rates.hear(read_headers(headers, NOW), 0, 0.0, 0.0)
    now = 0.0
    for _ in range(20):
        blocked = rates.wait(amount, now)
        if blocked is None:
            break
        assert blocked[0] == "rate" and 0 < blocked[1] <= LONGEST
        now += blocked[1] + 1e-6
    assert blocked is None and now <= 2 * LONGEST + 1, "one wait for requests, one for tokens"


@given(st.floats(0.5, 3000), st.lists(st.floats(0, 5), min_size=1, max_size=200))
def test_no_minute_has_more(per_minute: float, pauses: list[float]) -> None:
    """However calls come, no 60 s have more of them than were allowed."""
    bucket, now, made = Bucket(per_minute, 0.0), 0.0, list[float]()
    for pause in pauses:
        now += pause
        while (wait := bucket.wait(1, now)) > 0:
            now += max(wait, 1e-6)
        bucket.take(1, now)
        made.append(now)
    for i, start in enumerate(made):
        assert sum(start <= t < start + 60 for t in made[i:]) <= max(1, math.ceil(per_minute))


def test_a_call_larger_than_the_bucket() -> None:
    """It is made when the bucket is full, and those after it wait until its debt is paid."""
    bucket = Bucket(6000, 0.0)  # 100 at once
    assert bucket.wait(1000, 0.0) == 0
    bucket.take(1000, 0.0)
    assert bucket.wait(1, 0.0) == pytest.approx(901 / bucket.rate)
    bucket.give(1000)
    assert bucket.wait(100, 0.0) == 0


def test_what_comes_back_bit_by_bit() -> None:
    """With nothing left of 60 and a minute until all are there, the next call may be made after a second."""
    bucket = ToldBucket()
    assert bucket.wait(1e9, 0.0) == 0, "nothing was told"
    bucket.hear(Quota(0, 60, 60, gradual=True), 0, 0.0)
    assert bucket.wait(1, 0.0) == pytest.approx(1)
    bucket.hear(Quota(0, 60, 60), 0, 0.0)
    assert bucket.wait(1, 0.0) == pytest.approx(60), "a window is whole at its end"
    assert bucket.wait(1, 60.0) == 0


def test_calls_on_their_way_are_not_what_remains() -> None:
    """What was asked after the call that told of three more is taken off them."""
    rates = Rates(None, None, 1.0, 0.0)
    taken = [rates.take(10, 0.0) for _ in range(4)]
    rates.hear(Told(requests=Quota(3, 30, 10)), *taken[0], 0.0)
    assert rates.wait(1, 0.0) == ("rate", 30)
    rates.hear(Told(requests=Quota(3, 30, 10)), *taken[3], 0.0)
    assert rates.wait(1, 0.0) is None
    rates.hear(Told(requests=Quota(0, 30, 10)), *taken[1], 0.0)
    assert rates.wait(1, 0.0) is None, "an answer that was overtaken"


def test_a_share_is_a_part_of_all_limits() -> None:
    """A quarter of what is set, and of what is told."""
    rates = Rates(240, None, 0.25, 0.0)
    rates.take(0, 0.0)
    blocked = rates.wait(0, 0.0)
    assert blocked is not None and blocked[0] == "limit" and blocked[1] == pytest.approx(1)
    rates = Rates(None, None, 0.25, 0.0)
    rates.hear(Told(requests=Quota(8, 30, 100)), 0, 0.0, 0.0)
    for _ in range(2):
        assert rates.wait(0, 0.0) is None
        rates.take(0, 0.0)
    assert rates.wait(0, 0.0) == ("rate", 30)


def test_estimates_become_what_calls_take() -> None:
    """After some answers the estimate is near to what they took; an endpoint that counts nothing changes nothing."""
    rates = Rates(None, 60_000, 1.0, 0.0)
    first = rates.estimate(1000, 4000)
    rates.settle(1000, 4000, first, Usage())
    assert rates.estimate(1000, 4000) == first == 3000
    for _ in range(30):
        rates.settle(1000, 4000, first, Usage(prompt=1200, completion=400))
    assert rates.estimate(1000, 4000) == pytest.approx(1600, rel=0.02)


def test_what_was_not_used_may_be_used() -> None:
    """Tokens that a call was thought to take and did not, or that failed, are there for the next."""
    rates = Rates(None, 6000, 1.0, 0.0)
    rates.take(500, 0.0)
    blocked = rates.wait(50, 0.0)
    assert blocked is not None and blocked[0] == "limit"
    rates.settle(100, 800, 500, Usage(prompt=30, completion=20))
    assert rates.wait(50, 0.0) is None
    rates.take(500, 0.0)
    rates.settle(100, 800, 500, None)
    assert rates.wait(50, 0.0) is None
