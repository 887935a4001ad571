"""Records activity, and computes the figures about it."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community.calendar import DAY, Window, local_date
from community.engagement.activity_log import ActivityLog
from community.engagement.channel_stats import ChannelNumbers, build_channel_numbers
from community.engagement.comparison import Trend, trend_of_counts, trend_of_shares
from community.engagement.conversations import Conversations
from community.engagement.estimates import Proportion, gini, members_for_half, wilson
from community.engagement.events import ActivityKind, Arrival, Departure, Event
from community.engagement.known_members import KnownMembers
from community.engagement.metric import JsonValue, build_report, collect_metrics, sources_of
from community.engagement.metrics.first_response import FirstResponse, first_response
from community.engagement.metrics.messages import messages
from community.engagement.metrics.new_members import new_members
from community.engagement.metrics.participation import participation
from community.engagement.metrics.reply_rate_24h import reply_rate_24h
from community.engagement.metrics.retention import retention
from community.engagement.metrics.stickiness import stickiness
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder
from community.engagement.window_data import MONTH, DataSource, WindowData, load_window
from community.errors import Invalid
from community.ids import ChannelId, GuildId, MemberId

MIN_DAYS, MAX_DAYS = 7, 365
"""Limits of a period that is shown, in days: from a whole week to a year (Source: the design's surface)."""
WEEK = 7
OVERVIEW_SOURCES = frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS, DataSource.OPENINGS})


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """The activity of one member in a window.

    Shape
    -----
    ``messages`` has every day of the window.
    """

    window: Window
    n_reactions: int
    n_threads: int
    n_active_days: int
    messages: Mapping[date, int]

    @property
    def n_messages(self) -> int:
        """The number of messages on all days."""
        return sum(self.messages.values())


