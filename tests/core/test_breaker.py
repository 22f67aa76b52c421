"""When an endpoint counts as down, when it is tried again, and when it is given up."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from summarizer.model.breaker import FAILURES, Breaker


def broken(patience: float = 120.0, now: float = 100.0) -> Breaker:
    breaker = Breaker(patience)
    opened = [breaker.failed(now, now, f"request {i}") for i in range(FAILURES)]
    assert opened == [False] * (FAILURES - 1) + [True]
    return breaker


def test_ten_failures_in_a_row_are_down() -> None:
    """Failures of several requests without an answer between them open the circuit, one fewer does not."""
    breaker = broken()
    assert breaker.is_open and not breaker.given_up
    breaker = Breaker(120.0)
    for i in range(FAILURES - 1):
        breaker.failed(i, i, i)
    breaker.answered(50.0)
    assert not breaker.failed(60.0, 60.0, 0) and not breaker.is_open


def test_one_request_alone_never_opens_it() -> None:
    """However often one request fails, it makes all its calls."""
    breaker = Breaker(0.0)
    for i in range(50):
        breaker.failed(i, i, "the same")
    assert not breaker.is_open and not breaker.given_up


def test_calls_that_hang_say_nothing_of_an_endpoint_that_has_answered_since() -> None:
    """A hundred calls that time out together don't open it where others, begun later, were answered before."""
    breaker = Breaker(120.0)
    breaker.answered(99.0)
    for i in range(100):
        assert not breaker.failed(10.0, 100.0, i)
    assert not breaker.is_open


@given(st.integers(0, 2**32), st.integers(2, 200))
def test_one_call_in_five_may_fail_for_ever(seed: int, at_once: int) -> None:
    """With any number at once, of which each fifth fails, and late, it stays closed."""
    rng, breaker = random.Random(seed), Breaker(120.0)
    calls = sorted(
        (began + (rng.uniform(0, 9) if n % 5 == 0 else 0.2), began, n)
        for n in range(2000)
        for began in [n * 0.2 / at_once]
    )
    for ended, began, n in calls:
        if n % 5:
            breaker.answered(ended)
        else:
            breaker.failed(began, ended, n)
        if ended > 2000 * 0.2 / at_once:
            break  # nobody begins any more: whoever is late is no sign, and answers none
        assert not breaker.is_open


def test_probes_come_after_1_2_4_seconds_and_at_most_30() -> None:
    """One at a time, each after twice the pause, until the patience ends; its last moment has one too."""
    breaker, now, pauses = broken(), 100.0, list[float]()
    while not breaker.given_up:
        pause = breaker.probe_in(now)
        pauses.append(pause)
        now += pause
        assert breaker.probe_in(now) == 0
        breaker.begin_probe(now)
        assert breaker.probe_in(now) > 1e9, "one is under way"
        breaker.failed(now, now, "probe", probe=True)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 29]
    assert breaker.down_for(now) == 120


def test_an_answer_closes_it() -> None:
    """A probe that is answered ends it all, and the next time begins anew."""
    breaker = broken()
    breaker.begin_probe(101.0)
    assert breaker.answered(102.0) and not breaker.is_open
    assert not breaker.answered(103.0)
    for i in range(FAILURES):
        breaker.failed(200.0, 200.0, i)
    assert breaker.probe_in(200.0) == 1


def test_failures_on_their_way_change_nothing() -> None:
    """What began before it opened, and fails after, neither ends the patience nor makes the pause longer."""
    breaker = broken(patience=5.0)
    for _ in range(20):
        assert not breaker.failed(99.0, 150.0, "late")
    assert not breaker.given_up and breaker.probe_in(150.0) == 0


def test_no_patience_gives_up_at_once() -> None:
    """With a patience of 0 it is given up as soon as it is down."""
    assert broken(patience=0.0).given_up


def test_an_endpoint_nobody_asked_is_not_given_up() -> None:
    """Where nobody had anything to ask for an hour, a probe is made first; it may take its time."""
    breaker = broken()
    assert breaker.probe_in(3700.0) == 0 and not breaker.given_up
    assert breaker.begin_probe(3700.0) == 10
    assert breaker.answered(3701.0) and not breaker.given_up


def test_a_probe_that_is_broken_off() -> None:
    """Where who made it went away, the next is made at once."""
    breaker = broken()
    assert breaker.begin_probe(101.0) == 119
    breaker.leave_probe()
    assert breaker.probe_in(101.0) == 0 and breaker.is_open
