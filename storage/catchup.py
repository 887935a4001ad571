"""What members missed, and when they were last told, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from community.catchup.missed import MissedAnswer, MissedThread
from community.engagement.events import ActivityKind
from community.ids import ChannelId, GuildId, MemberId, MessageId
from storage.bulk import upsert
from storage.database import Database
from storage.optouts import is_opted_out
from storage.tables.catchup import catchup_visit
from storage.tables.engagement import activity, mention, opening
from storage.tables.recommendations import ask

TOTALS = (
    func.min(activity.c.source_id).label("message_id"),
    func.count().label("n_messages"),
    func.count(activity.c.member_id.distinct()).label("n_people"),
    func.max(activity.c.at).label("last_at"),
)


class SqlCatchup:
    """The ports :class:`community.catchup.ports.CatchupReads` and ``Visits`` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def answers(
        self, guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
    ) -> Sequence[MissedAnswer]:
        """What others said to a member in ``[since, until)``, a row for each channel and each thread."""
        mentions = select(mention.c.source_id).where(
            mention.c.guild_id == guild_id, mention.c.mentioned_id == member_id
        )
        threads = select(opening.c.thread_id).where(opening.c.guild_id == guild_id, opening.c.member_id == member_id)
        asks = select(ask.c.thread_id).where(
            ask.c.guild_id == guild_id, ask.c.author_id == member_id, ask.c.thread_id.is_not(None)
        )
        said = activity.c.kind == ActivityKind.MESSAGE
        query = (
            select(activity.c.channel_id, activity.c.thread_id, *TOTALS)
            .where(
                *_by_others(guild_id, member_id, since, until),
                or_(
                    said & (activity.c.replied_to == member_id),
                    said & activity.c.source_id.in_(mentions),
                    said & activity.c.thread_id.in_(threads),
                    activity.c.kind.in_([ActivityKind.MESSAGE, ActivityKind.RECOMMENDATION])
                    & activity.c.thread_id.in_(asks),
                ),
            )
            .group_by(activity.c.channel_id, activity.c.thread_id)
        )
        return [
            MissedAnswer(
                ChannelId(row.channel_id),
                None if row.thread_id is None else ChannelId(row.thread_id),
                MessageId(row.message_id),
                row.n_messages,
                row.n_people,
                row.last_at,
            )
            for row in await self._read(query)
        ]

    async def threads(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        channels: Collection[ChannelId],
        since: datetime,
        until: datetime,
    ) -> Sequence[MissedThread]:
        """What others than a member said in the threads of some channels in ``[since, until)``."""
        query = (
            select(func.min(activity.c.channel_id).label("channel_id"), activity.c.thread_id, *TOTALS)
            .where(
                *_by_others(guild_id, member_id, since, until),
                activity.c.kind == ActivityKind.MESSAGE,
                activity.c.channel_id.in_(channels),
                activity.c.thread_id.is_not(None),
            )
            .group_by(activity.c.thread_id)
        )
        return [
            MissedThread(
                ChannelId(row.channel_id),
                ChannelId(row.thread_id),
                MessageId(row.message_id),
                row.n_messages,
                row.n_people,
                row.last_at,
            )
            for row in await self._read(query)
        ]

    async def last_visit(self, guild_id: GuildId, member_id: MemberId) -> datetime | None:
        """When a member was last told; none where they never were."""
        query = select(catchup_visit.c.at).where(
            catchup_visit.c.guild_id == guild_id, catchup_visit.c.member_id == member_id
        )
        rows = await self._read(query)
        return rows[0].at if rows else None

    async def record_visit(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps that it was now, instead of the time before."""
        async with self._database.write() as connection:
            statement = upsert(connection, catchup_visit).values(guild_id=guild_id, member_id=member_id, at=now)
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(catchup_visit.primary_key), set_={"at": statement.excluded.at}
                )
            )

    async def _read(self, query: Select[Any]) -> Sequence[Row[Any]]:
        async with self._database.read() as connection:
            return list(await connection.execute(query))


def _by_others(
    guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        activity.c.guild_id == guild_id,
        activity.c.at >= since,
        activity.c.at < until,
        activity.c.member_id != member_id,
        ~is_opted_out(activity.c.guild_id, activity.c.member_id),
    )
