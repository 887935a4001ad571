from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calendar import local_date
from community.digests.due import due_date, local_instant, next_issue_at
from community.digests.schedule import Cadence, Rhythm, parse_rhythm
from community.errors import Invalid

BERLIN, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")
LORD_HOWE, SANTIAGO = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Santiago")
ZONES = (BERLIN, APIA, LORD_HOWE, SANTIAGO, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC"))
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
MONDAY_NINE = Rhythm(Cadence.WEEKLY, 1, time(9))
DAILY_NINE = Rhythm(Cadence.DAILY, 0, time(9))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
rhythms = st.one_of(
    st.builds(Rhythm, st.just(Cadence.DAILY), st.just(0), times),
    st.builds(Rhythm, st.just(Cadence.WEEKLY), st.integers(1, 7), times),
    st.builds(Rhythm, st.just(Cadence.MONTHLY), st.integers(1, 28), times),
)
zones = st.sampled_from(ZONES)
days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
instants = st.integers(0, 4_700 * 24 * 60).map(
    lambda minutes: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("tz", "day", "at", "expected"),
    [
        (BERLIN, date(2026, 1, 12), time(9), "2026-01-12T08:00"),
        (BERLIN, date(2026, 7, 13), time(9), "2026-07-13T07:00"),
        (BERLIN, date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),
        (BERLIN, date(2026, 3, 29), time(2, 0), "2026-03-29T01:00"),
        (BERLIN, date(2026, 3, 29), time(3, 0), "2026-03-29T01:00"),
        (BERLIN, date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        (SANTIAGO, date(2026, 9, 6), time(0, 30), "2026-09-06T04:00"),
        (LORD_HOWE, date(2026, 10, 4), time(2, 10), "2026-10-03T15:30"),
        (APIA, date(2011, 12, 30), time(9), "2011-12-30T10:00"),
    ],
)
def test_a_local_time_that_is_skipped_is_the_next_and_one_that_comes_twice_the_first(
    tz: ZoneInfo, day: date, at: time, expected: str
) -> None:
    assert local_instant(day, at, tz) == utc(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-12T07:59:59", None),
        ("2026-01-12T08:00", date(2026, 1, 12)),
        ("2026-01-15T22:00", date(2026, 1, 12)),
        ("2026-01-19T07:59", date(2026, 1, 12)),
        ("2026-02-04T10:00", date(2026, 2, 2)),
    ],
)
def test_after_downtime_the_latest_is_due_and_no_earlier_one(now: str, expected: date | None) -> None:
    assert due_date(MONDAY_NINE, BERLIN, utc(now), since=utc("2026-01-06T00:00"), last=None) == expected


def test_what_fell_due_before_the_schedule_is_not_made_up_for() -> None:
    now = utc("2026-01-12T08:00")
    assert due_date(MONDAY_NINE, BERLIN, now, since=now, last=None) is None
    assert due_date(MONDAY_NINE, BERLIN, now, since=now - timedelta(seconds=1), last=None) == date(2026, 1, 12)


def test_a_date_that_has_an_issue_is_not_due_and_neither_is_an_earlier_one() -> None:
    now = utc("2026-01-12T10:00")
    assert due_date(MONDAY_NINE, BERLIN, now, since=LONG_AGO, last=date(2026, 1, 12)) is None
    assert due_date(MONDAY_NINE, BERLIN, now, since=LONG_AGO, last=date(2026, 1, 13)) is None
    assert due_date(MONDAY_NINE, BERLIN, now, since=LONG_AGO, last=date(2026, 1, 11)) == date(2026, 1, 12)


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(3, 0), time(3, 30)])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_the_days_of_daylight_saving_a_bell_each_minute_finds_one_issue(day: date, at: time) -> None:
    start = local_instant(day, time(), BERLIN)
    rings = [start + timedelta(minutes=n) for n in range(25 * 60)]
    rhythm = Rhythm(Cadence.DAILY, 0, at)
    assert {due_date(rhythm, BERLIN, now, since=start, last=None) for now in rings} == {None, day}
    assert posted_dates(rhythm, BERLIN, rings) == [day]


def posted_dates(rhythm: Rhythm, tz: ZoneInfo, rings: list[datetime]) -> list[date]:
    """What due work at these instants, in this order, would post."""
    posted: list[date] = []
    since = min(rings) - timedelta(seconds=1)
    for now in rings:
        day = due_date(rhythm, tz, now, since=since, last=max(posted, default=None))
        if day is not None:
            posted.append(day)
    return posted


