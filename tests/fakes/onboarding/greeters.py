from collections.abc import Collection, Sequence
from datetime import datetime

from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.onboarding.greeter_rotation import GreeterMention, GreeterNote, NoteState
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.topics.store import MemoryTopicStore


class MemoryGreeterStore:
    """The port ``GreeterStore``, in memory, beside what a log and a store of topics hold."""

    def __init__(self, log: MemoryActivityLog, topics: MemoryTopicStore) -> None:
        self._log = log
        self._topics = topics
        self._offered: set[tuple[GuildId, MemberId]] = set()
        self.notes: dict[tuple[GuildId, MemberId, int], tuple[GreeterNote, NoteState]] = {}

    async def add_greeter(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        self._offered.add((guild_id, member_id))

    async def remove_greeter(self, guild_id: GuildId, member_id: MemberId) -> bool:
        did = (guild_id, member_id) in self._offered
        self._offered.discard((guild_id, member_id))
        return did

    async def greeters(self, guild_id: GuildId) -> frozenset[MemberId]:
        return frozenset(
            who
            for guild, who in self._offered
            if guild == guild_id
            and self._log.stay(guild, who).left_at is None
            and (guild, who) not in self._log.opted_out
        )

    async def greeters_of(
        self, guild_id: GuildId, topic_ids: Collection[TopicId]
    ) -> Sequence[tuple[MemberId, TopicId]]:
        found = [
            (who, topic_id)
            for who in await self.greeters(guild_id)
            for topic_id in await self._topics.joined(guild_id, who)
            if topic_id in topic_ids
        ]
        return sorted(found)

    async def mentions(self, guild_id: GuildId, since: datetime) -> Sequence[GreeterMention]:
        return [
            GreeterMention(note.greeter_id, note.newcomer_id, note.claimed_at)
            for note, state in sorted(self.notes.values(), key=lambda pair: (pair[0].claimed_at, pair[0].message_id))
            if note.guild_id == guild_id
            and note.greeter_id is not None
            and state in {NoteState.CLAIMED, NoteState.POSTED}
            and note.claimed_at >= since
        ]

    async def noted_messages(self, guild_id: GuildId, since: datetime) -> frozenset[tuple[MemberId, int]]:
        return frozenset(
            (note.newcomer_id, note.message_id)
            for note, _ in self.notes.values()
            if note.guild_id == guild_id and note.said_at >= since
        )

    async def claim(self, note: GreeterNote) -> bool:
        key = (note.guild_id, note.newcomer_id, note.message_id)
        return key not in self.notes and bool(self.notes.setdefault(key, (note, NoteState.CLAIMED)))

    async def claims(self) -> Sequence[GreeterNote]:
        open_ones = [note for note, state in self.notes.values() if state is NoteState.CLAIMED]
        return sorted(open_ones, key=lambda note: (note.claimed_at, note.message_id))

    async def settle(self, note: GreeterNote, state: NoteState) -> None:
        key = (note.guild_id, note.newcomer_id, note.message_id)
        if self.notes[key][1] is NoteState.CLAIMED:
            self.notes[key] = (note, state)


class MemoryGreeterPosts:
    """The port ``GreetersBoard``: what was posted stands, also where the process died before it was recorded."""

    def __init__(self, *guilds: GuildId) -> None:
        self._guilds = guilds
        self.posted: list[GreeterNote] = []
        self.refusal: OutOfReach | None = None
        self.dies_after_posting = False

    def guilds(self) -> Sequence[GuildId]:
        return self._guilds

    async def post(self, note: GreeterNote, channel_id: ChannelId, since: datetime | None) -> None:
        if self.refusal is not None:
            raise self.refusal
        if since is None or all(one.message_id != note.message_id for one in self.posted):
            self.posted.append(note)
        if self.dies_after_posting:
            raise ConnectionError
