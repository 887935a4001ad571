from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from community.calendar import Window, local_date
from community.engagement.activity_log import ActivityLog, DayTotal, MemberDay, MessageCount, Opening, Spell, ThreadTalk
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from tests.fakes.engagement.activity_log import MemoryActivityLog

HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CY = MemberId(2**62), MemberId(11), MemberId(12)
FILM, BREAD = ChannelId(100), ChannelId(101)
LATE = ChannelId(500)
BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = Window(date(2026, 1, 5), date(2026, 1, 6), ZoneInfo("UTC"))
YEAR = Window(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo("UTC"))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def log(database: Database | None) -> ActivityLog:
    return MemoryActivityLog() if database is None else SqlActivityLog(database)


def said(
    source_id: int,
    by: MemberId = AMY,
    at: datetime = NOON,
    *,
    thread: int | None = None,
    channel: ChannelId = FILM,
    guild: GuildId = HOME,
    mentioned: tuple[MemberId, ...] = (),
    replied_to: MemberId | None = None,
) -> Activity:
    thread_id = None if thread is None else ChannelId(thread)
    return Activity(guild, ActivityKind.MESSAGE, source_id, by, at, channel, thread_id, "", replied_to, mentioned)


def reacted(source_id: int, emoji: str, by: MemberId = AMY, at: datetime = NOON) -> Activity:
    return Activity(HOME, ActivityKind.REACTION, source_id, by, at, FILM, emoji=emoji)


async def counts(log: ActivityLog, window: Window = YEAR, channel: ChannelId | None = None) -> Sequence[MemberDay]:
    return await log.member_days(HOME, window, channel_id=channel)


async def n(log: ActivityLog, kind: ActivityKind = ActivityKind.MESSAGE) -> int:
    return sum(row.n for row in await counts(log) if row.kind is kind)


# What is counted


async def test_a_batch_tells_how_many_activities_were_new(log: ActivityLog) -> None:
    assert await log.append([]) == 0
    assert await log.append([Arrival(HOME, AMY, NOON), said(1), said(2, BEA), reacted(1, "☕", BEA)]) == 3
    assert await log.append([said(2, BEA), said(3), said(3)]) == 1


async def test_what_is_told_again_changes_nothing(log: ActivityLog) -> None:
    told: list[Event] = [
        Arrival(HOME, AMY, NOON - MINUTE),
        said(1, mentioned=(BEA, CY), replied_to=BEA),
        said(2, BEA, thread=7),
        reacted(1, "☕", BEA),
        Departure(HOME, BEA, NOON + MINUTE),
    ]
    await log.append(told)
    before = (await counts(log), await log.spells(HOME, YEAR), await log.openings(HOME, YEAR))
    assert await log.append(told) == 0
    assert (await counts(log), await log.spells(HOME, YEAR), await log.openings(HOME, YEAR)) == before


async def test_a_guild_sees_its_own_life_only(log: ActivityLog) -> None:
    assert await log.append([said(1, thread=7), said(1, thread=7, guild=ELSEWHERE)]) == 2
    await log.append([Withdrawal(ELSEWHERE, ActivityKind.MESSAGE, 1)])
    assert await n(log) == 1
    assert await log.member_days(ELSEWHERE, YEAR) == []
    assert await log.openings(ELSEWHERE, YEAR) == []
    assert await log.thread_talk(ELSEWHERE, YEAR) == []
    assert await log.n_posters(ELSEWHERE, NOON, NOON + MINUTE) == {}


async def test_each_emoji_of_each_member_is_a_reaction_of_its_own(log: ActivityLog) -> None:
    await log.append([reacted(1, "☕"), reacted(1, "🥐"), reacted(1, "☕", BEA), reacted(1, "☕")])
    assert await n(log, ActivityKind.REACTION) == 3


async def test_a_reaction_taken_back_and_given_again_is_there_once(log: ActivityLog) -> None:
    back = Withdrawal(HOME, ActivityKind.REACTION, 1, AMY, "☕")
    await log.append([reacted(1, "☕"), back, back])
    assert await n(log, ActivityKind.REACTION) == 0
    await log.append([back, reacted(1, "☕"), back, reacted(1, "☕")])
    assert await n(log, ActivityKind.REACTION) == 1


