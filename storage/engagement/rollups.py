"""Rollups of activity by local day and by thread, updated with every change of the raw rows.

Days are those of the guild's time zone. When the guild chooses another one, its rollups are rebuilt, some days with
each batch that is stored; until a day is built, it is counted from raw rows.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import ColumnElement, Table, and_, bindparam, case, delete, exists, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.calendar import Window, local_date, midnight
from community.engagement.events import ActivityKind
from community.settings.general import GeneralSettings
from storage.bulk import increment_counts, upsert
from storage.columns import from_microseconds, integer, microseconds
from storage.engagement.activity_row import ActivityRow
from storage.engagement.thread_openings import recompute_openings, threads_of_member, update_openings
from storage.tables.engagement import activity, day_total, member_day, opening, rollup_zone, thread_day
from storage.tables.settings import setting

QUARTER_HOUR_US: Final = 15 * 60 * 1_000_000
"""A quarter of an hour in microseconds.

Every current time zone is a whole number of quarters from UTC, so a local day is too (Source: IANA tz).
"""
SUMMED_RANGE: Final = (microseconds(datetime(2000, 1, 1, tzinfo=UTC)), microseconds(datetime(9000, 1, 1, tzinfo=UTC)))
"""Instants that are summed; others are mistakes of an import, and days at the ends of the calendar overflow."""
DAYS_PER_BATCH: Final = 14
"""Days that are built with one batch: at a thousand messages a day, well under a tenth of a second."""
TIME_ZONE_KEY: Final = f"{GeneralSettings.FEATURE}.time_zone"
SELECT_ZONE: Final = select(rollup_zone.c.tz, rollup_zone.c.built_to).where(
    rollup_zone.c.guild_id == bindparam("guild_id")
)
"""Compiled once, because every read of rollups begins with it."""
DAILY_TABLES: Final = (member_day, thread_day, day_total)

CountKey = tuple[Any, ...]
"""The key of a row of :data:`member_day` or :data:`thread_day`."""


@dataclass(frozen=True, slots=True)
class RowChanges:
    """The rows that a transaction added to ``activity``, and those that it removed."""

    added: list[ActivityRow]
    removed: list[ActivityRow]


@dataclass(frozen=True, slots=True)
class RollupZone:
    """The time zone of a guild's rollups, and the day (an ordinal) before which they are built; none if all are."""

    tz: ZoneInfo
    built_to: int | None

    def covers(self, window: Window) -> bool:
        """Returns whether the rollups include all days of a window."""
        return (
            self.tz.key == window.tz.key
            and (self.built_to is None or window.end.toordinal() <= self.built_to)
            and SUMMED_RANGE[0] <= microseconds(window.start_at)
            and microseconds(window.end_at) <= SUMMED_RANGE[1]
        )


async def find_zone(connection: AsyncConnection, guild_id: int) -> RollupZone | None:
    """Returns the state of a guild's rollups; none if nothing was recorded yet."""
    row = (await connection.execute(SELECT_ZONE, {"guild_id": guild_id})).first()
    return None if row is None else RollupZone(ZoneInfo(row[0]), row[1])


async def lock_guilds(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, RollupZone]:
    """Locks the guilds' rows and rollups to the transaction's end, and returns the state of the rollups.

    A new guild gets its time zone; a guild that chose another one begins a rebuild.
    """
    chosen = await _chosen_zones(connection, guild_ids)
    zones = await _lock_zones(connection, guild_ids)
    if new_guilds := chosen.keys() - zones.keys():
        statement = upsert(connection, rollup_zone).on_conflict_do_nothing()
        rows = [
            {"guild_id": one, "tz": chosen[one], "built_to": 0 if await _has_rows(connection, one) else None}
            for one in sorted(new_guilds)
        ]
        await connection.execute(statement, rows)
        zones |= await _lock_zones(connection, new_guilds)
    for guild_id, zone in zones.items():
        if zone.tz.key != chosen[guild_id]:
            zones[guild_id] = await restart(connection, guild_id, chosen[guild_id])
    return zones


async def restart(connection: AsyncConnection, guild_id: int, tz: str) -> RollupZone:
    """Marks none of a guild's rollups as built."""
    here = rollup_zone.c.guild_id == guild_id
    await connection.execute(update(rollup_zone).where(here).values(tz=tz, built_to=0))
    await connection.execute(delete(opening).where(opening.c.guild_id == guild_id))
    return RollupZone(ZoneInfo(tz), 0)


