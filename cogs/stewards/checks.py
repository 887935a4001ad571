"""Checks of who may act as a steward, and where."""

import discord

from cogs.kit.bot import Interaction
from cogs.kit.checks import is_moderator
from cogs.kit.context import context_of
from cogs.kit.i18n import escape
from community.errors import NotAllowed, NotFound
from community.ids import TopicId
from community.topics.topic import Topic


async def require_steward(interaction: Interaction, topic_id: TopicId) -> Topic:
    """Returns a topic to its stewards who can still see it, and to moderators.

    Raises
    ------
    NotFound
        If the guild has no such topic.
    NotAllowed
        If the person is neither, or can't see the topic any longer.
    """
    ctx = context_of(interaction)
    services = ctx.services
    topic = await services.topics.directory.find(ctx.guild_id, topic_id)
    if await is_moderator(interaction):
        return topic
    if not await services.stewards.appointments.is_steward(topic.guild_id, topic.topic_id, ctx.member_id):
        raise NotAllowed(
            "This one is for the stewards of {topic} and for moderators. Please ask one of them.",
            topic=escape(topic.name),
        )
    channel = None if interaction.guild is None else interaction.guild.get_channel(topic.channel_id)
    user = interaction.user
    if channel is not None and not (isinstance(user, discord.Member) and channel.permissions_for(user).view_channel):
        raise NotAllowed("You can't see {topic} any more. Join it again with /topic join.", topic=escape(topic.name))
    return topic


async def current_topic(interaction: Interaction) -> Topic:
    """Returns the topic of the channel that the person is in, or that their public thread is in.

    Raises
    ------
    NotFound
        If the channel is no topic's, or the thread is private.
    """
    ctx = context_of(interaction)
    here: object = interaction.channel
    if isinstance(here, discord.Thread):
        here = None if here.is_private() else here.parent
    for topic in await ctx.services.topics.directory.topics(ctx.guild_id):
        if isinstance(here, discord.abc.GuildChannel) and topic.channel_id == here.id:
            return topic
    raise NotFound("This is no topic's channel. Please use it in a topic; see them with /topic browse.")
