"""A circuit breaker: where an endpoint is down, one call at a time finds out whether it is back, and nobody else asks.

    closed ── 10 failures, no answer between ──→ open ── patience is over ──→ given up
      ↑                                           │
      └────────────── a call is answered ─────────┘  probes after 1, 2, 4 … 30 s

Pure: whoever holds it tells what happens, and when.
"""

from __future__ import annotations

import math

__all__ = ["FAILURES", "Breaker"]

FAILURES = 10
"""So many calls fail before the endpoint counts as down."""

FIRST, LONGEST = 1.0, 30.0  # seconds to the first probe, and between two of them at most
SHORTEST_PROBE = 10.0  # seconds that a probe may take although the patience ends before


class Breaker:
    """Whether an endpoint is down, over all calls of a run. Times are seconds of one clock.

    A failure counts where its call began after the last answer came: calls that hang, or a connection that broke, say
    nothing of an endpoint that has answered since. So one call in five may fail for ever. It takes ``FAILURES`` of
    them in a row, from more than one request: a single request makes all its calls. ``patience`` is how long it may be
    down until it is given up, which is for good; at 0 it is as soon as it is down.
    """

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.given_up = False
        self.failures = 0  # in a row
        self._answered_at = -math.inf
        self._first: object = None  # whose failure was the first
        self._several = False
        self._opened_at = math.inf
        self._probe_at = 0.0
        self._pause = FIRST
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether the endpoint counts as down."""
        return self._opened_at < math.inf

    def down_for(self, now: float) -> float:
        """Seconds that it has been down."""
        return now - self._opened_at if self.is_open else 0.0

    def probe_in(self, now: float) -> float:
        """Seconds until a probe may be made; 0 is now, infinite while one is under way."""
        return math.inf if self._probing else max(0.0, self._probe_at - now)

    def begin_probe(self, now: float) -> float:
        """A probe is made: what it may take, in seconds."""
        self._probing = True
        return max(SHORTEST_PROBE, self._opened_at + self.patience - now)

    def leave_probe(self) -> None:
        """The probe under way was broken off by who made it; the next may be made at once."""
        self._probing = False

    def answered(self, now: float) -> bool:
        """A call was answered. True where the endpoint was down until now."""
        was_open = self.is_open
        self._answered_at = now
        self.failures = 0
        self._several, self._first = False, None
        self._opened_at, self._pause, self._probing = math.inf, FIRST, False
        return was_open

    def failed(self, began: float, now: float, who: object, *, probe: bool = False) -> bool:
        """A call of the request ``who`` failed, made at ``began``. True where the endpoint is down from now on."""
        if self.is_open:
            if probe:
                self.failures += 1
                self._probing = False
                self.given_up = self.given_up or self.down_for(now) >= self.patience
                self._pause = min(LONGEST, self._pause * 2)
                # The last probe is made when the patience ends: an endpoint that is back by then is not given up.
                last = self._opened_at + self.patience
                self._probe_at = min(now + self._pause, max(last, now))
            return False
        if began < self._answered_at:
            return False
        self.failures += 1
        if self._first is None:
            self._first = who
        self._several = self._several or self._first is not who
        if self.failures < FAILURES or not self._several:
            return False
        self._opened_at, self._pause, self._probe_at = now, FIRST, now + min(FIRST, self.patience)
        self.given_up = self.patience == 0
        return True
