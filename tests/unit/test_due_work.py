import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from graphlib import CycleError
from typing import Any

import pytest

from community.due_work import DueFailure, DueJob, DueRunner, duties_of
from community.ids import GuildId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE, TWO = GuildId(1), GuildId(2)


class Log:
    """A duty that keeps what it did, and waits in some guilds until it is let go."""

    def __init__(self, *guilds: GuildId | None) -> None:
        self.guilds = list(guilds)
        self.done: list[GuildId | None] = []
        self.n_begun = self.n_at_once = self.most_at_once = 0
        self.errors: dict[GuildId | None, Exception] = {}
        self.gates: dict[GuildId | None, asyncio.Event] = {}
        self.finding: asyncio.Event | None = None
        self.at_work = asyncio.Event()

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        assert now == NOW
        due = [DueJob(one, partial(self._do, one)) for one in self.guilds]
        if self.finding is not None:
            await self.finding.wait()
        return due

    def hold(self, guild_id: GuildId | None) -> asyncio.Event:
        self.gates[guild_id] = asyncio.Event()
        return self.gates[guild_id]

    async def _do(self, guild_id: GuildId | None) -> None:
        self.n_begun += 1
        self.n_at_once += 1
        self.most_at_once = max(self.n_at_once, self.most_at_once)
        self.at_work.set()
        if guild_id in self.gates:
            await self.gates[guild_id].wait()
        self.n_at_once -= 1
        if guild_id in self.errors:
            raise self.errors[guild_id]
        self.done.append(guild_id)


async def spin() -> None:
    """Lets everything go on that can."""
    for _ in range(50):
        await asyncio.sleep(0)


