"""Asks, recommendations and standings as threads and messages on Discord."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

import discord
import structlog

from cogs.ui.channels import Found, require_granted
from cogs.ui.host import Host
from cogs.ui.language import Speaker
from cogs.ui.panel import shorten
from cogs.ui.recommendations import (
    RecommendButton,
    VoteButton,
    ask_panel,
    recommendation_panel,
    standings_panel,
)
from community.errors import Invalid, NotAllowed, OutOfReach, Refusal
from community.ids import ChannelId, GuildId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.recommendation import Recommendation, Verdict
from community.recommendations.standings import Standing

NAME_LENGTH = 100
"""Characters in a thread's name (Source: Discord, Channel Resource)."""
ARCHIVE_MINUTES: Final = 10_080
"""How long a quiet thread stays in the list: a week, the longest (Source: Discord, Channel Resource)."""
LOOKED_THROUGH = 100
"""Messages of a thread among which a card that was left behind is looked for."""

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

LOCKED = "This thread is locked. A moderator can unlock it, or you open a new ask with /recommend ask."
FULL = "This server has as many open threads as Discord allows. A moderator can close some; then it works again."
REFUSED = {160005: LOCKED, 160006: FULL}
"""What Discord refuses for a reason that people can do something about (Source: Discord, JSON Error Codes)."""

_log = structlog.get_logger(__name__)


