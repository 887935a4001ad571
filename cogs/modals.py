"""Hands every submitted modal to the class that knows its custom id, also after a restart."""

from typing import Any

import discord
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction
from cogs.kit.errors import answer_error
from cogs.kit.modals import answers_of


class ModalRouter(commands.Cog):
    """Hands what people send in modals to the class of each."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Find the modal by its custom id."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        for modal in self._bot.modals:
            if modal.template.fullmatch(custom_id) is not None:
                try:
                    await modal.submitted(custom_id, answers_of(data)).on_submission(interaction)
                except Exception as error:
                    await answer_error(interaction, error)
                return


async def setup(bot: Bot) -> None:
    """Adds the cog."""
    await bot.add_cog(ModalRouter(bot))
