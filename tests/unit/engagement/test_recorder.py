import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.engagement.activity_log import ActivityLog
from community.engagement.events import Activity, ActivityKind, Departure, Event
from community.engagement.recorder import Recorder, RecorderLimits
from community.ids import ChannelId, GuildId, MemberId
from tests.fakes.engagement.activity_log import MemoryActivityLog

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LIMITS = RecorderLimits(batch=3, age=timedelta(seconds=10), waiting=8)


class StoreAway(Exception):
    pass


def event(number: int) -> Activity:
    return Activity(GuildId(1), ActivityKind.MESSAGE, number, MemberId(1), NOON, ChannelId(1))


@dataclass
class HandAlarm:
    age: timedelta
    ring: Callable[[], None]
    armed: bool = True

    def cancel(self) -> None:
        self.armed = False


class ControlledLog(MemoryActivityLog):
    """Keeps the batches as they came. Where ``held``, each append waits until the test settles it."""

    def __init__(self, *, held: bool = False) -> None:
        super().__init__()
        self.held = held
        self.batches: list[Sequence[Event]] = []
        self.under_way: asyncio.Future[None] | None = None

    async def append(self, events: Sequence[Event]) -> int:
        if self.held:
            assert self.under_way is None, "two batches are stored at once"
            self.under_way = asyncio.get_running_loop().create_future()
            try:
                await self.under_way
            finally:
                self.under_way = None
        n_new = await super().append(events)
        self.batches.append(list(events))
        return n_new

    @property
    def stored(self) -> list[Event]:
        return [event for batch in self.batches for event in batch]


@dataclass
class Bench:
    """A recorder whose timers ring when the test says so, and whose background is run by :meth:`settle`."""

    log: ControlledLog = field(default_factory=ControlledLog)
    limits: RecorderLimits = LIMITS
    alarms: list[HandAlarm] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        log: ActivityLog = self.log
        self.recorder = Recorder(log, self.limits, call_later=self._after, start_flush=self.flush_in_background)

    def _after(self, age: timedelta, ring: Callable[[], None]) -> HandAlarm:
        self.alarms.append(HandAlarm(age, ring))
        return self.alarms[-1]

    def flush_in_background(self) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(self.recorder.flush()))

    def record(self, *numbers: int) -> list[bool]:
        return [self.recorder.record(event(number)) for number in numbers]

    @property
    def armed(self) -> list[HandAlarm]:
        return [alarm for alarm in self.alarms if alarm.armed]

    def ring(self) -> None:
        (alarm,) = self.armed
        alarm.armed = False
        alarm.ring()

    def go_on(self, step: str, number: int = 0) -> None:
        """One of the things that may happen, where it can."""
        under_way = self.log.under_way
        if step == "flush":
            self.flush_in_background()
        elif step == "ring" and self.armed:
            self.ring()
        elif step == "cancel" and self.tasks:
            self.tasks[number % len(self.tasks)].cancel()
        elif step == "store" and under_way is not None:
            under_way.set_result(None)
        elif step == "fail" and under_way is not None:
            under_way.set_exception(StoreAway())

    async def settle(self) -> None:
        """Until nothing moves without the test: every flush is done, or waits for the store."""
        for _ in range(5 + 2 * len(self.tasks)):
            await asyncio.sleep(0)

    async def finish(self) -> list[BaseException | None]:
        outcomes = await asyncio.gather(*self.tasks, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} <= {type(None), StoreAway, asyncio.CancelledError}
        self.tasks.clear()
        return outcomes

    def numbers(self) -> list[int]:
        return [one.source_id for one in self.log.stored if isinstance(one, Activity)]


async def test_an_event_waits_until_it_is_old_enough() -> None:
    bench = Bench()
    bench.record(1, 2)
    assert [alarm.age for alarm in bench.armed] == [LIMITS.age]
    assert bench.log.batches == []
    bench.ring()
    await bench.finish()
    assert bench.numbers() == [1, 2]
    assert bench.armed == []


async def test_enough_events_are_stored_at_once_and_the_timer_is_called_off() -> None:
    bench = Bench()
    bench.record(1, 2, 3)
    await bench.finish()
    assert bench.numbers() == [1, 2, 3]
    assert bench.armed == []


async def test_a_flush_stores_everything_in_batches_and_in_order() -> None:
    bench = Bench(limits=RecorderLimits(batch=3, waiting=100))
    bench.record(*range(7))
    await bench.recorder.flush()
    await bench.finish()
    assert [len(batch) for batch in bench.log.batches] == [3, 3, 1]
    assert bench.numbers() == list(range(7))
    assert bench.recorder.n_waiting == 0


async def test_without_events_nothing_is_stored_and_nothing_is_armed() -> None:
    bench = Bench()
    await bench.recorder.flush()
    assert (bench.log.batches, bench.alarms) == ([], [])


async def test_the_timer_is_armed_anew_by_the_first_event_after_a_flush() -> None:
    bench = Bench()
    bench.record(1)
    await bench.recorder.flush()
    assert bench.armed == []
    bench.record(2, 3)
    assert len(bench.armed) == 1


