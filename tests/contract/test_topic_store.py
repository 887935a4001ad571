from datetime import UTC, datetime

import pytest

from community.ids import ChannelId, GuildId, MemberId, RoleId, TopicId
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic, Topic
from storage.database import Database
from storage.topics.store import SqlTopicStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(10), MemberId(11)


@pytest.fixture
def store(database: Database | None) -> TopicStore:
    return MemoryTopicStore() if database is None else SqlTopicStore(database)


async def added(store: TopicStore, channel: int, guild: GuildId = HOME, role: int | None = None) -> Topic:
    role_id = None if role is None else RoleId(role)
    topic = await store.add(NewTopic(guild, ChannelId(channel), role_id, f"topic {channel}", "about"), NOW)
    assert topic is not None
    return topic


async def test_a_topic_comes_back_as_it_was_kept(store: TopicStore) -> None:
    topic = await added(store, 2**62, role=2**61)
    assert topic.created_at == NOW
    assert await store.topic(HOME, topic.topic_id) == topic
    assert await store.topics(HOME) == [topic]


async def test_a_channel_is_kept_once_a_guild(store: TopicStore) -> None:
    await added(store, 100)
    assert await store.add(NewTopic(HOME, ChannelId(100), None, "again", ""), NOW) is None
    await added(store, 100, ELSEWHERE)
    assert len(await store.topics(HOME)) == 1


async def test_a_topic_is_found_in_its_own_guild_only(store: TopicStore) -> None:
    topic = await added(store, 100)
    assert await store.topic(ELSEWHERE, topic.topic_id) is None
    await store.remove(ELSEWHERE, topic.topic_id)
    assert await store.topic(HOME, topic.topic_id) == topic
    assert await store.topic(HOME, TopicId(999)) is None


async def test_a_topic_is_described_anew_in_its_own_guild_only(store: TopicStore) -> None:
    film, bread = await added(store, 100), await added(store, 101)
    await store.describe(ELSEWHERE, film.topic_id, "not ours")
    await store.describe(HOME, film.topic_id, "what we watched")
    assert [topic.description for topic in await store.topics(HOME)] == ["what we watched", bread.description]


async def test_joining_twice_is_once_and_leaving_undoes_it(store: TopicStore) -> None:
    film, bread = await added(store, 100), await added(store, 101)
    for member in (AMY, AMY, BEA):
        await store.join(film, member, NOW)
    await store.join(bread, AMY, NOW)
    assert await store.joined(HOME, AMY) == {film.topic_id, bread.topic_id}
    assert await store.n_members(HOME) == {film.topic_id: 2, bread.topic_id: 1}

    await store.leave(film, AMY)
    await store.leave(film, AMY)
    assert await store.joined(HOME, AMY) == {bread.topic_id}
    assert await store.n_members(HOME) == {film.topic_id: 1, bread.topic_id: 1}
    assert await store.joined(ELSEWHERE, AMY) == frozenset()


async def test_a_removed_topic_takes_its_joins_along(store: TopicStore) -> None:
    film = await added(store, 100)
    await store.join(film, AMY, NOW)
    await store.remove(HOME, film.topic_id)
    assert await store.topics(HOME) == []
    assert await store.joined(HOME, AMY) == frozenset()
