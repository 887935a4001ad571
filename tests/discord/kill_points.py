"""Stops work at any await, as if the process were killed there.

A transaction is atomic, so the awaits inside one are not told apart: the work stops before or after it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from pathlib import Path
from typing import Any

import storage

STORAGE = str(Path(storage.__file__).parent)


class Killed(BaseException):
    """Raised in the work where it is stopped."""


class KillableWork:
    """Stops work at its nth await outside a transaction; what it awaits there continues, as on Discord."""

    def __init__(self, work: Coroutine[Any, Any, None], n: int) -> None:
        self._work = work
        self._n_left = n

    def __await__(self) -> Generator[Any, Any, bool]:
        """Returns whether the work ended before it was stopped."""
        steps = self._work.__await__()
        for waited in steps:
            if not self._is_in_transaction():
                self._n_left -= 1
                if self._n_left < 0:
                    yield from self._die(steps)
                    return False
            yield waited
        return True

    @staticmethod
    def _die(steps: Any) -> Generator[Any, Any, None]:
        try:
            yield steps.throw(Killed())
            yield from steps
        except Killed:
            pass

    def _is_in_transaction(self) -> bool:
        coroutine: Any = self._work
        while (frame := getattr(coroutine, "cr_frame", None)) is not None:
            if frame.f_code.co_filename.startswith(STORAGE):
                return True
            coroutine = coroutine.cr_await
        return False


def with_awaits_around(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Returns the call with one await before it and one after it."""

    async def called(*given: Any, **options: Any) -> Any:
        await asyncio.sleep(0)
        done = await call(*given, **options)
        await asyncio.sleep(0)
        return done

    return called
