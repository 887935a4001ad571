"""Digests and their issues, in SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, func, literal, select, update

from community.digests.issue import Issue, Standing, State
from community.digests.schedule import Cadence, Kind, NewSchedule, Rhythm, Schedule
from community.ids import ChannelId, GuildId, MessageId, ScheduleId
from storage.columns import Flag, Instant
from storage.database import Database
from storage.inserts import upsert
from storage.tables.digests import digest_issue, digest_schedule

HOUR = 60
"""Minutes."""
COLUMNS = [
    *digest_schedule.c,
    digest_issue.c.local_date,
    digest_issue.c.state,
    digest_issue.c.claimed_at,
    digest_issue.c.message_id,
    digest_issue.c.note,
]
OF_SCHEDULE = digest_issue.c.schedule_id == digest_schedule.c.schedule_id


class SqlDigestStore:
    """The port :class:`community.digests.ports.DigestStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewSchedule, now: datetime) -> Schedule:
        """Keeps a schedule; asked for twice it is kept once, and one that was paused comes again."""
        rhythm = new.rhythm
        async with self._database.write() as connection:
            statement = upsert(connection, digest_schedule).values(
                guild_id=new.guild_id,
                kind=new.kind,
                channel_id=new.channel_id,
                cadence=rhythm.cadence,
                on_day=rhythm.on_day,
                at_minute=rhythm.at.hour * HOUR + rhythm.at.minute,
                paused=False,
                created_by=new.created_by,
                since=now,
            )
            known = digest_schedule.c
            again = statement.on_conflict_do_update(
                index_elements=["guild_id", "kind", "channel_id", "cadence", "on_day", "at_minute"],
                set_={
                    "paused": False,
                    "since": case((known.paused == literal(True, Flag()), statement.excluded.since), else_=known.since),
                },
            ).returning(*digest_schedule.c)
            return _schedule((await connection.execute(again)).one())

    async def standings(self, guild_id: GuildId) -> Sequence[Standing]:
        """The guild's schedules with their latest issues, oldest schedule first."""
        return await self._standings(digest_schedule.c.guild_id == guild_id)

    async def running(self) -> Sequence[Standing]:
        """The schedules of all guilds that are not paused, with their latest issues."""
        return await self._standings(digest_schedule.c.paused == literal(False, Flag()))

    async def pause(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        """Keeps that nothing is to come."""
        async with self._database.write() as connection:
            await connection.execute(update(digest_schedule).where(_one(guild_id, schedule_id)).values(paused=True))

    async def resume(self, guild_id: GuildId, schedule_id: ScheduleId, now: datetime) -> None:
        """Keeps that what falls due from now on is to come."""
        paused = digest_schedule.c.paused == literal(True, Flag())
        async with self._database.write() as connection:
            await connection.execute(
                update(digest_schedule).where(_one(guild_id, schedule_id), paused).values(paused=False, since=now)
            )

    async def remove(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        """Forgets a schedule and its issues."""
        async with self._database.write() as connection:
            await connection.execute(delete(digest_schedule).where(_one(guild_id, schedule_id)))

    async def claim(
        self, schedule: Schedule, local_date: date, now: datetime, *, over: Collection[State] = ()
    ) -> Issue | None:
        """Makes the issue of a date; none where there is one already, or the schedule was removed."""
        there = select(
            digest_schedule.c.schedule_id,
            digest_schedule.c.guild_id,
            literal(local_date.isoformat()),
            literal(State.CLAIMED.value),
            literal(now, Instant()),
            literal(""),
        ).where(_one(schedule.guild_id, schedule.schedule_id))
        columns = ["schedule_id", "guild_id", "local_date", "state", "claimed_at", "note"]
        async with self._database.write() as connection:
            statement = upsert(connection, digest_issue).from_select(columns, there)
            claimed = await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(digest_issue.primary_key),
                    set_={"state": State.CLAIMED.value, "claimed_at": now, "settled_at": None, "note": ""},
                    where=digest_issue.c.state.in_(over),
                ).returning(digest_issue.c.schedule_id)
            )
            found = claimed.one_or_none()
        return None if found is None else Issue(schedule, local_date, State.CLAIMED, now)

    async def claims(self) -> Sequence[Issue]:
        """The issues of all guilds that were claimed and not settled, oldest first."""
        query = (
            select(*COLUMNS)
            .select_from(digest_schedule.join(digest_issue, OF_SCHEDULE))
            .where(digest_issue.c.state == State.CLAIMED)
            .order_by(digest_issue.c.claimed_at, digest_issue.c.schedule_id)
        )
        async with self._database.read() as connection:
            return [_issue(row, _schedule(row)) for row in await connection.execute(query)]

    async def settle(self, issue: Issue, now: datetime) -> None:
        """Keeps what became of a claimed issue; what is settled already stays as it is."""
        async with self._database.write() as connection:
            await connection.execute(
                update(digest_issue)
                .where(
                    digest_issue.c.schedule_id == issue.schedule.schedule_id,
                    digest_issue.c.guild_id == issue.schedule.guild_id,
                    digest_issue.c.local_date == issue.local_date.isoformat(),
                    digest_issue.c.state == State.CLAIMED,
                )
                .values(state=issue.state, settled_at=now, message_id=issue.message_id, note=issue.note)
            )

    async def _standings(self, condition: ColumnElement[bool]) -> Sequence[Standing]:
        earlier = digest_issue.alias("earlier")
        latest = (
            select(func.max(earlier.c.local_date))
            .where(earlier.c.schedule_id == digest_schedule.c.schedule_id)
            .scalar_subquery()
        )
        query = (
            select(*COLUMNS)
            .select_from(digest_schedule.outerjoin(digest_issue, OF_SCHEDULE & (digest_issue.c.local_date == latest)))
            .where(condition)
            .order_by(digest_schedule.c.schedule_id)
        )
        async with self._database.read() as connection:
            return [_standing(row) for row in await connection.execute(query)]


def _one(guild_id: GuildId, schedule_id: ScheduleId) -> ColumnElement[bool]:
    return (digest_schedule.c.guild_id == guild_id) & (digest_schedule.c.schedule_id == schedule_id)


def _standing(row: Row[Any]) -> Standing:
    schedule = _schedule(row)
    return Standing(schedule, None if row.local_date is None else _issue(row, schedule))


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        schedule_id=ScheduleId(row.schedule_id),
        guild_id=GuildId(row.guild_id),
        kind=Kind(row.kind),
        channel_id=ChannelId(row.channel_id),
        rhythm=Rhythm(Cadence(row.cadence), row.on_day, time(*divmod(row.at_minute, HOUR))),
        paused=row.paused,
        since=row.since,
    )


def _issue(row: Row[Any], schedule: Schedule) -> Issue:
    return Issue(
        schedule=schedule,
        local_date=date.fromisoformat(row.local_date),
        state=State(row.state),
        claimed_at=row.claimed_at,
        message_id=None if row.message_id is None else MessageId(row.message_id),
        note=row.note,
    )
