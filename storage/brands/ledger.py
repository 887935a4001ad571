"""Recorded activity of representatives, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, exists, func, select

from community.amas.question import QuestionState
from community.brands.ledger import GivenRecommendation, RepActivity, RepPost
from community.engagement.events import ActivityKind
from community.ids import AskId, ChannelId, GuildId, MemberId
from community.recommendations.recommendation import Relation
from storage.database import Database
from storage.tables.amas import ama, ama_question
from storage.tables.engagement import activity, opening
from storage.tables.recommendations import ask, recommendation


class SqlRepActivityLog:
    """Implements :class:`community.brands.ports.RepActivityLog` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def activity_of(
        self, guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
    ) -> RepActivity:
        """Returns what a member did in ``[since, until]``, oldest first."""
        written = (
            activity.c.guild_id == guild_id,
            activity.c.member_id == member_id,
            activity.c.kind == ActivityKind.MESSAGE,
            activity.c.at.between(since, until),
        )
        in_thread = (opening.c.guild_id == activity.c.guild_id) & (opening.c.thread_id == activity.c.thread_id)
        of_ask = (ask.c.guild_id == activity.c.guild_id) & (ask.c.thread_id == activity.c.thread_id)
        of_own_ama = exists().where(
            ama.c.guild_id == guild_id, ama.c.thread_id == activity.c.thread_id, ama.c.guest_id == member_id
        )
        posts = (
            select(
                activity.c.source_id,
                activity.c.at,
                activity.c.channel_id,
                activity.c.thread_id,
                activity.c.replied_to,
                case((ask.c.ask_id.is_not(None), ask.c.author_id), else_=opening.c.member_id).label("opened_by"),
                of_own_ama.label("invited"),
            )
            .select_from(activity.outerjoin(opening, in_thread).outerjoin(ask, of_ask))
            .where(*written)
            .order_by(activity.c.at, activity.c.source_id)
        )
        recommended = (
            select(recommendation.c.ask_id, recommendation.c.relation)
            .where(
                recommendation.c.guild_id == guild_id,
                recommendation.c.author_id == member_id,
                recommendation.c.message_id.is_not(None),
                recommendation.c.recommended_at.between(since, until),
            )
            .order_by(recommendation.c.recommendation_id)
        )
        threads = select(activity.c.thread_id).where(*written, activity.c.thread_id.is_not(None))
        asks = select(ask.c.ask_id).where(
            ask.c.guild_id == guild_id, ask.c.thread_id.in_(threads), ask.c.author_id.is_distinct_from(member_id)
        )
        answered = (
            select(func.count())
            .select_from(ama_question)
            .where(
                ama_question.c.guild_id == guild_id,
                ama_question.c.changed_by == member_id,
                ama_question.c.state == QuestionState.ANSWERED,
                ama_question.c.changed_at.between(since, until),
            )
        )
        async with self._database.read() as connection:
            return RepActivity(
                posts=[_post(row) for row in await connection.execute(posts)],
                recommended=[
                    GivenRecommendation(AskId(row.ask_id), Relation(row.relation))
                    for row in await connection.execute(recommended)
                ],
                asks={AskId(row.ask_id) for row in await connection.execute(asks)},
                n_answered=int(await connection.scalar(answered) or 0),
            )


def _post(row: Row[*tuple[Any, ...]]) -> RepPost:
    return RepPost(
        message_id=row.source_id,
        at=row.at,
        channel_id=ChannelId(row.channel_id),
        thread_id=None if row.thread_id is None else ChannelId(row.thread_id),
        replied_to=None if row.replied_to is None else MemberId(row.replied_to),
        opened_by=None if row.opened_by is None else MemberId(row.opened_by),
        invited=bool(row.invited),
    )
