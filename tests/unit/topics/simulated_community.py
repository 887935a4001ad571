"""Three hundred people and their topics, day by day, with a process that ends whenever it likes."""

from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from community.errors import Refusal
from community.ids import ChannelId, GuildId, LifeId, MemberId, TopicId
from community.notices.service import Notices
from community.recommendations.ask import Ask
from community.settings.service import SettingsService
from community.topics.capacity import Limit
from community.topics.lifecycle import Lifecycle, Rules, TopicState
from community.topics.lifecycle_ports import NewProposal
from community.topics.lifecycle_service import LifecycleService
from community.topics.liveliness import Level
from community.topics.service import TopicService
from community.topics.settings import TopicSettings
from community.topics.topic import Topic
from tests.due_work import run_due
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.settings import MemorySettingsStore
from tests.fakes.topics.channels import MemoryTopicChannels
from tests.fakes.topics.lifecycle import MemoryLifecycleStore
from tests.fakes.topics.store import MemoryTopicStore

HOME, MODERATOR = GuildId(1), MemberId(1)
START = datetime(2026, 1, 5, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WITH_CHANNEL = frozenset({TopicState.LIVE, TopicState.DOZING, TopicState.ASLEEP})
ADJECTIVES = ("slow", "tiny", "urban", "night", "old", "wild", "quiet", "spare", "northern", "edible")
NOUNS = ("bread", "moss", "kites", "film", "owls", "chess", "choirs", "bicycles", "maps", "ferments", "knots", "radio")


class Ended(BaseException):
    """The process ends here."""


@dataclass(frozen=True)
class Said:
    """One message."""

    at: datetime
    member_id: MemberId


class Everyday:
    """What topics need of everyday life: who said what where, doors that open, nobody who asks."""

    def __init__(self) -> None:
        self.said: dict[ChannelId, list[Said]] = defaultdict(list)
        self.doors: set[tuple[TopicId, MemberId]] = set()

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        latest = (one.at for one in reversed(self.said[channel_id]) if one.at < until)
        return next((at for at in latest if at >= since), None)

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        return len({one.member_id for one in self.said[thread_id] if one.at < until})

    def is_complete(self, guild_id: GuildId) -> bool:
        return True

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        self.doors.add((topic.topic_id, member_id))

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        self.doors.discard((topic.topic_id, member_id))

    def n_overwrites(self, topic: Topic) -> int:
        return len(self.doors)

    async def check(self, guild_id: GuildId, limit: Limit, n: int, now: datetime) -> None:
        """There is room enough."""

    async def apply(self, topic: Topic, now: datetime) -> None:
        """A new topic is opened to one member after another."""

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        return {}

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        return {}

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[Ask]:
        return []


class Village:
    """One guild; what people do hangs on the seed alone."""

    def __init__(self, seed: int, n_members: int, *, mortality: float = 0.0) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing secret is drawn
        self._mortality = mortality
        self._dying = False
        self.now = START
        self.members = [MemberId(100 + n) for n in range(n_members)]
        self.everyday, self.desk = Everyday(), MemoryNoticePosts()
        self.grounds = MemoryTopicChannels(self._may_end)
        self._topic_store = MemoryTopicStore()
        self.store = MemoryLifecycleStore(self._topic_store)
        self._settings = SettingsService(MemorySettingsStore(), [TopicSettings])
        self._notices = Notices(MemoryNoticeStore(), self.desk)
        self.wishes: dict[LifeId, set[MemberId]] = defaultdict(set)
        self.n_ended = 0
        self.passed: dict[TopicState, int] = defaultdict(int)
        self._states: dict[LifeId, TopicState] = {}
        self.start()

    @property
    def rules(self) -> Rules:
        return Rules()

    def start(self) -> None:
        """A process begins, with nothing in mind."""
        everyday = self.everyday
        self.topics = TopicService(
            self._topic_store, everyday, everyday, posters=everyday, levels=everyday, asks=everyday
        )
        self.lives = LifecycleService(
            self.store,
            self.grounds,
            self.topics,
            activity=everyday,
            history=everyday,
            settings=self._settings,
            notices=self._notices,
            access=everyday,
        )

    async def settle_in(self) -> None:
        """A moderator chooses where proposals are shown."""
        await self._settings.change(HOME, "topics.proposals_channel", "77", MODERATOR, self.now)

    async def live_a_day(self) -> None:
        """What people do in the course of a day, and due work in between; the last one is not disturbed."""
        self.grounds.blocked = self._random.random() < self._mortality
        for hour in (8, 13, 19):
            self.now = self.now.replace(hour=hour)
            await self._propose()
            await self._press()
            await self._talk()
            await self._decide()
            await self._keep_and_revive()
            await self.mortal(run_due(self.lives, self.now))
            self._note()
        self.grounds.blocked = False
        for _ in range(2):
            self.now += 2 * HOUR
            await run_due(self.lives, self.now)
            self._note()
        self.now = self.now.replace(hour=0) + DAY

    async def mortal(self, work: Awaitable[object]) -> bool:
        """Whether it came to its end; a process that ended begins anew, and a refusal is an answer too."""
        self._dying = True
        try:
            await work
        except Refusal:
            return True
        except Ended:
            self.n_ended += 1
            self.start()
            return False
        finally:
            self._dying = False
        return True

    async def in_state(self, *states: TopicState) -> Sequence[Lifecycle]:
        return await self.store.lifecycles(HOME, states)

    def _may_end(self) -> None:
        if self._dying and self._random.random() < self._mortality:
            raise Ended

    def _note(self) -> None:
        for life in self.store.everything:
            if self._states.get(life.life_id) is not life.state:
                self._states[life.life_id] = life.state
                self.passed[life.state] += 1

    async def _propose(self) -> None:
        if self._random.random() < 0.4:
            name = f"{self._random.choice(ADJECTIVES)} {self._random.choice(NOUNS)}"
            author = self._random.choice(self.members)
            await self.mortal(
                self.lives.propose(NewProposal(HOME, author, name, f"All about {name} around here"), self.now)
            )
            for draft in await self.in_state(TopicState.DRAFT):
                if self._random.random() < 0.3 and draft.author_id is not None:
                    await self.mortal(self.lives.propose_anyway(HOME, draft.author_id, draft.life_id, self.now))

    async def _press(self) -> None:
        for life in await self.in_state(TopicState.PROPOSED):
            for member in self._random.sample(self.members, 1 if life.life_id % 3 else 0):
                before = set(await self.store.interested_members(life))
                done = await self.mortal(self.lives.toggle_interest(HOME, member, life.life_id, self.now))
                after = set(await self.store.interested_members(life))
                if done and life.life_id in {one.life_id for one in await self.in_state(TopicState.PROPOSED)}:
                    assert after in (before, before ^ {member})
                self.wishes[life.life_id] = after

    async def _talk(self) -> None:
        for life in await self.in_state(TopicState.SPROUT):
            if life.card_id is not None and life.settled and life.life_id % 4:
                self._say(ChannelId(life.card_id), self._random.choice(self.members))
        for life in await self.in_state(TopicState.LIVE, TopicState.DOZING):
            topic = await self._topic_of(life)
            fades = (self.now - START).days // 40 % 2 == life.life_id % 2
            if topic is not None and self._random.random() < (0.005 if fades else 0.2):
                self._say(topic.channel_id, self._random.choice(self.members))

    def _say(self, channel_id: ChannelId, member: MemberId) -> None:
        self.everyday.said[channel_id].append(Said(self.now - timedelta(minutes=1), member))

    async def _decide(self) -> None:
        undecided = await self.in_state(TopicState.PROPOSED, TopicState.SPROUT)
        if undecided and self._random.random() < 0.03:
            life = self._random.choice(undecided)
            if self._random.random() < 0.5:
                await self.mortal(self.lives.approve(HOME, life.life_id, MODERATOR, self.now))
            else:
                await self.mortal(self.lives.decline(HOME, life.life_id, MODERATOR, "Not here", self.now))

    async def _keep_and_revive(self) -> None:
        for life in await self.in_state(TopicState.DOZING):
            if self._random.random() < 0.03:
                await self.mortal(self.lives.keep_topic(HOME, life.life_id, self.now))
        for life in await self.in_state(TopicState.ASLEEP):
            if life.topic_id is not None and self._random.random() < 0.02:
                await self.mortal(self.lives.revive(HOME, life.topic_id, self.now))

    async def _topic_of(self, life: Lifecycle) -> Topic | None:
        return None if life.topic_id is None else await self._topic_store.topic(HOME, life.topic_id)
