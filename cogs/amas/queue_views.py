"""The two queues of an AMA: what waits for whoever looks after the topic, and what the guest has before them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import discord
from discord import ui

from cogs.amas.approval_views import CallOffButton
from cogs.amas.wording import ama_here
from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.checks import is_moderator
from cogs.kit.i18n import Speaker, plain
from cogs.kit.modals import Form
from cogs.kit.pagination import Pages, row
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from cogs.stewards.views import tended
from community.amas.ama import Ama
from community.amas.question import QUESTION_LENGTH, REASON_LENGTH, REPLY_LENGTH, Question
from community.errors import Invalid
from community.ids import AmaId, QuestionId

PAGE: Final = 5
"""Questions of one page: as many as fit when all are as long as can be."""
LABEL_LENGTH: Final = 100
"""Characters of an option's label (Source: Discord, Component Reference)."""
WHOSE = "mod|guest"
"""Whose queue it is."""
GONE = "This question is not in the queue any more."


async def queue_panel(
    interaction: discord.Interaction[Any], whose: str, ama_id: AmaId, page: int, note: str = ""
) -> Panel:
    """A page of a queue, for whom it is.

    *Raises*: NotAllowed for everybody else.
    """
    ama, say, member = await ama_here(interaction, ama_id), speaker(interaction), member_id(interaction)
    questions = host(interaction).services.questions
    if whose == "mod":
        await tended(interaction, ama.topic_id)
        title, waiting = say("The moderators' queue"), await questions.waiting(ama.guild_id, ama_id, member)
    else:
        await _still_tends(interaction, ama)
        title, waiting = say("The guest's queue"), await questions.queued(ama.guild_id, ama_id, member)
    pages = Pages.at(page, len(waiting), PAGE)
    lines = [_line(whose, place, one) for place, one in enumerate(waiting, 1)]
    menus = [ui.ActionRow[Any](PickMenu.of(deed, ama, pages, waiting, say)) for deed in DEEDS_OF[whose]]
    buttons: list[ui.Item[Any]] = [
        QueuePageButton.to(whose, ama, other, label) for other, label in pages.turns(say("Back"), say("More"))
    ]
    if ama.is_unfinished and (member == ama.guest_id or await is_moderator(interaction)):
        buttons.append(CallOffButton.of(ama, say("End the AMA")))
    empty = say("Nothing waits here at the moment. The card says when there is something again.")
    return Panel(
        title,
        lead="\n".join(part for part in (note, "" if waiting else empty) if part),
        sections=[("", line) for line in pages.of(lines)],
        closing=say("Page {page} of {n}. Only you see this.", page=pages.page + 1, n=pages.n),
        rows=[*(menus if waiting else []), *row(buttons)],
    )


def _line(whose: str, place: int, question: Question) -> str:
    """Who asked is the moderators' business, and not the guest's."""
    text = f"{place}. {plain(question.text, QUESTION_LENGTH)}"
    return f"{text}\n-# <@{question.author_id}>" if whose == "mod" else text


class QueueButton(Press[ui.Button[Any]], template=rf"hamlet:ama:queue:(?P<whose>{WHOSE}):(?P<ama>{ID})"):
    """Opens a queue, for whom it is."""

    @classmethod
    def of(cls, whose: str, ama: Ama, label: str) -> Self:
        """The button on the card."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:ama:queue:{whose}:{ama.ama_id}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows its first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        whose, ama_id = self.custom_id.split(":")[3:]
        panel = await queue_panel(interaction, whose, AmaId(int(ama_id)), 0)
        await interaction.followup.send(view=panel.view(), ephemeral=True)


class QueuePageButton(
    Press[ui.Button[Any]], template=rf"hamlet:ama:page:(?P<whose>{WHOSE}):(?P<ama>{ID}):(?P<page>\d{{1,4}})"
):
    """Turns to another page of a queue."""

    @classmethod
    def to(cls, whose: str, ama: Ama, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:ama:page:{whose}:{ama.ama_id}:{page}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows that page."""
        await interaction.response.defer()
        whose, ama_id, page = self.custom_id.split(":")[3:]
        panel = await queue_panel(interaction, whose, AmaId(int(ama_id)), int(page))
        await interaction.edit_original_response(view=panel.view())


DEEDS_OF: Mapping[str, Sequence[str]] = {"mod": ("on", "skip"), "guest": ("answer", "pass")}
"""What can be done in each queue."""


