"""What catching up needs from the outside."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from community.catchup.missed import MissedAnswer, MissedThread
from community.ids import ChannelId, GuildId, MemberId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.topics.topic import Topic


class CatchupReads(Protocol):
    """Who said something to whom, and where; members who opted out said nothing."""

    async def answers(
        self, guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
    ) -> Sequence[MissedAnswer]:
        """What others said to a member in ``[since, until)``, a row for each channel and each thread.

        That is: replied to them, mentioned them, wrote in a thread that they opened, or wrote or recommended in the
        thread of an ask of theirs.
        """
        ...

    async def threads(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        channels: Collection[ChannelId],
        since: datetime,
        until: datetime,
    ) -> Sequence[MissedThread]:
        """What others than a member said in the threads of some channels in ``[since, until)``."""
        ...


class LastVisits(Protocol):
    """When members were last told what they missed."""

    async def last_visit(self, guild_id: GuildId, member_id: MemberId) -> datetime | None:
        """When; none where they never were."""
        ...

    async def record_visit(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps that it was now, instead of the time before."""
        ...


class OwnTopics(Protocol):
    """Which topics are whose."""

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        """The topics that a member joined."""
        ...


class RecommendationNews(Protocol):
    """What was asked and recommended."""

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WorkedRecommendation]:
        """What worked for somebody in ``[since, until)``."""
        ...

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """The asks since then that nobody has answered yet."""
        ...
