"""Stores conversation starters in SQL."""

from datetime import date

from sqlalchemy import delete, literal, select

from community.ids import GuildId, MemberId, MessageId, TopicId
from community.stewards.prompts import Prompt
from storage.bulk import upsert
from storage.columns import Instant
from storage.database import Database
from storage.tables.stewards import topic_prompt
from storage.tables.topics import topic


class SqlPromptStore:
    """The port :class:`community.stewards.prompts.PromptStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, guild_id: GuildId, topic_id: TopicId) -> Prompt | None:
        """Returns a topic's latest conversation starter, or none."""
        query = select(topic_prompt).where(topic_prompt.c.guild_id == guild_id, topic_prompt.c.topic_id == topic_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Prompt(
            topic_id=TopicId(row.topic_id),
            guild_id=GuildId(row.guild_id),
            member_id=None if row.member_id is None else MemberId(row.member_id),
            local_date=date.fromisoformat(row.local_date),
            claimed_at=row.claimed_at,
            message_id=None if row.message_id is None else MessageId(row.message_id),
        )

    async def save(self, prompt: Prompt) -> None:
        """Stores a conversation starter in place of its topic's earlier one; does nothing if the topic was removed."""
        changes = {
            "member_id": prompt.member_id,
            "local_date": prompt.local_date.isoformat(),
            "claimed_at": prompt.claimed_at,
            "message_id": prompt.message_id,
        }
        still_there = select(
            topic.c.topic_id,
            topic.c.guild_id,
            literal(prompt.member_id, topic_prompt.c.member_id.type),
            literal(changes["local_date"]),
            literal(prompt.claimed_at, Instant()),
            literal(prompt.message_id, topic_prompt.c.message_id.type),
        ).where(topic.c.guild_id == prompt.guild_id, topic.c.topic_id == prompt.topic_id)
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, topic_prompt)
                .from_select(["topic_id", "guild_id", *changes], still_there)
                .on_conflict_do_update(index_elements=["topic_id"], set_=changes)
            )

    async def remove(self, prompt: Prompt) -> None:
        """Deletes a conversation starter."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(topic_prompt).where(
                    topic_prompt.c.guild_id == prompt.guild_id, topic_prompt.c.topic_id == prompt.topic_id
                )
            )
