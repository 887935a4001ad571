"""The choices of askers, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, delete, exists, or_, select, update

from community.ids import AskId, ChannelId, ChoiceId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.funnel import OutcomeStep
from community.recommendations.outcome import QUESTION_DELAY, Choice, Outcome, OutcomeStage, Result
from storage.bulk import upsert
from storage.columns import in_guild_unindexed
from storage.database import Database
from storage.recommendations.store import touch_ask
from storage.tables.recommendations import ask, choice, recommendation


class SqlChoiceStore:
    """The port :class:`community.recommendations.store_ports.Choices` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def toggle_choice(self, kept: Ask, recommendation_id: RecommendationId, now: datetime) -> Choice | None:
        """Records a choice in place of the previous one; the same again, before its question, removes it.

        Returns the current choice.
        """
        async with self._database.write() as connection:
            await touch_ask(connection, kept.guild_id, kept.ask_id, now)
            taken_back = await connection.execute(
                delete(choice).where(
                    choice.c.guild_id == kept.guild_id,
                    choice.c.ask_id == kept.ask_id,
                    choice.c.recommendation_id == recommendation_id,
                    choice.c.stage == OutcomeStage.WAITING,
                )
            )
            if taken_back.rowcount:
                return None
            anew = {
                "recommendation_id": recommendation_id,
                "chosen_at": now,
                "due_at": now + QUESTION_DELAY,
                "stage": OutcomeStage.WAITING,
                "claimed_at": None,
                "question_id": None,
                "result": None,
                "told_at": None,
            }
            statement = (
                upsert(connection, choice)
                .values(guild_id=kept.guild_id, ask_id=kept.ask_id, **anew)
                .on_conflict_do_update(
                    index_elements=[choice.c.ask_id],
                    set_=anew,
                    where=choice.c.recommendation_id != recommendation_id,
                )
                .returning(*choice.c)
            )
            row = (await connection.execute(statement)).one_or_none()
        return await self.find_for(kept) if row is None else _choice(row)

    async def find_for(self, kept: Ask) -> Choice | None:
        """Returns the choice of an ask."""
        return await self._one(choice.c.guild_id == kept.guild_id, choice.c.ask_id == kept.ask_id)

    async def find(self, guild_id: GuildId, choice_id: ChoiceId) -> Choice | None:
        """Returns a choice of the guild."""
        return await self._one(choice.c.guild_id == guild_id, choice.c.choice_id == choice_id)

    async def choices_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Choice]:
        """Returns the choices of some asks."""
        return await self._choices(
            select(choice)
            .where(in_guild_unindexed(choice.c.guild_id, guild_id), choice.c.ask_id.in_(ask_ids))
            .order_by(choice.c.ask_id)
        )

    async def due(self, now: datetime) -> Sequence[Choice]:
        """Returns the choices of all guilds whose question is due, or was claimed and not confirmed."""
        waiting = (choice.c.stage == OutcomeStage.WAITING) & (choice.c.due_at <= now)
        return await self._choices(
            select(choice).where(or_(waiting, choice.c.stage == OutcomeStage.CLAIMED)).order_by(choice.c.choice_id)
        )

    async def claim(self, one: Choice, now: datetime) -> bool:
        """Records that a question is about to be posted; returns false where it was claimed or the choice changed."""
        return await self._change(one, OutcomeStage.WAITING, stage=OutcomeStage.CLAIMED, claimed_at=now)

    async def record_question(self, one: Choice, message_id: MessageId) -> None:
        """Records the message of the question."""
        await self._change(one, OutcomeStage.CLAIMED, stage=OutcomeStage.ASKED, question_id=message_id)

    async def postpone(self, one: Choice, due_at: datetime) -> None:
        """Postpones a question that is not posted."""
        for stage in (OutcomeStage.WAITING, OutcomeStage.CLAIMED):
            await self._change(one, stage, stage=OutcomeStage.WAITING, due_at=due_at, claimed_at=None)

    async def drop(self, one: Choice) -> None:
        """Records that the question will not be asked."""
        for stage in (OutcomeStage.WAITING, OutcomeStage.CLAIMED):
            await self._change(one, stage, stage=OutcomeStage.DROPPED)

    async def record_result(self, one: Choice, result: Result, now: datetime) -> bool:
        """Records the result in place of the previous one; returns false where the choice changed meanwhile."""
        async with self._database.write() as connection:
            told = await connection.execute(
                update(choice)
                .where(_same(one), choice.c.stage.in_([OutcomeStage.CLAIMED, OutcomeStage.ASKED, OutcomeStage.TOLD]))
                .values(stage=OutcomeStage.TOLD, result=result, told_at=now)
            )
            await touch_ask(connection, one.guild_id, one.ask_id, now)
        return bool(told.rowcount)

    async def outcomes(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Outcome]:
        """Returns how the choices of some asks worked out for their askers.

        Leaves out forgotten askers, and choices made before a substantial edit.
        """
        query = (
            select(choice.c.recommendation_id, ask.c.author_id, choice.c.result, choice.c.told_at)
            .join(ask, ask.c.ask_id == choice.c.ask_id)
            .join(recommendation, recommendation.c.recommendation_id == choice.c.recommendation_id)
            .where(
                in_guild_unindexed(choice.c.guild_id, guild_id),
                choice.c.ask_id.in_(ask_ids),
                choice.c.result.is_not(None),
                ask.c.author_id.is_not(None),
                or_(recommendation.c.changed_at.is_(None), recommendation.c.changed_at <= choice.c.chosen_at),
            )
            .order_by(choice.c.choice_id)
        )
        async with self._database.read() as connection:
            return [
                Outcome(RecommendationId(row[0]), MemberId(row[1]), Result(row[2]), row[3])
                for row in await connection.execute(query)
            ]

    async def steps(
        self, guild_id: GuildId, channel_ids: Collection[ChannelId], item_key: str | None = None
    ) -> Sequence[OutcomeStep]:
        """Returns how far the asks of some channels came; with an item, those for which it was recommended."""
        anchored = recommendation.c.ask_id == ask.c.ask_id
        answered = exists().where(anchored, recommendation.c.message_id.is_not(None))
        conditions = [ask.c.guild_id == guild_id, ask.c.thread_id.is_not(None), ask.c.channel_id.in_(channel_ids)]
        on = choice.c.ask_id == ask.c.ask_id
        if item_key is not None:
            named = (recommendation.c.item_key == item_key) & recommendation.c.message_id.is_not(None)
            conditions.append(exists().where(anchored, named))
            on &= exists().where(recommendation.c.recommendation_id == choice.c.recommendation_id, named)
        query = (
            select(case((answered, 1), else_=0), choice.c.choice_id, choice.c.result)
            .select_from(ask.outerjoin(choice, on))
            .where(*conditions)
            .order_by(ask.c.ask_id)
        )
        async with self._database.read() as connection:
            return [
                OutcomeStep(bool(row[0]), row[1] is not None, None if row[2] is None else Result(row[2]))
                for row in await connection.execute(query)
            ]

    async def _one(self, *conditions: ColumnElement[bool]) -> Choice | None:
        return next(iter(await self._choices(select(choice).where(*conditions))), None)

    async def _choices(self, query: Select[Any]) -> Sequence[Choice]:
        async with self._database.read() as connection:
            return [_choice(row) for row in await connection.execute(query)]

    async def _change(self, one: Choice, before: OutcomeStage, **values: object) -> bool:
        async with self._database.write() as connection:
            changed = await connection.execute(
                update(choice).where(_same(one), choice.c.stage == before).values(values)
            )
        return bool(changed.rowcount)


def _same(one: Choice) -> ColumnElement[bool]:
    """The condition that a choice is unchanged: another item or another time is another choice."""
    return (
        (choice.c.guild_id == one.guild_id)
        & (choice.c.choice_id == one.choice_id)
        & (choice.c.recommendation_id == one.recommendation_id)
        & (choice.c.chosen_at == one.chosen_at)
    )


def _choice(row: Row[Any]) -> Choice:
    return Choice(
        choice_id=ChoiceId(row.choice_id),
        ask_id=AskId(row.ask_id),
        guild_id=GuildId(row.guild_id),
        recommendation_id=RecommendationId(row.recommendation_id),
        chosen_at=row.chosen_at,
        due_at=row.due_at,
        stage=OutcomeStage(row.stage),
        claimed_at=row.claimed_at,
        question_id=None if row.question_id is None else MessageId(row.question_id),
        result=None if row.result is None else Result(row.result),
        told_at=row.told_at,
    )
