"""Noise without state: a number for each (key, time), smooth or rough, the same on every machine."""

from hashlib import blake2b

_MASK = (1 << 64) - 1


def key(*parts) -> int:
    """A 64-bit key for a named source of noise."""
    text = "/".join(str(part) for part in parts)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def unit(source: int, step: int) -> float:
    """A number in 0..1 for this source and step; neighbouring steps have nothing in common (splitmix64)."""
    x = (source + step * 0x9E3779B97F4A7C15) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return (x ^ (x >> 31)) / _MASK


def rough(source: int, time: int) -> float:
    """A number in -1..1, new each second."""
    return 2.0 * unit(source, time) - 1.0


class Smooth:
    """A curve in -1..1 that bends once a period."""

    def __init__(self, source: int, period_s: int):
        self._source = source
        self._period_s = period_s
        self._near = (None, 0.0, 0.0)

    def at(self, time: float) -> float:
        step, within = divmod(time, self._period_s)
        known, left, right = self._near
        if known != step:
            left = rough(self._source, int(step))
            right = rough(self._source, int(step) + 1)
            self._near = (step, left, right)
        share = within / self._period_s
        return left + (right - left) * share * share * (3.0 - 2.0 * share)
