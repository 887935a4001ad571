"""One at a time for each thing, as many as there are things."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from weakref import WeakValueDictionary


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
