"""The card of a brand's feedback round, and the modal for a comment."""

import re
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.modals import PersistentModal
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.brands.feedback import COMMENT_LENGTH, QUESTION_LENGTH, FeedbackAnswer, Round, RoundState
from community.ids import RoundId

N_COMMENTS = 15
"""Comments on one card: with the question they fit in a message."""


def answer_text(answer: FeedbackAnswer, say: Translations) -> str:
    """Returns an answer in words."""
    return {FeedbackAnswer.YES: say("Yes"), FeedbackAnswer.NO: say("No"), FeedbackAnswer.DEPENDS: say("It depends")}[
        answer
    ]


def round_title(asked: Round, say: Translations) -> str:
    """Returns who asks whom in one line."""
    return say("{brand} asks {topic}", brand=escape(asked.brand, 40), topic=escape(asked.topic, 60))


def round_panel(asked: Round, say: Translations) -> Panel:
    """Returns the card of a round: the question and the rule while it is open, then the result."""
    question = escape(asked.question, QUESTION_LENGTH * 2) or say("The question was taken back.")
    if asked.state is not RoundState.OPEN:
        return Panel(
            round_title(asked, say),
            lead=question,
            sections=[(say("What came of it"), round_outcome(asked, say)), *_commented(asked, say)],
        )
    return Panel(
        round_title(asked, say),
        lead=question,
        sections=[
            (
                say("The rule"),
                say(
                    "One answer each until {closes}; you can change yours till then. Rounded figures are told once at "
                    "least {fewest} people answered, each answer's only where at least {fewest} are behind every one. "
                    "Comments are told without names once {fewest} people commented.",
                    closes=discord.utils.format_dt(asked.closes_at, "f"),
                    fewest=asked.fewest,
                ),
            )
        ],
        closing=say("Nobody sees who answered what."),
        rows=[ui.ActionRow(*(AnswerBrandButton.of(asked, one, answer_text(one, say)) for one in FeedbackAnswer))],
    )


def round_outcome(asked: Round, say: Translations) -> str:
    """Returns the state or result of a round in words."""
    if asked.state is RoundState.OPEN:
        return say("Open until {closes}.", closes=discord.utils.format_dt(asked.closes_at, "f"))
    if asked.state is RoundState.ENDED or asked.told is None:
        return say("This question ended early, so nothing is told of the answers.")
    total, parts = asked.told.total, asked.told.parts
    if total is None:
        return say(
            "Fewer than {fewest} people answered, so nothing is told. Thank you to whoever did!", fewest=asked.fewest
        )
    lines = [say("About {n} people answered. Thank you!", n=total)]
    if any(parts.get(one) is None for one in FeedbackAnswer):
        lines.append(say("How they answered is not told: fewer than {n} are behind one answer.", n=asked.fewest))
    else:
        lines += [say("{answer}: about {n}", answer=answer_text(one, say), n=parts[one]) for one in FeedbackAnswer]
    return "\n".join(lines)


def _commented(asked: Round, say: Translations) -> list[tuple[str, str]]:
    if not asked.comments:
        return []
    lines = [f"- {escape(one, COMMENT_LENGTH)}" for one in asked.comments[:N_COMMENTS]]
    if len(asked.comments) > N_COMMENTS:
        lines.append(say("And {n} more.", n=len(asked.comments) - N_COMMENTS))
    return [(say("Comments, in the order of the alphabet"), "\n".join(lines))]


class AnswerBrandButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:brand:answer:(?P<round_id>{ID}):(?P<answer>yes|no|depends)"
):
    """Answers a round."""

    round_id: RoundId
    answer: str

    @classmethod
    def of(cls, asked: Round, answer: FeedbackAnswer, label: str) -> Self:
        """Returns one of the three buttons of a round."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:answer:{asked.round_id}:{answer}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Stores the answer, and offers to add a comment."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        say, answer = ctx.say, FeedbackAnswer(self.answer)
        asked = await ctx.services.brands.feedback.answer(ctx.guild_id, self.round_id, ctx.member_id, answer, ctx.now)
        panel = Panel(
            say("You answered: {answer}", answer=answer_text(answer, say)),
            lead=say("You can change it until the question is over, and add a few words if you like."),
            rows=[ui.ActionRow(CommentButton.of(asked, say("Add a comment")))],
        )
        await interaction.followup.send(view=panel.view(), ephemeral=True)


class CommentButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:brand:remark:(?P<round_id>{ID})"):
    """Opens the modal for a comment."""

    round_id: RoundId

    @classmethod
    def of(cls, asked: Round, label: str) -> Self:
        """Returns the button of one round."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:remark:{asked.round_id}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Opens the modal if the member may answer."""
        ctx = context_of(interaction)
        number = self.round_id
        await ctx.services.brands.feedback.require_open(ctx.guild_id, number, ctx.member_id, ctx.now)
        await interaction.response.send_modal(CommentModal.of(number, ctx.say))


class CommentModal(PersistentModal):
    """Asks for a comment beside an answer."""

    template = re.compile(rf"hamlet:brand:words:(?P<round_id>{ID})")
    round_id: RoundId

    @classmethod
    def of(cls, number: RoundId, say: Translations) -> Self:
        """Returns the modal of one round."""
        form = cls(title=say("Your comment"), custom_id=f"hamlet:brand:words:{number}")
        label = say("Told without your name; empty takes it back")
        form.add_text_input("comment", label, COMMENT_LENGTH, in_lines=True, required=False)
        return form

    async def on_submission(self, interaction: Interaction) -> None:
        """Stores the comment."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = ctx.say
        await ctx.services.brands.feedback.comment(
            ctx.guild_id,
            self.round_id,
            ctx.member_id,
            self.answers.get("comment", ""),
            ctx.now,
        )
        await interaction.followup.send(
            say("Your comment is kept. It is told, without your name, only once enough people commented."),
            ephemeral=True,
        )
