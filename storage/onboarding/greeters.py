"""Who offered to greet, and what they were told, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, select, update

from community.ids import ChannelId, GuildId, MemberId, MessageId, TopicId
from community.onboarding.greeter_rotation import GreeterMention, GreeterNote, NoteState
from storage.bulk import upsert
from storage.database import Database
from storage.optouts import is_opted_out
from storage.tables.engagement import membership
from storage.tables.greeters import greeter, greeting_note
from storage.tables.topics import topic_member


class SqlGreeterStore:
    """The port :class:`community.onboarding.ports.GreeterStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_greeter(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps that somebody greets; twice is once."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, greeter)
                .values(guild_id=guild_id, member_id=member_id, since=now)
                .on_conflict_do_nothing()
            )

    async def remove_greeter(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Keeps that somebody does not (any more); false where they did not."""
        async with self._database.write() as connection:
            gone = await connection.execute(
                delete(greeter).where(greeter.c.guild_id == guild_id, greeter.c.member_id == member_id)
            )
        return gone.rowcount > 0

    async def greeters(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Who offered, is still a member as far as is known, and did not opt out."""
        query = select(greeter.c.member_id).where(_is_greeter(guild_id))
        async with self._database.read() as connection:
            return frozenset(MemberId(row[0]) for row in await connection.execute(query))

    async def greeters_of(
        self, guild_id: GuildId, topic_ids: Collection[TopicId]
    ) -> Sequence[tuple[MemberId, TopicId]]:
        """Those of them who joined one of these topics, with each of these that they joined."""
        query = (
            select(greeter.c.member_id, topic_member.c.topic_id)
            .join(
                topic_member,
                (topic_member.c.guild_id == guild_id) & (topic_member.c.member_id == greeter.c.member_id),
            )
            .where(_is_greeter(guild_id), topic_member.c.topic_id.in_(topic_ids))
            .order_by(greeter.c.member_id, topic_member.c.topic_id)
        )
        async with self._database.read() as connection:
            return [(MemberId(row[0]), TopicId(row[1])) for row in await connection.execute(query)]

    async def mentions(self, guild_id: GuildId, since: datetime) -> Sequence[GreeterMention]:
        """Who was told of whom since then, or is about to be."""
        query = (
            select(greeting_note.c.greeter_id, greeting_note.c.member_id, greeting_note.c.claimed_at)
            .where(
                greeting_note.c.guild_id == guild_id,
                greeting_note.c.greeter_id.is_not(None),
                greeting_note.c.state.in_([NoteState.CLAIMED, NoteState.POSTED]),
                greeting_note.c.claimed_at >= since,
            )
            .order_by(greeting_note.c.claimed_at, greeting_note.c.message_id)
        )
        async with self._database.read() as connection:
            return [
                GreeterMention(MemberId(row[0]), MemberId(row[1]), row[2]) for row in await connection.execute(query)
            ]

    async def noted_messages(self, guild_id: GuildId, since: datetime) -> frozenset[tuple[MemberId, int]]:
        """The newcomers and first messages said since then that there is a note of already."""
        query = select(greeting_note.c.member_id, greeting_note.c.message_id).where(
            greeting_note.c.guild_id == guild_id, greeting_note.c.said_at >= since
        )
        async with self._database.read() as connection:
            return frozenset((MemberId(row[0]), row[1]) for row in await connection.execute(query))

    async def claim(self, note: GreeterNote) -> bool:
        """Makes the note of a first message; false where there is one."""
        async with self._database.write() as connection:
            made = await connection.execute(
                upsert(connection, greeting_note)
                .values(
                    guild_id=note.guild_id,
                    member_id=note.newcomer_id,
                    message_id=note.message_id,
                    channel_id=note.channel_id,
                    thread_id=note.thread_id,
                    said_at=note.said_at,
                    greeter_id=note.greeter_id,
                    state=NoteState.CLAIMED,
                    claimed_at=note.claimed_at,
                )
                .on_conflict_do_nothing()
                .returning(greeting_note.c.message_id)
            )
            return made.one_or_none() is not None

    async def claims(self) -> Sequence[GreeterNote]:
        """The notes of all guilds of which it is not known whether they are out, oldest first."""
        query = (
            select(greeting_note)
            .where(greeting_note.c.state == NoteState.CLAIMED)
            .order_by(greeting_note.c.claimed_at, greeting_note.c.message_id)
        )
        async with self._database.read() as connection:
            return [_note(row) for row in await connection.execute(query)]

    async def settle(self, note: GreeterNote, state: NoteState) -> None:
        """Keeps what became of a note; what is settled already stays as it is."""
        async with self._database.write() as connection:
            await connection.execute(
                update(greeting_note)
                .where(
                    greeting_note.c.guild_id == note.guild_id,
                    greeting_note.c.member_id == note.newcomer_id,
                    greeting_note.c.message_id == note.message_id,
                    greeting_note.c.state == NoteState.CLAIMED,
                )
                .values(state=state)
            )


def _is_greeter(guild_id: GuildId) -> ColumnElement[bool]:
    left = exists().where(
        membership.c.guild_id == greeter.c.guild_id,
        membership.c.member_id == greeter.c.member_id,
        membership.c.left_at.is_not(None),
    )
    return (greeter.c.guild_id == guild_id) & ~left & ~is_opted_out(greeter.c.guild_id, greeter.c.member_id)


def _note(row: Row[Any]) -> GreeterNote:
    return GreeterNote(
        GuildId(row.guild_id),
        MemberId(row.member_id),
        MessageId(row.message_id),
        ChannelId(row.channel_id),
        None if row.thread_id is None else ChannelId(row.thread_id),
        row.said_at,
        None if row.greeter_id is None else MemberId(row.greeter_id),
        row.claimed_at,
    )
