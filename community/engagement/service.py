"""Recording what happens, and telling what it amounts to."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community.calendar import DAY, Window, local_date
from community.engagement.activity_log import ActivityLog
from community.engagement.channel_stats import ChannelNumbers, channel_numbers
from community.engagement.comparison import Trend, trend_of_counts, trend_of_shares
from community.engagement.conversations import Conversations
from community.engagement.estimates import Proportion, gini, members_for_half, wilson
from community.engagement.events import ActivityKind, Arrival, Departure, Event
from community.engagement.known_members import KnownMembers
from community.engagement.metric import JsonValue, collected, report, sources
from community.engagement.metrics.first_response import FirstResponse, first_response
from community.engagement.metrics.messages import messages
from community.engagement.metrics.new_members import new_members
from community.engagement.metrics.participation import participation
from community.engagement.metrics.reply_rate_24h import reply_rate_24h
from community.engagement.metrics.retention import retention
from community.engagement.metrics.stickiness import stickiness
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder
from community.engagement.window_data import MONTH, Source, WindowData, load
from community.errors import Invalid
from community.ids import ChannelId, GuildId, MemberId

SHORTEST, LONGEST = 7, 365
"""Days that numbers are shown of: from a whole week to a year (Source: the design's surface)."""
WEEK = 7
SHOWN = frozenset({Source.SPELLS, Source.MEMBER_DAYS, Source.OPENINGS})


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """What one member did in a window.

    *Shape*: ``messages`` has every day of the window.
    """

    window: Window
    n_reactions: int
    n_threads: int
    n_active_days: int
    messages: Mapping[date, int]

    @property
    def n_messages(self) -> int:
        """Messages of all days."""
        return sum(self.messages.values())


@dataclass(frozen=True, slots=True)
class Trends:
    """What can be said about the period before; none where nothing can."""

    participation: Trend | None = None
    stickiness: Trend | None = None
    reply_rate: Trend | None = None
    messages: Trend | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """A guild's window, as ``/stats server`` tells it.

    *Shape*: ``participation.n`` is how many were eligible, ``second_week.n`` how many newcomers' next week is
    over. ``weeks`` are the whole 7-day periods counted back from the window's end. ``trends``
    are all none where nothing had been recorded yet when the period before began.
    """

    window: Window
    n_active: int
    n_messages: int
    n_new: int
    participation: Proportion
    stickiness: Proportion
    second_week: Proportion
    first_response: FirstResponse
    reply_rate: Proportion
    gini: float
    members_for_half: int
    days: Sequence[tuple[date, int]]
    weeks: Sequence[tuple[Window, Proportion]]
    trends: Trends


class EngagementService:
    """What cogs record, and what they show of it."""

    def __init__(
        self,
        log: ActivityLog,
        recorder: Recorder,
        conversations: Conversations,
        optouts: OptOuts,
        acquaintances: KnownMembers,
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._conversations = conversations
        self._optouts = optouts
        self._acquaintances = acquaintances
        self.metrics = collected()

    def record(self, event: Event) -> None:
        """Takes an event without waiting for the store; of members who opted out, nothing is taken."""
        if isinstance(event, Departure):
            self._acquaintances.forget(event.member_id, event.guild_id)
        left = self._optouts.without(event)
        if left is not None:
            self._recorder.record(left)

    def meet(self, arrival: Arrival) -> None:
        """Records since when somebody is a member, once while the process runs."""
        if self._acquaintances.meet(arrival.guild_id, arrival.member_id):
            self.record(arrival)

    def knows(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Whether somebody was met while the process runs, so that they are surely a person and a member."""
        return self._acquaintances.knows(guild_id, member_id)

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        """How many distinct members wrote in each channel, threads included."""
        await self._recorder.flush()
        return await self._log.n_posters(guild_id, since, now)

    async def last_said(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """The latest message of a channel, threads included, in ``[since, until)``."""
        await self._recorder.flush()
        return await self._log.last_said(guild_id, channel_id, since, until)

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """How many distinct members wrote in a thread before then."""
        await self._recorder.flush()
        return await self._log.n_thread_posters(guild_id, thread_id, until)

    async def insights(
        self, guild_id: GuildId, window: Window, keys: Sequence[str] | None = None
    ) -> dict[str, JsonValue]:
        """The numbers of a window as ``insights --json`` prints them: all of them, or those named.

        *Raises*: KeyError where there is no such metric.
        """
        await self._recorder.flush()
        wanted = self.metrics.keys() if keys is None else {self.metrics[key].key for key in keys}
        chosen = [metric for metric in self.metrics.values() if metric.key in wanted]
        reading = await load(self._log, guild_id, window, sources(chosen), self._conversations)
        return await asyncio.to_thread(report, reading, chosen)

    async def own(self, guild_id: GuildId, member_id: MemberId, n_days: int, tz: ZoneInfo, now: datetime) -> OwnNumbers:
        """What a member did in the last so many local days, today among them.

        *Raises*: Invalid where the days are too few or too many.
        """
        _check(n_days)
        await self._recorder.flush()
        tomorrow = local_date(now, tz) + DAY
        window = Window(tomorrow - n_days * DAY, tomorrow, tz)
        rows = await self._log.member_days(guild_id, window, member_id=member_id)
        openings = await self._log.openings(guild_id, window, member_id=member_id)
        said = Counter({row.day: row.n for row in rows if row.kind is ActivityKind.MESSAGE})
        return OwnNumbers(
            window,
            n_reactions=sum(row.n for row in rows if row.kind is ActivityKind.REACTION),
            n_threads=len(openings),
            n_active_days=len({row.day for row in rows}),
            messages={day: said[day] for day in window.days()},
        )

    async def overview(self, guild_id: GuildId, n_days: int, tz: ZoneInfo, now: datetime) -> Overview:
        """The last so many whole local days of a guild, and what can be said about those before them.

        *Raises*: Invalid where the days are too few or too many.
        """
        _check(n_days)
        await self._recorder.flush()
        window = Window.days_before(now, n_days, tz)
        after = await load(self._log, guild_id, window, SHOWN)
        before = (
            await load(self._log, guild_id, window.before(), SHOWN) if await self._knows(guild_id, window) else None
        )
        return await asyncio.to_thread(_overview, after, before)

    async def channel(
        self, guild_id: GuildId, channel_id: ChannelId, n_days: int, tz: ZoneInfo, now: datetime
    ) -> ChannelNumbers:
        """The last so many whole local days of a channel, and what can be said about those before them.

        *Raises*: Invalid where the days are too few or too many.
        """
        _check(n_days)
        await self._recorder.flush()
        window = Window.days_before(now, n_days, tz)
        after = await self._take_channel(guild_id, channel_id, window)
        knows = await self._knows(guild_id, window)
        before = await self._take_channel(guild_id, channel_id, window.before()) if knows else None
        return await asyncio.to_thread(channel_numbers, before, after, _weeks(window))

    async def _take_channel(self, guild_id: GuildId, channel_id: ChannelId, window: Window) -> WindowData:
        openings = await self._log.openings(guild_id, window)
        return WindowData(
            guild_id,
            window,
            spells=await self._log.spells(guild_id, window),
            member_days=await self._log.member_days(guild_id, window, channel_id=channel_id),
            openings=[one for one in openings if one.channel_id == channel_id],
        )

    async def _knows(self, guild_id: GuildId, window: Window) -> bool:
        """Whether recording had begun before the period before a window: else its silence would say nothing."""
        beginning = window.before().first
        return bool(await self._log.member_days(guild_id, Window(beginning - MONTH * DAY, beginning + DAY, window.tz)))


def _check(n_days: int) -> None:
    if not SHORTEST <= n_days <= LONGEST:
        raise Invalid("Please give a number of days from {low} to {high}.", low=SHORTEST, high=LONGEST)


def _overview(reading: WindowData, before: WindowData | None) -> Overview:
    window, said = reading.window, reading.messages()
    return Overview(
        window,
        n_active=len(reading.active()),
        n_messages=messages(reading),
        n_new=new_members(reading),
        participation=participation(reading),
        stickiness=stickiness(reading),
        second_week=_second_week(reading),
        first_response=first_response(reading),
        reply_rate=reply_rate_24h(reading),
        gini=gini(said.values()),
        members_for_half=members_for_half(said.values()),
        days=[(day, len(reading.active(Window(day, day + DAY, window.tz)))) for day in window.days()],
        weeks=[(week, wilson(len(reading.active(week)), len(reading.eligible(week)))) for week in _weeks(window)],
        trends=Trends() if before is None else _trends(before, reading),
    )


def _weeks(window: Window) -> Sequence[Window]:
    """The whole 7-day periods of a window, counted back from its end, in order."""
    ends = (window.end - back * WEEK * DAY for back in reversed(range(window.n_days // WEEK)))
    return [Window(end - WEEK * DAY, end, window.tz) for end in ends]


def _second_week(reading: WindowData) -> Proportion:
    """Of those who joined in the window and whose next ISO week is over, who was active in it."""
    over = [(cohort.n, n_active) for cohort in retention(reading) if (n_active := cohort.n_active[1]) is not None]
    return wilson(sum(n_active for _, n_active in over), sum(n for n, _ in over))


def _trends(before: WindowData, after: WindowData) -> Trends:
    return Trends(
        participation=trend_of_shares(participation(before), participation(after)),
        stickiness=trend_of_shares(stickiness(before), stickiness(after)),
        reply_rate=trend_of_shares(reply_rate_24h(before), reply_rate_24h(after)),
        messages=trend_of_counts(before.messages(), after.messages()),
    )
