"""The threads of AMAs on Discord: each is made once, with one card and one post for every answer."""

import discord

from cogs.amas.thread_views import AskButton, ama_panel, answer_mark, answer_panel
from cogs.amas.wording import thread_name
from cogs.kit.bot import Bot
from cogs.kit.channels import TextOrForum, require_permissions
from cogs.kit.discord_errors import translate_post_errors
from cogs.kit.durable_posts import NewPost, create_post, edit_message, find_message, find_thread, open_thread
from cogs.kit.own_messages import has_custom_id, has_text_ending
from cogs.kit.panel import shorten
from cogs.kit.threads import IN_FORUM, IN_THREAD, THREADS_FULL, TOO_MANY_THREADS, fetch_thread
from community.amas.ama import Ama
from community.amas.question import AmaQuestion, QuestionTally
from community.discord_limits import CHANNEL_NAME_LENGTH
from community.errors import Invalid, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId, PostedMessage

IN_TEXT = {
    "view_channel": "View Channel",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}
REFUSED = {TOO_MANY_THREADS: THREADS_FULL}
"""What Discord refuses for a reason that people can do something about (Source: Discord, JSON Error Codes)."""


class DiscordAmaThreads:
    """The port :class:`community.amas.ports.AmaThreads`: a thread of a text channel, or a post of a forum."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where Hamlet can open threads."""
        self._channel(guild_id, channel_id)

    async def is_member(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Whether somebody is a member of the guild."""
        try:
            await self._bot.require_guild(guild_id).fetch_member(member_id)
        except discord.NotFound:
            return False
        return True

    async def exists(self, ama: Ama) -> bool:
        """Whether an AMA's thread was not deleted."""
        return await self._thread(ama) is not None

    async def open(self, ama: Ama, tally: QuestionTally) -> PostedMessage:
        """An AMA's thread with its card: the one that was left behind, or a new one."""
        channel = self._channel(ama.guild_id, ama.channel_id)
        say = self._bot.guild_translator(channel.guild)
        new = NewPost(
            ama_panel(ama, tally, say).view(),
            title=shorten(thread_name(ama, say), CHANNEL_NAME_LENGTH),
            nonce=f"ama-{ama.ama_id}",
        )
        with translate_post_errors(channel, gone="{channel} is not there any more.", refused=REFUSED):
            mark = has_custom_id(AskButton.id_of(ama.ama_id))
            empty, card = await find_thread(channel, mark, ama.at, name=new.title)
            return _post(card or await open_thread(channel, new, empty=empty))

    async def show(self, ama: Ama, tally: QuestionTally) -> None:
        """Makes the card in the thread show this; what was deleted stays deleted."""
        thread = await self._thread(ama)
        if thread is not None and ama.message_id is not None:
            with translate_post_errors(thread, refused=REFUSED):
                await edit_message(
                    thread, ama.message_id, ama_panel(ama, tally, self._bot.guild_translator(thread.guild)).view()
                )

    async def post(self, ama: Ama, question: AmaQuestion) -> MessageId | None:
        """Makes an answered question's one post show this: the one that is known, one left behind, or a new one."""
        thread = await self._thread(ama)
        if thread is None:
            return None
        view = answer_panel(ama, question, self._bot.guild_translator(thread.guild)).view()
        with translate_post_errors(thread, refused=REFUSED):
            if question.shown is not None and question.message_id is None:
                return None
            message_id = question.message_id
            if message_id is None:
                mark = has_text_ending(answer_mark(question))
                left = await find_message(thread, mark, since=question.changed_at)
                message_id = None if left is None else MessageId(left.id)
            if message_id is None:
                require_permissions(thread, IN_THREAD)
                new = NewPost(view, nonce=f"answer-{question.question_id}")
                return MessageId((await create_post(thread, new)).id)
            await edit_message(thread, message_id, view)
            return message_id

    async def _thread(self, ama: Ama) -> discord.Thread | None:
        """The thread; none where it was deleted."""
        unseen = "I can't see the thread of an AMA. A moderator can let me in again."
        return await fetch_thread(self._bot.require_guild(ama.guild_id), ama.thread_id, unseen=unseen)

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> TextOrForum:
        channel = self._bot.require_guild(guild_id).get_channel(channel_id)
        if channel is None:
            raise OutOfReach("The channel of this topic is not there any more, so no AMA can be in it.")
        if not isinstance(channel, TextOrForum) or channel.type is discord.ChannelType.media:
            raise Invalid("AMAs are in text channels and forums. Please use it in a topic that is one.")
        require_permissions(channel, IN_FORUM if isinstance(channel, discord.ForumChannel) else IN_TEXT)
        return channel


def _post(card: discord.Message) -> PostedMessage:
    return PostedMessage(ChannelId(card.channel.id), MessageId(card.id))
