"""Circles, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, insert, literal, or_, select, update

from community.circles.circle import IDLE_SPAN, Circle, CircleMember, MemberStatus, NewCircle
from community.ids import ChannelId, CircleId, GuildId, MemberId, MessageId
from storage.bulk import upsert
from storage.database import Database
from storage.tables.circles import circle as circles
from storage.tables.circles import circle_seat as seats

IS_IN = seats.c.standing == MemberStatus.JOINED.value


class SqlCircleStore:
    """The port :class:`community.circles.ports.CircleStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewCircle, now: datetime) -> Circle:
        """Keeps a new circle, not yet with a thread, together with the seat of whoever opens it."""
        async with self._database.write() as connection:
            statement = (
                insert(circles)
                .values(
                    guild_id=new.guild_id,
                    channel_id=new.channel_id,
                    name=new.name,
                    created_by=new.created_by,
                    created_at=now,
                    due_at=now + IDLE_SPAN,
                )
                .returning(*circles.c)
            )
            row = (await connection.execute(statement)).one()
            await connection.execute(
                insert(seats).values(
                    circle_id=row.circle_id,
                    guild_id=new.guild_id,
                    member_id=new.created_by,
                    standing=MemberStatus.JOINED.value,
                )
            )
        return _circle(row)

    async def set_thread(self, circle: Circle, thread_id: ChannelId) -> None:
        """Keeps which thread a circle has."""
        await self._update_circle(circle, thread_id=thread_id)

    async def postpone(self, circle: Circle, due_at: datetime) -> None:
        """Keeps when to look at it next."""
        await self._update_circle(circle, due_at=due_at)

    async def remove(self, guild_id: GuildId, circle_id: CircleId) -> None:
        """Forgets a circle and its seats."""
        async with self._database.write() as connection:
            await connection.execute(delete(circles).where(_is_circle(guild_id, circle_id)))

    async def remove_in_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Forgets the circle of a thread, or those of a channel."""
        there = or_(circles.c.thread_id == channel_id, circles.c.channel_id == channel_id)
        async with self._database.write() as connection:
            await connection.execute(delete(circles).where(circles.c.guild_id == guild_id, there))

    async def find(self, guild_id: GuildId, circle_id: CircleId) -> Circle | None:
        """One circle of this guild."""
        found = await self._circles(select(circles).where(_is_circle(guild_id, circle_id)))
        return found[0] if found else None

    async def find_by_thread(self, guild_id: GuildId, thread_id: ChannelId) -> Circle | None:
        """The circle of a thread of this guild."""
        query = select(circles).where(circles.c.guild_id == guild_id, circles.c.thread_id == thread_id)
        found = await self._circles(query)
        return found[0] if found else None

    async def circles_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Circle]:
        """The circles that a member is in, oldest first."""
        return await self._circles(
            select(circles)
            .join(seats)
            .where(seats.c.guild_id == guild_id, seats.c.member_id == member_id, IS_IN)
            .order_by(circles.c.circle_id)
        )

    async def due(self, now: datetime) -> Sequence[Circle]:
        """The circles of all guilds to look at: it is time, their thread is not known, or nobody is in them."""
        taken = exists().where(seats.c.circle_id == circles.c.circle_id, IS_IN)
        wanted = or_(circles.c.due_at <= now, circles.c.thread_id.is_(None), ~taken)
        return await self._circles(select(circles).where(wanted).order_by(circles.c.circle_id))

    async def invite(self, circle: Circle, member_id: MemberId, invited_by: MemberId) -> CircleMember | None:
        """Keeps an invitation, unless they have a seat; returns the seat, none where the circle is gone."""
        still_there = select(
            circles.c.circle_id,
            circles.c.guild_id,
            literal(member_id),
            literal(MemberStatus.INVITED.value),
            literal(invited_by),
        ).where(_is_circle(circle.guild_id, circle.circle_id))
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, seats)
                .from_select(["circle_id", "guild_id", "member_id", "standing", "invited_by"], still_there)
                .on_conflict_do_nothing()
            )
            query = select(seats).where(_is_member(circle.guild_id, circle.circle_id, member_id))
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _member(row)

    async def record_invitation_post(self, member: CircleMember, message_id: MessageId) -> None:
        """Keeps which post invites them."""
        await self._update_member(member, message_id=message_id)

    async def record_answer(self, member: CircleMember, status: MemberStatus) -> None:
        """Keeps what they answered; there is no post any more that invites them."""
        await self._update_member(member, standing=status.value, message_id=None)

    async def remove_member(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> None:
        """Forgets somebody's seat."""
        async with self._database.write() as connection:
            await connection.execute(delete(seats).where(_is_member(guild_id, circle_id, member_id)))

    async def members(self, guild_id: GuildId, circle_id: CircleId) -> Sequence[CircleMember]:
        """The seats of one circle of this guild, by member."""
        here = and_(seats.c.guild_id == guild_id, seats.c.circle_id == circle_id)
        return await self._members(select(seats).where(here).order_by(seats.c.member_id))

    async def memberships_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[CircleMember]:
        """All seats of a member in this guild, by circle."""
        theirs = and_(seats.c.guild_id == guild_id, seats.c.member_id == member_id)
        return await self._members(select(seats).where(theirs).order_by(seats.c.circle_id))

    async def _update_circle(self, circle: Circle, **values: object) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                update(circles).where(_is_circle(circle.guild_id, circle.circle_id)).values(values)
            )

    async def _update_member(self, member: CircleMember, **values: object) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                update(seats).where(_is_member(member.guild_id, member.circle_id, member.member_id)).values(values)
            )

    async def _circles(self, query: Select[Any]) -> Sequence[Circle]:
        async with self._database.read() as connection:
            return [_circle(row) for row in await connection.execute(query)]

    async def _members(self, query: Select[Any]) -> Sequence[CircleMember]:
        async with self._database.read() as connection:
            return [_member(row) for row in await connection.execute(query)]


def _is_circle(guild_id: GuildId, circle_id: CircleId) -> ColumnElement[bool]:
    return and_(circles.c.guild_id == guild_id, circles.c.circle_id == circle_id)


def _is_member(guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> ColumnElement[bool]:
    return and_(seats.c.guild_id == guild_id, seats.c.circle_id == circle_id, seats.c.member_id == member_id)


def _circle(row: Row[Any]) -> Circle:
    return Circle(
        circle_id=CircleId(row.circle_id),
        guild_id=GuildId(row.guild_id),
        channel_id=ChannelId(row.channel_id),
        name=row.name,
        created_by=None if row.created_by is None else MemberId(row.created_by),
        created_at=row.created_at,
        due_at=row.due_at,
        thread_id=None if row.thread_id is None else ChannelId(row.thread_id),
    )


def _member(row: Row[Any]) -> CircleMember:
    return CircleMember(
        circle_id=CircleId(row.circle_id),
        guild_id=GuildId(row.guild_id),
        member_id=MemberId(row.member_id),
        status=MemberStatus(row.standing),
        invited_by=None if row.invited_by is None else MemberId(row.invited_by),
        message_id=None if row.message_id is None else MessageId(row.message_id),
    )
