from community.engagement.events import Activity, Kind
from community.ids import ChannelId, GuildId, MemberId
from tests.discord.world import World, labels, last, read


async def lived(world: World) -> MemberId:
    """Amy joined a topic and wrote once."""
    film = world.hidden_channel("film-club")
    await world.moderator.slash(world.lobby, "topic add", channel=film)
    amy = world.member("amy")
    await amy.slash(world.lobby, "topic join", topic="film-club")
    world.bot.services.engagement.record(
        Activity(GuildId(world.guild.id), Kind.MESSAGE, 7, MemberId(amy.id), world.now, ChannelId(film.id))
    )
    return MemberId(amy.id)


async def test_what_is_kept_is_said_in_words_and_forgetting_empties_it(world: World) -> None:
    amy_id = await lived(world)
    actor = world.actor(amy_id)

    shown = await actor.slash(world.lobby, "privacy show")
    assert shown.ephemeral
    assert "topics you joined" in read(shown)
    assert "never their text" in read(shown)

    asked = await actor.slash(world.lobby, "privacy forget")
    assert labels(asked) == ["Erase everything in this server", "Erase everything, everywhere"]
    await actor.click(last(asked), label="Erase everything in this server")
    assert "You are forgotten" in read(asked)

    assert "not a single entry" in read(await actor.slash(world.lobby, "privacy show"))


async def test_forgetting_in_one_server_leaves_the_other_alone(world: World) -> None:
    amy_id = await lived(world)
    elsewhere = GuildId(12345)
    world.bot.services.engagement.record(Activity(elsewhere, Kind.MESSAGE, 8, amy_id, world.now, ChannelId(1)))
    actor = world.actor(amy_id)

    asked = await actor.slash(world.lobby, "privacy forget")
    await actor.click(last(asked), label="Erase everything in this server")
    assert await world.bot.services.privacy.about(amy_id, elsewhere)

    asked = await actor.slash(world.lobby, "privacy forget")
    await actor.click(last(asked), label="Erase everything, everywhere")
    assert await world.bot.services.privacy.about(amy_id, None) == []


async def test_the_button_works_after_a_restart_and_pressing_twice_is_harmless(world: World) -> None:
    actor = world.actor(await lived(world))
    asked = await actor.slash(world.lobby, "privacy forget")
    message = last(asked)
    await world.restart()
    first = await actor.click(message, custom_id="hamlet:forget:here")
    assert "You are forgotten" in read(first)


async def test_privacy_works_in_a_direct_message(world: World) -> None:
    amy_id = await lived(world)
    user = world.actor(amy_id).user
    shown = await user.slash("privacy show")
    assert "topics you joined" in read(shown)
    asked = await user.slash("privacy forget")
    assert labels(asked) == ["Erase everything, everywhere"]
    await user.click(last(asked), label="Erase everything, everywhere")
    assert await world.bot.services.privacy.about(amy_id, None) == []
