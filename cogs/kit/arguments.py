"""Options of commands that name something of the guild: offered while people type, found when they send."""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from discord import app_commands

from cogs.kit.bot import Bot, Interaction
from community.discord_limits import CHOICE_LENGTH, CHOICES

Entity = TypeVar("Entity")


class Candidate(NamedTuple):
    """Something that autocomplete may offer: the name that people read, and the value that a pick sends."""

    name: str
    value: str


class EntityArgument(app_commands.Transformer[Bot], Generic[Entity]):
    """An option whose value names an entity of the guild.

    A subclass lists the candidates and finds the entity; the command's handler gets the entity itself. A refusal that
    :meth:`find` raises reaches the person as any other: discord.py wraps it, :mod:`cogs.kit.errors` unwraps it.
    """

    async def candidates(self, interaction: Interaction) -> Iterable[Candidate]:
        """Returns everything that the person who types may pick, in order."""
        raise NotImplementedError

    async def matches(self, interaction: Interaction, typed: str) -> list[Candidate]:
        """Returns the candidates whose name contains what was typed; overridden where storage searches."""
        wanted = typed.casefold()
        return [one for one in await self.candidates(interaction) if wanted in one.name.casefold()]

    async def find(self, interaction: Interaction, typed: str) -> Entity:
        """Returns the entity that a sent value names: a picked candidate's value, or a name that was typed.

        Raises
        ------
        NotFound
            If it names none that the person may use.
        """
        raise NotImplementedError

    async def autocomplete(
        self, interaction: Interaction, value: int | float | str, /
    ) -> list[app_commands.Choice[int | float | str]]:
        """Returns the first matches as choices, with names cut to what Discord takes."""
        found = await self.matches(interaction, str(value))
        return [app_commands.Choice(name=one.name[:CHOICE_LENGTH], value=one.value) for one in found[:CHOICES]]

    async def transform(self, interaction: Interaction, value: str, /) -> Entity:
        """Returns what :meth:`find` does.

        Raises
        ------
        NotFound
            As :meth:`find`.
        """
        return await self.find(interaction, value)
