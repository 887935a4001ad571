"""Asks, recommendations and standings as threads and messages on Discord."""

from collections.abc import Collection, Sequence

import discord
import structlog

from cogs.kit.bot import Bot
from cogs.kit.channels import TextOrForum, require_permissions
from cogs.kit.durable_posts import (
    NewPost,
    create_post,
    delete_message,
    edit_message,
    find_message,
    find_thread,
    open_thread,
    required_tags,
    unarchive,
)
from cogs.kit.own_messages import has_custom_id, has_headline
from cogs.kit.panel import shorten
from cogs.recommendations.thread_lookup import LOCKED, ThreadLookup, reaching, require_unlocked
from cogs.recommendations.views import (
    RecommendButton,
    VoteButton,
    ask_panel,
    card_panel,
    standings_panel,
)
from community.discord_limits import CHANNEL_NAME_LENGTH
from community.errors import Invalid, NotAllowed, OutOfReach
from community.ids import ChannelId, GuildId, MessageId
from community.recommendations.ask import Ask, OpenedThread
from community.recommendations.card import Card
from community.recommendations.outcome import Choice
from community.recommendations.recommendation import Verdict
from community.recommendations.standings import Standing

IN_TEXT = {
    "view_channel": "View Channel",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
IN_FORUM = {
    "view_channel": "View Channel",
    "send_messages": "Create Posts",
    "send_messages_in_threads": "Send Messages in Posts",
}
IN_THREAD = {"view_channel": "View Channel", "send_messages_in_threads": "Send Messages in Threads"}

_log = structlog.get_logger(__name__)


class DiscordAskThreads:
    """The port :class:`community.recommendations.ports.AskThreads`."""

    def __init__(self, bot: Bot) -> None:
        self._threads = ThreadLookup(bot)

    async def require_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where Hamlet can open threads."""
        self._channel(guild_id, channel_id)

    async def require_thread(self, ask: Ask) -> None:
        """Passes where a recommendation can be posted in an ask's thread."""
        thread = await self._threads.require_thread(ask)
        if thread.locked:
            raise NotAllowed(LOCKED)
        require_permissions(thread, IN_THREAD)

    async def find_thread(self, ask: Ask) -> OpenedThread | None:
        """The thread that was made for an ask whose thread is not kept: the one with its card."""
        _, card = await self._left_behind(ask)
        return None if card is None else _opened(card)

    async def open_thread(self, ask: Ask, tags: Collection[int] = (), *, again: bool) -> OpenedThread:
        """Makes an ask's thread with its card and a forum's tags; ``again`` goes on where it was left."""
        channel = self._channel(ask.guild_id, ask.channel_id)
        empty, card = await self._left_behind(ask) if again else (None, None)
        if card is not None:
            return _opened(card)
        new = NewPost(
            ask_panel(ask, self._threads.say(channel.guild)).view(),
            title=_name(ask),
            nonce=f"ask-{ask.ask_id}",
            tags=_tags(channel, tags) if isinstance(channel, discord.ForumChannel) else None,
        )
        with reaching(channel):
            return _opened(await open_thread(channel, new, empty=empty))

    async def post_card(self, ask: Ask, card: Card, *, again: bool) -> MessageId:
        """Posts a card; ``again`` goes on where it was left."""
        thread = await self._threads.require_thread(ask)
        number = card.recommendation_id
        view = card_panel(card, self._threads.say(thread.guild)).view()
        with reaching(thread):
            mark = has_custom_id(VoteButton.id_of(number, Verdict.WORKED))
            left = await find_message(thread, mark) if again else None
            if left is not None:
                await edit_message(thread, left.id, view)
                return MessageId(left.id)
            return MessageId((await create_post(thread, NewPost(view, nonce=f"card-{number}"))).id)

    async def show_card(self, ask: Ask, card: Card) -> None:
        """Makes a posted card show this; one whose item was erased goes, one that was deleted by hand stays away."""
        if card.anchor.message_id is None:
            return
        thread = await self._threads.require_thread(ask)
        with reaching(thread):
            if card.is_erased:
                await delete_message(thread, card.anchor.message_id)
                return
            require_unlocked(thread)
            view = card_panel(card, self._threads.say(thread.guild)).view()
            await edit_message(thread, card.anchor.message_id, view)

    async def show_standings(self, ask: Ask, standings: Sequence[Standing], choice: Choice | None) -> MessageId:
        """Makes an ask's one standings message show this; where Discord would not, the log says so."""
        try:
            thread = await self._threads.require_thread(ask)
            with reaching(thread):
                return await self._show(thread, ask, standings, choice)
        except OutOfReach as reason:
            _log.info("standings stay as they were", guild=ask.guild_id, ask=ask.ask_id, reason=str(reason))
            raise

    async def _show(
        self, thread: discord.Thread, ask: Ask, standings: Sequence[Standing], choice: Choice | None
    ) -> MessageId:
        require_unlocked(thread)
        panel = standings_panel(ask, standings, self._threads.say(thread.guild), choice)
        view = panel.view()
        if ask.standings_id is not None and await edit_message(thread, ask.standings_id, view):
            return ask.standings_id
        left = await find_message(thread, has_headline(panel.headline))
        if left is not None:
            await edit_message(thread, left.id, view)
            return MessageId(left.id)
        new = NewPost(view, nonce=f"st-{ask.standings_id or ask.ask_id}")
        await unarchive(thread)
        return MessageId((await create_post(thread, new)).id)

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> TextOrForum:
        """The channel, where Hamlet can open threads in it."""
        channel = self._threads.guild(guild_id).get_channel(channel_id)
        if channel is None:
            raise OutOfReach("That channel is not there any more. Please pick another one.")
        if not isinstance(channel, TextOrForum) or channel.type is discord.ChannelType.media:
            raise Invalid("Asks open in text channels and forums. Please pick one of those.")
        require_permissions(channel, IN_FORUM if isinstance(channel, discord.ForumChannel) else IN_TEXT)
        return channel

    async def _left_behind(self, ask: Ask) -> tuple[discord.Thread | None, discord.Message | None]:
        """A thread whose making broke off, and the card where it is in it already."""
        channel = self._threads.guild(ask.guild_id).get_channel(ask.channel_id)
        if not isinstance(channel, TextOrForum):
            return None, None
        with reaching(channel):
            mark = has_custom_id(RecommendButton.id_of(ask.ask_id))
            return await find_thread(channel, mark, ask.asked_at, name=_name(ask))


def _opened(card: discord.Message) -> OpenedThread:
    return OpenedThread(ChannelId(card.channel.id), MessageId(card.id))


def _name(ask: Ask) -> str:
    return shorten(" ".join(ask.wanted.split()), CHANNEL_NAME_LENGTH)


def _tags(forum: discord.ForumChannel, wanted: Collection[int]) -> list[discord.ForumTag]:
    """The tags that were picked and are still there; the first where the forum wants one and none was picked."""
    picked = [tag for tag in forum.available_tags if tag.id in wanted]
    return picked or required_tags(forum)
