from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.access.plan import AccessMode, AccessSwitch
from community.access.ports import AccessStore
from community.ids import ChannelId, GuildId, MemberId, RoleId, TopicId
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic, Topic
from storage.access import SqlAccessStore
from storage.database import Database
from storage.topics.store import SqlTopicStore
from tests.fakes.access import MemoryAccessStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
LATER = NOW + timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(10), MemberId(11)
FILM_ROLE = RoleId(2**62)


@pytest.fixture
def topics(database: Database | None) -> TopicStore:
    return MemoryTopicStore() if database is None else SqlTopicStore(database)


@pytest.fixture
def store(database: Database | None, topics: TopicStore) -> AccessStore:
    if database is not None:
        return SqlAccessStore(database)
    assert isinstance(topics, MemoryTopicStore)
    return MemoryAccessStore(topics)


async def added(topics: TopicStore, channel: int, guild: GuildId = HOME) -> Topic:
    topic = await topics.add(NewTopic(guild, ChannelId(channel), None, "film", ""), NOW)
    assert topic is not None
    return topic


def to_role(topic: Topic, due_at: datetime = NOW) -> AccessSwitch:
    return AccessSwitch(topic.topic_id, topic.guild_id, AccessMode.ROLE, None, NOW, due_at)


async def test_a_switch_is_kept_changed_due_and_forgotten(topics: TopicStore, store: AccessStore) -> None:
    film, crafts, theirs = await added(topics, 100), await added(topics, 101), await added(topics, 100, ELSEWHERE)
    first, second, third = to_role(film), to_role(crafts, LATER), to_role(theirs)
    for switch in (second, first, third):
        await store.save(switch)
    assert await store.pending(HOME) == [first, second]
    assert await store.due(NOW) == [first, third]
    changed = replace(first, mode=AccessMode.PERMISSION, role_id=FILM_ROLE, due_at=LATER, made=True)
    await store.save(changed)
    assert await store.pending(HOME) == [changed, second]
    assert await store.due(NOW) == [third]
    await store.remove(replace(third, guild_id=HOME))
    assert await store.pending(ELSEWHERE) == [third]
    await store.remove(third)
    assert await store.pending(ELSEWHERE) == []


async def test_a_topic_that_is_removed_takes_its_switch_along(topics: TopicStore, store: AccessStore) -> None:
    film = await added(topics, 100)
    await store.save(to_role(film))
    await topics.remove(HOME, film.topic_id)
    assert await store.pending(HOME) == []
    await store.save(to_role(film))
    assert await store.due(LATER) == []


async def test_the_way_is_recorded_for_those_who_joined_and_for_nobody_else(
    topics: TopicStore, store: AccessStore
) -> None:
    film = await added(topics, 100)
    await topics.join(film, AMY, NOW)
    assert await store.joined_members(HOME, film.topic_id) == {AMY}
    assert await store.joined_members(ELSEWHERE, film.topic_id) == frozenset()
    assert await store.joined_members(HOME, TopicId(99)) == frozenset()
    await topics.join(film, BEA, NOW)
    await store.save_role(to_role(film), FILM_ROLE, frozenset({AMY}))
    assert await topics.topic(HOME, film.topic_id) == film
    await store.save_role(to_role(film), FILM_ROLE, frozenset({AMY, BEA}))
    assert await topics.topic(HOME, film.topic_id) == replace(film, role_id=FILM_ROLE)
    await store.save_role(to_role(film), None, frozenset({AMY, BEA}))
    assert await topics.topic(HOME, film.topic_id) == film
