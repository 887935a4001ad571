"""``/topic``: browse, join and leave focused spaces, propose new ones, and bring quiet ones back."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.access.views import AccessPageButton, GoOverButton, access_panel
from cogs.amas.approval_views import proposed_panel, when_choices
from cogs.kit.bot import Host, guild_id, member_id, speaker
from cogs.kit.channels import Found, TalkChannel
from cogs.kit.checks import is_moderator, moderators_only
from cogs.kit.i18n import plain
from cogs.stewards.views import ask_steward, stewards_panel, tended, topic_here
from cogs.topics.capacity_views import capacity_panel
from cogs.topics.proposal_views import (
    InsistButton,
    KeepButton,
    TopicsButton,
    WantButton,
    alike_panel,
    approved_text,
    life_choices,
    named_life,
    proposed_text,
)
from cogs.topics.views import PageButton, TopicMenu, browse_panel, named_topic, topic_choices
from community.access.plan import Way
from community.ids import ChannelId, GuildId, MemberId, RoleId
from community.stewards.prompts import TEXT_LENGTH
from community.topics.lifecycle import OPEN
from community.topics.lifecycle_ports import NewLife
from community.topics.lifecycle_service import PITCH_LENGTH, REASON_LENGTH
from community.topics.service import DESCRIPTION_LENGTH, NAME_LENGTH
from community.topics.topic import NewTopic


@app_commands.guild_only()
class Topics(commands.GroupCog, group_name="topic", group_description="Focused spaces: browse, join, leave"):
    """Topics, for members and moderators."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="See the topics here, and join or leave several at once")
    async def browse(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the list to the person who asked."""
        listings = await self._bot.services.topics.browse(
            guild_id(interaction), member_id(interaction), self._bot.clock()
        )
        panel = browse_panel(listings, page=0, say=speaker(interaction))
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="The topics you joined")
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """Lists the topics of the person who asked."""
        say = speaker(interaction)
        topics = await self._bot.services.topics.joined(guild_id(interaction), member_id(interaction))
        lines = [f"<#{topic.channel_id}>  {plain(topic.description)}".rstrip() for topic in topics]
        text = "\n".join(lines) or say("You have not joined a topic yet. See what there is with /topic browse.")
        await interaction.response.send_message(text, ephemeral=True)

    @app_commands.command(description="Join a topic")
    @app_commands.describe(topic="The topic to join")
    async def join(self, interaction: discord.Interaction[Any], topic: str) -> None:
        """Opens one topic to the person who asked."""
        await interaction.response.defer(ephemeral=True)
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        joined = await self._bot.services.topics.join(
            guild_id(interaction), member_id(interaction), wanted.topic_id, self._bot.clock()
        )
        await interaction.followup.send(
            speaker(interaction)(
                "Welcome to {topic}! It is open to you now: {channel}",
                topic=plain(joined.name),
                channel=f"<#{joined.channel_id}>",
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Leave a topic")
    @app_commands.describe(topic="The topic to leave")
    async def leave(self, interaction: discord.Interaction[Any], topic: str) -> None:
        """Closes one topic to the person who asked."""
        await interaction.response.defer(ephemeral=True)
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        left = await self._bot.services.topics.leave(guild_id(interaction), member_id(interaction), wanted.topic_id)
        await interaction.followup.send(
            speaker(interaction)("You left {topic}. Come back any time with /topic join.", topic=plain(left.name)),
            ephemeral=True,
        )

    @app_commands.command(description="Moderators: make a channel a topic")
    @app_commands.describe(
        channel="The channel to list as a topic",
        description="One line that tells newcomers what it is about",
        role="The role that opens the channel; without one, members are let in one by one",
    )
    @moderators_only()
    async def add(
        self,
        interaction: discord.Interaction[Any],
        channel: app_commands.Transform[Found, TalkChannel],
        description: str = "",
        role: discord.Role | None = None,
    ) -> None:
        """Registers a topic."""
        topic = await self._bot.services.topics.register(
            NewTopic(
                guild_id=guild_id(interaction),
                channel_id=ChannelId(channel.id),
                role_id=None if role is None else RoleId(role.id),
                name=channel.name,
                description=description or channel.topic or "",
            ),
            self._bot.clock(),
        )
        await self._bot.services.access.furnish(topic, self._bot.clock())
        await interaction.response.send_message(
            speaker(interaction)(
                "{channel} is a topic now. Members find it in /topic browse and in Get started.",
                channel=f"<#{topic.channel_id}>",
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Moderators: take a topic off the list; the channel stays")
    @app_commands.describe(topic="The topic to take off the list")
    @moderators_only()
    async def remove(self, interaction: discord.Interaction[Any], topic: str) -> None:
        """Unregisters a topic."""
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        removed = await self._bot.services.topics.unregister(guild_id(interaction), wanted.topic_id)
        await interaction.response.send_message(
            speaker(interaction)(
                "{topic} is no topic any more. Its channel and who can read it stay as they are.",
                topic=plain(removed.name),
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Propose a topic; it sprouts as soon as enough people would join")
    @app_commands.describe(name="What the topic is called", pitch="What it would be about, in a few sentences")
    async def propose(
        self,
        interaction: discord.Interaction[Any],
        name: app_commands.Range[str, 1, NAME_LENGTH],
        pitch: app_commands.Range[str, 1, PITCH_LENGTH],
    ) -> None:
        """Shows a card in the proposals channel, or first what there is like it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        new, say = NewLife(guild_id(interaction), member_id(interaction), name, pitch), speaker(interaction)
        proposal = await self._bot.services.lives.propose(new, self._bot.clock())
        if proposal.alike:
            listings = await self._bot.services.topics.browse(new.guild_id, new.author_id, self._bot.clock())
            await interaction.followup.send(view=alike_panel(proposal, listings, say).view(), ephemeral=True)
        else:
            await interaction.followup.send(proposed_text(proposal.life, say), ephemeral=True)

    @app_commands.command(description="Bring a topic back from the archive")
    @app_commands.describe(topic="The topic to bring back")
    async def revive(self, interaction: discord.Interaction[Any], topic: str) -> None:
        """Opens an archived topic for writing again."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        await self._bot.services.lives.revive(guild_id(interaction), wanted.topic_id, self._bot.clock())
        say = speaker(interaction)
        text = say("{topic} is back: {channel}", topic=plain(wanted.name), channel=f"<#{wanted.channel_id}>")
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(description="Moderators: let a proposal sprout, or a sprout grow, right now")
    @app_commands.describe(topic="The proposal or the sprout")
    @moderators_only()
    async def approve(self, interaction: discord.Interaction[Any], topic: str) -> None:
        """Decides early."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild = guild_id(interaction)
        found = await named_life(self._bot, guild, topic)
        life = await self._bot.services.lives.approve(guild, found.life_id, member_id(interaction), self._bot.clock())
        await interaction.followup.send(approved_text(life, speaker(interaction)), ephemeral=True)

    @app_commands.command(description="Moderators: close a proposal or a sprout, with a reason that all can read")
    @app_commands.describe(topic="The proposal or the sprout", reason="Why; it is shown on the card")
    @moderators_only()
    async def decline(
        self,
        interaction: discord.Interaction[Any],
        topic: str,
        reason: app_commands.Range[str, 1, REASON_LENGTH],
    ) -> None:
        """Decides early, the other way."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild = guild_id(interaction)
        found = await named_life(self._bot, guild, topic)
        await self._bot.services.lives.decline(guild, found.life_id, member_id(interaction), reason, self._bot.clock())
        say = speaker(interaction)
        text = say("{topic} is closed. Your reason is on its card.", topic=plain(found.name))
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(description="Moderators: how near this server is to Discord's limits, and when it gets there")
    @moderators_only()
    async def capacity(self, interaction: discord.Interaction[Any]) -> None:
        """Shows every limit."""
        outlooks = await self._bot.services.limits.outlooks(guild_id(interaction), self._bot.clock())
        panel = capacity_panel(outlooks, speaker(interaction))
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: open topics by roles, or by permissions; shows first what changes")
    @app_commands.describe(way="By a role for each topic, or by a permission in its channel for each member")
    @app_commands.choices(
        way=[
            app_commands.Choice(name="by roles", value=Way.ROLE.value),
            app_commands.Choice(name="by permissions", value=Way.PERMISSION.value),
        ]
    )
    @moderators_only()
    async def access(self, interaction: discord.Interaction[Any], way: str) -> None:
        """A dry run, with the button that begins it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        preview = await self._bot.services.access.preview(guild_id(interaction), Way(way))
        panel = access_panel(preview, 0, speaker(interaction))
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: ask a member to look after a topic, or see who does")
    @app_commands.describe(
        topic="The topic to look after",
        member="Whom to ask; if they look after it already, you can take it back. Without one: who does",
    )
    @moderators_only()
    async def steward(
        self,
        interaction: discord.Interaction[Any],
        topic: str,
        member: discord.Member | discord.User | None = None,
    ) -> None:
        """Asks a member in the topic, or lists its stewards."""
        await interaction.response.defer(ephemeral=True)
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        if member is not None:
            await ask_steward(interaction, wanted, member)
            return
        stewards = await self._bot.services.stewards.stewards(wanted.guild_id)
        panel = stewards_panel(wanted, stewards, speaker(interaction))
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(name="step-down", description="Stewards: look after a topic no longer")
    @app_commands.describe(topic="The topic that you look after")
    async def step_down(self, interaction: discord.Interaction[Any], topic: str) -> None:
        """Ends the stewardship of the person who asked."""
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        left = await self._bot.services.stewards.remove(wanted.guild_id, wanted.topic_id, member_id(interaction))
        await interaction.response.send_message(
            speaker(interaction)("You look after {topic} no longer. Thank you for all of it!", topic=plain(left.name)),
            ephemeral=True,
        )

    @app_commands.command(description="Stewards and moderators: say in one line what a topic is about")
    @app_commands.describe(topic="The topic to describe", text="The line that people read where they choose topics")
    async def describe(
        self,
        interaction: discord.Interaction[Any],
        topic: str,
        text: app_commands.Range[str, 1, DESCRIPTION_LENGTH],
    ) -> None:
        """Gives a topic another description."""
        wanted = await named_topic(self._bot, guild_id(interaction), topic)
        await tended(interaction, wanted.topic_id)
        described = await self._bot.services.topics.describe(wanted.guild_id, wanted.topic_id, text)
        await interaction.response.send_message(
            speaker(interaction)(
                "{topic} is described now as: {text}", topic=plain(described.name), text=plain(described.description)
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Stewards and moderators: start a conversation in this topic, once a day")
    @app_commands.describe(text="What you would like to hear from the others; it is posted with your name")
    async def prompt(
        self, interaction: discord.Interaction[Any], text: app_commands.Range[str, 1, TEXT_LENGTH]
    ) -> None:
        """Posts a conversation starter in the topic that the person is in."""
        await interaction.response.defer(ephemeral=True)
        topic = await tended(interaction, (await topic_here(interaction)).topic_id)
        await self._bot.services.prompts.post(topic, member_id(interaction), text, self._bot.clock())
        await interaction.followup.send(
            speaker(interaction)("It is posted in {channel}. Thank you!", channel=f"<#{topic.channel_id}>"),
            ephemeral=True,
        )

    @app_commands.command(description="Stewards and moderators: answer the members of this topic for a day")
    @app_commands.describe(when="When it begins: a day and a time, such as Friday 18:00")
    async def ama(self, interaction: discord.Interaction[Any], when: str) -> None:
        """Has the person who asks be the guest of an AMA in the topic that they are in."""
        await interaction.response.defer(ephemeral=True)
        topic = await tended(interaction, (await topic_here(interaction)).topic_id)
        proposed = await self._bot.services.amas.propose(topic, when, self._bot.clock(), by=member_id(interaction))
        await interaction.followup.send(view=proposed_panel(proposed, speaker(interaction)).view(), ephemeral=True)

    @ama.autocomplete("when")
    async def _times(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await when_choices(interaction, typed)

    @join.autocomplete("topic")
    async def _to_join(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(guild_id(interaction), member_id(interaction), typed, joined=False)

    @leave.autocomplete("topic")
    async def _to_leave(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(guild_id(interaction), member_id(interaction), typed, joined=True)

    @describe.autocomplete("topic")
    async def _tended(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        if await is_moderator(interaction):
            return topic_choices(await self._bot.services.topics.topics(guild_id(interaction)), typed)
        own = await self._bot.services.stewards.topics_of(guild_id(interaction), member_id(interaction))
        return topic_choices(own, typed)

    @step_down.autocomplete("topic")
    async def _own(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        own = await self._bot.services.stewards.topics_of(guild_id(interaction), member_id(interaction))
        return topic_choices(own, typed)

    @remove.autocomplete("topic")
    @steward.autocomplete("topic")
    async def _any(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._bot.services.topics.topics(guild_id(interaction)), typed)

    @revive.autocomplete("topic")
    async def _asleep(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        topics = await self._bot.services.topics.topics(guild_id(interaction))
        return topic_choices([topic for topic in topics if topic.asleep], typed)

    @approve.autocomplete("topic")
    @decline.autocomplete("topic")
    async def _undecided(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        lives = await self._bot.services.lives.lives(guild_id(interaction), OPEN)
        return life_choices(lives, typed, speaker(interaction))

    async def _choices(
        self, guild: GuildId, member: MemberId, typed: str, *, joined: bool
    ) -> list[app_commands.Choice[str]]:
        listings = await self._bot.services.topics.browse(guild, member, self._bot.clock())
        return topic_choices([one.topic for one in listings if joined is one.joined], typed)


async def setup(bot: Host) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(
        TopicMenu, PageButton, WantButton, InsistButton, KeepButton, TopicsButton, GoOverButton, AccessPageButton
    )
    await bot.add_cog(Topics(bot))
