"""Showing people what is kept about them, and forgetting them when they ask."""

from collections.abc import Sequence

from community.engagement.recorder import Recorder
from community.ids import GuildId, MemberId
from community.privacy.ports import Kept, PersonalRecords


class PrivacyService:
    """A person's own view of what Hamlet keeps."""

    def __init__(self, records: PersonalRecords, recorder: Recorder) -> None:
        self._records = records
        self._recorder = recorder

    async def about(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[Kept]:
        """What is kept about a person, what waits to be stored included."""
        await self._recorder.flush()
        return await self._records.about(member_id, guild_id)

    async def forget(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[Kept]:
        """Erases everything about a person, what waits to be stored included; returns what was erased."""
        await self._recorder.flush()
        return await self._records.forget(member_id, guild_id)