@pytest.mark.parametrize(
    ("withdrawal", "n_left"),
    [
        (Withdrawal(HOME, ActivityKind.REACTION, 1, AMY, "☕"), 4),
        (Withdrawal(HOME, ActivityKind.REACTION, 1, None, "☕"), 3),
        (Withdrawal(HOME, ActivityKind.REACTION, 1, AMY), 3),
        (Withdrawal(HOME, ActivityKind.REACTION, 1), 2),
        (Withdrawal(HOME, ActivityKind.REACTION, 3), 5),
        (Withdrawal(HOME, ActivityKind.MESSAGE, 1), 5),
        (Withdrawal(ELSEWHERE, ActivityKind.REACTION, 1), 5),
    ],
)
async def test_a_withdrawal_takes_just_what_it_names(log: ActivityLog, withdrawal: Withdrawal, n_left: int) -> None:
    await log.append(
        [
            reacted(1, "☕"),
            reacted(1, "🥐"),
            reacted(1, "☕", BEA),
            reacted(2, "☕"),
            reacted(2, "🥐", BEA),
            said(1),
            said(9),
        ]
    )
    await log.append([withdrawal])
    assert await n(log, ActivityKind.REACTION) == n_left
    assert await n(log) == (1 if withdrawal.kind is ActivityKind.MESSAGE else 2)


async def test_many_deleted_messages_leave_the_counts_together(log: ActivityLog) -> None:
    await log.append([said(number, mentioned=(BEA,)) for number in range(200)])
    await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, number) for number in range(150)])
    assert await n(log) == 50


async def test_posters_are_counted_once_a_channel_threads_included(log: ActivityLog) -> None:
    await log.append(
        [
            said(1),
            said(2, thread=7),
            said(3, BEA, thread=7),
            said(4, BEA, channel=BREAD),
            said(5, CY, at=NOON + MINUTE),
            reacted(1, "☕", CY),
        ]
    )
    assert await log.n_posters(HOME, NOON, NOON + MINUTE) == {FILM: 2, BREAD: 1}
    assert await log.n_posters(HOME, NOON, NOON + 2 * MINUTE) == {FILM: 3, BREAD: 1}


async def test_who_wrote_how_much_is_told_channel_by_channel(log: ActivityLog) -> None:
    tomorrow = NOON + timedelta(days=1)
    await log.append(
        [said(1), said(2), said(3, by=BEA), said(4, channel=BREAD), said(5, at=tomorrow), reacted(1, "☕", CY)]
    )
    assert await log.message_counts(HOME, DAY) == [
        MessageCount(FILM, BEA, 1),
        MessageCount(FILM, AMY, 2),
        MessageCount(BREAD, AMY, 1),
    ]
    assert await log.message_counts(ELSEWHERE, DAY) == []


# Days


async def test_days_can_be_read_for_one_channel(log: ActivityLog) -> None:
    await log.append([said(1), said(2), said(3, channel=BREAD), reacted(1, "☕", BEA)])
    assert await counts(log, DAY, FILM) == [
        MemberDay(BEA, date(2026, 1, 5), ActivityKind.REACTION, 1),
        MemberDay(AMY, date(2026, 1, 5), ActivityKind.MESSAGE, 2),
    ]
    assert await counts(log, DAY, BREAD) == [MemberDay(AMY, date(2026, 1, 5), ActivityKind.MESSAGE, 1)]


@pytest.mark.parametrize(
    ("tz", "day", "hours"),
    [
        (BERLIN, date(2026, 3, 29), 23),
        (BERLIN, date(2026, 10, 25), 25),
        (BERLIN, date(2026, 6, 1), 24),
        (KATHMANDU, date(2026, 6, 1), 24),
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 5), 24.5),
    ],
)
async def test_a_local_day_has_just_its_own_instants(log: ActivityLog, tz: ZoneInfo, day: date, hours: float) -> None:
    window = Window(day, day + timedelta(days=1), tz)
    start, end, least = window.start_at, window.end_at, timedelta(microseconds=1)
    assert end - start == timedelta(hours=hours)
    instants = [start - least, start, start + (end - start) / 2, end - least, end]
    await log.append([said(number, at=at) for number, at in enumerate(instants)])
    assert await counts(log, window) == [MemberDay(AMY, day, ActivityKind.MESSAGE, 3)]
    around = Window(day - timedelta(days=1), day + timedelta(days=2), tz)
    assert [row.n for row in await counts(log, around)] == [1, 3, 1]


