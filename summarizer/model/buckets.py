"""What may be taken a minute: as the settings say, as the endpoint tells, and what a call takes before it is known."""

from __future__ import annotations

import math

from summarizer.chat import Usage
from summarizer.events import Why
from summarizer.model.rates import LONGEST, Quota, Told

__all__ = ["Bucket", "Rates", "ToldBucket"]

MINUTE = 60.0
RECENT = 0.2  # how much the last answer counts in what answers take


class Rates:
    """Requests and tokens a minute, over all calls: None is no limit but the endpoint's own.

    ``share`` is the fraction of all limits that is this program's, where several share them. Times are seconds of one
    clock. Calls have numbers, from 1, in the order in which they `take`.
    """

    def __init__(self, requests: float | None, tokens: float | None, share: float, now: float) -> None:
        self._share = share
        self._requests, self._tokens = (
            None if rate is None else Bucket(rate * share, now) for rate in (requests, tokens)
        )
        self._told_requests: ToldBucket | None = None
        self._told_tokens: ToldBucket | None = None
        self._last_told = 0  # the number of the latest call whose answer told of limits
        self._taken = 0
        self._taken_tokens = 0.0
        self._prompt_factor, self._answer_factor = 1.0, 0.5  # real tokens of those estimated, and of those allowed

    def estimate(self, prompt: int, answer: int) -> float:
        """About the tokens that a call will take: its prompt as estimated, its answer of at most so many tokens."""
        return prompt * self._prompt_factor + answer * self._answer_factor

    def wait(self, tokens: float, now: float) -> tuple[Why, float] | None:
        """Why a call may not be made now, and for how many seconds; None where it may."""
        buckets: tuple[tuple[Why, Bucket | ToldBucket | None, float], ...] = (
            ("rate", self._told_requests, 1),
            ("rate", self._told_tokens, tokens),
            ("limit", self._requests, 1),
            ("limit", self._tokens, tokens),
        )
        for why, bucket, amount in buckets:
            if bucket is not None and (seconds := bucket.wait(amount, now)) > 0:
                return why, seconds
        return None

    def take(self, tokens: float, now: float) -> tuple[int, float]:
        """A call is made: its number, and the tokens that all calls have taken with it."""
        self._taken += 1
        self._taken_tokens += tokens
        for requests in (self._requests, self._told_requests):
            if requests is not None:
                requests.take(1, now)
        for bucket in (self._tokens, self._told_tokens):
            if bucket is not None:
                bucket.take(tokens, now)
        return self._taken, self._taken_tokens

    def hear(self, told: Told, number: int, taken_tokens: float, now: float) -> None:
        """Believe what the answer to a call tells; the last two of it are what its `take` gave."""
        if (told.requests is None and told.tokens is None) or number < self._last_told:
            return  # answers overtake each other: a later call knew better
        self._last_told = number
        # What was taken since may not be in what it tells. Where it is, the next answer mends it.
        if told.requests is not None:
            self._told_requests = self._told_requests or ToldBucket(self._share)
            self._told_requests.hear(told.requests, self._taken - number, now)
        if told.tokens is not None:
            self._told_tokens = self._told_tokens or ToldBucket(self._share)
            self._told_tokens.hear(told.tokens, self._taken_tokens - taken_tokens, now)

    def settle(self, prompt: int, answer: int, tokens: float, used: Usage | None) -> None:
        """What a call of so many estimated tokens really took, so that the next estimates are better; None is nothing."""
        if used is not None and not (used.prompt or used.completion):
            return  # the endpoint counts nothing: the estimate stands
        if used is not None:
            if prompt and used.prompt:
                self._prompt_factor += RECENT * (min(used.prompt / prompt, 8.0) - self._prompt_factor)
            if answer:
                self._answer_factor += RECENT * (min(used.completion / answer, 1.0) - self._answer_factor)
        # The endpoint's own count is told with its next answer.
        if self._tokens is not None:
            self._tokens.give(tokens - (used.prompt + used.completion if used is not None else 0))


class Bucket:
    """So many units a minute, spread over it: a sixtieth may be taken at once, so that no 60 s have more than that.

    What asks for more than the bucket holds takes it when it is full, and leaves a debt; by one such call alone the
    units of a minute may be passed. Times are seconds of one clock.
    """

    def __init__(self, per_minute: float, now: float) -> None:
        self.capacity = max(1.0, per_minute / MINUTE)
        self.rate = (per_minute - self.capacity + 1.0) / MINUTE
        self._level = self.capacity
        self._at = now

    def wait(self, amount: float, now: float) -> float:
        """Seconds until so much may be taken; 0 is now."""
        self._refill(now)
        short = min(amount, self.capacity) - self._level
        return short / self.rate if short > 0 else 0.0

    def take(self, amount: float, now: float) -> None:
        """Take so much, be it there or not."""
        self._refill(now)
        self._level -= amount

    def give(self, amount: float) -> None:
        """Give back what was not used; a negative amount was used on top."""
        self._level = min(self.capacity, self._level + amount)

    def _refill(self, now: float) -> None:
        self._level = min(self.capacity, self._level + (now - self._at) * self.rate)
        self._at = now


class ToldBucket:
    """What the endpoint said that may still be taken; without limit until it says something.

    ``share`` is this program's part of it, where several share one limit.
    """

    def __init__(self, share: float = 1.0) -> None:
        self._share = share
        self._level = math.inf
        self._capacity = math.inf
        self._rate = 0.0
        self._whole_at = math.inf
        self._at = 0.0
        self._short_since: float | None = None

    def hear(self, quota: Quota, taken: float, now: float) -> None:
        """Believe a quota; ``taken`` is what was taken since it was told, which it can't have in it."""
        limit = math.inf if quota.limit is None else max(1.0, quota.limit * self._share)
        self._capacity = limit
        self._level = min(quota.remaining * self._share, limit) - taken
        self._at = now
        short = limit - quota.remaining * self._share
        gradual = quota.gradual and 0 < short < math.inf and quota.reset > 0
        self._rate = short / quota.reset if gradual else 0.0
        self._whole_at = math.inf if gradual else now + quota.reset

    def wait(self, amount: float, now: float) -> float:
        """Seconds until so much may be taken, 0 is now; never more than LONGEST in all for one call."""
        self._refill(now)
        short = min(amount, self._capacity) - self._level
        if short <= 0:
            self._short_since = None
            return 0.0
        if self._short_since is None:
            self._short_since = now
        seconds = short / self._rate if self._rate > 0 else self._whole_at - now
        return max(0.0, min(seconds, self._short_since + LONGEST - now))

    def take(self, amount: float, now: float) -> None:
        """Take so much, be it there or not."""
        self._refill(now)
        self._level -= amount
        self._short_since = None

    def _refill(self, now: float) -> None:
        if now >= self._whole_at:
            self._level, self._whole_at = self._capacity, math.inf
        elif self._rate > 0:
            self._level = min(self._capacity, self._level + (now - self._at) * self._rate)
        self._at = now
