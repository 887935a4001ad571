"""How people open, join and leave circles, and what is there then."""

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from sqlalchemy import func, select

from storage.tables import metadata
from tests.discord.world import World, labels, last, read


async def make_circles_channel(world: World) -> ChannelHandle:
    """A channel for circles, as a moderator chooses it."""
    channel = world.channel("nook")
    screen = await world.moderator.slash(world.lobby, "settings")
    await world.moderator.select(last(screen), ["circles"], custom_id="hamlet:settings:feature")
    await world.moderator.select(last(screen), ["circles.channel"], custom_id="hamlet:settings:setting")
    await world.moderator.select(last(screen), [channel], custom_id="hamlet:settings:pick:circles.channel")
    assert "is now" in read(screen)
    return channel


async def create(world: World, actor: MemberActor, name: str = "Night owls") -> ChannelHandle:
    """Somebody opens a circle; its thread."""
    known = {thread.id for thread in threads(world)}
    answer = await actor.slash(world.lobby, "circle create", name=name)
    assert "is open" in read(answer), read(answer)
    (thread,) = (thread for thread in threads(world) if thread.id not in known)
    return thread


async def invite(
    place: ChannelHandle, thread: ChannelHandle, inviter: MemberActor, who: MemberActor
) -> discord.Message:
    """Somebody invites somebody; the post that everybody can see."""
    answer = await inviter.slash(thread, "circle invite", member=who)
    assert "has an invitation" in read(answer), read(answer)
    return invitations(place)[-1]


async def join(place: ChannelHandle, thread: ChannelHandle, inviter: MemberActor, who: MemberActor) -> None:
    """Somebody is invited, and joins."""
    shown = await who.click(await invite(place, thread, inviter, who), label="See it")
    await who.click(last(shown), label="Join")
    assert "You are in" in read(shown)


async def press_forged(world: World, actor: MemberActor, post: discord.Message, custom_id: str) -> str:
    """Somebody presses an invitation's button that has come to say something else; what they are told."""
    stored = world.env.backend.get_message(post.channel.id, post.id)
    genuine = stored.components
    (row,) = (component for component in genuine if component["type"] == discord.ComponentType.action_row.value)
    button = {**row["components"][0], "custom_id": custom_id}
    stored.components = [{**row, "components": [button]}]
    answer = await actor.click(post, custom_id=custom_id)
    stored.components = genuine
    return read(answer)


def threads(world: World) -> list[ChannelHandle]:
    """All threads that there are."""
    return [thread for channel in world.guild.channels.values() for thread in channel.threads]


def is_closed(world: World, thread: ChannelHandle) -> bool:
    """Whether nobody can write in a thread any more."""
    state = world.env.backend.get_channel(thread.id).thread_metadata
    assert state is not None
    return state.archived and state.locked


def people(world: World, thread: ChannelHandle) -> set[int]:
    """Who is in a thread, the bot apart."""
    return set(world.env.backend.get_channel(thread.id).thread_members) - {world.env.backend.bot_user.id}


def invitations(place: ChannelHandle) -> list[discord.Message]:
    """The invitations that can be pressed."""
    return [message for message in place.history() if "See it" in labels(message)]


def notices(thread: ChannelHandle) -> list[discord.Message]:
    """The notices that say that a circle will close."""
    return [message for message in thread.history() if "Keep it" in labels(message)]


async def n_rows(world: World, *names: str) -> int:
    """How many rows some tables have."""
    async with world.bot.database.read() as connection:
        tables = [metadata.tables[name] for name in names]
        return sum([await connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables])
