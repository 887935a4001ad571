"""Under a rate limit that outlasts discord.py's patience: a kind sentence, and everything is done once."""

from datetime import timedelta

import pytest

from cogs.kit.errors import RATE_LIMITED
from community.ids import GuildId, MemberId
from community.topics.lifecycle import TopicState
from tests.discord.drivers.circles import invite, make_circles_channel, threads
from tests.discord.drivers.topics import PITCH, lifecycles, make_proposals_channel, people, press_join, propose
from tests.discord.test_onboarding import add_topics, greet_in, greetings, newcomer, values
from tests.discord.world import World, last, read

HOUR = timedelta(hours=1)


def limited(world: World, method: str, path: str) -> None:
    """Once, Discord refuses."""
    world.env.inject_error(method, path, status=429, message="You are being rate limited.")


async def test_joining_and_leaving_again_does_what_was_refused(world: World) -> None:
    amy, film = world.member("amy"), world.hidden_channel("film-club")
    await add_topics(world, film)
    limited(world, "PUT", "/channels/*/permissions/*")
    assert RATE_LIMITED in read(await amy.slash(world.lobby, "topic join", topic="film-club"))
    assert "not joined a topic yet" in read(await amy.slash(world.lobby, "topic mine"))
    assert "It is open to you now" in read(await amy.slash(world.lobby, "topic join", topic="film-club"))
    assert world.sees(amy, film)
    limited(world, "DELETE", "/channels/*/permissions/*")
    assert RATE_LIMITED in read(await amy.slash(world.lobby, "topic leave", topic="film-club"))
    assert f"<#{film.id}>" in read(await amy.slash(world.lobby, "topic mine"))
    await amy.slash(world.lobby, "topic leave", topic="film-club")
    assert not world.sees(amy, film)


async def test_finish_goes_on_where_it_was_refused(world: World) -> None:
    hall = world.channel("hall")
    await greet_in(world, hall)
    channels = [world.hidden_channel(name) for name in ("film-club", "bread", "garden")]
    await add_topics(world, *channels)
    amy = await newcomer(world)
    shown = await amy.click(greetings(hall)[-1], label="Get started")
    await amy.select(last(shown), await values(world, "film-club", "bread", "garden"))
    for _ in range(2):
        await amy.click(last(shown), label="Continue")
    limited(world, "PUT", f"/channels/{channels[1].id}/permissions/*")
    assert RATE_LIMITED in read(await amy.click(last(shown), label="Finish"))
    await world.restart(kill=True)
    await amy.click(last(shown), label="Finish")
    assert "You are all set" in read(shown)
    assert all(world.sees(amy, channel) for channel in channels)
    given = [one for one in world.env.http_requests if one.method == "PUT" and "/permissions/" in one.path]
    assert len(given) == 4, "each once, and the refused one again"


@pytest.mark.parametrize("refused", ["/channels/*/messages", "/channels/*/messages/*/threads"])
async def test_a_proposal_is_shown_and_sprouts_once(world: World, refused: str) -> None:
    channel = await make_proposals_channel(world, quorum=2)
    amy, bea = people(world, 2)
    limited(world, "POST", refused)
    if refused.endswith("threads"):
        card = await propose(world, amy, channel, "Moss")
        assert RATE_LIMITED in await press_join(card, [amy, bea])
    else:
        assert RATE_LIMITED in read(await amy.slash(world.lobby, "topic propose", name="Moss", pitch=PITCH))
        await world.advance(HOUR)
        [card] = [one for one in channel.history() if one.author.bot]
        await press_join(card, [amy, bea])
    await world.advance(HOUR)
    [life] = await lifecycles(world)
    assert (life.state, life.settled) == (TopicState.SPROUT, True)
    assert len(channel.threads) == 1


async def test_a_circle_is_opened_and_joined_once(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    limited(world, "POST", f"/channels/{place.id}/threads")
    assert RATE_LIMITED in read(await amy.slash(world.lobby, "circle create", name="Night owls"))
    await world.advance(HOUR)
    [thread] = threads(world)
    shown = await bea.click(await invite(place, thread, amy, bea), label="See it")
    limited(world, "PUT", "/channels/*/thread-members/*")
    assert RATE_LIMITED in read(await bea.click(last(shown), label="Join"))
    await bea.click(last(shown), label="Join")
    assert "You are in" in read(shown)
    assert [
        one.name for one in await world.bot.services.circles.circles_of(GuildId(world.guild.id), MemberId(bea.id))
    ] == ["Night owls"]
    assert len(threads(world)) == 1
