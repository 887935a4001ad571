from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from community.ids import ChannelId, GuildId, LifeId, MemberId, MessageId, RoleId, TopicId
from community.topics.capacity import Count, Limit
from community.topics.lifecycle import ChannelState, Lifecycle, RoleOverwrite, TopicState, transition
from community.topics.lifecycle_ports import CapacityStore, LifecycleStore, NewProposal
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic, Topic
from storage.database import Database
from storage.privacy import SqlPersonalRecords
from storage.topics.capacity import SqlCapacityStore
from storage.topics.lifecycle import SqlLifecycleStore
from storage.topics.store import SqlTopicStore
from tests.fakes.topics.lifecycle import MemoryCapacityStore, MemoryLifecycleStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOUR = timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID = MemberId(10), MemberId(11), MemberId(12)
PLAZA, FILM = ChannelId(100), ChannelId(101)


@dataclass(frozen=True)
class Stores:
    lives: LifecycleStore
    topics: TopicStore


@pytest.fixture
def stores(database: Database | None) -> Stores:
    if database is None:
        topics = MemoryTopicStore()
        return Stores(MemoryLifecycleStore(topics), topics)
    return Stores(SqlLifecycleStore(database), SqlTopicStore(database))


async def proposed(
    stores: Stores, name: str = "Film", guild: GuildId = HOME, state: TopicState = TopicState.PROPOSED
) -> Lifecycle:
    return await stores.lives.add(NewProposal(guild, AMY, name, "What we watched"), state, PLAZA, NOW)


async def registered(stores: Stores, channel: ChannelId = FILM, guild: GuildId = HOME) -> Topic:
    topic = await stores.topics.add(NewTopic(guild, channel, None, f"topic {channel}", ""), NOW)
    assert topic is not None
    return topic


async def test_a_life_comes_back_as_it_was_kept(stores: Stores) -> None:
    life = await proposed(stores)
    assert life == Lifecycle(
        life.life_id, HOME, TopicState.PROPOSED, NOW, NOW, False, "Film", "What we watched", AMY, channel_id=PLAZA
    )
    rest = ChannelState(ChannelId(2**62), (RoleOverwrite(RoleId(2**61), 2048, 0), RoleOverwrite(RoleId(5), 0, 2048)))
    for changed in (
        replace(life, card_id=MessageId(2**60), settled=True, due_at=NOW + HOUR),
        replace(life, channel_state=rest, note_id=MessageId(7), since=NOW + HOUR),
        replace(life, channel_state=ChannelState(None, ()), due_at=None),
        life,
    ):
        await stores.lives.save(changed)
        assert await stores.lives.find(HOME, life.life_id) == changed


async def test_a_decision_keeps_its_reason_and_nothing_else_changes_it(stores: Stores) -> None:
    life = await proposed(stores)
    declined = replace(transition(life, TopicState.DECLINED, NOW), reason="We have this.")
    await stores.lives.save(declined, decided_by=BEA)
    await stores.lives.save(replace(declined, reason="", due_at=NOW + HOUR))
    assert await stores.lives.find(HOME, life.life_id) == replace(declined, due_at=NOW + HOUR)


async def test_nothing_is_found_from_another_guild(stores: Stores) -> None:
    life = await proposed(stores)
    await stores.lives.toggle_interest(life, BEA, NOW)
    foreign = replace(life, guild_id=ELSEWHERE)

    assert await stores.lives.find(ELSEWHERE, life.life_id) is None
    assert await stores.lives.find(HOME, LifeId(999)) is None
    assert await stores.lives.lifecycles(ELSEWHERE, list(TopicState)) == []
    await stores.lives.save(replace(foreign, state=TopicState.SPROUT))
    await stores.lives.remove(foreign)
    assert await stores.lives.find(HOME, life.life_id) == life
    assert await stores.lives.interested_members(life) == [BEA]


async def test_lives_come_by_state_oldest_first_and_by_what_is_due(stores: Stores) -> None:
    film, bread = await proposed(stores), await proposed(stores, "Bread")
    draft = await proposed(stores, "Draft", state=TopicState.DRAFT)
    foreign = await proposed(stores, "Foreign", ELSEWHERE)
    assert await stores.lives.lifecycles(HOME, {TopicState.PROPOSED, TopicState.SPROUT}) == [film, bread]

    for life, due_at in ((film, NOW + HOUR), (bread, NOW - HOUR), (draft, None)):
        await stores.lives.save(replace(life, due_at=due_at))
    assert [one.life_id for one in await stores.lives.due(NOW)] == [bread.life_id, foreign.life_id]
    assert [one.life_id for one in await stores.lives.due(NOW + HOUR)][-1] == film.life_id


async def test_every_topic_gets_a_life_once(stores: Stores) -> None:
    film = await registered(stores)
    await stores.lives.adopt(NOW)
    await stores.lives.adopt(NOW + HOUR)
    (life,) = await stores.lives.lifecycles(HOME, list(TopicState))
    assert life == Lifecycle(life.life_id, HOME, TopicState.LIVE, NOW, NOW, True, "", "", None, topic_id=film.topic_id)
    assert await stores.lives.find_by_topic(HOME, film.topic_id) == life
    assert await stores.lives.find_by_topic(ELSEWHERE, film.topic_id) is None
    assert await stores.lives.find_by_topic(HOME, TopicId(999)) is None


