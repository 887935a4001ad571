"""Telling a member what they missed: nothing that they can't read, and nothing of what they asked not to have kept."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from community.catchup.missed import (
    DEFAULT_SPAN,
    MAX_SPAN,
    Missed,
    MissedAnswer,
    MissedThread,
    best_answers,
    best_asks,
    best_threads,
    best_worked,
    parse_since,
)
from community.catchup.ports import CatchupReads, LastVisits, OwnTopics, RecommendationNews
from community.digests.section import Place
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder
from community.ids import GuildId, MemberId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation

N_ANSWERS, N_THREADS, N_ASKS, N_WORKED = 6, 5, 3, 3
CanRead = Callable[[Place], Awaitable[bool]]
"""Whether the member can read what was said in a place."""
MissedRow = TypeVar("MissedRow", MissedAnswer, MissedThread, OpenAsk, WorkedRecommendation)


class CatchupService:
    """What ``/catchup`` tells."""

    def __init__(
        self,
        reads: CatchupReads,
        visits: LastVisits,
        topics: OwnTopics,
        recommendations: RecommendationNews,
        *,
        recorder: Recorder,
        optouts: OptOuts,
    ) -> None:
        self._reads = reads
        self._visits = visits
        self._topics = topics
        self._recommendations = recommendations
        self._recorder = recorder
        self._optouts = optouts

    async def missed(
        self, guild_id: GuildId, member_id: MemberId, can_read: CanRead, *, typed: str, tz: ZoneInfo, now: datetime
    ) -> Missed:
        """What a member missed since what they typed, else since their last visit.

        Raises
        ------
        Invalid
            When what they typed can't be read.
        """
        await self._recorder.flush()
        opted_out = self._optouts.opted_out_at(guild_id, member_id) is not None
        wanted = parse_since(typed, tz, now)
        last = None if opted_out else await self._visits.last_visit(guild_id, member_id)
        begin = wanted or max(last or now - DEFAULT_SPAN, now - MAX_SPAN)
        mine = {topic.channel_id for topic in await self._topics.joined(guild_id, member_id)}
        answers = [] if opted_out else await self._reads.answers(guild_id, member_id, begin, now)
        told = await _readable(best_answers(answers), N_ANSWERS, can_read)
        threads = await self._reads.threads(guild_id, member_id, mine, begin, now)
        return Missed(
            begin,
            is_visit=wanted is None and last is not None,
            opted_out=opted_out,
            has_topics=bool(mine),
            answers=told,
            threads=await _readable(best_threads(threads, {one.thread_id for one in told}), N_THREADS, can_read),
            asks=await _readable(
                best_asks(await self._recommendations.open_asks(guild_id, begin), member_id, mine), N_ASKS, can_read
            ),
            worked=await _readable(
                best_worked(await self._recommendations.worked(guild_id, begin, now), mine), N_WORKED, can_read
            ),
        )

    async def record_visit(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps when a member was told; of those who opted out, nothing."""
        if self._optouts.opted_out_at(guild_id, member_id) is None:
            await self._visits.record_visit(guild_id, member_id, now)


async def _readable(rows: Sequence[MissedRow], limit: int, can_read: CanRead) -> Sequence[MissedRow]:
    """The first rows that lead to where the member can read."""
    found: list[MissedRow] = []
    for row in rows:
        if len(found) == limit:
            break
        if await can_read(Place(row.channel_id, row.thread_id)):
            found.append(row)
    return found
