"""The activity log in SQL: writes events with their rollups, and reads from the rollups where they suffice."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import and_, bindparam, case, delete, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.calendar import Window
from community.engagement.activity_log import DayTotal, MemberDay, MessageCount, Opening, Spell, ThreadTalk
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId
from storage.bulk import Cell, insert_new, select_by_keys, select_maximum, upsert
from storage.columns import Flag, microseconds
from storage.database import Database
from storage.engagement.activity_row import ActivityKey, ActivityRow
from storage.engagement.raw_reads import RawReads
from storage.engagement.rollup_reads import RollupReads
from storage.engagement.rollups import RowChanges, apply_changes, build_next_days, find_zone, lock_guilds
from storage.optouts import is_counted, without_opted_out
from storage.tables.engagement import activity, membership, mention

KEY_COLUMNS: Final = ActivityKey._fields
"""The columns of the key of ``activity``."""
SUMMED_COLUMNS: Final = (*KEY_COLUMNS, "at", "channel_id", "thread_id")
"""The columns that rollups are computed from, in the table's order."""


class SqlActivityLog:
    """Implements :class:`community.engagement.activity_log.ActivityLog` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, events: Sequence[Event]) -> int:
        """Stores a batch with its rollups, in order and in one transaction; returns how many activities were new.

        Activities and memberships are stored apart: neither changes the other.
        """
        if not events:
            return 0
        async with self._database.write() as connection:
            zones = await lock_guilds(connection, {event.guild_id for event in events})
            for guild_id, zone in zones.items():
                zones[guild_id] = await build_next_days(connection, guild_id, zone)
            changes = RowChanges([], [])
            for kind, run in groupby(sorted(events, key=_is_membership), key=type):
                await WRITERS[kind](connection, list(run), changes)
            await apply_changes(connection, zones, changes)
        return len(changes.added)

    async def spells(self, guild_id: GuildId, window: Window) -> Sequence[Spell]:
        """Returns the stays that overlap the window, of members who did not opt out."""
        async with self._database.read() as connection:
            return await RawReads(connection, guild_id).spells(window)

    async def member_days(
        self,
        guild_id: GuildId,
        window: Window,
        *,
        channel_id: ChannelId | None = None,
        member_id: MemberId | None = None,
    ) -> Sequence[MemberDay]:
        """Returns what each member did on each local day of the window, in one channel or of one member if given."""
        async with self._database.read() as connection:
            rows = await (await _reads_for(connection, guild_id, window)).member_days(window, channel_id, member_id)
            return rows if member_id is not None else await without_opted_out(connection, guild_id, rows)

    async def day_totals(self, guild_id: GuildId, window: Window) -> Sequence[DayTotal]:
        """Returns the totals of the window's local days that had any activity, in order."""
        async with self._database.read() as connection:
            return await (await _reads_for(connection, guild_id, window)).day_totals(window)

    async def first_days(self, guild_id: GuildId, window: Window) -> Mapping[MemberId, date]:
        """Returns each member's first active local day ever, if that is before the window's end."""
        async with self._database.read() as connection:
            return await (await _reads_for(connection, guild_id, window)).first_days(window)

    async def openings(
        self, guild_id: GuildId, window: Window, *, member_id: MemberId | None = None
    ) -> Sequence[Opening]:
        """Returns the threads opened in the window, by one member if given; answers count up to the window's end."""
        async with self._database.read() as connection:
            rows = await (await _reads_for(connection, guild_id, window)).openings(window, member_id)
            return rows if member_id is not None else await without_opted_out(connection, guild_id, rows)

    async def thread_talk(self, guild_id: GuildId, window: Window) -> Sequence[ThreadTalk]:
        """Returns the threads that had messages in the window."""
        async with self._database.read() as connection:
            return await (await _reads_for(connection, guild_id, window)).thread_talk(window)

    async def message_counts(self, guild_id: GuildId, window: Window) -> Sequence[MessageCount]:
        """Returns how much each member wrote in each channel in the window."""
        async with self._database.read() as connection:
            return await (await _reads_for(connection, guild_id, window)).message_counts(window)

    async def n_posters(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        """Returns how many distinct members wrote in each channel, threads included, in ``[since, until)``."""
        async with self._database.read() as connection:
            zone = await find_zone(connection, guild_id)
            reads = RawReads(connection, guild_id) if zone is None else RollupReads(connection, guild_id, zone)
            return await reads.n_posters(since, until)

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """Returns when the latest message of a channel was written.

        The query reads backwards, so that recent messages are found at once.
        """
        query = (
            select(activity.c.at)
            .where(
                activity.c.guild_id == guild_id,
                activity.c.at >= since,
                activity.c.at < until,
                activity.c.channel_id == channel_id,
                activity.c.kind == ActivityKind.MESSAGE,
            )
            .order_by(activity.c.at.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            return await connection.scalar(query)

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """Returns how many distinct members wrote in a thread before ``until``."""
        query = select(func.count(activity.c.member_id.distinct())).where(
            activity.c.guild_id == guild_id,
            activity.c.thread_id == thread_id,
            activity.c.at < until,
            activity.c.kind == ActivityKind.MESSAGE,
            is_counted(guild_id, activity.c.member_id),
        )
        async with self._database.read() as connection:
            return await connection.scalar(query) or 0


async def _reads_for(connection: AsyncConnection, guild_id: GuildId, window: Window) -> RawReads:
    """Returns the reads for a window: from the guild's rollups if they cover it, else from raw rows."""
    zone = await find_zone(connection, guild_id)
    if zone is None or not zone.covers(window):
        return RawReads(connection, guild_id)
    return RollupReads(connection, guild_id, zone)


def _is_membership(event: Event) -> bool:
    return isinstance(event, Arrival | Departure)


async def _add_activities(connection: AsyncConnection, activities: Sequence[Activity], changes: RowChanges) -> None:
    """Stores activities and their mentions; of two with one key, the first counts."""
    rows = [
        ActivityRow(
            one.guild_id,
            one.kind.value,
            one.source_id,
            one.member_id,
            one.emoji,
            microseconds(one.at),
            one.channel_id,
            one.thread_id,
            one.replied_to,
            one.answered_id,
        )
        for one in activities
    ]
    first = {row.key: row for row in reversed(rows)}
    known = await _stored_keys(connection, first)
    new = [row for key, row in reversed(first.items()) if key not in known]
    await insert_new(connection, activity, new)
    changes.added.extend(new)
    await insert_new(
        connection,
        mention,
        [(one.guild_id, one.source_id, one.member_id, mentioned) for one in activities for mentioned in one.mentioned],
    )
    await _infer_membership(connection, activities)


async def _stored_keys(connection: AsyncConnection, keys: Collection[ActivityKey]) -> set[ActivityKey]:
    """Returns the keys that are stored; does not look for keys younger than everything stored of their kind."""
    kinds = {(key.guild_id, key.kind) for key in keys}
    youngest = {
        (guild_id, kind): source_id or -1
        for guild_id, kind, source_id in await select_maximum(
            connection, activity, ("guild_id", "kind"), kinds, "source_id"
        )
    }
    old = [key for key in keys if key.source_id <= youngest[key.guild_id, key.kind]]
    return set(map(ActivityKey._make, await select_by_keys(connection, activity, KEY_COLUMNS, old, KEY_COLUMNS)))


async def _infer_membership(connection: AsyncConnection, activities: Iterable[Activity]) -> None:
    """Stores the first activity as the start of a membership until a join is known."""
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


async def _apply_withdrawals(
    connection: AsyncConnection, withdrawals: Sequence[Withdrawal], changes: RowChanges
) -> None:
    by_source: defaultdict[tuple[Cell, ...], list[Withdrawal]] = defaultdict(list)
    for one in withdrawals:
        by_source[one.guild_id, one.kind.value, one.source_id].append(one)
    found = await select_by_keys(connection, activity, KEY_COLUMNS[:3], by_source.keys(), SUMMED_COLUMNS)
    removed = [
        row
        for row in (ActivityRow(*cells) for cells in found)
        if any(
            one.member_id in (None, row.member_id) and one.emoji in (None, row.emoji)
            for one in by_source[row.guild_id, row.kind, row.source_id]
        )
    ]
    if removed:
        match = (activity.c[name] == bindparam(f"{name}_", type_=activity.c[name].type) for name in KEY_COLUMNS)
        keys = [{f"{name}_": cell for name, cell in row.key._asdict().items()} for row in removed]
        await connection.execute(delete(activity).where(and_(*match)), keys)
    rows = [{"guild": one.guild_id, "source": one.source_id} for one in withdrawals if one.kind is ActivityKind.MESSAGE]
    if rows:
        await connection.execute(
            delete(mention).where(mention.c.guild_id == bindparam("guild"), mention.c.source_id == bindparam("source")),
            rows,
        )
    changes.removed.extend(removed)


async def _add_arrivals(connection: AsyncConnection, arrivals: Sequence[Arrival], _: RowChanges) -> None:
    """Stores joins; the earliest known join counts, before anything that was inferred."""
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


async def _add_departures(connection: AsyncConnection, departures: Sequence[Departure], _: RowChanges) -> None:
    """Stores departures; the first one counts until a return, and of unknown members nothing else is stored."""
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


WRITERS: Final[Mapping[type[Event], Callable[[AsyncConnection, Sequence[Any], RowChanges], Awaitable[None]]]] = {
    Activity: _add_activities,
    Withdrawal: _apply_withdrawals,
    Arrival: _add_arrivals,
    Departure: _add_departures,
}
"""The function that stores each kind of event."""
