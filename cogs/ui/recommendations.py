"""How recommendations look: an ask's card, a recommendation's card with its votes, the standings."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.ui.host import guild_id, host, member_id, speaker
from cogs.ui.language import Speaker, plain
from cogs.ui.panel import Panel
from cogs.ui.press import Press
from cogs.ui.recommendation_forms import ID, RecommendForm, relation_word, require_writer
from community.ids import AskId, ChannelId, MessageId, RecommendationId
from community.recommendations.ask import WANTED_LENGTH, Ask
from community.recommendations.link import host_of
from community.recommendations.recommendation import ITEM_LENGTH, NewVote, Recommendation, Verdict
from community.recommendations.standings import ENOUGH, Standing

MOST = 12
"""Lines of one list: as many as fit in a card when all are as long as can be."""


def ask_panel(ask: Ask, say: Speaker) -> Panel:
    """An ask's card."""
    sections = [(say("What matters"), _written(ask.matters)), (say("Budget or limits"), _written(ask.limits))]
    return Panel(
        wanted(ask, say),
        lead=say("{who} asks for recommendations.", who=_who(ask, say)),
        sections=[(title, body) for title, body in sections if body],
        closing=say("Everybody says how they are related to what they recommend."),
        rows=[ui.ActionRow(RecommendButton.to(ask.ask_id, say))],
    )


def recommendation_panel(one: Recommendation, say: Speaker) -> Panel:
    """A recommendation's card: how its author is related to it comes first."""
    row: ui.ActionRow[Any] = ui.ActionRow(
        VoteButton.on(one.recommendation_id, Verdict.WORKED, say("Worked for me")),
        VoteButton.on(one.recommendation_id, Verdict.DIDNT, say("Didn't")),
        VoteButton.on(one.recommendation_id, Verdict.THANKS, say("Thanks")),
    )
    if one.link:
        row.add_item(ui.Button(label=say("Open {host}", host=host_of(one.link))[:80], url=one.link))
    return Panel(
        f"<@{one.author_id}>: {relation_word(one.relation, say)}",
        sections=[(plain(one.item, ITEM_LENGTH), _written(one.why))],
        closing=say("Did you try it? One vote a person; press again to take it back."),
        rows=[row],
    )


def standings_panel(ask: Ask, standings: Sequence[Standing], say: Speaker) -> Panel:
    """What was recommended for an ask, best first."""
    ranked = [f"{place}. {_line(ask, one, say)}" for place, one in enumerate(standings, 1) if one.score is not None]
    early = [f"- {_line(ask, one, say)}" for one in standings if one.score is None]
    n_early = max(MOST - len(ranked), 0)
    lists = [("", ranked[:MOST]), (say("Too early to rank"), early[:n_early])]
    n_left = len(standings) - sum(len(lines) for _, lines in lists)
    return Panel(
        say("Standings"),
        lead="" if standings else say("Nothing is recommended here for now."),
        sections=[(title, "\n".join(lines)) for title, lines in lists if lines]
        + ([("", say("And {n} more in the thread.", n=n_left))] if n_left else []),
        closing=say(
            "Score: out of 100 people it works for at least this many, judged carefully; from {n} votes up.",
            n=ENOUGH,
        ),
    )


def mine_panel(told: Sequence[tuple[Ask, Standing]], say: Speaker) -> Panel:
    """What somebody recommended, newest first."""
    lines = [f"- {_line(ask, one, say)} <#{ask.thread_id}>" for ask, one in told[:MOST]]
    nothing = say("You have not recommended anything yet. Press Recommend in the thread of an ask.")
    more = say("And {n} older ones.", n=len(told) - MOST) if len(told) > MOST else ""
    return Panel(say("Your recommendations"), lead="\n".join(lines) or nothing, closing=more)


def wanted(ask: Ask, say: Speaker) -> str:
    """What is asked for, on one line; the words are gone once their author was forgotten."""
    return plain(ask.wanted, WANTED_LENGTH) or say("An ask")


