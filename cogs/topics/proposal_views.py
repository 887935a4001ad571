"""Shows a topic's lifecycle: the proposal's card, the sprout's first post, the outcome, the note in a quiet topic."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.topics.listing import member_counts
from cogs.topics.views import browse_panel
from community.ids import LifeId, MemberId, TopicId
from community.topics.lifecycle import Lifecycle, Rules, TopicState
from community.topics.lifecycle_service import PITCH_LENGTH, REASON_LENGTH, InterestChange, Proposal
from community.topics.similarity import SimilarTopic
from community.topics.topic import Listing, Topic

MAX_MENTIONS = 50
"""Members who are mentioned in one post; of the others, the number is given (our choice)."""
SPROUTED, ENDED = "sprouted", "ended"
"""The moments of a post with a :class:`TopicsButton`."""


def card_panel(
    life: Lifecycle, n_interested: int, rules: Rules, say: Translations, topic: Topic | None = None
) -> Panel:
    """Returns the card of a proposal in its present state."""
    author = say("Proposed by {member}", member=f"<@{life.author_id}>") if life.author_id else ""
    about = "\n".join(part for part in (escape(life.pitch, PITCH_LENGTH), f"-# {author}" if author else "") if part)
    is_open = life.state is TopicState.PROPOSED
    return Panel(
        escape(life.name) or say("A proposal"),
        lead=about,
        sections=[("", _status(life, n_interested, rules, say, topic))],
        closing=say("One press a person; press again to take it back.") if is_open else "",
        rows=[ui.ActionRow(JoinInterestButton.of(life.life_id, say("I'd join")))] if is_open else [],
    )


def sprout_panel(life: Lifecycle, rules: Rules, say: Translations) -> Panel:
    """Returns the first post in a sprout's thread."""
    return Panel(
        say("{topic} has sprouted", topic=escape(life.name)),
        lead=say(
            "This thread is its first home. Once {n} different people have written here, until {when}, it becomes a "
            "place of its own. Say hello!",
            n=rules.n_posters,
            when=_date(life.ends_at(rules)),
        ),
        rows=[_topics_row(life, SPROUTED, say)],
    )


def end_panel(life: Lifecycle, interested: Sequence[MemberId], say: Translations, topic: Topic | None = None) -> Panel:
    """Returns the post that announces how a proposal or a sprout ended."""
    name = escape(life.name) or say("A proposal")
    if topic is not None:
        return Panel(
            say("{topic} has grown", topic=name),
            lead=say(
                "It is a place of its own now: {channel}. Whoever pressed I'd join is in already; everybody else can "
                "use /topic join.",
                channel=f"<#{topic.channel_id}>",
            ),
            rows=[_topics_row(life, ENDED, say)],
        )
    if life.state is TopicState.DECLINED:
        lead = say("A moderator decided against it for now: {reason}", reason=escape(life.reason, REASON_LENGTH))
    else:
        lead = say("This time too few people came together for it, and that is fine. It can be proposed anew any time.")
    thanks = say("Thank you for wanting it, {people}.", people=_people(interested, say)) if interested else ""
    return Panel(
        say("{topic} does not go on", topic=name),
        lead=lead,
        sections=[("", thanks)] if thanks else [],
        rows=[_topics_row(life, ENDED, say)],
    )


def quiet_note_panel(topic: Topic, life: Lifecycle, rules: Rules, say: Translations) -> Panel:
    """Returns the note in a topic that was quiet for long."""
    return Panel(
        say("It is quiet here"),
        lead=say(
            "Nobody has written in {topic} for {days} days. Shall it stay? Press Keep it, or just write something; "
            "otherwise it goes to the archive on {when}, where it can still be read and brought back.",
            topic=escape(topic.name),
            days=rules.quiet_span.days,
            when=_date(life.ends_at(rules)),
        ),
        rows=[ui.ActionRow(KeepTopicButton.of(life.life_id, say("Keep it")))],
    )


def answered_note_panel(topic: Topic, life: Lifecycle, say: Translations) -> Panel:
    """Returns the note after it is decided whether the topic stays."""
    name = escape(topic.name)
    if life.state is TopicState.ASLEEP:
        return Panel(
            say("{topic} is in the archive", topic=name),
            lead=say("It can still be read. Bring it back any time with /topic revive."),
        )
    return Panel(say("{topic} stays", topic=name), lead=say("Somebody wants it. What would you like to talk about?"))


