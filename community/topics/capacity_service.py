"""Counts daily what Discord limits, and notifies moderators before a limit is reached."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from community.calendar import DAY
from community.concurrency import run_all
from community.due_work import DueJob
from community.ids import GuildId
from community.notices.ports import ModeratorNotices
from community.topics.capacity import PACE_DAYS, Limit, Outlook, forecast
from community.topics.lifecycle_ports import CapacityCounter, CapacityStore

PORTION: Final = 100
"""Guilds that are counted in one transaction: each alone would wait for its turn to write; all need much memory."""
ADVICE: Mapping[Limit, str] = {
    Limit.CHANNELS: "This server has {n} of the {most} channels that Discord allows. Please delete some that nobody "
    "reads any more, the oldest of the archive first: without room no topic can grow. See /topic capacity.",
    Limit.CATEGORY: "The fullest category of this server has {n} of the {most} channels that Discord allows in one. "
    "Please move some to another category. See /topic capacity.",
    Limit.ROLES: "This server has {n} of the {most} roles that Discord allows. Please delete some that nobody needs, "
    "or open topics by permissions, with /topic access. See /topic capacity.",
    Limit.OVERWRITES: "A channel of this server has {n} of the {most} permission exceptions that Discord allows. "
    "Please open topics by roles, with /topic access. See /topic capacity.",
    Limit.THREADS: "This server has {n} of the {most} open threads that Discord allows. Please close some, or let "
    "quiet threads hide sooner in the channels' settings. See /topic capacity.",
}
"""The sentence that says what moderators can do when a limit is near."""


class CapacityService:
    """Tells how near a guild is to Discord's limits, today and at today's pace."""

    def __init__(self, counter: CapacityCounter, store: CapacityStore, notices: ModeratorNotices) -> None:
        self._counter = counter
        self._store = store
        self._notices = notices

    async def outlooks(self, guild_id: GuildId, now: datetime) -> Sequence[Outlook]:
        """Returns the outlook of every limit, in the order of :class:`Limit`.

        Raises
        ------
        OutOfReach
            If the bot is not in the guild.
        """
        today = now.date()
        counts = await self._store.counts(guild_id, today - PACE_DAYS * DAY)
        present = await self._counter.count(guild_id)
        return [forecast(limit, present[limit], today, counts.get(limit, ())) for limit in Limit]

    async def check(self, guild_id: GuildId, limit: Limit, n: int, now: datetime) -> None:
        """Notifies moderators once if a count is near its limit; only the daily count settles the notice."""
        one = forecast(limit, n, now.date(), ())
        if one.is_near:
            await self._tell(guild_id, one, now)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns jobs that count the guilds not counted today and notify moderators once of a limit that is near."""
        counted = await self._store.counted(now.date())
        guilds = [one for one in self._counter.guilds() if one not in counted]
        if not guilds:
            return []
        told = {limit: await self._notices.unsettled_guilds(_notice_key(limit)) for limit in Limit}
        portions = [guilds[start : start + PORTION] for start in range(0, len(guilds), PORTION)]
        return [
            *(DueJob(None, partial(self._count, portion, now)) for portion in portions),
            *(
                DueJob(one, partial(self._compare, one, [limit for limit in Limit if one in told[limit]], now))
                for one in guilds
            ),
        ]

    async def _count(self, guilds: Sequence[GuildId], now: datetime) -> None:
        await self._store.save(now.date(), {one: await self._counter.count(one) for one in guilds})

    async def _compare(self, guild_id: GuildId, told: Collection[Limit], now: datetime) -> None:
        """Tells a guild's moderators of the limits that are near, and settles those that no longer are."""
        present = await self._counter.count(guild_id)
        work: list[Callable[[], Awaitable[object]]] = []
        for limit in Limit:
            one = forecast(limit, present[limit], now.date(), ())
            if one.is_near:
                work.append(partial(self._tell, guild_id, one, now))
            elif limit in told:
                work.append(partial(self._notices.settle, guild_id, _notice_key(limit)))
        await run_all("not all moderators could be told of their limits", work)

    async def _tell(self, guild_id: GuildId, one: Outlook, now: datetime) -> None:
        await self._notices.notify(guild_id, _notice_key(one.limit), now, ADVICE[one.limit], n=one.n, most=one.maximum)


def _notice_key(limit: Limit) -> str:
    return f"limit.{limit}"
