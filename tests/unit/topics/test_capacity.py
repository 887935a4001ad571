from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.ids import GuildId
from community.notices.notice import Notice
from community.notices.service import Notices
from community.topics.capacity import MAXIMUM, MIN_PACE_DAYS, PACE_DAYS, Count, Limit, forecast
from community.topics.capacity_service import PORTION, CapacityService
from tests.due_work import run_due
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.topics.lifecycle import MemoryCapacityStore

HOME = GuildId(1)
TODAY = date(2026, 3, 1)
DAY = timedelta(days=1)


def counts(*per_day: int) -> list[Count]:
    """The last of them yesterday's."""
    return [Count(TODAY - n * DAY, count) for n, count in enumerate(reversed(per_day), start=1)]


def test_today_s_pace_says_when_a_limit_is_reached() -> None:
    found = forecast(Limit.CHANNELS, 440, TODAY, [Count(TODAY - 20 * DAY, 400), Count(TODAY - 5 * DAY, 100)])
    assert found.pace == 2
    assert found.reached_on == TODAY + 30 * DAY
    assert not found.is_near
    assert forecast(Limit.CHANNELS, 450, TODAY, []).is_near


@pytest.mark.parametrize(("n", "reached_on"), [(500, TODAY), (501, TODAY), (400, None)])
def test_a_limit_that_is_reached_is_reached_today_and_without_a_pace_none_is(n: int, reached_on: date | None) -> None:
    assert forecast(Limit.CHANNELS, n, TODAY, counts(400)).reached_on == reached_on


def test_a_week_of_counting_makes_a_pace_and_a_month_is_looked_at() -> None:
    young = [Count(TODAY - (MIN_PACE_DAYS - 1) * DAY, 10)]
    assert forecast(Limit.ROLES, 20, TODAY, young).pace is None
    old = [Count(TODAY - (PACE_DAYS + 1) * DAY, 10)]
    assert forecast(Limit.ROLES, 20, TODAY, old).pace is None
    assert forecast(Limit.ROLES, 20, TODAY, [Count(TODAY - 10 * DAY, 20)]).reached_on is None
    assert forecast(Limit.ROLES, 20, TODAY, [Count(TODAY - 10 * DAY, 30)]).reached_on is None


@given(st.sampled_from(Limit), st.integers(0, 1_200), st.integers(MIN_PACE_DAYS, PACE_DAYS), st.integers(0, 1_200))
def test_the_day_is_the_first_on_which_the_pace_reaches_it(limit: Limit, n: int, ago: int, was: int) -> None:
    found = forecast(limit, n, TODAY, [Count(TODAY - ago * DAY, was)])
    if n < MAXIMUM[limit] and found.reached_on is not None:
        assert found.pace is not None
        days = (found.reached_on - TODAY).days
        assert n + found.pace * days >= MAXIMUM[limit] - 1e-6
        assert n + found.pace * (days - 1) < MAXIMUM[limit] + 1e-6


class Counted:
    """The port ``Census``: whatever is there."""

    def __init__(self, *guilds: GuildId) -> None:
        self.present = dict.fromkeys(Limit, 10)
        self.n_asked = 0
        self._guilds = guilds or (HOME,)

    def guilds(self) -> Collection[GuildId]:
        return self._guilds

    async def count(self, guild_id: GuildId) -> Mapping[Limit, int]:
        self.n_asked += guild_id == HOME
        return dict(self.present)


async def test_moderators_are_told_once_while_there_is_room_and_again_only_after_it_was_in_order() -> None:
    census, desk = Counted(), MemoryNoticePosts()
    limits = CapacityService(census, MemoryCapacityStore(), Notices(MemoryNoticeStore(), desk))
    now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    await run_due(limits, now)
    assert desk.notices == []
    census.present[Limit.CHANNELS] = 450
    await run_due(limits, now)
    assert desk.notices == [], "a guild is counted once a day"
    for day in range(1, 4):
        await run_due(limits, now + day * DAY)
    assert [str(one).partition(".")[0] for one in desk.notices] == [
        "This server has 450 of the 500 channels that Discord allows"
    ]
    census.present[Limit.CHANNELS] = 300
    await run_due(limits, now + 4 * DAY)
    census.present[Limit.CHANNELS] = 460
    await run_due(limits, now + 5 * DAY)
    assert len(desk.notices) == 2
    by_limit = {one.limit: one for one in await limits.outlooks(HOME, now + 10 * DAY)}
    assert by_limit[Limit.CHANNELS].pace == 45
    assert by_limit[Limit.CHANNELS].reached_on == (now + 11 * DAY).date()


@pytest.mark.parametrize("limit", Limit)
async def test_every_limit_that_is_near_is_told_with_what_to_do(limit: Limit) -> None:
    census, desk = Counted(), MemoryNoticePosts()
    census.present[limit] = MAXIMUM[limit]
    await run_due(
        CapacityService(census, MemoryCapacityStore(), Notices(MemoryNoticeStore(), desk)),
        datetime(2026, 1, 5, tzinfo=UTC),
    )
    [told] = desk.notices
    assert f"{MAXIMUM[limit]} of the {MAXIMUM[limit]}" in str(told)
    assert "lease" in str(told)


class Counting(MemoryCapacityStore):
    """How often anything is kept."""

    n_kept = 0

    async def save(self, day: date, counts: Mapping[GuildId, Mapping[Limit, int]]) -> None:
        self.n_kept += 1
        await super().save(day, counts)


class Faulty(MemoryNoticePosts):
    """Fails for one guild."""

    async def post(self, notice: Notice) -> bool:
        if notice.guild_id == HOME:
            raise RuntimeError("Discord has a fault")
        return await super().post(notice)


async def test_many_guilds_are_kept_together_and_a_fault_with_one_keeps_no_other_from_being_told() -> None:
    guilds = [GuildId(1 + number) for number in range(PORTION + 1)]
    census, store, desk = Counted(*guilds), Counting(), Faulty()
    census.present[Limit.ROLES] = MAXIMUM[Limit.ROLES]
    now = datetime(2026, 1, 5, tzinfo=UTC)
    limits = CapacityService(census, store, Notices(MemoryNoticeStore(), desk))
    with pytest.raises(ExceptionGroup, match="not everything that is due") as failed:
        await run_due(limits, now)
    assert failed.group_contains(RuntimeError, match="Discord has a fault")
    assert store.n_kept == 2
    assert [one.guild_id for one in desk.notices] == guilds[1:]
    await run_due(limits, now)
    assert store.n_kept == 2