def similar_panel(proposal: Proposal, listings: Sequence[Listing], say: Translations) -> Panel:
    """Returns what a draft is similar to, with its liveliness, and the button that proposes it anyway."""
    counts = {one.topic.topic_id: member_counts(one, say) for one in listings}
    rows: list[ui.ActionRow[Any]] = []
    if proposal.may_propose_anyway:
        closing = say("If yours is something else, propose it all the same. I keep it for a day.")
        rows.append(ui.ActionRow(ProposeAnywayButton.of(proposal.life.life_id, say("Propose it all the same"))))
    else:
        closing = say("Two of one name could not be told apart. For something else, use /topic propose with a new one.")
    return Panel(
        say("There is something like it already"),
        lead="\n\n".join(_similar_text(one, counts, say) for one in proposal.similar),
        closing=closing,
        rows=rows,
    )


class JoinInterestButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:topics:want:(?P<life_id>{ID})"):
    """**I'd join**: counts a member's interest once; the next press takes it back."""

    life_id: LifeId

    @classmethod
    def of(cls, life_id: LifeId, label: str) -> Self:
        """Returns the button of a proposal."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=cls.id_of(life_id)))

    @classmethod
    def id_of(cls, life_id: LifeId) -> str:
        """Returns the custom id by which a proposal's card is found."""
        return f"hamlet:topics:want:{life_id}"

    async def on_press(self, interaction: Interaction) -> None:
        """Counts the press, answers the member, and edits the card.

        Raises
        ------
        Refusal
            As :meth:`community.topics.lifecycle_service.LifecycleService.toggle_interest`.
        """
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, life_id = ctx.guild_id, self.life_id
        change = await ctx.services.topics.lifecycle.toggle_interest(guild, ctx.member_id, life_id, ctx.now)
        await interaction.followup.send(interest_text(change, ctx.say), ephemeral=True)
        await ctx.services.topics.lifecycle.show_card(guild, life_id)


class ProposeAnywayButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:topics:insist:(?P<life_id>{ID})"):
    """Proposes a draft that is similar to something; for its author only."""

    life_id: LifeId

    @classmethod
    def of(cls, life_id: LifeId, label: str) -> Self:
        """Returns the button of a draft."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:topics:insist:{life_id}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Posts the card for everybody.

        Raises
        ------
        Refusal
            As :meth:`community.topics.lifecycle_service.LifecycleService.propose_anyway`.
        """
        ctx = context_of(interaction)
        await interaction.response.defer()
        life_id = self.life_id
        life = await ctx.services.topics.lifecycle.propose_anyway(ctx.guild_id, ctx.member_id, life_id, ctx.now)
        say = ctx.say
        await interaction.edit_original_response(view=Panel(say("Proposed"), lead=proposed_text(life, say)).view())


class KeepTopicButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:topics:keep:(?P<life_id>{ID})"):
    """**Keep it**: keeps a quiet topic out of the archive."""

    life_id: LifeId

    @classmethod
    def of(cls, life_id: LifeId, label: str) -> Self:
        """Returns the button of a note."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.success, custom_id=cls.id_of(life_id)))

    @classmethod
    def id_of(cls, life_id: LifeId) -> str:
        """Returns the custom id by which a topic's note is found."""
        return f"hamlet:topics:keep:{life_id}"

    async def on_press(self, interaction: Interaction) -> None:
        """Keeps the topic and answers the member.

        Raises
        ------
        Refusal
            As :meth:`community.topics.lifecycle_service.LifecycleService.keep_topic`.
        """
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        await ctx.services.topics.lifecycle.keep_topic(ctx.guild_id, self.life_id, ctx.now)
        await interaction.followup.send(
            ctx.say("Good, it stays. A first message brings the others back soonest."), ephemeral=True
        )


class TopicsButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:topics:see:(?P<life_id>{ID}):(?P<moment>[a-z]+)"):
    """Shows the list of topics; by its custom id its post is found."""

    life_id: LifeId
    moment: str

    @classmethod
    def of(cls, life_id: LifeId, moment: str, label: str) -> Self:
        """Returns the button of a post at a moment."""
        return cls(ui.Button(label=label, custom_id=cls.id_of(life_id, moment)))

    @classmethod
    def id_of(cls, life_id: LifeId, moment: str) -> str:
        """Returns the custom id by which a lifecycle's post at a moment is found."""
        return f"hamlet:topics:see:{life_id}:{moment}"

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the list to the member who change."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        listings = await ctx.services.topics.directory.browse(ctx.guild_id, ctx.member_id, ctx.now)
        panel = browse_panel(listings, page=0, say=ctx.say)
        await interaction.followup.send(view=panel.view(), ephemeral=True)


