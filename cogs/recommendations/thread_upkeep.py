"""Looks after the threads of asks, on Discord."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import discord
import structlog

from cogs.kit.bot import Bot
from cogs.kit.channels import READ_PERMISSIONS, require_permissions
from cogs.kit.durable_posts import deleted_among, edit_message
from cogs.kit.i18n import Translations
from cogs.kit.panel import shorten
from cogs.recommendations.thread_lookup import LOCKED, ThreadLookup, reaching
from cogs.recommendations.views import ask_panel
from community.discord_limits import CHANNEL_NAME_LENGTH
from community.errors import OutOfReach
from community.ids import GuildId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.closing import AskEnding, AskResult
from community.recommendations.ports import ThreadPresence

ITEM_ROOM = 45
"""Characters of a title that the item may take, so that something is left of what was asked for."""

_log = structlog.get_logger(__name__)


class DiscordThreadUpkeep:
    """The port :class:`community.recommendations.ports.ThreadUpkeep`."""

    def __init__(self, bot: Bot) -> None:
        self._threads = ThreadLookup(bot)

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._threads.is_available(guild_id)

    async def last_message_at(self, ask: Ask) -> datetime | None:
        """When something was last said in an ask's thread; none where that can't be known."""
        try:
            thread = await self._threads.require_thread(ask)
        except OutOfReach:
            return None
        return None if thread.last_message_id is None else discord.utils.snowflake_time(thread.last_message_id)

    async def show_result(self, ask: Ask, end: AskResult | None) -> None:
        """Makes an ask's thread and card tell what came of it, and puts it aside; without an end it is open."""
        try:
            thread = await self._threads.require_thread(ask)
            with reaching(thread):
                await self._retitle(thread, ask, end)
        except OutOfReach as reason:
            _log.info("a title stays as it was", guild=ask.guild_id, ask=ask.ask_id, reason=str(reason))
            raise

    async def _retitle(self, thread: discord.Thread, ask: Ask, end: AskResult | None) -> None:
        """Renames only where the name differs, since Discord takes few renames."""
        if thread.locked:
            raise OutOfReach(LOCKED)
        say = self._threads.say(thread.guild)
        name = title(ask, end, say)
        anew: dict[str, Any] = {"name": name} if thread.name != name else {}
        if thread.archived:
            anew["archived"] = False
        if anew:
            thread = await thread.edit(**anew)
        if ask.author_id is None and ask.card_id is not None:
            await edit_message(thread, ask.card_id, ask_panel(ask, say).view())
        if end is not None:
            await thread.edit(archived=True)

    async def check_presence(self, ask: Ask, message_ids: Collection[MessageId]) -> ThreadPresence:
        """What of an ask is still there, as far back as it is read."""
        thread = await self._threads.find_thread(ask)
        if thread is None:
            return ThreadPresence(has_thread=False)
        require_permissions(thread, READ_PERMISSIONS)
        if not message_ids:
            return ThreadPresence(has_thread=True)
        with reaching(thread):
            return ThreadPresence(has_thread=True, missing=await deleted_among(thread, message_ids))


def title(ask: Ask, end: AskResult | None, say: Translations) -> str:
    """A thread's name: what is asked for, and what came of it once it is closed."""
    asked = " ".join(ask.wanted.split()) or say("An ask")
    ended = "" if end is None else _ended(end, say)
    return shorten(f"{ended} · {asked}" if ended else asked, CHANNEL_NAME_LENGTH)


def _ended(end: AskResult, say: Translations) -> str:
    item = shorten(end.item, ITEM_ROOM)
    if end.kind is AskEnding.ANSWERED and end.n_items > 1:
        return say("💬 {n} recommendations", n=end.n_items)
    return {
        AskEnding.WORKED: say("✅ {item} worked", item=item),
        AskEnding.PARTLY: say("➗ {item} worked in part", item=item),
        AskEnding.DIDNT: say("✖️ {item} didn't work", item=item),
        AskEnding.CHOSEN: say("☑️ Chosen: {item}", item=item),
        AskEnding.ANSWERED: say("💬 Recommended: {item}", item=item),
        AskEnding.UNANSWERED: say("💤 No answer yet"),
    }[end.kind]
