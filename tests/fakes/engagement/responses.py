from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from community.engagement.events import Activity, ActivityKind
from community.engagement.response_ports import InteractionCount, UnansweredNewcomer, WaitingAsk
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.recommendation import Verdict
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.recommendations.store import MemoryRecommendationStore

THANKS = {"❤", "❤️", "🙏", "🙏🏻", "🙏🏼", "🙏🏽", "🙏🏾", "🙏🏿"}


class MemoryResponses:
    """The port ``Responses``, in memory, on the data of a log and a store of recommendations."""

    def __init__(self, log: MemoryActivityLog, recommendations: MemoryRecommendationStore) -> None:
        self._log = log
        self._recommendations = recommendations

    async def replies(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        pairs = [
            (one.member_id, one.replied_to)
            for one in self._messages(guild_id, since, until)
            if one.replied_to in receivers and channel_id in {None, one.channel_id}
        ]
        return self._regards(guild_id, [(giver, receiver) for giver, receiver in pairs if receiver is not None])

    async def thanks(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        replies = {
            one.source_id: one.member_id
            for one in self._messages(guild_id, since, until)
            if one.replied_to not in {None, one.member_id}
            and one.member_id in receivers
            and channel_id in {None, one.channel_id}
        }
        reacted = {
            (one.source_id, one.member_id)
            for one in self._log.activities(guild_id)
            if one.kind is ActivityKind.REACTION
            and one.source_id in replies
            and one.emoji in THANKS
            and since <= one.at < until
        }
        pairs = [(giver, replies[source_id]) for source_id, giver in reacted]
        pairs += [
            (vote.member_id, kept.author_id)
            for ask, kept, vote in self._recommendations.all_votes(guild_id)
            if vote.verdict is Verdict.THANKS
            and kept.author_id is not None
            and kept.author_id in receivers
            and since <= vote.voted_at < until
            and channel_id in {None, ask.channel_id}
        ]
        return self._regards(guild_id, pairs)

    async def unanswered_newcomers(
        self, guild_id: GuildId, joined_since: datetime, since: datetime, until: datetime
    ) -> Sequence[UnansweredNewcomer]:
        first: dict[MemberId, Activity] = {}
        messages = sorted(self._messages(guild_id), key=lambda one: (one.at, one.source_id))
        for one in messages:
            first.setdefault(one.member_id, one)
        found = []
        for one in first.values():
            stay = self._log.stay(guild_id, one.member_id)
            if (
                since <= one.at < until
                and stay.joins
                and min(stay.joins) >= joined_since
                and stay.left_at is None
                and (guild_id, one.member_id) not in self._log.opted_out
                and not any(answers_it(other, one) for other in messages)
            ):
                found.append(
                    UnansweredNewcomer(
                        one.member_id,
                        min(stay.joins),
                        one.channel_id,
                        one.thread_id,
                        MessageId(one.source_id),
                        one.at,
                    )
                )
        return found

    async def unanswered_asks(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WaitingAsk]:
        spoken = {(one.thread_id, one.member_id) for one in self._messages(guild_id)}
        return [
            WaitingAsk(ask.channel_id, ask.thread_id, ask.asked_at)
            for ask in await self._recommendations.unanswered_asks(guild_id, since)
            if ask.asked_at < until
            and ask.thread_id is not None
            and ask.author_id is not None
            and not any(thread == ask.thread_id and who != ask.author_id for thread, who in spoken)
        ]

    def _messages(
        self, guild_id: GuildId, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Activity]:
        for one in self._log.activities(guild_id):
            if (
                one.kind is ActivityKind.MESSAGE
                and (since is None or since <= one.at)
                and (until is None or one.at < until)
            ):
                yield one

    def _regards(self, guild_id: GuildId, pairs: Collection[tuple[MemberId, MemberId]]) -> Sequence[InteractionCount]:
        counted = Counter(
            (giver, receiver)
            for giver, receiver in pairs
            if giver != receiver and not {(guild_id, giver), (guild_id, receiver)} & set(self._log.opted_out)
        )
        return [InteractionCount(giver, receiver, n) for (giver, receiver), n in sorted(counted.items())]


def answers_it(other: Activity, one: Activity) -> bool:
    return (
        other.member_id != one.member_id
        and other.at >= one.at
        and (
            other.replied_to == one.member_id
            or other.thread_id == one.source_id
            or (one.thread_id is not None and other.thread_id == one.thread_id)
            or one.member_id in other.mentioned
        )
    )


class MemoryRecognition:
    """The port ``Recognition``, in memory."""

    def __init__(self, log: MemoryActivityLog) -> None:
        self._log = log
        self._shown: set[tuple[GuildId, MemberId]] = set()

    async def shown(self, guild_id: GuildId) -> frozenset[MemberId]:
        return frozenset(
            member_id
            for guild, member_id in self._shown
            if guild == guild_id
            and self._log.stay(guild, member_id).left_at is None
            and (guild, member_id) not in self._log.opted_out
        )

    async def show(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        self._shown.add((guild_id, member_id))

    async def hide(self, guild_id: GuildId, member_id: MemberId) -> None:
        self._shown.discard((guild_id, member_id))
