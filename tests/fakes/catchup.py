from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from community.catchup.missed import MissedAnswer, MissedThread
from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId, MessageId


class MemoryCatchup:
    """The ports ``Correspondence`` and ``Visits``, in memory, counted from what happened."""

    def __init__(self) -> None:
        self.activities: list[Activity] = []
        self.asks: dict[ChannelId, MemberId] = {}
        self.opted_out: set[MemberId] = set()
        self._visits: dict[tuple[GuildId, MemberId], datetime] = {}

    async def answers(
        self, guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
    ) -> Sequence[MissedAnswer]:
        opened = {thread for thread, opener in self._openers(guild_id).items() if opener == member_id}
        asked = {thread for thread, author in self.asks.items() if author == member_id}

        def turns_to_them(one: Activity) -> bool:
            to_them = one.replied_to == member_id or member_id in one.mentioned or one.thread_id in opened | asked
            return (
                one.thread_id in asked
                if one.kind is ActivityKind.RECOMMENDATION
                else one.kind is ActivityKind.MESSAGE and to_them
            )

        found = defaultdict(list)
        for one in self._others(guild_id, member_id, since, until, turns_to_them):
            found[one.channel_id, one.thread_id].append(one)
        return [MissedAnswer(channel, thread, *_totals(said)) for (channel, thread), said in found.items()]

    async def threads(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        channels: Collection[ChannelId],
        since: datetime,
        until: datetime,
    ) -> Sequence[MissedThread]:
        found: dict[ChannelId, list[Activity]] = defaultdict(list)
        for one in self._others(guild_id, member_id, since, until, lambda one: one.kind is ActivityKind.MESSAGE):
            if one.thread_id is not None and one.channel_id in channels:
                found[one.thread_id].append(one)
        return [MissedThread(said[0].channel_id, thread, *_totals(said)) for thread, said in found.items()]

    async def last_visit(self, guild_id: GuildId, member_id: MemberId) -> datetime | None:
        return self._visits.get((guild_id, member_id))

    async def record_visit(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        self._visits[guild_id, member_id] = now

    def _others(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        since: datetime,
        until: datetime,
        wanted: Callable[[Activity], bool],
    ) -> Sequence[Activity]:
        return [
            one
            for one in self.activities
            if one.guild_id == guild_id
            and since <= one.at < until
            and one.member_id != member_id
            and one.member_id not in self.opted_out
            and wanted(one)
        ]

    def _openers(self, guild_id: GuildId) -> dict[ChannelId, MemberId]:
        openers: dict[ChannelId, MemberId] = {}
        for one in sorted(self.activities, key=lambda one: one.at):
            if one.guild_id == guild_id and one.kind is ActivityKind.MESSAGE and one.thread_id is not None:
                openers.setdefault(one.thread_id, one.member_id)
        return openers


def _totals(said: Sequence[Activity]) -> tuple[MessageId, int, int, datetime]:
    people = {one.member_id for one in said}
    return MessageId(min(one.source_id for one in said)), len(said), len(people), max(one.at for one in said)
