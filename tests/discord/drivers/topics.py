"""How people propose topics, press, talk and keep them, and what is there then."""

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
    """A moderator's settings of topics."""
    for name, value in changed.items():
        await world.bot.services.settings.change(
            GuildId(world.guild.id), f"topics.{name}", str(value), MemberId(world.moderator.id), world.now
        )


async def set_moderator_role(world: World, role: RoleHandle) -> None:
    """Who of the role moderates here."""
    await world.bot.services.settings.change(
        GuildId(world.guild.id), "general.moderator_role", str(role.id), MemberId(world.moderator.id), world.now
    )


async def make_proposals_channel(world: World, **changed: object) -> ChannelHandle:
    """A channel for proposals in a category of its own, and what else is set."""
    channel = world.channel("proposals", category=world.guild.create_category("Corners"))
    await change_topic_settings(world, proposals_channel=channel.id, **changed)
    return channel


def people(world: World, n: int = 5) -> list[MemberActor]:
    """As many people as a quorum has."""
    return [world.member(f"person-{number}") for number in range(n)]


async def propose(
    world: World, actor: MemberActor, channel: ChannelHandle, name: str = "Sourdough", pitch: str = PITCH
) -> discord.Message:
    """Somebody proposes a topic; its card."""
    answer = await actor.slash(world.lobby, "topic propose", name=name, pitch=pitch)
    assert "Your proposal is in" in read(answer), read(answer)
    card = channel.last_message
    assert card is not None
    return card


async def press_join(card: discord.Message, actors: Sequence[MemberActor]) -> str:
    """People press **I'd join**; what the last one reads."""
    told = ""
    for actor in actors:
        told = read(await actor.click(card, label="I'd join"))
    return told


async def make_sprout(world: World, channel: ChannelHandle, members: Sequence[MemberActor], name: str) -> ChannelHandle:
    """A proposal that has its quorum; its thread."""
    card = await propose(world, members[0], channel, name)
    assert "it has sprouted" in await press_join(card, members)
    [thread] = [one for one in channel.threads if one.id == card.id]
    return thread


async def make_grown_topic(
    world: World, channel: ChannelHandle, members: Sequence[MemberActor], name: str = "Sourdough"
) -> ChannelHandle:
    """A topic that has grown; its channel."""
    thread = await make_sprout(world, channel, members, name)
    for member in members:
        await member.send(thread, "hello")
    await world.advance(timedelta(hours=1))
    return channel_named(world, name.lower())


def channel_named(world: World, name: str) -> ChannelHandle:
    """The only channel of that name."""
    [found] = [
        one
        for one in world.env.backend.channels.values()
        if (one.name or "").casefold() == name and one.thread_metadata is None
    ]
    return ChannelHandle(world.env, world.guild, found)


def categories(world: World) -> dict[str, int]:
    """The categories by name, with how many channels each has."""
    channels = list(world.env.backend.channels.values())
    return {
        str(one.name): sum(other.parent_id == one.id for other in channels)
        for one in channels
        if one.type == discord.ChannelType.category.value
    }


def can_write(world: World, actor: MemberActor, channel: ChannelHandle) -> bool:
    """Whether a member can write in a channel."""
    granted = world.env.backend.compute_permissions(world.guild.id, actor.id, channel.id)
    return discord.Permissions(granted).send_messages


async def lifecycles(world: World, *states: TopicState) -> Sequence[Lifecycle]:
    """The lives of the server's topics, in these states or in any."""
    return await world.bot.services.topics.lifecycle.lifecycles(GuildId(world.guild.id), states or tuple(TopicState))


def keep_notices(channel: ChannelHandle) -> list[discord.Message]:
    """The notes of a topic with **Keep it**."""
    return [one for one in channel.history() if one.author.bot and "Keep it" in read(one)]
