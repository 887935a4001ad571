"""Whatever happens, in whatever batches and order, every log tells the same."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.calendar import Window
from community.engagement.activity_log import ActivityLog
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from tests.contract.test_activity_log import AMY, BEA, CY, DAY, FILM, KATHMANDU, MINUTE, NOON, YEAR, said
from tests.fakes.engagement.activity_log import MemoryActivityLog


@pytest.fixture
def log(database: Database | None) -> ActivityLog:
    return MemoryActivityLog() if database is None else SqlActivityLog(database)


GUILDS = count(1_000)
moments = st.integers(-3, 3).map(lambda hours: NOON + timedelta(hours=12 * hours))
people = st.sampled_from([AMY, BEA, CY])
sources = st.integers(1, 6)


def events(guild: GuildId) -> st.SearchStrategy[Event]:
    threads = st.sampled_from([None, ChannelId(1), ChannelId(2)])
    emoji = st.sampled_from(["☕", "🥐"])
    here = st.just(guild)
    message = st.builds(
        Activity, here, st.just(ActivityKind.MESSAGE), sources, people, moments, st.just(FILM), threads, st.just("")
    )
    reaction = st.builds(
        Activity, here, st.just(ActivityKind.REACTION), sources, people, moments, st.just(FILM), threads, emoji
    )
    return st.one_of(
        message,
        message,
        reaction,
        st.builds(Withdrawal, here, st.just(ActivityKind.MESSAGE), sources),
        st.builds(Withdrawal, here, st.just(ActivityKind.REACTION), sources, st.none() | people, st.none() | emoji),
        st.builds(Arrival, here, people, moments),
        st.builds(Departure, here, people, moments),
    )


async def everything(log: ActivityLog, guild: GuildId) -> list[Sequence[object]]:
    return [
        await read(guild, window)
        for window in (DAY, YEAR)
        for read in (log.spells, log.member_days, log.day_totals, log.openings, log.thread_talk)
    ] + [
        sorted((await log.first_days(guild, YEAR)).items()),
        await log.member_days(guild, Window(YEAR.first, YEAR.end, KATHMANDU)),
        await log.member_days(guild, YEAR, member_id=BEA),
        await log.openings(guild, YEAR, member_id=BEA),
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_every_log_tells_what_the_simplest_one_tells(log: ActivityLog, data: st.DataObject) -> None:
    guild = GuildId(next(GUILDS))
    told = data.draw(st.lists(events(guild), max_size=20))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(told)), max_size=3)) | {0, len(told)})
    simplest = MemoryActivityLog()
    for event in told:
        await simplest.append([event])
    for start, end in pairwise(cuts):
        await log.append(told[start:end])
    assert await everything(log, guild) == await everything(simplest, guild)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_the_order_of_activities_and_joins_does_not_matter(log: ActivityLog, data: st.DataObject) -> None:
    guild, other = GuildId(next(GUILDS)), GuildId(next(GUILDS))
    facts = st.tuples(sources, people, st.integers(-3, 3), st.sampled_from(["said", "joined"]))
    drawn = data.draw(st.lists(facts, max_size=12, unique_by=lambda fact: (fact[0], fact[1], fact[3])))
    shuffled = data.draw(st.permutations(drawn + drawn[:3]))

    def told(where: GuildId, facts: Sequence[tuple[int, MemberId, int, str]]) -> list[Event]:
        return [
            said(source, who, NOON + hour * MINUTE, thread=3, guild=where)
            if what == "said"
            else Arrival(where, who, NOON + hour * MINUTE)
            for source, who, hour, what in facts
        ]

    await log.append(told(guild, drawn))
    await log.append(told(other, shuffled))
    assert await everything(log, guild) == await everything(log, other)