class PickMenu(
    Press[ui.Select[Any]], template=rf"hamlet:ama:pick:(?P<deed>on|skip|answer|pass):(?P<ama>{ID}):(?P<page>\d{{1,4}})"
):
    """Picks what to pass on, or which question to say something to."""

    @classmethod
    def of(cls, deed: str, ama: Ama, pages: Pages, waiting: Sequence[Question], say: Speaker) -> Self:
        """A menu of the questions of a page."""
        label = {
            "on": say("Pass on to the guest"),
            "skip": say("Skip, and say why"),
            "answer": say("Answer"),
            "pass": say("Leave unanswered, and say why"),
        }[deed]
        options = pages.of(
            [
                discord.SelectOption(label=f"{place}. {one.text}"[:LABEL_LENGTH], value=str(one.question_id))
                for place, one in enumerate(waiting, 1)
            ]
        )
        return cls(
            ui.Select(
                custom_id=f"hamlet:ama:pick:{deed}:{ama.ama_id}:{pages.page}",
                placeholder=label,
                options=list(options),
                max_values=max(1, len(options)) if deed == "on" else 1,
            )
        )

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Passes on, or opens the form."""
        deed, ama_id, page = self.custom_id.split(":")[3:]
        numbers = [QuestionId(int(one)) for one in self.item.values if one.isascii() and one.isdecimal()]
        if deed == "on":
            await _pass_on(interaction, AmaId(int(ama_id)), numbers, int(page))
        elif not numbers or numbers[0] >= 2**63:
            raise Invalid(GONE)
        else:
            question = await question_for(interaction, deed, numbers[0])
            await interaction.response.send_modal(SayForm.of(deed, question, int(page), speaker(interaction)))


class SayForm(Form):
    """An answer, or why there is none."""

    template = re.compile(rf"hamlet:ama:say:(?P<deed>skip|answer|pass):(?P<question>{ID}):(?P<page>\d{{1,4}})")

    @classmethod
    def of(cls, deed: str, question: Question, page: int, say: Speaker) -> Self:
        """The form of one question."""
        title, label, limit = {
            "skip": (say("Skip this question"), say("Why? Whoever asked is told so"), REASON_LENGTH),
            "answer": (say("Your answer"), say("Posted in the thread, with your name"), REPLY_LENGTH),
            "pass": (say("Leave it unanswered"), say("Why? Whoever asked is told so"), REASON_LENGTH),
        }[deed]
        form = cls(title=title, custom_id=f"hamlet:ama:say:{deed}:{question.question_id}:{page}")
        form.add_item(ui.TextDisplay(plain(question.text, QUESTION_LENGTH)))
        form.ask_text("words", label, limit, in_lines=True)
        return form

    @classmethod
    async def submitted(
        cls, interaction: discord.Interaction[Any], match: re.Match[str], answers: Mapping[str, str]
    ) -> None:
        """Keeps what was said, and shows what is left in the queue."""
        await interaction.response.defer()
        bot, say, member = host(interaction), speaker(interaction), member_id(interaction)
        deed, number, words = match["deed"], QuestionId(int(match["question"])), answers.get("words", "")
        question = await question_for(interaction, deed, number)
        questions, guild, now = bot.services.questions, question.guild_id, bot.clock()
        match deed:
            case "skip":
                await questions.skip(guild, number, member, words, now)
                note = say("It is skipped. Whoever asked is told why, and nobody else.")
            case "pass":
                await questions.pass_over(guild, number, member, words, now)
                note = say("It stays unanswered. Whoever asked is told why, and nobody else.")
            case _:
                answered = await questions.answer(guild, number, member, words, now)
                note = say("Your answer is kept; it is posted as soon as Discord takes it.")
                if answered.message_id is not None:
                    note = say("Your answer is posted. Thank you!")
        whose = "mod" if deed == "skip" else "guest"
        panel = await queue_panel(interaction, whose, question.ama_id, int(match["page"]), note)
        await interaction.edit_original_response(view=panel.view())


async def question_for(interaction: discord.Interaction[Any], deed: str, number: QuestionId) -> Question:
    """The question, if this person may do that with it, here and now.

    *Raises*: a Refusal when not.
    """
    bot = host(interaction)
    questions, member, now = bot.services.questions, member_id(interaction), bot.clock()
    ama = await ama_here(interaction, (await questions.find(guild_id(interaction), number)).ama_id)
    if deed == "skip":
        await tended(interaction, ama.topic_id)
        return await questions.for_moderator(ama.guild_id, number, member, now)
    await _still_tends(interaction, ama)
    return await questions.for_guest(ama.guild_id, number, member, now)


async def _still_tends(interaction: discord.Interaction[Any], ama: Ama) -> None:
    """Passes where the guest of a topic's own AMA still looks after the topic. Raises as :func:`tended`."""
    if ama.brand_id is None and member_id(interaction) == ama.guest_id:
        await tended(interaction, ama.topic_id)


async def _pass_on(
    interaction: discord.Interaction[Any], ama_id: AmaId, numbers: Sequence[QuestionId], page: int
) -> None:
    await interaction.response.defer()
    bot, say = host(interaction), speaker(interaction)
    ama = await ama_here(interaction, ama_id)
    await tended(interaction, ama.topic_id)
    n = await bot.services.questions.approve(ama.guild_id, ama_id, numbers, member_id(interaction), bot.clock())
    panel = await queue_panel(interaction, "mod", ama_id, page, say("Passed on to the guest: {n}", n=n))
    await interaction.edit_original_response(view=panel.view())
