from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, LifeId, MemberId, MessageId
from community.topics.lifecycle import ChannelState, Lifecycle, Rules, TopicState
from community.topics.topic import Topic


class MemoryTopicChannels:
    """The port ``TopicChannels``, in memory; ``happens`` is called before and after each change, and may raise.

    What is made is kept as a list for each mark, so that a test sees what was made twice.
    """

    def __init__(self, happens: Callable[[], None] = lambda: None) -> None:
        self._happens = happens
        self._n = 1_000
        self.blocked = False
        self.cards: dict[LifeId, list[MessageId]] = defaultdict(list)
        self.threads: dict[MessageId, list[str]] = {}
        self.channels: dict[LifeId, list[ChannelId]] = defaultdict(list)
        self.endings: dict[LifeId, list[TopicState]] = defaultdict(list)
        self.notes: dict[ChannelId, list[MessageId]] = defaultdict(list)
        self.archived: set[ChannelId] = set()

    def is_available(self, guild_id: GuildId) -> bool:
        return True

    def require_proposals_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        self._reach()

    async def show_card(self, life: Lifecycle, n_interested: int, rules: Rules, made_since: datetime) -> MessageId:
        self._reach()
        if not self.cards[life.life_id]:
            with self._doing():
                self.cards[life.life_id].append(MessageId(self._next()))
        return self.cards[life.life_id][-1]

    async def open_thread(self, life: Lifecycle, rules: Rules) -> None:
        self._reach()
        assert life.card_id is not None
        if life.card_id not in self.threads:
            with self._doing():
                self.threads[life.card_id] = []
        if not self.threads[life.card_id]:
            with self._doing():
                self.threads[life.card_id].append("Say hello!")

    async def has_thread(self, life: Lifecycle) -> bool:
        return life.card_id in self.threads

    async def create_channel(self, life: Lifecycle, *, into_forum: bool) -> ChannelId:
        self._reach()
        if not self.channels[life.life_id]:
            with self._doing():
                self.channels[life.life_id].append(ChannelId(self._next()))
        return self.channels[life.life_id][-1]

    async def announce_end(
        self, life: Lifecycle, interested: Sequence[MemberId], rules: Rules, topic: Topic | None
    ) -> None:
        self._reach()
        if not self.endings[life.life_id]:
            with self._doing():
                self.endings[life.life_id].append(life.state)

    def require_channel(self, topic: Topic) -> None:
        self._reach()

    async def ask_to_keep(self, topic: Topic, life: Lifecycle, rules: Rules) -> MessageId:
        self._reach()
        if not self.notes[topic.channel_id]:
            with self._doing():
                self.notes[topic.channel_id].append(MessageId(self._next()))
        return self.notes[topic.channel_id][-1]

    async def answer_note(self, topic: Topic, life: Lifecycle) -> None:
        self._reach()
        with self._doing():
            self.notes.pop(topic.channel_id, None)

    def channel_state(self, topic: Topic) -> ChannelState:
        self._reach()
        return ChannelState(None, ())

    async def archive(self, topic: Topic, rest: ChannelState) -> None:
        self._reach()
        with self._doing():
            self.archived.add(topic.channel_id)

    async def unarchive(self, topic: Topic, rest: ChannelState) -> None:
        self._reach()
        with self._doing():
            self.archived.discard(topic.channel_id)

    def _reach(self) -> None:
        if self.blocked:
            raise OutOfReach("In this server my role lacks: {permissions}.", permissions="Manage Channels")

    @contextmanager
    def _doing(self) -> Iterator[None]:
        self._happens()
        yield
        self._happens()

    def _next(self) -> int:
        self._n += 1
        return self._n