class DiscordAskBoard:
    """The port :class:`community.recommendations.ports.AskBoard`."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where Hamlet can open threads."""
        self._channel(guild_id, channel_id)

    async def require_thread(self, ask: Ask) -> None:
        """Passes where a recommendation can be posted in an ask's thread."""
        thread = await self._thread(ask)
        if thread.locked:
            raise NotAllowed(LOCKED)
        require_granted(thread, IN_THREAD)

    async def find(self, ask: Ask) -> ChannelId | None:
        """The thread that was made for an ask whose thread is not kept: the one with its card."""
        thread, has_card = await self._left_behind(ask)
        return ChannelId(thread.id) if thread is not None and has_card else None

    async def open(self, ask: Ask, *, again: bool) -> ChannelId:
        """Makes an ask's thread with its card; ``again`` goes on where it was left."""
        channel = self._channel(ask.guild_id, ask.channel_id)
        thread, has_card = await self._left_behind(ask) if again else (None, False)
        if thread is not None and has_card:
            return ChannelId(thread.id)
        card = ask_panel(ask, self._say(channel.guild)).view()
        with _reaching(channel):
            if isinstance(channel, discord.ForumChannel):
                made = await channel.create_thread(
                    name=_name(ask),
                    view=card,
                    applied_tags=channel.available_tags[:1] if channel.flags.require_tag else [],
                    auto_archive_duration=ARCHIVE_MINUTES,
                )
                return ChannelId(made.thread.id)
            if thread is None:
                thread = await channel.create_thread(
                    name=_name(ask),
                    type=discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread,
                    auto_archive_duration=ARCHIVE_MINUTES,
                )
            await thread.send(view=card, nonce=f"ask-{ask.ask_id}")
        return ChannelId(thread.id)

    async def post(self, ask: Ask, recommendation: Recommendation, *, again: bool) -> MessageId:
        """Posts a recommendation's card; ``again`` goes on where it was left."""
        thread = await self._thread(ask)
        number = recommendation.recommendation_id
        card = recommendation_panel(recommendation, self._say(thread.guild)).view()
        with _reaching(thread):
            left = await _message_with(VoteButton.id_of(number, Verdict.WORKED), thread) if again else None
            if left is not None:
                await left.edit(view=card)
                return MessageId(left.id)
            return MessageId((await thread.send(view=card, nonce=f"card-{number}")).id)

    async def show(self, ask: Ask, standings: Sequence[Standing]) -> MessageId | None:
        """Makes an ask's one standings message show this; where Discord would not, the log says so."""
        try:
            return await self._show(ask, standings)
        except (Refusal, discord.HTTPException) as error:
            _log.info("standings stay as they were", guild=ask.guild_id, ask=ask.ask_id, reason=str(error))
            return None

    async def _show(self, ask: Ask, standings: Sequence[Standing]) -> MessageId:
        thread = await self._thread(ask)
        if thread.archived and not thread.locked:
            await thread.edit(archived=False)
        view = standings_panel(ask, standings, self._say(thread.guild)).view()
        if ask.standings_id is not None:
            try:
                await thread.get_partial_message(ask.standings_id).edit(view=view)
            except discord.NotFound as error:
                _log.info("the standings were deleted; they are posted anew", ask=ask.ask_id, reason=str(error))
            else:
                return ask.standings_id
        return MessageId((await thread.send(view=view, nonce=f"st-{ask.standings_id or ask.ask_id}")).id)

    def _guild(self, guild_id: GuildId) -> discord.Guild:
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            raise OutOfReach("I am not in that server any more.")
        return guild

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> Found:
        """The channel, where Hamlet can open threads in it."""
        channel = self._guild(guild_id).get_channel(channel_id)
        if channel is None:
            raise OutOfReach("That channel is not there any more. Please pick another one.")
        if not isinstance(channel, Found) or channel.type is discord.ChannelType.media:
            raise Invalid("Asks open in text channels and forums. Please pick one of those.")
        require_granted(channel, IN_FORUM if isinstance(channel, discord.ForumChannel) else IN_TEXT)
        return channel

    async def _thread(self, ask: Ask) -> discord.Thread:
        """The thread of an ask; one that is archived has to be asked for."""
        guild = self._guild(ask.guild_id)
        thread: object = guild.get_thread(ask.thread_id or 0)
        if thread is None:
            with suppress(discord.NotFound, discord.Forbidden, discord.InvalidData):
                thread = await guild.fetch_channel(ask.thread_id or 0)
        if not isinstance(thread, discord.Thread) or thread.parent is None:
            raise OutOfReach("The thread of this ask is not there any more. Open a new one with /recommend ask.")
        return thread

    async def _left_behind(self, ask: Ask) -> tuple[discord.Thread | None, bool]:
        """A thread whose making broke off, and whether the card is in it already."""
        guild = self._guild(ask.guild_id)
        empty = None
        for thread in guild.threads:
            made_here = thread.parent_id == ask.channel_id and thread.owner_id == guild.me.id
            if not made_here or thread.name != _name(ask):
                continue
            with _reaching(thread):
                own = [one async for one in thread.history(limit=5, oldest_first=True) if one.author == guild.me]
            if any(RecommendButton.id_of(ask.ask_id) in _custom_ids(one.components) for one in own):
                return thread, True
            empty = empty if own else thread
        return empty, False

    def _say(self, guild: discord.Guild) -> Speaker:
        return self._bot.languages.speaker(guild.preferred_locale.value)


def _name(ask: Ask) -> str:
    return shorten(" ".join(ask.wanted.split()), NAME_LENGTH)


async def _message_with(custom_id: str, thread: discord.Thread) -> discord.Message | None:
    async for message in thread.history(limit=LOOKED_THROUGH):
        if message.author == thread.guild.me and custom_id in _custom_ids(message.components):
            return message
    return None


def _custom_ids(components: Iterable[object]) -> Iterator[str]:
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield from _custom_ids(getattr(component, "children", ()))


@contextmanager
def _reaching(channel: Found | discord.Thread) -> Iterator[None]:
    """Turns what Discord refuses into what people can do about it."""
    try:
        yield
    except discord.Forbidden:
        raise OutOfReach(
            "Discord does not let me post in {channel}. A moderator can check my role's permissions there.",
            channel=channel.mention,
        ) from None
    except discord.NotFound:
        raise OutOfReach("{channel} is not there any more. Please pick another one.", channel=channel.mention) from None
    except discord.HTTPException as error:
        if error.code not in REFUSED:
            raise
        raise OutOfReach(REFUSED[error.code]) from error