def proposed_text(life: Lifecycle, say: Translations) -> str:
    """Returns the answer to the member who proposed."""
    return say(
        "Your proposal is in {channel} now. If you would join as well, press I'd join there.",
        channel=f"<#{life.channel_id}>",
    )


def interest_text(change: InterestChange, say: Translations) -> str:
    """Returns the answer to the member who pressed **I'd join**."""
    if change.life.state is not TopicState.PROPOSED and not change.life.settled:
        return say("That was the one it took. It sprouts as soon as Discord lets me; the moderators know what to do.")
    if change.life.state is not TopicState.PROPOSED:
        return say("That was the one it took: it has sprouted. Say hello in {thread}!", thread=thread_of(change.life))
    n, quorum = change.n_interested, change.rules.quorum
    if change.is_interested:
        return say("You would join: {n} of {quorum} so far. I say here what becomes of it.", n=n, quorum=quorum)
    return say("Taken back: {n} of {quorum} so far.", n=n, quorum=quorum)


def approved_text(life: Lifecycle, say: Translations) -> str:
    """Returns the answer to the moderator who approved."""
    if life.state is TopicState.SPROUT:
        return say(
            "{topic} sprouts now: {thread}. Approve it once more, and it becomes a channel at once.",
            topic=escape(life.name),
            thread=thread_of(life),
        )
    return say("{topic} is a topic now. Members find it in /topic browse.", topic=escape(life.name))


def thread_of(life: Lifecycle) -> str:
    """Returns a link to a sprout's thread, whose id is its card's."""
    return f"<#{life.card_id}>"


def _status(life: Lifecycle, n_interested: int, rules: Rules, say: Translations, topic: Topic | None) -> str:
    match life.state:
        case TopicState.PROPOSED:
            return say(
                "**{n} of {quorum}** would join. With {quorum} it sprouts; it is open until {when}.",
                n=n_interested,
                quorum=rules.quorum,
                when=_date(life.ends_at(rules)),
            )
        case TopicState.SPROUT:
            return say(
                "It has sprouted: {thread}. Once {n} different people have written there, until {when}, it grows.",
                thread=thread_of(life),
                n=rules.n_posters,
                when=_date(life.ends_at(rules)),
            )
        case TopicState.DECLINED:
            return say("A moderator decided against it for now: {reason}", reason=escape(life.reason, REASON_LENGTH))
        case _ if topic is not None:
            return say("It has grown: {channel}", channel=f"<#{topic.channel_id}>")
        case _:
            return say("It is closed. Propose it anew any time with /topic propose.")


def _similar_text(one: SimilarTopic, counts: Mapping[TopicId, str], say: Translations) -> str:
    found = one.found
    name = f"**{escape(found.name)}**"
    if isinstance(found, Lifecycle):
        line = say("{topic} is proposed already: {channel}. Add your press there.", topic=name, channel=_link_to(found))
        return f"{line}\n{escape(found.pitch, PITCH_LENGTH)}"
    if found.asleep:
        line = say("{topic} is in the archive. Bring it back with /topic revive.", topic=name)
    else:
        line = say("{topic} is a topic here. Join it with /topic join.", topic=name)
    lively = f"-# {counts[found.topic_id]}" if found.topic_id in counts else ""
    return "\n".join(part for part in (line, escape(found.description), lively) if part)


def _link_to(life: Lifecycle) -> str:
    return thread_of(life) if life.state is TopicState.SPROUT else f"<#{life.channel_id}>"


def _people(members: Sequence[MemberId], say: Translations) -> str:
    named = " ".join(f"<@{member}>" for member in members[:MAX_MENTIONS])
    more = len(members) - MAX_MENTIONS
    return say("{people} and {n} more", people=named, n=more) if more > 0 else named


def _topics_row(life: Lifecycle, moment: str, say: Translations) -> ui.ActionRow[Any]:
    return ui.ActionRow(TopicsButton.of(life.life_id, moment, say("See all topics")))


def _date(instant: datetime | None) -> str:
    return discord.utils.format_dt(instant, "D") if instant is not None else ""