async def beside(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Work that has gone as far as it can."""
    task = asyncio.create_task(work)
    await spin()
    return task


def refuse(failure: DueFailure) -> None:
    raise AssertionError(failure)


async def test_an_error_in_one_guild_is_reported_and_keeps_nothing_else_from_being_done() -> None:
    duty, other, failures = Log(ONE, ONE, TWO, None), Log(ONE), list[DueFailure]()
    error = duty.errors[ONE] = RuntimeError("no")
    await DueRunner({"duty": duty, "other": other}).run(NOW, failures.append)
    assert failures == [DueFailure("duty", ONE, error)] * 2, "also its second job is tried"
    assert duty.done == [TWO, None]
    assert other.done == [ONE]


async def test_what_is_due_can_not_be_found_for_one_duty_and_is_for_the_others() -> None:
    class Broken:
        async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
            raise OSError(now)

    other, failures = Log(ONE), list[DueFailure]()
    await DueRunner({"broken": Broken(), "other": other}).run(NOW, failures.append)
    [failure] = failures
    assert (failure.duty, failure.guild_id, type(failure.error)) == ("broken", None, OSError)
    assert other.done == [ONE]


async def test_a_guild_that_is_stuck_holds_up_no_guild_no_duty_and_no_round() -> None:
    duty, other = Log(ONE, TWO), Log(ONE, TWO)
    runner, gate = DueRunner({"duty": duty, "other": other}), duty.hold(ONE)
    first = await beside(runner.run(NOW, refuse))
    assert (duty.done, other.done) == ([TWO], [ONE, TWO])
    for _ in range(2):
        assert (await beside(runner.run(NOW, refuse))).done()
    assert (duty.done, other.done) == ([TWO] * 3, [ONE, TWO] * 3)
    assert not first.done()

    gate.set()
    await first
    assert duty.done == [TWO, TWO, TWO, ONE]
    await runner.run(NOW, refuse)
    assert duty.done.count(ONE) == 2, "once it is over, the next round takes it up"


async def test_a_duty_runs_in_a_guild_once_at_a_time_however_many_rounds_there_are() -> None:
    duty = Log(ONE)
    runner, gate = DueRunner({"duty": duty}), duty.hold(ONE)
    rounds = [await beside(runner.run(NOW, refuse)) for _ in range(5)]
    gate.set()
    await asyncio.gather(*rounds)
    assert (duty.n_begun, duty.most_at_once) == (1, 1)


async def test_what_was_found_while_a_guild_was_worked_for_is_not_done_again() -> None:
    duty = Log(ONE)
    runner, gate = DueRunner({"duty": duty}), duty.hold(ONE)
    first = await beside(runner.run(NOW, refuse))
    duty.finding = asyncio.Event()
    second = await beside(runner.run(NOW, refuse))
    gate.set()
    await first
    duty.finding.set()
    await second
    assert duty.n_begun == 1


async def test_while_one_round_looks_for_what_is_due_another_adds_nothing() -> None:
    duty = Log(ONE)
    duty.finding = asyncio.Event()
    runner = DueRunner({"duty": duty})
    first = await beside(runner.run(NOW, refuse))
    assert (await beside(runner.run(NOW, refuse))).done()
    duty.finding.set()
    await first
    assert duty.n_begun == 1


async def test_a_duty_works_for_some_guilds_at_once_and_for_all_in_the_end() -> None:
    guilds = [GuildId(number) for number in range(1, 11)]
    duty, other = Log(*guilds), Log(*guilds)
    gates = [duty.hold(one) for one in guilds]
    working = await beside(DueRunner({"duty": duty, "other": other}, at_once=3).run(NOW, refuse))
    assert duty.n_at_once == 3
    assert other.done == guilds, "the bound of one duty is no other's"
    for gate in gates:
        gate.set()
    await working
    assert duty.done == guilds
    assert duty.most_at_once == 3


async def test_guilds_that_are_stuck_delay_the_others_no_longer_than_patience_lasts() -> None:
    duty = Log(ONE, TWO, GuildId(3))
    runner = DueRunner({"duty": duty}, at_once=1, patience=timedelta(0))
    gates = duty.hold(ONE), duty.hold(TWO)
    working = await beside(runner.run(NOW, refuse))
    assert duty.done == [GuildId(3)]
    assert duty.n_at_once == 2
    for gate in gates:
        gate.set()
    await working
    assert sorted(one or 0 for one in duty.done) == [1, 2, 3]


async def test_a_duty_waits_for_what_comes_before_it_in_the_same_guild_alone() -> None:
    before, last = Log(ONE, TWO), Log(ONE, TWO)
    gate = before.hold(ONE)
    working = await beside(DueRunner({"last": last, "before": before}, after={"last": ["before"]}).run(NOW, refuse))
    assert (before.done, last.done) == ([TWO], [TWO])
    gate.set()
    await working
    assert (before.done, last.done) == ([TWO, ONE], [TWO, ONE])


async def test_a_duty_waits_until_it_is_known_where_what_comes_before_it_is_due() -> None:
    before, last = Log(ONE), Log(ONE)
    before.finding, gate = asyncio.Event(), before.hold(ONE)
    working = await beside(DueRunner({"last": last, "before": before}, after={"last": ["before"]}).run(NOW, refuse))
    before.finding.set()
    await spin()
    assert last.done == []
    gate.set()
    await working
    assert last.done == [ONE]


@pytest.mark.parametrize("stuck", ["finding", "working"])
async def test_what_comes_before_is_waited_for_no_longer_than_patience_lasts(stuck: str) -> None:
    before, last = Log(ONE), Log(ONE)
    gate = before.hold(ONE)
    if stuck == "finding":
        before.finding = gate
    runner = DueRunner({"before": before, "last": last}, after={"last": ["before"]}, patience=timedelta(0))
    working = await beside(runner.run(NOW, refuse))
    assert (before.done, last.done) == ([], [ONE])
    gate.set()
    await working


async def test_an_error_in_what_comes_before_keeps_nothing_after_it() -> None:
    before, last, failures = Log(ONE), Log(ONE), list[DueFailure]()
    before.errors[ONE] = RuntimeError("no")
    await DueRunner({"before": before, "last": last}, after={"last": ["before"]}).run(NOW, failures.append)
    assert last.done == [ONE]
    assert len(failures) == 1


@pytest.mark.parametrize("begun", [True, False])
async def test_a_round_that_is_cancelled_ends_its_work_and_leaves_the_guilds_to_the_next(begun: bool) -> None:
    duty = Log(ONE, TWO)
    runner, gate = DueRunner({"duty": duty}, at_once=1), duty.hold(ONE)
    working = asyncio.create_task(runner.run(NOW, refuse))
    if begun:
        await duty.at_work.wait()
    working.cancel()
    await asyncio.wait([working])
    assert working.cancelled()
    assert duty.done == []
    gate.set()
    await runner.run(NOW, refuse)
    assert duty.done == [ONE, TWO]


@pytest.mark.parametrize(
    ("after", "error"),
    [({"one": ["two"], "two": ["one"]}, CycleError), ({"one": ["three"]}, KeyError), ({"three": ["one"]}, KeyError)],
)
def test_duties_wait_neither_for_each_other_nor_for_what_is_none(
    after: dict[str, list[str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        DueRunner({"one": Log(), "two": Log()}, after=after)


@dataclass(frozen=True)
class Feature:
    inner: Log = field(default_factory=Log)
    name: str = "feature"


@dataclass(frozen=True)
class Whole:
    own: Log = field(default_factory=Log)
    feature: Feature = field(default_factory=Feature)
    number: int = 1


def test_duties_are_found_by_what_they_can_do_wherever_they_are() -> None:
    whole = Whole()
    assert duties_of(whole) == {"own": whole.own, "feature.inner": whole.feature.inner}
