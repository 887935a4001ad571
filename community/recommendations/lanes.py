"""One at a time for each thing, as many as there are things; and what was refused only after a while."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Lanes:
    """A lane for each key; a key that nobody is in is not kept."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def lane(self, *key: Hashable) -> asyncio.Lock:
        """The lane of a key, to be entered with ``async with``."""
        return self._locks.setdefault(key, asyncio.Lock())


class LatestOnly:
    """Does a thing for a key at most once at a time, and once more if it was asked for meanwhile.

    However often it is asked for, what it does last began after the last asking.
    """

    def __init__(self) -> None:
        self._asked: dict[Hashable, bool] = {}

    async def run(self, key: Hashable, work: Callable[[], Awaitable[None]]) -> None:
        """Does the work, or leaves it to whoever is doing it right now."""
        if key in self._asked:
            self._asked[key] = True
            return
        self._asked[key] = True
        try:
            while self._asked[key]:
                self._asked[key] = False
                await work()
        finally:
            del self._asked[key]


class Patience:
    """Lets what is due be tried at once, and what is due still only after a pause."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause
        self._tried: dict[Hashable, datetime] = {}

    def ripe(self, due: Mapping[Key, Thing], now: datetime) -> Sequence[Thing]:
        """What was not tried within the pause; it counts as tried from now on, as long as it is due."""
        self._tried = {key: at for key, at in self._tried.items() if key in due and now - at < self._pause}
        ripe = {key: one for key, one in due.items() if key not in self._tried}
        self._tried.update(dict.fromkeys(ripe, now))
        return list(ripe.values())
