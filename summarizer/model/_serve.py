"""The child process of `EmbeddedServer`: llama.cpp's server, and nothing else.

It is run as a file of its own (``python -P .../_serve.py``), so it imports the standard library and
``xllamacpp`` only: neither this package nor the ``__main__`` of the program that started it is imported
again, and ``-P`` keeps the working directory, which may be a folder of foreign articles, out of the import
path.

The protocol with the parent:

* stdin: one line of JSON, the settings (the key of the run travels here and not in the arguments, which every
  user of the machine can read). The pipe then stays open; its end means that the parent is gone, or wants the
  child gone, and the child ends at once. That works on every platform and for every way of dying, SIGKILL
  included.
* stdout: one line of JSON, ``{"address": "http://127.0.0.1:PORT"}`` or ``{"error": "words"}``.
* stderr: the log.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
import threading
import time
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1
"""``prctl`` option of Linux: the signal this process gets when the thread that created it ends."""


def main() -> NoReturn:
    """Serve until the parent goes away. The exit status is 0 then, and 1 when the server could not start."""
    # When to stop is for the parent to say; Ctrl-C may reach every process of the terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever native code prints belongs to the log: stdout is for the one line that the parent waits for.
    report = os.dup(1)
    os.dup2(2, 1)
    settings: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    if settings["started_by_main_thread"]:
        _die_with_parent()
    threading.Thread(target=_exit_at_end_of_stdin, daemon=True).start()
    try:
        server = _serve(settings)
    except Exception as error:  # noqa: BLE001 - the binding passes on whatever llama.cpp threw; the parent shows it
        _tell(report, {"error": f"{type(error).__name__}: {error}"})
        os._exit(1)
    _tell(report, {"address": server.listening_address})
    # A process that was forked off the parent may hold the other end of stdin open: its end alone is not
    # trusted.
    while os.name != "posix" or os.getppid() == settings["parent"]:
        time.sleep(1)
    os._exit(0)


def _serve(settings: dict[str, Any]) -> Any:
    """Load the weights and listen; the object that comes back serves for as long as it is referenced."""
    # OpenMP threads that spin while they wait take the cores from each other: on two busy cores generation
    # was five times slower. The library reads these when it is loaded, so they are set before the import.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    sys.path.insert(0, settings["runtime_dir"])
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = settings["model_path"]
    params.model_alias = {settings["alias"]}
    for name, value in settings["params"].items():
        setattr(params, name, value)
    if settings["threads"] is not None:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings["threads"]
    return xllamacpp.Server(params)


def _tell(report: int, line: dict[str, str]) -> None:
    """Write the one line that the parent waits for."""
    os.write(report, json.dumps(line).encode() + b"\n")
    os.close(report)


def _exit_at_end_of_stdin() -> None:
    """End the process when the parent's end of the pipe is closed, by whatever."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def _die_with_parent() -> None:
    """On Linux, have the kernel kill this process with its parent, even while native code holds the
    interpreter.

    The signal comes when the *thread* that created this process ends, hence only for servers started by the
    parent's main thread.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # a libc without prctl: the pipe does it
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
