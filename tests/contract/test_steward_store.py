from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.ids import ChannelId, GuildId, MemberId, MessageId, TopicId
from community.stewards.service import Steward, StewardRequest, StewardStore
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic, Topic
from storage.database import Database
from storage.privacy import SqlPersonalRecords
from storage.stewards.store import SqlStewardStore
from storage.topics.store import SqlTopicStore
from tests.fakes.stewards.store import MemoryStewardStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
LATER = NOW + timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(10), MemberId(11)


@pytest.fixture
def topics(database: Database | None) -> TopicStore:
    return MemoryTopicStore() if database is None else SqlTopicStore(database)


@pytest.fixture
def store(database: Database | None, topics: TopicStore) -> StewardStore:
    return MemoryStewardStore(topics) if database is None else SqlStewardStore(database)


async def added(topics: TopicStore, channel: int, guild: GuildId = HOME) -> Topic:
    topic = await topics.add(NewTopic(guild, ChannelId(channel), None, "film", ""), NOW)
    assert topic is not None
    return topic


async def test_asking_twice_keeps_the_first_and_where_it_was_asked(topics: TopicStore, store: StewardStore) -> None:
    film = await added(topics, 100)
    asked = await store.add(film, AMY, NOW)
    assert asked == Steward(film.topic_id, HOME, AMY, NOW)
    question = StewardRequest(ChannelId(100), MessageId(2**62))
    await store.save_request(asked, question)
    assert await store.add(film, AMY, LATER) == replace(asked, request=question)


async def test_a_topic_that_is_gone_by_now_has_no_steward(topics: TopicStore, store: StewardStore) -> None:
    film, bread = await added(topics, 100), await added(topics, 101)
    await store.add(bread, AMY, NOW)
    await topics.remove(HOME, film.topic_id)
    await topics.remove(HOME, bread.topic_id)
    assert await store.add(film, AMY, NOW) is None
    assert await store.stewards(HOME) == []


async def test_a_yes_counts_from_the_first_time_in_its_own_guild_only(topics: TopicStore, store: StewardStore) -> None:
    film = await added(topics, 100)
    await store.add(film, AMY, NOW)
    assert await store.accept(ELSEWHERE, film.topic_id, AMY, NOW) is None
    assert await store.accept(HOME, film.topic_id, BEA, NOW) is None
    assert await store.accept(HOME, TopicId(999), AMY, NOW) is None
    first = await store.accept(HOME, film.topic_id, AMY, NOW)
    assert first is not None
    assert first.since == NOW
    assert await store.accept(HOME, film.topic_id, AMY, LATER) == first


async def test_whoever_said_yes_first_comes_first_and_removing_is_scoped(
    topics: TopicStore, store: StewardStore
) -> None:
    film, bread, far = await added(topics, 100), await added(topics, 101), await added(topics, 100, ELSEWHERE)
    for topic, member in ((film, AMY), (film, BEA), (bread, AMY), (far, AMY)):
        await store.add(topic, member, NOW)
    await store.accept(HOME, film.topic_id, BEA, NOW)
    await store.accept(HOME, film.topic_id, AMY, LATER)
    told = [(one.topic_id, one.member_id) for one in await store.stewards(HOME)]
    assert told == [(film.topic_id, BEA), (film.topic_id, AMY), (bread.topic_id, AMY)]

    assert not await store.remove(ELSEWHERE, film.topic_id, BEA)
    assert await store.remove(HOME, film.topic_id, BEA)
    assert not await store.remove(HOME, film.topic_id, BEA)
    await store.remove_member(HOME, AMY)
    assert await store.stewards(HOME) == []
    assert [one.member_id for one in await store.stewards(ELSEWHERE)] == [AMY]


async def test_forgetting_somebody_ends_what_they_look_after(
    database: Database | None, topics: TopicStore, store: StewardStore
) -> None:
    if database is None:
        pytest.skip("memory keeps no tables")
    film = await added(topics, 100)
    await store.add(film, AMY, NOW)
    await store.add(film, BEA, NOW)
    await SqlPersonalRecords(database).forget(AMY, HOME)
    assert [one.member_id for one in await store.stewards(HOME)] == [BEA]
