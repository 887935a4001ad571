"""Recommendations, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, exists, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask, NewAsk
from community.recommendations.outcome import Result
from community.recommendations.recommendation import (
    RELATED,
    NewRecommendation,
    Recommendation,
    RecommendationState,
    Relation,
    Verdict,
    Vote,
    item_key,
)
from storage.bulk import upsert
from storage.columns import in_guild_unindexed
from storage.database import Database
from storage.tables.recommendations import ask, choice, recommendation, recommendation_vote


class SqlRecommendationStore:
    """The port :class:`community.recommendations.ports.RecommendationStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_ask(self, new: NewAsk, now: datetime) -> Ask | None:
        """Adds an ask, not yet with a thread; returns none where its author sent this modal before."""
        async with self._database.write() as connection:
            statement = (
                upsert(connection, ask)
                .values(
                    guild_id=new.guild_id,
                    channel_id=new.channel_id,
                    author_id=new.author_id,
                    form_id=new.form_id,
                    wanted=new.wanted,
                    matters=new.matters,
                    limits=new.limits,
                    asked_at=now,
                    stirred_at=now,
                    title_due=False,
                    standings_due=False,
                )
                .on_conflict_do_nothing()
                .returning(*ask.c)
            )
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else as_ask(row)

    async def find_sent_ask(self, new: NewAsk) -> Ask | None:
        """Returns the ask that its author opened by the same modal before."""
        return await self._one_ask(
            select(ask).where(
                ask.c.guild_id == new.guild_id, ask.c.author_id == new.author_id, ask.c.form_id == new.form_id
            )
        )

    async def find_ask(self, guild_id: GuildId, ask_id: AskId) -> Ask | None:
        """Returns an ask of the guild."""
        return await self._one_ask(select(ask).where(ask.c.guild_id == guild_id, ask.c.ask_id == ask_id))

    async def find_asks(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Ask]:
        """Returns those of some asks that are of the guild, oldest first."""
        return await self._asks(
            select(ask)
            .where(in_guild_unindexed(ask.c.guild_id, guild_id), ask.c.ask_id.in_(ask_ids))
            .order_by(ask.c.ask_id)
        )

    async def find_ask_in(self, guild_id: GuildId, thread_id: ChannelId) -> Ask | None:
        """Returns the ask of a thread of the guild."""
        return await self._one_ask(select(ask).where(ask.c.guild_id == guild_id, ask.c.thread_id == thread_id))

    async def record_thread(self, ask: Ask, thread_id: ChannelId, card_id: MessageId) -> None:
        """Records the thread of an ask and the message of its card."""
        await self._change_ask(ask, thread_id=thread_id, card_id=card_id)

    async def record_standings(self, ask: Ask, message_id: MessageId) -> None:
        """Records the message that shows an ask's standings."""
        await self._change_ask(ask, standings_id=message_id)

    async def remove_ask(self, guild_id: GuildId, ask_id: AskId) -> None:
        """Removes an ask with its recommendations and votes."""
        async with self._database.write() as connection:
            await connection.execute(delete(ask).where(ask.c.guild_id == guild_id, ask.c.ask_id == ask_id))

    async def remove_asks_in(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Removes the asks of a channel or of a thread."""
        there = or_(ask.c.thread_id == channel_id, ask.c.channel_id == channel_id)
        async with self._database.write() as connection:
            await connection.execute(delete(ask).where(ask.c.guild_id == guild_id, there))

    async def add(self, new: NewRecommendation, now: datetime) -> Recommendation | None:
        """Adds a recommendation, not yet posted; returns none where its author named this item there before."""
        async with self._database.write() as connection:
            statement = (
                upsert(connection, recommendation)
                .values(
                    guild_id=new.guild_id,
                    ask_id=new.ask_id,
                    author_id=new.author_id,
                    item=new.item,
                    item_key=item_key(new.item),
                    why=new.why,
                    link=new.link,
                    relation=new.relation,
                    recommended_at=now,
                    state=RecommendationState.STANDS,
                    reason="",
                    card_due=False,
                )
                .on_conflict_do_nothing()
                .returning(*recommendation.c)
            )
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else as_recommendation(row)

    async def reword(self, new: NewRecommendation) -> Recommendation | None:
        """Changes words and relation of a stored recommendation that is not posted, and returns it; else none."""
        statement = (
            update(recommendation)
            .where(
                recommendation.c.guild_id == new.guild_id,
                recommendation.c.ask_id == new.ask_id,
                recommendation.c.author_id == new.author_id,
                recommendation.c.item_key == item_key(new.item),
                recommendation.c.message_id.is_(None),
            )
            .values(item=new.item, why=new.why, link=new.link, relation=new.relation)
            .returning(*recommendation.c)
        )
        async with self._database.write() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else as_recommendation(row)

    async def find(self, guild_id: GuildId, recommendation_id: RecommendationId) -> Recommendation | None:
        """Returns a recommendation of the guild."""
        query = select(recommendation).where(
            recommendation.c.guild_id == guild_id, recommendation.c.recommendation_id == recommendation_id
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else as_recommendation(row)

    async def record_card(self, recommended: Recommendation, message_id: MessageId) -> None:
        """Records the message of a recommendation's card."""
        async with self._database.write() as connection:
            await connection.execute(
                update(recommendation)
                .where(
                    recommendation.c.guild_id == recommended.guild_id,
                    recommendation.c.recommendation_id == recommended.recommendation_id,
                )
                .values(message_id=message_id)
            )
            await touch_ask(connection, recommended.guild_id, recommended.ask_id, recommended.recommended_at)

    async def join_card(self, voice: Recommendation, anchor: Recommendation) -> bool:
        """Moves an unposted recommendation to another's card and name; returns false where its author is on that card.

        Removes the author's vote on that card: it is their own now.
        """
        taken = exists().where(
            recommendation.c.ask_id == anchor.ask_id,
            recommendation.c.author_id == voice.author_id,
            recommendation.c.item_key == item_key(anchor.item),
            recommendation.c.recommendation_id != voice.recommendation_id,
        )
        async with self._database.write() as connection:
            if await connection.scalar(select(taken)):
                return False
            joined = await connection.execute(
                update(recommendation)
                .where(
                    recommendation.c.guild_id == anchor.guild_id,
                    recommendation.c.recommendation_id == voice.recommendation_id,
                    recommendation.c.message_id.is_(None),
                )
                .values(
                    voice_of=anchor.recommendation_id,
                    message_id=anchor.message_id,
                    item=anchor.item,
                    item_key=item_key(anchor.item),
                )
            )
            await connection.execute(
                update(recommendation)
                .where(recommendation.c.recommendation_id == anchor.recommendation_id)
                .values(card_due=True)
            )
            await connection.execute(
                delete(recommendation_vote).where(
                    recommendation_vote.c.recommendation_id == anchor.recommendation_id,
                    recommendation_vote.c.member_id == voice.author_id,
                )
            )
            await touch_ask(connection, anchor.guild_id, anchor.ask_id, voice.recommended_at)
        return bool(joined.rowcount)

    async def remove(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        """Removes a recommendation and its votes."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(recommendation).where(
                    recommendation.c.guild_id == guild_id, recommendation.c.recommendation_id == recommendation_id
                )
            )

    async def recommendations_for(
        self, guild_id: GuildId, ask_ids: Collection[AskId], on: Collection[RecommendationId] | None = None
    ) -> Sequence[Recommendation]:
        """Returns the recommendations for some asks, posted or not, oldest first."""
        card = func.coalesce(recommendation.c.voice_of, recommendation.c.recommendation_id)
        which = true() if on is None else or_(card.in_(on), recommendation.c.relation.in_(RELATED))
        return await self._recommendations(
            select(recommendation)
            .where(in_guild_unindexed(recommendation.c.guild_id, guild_id), recommendation.c.ask_id.in_(ask_ids), which)
            .order_by(recommendation.c.recommendation_id)
        )

    async def by_author(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Recommendation]:
        """Returns the posted recommendations of a member, newest first."""
        return await self._recommendations(
            select(recommendation)
            .where(
                recommendation.c.guild_id == guild_id,
                recommendation.c.author_id == member_id,
                recommendation.c.message_id.is_not(None),
            )
            .order_by(recommendation.c.recommendation_id.desc())
        )

    async def toggle_vote(
        self, recommended: Recommendation, member_id: MemberId, verdict: Verdict, now: datetime
    ) -> Verdict | None:
        """Records a member's vote in place of their previous one, or removes it where it is the same."""
        async with self._database.write() as connection:
            await touch_ask(connection, recommended.guild_id, recommended.ask_id, now)
            taken_back = await connection.execute(
                delete(recommendation_vote).where(
                    recommendation_vote.c.guild_id == recommended.guild_id,
                    recommendation_vote.c.recommendation_id == recommended.recommendation_id,
                    recommendation_vote.c.member_id == member_id,
                    recommendation_vote.c.verdict == verdict,
                )
            )
            if taken_back.rowcount:
                return None
            statement = upsert(connection, recommendation_vote).values(
                recommendation_id=recommended.recommendation_id,
                guild_id=recommended.guild_id,
                member_id=member_id,
                verdict=verdict,
                voted_at=now,
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(recommendation_vote.primary_key),
                    set_={"verdict": statement.excluded.verdict, "voted_at": statement.excluded.voted_at},
                )
            )
        return verdict

    async def votes_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Vote]:
        """Returns the votes on the recommendations for some asks."""
        return await self._votes(guild_id, recommendation.c.ask_id.in_(ask_ids))

    async def votes_on(self, guild_id: GuildId, card_ids: Collection[RecommendationId]) -> Sequence[Vote]:
        """Returns the votes on some cards."""
        return await self._votes(guild_id, recommendation.c.recommendation_id.in_(card_ids))

    async def unanswered_asks(self, guild_id: GuildId, since: datetime) -> Sequence[Ask]:
        """Returns the open asks since a moment that have a thread and no shown answer, oldest first."""
        answered = exists().where(
            recommendation.c.ask_id == ask.c.ask_id,
            recommendation.c.message_id.is_not(None),
            recommendation.c.state == RecommendationState.STANDS,
            recommendation.c.item != "",
        )
        return await self._asks(
            select(ask)
            .where(
                ask.c.guild_id == guild_id,
                ask.c.asked_at >= since,
                ask.c.thread_id.is_not(None),
                ask.c.closed_at.is_(None),
                ~answered,
            )
            .order_by(ask.c.asked_at, ask.c.ask_id)
        )

    async def asks_that_worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Ask]:
        """Returns the asks for which something worked in ``[since, until)``, oldest first."""
        worked = (
            select(recommendation.c.ask_id)
            .join(recommendation_vote)
            .where(
                recommendation_vote.c.guild_id == guild_id,
                recommendation_vote.c.verdict == Verdict.WORKED,
                recommendation_vote.c.voted_at >= since,
                recommendation_vote.c.voted_at < until,
            )
        )
        told = select(choice.c.ask_id).where(
            choice.c.guild_id == guild_id,
            choice.c.result == Result.YES,
            choice.c.told_at >= since,
            choice.c.told_at < until,
        )
        either = or_(ask.c.ask_id.in_(worked), ask.c.ask_id.in_(told))
        return await self._asks(select(ask).where(ask.c.guild_id == guild_id, either).order_by(ask.c.ask_id))

    async def _one_ask(self, query: Select[Any]) -> Ask | None:
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else as_ask(row)

    async def _asks(self, query: Select[Any]) -> Sequence[Ask]:
        async with self._database.read() as connection:
            return [as_ask(row) for row in await connection.execute(query)]

    async def _change_ask(self, kept: Ask, **values: int) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                update(ask).where(ask.c.guild_id == kept.guild_id, ask.c.ask_id == kept.ask_id).values(values)
            )

    async def _votes(self, guild_id: GuildId, which: ColumnElement[bool]) -> Sequence[Vote]:
        vote = recommendation_vote
        query = (
            select(vote.c.recommendation_id, vote.c.member_id, vote.c.verdict, vote.c.voted_at)
            .join(recommendation)
            .where(in_guild_unindexed(recommendation.c.guild_id, guild_id), which)
            .order_by(vote.c.recommendation_id, vote.c.member_id)
        )
        async with self._database.read() as connection:
            return [
                Vote(RecommendationId(number), MemberId(member_id), Verdict(verdict), voted_at)
                for number, member_id, verdict, voted_at in await connection.execute(query)
            ]

    async def _recommendations(self, query: Select[Any]) -> Sequence[Recommendation]:
        async with self._database.read() as connection:
            return [as_recommendation(row) for row in await connection.execute(query)]


async def touch_ask(connection: AsyncConnection, guild_id: GuildId, ask_id: AskId, now: datetime) -> None:
    """Records that an ask changed; its standings become due."""
    await connection.execute(
        update(ask).where(ask.c.guild_id == guild_id, ask.c.ask_id == ask_id).values(stirred_at=now, standings_due=True)
    )


def as_ask(row: Row[Any]) -> Ask:
    """Returns the ask of a row."""
    return Ask(
        ask_id=AskId(row.ask_id),
        guild_id=GuildId(row.guild_id),
        channel_id=ChannelId(row.channel_id),
        author_id=None if row.author_id is None else MemberId(row.author_id),
        wanted=row.wanted,
        matters=row.matters,
        limits=row.limits,
        asked_at=row.asked_at,
        thread_id=None if row.thread_id is None else ChannelId(row.thread_id),
        standings_id=None if row.standings_id is None else MessageId(row.standings_id),
        card_id=None if row.card_id is None else MessageId(row.card_id),
        closed_at=row.closed_at,
        stirred_at=row.stirred_at,
    )


def as_recommendation(row: Row[Any]) -> Recommendation:
    """Returns the recommendation of a row."""
    return Recommendation(
        recommendation_id=RecommendationId(row.recommendation_id),
        ask_id=AskId(row.ask_id),
        guild_id=GuildId(row.guild_id),
        author_id=None if row.author_id is None else MemberId(row.author_id),
        item=row.item,
        why=row.why,
        link=row.link,
        relation=Relation(row.relation),
        recommended_at=row.recommended_at,
        message_id=None if row.message_id is None else MessageId(row.message_id),
        voice_of=None if row.voice_of is None else RecommendationId(row.voice_of),
        state=RecommendationState(row.state),
        reason=row.reason,
        changed_at=row.changed_at,
    )
