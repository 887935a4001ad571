"""Hands every submitted form to the class that knows its custom id, also after a restart."""

from typing import Any

import discord
from discord.ext import commands

from cogs.kit.bot import Host
from cogs.kit.errors import answer_error
from cogs.kit.modals import answers


class Forms(commands.Cog):
    """Routes what people send in forms."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Finds the form by its custom id."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        for form in self._bot.forms:
            match = form.template.fullmatch(custom_id)
            if match is not None:
                try:
                    await form.submitted(interaction, match, answers(data))
                except Exception as error:
                    await answer_error(interaction, error)
                return


async def setup(bot: Host) -> None:
    """Adds the cog."""
    await bot.add_cog(Forms(bot))
