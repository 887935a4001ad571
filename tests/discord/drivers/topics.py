"""Drives proposals and topics, and reads their state."""

from collections.abc import Sequence
from datetime import timedelta

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, RoleHandle

from community.ids import GuildId, MemberId
from community.topics.lifecycle import Lifecycle, TopicState
from tests.discord.world import World, read

DAY = timedelta(days=1)
PITCH = "Naturally leavened bread, and what went wrong"


async def change_topic_settings(world: World, **changed: object) -> None:
    """Changes settings of topics as the moderator."""
    for name, value in changed.items():
        await world.bot.services.settings.change(
            GuildId(world.guild.id), f"topics.{name}", str(value), MemberId(world.moderator.id), world.now
        )


async def set_moderator_role(world: World, role: RoleHandle) -> None:
    """Sets the moderator role."""
    await world.bot.services.settings.change(
        GuildId(world.guild.id), "general.moderator_role", str(role.id), MemberId(world.moderator.id), world.now
    )


async def make_proposals_channel(world: World, **changed: object) -> ChannelHandle:
    """Creates a channel for proposals in a category of its own; changes other settings of topics."""
    channel = world.channel("proposals", category=world.guild.create_category("Corners"))
    await change_topic_settings(world, proposals_channel=channel.id, **changed)
    return channel


def people(world: World, n: int = 5) -> list[MemberActor]:
    """Adds members, by default as many as the quorum."""
    return [world.member(f"person-{number}") for number in range(n)]


async def propose(
    world: World, actor: MemberActor, channel: ChannelHandle, name: str = "Sourdough", pitch: str = PITCH
) -> discord.Message:
    """Proposes a topic; returns its card."""
    answer = await actor.slash(world.lobby, "topic propose", name=name, pitch=pitch)
    assert "Your proposal is in" in read(answer), read(answer)
    card = channel.last_message
    assert card is not None
    return card


async def press_join(card: discord.Message, actors: Sequence[MemberActor]) -> str:
    """Presses **I'd join** as each person; returns the last answer."""
    told = ""
    for actor in actors:
        told = read(await actor.click(card, label="I'd join"))
    return told


async def make_sprout(world: World, channel: ChannelHandle, members: Sequence[MemberActor], name: str) -> ChannelHandle:
    """Makes a proposal that reaches its quorum; returns its thread."""
    card = await propose(world, members[0], channel, name)
    assert "it has sprouted" in await press_join(card, members)
    [thread] = [one for one in channel.threads if one.id == card.id]
    return thread


async def make_grown_topic(
    world: World, channel: ChannelHandle, members: Sequence[MemberActor], name: str = "Sourdough"
) -> ChannelHandle:
    """Makes a topic that has grown; returns its channel."""
    thread = await make_sprout(world, channel, members, name)
    for member in members:
        await member.send(thread, "hello")
    await world.advance(timedelta(hours=1))
    return channel_named(world, name.lower())


def channel_named(world: World, name: str) -> ChannelHandle:
    """Returns the only channel of a name."""
    [found] = [
        one
        for one in world.env.backend.channels.values()
        if (one.name or "").casefold() == name and one.thread_metadata is None
    ]
    return ChannelHandle(world.env, world.guild, found)


def categories(world: World) -> dict[str, int]:
    """Returns the number of channels of each category, by name."""
    channels = list(world.env.backend.channels.values())
    return {
        str(one.name): sum(other.parent_id == one.id for other in channels)
        for one in channels
        if one.type == discord.ChannelType.category.value
    }


def can_write(world: World, actor: MemberActor, channel: ChannelHandle) -> bool:
    """Returns whether a member can write in a channel."""
    granted = world.env.backend.compute_permissions(world.guild.id, actor.id, channel.id)
    return discord.Permissions(granted).send_messages


async def lifecycles(world: World, *states: TopicState) -> Sequence[Lifecycle]:
    """Returns the lifecycles of the server's topics, in these states or in any."""
    return await world.bot.services.topics.lifecycle.lifecycles(GuildId(world.guild.id), states or tuple(TopicState))


def keep_notices(channel: ChannelHandle) -> list[discord.Message]:
    """Returns a topic's notices with **Keep it**."""
    return [one for one in channel.history() if one.author.bot and "Keep it" in read(one)]
