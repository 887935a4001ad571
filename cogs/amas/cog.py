"""Tells guests and authors of questions what became of their AMA or question; adds the buttons of AMAs."""

import discord
from discord.ext import commands

from cogs.amas.approval_views import CallOffButton, DecideButton, DeclineModal, EndButton
from cogs.amas.queue_views import QuestionMenu, QueueButton, QueuePageButton, ReplyModal
from cogs.amas.thread_views import AmaQuestionModal, AskButton, OwnQuestionsButton, TakeBackMenu
from cogs.amas.wording import ama_outcome, ama_title, question_outcome
from cogs.kit.bot import Bot, Interaction
from cogs.kit.context import context_of
from cogs.kit.errors import send_privately
from cogs.kit.i18n import escape

EXCERPT_LENGTH = 60
"""Characters of a question by which its author recognizes it."""


class Amas(commands.Cog):
    """Tells guests and authors of questions the news of AMAs."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: Interaction, _: object) -> None:
        """Tells a guest or an author, in private, what became of their AMA or question."""
        ctx = context_of(interaction)
        if interaction.guild_id is None or interaction.response.type is discord.InteractionResponseType.modal:
            return
        amas, guild, member, say = ctx.services.amas, ctx.guild_id, ctx.member_id, ctx.say
        lines = [
            f"**{ama_title(one, say)}**: {ama_outcome(one, say)}"
            for one in await amas.sessions.take_news(guild, member)
        ]
        for one in await amas.questions.take_news(guild, member):
            ama = await amas.sessions.find(guild, one.ama_id)
            lines.append(f"**{escape(one.text, EXCERPT_LENGTH)}** {question_outcome(ama, one, say)}")
        if lines:
            await send_privately(interaction, say("Only you see this.") + "\n" + "\n".join(f"- {one}" for one in lines))


async def setup(bot: Bot) -> None:
    """Adds the cog, its buttons, menus and modals."""
    bot.add_dynamic_items(AskButton, OwnQuestionsButton, TakeBackMenu, QueueButton, QueuePageButton, QuestionMenu)
    bot.add_dynamic_items(DecideButton, CallOffButton, EndButton)
    bot.add_modals(AmaQuestionModal, ReplyModal, DeclineModal)
    await bot.add_cog(Amas(bot))