async def build_next_days(
    connection: AsyncConnection, guild_id: int, zone: RollupZone, n_days: int = DAYS_PER_BATCH
) -> RollupZone:
    """Builds the rollups of the next ``n_days`` days from the first with activity; the guild must be locked."""
    if zone.built_to is None:
        return zone
    built_at = microseconds(midnight(date.fromordinal(zone.built_to), zone.tz)) if zone.built_to else 0
    at = activity.c.at
    query = select(func.min(at)).where(
        activity.c.guild_id == guild_id,
        at >= from_microseconds(max(built_at, SUMMED_RANGE[0])),
        at < from_microseconds(SUMMED_RANGE[1]),
    )
    next_at: datetime | None = await connection.scalar(query)
    first = None if next_at is None else local_date(next_at, zone.tz).toordinal()
    end = None if first is None else first + n_days
    for table in DAILY_TABLES:
        stale = (table.c.guild_id == guild_id, table.c.day >= zone.built_to)
        await connection.execute(delete(table).where(*stale, *([] if end is None else [table.c.day < end])))
    if first is not None and end is not None:
        await _sum_days(connection, guild_id, zone.tz, range(first, end))
    await connection.execute(update(rollup_zone).where(rollup_zone.c.guild_id == guild_id).values(built_to=end))
    return replace(zone, built_to=end)


