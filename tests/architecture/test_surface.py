"""What people and their data depend on stays as it is: a change here is a decision, and changes ``surface.json``."""

import json
import re
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.dialects import sqlite

from bot.cli import app
from bot.composition.services import FEATURES
from community.settings.declaration import declared_settings
from storage.tables import metadata
from tests.discord.world import World

SNAPSHOT = Path(__file__).with_name("surface.json")


def custom_ids(world: World) -> list[str]:
    """Returns the patterns of all custom ids, without their groups.

    A group changes what a handler reads, not what it matches.
    """
    items = world.bot._connection._view_store._dynamic_items
    patterns = [*items, *(modal.template for modal in world.bot.modals)]
    return sorted(re.sub(r"\(\?P<\w+>|[()]", "", pattern.pattern) for pattern in patterns)


def commands(world: World) -> list[Any]:
    """Returns all commands as they are sent to Discord."""
    told = [command.to_dict(world.bot.tree) for command in world.bot.tree.get_commands()]
    return sorted(json.loads(json.dumps(told)), key=lambda one: str(one["name"]))


def columns() -> dict[str, list[str]]:
    """Returns each table's columns and their types."""
    dialect = sqlite.dialect()
    return {
        table.name: [f"{column.name} {column.type.compile(dialect)}" for column in table.columns]
        for table in metadata.sorted_tables
    }


def settings() -> list[str]:
    """Returns the keys of all settings."""
    return sorted(setting.key for feature in FEATURES for setting in declared_settings(feature))


def options() -> dict[str, list[str]]:
    """Returns the command line's commands with their options and arguments."""

    def walk(name: str, command: Any) -> dict[str, list[str]]:
        found = {name: sorted(option for one in command.params for option in one.opts)}
        for child in getattr(command, "commands", {}).values():
            found |= walk(f"{name} {child.name}".strip(), child)
        return found

    return walk("", typer.main.get_command(app))


async def test_nothing_that_people_or_their_data_depend_on_changed(world: World) -> None:
    surface = {
        "columns": columns(),
        "commands": commands(world),
        "custom_ids": custom_ids(world),
        "options": options(),
        "settings": settings(),
    }
    kept = json.loads(SNAPSHOT.read_text())
    for part, here in surface.items():
        assert here == kept[part], f"{part} changed; where it shall, write it to surface.json"
    assert surface.keys() == kept.keys()
