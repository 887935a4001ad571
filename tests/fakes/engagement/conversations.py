from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from community.calendar import Window
from community.engagement.conversations import ChannelPresence, Reader, Reply, ThreadParticipants, Tie
from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from tests.fakes.engagement.activity_log import MemoryActivityLog


class MemoryConversations:
    """The port ``Conversations``, on the data of an activity log in memory."""

    def __init__(self, log: MemoryActivityLog) -> None:
        self._log = log
        self.chosen: list[Reader] = []

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        standing = {one.source_id for one in self._messages(guild_id)}
        return [
            Reply(one.source_id, one.answered_id, one.thread_id)
            for one in self._messages(guild_id, window)
            if one.answered_id is not None and one.answered_id in standing
        ]

    async def ties(self, guild_id: GuildId, window: Window) -> Sequence[Tie]:
        openers: dict[ChannelId, MemberId] = {}
        threads = self._threads(guild_id)
        for one in self._messages(guild_id):
            for thread_id in _threads_of(one, threads):
                openers.setdefault(thread_id, one.member_id)
        found = set()
        for one in self._messages(guild_id, window):
            towards = {*one.mentioned, one.replied_to, openers[one.thread_id] if one.thread_id else None}
            found |= {(one.member_id, other) for other in towards - {None, one.member_id} if other is not None}
        return [Tie(*pair) for pair in sorted(found) if (guild_id, pair[1]) not in self._log.opted_out]

    async def thread_participants(self, guild_id: GuildId, window: Window) -> Sequence[ThreadParticipants]:
        threads = self._threads(guild_id)
        heard: defaultdict[ChannelId, set[MemberId]] = defaultdict(set)
        for one in self._messages(guild_id, window):
            for thread_id in _threads_of(one, threads):
                heard[thread_id].add(one.member_id)
        return [ThreadParticipants(thread_id, len(who)) for thread_id, who in sorted(heard.items())]

    async def presence(self, guild_id: GuildId, window: Window) -> Sequence[ChannelPresence]:
        counts: Counter[tuple[ChannelId, MemberId]] = Counter()
        for one in self._activities(guild_id):
            if window.start_at <= one.at < window.end_at and self._counts(one):
                counts[one.channel_id, one.member_id] += one.kind is ActivityKind.MESSAGE
        return [ChannelPresence(*key, n) for key, n in sorted(counts.items())]

    async def readers(self, guild_id: GuildId) -> Sequence[Reader]:
        return list(self.chosen)

    def _counts(self, one: Activity) -> bool:
        return (one.guild_id, one.member_id) not in self._log.opted_out

    def _activities(self, guild_id: GuildId) -> Iterator[Activity]:
        return (one for one in self._log._activities.values() if one.guild_id == guild_id)

    def _threads(self, guild_id: GuildId) -> set[int]:
        return {one.thread_id for one in self._activities(guild_id) if one.thread_id is not None}

    def _messages(self, guild_id: GuildId, window: Window | None = None) -> list[Activity]:
        return sorted(
            (
                one
                for one in self._activities(guild_id)
                if one.kind is ActivityKind.MESSAGE
                and (window is None or (window.start_at <= one.at < window.end_at and self._counts(one)))
            ),
            key=lambda one: (one.at, one.source_id),
        )


def _threads_of(one: Activity, threads: set[int]) -> set[ChannelId]:
    """The thread that a message is in, or the one that was made from it."""
    if one.thread_id is not None:
        return {one.thread_id}
    return {ChannelId(one.source_id)} & {ChannelId(thread) for thread in threads}
