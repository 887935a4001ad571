import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.discord_limits import MESSAGES_PER_REQUEST
from community.engagement.backfill import RETRY_AFTER, HistoryService
from community.engagement.backfill_progress import BackfillStep, PlaceOutcome
from community.engagement.events import Activity, ActivityKind
from community.engagement.history import (
    REREAD_SPAN,
    WHOLE_GUILD,
    HistoryMark,
    HistoryPage,
    HistoryPlace,
    Unreachable,
    Unreadable,
    archived_since,
    extend_mark,
    first_id,
    gaps_to_read,
    horizon,
    instant_of,
    known_id,
)
from community.engagement.known_members import KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.quarantine import MAX_STORED, Quarantine, QuarantinedFrame
from community.engagement.recorder import Recorder, RecorderLimits
from community.engagement.service import EngagementService
from community.engagement.settings import EngagementSettings
from community.ids import ChannelId, GuildId, MemberId
from community.settings.service import SettingsService
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.conversations import MemoryConversations
from tests.fakes.engagement.history import MemoryHistoryMarks, MemoryHistorySource, MemoryQuarantineStore
from tests.fakes.settings import MemorySettingsStore

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HOME = GuildId(1)
LOBBY, GARDEN = ChannelId(11), ChannelId(12)
AMY = MemberId(21)
SECOND = timedelta(seconds=1)


class Alarm:
    def cancel(self) -> None:
        pass


class Room:
    """The service with everything in memory; a restart keeps what is stored and forgets the rest."""

    def __init__(self, waiting: int = 10_000) -> None:
        self.log = MemoryActivityLog()
        self.marks = MemoryHistoryMarks(self.log)
        self.archive = MemoryHistorySource()
        self.archive.joined[AMY] = NOW - timedelta(days=200)
        self.cases = MemoryQuarantineStore()
        self.waiting = waiting
        self.restart()

    def restart(self) -> None:
        self.recorder = Recorder(
            self.log, RecorderLimits(500, SECOND, self.waiting), call_later=lambda *_: Alarm(), start_flush=lambda: None
        )
        self.engagement = EngagementService(
            self.log, self.recorder, MemoryConversations(self.log), OptOuts(), KnownMembers()
        )
        self.history = HistoryService(
            self.marks,
            self.archive,
            self.engagement,
            self.recorder,
            settings=SettingsService(MemorySettingsStore(), [EngagementSettings]),
            quarantine=Quarantine(self.cases),
            clock=lambda: NOW,
        )

    def wrote(self, n: int, *, channel_id: ChannelId = LOBBY, apart: timedelta = SECOND, until: datetime = NOW) -> None:
        for i in range(n):
            at = until - (i + 1) * apart
            message = Activity(HOME, ActivityKind.MESSAGE, first_id(at) + i % 7, AMY, at, channel_id)
            self.archive.say(message)

    def live(self, at: datetime, channel_id: ChannelId = LOBBY) -> None:
        message = Activity(HOME, ActivityKind.MESSAGE, first_id(at), AMY, at, channel_id)
        self.archive.say(message)
        self.engagement.record(message)
        self.history.note_event(message)

    async def catch_up(self, now: datetime = NOW) -> list[BackfillStep]:
        return [step async for step in self.history.catch_up(HOME, now)]

    @property
    def recorded(self) -> set[int]:
        return {one.source_id for one in self.log._activities.values() if one.kind is ActivityKind.MESSAGE}

    @property
    def written(self) -> set[int]:
        return {message_id for said in self.archive.said.values() for message_id in said}


# What to read


