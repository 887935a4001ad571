"""The cards of asks and recommendations, and the standings."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel, shorten
from cogs.kit.persistent import PersistentItem
from cogs.recommendations.audit_views import ReasonButton
from cogs.recommendations.checks import require_reader, require_writer
from cogs.recommendations.modals import RecommendModal
from cogs.recommendations.relation_words import relation_text
from community.discord_limits import BUTTON_LABEL_LENGTH, BUTTONS_PER_ROW
from community.ids import AskId, ChannelId, MessageId, RecommendationId
from community.recommendations.ask import WANTED_LENGTH, Ask
from community.recommendations.card import Card
from community.recommendations.link import host_of
from community.recommendations.outcome import Choice, OutcomeStage, Result
from community.recommendations.recommendation import ITEM_LENGTH, NewVote, Recommendation, RecommendationState, Verdict
from community.recommendations.score import MIN_WEIGHT
from community.recommendations.standings import Standing

MAX_STANDINGS = 12
"""Lines of one list: as many as fit in a card when all are as long as can be."""
WHY_LIMIT = 2_800
"""Characters that all recommenders on a card share for their reasons, so that none loses its relation."""


def ask_panel(ask: Ask, say: Translations) -> Panel:
    """Shows an ask."""
    sections = [(say("What matters"), _quoted(ask.matters)), (say("Budget or limits"), _quoted(ask.limits))]
    return Panel(
        wanted_text(ask, say),
        lead=say("{who} asks for recommendations.", who=_asker_text(ask, say)),
        sections=[(title, body) for title, body in sections if body],
        closing=say("Everybody says how they are related to what they recommend."),
        rows=[ui.ActionRow(RecommendButton.to(ask.ask_id, say))],
    )


def card_panel(card: Card, say: Translations) -> Panel:
    """Shows a card: each recommender's words begin with their relation to the item."""
    if not card.is_visible:
        hidden = any(one.state is RecommendationState.HIDDEN for one in card.all_recommendations)
        return Panel(
            _hidden_text(card, say),
            lead=say("It does not count any more."),
            rows=[ui.ActionRow(ReasonButton.on(card.recommendation_id, say))] if hidden else [],
        )
    number, (first, *others) = card.recommendation_id, card.visible
    room = WHY_LIMIT // len(card.visible)
    row: ui.ActionRow[Any] = ui.ActionRow(
        VoteButton.on(number, Verdict.WORKED, say("Worked for me")),
        VoteButton.on(number, Verdict.DIDNT, say("Didn't")),
        VoteButton.on(number, Verdict.THANKS, say("Thanks")),
        ChooseButton.on(number, say("I'm going with this")),
    )
    if first.link:
        row.add_item(_link_button(first.link, say))
    more = [_link_button(one.link, say) for one in others if one.link][:BUTTONS_PER_ROW]
    changed_at = max((one.changed_at for one in card.visible if one.changed_at is not None), default=None)
    closing = say("Did you try it? One vote a person; press again to take it back.")
    if changed_at is not None:
        changed = discord.utils.format_dt(changed_at, "d")
        closing = say("Changed by its author on {at}: earlier votes are cleared. One vote a person.", at=changed)
    return Panel(
        _recommender_text(first, say),
        sections=[(escape(card.item, ITEM_LENGTH), shorten(_quoted(first.why), room))]
        + [(_recommender_text(one, say), shorten(_quoted(one.why), room)) for one in others],
        closing=closing,
        rows=[row, ui.ActionRow(*more)] if more else [row],
    )


def standings_panel(ask: Ask, standings: Sequence[Standing], say: Translations, choice: Choice | None = None) -> Panel:
    """Shows the standings of an ask, best first, and its asker's choice."""
    lines = {one: standing_line(ask, one, say) + chosen_note(one, choice, say) for one in standings}
    ranked = [f"{place}. {lines[one]}" for place, one in enumerate(standings, 1) if one.score is not None]
    early = [f"- {lines[one]}" for one in standings if one.score is None]
    n_early = max(MAX_STANDINGS - len(ranked), 0)
    lists = [("", ranked[:MAX_STANDINGS]), (say("Too early to rank"), early[:n_early])]
    n_left = len(standings) - sum(len(shown) for _, shown in lists)
    return Panel(
        say("Standings"),
        lead="" if standings else say("Nothing is recommended here for now."),
        sections=[(title, "\n".join(shown)) for title, shown in lists if shown]
        + ([("", say("And {n} more in the thread.", n=n_left))] if n_left else []),
        closing=say(
            "Score: of 100 people it works for this many or more, judged carefully. It takes votes that weigh {n};"
            " newcomers' weigh little. See /recommend why.",
            n=MIN_WEIGHT,
        ),
    )


