"""AMAs, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select, update

from community.amas.ama import UNFINISHED, Ama, AmaState, EndReason, NewAma
from community.amas.question import OPEN, QuestionState
from community.ids import AmaId, BrandId, ChannelId, GuildId, MemberId, MessageId, PostedMessage, TopicId
from community.topics.topic import Topic
from storage.bulk import upsert
from storage.database import Database
from storage.tables.amas import ama as amas
from storage.tables.amas import ama_question

_SHOWN_VERSION = amas.c.state + case((amas.c.guest_id.is_(None), ":forgotten"), else_=":known")
_CARD_VERSION = _SHOWN_VERSION + case((amas.c.changed_by.is_(None), ":nobody"), else_=":somebody")


class SqlAmaStore:
    """Implements :class:`community.amas.ports.AmaStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def propose(self, new: NewAma, topic: Topic, now: datetime) -> Ama | None:
        """Stores a new AMA; returns None if that guest has an unfinished one in that topic."""
        values = {
            "guild_id": new.guild_id,
            "topic_id": new.topic_id,
            "channel_id": topic.channel_id,
            "topic": topic.name,
            "brand_id": new.brand_id,
            "brand": new.brand,
            "guest_id": new.guest_id,
            "state": new.initial_state,
            "since": now,
            "proposed_at": now,
            "at": new.at,
            "reason": "",
            "told": new.initial_state,
        }
        async with self._database.write() as connection:
            statement = upsert(connection, amas).values(values).on_conflict_do_nothing().returning(*amas.c)
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else _ama(row)

    async def ama(self, guild_id: GuildId, ama_id: AmaId) -> Ama | None:
        """Returns one AMA of the guild, None if there is none."""
        found = await self._select(amas.c.guild_id == guild_id, amas.c.ama_id == ama_id)
        return found[0] if found else None

    async def unfinished(self, guild_id: GuildId | None = None) -> Sequence[Ama]:
        """Returns the unfinished AMAs of one guild or of all, the next first."""
        here = [] if guild_id is None else [amas.c.guild_id == guild_id]
        return await self._select(amas.c.state.in_(UNFINISHED), *here)

    async def stale(self) -> Sequence[Ama]:
        """Returns the AMAs of all guilds of which a posted card is out of date.

        A card is out of date if it shows another state, or a person who was forgotten since.
        """
        shown = func.coalesce(amas.c.shown, "")
        return await self._select(
            or_(
                and_(amas.c.thread_id.is_not(None), ~shown.like(_SHOWN_VERSION + ":%")),
                and_(amas.c.card_id.is_not(None), amas.c.card_shown != _CARD_VERSION),
            )
        )

    async def update_state(self, before: Ama, after: Ama) -> bool:
        """Stores a new state; returns False if the AMA is no longer in the state before.

        If the new state is final, the open questions become ``LEFT``.
        """
        values = {
            "state": after.state,
            "since": after.since,
            "closes_at": after.closes_at,
            "why": after.why,
            "reason": after.reason,
            "changed_by": after.changed_by,
            "thread_id": after.thread_id,
            "message_id": after.message_id,
        }
        async with self._database.write() as connection:
            changed = update(amas).where(*_row_of(before), amas.c.state == before.state).values(values)
            if not (await connection.execute(changed)).rowcount:
                return False
            if not after.is_unfinished:
                await connection.execute(
                    update(ama_question)
                    .where(
                        ama_question.c.guild_id == after.guild_id,
                        ama_question.c.ama_id == after.ama_id,
                        ama_question.c.state.in_(OPEN),
                    )
                    .values(state=QuestionState.LEFT, changed_at=after.since, changed_by=None)
                )
        return True

    async def record_shown(self, ama: Ama, version: str) -> None:
        """Stores the version that the card in the thread shows."""
        async with self._database.write() as connection:
            await connection.execute(update(amas).where(*_row_of(ama)).values(shown=version))

    async def record_card(self, ama: Ama, card: PostedMessage) -> None:
        """Stores where the moderators' card is, and that it shows the AMA's current version."""
        values = {"card_channel_id": card.channel_id, "card_id": card.message_id, "card_shown": ama.card_version}
        async with self._database.write() as connection:
            await connection.execute(update(amas).where(*_row_of(ama)).values(values))

    async def unnotified(self, guild_id: GuildId, guest_id: MemberId) -> Sequence[Ama]:
        """Returns a guest's AMAs whose state the guest was not told, the next first."""
        theirs = (amas.c.guild_id == guild_id, amas.c.guest_id == guest_id)
        return await self._select(*theirs, amas.c.told != amas.c.state)

    async def mark_notified(self, ama: Ama) -> bool:
        """Stores that the guest was told of this state; returns False if that was stored before."""
        async with self._database.write() as connection:
            result = await connection.execute(
                update(amas).where(*_row_of(ama), amas.c.told != ama.state).values(told=ama.state)
            )
        return bool(result.rowcount)

    async def _select(self, *wanted: ColumnElement[bool]) -> Sequence[Ama]:
        query = select(amas).where(*wanted).order_by(amas.c.at, amas.c.ama_id)
        async with self._database.read() as connection:
            return [_ama(row) for row in await connection.execute(query)]


def _row_of(ama: Ama) -> tuple[ColumnElement[bool], ...]:
    return (amas.c.guild_id == ama.guild_id, amas.c.ama_id == ama.ama_id)


def _ama(row: Row[Any]) -> Ama:
    return Ama(
        ama_id=AmaId(row.ama_id),
        guild_id=GuildId(row.guild_id),
        topic_id=TopicId(row.topic_id),
        channel_id=ChannelId(row.channel_id),
        topic=row.topic,
        brand_id=None if row.brand_id is None else BrandId(row.brand_id),
        brand=row.brand,
        guest_id=None if row.guest_id is None else MemberId(row.guest_id),
        state=AmaState(row.state),
        since=row.since,
        proposed_at=row.proposed_at,
        at=row.at,
        closes_at=row.closes_at,
        why=None if row.why is None else EndReason(row.why),
        reason=row.reason,
        changed_by=None if row.changed_by is None else MemberId(row.changed_by),
        card_id=None if row.card_id is None else MessageId(row.card_id),
        card_channel_id=None if row.card_channel_id is None else ChannelId(row.card_channel_id),
        card_shown=row.card_shown,
        thread_id=None if row.thread_id is None else ChannelId(row.thread_id),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        shown=row.shown,
    )
