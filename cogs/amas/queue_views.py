"""The two queues of an AMA: questions that wait for the moderators, and those that wait for the guest."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import discord
from discord import ui

from cogs.amas.approval_views import CallOffButton
from cogs.amas.wording import require_ama_here
from cogs.kit.bot import Interaction, member_id, translations
from cogs.kit.checks import is_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.modals import PersistentModal
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.stewards.checks import require_steward
from community.amas.ama import Ama
from community.amas.question import QUESTION_LENGTH, REASON_LENGTH, REPLY_LENGTH, AmaQuestion
from community.discord_limits import OPTION_LENGTH
from community.errors import Invalid
from community.ids import AmaId, QuestionId

PAGE_SIZE: Final = 5
"""Questions of one page: as many as fit if all are as long as can be."""
WHOSE = "mod|guest"
"""The two queues, as their custom ids name them."""
GONE = "This question is not in the queue any more."


async def queue_panel(interaction: Interaction, whose: str, ama_id: AmaId, page: int, note: str = "") -> Panel:
    """Returns a page of a queue.

    Raises
    ------
    NotAllowed
        If the queue is not this person's.
    NotFound
        If the person is not in the AMA's thread.
    """
    ctx = context_of(interaction)
    ama, say, member = await require_ama_here(interaction, ama_id), ctx.say, ctx.member_id
    questions = ctx.services.amas.questions
    if whose == "mod":
        await require_steward(interaction, ama.topic_id)
        title, waiting = say("The moderators' queue"), await questions.waiting_questions(ama.guild_id, ama_id, member)
    else:
        await _require_guest_steward(interaction, ama)
        title, waiting = say("The guest's queue"), await questions.queued_questions(ama.guild_id, ama_id, member)
    shown_page = Page.at(page, len(waiting), PAGE_SIZE)
    lines = [_line(whose, place, one) for place, one in enumerate(waiting, 1)]
    menus = [ui.ActionRow[Any](QuestionMenu.of(action, ama, shown_page, waiting, say)) for action in ACTIONS[whose]]
    buttons: list[ui.Item[Any]] = [
        QueuePageButton.to(whose, ama, other, label) for other, label in shown_page.neighbours(say("Back"), say("More"))
    ]
    if ama.is_unfinished and (member == ama.guest_id or await is_moderator(interaction)):
        buttons.append(CallOffButton.of(ama, say("End the AMA")))
    empty = say("Nothing waits here at the moment. The card says when there is something again.")
    return Panel(
        title,
        lead="\n".join(part for part in (note, "" if waiting else empty) if part),
        sections=[("", line) for line in shown_page.of(lines)],
        closing=say("Page {page} of {n}. Only you see this.", page=shown_page.page + 1, n=shown_page.n),
        rows=[*(menus if waiting else []), *button_row(buttons)],
    )


def _line(whose: str, place: int, question: AmaQuestion) -> str:
    """Returns a question as one line; only moderators see who asked it."""
    text = f"{place}. {escape(question.text, QUESTION_LENGTH)}"
    return f"{text}\n-# <@{question.author_id}>" if whose == "mod" else text


class QueueButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:queue:(?P<whose>{WHOSE}):(?P<ama_id>{ID})"):
    """Opens a queue."""

    whose: str
    ama_id: AmaId

    @classmethod
    def of(cls, whose: str, ama: Ama, label: str) -> Self:
        """Returns the button of one AMA's queue."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:ama:queue:{whose}:{ama.ama_id}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the first page of the queue."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        panel = await queue_panel(interaction, self.whose, self.ama_id, 0)
        await interaction.followup.send(view=panel.view(), ephemeral=True)


class QueuePageButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:page:(?P<whose>{WHOSE}):(?P<ama_id>{ID}):(?P<page>\d{{1,4}})"
):
    """Turns to another page of a queue."""

    whose: str
    ama_id: AmaId
    page: int

    @classmethod
    def to(cls, whose: str, ama: Ama, page: int, label: str) -> Self:
        """Returns the button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:ama:page:{whose}:{ama.ama_id}:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page."""
        await interaction.response.defer()
        panel = await queue_panel(interaction, self.whose, self.ama_id, self.page)
        await interaction.edit_original_response(view=panel.view())


ACTIONS: Mapping[str, Sequence[str]] = {"mod": ("on", "skip"), "guest": ("answer", "pass")}
"""The actions of each queue."""