@given(rhythms, zones, instants, st.lists(st.integers(-90, 3 * 24 * 60), max_size=60))
def test_whatever_the_clock_does_no_date_has_two_issues_and_none_comes_early(
    rhythm: Rhythm, tz: ZoneInfo, start: datetime, steps: list[int]
) -> None:
    rings, posted = [start], list[date]()
    for minutes in steps:
        rings.append(rings[-1] + timedelta(minutes=minutes))
    for now in rings:
        day = due_date(rhythm, tz, now, since=start, last=max(posted, default=None))
        if day is not None:
            assert local_instant(day, rhythm.at, tz) <= now
            assert rhythm.falls_on(day)
            posted.append(day)
    assert posted == sorted(set(posted))


@given(rhythms, zones, instants)
def test_a_bell_that_never_stops_posts_every_date_there_is(rhythm: Rhythm, tz: ZoneInfo, start: datetime) -> None:
    rings = [start + timedelta(hours=6 * n) for n in range(4 * 70)]
    posted = posted_dates(rhythm, tz, rings)
    first, last = local_date(start, tz), local_date(rings[-1], tz)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    at = {day: local_instant(day, rhythm.at, tz) for day in span if rhythm.falls_on(day)}
    assert posted == [day for day in span if day in at and start - timedelta(seconds=1) < at[day] <= rings[-1]]


@given(rhythms, zones, instants)
def test_what_is_upcoming_is_what_falls_due_next(rhythm: Rhythm, tz: ZoneInfo, now: datetime) -> None:
    at = next_issue_at(rhythm, tz, now)
    assert at is not None
    assert now < at <= now + timedelta(days=32)
    assert due_date(rhythm, tz, at - timedelta(seconds=1), since=now, last=None) is None
    assert due_date(rhythm, tz, at, since=now, last=None) is not None


def test_what_was_posted_ahead_of_its_time_is_not_upcoming_any_more() -> None:
    now = utc("2026-01-12T06:00")
    assert next_issue_at(MONDAY_NINE, BERLIN, now) == utc("2026-01-12T08:00")
    assert next_issue_at(MONDAY_NINE, BERLIN, now, last=date(2026, 1, 12)) == utc("2026-01-19T08:00")


@given(rhythms, zones, days)
def test_windows_of_consecutive_issues_meet_without_a_gap(rhythm: Rhythm, tz: ZoneInfo, day: date) -> None:
    issues = [one for n in range(70) if rhythm.falls_on(one := day + timedelta(days=n))]
    windows = [rhythm.window(one, tz) for one in issues]
    assert [window.end for window in windows] == issues
    assert [window.first for window in windows[1:]] == issues[:-1]


@pytest.mark.parametrize(
    ("cadence", "day", "at", "expected"),
    [
        ("daily", "", "0:00", Rhythm(Cadence.DAILY, 0, time(0))),
        ("weekly", "", "9:05", Rhythm(Cadence.WEEKLY, 1, time(9, 5))),
        ("weekly", " Fri ", "18.30", Rhythm(Cadence.WEEKLY, 5, time(18, 30))),
        ("weekly", "sunday", "23:59", Rhythm(Cadence.WEEKLY, 7, time(23, 59))),
        ("monthly", "", " 09:00 ", Rhythm(Cadence.MONTHLY, 1, time(9))),
        ("monthly", "28", "09:00", Rhythm(Cadence.MONTHLY, 28, time(9))),
    ],
)
def test_a_rhythm_is_read_as_people_write_it(cadence: str, day: str, at: str, expected: Rhythm) -> None:
    assert parse_rhythm(cadence, day, at) == expected


@pytest.mark.parametrize(
    ("cadence", "day", "at", "said"),
    [
        ("weekly", "monday", "25:99", "25:99"),
        ("weekly", "monday", "24:00", "like 09:00"),
        ("weekly", "monday", "9", "like 09:00"),
        ("weekly", "monday", "\N{ARABIC-INDIC DIGIT NINE}:00", "like 09:00"),
        ("weekly", "monday", "", "like 09:00"),
        ("weekly", "s", "09:00", "like Monday"),
        ("weekly", "someday", "09:00", "like Monday"),
        ("weekly", "3", "09:00", "like Monday"),
        ("monthly", "29", "09:00", "1 to 28"),
        ("monthly", "0", "09:00", "1 to 28"),
        ("monthly", "monday", "09:00", "1 to 28"),
        ("daily", "monday", "09:00", "every day"),
        ("hourly", "", "09:00", "daily, weekly or monthly"),
    ],
)
def test_what_does_not_fit_is_refused_with_how_to_write_it(cadence: str, day: str, at: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        parse_rhythm(cadence, day, at)


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_the_reading(cadence: str, day: str, at: str) -> None:
    for often in (cadence, "daily", "weekly", "monthly"):
        try:
            read = parse_rhythm(often, day, at)
        except Invalid:
            continue
        assert read.cadence in Cadence
