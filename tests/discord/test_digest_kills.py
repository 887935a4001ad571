"""The process may end at any await between claim and record: each issue is posted once all the same.

A transaction is all or nothing, so the awaits inside of one are not told apart: the process ends before it or after it.
"""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from simcord.builders import ChannelHandle

from community.digests.issue import IssueState
from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from storage.digests import SqlDigestStore
from storage.notices import SqlNoticeStore
from tests.discord.drivers.digests import DAY, MONDAY, advance_to, last_state, posts, schedule
from tests.discord.kill_points import KillableWork, with_awaits_around
from tests.discord.world import World, read
from tests.due_work import run_due

PORTS = {
    SqlDigestStore: ("claims", "running", "claim", "previous_issues", "record_items", "settle"),
    SqlNoticeStore: ("was_notified", "mark_notified", "mark_settled"),
}
STRIDE = 3
"""Of the awaits every third one is tried in each run of the tests; the soak tries them all."""


@pytest.fixture
async def news(world: World, monkeypatch: pytest.MonkeyPatch) -> ChannelHandle:
    """A channel with a daily digest; its chart is not drawn."""

    async def no_picture(_: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("cogs.digests.views.render_async", no_picture)
    for port, names in PORTS.items():
        for name in names:
            monkeypatch.setattr(port, name, with_awaits_around(getattr(port, name)))
    channel = world.channel("news")
    await advance_to(world, until=MONDAY - DAY, ring=False)
    await schedule(world, channel, cadence="daily", day=None)
    return channel


def busy(world: World, day: int) -> None:
    """Four people write on the day before."""
    for who in range(1, 5):
        at = MONDAY + (day - 1) * DAY
        world.bot.services.engagement.activity.record(
            Activity(
                GuildId(world.guild.id),
                ActivityKind.MESSAGE,
                world.env.backend.snowflake(),
                MemberId(who),
                at,
                ChannelId(world.lobby.id),
            )
        )


async def die_day_after_day(world: World, news: ChannelHandle, first: int, stride: int) -> int:
    """Days on each of which the process ends at a later await, until there is none; returns how many there are."""
    day, at, over = 0, first, False
    while not over:
        busy(world, day)
        await advance_to(world, until=MONDAY + day * DAY, ring=False)
        over = await KillableWork(run_due(world.bot.services.digests, world.now), at)
        await world.settle()
        for minute in (1, 2):
            await run_due(world.bot.services.digests, world.now + timedelta(minutes=minute))
        assert await last_state(world) is IssueState.POSTED, at
        day, at = day + 1, at + stride
    posted = Counter(read(post).rpartition("-# ")[2].split("/")[0] for post in posts(news))
    assert len(posted) == day
    assert set(posted.values()) == {1}
    return at - stride


async def test_killed_at_an_await_the_issue_is_posted_once(world: World, news: ChannelHandle) -> None:
    assert await die_day_after_day(world, news, 1, STRIDE) > 2 * len(PORTS[SqlDigestStore])


@pytest.mark.soak
async def test_killed_at_every_await_the_issue_is_posted_once(world: World, news: ChannelHandle) -> None:
    assert await die_day_after_day(world, news, 0, 1) > 2 * len(PORTS[SqlDigestStore])
