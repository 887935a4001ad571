"""The bot does not ask for what messages say: the same life gives the same numbers with it and without it."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest
from simcord.env import Env
from sqlalchemy import select
from structlog.testing import capture_logs

import bot.app
from bot.access import intents
from bot.app import create_bot
from community.calendar import DAY, Window
from community.ids import GuildId
from config.settings import Settings
from storage.tables import metadata
from storage.tables.history import withheld_key
from tests.discord.world import World

WORD = "persimmon"


async def live(world: World) -> None:
    """Three days of questions, replies, mentions, threads, reactions, an edit, a deletion and a departure."""
    amy, bea, cal = (world.member(name) for name in ("amy", "bea", "cal"))
    for day in range(3):
        question = await amy.send(world.lobby, f"{WORD}?")
        answer = await bea.send(world.lobby, f"{WORD}!", reply_to=question)
        await cal.send(world.lobby, f"{WORD} {bea.mention}", reply_to=answer)
        await cal.react(question, "☕")
        thread = world.env.backend.create_thread(world.lobby.id, WORD, bea.id, message_id=question.id)
        world.env.backend.create_message(thread.id, cal.id, f"{WORD}.")
        await world.settle()
        if day == 1:
            await amy.edit(question, f"{WORD}, {WORD}?")
            await bea.delete(answer)
        await world.travel(timedelta(days=1))
    world.env.backend.remove_member(world.guild.id, cal.id)
    await world.settle()


async def numbers(world: World) -> dict[str, Any]:
    today = world.now.date()
    window = Window(today - 3 * DAY, today + DAY, ZoneInfo("UTC"))
    return dict(await world.bot.services.engagement.insights(GuildId(world.guild.id), window))


async def kept(world: World) -> str:
    """Everything in the database but the key that each one draws for itself."""
    rows: list[object] = []
    async with world.bot.database.read() as connection:
        for table in metadata.sorted_tables:
            if table is withheld_key:
                continue
            rows += await connection.execute(select(table))
    return str(rows)


async def lived(path: Path, approved: discord.Intents) -> tuple[dict[str, Any], str, int]:
    """What a life of its own amounts to, what is kept of it, and how many messages came without their content."""
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}")
    env = Env(create_bot(settings), check_errors=False, approved_intents=approved)
    await env.start()
    with capture_logs() as log:
        world = World(env, lambda: create_bot(settings), log)
        await world.settle()
        await live(world)
        hidden = sum(entry[:2] == ("CENSORED", "MESSAGE_CREATE") for entry in env.backend.transcript)
        told = await numbers(world), await kept(world), hidden
        await world.bot.close()
        assert world.mishaps() == []
    await env.shutdown()
    return told


async def test_the_numbers_are_the_same_with_and_without_content_and_no_word_of_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = intents()
    assert not asked.message_content
    blank, kept_blank, n_hidden = await lived(tmp_path / "blank.db", asked)
    assert n_hidden >= 12

    everything = intents()
    everything.message_content = True
    monkeypatch.setattr(bot.app, "intents", lambda: everything)
    told, kept_told, n_hidden = await lived(tmp_path / "told.db", everything)
    assert n_hidden == 0

    assert told == blank
    assert (told["messages"], told["depth_max"], told["ties"]) == (11, 2, 3)
    assert WORD not in kept_told
    assert kept_told == kept_blank
