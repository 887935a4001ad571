"""Stores the lifecycle of topics in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, Select, delete, exists, insert, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import ChannelId, GuildId, LifeId, MemberId, MessageId, RoleId, TopicId
from community.topics.lifecycle import ChannelState, Lifecycle, RoleOverwrite, TopicState
from community.topics.lifecycle_ports import NewProposal
from community.topics.service import DESCRIPTION_LENGTH
from community.topics.topic import Topic
from storage.bulk import upsert
from storage.columns import Flag, Instant
from storage.database import Database
from storage.tables.topic_lifecycle import topic_life, topic_wish
from storage.tables.topics import topic as topics
from storage.topics.store import COLUMNS, as_topic


class SqlLifecycleStore:
    """The port :class:`community.topics.lifecycle_ports.LifecycleStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewProposal, state: TopicState, channel_id: ChannelId, now: datetime) -> Lifecycle:
        """Stores a new lifecycle, unsettled, and returns it."""
        statement = (
            insert(topic_life)
            .values(
                guild_id=new.guild_id,
                author_id=new.author_id,
                name=new.name,
                pitch=new.pitch,
                reason="",
                state=state,
                since=now,
                due_at=now,
                settled=False,
                channel_id=channel_id,
            )
            .returning(*topic_life.c)
        )
        async with self._database.write() as connection:
            return _as_lifecycle((await connection.execute(statement)).one())

    async def adopt(self, now: datetime) -> None:
        """Stores a lifecycle for every topic without one: live, from now on."""
        unmanaged = select(
            topics.c.guild_id,
            topics.c.topic_id,
            literal(TopicState.LIVE.value),
            literal(now, Instant()),
            literal(now, Instant()),
            literal(True, Flag()),
            literal(""),
            literal(""),
            literal(""),
        ).where(~exists().where(topic_life.c.topic_id == topics.c.topic_id))
        async with self._database.read() as connection:
            found = (await connection.execute(unmanaged.limit(1))).one_or_none()
        if found is None:
            return
        columns = ["guild_id", "topic_id", "state", "since", "due_at", "settled", "name", "pitch", "reason"]
        async with self._database.write() as connection:
            await connection.execute(insert(topic_life).from_select(columns, unmanaged))

    async def find(self, guild_id: GuildId, life_id: LifeId) -> Lifecycle | None:
        """Returns a lifecycle of the guild, or none if the guild has no such."""
        return await self._one(
            select(topic_life).where(topic_life.c.guild_id == guild_id, topic_life.c.life_id == life_id)
        )

    async def find_by_topic(self, guild_id: GuildId, topic_id: TopicId) -> Lifecycle | None:
        """Returns the lifecycle of one of the guild's topics, or none."""
        return await self._one(
            select(topic_life).where(topic_life.c.guild_id == guild_id, topic_life.c.topic_id == topic_id)
        )

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        """Returns the guild's lifecycles in these states, oldest first."""
        return await self._lives(
            select(topic_life)
            .where(topic_life.c.guild_id == guild_id, topic_life.c.state.in_(states))
            .order_by(topic_life.c.life_id)
        )

    async def due(self, now: datetime) -> Sequence[Lifecycle]:
        """Returns the lifecycles of all guilds that are due by now, longest due first."""
        return await self._lives(
            select(topic_life).where(topic_life.c.due_at <= now).order_by(topic_life.c.due_at, topic_life.c.life_id)
        )

    async def save(self, life: Lifecycle, *, decided_by: MemberId | None = None) -> None:
        """Stores a lifecycle's present state; does nothing if it was removed.

        The name, the pitch and the author are not written: if forgetting emptied them meanwhile, they stay empty.
        """
        values: dict[str, object] = {
            "topic_id": life.topic_id,
            "state": life.state,
            "since": life.since,
            "due_at": life.due_at,
            "settled": life.settled,
            "channel_id": life.channel_id,
            "card_id": life.card_id,
            "note_id": life.note_id,
            "home_id": None if life.channel_state is None else life.channel_state.category_id,
            "seals": None if life.channel_state is None else _as_json(life.channel_state),
        }
        if decided_by is not None:
            values |= {"changed_by": decided_by, "reason": life.reason}
        async with self._database.write() as connection:
            await connection.execute(update(topic_life).where(_is_lifecycle(life)).values(values))

    async def remove(self, life: Lifecycle) -> None:
        """Deletes a lifecycle and its interested members; keeps its topic, if it has one."""
        async with self._database.write() as connection:
            await connection.execute(delete(topic_life).where(_is_lifecycle(life)))

    async def create_topic(self, life: Lifecycle, channel_id: ChannelId, now: datetime) -> Topic:
        """Stores a sprout's channel as its topic and returns it; a channel that is a topic already keeps that topic."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, topics)
                .values(
                    guild_id=life.guild_id,
                    channel_id=channel_id,
                    role_id=null(),
                    name=life.name,
                    description=_as_description(life.pitch),
                    created_at=now,
                )
                .on_conflict_do_nothing()
            )
            found = select(*COLUMNS).where(topics.c.guild_id == life.guild_id, topics.c.channel_id == channel_id)
            topic = as_topic((await connection.execute(found)).one())
            other = (topic_life.c.topic_id == topic.topic_id) & (topic_life.c.life_id != life.life_id)
            await connection.execute(delete(topic_life).where(other))
            await connection.execute(update(topic_life).where(_is_lifecycle(life)).values(topic_id=topic.topic_id))
        return topic

    async def toggle_interest(self, life: Lifecycle, member_id: MemberId, now: datetime) -> bool:
        """Stores a member's interest, or deletes it if it was stored; returns whether they are interested now."""
        async with self._database.write() as connection:
            taken_back = await connection.execute(
                delete(topic_wish).where(
                    topic_wish.c.life_id == life.life_id,
                    topic_wish.c.guild_id == life.guild_id,
                    topic_wish.c.member_id == member_id,
                )
            )
            if taken_back.rowcount:
                return False
            await self._add_interest(connection, life, member_id, now)
            return True

    async def interested_members(self, life: Lifecycle) -> Sequence[MemberId]:
        """Returns the interested members, in the order in which they pressed."""
        query = (
            select(topic_wish.c.member_id)
            .where(topic_wish.c.life_id == life.life_id, topic_wish.c.guild_id == life.guild_id)
            .order_by(topic_wish.c.wished_at, topic_wish.c.member_id)
        )
        async with self._database.read() as connection:
            return [MemberId(row[0]) for row in await connection.execute(query)]

    async def drop_interest(self, life: Lifecycle) -> None:
        """Deletes the interested members."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(topic_wish).where(topic_wish.c.life_id == life.life_id, topic_wish.c.guild_id == life.guild_id)
            )

    @staticmethod
    async def _add_interest(connection: AsyncConnection, life: Lifecycle, member_id: MemberId, now: datetime) -> None:
        """Stores a member's interest; does nothing if the lifecycle was removed."""
        still_there = select(
            topic_life.c.life_id, topic_life.c.guild_id, literal(member_id), literal(now, Instant())
        ).where(_is_lifecycle(life))
        await connection.execute(
            insert(topic_wish).from_select(["life_id", "guild_id", "member_id", "wished_at"], still_there)
        )

    async def _one(self, query: Select[Any]) -> Lifecycle | None:
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _as_lifecycle(row)

    async def _lives(self, query: Select[Any]) -> Sequence[Lifecycle]:
        async with self._database.read() as connection:
            return [_as_lifecycle(row) for row in await connection.execute(query)]


def _is_lifecycle(life: Lifecycle) -> Any:
    return (topic_life.c.guild_id == life.guild_id) & (topic_life.c.life_id == life.life_id)


def _as_lifecycle(row: Row[Any]) -> Lifecycle:
    return Lifecycle(
        life_id=LifeId(row.life_id),
        guild_id=GuildId(row.guild_id),
        state=TopicState(row.state),
        since=row.since,
        due_at=row.due_at,
        settled=row.settled,
        name=row.name,
        pitch=row.pitch,
        author_id=None if row.author_id is None else MemberId(row.author_id),
        topic_id=None if row.topic_id is None else TopicId(row.topic_id),
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        card_id=None if row.card_id is None else MessageId(row.card_id),
        note_id=None if row.note_id is None else MessageId(row.note_id),
        channel_state=None if row.seals is None else _as_channel_state(row),
        reason=row.reason,
    )


def _as_json(state: ChannelState) -> str:
    return orjson.dumps(
        [(overwrite.role_id, overwrite.allowed, overwrite.denied) for overwrite in state.overwrites]
    ).decode()


def _as_channel_state(row: Row[Any]) -> ChannelState:
    return ChannelState(
        category_id=None if row.home_id is None else ChannelId(row.home_id),
        overwrites=tuple(
            RoleOverwrite(RoleId(role_id), allowed, denied) for role_id, allowed, denied in orjson.loads(row.seals)
        ),
    )


def _as_description(pitch: str) -> str:
    """Returns a pitch, cut to the length of a topic's description."""
    return pitch if len(pitch) <= DESCRIPTION_LENGTH else pitch[: DESCRIPTION_LENGTH - 1].rstrip() + "…"