class QuestionMenu(
    PersistentItem[ui.Select[Any]],
    template=rf"hamlet:ama:pick:(?P<action>on|skip|answer|pass):(?P<ama_id>{ID}):(?P<page>\d{{1,4}})",
):
    """Picks questions to pass on, or the question to reply to."""

    action: str
    ama_id: AmaId
    page: int

    @classmethod
    def of(cls, action: str, ama: Ama, pages: Page, waiting: Sequence[AmaQuestion], say: Translations) -> Self:
        """Returns the menu of one action for a page's questions."""
        label = {
            "on": say("Pass on to the guest"),
            "skip": say("Skip, and say why"),
            "answer": say("Answer"),
            "pass": say("Leave unanswered, and say why"),
        }[action]
        options = pages.of(
            [
                discord.SelectOption(label=f"{place}. {one.text}"[:OPTION_LENGTH], value=str(one.question_id))
                for place, one in enumerate(waiting, 1)
            ]
        )
        return cls(
            ui.Select(
                custom_id=f"hamlet:ama:pick:{action}:{ama.ama_id}:{pages.page}",
                placeholder=label,
                options=list(options),
                max_values=max(1, len(options)) if action == "on" else 1,
            )
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Passes the picked questions on, or opens the modal of the picked one."""
        numbers = [QuestionId(int(one)) for one in self.item.values if one.isascii() and one.isdecimal()]
        if self.action == "on":
            await _approve(interaction, self.ama_id, numbers, self.page)
        elif not numbers or numbers[0] >= 2**63:
            raise Invalid(GONE)
        else:
            question = await require_question(interaction, self.action, numbers[0])
            await interaction.response.send_modal(
                ReplyModal.of(self.action, question, self.page, translations(interaction))
            )


class ReplyModal(PersistentModal):
    """Asks for an answer, or for the reason why there is none."""

    template = re.compile(rf"hamlet:ama:say:(?P<action>skip|answer|pass):(?P<question_id>{ID}):(?P<page>\d{{1,4}})")
    action: str
    question_id: QuestionId
    page: int

    @classmethod
    def of(cls, action: str, question: AmaQuestion, page: int, say: Translations) -> Self:
        """Returns the modal of one question."""
        title, label, limit = {
            "skip": (say("Skip this question"), say("Why? Whoever asked is told so"), REASON_LENGTH),
            "answer": (say("Your answer"), say("Posted in the thread, with your name"), REPLY_LENGTH),
            "pass": (say("Leave it unanswered"), say("Why? Whoever asked is told so"), REASON_LENGTH),
        }[action]
        form = cls(title=title, custom_id=f"hamlet:ama:say:{action}:{question.question_id}:{page}")
        form.add_item(ui.TextDisplay(escape(question.text, QUESTION_LENGTH)))
        form.add_text_input("words", label, limit, in_lines=True)
        return form

    async def on_submission(self, interaction: Interaction) -> None:
        """Stores the reply, and shows what is left in the queue."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        say, member = ctx.say, ctx.member_id
        action, number, reply = self.action, self.question_id, self.answers.get("words", "")
        question = await require_question(interaction, action, number)
        questions, guild, now = ctx.services.amas.questions, question.guild_id, ctx.now
        match action:
            case "skip":
                await questions.skip(guild, number, member, reply, now)
                note = say("It is skipped. Whoever asked is told why, and nobody else.")
            case "pass":
                await questions.pass_over(guild, number, member, reply, now)
                note = say("It stays unanswered. Whoever asked is told why, and nobody else.")
            case _:
                answered = await questions.answer(guild, number, member, reply, now)
                note = say("Your answer is kept; it is posted as soon as Discord takes it.")
                if answered.message_id is not None:
                    note = say("Your answer is posted. Thank you!")
        whose = "mod" if action == "skip" else "guest"
        panel = await queue_panel(interaction, whose, question.ama_id, self.page, note)
        await interaction.edit_original_response(view=panel.view())


async def require_question(interaction: Interaction, action: str, number: QuestionId) -> AmaQuestion:
    """Returns the question if this person may do that action in this thread now.

    Raises
    ------
    NotAllowed
        If the action is not this person's.
    Invalid
        If the AMA is over, or the question is no longer in the queue.
    NotFound
        If there is no such question, or its thread is another one.
    """
    ctx = context_of(interaction)
    questions, member, now = ctx.services.amas.questions, ctx.member_id, ctx.now
    ama = await require_ama_here(interaction, (await questions.find(ctx.guild_id, number)).ama_id)
    if action == "skip":
        await require_steward(interaction, ama.topic_id)
        return await questions.require_waiting(ama.guild_id, number, member, now)
    await _require_guest_steward(interaction, ama)
    return await questions.require_queued(ama.guild_id, number, member, now)


async def _require_guest_steward(interaction: Interaction, ama: Ama) -> None:
    """Checks that the guest of an AMA without a brand still looks after its topic.

    Raises
    ------
    NotAllowed
        As :func:`require_steward`.
    """
    if ama.brand_id is None and member_id(interaction) == ama.guest_id:
        await require_steward(interaction, ama.topic_id)


async def _approve(interaction: Interaction, ama_id: AmaId, numbers: Sequence[QuestionId], page: int) -> None:
    ctx = context_of(interaction)
    await interaction.response.defer()
    say = ctx.say
    ama = await require_ama_here(interaction, ama_id)
    await require_steward(interaction, ama.topic_id)
    n = await ctx.services.amas.questions.approve(ama.guild_id, ama_id, numbers, ctx.member_id, ctx.now)
    panel = await queue_panel(interaction, "mod", ama_id, page, say("Passed on to the guest: {n}", n=n))
    await interaction.edit_original_response(view=panel.view())
