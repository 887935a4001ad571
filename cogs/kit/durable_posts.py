"""Posts and threads that are made once, whatever restarts.

Each is looked for by its mark before it is made, edited where it stands, and left deleted where people deleted it.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import discord
import structlog

from cogs.kit.channels import READ_PERMISSIONS, TextOrForum, require_permissions
from cogs.kit.own_messages import SEARCH_LIMIT, Mark, MessagePlace, minus_clock_skew
from community.discord_limits import ARCHIVE_MINUTES
from community.ids import MessageId

FIRST_MESSAGES: Final = 50
"""Messages at the beginning of a thread among which its card is looked for: others may write before it is there."""
READ_BACK: Final = 300
"""Messages of a thread that are read through for what was deleted: three requests."""
NOBODY: Final = discord.AllowedMentions.none()

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post as it is made: a message in a text channel, a post of its own in a forum.

    ``title`` names it in a forum. ``nonce`` has Discord drop a repeated message for a few minutes.
    """

    view: discord.ui.LayoutView
    title: str = ""
    nonce: str | None = None
    files: Sequence[discord.File] = ()
    mentions: discord.AllowedMentions = NOBODY
    tags: Sequence[discord.ForumTag] | None = None


async def find_message(place: MessagePlace, mark: Mark, *, since: datetime | None = None) -> discord.Message | None:
    """The bot's own message that bears a mark.

    It is looked for among all messages since an instant of this machine's clock, or else among the latest
    ``SEARCH_LIMIT``; without ``since``, a place whose history the bot can't read has none.

    Raises
    ------
    OutOfReach
        With ``since``, where the bot can't read the history: none would be no proof that there is none.
    """
    if since is not None:
        require_permissions(place, READ_PERMISSIONS)
    elif not place.permissions_for(place.guild.me).read_message_history:
        return None
    after = None if since is None else minus_clock_skew(since)
    async for message in place.history(limit=SEARCH_LIMIT if since is None else None, after=after):
        if message.author == place.guild.me and mark(message):
            return message
    return None


async def find_first_message(thread: discord.Thread, mark: Mark, *, among: int = 1) -> discord.Message | None:
    """The bot's own message that bears a mark among the first ones of a thread."""
    return next((message for message in await _first_own(thread, among) if mark(message)), None)


async def find_post(channel: TextOrForum, mark: Mark, since: datetime) -> discord.Message | None:
    """The bot's own post that bears a mark, made since an instant of this machine's clock.

    In a forum it is the first message of a post, which may be archived by now. None is proof that there is none.

    Raises
    ------
    OutOfReach
        Where the bot can't read the history.
    """
    if isinstance(channel, discord.TextChannel):
        return await find_message(channel, mark, since=since)
    async for thread in _own_threads(channel, since):
        message = await find_first_message(thread, mark)
        if message is not None:
            return message
    return None


async def find_thread(
    channel: TextOrForum, mark: Mark, since: datetime, *, name: str, private: bool = False
) -> tuple[discord.Thread | None, discord.Message | None]:
    """The bot's own thread of a channel with the card that bears a mark, archived ones included.

    Without a card it is a thread of that name in which the bot has said nothing yet: its making broke off.

    Raises
    ------
    OutOfReach
        Where the bot can't read the history.
    """
    empty = None
    async for thread in _own_threads(channel, since, private=private):
        own = await _first_own(thread, FIRST_MESSAGES)
        card = next((message for message in own if mark(message)), None)
        if card is not None:
            return thread, card
        if not own and thread.name == name:
            empty = empty or thread
    return empty, None


async def deleted_among(thread: discord.Thread, message_ids: Collection[MessageId]) -> frozenset[MessageId]:
    """Those of some messages of a thread that were deleted, as far back as ``READ_BACK``."""
    missing, oldest, n_read = set(message_ids), 0, 0
    async for message in thread.history(limit=READ_BACK):
        missing.discard(MessageId(message.id))
        oldest, n_read = message.id, n_read + 1
    return frozenset(one for one in missing if n_read < READ_BACK or one > oldest)


