"""Stores the access of topics and its switches in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.access.plan import AccessMode, AccessSwitch, Members
from community.ids import GuildId, MemberId, RoleId, TopicId
from storage.bulk import upsert
from storage.columns import Flag, Instant
from storage.database import Database
from storage.tables.access import topic_switch
from storage.tables.topics import topic, topic_member


class SqlAccessStore:
    """The port :class:`community.access.ports.AccessStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pending(self, guild_id: GuildId) -> Sequence[AccessSwitch]:
        """Returns a guild's pending switches, ordered by topic."""
        return await self._switches(select(topic_switch).where(topic_switch.c.guild_id == guild_id))

    async def due(self, now: datetime) -> Sequence[AccessSwitch]:
        """Returns the pending switches of all guilds that are due by now, ordered by topic."""
        return await self._switches(select(topic_switch).where(topic_switch.c.due_at <= now))

    async def save(self, switch: AccessSwitch) -> None:
        """Stores a switch in place of its topic's earlier one; does nothing if the topic was removed."""
        changes = {
            "way": literal(switch.mode.value),
            "role_id": literal(switch.role_id, topic_switch.c.role_id.type),
            "begun_at": literal(switch.begun_at, Instant()),
            "due_at": literal(switch.due_at, Instant()),
            "made": literal(switch.made, Flag()),
        }
        still_there = select(topic.c.topic_id, topic.c.guild_id, *changes.values()).where(
            topic.c.guild_id == switch.guild_id, topic.c.topic_id == switch.topic_id
        )
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, topic_switch)
                .from_select(["topic_id", "guild_id", *changes], still_there)
                .on_conflict_do_update(index_elements=["topic_id"], set_=changes)
            )

    async def remove(self, switch: AccessSwitch) -> None:
        """Deletes a switch."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(topic_switch).where(
                    topic_switch.c.guild_id == switch.guild_id, topic_switch.c.topic_id == switch.topic_id
                )
            )

    async def save_role(self, switch: AccessSwitch, role_id: RoleId | None, joined: Members) -> None:
        """Stores the role that opens the switch's topic; does nothing if its members are no longer ``joined``."""
        async with self._database.write() as connection:
            if joined == await _joined(connection, switch.guild_id, switch.topic_id):
                await connection.execute(
                    update(topic)
                    .where(topic.c.guild_id == switch.guild_id, topic.c.topic_id == switch.topic_id)
                    .values(role_id=role_id)
                )

    async def joined_members(self, guild_id: GuildId, topic_id: TopicId) -> Members:
        """Returns the members who joined a topic."""
        async with self._database.read() as connection:
            return await _joined(connection, guild_id, topic_id)

    async def _switches(self, query: Select[Any]) -> Sequence[AccessSwitch]:
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(topic_switch.c.topic_id))
            return [
                AccessSwitch(
                    topic_id=TopicId(row.topic_id),
                    guild_id=GuildId(row.guild_id),
                    mode=AccessMode(row.way),
                    role_id=None if row.role_id is None else RoleId(row.role_id),
                    begun_at=row.begun_at,
                    due_at=row.due_at,
                    made=row.made,
                )
                for row in rows
            ]


async def _joined(connection: AsyncConnection, guild_id: GuildId, topic_id: TopicId) -> Members:
    query = select(topic_member.c.member_id).where(
        topic_member.c.guild_id == guild_id, topic_member.c.topic_id == topic_id
    )
    return frozenset(MemberId(row[0]) for row in await connection.execute(query))
