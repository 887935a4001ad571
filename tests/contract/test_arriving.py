"""What arriving keeps beside the journeys: greeters and notes, how lively topics are, the funnel."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from community.digests.rows import Introduction
from community.engagement.activity_log import ActivityLog
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event
from community.ids import ChannelId, GuildId, MemberId, MessageId, PostedMessage
from community.onboarding.funnel import FunnelReads, NewcomerPath, PromiseCounts
from community.onboarding.greeter_rotation import GreeterMention, GreeterNote, NoteState
from community.onboarding.journey import Journey
from community.onboarding.ports import GreeterStore, OnboardingStore
from community.privacy.ports import OptOutStore
from community.topics.liveliness import Level, Pulse
from community.topics.ports import LivelinessStore, TopicStore
from community.topics.topic import NewTopic, Topic
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.onboarding.funnel import SqlFunnelReads
from storage.onboarding.greeters import SqlGreeterStore
from storage.onboarding.store import SqlOnboardingStore
from storage.optouts import SqlOptOutStore
from storage.topics.liveliness import SqlLivelinessStore
from storage.topics.store import SqlTopicStore
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.onboarding.funnel import MemoryPaths
from tests.fakes.onboarding.greeters import MemoryGreeterStore
from tests.fakes.onboarding.store import MemoryOnboardingStore
from tests.fakes.optouts import MemoryOptOutStore
from tests.fakes.topics.liveliness import MemoryLivelinessStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CAL, DAN, EVE = MemberId(2**62), MemberId(11), MemberId(12), MemberId(13), MemberId(14)
FILM, BREAD, LOBBY, THREAD = ChannelId(100), ChannelId(101), ChannelId(102), ChannelId(150)


@dataclass(frozen=True)
class Kept:
    log: ActivityLog
    consent: OptOutStore
    topics: TopicStore
    journeys: OnboardingStore
    greeters: GreeterStore
    liveliness: LivelinessStore
    paths: FunnelReads

    async def topic(self, channel: ChannelId, guild: GuildId = HOME) -> Topic:
        topic = await self.topics.add(NewTopic(guild, channel, None, f"topic {channel}", ""), NOW)
        assert topic is not None
        return topic


@pytest.fixture
def kept(database: Database | None) -> Kept:
    if database is None:
        log, topics = MemoryActivityLog(), MemoryTopicStore()
        journeys, greeters = MemoryOnboardingStore(log), MemoryGreeterStore(log, topics)
        liveliness, paths = MemoryLivelinessStore(log, topics), MemoryPaths(log, journeys, greeters)
        return Kept(log, MemoryOptOutStore(log), topics, journeys, greeters, liveliness, paths)
    return Kept(
        SqlActivityLog(database),
        SqlOptOutStore(database),
        SqlTopicStore(database),
        SqlOnboardingStore(database),
        SqlGreeterStore(database),
        SqlLivelinessStore(database),
        SqlFunnelReads(database),
    )


def said(
    number: int, who: MemberId, back: timedelta, to: MemberId | None = None, channel: ChannelId = FILM
) -> Activity:
    return Activity(HOME, ActivityKind.MESSAGE, number, who, NOW - back, channel, replied_to=to)


def note(who: MemberId, number: int, greeter: MemberId | None = None, guild: GuildId = HOME) -> GreeterNote:
    return GreeterNote(guild, who, MessageId(number), FILM, THREAD, NOW - 5 * HOUR, greeter, NOW)


async def test_company_is_how_many_others_joined_both(kept: Kept) -> None:
    film, bread, far = await kept.topic(FILM), await kept.topic(BREAD), await kept.topic(FILM, ELSEWHERE)
    for topic, people in ((film, (AMY, BEA, CAL)), (bread, (AMY, BEA)), (far, (BEA, CAL))):
        for who in people:
            await kept.topics.join(topic, who, NOW)
    assert await kept.topics.also_joined(HOME, [film.topic_id], DAN) == {(film.topic_id, bread.topic_id): 2}
    assert await kept.topics.also_joined(HOME, [film.topic_id], AMY) == {(film.topic_id, bread.topic_id): 1}
    assert await kept.topics.also_joined(HOME, [], AMY) == {}


async def test_a_pulse_counts_people_and_who_answered_whom_never_messages(kept: Kept) -> None:
    film, bread = await kept.topic(FILM), await kept.topic(BREAD)
    events: list[Event] = [said(number, AMY, DAY, to=BEA) for number in range(1, 9)]
    events += [
        said(20, BEA, DAY, to=AMY),
        said(21, BEA, DAY, to=BEA),
        said(22, CAL, DAY),
        said(23, DAN, 20 * DAY),
        said(24, EVE, DAY),
        replace(said(25, DAN, DAY), guild_id=ELSEWHERE),
    ]
    await kept.log.append(events)
    await kept.consent.opt_out(HOME, EVE, NOW)
    pulses = await kept.liveliness.pulses(HOME, NOW - 14 * DAY, NOW)
    assert pulses == {film.topic_id: Pulse(3, 2), bread.topic_id: Pulse(0, 0)}


async def test_levels_are_kept_until_they_are_measured_anew(kept: Kept) -> None:
    film, far = await kept.topic(FILM), await kept.topic(FILM, ELSEWHERE)
    assert await kept.liveliness.unmeasured(NOW - HOUR) == [HOME, ELSEWHERE]
    await kept.liveliness.keep(HOME, {film.topic_id: Level.LIVELY, far.topic_id: Level.BUZZING}, NOW)
    assert await kept.liveliness.levels(HOME) == {film.topic_id: Level.LIVELY}
    assert await kept.liveliness.levels(ELSEWHERE) == {}, "of another guild's topic nothing is kept"
    assert await kept.liveliness.unmeasured(NOW - HOUR) == [ELSEWHERE]
    await kept.liveliness.keep(HOME, {film.topic_id: Level.QUIET}, NOW + DAY)
    assert await kept.liveliness.levels(HOME) == {film.topic_id: Level.QUIET}
    await kept.topics.remove(HOME, film.topic_id)
    assert await kept.liveliness.levels(HOME) == {}
    await kept.liveliness.keep(HOME, {film.topic_id: Level.QUIET}, NOW + DAY)
    assert await kept.liveliness.levels(HOME) == {}


async def test_greeters_are_who_offered_is_there_and_counts(kept: Kept) -> None:
    film, bread = await kept.topic(FILM), await kept.topic(BREAD)
    for who in (AMY, AMY, BEA, CAL, DAN):
        await kept.greeters.add_greeter(HOME, who, NOW)
        await kept.topics.join(film, who, NOW)
    await kept.greeters.add_greeter(ELSEWHERE, EVE, NOW)
    await kept.topics.join(bread, BEA, NOW)
    await kept.log.append([Arrival(HOME, CAL, NOW - DAY), Departure(HOME, CAL, NOW)])
    await kept.consent.opt_out(HOME, DAN, NOW)
    assert await kept.greeters.greeters(HOME) == {AMY, BEA}
    assert list(await kept.greeters.greeters_of(HOME, [film.topic_id])) == [(BEA, film.topic_id), (AMY, film.topic_id)]
    assert list(await kept.greeters.greeters_of(HOME, [bread.topic_id])) == [(BEA, bread.topic_id)]
    assert await kept.greeters.remove_greeter(HOME, AMY)
    assert not await kept.greeters.remove_greeter(HOME, AMY)
    assert not await kept.greeters.remove_greeter(HOME, EVE)
    assert await kept.greeters.greeters(HOME) == {BEA}


async def test_a_first_message_is_claimed_once_and_settled_once(kept: Kept) -> None:
    first, second = note(AMY, 1, BEA), note(CAL, 2)
    assert await kept.greeters.claim(first)
    assert not await kept.greeters.claim(replace(first, greeter_id=CAL))
    assert await kept.greeters.claim(second)
    assert await kept.greeters.claim(note(AMY, 1, BEA, ELSEWHERE))
    assert [one for one in await kept.greeters.claims() if one.guild_id == HOME] == [first, second]
    await kept.greeters.settle(first, NoteState.POSTED)
    await kept.greeters.settle(first, NoteState.FAILED)
    assert await kept.greeters.mentions(HOME, NOW) == [GreeterMention(BEA, AMY, NOW)]
    assert await kept.greeters.mentions(HOME, NOW + HOUR) == []
    assert await kept.greeters.noted_messages(HOME, NOW - DAY) == {(AMY, 1), (CAL, 2)}
    assert await kept.greeters.noted_messages(HOME, NOW) == frozenset()
    await kept.greeters.settle(second, NoteState.FAILED)
    assert [one.guild_id for one in await kept.greeters.claims()] == [ELSEWHERE]


async def test_the_ways_of_newcomers_are_told_as_far_as_they_came(kept: Kept) -> None:
    joined = NOW - 16 * DAY
    events: list[Event] = [Arrival(HOME, who, joined + number * HOUR) for number, who in enumerate((BEA, CAL, DAN))]
    events += [Arrival(HOME, AMY, NOW - 90 * DAY), Arrival(ELSEWHERE, AMY, joined), Arrival(HOME, EVE, joined)]
    events += [
        said(1, BEA, 15 * DAY),
        said(2, AMY, 14 * DAY, to=BEA),
        said(3, BEA, 8 * DAY),
        said(4, CAL, 12 * DAY),
        said(5, CAL, 1 * DAY),
    ]
    await kept.log.append(events)
    await kept.consent.opt_out(HOME, EVE, NOW)
    await kept.journeys.advance(HOME, BEA, lambda one: one.record_join(joined).start(NOW))
    await kept.journeys.advance(HOME, CAL, lambda one: one.record_join(joined + HOUR).start(NOW))
    screened = joined + 5 * HOUR
    await kept.journeys.advance(HOME, MemberId(99), lambda one: one.record_join(screened, pending=True))
    assert list(await kept.paths.paths(HOME, NOW - 20 * DAY, NOW)) == [
        NewcomerPath(joined, True, True, False, True, True, True),
        NewcomerPath(joined + HOUR, True, True, False, True, False, False),
        NewcomerPath(joined + 2 * HOUR, True, False, False, False, False, False),
        NewcomerPath(screened, False, False, False, False, False, False),
    ]
    assert list(await kept.paths.paths(HOME, NOW - 2 * DAY, NOW)) == []


async def test_what_the_promise_did_is_counted(kept: Kept) -> None:
    events: list[Event] = [said(1, AMY, 5 * HOUR), said(2, CAL, 5 * HOUR), said(3, BEA, HOUR, to=AMY)]
    await kept.log.append(events)
    for one, state in ((note(AMY, 1, BEA), NoteState.POSTED), (note(CAL, 2), NoteState.POSTED)):
        await kept.greeters.claim(one)
        await kept.greeters.settle(one, state)
    await kept.greeters.claim(note(DAN, 4, BEA))
    assert await kept.paths.promise(HOME, NOW - DAY, NOW) == PromiseCounts(n_notes=2, n_mentions=1, n_answered=1)
    assert await kept.paths.promise(HOME, NOW, NOW + DAY) == PromiseCounts(0, 0, 0)


async def test_who_is_not_known_to_be_welcomed_is_found(kept: Kept) -> None:
    since = NOW - 3 * DAY
    at = {who: NOW - (5 - number) * HOUR for number, who in enumerate((BEA, CAL, DAN, EVE))}
    await kept.log.append([Arrival(HOME, who, joined_at) for who, joined_at in at.items()])
    await kept.log.append([Arrival(HOME, MemberId(20), NOW - 9 * DAY), said(1, MemberId(21), HOUR)])
    await kept.log.append([Arrival(HOME, MemberId(22), NOW - 9 * DAY), Departure(HOME, EVE, NOW)])
    await kept.journeys.advance(HOME, BEA, lambda one: one.record_join(at[BEA]).mark_welcomed(NOW))
    await kept.journeys.advance(HOME, CAL, lambda one: one.record_join(at[CAL]))
    await kept.journeys.advance(HOME, MemberId(22), lambda one: one.record_join(NOW - 9 * DAY, pending=True))
    await kept.journeys.advance(HOME, MemberId(23), lambda one: one.record_join(NOW - HOUR, pending=True))
    await kept.journeys.advance(HOME, MemberId(24), lambda one: one.record_join(NOW - 9 * DAY))
    await kept.journeys.advance(HOME, MemberId(25), lambda one: one.record_join(NOW - HOUR).start(NOW))
    found = [(guild, who) for guild, who, _ in await kept.journeys.unwelcomed(since)]
    assert found == [(HOME, MemberId(22)), (HOME, CAL), (HOME, DAN)]
    await kept.consent.opt_out(HOME, DAN, NOW)
    assert (HOME, DAN, at[DAN]) not in await kept.journeys.unwelcomed(since)


async def test_introductions_that_may_be_out_are_found_until_they_are_settled(kept: Kept) -> None:
    def wrote(one: Journey) -> Journey:
        return one.write_introduction("I bake.", NOW)

    await kept.journeys.advance(HOME, AMY, wrote)
    assert await kept.journeys.introducing() == []
    await kept.journeys.advance(HOME, AMY, lambda one: one.begin_introduction(NOW))
    assert await kept.journeys.introducing() == [(HOME, AMY)]
    assert (await kept.journeys.journey(HOME, AMY)).introduction == "I bake."
    await kept.journeys.advance(HOME, AMY, lambda one: one.mark_introduced(NOW))
    assert await kept.journeys.introducing() == []
    assert (await kept.journeys.journey(HOME, AMY)).introduction == ""


async def test_an_introduction_is_told_in_the_digest_by_its_authors_yes_alone(kept: Kept) -> None:
    async def introduced(who: MemberId, at: datetime, guild: GuildId = HOME) -> None:
        post = PostedMessage(ChannelId(77), MessageId(who))
        await kept.journeys.advance(
            guild, who, lambda one: one.write_introduction("I bake.", at).mark_introduced(at, post)
        )

    for who in (AMY, BEA, CAL, DAN):
        await introduced(who, NOW)
    await introduced(EVE, NOW - DAY)
    await introduced(MemberId(30), NOW, ELSEWHERE)
    for who in (AMY, BEA, BEA, EVE):
        await kept.journeys.advance(HOME, who, Journey.toggle_shared)
    await kept.journeys.advance(ELSEWHERE, MemberId(30), Journey.toggle_shared)
    told = await kept.journeys.introductions(HOME, NOW, NOW + HOUR)
    assert told == [Introduction(AMY, ChannelId(77), MessageId(AMY), NOW)]


async def test_whoever_left_or_opted_out_is_introduced_by_no_digest(kept: Kept) -> None:
    post = PostedMessage(ChannelId(77), MessageId(9))
    for who in (AMY, BEA, CAL):
        await kept.journeys.advance(HOME, who, lambda one: one.mark_introduced(NOW, post).toggle_shared())
    await kept.log.append([Arrival(HOME, AMY, NOW - DAY), Departure(HOME, AMY, NOW)])
    await kept.consent.opt_out(HOME, BEA, NOW)
    assert [one.member_id for one in await kept.journeys.introductions(HOME, NOW, NOW + HOUR)] == [CAL]
