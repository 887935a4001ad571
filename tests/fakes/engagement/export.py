from collections.abc import AsyncIterator, Sequence

from community.engagement.events import Arrival, Departure
from community.engagement.jsonl import ExportedEvent
from tests.fakes.engagement.activity_log import MemoryActivityLog


class MemoryActivityExport:
    """The port ``ActivityExport``, on the data of an activity log in memory."""

    def __init__(self, log: MemoryActivityLog) -> None:
        self._log = log

    async def n_rows(self) -> int:
        return len(self._events())

    async def pages(self, size: int) -> AsyncIterator[Sequence[ExportedEvent]]:
        events = self._events()
        for start in range(0, len(events), size):
            yield events[start : start + size]

    def _events(self) -> list[ExportedEvent]:
        events: list[ExportedEvent] = []
        for (guild_id, member_id), stay in sorted(self._log._stays.items(), key=lambda item: item[0]):
            if stay.joins:
                events.append(Arrival(guild_id, member_id, min(stay.joins)))
            if stay.left_at is not None:
                events.append(Departure(guild_id, member_id, stay.left_at))
        return [*events, *(one for _, one in sorted(self._log._activities.items(), key=lambda item: item[0]))]
