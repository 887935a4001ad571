"""What messages say is not needed: the same life gives the same numbers with it and without, but share of voice."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
from simcord.env import Env
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.app import create_bot
from bot.permissions import intents
from community.calendar import DAY, Window
from community.ids import GuildId, MemberId
from config.settings import Settings
from storage.tables import metadata
from storage.tables.brands import brand_mention
from storage.tables.history import withheld_key
from tests.discord.world import World

WORD, NAME = "persimmon", "quince"


async def live(world: World) -> None:
    """Three days of questions, replies, mentions, threads, reactions, an edit, a deletion and a departure."""
    amy, bea, cal = (world.member(name) for name in ("amy", "bea", "cal"))
    services, home, moderator = world.bot.services, GuildId(world.guild.id), MemberId(world.moderator.id)
    await services.brands.registry.add(home, NAME, "", moderator, world.now)
    await services.settings.change(home, "brands.share_of_voice", "on", moderator, world.now)
    for day in range(3):
        question = await amy.send(world.lobby, f"{WORD} {NAME}?")
        answer = await bea.send(world.lobby, f"{WORD}!", reply_to=question)
        await cal.send(world.lobby, f"{WORD} {bea.mention}", reply_to=answer)
        await cal.react(question, "☕")
        thread = world.env.backend.create_thread(world.lobby.id, WORD, bea.id, message_id=question.id)
        world.env.backend.create_message(thread.id, cal.id, f"{WORD}.")
        await world.settle()
        if day == 1:
            await amy.edit(question, f"{WORD}, {WORD}?")
            await bea.delete(answer)
        await world.advance(timedelta(days=1))
    world.env.backend.remove_member(world.guild.id, cal.id)
    await world.settle()


async def numbers(world: World) -> dict[str, Any]:
    today = world.now.date()
    window = Window(today - 3 * DAY, today + DAY, ZoneInfo("UTC"))
    return dict(await world.bot.services.engagement.activity.read_metrics(GuildId(world.guild.id), window))


async def kept(world: World) -> str:
    """Everything in the database but who named a brand, and the key that each one draws for itself."""
    rows: list[object] = []
    async with world.bot.database.read() as connection:
        for table in metadata.sorted_tables:
            if table in {brand_mention, withheld_key}:
                continue
            rows += await connection.execute(select(table))
    return str(rows)


async def named(world: World) -> int:
    """How many mentions of a brand are kept."""
    async with world.bot.database.read() as connection:
        return len((await connection.execute(select(brand_mention))).all())


async def lived(path: Path, approved: discord.Intents) -> tuple[dict[str, Any], str, int, int]:
    """What a life amounts to, what is kept of it, how often a brand was heard, how many messages came without text."""

    def clock() -> datetime:
        return env.now()

    content = approved.message_content
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}", message_content=content)
    env = Env(create_bot(settings, clock=clock), check_errors=False, approved_intents=approved)
    await env.start()
    with capture_logs() as log:
        world = World(env, lambda: create_bot(settings), log)
        await world.settle()
        await live(world)
        hidden = sum(entry[:2] == ("CENSORED", "MESSAGE_CREATE") for entry in env.backend.transcript)
        told = await numbers(world), await kept(world), await named(world), hidden
        await world.bot.close()
        assert world.unexpected_errors() == []
    await env.shutdown()
    return told


async def test_the_numbers_are_the_same_with_and_without_content_and_no_word_of_it_is_kept(tmp_path: Path) -> None:
    assert not intents().message_content
    blank, kept_blank, n_named, n_hidden = await lived(tmp_path / "blank.db", intents())
    assert n_hidden >= 12
    assert n_named == 0

    told, kept_told, n_named, n_hidden = await lived(tmp_path / "told.db", intents(content=True))
    assert n_hidden == 0
    assert n_named == 2, "three were said, and one was taken back by an edit"

    assert told == blank
    assert (told["messages"], told["depth_max"], told["ties"]) == (11, 2, 3)
    assert WORD not in kept_told
    assert kept_told == kept_blank
