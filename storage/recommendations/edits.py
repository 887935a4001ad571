"""Edits, states and the audit trail of recommendations, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.audit_trail import AuditAction, AuditEntry
from community.recommendations.recommendation import Recommendation, RecommendationState, Wording, item_key
from storage.database import Database
from storage.recommendations.store import as_recommendation, touch_ask
from storage.tables.recommendations import ask, recommendation, recommendation_trail, recommendation_vote

ESCAPE = "\\"


class SqlEditStore:
    """The port :class:`community.recommendations.store_ports.EditStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rewrite(self, one: Recommendation, wording: Wording, now: datetime, *, substantial: bool) -> int:
        """Records new words; a substantial edit removes the votes. Returns how many were removed."""
        values: dict[str, Any] = {
            "item": wording.item,
            "item_key": item_key(wording.item),
            "why": wording.why,
            "link": wording.link,
            "relation": wording.relation,
        }
        async with self._database.write() as connection:
            await connection.execute(
                update(recommendation).where(_is(one)).values(**values, **({"changed_at": now} if substantial else {}))
            )
            n_votes = 0
            if substantial:
                cleared = delete(recommendation_vote).where(
                    recommendation_vote.c.guild_id == one.guild_id,
                    recommendation_vote.c.recommendation_id == one.card_of,
                )
                n_votes = (await connection.execute(cleared)).rowcount
            await _note(connection, one, AuditEntry(one.recommendation_id, one.author_id, AuditAction.EDITED, "", now))
        return n_votes

    async def change_state(
        self, one: Recommendation, action: AuditAction, by: MemberId | None, now: datetime, *, reason: str = ""
    ) -> None:
        """Records a new state with who caused it and why; what was withdrawn or removed can be recommended anew."""
        async with self._database.write() as connection:
            values: dict[str, Any] = {"state": action.state, "reason": reason}
            if action.state in {RecommendationState.WITHDRAWN, RecommendationState.REMOVED}:
                values["item_key"] = f"#{one.recommendation_id}"
            await connection.execute(update(recommendation).where(_is(one)).values(values))
            await _note(connection, one, AuditEntry(one.recommendation_id, by, action, reason, now))

    async def suggest(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        typed: str,
        limit: int,
        *,
        author_id: MemberId | None = None,
    ) -> Sequence[Recommendation]:
        """Returns the shown recommendations in some channels' threads whose name contains a text, newest first."""
        contains = recommendation.c.item_key.like(f"%{_literal(item_key(typed))}%", escape=ESCAPE)
        return await self._newest(guild_id, channel_ids, author_id, contains, limit)

    async def find_by_name(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        key: str,
        *,
        author_id: MemberId | None = None,
    ) -> Recommendation | None:
        """Returns the newest shown recommendation of a name in the threads of some channels; with an author, theirs."""
        is_called_so = recommendation.c.item_key == key
        return next(iter(await self._newest(guild_id, channel_ids, author_id, is_called_so, 1)), None)

    async def audit_page(self, guild_id: GuildId, skip: int, limit: int) -> tuple[Sequence[AuditEntry], int]:
        """Returns audit entries, newest first, from the ``skip``-th on, and the number of all."""
        entries = recommendation_trail
        query = (
            select(*entries.c, recommendation.c.item, ask.c.channel_id, ask.c.thread_id)
            .outerjoin(recommendation, recommendation.c.recommendation_id == entries.c.recommendation_id)
            .outerjoin(ask, ask.c.ask_id == recommendation.c.ask_id)
            .where(entries.c.guild_id == guild_id)
            .order_by(entries.c.entry_id.desc())
            .offset(skip)
            .limit(limit)
        )
        count = select(func.count()).select_from(entries).where(entries.c.guild_id == guild_id)
        async with self._database.read() as connection:
            return [_entry(row) for row in await connection.execute(query)], await connection.scalar(count) or 0

    async def _newest(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        author_id: MemberId | None,
        which: ColumnElement[bool],
        limit: int,
    ) -> Sequence[Recommendation]:
        conditions = [
            recommendation.c.guild_id == guild_id,
            recommendation.c.message_id.is_not(None),
            recommendation.c.state == RecommendationState.STANDS,
            recommendation.c.item != "",
            ask.c.channel_id.in_(channel_ids),
            which,
        ]
        if author_id is not None:
            conditions.append(recommendation.c.author_id == author_id)
        query = (
            select(*recommendation.c)
            .join(ask, ask.c.ask_id == recommendation.c.ask_id)
            .where(*conditions)
            .order_by(recommendation.c.recommendation_id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [as_recommendation(row) for row in await connection.execute(query)]


async def _note(connection: AsyncConnection, one: Recommendation, entry: AuditEntry) -> None:
    """Adds an entry to the audit trail; the card and the standings become due."""
    await connection.execute(
        recommendation_trail.insert().values(
            guild_id=one.guild_id,
            recommendation_id=one.recommendation_id,
            member_id=entry.member_id,
            deed=entry.action,
            reason=entry.reason,
            at=entry.at,
        )
    )
    await connection.execute(
        update(recommendation)
        .where(recommendation.c.guild_id == one.guild_id, recommendation.c.recommendation_id == one.card_of)
        .values(card_due=True)
    )
    await touch_ask(connection, one.guild_id, one.ask_id, entry.at)


def _is(one: Recommendation) -> ColumnElement[bool]:
    return (recommendation.c.guild_id == one.guild_id) & (recommendation.c.recommendation_id == one.recommendation_id)


def _literal(typed: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        typed = typed.replace(sign, ESCAPE + sign)
    return typed


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(
        recommendation_id=RecommendationId(row.recommendation_id),
        member_id=None if row.member_id is None else MemberId(row.member_id),
        action=AuditAction(row.deed),
        reason=row.reason,
        at=row.at,
        item=row.item or "",
        thread_id=None if row.thread_id is None else ChannelId(row.thread_id),
    )