class RecommendButton(Press[ui.Button[Any]], template=rf"hamlet:ask:recommend:(?P<ask>{ID})"):
    """Opens the form of a recommendation."""

    @classmethod
    def to(cls, ask_id: AskId, say: Speaker) -> Self:
        """The button of one ask."""
        return cls(ui.Button(label=say("Recommend"), style=discord.ButtonStyle.primary, custom_id=cls.id_of(ask_id)))

    @classmethod
    def id_of(cls, ask_id: AskId) -> str:
        """The custom id of one ask's button."""
        return f"hamlet:ask:recommend:{ask_id}"

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the form, where the ask still takes answers."""
        await open_form(interaction, AskId(int(self.custom_id.rpartition(":")[2])))


class VoteButton(
    Press[ui.Button[Any]],
    template=rf"hamlet:recommendation:(?P<verdict>{'|'.join(Verdict)}):(?P<recommendation>{ID})",
):
    """Says how a recommendation worked out."""

    @classmethod
    def on(cls, recommendation_id: RecommendationId, verdict: Verdict, label: str) -> Self:
        """One of the buttons of one recommendation."""
        return cls(ui.Button(label=label[:80], custom_id=cls.id_of(recommendation_id, verdict)))

    @classmethod
    def id_of(cls, recommendation_id: RecommendationId, verdict: Verdict) -> str:
        """The custom id of one recommendation's button."""
        return f"hamlet:recommendation:{verdict.value}:{recommendation_id}"

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Takes the vote, says what stands now, and brings the standings up to date."""
        await interaction.response.defer(ephemeral=True)
        verdict, recommendation_id = self.custom_id.split(":")[2:]
        guild, thread = guild_id(interaction), ChannelId(interaction.channel_id or 0)
        recommendations = host(interaction).services.recommendations
        stands = await recommendations.vote(
            NewVote(
                guild_id=guild,
                thread_id=thread,
                message_id=MessageId(interaction.message.id if interaction.message is not None else 0),
                recommendation_id=RecommendationId(int(recommendation_id)),
                member_id=member_id(interaction),
                verdict=Verdict(verdict),
            ),
            host(interaction).clock(),
        )
        await interaction.followup.send(_counted(stands, speaker(interaction)), ephemeral=True)
        await recommendations.show_standings(guild, thread)


async def open_form(interaction: discord.Interaction[Any], ask_id: AskId | None = None) -> None:
    """Shows the form of a recommendation; without an id, for the ask whose thread this is."""
    thread = ChannelId(interaction.channel_id or 0)
    ask = await host(interaction).services.recommendations.answerable(guild_id(interaction), thread, ask_id)
    require_writer(interaction)
    await interaction.response.send_modal(RecommendForm.answering(ask.ask_id, speaker(interaction)))


def _counted(stands: Verdict | None, say: Speaker) -> str:
    match stands:
        case Verdict.WORKED:
            return say("Counted: it worked for you. Press it again to take it back.")
        case Verdict.DIDNT:
            return say("Counted: it didn't work for you. Press it again to take it back.")
        case Verdict.THANKS:
            return say("You said thanks. Press it again to take it back.")
        case None:
            return say("Your vote is taken back.")


def _line(ask: Ask, standing: Standing, say: Speaker) -> str:
    one = standing.recommendation
    n = standing.n_worked + standing.n_didnt
    votes = say("worked for {worked} of {n}", worked=standing.n_worked, n=n) if n else say("not tried yet")
    if standing.score is not None:
        votes = say("score {score}, {votes}", score=round(standing.score * 100), votes=votes)
    if standing.n_thanks:
        votes = say("{votes}, {n} thanks", n=standing.n_thanks, votes=votes)
    relation = relation_word(one.relation, say)
    return f"**{plain(one.item, ITEM_LENGTH)}**: {votes} · {relation} · [{say('card')}]({_address(ask, one)})"


def _address(ask: Ask, one: Recommendation) -> str:
    return f"https://discord.com/channels/{ask.guild_id}/{ask.thread_id}/{one.message_id}"


def _who(ask: Ask, say: Speaker) -> str:
    return say("Somebody") if ask.author_id is None else f"<@{ask.author_id}>"


def _written(text: str) -> str:
    """What a member wrote, its lines kept: no markup, no mention."""
    return discord.utils.escape_mentions(discord.utils.escape_markdown(text))
