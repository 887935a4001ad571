import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from community.errors import Invalid, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.stewards.prompts import TEXT_LENGTH, PromptService
from community.topics.topic import NewTopic, Topic
from tests.fakes.settings import MemorySettingsStore
from tests.fakes.stewards.prompts import MemoryPromptPosts, MemoryPromptStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
HOME = GuildId(1)
AMY, BEA = MemberId(10), MemberId(11)


class Corner:
    """A topic, and everything around it in memory."""

    def __init__(self) -> None:
        self.topics = MemoryTopicStore()
        self.store = MemoryPromptStore(self.topics)
        self.soapbox = MemoryPromptPosts()
        self.settings = SettingsService(MemorySettingsStore(), [GeneralSettings])
        self.prompts = self.restarted()

    def restarted(self) -> PromptService:
        return PromptService(self.store, self.soapbox, self.settings)

    async def topic(self) -> Topic:
        topic = await self.topics.topic(HOME, TopicId(1))
        if topic is None:
            topic = await self.topics.add(NewTopic(HOME, ChannelId(100), None, "film", ""), NOW)
        assert topic is not None
        return topic

    async def post(self, member: MemberId = AMY, text: str = "What did you watch?", now: datetime = NOW) -> None:
        await self.prompts.post(await self.topic(), member, text, now)

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.soapbox.posts]


async def test_one_a_local_day_however_many_press_at_once() -> None:
    corner = Corner()
    await corner.topic()
    outcomes = await asyncio.gather(corner.post(AMY), corner.post(AMY), corner.post(BEA), return_exceptions=True)
    assert sum(isinstance(one, Invalid) for one in outcomes) == 2
    assert len(corner.texts) == 1

    await corner.settings.change(HOME, "general.time_zone", "Europe/Berlin", AMY, NOW)
    with pytest.raises(Invalid, match="today"):
        await corner.post(now=NOW + timedelta(minutes=20))
    await corner.post(now=NOW + timedelta(minutes=40), text="And tonight?")
    assert corner.texts == ["What did you watch?", "And tonight?"]


async def test_a_post_whose_answer_was_lost_is_found_and_none_is_posted_beside_it() -> None:
    corner = Corner()
    corner.soapbox.loses_answers = True
    with pytest.raises(ConnectionError):
        await corner.post()
    corner.soapbox.loses_answers = False
    corner.prompts = corner.restarted()
    with pytest.raises(Invalid, match="today"):
        await corner.post(BEA)
    assert corner.texts == ["What did you watch?"]


async def test_a_claim_without_a_post_gives_way() -> None:
    corner = Corner()
    corner.soapbox.loses_answers = True
    with pytest.raises(ConnectionError):
        await corner.post()
    corner.soapbox = MemoryPromptPosts()
    corner.prompts = corner.restarted()
    await corner.post(BEA, "Mine")
    assert corner.texts == ["Mine"]


async def test_what_discord_refuses_does_not_use_up_the_day() -> None:
    corner = Corner()
    corner.soapbox.refusal = OutOfReach("no")
    with pytest.raises(OutOfReach):
        await corner.post()
    corner.soapbox.refusal = None
    await corner.post()
    assert len(corner.texts) == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * (TEXT_LENGTH + 1)])
async def test_too_little_and_too_much_is_refused(text: str) -> None:
    corner = Corner()
    with pytest.raises(Invalid, match="characters"):
        await corner.post(text=text)
    assert corner.texts == []
