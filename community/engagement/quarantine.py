"""Counts, stores and logs what could not be parsed, without its content."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from community.ids import GuildId

LOG_INTERVAL: Final = timedelta(hours=1)
"""Minimum time between two log lines about the same kind."""
MAX_STORED: Final = 1_000
"""Maximum number of frames that a process stores; beyond it they are only counted."""


@dataclass(frozen=True, slots=True)
class QuarantinedFrame:
    """A frame that could not be parsed: its kind and where it failed, never its content."""

    guild_id: GuildId | None
    event: str
    reason: str
    at: datetime


class QuarantineStore(Protocol):
    """The store of quarantined frames."""

    async def save(self, cases: Sequence[QuarantinedFrame]) -> None:
        """Stores the frames."""
        ...


class Quarantine:
    """Takes frames that could not be parsed, so that later ones are still handled."""

    def __init__(self, store: QuarantineStore) -> None:
        self._store = store
        self._waiting: list[QuarantinedFrame] = []
        self._n_left = MAX_STORED
        self._logged_at: dict[str, datetime] = {}
        self.counts: Counter[str] = Counter()

    @property
    def n_waiting(self) -> int:
        """The number of frames that are not stored yet."""
        return len(self._waiting)

    def add(self, frame: QuarantinedFrame) -> bool:
        """Takes a frame without waiting; returns whether it is time to log its kind."""
        self.counts[frame.event] += 1
        if self._n_left > 0:
            self._n_left -= 1
            self._waiting.append(frame)
        logged_at = self._logged_at.get(frame.event)
        if logged_at is not None and frame.at - logged_at < LOG_INTERVAL:
            return False
        self._logged_at[frame.event] = frame.at
        return True

    async def flush(self) -> None:
        """Stores the waiting frames; if the store fails, they go on waiting."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            await self._store.save(waiting)
        except BaseException:
            self._waiting = waiting + self._waiting
            raise
