"""Stores topics and their members in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, literal, select, update

from community.ids import ChannelId, GuildId, MemberId, RoleId, TopicId
from community.topics.lifecycle import TopicState
from community.topics.topic import NewTopic, Topic
from storage.bulk import upsert
from storage.columns import Flag, Instant
from storage.database import Database
from storage.tables.topic_lifecycle import topic_life
from storage.tables.topics import topic as topics
from storage.tables.topics import topic_member

ASLEEP = exists().where(topic_life.c.topic_id == topics.c.topic_id, topic_life.c.state == TopicState.ASLEEP.value)
"""Selects whether a topic's channel is in the archive."""
COLUMNS: list[ColumnElement[Any]] = [*topics.c, ASLEEP.label("asleep")]


class SqlTopicStore:
    """The port :class:`community.topics.ports.TopicStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewTopic, now: datetime) -> Topic | None:
        """Stores a new topic and returns it, or none if the channel is a topic already."""
        async with self._database.write() as connection:
            statement = (
                upsert(connection, topics)
                .values(
                    guild_id=new.guild_id,
                    channel_id=new.channel_id,
                    role_id=new.role_id,
                    name=new.name,
                    description=new.description,
                    created_at=now,
                )
                .on_conflict_do_nothing()
                .returning(*topics.c, literal(False, Flag()).label("asleep"))
            )
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else as_topic(row)

    async def remove(self, guild_id: GuildId, topic_id: TopicId) -> None:
        """Deletes a topic and its members."""
        async with self._database.write() as connection:
            await connection.execute(delete(topics).where(topics.c.guild_id == guild_id, topics.c.topic_id == topic_id))

    async def describe(self, guild_id: GuildId, topic_id: TopicId, description: str) -> None:
        """Replaces a topic's description."""
        async with self._database.write() as connection:
            await connection.execute(
                update(topics)
                .where(topics.c.guild_id == guild_id, topics.c.topic_id == topic_id)
                .values(description=description)
            )

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """Returns the guild's topics, oldest first."""
        query = select(*COLUMNS).where(topics.c.guild_id == guild_id).order_by(topics.c.topic_id)
        async with self._database.read() as connection:
            return [as_topic(row) for row in await connection.execute(query)]

    async def topic(self, guild_id: GuildId, topic_id: TopicId) -> Topic | None:
        """Returns a topic of the guild, or none if the guild has no such."""
        query = select(*COLUMNS).where(topics.c.guild_id == guild_id, topics.c.topic_id == topic_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else as_topic(row)

    async def join(self, topic: Topic, member_id: MemberId, now: datetime) -> None:
        """Stores that a member joined; does nothing if they had, or if the topic was removed."""
        still_there = select(topics.c.topic_id, topics.c.guild_id, literal(member_id), literal(now, Instant())).where(
            topics.c.topic_id == topic.topic_id
        )
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, topic_member)
                .from_select(["topic_id", "guild_id", "member_id", "joined_at"], still_there)
                .on_conflict_do_nothing()
            )

    async def leave(self, topic: Topic, member_id: MemberId) -> None:
        """Stores that a member left."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(topic_member).where(
                    topic_member.c.topic_id == topic.topic_id, topic_member.c.member_id == member_id
                )
            )

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> frozenset[TopicId]:
        """Returns the topics that a member joined."""
        query = select(topic_member.c.topic_id).where(
            topic_member.c.guild_id == guild_id, topic_member.c.member_id == member_id
        )
        async with self._database.read() as connection:
            return frozenset(TopicId(row[0]) for row in await connection.execute(query))

    async def n_members(self, guild_id: GuildId) -> Mapping[TopicId, int]:
        """Returns how many members each topic has; topics without any are left out."""
        query = (
            select(topic_member.c.topic_id, func.count())
            .where(topic_member.c.guild_id == guild_id)
            .group_by(topic_member.c.topic_id)
        )
        async with self._database.read() as connection:
            return {TopicId(row[0]): row[1] for row in await connection.execute(query)}

    async def also_joined(
        self, guild_id: GuildId, topic_ids: Collection[TopicId], member_id: MemberId
    ) -> Mapping[tuple[TopicId, TopicId], int]:
        """Returns, for each of these topics and each other topic, how many members besides this one joined both."""
        other = topic_member.alias("other")
        query = (
            select(topic_member.c.topic_id, other.c.topic_id, func.count())
            .join(other, (other.c.guild_id == guild_id) & (other.c.member_id == topic_member.c.member_id))
            .where(
                topic_member.c.guild_id == guild_id,
                topic_member.c.topic_id.in_(topic_ids),
                topic_member.c.topic_id != other.c.topic_id,
                topic_member.c.member_id != member_id,
            )
            .group_by(topic_member.c.topic_id, other.c.topic_id)
        )
        async with self._database.read() as connection:
            return {(TopicId(row[0]), TopicId(row[1])): row[2] for row in await connection.execute(query)}


def as_topic(row: Row[Any]) -> Topic:
    """Returns the topic of a row of ``COLUMNS``."""
    return Topic(
        topic_id=TopicId(row.topic_id),
        guild_id=GuildId(row.guild_id),
        channel_id=ChannelId(row.channel_id),
        role_id=None if row.role_id is None else RoleId(row.role_id),
        name=row.name,
        description=row.description,
        created_at=row.created_at,
        asleep=bool(row.asleep),
    )
