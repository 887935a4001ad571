from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from community.brands.cell_suppression import Table
from community.brands.feedback import FeedbackAnswer, FeedbackReply, NewRound, Round, RoundState
from community.ids import GuildId, MemberId, MessageId, RoundId
from tests.fakes.brands.store import MemoryBrandStore
from tests.fakes.topics.store import MemoryTopicStore


class MemoryRoundStore:
    """Implements ``RoundStore`` in memory, beside the brands and topics of the rounds."""

    def __init__(self, brands: MemoryBrandStore, topics: MemoryTopicStore) -> None:
        self._brands = brands
        self._topics = topics
        self._rounds: dict[tuple[GuildId, RoundId], Round] = {}
        self._replies: dict[RoundId, dict[MemberId, FeedbackReply]] = {}

    async def open_round(self, new: NewRound, now: datetime, closes_at: datetime) -> Round | None:
        for one in self._rounds.values():
            if one.state is RoundState.OPEN and (one.brand_id, one.topic_id) == (new.brand_id, new.topic_id):
                return None
        topic = await self._topics.topic(new.guild_id, new.topic_id)
        assert topic is not None
        opened = Round(
            RoundId(len(self._rounds) + 1),
            new.guild_id,
            new.brand_id,
            new.topic_id,
            topic.channel_id,
            {brand.brand_id: brand.name for brand in await self._brands.brands()}[new.brand_id],
            topic.name,
            new.question,
            new.fewest,
            RoundState.OPEN,
            now,
            closes_at,
        )
        self._rounds[opened.guild_id, opened.round_id] = opened
        return opened

    async def rounds(self, guild_id: GuildId | None = None) -> Sequence[Round]:
        known = {brand.brand_id for brand in await self._brands.brands()}
        return [one for one in self._rounds.values() if one.brand_id in known and guild_id in {None, one.guild_id}]

    async def record_answer(self, asked: Round, member_id: MemberId, answer: FeedbackAnswer, now: datetime) -> bool:
        if not self._is_open(asked):
            return False
        replies = self._replies.setdefault(asked.round_id, {})
        before = replies.get(member_id)
        replies[member_id] = FeedbackReply(member_id, answer, "" if before is None else before.comment)
        return True

    async def record_comment(self, asked: Round, member_id: MemberId, comment: str) -> bool:
        before = self._replies.get(asked.round_id, {}).get(member_id)
        if before is None or not self._is_open(asked):
            return False
        self._replies[asked.round_id][member_id] = replace(before, comment=comment)
        return True

    async def replies(self, asked: Round) -> Sequence[FeedbackReply]:
        if (asked.guild_id, asked.round_id) not in self._rounds:
            return []
        return sorted(self._replies.get(asked.round_id, {}).values(), key=lambda reply: reply.member_id)

    async def close_round(self, asked: Round, to: RoundState, table: Table | None) -> bool:
        if not self._is_open(asked):
            return False
        key = (asked.guild_id, asked.round_id)
        self._rounds[key] = replace(self._rounds[key], state=to, told=table)
        return True

    async def record_post(self, asked: Round, message_id: MessageId) -> None:
        key = (asked.guild_id, asked.round_id)
        if key in self._rounds:
            self._rounds[key] = replace(self._rounds[key], message_id=message_id, shown=asked.shown_version)

    def _is_open(self, asked: Round) -> bool:
        kept = self._rounds.get((asked.guild_id, asked.round_id))
        return kept is not None and kept.state is RoundState.OPEN
