"""Digests and their issues, in SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, case, delete, func, insert, literal, select, update

from community.digests.issue import Issue, IssueState, PreviousIssues, PublishedItem, ScheduledDigest
from community.digests.schedule import Cadence, DigestKind, DigestSubject, NewSchedule, Rhythm, Schedule
from community.digests.section import Item, Place, Reason
from community.ids import ChannelId, GuildId, MemberId, MessageId, ScheduleId
from storage.bulk import upsert
from storage.columns import Flag, Instant
from storage.database import Database
from storage.tables.digests import digest_issue, digest_item, digest_schedule

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
                kind=new.subject.kind,
                subject=new.subject.number,
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
                index_elements=["guild_id", "kind", "subject", "channel_id", "cadence", "on_day", "at_minute"],
                set_={
                    "paused": False,
                    "since": case((known.paused == literal(True, Flag()), statement.excluded.since), else_=known.since),
                },
            ).returning(*digest_schedule.c)
            return _schedule((await connection.execute(again)).one())

    async def schedules(self, guild_id: GuildId) -> Sequence[ScheduledDigest]:
        """The guild's schedules with their latest issues, oldest schedule first."""
        return await self._scheduled_digests(digest_schedule.c.guild_id == guild_id)

    async def running(self) -> Sequence[ScheduledDigest]:
        """The schedules of all guilds that are not paused, with their latest issues."""
        return await self._scheduled_digests(digest_schedule.c.paused == literal(False, Flag()))

    async def pause(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        """Keeps that nothing is to come."""
        async with self._database.write() as connection:
            await connection.execute(
                update(digest_schedule).where(_is_schedule(guild_id, schedule_id)).values(paused=True)
            )

    async def resume(self, guild_id: GuildId, schedule_id: ScheduleId, now: datetime) -> None:
        """Keeps that what falls due from now on is to come."""
        paused = digest_schedule.c.paused == literal(True, Flag())
        async with self._database.write() as connection:
            await connection.execute(
                update(digest_schedule)
                .where(_is_schedule(guild_id, schedule_id), paused)
                .values(paused=False, since=now)
            )

    async def remove(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        """Forgets a schedule and its issues."""
        async with self._database.write() as connection:
            await connection.execute(delete(digest_schedule).where(_is_schedule(guild_id, schedule_id)))

    async def claim(
        self, schedule: Schedule, local_date: date, now: datetime, *, over: Collection[IssueState] = ()
    ) -> Issue | None:
        """Makes the issue of a date; none where there is one already, or the schedule was removed."""
        there = select(
            digest_schedule.c.schedule_id,
            digest_schedule.c.guild_id,
            literal(local_date.isoformat()),
            literal(IssueState.CLAIMED.value),
            literal(now, Instant()),
            literal(""),
        ).where(_is_schedule(schedule.guild_id, schedule.schedule_id))
        columns = ["schedule_id", "guild_id", "local_date", "state", "claimed_at", "note"]
        async with self._database.write() as connection:
            statement = upsert(connection, digest_issue).from_select(columns, there)
            claimed = await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(digest_issue.primary_key),
                    set_={"state": IssueState.CLAIMED.value, "claimed_at": now, "settled_at": None, "note": ""},
                    where=digest_issue.c.state.in_(over),
                ).returning(digest_issue.c.schedule_id)
            )
            found = claimed.one_or_none()
        return None if found is None else Issue(schedule, local_date, IssueState.CLAIMED, now)

    async def claims(self) -> Sequence[Issue]:
        """The issues of all guilds that were claimed and not settled, oldest first."""
        query = (
            select(*COLUMNS)
            .select_from(digest_schedule.join(digest_issue, OF_SCHEDULE))
            .where(digest_issue.c.state == IssueState.CLAIMED)
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
                    digest_issue.c.state == IssueState.CLAIMED,
                )
                .values(state=issue.state, settled_at=now, message_id=issue.message_id, note=issue.note)
            )

    async def record_items(self, issue: Issue, items: Sequence[PublishedItem]) -> None:
        """Keeps what a claimed issue is about to tell, instead of what it was about to tell before."""
        schedule, day = issue.schedule, issue.local_date.isoformat()
        rows = [
            {
                "schedule_id": schedule.schedule_id,
                "guild_id": schedule.guild_id,
                "local_date": day,
                "position": position,
                **_item_values(one),
            }
            for position, one in enumerate(items)
        ]
        async with self._database.write() as connection:
            there = await connection.scalar(
                select(digest_schedule.c.schedule_id).where(_is_schedule(schedule.guild_id, schedule.schedule_id))
            )
            if there is None:
                return
            await connection.execute(
                delete(digest_item).where(
                    digest_item.c.schedule_id == schedule.schedule_id, digest_item.c.local_date == day
                )
            )
            if rows:
                await connection.execute(insert(digest_item), rows)

    async def previous_issues(self, schedule: Schedule, before: date) -> PreviousIssues:
        """What the posted issues of the dates before told."""
        posted = (
            (digest_issue.c.schedule_id == schedule.schedule_id)
            & (digest_issue.c.guild_id == schedule.guild_id)
            & (digest_issue.c.state == IssueState.POSTED)
            & (digest_issue.c.local_date < before.isoformat())
        )
        of_issue = (digest_item.c.schedule_id == digest_issue.c.schedule_id) & (
            digest_item.c.local_date == digest_issue.c.local_date
        )
        items = (
            select(digest_item.c.key, func.max(digest_item.c.stirred_at))
            .join(digest_issue, of_issue)
            .where(posted, digest_item.c.key != "")
            .group_by(digest_item.c.key)
        )
        async with self._database.read() as connection:
            last = await connection.scalar(select(func.max(digest_issue.c.local_date)).where(posted))
            told = {row[0]: row[1] for row in await connection.execute(items)}
        return PreviousIssues(None if last is None else date.fromisoformat(last), told)

    async def find_item(
        self, guild_id: GuildId, schedule_id: ScheduleId, local_date: date, key: str
    ) -> PublishedItem | None:
        """One of the items that an issue of this guild told."""
        query = select(digest_item).where(
            digest_item.c.guild_id == guild_id,
            digest_item.c.schedule_id == schedule_id,
            digest_item.c.local_date == local_date.isoformat(),
            digest_item.c.key == key,
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None or not key else _published_item(row)

    async def _scheduled_digests(self, condition: ColumnElement[bool]) -> Sequence[ScheduledDigest]:
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
            return [_scheduled_digest(row) for row in await connection.execute(query)]


def _is_schedule(guild_id: GuildId, schedule_id: ScheduleId) -> ColumnElement[bool]:
    return (digest_schedule.c.guild_id == guild_id) & (digest_schedule.c.schedule_id == schedule_id)


def _scheduled_digest(row: Row[Any]) -> ScheduledDigest:
    schedule = _schedule(row)
    return ScheduledDigest(schedule, None if row.local_date is None else _issue(row, schedule))


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        schedule_id=ScheduleId(row.schedule_id),
        guild_id=GuildId(row.guild_id),
        subject=DigestSubject(DigestKind(row.kind), row.subject),
        channel_id=ChannelId(row.channel_id),
        rhythm=Rhythm(Cadence(row.cadence), row.on_day, time(*divmod(row.at_minute, HOUR))),
        paused=row.paused,
        since=row.since,
    )


