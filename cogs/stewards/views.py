"""How stewards are asked, and who may look after a topic."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.checks import is_moderator, require_moderator
from cogs.kit.i18n import Speaker, plain
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from community.errors import Invalid, NotAllowed, NotFound
from community.ids import ChannelId, MemberId, TopicId
from community.stewards.service import Steward
from community.topics.topic import Topic


async def tended(interaction: discord.Interaction[Any], topic_id: TopicId) -> Topic:
    """The topic, if the person looks after it: its stewards, who can still see it, and the moderators.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    services = host(interaction).services
    topic = await services.topics.find(guild_id(interaction), topic_id)
    if await is_moderator(interaction):
        return topic
    if not await services.stewards.is_steward(topic.guild_id, topic.topic_id, member_id(interaction)):
        raise NotAllowed(
            "This one is for the stewards of {topic} and for moderators. Please ask one of them.",
            topic=plain(topic.name),
        )
    channel = None if interaction.guild is None else interaction.guild.get_channel(topic.channel_id)
    user = interaction.user
    if channel is not None and not (isinstance(user, discord.Member) and channel.permissions_for(user).view_channel):
        raise NotAllowed("You can't see {topic} any more. Join it again with /topic join.", topic=plain(topic.name))
    return topic


async def topic_here(interaction: discord.Interaction[Any]) -> Topic:
    """The topic of the channel that somebody is in, or that their thread is in.

    Raises
    ------
    NotFound
        Elsewhere, and in private threads, which are nobody's but their members'.
    """
    here: object = interaction.channel
    if isinstance(here, discord.Thread):
        here = None if here.is_private() else here.parent
    for topic in await host(interaction).services.topics.topics(guild_id(interaction)):
        if isinstance(here, discord.abc.GuildChannel) and topic.channel_id == here.id:
            return topic
    raise NotFound("This is no topic's channel. Please use it in a topic; see them with /topic browse.")


async def ask_steward(
    interaction: discord.Interaction[Any], topic: Topic, member: discord.Member | discord.User
) -> None:
    """Asks a member, and shows the moderator how it stands."""
    if member.bot:
        raise Invalid("Bots can't look after a topic. Please pick a person.")
    steward = await host(interaction).services.stewards.ask(
        topic.guild_id,
        topic.topic_id,
        MemberId(member.id),
        ChannelId(interaction.channel_id or 0),
        host(interaction).clock(),
    )
    say = speaker(interaction)
    await interaction.followup.send(view=standing_panel(topic, steward, say).view(), ephemeral=True)


def standing_panel(topic: Topic, steward: Steward, say: Speaker) -> Panel:
    """How it stands with one member, for the moderators."""
    person = f"<@{steward.member_id}>"
    if steward.since is not None:
        lead = say(
            "{person} has been a steward of {topic} since {when}.",
            person=person,
            topic=plain(topic.name),
            when=discord.utils.format_dt(steward.since, "D"),
        )
    else:
        lead = say(
            "{person} is asked whether they would like to be a steward of {topic}. It is theirs to answer.",
            person=person,
            topic=plain(topic.name),
        )
    return Panel(
        say("Steward of {topic}", topic=plain(topic.name)),
        lead=lead,
        rows=[ui.ActionRow(TakeBackButton.of(steward, say))],
    )


def stewards_panel(topic: Topic, stewards: Mapping[TopicId, Sequence[MemberId]], say: Speaker) -> Panel:
    """Who looks after a topic, for the moderators."""
    people = "\n".join(f"<@{one}>" for one in stewards.get(topic.topic_id, ()))
    return Panel(
        say("Stewards of {topic}", topic=plain(topic.name)),
        lead=people or say("Nobody looks after this topic yet."),
        closing=say("To ask somebody, or to take it back, name them: /topic steward topic member."),
    )


