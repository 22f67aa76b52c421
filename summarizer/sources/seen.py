"""Which ids were given out already, in memory that does not grow."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["Seen"]

_BITS = 1 << 26


class Seen:
    """A Bloom filter of 8 MB: what it says to be new is new; of a million ids it takes some ten for old that are not.

    It answers the same for the same ids in the same order, so that an id made with its help is the same in every run.
    """

    def __init__(self) -> None:
        self._bits = bytearray(0)

    def add(self, id: str) -> bool:
        """Take note of an id; whether it was there already."""
        if not self._bits:
            self._bits = bytearray(_BITS // 8)
        digest = int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "little")
        old = True
        for shift in (0, 26, 52, 78):
            place = (digest >> shift) % _BITS
            at, bit = place >> 3, 1 << (place & 7)
            if not self._bits[at] & bit:
                old = False
                self._bits[at] |= bit
        return old
