from datetime import datetime

from community.ids import GuildId
from community.notices.notice import Notice


class MemoryNoticeStore:
    """The port ``NoticeStore``, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[GuildId, str], datetime] = {}

    async def was_notified(self, guild_id: GuildId, key: str) -> bool:
        return (guild_id, key) in self.kept

    async def unsettled_guilds(self, key: str) -> frozenset[GuildId]:
        return frozenset(guild_id for guild_id, told in self.kept if told == key)

    async def mark_notified(self, guild_id: GuildId, key: str, now: datetime) -> None:
        self.kept.setdefault((guild_id, key), now)

    async def mark_settled(self, guild_id: GuildId, key: str) -> None:
        self.kept.pop((guild_id, key), None)


class MemoryNoticePosts:
    """The port ``Desk``: what was put there, and whether anything can be."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.open = True

    async def post(self, notice: Notice) -> bool:
        if self.open:
            self.notices.append(notice)
        return self.open
