"""Measures and stores the liveliness of topics in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, literal, or_, select

from community.engagement.events import ActivityKind
from community.ids import GuildId, TopicId
from community.topics.liveliness import Level, Pulse
from storage.bulk import upsert
from storage.columns import Instant
from storage.database import Database
from storage.optouts import is_opted_out
from storage.tables.engagement import activity
from storage.tables.liveliness import topic_liveliness
from storage.tables.topics import topic


class SqlLivelinessStore:
    """The port :class:`community.topics.ports.LivelinessStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unmeasured(self, before: datetime) -> Sequence[GuildId]:
        """Returns the guilds with a topic that was never measured, or not since ``before``."""
        query = (
            select(topic.c.guild_id)
            .distinct()
            .outerjoin(topic_liveliness, topic_liveliness.c.topic_id == topic.c.topic_id)
            .where(or_(topic_liveliness.c.measured_at.is_(None), topic_liveliness.c.measured_at < before))
            .order_by(topic.c.guild_id)
        )
        async with self._database.read() as connection:
            return [GuildId(row[0]) for row in await connection.execute(query)]

    async def pulses(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[TopicId, Pulse]:
        """Returns the pulse of every topic in ``[since, until)``, threads included, without members who opted out."""
        said = (
            select(activity.c.channel_id, activity.c.member_id, activity.c.replied_to)
            .distinct()
            .where(
                activity.c.guild_id == guild_id,
                activity.c.kind == ActivityKind.MESSAGE,
                activity.c.at >= since,
                activity.c.at < until,
                ~is_opted_out(activity.c.guild_id, activity.c.member_id),
            )
            .subquery()
        )
        answered = said.c.replied_to.is_not(None) & (said.c.replied_to != said.c.member_id)
        query = (
            select(
                topic.c.topic_id,
                func.count(said.c.member_id.distinct()),
                func.count(said.c.member_id).filter(answered),
            )
            .outerjoin(said, said.c.channel_id == topic.c.channel_id)
            .where(topic.c.guild_id == guild_id)
            .group_by(topic.c.topic_id)
        )
        async with self._database.read() as connection:
            return {TopicId(row[0]): Pulse(row[1], row[2]) for row in await connection.execute(query)}

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        """Returns the stored level of each topic that was measured."""
        query = select(topic_liveliness.c.topic_id, topic_liveliness.c.level).where(
            topic_liveliness.c.guild_id == guild_id
        )
        async with self._database.read() as connection:
            return {TopicId(row[0]): Level(row[1]) for row in await connection.execute(query)}

    async def keep(self, guild_id: GuildId, levels: Mapping[TopicId, Level], now: datetime) -> None:
        """Stores levels as measured now; skips topics that were removed."""
        columns = ["topic_id", "guild_id", "level", "measured_at"]
        async with self._database.write() as connection:
            for topic_id, level in sorted(levels.items()):
                still_there = select(
                    topic.c.topic_id, topic.c.guild_id, literal(int(level)), literal(now, Instant())
                ).where(topic.c.guild_id == guild_id, topic.c.topic_id == topic_id)
                await connection.execute(
                    upsert(connection, topic_liveliness)
                    .from_select(columns, still_there)
                    .on_conflict_do_update(index_elements=["topic_id"], set_={"level": int(level), "measured_at": now})
                )
