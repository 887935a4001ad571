"""Questions in AMAs, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, func, insert, literal, or_, select, update

from community.amas.ama import Ama, AmaState
from community.amas.question import OPEN, QUESTIONS_PER_MEMBER, AmaQuestion, QuestionState, QuestionTally
from community.ids import AmaId, GuildId, MemberId, MessageId, QuestionId
from storage.columns import Flag
from storage.database import Database
from storage.tables.amas import ama as amas
from storage.tables.amas import ama_question as questions

_NO = literal(False, Flag())
_NOT_FORGOTTEN = or_(questions.c.author_id.is_not(None), questions.c.state.not_in(OPEN))
"""Excludes open questions of authors who were forgotten."""
_SHOWN_VERSION = case((questions.c.text == "", "forgotten:"), else_="asked:") + case(
    (questions.c.reply == "", "forgotten"), else_="answered"
)


class SqlQuestionStore:
    """Implements :class:`community.amas.ports.QuestionStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, ama: Ama, author_id: MemberId, text: str, now: datetime) -> AmaQuestion | None:
        """Stores a question; returns the existing one if its author asked the same before.

        Returns None if the AMA is not live, or its author has reached the limit of questions in it.
        """
        live = select(amas.c.ama_id).where(
            amas.c.guild_id == ama.guild_id, amas.c.ama_id == ama.ama_id, amas.c.state == AmaState.LIVE
        )
        of_author = select(questions).where(*_of(ama), questions.c.author_id == author_id)
        values = {
            "guild_id": ama.guild_id,
            "ama_id": ama.ama_id,
            "author_id": author_id,
            "text": text,
            "state": QuestionState.WAITING,
            "asked_at": now,
            "changed_at": now,
            "reply": "",
            "told": False,
        }
        async with self._database.write() as connection:
            if (await connection.execute(live.with_for_update())).first() is None:
                return None
            kept = [_question(row) for row in await connection.execute(of_author)]
            for one in kept:
                if one.text == text:
                    return one
            if len(kept) >= QUESTIONS_PER_MEMBER:
                return None
            row = (await connection.execute(insert(questions).values(values).returning(*questions.c))).one()
        return _question(row)

    async def question(self, guild_id: GuildId, question_id: QuestionId) -> AmaQuestion | None:
        """Returns one question of the guild, None if there is none."""
        found = await self._select(
            questions.c.guild_id == guild_id, questions.c.question_id == question_id, _NOT_FORGOTTEN
        )
        return found[0] if found else None

    async def questions(self, ama: Ama, state: QuestionState) -> Sequence[AmaQuestion]:
        """Returns an AMA's questions in one state, oldest first."""
        return await self._select(*_of(ama), questions.c.state == state, _NOT_FORGOTTEN)

    async def questions_of(self, ama: Ama, author_id: MemberId) -> Sequence[AmaQuestion]:
        """Returns one member's questions in an AMA, oldest first."""
        return await self._select(*_of(ama), questions.c.author_id == author_id)

    async def tally(self, ama: Ama) -> QuestionTally:
        """Returns the numbers of questions that are waiting, queued and answered."""
        query = select(questions.c.state, func.count()).where(*_of(ama), _NOT_FORGOTTEN).group_by(questions.c.state)
        async with self._database.read() as connection:
            n = {QuestionState(row[0]): int(row[1]) for row in await connection.execute(query)}
        return QuestionTally(
            *(n.get(one, 0) for one in (QuestionState.WAITING, QuestionState.QUEUED, QuestionState.ANSWERED))
        )

    async def update_state(self, before: AmaQuestion, after: AmaQuestion) -> bool:
        """Stores a new state; returns False if the question is no longer in the state before."""
        values = {
            "state": after.state,
            "changed_at": after.changed_at,
            "changed_by": after.changed_by,
            "reply": after.reply,
        }
        async with self._database.write() as connection:
            result = await connection.execute(
                update(questions)
                .where(*_row_of(before), questions.c.state == before.state, questions.c.author_id.is_not(None))
                .values(values)
            )
        return bool(result.rowcount)

    async def take_back(self, question: AmaQuestion) -> bool:
        """Deletes an open question; returns False if it was answered or turned down."""
        async with self._database.write() as connection:
            result = await connection.execute(delete(questions).where(*_row_of(question), questions.c.state.in_(OPEN)))
        return bool(result.rowcount)

    async def stale(self) -> Sequence[AmaQuestion]:
        """Returns the answered questions of all guilds whose post is missing or out of date."""
        return await self._select(
            questions.c.state == QuestionState.ANSWERED,
            or_(questions.c.shown.is_(None), questions.c.shown != _SHOWN_VERSION),
        )

    async def record_post(self, question: AmaQuestion, message_id: MessageId | None) -> None:
        """Stores which post shows the question's current version, None if that post was deleted."""
        async with self._database.write() as connection:
            await connection.execute(
                update(questions).where(*_row_of(question)).values(message_id=message_id, shown=question.shown_version)
            )

    async def unnotified(self, guild_id: GuildId, author_id: MemberId) -> Sequence[AmaQuestion]:
        """Returns a member's closed questions whose outcome they were not told, oldest first."""
        return await self._select(
            questions.c.guild_id == guild_id,
            questions.c.author_id == author_id,
            questions.c.state.not_in(OPEN),
            questions.c.told == _NO,
        )

    async def mark_notified(self, question: AmaQuestion) -> bool:
        """Stores that the author was told the outcome; returns False if that was stored before."""
        async with self._database.write() as connection:
            result = await connection.execute(
                update(questions).where(*_row_of(question), questions.c.told == _NO).values(told=True)
            )
        return bool(result.rowcount)

    async def _select(self, *wanted: ColumnElement[bool]) -> Sequence[AmaQuestion]:
        query = select(questions).where(*wanted).order_by(questions.c.question_id)
        async with self._database.read() as connection:
            return [_question(row) for row in await connection.execute(query)]


def _of(ama: Ama) -> tuple[ColumnElement[bool], ...]:
    return (questions.c.guild_id == ama.guild_id, questions.c.ama_id == ama.ama_id)


def _row_of(question: AmaQuestion) -> tuple[ColumnElement[bool], ...]:
    return (questions.c.guild_id == question.guild_id, questions.c.question_id == question.question_id)


def _question(row: Row[Any]) -> AmaQuestion:
    return AmaQuestion(
        question_id=QuestionId(row.question_id),
        guild_id=GuildId(row.guild_id),
        ama_id=AmaId(row.ama_id),
        author_id=None if row.author_id is None else MemberId(row.author_id),
        text=row.text,
        state=QuestionState(row.state),
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        changed_by=None if row.changed_by is None else MemberId(row.changed_by),
        reply=row.reply,
        message_id=None if row.message_id is None else MessageId(row.message_id),
        shown=row.shown,
    )
