from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from community.digests.issue import IssueState
from community.ids import GuildId
from tests.discord.world import World, read

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MONDAY = datetime.fromisoformat("2026-01-12T09:00:00+00:00")


async def schedule(world: World, channel: ChannelHandle, **options: object) -> str:
    wanted: dict[str, Any] = {"kind": "community", "cadence": "weekly", "time": "09:00", "day": "monday"} | options
    wanted = {name: value for name, value in wanted.items() if value is not None}
    return read(await world.moderator.slash(world.lobby, "digest schedule", channel=channel, **wanted))


async def advance_to(world: World, *, until: datetime = MONDAY, ring: bool = True) -> None:
    world.env.backend.advance_clock((until - world.now).total_seconds())
    if ring:
        await world.bot.ring()
    await world.settle()


async def hold_conversation(
    world: World, channel: ChannelHandle, title: str, people: Sequence[MemberActor], n: int = 1, **options: Any
) -> ChannelHandle:
    backend = world.env.backend
    thread = backend.create_thread(channel.id, title, people[0].id, **options)
    await world.settle()
    for _ in range(n):
        for person in people:
            backend.create_message(thread.id, person.id, "hello")
    await world.settle()
    return ChannelHandle(world.env, world.guild, thread)


async def make_lively_week(world: World) -> list[MemberActor]:
    """Has five people talk in the lobby in the week before `MONDAY`."""
    people = [world.member(name) for name in ("amy", "bea", "cid", "dan", "eve")]
    await advance_to(world, until=MONDAY - 3 * DAY, ring=False)
    await hold_conversation(world, world.lobby, "Sourdough starters", people, n=3)
    return people


def posts(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if message.author.bot]


async def last_state(world: World) -> IssueState | None:
    [standing] = await world.bot.services.digests.schedules(GuildId(world.guild.id))
    return None if standing.last_issue is None else standing.last_issue.state


def deny(world: World, channel: ChannelHandle, **denied: bool) -> None:
    overwrite(world, channel, world.hamlet_role.id, discord.PermissionOverwrite(**denied))


def overwrite(world: World, channel: ChannelHandle, role_id: int, marks: discord.PermissionOverwrite) -> None:
    allow, refuse = marks.pair()
    world.env.backend.set_overwrite(
        channel.id, Overwrite(target_id=role_id, type=OverwriteType.ROLE, allow=allow.value, deny=refuse.value)
    )
