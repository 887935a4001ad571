"""Answers and thanks between members, and unanswered messages, in SQL."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from community.engagement.events import ActivityKind
from community.engagement.response_ports import InteractionCount, UnansweredNewcomer, WaitingAsk
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.recommendation import Verdict
from storage.columns import Flag
from storage.database import Database
from storage.optouts import is_counted, is_opted_out
from storage.tables.engagement import activity, membership, mention
from storage.tables.recommendations import ask, recommendation, recommendation_vote

HEARTS: Final = frozenset({"\N{HEAVY BLACK HEART}", "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"})
FOLDED_HANDS: Final = frozenset(
    "\N{PERSON WITH FOLDED HANDS}" + tone for tone in ("", *(chr(0x1F3FB + step) for step in range(5)))
)
THANKS: Final = HEARTS | FOLDED_HANDS
"""The reactions that thank: the red heart, and folded hands of any skin tone."""


class SqlResponses:
    """Implements :class:`community.engagement.response_ports.Responses` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replies(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        """Returns how often members replied explicitly to the receivers in ``[since, until)``, threads included."""
        # Givers come as one list a receiver: to group by both, SQLite would sort all replies.
        listed = func.json_group_array if self._database.is_sqlite else func.json_agg
        query = (
            select(activity.c.replied_to, cast(listed(activity.c.member_id), Text))
            .where(
                activity.c.guild_id == guild_id,
                activity.c.kind == ActivityKind.MESSAGE,
                activity.c.replied_to.in_(receivers),
                activity.c.replied_to != activity.c.member_id,
                activity.c.at >= since,
                activity.c.at < until,
                _in_channel(activity.c.channel_id, channel_id),
                is_counted(guild_id, activity.c.member_id),
                is_counted(guild_id, activity.c.replied_to),
            )
            .group_by(activity.c.replied_to)
        )
        givers = {receiver: Counter(orjson.loads(members)) for receiver, members in await self._read(query)}
        return _interaction_counts({(giver, receiver): n for receiver, of in givers.items() for giver, n in of.items()})

    async def thanks(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        """Returns how often members thanked the receivers in ``[since, until)``, once per person and message."""
        voted = (
            select(recommendation_vote.c.member_id, recommendation.c.author_id, func.count())
            .join(recommendation, recommendation.c.recommendation_id == recommendation_vote.c.recommendation_id)
            .join(ask, ask.c.ask_id == recommendation.c.ask_id)
            .where(
                recommendation.c.guild_id == guild_id,
                recommendation_vote.c.verdict == Verdict.THANKS,
                recommendation.c.author_id.in_(receivers),
                recommendation.c.author_id != recommendation_vote.c.member_id,
                recommendation_vote.c.voted_at >= since,
                recommendation_vote.c.voted_at < until,
                _in_channel(ask.c.channel_id, channel_id),
                *_both_counted(recommendation.c.guild_id, recommendation_vote.c.member_id, recommendation.c.author_id),
            )
            .group_by(recommendation_vote.c.member_id, recommendation.c.author_id)
        )
        # Thanks are found by their emojis and when they were, then each reply by its key. Left to itself, SQLite would
        # walk through all reactions ever, or for each thanks through all that was written.
        thanked = (
            select(activity.c.source_id, activity.c.member_id)
            .where(
                activity.c.guild_id == guild_id,
                activity.c.at >= since,
                activity.c.at < until,
                activity.c.kind.concat("") == ActivityKind.REACTION,
                activity.c.emoji != literal_column("''"),
                activity.c.emoji.in_(THANKS),
                is_counted(guild_id, activity.c.member_id),
            )
            .distinct()
            .cte("thanked")
            .prefix_with("MATERIALIZED")
        )
        reply = activity.alias("reply")
        found = (
            select(
                thanked.c.member_id.label("giver_id"),
                reply.c.member_id.label("receiver_id"),
                reply.c.at,
                reply.c.channel_id,
            )
            .select_from(thanked)
            .join(
                reply,
                (reply.c.guild_id == guild_id)
                & (reply.c.kind == ActivityKind.MESSAGE)
                & (reply.c.source_id == thanked.c.source_id)
                & (reply.c.member_id != thanked.c.member_id)
                & (reply.c.replied_to != reply.c.member_id),
            )
            .cte("found")
            .prefix_with("MATERIALIZED")
        )
        reacted = (
            select(found.c.giver_id, found.c.receiver_id, func.count())
            .where(
                found.c.receiver_id.in_(receivers),
                found.c.at >= since,
                found.c.at < until,
                _in_channel(found.c.channel_id, channel_id),
                is_counted(guild_id, found.c.receiver_id),
            )
            .group_by(found.c.giver_id, found.c.receiver_id)
        )
        thanks = Counter({(giver, receiver): n for giver, receiver, n in await self._read(voted)})
        thanks.update({(giver, receiver): n for giver, receiver, n in await self._read(reacted)})
        return _interaction_counts(thanks)

    async def unanswered_newcomers(
        self, guild_id: GuildId, joined_since: datetime, since: datetime, until: datetime
    ) -> Sequence[UnansweredNewcomer]:
        """Returns the unanswered first messages of ``[since, until)``, oldest first.

        Their authors joined since ``joined_since``.
        """
        first_id = select_first_message(guild_id, membership.c.member_id).label("first_id")
        # Made beforehand: else SQLite walks through all that was written of late, and looks for its author's first.
        newcomer = (
            select(membership.c.member_id, membership.c.joined_at, first_id)
            .where(
                membership.c.guild_id == guild_id,
                membership.c.joined_at >= joined_since,
                membership.c.inferred == literal(False, Flag()),
                membership.c.left_at.is_(None),
                ~is_opted_out(membership.c.guild_id, membership.c.member_id),
            )
            .cte("newcomer")
            .prefix_with("MATERIALIZED")
        )
        query = (
            select(
                newcomer.c.member_id,
                newcomer.c.joined_at,
                activity.c.channel_id,
                activity.c.thread_id,
                activity.c.source_id,
                activity.c.at,
            )
            .select_from(newcomer)
            .join(
                activity,
                (activity.c.guild_id == guild_id)
                & (activity.c.kind == ActivityKind.MESSAGE)
                & (activity.c.source_id == newcomer.c.first_id)
                & (activity.c.member_id == newcomer.c.member_id),
            )
            .where(
                activity.c.at >= since,
                activity.c.at < until,
                ~is_answered(guild_id, activity),
            )
            .order_by(activity.c.at, activity.c.source_id)
        )
        return [
            UnansweredNewcomer(
                MemberId(member_id),
                joined_at,
                ChannelId(channel_id),
                None if thread_id is None else ChannelId(thread_id),
                MessageId(message_id),
                at,
            )
            for member_id, joined_at, channel_id, thread_id, message_id, at in await self._read(query)
        ]

    async def unanswered_asks(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WaitingAsk]:
        """Returns the unanswered asks of ``[since, until)`` whose authors are known, oldest first."""
        recommended = exists().where(recommendation.c.ask_id == ask.c.ask_id, recommendation.c.message_id.is_not(None))
        talked = exists().where(
            activity.c.guild_id == ask.c.guild_id,
            activity.c.kind == ActivityKind.MESSAGE,
            activity.c.thread_id == ask.c.thread_id,
            activity.c.member_id != ask.c.author_id,
        )
        query = (
            select(ask.c.channel_id, ask.c.thread_id, ask.c.asked_at)
            .where(
                ask.c.guild_id == guild_id,
                ask.c.thread_id.is_not(None),
                ask.c.author_id.is_not(None),
                ask.c.asked_at >= since,
                ask.c.asked_at < until,
                ~recommended,
                ~talked,
            )
            .order_by(ask.c.asked_at, ask.c.ask_id)
        )
        return [
            WaitingAsk(ChannelId(channel_id), ChannelId(thread_id), asked_at)
            for channel_id, thread_id, asked_at in await self._read(query)
        ]

    async def _read(self, query: Select[Any]) -> Sequence[Any]:
        async with self._database.read() as connection:
            rows: list[Any] = list(await connection.execute(query))
        return rows


def select_first_message(guild_id: GuildId, member_id: Column[int]) -> ScalarSelect[int]:
    """Selects the first message ever of a row's member."""
    earliest = activity.alias("earliest")
    return (
        select(earliest.c.source_id)
        .where(
            earliest.c.guild_id == guild_id,
            earliest.c.member_id == member_id,
            earliest.c.kind == ActivityKind.MESSAGE,
        )
        .order_by(earliest.c.at, earliest.c.source_id)
        .limit(1)
        .correlate(member_id.table)
        .scalar_subquery()
    )


def is_answered(guild_id: GuildId, words: Any) -> ColumnElement[bool]:
    """Returns the condition that a message was answered: by a reply, a mention, or a message in its thread.

    Each kind of answer is a query of its own, so that each uses its own index.
    """
    return or_(
        _other_message_exists(guild_id, words, lambda other: other.c.replied_to == words.c.member_id),
        _other_message_exists(guild_id, words, lambda other: other.c.thread_id == words.c.thread_id),
        _other_message_exists(guild_id, words, lambda other: other.c.thread_id == words.c.source_id),
        _other_message_exists(
            guild_id,
            words,
            lambda other: (
                (mention.c.guild_id == guild_id)
                & (mention.c.mentioned_id == words.c.member_id)
                & (mention.c.source_id == other.c.source_id)
                & (mention.c.member_id == other.c.member_id)
            ),
        ),
    )


def _other_message_exists(
    guild_id: GuildId, words: Any, matches: Callable[[Any], ColumnElement[bool]]
) -> ColumnElement[bool]:
    other = activity.alias()
    return exists().where(
        other.c.guild_id == guild_id,
        other.c.kind == ActivityKind.MESSAGE,
        other.c.member_id != words.c.member_id,
        other.c.at >= words.c.at,
        other.c.source_id != words.c.source_id,
        matches(other),
    )


def _in_channel(column: ColumnElement[int], channel_id: ChannelId | None) -> ColumnElement[bool]:
    return true() if channel_id is None else column == channel_id


def _both_counted(guild_id: Any, giver_id: Any, receiver_id: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ~is_opted_out(guild_id, giver_id), ~is_opted_out(guild_id, receiver_id)


def _interaction_counts(n_times: Mapping[tuple[int, int], int]) -> Sequence[InteractionCount]:
    return sorted(InteractionCount(MemberId(giver), MemberId(receiver), n) for (giver, receiver), n in n_times.items())
