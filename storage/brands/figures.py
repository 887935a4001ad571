"""Published figures of brands, and the facts that they are computed from, in SQL."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, literal, select, union_all

from community.brands.brand import Brand
from community.brands.figures import AskFact, Figures, OutcomeFact, OutcomeKind, PeriodMark
from community.ids import ChannelId, GuildId, MemberId
from community.recommendations.outcome import Result
from community.recommendations.recommendation import RecommendationState, Verdict
from storage.brands.store import brand_of
from storage.bulk import upsert
from storage.database import Database
from storage.tables.brands import brand as brands
from storage.tables.brands import brand_release
from storage.tables.recommendations import ask, choice, recommendation, recommendation_vote

KINDS = {
    Verdict.WORKED.value: OutcomeKind.WORKED,
    Verdict.DIDNT.value: OutcomeKind.DIDNT,
    Result.YES.value: OutcomeKind.WORKED,
    Result.PARTLY.value: OutcomeKind.DIDNT,
    Result.NO.value: OutcomeKind.DIDNT,
    OutcomeKind.CHOSEN.value: OutcomeKind.CHOSEN,
}
"""The kind of outcome of each stored verdict, result or choice."""


class SqlReleaseStore:
    """Implements :class:`community.brands.ports.ReleaseStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def period_marks(self) -> Sequence[PeriodMark]:
        """Returns the brands of all guilds, each with its latest period of stored figures."""
        latest = (
            select(func.max(brand_release.c.first_day))
            .where(brand_release.c.brand_id == brands.c.brand_id)
            .scalar_subquery()
        )
        query = select(brands, latest.label("latest")).where(brands.c.name_key.is_not(None)).order_by(brands.c.brand_id)
        async with self._database.read() as connection:
            return [
                PeriodMark(
                    brand_of(row), row.created_at, None if row.latest is None else date.fromisoformat(row.latest)
                )
                for row in await connection.execute(query)
            ]

    async def release_figures(self, brand: Brand, first: date, figures: Figures, now: datetime) -> None:
        """Stores the figures of the period that began on a day; does not replace stored ones."""
        async with self._database.write() as connection:
            statement = upsert(connection, brand_release).values(
                brand_id=brand.brand_id,
                guild_id=brand.guild_id,
                first_day=first.isoformat(),
                figures=json.dumps(figures, sort_keys=True),
                released_at=now,
            )
            await connection.execute(statement.on_conflict_do_nothing())

    async def released_figures(self, brand: Brand, first: date) -> Figures:
        """Returns the figures of the period that began on a day, empty if none are stored."""
        query = select(brand_release.c.figures).where(
            brand_release.c.guild_id == brand.guild_id,
            brand_release.c.brand_id == brand.brand_id,
            brand_release.c.first_day == first.isoformat(),
        )
        async with self._database.read() as connection:
            kept = await connection.scalar(query)
        figures: Figures = {} if kept is None else json.loads(kept)
        return figures


class SqlRecommendationFacts:
    """Implements :class:`community.brands.ports.RecommendationFacts` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def outcomes(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[OutcomeFact]:
        """Returns who chose what, and for whom it worked out how, in ``[since, until)``."""
        item, is_standing = recommendation.c.item, recommendation.c.state == RecommendationState.STANDS
        of_choice = recommendation.c.recommendation_id == choice.c.recommendation_id
        chosen = (
            select(
                ask.c.author_id.label("member_id"),
                item,
                literal(OutcomeKind.CHOSEN.value),
                choice.c.chosen_at.label("at"),
            )
            .select_from(choice.join(ask, ask.c.ask_id == choice.c.ask_id).join(recommendation, of_choice))
            .where(choice.c.guild_id == guild_id, is_standing, choice.c.chosen_at >= since, choice.c.chosen_at < until)
        )
        rated = (
            select(ask.c.author_id, item, choice.c.result, choice.c.told_at)
            .select_from(choice.join(ask, ask.c.ask_id == choice.c.ask_id).join(recommendation, of_choice))
            .where(choice.c.guild_id == guild_id, is_standing, choice.c.told_at >= since, choice.c.told_at < until)
        )
        voted = (
            select(recommendation_vote.c.member_id, item, recommendation_vote.c.verdict, recommendation_vote.c.voted_at)
            .join(recommendation, recommendation.c.recommendation_id == recommendation_vote.c.recommendation_id)
            .where(
                recommendation_vote.c.guild_id == guild_id,
                is_standing,
                recommendation_vote.c.voted_at >= since,
                recommendation_vote.c.voted_at < until,
            )
        )
        async with self._database.read() as connection:
            rows = await connection.execute(union_all(chosen, rated, voted))
            return [
                OutcomeFact(MemberId(member), named, KINDS[word], at)
                for member, named, word, at in rows
                if member is not None and word in KINDS
            ]

    async def asks(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[AskFact]:
        """Returns who asked for a recommendation in some channels in ``[since, until)``."""
        query = select(ask.c.author_id, ask.c.channel_id).where(
            ask.c.guild_id == guild_id,
            ask.c.channel_id.in_(channels),
            ask.c.author_id.is_not(None),
            ask.c.asked_at >= since,
            ask.c.asked_at < until,
        )
        async with self._database.read() as connection:
            return [AskFact(MemberId(row[0]), ChannelId(row[1])) for row in await connection.execute(query)]
