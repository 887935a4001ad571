"""``/topic``: browse, join and leave focused spaces."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui.channels import Found, TalkChannel
from cogs.ui.gate import moderators_only
from cogs.ui.host import Host, guild_id, member_id, speaker
from cogs.ui.language import plain
from cogs.ui.topics import PageButton, TopicMenu, browse_panel, named_topic, topic_choices
from community.ids import ChannelId, GuildId, MemberId, RoleId
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

    @join.autocomplete("topic")
    async def _to_join(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(guild_id(interaction), member_id(interaction), typed, joined=False)

    @leave.autocomplete("topic")
    async def _to_leave(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(guild_id(interaction), member_id(interaction), typed, joined=True)

    @remove.autocomplete("topic")
    async def _any(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(guild_id(interaction), member_id(interaction), typed, joined=None)

    async def _choices(
        self, guild: GuildId, member: MemberId, typed: str, *, joined: bool | None
    ) -> list[app_commands.Choice[str]]:
        listings = await self._bot.services.topics.browse(guild, member, self._bot.clock())
        return topic_choices([one.topic for one in listings if joined in (None, one.joined)], typed)


async def setup(bot: Host) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(TopicMenu, PageButton)
    await bot.add_cog(Topics(bot))
