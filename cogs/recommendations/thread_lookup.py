"""The threads of asks on Discord: found, looked through, and what Discord refuses in them put in words."""

from contextlib import AbstractContextManager

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import TextOrForum
from cogs.kit.discord_errors import translate_post_errors
from cogs.kit.i18n import Translations
from cogs.kit.threads import THREADS_FULL, TOO_MANY_THREADS, fetch_thread
from community.errors import OutOfReach
from community.ids import GuildId
from community.recommendations.ask import Ask

LOCKED = "This thread is locked. A moderator can unlock it, or you open a new ask with /recommend ask."
ARCHIVED = "This thread is archived. Somebody who writes in it opens it again; then please try again."
REFUSED = {160005: LOCKED, TOO_MANY_THREADS: THREADS_FULL, 50083: ARCHIVED}
"""What Discord refuses for a reason that people can do something about (Source: Discord, JSON Error Codes)."""


class ThreadLookup:
    """Finds guilds and threads."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    def guild(self, guild_id: GuildId) -> discord.Guild:
        """The guild. Raises OutOfReach where Hamlet is not in it."""
        return self._bot.require_guild(guild_id)

    async def require_thread(self, ask: Ask) -> discord.Thread:
        """The thread of an ask; one that is archived has to be asked for. Raises OutOfReach where there is none."""
        thread = await self.find_thread(ask)
        if thread is None:
            raise OutOfReach("The thread of this ask is not there any more. Open a new one with /recommend ask.")
        return thread

    async def find_thread(self, ask: Ask) -> discord.Thread | None:
        """The thread of an ask; none where it was deleted. Raises OutOfReach where that can't be known."""
        unseen = "I can't see the thread of this ask. A moderator can let me in again."
        thread = await fetch_thread(self.guild(ask.guild_id), ask.thread_id, unseen=unseen)
        return thread if thread is not None and thread.parent is not None else None

    def say(self, guild: discord.Guild) -> Translations:
        """Speaks the guild's language."""
        return self._bot.guild_translator(guild)


def require_unlocked(thread: discord.Thread) -> None:
    """Passes where a thread is not locked.

    Raises
    ------
    OutOfReach
        Where it is: what moderators locked stays as it is.
    """
    if thread.locked:
        raise OutOfReach(LOCKED)


def reaching(channel: TextOrForum | discord.Thread) -> AbstractContextManager[None]:
    """Turns what Discord refuses into what people can do about it."""
    return translate_post_errors(
        channel, gone="{channel} is not there any more. Please pick another one.", refused=REFUSED
    )
