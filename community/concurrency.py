"""One at a time for each thing, as many as there are things; and what was refused only after a while."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

from community.rounds import rounds

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
    """Does what is due, and what Discord would not have only after a pause; what failed is tried the next time."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause
        self._refused: Mapping[int, datetime] = {}

    async def run(
        self,
        due: Callable[[], Awaitable[Mapping[int, Thing]]],
        work: Callable[[Thing], Awaitable[None]],
        now: datetime,
    ) -> None:
        """Does the work for each; what is due still afterwards was refused. Raises as :func:`rounds`."""
        found = await due()
        waits = {key: at for key, at in self._refused.items() if key in found and now - at < self._pause}
        self._refused = waits
        ripe = [one for key, one in found.items() if key not in waits]
        if ripe:
            await rounds("not everything that is due could be shown", [partial(work, one) for one in ripe])
            self._refused = {key: waits.get(key, now) for key in await due()}
