"""Shows people what is stored about them, erases it, and stops recording them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from community.engagement.known_members import KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder
from community.ids import GuildId, MemberId
from community.privacy.ports import HistoryPrivacy, KeptData, OptOutStore, PersonalRecords


class PrivacyService:
    """Lists and erases what is stored about a person, and handles opt-outs."""

    def __init__(
        self,
        records: PersonalRecords,
        optout_store: OptOutStore,
        recorder: Recorder,
        optouts: OptOuts,
        known_members: KnownMembers,
        *,
        history: HistoryPrivacy,
    ) -> None:
        self._records = records
        self._optout_store = optout_store
        self._recorder = recorder
        self._optouts = optouts
        self._known_members = known_members
        self._history = history
        self._lock = asyncio.Lock()

    async def load_opt_outs(self) -> None:
        """Loads who opted out; must run before anything is recorded."""
        self._optouts.load(await self._optout_store.opted_out())

    async def list_kept(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[KeptData]:
        """Returns what is stored about a person, including events that wait to be stored."""
        await self._recorder.flush()
        return await self._records.list_kept(member_id, guild_id)

    async def forget(
        self, member_id: MemberId, guild_id: GuildId | None, *, keep_recommendations: bool = False
    ) -> Sequence[KeptData]:
        """Erases everything about a person, including waiting events; returns what was erased.

        An opt-out stays, because the person would be recorded again otherwise. With ``keep_recommendations``, their
        recommendations stay, without their name and their words.
        """
        await self._history.withhold(member_id, guild_id)
        await self._recorder.flush()
        self._known_members.forget(member_id, guild_id)
        return await self._records.forget(member_id, guild_id, keep_recommendations=keep_recommendations)

    def opted_out_since(self, guild_id: GuildId, member_id: MemberId) -> datetime | None:
        """Returns when a member opted out; none if they did not."""
        return self._optouts.opted_out_at(guild_id, member_id)

    async def opt_out(
        self, guild_id: GuildId, member_id: MemberId, now: datetime, *, erase: bool
    ) -> Sequence[KeptData]:
        """Stops recording a member from this moment; ``erase`` also erases what was recorded so far.

        Returns what was erased. Repeating it changes nothing.
        """
        async with self._lock:
            fresh = self._optouts.add(guild_id, member_id, now)
            try:
                await self._recorder.flush()
                await self._optout_store.opt_out(guild_id, member_id, now)
            except BaseException:
                if fresh:
                    self._optouts.discard(guild_id, member_id)
                raise
            return await self._records.forget_activity(member_id, guild_id) if erase else ()

    async def opt_in(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Records a member again; returns false if they had not opted out."""
        async with self._lock:
            was_out = self._optouts.opted_out_at(guild_id, member_id) is not None
            if was_out:
                await self._history.withhold(member_id, guild_id)
            await self._optout_store.opt_in(guild_id, member_id)
            self._optouts.discard(guild_id, member_id)
            self._known_members.forget(member_id, guild_id)
        return was_out
