"""Conversation starters as posts on Discord."""

from collections.abc import Iterator, Sequence

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import require_granted
from cogs.kit.discord_errors import DENIED, posting
from cogs.kit.i18n import escape
from cogs.kit.own_messages import CLOCKS_DIFFER
from cogs.kit.panel import Panel, shorten
from community.errors import OutOfReach
from community.ids import MessageId
from community.stewards.prompts import TEXT_LENGTH, Prompt
from community.topics.topic import Topic

TITLE_LENGTH = 100
"""Characters in a thread's name (Source: Discord, Channel Resource)."""
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
}
Place = discord.TextChannel | discord.ForumChannel


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
        nobody = discord.AllowedMentions.none()
        with posting(channel, gone=DENIED):
            if isinstance(channel, discord.ForumChannel):
                made = await channel.create_thread(
                    name=shorten(" ".join(text.split()), TITLE_LENGTH),
                    view=panel.view(),
                    applied_tags=channel.available_tags[:1] if channel.flags.require_tag else [],
                    allowed_mentions=nobody,
                )
                return MessageId(made.message.id)
            return MessageId((await channel.send(view=panel.view(), allowed_mentions=nobody)).id)

    async def find(self, topic: Topic, prompt: Prompt) -> MessageId | None:
        """The post of a conversation starter; none where there is none."""
        channel, since = self._place(topic), prompt.claimed_at - CLOCKS_DIFFER
        with posting(channel, gone=DENIED):
            if isinstance(channel, discord.ForumChannel):
                for thread in channel.threads:
                    if thread.owner_id == channel.guild.me.id and discord.utils.snowflake_time(thread.id) >= since:
                        async for message in thread.history(limit=1, oldest_first=True):
                            if _is_marked(message, prompt):
                                return MessageId(message.id)
                return None
            async for message in channel.history(limit=None, after=since):
                if message.author == channel.guild.me and _is_marked(message, prompt):
                    return MessageId(message.id)
        return None

    def _place(self, topic: Topic) -> Place:
        guild = self._bot.get_guild(topic.guild_id)
        channel = None if guild is None else guild.get_channel(topic.channel_id)
        if not isinstance(channel, Place):
            raise OutOfReach(
                "The channel of {topic} was deleted. A moderator can take the topic off the list with /topic remove.",
                topic=topic.name,
            )
        require_granted(channel, NEEDED)
        return channel


def _is_marked(message: discord.Message, prompt: Prompt) -> bool:
    return any(text.startswith("-# ") and prompt.mark in text for text in _texts(message.components))


def _texts(components: Sequence[object]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))
