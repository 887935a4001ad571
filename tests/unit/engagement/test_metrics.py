"""Every number by hand: window edges, daylight saving, leap days, ISO weeks, silence, one member."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calendar import DAY, Window, midnight
from community.engagement.activity_log import MemberDay, Opening, Spell
from community.engagement.conversations import ChannelPresence, Reader, Reply, ThreadParticipants, Tie
from community.engagement.estimates import wilson
from community.engagement.events import ActivityKind
from community.engagement.metric import JsonValue, build_report, collect_metrics
from community.engagement.metrics.dau_mean import dau_mean
from community.engagement.metrics.first_response import first_response
from community.engagement.metrics.messages import messages
from community.engagement.metrics.new_members import new_members
from community.engagement.metrics.newcomer_reply_rate_24h import newcomer_reply_rate_24h
from community.engagement.metrics.participation import participation
from community.engagement.metrics.reply_rate_24h import reply_rate_24h
from community.engagement.metrics.retention import retention
from community.engagement.metrics.states import Counts, states
from community.engagement.metrics.stickiness import stickiness
from community.engagement.window_data import DataSource, WindowData
from community.ids import ChannelId, MemberId
from tests.unit.engagement.hand_counted_month import (
    AMY,
    BEA,
    BERLIN,
    CAL,
    DEE,
    EVE,
    HOME,
    LONG_AGO,
    MARCH,
    since_long_ago,
    wrote,
)

EVERYBODY = (AMY, BEA, CAL, DEE, EVE)
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
HOUR = timedelta(hours=1)

FOLDS: dict[str, Callable[[WindowData], object]] = {key: metric.fold for key, metric in collect_metrics().items()}


def opened(at: datetime, wait: timedelta | None = None, by: MemberId = AMY) -> Opening:
    number = ChannelId(int(at.timestamp()))
    return Opening(number, ChannelId(1), by, at, None if wait is None else at + wait)


def number(key: str, reading: WindowData) -> JsonValue:
    return build_report(reading, [collect_metrics()[key]])[key]


# All of them


def test_the_numbers_come_in_the_order_of_their_definitions() -> None:
    assert list(collect_metrics()) == [
        "eligible",
        "active",
        "messages",
        "threads",
        "participation",
        "dau",
        "wau",
        "mau",
        "dau_mean",
        "stickiness",
        "new_members",
        "first_response",
        "reply_rate_24h",
        "newcomer_reply_rate_24h",
        "depth_max",
        "depth_mean",
        "diversity_mean",
        "ties",
        "reciprocity",
        "gini",
        "members_for_half",
        "retention",
        "states",
        "top_channels",
    ]


def test_what_nobody_is_in_has_no_share_and_no_median() -> None:
    unknown = {"value": None, "low": None, "high": None}
    assert build_report(
        WindowData(HOME, Window(date(2026, 3, 29), date(2026, 3, 30), BERLIN)), collect_metrics().values()
    ) == {
        "guild": "7",
        "from": "2026-03-29",
        "to": "2026-03-30",
        "tz": "Europe/Berlin",
        **dict.fromkeys(("eligible", "active", "messages", "threads", "dau", "wau", "mau", "new_members"), 0),
        **dict.fromkeys(("dau_mean", "gini", "members_for_half", "ties"), 0),
        **dict.fromkeys(("depth_max", "depth_mean", "diversity_mean"), None),
        **dict.fromkeys(
            ("participation", "stickiness", "reply_rate_24h", "newcomer_reply_rate_24h", "reciprocity"),
            unknown | {"n": 0},
        ),
        "first_response": {"n": 0, "answered": 0, "unanswered": 0, "median_s": unknown, "p90_s": None},
        "retention": [],
        "states": [],
        "top_channels": [],
    }


def test_a_silent_server_has_members_and_shares_of_nothing() -> None:
    silent = WindowData(HOME, MARCH, since_long_ago(*EVERYBODY))
    assert number("eligible", silent) == 5
    assert number("active", silent) == 0
    assert number("participation", silent) == wilson(0, 5).as_json()
    assert number("stickiness", silent) == wilson(0, 0).as_json()
    assert (number("gini", silent), number("members_for_half", silent), number("dau_mean", silent)) == (0, 0, 0)
    assert [period.n for period in states(silent)] == [Counts(0, 0, 0, 0, 0, 0)] * 4


def test_one_member_alone_is_everybody() -> None:
    alone = WindowData(HOME, MARCH, since_long_ago(AMY), [wrote(AMY, date(2026, 3, 29), 3)])
    assert number("participation", alone) == wilson(1, 1).as_json()
    assert (number("gini", alone), number("members_for_half", alone)) == (0, 1)
    assert number("dau_mean", alone) == 1 / 28


# Who


@pytest.mark.parametrize(
    ("joined_at", "left_at", "counts"),
    [
        (LONG_AGO, None, True),
        (LONG_AGO, MARCH.start_at, True),
        (LONG_AGO, MARCH.start_at - timedelta(microseconds=1), False),
        (LONG_AGO, MARCH.end_at + DAY, True),
        (MARCH.end_at - timedelta(microseconds=1), None, True),
        (MARCH.end_at, None, False),
        (MARCH.start_at, MARCH.start_at + HOUR, True),
    ],
)
def test_eligible_is_who_was_there_at_some_time(joined_at: datetime, left_at: datetime | None, counts: bool) -> None:
    reading = WindowData(HOME, MARCH, [Spell(AMY, joined_at, left_at)])
    assert number("eligible", reading) == int(counts)


def test_the_last_day_ends_at_midnight_in_summer_time_already() -> None:
    assert MARCH.end_at == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert number("new_members", WindowData(HOME, MARCH, [Spell(AMY, MARCH.end_at - timedelta(seconds=1), None)])) == 1
    assert number("new_members", WindowData(HOME, MARCH, [Spell(AMY, MARCH.end_at, None)])) == 0


@pytest.mark.parametrize("kind", ActivityKind)
def test_any_recorded_thing_makes_active(kind: ActivityKind) -> None:
    reading = WindowData(HOME, MARCH, since_long_ago(AMY, BEA), [wrote(AMY, date(2026, 3, 2), kind=kind)])
    assert number("active", reading) == 1


def test_active_is_who_is_eligible_and_did_something_in_the_window() -> None:
    spells = [*since_long_ago(AMY, BEA, CAL), Spell(DEE, LONG_AGO, MARCH.start_at - HOUR)]
    days = [
        wrote(AMY, date(2026, 3, 1)),
        wrote(BEA, date(2026, 3, 30)),
        wrote(CAL, date(2026, 3, 10), n=0),
        wrote(DEE, date(2026, 3, 10)),
        wrote(EVE, date(2026, 3, 10)),
    ]
    assert number("active", WindowData(HOME, MARCH, spells, days)) == 0


def test_messages_are_messages_and_of_the_window() -> None:
    days = [
        wrote(AMY, date(2026, 3, 1), 100),
        wrote(AMY, date(2026, 3, 2), 3),
        wrote(BEA, date(2026, 3, 29), 4),
        wrote(BEA, date(2026, 3, 29), 9, ActivityKind.REACTION),
        wrote(AMY, date(2026, 3, 30), 100),
    ]
    assert messages(WindowData(HOME, MARCH, since_long_ago(AMY, BEA), days)) == 7


def test_participation_has_wilsons_interval() -> None:
    days = [wrote(AMY, date(2026, 3, 2)), wrote(BEA, date(2026, 3, 29), kind=ActivityKind.VOTE)]
    share = participation(WindowData(HOME, MARCH, since_long_ago(*EVERYBODY), days))
    assert (share.value, share.n) == (0.4, 5)
    assert (share.low, share.high) == pytest.approx((0.117621, 0.769276), abs=5e-7)


def test_who_joined_in_the_window_is_new_even_if_gone() -> None:
    spells = [
        Spell(AMY, MARCH.start_at, MARCH.start_at + HOUR),
        Spell(BEA, MARCH.start_at - timedelta(microseconds=1), None),
        Spell(CAL, MARCH.end_at, None),
    ]
    assert new_members(WindowData(HOME, MARCH, spells)) == 1


# How often


def test_day_week_and_month_end_with_the_window_however_short_it_is() -> None:
    last = date(2026, 3, 29)
    days = [
        wrote(AMY, last),
        wrote(BEA, last - 1 * DAY),
        wrote(CAL, last - 6 * DAY),
        wrote(DEE, last - 7 * DAY),
        wrote(EVE, last - 29 * DAY),
        wrote(MemberId(99), last - 30 * DAY),
    ]
    one_day = WindowData(HOME, Window(last, last + DAY, BERLIN), since_long_ago(*EVERYBODY, MemberId(99)), days)
    assert [number(key, one_day) for key in ("active", "dau", "wau", "mau")] == [1, 1, 3, 5]
    assert stickiness(one_day) == wilson(3, 5)


def test_a_month_counts_those_who_left_within_it() -> None:
    gone = Spell(AMY, LONG_AGO, midnight(date(2026, 3, 10), BERLIN))
    last_week = WindowData(
        HOME, Window(date(2026, 3, 23), date(2026, 3, 30), BERLIN), [gone], [wrote(AMY, date(2026, 3, 9))]
    )
    assert [number(key, last_week) for key in ("eligible", "active", "wau", "mau")] == [0, 0, 0, 1]


def test_the_mean_day_is_over_all_days_and_a_leap_day_is_one() -> None:
    leap = Window(date(2028, 2, 28), date(2028, 3, 1), BERLIN)
    days = [
        wrote(AMY, date(2028, 2, 29)),
        wrote(AMY, date(2028, 2, 29), kind=ActivityKind.REACTION),
        wrote(BEA, date(2028, 2, 29)),
        wrote(CAL, date(2028, 2, 29)),
        wrote(CAL, date(2028, 3, 1)),
    ]
    assert dau_mean(WindowData(HOME, leap, since_long_ago(*EVERYBODY), days)) == 1.5


# Answers


def test_threads_are_the_windows_openings() -> None:
    reading = WindowData(HOME, MARCH, openings=[opened(MARCH.start_at), opened(MARCH.end_at - HOUR, HOUR)])
    assert number("threads", reading) == 2


def test_first_answers_by_hand() -> None:
    waits = [60, 120, 180, 240, 300, 360, 420, 480, 540, 3600]
    openings = [opened(MARCH.start_at + n * HOUR, timedelta(seconds=wait)) for n, wait in enumerate(waits)]
    openings += [opened(MARCH.end_at - HOUR), opened(MARCH.end_at - HOUR, HOUR)]
    assert first_response(WindowData(HOME, MARCH, openings=openings)).as_json() == {
        "n": 12,
        "answered": 10,
        "unanswered": 2,
        "median_s": {"value": 330, "low": 120, "high": 540},
        "p90_s": pytest.approx(540 + 0.1 * 3060),
    }


def test_too_few_answers_have_a_median_without_an_interval() -> None:
    response = first_response(WindowData(HOME, MARCH, openings=[opened(MARCH.start_at, HOUR)]))
    assert response.median_s.as_json() == {"value": 3600, "low": None, "high": None}
    assert response.p90_s == 3600


@pytest.mark.parametrize(
    ("before_end", "wait", "told"),
    [
        (timedelta(hours=24), None, (0, 1)),
        (timedelta(hours=24) - timedelta(microseconds=1), None, (0, 0)),
        (timedelta(hours=23), HOUR, (0, 0)),
        (timedelta(hours=48), timedelta(hours=24), (1, 1)),
        (timedelta(hours=48), timedelta(hours=24, microseconds=1), (0, 1)),
        (timedelta(hours=24), timedelta(hours=24), (0, 1)),
    ],
)
def test_replies_are_asked_for_within_24_hours_by_the_clock(
    before_end: timedelta, wait: timedelta | None, told: tuple[int, int]
) -> None:
    reading = WindowData(HOME, MARCH, openings=[opened(MARCH.end_at - before_end, wait)])
    assert reply_rate_24h(reading) == wilson(*told)


def test_24_hours_before_the_end_is_no_local_day_when_the_clocks_change() -> None:
    late = midnight(date(2026, 3, 29), BERLIN)
    assert MARCH.end_at - late == 23 * HOUR
    assert reply_rate_24h(WindowData(HOME, MARCH, openings=[opened(late)])).n == 0


@pytest.mark.parametrize(
    ("age", "counts"),
    [
        (timedelta(0), True),
        (timedelta(days=7) - timedelta(microseconds=1), True),
        (timedelta(days=7), False),
        (-timedelta(microseconds=1), False),
    ],
)
def test_somebody_is_a_newcomer_for_seven_days(age: timedelta, counts: bool) -> None:
    at = MARCH.start_at + 9 * DAY
    newcomer = Spell(AMY, at - age, None)
    reading = WindowData(HOME, MARCH, [newcomer, *since_long_ago(BEA)], openings=[opened(at, HOUR), opened(at, by=BEA)])
    assert newcomer_reply_rate_24h(reading) == wilson(int(counts), int(counts))
    assert reply_rate_24h(reading) == wilson(1, 2)


# How evenly


def test_evenness_counts_the_silent_and_leaves_out_those_who_are_gone() -> None:
    day = date(2026, 3, 10)
    days = [
        wrote(AMY, day, 6),
        wrote(AMY, day + DAY, 0),
        wrote(BEA, day, 3),
        wrote(CAL, day, 1),
        wrote(CAL, day, 50, ActivityKind.REACTION),
        wrote(MemberId(99), day, 1000),
        wrote(DEE, MARCH.end, 1000),
    ]
    reading = WindowData(HOME, MARCH, since_long_ago(AMY, BEA, CAL, DEE), days)
    assert number("gini", reading) == pytest.approx((-3 * 0 + -1 * 1 + 1 * 3 + 3 * 6) / (4 * 10))
    assert number("members_for_half", reading) == 1


# Properties

DAYS = st.integers(-40, 3).map(lambda n: date(2026, 4, 6) + n * DAY)
MEMBERS = st.integers(1, 8).map(MemberId)
INSTANTS = st.integers(-40 * 24 * 60, 3 * 24 * 60).map(
    lambda minutes: datetime(2026, 4, 6, tzinfo=UTC) + timedelta(minutes=minutes)
)
SPANS = st.none() | st.integers(0, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def readings(draw: st.DrawFn) -> WindowData:
    end = draw(DAYS)
    window = Window(end - draw(st.integers(1, 40)) * DAY, end, draw(st.sampled_from([BERLIN, LORD_HOWE])))
    joined = draw(st.dictionaries(MEMBERS, st.tuples(INSTANTS, SPANS)))
    openings = [opened(at, wait, by) for at, wait, by in draw(st.lists(st.tuples(INSTANTS, SPANS, MEMBERS)))]
    return WindowData(
        HOME,
        window,
        [Spell(member, at, None if stay is None else at + stay) for member, (at, stay) in joined.items()],
        [
            MemberDay(*row)
            for row in draw(st.lists(st.tuples(MEMBERS, DAYS, st.sampled_from(ActivityKind), st.integers(0, 9))))
        ],
        [opening for opening in openings if window.start_at <= opening.at < window.end_at],
        [Reply(*pair) for pair in draw(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9))))],
        [Tie(*pair) for pair in draw(st.sets(st.tuples(MEMBERS, MEMBERS).filter(lambda pair: pair[0] != pair[1])))],
        [ThreadParticipants(ChannelId(n), voices) for n, voices in enumerate(draw(st.lists(st.integers(1, 9))))],
        [
            ChannelPresence(ChannelId(channel), member, n)
            for (channel, member), n in draw(
                st.dictionaries(st.tuples(st.integers(1, 15), MEMBERS), st.integers(0, 9), max_size=20)
            ).items()
        ],
        readers=[Reader(*one) for one in draw(st.sets(st.tuples(st.integers(1, 15).map(ChannelId), MEMBERS)))],
    )


@given(readings(), st.integers())
def test_the_order_of_the_rows_means_nothing(reading: WindowData, seed: int) -> None:
    shuffle = Random(seed)  # noqa: S311 - nothing secret is drawn
    unordered = ("spells", "member_days", "openings", "ties", "participants", "presence", "readers")
    rows: dict[str, Any] = {name: list(getattr(reading, name)) for name in unordered}
    for some in rows.values():
        shuffle.shuffle(some)
    shuffled = replace(reading, **rows)
    assert build_report(shuffled, collect_metrics().values()) == build_report(reading, collect_metrics().values())


@given(readings())
def test_parts_are_never_more_than_the_whole(reading: WindowData) -> None:
    numbers = {key: fold(reading) for key, fold in FOLDS.items() if not isinstance(fold(reading), tuple)}
    counts = {key: value for key, value in numbers.items() if isinstance(value, int)}
    assert counts["active"] <= counts["eligible"]
    assert counts["dau"] <= counts["wau"] <= counts["mau"]
    assert counts["new_members"] <= counts["eligible"]
    assert counts["members_for_half"] <= counts["active"]
    for period in states(reading):
        assert max(period.n.newly_active, period.n.still_active) <= period.n.active
        assert period.n.newly_active + period.n.still_active <= period.n.active
    for cohort in retention(reading):
        assert all(n_active is None or n_active <= cohort.n for n_active in cohort.n_active.values())


@given(readings())
def test_a_fold_reads_no_more_than_it_says(reading: WindowData) -> None:
    for metric in collect_metrics().values():
        days = {DataSource.MEMBER_DAYS, DataSource.HISTORY} & metric.reads
        bare = WindowData(
            HOME,
            reading.window,
            reading.spells if DataSource.SPELLS in metric.reads else (),
            reading.member_days if days else (),
            reading.openings if DataSource.OPENINGS in metric.reads else (),
            reading.replies if DataSource.REPLIES in metric.reads else (),
            reading.ties if DataSource.TIES in metric.reads else (),
            reading.participants if DataSource.PARTICIPANTS in metric.reads else (),
            reading.presence if DataSource.PRESENCE in metric.reads else (),
            reading.readers if DataSource.READERS in metric.reads else (),
        )
        assert metric.fold(bare) == metric.fold(reading)