instants = st.datetimes(datetime(2015, 2, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(instants)
def test_the_first_identifier_of_an_instant_tells_that_instant(at: datetime) -> None:
    assert at - instant_of(first_id(at)) < timedelta(milliseconds=2)
    assert first_id(at) <= first_id(at + SECOND)


def test_nothing_is_older_than_discord() -> None:
    assert first_id(datetime(1999, 1, 1, tzinfo=UTC)) == 0


@given(st.integers(0, 2**62), st.integers(0, 2**62), st.integers(0, 2**62), st.integers(0, 2**62), st.booleans())
def test_what_is_read_and_what_is_known_leave_nothing_out(a: int, b: int, c: int, last_id: int, known: bool) -> None:
    floor_id, oldest_id, newest_id = sorted((a, b, c))
    mark = HistoryMark(LOBBY, newest_id, oldest_id, floor_id) if known else None
    wanted = gaps_to_read(HistoryPlace(LOBBY, None, last_id), mark, floor_id)
    for message_id in {a, b, c, a + 1, b - 1, b + 1, c - 1, c + 1, last_id}:
        if not floor_id < message_id <= last_id:
            continue
        read = any(one.after_id < message_id < (one.before_id or 2**63) for one in wanted)
        assert read or (mark is not None and oldest_id <= message_id <= newest_id)


def test_reading_goes_on_a_day_into_what_is_known_and_not_below_the_floor() -> None:
    newest_id = first_id(NOW)
    assert known_id(HistoryMark(LOBBY, newest_id, 0, 0)) == first_id(NOW - REREAD_SPAN)
    assert known_id(HistoryMark(LOBBY, newest_id, newest_id - 5, newest_id - 5)) == newest_id - 5


def test_a_place_unknown_is_read_as_far_as_set_but_never_less_than_we_were_away() -> None:
    gone = HistoryMark(WHOLE_GUILD, first_id(NOW - timedelta(days=10)), 0, 0)
    assert horizon(None, 0, NOW) == first_id(NOW)
    assert horizon(None, 90, NOW) == first_id(NOW - timedelta(days=90))
    assert horizon(gone, 0, NOW) == first_id(NOW - timedelta(days=11))
    assert horizon(gone, 90, NOW) == first_id(NOW - timedelta(days=90))


def test_a_guilds_mark_vouches_for_the_places_that_were_whole_then_and_no_other() -> None:
    guild_mark = HistoryMark(WHOLE_GUILD, 900, 500, 0)
    assert extend_mark(HistoryMark(LOBBY, 500, 0, 0), guild_mark).newest_id == 900
    assert extend_mark(HistoryMark(LOBBY, 950, 0, 0), guild_mark).newest_id == 950
    assert extend_mark(HistoryMark(LOBBY, 499, 0, 0), guild_mark).newest_id == 499
    assert extend_mark(HistoryMark(LOBBY, 600, 10, 0), guild_mark).newest_id == 600
    assert extend_mark(HistoryMark(LOBBY, 600, 0, 0), None).newest_id == 600


def test_archived_threads_are_listed_from_when_both_their_channel_and_the_guild_were_known() -> None:
    early, late = first_id(NOW - timedelta(days=9)), first_id(NOW - timedelta(days=2))
    since = archived_since(
        {WHOLE_GUILD: HistoryMark(WHOLE_GUILD, late, 0, 0), LOBBY: HistoryMark(LOBBY, early, 0, 0)}, 0
    )
    assert since(LOBBY) == NOW - timedelta(days=10)
    assert since(GARDEN) == instant_of(0)


# Reading it


async def test_everything_is_read_newest_first_and_only_once() -> None:
    room = Room()
    room.wrote(250)
    room.wrote(30, channel_id=GARDEN, until=NOW - timedelta(days=1))
    steps = await room.catch_up()
    assert room.recorded == room.written
    assert [(step.place.key, step.outcome, step.n_messages, step.n_left) for step in steps] == [
        (LOBBY, PlaceOutcome.READ, 250, 1),
        (GARDEN, PlaceOutcome.READ, 30, 0),
    ]
    bottoms = [before for _, before in room.archive.asked[:3]]
    assert bottoms[0] is None
    assert bottoms[1:] == sorted(filter(None, bottoms), reverse=True)
    assert (await room.marks.marks(HOME))[LOBBY].complete


@pytest.mark.parametrize("n_pages", range(8))
async def test_ended_at_any_page_it_goes_on_without_a_loss_and_without_starting_over(n_pages: int) -> None:
    room = Room()
    room.wrote(750, apart=timedelta(hours=2))
    left = n_pages

    def break_off(_: HistoryPage) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt

    room.archive.before_answer = break_off
    with pytest.raises(KeyboardInterrupt):
        await room.catch_up()
    assert len(room.recorded) == n_pages * MESSAGES_PER_REQUEST
    room.live(NOW + SECOND)
    await room.recorder.flush()

    room.restart()
    room.archive.before_answer = lambda _: None
    room.archive.asked.clear()
    await room.catch_up(NOW + timedelta(minutes=1))
    assert room.recorded == room.written
    assert len(room.archive.asked) <= 8 - n_pages + 1


async def test_cancelled_while_it_stores_it_stores_and_then_ends() -> None:
    room = Room()
    room.wrote(250)
    stored = asyncio.Event()
    append = room.log.append

    async def slow(events: Any) -> int:
        if any(isinstance(event, Activity) for event in events):
            stored.set()
            await asyncio.sleep(0)
        return await append(events)

    room.log.append = slow  # type: ignore[method-assign]
    task = asyncio.create_task(room.catch_up())
    await stored.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(room.recorded) == MESSAGES_PER_REQUEST
    assert room.recorder.n_waiting == 0
    assert not room.history.is_followed(HOME)
    room.restart()
    await room.catch_up()
    assert room.recorded == room.written


async def test_a_place_that_is_refused_keeps_its_gap_and_the_others_go_on() -> None:
    room = Room()
    room.wrote(5)
    room.wrote(5, channel_id=GARDEN)
    room.archive.refusing[LOBBY] = Unreadable("no")
    steps = await room.catch_up()
    assert {step.place.key: step.outcome for step in steps} == {LOBBY: PlaceOutcome.CLOSED, GARDEN: PlaceOutcome.READ}
    assert room.archive.asked.count((LOBBY, None)) == 1
    room.archive.refusing.clear()
    room.live(NOW + timedelta(days=30), GARDEN)
    await room.history.save_marks(NOW)
    room.restart()
    await room.catch_up(NOW + timedelta(days=31))
    assert room.recorded == room.written


async def test_what_was_not_answered_is_asked_for_again_after_a_pause() -> None:
    room = Room()
    room.wrote(5)
    room.archive.refusing[LOBBY] = Unreachable("HTTP 500")
    (step,) = await room.catch_up()
    assert (step.outcome, step.reason) == (PlaceOutcome.FAILED, "HTTP 500")
    assert await room.history.save_marks(NOW) == frozenset()
    assert await room.history.save_marks(NOW + RETRY_AFTER) == {HOME}
    assert not room.history.is_followed(HOME)
    assert await room.history.save_marks(NOW + RETRY_AFTER) == frozenset()


async def test_events_that_were_refused_are_caught_up_on() -> None:
    room = Room(waiting=2)
    await room.catch_up()
    for i in range(5):
        room.live(NOW + i * SECOND)
    assert await room.history.save_marks(NOW) == {HOME}
    assert len(room.recorded) == 2
    room.waiting = 100
    room.restart()
    await room.catch_up(NOW + timedelta(minutes=1))
    assert room.recorded == room.written


async def test_what_was_missed_while_a_session_was_lost_is_read_however_much_came_live_after_it() -> None:
    room = Room()
    room.wrote(5)
    await room.catch_up()
    room.history.mark_missed(HOME)
    room.wrote(150, until=NOW + timedelta(days=3))
    room.live(NOW + timedelta(days=9))
    await room.history.save_marks(NOW)
    assert not room.history.is_followed(HOME)
    await room.catch_up(NOW + timedelta(days=9, hours=1))
    assert room.recorded == room.written


async def test_poison_is_counted_and_the_rest_of_the_page_is_kept() -> None:
    room = Room()
    room.wrote(120)
    room.archive.poison = set(sorted(room.written)[10:13])
    (step,) = await room.catch_up()
    assert step.n_unreadable == 3
    assert room.recorded == room.written - room.archive.poison
    assert room.cases.kept == [QuarantinedFrame(HOME, "history", "KeyError", NOW)] * 3


@pytest.mark.parametrize("everywhere", [False, True])
async def test_what_was_asked_to_be_forgotten_is_not_read_back_by_a_later_process_either(everywhere: bool) -> None:
    room = Room()
    room.wrote(5)
    await room.history.withhold(AMY, None if everywhere else HOME)
    room.restart()
    await room.history.load_withheld()
    room.live(NOW + SECOND)
    await room.catch_up(NOW + timedelta(minutes=1))
    assert room.recorded == {first_id(NOW + SECOND)}


# Quarantine


async def test_of_very_many_cases_some_are_kept_and_all_are_counted() -> None:
    cases = MemoryQuarantineStore()
    quarantine = Quarantine(cases)
    told = [quarantine.add(QuarantinedFrame(None, "X", "Y", NOW)) for _ in range(MAX_STORED + 10)]
    await quarantine.flush()
    assert sum(told) == 1
    assert len(cases.kept) == MAX_STORED
    assert quarantine.counts["X"] == MAX_STORED + 10


async def test_cases_that_could_not_be_kept_wait() -> None:
    cases = MemoryQuarantineStore()
    quarantine = Quarantine(cases)
    quarantine.add(QuarantinedFrame(None, "X", "Y", NOW))
    cases.failing = OSError("the disk is full")
    with pytest.raises(OSError, match="disk"):
        await quarantine.flush()
    cases.failing = None
    await quarantine.flush()
    assert len(cases.kept) == 1
