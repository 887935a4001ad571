"""Who spoke with whom and where, in SQL over the raw rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, func, select, tuple_, union, union_all

from community.calendar import Window
from community.engagement.conversations import ChannelPresence, Reader, Reply, ThreadParticipants, Tie
from community.engagement.events import ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from storage.database import Database
from storage.optouts import is_counted, opted_out_members
from storage.tables.engagement import activity, mention
from storage.tables.topics import topic, topic_member


class SqlConversations:
    """Implements :class:`community.engagement.conversations.Conversations` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        """Returns the explicit replies, oldest first, whose answered message is recorded, whenever it was written."""
        answered = activity.alias("answered")
        stands = (
            select(answered.c.source_id)
            .where(
                answered.c.guild_id == activity.c.guild_id,
                answered.c.kind == ActivityKind.MESSAGE,
                answered.c.source_id == activity.c.answered_id,
            )
            .exists()
        )
        query = (
            select(activity.c.source_id, activity.c.answered_id, activity.c.thread_id)
            .where(_is_counted_message(guild_id, window), activity.c.answered_id.is_not(None), stands)
            .order_by(activity.c.at, activity.c.source_id)
        )
        return list(map(Reply._make, await self._read(query)))

    async def ties(self, guild_id: GuildId, window: Window) -> Sequence[Tie]:
        """Returns the directed ties, each once, never to oneself; the opener of a thread wrote its first message."""
        said = _is_counted_message(guild_id, window)
        replied = select(activity.c.member_id, activity.c.replied_to).where(said, activity.c.replied_to.is_not(None))
        sources = select(activity.c.source_id, activity.c.member_id).where(said)
        mentioned = select(mention.c.member_id, mention.c.mentioned_id).where(
            mention.c.guild_id == guild_id, tuple_(mention.c.source_id, mention.c.member_id).in_(sources)
        )
        talked = select(activity.c.member_id, activity.c.thread_id).where(said, activity.c.thread_id.is_not(None))
        alive = select(activity.c.thread_id).where(said, activity.c.thread_id.is_not(None))
        async with self._database.read() as connection:
            opened = {row[0]: row[1] for row in await connection.execute(_select_openers(guild_id, alive))}
            found = {(row[0], row[1]) for row in await connection.execute(union(replied, mentioned))}
            found |= {
                (member_id, opened[thread_id]) for member_id, thread_id in await connection.execute(talked.distinct())
            }
            out = await opted_out_members(connection, guild_id)
        return [
            Tie(MemberId(who), MemberId(towards))
            for who, towards in sorted(found)
            if who != towards and towards not in out
        ]

    async def thread_participants(self, guild_id: GuildId, window: Window) -> Sequence[ThreadParticipants]:
        """Returns the number of writers of each thread that has at least one of the messages."""
        known = select(activity.c.thread_id).where(activity.c.guild_id == guild_id, activity.c.thread_id.is_not(None))
        messages = _select_thread_messages(known, _is_counted_message(guild_id, window)).subquery("messages")
        query = (
            select(messages.c.thread_id, func.count(messages.c.member_id.distinct()))
            .group_by(messages.c.thread_id)
            .order_by(messages.c.thread_id)
        )
        return [ThreadParticipants(ChannelId(row[0]), row[1]) for row in await self._read(query)]

    async def presence(self, guild_id: GuildId, window: Window) -> Sequence[ChannelPresence]:
        """Returns each member's activity of any kind in each channel."""
        n_messages = func.sum(case((activity.c.kind == ActivityKind.MESSAGE, 1), else_=0))
        query = (
            select(activity.c.channel_id, activity.c.member_id, n_messages)
            .where(activity.c.guild_id == guild_id, _within(window), is_counted(guild_id, activity.c.member_id))
            .group_by(activity.c.channel_id, activity.c.member_id)
            .order_by(activity.c.channel_id, activity.c.member_id)
        )
        return [
            ChannelPresence(ChannelId(channel_id), MemberId(member_id), int(n))
            for channel_id, member_id, n in await self._read(query)
        ]

    async def readers(self, guild_id: GuildId) -> Sequence[Reader]:
        """Returns who chose which topic, as of now."""
        query = (
            select(topic.c.channel_id, topic_member.c.member_id)
            .join(topic_member, topic_member.c.topic_id == topic.c.topic_id)
            .where(topic.c.guild_id == guild_id)
            .order_by(topic.c.channel_id, topic_member.c.member_id)
        )
        return [Reader(ChannelId(row[0]), MemberId(row[1])) for row in await self._read(query)]

    async def _read(self, query: Select[Any]) -> Sequence[Any]:
        async with self._database.read() as connection:
            return list(await connection.execute(query))


def _within(window: Window) -> ColumnElement[bool]:
    return (activity.c.at >= window.start_at) & (activity.c.at < window.end_at)


def _is_counted_message(guild_id: GuildId, window: Window) -> ColumnElement[bool]:
    return and_(
        activity.c.guild_id == guild_id,
        activity.c.kind == ActivityKind.MESSAGE,
        _within(window),
        is_counted(guild_id, activity.c.member_id),
    )


def _select_thread_messages(threads: Select[Any], condition: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Selects the messages of some threads.

    A thread made from a message of its channel has that message's identifier and begins with it.
    """
    columns = (activity.c.member_id, activity.c.at, activity.c.source_id)
    return union_all(
        select(activity.c.thread_id, *columns).where(condition, activity.c.thread_id.in_(threads)),
        select(activity.c.source_id.label("thread_id"), *columns).where(
            condition, activity.c.thread_id.is_(None), activity.c.source_id.in_(threads)
        ),
    )


def _select_openers(guild_id: GuildId, threads: Select[Any]) -> Select[Any]:
    """Selects some threads, each with the author of its first message ever."""
    messages = _select_thread_messages(
        threads, (activity.c.guild_id == guild_id) & (activity.c.kind == ActivityKind.MESSAGE)
    ).subquery("messages")
    place = func.row_number().over(partition_by=messages.c.thread_id, order_by=(messages.c.at, messages.c.source_id))
    placed = select(messages.c.thread_id, messages.c.member_id, place.label("place")).subquery("placed")
    return select(placed.c.thread_id, placed.c.member_id).where(placed.c.place == 1)
