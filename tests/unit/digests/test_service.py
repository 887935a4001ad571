"""What was claimed is posted once, wherever the process ends and whatever the clock does meanwhile."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calendar import DAY
from community.digests.issue import Issue, IssueState
from community.digests.schedule import Cadence, DigestKind, DigestSubject, NewSchedule, Rhythm
from community.digests.service import DigestService
from community.digests.settings import DigestSettings
from community.discord_limits import NONCE_SPAN
from community.engagement.events import Activity
from community.engagement.events import ActivityKind as Deed
from community.engagement.recorder import Recorder, RecorderLimits
from community.errors import Invalid, NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, ScheduleId
from community.notices.service import Notices
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from tests.due_work import run_due
from tests.fakes.digests import MemoryDigestPosts, MemoryDigestStore, MemoryVisibility, digest_composer
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.settings import MemorySettingsStore

HOME, NEWS, ROSA = GuildId(1), ChannelId(10), MemberId(7)
START = datetime(2026, 3, 26, 12, tzinfo=UTC)
COMMUNITY = DigestSubject(DigestKind.COMMUNITY)
DAILY = Rhythm(Cadence.DAILY, 0, time(9))
FATAL = {"claim", "claims", "running", "previous_issues", "record_items", "settle", "post", "find", "notify"}
"""The calls around which the process may end: of the store, the posts and the notices."""


class Killed(BaseException):
    """The process ends here."""


class Mortal:
    """A port whose calls may be the process's last: before they do anything, or after they did it."""

    def __init__(self, port: Any, dies: Callable[[], bool]) -> None:
        self._port = port
        self._dies = dies

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._port, name)
        if name not in FATAL:
            return call

        async def fatal(*given: Any, **options: Any) -> Any:
            if self._dies():
                raise Killed
            done = await call(*given, **options)
            if self._dies():
                raise Killed
            return done

        return fatal


class Village:
    """A guild in which three people write each day, with digests, a clock, and processes that come and go."""

    def __init__(self) -> None:
        self.now = START
        self.n_steps_left = -1
        self.store = MemoryDigestStore()
        self.herald = MemoryDigestPosts(lambda: self.now)
        self.log = MemoryActivityLog()
        self.notice_store, self.desk = MemoryNoticeStore(), MemoryNoticePosts()
        self.settings = SettingsService(MemorySettingsStore(), [GeneralSettings, DigestSettings])
        self.digests = self.process()

    def process(self) -> DigestService:
        recorder = Recorder(
            self.log, RecorderLimits(), call_later=lambda *_: pytest.fail("no timer"), start_flush=lambda: None
        )
        store, herald = Mortal(self.store, self.dies), Mortal(self.herald, self.dies)
        notices = Notices(self.notice_store, self.desk)
        return DigestService(
            store,
            herald,
            digest_composer(self.log, recorder, MemoryVisibility()),
            self.settings,
            Mortal(notices, self.dies),
        )

    def dies(self) -> bool:
        self.n_steps_left -= 1
        return self.n_steps_left == -1

    async def schedule(self, rhythm: Rhythm = DAILY) -> ScheduleId:
        standing = await self.digests.schedule(NewSchedule(HOME, COMMUNITY, NEWS, rhythm, ROSA), self.now)
        return standing.schedule.schedule_id

    async def live(self, n_days: int = 14) -> None:
        await self.log.append(
            [
                Activity(HOME, Deed.MESSAGE, day * 10 + who, MemberId(who), START + (day - 3) * DAY, NEWS)
                for day in range(n_days)
                for who in range(3)
            ]
        )

    async def ring(self, at: datetime | None = None, n_steps: int = -1) -> None:
        """Due work, in a process that lives for so many steps; when it dies, the next one is another."""
        self.now = at or self.now
        self.n_steps_left = n_steps
        try:
            await run_due(self.digests, self.now)
        except Killed:
            self.digests = self.process()
        self.n_steps_left = -1

    @property
    def posted(self) -> list[date]:
        return [issue.local_date for issue, _, _ in self.herald.posts]

    async def last(self) -> Issue | None:
        [standing] = await self.digests.schedules(HOME)
        return standing.last_issue


@pytest.fixture
async def village() -> Village:
    village = Village()
    await village.schedule()
    await village.live()
    return village


NINE = datetime(2026, 3, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize("n_steps", range(18))
@pytest.mark.parametrize(
    "pause", [timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=20)]
)
async def test_killed_at_any_step_the_issue_is_posted_exactly_once(n_steps: int, pause: timedelta) -> None:
    village = Village()
    await village.schedule()
    await village.live()
    await village.ring(NINE, n_steps)
    await village.ring(NINE + pause)
    await village.ring(NINE + pause + timedelta(minutes=1))
    assert village.posted == [NINE.date()]
    last = await village.last()
    assert last is not None
    assert last.state is IssueState.POSTED


lives = st.lists(st.tuples(st.integers(-61, 2 * 24 * 60), st.integers(-1, 14), st.booleans()), min_size=1, max_size=25)


@given(lives)
async def test_no_date_is_posted_twice_whatever_is_killed_and_whatever_the_clock_does(
    life: list[tuple[int, int, bool]],
) -> None:
    village = Village()
    await village.schedule()
    await village.live(60)
    for minutes, n_steps, unreadable in life:
        village.herald.unreadable = unreadable
        await village.ring(village.now + timedelta(minutes=minutes), n_steps)
    assert len(village.posted) == len(set(village.posted))


