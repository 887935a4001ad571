from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.brands.brand import NewBrand
from community.brands.cell_suppression import Table
from community.brands.feedback import FeedbackAnswer, FeedbackReply, NewRound, Round, RoundState
from community.brands.ports import BrandStore, RoundStore
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic
from storage.brands.feedback import SqlRoundStore
from storage.brands.store import SqlBrandStore
from storage.database import Database
from storage.topics.store import SqlTopicStore
from tests.fakes.brands.feedback import MemoryRoundStore
from tests.fakes.brands.store import MemoryBrandStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
WEEK = timedelta(weeks=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, FINN = MemberId(10), MemberId(2**62), MemberId(12)


class Stores:
    """The stores that a round needs."""

    def __init__(self, database: Database | None) -> None:
        self.brands: BrandStore
        self.topics: TopicStore
        self.rounds: RoundStore
        if database is None:
            brands, topics = MemoryBrandStore(), MemoryTopicStore()
            self.brands, self.topics, self.rounds = brands, topics, MemoryRoundStore(brands, topics)
        else:
            self.brands, self.topics = SqlBrandStore(database), SqlTopicStore(database)
            self.rounds = SqlRoundStore(database)

    async def opened(self) -> tuple[NewRound, Round]:
        brand = await self.brands.add(NewBrand(HOME, "Foo Ovens", ("foo",), FINN), NOW)
        topic = await self.topics.add(NewTopic(HOME, ChannelId(100), None, "bread", ""), NOW)
        assert brand is not None
        assert topic is not None
        new = NewRound(HOME, brand.brand_id, topic.topic_id, FINN, "Steam?", 5)
        opened = await self.rounds.open_round(new, NOW, NOW + WEEK)
        assert opened is not None
        return new, opened


@pytest.fixture
def stores(database: Database | None) -> Stores:
    return Stores(database)


async def test_a_round_is_open_once_at_a_time_and_comes_back_as_it_was_kept(stores: Stores) -> None:
    new, opened = await stores.opened()
    assert (opened.brand, opened.topic, opened.channel_id, opened.fewest) == ("Foo Ovens", "bread", 100, 5)
    assert (opened.question, opened.state, opened.closes_at) == ("Steam?", RoundState.OPEN, NOW + WEEK)
    assert await stores.rounds.open_round(new, NOW, NOW + WEEK) is None
    assert await stores.rounds.rounds() == [opened]
    assert (await stores.rounds.rounds(opened.guild_id), await stores.rounds.rounds(ELSEWHERE)) == ([opened], [])

    await stores.rounds.record_post(opened, MessageId(7))
    await stores.rounds.record_post(replace(opened, guild_id=ELSEWHERE), MessageId(8))
    (shown,) = await stores.rounds.rounds()
    assert (shown.message_id, shown.shown) == (7, opened.shown_version)

    told = Table(5, {"yes": None, "no": None, "depends": None})
    assert await stores.rounds.close_round(opened, RoundState.CLOSED, told)
    assert not await stores.rounds.close_round(opened, RoundState.ENDED, None)
    again = await stores.rounds.open_round(new, NOW + WEEK, NOW + 2 * WEEK)
    assert [(one.state, one.told) for one in await stores.rounds.rounds()] == [
        (RoundState.CLOSED, told),
        (RoundState.OPEN, None),
    ]
    assert again is not None
    (brand,) = await stores.brands.brands()
    await stores.brands.retire(brand)
    assert await stores.rounds.rounds() == []


async def test_one_answer_a_person_whose_comment_stays_when_it_changes(stores: Stores) -> None:
    _, opened = await stores.opened()
    elsewhere = replace(opened, guild_id=ELSEWHERE)
    assert not await stores.rounds.record_answer(elsewhere, AMY, FeedbackAnswer.YES, NOW)
    assert not await stores.rounds.record_comment(opened, AMY, "before any tap")
    assert await stores.rounds.record_answer(opened, AMY, FeedbackAnswer.YES, NOW)
    assert await stores.rounds.record_comment(opened, AMY, "more steam")
    assert await stores.rounds.record_answer(opened, AMY, FeedbackAnswer.DEPENDS, NOW)
    assert await stores.rounds.record_answer(opened, BEA, FeedbackAnswer.NO, NOW)
    kept = [FeedbackReply(AMY, FeedbackAnswer.DEPENDS, "more steam"), FeedbackReply(BEA, FeedbackAnswer.NO, "")]
    assert await stores.rounds.replies(opened) == kept
    assert await stores.rounds.replies(elsewhere) == []

    await stores.rounds.close_round(opened, RoundState.ENDED, None)
    assert not await stores.rounds.record_answer(opened, AMY, FeedbackAnswer.NO, NOW)
    assert not await stores.rounds.record_comment(opened, AMY, "late")
    assert await stores.rounds.replies(opened) == kept
