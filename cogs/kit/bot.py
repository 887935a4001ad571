"""The type of the bot that cogs use: services, a clock, languages."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord.ext import commands

from cogs.kit.i18n import Languages, Translations
from community.errors import NotAllowed, OutOfReach
from community.ids import GuildId, MemberId
from community.services import Services

if TYPE_CHECKING:
    from cogs.kit.modals import PersistentModal

Clock = Callable[[], datetime]


class Bot(commands.AutoShardedBot):
    """The bot that carries the cogs; the composition root fills its attributes in ``setup_hook``."""

    services: Services
    languages: Languages
    clock: Clock
    modals: list["type[PersistentModal]"]

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether a guild is available at present."""
        guild = self.get_guild(guild_id)
        return guild is not None and not guild.unavailable

    def require_guild(self, guild_id: GuildId) -> discord.Guild:
        """Returns a guild that the bot is in.

        Raises
        ------
        OutOfReach
            Where it is not.
        """
        guild = self.get_guild(guild_id)
        if guild is None:
            raise OutOfReach("I am not in that server any more.")
        return guild

    def guild_translator(self, guild: discord.Guild) -> Translations:
        """Returns translations in a guild's preferred language, for what everybody reads."""
        return self.languages.translations(guild.preferred_locale.value)

    def run_in_background(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs work in a background task, which is cancelled when the bot closes."""
        raise NotImplementedError

    def add_sync_listener(self, event: str, take: Callable[[Any], None]) -> None:
        """Adds a listener that runs synchronously: a task for each event costs more than what the listener does."""
        raise NotImplementedError

    def add_modals(self, *forms: "type[PersistentModal]") -> None:
        """Registers modal classes, so that the router finds them for submissions."""
        self.modals += forms


Interaction: TypeAlias = discord.Interaction[Bot]
"""An interaction with this bot."""


def translations(interaction: Interaction) -> Translations:
    """Returns translations in the language of the person who interacts."""
    return interaction.client.languages.translations(interaction.locale.value)


def guild_id(interaction: Interaction) -> GuildId:
    """Returns the guild of an interaction; everything that the interaction names is looked up in that guild only.

    Raises
    ------
    NotAllowed
        In direct messages.
    """
    if interaction.guild_id is None:
        raise NotAllowed("This works inside a server only. Please try it there.")
    return GuildId(interaction.guild_id)


def member_id(interaction: Interaction) -> MemberId:
    """Returns the id of the person who interacts."""
    return MemberId(interaction.user.id)
