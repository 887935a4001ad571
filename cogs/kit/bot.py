"""The bot as cogs see it: services, a clock, languages."""

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
    """The bot that carries the cogs; the composition root fills it in ``setup_hook``."""

    services: Services
    languages: Languages
    clock: Clock
    modals: list["type[PersistentModal]"]

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether a guild can be reached at present."""
        guild = self.get_guild(guild_id)
        return guild is not None and not guild.unavailable

    def require_guild(self, guild_id: GuildId) -> discord.Guild:
        """A guild that the bot is in.

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
        """Speaks a guild's own language, for what everybody reads."""
        return self.languages.translations(guild.preferred_locale.value)

    def run_in_background(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Does work that may take long in the background; closing the bot ends it wherever it is."""
        raise NotImplementedError

    def add_sync_listener(self, event: str, take: Callable[[Any], None]) -> None:
        """Has an event taken at once, by what never waits: a task for each costs more than the taking."""
        raise NotImplementedError

    def add_modals(self, *forms: "type[PersistentModal]") -> None:
        """Makes forms known, so that what people send in them arrives."""
        self.modals += forms


Interaction: TypeAlias = discord.Interaction[Bot]
"""An interaction that came to this bot."""


def translations(interaction: Interaction) -> Translations:
    """Speaks the language of the person who asked."""
    return interaction.client.languages.translations(interaction.locale.value)


def guild_id(interaction: Interaction) -> GuildId:
    """The guild that an interaction came from; everything it names is looked up there and nowhere else."""
    if interaction.guild_id is None:
        raise NotAllowed("This works inside a server only. Please try it there.")
    return GuildId(interaction.guild_id)


def member_id(interaction: Interaction) -> MemberId:
    """The person who pressed or typed."""
    return MemberId(interaction.user.id)
