"""What must be found again: for every key the value that was acknowledged, and those that were asked for and not answered."""

import threading
from dataclasses import dataclass, field


@dataclass
class Entry:
    """One thing: what it surely is (None: absent), and what it may have become."""

    sure: str | None = None
    maybe: set[str | None] = field(default_factory=set)


class Ledger:
    """All things of one server. Each key is written by one thread at a time."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.n_acknowledged = 0
        self.n_unanswered = 0
        self._lock = threading.Lock()

    def of(self, key: str) -> Entry:
        """The entry of a key."""
        with self._lock:
            return self.entries.setdefault(key, Entry())

    def begin(self, key: str, value: str | None) -> None:
        """A write is about to be sent."""
        self.of(key).maybe.add(value)

    def acknowledge(self, key: str, value: str | None) -> None:
        """The server said that it is done."""
        entry = self.of(key)
        entry.sure = value
        entry.maybe.clear()
        with self._lock:
            self.n_acknowledged += 1

    def refuse(self, key: str, value: str | None) -> None:
        """The server said that it is not done."""
        self.of(key).maybe.discard(value)

    def compare(self, found: dict[str, str], prefix: str) -> list[str]:
        """What is wrong with what was found under a prefix; from then on, what was found is sure."""
        wrong = [f"{key}: nobody wrote it, found {value!r}" for key, value in found.items() if key not in self.entries]
        for key, entry in self.entries.items():
            if not key.startswith(prefix):
                continue
            value = found.get(key)
            if value != entry.sure and value not in entry.maybe:
                wrong.append(f"{key}: acknowledged {entry.sure!r}, unanswered {sorted(map(str, entry.maybe))}, found {value!r}")
            self.n_unanswered += len(entry.maybe)
            entry.sure = value
            entry.maybe.clear()
        return wrong
