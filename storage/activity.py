"""What happened in a guild, in SQL."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Text,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from community.calendar import Window, local_date
from community.engagement.events import Activity, Arrival, Departure, Event, Kind, Withdrawal
from community.engagement.log import MemberDay, Opening, Spell, ThreadTalk
from community.ids import ChannelId, GuildId, MemberId
from storage.columns import Flag, from_microseconds, integer, microseconds
from storage.database import Database
from storage.inserts import insert_new, upsert
from storage.tables import activity, membership, mention

QUARTER_HOUR_US = 15 * 60 * 1_000_000
"""Every time zone of today is a whole number of quarters from UTC (Source: IANA tz), so a local day is too."""


class SqlActivityLog:
    """The port :class:`community.engagement.log.ActivityLog` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, events: Sequence[Event]) -> int:
        """Stores a batch, in order and in one transaction; returns how many activities were new."""
        n_new = 0
        async with self._database.write() as connection:
            for kind, run in groupby(events, key=type):
                n_new += await WRITERS[kind](connection, list(run))
        return n_new

    async def spells(self, guild_id: GuildId, window: Window) -> Sequence[Spell]:
        """The members who were there at some time in the window."""
        query = (
            select(membership.c.member_id, membership.c.joined_at, membership.c.left_at)
            .where(
                membership.c.guild_id == guild_id,
                membership.c.joined_at < window.end_at,
                membership.c.left_at.is_(None) | (membership.c.left_at >= window.start_at),
            )
            .order_by(membership.c.member_id)
        )
        async with self._database.read() as connection:
            return [Spell(MemberId(row[0]), row[1], row[2]) for row in await connection.execute(query)]

    async def member_days(
        self, guild_id: GuildId, window: Window, *, channel_id: ChannelId | None = None
    ) -> Sequence[MemberDay]:
        """What each member did on each local day of the window."""
        quarter = (type_coerce(activity.c.at, integer()) // QUARTER_HOUR_US).label("quarter")
        query = (
            select(activity.c.member_id, activity.c.kind, quarter, func.count())
            .where(
                activity.c.guild_id == guild_id,
                _within(window),
                true() if channel_id is None else activity.c.channel_id == channel_id,
            )
            .group_by(activity.c.member_id, activity.c.kind, quarter)
        )
        counts: Counter[tuple[int, Any, str]] = Counter()
        async with self._database.read() as connection:
            for member_id, kind, number, n in await connection.execute(query):
                day = local_date(from_microseconds(number * QUARTER_HOUR_US), window.tz)
                counts[member_id, day, kind] += n
        return [
            MemberDay(MemberId(member_id), day, Kind(kind), n) for (member_id, day, kind), n in sorted(counts.items())
        ]

    async def openings(self, guild_id: GuildId, window: Window) -> Sequence[Opening]:
        """The threads that were opened in the window; an answer counts if it came before the window's end."""
        told = _told(guild_id, window).subquery("told")

        def first(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
            value = func.first_value(column, type_=column.type)
            return value.over(partition_by=told.c.thread_id, order_by=(told.c.at, told.c.source_id)).label(name)

        seen = select(
            told.c.thread_id,
            told.c.member_id,
            told.c.at,
            first(told.c.channel_id, "opened_in"),
            first(told.c.member_id, "opened_by"),
            first(told.c.at, "opened_at"),
        ).subquery("seen")
        answered_at = func.min(case((seen.c.member_id != seen.c.opened_by, seen.c.at)))
        opening = (seen.c.thread_id, seen.c.opened_in, seen.c.opened_by, seen.c.opened_at)
        query = (
            select(*opening, answered_at)
            .where(seen.c.opened_at >= window.start_at)
            .group_by(*opening)
            .order_by(seen.c.opened_at, seen.c.thread_id)
        )
        async with self._database.read() as connection:
            return [
                Opening(ChannelId(row[0]), ChannelId(row[1]), MemberId(row[2]), row[3], row[4])
                for row in await connection.execute(query)
            ]

    async def thread_talk(self, guild_id: GuildId, window: Window) -> Sequence[ThreadTalk]:
        """The threads that were talked in during the window."""
        query = (
            select(
                activity.c.thread_id,
                func.min(activity.c.channel_id),
                func.count(),
                func.count(activity.c.member_id.distinct()),
                func.max(activity.c.at),
            )
            .where(
                activity.c.guild_id == guild_id,
                activity.c.kind == Kind.MESSAGE,
                activity.c.thread_id.is_not(None),
                _within(window),
            )
            .group_by(activity.c.thread_id)
            .order_by(activity.c.thread_id)
        )
        async with self._database.read() as connection:
            return [
                ThreadTalk(ChannelId(row[0]), ChannelId(row[1]), row[2], row[3], row[4])
                for row in await connection.execute(query)
            ]

    async def n_posters(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        """How many distinct members wrote in each channel, threads included, in ``[since, until)``."""
        query = (
            select(activity.c.channel_id, func.count(activity.c.member_id.distinct()))
            .where(
                activity.c.guild_id == guild_id,
                activity.c.kind == Kind.MESSAGE,
                activity.c.at >= since,
                activity.c.at < until,
            )
            .group_by(activity.c.channel_id)
        )
        async with self._database.read() as connection:
            return {ChannelId(row[0]): row[1] for row in await connection.execute(query)}


def _within(window: Window) -> ColumnElement[bool]:
    return (activity.c.at >= window.start_at) & (activity.c.at < window.end_at)


def _told(guild_id: GuildId, window: Window) -> CompoundSelect[Any]:
    """What was ever said, before the window's end, in the threads that were alive in it.

    A thread made from a message of its channel has that message's identifier and begins with it.
    """
    said = (activity.c.guild_id == guild_id, activity.c.kind == Kind.MESSAGE, activity.c.at < window.end_at)
    alive = (
        select(activity.c.thread_id)
        .where(activity.c.guild_id == guild_id, activity.c.thread_id.is_not(None), _within(window))
        .distinct()
    )
    columns = (activity.c.source_id, activity.c.channel_id, activity.c.member_id, activity.c.at)
    return union_all(
        select(activity.c.thread_id, *columns).where(*said, activity.c.thread_id.in_(alive)),
        select(activity.c.source_id.label("thread_id"), *columns).where(
            *said, activity.c.thread_id.is_(None), activity.c.source_id.in_(alive)
        ),
    )


async def _add(connection: AsyncConnection, activities: Sequence[Activity]) -> int:
    n_new = await insert_new(
        connection,
        activity,
        [
            (
                one.guild_id,
                one.kind.value,
                one.source_id,
                one.member_id,
                one.emoji,
                microseconds(one.at),
                one.channel_id,
                one.thread_id,
                one.replied_to,
            )
            for one in activities
        ],
    )
    await insert_new(
        connection,
        mention,
        [(one.guild_id, one.source_id, one.member_id, mentioned) for one in activities for mentioned in one.mentioned],
    )
    await _infer_membership(connection, activities)
    return n_new


async def _infer_membership(connection: AsyncConnection, activities: Iterable[Activity]) -> None:
    """Until a join is known, a member counts as one from the first activity seen."""
    first: dict[tuple[int, int], datetime] = {}
    for one in activities:
        key = (one.guild_id, one.member_id)
        if key not in first or one.at < first[key]:
            first[key] = one.at
    statement = upsert(connection, membership)
    seen_at = statement.excluded.joined_at
    known = membership.c.joined_at
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(membership.primary_key),
            set_={"joined_at": seen_at},
            where=(membership.c.inferred == literal(True, Flag())) & (known.is_(None) | (seen_at < known)),
        ),
        [
            {"guild_id": guild_id, "member_id": member_id, "joined_at": at, "left_at": None, "inferred": True}
            for (guild_id, member_id), at in sorted(first.items())
        ],
    )


async def _withdraw(connection: AsyncConnection, withdrawals: Sequence[Withdrawal]) -> int:
    whose, which = bindparam("whose", type_=integer()), bindparam("which", type_=Text())
    rows = [
        {
            "guild": one.guild_id,
            "what": one.kind.value,
            "source": one.source_id,
            "whose": one.member_id,
            "which": one.emoji,
        }
        for one in withdrawals
    ]
    await connection.execute(
        delete(activity).where(
            activity.c.guild_id == bindparam("guild"),
            activity.c.kind == bindparam("what"),
            activity.c.source_id == bindparam("source"),
            whose.is_(None) | (activity.c.member_id == whose),
            which.is_(None) | (activity.c.emoji == which),
        ),
        rows,
    )
    await connection.execute(
        delete(mention).where(
            mention.c.guild_id == bindparam("guild"),
            mention.c.source_id == bindparam("source"),
            bindparam("what", type_=Text()) == Kind.MESSAGE.value,
        ),
        rows,
    )
    return 0


async def _arrive(connection: AsyncConnection, arrivals: Sequence[Arrival]) -> int:
    """The first join that is known counts, whatever was inferred before it was known."""
    statement = upsert(connection, membership)
    known = membership.c.joined_at
    arrived = statement.excluded.joined_at
    inferred = membership.c.inferred == literal(True, Flag())
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(membership.primary_key),
            set_={
                "joined_at": case((inferred | (arrived < known), arrived), else_=known),
                "left_at": None,
                "inferred": False,
            },
        ),
        [
            {
                "guild_id": one.guild_id,
                "member_id": one.member_id,
                "joined_at": one.at,
                "left_at": None,
                "inferred": False,
            }
            for one in arrivals
        ],
    )
    return 0


async def _depart(connection: AsyncConnection, departures: Sequence[Departure]) -> int:
    """The first word of a departure stands until a return; of somebody unknown, nothing else is known."""
    statement = upsert(connection, membership)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(membership.primary_key),
            set_={"left_at": func.coalesce(membership.c.left_at, statement.excluded.left_at)},
        ),
        [
            {
                "guild_id": one.guild_id,
                "member_id": one.member_id,
                "joined_at": None,
                "left_at": one.at,
                "inferred": True,
            }
            for one in departures
        ],
    )
    return 0


WRITERS: Final[Mapping[type[Event], Callable[[AsyncConnection, Sequence[Any]], Awaitable[int]]]] = {
    Activity: _add,
    Withdrawal: _withdraw,
    Arrival: _arrive,
    Departure: _depart,
}
"""How each kind of event is stored; each returns how many activities were new."""
