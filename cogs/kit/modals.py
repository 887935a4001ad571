"""Modals that survive a restart of the bot while somebody types."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.custom_ids import field_parsers, set_fields
from community.discord_limits import MODAL_LABEL_LENGTH, MODAL_TITLE_LENGTH, PLACEHOLDER_LENGTH


class PersistentModal(ui.Modal):
    """A modal whose custom id carries its state; a cog registers its class with ``Bot.add_modals``.

    ``template`` matches the custom id; its named groups are attributes, which the class annotates with their types. The
    cog ``modals`` rebuilds one of each submission, fills ``answers`` and awaits ``on_submission``.
    """

    template: ClassVar[re.Pattern[str]] = re.compile("hamlet:none")
    answers: Mapping[str, str]
    """The values of a submission, by the custom ids of the inputs; several picks are joined by commas."""

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title[:MODAL_TITLE_LENGTH], custom_id=custom_id)
        self.stop()  # Nobody waits for it, so the library need not keep every form that is put away.
        set_fields(self, self.template, custom_id, field_parsers(type(self), self.template))

    @classmethod
    def submitted(cls, custom_id: str, answers: Mapping[str, str]) -> Self:
        """Builds the modal of a submission."""
        modal = cls.__new__(cls)
        PersistentModal.__init__(modal, title="…", custom_id=custom_id)
        modal.answers = answers
        return modal

    def add_text_input(
        self,
        custom_id: str,
        label: str,
        limit: int,
        *,
        in_lines: bool = False,
        hint: str = "",
        required: bool = True,
        typed: str = "",
    ) -> None:
        """Adds a text input, of several lines where ``in_lines``; ``typed`` is its initial value."""
        box: ui.TextInput[Any] = ui.TextInput(
            custom_id=custom_id,
            style=discord.TextStyle.paragraph if in_lines else discord.TextStyle.short,
            max_length=limit,
            required=required,
            placeholder=hint[:PLACEHOLDER_LENGTH] or None,
            default=typed[:limit] or None,
        )
        self.add_item(ui.Label(text=label[:MODAL_LABEL_LENGTH], component=box))

    async def on_submission(self, interaction: Interaction) -> None:
        """Handles the submission."""
        raise NotImplementedError


def answers_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Returns the values of a submission by custom id; several picks are joined by commas."""
    found: dict[str, str] = {}
    for component in _walk(data.get("components", [])):
        if "custom_id" in component:
            value = component.get("value")
            if value is None:
                value = ",".join(component.get("values") or [])
            found[component["custom_id"]] = str(value)
    return found


def _walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    flat: list[dict[str, Any]] = []
    for component in components:
        inner = [component["component"]] if "component" in component else component.get("components", [])
        flat += [component, *_walk(inner)]
    return flat
