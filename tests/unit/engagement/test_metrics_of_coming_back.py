"""Who comes back, and in what state members are, by hand."""

from datetime import date, timedelta

import pytest

from community.calendar import DAY, Window, midnight
from community.engagement.activity_log import MemberDay, Spell
from community.engagement.estimates import wilson
from community.engagement.metrics.retention import retention
from community.engagement.metrics.states import Counts, states
from community.engagement.window_data import WindowData
from community.ids import MemberId
from tests.unit.engagement.hand_counted_month import (
    AMY,
    BEA,
    BERLIN,
    CAL,
    DEE,
    HOME,
    LONG_AGO,
    MARCH,
    since_long_ago,
    wrote,
)


def test_retention_by_hand_across_a_year_of_53_weeks() -> None:
    window = Window(date(2020, 12, 30), date(2021, 1, 26), BERLIN)
    joined = midnight(date(2020, 12, 30), BERLIN)
    spells = [
        Spell(AMY, joined, None),
        Spell(BEA, midnight(date(2021, 1, 4), BERLIN) - timedelta(microseconds=1), joined + 30 * DAY),
        Spell(CAL, joined - timedelta(microseconds=1), None),
        Spell(DEE, midnight(date(2021, 1, 4), BERLIN), None),
    ]
    days = [
        wrote(AMY, date(2020, 12, 31)),
        wrote(AMY, date(2021, 1, 4)),
        wrote(AMY, date(2021, 1, 10)),
        wrote(BEA, date(2021, 1, 11)),
        wrote(CAL, date(2021, 1, 11)),
        wrote(BEA, date(2021, 1, 25)),
        wrote(DEE, date(2021, 1, 25)),
    ]
    first, second = retention(WindowData(HOME, window, spells, days))
    assert first.as_json() == {
        "week": "2020-W53",
        "n": 2,
        "weeks": {
            "1": wilson(1, 2).as_json(),
            "2": wilson(1, 2).as_json(),
            "3": wilson(0, 2).as_json(),
            "4": None,
            "8": None,
            "12": None,
        },
    }
    assert (second.week, second.n) == ("2021-W01", 1)
    assert second.n_active == {1: 0, 2: 0, 3: None, 4: None, 8: None, 12: None}


def test_a_week_that_ends_with_the_window_is_over() -> None:
    window = Window(date(2026, 3, 2), date(2026, 3, 16), BERLIN)
    (cohort,) = retention(
        WindowData(HOME, window, [Spell(AMY, window.start_at, None)], [wrote(AMY, date(2026, 3, 15))])
    )
    assert cohort.n_active[1] == 1
    day_less = Window(window.first, window.end - DAY, BERLIN)
    (cohort,) = retention(
        WindowData(HOME, day_less, [Spell(AMY, window.start_at, None)], [wrote(AMY, date(2026, 3, 9))])
    )
    assert cohort.n_active[1] is None


def test_who_left_stays_in_the_cohort_but_is_not_active() -> None:
    left = Spell(AMY, MARCH.start_at, MARCH.start_at + DAY)
    (cohort,) = retention(WindowData(HOME, MARCH, [left], [wrote(AMY, date(2026, 3, 2)), wrote(AMY, date(2026, 3, 9))]))
    assert (cohort.n, cohort.n_active[1]) == (1, 0)


def weeks_active(member: MemberId, *weeks: int) -> list[MemberDay]:
    """Active in these weeks, counted back from the end of March's: 0 is the last one."""
    return [wrote(member, MARCH.end - DAY - 7 * week * DAY) for week in weeks]


@pytest.mark.parametrize(
    ("weeks", "state"),
    [
        ((), Counts(0, 0, 0, 0, 0, 0)),
        ((0,), Counts(1, 0, 1, 0, 0, 0)),
        ((0, 9), Counts(1, 0, 0, 0, 0, 0)),
        ((0, 1), Counts(1, 0, 0, 1, 0, 0)),
        ((0, 1, 2), Counts(1, 1, 0, 1, 0, 0)),
        ((0, 1, 3), Counts(1, 1, 0, 1, 0, 0)),
        ((0, 2, 3), Counts(1, 1, 0, 0, 0, 0)),
        ((0, 3, 4), Counts(1, 0, 0, 0, 0, 0)),
        ((1,), Counts(0, 0, 0, 0, 1, 0)),
        ((1, 2, 3), Counts(0, 1, 0, 0, 1, 0)),
        ((2,), Counts(0, 0, 0, 0, 0, 1)),
        ((2, 3), Counts(0, 0, 0, 0, 0, 0)),
        ((2, 99), Counts(0, 0, 0, 0, 0, 0)),
        ((3,), Counts(0, 0, 0, 0, 0, 0)),
    ],
)
def test_the_states_of_the_last_period(weeks: tuple[int, ...], state: Counts) -> None:
    assert states(WindowData(HOME, MARCH, since_long_ago(AMY), weeks_active(AMY, *weeks)))[-1].n == state


def test_periods_are_whole_weeks_counted_back_from_the_end() -> None:
    window = Window(date(2026, 3, 9), date(2026, 3, 30), BERLIN)
    days = weeks_active(AMY, 1, 2) + weeks_active(BEA, 3)
    rows = [row.as_json() for row in states(WindowData(HOME, window, since_long_ago(AMY, BEA), days))]
    none = dict.fromkeys(("active", "consistently_active", "newly_active", "still_active", "paused", "dropped"), 0)
    assert rows == [
        {"from": "2026-03-09", "to": "2026-03-16"} | none | {"active": 1, "newly_active": 1, "paused": 1},
        {"from": "2026-03-16", "to": "2026-03-23"} | none | {"active": 1, "still_active": 1, "dropped": 1},
        {"from": "2026-03-23", "to": "2026-03-30"} | none | {"paused": 1},
    ]
    shorter = Window(date(2026, 3, 10), date(2026, 3, 30), BERLIN)
    assert [row.as_json() for row in states(WindowData(HOME, shorter, since_long_ago(AMY, BEA), days))] == rows[1:]


def test_who_left_before_a_period_has_no_state_in_it() -> None:
    spells = [Spell(AMY, LONG_AGO, midnight(date(2026, 3, 22), BERLIN))]
    assert states(WindowData(HOME, MARCH, spells, weeks_active(AMY, 1)))[-1].n == Counts(0, 0, 0, 0, 0, 0)
    assert states(WindowData(HOME, MARCH, spells, weeks_active(AMY, 1)))[-2].n == Counts(1, 0, 1, 0, 0, 0)
