from collections.abc import Mapping
from datetime import datetime

from community.ids import GuildId, MemberId
from tests.fakes.engagement.activity_log import MemoryActivityLog


class MemoryOptOutStore:
    """The port ``OptOutStore``, in memory; a given log leaves out who opted out."""

    def __init__(self, log: MemoryActivityLog | None = None) -> None:
        self._since: dict[tuple[GuildId, MemberId], datetime] = {}
        if log is not None:
            log.opted_out = self._since.keys()

    async def opted_out(self) -> Mapping[tuple[GuildId, MemberId], datetime]:
        return dict(self._since)

    async def opt_out(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        self._since.setdefault((guild_id, member_id), now)

    async def opt_in(self, guild_id: GuildId, member_id: MemberId) -> None:
        self._since.pop((guild_id, member_id), None)
