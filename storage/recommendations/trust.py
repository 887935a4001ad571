"""What trust is computed from, in SQL."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select, union

from community.engagement.events import ActivityKind
from community.ids import AskId, ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.link import host_of
from community.recommendations.outcome import TRIED_RESULTS, OutcomeStage, Result
from community.recommendations.promotion_detection import RecommendedLink
from community.recommendations.recommendation import RecommendationState, Relation, Verdict
from community.recommendations.vote_ring import Approval
from community.recommendations.voter_weights import Endorsement, VoterAccount
from storage.database import Database
from storage.tables.engagement import member_day, membership
from storage.tables.recommendations import ask, choice, recommendation, recommendation_vote

SCORING: Final = (Verdict.WORKED, Verdict.DIDNT)
N_WORKED: Final = {Result.YES: 2, Result.PARTLY: 1}
"""How many votes "worked" an outcome is (Source: the design's metrics)."""


class SqlTrustEvidence:
    """The port :class:`community.recommendations.trust_ports.Evidence` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accounts(self, guild_id: GuildId) -> Sequence[VoterAccount]:
        """Returns everybody who voted "worked" or "didn't", or told how a choice worked out."""
        vote = recommendation_vote.alias("vote")
        voters = select(vote.c.member_id).where(vote.c.guild_id == guild_id).distinct().subquery("voters")
        scored = exists().where(
            recommendation_vote.c.guild_id == guild_id,
            recommendation_vote.c.member_id == voters.c.member_id,
            recommendation_vote.c.verdict.in_(SCORING),
        )
        voted_or_answered = union(
            select(voters.c.member_id).where(scored), _told(select(ask.c.author_id), guild_id, TRIED_RESULTS)
        ).subquery("heard")
        who = voted_or_answered.c.member_id
        traces = [
            case(
                (
                    membership.c.joined_at.is_(None),
                    select(func.min(at)).where(table_guild == guild_id, member == who).scalar_subquery(),
                )
            )
            for table_guild, member, at in (
                (ask.c.guild_id, ask.c.author_id, ask.c.asked_at),
                (recommendation.c.guild_id, recommendation.c.author_id, recommendation.c.recommended_at),
                (recommendation_vote.c.guild_id, recommendation_vote.c.member_id, recommendation_vote.c.voted_at),
            )
        ]
        does_more = or_(
            select(literal(1))
            .where(
                member_day.c.guild_id == guild_id, member_day.c.member_id == who, member_day.c.kind != ActivityKind.VOTE
            )
            .exists(),
            select(literal(1)).where(ask.c.guild_id == guild_id, ask.c.author_id == who).exists(),
            select(literal(1)).where(recommendation.c.guild_id == guild_id, recommendation.c.author_id == who).exists(),
        )
        query = select(
            who, membership.c.joined_at, membership.c.left_at, does_more.label("does_more"), *traces
        ).outerjoin(membership, (membership.c.guild_id == guild_id) & (membership.c.member_id == who))
        async with self._database.read() as connection:
            return [_account(row) for row in await connection.execute(query.order_by(who))]

    async def endorsements(self, guild_id: GuildId) -> Sequence[Endorsement]:
        """Returns whose shown recommendations worked for whom, as far as both are known.

        An asker's outcome counts instead of their vote.
        """
        pair = (recommendation_vote.c.member_id, recommendation.c.author_id)
        voted = _worked(select(*pair, func.count()), guild_id).group_by(*pair)
        about_others = (recommendation.c.author_id != ask.c.author_id) & _stands()
        told = _told(select(ask.c.author_id, recommendation.c.author_id, choice.c.result), guild_id, N_WORKED)
        both = _told(select(*pair), guild_id, TRIED_RESULTS).join(
            recommendation_vote,
            (recommendation_vote.c.recommendation_id == choice.c.recommendation_id)
            & (recommendation_vote.c.member_id == ask.c.author_id)
            & (recommendation_vote.c.verdict == Verdict.WORKED),
        )
        async with self._database.read() as connection:
            votes = (await connection.execute(voted)).all()
            outcomes = (await connection.execute(told.where(about_others))).all()
            unheard = Counter((voter, author) for voter, author in await connection.execute(both.where(about_others)))
        by_vote = ((voter, author, n - unheard.get((voter, author), 0)) for voter, author, n in votes)
        by_outcome = ((asker, author, N_WORKED[Result(result)]) for asker, author, result in outcomes)
        return [Endorsement._make(one) for one in chain(by_vote, by_outcome) if one[2]]

    async def approvals(self, guild_id: GuildId, since: datetime) -> Sequence[Approval]:
        """Returns the votes "worked" since a moment, as far as voter and author are known."""
        query = _worked(
            select(
                recommendation_vote.c.member_id,
                recommendation.c.author_id,
                recommendation.c.recommendation_id,
                ask.c.channel_id,
            ),
            guild_id,
        )
        query = query.join(ask, ask.c.ask_id == recommendation.c.ask_id).where(recommendation_vote.c.voted_at >= since)
        query = query.order_by(recommendation.c.recommendation_id, recommendation_vote.c.member_id)
        async with self._database.read() as connection:
            return [
                Approval(MemberId(voter), MemberId(author), RecommendationId(item), ChannelId(channel))
                for voter, author, item, channel in await connection.execute(query)
            ]

    async def links(self, guild_id: GuildId, since: datetime) -> Sequence[RecommendedLink]:
        """Returns where the shown recommendations since a moment lead, as far as their authors are known."""
        query = select(
            recommendation.c.author_id, recommendation.c.ask_id, recommendation.c.link, recommendation.c.relation
        ).where(
            recommendation.c.guild_id == guild_id,
            recommendation.c.recommended_at >= since,
            recommendation.c.author_id.is_not(None),
            _stands(),
        )
        async with self._database.read() as connection:
            return [
                RecommendedLink(MemberId(author), AskId(ask_id), host_of(link), Relation(relation))
                for author, ask_id, link, relation in await connection.execute(query)
            ]


def _told(query: Select[Any], guild_id: GuildId, results: Collection[Result]) -> Select[Any]:
    """Selects the results of choices whose recommendation did not change in substance since."""
    return (
        query.select_from(choice)
        .join(ask, ask.c.ask_id == choice.c.ask_id)
        .join(recommendation, recommendation.c.recommendation_id == choice.c.recommendation_id)
        .where(
            choice.c.guild_id == guild_id,
            choice.c.stage == OutcomeStage.TOLD,
            choice.c.result.in_(sorted(results)),
            ask.c.author_id.is_not(None),
            or_(recommendation.c.changed_at.is_(None), recommendation.c.changed_at <= choice.c.chosen_at),
        )
    )


def _worked(query: Select[Any], guild_id: GuildId) -> Select[Any]:
    return (
        query.select_from(recommendation_vote)
        .join(recommendation, recommendation.c.recommendation_id == recommendation_vote.c.recommendation_id)
        .where(
            recommendation.c.guild_id == guild_id,
            recommendation_vote.c.verdict == Verdict.WORKED,
            recommendation.c.author_id != recommendation_vote.c.member_id,
            _stands(),
        )
    )


def _stands() -> ColumnElement[bool]:
    return recommendation.c.message_id.is_not(None) & (recommendation.c.state == RecommendationState.STANDS)


def _account(row: Any) -> VoterAccount:
    member_id, joined_at, left_at, does_more, *traces = row
    known_since = joined_at or min((trace for trace in traces if trace is not None), default=None)
    return VoterAccount(MemberId(member_id), known_since, left_at, only_votes=not does_more)
