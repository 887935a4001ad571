"""Conversation starters as posts on Discord."""

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import FIND_PERMISSIONS, TextOrForum, require_permissions
from cogs.kit.discord_errors import DENIED, translate_post_errors
from cogs.kit.durable_posts import NewPost, create_post, find_post
from cogs.kit.i18n import escape
from cogs.kit.own_messages import texts
from cogs.kit.panel import Panel, shorten
from community.discord_limits import CHANNEL_NAME_LENGTH
from community.errors import OutOfReach
from community.ids import MessageId
from community.stewards.prompts import TEXT_LENGTH, Prompt
from community.topics.topic import Topic


class DiscordPromptPosts:
    """The port :class:`community.stewards.prompts.PromptPosts`: a message, or a post of its own where it is a forum."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def post(self, topic: Topic, prompt: Prompt, text: str) -> MessageId:
        """Posts a conversation starter, pinging nobody."""
        channel = self._place(topic)
        say = self._bot.guild_translator(channel.guild)
        panel = Panel(
            say("Conversation starter"),
            lead=escape(text, TEXT_LENGTH),
            closing=say("From {person_and_day}", person_and_day=prompt.mark),
        )
        new = NewPost(panel.view(), title=shorten(" ".join(text.split()), CHANNEL_NAME_LENGTH))
        with translate_post_errors(channel, gone=DENIED):
            return MessageId((await create_post(channel, new)).id)

    async def find(self, topic: Topic, prompt: Prompt) -> MessageId | None:
        """The post of a conversation starter; none where there is none."""
        channel = self._place(topic)

        def is_marked(message: discord.Message) -> bool:
            return any(text.startswith("-# ") and prompt.mark in text for text in texts(message))

        with translate_post_errors(channel, gone=DENIED):
            found = await find_post(channel, is_marked, prompt.claimed_at)
        return None if found is None else MessageId(found.id)

    def _place(self, topic: Topic) -> TextOrForum:
        guild = self._bot.get_guild(topic.guild_id)
        channel = None if guild is None else guild.get_channel(topic.channel_id)
        if not isinstance(channel, TextOrForum):
            raise OutOfReach(
                "The channel of {topic} was deleted. A moderator can take the topic off the list with /topic remove.",
                topic=topic.name,
            )
        require_permissions(channel, FIND_PERMISSIONS)
        return channel
