"""Asks members on Discord whether they would look after a topic."""

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import FIND_PERMISSIONS, require_permissions
from cogs.kit.durable_posts import NewPost, create_post, find_message
from cogs.kit.own_messages import MessagePlace, has_custom_id
from cogs.stewards.views import StewardAnswerButton, question_panel
from community.errors import Invalid
from community.ids import ChannelId, MessageId
from community.stewards.service import Steward, StewardRequest
from community.topics.topic import Topic


class DiscordStewardRequests:
    """The port :class:`community.stewards.service.StewardRequests`: a post in the topic, where it is a text channel."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def ask(self, topic: Topic, steward: Steward, here: ChannelId) -> StewardRequest:
        """Asks, unless the question is there already; only the person who is asked is pinged."""
        guild = self._bot.require_guild(topic.guild_id)
        own = guild.get_channel(topic.channel_id)
        place = own if isinstance(own, discord.TextChannel) else guild.get_channel_or_thread(here)
        if not isinstance(place, MessagePlace):
            raise Invalid("I can't ask in here. Please use this command in a text channel that they can see.")
        require_permissions(place, FIND_PERMISSIONS)
        await _require_reader(guild, place, steward)
        kept = await _kept(guild, steward.request)
        if kept is not None:
            return kept
        say = self._bot.guild_translator(guild)
        message = await find_message(place, has_custom_id(StewardAnswerButton.id_of(steward, yes=True)))
        if message is None:
            asked = discord.AllowedMentions(
                everyone=False, users=[discord.Object(steward.member_id)], roles=False, replied_user=False
            )
            message = await create_post(place, NewPost(question_panel(topic, steward, say).view(), mentions=asked))
        return StewardRequest(ChannelId(place.id), MessageId(message.id))


async def _require_reader(guild: discord.Guild, place: MessagePlace, steward: Steward) -> None:
    try:
        member = await guild.fetch_member(steward.member_id)
    except discord.NotFound:
        raise Invalid("That person is not a member of this server. Please pick somebody who is.") from None
    if not place.permissions_for(member).view_channel:
        raise Invalid(
            "They can't see {channel} yet. Once they joined the topic, with /topic join, please ask again.",
            channel=place.mention,
        )


async def _kept(guild: discord.Guild, question: StewardRequest | None) -> StewardRequest | None:
    """The question as it was posted, unless somebody deleted it."""
    place = None if question is None else guild.get_channel_or_thread(question.channel_id)
    if question is None or not isinstance(place, MessagePlace):
        return None
    try:
        await place.fetch_message(question.message_id)
    except (discord.NotFound, discord.Forbidden):
        return None
    return question
