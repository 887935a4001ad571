"""What happened while the bot was away is recorded as if it had been there."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType, MessageType
from simcord.env import Env
from sqlalchemy import select

from bot.app import create_bot
from community.engagement.events import ActivityKind
from community.ids import MemberId
from config.settings import Settings
from storage.tables.history import quarantine
from tests.discord.test_engagement import kinds, mentions, open_thread, rows, stays
from tests.discord.world import World

HOUR = timedelta(hours=1)


Read = Callable[..., Awaitable[Any]]
Hook = Callable[[Read, int], Awaitable[Any]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Hook]:
    """The last one decides how pages of messages are answered, for the channel asked about."""
    hooks: list[Hook] = []
    honest = discord.http.HTTPClient.logs_from

    async def answer(client: discord.http.HTTPClient, channel_id: int, *arguments: Any, **options: Any) -> Any:
        async def read() -> Any:
            return await honest(client, channel_id, *arguments, **options)

        return await (hooks[-1](read, channel_id) if hooks else read())

    monkeypatch.setattr(discord.http.HTTPClient, "logs_from", answer)
    return hooks


@asynccontextmanager
async def away(world: World, span: timedelta = HOUR) -> AsyncIterator[None]:
    """Meanwhile no process runs; then another one starts."""
    await world.bot.close()
    world.env.backend.advance_clock(span.total_seconds())
    yield
    await world.restart()
    await world.settle()


def archive(world: World, thread: ChannelHandle) -> None:
    metadata = world.env.backend.get_channel(thread.id).thread_metadata
    assert metadata is not None
    metadata.archived, metadata.archive_timestamp = True, world.env.backend.now_iso()


def many(world: World, channel: ChannelHandle, author_id: int, n: int) -> list[int]:
    return [world.env.backend.create_message(channel.id, author_id, f"message {i}").id for i in range(n)]


def requests(world: World, ending: str) -> int:
    return sum(request.method == "GET" and request.path.endswith(ending) for request in world.env.http_requests)


def told(world: World, event: str) -> list[Mapping[str, Any]]:
    return [entry for entry in world._log if entry["event"] == event]


# As if it had been there


async def live(tmp_path: Path, name: str, *, leaves: bool) -> tuple[Any, ...]:
    """A day in the life of a server, with a bot that is away in the middle of it, or is not."""
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path / name}.db")
    env = Env(create_bot(settings), check_errors=False)
    await env.start()
    world = World(env, lambda: create_bot(settings), [])
    backend = env.backend
    amy, bea, cy = (world.member(name) for name in ("amy", "bea", "cy"))
    forum = world.guild.create_forum_channel("help")
    old = await amy.send(world.lobby, "old")
    quiet = open_thread(world, world.lobby, bea.id)
    await bea.react(old, "☕")
    await amy.send(quiet, "hello")
    await world.settle()

    if leaves:
        await world.bot.close()
    backend.advance_clock(3_600)
    question = await amy.send(world.lobby, f"a question to {bea.mention}")
    await bea.send(world.lobby, "an answer", reply_to=question)
    await bea.unreact(old, "☕")
    await cy.react(old, "🥐")
    await cy.react(question, "☕")
    await amy.send(quiet, "again")
    busy = open_thread(world, world.lobby, cy.id)
    await cy.send(busy, "in a thread")
    archive(world, busy)
    post = open_thread(world, forum, amy.id)
    await amy.send(post, "in a post")
    await bea.send(post, "an answer in a post")
    circle = open_thread(world, world.lobby, amy.id, type=ChannelType.PRIVATE_THREAD)
    await amy.send(circle, "between us")
    robot = world.guild.add_member(env.create_user("robot", bot=True))
    await robot.send(world.lobby, "beep")
    await world.guild.create_webhook(world.lobby).send("news")
    world.guild.create_system_message(world.lobby, MessageType.PINS_ADD, author=amy, referenced_message=old)
    many(world, world.lobby, bea.id, 20)
    dan = world.member("dan")
    await dan.send(world.lobby, "I am new")
    world.guild.remove_member(cy)
    if leaves:
        await world.restart()
    await world.settle()
    await amy.send(world.lobby, "and on it goes")

    recorded = [
        {key: value for key, value in row.items() if key != "at" or row["kind"] != ActivityKind.REACTION}
        for row in await rows(world)
    ]
    members = {member_id: (since, until is None) for member_id, (since, until) in (await stays(world)).items()}
    found = (recorded, await mentions(world), members)
    await world.bot.close()
    assert [error for error in env.errors if not isinstance(error, discord.HTTPException)] == []
    await env.shutdown()
    return found


async def test_a_bot_that_was_away_knows_what_one_knows_that_never_left(tmp_path: Path) -> None:
    stayed = await live(tmp_path, "stayed", leaves=False)
    left = await live(tmp_path, "left", leaves=True)
    for one, other in zip(left, stayed, strict=True):
        assert one == other
    assert Counter(row["kind"] for row in left[0]) == {
        ActivityKind.MESSAGE: 30,
        ActivityKind.THREAD: 3,
        ActivityKind.REACTION: 2,
    }


async def test_who_left_meanwhile_left_when_it_was_noticed_and_who_joined_did_when_discord_says(world: World) -> None:
    amy = world.member("amy")
    await stays(world)
    async with away(world):
        world.guild.remove_member(amy)
        bea = world.member("bea")
        joined_at = world.now
        world.env.backend.advance_clock(HOUR.total_seconds())
    found = await stays(world)
    assert found[bea.id] == (joined_at, None)
    assert found[amy.id][1] == world.now


async def test_a_reaction_given_meanwhile_counts_from_the_earliest_instant_possible(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    old = await amy.send(world.lobby, "old")
    await world.settle()
    async with away(world):
        await bea.react(old, "☕")
        fresh = await amy.send(world.lobby, "fresh")
        world.env.backend.advance_clock(HOUR.total_seconds())
        await bea.react(fresh, "☕")
    given = {row["source_id"]: row["at"] for row in await rows(world) if row["kind"] == ActivityKind.REACTION}
    assert given == {old.id: old.created_at, fresh.id: fresh.created_at}


# Reading


async def test_hundreds_of_messages_are_read_page_by_page_newest_first(world: World) -> None:
    amy = world.member("amy")
    async with away(world):
        many(world, world.lobby, amy.id, 330)
    assert await kinds(world) == {ActivityKind.MESSAGE: 330}
    assert requests(world, f"/channels/{world.lobby.id}/messages") == 4
    (line,) = [one for one in told(world, "history of a channel is read") if one["channel"] == world.lobby.id]
    assert line["n_messages"] == 330


async def test_a_channel_where_nothing_happened_lately_is_not_asked(world: World) -> None:
    amy = world.member("amy")
    other = world.channel("other")
    await amy.send(other, "hello")
    await world.advance(timedelta(days=3))
    await amy.send(world.lobby, "hello")
    async with away(world):
        pass
    n_asked = requests(world, "/messages")
    async with away(world, timedelta(days=3)):
        pass
    assert requests(world, f"/channels/{other.id}/messages") == 1
    assert requests(world, "/messages") == n_asked + 1


async def test_what_was_recorded_live_is_not_read_again_after_a_day(world: World) -> None:
    amy = world.member("amy")
    for _ in range(3):
        many(world, world.lobby, amy.id, 100)
        await world.settle()
        await world.advance(timedelta(days=2))
    before = requests(world, "/messages")
    async with away(world, timedelta(days=2)):
        many(world, world.lobby, amy.id, 10)
    assert await kinds(world) == {ActivityKind.MESSAGE: 310}
    assert requests(world, "/messages") == before + 2


async def test_the_past_before_the_bot_came_is_read_as_far_as_set(world: World) -> None:
    async with away(world):
        guild = world.env.create_guild("Elsewhere", owner=world.env.create_user("Another", bot=True))
        lobby, amy = guild.create_text_channel("lobby"), guild.add_member(world.env.create_user("amy"))
        many(world, lobby, amy.id, 3)
        world.env.backend.advance_clock(timedelta(days=100).total_seconds())
        recent = many(world, lobby, amy.id, 4)
    assert [row["source_id"] for row in await rows(world)] == recent


# Faults


async def test_ended_in_the_middle_it_goes_on_where_it_was(world: World, answers: list[Hook]) -> None:
    amy = world.member("amy")
    await world.settle()
    await world.bot.close()
    written = []
    for _ in range(3):
        world.env.backend.advance_clock(timedelta(days=2).total_seconds())
        written += many(world, world.lobby, amy.id, 150)
    n_pages = 0

    async def breaking(read: Read, _: int) -> Any:
        nonlocal n_pages
        n_pages += 1
        if n_pages > 2:
            raise aiohttp.ClientConnectionError
        return await read()

    answers.append(breaking)
    await world.restart()
    await world.settle()
    assert [row["source_id"] for row in await rows(world)] == written[250:]

    between = await amy.send(world.lobby, "live, in between")
    await world.settle()
    await world.bot.recorder.flush()
    before = requests(world, "/messages")
    answers.clear()
    await world.restart(kill=True)

    assert [row["source_id"] for row in await rows(world)] == [*written, between.id]
    assert requests(world, "/messages") - before <= 6
    assert told(world, "history of a channel is left out")


async def test_a_channel_that_discord_refuses_is_left_out_once_and_the_others_are_read(
    world: World, answers: list[Hook]
) -> None:
    amy = world.member("amy")
    other = world.channel("other")
    async with away(world):
        await amy.send(world.lobby, "hidden")
        seen = await amy.send(other, "seen")
        asked: Counter[int] = Counter()

        async def refusing(read: Read, channel_id: int) -> Any:
            asked[channel_id] += 1
            if channel_id == world.lobby.id:
                response: Any = type("Response", (), {"status": 403, "reason": "Forbidden"})()
                raise discord.Forbidden(response, {"code": 50001, "message": "Missing Access"})
            return await read()

        answers.append(refusing)
        await world.restart()
        await world.settle()
        await world.advance(2 * HOUR)
        answers.clear()
        assert [row["source_id"] for row in await rows(world)] == [seen.id]
        assert asked[world.lobby.id] == 1
        assert [line["channel"] for line in told(world, "history of a channel is left out")] == [world.lobby.id]
    assert await kinds(world) == {ActivityKind.MESSAGE: 2}


async def test_a_channel_that_may_not_be_read_is_not_even_asked(world: World) -> None:
    amy = world.member("amy")
    secret = world.channel(
        "secret", overwrites={world.hamlet_role: discord.PermissionOverwrite(read_message_history=False)}
    )
    async with away(world):
        many(world, secret, amy.id, 3)
    assert await kinds(world) == {}
    assert requests(world, f"/channels/{secret.id}/messages") == 0


async def test_a_channel_deleted_meanwhile_is_no_mishap(world: World) -> None:
    amy = world.member("amy")
    other = world.channel("other")
    message = await amy.send(other, "hello")
    await world.settle()
    async with away(world):
        world.env.backend.delete_channel(other.id)
        kept = await amy.send(world.lobby, "here")
    assert [row["source_id"] for row in await rows(world)] == [message.id, kept.id]


async def test_a_message_that_makes_no_sense_does_not_lose_the_page(world: World, answers: list[Hook]) -> None:
    amy = world.member("amy")
    async with away(world):
        written = many(world, world.lobby, amy.id, 5)

        async def poisoned(read: Read, _: int) -> Any:
            page = await read()
            for raw in page:
                if int(raw["id"]) == written[2]:
                    del raw["timestamp"], raw["author"]["username"], raw["content"]
            return page

        answers.append(poisoned)
        await world.restart()
        await world.settle()
        assert [row["source_id"] for row in await rows(world)] == [*written[:2], *written[3:]]
        async with world.bot.database.read() as connection:
            kept = [tuple(row) for row in await connection.execute(select(quarantine.c.guild_id, quarantine.c.event))]
        assert kept == [(world.guild.id, "history")]
        assert world.bot.quarantine.counts["history"] == 1


# Meanwhile


async def while_reading(world: World, answers: list[Hook], meanwhile: Callable[[], Awaitable[object]]) -> None:
    """Another process starts, and while the first answer is under way, something happens."""
    pending = [meanwhile]

    async def slow(read: Read, _: int) -> Any:
        page = await read()
        if pending:
            await pending.pop()()
        return page

    answers.append(slow)
    await world.restart()
    await world.settle()


async def test_what_happens_while_the_past_is_read_wins(world: World, answers: list[Hook]) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    backend = world.env.backend
    await world.settle()
    await world.bot.close()
    written = many(world, world.lobby, amy.id, 6)
    for message_id in written[:2]:
        backend.add_reaction(world.lobby.id, message_id, "☕", bea.id)
    fresh: list[int] = []

    async def meanwhile() -> None:
        fresh.append(backend.create_message(world.lobby.id, amy.id, "live").id)
        backend.delete_message(world.lobby.id, written[5])
        backend.remove_reaction(world.lobby.id, written[0], "☕", bea.id)
        backend.add_reaction(world.lobby.id, written[3], "🥐", bea.id)

    await while_reading(world, answers, meanwhile)
    recorded = await rows(world)
    assert [row["source_id"] for row in recorded if row["kind"] == ActivityKind.MESSAGE] == [*written[:5], *fresh]
    given = [(row["source_id"], row["emoji"]) for row in recorded if row["kind"] == ActivityKind.REACTION]
    assert given == [(written[1], "☕"), (written[3], "🥐")]


async def test_what_was_erased_while_the_past_is_read_does_not_come_back(world: World, answers: list[Hook]) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    await amy.send(world.lobby, "before")
    await world.settle()
    await world.bot.close()
    many(world, world.lobby, amy.id, 150)
    theirs = many(world, world.lobby, bea.id, 120)
    world.env.backend.create_message(world.lobby.id, bea.id, f"to {amy.mention}")

    async def meanwhile() -> None:
        await world.bot.services.privacy.forget(MemberId(amy.id), None)

    await while_reading(world, answers, meanwhile)
    for _ in range(2):
        assert {row["member_id"] for row in await rows(world)} == {bea.id}
        assert len([row for row in await rows(world) if row["member_id"] == bea.id]) == len(theirs) + 1
        assert await mentions(world) == set()
        assert amy.id not in await stays(world)
        world.env.backend.advance_clock(HOUR.total_seconds())
        await world.restart(kill=True)
        await world.settle()
    later = await world.actor(amy.id).send(world.lobby, "after")
    assert [row["source_id"] for row in await rows(world) if row["member_id"] == amy.id] == [later.id]
