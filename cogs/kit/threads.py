"""Threads: what they are like on Discord, and one that may be archived or deleted."""

from typing import Final

import discord

from community.errors import OutOfReach

TOO_MANY_THREADS: Final = 160006
"""As many active threads as a server can have (Source: Discord, JSON Error Codes)."""
THREADS_FULL: Final = (
    "This server has as many open threads as Discord allows. A moderator can close some; then it works again."
)

IN_FORUM: Final = {
    "view_channel": "View Channel",
    "send_messages": "Create Posts",
    "send_messages_in_threads": "Send Messages in Posts",
    "read_message_history": "Read Message History",
}
"""What it takes to keep posts in a forum, and to find them again."""
IN_THREAD: Final = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}
"""What it takes to post in a thread once, and to find that again."""


async def fetch_thread(guild: discord.Guild, thread_id: int | None, *, unseen: str = "") -> discord.Thread | None:
    """A thread, which has to be asked for where it is archived; none where it was deleted.

    ``unseen`` is said where that can't be known; without it, such a thread is none.

    *Raises*: OutOfReach.
    """
    thread: object = guild.get_thread(thread_id or 0)
    if thread is None:
        try:
            thread = await guild.fetch_channel(thread_id or 0)
        except discord.NotFound:
            return None
        except (discord.Forbidden, discord.InvalidData):
            if not unseen:
                return None
            raise OutOfReach(unseen) from None
    return thread if isinstance(thread, discord.Thread) else None
