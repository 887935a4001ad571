"""Buttons and menus that outlive a restart: all they need to know is in their custom id."""

import re
from typing import Any, Generic, Self, TypeVar, cast

import discord
from discord import ui

from cogs.kit.errors import answer_error

ID = r"[0-8]?\d{1,18}"
"""In a custom id: a number below 2**63, as the database takes it."""
Widget = TypeVar("Widget", bound=ui.Item[Any])


class Press(ui.DynamicItem[Widget], Generic[Widget], template=r"hamlet:none"):
    """A button or menu whose custom id says everything; a cog adds its class with ``add_dynamic_items``.

    The custom id is what anybody may send: ``pressed`` looks everything up in the interaction's guild and
    asks again who may.
    """

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003
        /,
    ) -> Self:
        """The widget as it came back."""
        return cls(cast("Widget", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Calls :meth:`pressed`; whatever goes wrong takes the one path of errors."""
        try:
            await self.pressed(interaction)
        except Exception as error:
            await answer_error(interaction, error)

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """What the press does."""
        raise NotImplementedError
