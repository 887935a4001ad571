"""The process may end at any await of a step: each step is done once all the same."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from community.ids import GuildId, MemberId
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.lifecycle_ports import NewProposal
from storage.topics.lifecycle import SqlLifecycleStore
from storage.topics.store import SqlTopicStore
from tests.discord.drivers.topics import (
    DAY,
    categories,
    channel_named,
    keep_notices,
    lifecycles,
    make_proposals_channel,
)
from tests.discord.kill_points import KillableWork, Killed, with_awaits_around
from tests.discord.world import World, read
from tests.due_work import run_due

PORTS = {
    SqlLifecycleStore: (
        "add",
        "find",
        "lifecycles",
        "find_by_topic",
        "due",
        "save",
        "create_topic",
        "toggle_interest",
        "interested_members",
        "drop_interest",
    ),
    SqlTopicStore: ("topic", "topics", "join"),
}
WRITES = {
    SqlLifecycleStore: ("add", "save", "create_topic", "toggle_interest", "drop_interest"),
    SqlTopicStore: ("join",),
}
Work = Callable[[], Coroutine[Any, Any, Any]]
End = Callable[[Work, int], Awaitable[bool]]
"""Does work that ends at some point of it; says whether it came to its end before."""


@pytest.fixture
async def proposals(world: World) -> ChannelHandle:
    """One person makes a quorum, and a sprout grow."""
    return await make_proposals_channel(world, quorum=1, sprout_posters=1)


class Reaper:
    """Ends the process after something was done on Discord and before that is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._n_left: int | None = None
        for port, names in WRITES.items():
            for name in names:
                monkeypatch.setattr(port, name, self._mortal(getattr(port, name)))

    async def end(self, work: Work, n: int) -> bool:
        """Ends the work before its nth write."""
        self._n_left = n
        try:
            await work()
        except Killed:
            return False
        finally:
            self._n_left = None
        return True

    def _mortal(self, write: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def called(*given: Any, **options: Any) -> Any:
            if self._n_left is not None:
                if self._n_left == 0:
                    raise Killed
                self._n_left -= 1
            return await write(*given, **options)

        return called


class Walk:
    """A topic's way from the proposal to the archive and back, whose every step ends at the same point."""

    def __init__(self, world: World, proposals: ChannelHandle, at: int, end: End) -> None:
        self._world = world
        self._proposals = proposals
        self._at = at
        self._end = end
        self._here = GuildId(world.guild.id)
        self._amy = world.member(f"amy-{at}")
        self._name = f"{at:03} " + "abcdefghijklmnopqrstuvwxyz"[at % 26] * 12
        self.over = True

    async def walk(self) -> None:
        """Each step is found done once, whatever ended."""
        services, amy = self._world.bot.services, MemberId(self._amy.id)
        new = NewProposal(self._here, amy, self._name, self._name[::-1])
        await self._dying(lambda: services.topics.lifecycle.propose(new, self._world.now))
        if not await lifecycles(self._world):
            await services.topics.lifecycle.propose(new, self._world.now)
        life = await self._life(TopicState.PROPOSED)
        [card] = [one for one in self._proposals.history() if self._name in read(one) and one.author.bot]
        assert card.id == life.card_id

        await self._dying(
            lambda: services.topics.lifecycle.toggle_interest(self._here, amy, life.life_id, self._world.now)
        )
        if (await self._life()).state is TopicState.PROPOSED and not await self._wished(life):
            await services.topics.lifecycle.toggle_interest(self._here, amy, life.life_id, self._world.now)
        await self._later(DAY)
        await self._life(TopicState.SPROUT)
        [thread] = [one for one in self._proposals.threads if one.name == self._name]
        assert len(thread.history()) == 1

        await self._amy.send(thread, "hello")
        await self._ring_after(timedelta(hours=1))
        life = await self._life(TopicState.LIVE)
        corner = channel_named(self._world, self._name)
        assert self._world.sees(self._amy, corner)
        assert len([one for one in thread.history() if "has grown" in read(one)]) == 1
        await self._grow_old(life, corner)

    async def _grow_old(self, life: Lifecycle, corner: ChannelHandle) -> None:
        services = self._world.bot.services
        await self._ring_after(31 * DAY)
        await self._life(TopicState.DOZING)
        assert len(keep_notices(corner)) == 1
        await self._ring_after(8 * DAY)
        await self._life(TopicState.ASLEEP)
        assert categories(self._world) == {"Corners": 1, "Archive": 1}
        assert keep_notices(corner) == []

        assert life.topic_id is not None
        topic_id = life.topic_id
        await self._dying(lambda: services.topics.lifecycle.revive(self._here, topic_id, self._world.now))
        if (await self._life()).state is TopicState.ASLEEP:
            await services.topics.lifecycle.revive(self._here, topic_id, self._world.now)
        await self._life(TopicState.LIVE)
        assert categories(self._world) == {"Corners": 2, "Archive": 0}
        await services.topics.directory.unregister(self._here, topic_id)
        self._world.env.backend.delete_channel(corner.id)
        archive = channel_named(self._world, "archive")
        self._world.env.backend.delete_channel(archive.id)
        await self._world.settle()
        assert await lifecycles(self._world) == []

    async def _ring_after(self, span: timedelta) -> None:
        self._world.env.backend.advance_clock(span.total_seconds())
        await self._world.bot.recorder.flush()
        await self._dying(lambda: run_due(self._world.bot.services.topics.lifecycle, self._world.now))

    async def _dying(self, work: Work) -> None:
        """Ends the work at its point; then due work is run twice, as it is after a start."""
        self.over = await self._end(work, self._at) and self.over
        await self._world.settle()
        for _ in range(2):
            await self._later(timedelta(minutes=1))

    async def _later(self, span: timedelta) -> None:
        self._world.env.backend.advance_clock(span.total_seconds())
        await run_due(self._world.bot.services.topics.lifecycle, self._world.now)
        await self._world.settle()

    async def _life(self, state: TopicState | None = None) -> Lifecycle:
        [life] = await lifecycles(self._world)
        if state is not None:
            assert (life.state, life.settled) == (state, True), self._at
        return life

    async def _wished(self, life: Lifecycle) -> bool:
        return bool(await SqlLifecycleStore(self._world.bot.database).interested_members(life))


async def die_life_after_life(world: World, proposals: ChannelHandle, end: End) -> int:
    """Lives whose steps end at a later point each, until none does; returns how far it went."""
    at, over = 0, False
    while not over:
        walk = Walk(world, proposals, at, end)
        await walk.walk()
        at, over = at + 1, walk.over
    return at


async def test_killed_between_doing_and_keeping_every_step_of_a_life_is_done_once(
    world: World, proposals: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await die_life_after_life(world, proposals, Reaper(monkeypatch).end) > len(WRITES[SqlLifecycleStore])


@pytest.mark.soak
async def test_killed_at_every_await_every_step_is_done_once(
    world: World, proposals: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    for port, names in PORTS.items():
        for name in names:
            monkeypatch.setattr(port, name, with_awaits_around(getattr(port, name)))

    async def end(work: Work, n: int) -> bool:
        return await KillableWork(work(), n)

    assert await die_life_after_life(world, proposals, end) > 2 * len(PORTS[SqlLifecycleStore])
