from collections.abc import Mapping, Sequence
from datetime import datetime

from community.engagement.events import ActivityKind
from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.topics.liveliness import Level, Pulse
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.topics.store import MemoryTopicStore


class MemoryLivelinessStore:
    """The port ``LivelinessStore``, in memory, on what a log and a store of topics hold."""

    def __init__(self, log: MemoryActivityLog, topics: MemoryTopicStore) -> None:
        self._log = log
        self._topics = topics
        self._kept: dict[TopicId, tuple[GuildId, Level, datetime]] = {}

    async def unmeasured(self, before: datetime) -> Sequence[GuildId]:
        return sorted(
            {
                topic.guild_id
                for topic in self._topics.everything
                if topic.topic_id not in self._kept or self._kept[topic.topic_id][2] < before
            }
        )

    async def pulses(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[TopicId, Pulse]:
        return {
            topic.topic_id: self._pulse(guild_id, topic.channel_id, since, until)
            for topic in await self._topics.topics(guild_id)
        }

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        there = {topic.topic_id for topic in await self._topics.topics(guild_id)}
        return {one: level for one, (guild, level, _) in self._kept.items() if guild == guild_id and one in there}

    async def keep(self, guild_id: GuildId, levels: Mapping[TopicId, Level], now: datetime) -> None:
        there = {topic.topic_id for topic in await self._topics.topics(guild_id)}
        self._kept |= {one: (guild_id, level, now) for one, level in levels.items() if one in there}

    def _pulse(self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime) -> Pulse:
        said = {
            (one.member_id, one.replied_to)
            for one in self._log.activities(guild_id)
            if one.kind is ActivityKind.MESSAGE
            and one.channel_id == channel_id
            and since <= one.at < until
            and (guild_id, one.member_id) not in self._log.opted_out
        }
        pairs: set[tuple[MemberId, MemberId]] = {(who, whom) for who, whom in said if whom is not None and whom != who}
        return Pulse(len({who for who, _ in said}), len(pairs))
