"""Persistent buttons and menus: their custom id carries their state, so they survive a restart."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.custom_ids import Parser, field_parsers, set_fields
from cogs.kit.errors import answer_error

Widget = TypeVar("Widget", bound=ui.Item[Any])


class PersistentItem(ui.DynamicItem[Widget], Generic[Widget], template=r"hamlet:none"):
    """A button or menu whose custom id carries its state; a cog registers its class with ``add_dynamic_items``.

    The named groups of the template are attributes, which the class annotates with their types. Anybody can send any
    custom id: ``on_press`` looks everything up in the interaction's guild and checks permissions again.
    """

    _parsers: ClassVar[Mapping[str, Parser]] = {}

    def __init_subclass__(cls, *, template: str | re.Pattern[str]) -> None:
        super().__init_subclass__(template=template)
        cls._parsers = field_parsers(cls, cls.__discord_ui_compiled_template__)

    def __init__(self, item: Widget) -> None:
        super().__init__(item)
        set_fields(self, self.template, self.custom_id, self._parsers)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,  # type: ignore[override]  # noqa: ARG003
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003
        /,
    ) -> Self:
        """Builds the item of an interaction."""
        return cls(cast("Widget", item))

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Calls :meth:`on_press`; answers its errors like those of commands."""
        try:
            await self.on_press(interaction)
        except Exception as error:
            await answer_error(interaction, error)

    async def on_press(self, interaction: Interaction) -> None:
        """Handles the press."""
        raise NotImplementedError