def _issue(row: Row[Any], schedule: Schedule) -> Issue:
    return Issue(
        schedule=schedule,
        local_date=date.fromisoformat(row.local_date),
        state=IssueState(row.state),
        claimed_at=row.claimed_at,
        message_id=None if row.message_id is None else MessageId(row.message_id),
        note=row.note,
    )


def _item_values(told: PublishedItem) -> dict[str, Any]:
    place = told.place
    return {
        "section": told.section,
        "key": told.item.key,
        "stirred_at": told.item.stirred_at,
        "channel_id": None if place is None else place.channel_id,
        "thread_id": None if place is None else place.thread_id,
        "message_id": None if place is None else place.message_id,
        "member_id": told.item.about,
        "why": told.item.why.sentence,
        "facts": orjson.dumps(dict(told.item.why.facts)).decode(),
    }


def _published_item(row: Row[Any]) -> PublishedItem:
    place = None
    if row.channel_id is not None:
        thread_id = None if row.thread_id is None else ChannelId(row.thread_id)
        place = Place(
            ChannelId(row.channel_id), thread_id, None if row.message_id is None else MessageId(row.message_id)
        )
    about = None if row.member_id is None else MemberId(row.member_id)
    return PublishedItem(
        row.section, place, Item(row.key, row.stirred_at, Reason(row.why, orjson.loads(row.facts)), about)
    )