async def test_a_full_recorder_refuses_the_newest_and_counts_it() -> None:
    bench = Bench(ControlledLog(held=True))
    assert bench.record(*range(10)) == [True] * 8 + [False] * 2
    await bench.settle()
    assert bench.record(10) == [False], "what is being stored still takes room: it may have to wait again"
    bench.log.held = False
    bench.go_on("store")
    await bench.finish()
    assert bench.record(11) == [True]
    await bench.recorder.flush()
    assert bench.numbers() == [*range(8), 11]
    assert (bench.recorder.counts.n_recorded, bench.recorder.counts.n_refused) == (9, 3)


async def test_a_store_that_fails_keeps_the_events_in_order_and_is_tried_again() -> None:
    bench = Bench()
    bench.record(1, 2)
    bench.log.failing = StoreAway()
    with pytest.raises(StoreAway):
        await bench.recorder.flush()
    bench.record(3)
    assert [type(outcome) for outcome in await bench.finish()] == [StoreAway]
    bench.record(4)
    assert bench.recorder.n_waiting == 4
    bench.log.failing = None
    bench.ring()
    await bench.finish()
    assert bench.numbers() == [1, 2, 3, 4]
    assert bench.recorder.counts.n_failures == 2
    assert bench.recorder.counts.n_stored == 4
    assert bench.armed == []


async def test_a_flush_that_is_cancelled_loses_nothing() -> None:
    bench = Bench(ControlledLog(held=True))
    bench.record(1)
    bench.flush_in_background()
    await bench.settle()
    bench.tasks[0].cancel()
    assert [type(outcome) for outcome in await bench.finish()] == [asyncio.CancelledError]
    assert (bench.recorder.n_waiting, len(bench.armed)) == (1, 1)
    bench.log.held = False
    bench.ring()
    await bench.finish()
    assert bench.numbers() == [1]


async def test_what_comes_while_a_batch_is_stored_waits_until_it_is_a_batch_or_old() -> None:
    bench = Bench(ControlledLog(held=True))
    bench.record(1)
    bench.flush_in_background()
    await bench.settle()
    bench.record(2)
    bench.log.held = False
    bench.go_on("store")
    await bench.finish()
    assert (bench.numbers(), len(bench.armed)) == ([1], 1)
    bench.ring()
    await bench.finish()
    assert bench.numbers() == [1, 2]


async def test_a_batch_that_came_while_another_was_stored_is_stored_at_once() -> None:
    bench = Bench(ControlledLog(held=True))
    bench.record(1)
    bench.flush_in_background()
    await bench.settle()
    bench.record(2, 3, 4)
    bench.log.held = False
    bench.go_on("store")
    await bench.settle()
    await bench.finish()
    assert [len(batch) for batch in bench.log.batches] == [1, 3]
    assert bench.armed == []


async def test_what_comes_while_a_batch_fails_is_not_forgotten() -> None:
    bench = Bench(ControlledLog(held=True))
    bench.record(1)
    bench.flush_in_background()
    await bench.settle()
    bench.record(2, 3)
    bench.go_on("fail")
    await bench.finish()
    assert len(bench.armed) == 1
    bench.log.held = False
    bench.ring()
    await bench.finish()
    assert bench.numbers() == [1, 2, 3]


async def test_flushes_at_one_time_store_everything_once() -> None:
    bench = Bench()
    bench.record(1, 2)
    await asyncio.gather(*(bench.recorder.flush() for _ in range(5)))
    assert bench.numbers() == [1, 2]


@settings(deadline=None)
@given(steps=st.lists(st.sampled_from(["record", "flush", "ring", "store", "fail", "cancel"]), max_size=60))
async def test_whatever_happens_each_accepted_event_is_stored_once_and_in_order(steps: list[str]) -> None:
    bench = Bench(ControlledLog(held=True))
    accepted = []
    for number, step in enumerate(steps):
        if step == "record":
            accepted += [number] if bench.recorder.record(event(number)) else []
        else:
            bench.go_on(step, number)
        await bench.settle()
        assert bench.recorder.n_waiting <= LIMITS.waiting
        assert len(bench.armed) <= 1
        if bench.log.under_way is None:
            assert bool(bench.armed) == bool(bench.recorder.n_waiting), "a timer while something waits, else none"

    bench.log.held = False
    bench.go_on("store")
    await bench.finish()
    bench.go_on("ring")
    await bench.finish()
    assert bench.numbers() == accepted
    assert bench.recorder.counts.n_recorded == bench.recorder.counts.n_stored == len(accepted)
    assert bench.recorder.n_waiting == 0
    assert bench.armed == []


@pytest.mark.parametrize("number", [-1, 2**63])
def test_an_identifier_that_no_store_keeps_is_refused_before_it_waits(number: int) -> None:
    with pytest.raises(ValueError, match="identifiers"):
        event(number)
    with pytest.raises(ValueError, match="identifiers"):
        Departure(GuildId(1), MemberId(number), NOON)


def test_an_instant_without_a_time_zone_is_refused_before_it_waits() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Departure(GuildId(1), MemberId(1), NOON.replace(tzinfo=None))
