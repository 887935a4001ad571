"""The export of all recorded activity from SQL."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Text, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.engagement.events import Activity, ActivityKind, Arrival, Departure
from community.engagement.jsonl import ExportedEvent
from community.ids import ChannelId, GuildId, MemberId
from storage.columns import Flag
from storage.database import Database
from storage.tables.engagement import activity, membership, mention


class SqlActivityExport:
    """Implements :class:`community.engagement.jsonl.ActivityExport` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def n_rows(self) -> int:
        """Returns approximately how many rows there are; the number may grow during an export."""
        n_rows = [select(func.count()).select_from(table).scalar_subquery() for table in (membership, activity)]
        async with self._database.read() as connection:
            return int(await connection.scalar(select(n_rows[0] + n_rows[1])) or 0)

    async def pages(self, size: int) -> AsyncIterator[Sequence[ExportedEvent]]:
        """Yields all events, in a fixed order, in pages of at most ``size``.

        Memberships that were only inferred from activities are left out: an import infers them again.
        """
        async with self._database.read() as connection:
            async for page in _read_memberships(connection, size // 2):
                yield page
            async for page in _read_activities(connection, size):
                yield page


async def _read_memberships(connection: AsyncConnection, size: int) -> AsyncIterator[Sequence[ExportedEvent]]:
    """Yields pages of joins and departures; both of a member are on one page, joins first."""
    known = membership.c.inferred == literal(False, Flag())
    query = (
        select(membership.c.guild_id, membership.c.member_id, membership.c.joined_at, membership.c.left_at, known)
        .where(known | membership.c.left_at.is_not(None))
        .order_by(*membership.primary_key)
    )
    async with connection.stream(query) as rows:
        async for page in rows.partitions(size):
            joins = [
                Arrival(GuildId(guild), MemberId(member), at) for guild, member, at, _, is_known in page if is_known
            ]
            leaves = [
                Departure(GuildId(guild), MemberId(member), left_at)
                for guild, member, _, left_at, _ in page
                if left_at is not None
            ]
            yield [*joins, *leaves]


async def _read_activities(connection: AsyncConnection, size: int) -> AsyncIterator[Sequence[ExportedEvent]]:
    mentioned = (
        select(func.aggregate_strings(cast(mention.c.mentioned_id, Text()), ","))
        .where(
            mention.c.guild_id == activity.c.guild_id,
            mention.c.source_id == activity.c.source_id,
            mention.c.member_id == activity.c.member_id,
            activity.c.kind == ActivityKind.MESSAGE,
        )
        .scalar_subquery()
    )
    columns = (
        activity.c.guild_id,
        activity.c.kind,
        activity.c.source_id,
        activity.c.member_id,
        activity.c.at,
        activity.c.channel_id,
        activity.c.thread_id,
        activity.c.emoji,
        activity.c.replied_to,
        mentioned,
        activity.c.answered_id,
    )
    async with connection.stream(select(*columns).order_by(*activity.primary_key)) as rows:
        async for page in rows.partitions(size):
            yield [_activity(row) for row in page]


def _activity(row: Any) -> Activity:
    guild_id, kind, source_id, member_id, at, channel_id, thread_id, emoji, replied_to, mentioned, answered_id = row
    return Activity(
        GuildId(guild_id),
        ActivityKind(kind),
        source_id,
        MemberId(member_id),
        at,
        ChannelId(channel_id),
        None if thread_id is None else ChannelId(thread_id),
        emoji,
        None if replied_to is None else MemberId(replied_to),
        tuple(sorted(MemberId(int(one)) for one in mentioned.split(","))) if mentioned else (),
        answered_id,
    )
