from datetime import UTC, datetime, timedelta

import pytest

from community.brands.brand import Brand, NewBrand
from community.brands.consent import Consent, ConsentState, ConsentTally, NewConsent
from community.brands.ports import BrandStore, ConsentStore
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.topics.ports import TopicStore
from community.topics.topic import NewTopic, Topic
from storage.brands.consents import SqlConsentStore
from storage.brands.store import SqlBrandStore
from storage.database import Database
from storage.topics.store import SqlTopicStore
from tests.fakes.brands.consents import MemoryConsentStore
from tests.fakes.brands.store import MemoryBrandStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
WEEK = timedelta(weeks=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID, ROSA = MemberId(10), MemberId(11), MemberId(12), MemberId(13)


class Stores:
    """The stores that a vote needs, with one brand and one topic."""

    def __init__(self, database: Database | None) -> None:
        self.brands: BrandStore
        self.topics: TopicStore
        self.consents: ConsentStore
        if database is None:
            brands, topics = MemoryBrandStore(), MemoryTopicStore()
            self.brands, self.topics, self.consents = brands, topics, MemoryConsentStore(brands, topics)
        else:
            self.brands, self.topics = SqlBrandStore(database), SqlTopicStore(database)
            self.consents = SqlConsentStore(database)

    async def apply(self) -> tuple[Brand, Topic]:
        brand = await self.brands.add(NewBrand(HOME, "Foo Ovens", ("foo",), ROSA), NOW)
        topic = await self.topics.add(NewTopic(HOME, ChannelId(100), None, "bread", ""), NOW)
        assert brand is not None
        assert topic is not None
        for member in (AMY, BEA):
            await self.topics.join(topic, member, NOW)
        return brand, topic

    async def call(self, brand: Brand, topic: Topic, at: datetime = NOW) -> Consent:
        called = await self.consents.open_vote(NewConsent(HOME, brand.brand_id, topic.topic_id, ROSA), at, at + WEEK)
        assert called is not None
        return called

    async def only(self) -> Consent:
        (consent,) = await self.consents.consents(HOME)
        return consent


@pytest.fixture
def stores(database: Database | None) -> Stores:
    return Stores(database)


async def test_a_vote_is_called_once_at_a_time_and_comes_back_as_it_was_kept(stores: Stores) -> None:
    brand, topic = await stores.apply()
    called = await stores.call(brand, topic)
    assert (called.brand, called.topic, called.channel_id) == ("Foo Ovens", "bread", 100)
    assert (called.state, called.opened_at, called.closes_at) == (ConsentState.VOTING, NOW, NOW + WEEK)
    new = NewConsent(HOME, brand.brand_id, topic.topic_id, AMY)
    assert await stores.consents.open_vote(new, NOW, NOW + WEEK) is None
    assert await stores.consents.consents(HOME) == [called]
    assert await stores.consents.consents(ELSEWHERE) == []
    assert await stores.consents.end(called, ConsentState.REVOKED, NOW, over={ConsentState.VOTING})
    assert (await stores.call(brand, topic)).consent_id != called.consent_id


async def test_a_vote_can_be_changed_and_counts_while_its_voter_is_a_member(stores: Stores) -> None:
    brand, topic = await stores.apply()
    called = await stores.call(brand, topic)
    for member, yes in ((AMY, False), (AMY, True), (BEA, False), (CID, True)):
        assert await stores.consents.record_vote(called, member, NOW, yes=yes)
    assert await stores.consents.tally(called) == ConsentTally(1, 1, 2)
    await stores.topics.leave(topic, BEA)
    assert await stores.consents.tally(called) == ConsentTally(1, 0, 1)


async def test_what_was_decided_stays_and_replaces_what_held_before(stores: Stores) -> None:
    brand, topic = await stores.apply()
    first = await stores.call(brand, topic)
    await stores.consents.record_outcome(first, ConsentTally(3, 1, 5), NOW, ends_at=NOW + 12 * WEEK)
    held = await stores.only()
    assert (held.state, held.tally, held.granted_at) == (ConsentState.GRANTED, ConsentTally(3, 1, 5), NOW)
    assert held.is_active(NOW)
    assert not held.is_active(NOW + 12 * WEEK)
    assert not await stores.consents.record_vote(first, AMY, NOW, yes=False)
    await stores.consents.record_outcome(first, ConsentTally(0, 9, 9), NOW, ends_at=None)
    assert await stores.only() == held

    second = await stores.call(brand, topic, NOW + WEEK)
    await stores.consents.record_outcome(second, ConsentTally(0, 3, 5), NOW + 2 * WEEK, ends_at=None)
    replaced, refused = await stores.consents.consents(HOME)
    assert (replaced.state, replaced.ends_at) == (ConsentState.REPLACED, NOW + 2 * WEEK)
    assert (refused.state, refused.granted_at) == (ConsentState.REFUSED, None)


async def test_what_is_over_or_not_shown_waits_until_it_is_settled(stores: Stores) -> None:
    brand, topic = await stores.apply()
    called = await stores.call(brand, topic)
    assert await stores.consents.unsettled(NOW) == [called]
    await stores.consents.record_post(called, MessageId(7))
    shown = await stores.only()
    assert (shown.message_id, shown.shown) == (7, ConsentState.VOTING)
    assert await stores.consents.unsettled(NOW) == []
    assert await stores.consents.unsettled(NOW + WEEK) == [shown]

    await stores.consents.record_outcome(called, ConsentTally(3, 0, 3), NOW + WEEK, ends_at=NOW + 2 * WEEK)
    assert len(await stores.consents.unsettled(NOW + WEEK)) == 1
    await stores.consents.record_post(await stores.only(), MessageId(7))
    assert await stores.consents.unsettled(NOW + WEEK) == []
    (over,) = await stores.consents.unsettled(NOW + 3 * WEEK)
    assert await stores.consents.end(over, ConsentState.EXPIRED, NOW + 3 * WEEK, over={ConsentState.GRANTED})
    expired = await stores.only()
    assert (expired.state, expired.ends_at) == (ConsentState.EXPIRED, NOW + 2 * WEEK)
    assert not await stores.consents.end(over, ConsentState.REVOKED, NOW, over={ConsentState.GRANTED})


async def test_votes_go_with_their_topic_and_their_brand(stores: Stores) -> None:
    brand, topic = await stores.apply()
    await stores.call(brand, topic)
    await stores.brands.retire(brand)
    assert await stores.consents.consents(HOME) == []
    other = await stores.brands.add(NewBrand(HOME, "Bar", ("bar",), ROSA), NOW)
    assert other is not None
    await stores.call(other, topic)
    await stores.topics.remove(HOME, topic.topic_id)
    assert await stores.consents.consents(HOME) == []
