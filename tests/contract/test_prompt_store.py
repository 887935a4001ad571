from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.stewards.prompts import Prompt, PromptStore
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic
from storage.database import Database
from storage.privacy import SqlPersonalRecords
from storage.stewards.prompts import SqlPromptStore
from storage.topics.store import SqlTopicStore
from tests.fakes.stewards.prompts import MemoryPromptStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(10), MemberId(11)


@pytest.fixture
def topics(database: Database | None) -> TopicStore:
    return MemoryTopicStore() if database is None else SqlTopicStore(database)


@pytest.fixture
def store(database: Database | None, topics: TopicStore) -> PromptStore:
    return MemoryPromptStore(topics) if database is None else SqlPromptStore(database)


async def prompted(topics: TopicStore, store: PromptStore) -> Prompt:
    topic = await topics.add(NewTopic(HOME, ChannelId(100), None, "film", ""), NOW)
    assert topic is not None
    prompt = Prompt(topic.topic_id, HOME, AMY, date(2026, 1, 5), NOW)
    await store.save(prompt)
    return prompt


async def test_the_latest_one_takes_the_place_of_the_one_before(topics: TopicStore, store: PromptStore) -> None:
    prompt = await prompted(topics, store)
    assert await store.latest(HOME, prompt.topic_id) == prompt
    assert await store.latest(ELSEWHERE, prompt.topic_id) is None
    later = replace(prompt, member_id=BEA, local_date=date(2026, 1, 6), message_id=MessageId(2**62))
    await store.save(later)
    assert await store.latest(HOME, prompt.topic_id) == later


async def test_it_goes_when_it_is_dropped_in_its_own_guild(topics: TopicStore, store: PromptStore) -> None:
    prompt = await prompted(topics, store)
    await store.remove(replace(prompt, guild_id=ELSEWHERE))
    assert await store.latest(HOME, prompt.topic_id) == prompt
    await store.remove(prompt)
    assert await store.latest(HOME, prompt.topic_id) is None


async def test_of_a_topic_that_is_gone_nothing_is_kept(topics: TopicStore, store: PromptStore) -> None:
    prompt = await prompted(topics, store)
    await store.remove(prompt)
    await topics.remove(HOME, prompt.topic_id)
    await store.save(prompt)
    assert await store.latest(HOME, prompt.topic_id) is None


async def test_forgetting_its_author_leaves_that_there_was_one(
    database: Database | None, topics: TopicStore, store: PromptStore
) -> None:
    if database is None:
        pytest.skip("memory keeps no tables")
    prompt = await prompted(topics, store)
    await SqlPersonalRecords(database).forget(AMY, HOME)
    assert await store.latest(HOME, prompt.topic_id) == replace(prompt, member_id=None)
