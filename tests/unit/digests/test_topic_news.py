from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from community.calendar import DAY, Window
from community.digests.rows import Move, TopicNews
from community.digests.topic_news import TopicNewsContributor
from community.engagement.conversations import Reply, depths
from community.engagement.health import FadingTopic, Health
from community.ids import ChannelId, GuildId, LifeId, MessageId, TopicId
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.topic import Topic
from tests.fakes.digests import MemorySources

HOME, WOODS, HALL = GuildId(1), ChannelId(21), ChannelId(20)
WEEK = Window(date(2026, 1, 12), date(2026, 1, 19), ZoneInfo("Europe/Berlin"))
WITHIN, BEFORE = WEEK.start_at + DAY, WEEK.start_at - 60 * DAY


class Lives:
    def __init__(self, *lives: Lifecycle) -> None:
        self._lives = lives

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        return [one for one in self._lives if one.guild_id == guild_id and one.state in states]


def topic(created_at: datetime = BEFORE, *, asleep: bool = False) -> Topic:
    return Topic(TopicId(1), HOME, WOODS, None, "woods", "", created_at, asleep)


def life(state: TopicState, since: datetime = WITHIN, *, settled: bool = True) -> Lifecycle:
    grown = state not in {TopicState.PROPOSED, TopicState.SPROUT}
    return Lifecycle(
        LifeId(1),
        HOME,
        state,
        since,
        None,
        settled,
        "Woods",
        "",
        None,
        TopicId(1) if grown else None,
        HALL,
        MessageId(30),
    )


async def news(*lives: Lifecycle, topics: Sequence[Topic] = (), fading: Sequence[FadingTopic] = ()) -> list[TopicNews]:
    sources = MemorySources(given_topics=topics, given_health=Health((), (), fading, ()))
    return await TopicNewsContributor(sources, Lives(*lives), sources).news(HOME, WEEK, WEEK.end_at)


async def test_a_sprout_is_told_where_its_thread_is_and_a_proposal_not_yet() -> None:
    assert await news(life(TopicState.SPROUT)) == [TopicNews(HALL, "Woods", Move.SPROUTING, WITHIN, ChannelId(30))]
    assert await news(life(TopicState.PROPOSED)) == []
    assert await news(life(TopicState.SPROUT, settled=False)) == []
    assert await news(life(TopicState.SPROUT, BEFORE)) == []


async def test_a_topic_is_new_once_and_back_when_it_lives_again() -> None:
    assert await news(life(TopicState.LIVE), topics=[topic(WITHIN)]) == [TopicNews(WOODS, "woods", Move.NEW, WITHIN)]
    late = WITHIN + timedelta(hours=1)
    assert [one.move for one in await news(life(TopicState.LIVE, late), topics=[topic(WITHIN)])] == [Move.NEW]
    assert await news(life(TopicState.LIVE), topics=[topic()]) == [TopicNews(WOODS, "woods", Move.BACK, WITHIN)]
    assert await news(life(TopicState.LIVE, BEFORE), topics=[topic(BEFORE)]) == []
    assert await news(life(TopicState.LIVE), topics=[]) == []


@pytest.mark.parametrize(
    ("n", "silent", "told"), [(19, False, True), (20, False, False), (20, True, True), (0, True, True)]
)
async def test_members_hear_of_a_fading_topic_once_half_is_gone(n: int, silent: bool, told: bool) -> None:
    found = await news(topics=[topic()], fading=[FadingTopic(WOODS, 40, n, 8, 3, silent=silent)])
    month = WEEK.start_at.replace(day=1)
    move = Move.SILENT if silent else Move.FADING
    assert [(one.move, one.n_messages, one.n_before) for one in found] == [(move, n, 40)] * told
    assert all(one.at.date() <= month.date() for one in found)


async def test_what_is_back_does_not_fade_and_what_sleeps_is_left_alone() -> None:
    faded = FadingTopic(WOODS, 40, 0, 8, 0, silent=True)
    assert [one.move for one in await news(life(TopicState.LIVE), topics=[topic()], fading=[faded])] == [Move.BACK]
    assert await news(life(TopicState.ASLEEP), topics=[topic(asleep=True)]) == []


def test_a_threads_depth_is_its_longest_chain_of_replies() -> None:
    here, there = ChannelId(1), ChannelId(2)
    replies = [Reply(2, 1, here), Reply(3, 2, here), Reply(4, 1, here), Reply(9, 8, there), Reply(10, 5)]
    assert depths(replies) == {here: 2, there: 1, None: 1}
    assert depths([]) == {}