@dataclass(frozen=True, slots=True)
class Trends:
    """The trends against the previous period; none where nothing can be said."""

    participation: Trend | None = None
    stickiness: Trend | None = None
    reply_rate: Trend | None = None
    messages: Trend | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a guild in a window, as ``/stats server`` shows them.

    Shape
    -----
    ``participation.n`` is the number of eligible members, ``second_week.n`` the number of newcomers whose next week is
    over. ``weeks`` are the whole 7-day periods counted back from the window's end. All ``trends`` are none if nothing
    was recorded yet when the previous period began.
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
    """Records events for the cogs, and computes the figures they show."""

    def __init__(
        self,
        log: ActivityLog,
        recorder: Recorder,
        conversations: Conversations,
        optouts: OptOuts,
        known_members: KnownMembers,
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._conversations = conversations
        self._optouts = optouts
        self._known_members = known_members
        self.metrics = collect_metrics()

    def record(self, event: Event) -> None:
        """Takes an event without waiting for the store; removes members who opted out from it."""
        if isinstance(event, Departure):
            self._known_members.forget(event.member_id, event.guild_id)
        left = self._optouts.strip(event)
        if left is not None:
            self._recorder.record(left)

    def record_arrival(self, arrival: Arrival) -> None:
        """Records since when somebody is a member, once while the process runs."""
        if self._known_members.add(arrival.guild_id, arrival.member_id):
            self.record(arrival)

    def is_known_member(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Returns whether this process has met somebody, who then is a person and a member."""
        return self._known_members.is_known(guild_id, member_id)

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        """Returns how many distinct members wrote in each channel, threads included."""
        await self._recorder.flush()
        return await self._log.n_posters(guild_id, since, now)

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """Returns when the latest message of a channel, threads included, was written in ``[since, until)``."""
        await self._recorder.flush()
        return await self._log.last_message_at(guild_id, channel_id, since, until)

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """Returns how many distinct members wrote in a thread before ``until``."""
        await self._recorder.flush()
        return await self._log.n_thread_posters(guild_id, thread_id, until)

    async def read_metrics(
        self, guild_id: GuildId, window: Window, keys: Sequence[str] | None = None
    ) -> dict[str, JsonValue]:
        """Returns the metrics of a window as ``insights --json`` prints them: all, or those in ``keys``.

        Raises
        ------
        KeyError
            If there is no such metric.
        """
        await self._recorder.flush()
        wanted = self.metrics.keys() if keys is None else {self.metrics[key].key for key in keys}
        chosen = [metric for metric in self.metrics.values() if metric.key in wanted]
        data = await load_window(self._log, guild_id, window, sources_of(chosen), self._conversations)
        return await asyncio.to_thread(build_report, data, chosen)

    async def own_numbers(
        self, guild_id: GuildId, member_id: MemberId, n_days: int, tz: ZoneInfo, now: datetime
    ) -> OwnNumbers:
        """Returns a member's activity in the last ``n_days`` local days, today included.

        Raises
        ------
        Invalid
            If there are too few or too many days.
        """
        _require_days_in_range(n_days)
        await self._recorder.flush()
        tomorrow = local_date(now, tz) + DAY
        window = Window(tomorrow - n_days * DAY, tomorrow, tz)
        rows = await self._log.member_days(guild_id, window, member_id=member_id)
        openings = await self._log.openings(guild_id, window, member_id=member_id)
        n_messages = Counter({row.day: row.n for row in rows if row.kind is ActivityKind.MESSAGE})
        return OwnNumbers(
            window,
            n_reactions=sum(row.n for row in rows if row.kind is ActivityKind.REACTION),
            n_threads=len(openings),
            n_active_days=len({row.day for row in rows}),
            messages={day: n_messages[day] for day in window.days()},
        )

    async def overview(self, guild_id: GuildId, n_days: int, tz: ZoneInfo, now: datetime) -> Overview:
        """Returns the figures of a guild's last ``n_days`` whole local days, with trends against those before.

        Raises
        ------
        Invalid
            If there are too few or too many days.
        """
        _require_days_in_range(n_days)
        await self._recorder.flush()
        window = Window.days_before(now, n_days, tz)
        after = await load_window(self._log, guild_id, window, OVERVIEW_SOURCES)
        before = (
            await load_window(self._log, guild_id, window.before(), OVERVIEW_SOURCES)
            if await self._has_earlier_data(guild_id, window)
            else None
        )
        return await asyncio.to_thread(_build_overview, after, before)

    async def channel_overview(
        self, guild_id: GuildId, channel_id: ChannelId, n_days: int, tz: ZoneInfo, now: datetime
    ) -> ChannelNumbers:
        """Returns the figures of a channel's last ``n_days`` whole local days, with trends against those before.

        Raises
        ------
        Invalid
            If there are too few or too many days.
        """
        _require_days_in_range(n_days)
        await self._recorder.flush()
        window = Window.days_before(now, n_days, tz)
        after = await self._load_channel(guild_id, channel_id, window)
        is_comparable = await self._has_earlier_data(guild_id, window)
        before = await self._load_channel(guild_id, channel_id, window.before()) if is_comparable else None
        return await asyncio.to_thread(build_channel_numbers, before, after, _weeks(window))

    async def _load_channel(self, guild_id: GuildId, channel_id: ChannelId, window: Window) -> WindowData:
        openings = await self._log.openings(guild_id, window)
        return WindowData(
            guild_id,
            window,
            spells=await self._log.spells(guild_id, window),
            member_days=await self._log.member_days(guild_id, window, channel_id=channel_id),
            openings=[one for one in openings if one.channel_id == channel_id],
        )

    async def _has_earlier_data(self, guild_id: GuildId, window: Window) -> bool:
        """Returns whether recording began before the previous period, whose silence would mean nothing otherwise."""
        beginning = window.before().first
        return bool(await self._log.member_days(guild_id, Window(beginning - MONTH * DAY, beginning + DAY, window.tz)))


def _require_days_in_range(n_days: int) -> None:
    if not MIN_DAYS <= n_days <= MAX_DAYS:
        raise Invalid("Please give a number of days from {low} to {high}.", low=MIN_DAYS, high=MAX_DAYS)


def _build_overview(data: WindowData, before: WindowData | None) -> Overview:
    window, n_messages = data.window, data.messages()
    return Overview(
        window,
        n_active=len(data.active()),
        n_messages=messages(data),
        n_new=new_members(data),
        participation=participation(data),
        stickiness=stickiness(data),
        second_week=_second_week(data),
        first_response=first_response(data),
        reply_rate=reply_rate_24h(data),
        gini=gini(n_messages.values()),
        members_for_half=members_for_half(n_messages.values()),
        days=[(day, len(data.active(Window(day, day + DAY, window.tz)))) for day in window.days()],
        weeks=[(week, wilson(len(data.active(week)), len(data.eligible(week)))) for week in _weeks(window)],
        trends=Trends() if before is None else _trends(before, data),
    )


def _weeks(window: Window) -> Sequence[Window]:
    """Returns the whole 7-day periods of a window, counted back from its end, in order."""
    ends = (window.end - back * WEEK * DAY for back in reversed(range(window.n_days // WEEK)))
    return [Window(end - WEEK * DAY, end, window.tz) for end in ends]


def _second_week(data: WindowData) -> Proportion:
    """Returns the share of joiners who were active in their next ISO week, of those whose next week is over."""
    finished = [(cohort.n, n_active) for cohort in retention(data) if (n_active := cohort.n_active[1]) is not None]
    return wilson(sum(n_active for _, n_active in finished), sum(n for n, _ in finished))


def _trends(before: WindowData, after: WindowData) -> Trends:
    return Trends(
        participation=trend_of_shares(participation(before), participation(after)),
        stickiness=trend_of_shares(stickiness(before), stickiness(after)),
        reply_rate=trend_of_shares(reply_rate_24h(before), reply_rate_24h(after)),
        messages=trend_of_counts(before.messages(), after.messages()),
    )
