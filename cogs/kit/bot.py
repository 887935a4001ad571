"""The bot as cogs see it: services, a clock, languages."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, cast

import discord
from discord.ext import commands

from cogs.kit.i18n import Languages, Speaker
from cogs.kit.modals import Form
from community.errors import NotAllowed, OutOfReach
from community.ids import GuildId, MemberId
from community.services import Services

Clock = Callable[[], datetime]


class Host(commands.AutoShardedBot):
    """The bot that carries the cogs; the composition root fills it in ``setup_hook``."""

    services: Services
    languages: Languages
    clock: Clock
    forms: list[type[Form]]

    def at_hand(self, guild_id: GuildId) -> bool:
        """Whether a guild can be reached at present."""
        guild = self.get_guild(guild_id)
        return guild is not None and not guild.unavailable

    def home(self, guild_id: GuildId) -> discord.Guild:
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

    def voice(self, guild: discord.Guild) -> Speaker:
        """Speaks a guild's own language, for what everybody reads."""
        return self.languages.speaker(guild.preferred_locale.value)

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Does work that may take long in the background; closing the bot ends it wherever it is."""
        raise NotImplementedError

    def hear(self, event: str, take: Callable[[Any], None]) -> None:
        """Has an event taken at once, by what never waits: a task for each costs more than the taking."""
        raise NotImplementedError

    def add_forms(self, *forms: type[Form]) -> None:
        """Makes forms known, so that what people send in them arrives."""
        self.forms += forms


def host(interaction: discord.Interaction[Any]) -> Host:
    """The bot that an interaction came to."""
    return cast("Host", interaction.client)


def speaker(interaction: discord.Interaction[Any]) -> Speaker:
    """Speaks the language of the person who asked."""
    return host(interaction).languages.speaker(interaction.locale.value)


def guild_id(interaction: discord.Interaction[Any]) -> GuildId:
    """The guild that an interaction came from; everything it names is looked up there and nowhere else."""
    if interaction.guild_id is None:
        raise NotAllowed("This works inside a server only. Please try it there.")
    return GuildId(interaction.guild_id)


def member_id(interaction: discord.Interaction[Any]) -> MemberId:
    """The person who pressed or typed."""
    return MemberId(interaction.user.id)
