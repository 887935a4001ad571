from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from community.calendar import Window
from community.engagement.activity_log import ActivityLog, DayTotal, ThreadTalk
from community.engagement.events import Activity, ActivityKind, Arrival
from community.ids import ChannelId, GuildId, MemberId
from community.privacy.ports import OptOutStore
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.optouts import SqlOptOutStore
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.optouts import MemoryOptOutStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(2**62), MemberId(11)
WEEK = Window(date(2026, 1, 1), date(2026, 1, 8), ZoneInfo("UTC"))


@dataclass(frozen=True)
class Kept:
    consent: OptOutStore
    log: ActivityLog


@pytest.fixture
def kept(database: Database | None) -> Kept:
    if database is None:
        log = MemoryActivityLog()
        return Kept(MemoryOptOutStore(log), log)
    return Kept(SqlOptOutStore(database), SqlActivityLog(database))


async def test_opting_out_twice_is_once_since_the_first_time(kept: Kept) -> None:
    await kept.consent.opt_out(HOME, AMY, NOW)
    await kept.consent.opt_out(HOME, AMY, NOW + timedelta(days=3))
    await kept.consent.opt_out(ELSEWHERE, BEA, NOW)
    assert await kept.consent.opted_out() == {(HOME, AMY): NOW, (ELSEWHERE, BEA): NOW}


async def test_opting_in_undoes_it_in_one_guild(kept: Kept) -> None:
    for guild in (HOME, ELSEWHERE):
        await kept.consent.opt_out(guild, AMY, NOW)
    await kept.consent.opt_in(HOME, AMY)
    await kept.consent.opt_in(HOME, AMY)
    await kept.consent.opt_in(HOME, BEA)
    assert await kept.consent.opted_out() == {(ELSEWHERE, AMY): NOW}


async def test_who_opted_out_leaves_the_members_that_count_and_returns_with_opting_in(kept: Kept) -> None:
    said = Activity(HOME, ActivityKind.MESSAGE, 1, AMY, NOW, ChannelId(100))
    arrivals = [Arrival(guild, who, NOW - timedelta(days=9)) for guild in (HOME, ELSEWHERE) for who in (AMY, BEA)]
    await kept.log.append([said, *arrivals])
    await kept.consent.opt_out(HOME, AMY, NOW)
    assert [one.member_id for one in await kept.log.spells(HOME, WEEK)] == [BEA]
    assert {one.member_id for one in await kept.log.spells(ELSEWHERE, WEEK)} == {AMY, BEA}
    await kept.consent.opt_in(HOME, AMY)
    assert {one.member_id for one in await kept.log.spells(HOME, WEEK)} == {AMY, BEA}


async def test_what_was_recorded_before_is_told_only_where_the_member_is_named(kept: Kept) -> None:
    def said(number: int, who: MemberId) -> Activity:
        return Activity(HOME, ActivityKind.MESSAGE, number, who, NOW, ChannelId(100), ChannelId(200 + number))

    await kept.log.append([said(1, AMY), said(2, BEA)])
    await kept.consent.opt_out(HOME, AMY, NOW)
    assert [one.member_id for one in await kept.log.member_days(HOME, WEEK)] == [BEA]
    assert [one.member_id for one in await kept.log.member_days(HOME, WEEK, channel_id=ChannelId(100))] == [BEA]
    assert [one.member_id for one in await kept.log.openings(HOME, WEEK)] == [BEA]
    assert [one.member_id for one in await kept.log.member_days(HOME, WEEK, member_id=AMY)] == [AMY]
    assert [one.member_id for one in await kept.log.openings(HOME, WEEK, member_id=AMY)] == [AMY]
    await kept.consent.opt_in(HOME, AMY)
    assert len(await kept.log.member_days(HOME, WEEK)) == 2


async def test_what_was_recorded_before_is_in_no_sum_of_what_everybody_did(kept: Kept) -> None:
    lobby, thread = ChannelId(100), ChannelId(200)

    def said(number: int, who: MemberId, at: datetime) -> Activity:
        return Activity(HOME, ActivityKind.MESSAGE, number, who, at, lobby, thread)

    earlier, later = NOW - timedelta(days=1), NOW + timedelta(hours=1)
    await kept.log.append([said(1, AMY, earlier), said(2, BEA, NOW), said(3, AMY, NOW), said(4, AMY, later)])
    await kept.consent.opt_out(HOME, AMY, NOW)
    for tz in (WEEK.tz, ZoneInfo("Asia/Kathmandu")):  # of the first the log has sums, the second it counts
        window = Window(WEEK.first, WEEK.end, tz)
        assert await kept.log.day_totals(HOME, window) == [DayTotal(NOW.date(), 1, 1)]
        assert await kept.log.thread_talk(HOME, window) == [ThreadTalk(thread, lobby, 1, 1, NOW)]
        assert await kept.log.n_posters(HOME, window.start_at, window.end_at) == {lobby: 1}
        assert await kept.log.n_thread_posters(HOME, thread, window.end_at) == 1
    await kept.consent.opt_in(HOME, AMY)
    assert [day.n_members for day in await kept.log.day_totals(HOME, WEEK)] == [1, 2]
    assert (await kept.log.thread_talk(HOME, WEEK))[0].n_members == 2
