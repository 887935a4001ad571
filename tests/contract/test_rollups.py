"""Sums equal a recount of the raw rows at any moment, whatever happened, in whatever order, in every time zone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.calendar import Window
from community.engagement.events import Activity, ActivityKind, Arrival, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId
from community.settings.ports import SettingChange
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.raw_reads import RawReads
from storage.engagement.rollup_reads import RollupReads
from storage.engagement.rollup_rebuild import SqlRollups
from storage.engagement.rollups import TIME_ZONE_KEY, RollupZone, build_next_days, find_zone, lock_guilds
from storage.privacy import SqlPersonalRecords
from storage.settings import SqlSettingsStore
from storage.tables.engagement import day_total, member_day, opening, rollup_zone, thread_day

pytestmark = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)

HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CY = MemberId(2**62), MemberId(11), MemberId(12)
FILM, BREAD = ChannelId(100), ChannelId(101)
UTC_ZONE, BERLIN, LORD_HOWE = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
ZONES = (UTC_ZONE, BERLIN, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns"))
SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)
"""Clocks change in Berlin that night, and on Lord Howe Island a week later."""
HOUR = timedelta(hours=1)
SUMS = (member_day, thread_day, day_total, opening)


def said(source_id: int, by: MemberId = AMY, at: datetime = SPRING, thread: int | None = None) -> Activity:
    return Activity(HOME, ActivityKind.MESSAGE, source_id, by, at, FILM, None if thread is None else ChannelId(thread))


def window(tz: ZoneInfo, first: date = date(2026, 3, 20), n_days: int = 30) -> Window:
    return Window(first, first + timedelta(days=n_days), tz)


async def choose(database: Database, tz: ZoneInfo, guild_id: GuildId = HOME) -> None:
    await SqlSettingsStore(database).record_change(guild_id, SettingChange(TIME_ZONE_KEY, "UTC", tz.key, AMY, SPRING))


async def answers(about: RawReads, over: Window) -> list[object]:
    middle = over.start_at + (over.end_at - over.start_at) / 2 + timedelta(minutes=20)
    return [
        await about.member_days(over),
        await about.member_days(over, FILM),
        await about.member_days(over, None, BEA),
        await about.day_totals(over),
        await about.first_days(over),
        await about.openings(over),
        await about.openings(over, AMY),
        await about.thread_talk(over),
        await about.n_posters(over.start_at, over.end_at),
        await about.n_posters(over.start_at + HOUR, middle),
        await about.n_posters(middle, middle + HOUR),
        await about.message_counts(over),
    ]


async def agree(database: Database, guild_id: GuildId = HOME) -> RollupZone:
    """Checks that the sums tell what a recount tells, wherever they are held to be built; returns their zone."""
    async with database.read() as connection:
        zone = await find_zone(connection, guild_id)
        assert zone is not None
        for over in (window(zone.tz, n_days=40), window(zone.tz, date(2026, 3, 28), 2)):
            if zone.covers(over):
                told = await answers(RollupReads(connection, guild_id, zone), over)
                assert told == await answers(RawReads(connection, guild_id), over)
                break
    return zone


async def n_rows(database: Database, guild_id: GuildId = HOME) -> list[int]:
    async with database.read() as connection:
        return [
            await connection.scalar(select(func.count()).select_from(table).where(table.c.guild_id == guild_id)) or 0
            for table in SUMS
        ]


async def test_a_window_in_the_guilds_zone_is_read_from_sums_and_one_in_another_zone_from_raw_rows(
    database: Database,
) -> None:
    await choose(database, BERLIN)
    log = SqlActivityLog(database)
    await log.append([said(1, at=SPRING + 11 * HOUR)])
    async with database.write() as connection:
        await connection.execute(member_day.update().values(n=5))
    assert [(row.day, row.n) for row in await log.member_days(HOME, window(BERLIN))] == [(date(2026, 3, 29), 5)]
    assert [(row.day, row.n) for row in await log.member_days(HOME, window(UTC_ZONE))] == [(date(2026, 3, 28), 1)]


async def test_what_no_longer_counts_anything_leaves_no_row(database: Database) -> None:
    log = SqlActivityLog(database)
    await log.append([said(1, thread=7), said(2, BEA, thread=7)])
    assert await n_rows(database) == [2, 2, 1, 1]
    await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, 1)])
    assert await n_rows(database) == [1, 1, 1, 1]
    await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, 2), Withdrawal(HOME, ActivityKind.MESSAGE, 2)])
    assert await n_rows(database) == [0, 0, 0, 0]


async def test_forgetting_takes_away_an_answer_that_is_the_message_which_the_thread_was_made_from(
    database: Database,
) -> None:
    log = SqlActivityLog(database)
    await log.append([said(5, BEA, thread=1), said(1, AMY, SPRING + HOUR)])
    assert [row.answered_at for row in await log.openings(HOME, window(UTC_ZONE))] == [SPRING + HOUR]
    await SqlPersonalRecords(database).forget(AMY, HOME)
    assert [row.answered_at for row in await log.openings(HOME, window(UTC_ZONE))] == [None]
    await agree(database)


async def test_forgetting_takes_a_persons_part_out_of_what_others_share(database: Database) -> None:
    log = SqlActivityLog(database)
    await log.append(
        [said(1, AMY, thread=7), said(2, BEA, SPRING + HOUR, thread=7), said(3, CY, SPRING + 2 * HOUR, thread=7)]
    )
    await SqlPersonalRecords(database).forget(AMY, HOME)
    over = window(UTC_ZONE)
    (total,) = await log.day_totals(HOME, over)
    assert (total.n_members, total.n_messages) == (2, 2)
    (begun,) = await log.openings(HOME, over)
    assert (begun.member_id, begun.at, begun.answered_at) == (BEA, SPRING + HOUR, SPRING + 2 * HOUR)
    await agree(database)
    await SqlPersonalRecords(database).forget(CY, None)
    assert [one.answered_at for one in await log.openings(HOME, over)] == [None]
    await agree(database)


async def test_forgetting_who_wrote_the_message_that_a_thread_was_made_from_opens_it_anew(database: Database) -> None:
    log = SqlActivityLog(database)
    await log.append([said(7, AMY), said(8, BEA, SPRING + HOUR, thread=7)])
    assert [one.member_id for one in await log.openings(HOME, window(UTC_ZONE))] == [AMY]
    await SqlPersonalRecords(database).forget(AMY, HOME)
    assert [one.member_id for one in await log.openings(HOME, window(UTC_ZONE))] == [BEA]
    await agree(database)


async def test_another_time_zone_builds_the_sums_anew_with_the_next_batches_and_reads_are_right_meanwhile(
    database: Database,
) -> None:
    log = SqlActivityLog(database)
    days = [said(number, at=SPRING + number * 23 * HOUR, thread=7) for number in range(40)]
    await log.append(days)
    await choose(database, LORD_HOWE)
    over = window(LORD_HOWE)
    async with database.read() as connection:
        expected = await answers(RawReads(connection, HOME), over)
    built = []
    for number in range(6):
        await log.append([Arrival(HOME, BEA, SPRING)])
        assert [await log.member_days(HOME, over), await log.openings(HOME, over)] == [expected[0], expected[5]], number
        zone = await agree(database)
        assert zone.tz == LORD_HOWE
        built.append(zone.built_to)
    assert built[0] is not None
    assert built[-1] is None
    zone = await agree(database)
    async with database.read() as connection:
        assert await answers(RollupReads(connection, HOME, zone), over) == expected


async def test_a_rebuild_that_was_broken_off_goes_on_where_it_was(database: Database) -> None:
    log, sums = SqlActivityLog(database), SqlRollups(database)
    await log.append([said(number, at=SPRING + number * 23 * HOUR, thread=7 + number % 3) for number in range(40)])
    before = await n_rows(database)
    await choose(database, BERLIN)
    async with database.write() as connection:
        zone = await build_next_days(connection, HOME, (await lock_guilds(connection, [HOME]))[HOME], n_days=5)
    assert zone.built_to is not None
    seen: list[float] = []
    await sums.rebuild(HOME, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert (await agree(database)).built_to is None
    await choose(database, UTC_ZONE)
    await sums.rebuild(HOME)
    assert await n_rows(database) == before


async def test_a_rebuild_mends_sums_that_went_wrong_and_leaves_other_guilds_alone(database: Database) -> None:
    log, sums = SqlActivityLog(database), SqlRollups(database)
    await log.append([said(1, thread=7), said(2, BEA)])
    await log.append([Activity(ELSEWHERE, ActivityKind.MESSAGE, 1, AMY, SPRING, FILM)])
    elsewhere = await n_rows(database, ELSEWHERE)
    async with database.write() as connection:
        await connection.execute(member_day.update().where(member_day.c.guild_id == HOME).values(n=70))
        await connection.execute(opening.delete())
        await connection.execute(day_total.update().where(day_total.c.guild_id == HOME).values(day=9))
    assert await sums.guilds() == [HOME, ELSEWHERE]
    await sums.rebuild(HOME)
    await agree(database)
    assert await n_rows(database) == [2, 1, 1, 1]
    assert await n_rows(database, ELSEWHERE) == elsewhere


async def test_rows_that_were_there_before_the_first_sum_are_summed(database: Database) -> None:
    log = SqlActivityLog(database)
    await log.append([said(1, thread=7)])
    async with database.write() as connection:
        for table in (*SUMS, rollup_zone):
            await connection.execute(table.delete())
    await log.append([said(2, BEA, SPRING + HOUR, thread=7)])
    await log.append([Arrival(HOME, CY, SPRING)])
    assert (await agree(database)).built_to is None
    assert await n_rows(database) == [2, 2, 1, 1]


async def test_an_instant_at_the_end_of_the_calendar_holds_nothing_up(database: Database) -> None:
    await choose(database, LORD_HOWE)
    log, sums = SqlActivityLog(database), SqlRollups(database)
    ends = [datetime(9999, 12, 31, 23, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)]
    assert await log.append([said(1), *(said(number, at=at) for number, at in enumerate(ends, 2))]) == 3
    await sums.rebuild(HOME)
    assert await n_rows(database) == [1, 0, 1, 0]
    assert await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, number) for number in (1, 2, 3)]) == 0
    assert await n_rows(database) == [0, 0, 0, 0]


async def test_batches_that_are_stored_at_once_are_all_summed(database: Database) -> None:
    log = SqlActivityLog(database)
    batches = [
        [said(10 * batch + number, (AMY, BEA, CY)[number % 3], thread=7) for number in range(9)] for batch in range(8)
    ]
    stored = await asyncio.gather(*(log.append(batch) for batch in batches), *(log.append(batch) for batch in batches))
    assert sum(stored) == 72
    (total,) = await log.day_totals(HOME, window(UTC_ZONE))
    assert (total.n_members, total.n_messages) == (3, 72)
    await agree(database)


# Everything that may happen, in any order

GUILDS = count(10_000)
people = st.sampled_from([AMY, BEA, CY])
moments = st.integers(0, 80).map(lambda n: SPRING + n * 6 * HOUR)
sources = st.integers(1, 8)


def events(guild: GuildId) -> st.SearchStrategy[Event]:
    here, nowhere = st.just(guild), st.just("")
    threads = st.sampled_from([None, ChannelId(1), ChannelId(2)])
    told = (sources, people, moments, st.sampled_from([FILM, BREAD]), threads)
    emoji = st.sampled_from(["a", "b"])
    return st.one_of(
        st.builds(Activity, here, st.just(ActivityKind.MESSAGE), *told, nowhere),
        st.builds(Activity, here, st.just(ActivityKind.MESSAGE), *told, nowhere),
        st.builds(Activity, here, st.sampled_from([ActivityKind.REACTION, ActivityKind.THREAD]), *told, emoji),
        st.builds(Withdrawal, here, st.just(ActivityKind.MESSAGE), sources),
        st.builds(Withdrawal, here, st.just(ActivityKind.REACTION), sources, st.none() | people, st.none() | emoji),
        st.builds(Arrival, here, people, moments),
    )


def steps(guild: GuildId) -> st.SearchStrategy[list[tuple[str, object]]]:
    step = st.one_of(
        st.tuples(st.just("append"), st.lists(events(guild), min_size=1, max_size=12)),
        st.tuples(st.just("append"), st.lists(events(guild), min_size=1, max_size=12)),
        st.tuples(st.just("again"), st.randoms(use_true_random=False)),
        st.tuples(st.just("break off"), st.lists(events(guild), min_size=1, max_size=12)),
        st.tuples(st.just("forget"), people),
        st.tuples(st.just("choose"), st.sampled_from(ZONES)),
        st.tuples(st.just("rebuild"), st.none()),
    )
    return st.lists(step, min_size=1, max_size=8)


class Power(Exception):
    """The machine stops before the commit."""


class Failing(Database):
    """Fails at the end of each transaction, before it is committed."""

    def __init__(self, database: Database) -> None:
        self._inner = database

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self._inner.write() as connection:
            yield connection
            raise Power


async def live(database: Database, data: st.DataObject) -> None:
    """Lives through one drawn sequence; after every step the sums tell what a recount tells."""
    guild = GuildId(next(GUILDS))
    log, sums, records = SqlActivityLog(database), SqlRollups(database), SqlPersonalRecords(database)
    told: list[Event] = []
    await log.append([Arrival(guild, AMY, SPRING)])
    for what, how in data.draw(steps(guild)):
        match what, how:
            case "append", list():
                told += how
                await log.append(how)
            case "again", Random():
                await log.append(how.sample(told, k=len(told)))
            case "break off", list():
                with pytest.raises(Power):
                    await SqlActivityLog(Failing(database)).append(how)
            case "forget", int():
                await records.forget(MemberId(how), guild)
            case "choose", ZoneInfo():
                await choose(database, how, guild)
            case _:
                await sums.rebuild(guild)
        await agree(database, guild)


@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_sums_tell_what_a_recount_tells_after_everything_that_may_happen(
    database: Database, data: st.DataObject
) -> None:
    await live(database, data)


@pytest.mark.soak
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_sums_tell_what_a_recount_tells_in_thousands_of_lives(database: Database, data: st.DataObject) -> None:
    await live(database, data)