@pytest.mark.parametrize("tz", [BERLIN, KATHMANDU])
async def test_days_agree_with_the_calendar_all_year(log: ActivityLog, tz: ZoneInfo) -> None:
    instants = [YEAR.start_at + number * timedelta(hours=7, minutes=1, microseconds=1) for number in range(1_300)]
    await log.append([said(number, at=at) for number, at in enumerate(instants)])
    window = Window(date(2025, 12, 1), date(2027, 2, 1), tz)
    by_day = {row.day: row.n for row in await counts(log, window)}
    expected = [local_date(at, tz) for at in instants]
    assert by_day == {day: expected.count(day) for day in expected}


async def test_one_members_days_and_threads_can_be_read_alone(log: ActivityLog) -> None:
    await log.append([said(1, AMY, thread=7), said(2, BEA, thread=7), said(3, BEA, thread=8), reacted(1, "☕", BEA)])
    today = date(2026, 1, 5)
    assert await log.member_days(HOME, DAY, member_id=BEA) == [
        MemberDay(BEA, today, ActivityKind.MESSAGE, 2),
        MemberDay(BEA, today, ActivityKind.REACTION, 1),
    ]
    assert [one.thread_id for one in await log.openings(HOME, DAY, member_id=BEA)] == [8]
    assert await log.member_days(HOME, DAY, member_id=CY) == []


async def test_days_add_up_who_did_anything_and_what_was_written(log: ActivityLog) -> None:
    await log.append([said(1), said(2), reacted(1, "☕", BEA), said(3, at=NOON + timedelta(days=2))])
    assert await log.day_totals(HOME, YEAR) == [
        DayTotal(date(2026, 1, 5), 2, 2),
        DayTotal(date(2026, 1, 7), 1, 1),
    ]
    assert await log.day_totals(ELSEWHERE, YEAR) == []


async def test_a_first_day_is_the_first_ever_and_told_once_it_is_before_the_windows_end(log: ActivityLog) -> None:
    await log.append(
        [said(1, AMY, NOON - timedelta(days=9)), said(2, AMY), reacted(1, "☕", BEA), said(3, CY, DAY.end_at)]
    )
    assert await log.first_days(HOME, DAY) == {AMY: date(2025, 12, 27), BEA: date(2026, 1, 5)}
    late = Window(DAY.first, DAY.end, ZoneInfo("Pacific/Kiritimati"))
    await log.append([said(4, CY, DAY.end_at - 15 * MINUTE)])
    assert (await log.first_days(HOME, YEAR))[CY] == date(2026, 1, 5)
    assert await log.first_days(HOME, late) == {AMY: date(2025, 12, 28)}


# Members


async def spells(log: ActivityLog, window: Window = YEAR) -> dict[MemberId, tuple[datetime, datetime | None]]:
    return {spell.member_id: (spell.joined_at, spell.left_at) for spell in await log.spells(HOME, window)}


async def test_without_a_join_the_first_activity_counts_and_moves_earlier_only(log: ActivityLog) -> None:
    await log.append([said(5, at=NOON + 5 * MINUTE)])
    assert await log.spells(HOME, YEAR) == [Spell(AMY, NOON + 5 * MINUTE, None)]
    await log.append([said(9, at=NOON + 9 * MINUTE), said(2, at=NOON + 2 * MINUTE), said(3, at=NOON + 3 * MINUTE)])
    assert await spells(log) == {AMY: (NOON + 2 * MINUTE, None)}


@pytest.mark.parametrize("minutes", [-3, 3])
async def test_a_real_join_overrules_what_was_inferred_in_any_order(log: ActivityLog, minutes: int) -> None:
    joined_at = NOON + minutes * MINUTE
    await log.append([said(1), Arrival(HOME, AMY, joined_at)])
    await log.append([Arrival(HOME, BEA, joined_at), said(2, BEA)])
    assert await spells(log) == {AMY: (joined_at, None), BEA: (joined_at, None)}


