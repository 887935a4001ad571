"""Permission checks, made on the server side at every command and every press."""

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands

from cogs.kit.bot import Interaction, guild_id
from community.errors import NotAllowed, Refusal
from community.settings.general import GeneralSettings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class RefusedCheck(app_commands.CheckFailure):
    """A failed check; ``original`` is the refusal that the person is told."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.original = refusal


async def is_moderator(interaction: Interaction) -> bool:
    """Whether the person has the moderator role, or Manage Server while no role is set.

    Raises
    ------
    NotAllowed
        In direct messages.
    """
    settings = await interaction.client.services.settings.read(guild_id(interaction), GeneralSettings)
    user = interaction.user
    if not isinstance(user, discord.Member):
        return False
    if interaction.guild is not None and interaction.guild.owner_id == user.id:
        return True
    if settings.moderator_role is not None:
        return user.get_role(settings.moderator_role) is not None
    return interaction.permissions.manage_guild


async def require_moderator(interaction: Interaction) -> None:
    """Requires that the person is a moderator.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not await is_moderator(interaction):
        raise NotAllowed("This one is for moderators. Please ask one of them, or see what you can use with /help.")


def moderators_only() -> Callable[[Decorated], Decorated]:
    """Returns a decorator that restricts a command to moderators; ``/help`` reads the check as well."""

    async def predicate(interaction: Interaction) -> bool:
        try:
            await require_moderator(interaction)
        except Refusal as refusal:
            raise RefusedCheck(refusal) from refusal
        return True

    def decorate(command: Decorated) -> Decorated:
        return app_commands.check(predicate)(command)

    return decorate
