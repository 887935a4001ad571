"""The card of an AMA in its thread, asking a question, and a member's own questions."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.amas.queue_views import QueueButton
from cogs.amas.wording import ama_outcome, ama_title, guest_text, question_outcome, require_ama_here
from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.modals import PersistentModal
from cogs.kit.pagination import button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.amas.ama import Ama, AmaState
from community.amas.question import OPEN, QUESTION_LENGTH, REPLY_LENGTH, AmaQuestion, QuestionTally
from community.discord_limits import OPTION_LENGTH
from community.errors import Invalid
from community.ids import AmaId, QuestionId


def ama_panel(ama: Ama, tally: QuestionTally, say: Translations) -> Panel:
    """Returns the card that begins an AMA's thread."""
    if ama.state is not AmaState.LIVE:
        return Panel(
            ama_title(ama, say),
            lead=ama_outcome(ama, say),
            closing=say("Questions answered: {n}", n=tally.n_answered),
            rows=[ui.ActionRow(OwnQuestionsButton.of(ama, say))],
        )
    lead = say(
        "{guest} answers your questions here until {closes}.",
        guest=guest_text(ama, say),
        closes=discord.utils.format_dt(ama.closes_at or ama.at, "f"),
    )
    return Panel(
        ama_title(ama, say),
        lead=lead,
        sections=[
            (
                say("How it goes"),
                say(
                    "Press **Ask**. Whoever looks after the topic passes questions on to the guest; what is answered "
                    "is posted here, without your name. If yours is turned down, only you are told why."
                ),
            )
        ],
        closing=say(
            "Before the moderators: {waiting} · before the guest: {queued} · answered: {answered}",
            waiting=tally.n_waiting,
            queued=tally.n_queued,
            answered=tally.n_answered,
        ),
        rows=[
            ui.ActionRow(AskButton.of(ama, say), OwnQuestionsButton.of(ama, say)),
            ui.ActionRow(
                QueueButton.of("mod", ama, say("The moderators' queue")),
                QueueButton.of("guest", ama, say("The guest's queue")),
            ),
        ],
    )


def answer_panel(ama: Ama, question: AmaQuestion, say: Translations) -> Panel:
    """Returns the post of an answered question; every answer names the brand that its guest speaks for."""
    return Panel(
        escape(question.text, QUESTION_LENGTH) or say("This question was taken back."),
        lead=escape(question.reply, REPLY_LENGTH) or say("This answer was taken back."),
        closing=f"{guest_text(ama, say).rstrip(',')} {answer_mark(question)}",
    )


def answer_mark(question: AmaQuestion) -> str:
    """Returns the end of the small line under an answer; members can't write it, since their markup is escaped."""
    return f"· {question.mark}"


def own_questions_panel(ama: Ama, questions: Sequence[AmaQuestion], say: Translations, note: str = "") -> Panel:
    """Returns a member's own questions, each with what became of it."""
    still_open = [one for one in questions if one.state in OPEN]
    is_on = ama.state is AmaState.LIVE
    nothing = say("You asked nothing here yet. Press Ask on the card.") if is_on else say("You asked nothing here.")
    return Panel(
        say("Your questions"),
        lead=note or ("" if questions else nothing),
        sections=[
            ("", f"**{escape(one.text, QUESTION_LENGTH)}**\n{question_outcome(ama, one, say)}") for one in questions
        ],
        closing=say("Only you see this."),
        rows=button_row([TakeBackMenu.of(ama, still_open, say)]) if still_open else [],
    )


class AskButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:ask:(?P<ama_id>{ID})"):
    """Opens the modal for a question."""

    ama_id: AmaId

    @classmethod
    def id_of(cls, ama_id: AmaId) -> str:
        """Returns the custom id, by which the card is found as well."""
        return f"hamlet:ama:ask:{ama_id}"

    @classmethod
    def of(cls, ama: Ama, say: Translations) -> Self:
        """Returns the button of one AMA."""
        return cls(ui.Button(label=say("Ask"), style=discord.ButtonStyle.primary, custom_id=cls.id_of(ama.ama_id)))

    async def on_press(self, interaction: Interaction) -> None:
        """Opens the modal if the member may ask."""
        ctx = context_of(interaction)
        ama = await require_ama_here(interaction, self.ama_id)
        await ctx.services.amas.questions.require_asker(ctx.guild_id, ama.ama_id, ctx.member_id, ctx.now)
        await interaction.response.send_modal(AmaQuestionModal.of(ama, ctx.say))


class AmaQuestionModal(PersistentModal):
    """Asks for a question to the guest."""

    template = re.compile(rf"hamlet:ama:asked:(?P<ama_id>{ID})")
    ama_id: AmaId

    @classmethod
    def of(cls, ama: Ama, say: Translations) -> Self:
        """Returns the modal of one AMA."""
        form = cls(title=say("Your question"), custom_id=f"hamlet:ama:asked:{ama.ama_id}")
        form.add_text_input("question", say("What would you like to know?"), QUESTION_LENGTH, in_lines=True)
        return form

    async def on_submission(self, interaction: Interaction) -> None:
        """Stores the question."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = ctx.say
        ama = await require_ama_here(interaction, self.ama_id)
        await ctx.services.amas.questions.ask(
            ctx.guild_id, ama.ama_id, ctx.member_id, self.answers.get("question", ""), ctx.now
        )
        text = say("Your question is in the queue. See what becomes of it, or take it back, under My questions.")
        await interaction.followup.send(text, ephemeral=True)


class OwnQuestionsButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:mine:(?P<ama_id>{ID})"):
    """Shows a member's own questions."""

    ama_id: AmaId

    @classmethod
    def of(cls, ama: Ama, say: Translations) -> Self:
        """Returns the button of one AMA."""
        return cls(ui.Button(label=say("My questions"), custom_id=f"hamlet:ama:mine:{ama.ama_id}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the questions to their author, in private."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        ama = await require_ama_here(interaction, self.ama_id)
        own = await ctx.services.amas.questions.take_own(ama.guild_id, ama.ama_id, ctx.member_id)
        await interaction.followup.send(view=own_questions_panel(ama, own, ctx.say).view(), ephemeral=True)


class TakeBackMenu(PersistentItem[ui.Select[Any]], template=rf"hamlet:ama:back:(?P<ama_id>{ID})"):
    """Takes back one of a member's own open questions."""

    ama_id: AmaId

    @classmethod
    def of(cls, ama: Ama, questions: Sequence[AmaQuestion], say: Translations) -> Self:
        """Returns the menu of a member's open questions."""
        options = [
            discord.SelectOption(label=one.text[:OPTION_LENGTH], value=str(one.question_id)) for one in questions
        ]
        custom_id = f"hamlet:ama:back:{ama.ama_id}"
        return cls(ui.Select(custom_id=custom_id, placeholder=say("Take a question back"), options=options))

    async def on_press(self, interaction: Interaction) -> None:
        """Takes the picked question back, and shows the others."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        say, member = ctx.say, ctx.member_id
        ama = await require_ama_here(interaction, self.ama_id)
        await ctx.services.amas.questions.take_back(ama.guild_id, picked_question(self.item.values), member, ctx.now)
        own = await ctx.services.amas.questions.take_own(ama.guild_id, ama.ama_id, member)
        panel = own_questions_panel(ama, own, say, note=say("It is taken back."))
        await interaction.edit_original_response(view=panel.view())


def picked_question(values: Sequence[str]) -> QuestionId:
    """Returns the id of the question that was picked in a menu.

    Raises
    ------
    Invalid
        If the value is no id.
    """
    value = "".join(values)
    if not (value.isascii() and value.isdecimal() and int(value) < 2**63):
        raise Invalid("This question is not there any more: its author took it back.")
    return QuestionId(int(value))
