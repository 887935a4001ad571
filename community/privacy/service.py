"""Showing people what is kept about them, forgetting them, and recording nothing where they don't want it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from community.engagement.known_members import KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder
from community.ids import GuildId, MemberId
from community.privacy.ports import HistoryPrivacy, KeptData, OptOutStore, PersonalRecords


class PrivacyService:
    """A person's own view of what Hamlet keeps, and their say in it."""

    def __init__(
        self,
        records: PersonalRecords,
        consent: OptOutStore,
        recorder: Recorder,
        optouts: OptOuts,
        acquaintances: KnownMembers,
        *,
        past: HistoryPrivacy,
    ) -> None:
        self._records = records
        self._consent = consent
        self._recorder = recorder
        self._optouts = optouts
        self._acquaintances = acquaintances
        self._past = past
        self._lane = asyncio.Lock()

    async def open(self) -> None:
        """Learns who opted out; before that, nothing may be recorded."""
        self._optouts.load(await self._consent.opted_out())

    async def about(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[KeptData]:
        """What is kept about a person, what waits to be stored included."""
        await self._recorder.flush()
        return await self._records.about(member_id, guild_id)

    async def forget(
        self, member_id: MemberId, guild_id: GuildId | None, *, leave_gifts: bool = False
    ) -> Sequence[KeptData]:
        """Erases everything about a person, what waits to be stored included; returns what was erased.

        Who opted out stays opted out: else forgetting would have them recorded again. ``leave_gifts``: what they
        recommended stays, without their name and their words.
        """
        await self._past.withhold(member_id, guild_id)
        await self._recorder.flush()
        self._acquaintances.forget(member_id, guild_id)
        return await self._records.forget(member_id, guild_id, leave_gifts=leave_gifts)

    def opted_out_since(self, guild_id: GuildId, member_id: MemberId) -> datetime | None:
        """When a member opted out; none where they did not."""
        return self._optouts.since(guild_id, member_id)

    async def opt_out(
        self, guild_id: GuildId, member_id: MemberId, now: datetime, *, erase: bool
    ) -> Sequence[KeptData]:
        """From this moment nothing is recorded about a member; ``erase`` has what was recorded so far go.

        Returns what was erased. Doing it twice is doing it once.
        """
        async with self._lane:
            fresh = self._optouts.add(guild_id, member_id, now)
            try:
                await self._recorder.flush()
                await self._consent.opt_out(guild_id, member_id, now)
            except BaseException:
                if fresh:
                    self._optouts.discard(guild_id, member_id)
                raise
            return await self._records.forget_activity(member_id, guild_id) if erase else ()

    async def opt_in(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """From now on a member is recorded like everybody; false where they had not opted out."""
        async with self._lane:
            was_out = self._optouts.since(guild_id, member_id) is not None
            if was_out:
                await self._past.withhold(member_id, guild_id)
            await self._consent.opt_in(guild_id, member_id)
            self._optouts.discard(guild_id, member_id)
            self._acquaintances.forget(member_id, guild_id)
        return was_out
