"""A community of 300 lives 120 days; what has to hold holds every evening, whatever ended in the course of the day."""

from collections import Counter

import pytest

from community.topics.lifecycle import TopicState
from tests.unit.topics.simulated_community import DAY, HOME, HOUR, WITH_CHANNEL, Village

N_MEMBERS, N_DAYS = 300, 120


async def hold(village: Village) -> None:
    """No topic in two states, no channel orphaned, everything said once, every press counted once."""
    lives = village.store.everything
    topics = {one.topic_id: one for one in await village.topics.topics(HOME)}
    grounds, rules, now = village.grounds, village.rules, village.now
    assert all(life.settled for life in lives)
    assert set(Counter(life.topic_id for life in lives if life.topic_id is not None).values()) <= {1}
    assert {life.topic_id for life in lives if life.state in WITH_CHANNEL} == set(topics)
    assert all((life.topic_id is None) == (life.state not in WITH_CHANNEL) for life in lives)
    assert {life.state for life in lives} <= {TopicState.DRAFT, TopicState.PROPOSED, TopicState.SPROUT, *WITH_CHANNEL}

    channels = [one for made in grounds.channels.values() for one in made]
    assert sorted(channels) == sorted(one.channel_id for one in topics.values())
    asleep = {topics[life.topic_id].channel_id for life in lives if life.state is TopicState.ASLEEP and life.topic_id}
    assert grounds.archived == asleep == {one.channel_id for one in topics.values() if one.asleep}
    dozing = {topics[life.topic_id].channel_id for life in lives if life.state is TopicState.DOZING and life.topic_id}
    assert set(grounds.notes) == dozing

    for made in (grounds.cards, grounds.channels, grounds.endings, grounds.notes):
        assert all(len(one) <= 1 for one in made.values())
    assert all(len(posts) == 1 for posts in grounds.threads.values())
    gone = set(grounds.cards) - {life.life_id for life in lives}
    assert gone <= set(grounds.endings)

    for life in lives:
        wishers = await village.store.interested_members(life)
        assert len(wishers) == len(set(wishers))
        if life.state is TopicState.PROPOSED:
            assert set(wishers) == village.wishes[life.life_id]
            assert len(wishers) < rules.quorum
        if life.state in WITH_CHANNEL:
            assert wishers == []
        ends_at = life.ends_at(rules)
        assert ends_at is None or now < ends_at + DAY + HOUR or life.state is TopicState.LIVE
    for life in lives:
        if life.state is TopicState.LIVE and life.topic_id:
            said = village.everyday.said[topics[life.topic_id].channel_id]
            heard_at = max([life.since, *(one.at for one in said)])
            assert now - heard_at < rules.quiet_span + DAY + HOUR


async def live(seed: int, n_days: int, mortality: float) -> Village:
    village = Village(seed, N_MEMBERS, mortality=mortality)
    await village.settle_in()
    for _ in range(n_days):
        await village.live_a_day()
        await hold(village)
    return village


async def test_three_hundred_people_live_a_hundred_and_twenty_days() -> None:
    village = await live(7, N_DAYS, mortality=0.0)
    assert village.n_ended == 0
    assert village.desk.notices == []
    met = village.passed
    assert (
        min(met[state] for state in (TopicState.DRAFT, TopicState.PROPOSED, TopicState.SPROUT, TopicState.DOZING)) >= 10
    )
    assert met[TopicState.LIVE] > met[TopicState.ASLEEP] >= 5
    assert sum(endings == [TopicState.FOLDED] for endings in village.grounds.endings.values()) >= 5


async def test_they_live_as_well_where_the_process_ends_and_discord_refuses() -> None:
    village = await live(0, N_DAYS, mortality=0.1)
    assert village.n_ended >= 20
    assert village.desk.notices


async def test_a_life_is_the_same_each_time() -> None:
    one, other = [await live(3, 20, mortality=0.1) for _ in range(2)]
    assert one.store.everything == other.store.everything


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30))
async def test_thirty_villages_live_a_year(seed: int) -> None:
    assert (await live(seed, 365, mortality=0.15)).n_ended