async def test_coming_back_clears_the_departure_and_keeps_the_first_join(log: ActivityLog) -> None:
    await log.append([Arrival(HOME, AMY, NOON), Departure(HOME, AMY, NOON + MINUTE)])
    assert await spells(log) == {AMY: (NOON, NOON + MINUTE)}
    await log.append([Arrival(HOME, AMY, NOON + 2 * MINUTE)])
    assert await spells(log) == {AMY: (NOON, None)}
    await log.append([Departure(HOME, AMY, NOON + 3 * MINUTE)])
    assert await spells(log) == {AMY: (NOON, NOON + 3 * MINUTE)}


async def test_a_departure_told_again_later_does_not_move(log: ActivityLog) -> None:
    await log.append([Arrival(HOME, AMY, NOON), Departure(HOME, AMY, NOON + MINUTE)])
    await log.append([Departure(HOME, AMY, NOON + 5 * MINUTE)])
    assert await spells(log) == {AMY: (NOON, NOON + MINUTE)}


async def test_a_stranger_who_left_counts_only_once_more_is_known_of_them(log: ActivityLog) -> None:
    await log.append([Departure(HOME, AMY, NOON), Departure(HOME, BEA, NOON)])
    assert await log.spells(HOME, DAY) == []
    await log.append([said(1, at=NOON - MINUTE)])
    assert await spells(log) == {AMY: (NOON - MINUTE, NOON)}
    await log.append([Arrival(HOME, BEA, NOON + MINUTE)])
    assert await spells(log) == {AMY: (NOON - MINUTE, NOON), BEA: (NOON + MINUTE, None)}


async def test_imported_history_does_not_bring_back_who_left(log: ActivityLog) -> None:
    await log.append([Arrival(HOME, AMY, NOON), Departure(HOME, AMY, NOON + MINUTE), said(1, at=NOON + 2 * MINUTE)])
    assert await spells(log) == {AMY: (NOON, NOON + MINUTE)}


async def test_a_window_holds_whoever_was_there_for_any_of_it(log: ActivityLog) -> None:
    least = timedelta(microseconds=1)
    start, end = DAY.start_at, DAY.end_at
    stays = [
        (start - MINUTE, None),
        (start - MINUTE, start),
        (end - least, None),
        (start - MINUTE, start - least),
        (end, None),
    ]
    for number, (joined_at, left_at) in enumerate(stays):
        await log.append([Arrival(HOME, MemberId(number), joined_at)])
        if left_at is not None:
            await log.append([Departure(HOME, MemberId(number), left_at)])
    assert list(await spells(log, DAY)) == [0, 1, 2]


# Threads


async def test_an_opening_is_a_threads_first_message_ever_and_its_answer_is_somebody_elses(log: ActivityLog) -> None:
    await log.append(
        [
            said(3, BEA, NOON + 3 * MINUTE, thread=7),
            said(2, AMY, NOON + 2 * MINUTE, thread=7),
            said(1, AMY, NOON + MINUTE, thread=7),
            said(4, CY, NOON + 4 * MINUTE, thread=7),
            said(5, BEA, NOON, thread=8, channel=BREAD),
            said(6, BEA, NOON, channel=BREAD),
        ]
    )
    assert await log.openings(HOME, DAY) == [
        Opening(ChannelId(8), BREAD, BEA, NOON, None),
        Opening(ChannelId(7), FILM, AMY, NOON + MINUTE, NOON + 3 * MINUTE),
    ]


async def test_of_two_messages_at_one_instant_the_lower_identifier_opens_the_thread(log: ActivityLog) -> None:
    await log.append([said(2, AMY, thread=7), said(1, BEA, thread=7)])
    assert await log.openings(HOME, DAY) == [Opening(ChannelId(7), FILM, BEA, NOON, NOON)]


