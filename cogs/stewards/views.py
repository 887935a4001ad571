"""Shows the request to be a steward, and the stewards of a topic."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction, translations
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.errors import Invalid, NotAllowed
from community.ids import ChannelId, MemberId, TopicId
from community.stewards.service import Steward
from community.topics.topic import Topic


async def ask_steward(interaction: Interaction, topic: Topic, member: discord.Member | discord.User) -> None:
    """Asks a member to be a steward, and shows the moderator the outcome.

    Raises
    ------
    Invalid
        If the member is a bot, or can't be asked here.
    NotFound
        If the topic was removed.
    OutOfReach
        If permissions are missing.
    """
    if member.bot:
        raise Invalid("Bots can't look after a topic. Please pick a person.")
    steward = await interaction.client.services.stewards.appointments.ask(
        topic.guild_id,
        topic.topic_id,
        MemberId(member.id),
        ChannelId(interaction.channel_id or 0),
        interaction.client.clock(),
    )
    say = translations(interaction)
    await interaction.followup.send(view=steward_panel(topic, steward, say).view(), ephemeral=True)


def steward_panel(topic: Topic, steward: Steward, say: Translations) -> Panel:
    """Returns whether a member was asked or accepted, for moderators, with the button that removes them."""
    person = f"<@{steward.member_id}>"
    if steward.since is not None:
        lead = say(
            "{person} has been a steward of {topic} since {when}.",
            person=person,
            topic=escape(topic.name),
            when=discord.utils.format_dt(steward.since, "D"),
        )
    else:
        lead = say(
            "{person} is asked whether they would like to be a steward of {topic}. It is theirs to answer.",
            person=person,
            topic=escape(topic.name),
        )
    return Panel(
        say("Steward of {topic}", topic=escape(topic.name)),
        lead=lead,
        rows=[ui.ActionRow(RemoveStewardButton.of(steward, say))],
    )


def stewards_panel(topic: Topic, stewards: Mapping[TopicId, Sequence[MemberId]], say: Translations) -> Panel:
    """Returns the stewards of a topic, for moderators."""
    people = "\n".join(f"<@{one}>" for one in stewards.get(topic.topic_id, ()))
    return Panel(
        say("Stewards of {topic}", topic=escape(topic.name)),
        lead=people or say("Nobody looks after this topic yet."),
        closing=say("To ask somebody, or to take it back, name them: /topic steward topic member."),
    )


def question_panel(topic: Topic, steward: Steward, say: Translations) -> Panel:
    """Returns the request to a member, as it is posted in the topic."""
    return Panel(
        say("A steward for {topic}?", topic=escape(topic.name)),
        lead=say(
            "{person}, the moderators ask whether you would like to look after this topic. As a steward you can "
            "describe it, pin messages, start a conversation once a day, and run an AMA here.",
            person=f"<@{steward.member_id}>",
        ),
        closing=say("Only you can answer. You can step down whenever you like, with /topic step-down."),
        rows=[
            ui.ActionRow(
                StewardAnswerButton.of(steward, say("Yes, gladly"), yes=True),
                StewardAnswerButton.of(steward, say("No, thank you"), yes=False),
            )
        ],
    )


class StewardAnswerButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:steward:(?P<answer>yes|no):(?P<topic_id>{ID}):(?P<member_id>{ID})",
):
    """Accepts or declines to be a steward; for the member who is asked only."""

    answer: str
    topic_id: TopicId
    member_id: MemberId

    @classmethod
    def id_of(cls, steward: Steward, *, yes: bool) -> str:
        """Returns the custom id, by which the request is found as well."""
        return f"hamlet:steward:{'yes' if yes else 'no'}:{steward.topic_id}:{steward.member_id}"

    @classmethod
    def of(cls, steward: Steward, label: str, *, yes: bool) -> Self:
        """Returns one of the two buttons."""
        style = discord.ButtonStyle.primary if yes else discord.ButtonStyle.secondary
        return cls(ui.Button(label=label, style=style, custom_id=cls.id_of(steward, yes=yes)))

    async def on_press(self, interaction: Interaction) -> None:
        """Stores the answer and edits the request; a no is not told to others.

        Raises
        ------
        NotAllowed
            If another member presses.
        NotFound
            If the member is no longer asked, or the topic was removed.
        """
        ctx = context_of(interaction)
        if self.member_id != ctx.member_id:
            raise NotAllowed("This question is for {person}. Only they can answer it.", person=f"<@{self.member_id}>")
        stewards, say = ctx.services.stewards.appointments, guild_translations(interaction)
        guild, topic = ctx.guild_id, self.topic_id
        if self.answer == "no":
            await stewards.decline(guild, topic, ctx.member_id)
            panel = Panel(say("Asked and answered"), lead=say("This question is settled. Thank you!"))
        else:
            accepted = await stewards.accept(guild, topic, ctx.member_id, ctx.now)
            panel = Panel(
                say("A steward for {topic}", topic=escape(accepted.name)),
                lead=say("{person} looks after this topic now. Thank you!", person=f"<@{self.member_id}>"),
                closing=say("For stewards: /topic describe, prompt and ama, and “Pin or unpin” in a message's menu."),
            )
        await interaction.response.edit_message(view=panel.view(), allowed_mentions=discord.AllowedMentions.none())


class RemoveStewardButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:steward:back:(?P<topic_id>{ID}):(?P<member_id>{ID})"
):
    """Removes a steward, or the request to be one; for moderators."""

    topic_id: TopicId
    member_id: MemberId

    @classmethod
    def of(cls, steward: Steward, say: Translations) -> Self:
        """Returns the button for one member."""
        label = say("Take it back") if steward.since is None else say("Remove as a steward")
        custom_id = f"hamlet:steward:back:{steward.topic_id}:{steward.member_id}"
        return cls(ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Removes the steward and says so.

        Raises
        ------
        NotAllowed
            If the person is no moderator.
        NotFound
            As :meth:`community.stewards.service.StewardService.remove`.
        """
        ctx = context_of(interaction)
        await require_moderator(interaction)
        removed = await ctx.services.stewards.appointments.remove(ctx.guild_id, self.topic_id, self.member_id)
        say = ctx.say
        panel = Panel(
            say("Steward of {topic}", topic=escape(removed.name)),
            lead=say(
                "{person} does not look after {topic} now. You can ask them again with /topic steward.",
                person=f"<@{self.member_id}>",
                topic=escape(removed.name),
            ),
        )
        await interaction.response.edit_message(view=panel.view())


def guild_translations(interaction: Interaction) -> Translations:
    """Returns the translations of the guild's language, for posts that everybody reads."""
    locale = interaction.guild_locale or discord.Locale.american_english
    return interaction.client.languages.translations(locale.value)
