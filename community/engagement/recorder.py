"""The write-behind buffer: a bounded number of events wait until they are stored together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from community.engagement.activity_log import ActivityLog
from community.engagement.events import Event


@dataclass(frozen=True, slots=True)
class RecorderLimits:
    """When a batch is stored, and how many events may wait."""

    batch: int = 4_000
    age: timedelta = timedelta(seconds=10)
    waiting: int = 50_000


class Timer(Protocol):
    """A timer that can be cancelled."""

    def cancel(self) -> None:
        """Cancels the timer."""
        ...


@dataclass(slots=True)
class RecorderCounts:
    """Counts since the recorder was created: events taken, stored and refused, and batches that failed."""

    n_recorded: int = 0
    n_stored: int = 0
    n_refused: int = 0
    n_failures: int = 0


class Recorder:
    """Stores events in batches: when enough wait, when the oldest has waited long enough, and on demand.

    A full recorder refuses the newest event and counts it. Events wait until they are known to be stored, so that a
    store that fails loses nothing and changes no order. While something waits there is a timer; otherwise there is
    none.
    """

    def __init__(
        self,
        log: ActivityLog,
        limits: RecorderLimits,
        *,
        call_later: Callable[[timedelta, Callable[[], None]], Timer],
        start_flush: Callable[[], object],
    ) -> None:
        """Takes the log, the limits, and functions that start a timer and a flush in the background."""
        self._log = log
        self._limits = limits
        self._call_later = call_later
        self._start_flush = start_flush
        self._waiting: list[Event] = []
        self._timer: Timer | None = None
        self._lock = asyncio.Lock()
        self.is_healthy = True
        """Whether the last attempt to store succeeded."""
        self.counts = RecorderCounts()

    @property
    def n_waiting(self) -> int:
        """The number of events that are not stored yet."""
        return len(self._waiting)

    def record(self, event: Event) -> bool:
        """Takes an event without waiting; returns false if there was no room for it."""
        n_waiting = len(self._waiting)
        if n_waiting >= self._limits.waiting:
            self.counts.n_refused += 1
            return False
        self._waiting.append(event)
        self.counts.n_recorded += 1
        if n_waiting == 0:
            self._start_timer()
        if (n_waiting + 1) % self._limits.batch == 0 and not self._lock.locked():
            self._start_flush()
        return True

    async def flush(self) -> None:
        """Stores everything recorded before the call; readers of the store call it first.

        Events that arrive meanwhile wait for the next batch, because batches would become ever smaller.

        Raises
        ------
        Exception
            Whatever the log raises; the events keep waiting.
        """
        n_before = self.counts.n_recorded
        async with self._lock:
            try:
                await self._store(n_before)
            except Exception:
                self.is_healthy = False
                self.counts.n_failures += 1
                raise
            else:
                self.is_healthy = True
                if self.n_waiting >= self._limits.batch:
                    self._start_flush()
            finally:
                self._cancel_timer()
                if self._waiting:
                    self._start_timer()

    async def _store(self, n_recorded: int) -> None:
        while self.counts.n_stored < n_recorded:
            batch = self._waiting[: self._limits.batch]
            await self._log.append(batch)
            del self._waiting[: len(batch)]
            self.counts.n_stored += len(batch)

    def _start_timer(self) -> None:
        if self._timer is None:
            self._timer = self._call_later(self._limits.age, self._on_timer)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self) -> None:
        self._timer = None
        self._start_flush()
