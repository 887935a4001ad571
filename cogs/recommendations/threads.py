"""Asks, recommendations and standings as threads and messages on Discord."""

from collections.abc import Collection, Sequence

import discord
import structlog

from cogs.kit.bot import Bot
from cogs.kit.channels import Found, require_granted
from cogs.kit.own_messages import custom_ids, headed, message_with
from cogs.kit.panel import shorten
from cogs.kit.threads import ARCHIVE_MINUTES, NAME_LENGTH
from cogs.recommendations.thread_lookup import LOCKED, ThreadLookup, reaching, unarchive
from cogs.recommendations.views import (
    RecommendButton,
    VoteButton,
    ask_panel,
    card_panel,
    standings_panel,
)
from community.errors import Invalid, NotAllowed, OutOfReach
from community.ids import ChannelId, GuildId, MessageId
from community.recommendations.ask import Ask, Opened
from community.recommendations.card import Card
from community.recommendations.outcome import Choice
from community.recommendations.recommendation import Verdict
from community.recommendations.standings import Standing

UNKNOWN_MESSAGE = 10008
"""The message was deleted (Source: Discord, JSON Error Codes)."""

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

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where Hamlet can open threads."""
        self._channel(guild_id, channel_id)

    async def require_thread(self, ask: Ask) -> None:
        """Passes where a recommendation can be posted in an ask's thread."""
        thread = await self._threads.thread(ask)
        if thread.locked:
            raise NotAllowed(LOCKED)
        require_granted(thread, IN_THREAD)

    async def find(self, ask: Ask) -> Opened | None:
        """The thread that was made for an ask whose thread is not kept: the one with its card."""
        thread, card = await self._left_behind(ask)
        return _opened(thread, card) if thread is not None and card is not None else None

    async def open(self, ask: Ask, tags: Collection[int] = (), *, again: bool) -> Opened:
        """Makes an ask's thread with its card and a forum's tags; ``again`` goes on where it was left."""
        channel = self._channel(ask.guild_id, ask.channel_id)
        thread, card = await self._left_behind(ask) if again else (None, None)
        if thread is not None and card is not None:
            return _opened(thread, card)
        view = ask_panel(ask, self._threads.say(channel.guild)).view()
        with reaching(channel):
            if isinstance(channel, discord.ForumChannel):
                made = await channel.create_thread(
                    name=_name(ask),
                    view=view,
                    applied_tags=_tags(channel, tags),
                    auto_archive_duration=ARCHIVE_MINUTES,
                )
                return _opened(made.thread, made.message)
            if thread is None:
                thread = await channel.create_thread(
                    name=_name(ask),
                    type=discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread,
                    auto_archive_duration=ARCHIVE_MINUTES,
                )
            return _opened(thread, await thread.send(view=view, nonce=f"ask-{ask.ask_id}"))

    async def post(self, ask: Ask, card: Card, *, again: bool) -> MessageId:
        """Posts a card; ``again`` goes on where it was left."""
        thread = await self._threads.thread(ask)
        number = card.recommendation_id
        view = card_panel(card, self._threads.say(thread.guild)).view()
        with reaching(thread):
            left = await message_with(VoteButton.id_of(number, Verdict.WORKED), thread) if again else None
            if left is not None:
                await left.edit(view=view)
                return MessageId(left.id)
            return MessageId((await thread.send(view=view, nonce=f"card-{number}")).id)

    async def show_card(self, ask: Ask, card: Card) -> None:
        """Makes a posted card show this; one whose item was erased goes, one that was deleted by hand stays away."""
        if card.anchor.message_id is None:
            return
        thread = await self._threads.thread(ask)
        message = thread.get_partial_message(card.anchor.message_id)
        with reaching(thread):
            try:
                if card.erased:
                    await message.delete()
                    return
                await unarchive(thread)
                await message.edit(view=card_panel(card, self._threads.say(thread.guild)).view())
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise
                _log.info("a card that was deleted stays away", guild=ask.guild_id, ask=ask.ask_id)

    async def show(self, ask: Ask, standings: Sequence[Standing], choice: Choice | None) -> MessageId:
        """Makes an ask's one standings message show this; where Discord would not, the log says so."""
        try:
            thread = await self._threads.thread(ask)
            with reaching(thread):
                return await self._show(thread, ask, standings, choice)
        except OutOfReach as reason:
            _log.info("standings stay as they were", guild=ask.guild_id, ask=ask.ask_id, reason=str(reason))
            raise

    async def _show(
        self, thread: discord.Thread, ask: Ask, standings: Sequence[Standing], choice: Choice | None
    ) -> MessageId:
        await unarchive(thread)
        panel = standings_panel(ask, standings, self._threads.say(thread.guild), choice)
        view = panel.view()
        if ask.standings_id is not None:
            try:
                await thread.get_partial_message(ask.standings_id).edit(view=view)
            except discord.NotFound as error:
                _log.info("the standings were deleted; they are posted anew", ask=ask.ask_id, reason=str(error))
            else:
                return ask.standings_id
        left = await headed(panel.headline, thread)
        if left is not None:
            await left.edit(view=view)
            return MessageId(left.id)
        return MessageId((await thread.send(view=view, nonce=f"st-{ask.standings_id or ask.ask_id}")).id)

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> Found:
        """The channel, where Hamlet can open threads in it."""
        channel = self._threads.guild(guild_id).get_channel(channel_id)
        if channel is None:
            raise OutOfReach("That channel is not there any more. Please pick another one.")
        if not isinstance(channel, Found) or channel.type is discord.ChannelType.media:
            raise Invalid("Asks open in text channels and forums. Please pick one of those.")
        require_granted(channel, IN_FORUM if isinstance(channel, discord.ForumChannel) else IN_TEXT)
        return channel

    async def _left_behind(self, ask: Ask) -> tuple[discord.Thread | None, discord.Message | None]:
        """A thread whose making broke off, and the card where it is in it already."""
        guild = self._threads.guild(ask.guild_id)
        empty = None
        for thread in guild.threads:
            made_here = thread.parent_id == ask.channel_id and thread.owner_id == guild.me.id
            if not made_here or thread.name != _name(ask):
                continue
            with reaching(thread):
                own = [one async for one in thread.history(limit=5, oldest_first=True) if one.author == guild.me]
            card = next((one for one in own if RecommendButton.id_of(ask.ask_id) in custom_ids(one.components)), None)
            if card is not None:
                return thread, card
            empty = empty if own else thread
        return empty, None


def _opened(thread: discord.Thread, card: discord.Message) -> Opened:
    return Opened(ChannelId(thread.id), MessageId(card.id))


def _name(ask: Ask) -> str:
    return shorten(" ".join(ask.wanted.split()), NAME_LENGTH)


def _tags(forum: discord.ForumChannel, wanted: Collection[int]) -> list[discord.ForumTag]:
    """The tags that were picked and are still there; the first where the forum wants one and none was picked."""
    picked = [tag for tag in forum.available_tags if tag.id in wanted]
    if picked or not forum.flags.require_tag:
        return picked
    return list(forum.available_tags[:1])
