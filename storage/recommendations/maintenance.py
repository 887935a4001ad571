"""What has to be brought up to date in the threads of asks, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, literal, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import GuildId, MemberId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.recommendation import Recommendation
from storage.columns import Flag
from storage.database import Database
from storage.recommendations.store import as_ask, as_recommendation
from storage.tables.recommendations import ask, recommendation, recommendation_vote


class SqlMaintenanceStore:
    """The port :class:`community.recommendations.store_ports.MaintenanceStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def idle(self, before: datetime) -> Sequence[Ask]:
        """Returns the open asks of all guilds that are unchanged since a moment, oldest first."""
        return await self._asks(
            select(ask)
            .where(ask.c.thread_id.is_not(None), ask.c.closed_at.is_(None), ask.c.stirred_at <= before)
            .order_by(ask.c.stirred_at, ask.c.ask_id)
        )

    async def touch(self, kept: Ask, at: datetime) -> None:
        """Records a message in an ask's thread, unless the ask changed later."""
        await self._change(_one(kept) & (ask.c.stirred_at < at), stirred_at=at)

    async def close(self, kept: Ask, now: datetime) -> None:
        """Closes an open ask; its title becomes due."""
        await self._change(_one(kept) & ask.c.closed_at.is_(None), closed_at=now, title_due=True)

    async def reopen(self, kept: Ask) -> None:
        """Reopens a closed ask; its title becomes due."""
        await self._change(_one(kept) & ask.c.closed_at.is_not(None), closed_at=None, title_due=True)

    async def mark_title_due(self, kept: Ask) -> None:
        """Records that the title of a closed ask is due."""
        await self._change(_one(kept) & ask.c.closed_at.is_not(None), title_due=True)

    async def due_titles(self, renamed_before: datetime, guild_id: GuildId | None = None) -> Sequence[Ask]:
        """Returns the asks, of a guild or of all, whose title is due and was changed before a moment, oldest first."""
        long_ago = or_(ask.c.retitled_at.is_(None), ask.c.retitled_at <= renamed_before)
        due = select(ask).where(_due(ask.c.title_due), long_ago).order_by(ask.c.ask_id)
        return await self._asks(due if guild_id is None else due.where(ask.c.guild_id == guild_id))

    async def mark_title_shown(self, kept: Ask, now: datetime) -> None:
        """Records that a title is up to date, unless the ask was closed or reopened meanwhile."""
        as_seen = ask.c.closed_at.is_(None) if kept.closed_at is None else ask.c.closed_at == kept.closed_at
        await self._change(_one(kept), retitled_at=now)
        await self._change(_one(kept) & as_seen, title_due=False)

    async def due_standings(self) -> Sequence[Ask]:
        """Returns the asks whose standings are due, oldest first."""
        due = (_due(ask.c.standings_due), ask.c.thread_id.is_not(None))
        return await self._asks(select(ask).where(*due).order_by(ask.c.ask_id))

    async def mark_standings_shown(self, kept: Ask, as_of: datetime) -> None:
        """Records that the standings are up to date as of a moment, unless the ask changed later."""
        await self._change(_one(kept) & (ask.c.stirred_at <= as_of), standings_due=False)

    async def due_cards(self) -> Sequence[Recommendation]:
        """Returns the recommendations whose card is due, oldest first."""
        return await self._recommendations(
            select(recommendation)
            .where(_due(recommendation.c.card_due), recommendation.c.message_id.is_not(None))
            .order_by(recommendation.c.recommendation_id)
        )

    async def mark_card_shown(self, anchor: Recommendation) -> None:
        """Records that a card is up to date."""
        async with self._database.write() as connection:
            await connection.execute(
                update(recommendation)
                .where(
                    recommendation.c.guild_id == anchor.guild_id,
                    recommendation.c.recommendation_id == anchor.recommendation_id,
                )
                .values(card_due=False)
            )

    async def remove_unposted(self, before: datetime) -> None:
        """Removes recommendations from before a moment that were never posted."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(recommendation).where(
                    recommendation.c.message_id.is_(None), recommendation.c.recommended_at < before
                )
            )

    async def recommendations_on(self, guild_id: GuildId, message_id: MessageId) -> Sequence[Recommendation]:
        """Returns the recommendations on a card, whatever their state."""
        return await self._recommendations(
            select(recommendation)
            .where(recommendation.c.guild_id == guild_id, recommendation.c.message_id == message_id)
            .order_by(recommendation.c.recommendation_id)
        )

    async def find_ask_by_card(self, guild_id: GuildId, message_id: MessageId) -> Ask | None:
        """Returns the ask whose card is a message."""
        found = await self._asks(select(ask).where(ask.c.guild_id == guild_id, ask.c.card_id == message_id))
        return next(iter(found), None)

    async def changed_since(self, since: datetime) -> Sequence[Ask]:
        """Returns the asks with a thread that changed since a moment, latest first."""
        return await self._asks(
            select(ask)
            .where(ask.c.thread_id.is_not(None), ask.c.stirred_at >= since)
            .order_by(ask.c.stirred_at.desc(), ask.c.ask_id.desc())
        )

    async def _change(self, condition: ColumnElement[bool], **values: datetime | bool | None) -> None:
        async with self._database.write() as connection:
            await connection.execute(update(ask).where(condition).values(values))

    async def _asks(self, query: Select[Any]) -> Sequence[Ask]:
        async with self._database.read() as connection:
            return [as_ask(row) for row in await connection.execute(query)]

    async def _recommendations(self, query: Select[Any]) -> Sequence[Recommendation]:
        async with self._database.read() as connection:
            return [as_recommendation(row) for row in await connection.execute(query)]


async def mark_all_due(connection: AsyncConnection, member_id: MemberId, guild_id: GuildId | None) -> None:
    """Makes everything due that a member asked, recommended or voted on, in one guild or in all."""
    own, voted = recommendation.alias("own"), recommendation_vote
    cards = select(func.coalesce(own.c.voice_of, own.c.recommendation_id)).where(own.c.author_id == member_id)
    touched = union(
        select(own.c.ask_id).where(own.c.author_id == member_id),
        select(own.c.ask_id).join(voted).where(voted.c.member_id == member_id),
        select(ask.c.ask_id).where(ask.c.author_id == member_id),
    )
    await connection.execute(
        update(recommendation)
        .where(recommendation.c.recommendation_id.in_(cards), _in(recommendation.c.guild_id, guild_id))
        .values(card_due=True)
    )
    await connection.execute(
        update(ask).where(ask.c.ask_id.in_(touched), _in(ask.c.guild_id, guild_id)).values(standings_due=True)
    )
    await connection.execute(
        update(ask).where(ask.c.author_id == member_id, _in(ask.c.guild_id, guild_id)).values(title_due=True)
    )


def _one(kept: Ask) -> ColumnElement[bool]:
    return (ask.c.guild_id == kept.guild_id) & (ask.c.ask_id == kept.ask_id)


def _due(column: ColumnElement[bool]) -> ColumnElement[bool]:
    return column == literal(True, Flag())


def _in(column: ColumnElement[int], guild_id: GuildId | None) -> ColumnElement[bool]:
    return column.is_not(None) if guild_id is None else column == guild_id
