from tests.discord.world import World, read


async def test_members_see_their_commands_and_not_the_moderators(world: World) -> None:
    shown = read(await world.member("amy").slash(world.lobby, "help"))
    assert "/topic browse" in shown
    assert "/privacy forget" in shown
    assert "/settings" not in shown
    assert "/topic add" not in shown


async def test_moderators_see_theirs_too(world: World) -> None:
    shown = read(await world.moderator.slash(world.lobby, "help"))
    assert "/settings" in shown
    assert "/topic add" in shown


async def test_one_command_is_explained_with_its_options(world: World) -> None:
    shown = read(await world.moderator.slash(world.lobby, "help", command="/topic add"))
    assert "The channel to list as a topic" in shown
    assert "you may leave it out" in shown


async def test_a_command_that_one_may_not_use_is_not_explained(world: World) -> None:
    amy = world.member("amy")
    assert "no such command for you" in read(await amy.slash(world.lobby, "help", command="topic add"))
    choices = await amy.autocomplete(world.lobby, "help", "command", "topic")
    assert "/topic browse" in [choice["name"] for choice in choices]
    assert "/topic add" not in [choice["name"] for choice in choices]