async def test_a_topic_is_asleep_while_its_life_is_and_takes_it_along(stores: Stores) -> None:
    film = await registered(stores)
    await stores.lives.adopt(NOW)
    (life,) = await stores.lives.lifecycles(HOME, [TopicState.LIVE])
    assert not film.asleep
    for state in (TopicState.DOZING, TopicState.ASLEEP, TopicState.LIVE):
        life = transition(life, state, NOW)
        await stores.lives.save(life)
        found = await stores.topics.topic(HOME, film.topic_id)
        assert found is not None
        assert [one.asleep for one in [found, *await stores.topics.topics(HOME)]] == [state is TopicState.ASLEEP] * 2

    await stores.topics.remove(HOME, film.topic_id)
    assert await stores.lives.find(HOME, life.life_id) is None


async def test_one_person_presses_once_and_may_take_it_back(stores: Stores) -> None:
    film, bread = await proposed(stores), await proposed(stores, "Bread")
    assert await stores.lives.toggle_interest(film, BEA, NOW + HOUR)
    assert await stores.lives.toggle_interest(film, CID, NOW)
    assert await stores.lives.toggle_interest(bread, CID, NOW)
    assert await stores.lives.interested_members(film) == [CID, BEA]

    assert not await stores.lives.toggle_interest(film, BEA, NOW)
    assert await stores.lives.interested_members(film) == [CID]
    await stores.lives.drop_interest(film)
    assert await stores.lives.interested_members(film) == []
    assert await stores.lives.interested_members(bread) == [CID]


async def test_a_removed_life_takes_its_presses_along_and_comes_back_by_nothing(stores: Stores) -> None:
    life = await proposed(stores)
    await stores.lives.toggle_interest(life, BEA, NOW)
    await stores.lives.remove(life)
    await stores.lives.save(replace(life, settled=True))
    await stores.lives.toggle_interest(life, CID, NOW)
    assert await stores.lives.lifecycles(HOME, list(TopicState)) == []
    assert await stores.lives.interested_members(life) == []


async def test_a_grown_sprout_is_a_topic_whatever_else_became_of_its_channel(stores: Stores) -> None:
    life = await proposed(stores)
    topic = await stores.lives.create_topic(life, FILM, NOW)
    assert (topic.name, topic.description, topic.channel_id) == ("Film", "What we watched", FILM)
    assert await stores.lives.create_topic(life, FILM, NOW) == topic
    assert await stores.lives.find_by_topic(HOME, topic.topic_id) == replace(life, topic_id=topic.topic_id)

    already = await registered(stores, ChannelId(102))
    await stores.lives.adopt(NOW)
    late = await proposed(stores, "Bread")
    assert (await stores.lives.create_topic(late, ChannelId(102), NOW)).topic_id == already.topic_id
    of_topic = [
        one.life_id for one in await stores.lives.lifecycles(HOME, list(TopicState)) if one.topic_id == already.topic_id
    ]
    assert of_topic == [late.life_id]


async def test_a_long_pitch_becomes_a_short_line(stores: Stores) -> None:
    life = await stores.lives.add(NewProposal(HOME, AMY, "Film", "p" * 300), TopicState.PROPOSED, PLAZA, NOW)
    assert (await stores.lives.create_topic(life, FILM, NOW)).description == "p" * 99 + "…"


async def test_what_was_counted_comes_back_by_day_and_goes_when_nobody_reads_it(database: Database | None) -> None:
    store: CapacityStore = MemoryCapacityStore() if database is None else SqlCapacityStore(database)
    day = date(2026, 1, 5)
    await store.save(day, {HOME: {Limit.CHANNELS: 10, Limit.ROLES: 3}})
    await store.save(day, {HOME: {Limit.CHANNELS: 99, Limit.ROLES: 99}, ELSEWHERE: {Limit.CHANNELS: 7}})
    await store.save(date(2026, 1, 6), {HOME: {Limit.CHANNELS: 12}})
    assert await store.counted(day) == {HOME, ELSEWHERE}
    assert await store.counts(HOME, day) == {
        Limit.CHANNELS: [Count(day, 10), Count(date(2026, 1, 6), 12)],
        Limit.ROLES: [Count(day, 3)],
    }
    assert await store.counts(HOME, date(2026, 1, 6)) == {Limit.CHANNELS: [Count(date(2026, 1, 6), 12)]}

    await store.save(date(2026, 2, 6), {HOME: {Limit.CHANNELS: 20}})
    assert await store.counted(day) == frozenset()
    assert await store.counted(date(2026, 2, 6)) == {HOME}


async def test_forgetting_empties_words_and_takes_presses_out(database: Database | None) -> None:
    if database is None:
        pytest.skip("what is forgotten is read off the tables")
    lives = SqlLifecycleStore(database)
    life = await lives.add(NewProposal(HOME, AMY, "Film", "What we watched"), TopicState.PROPOSED, PLAZA, NOW)
    await lives.toggle_interest(life, BEA, NOW)
    await lives.save(replace(transition(life, TopicState.DECLINED, NOW), reason="No."), decided_by=CID)
    for member in (AMY, BEA, CID):
        await SqlPersonalRecords(database).forget(member, HOME)
    await lives.save(replace(life, settled=True))

    found = await lives.find(HOME, life.life_id)
    assert found is not None
    assert (found.author_id, found.name, found.pitch, found.reason) == (None, "", "", "")
    assert await lives.interested_members(life) == []
