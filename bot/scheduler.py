"""The scheduler, which only rings: what is due is decided from the database."""

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Bell:
    """Rings every so many seconds; a ring that was missed is made up once."""

    def __init__(self, seconds: int, ring: Callable[[], object]) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            _ringing(ring),
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begins to ring, on the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stops ringing."""
        self._scheduler.shutdown(wait=False)


def _ringing(ring: Callable[[], object]) -> Callable[[], object]:
    async def on_the_loop() -> None:
        ring()

    return on_the_loop
