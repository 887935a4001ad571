"""Outcome questions with their buttons, and the panel of the word-of-mouth funnel."""

from typing import Any, Self

from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.recommendations.checks import require_reader
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.engagement.estimates import Proportion
from community.ids import ChannelId, ChoiceId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.funnel import OutcomeFunnel
from community.recommendations.outcome import Choice, OutcomeAnswer, Result
from community.recommendations.recommendation import ITEM_LENGTH


def question_panel(ask: Ask, choice: Choice, item: str, say: Translations) -> Panel:
    """Shows the question, or its answer."""
    name = escape(item, ITEM_LENGTH)
    lead = say("{who}, two weeks ago you went with **{item}**.", who=f"<@{ask.author_id}>", item=name)
    return Panel(
        say("Did it work out?") if choice.result is None else result_text(choice.result, say),
        lead=lead,
        closing=say("Only the person who asked can answer. You can answer otherwise later."),
        rows=[ui.ActionRow(*(OutcomeButton.of(choice.choice_id, one, say) for one in Result))],
    )


def funnel_panel(found: OutcomeFunnel, about: str, say: Translations) -> Panel:
    """Shows the funnel from asked to worked as counts, shares and intervals."""
    if not found.n_asked:
        return Panel(
            say("What came of asking"), lead=say("Nothing was asked there yet. Open an ask with /recommend ask.")
        )
    worked = say("{n} worked", n=found.n_worked)
    if found.n_partly:
        worked = say("{worked}, {n} more in part", worked=worked, n=found.n_partly)
    lines = [
        say("**{n}** asked", n=found.n_asked),
        _step(say("{n} got a recommendation", n=found.n_answered), found.answered, say),
        _step(say("{n} went with one", n=found.n_chosen), found.chosen, say),
        _step(say("{n} tried it and told", n=found.n_tried), found.tried, say),
        _step(worked, found.worked, say),
    ]
    return Panel(
        say("What came of asking"),
        lead=about,
        sections=[("", "\n".join(lines))],
        closing=say("Each share is of the line above. Likely: where it lies with 95 % confidence."),
    )


def result_text(result: Result, say: Translations) -> str:
    """Returns a result in words."""
    match result:
        case Result.YES:
            return say("It worked out")
        case Result.PARTLY:
            return say("It worked out in part")
        case Result.NO:
            return say("It didn't work out")
        case Result.UNTRIED:
            return say("Not tried yet")


class OutcomeButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:outcome:(?P<result>{'|'.join(Result)}):(?P<choice_id>{ID})",
):
    """Answers how a choice worked out."""

    result: Result
    choice_id: ChoiceId

    @classmethod
    def of(cls, choice_id: ChoiceId, result: Result, say: Translations) -> Self:
        """Makes the button of one answer."""
        labels = {
            Result.YES: say("Yes"),
            Result.PARTLY: say("Partly"),
            Result.NO: say("No"),
            Result.UNTRIED: say("Haven't tried"),
        }
        return cls(ui.Button(label=labels[result][:BUTTON_LABEL_LENGTH], custom_id=cls.id_of(choice_id, result)))

    @classmethod
    def id_of(cls, choice_id: ChoiceId, result: Result) -> str:
        """Returns the custom id of one answer."""
        return f"hamlet:outcome:{result.value}:{choice_id}"

    async def on_press(self, interaction: Interaction) -> None:
        """Records the answer, thanks for it, and shows it."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        require_reader(interaction)
        outcomes, say = ctx.services.recommendations.outcomes, ctx.say
        choice = await outcomes.record_answer(
            OutcomeAnswer(
                guild_id=ctx.guild_id,
                thread_id=ChannelId(interaction.channel_id or 0),
                message_id=MessageId(interaction.message.id if interaction.message is not None else 0),
                choice_id=self.choice_id,
                member_id=ctx.member_id,
                result=self.result,
            ),
            ctx.now,
        )
        thanks = say("Thank you! That helps whoever looks for the same.")
        if choice.result is Result.UNTRIED:
            thanks = say("No hurry. Press another button here when you know.")
        await interaction.followup.send(thanks, ephemeral=True)
        await outcomes.show_answer(choice)


def _step(words: str, share: Proportion, say: Translations) -> str:
    if share.value is None or share.low is None or share.high is None:
        return f"→ {words}"
    shown = say(
        "{words} ({value} %, likely {low}\N{EN DASH}{high} %)",
        words=words,
        value=round(share.value * 100),
        low=round(share.low * 100),
        high=round(share.high * 100),
    )
    return f"→ {shown}"
