import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from community.concurrency import Coalescer, KeyedLocks, RetryAfter, run_all
from community.errors import OutOfReach

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def refused() -> None:
    raise OutOfReach("no")


async def failed() -> None:
    raise RuntimeError("no")


async def test_all_is_run_in_turn_and_what_failed_is_raised_afterwards() -> None:
    done: list[int] = []

    async def one() -> None:
        done.append(1)

    with pytest.RaisesGroup(RuntimeError, OutOfReach, match="not all"):
        await run_all("not all", [failed, one, refused, one])
    assert done == [1, 1]


async def test_there_is_a_lock_for_each_key() -> None:
    locks = KeyedLocks()
    async with locks.lock(1, 2):
        assert locks.lock(1, 2).locked()
        assert not locks.lock(2, 1).locked()


async def test_work_that_is_asked_for_meanwhile_is_run_once_more_even_if_it_failed_before() -> None:
    coalescer, gate, n_runs = Coalescer(), asyncio.Event(), 0

    async def work() -> None:
        nonlocal n_runs
        n_runs += 1
        if n_runs == 1:
            await gate.wait()
            raise RuntimeError("the first one")

    first = asyncio.create_task(coalescer.run("key", work))
    await asyncio.sleep(0)
    for _ in range(3):
        await coalescer.run("key", work)
    gate.set()
    await first
    assert n_runs == 2


async def test_the_error_of_the_last_run_is_raised_and_the_next_request_is_run() -> None:
    coalescer = Coalescer()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await coalescer.run("key", failed)


async def test_only_what_was_refused_waits_and_not_for_ever() -> None:
    retry, done = RetryAfter(HOUR), list[int]()

    async def works() -> None:
        done.append(1)

    due = {1: "refused", 2: "failed", 3: "fine"}
    assert retry.ripe(due, NOW) == due
    await retry.run(1, refused, NOW)
    with pytest.raises(RuntimeError):
        await retry.run(2, failed, NOW)
    assert retry.ripe(due, NOW + HOUR / 2) == {2: "failed", 3: "fine"}
    await retry.run(1, works, NOW + HOUR / 2)
    assert done == []
    assert retry.ripe(due, NOW + HOUR) == due
    await retry.run(1, works, NOW + HOUR)
    assert done == [1]


async def test_what_is_not_due_any_more_does_not_wait_when_it_is_again() -> None:
    retry = RetryAfter(HOUR)
    await retry.run(1, refused, NOW)
    assert retry.ripe({}, NOW) == {}
    assert retry.ripe({1: "again"}, NOW) == {1: "again"}
