from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from community.digests.issue import Issue, IssueState, PreviousIssues, PublishedItem
from community.digests.ports import DigestStore
from community.digests.schedule import Cadence, DigestKind, DigestSubject, NewSchedule, Rhythm, Schedule
from community.digests.section import Item, Place, Reason
from community.ids import ChannelId, GuildId, MemberId, MessageId
from storage.database import Database
from storage.digests import SqlDigestStore
from storage.privacy import SqlPersonalRecords
from tests.fakes.digests import MemoryDigestStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOME, ELSEWHERE, AMY = GuildId(1), GuildId(2), MemberId(7)
FIRST, SECOND, THIRD = date(2026, 1, 12), date(2026, 1, 19), date(2026, 1, 26)


@pytest.fixture
def store(database: Database | None) -> DigestStore:
    return MemoryDigestStore() if database is None else SqlDigestStore(database)


def told(key: str, hours: int = 0, about: MemberId | None = None) -> PublishedItem:
    why = Reason("{n} people talked in it.", {"n": 5})
    place = Place(ChannelId(11), ChannelId(12), MessageId(2**62))
    return PublishedItem("Threads worth reading", place, Item(key, NOW + timedelta(hours=hours), why, about))


async def scheduled(store: DigestStore, guild: GuildId = HOME, number: int = 3) -> Schedule:
    rhythm = Rhythm(Cadence.WEEKLY, 1, time(9))
    return await store.add(NewSchedule(guild, DigestSubject(DigestKind.TOPIC, number), ChannelId(10), rhythm, AMY), NOW)


async def issued(store: DigestStore, schedule: Schedule, day: date, *items: PublishedItem, state: IssueState) -> Issue:
    issue = await store.claim(schedule, day, NOW)
    assert issue is not None
    await store.record_items(issue, items)
    await store.settle(replace(issue, state=state), NOW)
    return issue


async def test_digests_about_different_topics_are_different_digests(store: DigestStore) -> None:
    first, again, other = [await scheduled(store, number=number) for number in (3, 3, 4)]
    assert first == again
    assert first.subject == DigestSubject(DigestKind.TOPIC, 3)
    assert [one.schedule for one in await store.schedules(HOME)] == [first, other]


async def test_what_was_told_last_and_when_it_had_stirred_is_remembered(store: DigestStore) -> None:
    schedule, other = await scheduled(store), await scheduled(store, number=4)
    assert await store.previous_issues(schedule, FIRST) == PreviousIssues(None, {})
    await issued(store, schedule, FIRST, told("thread:1"), told("ask:2", hours=1), state=IssueState.POSTED)
    await issued(store, schedule, SECOND, told("thread:1", hours=5), state=IssueState.POSTED)
    await issued(store, other, SECOND, told("thread:9"), state=IssueState.POSTED)

    assert await store.previous_issues(schedule, FIRST) == PreviousIssues(None, {})
    assert (await store.previous_issues(schedule, SECOND)).items == {"thread:1": NOW, "ask:2": NOW + timedelta(hours=1)}
    assert await store.previous_issues(schedule, THIRD) == PreviousIssues(
        SECOND, {"thread:1": NOW + timedelta(hours=5), "ask:2": NOW + timedelta(hours=1)}
    )


@pytest.mark.parametrize("state", [IssueState.FAILED, IssueState.UNCERTAIN, IssueState.MISSED, IssueState.QUIET])
async def test_what_was_not_surely_posted_was_not_told(store: DigestStore, state: IssueState) -> None:
    schedule = await scheduled(store)
    await issued(store, schedule, FIRST, told("thread:1"), state=state)
    assert await store.previous_issues(schedule, SECOND) == PreviousIssues(None, {})


async def test_what_is_kept_anew_takes_the_place_of_what_was_kept(store: DigestStore) -> None:
    schedule = await scheduled(store)
    issue = await issued(store, schedule, FIRST, told("thread:1"), told("ask:2"), state=IssueState.POSTED)
    await store.record_items(issue, [told("ask:2")])
    assert set((await store.previous_issues(schedule, SECOND)).items) == {"ask:2"}
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "thread:1") is None


async def test_an_item_is_found_in_its_own_guild_and_issue_only(store: DigestStore) -> None:
    schedule = await scheduled(store)
    plain = PublishedItem("Thank you", None, Item("thanks:7", NOW, Reason("Because.", {}), AMY))
    await issued(store, schedule, FIRST, told("thread:1"), plain, state=IssueState.POSTED)
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "thread:1") == told("thread:1")
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "thanks:7") == plain
    assert await store.find_item(ELSEWHERE, schedule.schedule_id, FIRST, "thread:1") is None
    assert await store.find_item(HOME, schedule.schedule_id, SECOND, "thread:1") is None
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "thread:2") is None
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "") is None


async def test_a_removed_schedule_takes_what_it_told_along(store: DigestStore) -> None:
    schedule = await scheduled(store)
    issue = await issued(store, schedule, FIRST, told("thread:1"), state=IssueState.POSTED)
    await store.remove(HOME, schedule.schedule_id)
    await store.record_items(issue, [told("thread:1")])
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "thread:1") is None


async def test_who_is_forgotten_is_named_by_no_item(database: Database | None) -> None:
    if database is None:
        pytest.skip("forgetting walks the tables")
    store = SqlDigestStore(database)
    schedule = await scheduled(store)
    await issued(store, schedule, FIRST, told("thanks:7", about=AMY), told("thread:1"), state=IssueState.POSTED)
    [kept] = [one for one in await SqlPersonalRecords(database).forget(AMY, HOME) if "digests named" in one.description]
    assert kept.n == 1
    assert await store.find_item(HOME, schedule.schedule_id, FIRST, "thanks:7") is None
    assert set((await store.previous_issues(schedule, SECOND)).items) == {"thread:1"}
