"""What could not be understood: counted, kept without its content, and told now and then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from community.ids import GuildId

LOG_INTERVAL: Final = timedelta(hours=1)
"""How often the log tells of one kind."""
MAX_STORED: Final = 1_000
"""Cases a process keeps; beyond it they are counted only."""


@dataclass(frozen=True, slots=True)
class QuarantinedFrame:
    """One thing that could not be understood: of which kind it was and where it failed, never what it said."""

    guild_id: GuildId | None
    event: str
    reason: str
    at: datetime


class QuarantineStore(Protocol):
    """Where cases are kept."""

    async def save(self, cases: Sequence[QuarantinedFrame]) -> None:
        """Keeps them."""
        ...


class Quarantine:
    """Takes what could not be understood, so that what comes after it goes on."""

    def __init__(self, store: QuarantineStore) -> None:
        self._store = store
        self._waiting: list[QuarantinedFrame] = []
        self._n_left = MAX_STORED
        self._logged_at: dict[str, datetime] = {}
        self.counts: Counter[str] = Counter()

    @property
    def n_waiting(self) -> int:
        """How many cases are not yet kept."""
        return len(self._waiting)

    def add(self, frame: QuarantinedFrame) -> bool:
        """Takes a case without waiting; true where it is time to tell of its kind."""
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
        """Keeps what waits."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            await self._store.save(waiting)
        except BaseException:
            self._waiting = waiting + self._waiting
            raise