async def create_post(channel: TextOrForum | MessagePlace, new: NewPost) -> discord.Message:
    """Makes a post; who is pinged is what ``new`` says, and nobody else."""
    if isinstance(channel, discord.ForumChannel):
        made = await channel.create_thread(
            name=new.title,
            view=new.view,
            applied_tags=required_tags(channel) if new.tags is None else new.tags,
            auto_archive_duration=ARCHIVE_MINUTES,
            allowed_mentions=new.mentions,
        )
        return made.message
    if new.nonce is None:
        return await channel.send(view=new.view, files=new.files, allowed_mentions=new.mentions)
    return await channel.send(view=new.view, files=new.files, allowed_mentions=new.mentions, nonce=new.nonce)


async def open_thread(channel: TextOrForum, new: NewPost, *, empty: discord.Thread | None = None) -> discord.Message:
    """Opens a public thread with its card, or goes on in an empty one; the card's channel is the thread."""
    if isinstance(channel, discord.ForumChannel):
        return await create_post(channel, new)
    thread = empty or await channel.create_thread(
        name=new.title,
        type=discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread,
        auto_archive_duration=ARCHIVE_MINUTES,
    )
    return await create_post(thread, new)


async def edit_message(place: MessagePlace, message_id: int, view: discord.ui.LayoutView) -> bool:
    """Makes a message show a view, taking its thread out of the archive; false where it was deleted."""
    try:
        if isinstance(place, discord.Thread):
            await unarchive(place)
        await place.get_partial_message(message_id).edit(view=view, allowed_mentions=NOBODY)
    except discord.NotFound:
        _log.info("a post was deleted", guild=place.guild.id, message=message_id)
        return False
    return True


async def delete_message(place: MessagePlace, message_id: int) -> None:
    """Deletes a message; nothing happens where it was deleted before."""
    with suppress(discord.NotFound):
        await place.get_partial_message(message_id).delete()


async def edit_post(channel: TextOrForum, post_id: int, view: discord.ui.LayoutView) -> bool:
    """Makes a post show a view; false where it was deleted."""
    if isinstance(channel, discord.TextChannel):
        return await edit_message(channel, post_id, view)
    try:
        thread = channel.guild.get_thread(post_id) or await channel.guild.fetch_channel(post_id)
    except discord.NotFound:
        return False
    if not isinstance(thread, discord.Thread):
        return False
    first = await find_first_message(thread, lambda _: True)
    return first is not None and await edit_message(thread, first.id, view)


def post_id_of(channel: TextOrForum, post: discord.Message) -> MessageId:
    """The number that a post is known by: its message's, or in a forum its thread's."""
    return MessageId(post.id if isinstance(channel, discord.TextChannel) else post.channel.id)


async def show_post(
    channel: TextOrForum, new: NewPost, mark: Mark, since: datetime, *, known: MessageId | None = None
) -> MessageId:
    """Makes a channel's one post show what ``new`` shows: the known one, one left behind, or a new one.

    A known one that people deleted stays deleted. The number is that of :func:`post_id_of`.
    """
    if known is None:
        left = await find_post(channel, mark, since)
        if left is None:
            return post_id_of(channel, await create_post(channel, new))
        known = post_id_of(channel, left)
    await edit_post(channel, known, new.view)
    return known


async def unarchive(thread: discord.Thread) -> None:
    """Takes a thread out of the archive, so that its messages can be edited."""
    if thread.archived:
        await thread.edit(archived=False)


def required_tags(forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """The first tag where a forum wants one with every post, else none."""
    return list(forum.available_tags[:1]) if forum.flags.require_tag else []


async def _first_own(thread: discord.Thread, n: int) -> list[discord.Message]:
    me = thread.guild.me
    return [message async for message in thread.history(limit=n, oldest_first=True) if message.author == me]


async def _own_threads(
    channel: TextOrForum, since: datetime, *, private: bool = False
) -> AsyncIterator[discord.Thread]:
    """The bot's own threads of a channel that were made since an instant, then those of them that are archived."""
    require_permissions(channel, READ_PERMISSIONS)
    earliest, me = minus_clock_skew(since), channel.guild.me

    def is_own(thread: discord.Thread) -> bool:
        made_at = discord.utils.snowflake_time(thread.id)
        return thread.owner_id == me.id and thread.is_private() == private and made_at >= earliest

    for thread in channel.threads:
        if is_own(thread):
            yield thread
    archived = (
        channel.archived_threads(private=True, joined=True, limit=None)
        if private and isinstance(channel, discord.TextChannel)
        else channel.archived_threads(limit=None)
    )
    async for thread in archived:
        if thread.archive_timestamp < earliest:
            return
        if is_own(thread):
            yield thread
