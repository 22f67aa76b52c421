"""Read what a GGUF file says about itself, without the runtime: is it one at all, and how much memory will it
want.

GGUF, the file format of llama.cpp: the magic ``GGUF``, a version, the numbers of tensors and of metadata
pairs, then the pairs (key, type, value), little-endian. Only the few pairs about the shape of the network are
kept; reading stops as soon as they are known, so the vocabulary that follows them is not read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

__all__ = ["GgufError", "GgufHeader", "read_header"]

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_LIMIT_STRING = 1 << 24  # 16 MiB: longer than any chat template; a length beyond it is damage
_LIMIT_ARRAY = 1 << 24
_STRING, _ARRAY = 8, 9
_SCALARS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_BYTES_OF_F16 = 2
_Value = int | float | bool | str | list[int] | None


class GgufError(ValueError):
    """The file is not a GGUF file, or its header is cut off; the message says which."""


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What the header says.

    ``kv_bytes_per_token`` is the size in bytes of one token's keys and values in all layers as 16-bit floats;
    ``context_length`` is the number of tokens the model was trained for. Both are None where the file does
    not say.
    """

    architecture: str
    kv_bytes_per_token: int | None
    context_length: int | None


def read_header(path: Path) -> GgufHeader:
    """Read the header of the file at ``path``.

    Raises `GgufError` when it is something else, and `OSError` when it can't be read.
    """
    with path.open("rb") as file:
        if file.read(4) != _MAGIC:
            raise GgufError("it does not begin with the magic 'GGUF'")
        version = _number(file, "<I")
        if version not in _VERSIONS:
            raise GgufError(f"it is GGUF version {version}; versions {_VERSIONS[0]} and {_VERSIONS[1]} are readable")
        _number(file, "<Q")  # tensors
        pairs = _number(file, "<Q")
        found: dict[str, _Value] = {}
        for _ in range(pairs):
            key = _string(file)
            if found and key.startswith("tokenizer."):
                break  # writers put the shape first; what follows is the vocabulary, megabytes of it
            found[key] = _value(file, _number(file, "<I"))
    return _header(found)


def _header(found: dict[str, _Value]) -> GgufHeader:
    architecture = found.get("general.architecture")
    name = architecture if isinstance(architecture, str) else ""

    def whole(key: str) -> int | None:
        value = found.get(f"{name}.{key}")
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None

    layers, heads, width = whole("block_count"), whole("attention.head_count"), whole("embedding_length")
    per_layer = found.get(f"{name}.attention.head_count_kv")
    key_value_heads: int | None
    if isinstance(per_layer, list):  # some architectures have another number in every layer
        key_value_heads = sum(per_layer)
    else:
        in_each = whole("attention.head_count_kv") or heads
        key_value_heads = in_each * layers if in_each and layers else None
    head_width = width // heads if width and heads else None
    key_length = whole("attention.key_length") or head_width
    value_length = whole("attention.value_length") or head_width
    size = None
    if key_value_heads and key_length and value_length:
        size = key_value_heads * (key_length + value_length) * _BYTES_OF_F16
    return GgufHeader(name, size, whole("context_length"))


def _value(file: BinaryIO, kind: int) -> _Value:
    """One value; arrays are kept when they are short and of whole numbers, and skipped otherwise."""
    if kind == _STRING:
        return _string(file)
    if kind != _ARRAY:
        return _number(file, _format(kind))
    inner = _number(file, "<I")
    count = _number(file, "<Q")
    if count > _LIMIT_ARRAY:
        raise GgufError(f"an array of {count:,} entries in its header: the file is damaged")
    if inner == _STRING:
        for _ in range(count):
            _string(file)
        return None
    form = _format(inner)
    raw = _exactly(file, count * struct.calcsize(form))
    if form == "<f" or form == "<d" or count > 1024:
        return None
    return [int(number) for (number,) in struct.iter_unpack(form, raw)]


def _format(kind: int) -> str:
    if kind not in _SCALARS:
        raise GgufError(f"a value of unknown type {kind} in its header: the file is damaged")
    return _SCALARS[kind]


def _number(file: BinaryIO, form: str) -> int:
    (number,) = struct.unpack(form, _exactly(file, struct.calcsize(form)))
    return number  # type: ignore[no-any-return]  # struct is untyped; a float is never read where it matters


def _string(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > _LIMIT_STRING:
        raise GgufError(f"a text of {length:,} bytes in its header: the file is damaged")
    return _exactly(file, length).decode("utf-8", "replace")


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise GgufError("it is cut off within its header")
    return data
