"""Stores stewards in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, literal, select, update

from community.ids import ChannelId, GuildId, MemberId, MessageId, TopicId
from community.stewards.service import Steward, StewardRequest
from community.topics.topic import Topic
from storage.bulk import upsert
from storage.columns import Instant
from storage.database import Database
from storage.tables.stewards import steward as stewards
from storage.tables.topics import topic as topics


class SqlStewardStore:
    """The port :class:`community.stewards.service.StewardStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, topic: Topic, member_id: MemberId, now: datetime) -> Steward | None:
        """Stores that a member is asked, unless they were; returns what is stored, none if the topic was removed."""
        still_there = select(topics.c.topic_id, topics.c.guild_id, literal(member_id), literal(now, Instant())).where(
            topics.c.topic_id == topic.topic_id
        )
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, stewards)
                .from_select(["topic_id", "guild_id", "member_id", "asked_at"], still_there)
                .on_conflict_do_nothing()
            )
            query = select(stewards).where(_is_steward(topic.guild_id, topic.topic_id, member_id))
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _as_steward(row)

    async def save_request(self, steward: Steward, question: StewardRequest) -> None:
        """Stores the message that asks a steward."""
        async with self._database.write() as connection:
            await connection.execute(
                update(stewards)
                .where(_is_steward(steward.guild_id, steward.topic_id, steward.member_id))
                .values(channel_id=question.channel_id, message_id=question.message_id)
            )

    async def accept(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, now: datetime) -> Steward | None:
        """Stores when a member first accepted; returns the steward, or none if they were not asked."""
        statement = (
            update(stewards)
            .where(_is_steward(guild_id, topic_id, member_id))
            .values(since=func.coalesce(stewards.c.since, literal(now, Instant())))
            .returning(*stewards.c)
        )
        async with self._database.write() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else _as_steward(row)

    async def remove(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Deletes a steward; returns whether there was one."""
        async with self._database.write() as connection:
            result = await connection.execute(delete(stewards).where(_is_steward(guild_id, topic_id, member_id)))
        return result.rowcount > 0

    async def remove_member(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Deletes all that is stored of a member in one guild."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(stewards).where(stewards.c.guild_id == guild_id, stewards.c.member_id == member_id)
            )

    async def members(self, guild_id: GuildId) -> Collection[MemberId]:
        """Returns the guild's stewards; the port :class:`community.recommendations.trust_ports.PreTrusted`."""
        query = select(stewards.c.member_id).where(stewards.c.guild_id == guild_id, stewards.c.since.is_not(None))
        async with self._database.read() as connection:
            return {MemberId(member) for member in await connection.scalars(query)}

    async def stewards(self, guild_id: GuildId) -> Sequence[Steward]:
        """Returns everybody who was asked, ordered by topic, then those who accepted first, earliest first."""
        query = (
            select(stewards)
            .where(stewards.c.guild_id == guild_id)
            .order_by(stewards.c.topic_id, stewards.c.since.is_(None), stewards.c.since, stewards.c.member_id)
        )
        async with self._database.read() as connection:
            return [_as_steward(row) for row in await connection.execute(query)]


def _is_steward(guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> ColumnElement[bool]:
    return and_(stewards.c.guild_id == guild_id, stewards.c.topic_id == topic_id, stewards.c.member_id == member_id)


def _as_steward(row: Row[Any]) -> Steward:
    asked_where = None
    if row.channel_id is not None and row.message_id is not None:
        asked_where = StewardRequest(ChannelId(row.channel_id), MessageId(row.message_id))
    return Steward(
        topic_id=TopicId(row.topic_id),
        guild_id=GuildId(row.guild_id),
        member_id=MemberId(row.member_id),
        asked_at=row.asked_at,
        request=asked_where,
        since=row.since,
    )
