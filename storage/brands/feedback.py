"""Feedback rounds of brands, in SQL."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from community.brands.cell_suppression import Table
from community.brands.feedback import FeedbackAnswer, FeedbackReply, NewRound, Round, RoundState
from community.ids import BrandId, ChannelId, GuildId, MemberId, MessageId, RoundId, TopicId
from storage.brands.topic_names import select_with_names
from storage.bulk import upsert
from storage.database import Database
from storage.tables.brands import brand_answer, brand_round

_ROUNDS = select_with_names(brand_round, brand_round.c.round_id)


class SqlRoundStore:
    """Implements :class:`community.brands.ports.RoundStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_round(self, new: NewRound, now: datetime, closes_at: datetime) -> Round | None:
        """Stores a new round; returns None if one of that brand in that topic is open."""
        values = {
            "guild_id": new.guild_id,
            "brand_id": new.brand_id,
            "topic_id": new.topic_id,
            "asked_by": new.asked_by,
            "question": new.question,
            "fewest": new.fewest,
            "state": RoundState.OPEN,
            "opened_at": now,
            "closes_at": closes_at,
        }
        async with self._database.write() as connection:
            statement = upsert(connection, brand_round).values(values).on_conflict_do_nothing()
            round_id = (await connection.execute(statement.returning(brand_round.c.round_id))).scalar_one_or_none()
            if round_id is None:
                return None
            row = (await connection.execute(_ROUNDS.where(brand_round.c.round_id == round_id))).one()
        return _round(row)

    async def rounds(self, guild_id: GuildId | None = None) -> Sequence[Round]:
        """Returns the rounds of one guild or of all without those of retired brands, oldest first."""
        query = _ROUNDS if guild_id is None else _ROUNDS.where(brand_round.c.guild_id == guild_id)
        async with self._database.read() as connection:
            return [_round(row) for row in await connection.execute(query)]

    async def record_answer(self, asked: Round, member_id: MemberId, answer: FeedbackAnswer, now: datetime) -> bool:
        """Stores a member's answer in place of an earlier one; returns False if the round is over."""
        still_open = select(brand_round.c.round_id).where(*_row_of(asked), brand_round.c.state == RoundState.OPEN)
        async with self._database.write() as connection:
            if (await connection.execute(still_open.with_for_update())).first() is None:
                return False
            statement = upsert(connection, brand_answer).values(
                round_id=asked.round_id,
                guild_id=asked.guild_id,
                member_id=member_id,
                answer=answer,
                comment="",
                answered_at=now,
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(brand_answer.primary_key),
                    set_={"answer": statement.excluded.answer, "answered_at": statement.excluded.answered_at},
                )
            )
        return True

    async def record_comment(self, asked: Round, member_id: MemberId, comment: str) -> bool:
        """Stores a comment beside a member's answer; returns False if there is no answer or the round is over."""
        still_open = select(brand_round.c.round_id).where(*_row_of(asked), brand_round.c.state == RoundState.OPEN)
        async with self._database.write() as connection:
            if (await connection.execute(still_open.with_for_update())).first() is None:
                return False
            result = await connection.execute(
                update(brand_answer)
                .where(*_answers_of(asked), brand_answer.c.member_id == member_id)
                .values(comment=comment)
            )
        return bool(result.rowcount)

    async def replies(self, asked: Round) -> Sequence[FeedbackReply]:
        """Returns the replies of a round."""
        query = select(brand_answer).where(*_answers_of(asked)).order_by(brand_answer.c.member_id)
        async with self._database.read() as connection:
            return [
                FeedbackReply(MemberId(row.member_id), FeedbackAnswer(row.answer), row.comment)
                for row in await connection.execute(query)
            ]

    async def close_round(self, asked: Round, to: RoundState, table: Table | None) -> bool:
        """Stores that an open round is over, and its published table; returns False if it was over."""
        kept = None if table is None else json.dumps({"total": table.total, "parts": dict(table.parts)}, sort_keys=True)
        async with self._database.write() as connection:
            result = await connection.execute(
                update(brand_round)
                .where(*_row_of(asked), brand_round.c.state == RoundState.OPEN)
                .values(state=to, told=kept)
            )
        return bool(result.rowcount)

    async def record_post(self, asked: Round, message_id: MessageId) -> None:
        """Stores which post shows a round, and the version that it shows."""
        async with self._database.write() as connection:
            await connection.execute(
                update(brand_round).where(*_row_of(asked)).values(message_id=message_id, shown=asked.shown_version)
            )


def _row_of(asked: Round) -> tuple[ColumnElement[bool], ...]:
    return (brand_round.c.guild_id == asked.guild_id, brand_round.c.round_id == asked.round_id)


def _answers_of(asked: Round) -> tuple[ColumnElement[bool], ...]:
    return (brand_answer.c.guild_id == asked.guild_id, brand_answer.c.round_id == asked.round_id)


def _round(row: Row[Any]) -> Round:
    return Round(
        round_id=RoundId(row.round_id),
        guild_id=GuildId(row.guild_id),
        brand_id=BrandId(row.brand_id),
        topic_id=TopicId(row.topic_id),
        channel_id=ChannelId(row.channel_id),
        brand=row.brand,
        topic=row.topic,
        question=row.question,
        fewest=row.fewest,
        state=RoundState(row.state),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        told=None if row.told is None else Table(**json.loads(row.told)),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        shown=row.shown,
    )
