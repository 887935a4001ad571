"""Drives circles, and reads their state."""

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from sqlalchemy import func, select

from storage.tables import metadata
from tests.discord.world import World, labels, last, read


async def make_circles_channel(world: World) -> ChannelHandle:
    """Creates a channel and sets it as the circles' channel."""
    channel = world.channel("nook")
    screen = await world.moderator.slash(world.lobby, "settings")
    await world.moderator.select(last(screen), ["circles"], custom_id="hamlet:settings:feature")
    await world.moderator.select(last(screen), ["circles.channel"], custom_id="hamlet:settings:setting")
    await world.moderator.select(last(screen), [channel], custom_id="hamlet:settings:pick:circles.channel")
    assert "is now" in read(screen)
    return channel


async def create(world: World, actor: MemberActor, name: str = "Night owls") -> ChannelHandle:
    """Opens a circle; returns its thread."""
    known = {thread.id for thread in threads(world)}
    answer = await actor.slash(world.lobby, "circle create", name=name)
    assert "is open" in read(answer), read(answer)
    (thread,) = (thread for thread in threads(world) if thread.id not in known)
    return thread


async def invite(
    place: ChannelHandle, thread: ChannelHandle, inviter: MemberActor, who: MemberActor
) -> discord.Message:
    """Invites a member; returns the public post."""
    answer = await inviter.slash(thread, "circle invite", member=who)
    assert "has an invitation" in read(answer), read(answer)
    return invitations(place)[-1]


async def join(place: ChannelHandle, thread: ChannelHandle, inviter: MemberActor, who: MemberActor) -> None:
    """Invites a member, who joins."""
    shown = await who.click(await invite(place, thread, inviter, who), label="See it")
    await who.click(last(shown), label="Join")
    assert "You are in" in read(shown)


async def press_forged(world: World, actor: MemberActor, post: discord.Message, custom_id: str) -> str:
    """Presses an invitation whose custom id was replaced; returns the answer."""
    stored = world.env.backend.get_message(post.channel.id, post.id)
    genuine = stored.components
    (row,) = (component for component in genuine if component["type"] == discord.ComponentType.action_row.value)
    button = {**row["components"][0], "custom_id": custom_id}
    stored.components = [{**row, "components": [button]}]
    answer = await actor.click(post, custom_id=custom_id)
    stored.components = genuine
    return read(answer)


def threads(world: World) -> list[ChannelHandle]:
    """Returns all threads of the server."""
    return [thread for channel in world.guild.channels.values() for thread in channel.threads]


def is_closed(world: World, thread: ChannelHandle) -> bool:
    """Returns whether a thread is archived and locked."""
    state = world.env.backend.get_channel(thread.id).thread_metadata
    assert state is not None
    return state.archived and state.locked


def people(world: World, thread: ChannelHandle) -> set[int]:
    """Returns the ids of a thread's members, without the bot."""
    return set(world.env.backend.get_channel(thread.id).thread_members) - {world.env.backend.bot_user.id}


def invitations(place: ChannelHandle) -> list[discord.Message]:
    """Returns the posts with an invitation's button."""
    return [message for message in place.history() if "See it" in labels(message)]


def notices(thread: ChannelHandle) -> list[discord.Message]:
    """Returns the notices that announce that a circle will close."""
    return [message for message in thread.history() if "Keep it" in labels(message)]


async def n_rows(world: World, *names: str) -> int:
    """Returns the number of rows of the tables."""
    async with world.bot.database.read() as connection:
        tables = [metadata.tables[name] for name in names]
        return sum([await connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables])
