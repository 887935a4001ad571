"""Posts that are made once: before one is made again, it is looked for by what it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import discord

from cogs.kit.channels import require_granted
from cogs.kit.discord_errors import BAD_REQUEST, posting
from cogs.kit.own_messages import CLOCKS_DIFFER
from community.errors import OutOfReach
from community.ids import ChannelId

Postable = discord.TextChannel

TO_POST = {"view_channel": "View Channel", "send_messages": "Send Messages"}
TO_FIND = {**TO_POST, "read_message_history": "Read Message History"}
DELETED = "A channel that I post in was deleted. A moderator can choose another one in /settings."


def post_channel(guild: discord.Guild, channel_id: ChannelId | None, needed: Mapping[str, str]) -> Postable:
    """A channel that was set, where Hamlet has what is needed.

    Raises
    ------
    OutOfReach
        Says what a moderator can mend.
    """
    channel = guild.get_channel(channel_id or 0)
    if not isinstance(channel, Postable):
        raise OutOfReach(DELETED)
    require_granted(channel, needed)
    return channel


async def is_posted(channel: Postable, since: datetime, marks: Sequence[str]) -> bool:
    """Whether a post of Hamlet's own that says all of this stands in a channel, from then on."""
    return await found_post(channel, since, marks) is not None


async def found_post(channel: Postable, since: datetime, marks: Sequence[str]) -> discord.Message | None:
    """The post of Hamlet's own that says all of this, from then on."""
    with reaching(channel):
        async for message in channel.history(limit=None, after=since - CLOCKS_DIFFER):
            said = list(all_said(message.components))
            if message.author == channel.guild.me and all(any(mark in one for one in said) for mark in marks):
                return message
    return None


@contextmanager
def reaching(channel: Postable) -> Iterator[None]:
    """Turns what Discord refuses for good into what people can do about it."""
    try:
        with posting(channel, gone=DELETED):
            yield
    except discord.HTTPException as error:
        if error.status != BAD_REQUEST:
            raise
        raise OutOfReach("Discord did not take the post: {reason}", reason=error.text) from error


def all_said(components: Iterable[object]) -> Iterator[str]:
    """All that a message's components say, carry and lead to."""
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield getattr(component, "content", None) or ""
        yield getattr(component, "url", None) or ""
        yield from all_said(getattr(component, "children", ()))
