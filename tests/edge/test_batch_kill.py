"""A run that is killed again and again over a faulty endpoint: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.fault_server import FAULTS
from benchmarks.kill import survive


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_killed_three_times_over_a_faulty_endpoint(tmp_path: Path) -> None:
    """Every article has one brief or one ledger line, and none that was finished at a kill is asked about again."""
    outcome = survive(tmp_path, articles=60, kills=3, seed=11, jobs=8, latency=0.03)
    assert outcome.wrong == []
    assert outcome.briefs + outcome.failed.total() == 60
    assert outcome.exit_code == 2, "some articles failed, and that is said"
    assert len(set(outcome.did) & set(FAULTS)) >= 5, "the endpoint was faulty"
    assert outcome.finished_at_kills[-1] > 0, "it was killed on the way"
