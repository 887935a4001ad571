"""The newcomer promise as people live it: one greeter is told, once, and only where nobody answered."""

from datetime import timedelta
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from cogs.onboarding.greeter_posts import DiscordGreeterPosts
from storage.onboarding.greeters import SqlGreeterStore
from tests.discord.kill_points import Killed
from tests.discord.test_arriving import WAITED, choose, join
from tests.discord.test_onboarding import add_topics, newcomer
from tests.discord.world import World, read

MINUTE = timedelta(minutes=1)


async def killed(*_: Any, **__: Any) -> None:
    raise Killed


@pytest.fixture
async def porch(world: World) -> ChannelHandle:
    """Where greeters are told."""
    channel = world.channel("porch")
    await choose(world, "greeters_channel", channel)
    return channel


def pinged(world: World, channel: ChannelHandle) -> list[list[int]]:
    """Whom each post there was allowed to ping."""
    path = f"/channels/{channel.id}/messages"
    bodies = [one.json for one in world.env.http_requests if (one.method, one.path) == ("POST", path)]
    assert all(body is not None and body["allowed_mentions"]["parse"] == [] for body in bodies)
    return [body["allowed_mentions"].get("users", []) for body in bodies if body is not None]


async def test_a_greeter_of_the_topic_is_told_once_wherever_the_process_ends(
    world: World, porch: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = world.channel("film")
    await add_topics(world, film)
    helper, stranger = world.member("helper"), world.member("stranger")
    await join(helper, world, "film")
    for greeter in (helper, stranger):
        await greeter.slash(world.lobby, "greeter on")
    amy = await newcomer(world)
    await amy.send(film, "hello?")
    await world.advance(timedelta(hours=3))
    assert porch.history() == []

    with monkeypatch.context() as patch, pytest.RaisesGroup(Killed, flatten_subgroups=True):
        patch.setattr(DiscordGreeterPosts, "post", killed)
        await world.advance(timedelta(hours=2))
    assert porch.history() == []
    with monkeypatch.context() as patch, pytest.RaisesGroup(Killed, flatten_subgroups=True):
        patch.setattr(SqlGreeterStore, "settle", killed)
        await world.advance(MINUTE)
    assert len(porch.history()) == 1
    await world.restart(kill=True)
    await world.advance(MINUTE)
    await world.advance(MINUTE)

    [note] = porch.history()
    assert f"<@{helper.id}>, it is your turn" in read(note)
    assert pinged(world, porch) == [[helper.id]]


async def test_an_answer_in_time_needs_no_greeter_and_who_stopped_is_not_mentioned(
    world: World, porch: ChannelHandle
) -> None:
    helper = world.member("helper")
    await helper.slash(world.lobby, "greeter on")
    amy, bea = world.member("amy"), await newcomer(world, "bea")
    first = await amy.send(world.lobby, "hello?")
    answer = await helper.send(world.lobby, "hello amy!", reply_to=first)
    await amy.send(world.lobby, "hello helper!", reply_to=answer)
    await world.advance(WAITED)
    assert porch.history() == []

    assert "you greet no more" in read(await helper.slash(world.lobby, "greeter off"))
    assert "nothing changed" in read(await helper.slash(world.lobby, "greeter off"))
    await bea.send(world.lobby, "anybody?")
    await world.advance(WAITED)
    [note] = porch.history()
    assert f"<@{bea.id}> wrote here for the first time" in read(note)
    assert "one of you" in read(note)
    assert pinged(world, porch) == [[]]


async def test_rate_limited_the_note_is_waited_for_and_posted_once(world: World, porch: ChannelHandle) -> None:
    amy = await newcomer(world)
    await amy.send(world.lobby, "hello?")
    path = f"/channels/{porch.id}/messages"
    world.env.inject_error("POST", path, status=429, message="You are being rate limited.")
    with pytest.raises(ExceptionGroup):
        await world.advance(WAITED)
    assert porch.history() == []
    await world.advance(MINUTE)
    await world.advance(MINUTE)
    [note] = porch.history()
    assert f"<@{amy.id}> wrote here for the first time" in read(note)
