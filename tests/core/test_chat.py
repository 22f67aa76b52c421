"""What calls took: times beside the tokens, summed whatever the order, and kept answers with and without them."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.chat import LONGEST, ChatReply, Usage, told_seconds

NOTHING = Usage(12, 4, 3, 1)
TIMED = Usage(12, 4, 3, 1, prompt_seconds=0.402057, completion_seconds=1.0004)


def test_a_sum_knows_no_time_only_where_no_call_told_one() -> None:
    """Calls without times leave the times of the others as they are."""
    assert (NOTHING + NOTHING).prompt_seconds is None
    both = NOTHING + TIMED + NOTHING + TIMED
    assert both == Usage(48, 16, 12, 4, prompt_seconds=0.804114, completion_seconds=2.0008)
    assert Usage() + TIMED == TIMED and TIMED + Usage() == TIMED


@given(st.lists(st.none() | st.floats(0, LONGEST), min_size=2, max_size=5))
def test_a_sum_does_not_depend_on_the_order(times: list[float | None]) -> None:
    """Answers may come in any order, and the provenance still has the same digits."""
    used = [Usage(1, 0, 1, 1, prompt_seconds=told_seconds(time)) for time in times]
    assert len({sum(order, Usage()) for order in itertools.permutations(used)}) == 1


def test_times_in_milliseconds() -> None:
    """Provenance and log have three digits; what was not told stays so."""
    assert TIMED.in_milliseconds() == Usage(12, 4, 3, 1, prompt_seconds=0.402, completion_seconds=1.0)
    assert NOTHING.in_milliseconds() == NOTHING


@pytest.mark.parametrize("used", [NOTHING, TIMED, Usage(calls=1, completion_seconds=0.0)])
def test_an_answer_is_kept_with_its_times(used: Usage) -> None:
    """What is kept gives the same answer, and says nothing of times that were not told."""
    reply = ChatReply("Two.", "stop", used)
    kept = json.loads(json.dumps(reply.to_dict()))
    assert ChatReply.from_dict(kept) == reply
    assert None not in kept["usage"].values()


@pytest.mark.parametrize("odd", [None, True, "1", -1, float("nan"), float("inf"), 1e300, 10**400, [], {}])
def test_a_kept_time_that_is_none_is_damage(odd: Any) -> None:
    """A time that can be none is no time of a kept answer."""
    kept = ChatReply("Two.", "stop", TIMED).to_dict()
    kept["usage"]["prompt_seconds"] = odd
    with pytest.raises(ValueError, match="a time in seconds"):
        ChatReply.from_dict(kept)
