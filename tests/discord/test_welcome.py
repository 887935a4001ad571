import discord
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from community.ids import GuildId, MemberId
from tests.discord.test_onboarding import GREETED, greet_in, greetings, newcomer, onward
from tests.discord.world import World, read


async def test_the_welcome_pings_the_newcomer_and_nobody_else(world: World) -> None:
    await greet_in(world, world.lobby)
    amy = await newcomer(world)
    [sent] = [one for one in world.env.http_requests if GREETED in str(one.json)]
    assert isinstance(sent.json, dict)
    assert sent.json["allowed_mentions"] == {"parse": [], "users": [amy.id]}
    assert [user.id for user in greetings(world.lobby)[0].mentions] == [amy.id]


async def test_nobody_gets_a_direct_message(world: World) -> None:
    await greet_in(world, world.lobby)
    await newcomer(world)
    assert not [one for one in world.env.http_requests if one.path == "/users/@me/channels"]


async def test_without_a_setting_the_system_channel_greets(world: World) -> None:
    world.env.backend.edit_guild(world.guild.id, {"system_channel_id": world.lobby.id})
    await newcomer(world)
    assert len(greetings(world.lobby)) == 1


async def test_the_welcome_speaks_to_each_newcomer_once_and_again_after_coming_back(world: World) -> None:
    await greet_in(world, world.lobby)
    amy = await newcomer(world)
    bea = await newcomer(world, "bea")
    world.env.backend.announce_member_update(world.guild.id, amy.id)
    await world.settle()
    assert [amy.mention in read(post) for post in greetings(world.lobby)] == [True, False]

    world.guild.remove_member(amy)
    world.env.backend.advance_clock(60)
    world.guild.add_member(amy.user)
    await world.settle()
    assert len(greetings(world.lobby)) == 3
    assert bea.mention not in read(greetings(world.lobby)[-1])


async def test_a_join_told_again_after_a_restart_is_greeted_once(world: World) -> None:
    await greet_in(world, world.lobby)
    amy = await newcomer(world)
    await world.restart()
    guild = world.env.backend.get_guild(world.guild.id)
    payload = dict(serializers.member_payload(world.env.backend, guild, guild.members[amy.id]))
    world.env.backend.emit("GUILD_MEMBER_ADD", {**payload, "guild_id": str(world.guild.id)})
    await world.settle()
    assert len(greetings(world.lobby)) == 1


async def test_bots_are_not_greeted(world: World) -> None:
    await greet_in(world, world.lobby)
    world.guild.add_member(world.env.create_user("robot", bot=True))
    await world.settle()
    assert greetings(world.lobby) == []


async def test_with_membership_screening_the_welcome_waits_until_it_is_passed(world: World) -> None:
    await greet_in(world, world.lobby)
    backend, user = world.env.backend, world.env.create_user("amy")
    member = backend.add_member(world.guild.id, user.id)
    member.pending = True
    payload = dict(serializers.member_payload(backend, backend.get_guild(world.guild.id), member))
    backend.emit("GUILD_MEMBER_ADD", {**payload, "guild_id": str(world.guild.id)})
    await world.settle()
    assert greetings(world.lobby) == []

    member.pending = False
    for _ in range(2):
        backend.announce_member_update(world.guild.id, user.id)
        await world.settle()
    assert len(greetings(world.lobby)) == 1


async def office(world: World) -> ChannelHandle:
    """The channel where moderators are told what needs them."""
    channel = world.hidden_channel("office")
    settings = world.bot.services.settings
    key = "general.moderators_channel"
    await settings.change(GuildId(world.guild.id), key, str(channel.id), MemberId(world.moderator.id), world.now)
    return channel


async def test_without_any_channel_moderators_are_told_once_and_the_command_still_works(world: World) -> None:
    moderators = await office(world)
    amy = await newcomer(world)
    await newcomer(world, "bea")
    (told,) = moderators.history()
    assert "I have no channel to greet newcomers in. Choose one in /settings" in read(told)
    assert "Your picks" in read(await through(amy, world))


async def test_a_deleted_welcome_channel_is_told_and_the_command_still_works(world: World) -> None:
    moderators, hall = await office(world), world.channel("hall")
    await greet_in(world, hall)
    world.env.backend.delete_channel(hall.id)
    amy = await newcomer(world)
    (told,) = moderators.history()
    assert "/settings" in read(told)
    assert "Your picks" in read(await through(amy, world))


async def test_without_permission_nothing_is_tried_and_the_command_still_works(world: World) -> None:
    moderators = await office(world)
    hall = world.channel(
        "hall", overwrites={world.hamlet_role: discord.PermissionOverwrite(view_channel=True, send_messages=False)}
    )
    await greet_in(world, hall)
    amy = await newcomer(world)
    (told,) = moderators.history()
    assert "Send Messages" in read(told)
    assert not [one for one in world.env.http_requests if one.path == f"/channels/{hall.id}/messages"]
    assert "Your picks" in read(await through(amy, world))


async def through(member: MemberActor, world: World) -> InteractionResult:
    """Through the cards of the command to what is to be confirmed."""
    card = await member.slash(world.lobby, "onboarding start")
    await onward(member, card)
    return card