@given(st.lists(st.integers(-1, 14), max_size=4), st.integers(0, 40))
async def test_none_is_missed_while_the_bell_rings_each_day_and_history_can_be_read(
    deaths: list[int], gap: int
) -> None:
    village = Village()
    await village.schedule()
    await village.live(20)
    for day in range(6):
        at = NINE + day * DAY
        for n_steps in deaths:
            await village.ring(at, n_steps)
            at += timedelta(minutes=gap)
        await village.ring(at)
    assert village.posted == [NINE.date() + day * DAY for day in range(6)]


async def test_three_days_down_only_the_latest_is_posted(village: Village) -> None:
    await village.ring(NINE)
    await village.ring(NINE + 4 * DAY)
    assert village.posted == [date(2026, 3, 27), date(2026, 3, 31)]
    _, digest, _ = village.herald.posts[-1]
    assert (digest.window.first, digest.window.end) == (date(2026, 3, 30), date(2026, 3, 31))


async def test_a_clock_set_back_brings_no_earlier_issue(village: Village) -> None:
    await village.ring(NINE + 3 * DAY)
    await village.ring(NINE + 2 * DAY)
    await village.ring(NINE + 3 * DAY)
    assert village.posted == [date(2026, 3, 30)]


async def test_a_guild_out_of_reach_is_left_for_later(village: Village) -> None:
    village.herald.absent = {HOME}
    await village.ring(NINE)
    assert await village.last() is None
    village.herald.absent = set()
    await village.ring(NINE + timedelta(minutes=5))
    assert village.posted == [NINE.date()]


async def test_an_open_claim_of_a_guild_out_of_reach_stays_open(village: Village) -> None:
    await village.ring(NINE, n_steps=6)
    village.herald.absent = {HOME}
    await village.ring(NINE + timedelta(hours=1))
    assert len(await village.store.claims()) == 1


async def test_an_old_claim_that_cannot_be_looked_for_is_never_posted(village: Village) -> None:
    village.herald.unreadable = True
    await village.ring(NINE, n_steps=6)
    assert len(await village.store.claims()) == 1
    await village.ring(NINE + NONCE_SPAN)
    assert village.posted == []
    last = await village.last()
    assert last is not None
    assert last.state is IssueState.UNCERTAIN


async def test_an_open_claim_of_a_paused_digest_is_let_go(village: Village) -> None:
    await village.ring(NINE, n_steps=6)
    await village.digests.pause(HOME, ScheduleId(1))
    await village.ring(NINE + timedelta(minutes=1))
    assert village.posted == []
    last = await village.last()
    assert last is not None
    assert last.state is IssueState.MISSED


async def test_a_reason_is_recorded_and_the_next_day_tries_again(village: Village) -> None:
    village.herald.barred = OutOfReach("No {permission}.", permission="Send Messages")
    await village.ring(NINE)
    await village.ring(NINE + timedelta(minutes=1))
    last = await village.last()
    assert last is not None
    assert (last.state, last.note) == (IssueState.FAILED, "No Send Messages.")
    village.herald.barred = None
    await village.ring(NINE + timedelta(minutes=2))
    assert village.posted == []
    await village.ring(NINE + DAY)
    assert village.posted == [NINE.date() + DAY]


async def test_a_failed_issue_is_posted_when_a_moderator_asks_and_once(village: Village) -> None:
    village.herald.barred = OutOfReach("No.")
    await village.ring(NINE)
    village.herald.barred = None
    schedule = (await village.digests.find(HOME, ScheduleId(1))).schedule
    issue = await village.digests.post_now(schedule, village.now)
    assert issue.state is IssueState.POSTED
    with pytest.raises(Invalid, match="out already"):
        await village.digests.post_now(schedule, village.now)


async def test_an_issue_is_told_again_as_it_was(village: Village) -> None:
    await village.ring(NINE)
    [(issue, digest, _)] = village.herald.posts
    assert await village.digests.recompose(issue) == digest


async def test_the_schedule_of_the_channel_is_at_home_there_else_the_oldest_that_runs(village: Village) -> None:
    other = NewSchedule(HOME, COMMUNITY, ChannelId(11), DAILY, ROSA)
    await village.digests.schedule(other, village.now)

    async def home(channel: int) -> int | None:
        found = await village.digests.find_schedule(HOME, COMMUNITY, ChannelId(channel))
        return None if found is None else found.schedule_id

    assert [await home(channel) for channel in (10, 11, 12)] == [1, 2, 1]
    await village.digests.pause(HOME, ScheduleId(1))
    assert await home(12) == 2
    assert await village.digests.find_schedule(GuildId(2), COMMUNITY, NEWS) is None


async def test_a_digest_of_another_guild_is_not_found(village: Village) -> None:
    elsewhere = GuildId(2)
    for refused in (
        village.digests.pause(elsewhere, ScheduleId(1)),
        village.digests.resume(elsewhere, ScheduleId(1), village.now),
        village.digests.remove(elsewhere, ScheduleId(1)),
    ):
        with pytest.raises(NotFound):
            await refused
    assert not (await village.digests.find(HOME, ScheduleId(1))).schedule.paused


async def test_what_is_next_is_known_unless_it_rests(village: Village) -> None:
    standing = await village.digests.find(HOME, ScheduleId(1))
    assert await village.digests.next_at(standing, village.now) == NINE
    assert await village.digests.next_at(await village.digests.pause(HOME, ScheduleId(1)), village.now) is None
