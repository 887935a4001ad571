"""How a brand's feedback round looks, and what members press and type."""

import re
from collections.abc import Mapping
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.i18n import Speaker, plain
from cogs.kit.modals import Form
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from community.brands.feedback import COMMENT_LENGTH, QUESTION_LENGTH, Answer, Round, RoundState
from community.ids import RoundId

N_COMMENTS = 15
"""Comments on one card: with the question they fit in a message."""


def answer_word(answer: Answer, say: Speaker) -> str:
    """One of the three answers, in words."""
    return {Answer.YES: say("Yes"), Answer.NO: say("No"), Answer.DEPENDS: say("It depends")}[answer]


def round_title(asked: Round, say: Speaker) -> str:
    """Who asks, in one line."""
    return say("{brand} asks {topic}", brand=plain(asked.brand, 40), topic=plain(asked.topic, 60))


def round_panel(asked: Round, say: Speaker) -> Panel:
    """The round's card: the question and the rule while it is open, what may be told after that."""
    question = plain(asked.question, QUESTION_LENGTH * 2) or say("The question was taken back.")
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
        rows=[ui.ActionRow(*(AnswerBrandButton.of(asked, one, answer_word(one, say)) for one in Answer))],
    )


def round_outcome(asked: Round, say: Speaker) -> str:
    """What may be told of the answers, in words."""
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
    if any(parts.get(one) is None for one in Answer):
        lines.append(say("How they answered is not told: fewer than {n} are behind one answer.", n=asked.fewest))
    else:
        lines += [say("{answer}: about {n}", answer=answer_word(one, say), n=parts[one]) for one in Answer]
    return "\n".join(lines)


def _commented(asked: Round, say: Speaker) -> list[tuple[str, str]]:
    if not asked.comments:
        return []
    lines = [f"- {plain(one, COMMENT_LENGTH)}" for one in asked.comments[:N_COMMENTS]]
    if len(asked.comments) > N_COMMENTS:
        lines.append(say("And {n} more.", n=len(asked.comments) - N_COMMENTS))
    return [(say("Comments, in the order of the alphabet"), "\n".join(lines))]


class AnswerBrandButton(
    Press[ui.Button[Any]], template=rf"hamlet:brand:answer:(?P<round>{ID}):(?P<answer>yes|no|depends)"
):
    """Answers with one tap."""

    @classmethod
    def of(cls, asked: Round, answer: Answer, label: str) -> Self:
        """One of the three buttons."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:answer:{asked.round_id}:{answer}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Takes the answer, and offers to add a comment."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        number, word = self.custom_id.split(":")[3:]
        bot, say, answer = host(interaction), speaker(interaction), Answer(word)
        asked = await bot.services.rounds.answer(
            guild_id(interaction), RoundId(int(number)), member_id(interaction), answer, bot.clock()
        )
        panel = Panel(
            say("You answered: {answer}", answer=answer_word(answer, say)),
            lead=say("You can change it until the question is over, and add a few words if you like."),
            rows=[ui.ActionRow(CommentButton.of(asked, say("Add a comment")))],
        )
        await interaction.followup.send(view=panel.view(), ephemeral=True)


class CommentButton(Press[ui.Button[Any]], template=rf"hamlet:brand:remark:(?P<round>{ID})"):
    """Opens the form for a comment."""

    @classmethod
    def of(cls, asked: Round, label: str) -> Self:
        """The button of one round."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:remark:{asked.round_id}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the form to whoever may answer."""
        bot, number = host(interaction), RoundId(int(self.custom_id.rpartition(":")[2]))
        await bot.services.rounds.require_open(guild_id(interaction), number, member_id(interaction), bot.clock())
        await interaction.response.send_modal(CommentForm.of(number, speaker(interaction)))


class CommentForm(Form):
    """A few words beside one tap."""

    template = re.compile(rf"hamlet:brand:words:(?P<round>{ID})")

    @classmethod
    def of(cls, number: RoundId, say: Speaker) -> Self:
        """The form of one round."""
        form = cls(title=say("Your comment"), custom_id=f"hamlet:brand:words:{number}")
        label = say("Told without your name; empty takes it back")
        form.ask_text("comment", label, COMMENT_LENGTH, in_lines=True, required=False)
        return form

    @classmethod
    async def submitted(
        cls, interaction: discord.Interaction[Any], match: re.Match[str], answers: Mapping[str, str]
    ) -> None:
        """Keeps the comment."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot, say = host(interaction), speaker(interaction)
        await bot.services.rounds.comment(
            guild_id(interaction),
            RoundId(int(match["round"])),
            member_id(interaction),
            answers.get("comment", ""),
            bot.clock(),
        )
        await interaction.followup.send(
            say("Your comment is kept. It is told, without your name, only once enough people commented."),
            ephemeral=True,
        )