def wanted_text(ask: Ask, say: Translations) -> str:
    """Returns what is asked for, on one line; the words are gone once their author was forgotten."""
    return escape(ask.wanted, WANTED_LENGTH) or say("An ask")


class RecommendButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ask:recommend:(?P<ask_id>{ID})"):
    """Opens the modal of a recommendation."""

    ask_id: AskId

    @classmethod
    def to(cls, ask_id: AskId, say: Translations) -> Self:
        """Makes the button of an ask."""
        return cls(ui.Button(label=say("Recommend"), style=discord.ButtonStyle.primary, custom_id=cls.id_of(ask_id)))

    @classmethod
    def id_of(cls, ask_id: AskId) -> str:
        """Returns the custom id of an ask's button."""
        return f"hamlet:ask:recommend:{ask_id}"

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the modal, if the ask still takes recommendations."""
        await open_form(interaction, self.ask_id)


class ChooseButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:recommendation:choose:(?P<recommendation_id>{ID})"
):
    """Chooses a recommendation, for the asker."""

    recommendation_id: RecommendationId

    @classmethod
    def on(cls, recommendation_id: RecommendationId, label: str) -> Self:
        """Makes the button of a card."""
        custom_id = f"hamlet:recommendation:choose:{recommendation_id}"
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], style=discord.ButtonStyle.success, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Records the choice or removes it, and tells what follows."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        require_reader(interaction)
        guild, thread = ctx.guild_id, ChannelId(interaction.channel_id or 0)
        number = self.recommendation_id
        ask, card = await ctx.services.recommendations.threads.find_card(
            guild, thread, _message_id(interaction), number
        )
        chosen = await ctx.services.recommendations.outcomes.toggle_choice(ask, card, ctx.member_id, ctx.now)
        await interaction.followup.send(_choice_text(chosen, ctx.say), ephemeral=True)
        await ctx.services.recommendations.threads.show_standings(guild, thread)


class VoteButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:recommendation:(?P<verdict>{'|'.join(Verdict)}):(?P<recommendation_id>{ID})",
):
    """Votes on a recommendation."""

    verdict: Verdict
    recommendation_id: RecommendationId

    @classmethod
    def on(cls, recommendation_id: RecommendationId, verdict: Verdict, label: str) -> Self:
        """Makes the button of one verdict."""
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], custom_id=cls.id_of(recommendation_id, verdict)))

    @classmethod
    def id_of(cls, recommendation_id: RecommendationId, verdict: Verdict) -> str:
        """Returns the custom id of one verdict's button."""
        return f"hamlet:recommendation:{verdict.value}:{recommendation_id}"

    async def on_press(self, interaction: Interaction) -> None:
        """Records the vote, tells the current one, and updates the standings."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        require_reader(interaction)
        guild, thread = ctx.guild_id, ChannelId(interaction.channel_id or 0)
        recommendations = ctx.services.recommendations.threads
        stands = await recommendations.toggle_vote(
            NewVote(
                guild_id=guild,
                thread_id=thread,
                message_id=_message_id(interaction),
                recommendation_id=self.recommendation_id,
                member_id=ctx.member_id,
                verdict=self.verdict,
            ),
            ctx.now,
        )
        await interaction.followup.send(_vote_text(stands, ctx.say), ephemeral=True)
        await recommendations.show_standings(guild, thread)


async def open_form(interaction: Interaction, ask_id: AskId | None = None) -> None:
    """Shows the modal of a recommendation; without an id, for the ask of the thread.

    Raises
    ------
    NotAllowed
        If the person may not write in the thread.
    NotFound
        If the thread has no ask.
    """
    ctx = context_of(interaction)
    thread = ChannelId(interaction.channel_id or 0)
    ask = await ctx.services.recommendations.threads.require_ask(ctx.guild_id, thread, ask_id)
    require_writer(interaction)
    await interaction.response.send_modal(RecommendModal.for_ask(ask.ask_id, ctx.say))


def _message_id(interaction: Interaction) -> MessageId:
    return MessageId(interaction.message.id if interaction.message is not None else 0)


def _choice_text(chosen: Choice | None, say: Translations) -> str:
    if chosen is None:
        return say("Taken back: you have not chosen yet.")
    if chosen.stage is not OutcomeStage.WAITING:
        return say("You went with this one already. Tell how it worked out with the buttons of the question here.")
    return say(
        "Good luck with it! I'll ask you here once, {when}, how it worked out. Press again to take it back.",
        when=discord.utils.format_dt(chosen.due_at, "R"),
    )


def _vote_text(stands: Verdict | None, say: Translations) -> str:
    match stands:
        case Verdict.WORKED:
            return say("Counted: it worked for you. Press it again to take it back.")
        case Verdict.DIDNT:
            return say("Counted: it didn't work for you. Press it again to take it back.")
        case Verdict.THANKS:
            return say("You said thanks. Press it again to take it back.")
        case None:
            return say("Your vote is taken back.")


def standing_line(ask: Ask, standing: Standing, say: Translations) -> str:
    """Returns a line about a card and its votes."""
    one = standing.recommendation
    n = standing.n_worked + standing.n_didnt + standing.n_partly
    votes = say("worked for {worked} of {n}", worked=standing.n_worked, n=n) if n else say("not tried yet")
    if standing.n_partly:
        votes = say("{votes}, {n} in part", n=standing.n_partly, votes=votes)
    if standing.score is not None:
        votes = say("score {score}, {votes}", score=round(standing.score * 100), votes=votes)
    if standing.n_thanks:
        votes = say("{votes}, {n} thanks", n=standing.n_thanks, votes=votes)
    relation = relation_text(one.relation, say)
    return f"**{escape(one.item, ITEM_LENGTH)}**: {votes} · {relation} · [{say('card')}]({card_url(ask, one)})"


def card_url(ask: Ask, one: Recommendation) -> str:
    """Returns the URL of a card."""
    return f"https://discord.com/channels/{ask.guild_id}/{ask.thread_id}/{one.message_id}"


def chosen_note(standing: Standing, choice: Choice | None, say: Translations) -> str:
    """Returns a note on the asker's choice and its result."""
    if choice is None or choice.recommendation_id != standing.recommendation.recommendation_id:
        return ""
    match choice.result:
        case Result.YES:
            return " · " + say("☑️ it worked for who asked")
        case Result.PARTLY:
            return " · " + say("☑️ it worked in part for who asked")
        case Result.NO:
            return " · " + say("☑️ it didn't work for who asked")
        case _:
            return " · " + say("☑️ chosen by who asked")


def _recommender_text(one: Recommendation, say: Translations) -> str:
    who = say("Somebody") if one.author_id is None else f"<@{one.author_id}>"
    return f"{who}: {relation_text(one.relation, say)}"


def _hidden_text(card: Card, say: Translations) -> str:
    """Returns why a card is empty; hidden counts before withdrawn."""
    states = {one.state for one in card.all_recommendations}
    if RecommendationState.HIDDEN in states:
        return say("A moderator hid this recommendation")
    return say("This recommendation was withdrawn by its author")


def _link_button(link: str, say: Translations) -> ui.Button[Any]:
    return ui.Button(label=say("Open {host}", host=host_of(link))[:BUTTON_LABEL_LENGTH], url=link)


def _asker_text(ask: Ask, say: Translations) -> str:
    return say("Somebody") if ask.author_id is None else f"<@{ask.author_id}>"


def _quoted(text: str) -> str:
    """Returns what a member wrote with its lines, without markup and mentions."""
    return discord.utils.escape_mentions(discord.utils.escape_markdown(text))