def question_panel(topic: Topic, steward: Steward, say: Speaker) -> Panel:
    """The question, in the topic."""
    return Panel(
        say("A steward for {topic}?", topic=plain(topic.name)),
        lead=say(
            "{person}, the moderators ask whether you would like to look after this topic. As a steward you can "
            "describe it, pin messages, start a conversation once a day, and run an AMA here.",
            person=f"<@{steward.member_id}>",
        ),
        closing=say("Only you can answer. You can step down whenever you like, with /topic step-down."),
        rows=[
            ui.ActionRow(
                AnswerButton.of(steward, say("Yes, gladly"), yes=True),
                AnswerButton.of(steward, say("No, thank you"), yes=False),
            )
        ],
    )


class AnswerButton(
    Press[ui.Button[Any]], template=rf"hamlet:steward:(?P<answer>yes|no):(?P<topic>{ID}):(?P<member>{ID})"
):
    """Says yes or no to being a steward; for the person who is asked only."""

    @classmethod
    def id_of(cls, steward: Steward, *, yes: bool) -> str:
        """The custom id, by which the question is found as well."""
        return f"hamlet:steward:{'yes' if yes else 'no'}:{steward.topic_id}:{steward.member_id}"

    @classmethod
    def of(cls, steward: Steward, label: str, *, yes: bool) -> Self:
        """One of the two buttons."""
        style = discord.ButtonStyle.primary if yes else discord.ButtonStyle.secondary
        return cls(ui.Button(label=label, style=style, custom_id=cls.id_of(steward, yes=yes)))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Keeps the answer, and has the question say so; a no is nobody else's business."""
        answer, topic_id, asked = self.custom_id.split(":")[2:]
        if int(asked) != member_id(interaction):
            raise NotAllowed("This question is for {person}. Only they can answer it.", person=f"<@{asked}>")
        stewards, say = host(interaction).services.stewards, _guild_speaker(interaction)
        guild, topic = guild_id(interaction), TopicId(int(topic_id))
        if answer == "no":
            await stewards.decline(guild, topic, member_id(interaction))
            panel = Panel(say("Asked and answered"), lead=say("This question is settled. Thank you!"))
        else:
            accepted = await stewards.accept(guild, topic, member_id(interaction), host(interaction).clock())
            panel = Panel(
                say("A steward for {topic}", topic=plain(accepted.name)),
                lead=say("{person} looks after this topic now. Thank you!", person=f"<@{asked}>"),
                closing=say("For stewards: /topic describe, prompt and ama, and “Pin or unpin” in a message's menu."),
            )
        await interaction.response.edit_message(view=panel.view(), allowed_mentions=discord.AllowedMentions.none())


class TakeBackButton(Press[ui.Button[Any]], template=rf"hamlet:steward:back:(?P<topic>{ID}):(?P<member>{ID})"):
    """Has a member be no steward any more, nor asked; for moderators."""

    @classmethod
    def of(cls, steward: Steward, say: Speaker) -> Self:
        """The button for one member."""
        label = say("Take it back") if steward.since is None else say("Remove as a steward")
        custom_id = f"hamlet:steward:back:{steward.topic_id}:{steward.member_id}"
        return cls(ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Takes it back."""
        await require_moderator(interaction)
        topic_id, asked = self.custom_id.split(":")[3:]
        removed = await host(interaction).services.stewards.remove(
            guild_id(interaction), TopicId(int(topic_id)), MemberId(int(asked))
        )
        say = speaker(interaction)
        panel = Panel(
            say("Steward of {topic}", topic=plain(removed.name)),
            lead=say(
                "{person} does not look after {topic} now. You can ask them again with /topic steward.",
                person=f"<@{asked}>",
                topic=plain(removed.name),
            ),
        )
        await interaction.response.edit_message(view=panel.view())


def _guild_speaker(interaction: discord.Interaction[Any]) -> Speaker:
    """Posts that everybody reads are in the server's language."""
    locale = interaction.guild_locale or discord.Locale.american_english
    return host(interaction).languages.speaker(locale.value)
