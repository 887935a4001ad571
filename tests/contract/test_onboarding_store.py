import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.ids import ChannelId, GuildId, MemberId, MessageId, PostedMessage, TopicId
from community.onboarding.journey import Journey, OnboardingStep
from community.onboarding.ports import OnboardingStore
from storage.database import Database
from storage.onboarding.store import SqlOnboardingStore
from tests.fakes.onboarding.store import MemoryOnboardingStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(10), MemberId(11)


@pytest.fixture
def store(database: Database | None) -> OnboardingStore:
    return MemoryOnboardingStore() if database is None else SqlOnboardingStore(database)


async def test_whoever_is_not_known_is_at_the_very_beginning(store: OnboardingStore) -> None:
    assert await store.journey(HOME, AMY) == Journey()


@pytest.mark.parametrize("step", OnboardingStep)
async def test_a_journey_comes_back_as_it_was_kept(store: OnboardingStore, step: OnboardingStep) -> None:
    journey = Journey(
        step=step,
        page=3,
        joining=frozenset({TopicId(7), TopicId(2**62)}),
        leaving=frozenset({TopicId(8)}),
        joined_at=NOW,
        started_at=NOW + timedelta(seconds=1),
        finished_at=NOW + timedelta(days=1),
        welcomed_at=NOW,
        introduction="I bake.\nAnd you?",
        introducing_at=NOW + timedelta(days=1),
        introduced_at=NOW + timedelta(days=2),
        post=PostedMessage(ChannelId(77), MessageId(2**62)),
        shared=True,
    )
    await store.advance(HOME, MemberId(2**62), lambda _: journey)
    assert await store.journey(HOME, MemberId(2**62)) == journey


async def test_a_move_is_told_before_and_after(store: OnboardingStore) -> None:
    started = Journey().start(NOW)
    assert await store.advance(HOME, AMY, lambda journey: journey.start(NOW)) == (Journey(), started)
    assert await store.advance(HOME, AMY, lambda journey: journey.turn_to_step(OnboardingStep.CONFIRMING, NOW)) == (
        started,
        started.turn_to_step(OnboardingStep.CONFIRMING, NOW),
    )


async def test_journeys_of_other_members_and_other_guilds_are_not_touched(store: OnboardingStore) -> None:
    await store.advance(HOME, AMY, lambda journey: journey.start(NOW))
    await store.advance(ELSEWHERE, AMY, lambda journey: journey.turn_to_step(OnboardingStep.CONFIRMING, NOW))
    await store.advance(HOME, AMY, lambda journey: journey.turn_to_page(2, NOW))
    assert await store.journey(HOME, BEA) == Journey()
    assert (await store.journey(ELSEWHERE, AMY)).step is OnboardingStep.CONFIRMING
    assert (await store.journey(HOME, AMY)).page == 2


async def test_a_move_that_fails_changes_nothing(store: OnboardingStore) -> None:
    await store.advance(HOME, AMY, lambda journey: journey.start(NOW))

    def stumble(_: Journey) -> Journey:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.advance(HOME, AMY, stumble)
    assert await store.journey(HOME, AMY) == Journey().start(NOW)


async def test_moves_at_the_same_time_are_all_kept(store: OnboardingStore) -> None:
    async def pick(number: int) -> None:
        picked = frozenset({TopicId(number)})
        await store.advance(HOME, AMY, lambda journey: replace(journey, joining=journey.joining | picked))

    await asyncio.gather(*(pick(number) for number in range(8)))
    assert (await store.journey(HOME, AMY)).joining == set(range(8))
