"""Forms that are understood even if the bot restarted while somebody was typing."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import discord
from discord import ui

TITLE_LENGTH = 45
"""Characters of a form's title (Source: Discord, Interactions)."""
LABEL_LENGTH = 45
"""Characters above one of its inputs (Source: Discord, Component Reference)."""


class Form(ui.Modal):
    """A modal whose custom id says everything; a cog adds its class with ``Host.add_forms``.

    ``template`` matches the custom id; the cog ``forms`` hands every submission to ``submitted``.
    """

    template: ClassVar[re.Pattern[str]]

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title[:TITLE_LENGTH], custom_id=custom_id)
        self.stop()  # Nobody waits for it, so the library need not keep every form that is put away.

    def ask_text(
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
        """Adds a text to type, of several lines where wanted; ``typed`` is there already."""
        box: ui.TextInput[Any] = ui.TextInput(
            custom_id=custom_id,
            style=discord.TextStyle.paragraph if in_lines else discord.TextStyle.short,
            max_length=limit,
            required=required,
            placeholder=hint[:100] or None,
            default=typed[:limit] or None,
        )
        self.add_item(ui.Label(text=label[:LABEL_LENGTH], component=box))

    @classmethod
    async def submitted(
        cls, interaction: discord.Interaction[Any], match: re.Match[str], answers: Mapping[str, str]
    ) -> None:
        """What sending the form does; ``answers`` by the custom ids of its inputs."""
        raise NotImplementedError


def answers(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed or picked in a submitted form, by custom id; several picks are joined by commas."""
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
