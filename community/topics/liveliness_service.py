"""Measures the liveliness of every topic once an hour."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from community.due_work import DueJob
from community.ids import GuildId, TopicId
from community.topics.liveliness import LIVELY_SPAN, Level, level_of
from community.topics.ports import LivelinessStore

MEASURED_EVERY = timedelta(hours=1)
"""How old a level may get: an hour is little within ``LIVELY_SPAN`` (our choice)."""


class LivelinessService:
    """Stores the level of each topic, so that it does not depend on who looks when."""

    def __init__(self, store: LivelinessStore) -> None:
        self._store = store

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        """Returns the level of each topic that was measured."""
        return await self._store.levels(guild_id)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns a job that measures the topics of every guild with one that was not measured recently."""
        guilds = await self._store.unmeasured(now - MEASURED_EVERY)
        return [DueJob(guild_id, partial(self._measure, guild_id, now)) for guild_id in guilds]

    async def _measure(self, guild_id: GuildId, now: datetime) -> None:
        before = await self._store.levels(guild_id)
        pulses = await self._store.pulses(guild_id, now - LIVELY_SPAN, now)
        levels = {one: level_of(pulse, before.get(one, Level.QUIET)) for one, pulse in pulses.items()}
        await self._store.keep(guild_id, levels, now)
