"""Ray for as long as a run lasts: one that was there is used and left, else one is started and ended."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
import threading
from functools import cached_property
from typing import Any

from summarizer.engines.worker import Desk
from summarizer.errors import UsageError

__all__ = ["Cluster"]

STORE = 512 * 2**20  # bytes of shared memory for blocks on their way
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # Ray would tell its makers about the machine and the program
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # what it says on standard error of every restart is meant for its makers,
    "RAY_DATA_LOG_LEVEL": "CRITICAL",  # and so are its plans
    "RAY_DEDUP_LOGS_SKIP_REGEX": "^",  # it would print on standard output, among the briefs, that workers were lost
}
LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Has Ray do on every system what it does on those two: bind to 127.0.0.1 alone."""


class Cluster:
    """The workers' machines: this one, or those of the Ray cluster at ``address``.

    ``ray`` is the package. Raises UsageError where it is not installed.
    """

    def __init__(self, address: str | None, stop: threading.Event) -> None:
        self.ray = _ray(address)
        self._address = address
        self._stop = stop
        self._own = False
        self._temporary: str | None = None
        self._closed = threading.Event()

    @property
    def cores(self) -> int:
        """How many workers there is room for."""
        self._connect(os.cpu_count() or 1)
        return int(self.ray.cluster_resources().get("CPU", 1))

    def start(self, workers: int) -> Any:
        """Make ready for so many workers; gives the desk that they ask. Raises UsageError where there is no room."""
        self._connect(workers)
        if self._address and self.cores < workers:
            raise UsageError(
                f"the Ray cluster at {self._address} has {self.cores} CPUs, and each of {workers} workers needs one",
                mend=f"take {self.cores} workers, or add machines to the cluster",
            )
        return self._desk

    def close(self) -> None:
        """End the workers, and Ray where this run has started it."""
        self._closed.set()
        if self._own:
            self.ray.shutdown()
        elif "_desk" in self.__dict__:
            self.ray.kill(self._desk)
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    @cached_property
    def _desk(self) -> Any:
        desk = self.ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(Desk).remote()
        threading.Thread(target=self._pass_on_stop, args=[desk], name="stop", daemon=True).start()
        return desk

    def _pass_on_stop(self, desk: Any) -> None:
        while not self._closed.is_set():
            if self._stop.wait(0.2):
                with contextlib.suppress(self.ray.exceptions.RayError):  # the run is over
                    self.ray.get(desk.stop.remote())
                return

    def _connect(self, workers: int) -> None:
        if self.ray.is_initialized():
            return
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        try:
            if self._address:
                self.ray.init(address=self._address, **quiet)
            else:
                # A folder of its own, that nobody else may read: what does not fit into memory is put there.
                self._temporary = tempfile.mkdtemp(prefix="ray-")
                self.ray.init(
                    address="local",
                    num_cpus=workers,
                    object_store_memory=STORE,
                    include_dashboard=False,
                    _temp_dir=self._temporary,
                    **quiet,
                )
        except (OSError, RuntimeError, ValueError, self.ray.exceptions.RayError) as error:
            where = f"the Ray cluster at {self._address} can't be reached" if self._address else "Ray can't be started"
            mend = "is it `ray start --head` that runs there, of the same version?" if self._address else ""
            raise UsageError(f"{where}: {error}", mend=mend) from error
        self._own = True


def _ray(address: str | None) -> Any:
    """Ray, told what it must know before it is imported. Raises UsageError where it is not installed."""
    for name, value in (QUIET | ({} if address else LOOPBACK)).items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError("the engine `ray` is not installed", mend='pip install "spanbrief[ray]"') from error
    return ray
