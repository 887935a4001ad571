import discord
from simcord.results import ResponseMessage

from community.ids import GuildId, MemberId
from tests.discord.world import World, read

SENTENCE = "I can't post in {channel}. Please give me Send Messages there."


async def tell(world: World) -> bool:
    notices = world.bot.services.notices
    return await notices.notify(GuildId(world.guild.id), "welcome", world.now, SENTENCE, channel="**#lobby**")


async def choose(world: World, channel_id: int) -> None:
    settings = world.bot.services.settings
    await settings.change(
        GuildId(world.guild.id),
        "general.moderators_channel",
        str(channel_id),
        MemberId(world.moderator.id),
        world.now,
    )


async def test_moderators_are_told_once_in_their_channel_also_across_a_restart(world: World) -> None:
    office = world.hidden_channel("office")
    assert not await tell(world), "nobody can be told while there is no channel for it"
    await choose(world, office.id)
    assert await tell(world)
    await world.restart()
    assert not await tell(world)
    (post,) = world.env.backend.messages[office.id].values()
    assert SENTENCE.format(channel="**#lobby**") in read(ResponseMessage(world.env, post))
    (request,) = (one for one in world.env.http_requests if one.path.endswith(f"{office.id}/messages") and one.json)
    assert request.json is not None and request.json["allowed_mentions"]["parse"] == []


async def test_where_they_cannot_be_told_the_next_time_tries_again(world: World) -> None:
    mute = {world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    muted, office = world.channel("muted", overwrites=mute), world.channel("office")
    world.set_bot_permissions(discord.Permissions(view_channel=True))
    await world.settle()
    await choose(world, muted.id)
    assert not await tell(world)

    await choose(world, office.id)
    world.env.backend.delete_channel(office.id)
    await world.settle()
    assert not await tell(world)

    await choose(world, world.lobby.id)
    assert await tell(world)
