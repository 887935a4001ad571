"""The scheduler, which only begins a round of due work: what is due is decided from the database."""

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Scheduler:
    """Calls back every so many seconds; calls that were missed are made up once."""

    def __init__(self, seconds: int, begin: Callable[[], object]) -> None:
        async def on_the_loop() -> None:
            begin()

        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            on_the_loop,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begins to call, on the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stops calling."""
        self._scheduler.shutdown(wait=False)
