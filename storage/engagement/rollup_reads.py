"""Reads of the activity log from rollups: fast for long windows, in the guild's own time zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import Any

import orjson
from sqlalchemy import Select, Text, case, cast, func, select, true

from community.calendar import DAY, Window, local_date
from community.engagement.activity_log import DayTotal, MemberDay, MessageCount, Opening, ThreadTalk
from community.engagement.events import ActivityKind
from community.ids import ChannelId, MemberId
from storage.engagement.raw_reads import RawReads
from storage.engagement.rollups import RollupZone
from storage.optouts import is_counted
from storage.tables.engagement import activity, day_total, member_day, membership, opening, thread_day


@dataclass(frozen=True, slots=True)
class RollupReads(RawReads):
    """Implements the reads of :class:`RawReads` where the guild's rollups cover the window."""

    zone: RollupZone

    async def member_days(
        self, window: Window, channel_id: ChannelId | None = None, member_id: MemberId | None = None
    ) -> Sequence[MemberDay]:
        """Returns what each member did on each local day of the window, in one channel or of one member if given."""
        key = (member_day.c.day, member_day.c.member_id, member_day.c.kind)
        sums = (
            select(*key, func.sum(member_day.c.n).label("n"))
            .where(
                member_day.c.guild_id == self.guild_id,
                *_days(member_day.c.day, window),
                true() if channel_id is None else member_day.c.channel_id == channel_id,
                true() if member_id is None else member_day.c.member_id == member_id,
            )
            .group_by(*key)
            .order_by(*key)
            .subquery("sums")
        )
        # A day is one row of three lists: a quarter has tens of thousands of sums, which are slow to fetch by the row.
        listed = func.json_group_array if self.connection.dialect.name == "sqlite" else func.json_agg
        lists = (cast(listed(column), Text) for column in (sums.c.member_id, sums.c.kind, sums.c.n))
        query = select(sums.c.day, *lists).group_by(sums.c.day).order_by(sums.c.day)
        kinds = {kind.value: kind for kind in ActivityKind}
        found: list[MemberDay] = []
        for day, who, did, n in await self.connection.execute(query):
            what = map(kinds.__getitem__, orjson.loads(did))
            columns = (orjson.loads(who), repeat(date.fromordinal(day)), what, orjson.loads(n))
            found += map(MemberDay._make, zip(*columns, strict=False))
        return found

    async def day_totals(self, window: Window) -> Sequence[DayTotal]:
        """Returns the totals of the window's local days that had any activity, in order."""
        query = (
            select(day_total.c.day, day_total.c.n_members, day_total.c.n_messages)
            .where(day_total.c.guild_id == self.guild_id, *_days(day_total.c.day, window))
            .order_by(day_total.c.day)
        )
        out = {row[0]: row for row in await self.connection.execute(self._opted_out_days(window))}
        totals = []
        for day, n_members, n_messages in await self.connection.execute(query):
            _, n_members_out, n_messages_out = out.get(day, (day, 0, 0))
            if n_members > n_members_out:
                totals.append(DayTotal(date.fromordinal(day), n_members - n_members_out, n_messages - n_messages_out))
        return totals

    def _opted_out_days(self, window: Window) -> Select[Any]:
        """Selects, by day, the activity of members who opted out since, which the totals include."""
        return (
            select(
                member_day.c.day,
                func.count(member_day.c.member_id.distinct()),
                func.coalesce(func.sum(case((member_day.c.kind == ActivityKind.MESSAGE, member_day.c.n))), 0),
            )
            .where(
                member_day.c.guild_id == self.guild_id,
                *_days(member_day.c.day, window),
                ~is_counted(self.guild_id, member_day.c.member_id),
            )
            .group_by(member_day.c.day)
        )

    async def first_days(self, window: Window) -> Mapping[MemberId, date]:
        """Returns each member's first active local day ever, if that is before the window's end.

        It reads each member's first day only, however long the history is.
        """
        first = (
            select(func.min(member_day.c.day))
            .where(member_day.c.guild_id == membership.c.guild_id, member_day.c.member_id == membership.c.member_id)
            .scalar_subquery()
        )
        query = select(membership.c.member_id, first).where(membership.c.guild_id == self.guild_id)
        end = window.end.toordinal()
        return {
            MemberId(who): date.fromordinal(day)
            for who, day in await self.connection.execute(query)
            if day is not None and day < end
        }

    async def openings(self, window: Window, member_id: MemberId | None = None) -> Sequence[Opening]:
        """Returns the threads opened in the window; answers count up to the window's end."""
        end_at = window.end_at
        query = (
            select(opening.c.thread_id, opening.c.channel_id, opening.c.member_id, opening.c.at, opening.c.answered_at)
            .where(
                opening.c.guild_id == self.guild_id,
                opening.c.at >= window.start_at,
                opening.c.at < end_at,
                opening.c.known_at < end_at,
                true() if member_id is None else opening.c.member_id == member_id,
            )
            .order_by(opening.c.at, opening.c.thread_id)
        )
        return [
            Opening(ChannelId(thread_id), ChannelId(channel_id), MemberId(member), at, _before(end_at, answered_at))
            for thread_id, channel_id, member, at, answered_at in await self.connection.execute(query)
        ]

    async def thread_talk(self, window: Window) -> Sequence[ThreadTalk]:
        """Returns the threads that had messages in the window."""
        talk = (
            select(
                thread_day.c.thread_id,
                func.min(thread_day.c.channel_id).label("channel_id"),
                func.sum(thread_day.c.n).label("n"),
                func.count(thread_day.c.member_id.distinct()).label("n_members"),
            )
            .where(
                thread_day.c.guild_id == self.guild_id,
                *_days(thread_day.c.day, window),
                is_counted(self.guild_id, thread_day.c.member_id),
            )
            .group_by(thread_day.c.thread_id)
            .subquery("talk")
        )
        last_at = (
            select(activity.c.at)
            .where(
                activity.c.guild_id == self.guild_id,
                activity.c.thread_id == talk.c.thread_id,
                activity.c.kind == ActivityKind.MESSAGE,
                activity.c.at < window.end_at,
                is_counted(self.guild_id, activity.c.member_id),
            )
            .order_by(activity.c.at.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = select(talk, last_at).order_by(talk.c.thread_id)
        return [
            ThreadTalk(ChannelId(thread_id), ChannelId(channel_id), int(n_messages), n_members, at)
            for thread_id, channel_id, n_messages, n_members, at in await self.connection.execute(query)
        ]

    async def message_counts(self, window: Window) -> Sequence[MessageCount]:
        """Returns how much each member wrote in each channel in the window."""
        key = (member_day.c.channel_id, member_day.c.member_id)
        query = (
            select(*key, func.sum(member_day.c.n))
            .where(
                member_day.c.guild_id == self.guild_id,
                member_day.c.kind == ActivityKind.MESSAGE,
                *_days(member_day.c.day, window),
                is_counted(self.guild_id, member_day.c.member_id),
            )
            .group_by(*key)
            .order_by(*key)
        )
        return [
            MessageCount(ChannelId(row[0]), MemberId(row[1]), int(row[2]))
            for row in await self.connection.execute(query)
        ]

    async def n_posters(self, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        """Returns how many distinct members wrote in each channel, threads included, in ``[since, until)``.

        Only the partial days at the ends are counted from raw rows.
        """
        whole = whole_days(since, until, self.zone)
        if whole is None:
            return await self.count_distinct(self.select_posters(since, until))
        posts = select(member_day.c.channel_id, member_day.c.member_id).where(
            member_day.c.guild_id == self.guild_id,
            member_day.c.kind == ActivityKind.MESSAGE,
            *_days(member_day.c.day, whole),
            is_counted(self.guild_id, member_day.c.member_id),
        )
        return await self.count_distinct(
            posts, self.select_posters(since, whole.start_at), self.select_posters(whole.end_at, until)
        )


def whole_days(since: datetime, until: datetime, zone: RollupZone) -> Window | None:
    """Returns the whole local days in ``[since, until]``; none if there are none or rollups lack them."""
    first, end = local_date(since - timedelta(microseconds=1), zone.tz) + DAY, local_date(until, zone.tz)
    if first >= end:
        return None
    window = Window(first, end, zone.tz)
    return window if zone.covers(window) and since <= window.start_at and window.end_at <= until else None


def _days(column: Any, window: Window) -> tuple[Any, Any]:
    return column >= window.first.toordinal(), column < window.end.toordinal()


def _before(end_at: datetime, at: datetime | None) -> datetime | None:
    return at if at is not None and at < end_at else None
