from collections.abc import Sequence

from community.ids import GuildId, MemberId
from community.privacy.ports import KeptData


class MemoryPersonalRecords:
    """The port ``PersonalRecords``, in memory: records what it was asked to erase."""

    def __init__(self) -> None:
        self.erased: list[tuple[str, MemberId, GuildId | None]] = []

    async def list_kept(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[KeptData]:
        return ()

    async def forget(
        self, member_id: MemberId, guild_id: GuildId | None, *, keep_recommendations: bool = False
    ) -> Sequence[KeptData]:
        self.erased.append(("everything", member_id, guild_id))
        return ()

    async def forget_activity(self, member_id: MemberId, guild_id: GuildId) -> Sequence[KeptData]:
        self.erased.append(("activity", member_id, guild_id))
        return ()
