from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from community.digests.issue import Issue, IssueState
from community.digests.ports import DigestStore
from community.digests.schedule import Cadence, DigestKind, DigestSubject, NewSchedule, Rhythm, Schedule
from community.ids import ChannelId, GuildId, MemberId, MessageId, ScheduleId
from storage.database import Database
from storage.digests import SqlDigestStore
from tests.fakes.digests import MemoryDigestStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
LATER = NOW + timedelta(hours=3)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
MONDAYS = Rhythm(Cadence.WEEKLY, 1, time(18, 30))
DAY = date(2026, 1, 12)
COMMUNITY = DigestSubject(DigestKind.COMMUNITY)


@pytest.fixture
def store(database: Database | None) -> DigestStore:
    return MemoryDigestStore() if database is None else SqlDigestStore(database)


def new(
    rhythm: Rhythm = MONDAYS,
    guild: GuildId = HOME,
    channel: int = 2**62,
    subject: DigestSubject = COMMUNITY,
) -> NewSchedule:
    return NewSchedule(guild, subject, ChannelId(channel), rhythm, MemberId(10))


async def claimed(store: DigestStore, schedule: Schedule, day: date = DAY) -> Issue:
    issue = await store.claim(schedule, day, NOW)
    assert issue is not None
    return issue


@pytest.mark.parametrize(
    "rhythm",
    [MONDAYS, Rhythm(Cadence.DAILY, 0, time(0, 0)), Rhythm(Cadence.MONTHLY, 28, time(23, 59))],
)
async def test_a_schedule_comes_back_as_it_was_kept(store: DigestStore, rhythm: Rhythm) -> None:
    schedule = await store.add(new(rhythm), NOW)
    assert (schedule.rhythm, schedule.channel_id, schedule.since) == (rhythm, 2**62, NOW)
    assert not schedule.paused
    assert [one.schedule for one in await store.schedules(HOME)] == [schedule]
    assert await store.schedules(ELSEWHERE) == []


async def test_the_same_schedule_is_kept_once_and_still_counts_from_the_first_time(store: DigestStore) -> None:
    first = await store.add(new(), NOW)
    assert await store.add(new(), LATER) == first
    await store.add(new(replace(MONDAYS, at=time(9))), NOW)
    await store.add(new(channel=7), NOW)
    assert len(await store.schedules(HOME)) == 3


async def test_what_is_paused_does_not_run_and_resuming_counts_from_then(store: DigestStore) -> None:
    schedule = await store.add(new(), NOW)
    await store.pause(ELSEWHERE, schedule.schedule_id)
    assert [one.schedule for one in await store.running()] == [schedule]

    await store.pause(HOME, schedule.schedule_id)
    assert await store.running() == []
    await store.resume(ELSEWHERE, schedule.schedule_id, LATER)
    assert await store.running() == []

    await store.resume(HOME, schedule.schedule_id, LATER)
    await store.resume(HOME, schedule.schedule_id, LATER + timedelta(hours=1))
    assert [one.schedule for one in await store.running()] == [replace(schedule, since=LATER)]


async def test_scheduling_again_what_was_paused_resumes_it(store: DigestStore) -> None:
    schedule = await store.add(new(), NOW)
    await store.pause(HOME, schedule.schedule_id)
    assert await store.add(new(), LATER) == replace(schedule, since=LATER)


async def test_a_date_is_claimed_once(store: DigestStore) -> None:
    schedule = await store.add(new(), NOW)
    issue = await claimed(store, schedule)
    assert await store.claim(schedule, DAY, LATER) is None
    assert await store.claims() == [issue]
    assert [one.last_issue for one in await store.running()] == [issue]


async def test_only_what_is_in_a_given_state_is_claimed_anew(store: DigestStore) -> None:
    schedule = await store.add(new(), NOW)
    issue = await claimed(store, schedule)
    assert await store.claim(schedule, DAY, LATER, over={IssueState.FAILED}) is None
    await store.settle(replace(issue, state=IssueState.FAILED, note="no permission"), NOW)
    assert await store.claim(schedule, DAY, LATER, over={IssueState.QUIET}) is None
    again = await store.claim(schedule, DAY, LATER, over={IssueState.QUIET, IssueState.FAILED})
    assert again == Issue(schedule, DAY, IssueState.CLAIMED, LATER)
    assert await store.claims() == [again]


async def test_what_is_settled_stays_as_it_is(store: DigestStore) -> None:
    issue = await claimed(store, await store.add(new(), NOW))
    posted = replace(issue, state=IssueState.POSTED, message_id=MessageId(2**62))
    await store.settle(posted, LATER)
    await store.settle(replace(issue, state=IssueState.UNCERTAIN, note="late"), LATER)
    assert await store.claims() == []
    assert [one.last_issue for one in await store.schedules(HOME)] == [posted]


async def test_the_latest_issue_is_that_of_the_latest_date(store: DigestStore) -> None:
    schedule = await store.add(new(), NOW)
    other = await store.add(new(channel=7), NOW)
    await claimed(store, schedule, DAY)
    await claimed(store, schedule, DAY - timedelta(weeks=1))
    found = {one.schedule.schedule_id: one.last_date for one in await store.running()}
    assert found == {schedule.schedule_id: DAY, other.schedule_id: None}


async def test_a_removed_schedule_takes_its_issues_along(store: DigestStore) -> None:
    schedule = await store.add(new(), NOW)
    await claimed(store, schedule)
    await store.remove(ELSEWHERE, schedule.schedule_id)
    assert len(await store.schedules(HOME)) == 1

    await store.remove(HOME, schedule.schedule_id)
    assert await store.schedules(HOME) == []
    assert await store.claims() == []
    assert await store.claim(schedule, DAY + timedelta(weeks=1), NOW) is None
    await store.pause(HOME, ScheduleId(999))


async def test_claims_of_all_guilds_come_oldest_first(store: DigestStore) -> None:
    here, there = await store.add(new(), NOW), await store.add(new(guild=ELSEWHERE), NOW)
    await store.claim(there, DAY, LATER)
    await store.claim(here, DAY, NOW)
    assert [issue.schedule.guild_id for issue in await store.claims()] == [HOME, ELSEWHERE]
    assert len(await store.running()) == 2
