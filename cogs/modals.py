"""Routes every submitted modal to its class, also after a restart."""

from typing import Any

import discord
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction
from cogs.kit.errors import answer_error
from cogs.kit.modals import answers_of


class ModalRouter(commands.Cog):
    """Routes submitted modals to their classes."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Finds the class of a submitted modal by its custom id, and handles the submission."""
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
