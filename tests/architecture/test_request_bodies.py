"""The bot's requests are valid by Discord's description; every test on SimCord checks its requests too."""

import pytest

from tests.discord.world import World
from tests.openapi import RequestBodies


async def test_the_commands_and_a_first_round_of_answers_are_valid(
    world: World, request_bodies: RequestBodies | None
) -> None:
    if request_bodies is None:
        pytest.skip("Discord's OpenAPI description is not beside this checkout")
    await world.moderator.slash(world.lobby, "topic add", channel=world.channel("film-club"))
    await world.moderator.slash(world.lobby, "settings")
    await world.moderator.slash(world.lobby, "digest preview", kind="community")
    amy = world.member("amy")
    for command in ("onboarding start", "topic browse", "recommend ask", "stats me", "privacy show", "help"):
        await amy.slash(world.lobby, command)

    sent = [request for request in world.env.http_requests if request.method != "GET"]

    assert len(sent) >= 10
    for request in sent:
        assert request_bodies.faults(request.method, request.path, request.json) == []