async def apply_changes(connection: AsyncConnection, zones: Mapping[int, RollupZone], changes: RowChanges) -> None:
    """Updates the rollups after changes of raw rows; the guilds must be locked."""
    by_member, by_thread = Counter[CountKey](), Counter[CountKey]()
    for sign, rows in ((1, changes.added), (-1, changes.removed)):
        alike = Counter(
            (row.guild_id, row.at_us // QUARTER_HOUR_US, row.member_id, row.kind, row.channel_id, row.thread_id)
            for row in rows
        )
        days = {
            (guild_id, quarter): _local_day(zones[guild_id], quarter)
            for guild_id, quarter in {(guild_id, quarter) for guild_id, quarter, *_ in alike}
        }
        for (guild_id, quarter, member_id, kind, channel_id, thread_id), n in alike.items():
            day = days[guild_id, quarter]
            if day is None:
                continue
            by_member[guild_id, day, member_id, kind, channel_id] += sign * n
            if thread_id is not None and kind == ActivityKind.MESSAGE:
                by_thread[guild_id, day, thread_id, member_id, channel_id] += sign * n
    await _apply_counts(connection, member_day, by_member)
    await _apply_counts(connection, thread_day, by_thread)
    await update_day_totals(connection, {(guild_id, day) for guild_id, day, *_ in by_member})
    await update_openings(connection, [*changes.added, *changes.removed])


async def update_day_totals(connection: AsyncConnection, days: Iterable[tuple[Any, Any]]) -> None:
    """Recomputes the totals of each (guild, day) from its members' counts."""
    rows = [{"guild": guild_id, "that_day": day} for guild_id, day in sorted(days)]
    if not rows:
        return
    guild, that_day = bindparam("guild", type_=integer()), bindparam("that_day", type_=integer())
    await connection.execute(delete(day_total).where(day_total.c.guild_id == guild, day_total.c.day == that_day), rows)
    sums = (
        select(
            member_day.c.guild_id,
            member_day.c.day,
            func.count(member_day.c.member_id.distinct()),
            func.sum(case((member_day.c.kind == ActivityKind.MESSAGE, member_day.c.n), else_=0)),
        )
        .where(member_day.c.guild_id == guild, member_day.c.day == that_day)
        .group_by(member_day.c.guild_id, member_day.c.day)
    )
    await connection.execute(insert(day_total).from_select(list(day_total.c.keys()), sums), rows)


@asynccontextmanager
async def repair_rollups(connection: AsyncConnection, member_id: int, guild_id: int | None) -> AsyncIterator[None]:
    """Recomputes the rollups that a person shares with others after the block deleted their rows."""
    await connection.execute(
        select(rollup_zone.c.guild_id)
        .where(_in_guild(rollup_zone, guild_id))
        .order_by(rollup_zone.c.guild_id)
        .with_for_update()
    )
    theirs = select(member_day.c.guild_id, member_day.c.day).where(
        member_day.c.member_id == member_id, _in_guild(member_day, guild_id)
    )
    days = {(row[0], row[1]) for row in await connection.execute(theirs.distinct())}
    threads = await threads_of_member(connection, member_id, guild_id)
    yield
    await update_day_totals(connection, days)
    await recompute_openings(connection, threads)


def _local_day(zone: RollupZone, quarter: int) -> int | None:
    """Returns the local day, as an ordinal, of a quarter of an hour; none if it is not summed yet."""
    at = quarter * QUARTER_HOUR_US
    if not SUMMED_RANGE[0] <= at < SUMMED_RANGE[1]:
        return None
    day = local_date(from_microseconds(at), zone.tz).toordinal()
    return day if zone.built_to is None or day < zone.built_to else None


def _in_guild(table: Table, guild_id: int | None) -> ColumnElement[bool]:
    return true() if guild_id is None else table.c.guild_id == guild_id


async def _apply_counts(connection: AsyncConnection, table: Table, changes: Counter[CountKey]) -> None:
    """Adds to counts, and deletes rows whose count reaches 0."""
    await increment_counts(connection, table, [(*key, n) for key, n in changes.items() if n])
    keys = [column.name for column in table.primary_key]
    fewer = [{f"{name}_": cell for name, cell in zip(keys, key, strict=True)} for key, n in changes.items() if n < 0]
    if fewer:
        match = (table.c[name] == bindparam(f"{name}_", type_=table.c[name].type) for name in keys)
        await connection.execute(delete(table).where(and_(*match), table.c.n <= 0), fewer)


async def _sum_days(connection: AsyncConnection, guild_id: int, tz: ZoneInfo, days: range) -> None:
    """Computes days from raw rows, and the openings of the threads that first appear in them."""
    starts = [midnight(date.fromordinal(day), tz) for day in range(days.start, days.stop + 1)]
    rows = [
        {"guild": guild_id, "that_day": day, "start_at": starts[index], "end_at": starts[index + 1]}
        for index, day in enumerate(days)
    ]
    here = (
        activity.c.guild_id == bindparam("guild", type_=integer()),
        activity.c.at >= bindparam("start_at", type_=activity.c.at.type),
        activity.c.at < bindparam("end_at", type_=activity.c.at.type),
    )
    day = bindparam("that_day", type_=integer())
    by_member = (activity.c.guild_id, day, activity.c.member_id, activity.c.kind, activity.c.channel_id)
    said = (activity.c.kind == ActivityKind.MESSAGE, activity.c.thread_id.is_not(None))
    by_thread = (activity.c.guild_id, day, activity.c.thread_id, activity.c.member_id, activity.c.channel_id)
    for table, key, only in ((member_day, by_member, ()), (thread_day, by_thread, said)):
        counts = select(*key, func.count()).where(*here, *only).group_by(*(one for one in key if one is not day))
        await connection.execute(insert(table).from_select(list(table.c.keys()), counts), rows)
    await update_day_totals(connection, {(guild_id, one) for one in days})
    threads = select(activity.c.thread_id).where(
        activity.c.guild_id == guild_id,
        activity.c.at >= starts[0],
        activity.c.at < starts[-1],
        activity.c.thread_id.is_not(None),
    )
    known = select(opening.c.thread_id).where(opening.c.guild_id == guild_id)
    fresh = await connection.scalars(threads.where(activity.c.thread_id.not_in(known)).distinct())
    await recompute_openings(connection, [(guild_id, thread_id) for thread_id in fresh])


async def _chosen_zones(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, str]:
    """Returns the name of the time zone that each guild chose."""
    query = select(setting.c.guild_id, setting.c.value).where(
        setting.c.guild_id.in_(guild_ids), setting.c.key == TIME_ZONE_KEY
    )
    chosen = {guild_id: orjson.loads(value) for guild_id, value in await connection.execute(query)}
    return {one: _valid_zone_name(chosen.get(one)) for one in guild_ids}


def _valid_zone_name(name: object) -> str:
    """Returns the zone's name; the default if this machine does not know the zone, so that recording goes on."""
    default = GeneralSettings().time_zone
    try:
        return ZoneInfo(name).key if isinstance(name, str) else default
    except (ValueError, OSError, LookupError):
        return default


async def _lock_zones(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, RollupZone]:
    query = select(rollup_zone).where(rollup_zone.c.guild_id.in_(guild_ids)).order_by(rollup_zone.c.guild_id)
    rows = await connection.execute(query.with_for_update())
    return {row.guild_id: RollupZone(ZoneInfo(row.tz), row.built_to) for row in rows}


async def _has_rows(connection: AsyncConnection, guild_id: int) -> bool:
    return bool(await connection.scalar(select(exists().where(activity.c.guild_id == guild_id))))
