"""What has to hold before the embedded server is started, so that a machine too small says so instead of
dying.

Measured with the pinned weights (1.117 GB, four slots of 4,096 tokens): 2.29 GB resident, of which 1.13 GB
are the file itself (mapped), 0.63 GB its matrices packed anew for this processor, 0.47 GB the slots' keys and
values.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import platform
from pathlib import Path

from summarizer.errors import NotEnoughMemory, RuntimeMissing
from summarizer.model.gguf import GgufHeader

__all__ = [
    "available_memory",
    "check_memory",
    "needed_memory",
    "runtime_directory",
    "runtime_version",
    "usable_threads",
]

RUNTIME = "xllamacpp"
_PACKED_SHARE = 0.6  # of the file, as llama.cpp packs the matrices anew for this processor
_BUFFERS = 300_000_000  # bytes: compute buffers, the interpreter, prompts put aside in memory
_KV_UNKNOWN = 128 * 1024  # bytes a token for a file that does not say; that of an 8B model
_WHERE_WHEELS = "Linux x86-64, Windows x86-64 and macOS on Apple silicon"
_CGROUP = Path("/sys/fs/cgroup")


def runtime_directory() -> Path:
    """The directory of the import path that holds the runtime.

    Raises `RuntimeMissing` when the extra ``local`` is not installed. The runtime itself is not imported:
    that takes a second and belongs to the child process.
    """
    spec = importlib.util.find_spec(RUNTIME)
    if spec is None or not spec.origin:
        machine = f"{platform.system()} {platform.machine()}"
        raise RuntimeMissing(
            f"the embedded model needs the package {RUNTIME}, which is not installed",
            mend=f'pip install "spanbrief[local]". There are wheels for {_WHERE_WHEELS} (this is {machine}); '
            "elsewhere point --base-url at any OpenAI-compatible server",
        )
    return Path(spec.origin).resolve().parent.parent


def runtime_version() -> str:
    """The version of the runtime; empty when it was put on the import path without its metadata."""
    try:
        return importlib.metadata.version(RUNTIME)
    except importlib.metadata.PackageNotFoundError:
        return ""


def needed_memory(model_bytes: int, header: GgufHeader, slots: int, slot_context: int) -> int:
    """Bytes of memory that the server will want: a file of ``model_bytes``, ``slots`` of ``slot_context``
    tokens."""
    keys_and_values = slots * slot_context * (header.kv_bytes_per_token or _KV_UNKNOWN)
    return int(model_bytes * (1 + _PACKED_SHARE)) + keys_and_values + _BUFFERS


def check_memory(model: Path, header: GgufHeader, slots: int, slot_context: int) -> None:
    """Raise `NotEnoughMemory` when the server will not fit; where memory can't be measured, nothing is
    said."""
    needed = needed_memory(model.stat().st_size, header, slots, slot_context)
    available = available_memory()
    if available is None or needed <= available:
        return
    smallest = needed_memory(model.stat().st_size, header, 1, slot_context)
    fewer = "fewer slots (each costs " + _gigabytes((needed - smallest) // max(1, slots - 1)) + "), "
    raise NotEnoughMemory(
        f"{model.name} with {slots} slots of {slot_context:,} tokens needs about {_gigabytes(needed)} of "
        f"memory; {_gigabytes(available)} is available",
        mend=f"close other programs, or take {fewer if slots > 1 and smallest <= available else ''}"
        "a smaller model (--model FILE.gguf) or a server elsewhere (--base-url URL)",
    )


def available_memory() -> int | None:
    """Bytes that a new process can have before the machine, or its container, runs out; None where not
    measurable."""
    try:
        psutil = importlib.import_module("psutil")  # of the extra ``local``; it has no types
    except ImportError:
        return None
    limits = [int(psutil.virtual_memory().available)]
    container = _container_memory()
    if container is not None:
        limits.append(container)
    return min(limits)


def usable_threads() -> int | None:
    """Threads for the runtime where this process may use fewer cores than the machine has; else None, its own
    choice.

    The runtime counts the machine's cores. In a container with a quota of two on a machine of 64 it would
    start threads for all of them, which then wait for each other.
    """
    machine = os.cpu_count() or 1
    usable = float(len(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else float(machine)
    try:
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        if quota != "max":
            usable = min(usable, int(quota) / int(period))
    except (OSError, ValueError):
        pass  # no control groups of version 2 here
    threads = max(1, round(usable))
    return threads if threads < machine else None


def _container_memory() -> int | None:
    """What the control group has left, counting cached files as free, as the kernel does; None without a
    limit."""
    try:
        limit = (_CGROUP / "memory.max").read_text().strip()
        if limit == "max":
            return None
        used = int((_CGROUP / "memory.current").read_text())
        for line in (_CGROUP / "memory.stat").read_text().splitlines():
            if line.startswith("inactive_file "):
                used -= int(line.split()[1])
        return max(0, int(limit) - used)
    except (OSError, ValueError):
        return None


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
