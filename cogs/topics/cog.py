"""The commands of ``/topic``."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.access.views import AccessPageButton, SwitchAccessButton, access_preview_panel
from cogs.amas.approval_views import proposed_panel, when_choices
from cogs.kit.bot import Bot, Interaction
from cogs.kit.channels import TextOrForum, TextOrForumArgument
from cogs.kit.checks import moderators_only
from cogs.kit.context import context_of
from cogs.kit.i18n import escape
from cogs.stewards.checks import current_topic, require_steward
from cogs.stewards.views import ask_steward, stewards_panel
from cogs.topics.arguments import (
    ArchivedTopicArgument,
    DescribableTopicArgument,
    JoinedTopicArgument,
    ProposalArgument,
    StewardedTopicArgument,
    TopicArgument,
    UnjoinedTopicArgument,
)
from cogs.topics.capacity_views import capacity_panel
from cogs.topics.proposal_views import (
    JoinInterestButton,
    KeepTopicButton,
    ProposeAnywayButton,
    TopicsButton,
    approved_text,
    proposed_text,
    similar_panel,
)
from cogs.topics.views import TopicMenu, TopicPageButton, browse_panel
from community.access.plan import AccessMode
from community.ids import ChannelId, RoleId
from community.stewards.prompts import TEXT_LENGTH
from community.topics.lifecycle import Lifecycle
from community.topics.lifecycle_ports import NewProposal
from community.topics.lifecycle_service import PITCH_LENGTH, REASON_LENGTH
from community.topics.service import DESCRIPTION_LENGTH, NAME_LENGTH
from community.topics.topic import NewTopic, Topic


@app_commands.guild_only()
class Topics(commands.GroupCog, group_name="topic", group_description="Focused spaces: browse, join, leave"):
    """The commands about topics, for members, stewards and moderators."""

    @app_commands.command(description="See the topics here, and join or leave several at once")
    async def browse(self, interaction: Interaction) -> None:
        """Shows the list of topics."""
        ctx = context_of(interaction)
        listings = await ctx.services.topics.directory.browse(ctx.guild_id, ctx.member_id, ctx.now)
        panel = browse_panel(listings, page=0, say=ctx.say)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="The topics you joined")
    async def mine(self, interaction: Interaction) -> None:
        """Lists the topics that the member joined."""
        ctx = context_of(interaction)
        say = ctx.say
        topics = await ctx.services.topics.directory.joined(ctx.guild_id, ctx.member_id)
        lines = [f"<#{topic.channel_id}>  {escape(topic.description)}".rstrip() for topic in topics]
        text = "\n".join(lines) or say("You have not joined a topic yet. See what there is with /topic browse.")
        await interaction.response.send_message(text, ephemeral=True)

    @app_commands.command(description="Join a topic")
    @app_commands.describe(topic="The topic to join")
    async def join(self, interaction: Interaction, topic: app_commands.Transform[Topic, UnjoinedTopicArgument]) -> None:
        """Opens a topic to the member."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        joined = await ctx.services.topics.directory.join(ctx.guild_id, ctx.member_id, topic.topic_id, ctx.now)
        await interaction.followup.send(
            ctx.say(
                "Welcome to {topic}! It is open to you now: {channel}",
                topic=escape(joined.name),
                channel=f"<#{joined.channel_id}>",
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Leave a topic")
    @app_commands.describe(topic="The topic to leave")
    async def leave(self, interaction: Interaction, topic: app_commands.Transform[Topic, JoinedTopicArgument]) -> None:
        """Closes a topic to the member."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        left = await ctx.services.topics.directory.leave(ctx.guild_id, ctx.member_id, topic.topic_id)
        await interaction.followup.send(
            ctx.say("You left {topic}. Come back any time with /topic join.", topic=escape(left.name)),
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
        interaction: Interaction,
        channel: app_commands.Transform[TextOrForum, TextOrForumArgument],
        description: str = "",
        role: discord.Role | None = None,
    ) -> None:
        """Makes a channel a topic."""
        ctx = context_of(interaction)
        topic = await ctx.services.topics.directory.register(
            NewTopic(
                guild_id=ctx.guild_id,
                channel_id=ChannelId(channel.id),
                role_id=None if role is None else RoleId(role.id),
                name=channel.name,
                description=description or channel.topic or "",
            ),
            ctx.now,
        )
        await ctx.services.access.apply(topic, ctx.now)
        await interaction.response.send_message(
            ctx.say(
                "{channel} is a topic now. Members find it in /topic browse and in Get started.",
                channel=f"<#{topic.channel_id}>",
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Moderators: take a topic off the list; the channel stays")
    @app_commands.describe(topic="The topic to take off the list")
    @moderators_only()
    async def remove(self, interaction: Interaction, topic: app_commands.Transform[Topic, TopicArgument]) -> None:
        """Removes a topic; its channel stays."""
        ctx = context_of(interaction)
        removed = await ctx.services.topics.directory.unregister(ctx.guild_id, topic.topic_id)
        await interaction.response.send_message(
            ctx.say(
                "{topic} is no topic any more. Its channel and who can read it stay as they are.",
                topic=escape(removed.name),
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Propose a topic; it sprouts as soon as enough people would join")
    @app_commands.describe(name="What the topic is called", pitch="What it would be about, in a few sentences")
    async def propose(
        self,
        interaction: Interaction,
        name: app_commands.Range[str, 1, NAME_LENGTH],
        pitch: app_commands.Range[str, 1, PITCH_LENGTH],
    ) -> None:
        """Posts a proposal's card, or shows first what is similar to it."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        new, say = NewProposal(ctx.guild_id, ctx.member_id, name, pitch), ctx.say
        proposal = await ctx.services.topics.lifecycle.propose(new, ctx.now)
        if proposal.similar:
            listings = await ctx.services.topics.directory.browse(new.guild_id, new.author_id, ctx.now)
            await interaction.followup.send(view=similar_panel(proposal, listings, say).view(), ephemeral=True)
        else:
            await interaction.followup.send(proposed_text(proposal.life, say), ephemeral=True)

    @app_commands.command(description="Bring a topic back from the archive")
    @app_commands.describe(topic="The topic to bring back")
    async def revive(
        self, interaction: Interaction, topic: app_commands.Transform[Topic, ArchivedTopicArgument]
    ) -> None:
        """Brings an archived topic back."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await ctx.services.topics.lifecycle.revive(ctx.guild_id, topic.topic_id, ctx.now)
        say = ctx.say
        text = say("{topic} is back: {channel}", topic=escape(topic.name), channel=f"<#{topic.channel_id}>")
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(description="Moderators: let a proposal sprout, or a sprout grow, right now")
    @app_commands.describe(topic="The proposal or the sprout")
    @moderators_only()
    async def approve(
        self, interaction: Interaction, topic: app_commands.Transform[Lifecycle, ProposalArgument]
    ) -> None:
        """Moves a proposal to a sprout, or a sprout to a topic."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        life = await ctx.services.topics.lifecycle.approve(ctx.guild_id, topic.life_id, ctx.member_id, ctx.now)
        await interaction.followup.send(approved_text(life, ctx.say), ephemeral=True)

    @app_commands.command(description="Moderators: close a proposal or a sprout, with a reason that all can read")
    @app_commands.describe(topic="The proposal or the sprout", reason="Why; it is shown on the card")
    @moderators_only()
    async def decline(
        self,
        interaction: Interaction,
        topic: app_commands.Transform[Lifecycle, ProposalArgument],
        reason: app_commands.Range[str, 1, REASON_LENGTH],
    ) -> None:
        """Closes a proposal or a sprout with a reason."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await ctx.services.topics.lifecycle.decline(ctx.guild_id, topic.life_id, ctx.member_id, reason, ctx.now)
        say = ctx.say
        text = say("{topic} is closed. Your reason is on its card.", topic=escape(topic.name))
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(description="Moderators: how near this server is to Discord's limits, and when it gets there")
    @moderators_only()
    async def capacity(self, interaction: Interaction) -> None:
        """Shows how near the guild is to Discord's limits."""
        ctx = context_of(interaction)
        outlooks = await ctx.services.topics.capacity.outlooks(ctx.guild_id, ctx.now)
        panel = capacity_panel(outlooks, ctx.say)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: open topics by roles, or by permissions; shows first what changes")
    @app_commands.describe(way="By a role for each topic, or by a permission in its channel for each member")
    @app_commands.choices(
        way=[
            app_commands.Choice(name="by roles", value=AccessMode.ROLE.value),
            app_commands.Choice(name="by permissions", value=AccessMode.PERMISSION.value),
        ]
    )
    @moderators_only()
    async def access(self, interaction: Interaction, way: str) -> None:
        """Shows the dry run of an access switch, with the button that begins it."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        preview = await ctx.services.access.preview(ctx.guild_id, AccessMode(way))
        panel = access_preview_panel(preview, 0, ctx.say)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: ask a member to look after a topic, or see who does")
    @app_commands.describe(
        topic="The topic to look after",
        member="Whom to ask; if they look after it already, you can take it back. Without one: who does",
    )
    @moderators_only()
    async def steward(
        self,
        interaction: Interaction,
        topic: app_commands.Transform[Topic, TopicArgument],
        member: discord.Member | discord.User | None = None,
    ) -> None:
        """Asks a member to be a steward of a topic, or lists its stewards."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        if member is not None:
            await ask_steward(interaction, topic, member)
            return
        stewards = await ctx.services.stewards.appointments.stewards(topic.guild_id)
        panel = stewards_panel(topic, stewards, ctx.say)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(name="step-down", description="Stewards: look after a topic no longer")
    @app_commands.describe(topic="The topic that you look after")
    async def step_down(
        self, interaction: Interaction, topic: app_commands.Transform[Topic, StewardedTopicArgument]
    ) -> None:
        """Removes the member as a steward of a topic."""
        ctx = context_of(interaction)
        left = await ctx.services.stewards.appointments.remove(topic.guild_id, topic.topic_id, ctx.member_id)
        await interaction.response.send_message(
            ctx.say("You look after {topic} no longer. Thank you for all of it!", topic=escape(left.name)),
            ephemeral=True,
        )

    @app_commands.command(description="Stewards and moderators: say in one line what a topic is about")
    @app_commands.describe(topic="The topic to describe", text="The line that people read where they choose topics")
    async def describe(
        self,
        interaction: Interaction,
        topic: app_commands.Transform[Topic, DescribableTopicArgument],
        text: app_commands.Range[str, 1, DESCRIPTION_LENGTH],
    ) -> None:
        """Replaces a topic's description."""
        ctx = context_of(interaction)
        await require_steward(interaction, topic.topic_id)
        described = await ctx.services.topics.directory.describe(topic.guild_id, topic.topic_id, text)
        await interaction.response.send_message(
            ctx.say(
                "{topic} is described now as: {text}", topic=escape(described.name), text=escape(described.description)
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Stewards and moderators: start a conversation in this topic, once a day")
    @app_commands.describe(text="What you would like to hear from the others; it is posted with your name")
    async def prompt(self, interaction: Interaction, text: app_commands.Range[str, 1, TEXT_LENGTH]) -> None:
        """Posts a conversation starter in the topic that the member is in."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        topic = await require_steward(interaction, (await current_topic(interaction)).topic_id)
        await ctx.services.stewards.prompts.post(topic, ctx.member_id, text, ctx.now)
        await interaction.followup.send(
            ctx.say("It is posted in {channel}. Thank you!", channel=f"<#{topic.channel_id}>"),
            ephemeral=True,
        )

    @app_commands.command(description="Stewards and moderators: answer the members of this topic for a day")
    @app_commands.describe(when="When it begins: a day and a time, such as Friday 18:00")
    async def ama(self, interaction: Interaction, when: str) -> None:
        """Proposes an AMA with the member as its guest, in the topic that they are in."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        topic = await require_steward(interaction, (await current_topic(interaction)).topic_id)
        proposed = await ctx.services.amas.sessions.propose(topic, when, ctx.now, by=ctx.member_id)
        await interaction.followup.send(view=proposed_panel(proposed, ctx.say).view(), ephemeral=True)

    @ama.autocomplete("when")
    async def _times(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await when_choices(interaction, typed)


async def setup(bot: Bot) -> None:
    """Adds the cog and its persistent items."""
    bot.add_dynamic_items(
        TopicMenu,
        TopicPageButton,
        JoinInterestButton,
        ProposeAnywayButton,
        KeepTopicButton,
        TopicsButton,
        SwitchAccessButton,
        AccessPageButton,
    )
    await bot.add_cog(Topics())
