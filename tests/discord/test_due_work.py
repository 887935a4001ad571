import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from discord.http import Route
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from community.ids import GuildId, MemberId
from community.notices.service import Notices
from tests.discord.drivers.digests import DAY, MONDAY, advance_to, posts, schedule
from tests.discord.world import World


class Hanging:
    """A channel in which what is sent is not answered until it is let go."""

    def __init__(self, channel: ChannelHandle, request: Callable[..., Any]) -> None:
        self._channel_id = channel.id
        self._request = request
        self.asked, self.answers = asyncio.Event(), asyncio.Event()
        self.n_asked = 0

    async def __call__(self, route: Route, **options: Any) -> Any:
        if (route.method, route.channel_id) == ("POST", self._channel_id):
            self.n_asked += 1
            self.asked.set()
            await self.answers.wait()
        return await self._request(route, **options)


@pytest.fixture
async def elsewhere(world: World) -> ChannelHandle:
    """Where another server's digest is posted, every day."""
    guild = world.env.create_guild("Elsewhere", owner=world.moderator.user)
    there = guild.create_text_channel("elsewhere-news")
    await advance_to(world, until=MONDAY - 3 * DAY, ring=False)
    for one in (world.guild, guild):
        rosa = MemberId(world.moderator.id)
        await world.bot.services.settings.change(GuildId(one.id), "digests.quiet_line", "on", rosa, world.now)
    boss = MemberActor(world.env, guild, world.moderator.user)
    await boss.slash(there, "digest schedule", kind="community", cadence="daily", time="09:00", channel=there)
    return there


def hanging(world: World, channel: ChannelHandle, patch: pytest.MonkeyPatch) -> Hanging:
    """From now on the channel hangs."""
    held = Hanging(channel, world.bot.http.request)
    patch.setattr(world.bot.http, "request", held)
    return held


async def test_a_request_that_hangs_in_one_server_holds_up_no_other_servers_digest(
    world: World, elsewhere: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = world.channel("news")
    await schedule(world, news, cadence="daily", day=None)
    held = hanging(world, elsewhere, monkeypatch)

    async with asyncio.timeout(30):
        world.env.backend.advance_clock((MONDAY - world.now).total_seconds())
        first = asyncio.create_task(world.bot.ring())
        await held.asked.wait()
        for n_posts in (1, 2, 3):
            while len(posts(news)) < n_posts:
                await world.bot.ring()
            world.env.backend.advance_clock(DAY.total_seconds())
        assert not first.done()
        assert (held.n_asked, posts(elsewhere)) == (1, []), "what hangs is not begun again"

        held.answers.set()
        await first
    assert (len(posts(news)), len(posts(elsewhere))) == (3, 1)
    await world.advance(timedelta(minutes=1))
    assert len(posts(elsewhere)) == 2, "what fell due meanwhile is taken up"


async def test_a_notice_that_hangs_in_one_server_holds_up_no_other_servers(
    world: World, elsewhere: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, rosa = world.hidden_channel("team"), MemberId(world.moderator.id)
    assert elsewhere.guild is not None
    here, there = GuildId(world.guild.id), GuildId(elsewhere.guild.id)
    for guild_id, channel in ((here, team), (there, elsewhere)):
        key = "general.moderators_channel"
        await world.bot.services.settings.change(guild_id, key, str(channel.id), rosa, world.now)
    held = hanging(world, elsewhere, monkeypatch)
    notices: Notices = world.bot.services.notices
    async with asyncio.timeout(30):
        told = [asyncio.create_task(notices.notify(there, "test", world.now, "Something is amiss.")) for _ in range(2)]
        await held.asked.wait()
        assert await notices.notify(here, "test", world.now, "Something is amiss.")
        held.answers.set()
        assert sorted(await asyncio.gather(*told)) == [False, True]
    assert [len(posts(one)) for one in (team, elsewhere)] == [1, 1]
    assert held.n_asked == 1
