"""Frames that make no sense: set aside and counted, and the next one is handled."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from community.engagement.events import ActivityKind
from storage.tables.history import quarantine
from tests.discord.test_engagement import kinds, rows
from tests.discord.world import World

BROKEN: dict[str, dict[str, Any]] = {
    "MESSAGE_REACTION_ADD": {"user_id": "5", "message_id": "7"},
    "MESSAGE_CREATE": {"id": "8", "content": "a secret wish", "type": 0},
    "GUILD_MEMBER_ADD": {"user": {"id": "9"}, "joined_at": "a secret instant"},
    "MESSAGE_DELETE": {},
    "THREAD_CREATE": {"id": "no number"},
}


async def cases(world: World) -> list[tuple[int | None, str, str]]:
    await world.settle()
    await asyncio.gather(*world.bot._tasks)
    columns = (quarantine.c.guild_id, quarantine.c.event, quarantine.c.reason)
    async with world.bot.database.read() as connection:
        query = select(*columns).order_by(quarantine.c.quarantine_id)
        return [(row[0], row[1], row[2]) for row in await connection.execute(query)]


@pytest.mark.parametrize("event", BROKEN)
async def test_a_frame_without_what_it_needs_is_set_aside_and_the_next_one_is_recorded(
    world: World, event: str
) -> None:
    amy = world.member("amy")
    frame = {"channel_id": str(world.lobby.id), **BROKEN[event], "guild_id": str(world.guild.id)}
    world.env.backend.emit(event, frame)
    message = await amy.send(world.lobby, "still there")

    assert [row["source_id"] for row in await rows(world)] == [message.id]
    ((guild_id, kind, reason),) = await cases(world)
    assert (guild_id, kind) == (world.guild.id, event)
    assert reason.partition(" ")[0].isidentifier()
    assert "secret" not in reason
    assert world.bot.quarantine.counts == Counter({event: 1})


async def test_a_guild_that_makes_no_sense_is_no_guild(world: World) -> None:
    parse = world.bot._connection.parsers["MESSAGE_REACTION_REMOVE_ALL"]
    told: tuple[Any, ...] = (None, 7, "x", "9" * 30, str(2**63), {})
    frames: list[Any] = [None, 7, [], *({"guild_id": one} for one in told)]
    for frame in frames:
        parse(frame)
    assert [guild_id for guild_id, *_ in await cases(world)] == [None] * len(frames)


async def test_the_log_tells_of_a_kind_once_an_hour_and_the_count_goes_on(world: World) -> None:
    def told() -> int:
        return sum(entry["event"].startswith("Discord sent something") for entry in world._log)

    for _ in range(5):
        world.env.backend.emit("MESSAGE_REACTION_ADD", {"guild_id": str(world.guild.id)})
    await world.settle()
    assert told() == 1
    await world.advance(timedelta(hours=1))
    world.env.backend.emit("MESSAGE_REACTION_ADD", {"guild_id": str(world.guild.id)})
    await world.settle()
    assert told() == 2
    assert world.bot.quarantine.counts == Counter({"MESSAGE_REACTION_ADD": 6})
    assert len(await cases(world)) == 6


async def test_the_guard_is_on_every_parser_but_those_that_make_a_session(world: World) -> None:
    parsers = world.bot._connection.parsers
    bare = {event for event, parse in parsers.items() if parse.__name__ != "guarded"}
    assert bare == {"READY", "RESUMED"}


async def test_what_is_well_still_arrives(world: World) -> None:
    amy = world.member("amy")
    message = await amy.send(world.lobby, "hello")
    await amy.react(message, "☕")
    assert await kinds(world) == {ActivityKind.MESSAGE: 1, ActivityKind.REACTION: 1}
    assert await cases(world) == []
