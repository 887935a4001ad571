"""What people press in AMAs, and whoever asked or answered there is told what came of it."""

from typing import Any

import discord
from discord.ext import commands

from cogs.amas.approval_views import CallOffButton, DecideButton, DeclineForm, EndButton
from cogs.amas.queue_views import PickMenu, QueueButton, QueuePageButton, SayForm
from cogs.amas.thread_views import AskButton, AskForm, MineButton, TakeBackMenu
from cogs.amas.wording import ama_outcome, ama_title, question_outcome
from cogs.kit.bot import Host, guild_id, member_id, speaker
from cogs.kit.errors import tell
from cogs.kit.i18n import plain

TOLD = 60
"""Characters of a question by which its author knows it again."""


class Amas(commands.Cog):
    """News of AMAs, for those whom it is about."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: discord.Interaction[Any], _: object) -> None:
        """Tells guests what became of their AMA, and members what became of their questions: them, and nobody else."""
        if interaction.guild_id is None or interaction.response.type is discord.InteractionResponseType.modal:
            return
        services, guild, member, say = (
            self._bot.services,
            guild_id(interaction),
            member_id(interaction),
            speaker(interaction),
        )
        lines = [
            f"**{ama_title(one, say)}**: {ama_outcome(one, say)}" for one in await services.amas.news(guild, member)
        ]
        for one in await services.questions.news(guild, member):
            ama = await services.amas.find(guild, one.ama_id)
            lines.append(f"**{plain(one.text, TOLD)}** {question_outcome(ama, one, say)}")
        if lines:
            await tell(interaction, say("Only you see this.") + "\n" + "\n".join(f"- {one}" for one in lines))


async def setup(bot: Host) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(AskButton, MineButton, TakeBackMenu, QueueButton, QueuePageButton, PickMenu)
    bot.add_dynamic_items(DecideButton, CallOffButton, EndButton)
    bot.add_forms(AskForm, SayForm, DeclineForm)
    await bot.add_cog(Amas(bot))