async def test_a_thread_is_opened_in_one_window_only_and_answers_after_it_are_not_known_yet(log: ActivityLog) -> None:
    start, end = DAY.start_at, DAY.end_at
    await log.append(
        [
            said(1, AMY, start - MINUTE, thread=7),
            said(2, BEA, start, thread=7),
            said(3, AMY, end - MINUTE, thread=8),
            said(4, BEA, end, thread=8),
            said(5, AMY, end, thread=9),
        ]
    )
    next_day = Window(DAY.end, date(2026, 1, 7), DAY.tz)
    assert await log.openings(HOME, DAY) == [Opening(ChannelId(8), FILM, AMY, end - MINUTE, None)]
    assert await log.openings(HOME, next_day) == [Opening(ChannelId(9), FILM, AMY, end, None)]
    both = Window(DAY.first, next_day.end, DAY.tz)
    assert [one.answered_at for one in await log.openings(HOME, both)] == [end, None]


async def test_a_thread_made_from_a_message_begins_with_that_message(log: ActivityLog) -> None:
    opened, too_late = (
        Activity(HOME, ActivityKind.THREAD, number, BEA, at, FILM, ChannelId(number))
        for number, at in ((7, NOON + MINUTE), (6, DAY.end_at))
    )
    await log.append([said(6, AMY), said(7, AMY), opened, too_late])
    assert await log.openings(HOME, DAY) == [Opening(ChannelId(7), FILM, AMY, NOON, None)]
    await log.append([said(8, BEA, NOON + MINUTE, thread=7), said(9, CY, NOON + 2 * MINUTE, thread=7)])
    assert await log.openings(HOME, DAY) == [Opening(ChannelId(7), FILM, AMY, NOON, NOON + MINUTE)]


async def test_a_thread_without_a_message_is_no_opening(log: ActivityLog) -> None:
    await log.append([Activity(HOME, ActivityKind.THREAD, 7, BEA, NOON, FILM, ChannelId(7))])
    assert await log.openings(HOME, DAY) == []


async def test_a_deleted_opening_hands_over_to_the_next_message(log: ActivityLog) -> None:
    await log.append([said(1, AMY, thread=7), said(2, BEA, NOON + MINUTE, thread=7)])
    await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, 1)])
    assert await log.openings(HOME, DAY) == [Opening(ChannelId(7), FILM, BEA, NOON + MINUTE, None)]


async def test_thread_talk_counts_messages_and_people_of_the_window(log: ActivityLog) -> None:
    await log.append(
        [
            said(1, AMY, thread=7),
            said(2, AMY, NOON + MINUTE, thread=7),
            said(3, BEA, thread=7),
            said(4, CY, DAY.end_at, thread=7),
            said(5, CY, DAY.end_at, thread=9),
            said(6, CY, thread=8, channel=BREAD),
            said(8, CY),
        ]
    )
    assert await log.thread_talk(HOME, DAY) == [
        ThreadTalk(ChannelId(7), FILM, 3, 2, NOON + MINUTE),
        ThreadTalk(ChannelId(8), BREAD, 1, 1, NOON),
    ]


async def test_the_latest_message_of_a_channel_counts_its_threads_and_nothing_else(log: ActivityLog) -> None:
    later = NOON + 2 * MINUTE
    await log.append([said(1), said(2, BEA, NOON + MINUTE, thread=7), said(3, at=later, channel=BREAD)])
    await log.append([reacted(1, "☕", BEA, later)])
    assert await log.last_message_at(HOME, FILM, NOON, later + MINUTE) == NOON + MINUTE
    assert await log.last_message_at(HOME, FILM, NOON, NOON + MINUTE) == NOON
    assert await log.last_message_at(HOME, FILM, later, later + MINUTE) is None
    assert await log.last_message_at(ELSEWHERE, FILM, NOON, later) is None


async def test_who_wrote_in_a_thread_before_then_is_counted_once(log: ActivityLog) -> None:
    await log.append([said(1, thread=7), said(2, at=NOON + MINUTE, thread=7), said(3, BEA, NOON + MINUTE, thread=7)])
    await log.append([said(4, CY), said(5, CY, thread=8)])
    thread = ChannelId(7)
    assert await log.n_thread_posters(HOME, thread, NOON + 2 * MINUTE) == 2
    assert await log.n_thread_posters(HOME, thread, NOON + MINUTE) == 1
    assert await log.n_thread_posters(ELSEWHERE, thread, NOON + 2 * MINUTE) == 0
