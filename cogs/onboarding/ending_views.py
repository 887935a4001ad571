"""How the end of arriving looks: what is open now, and three things to do, each with its reason."""

from typing import Any, Self

from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.errors import refusal_text
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.topics.listing import member_counts, reason_text
from community.ids import GuildId, TopicId
from community.onboarding.first_steps import FirstSteps
from community.onboarding.service import FinishedOnboarding
from community.topics.topic import Listing

N_NAMED = 40
"""Channels that are named one by one; beyond, how many more there are is told."""


def ending_panel(ending: FinishedOnboarding, guild: GuildId, say: Translations) -> Panel:
    """Where to go now."""
    sections = []
    if ending.opened:
        sections.append((say("Open to you"), _channels(ending, say)))
    if ending.left:
        sections.append((say("Left"), ", ".join(escape(topic.name) for topic in ending.left)))
    if ending.refused or ending.introduction_error is not None:
        reasons = [f"**{escape(topic.name)}**  {refusal_text(refusal, say)}" for topic, refusal in ending.refused]
        if ending.introduction_error is not None:
            reasons.append(f"**{say('Your introduction')}**  {refusal_text(ending.introduction_error, say)}")
        again = say("It is kept: once it is mended, use /onboarding start and press Finish again.")
        sections.append((say("Not done yet"), "\n".join([*reasons, again])))
    if ending.some_gone:
        sections.append(("", say("Something you picked was taken off the list in the meantime.")))
    now = _suggestions(ending.steps, guild, say)
    if now:
        sections.append((say("To do now"), "\n".join(now)))
    topic = ending.steps.topic
    buttons: list[ui.Item[Any]] = [] if topic is None else [JoinTopicButton.of(topic, say)]
    if ending.introduced:
        buttons.append(HelloButton.labelled(say("Say hello in the digest, too")))
    done = not ending.refused and ending.introduction_error is None
    return Panel(
        say("You are all set") if done else say("Almost there"),
        lead=_directions(ending, say),
        sections=sections,
        closing=say("Change your interests any time with /onboarding start."),
        rows=[ui.ActionRow(*buttons)] if buttons else [],
    )


class JoinTopicButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:onboarding:join:(?P<topic_id>{ID})"):
    """Joins the topic that was suggested."""

    topic_id: TopicId

    @classmethod
    def of(cls, one: Listing, say: Translations) -> Self:
        """The button for a topic."""
        label = say("Join {topic}", topic=one.topic.name[:60])
        return cls(ui.Button(label=label, custom_id=f"hamlet:onboarding:join:{one.topic.topic_id}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Opens it, as ``/topic join`` does."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        joined = await ctx.services.topics.directory.join(
            ctx.guild_id,
            ctx.member_id,
            self.topic_id,
            ctx.now,
        )
        text = ctx.say(
            "Welcome to {topic}! It is open to you now: {channel}",
            topic=escape(joined.name),
            channel=f"<#{joined.channel_id}>",
        )
        await interaction.followup.send(text, ephemeral=True)


class HelloButton(PersistentItem[ui.Button[Any]], template=r"hamlet:onboarding:hello"):
    """Lets the digest name whoever introduced themselves and presses it; pressed again, it does not."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, custom_id="hamlet:onboarding:hello"))

    async def on_press(self, interaction: Interaction) -> None:
        """Keeps their yes, or takes it back."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = ctx.say
        shared = await ctx.services.onboarding.journeys.toggle_shared(ctx.guild_id, ctx.member_id)
        text = (
            say("The next digest says that you are new, with a link to your introduction. Press again to take it back.")
            if shared
            else say("The digest does not mention you. Press again if it may after all.")
        )
        await interaction.followup.send(text, ephemeral=True)


def _suggestions(steps: FirstSteps, guild: GuildId, say: Translations) -> list[str]:
    lines = []
    if steps.topic is not None:
        lines.append(
            say(
                "Look into **{topic}**: {reason}.",
                topic=escape(steps.topic.topic.name),
                reason=reason_text(steps.topic.reasons[0], say),
            )
        )
    if steps.ask is not None and steps.ask_topic is not None:
        lines.append(
            say(
                "Help with [{wanted}]({url}): an ask in {channel} nobody has answered yet.",
                wanted=escape(steps.ask.wanted, 80) or say("An ask"),
                url=f"https://discord.com/channels/{guild}/{steps.ask.thread_id}",
                channel=f"<#{steps.ask.channel_id}>",
            )
        )
    if steps.greeter is not None:
        lines.append(
            say(
                "Questions? {greeter} said they'd help newcomers in {channel}.",
                greeter=f"<@{steps.greeter.member_id}>",
                channel=f"<#{steps.greeter.topic.channel_id}>",
            )
        )
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _channels(ending: FinishedOnboarding, say: Translations) -> str:
    named = "  ".join(f"<#{one.topic.channel_id}>" for one in ending.opened[:N_NAMED])
    more = len(ending.opened) - N_NAMED
    return named if more <= 0 else f"{named}  {say('and {n} more', n=more)}"


def _directions(ending: FinishedOnboarding, say: Translations) -> str:
    if not ending.n_topics:
        return say("There are no topics here yet. As soon as a moderator adds some, /topic browse shows them.")
    if not ending.opened:
        return say("No topic is open to you for now. See what there is any time with /topic browse.")
    first = ending.opened[0]
    channel = f"<#{first.topic.channel_id}>"
    if first.n_posters == 0:
        return say("It is quiet just now; a hello from you in {channel} is a good start.", channel=channel)
    return say("Say hello in {channel}. {people}.", channel=channel, people=member_counts(first, say))
