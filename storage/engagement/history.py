"""The marks of the backfill and the quarantine, in SQL."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy import insert, select

from community.engagement.events import ActivityKind
from community.engagement.history import HistoryMark, Reaction
from community.engagement.quarantine import QuarantinedFrame
from community.ids import ChannelId, GuildId, MemberId
from storage.bulk import upsert
from storage.database import Database
from storage.tables.engagement import activity, membership
from storage.tables.history import history_mark, quarantine, withheld, withheld_key


class SqlHistoryMarks:
    """Implements :class:`community.engagement.history.HistoryMarks` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def marks(self, guild_id: GuildId) -> Mapping[ChannelId, HistoryMark]:
        """Returns the mark of each place."""
        query = select(
            history_mark.c.channel_id, history_mark.c.newest_id, history_mark.c.oldest_id, history_mark.c.floor_id
        ).where(history_mark.c.guild_id == guild_id)
        async with self._database.read() as connection:
            return {
                ChannelId(channel_id): HistoryMark(ChannelId(channel_id), newest_id, oldest_id, floor_id)
                for channel_id, newest_id, oldest_id, floor_id in await connection.execute(query)
            }

    async def save(self, guild_id: GuildId, marks: Sequence[HistoryMark]) -> None:
        """Saves marks."""
        if not marks:
            return
        async with self._database.write() as connection:
            statement = upsert(connection, history_mark)
            fresh = statement.excluded
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(history_mark.primary_key),
                    set_={name: fresh[name] for name in ("newest_id", "oldest_id", "floor_id")},
                ),
                [
                    {
                        "guild_id": guild_id,
                        "channel_id": mark.channel_id,
                        "newest_id": mark.newest_id,
                        "oldest_id": mark.oldest_id,
                        "floor_id": mark.floor_id,
                    }
                    for mark in marks
                ],
            )

    async def present(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Returns the members that are recorded as present."""
        query = select(membership.c.member_id).where(
            membership.c.guild_id == guild_id, membership.c.joined_at.is_not(None), membership.c.left_at.is_(None)
        )
        async with self._database.read() as connection:
            return frozenset(MemberId(one) for one in await connection.scalars(query))

    async def reactions(self, guild_id: GuildId, message_ids: Sequence[int]) -> Mapping[int, frozenset[Reaction]]:
        """Returns the recorded reactions of these messages; a message without any is absent."""
        if not message_ids:
            return {}
        query = select(activity.c.source_id, activity.c.member_id, activity.c.emoji).where(
            activity.c.guild_id == guild_id,
            activity.c.kind == ActivityKind.REACTION.value,
            activity.c.source_id.in_(message_ids),
        )
        found: defaultdict[int, set[Reaction]] = defaultdict(set)
        async with self._database.read() as connection:
            for source_id, member_id, emoji in await connection.execute(query):
                found[source_id].add((MemberId(member_id), emoji))
        return {message_id: frozenset(standing) for message_id, standing in found.items()}

    async def key(self) -> bytes:
        """Returns the key of the fingerprints: 32 random bytes, generated once for this database."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, withheld_key).values(number=1, key=token_hex(32)).on_conflict_do_nothing()
            )
            return bytes.fromhex((await connection.execute(select(withheld_key.c.key))).scalar_one())

    async def withheld(self) -> Mapping[tuple[GuildId, str], datetime]:
        """Returns up to when the past stays unread, by guild and by the member's fingerprint there."""
        query = select(withheld.c.guild_id, withheld.c.fingerprint, withheld.c.at)
        async with self._database.read() as connection:
            return {(GuildId(guild_id), who): at for guild_id, who, at in await connection.execute(query)}

    async def withhold(self, guild_id: GuildId, fingerprint: str, at: datetime) -> None:
        """Saves up to when a member's past stays unread; guild 0 stands for all guilds."""
        async with self._database.write() as connection:
            statement = upsert(connection, withheld).values(guild_id=guild_id, fingerprint=fingerprint, at=at)
            await connection.execute(
                statement.on_conflict_do_update(index_elements=list(withheld.primary_key), set_={"at": at})
            )


class SqlQuarantineStore:
    """Implements :class:`community.engagement.quarantine.QuarantineStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, cases: Sequence[QuarantinedFrame]) -> None:
        """Stores the frames."""
        async with self._database.write() as connection:
            await connection.execute(
                insert(quarantine),
                [
                    {"guild_id": case.guild_id, "event": case.event, "reason": case.reason, "at": case.at}
                    for case in cases
                ],
            )
