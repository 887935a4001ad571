"""Reads of the activity log from raw rows: correct for every time zone, and slow for long windows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, case, func, select, true, type_coerce, union, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from community.calendar import Window, local_date
from community.engagement.activity_log import DayTotal, MemberDay, MessageCount, Opening, Spell, ThreadTalk
from community.engagement.events import ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from storage.columns import from_microseconds, integer
from storage.engagement.rollups import QUARTER_HOUR_US
from storage.optouts import is_counted, without_opted_out
from storage.tables.engagement import activity, membership


@dataclass(frozen=True, slots=True)
class RawReads:
    """Implements the reads of :class:`community.engagement.activity_log.ActivityLog` for one guild, from raw rows."""

    connection: AsyncConnection
    guild_id: GuildId

    async def spells(self, window: Window) -> Sequence[Spell]:
        """Returns the stays that overlap the window, of members who did not opt out."""
        query = (
            select(membership.c.member_id, membership.c.joined_at, membership.c.left_at)
            .where(
                membership.c.guild_id == self.guild_id,
                membership.c.joined_at < window.end_at,
                membership.c.left_at.is_(None) | (membership.c.left_at >= window.start_at),
                is_counted(self.guild_id, membership.c.member_id),
            )
            .order_by(membership.c.member_id)
        )
        return [
            Spell(MemberId(member_id), joined_at, left_at)
            for member_id, joined_at, left_at in await self.connection.execute(query)
        ]

    async def member_days(
        self, window: Window, channel_id: ChannelId | None = None, member_id: MemberId | None = None
    ) -> Sequence[MemberDay]:
        """Returns what each member did on each local day of the window, in one channel or of one member if given."""
        quarter = (type_coerce(activity.c.at, integer()) // QUARTER_HOUR_US).label("quarter")
        query = (
            select(activity.c.member_id, activity.c.kind, quarter, func.count())
            .where(
                activity.c.guild_id == self.guild_id,
                _within(window.start_at, window.end_at),
                true() if channel_id is None else activity.c.channel_id == channel_id,
                true() if member_id is None else activity.c.member_id == member_id,
            )
            .group_by(activity.c.member_id, activity.c.kind, quarter)
        )
        counts: Counter[tuple[date, int, str]] = Counter()
        for who, kind, number, n in await self.connection.execute(query):
            counts[local_date(from_microseconds(number * QUARTER_HOUR_US), window.tz), who, kind] += n
        return [MemberDay(MemberId(who), day, ActivityKind(kind), n) for (day, who, kind), n in sorted(counts.items())]

    async def day_totals(self, window: Window) -> Sequence[DayTotal]:
        """Returns the totals of the window's local days that had any activity, in order."""
        people: defaultdict[date, set[MemberId]] = defaultdict(set)
        n_messages: Counter[date] = Counter()
        members = await self.member_days(window)
        for row in await without_opted_out(self.connection, self.guild_id, members):
            people[row.day].add(row.member_id)
            n_messages[row.day] += row.n * (row.kind is ActivityKind.MESSAGE)
        return [DayTotal(day, len(who), n_messages[day]) for day, who in sorted(people.items())]

    async def first_days(self, window: Window) -> Mapping[MemberId, date]:
        """Returns each member's first active local day ever, if that is before the window's end."""
        query = (
            select(activity.c.member_id, func.min(activity.c.at, type_=activity.c.at.type))
            .where(activity.c.guild_id == self.guild_id, activity.c.at < window.end_at)
            .group_by(activity.c.member_id)
        )
        return {MemberId(who): local_date(at, window.tz) for who, at in await self.connection.execute(query)}

    async def openings(self, window: Window, member_id: MemberId | None = None) -> Sequence[Opening]:
        """Returns the threads opened in the window; answers count up to the window's end."""
        messages = _thread_messages(self.guild_id, window).subquery("messages")

        def first(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
            value = func.first_value(column, type_=column.type)
            return value.over(
                partition_by=messages.c.thread_id, order_by=(messages.c.at, messages.c.source_id, messages.c.member_id)
            ).label(name)

        seen = select(
            messages.c.thread_id,
            messages.c.member_id,
            messages.c.at,
            first(messages.c.channel_id, "opened_in"),
            first(messages.c.member_id, "opened_by"),
            first(messages.c.at, "opened_at"),
        ).subquery("seen")
        first_answer_at = func.min(case((seen.c.member_id != seen.c.opened_by, seen.c.at)))
        opening = (seen.c.thread_id, seen.c.opened_in, seen.c.opened_by, seen.c.opened_at)
        query = (
            select(*opening, first_answer_at)
            .where(
                seen.c.opened_at >= window.start_at,
                true() if member_id is None else seen.c.opened_by == member_id,
            )
            .group_by(*opening)
            .order_by(seen.c.opened_at, seen.c.thread_id)
        )
        return [
            Opening(ChannelId(thread_id), ChannelId(channel_id), MemberId(opened_by), opened_at, answered_at)
            for thread_id, channel_id, opened_by, opened_at, answered_at in await self.connection.execute(query)
        ]

    async def thread_talk(self, window: Window) -> Sequence[ThreadTalk]:
        """Returns the threads that had messages in the window."""
        query = (
            select(
                activity.c.thread_id,
                func.min(activity.c.channel_id),
                func.count(),
                func.count(activity.c.member_id.distinct()),
                func.max(activity.c.at, type_=activity.c.at.type),
            )
            .where(
                activity.c.guild_id == self.guild_id,
                activity.c.kind == ActivityKind.MESSAGE,
                activity.c.thread_id.is_not(None),
                _within(window.start_at, window.end_at),
                is_counted(self.guild_id, activity.c.member_id),
            )
            .group_by(activity.c.thread_id)
            .order_by(activity.c.thread_id)
        )
        return [
            ThreadTalk(ChannelId(thread_id), ChannelId(channel_id), n_messages, n_members, last_at)
            for thread_id, channel_id, n_messages, n_members, last_at in await self.connection.execute(query)
        ]

    async def message_counts(self, window: Window) -> Sequence[MessageCount]:
        """Returns how much each member wrote in each channel in the window."""
        key = (activity.c.channel_id, activity.c.member_id)
        query = (
            select(*key, func.count())
            .where(
                activity.c.guild_id == self.guild_id,
                activity.c.kind == ActivityKind.MESSAGE,
                _within(window.start_at, window.end_at),
                is_counted(self.guild_id, activity.c.member_id),
            )
            .group_by(*key)
            .order_by(*key)
        )
        return [
            MessageCount(ChannelId(row[0]), MemberId(row[1]), row[2]) for row in await self.connection.execute(query)
        ]

    async def n_posters(self, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        """Returns how many distinct members wrote in each channel, threads included, in ``[since, until)``."""
        return await self.count_distinct(self.select_posters(since, until))

    def select_posters(self, since: datetime, until: datetime) -> Any:
        """Selects the distinct channels and members of the messages in ``[since, until)``."""
        posts = select(activity.c.channel_id, activity.c.member_id).where(
            activity.c.guild_id == self.guild_id,
            activity.c.kind == ActivityKind.MESSAGE,
            _within(since, until),
            is_counted(self.guild_id, activity.c.member_id),
        )
        return posts.distinct()

    async def count_distinct(self, *posts: Any) -> Mapping[ChannelId, int]:
        """Returns how many distinct members each channel has in the union of these selections."""
        posters = union(*posts).subquery("posters")
        query = select(posters.c.channel_id, func.count()).group_by(posters.c.channel_id)
        return {ChannelId(channel_id): n for channel_id, n in await self.connection.execute(query)}


def _within(since: datetime, until: datetime) -> ColumnElement[bool]:
    return (activity.c.at >= since) & (activity.c.at < until)


def _thread_messages(guild_id: GuildId, window: Window) -> CompoundSelect[Any]:
    """Selects the messages ever written, before the window's end, in threads that had activity in the window.

    A thread made from a message of its channel has that message's identifier and begins with it.
    """
    here = (activity.c.guild_id == guild_id, activity.c.at < window.end_at)
    seen = (activity.c.guild_id == guild_id, _within(window.start_at, window.end_at))
    known = activity.alias("known")
    threads = union_all(
        select(activity.c.thread_id).where(*seen, activity.c.thread_id.is_not(None)),
        select(activity.c.source_id).where(
            *seen,
            activity.c.kind == ActivityKind.MESSAGE,
            activity.c.thread_id.is_(None),
            select(known.c.thread_id)
            .where(known.c.guild_id == guild_id, known.c.thread_id == activity.c.source_id, known.c.at < window.end_at)
            .exists(),
        ),
    )
    columns = (activity.c.source_id, activity.c.channel_id, activity.c.member_id, activity.c.at)
    return union_all(
        # Joined to nothing, the kind keeps SQLite from walking through all messages by the primary key.
        select(activity.c.thread_id, *columns).where(
            *here, activity.c.kind + "" == ActivityKind.MESSAGE, activity.c.thread_id.in_(threads)
        ),
        select(activity.c.source_id.label("thread_id"), *columns).where(
            *here,
            activity.c.kind == ActivityKind.MESSAGE,
            activity.c.thread_id.is_(None),
            activity.c.source_id.in_(threads),
        ),
    )
