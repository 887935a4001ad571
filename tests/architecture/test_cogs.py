from collections import Counter
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.permissions import INTENTS
from cogs import extensions
from tests.discord.world import World

NEEDED = {
    "on_message": "guild_messages",
    "on_raw_message_delete": "guild_messages",
    "on_raw_bulk_message_delete": "guild_messages",
    "on_raw_message_edit": "guild_messages",
    "on_raw_reaction_add": "guild_reactions",
    "on_raw_reaction_remove": "guild_reactions",
    "on_raw_reaction_clear": "guild_reactions",
    "on_raw_reaction_clear_emoji": "guild_reactions",
    "on_member_join": "members",
    "on_member_update": "members",
    "on_member_seen": "members",
    "on_raw_member_remove": "members",
    "on_raw_thread_member_remove": "members",
    "on_thread_create": "guilds",
    "on_raw_thread_delete": "guilds",
    "on_guild_channel_delete": "guilds",
    "on_guild_role_delete": "guilds",
    "on_guild_available": "guilds",
    "on_guild_join": "guilds",
    "on_guild_unavailable": "guilds",
    "on_shard_connect": None,
    "on_shard_ready": None,
    "on_missed": None,
    "on_interaction": None,
    "on_app_command_completion": None,
}


def commands(world: World) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


async def test_every_cog_is_loaded(world: World) -> None:
    assert sorted(world.bot.extensions) == extensions()


async def test_no_two_commands_have_one_name(world: World) -> None:
    names = Counter(command.qualified_name for command in commands(world))
    assert [name for name, n in names.items() if n > 1] == []


async def test_every_command_and_option_is_described(world: World) -> None:
    for command in commands(world):
        assert command.description not in {"", "…"}, command.qualified_name
        for option in command.parameters:
            assert str(option.description) not in {"", "…"}, f"{command.qualified_name} {option.name}"


async def test_every_command_works_in_servers_only_unless_it_is_about_privacy(world: World) -> None:
    for command in commands(world):
        if not command.qualified_name.startswith(("privacy", "help")):
            assert (command.root_parent or command).guild_only, command.qualified_name


async def test_the_intents_cover_the_listeners_and_none_is_idle(world: World) -> None:
    listeners = {name for cog in world.bot.cogs.values() for name, _ in cog.get_listeners()}
    listeners |= {f"on_{event}" for event in world.bot._sync_listeners}
    assert listeners <= set(NEEDED), "say which intent the new listener needs"
    used = {NEEDED[name] for name in listeners} - {None}
    assert used | {"guilds"} == set(INTENTS)
    assert {name for name, on in world.bot.intents if on} == set(INTENTS)


async def test_message_content_is_not_asked_for(world: World) -> None:
    assert not world.bot.intents.message_content
    assert not world.bot.intents.presences


async def test_the_bot_pings_nobody_by_default(world: World) -> None:
    none = discord.AllowedMentions.none()
    assert world.bot.allowed_mentions is not None
    assert world.bot.allowed_mentions.to_dict() == none.to_dict()
