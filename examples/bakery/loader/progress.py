"""Shows how far the loader is: a bar on a terminal, plain lines elsewhere."""

import os
import sys
import threading
import time

WIDTH = 28
REDRAW_S = 0.1


class Progress:
    """One step after another, each with a number of things to do."""

    def __init__(self, out=None):
        self._out = out or sys.stderr
        self._bar = self._out.isatty() and os.environ.get("TERM") != "dumb"
        self._lock = threading.Lock()
        self._drawn = 0.0
        self._begin("", 0)

    def _begin(self, name: str, total: int) -> None:
        self._name, self._total, self._done, self._changed = name, total, 0, 0
        self._started = time.monotonic()

    def step(self, name: str, total: int) -> "Progress":
        """Begins a step; used as `with progress.step(...)`."""
        self._begin(name, total)
        self._draw(force=True)
        return self

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self._bar:
            self._out.write("\r\x1b[K")
        if kind is None:
            seconds = time.monotonic() - self._started
            self._out.write(f"{self._name:<16} {self._summary():<38} {seconds:5.1f} s\n")
        self._out.flush()

    def done(self, changed: int = 0, count: int = 1) -> None:
        """Counts things done, and how many of them were changed."""
        with self._lock:
            self._done += count
            self._changed += changed
            self._draw()

    @property
    def changed(self) -> int:
        return self._changed

    def _summary(self) -> str:
        if not self._total:
            return "nothing to do"
        if not self._changed:
            return f"{self._total:,} up to date"
        rest = self._total - self._changed
        return f"{self._changed:,} written" + (f", {rest:,} up to date" if rest > 0 else "")

    def _draw(self, force: bool = False) -> None:
        now = time.monotonic()
        if not self._bar or not self._total or (not force and now - self._drawn < REDRAW_S):
            return
        self._drawn = now
        done = min(self._done, self._total)
        full = WIDTH * done // self._total
        bar = "#" * full + "-" * (WIDTH - full)
        self._out.write(f"\r\x1b[K{self._name:<16} [{bar}] {100 * done // self._total:3d} %")
        self._out.flush()
