"""Several things at once: a lock a key, work that coalesces, pauses after a refusal, and errors that are collected."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from community.errors import OutOfReach

Key = TypeVar("Key", bound=int)
Item = TypeVar("Item")


async def run_all(message: str, work: Iterable[Callable[[], Awaitable[object]]]) -> None:
    """Runs every coroutine, one after the other, whatever goes wrong with one of them.

    Raises
    ------
    ExceptionGroup
        Of what failed, under ``message``, once everything has run.
    """
    raise_errors(message, await collect_errors(work))


async def collect_errors(work: Iterable[Callable[[], Awaitable[object]]]) -> list[Exception]:
    """Runs every coroutine, one after the other, and returns what failed."""
    errors: list[Exception] = []
    for one in work:
        try:
            await one()
        except Exception as error:
            errors.append(error)
    return errors


def raise_errors(message: str, errors: Sequence[Exception]) -> None:
    """Does nothing where there is no error.

    Raises
    ------
    ExceptionGroup
        Of all errors, under ``message``, where there are any.
    """
    if errors:
        raise ExceptionGroup(message, errors)


class KeyedLocks:
    """A lock for each key; one that nobody holds or waits for is not kept."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def lock(self, *key: Hashable) -> asyncio.Lock:
        """The lock of a key, to be entered with ``async with``."""
        return self._locks.setdefault(key, asyncio.Lock())


class Coalescer:
    """Runs the work of a key at most once at a time, and once more if it was asked for meanwhile.

    However often it is asked for, the last run begins after the last request; only that one's error is raised.
    """

    def __init__(self) -> None:
        self._asked: dict[Hashable, bool] = {}

    async def run(self, key: Hashable, work: Callable[[], Awaitable[None]]) -> None:
        """Runs the work, or leaves it to whoever is running it right now."""
        if key in self._asked:
            self._asked[key] = True
            return
        self._asked[key] = True
        try:
            while self._asked[key]:
                self._asked[key] = False
                try:
                    await work()
                except Exception:
                    if not self._asked[key]:
                        raise
        finally:
            del self._asked[key]


class RetryAfter:
    """Tries what Discord refused again only after a pause; what failed in another way is tried the next time."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause
        self._refused: dict[int, datetime] = {}

    def ripe(self, due: Mapping[Key, Item], now: datetime) -> Mapping[Key, Item]:
        """What is due and was not refused of late; what is not due any more is forgotten."""
        self._refused = {key: at for key, at in self._refused.items() if key in due and now - at < self._pause}
        return {key: one for key, one in due.items() if key not in self._refused}

    async def run(self, key: int, work: Callable[[], Awaitable[None]], now: datetime) -> None:
        """Runs the work, unless it was refused of late, and keeps it if Discord refuses."""
        if key in self._refused and now - self._refused[key] < self._pause:
            return
        try:
            await work()
        except OutOfReach:
            self._refused[key] = now
