"""Due work: one runner for what every service has to do by the clock, guild by guild."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from functools import partial
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from community.ids import GuildId

GUILDS_AT_ONCE = 4
"""Guilds for which one duty works at the same time; with more, what people ask for waits long for the database."""
PATIENCE = timedelta(seconds=30)
"""How long a guild counts among them, and how long a duty waits for those that come before it in the same guild."""


@dataclass(frozen=True, slots=True)
class DueJob:
    """One thing that is due now, in one guild or, without one, in the whole process."""

    guild_id: GuildId | None
    run: Callable[[], Awaitable[object]]


@runtime_checkable
class Duty(Protocol):
    """What a service does by the clock."""

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """What is due, in the order in which it is to be done within a guild.

        Asks Discord nothing and takes nothing off a list: a job that is skipped now is listed again the next time.
        """
        ...


@dataclass(frozen=True, slots=True)
class DueFailure:
    """An unforeseen error in due work; without a guild it is of the whole process, or of finding what is due."""

    duty: str
    guild_id: GuildId | None
    error: Exception


Report = Callable[[DueFailure], object]
Run = asyncio.Task[None]
Begun = asyncio.Task[Mapping[GuildId | None, Run]]


def duties_of(services: object) -> Mapping[str, Duty]:
    """The duties among the fields of a dataclass and of the dataclasses in it, by their path."""
    found: dict[str, Duty] = {}
    if is_dataclass(services):
        for field in fields(services):
            value = getattr(services, field.name)
            if isinstance(value, Duty):
                found[field.name] = value
            else:
                found |= {f"{field.name}.{path}": duty for path, duty in duties_of(value).items()}
    return found


class DueRunner:
    """Runs what is due: each duty in each guild by itself, and at most once at a time.

    A duty that is long or fails in one guild holds up neither other guilds, nor other duties, nor later rounds,
    which skip that duty in that guild until it is over. Within a guild, a duty's jobs run one after the other, and
    one that fails keeps none of the others from running.

    A duty works for ``at_once`` guilds at the same time; further guilds wait their turn. One that takes longer than
    ``patience`` goes on, but no longer counts: stuck guilds delay the others by that much, and never for good.
    """

    def __init__(
        self,
        duties: Mapping[str, Duty],
        *,
        after: Mapping[str, Collection[str]] = MappingProxyType({}),
        at_once: int = GUILDS_AT_ONCE,
        patience: timedelta = PATIENCE,
    ) -> None:
        """``after`` names the duties that a duty waits for, in the same guild and round, as long as patience lasts.

        Raises
        ------
        graphlib.CycleError
            If duties would wait for each other.
        KeyError
            If there is no duty of a name in ``after``.
        """
        order = {name: after.get(name, ()) for name in duties} | dict(after)
        self._workers = {
            name: _Worker(name, duties[name], at_once, patience) for name in TopologicalSorter(order).static_order()
        }
        self._after = {self._workers[name]: [self._workers[one] for one in before] for name, before in after.items()}

    async def run(self, now: datetime, report: Report) -> None:
        """Runs what is due and not running yet, and returns when that is over; errors are reported as they occur."""
        async with asyncio.TaskGroup() as group:
            begun: dict[_Worker, Begun] = {}
            for worker in self._workers.values():
                before = [begun[one] for one in self._after.get(worker, ())]
                begun[worker] = group.create_task(worker.begin(now, report, group, before))


class _Worker:
    """One duty, and the guilds for which it is at work."""

    def __init__(self, name: str, duty: Duty, at_once: int, patience: timedelta) -> None:
        self._name = name
        self._duty = duty
        self._turns = asyncio.Semaphore(at_once)
        self._patience = patience.total_seconds()
        self._finding = False
        self._at_work: set[GuildId | None] = set()

    async def begin(
        self, now: datetime, report: Report, group: asyncio.TaskGroup, before: Collection[Begun]
    ) -> Mapping[GuildId | None, Run]:
        """Begins the duty in every guild where it is due, unless another round is just doing so."""
        if self._finding:
            return {}
        self._finding = True
        try:
            await self._wait_for(before)
            found = await self._find(now)
        except Exception as error:
            report(DueFailure(self._name, None, error))
            return {}
        finally:
            self._finding = False
        others = [one.result() for one in before if one.done()]
        runs: dict[GuildId | None, Run] = {}
        for guild_id, jobs in found.items():
            awaited = [begun[guild_id] for begun in others if guild_id in begun]
            runs[guild_id] = run = group.create_task(self._work(jobs, report, awaited))
            self._at_work.add(guild_id)
            run.add_done_callback(partial(self._leave, guild_id))
        return runs

    def _leave(self, guild_id: GuildId | None, _: Run) -> None:
        self._at_work.discard(guild_id)

    async def _find(self, now: datetime) -> Mapping[GuildId | None, Sequence[DueJob]]:
        """What is due, by guild.

        A guild for which the duty was at work when this began is left out, even if that is over by now: part of
        what was found may be done.
        """
        busy = frozenset(self._at_work)
        found: dict[GuildId | None, list[DueJob]] = {}
        for job in await self._duty.due_jobs(now):
            if job.guild_id not in busy:
                found.setdefault(job.guild_id, []).append(job)
        return found

    async def _work(self, jobs: Sequence[DueJob], report: Report, awaited: Collection[Run]) -> None:
        """Does a guild's jobs once what comes before is over, or has taken too long, and it is the guild's turn."""
        await self._wait_for(awaited)
        async with asyncio.TaskGroup() as group, self._turns:
            await self._wait_for([group.create_task(self._run(jobs, report))])

    async def _run(self, jobs: Sequence[DueJob], report: Report) -> None:
        for job in jobs:
            try:
                await job.run()
            except Exception as error:
                report(DueFailure(self._name, job.guild_id, error))

    async def _wait_for(self, tasks: Collection[asyncio.Task[Any]]) -> None:
        """Returns when the tasks are over, or patience is."""
        if tasks:
            await asyncio.wait(tasks, timeout=self._patience)
