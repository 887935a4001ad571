"""Circles as private threads on Discord."""

from contextlib import AbstractContextManager
from datetime import datetime

import discord
import structlog

from cogs.circles.views import (
    AboutButton,
    InvitationButton,
    KeepCircleButton,
    about_panel,
    closed_panel,
    invitation_post,
    notice_panel,
)
from cogs.kit.bot import Bot
from cogs.kit.channels import require_permissions
from cogs.kit.discord_errors import translate_errors
from cogs.kit.durable_posts import NewPost, create_post, delete_message, find_message, find_thread
from cogs.kit.own_messages import has_custom_id
from cogs.kit.threads import THREADS_FULL, TOO_MANY_THREADS
from community.circles.circle import Circle, CircleMember, LastActivity
from community.circles.ports import ThreadGone
from community.discord_limits import ARCHIVE_MINUTES
from community.errors import Invalid, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "manage_threads": "Manage Threads",
    "read_message_history": "Read Message History",
}

_log = structlog.get_logger(__name__)


class DiscordCircleThreads:
    """The port :class:`community.circles.ports.CircleThreads`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    def require_usable(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where circles can live."""
        self._channel(guild_id, channel_id)

    async def create_thread(self, circle: Circle, *, again: bool) -> ChannelId:
        """Makes a circle's thread with its first post and whoever opened it in; ``again`` goes on where it was left."""
        channel = self._channel(circle.guild_id, circle.channel_id)
        say = self._bot.guild_translator(channel.guild)
        with _reaching(channel):
            mark = has_custom_id(AboutButton.id_of(circle))
            thread, first = (
                await find_thread(channel, mark, circle.created_at, name=circle.name, private=True)
                if again
                else (None, None)
            )
            if thread is None:
                thread = await channel.create_thread(
                    name=circle.name,
                    type=discord.ChannelType.private_thread,
                    invitable=False,
                    auto_archive_duration=ARCHIVE_MINUTES,
                )
            if first is None:
                await create_post(thread, NewPost(about_panel(circle, say).view(), nonce=f"circle-{circle.circle_id}"))
            if circle.created_by is not None:
                await thread.add_user(discord.Object(circle.created_by))
        return ChannelId(thread.id)

    async def post_invitation(self, circle: Circle, member: CircleMember) -> MessageId:
        """Posts an invitation beside the circle, unless it is there; only the invited person is pinged."""
        channel = self._channel(circle.guild_id, circle.channel_id)
        await _require_reader(channel, member.member_id)
        with _reaching(channel):
            there = await find_message(channel, has_custom_id(InvitationButton.id_of(member)))
            if there is None:
                invited = discord.AllowedMentions(
                    everyone=False, users=[discord.Object(member.member_id)], roles=False, replied_user=False
                )
                view = invitation_post(member, self._bot.guild_translator(channel.guild))
                there = await create_post(channel, NewPost(view, mentions=invited))
        return MessageId(there.id)

    async def delete_invitation(self, circle: Circle, member: CircleMember) -> None:
        """Takes the post of an invitation away, where there is one."""
        guild = self._bot.get_guild(circle.guild_id)
        channel = None if guild is None else guild.get_channel(circle.channel_id)
        if member.message_id is None or not isinstance(channel, discord.TextChannel):
            return
        try:
            await delete_message(channel, member.message_id)
        except discord.Forbidden as error:
            _log.info("an invitation is not there any more", guild=circle.guild_id, reason=str(error))

    async def add(self, circle: Circle, member_id: MemberId) -> None:
        """Lets somebody in; nothing happens where they are in."""
        thread = await self._thread(circle)
        with _reaching(thread):
            await thread.add_user(discord.Object(member_id))

    async def remove(self, circle: Circle, member_id: MemberId) -> None:
        """Has somebody out; nothing happens where they are not in, or where there is no thread."""
        try:
            thread = await self._thread(circle)
        except ThreadGone as gone:
            _log.info("a circle has no thread to leave", guild=circle.guild_id, reason=str(gone))
            return
        with _reaching(thread):
            await thread.remove_user(discord.Object(member_id))

    async def last_activity(self, circle: Circle) -> LastActivity:
        """What the thread says last."""
        thread = await self._thread(circle)
        if thread.last_message_id is None:
            return LastActivity(discord.utils.snowflake_time(thread.id), is_notice=False)
        at = discord.utils.snowflake_time(thread.last_message_id)
        try:
            with _reaching(thread):
                message = await thread.fetch_message(thread.last_message_id)
        except ThreadGone:
            return LastActivity(at, is_notice=False)  # It was deleted, yet somebody was there.
        is_notice = message.author == thread.guild.me and has_custom_id(KeepCircleButton.id_of(circle))(message)
        return LastActivity(at, is_notice=is_notice)

    async def warn_idle(self, circle: Circle, closes_at: datetime) -> None:
        """Tells a circle that it will close."""
        thread = await self._thread(circle)
        with _reaching(thread):
            await thread.send(view=notice_panel(circle, closes_at, self._bot.guild_translator(thread.guild)).view())

    async def close(self, circle: Circle) -> None:
        """Says that the circle is closed, and has nobody write in it any more; twice is once."""
        try:
            thread = await self._thread(circle)
        except ThreadGone as gone:
            _log.info("a circle was closed before", guild=circle.guild_id, reason=str(gone))
            return
        with _reaching(thread):
            await thread.send(view=closed_panel(circle, self._bot.guild_translator(thread.guild)).view())
            await thread.edit(archived=True, locked=True)

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> discord.TextChannel:
        guild = self._bot.get_guild(guild_id)
        channel = None if guild is None else guild.get_channel(channel_id)
        if channel is None:
            raise OutOfReach("The channel for circles is not there any more. A moderator can choose one in /settings.")
        if not isinstance(channel, discord.TextChannel) or channel.is_news():
            raise Invalid("Circles live in a text channel. A moderator can choose one in /settings.")
        require_permissions(channel, NEEDED)
        return channel

    async def _thread(self, circle: Circle) -> discord.Thread:
        """The thread as Discord has it now; what is kept at hand may be old, and an archived one is not at hand."""
        guild = self._bot.require_guild(circle.guild_id)
        try:
            thread = await guild.fetch_channel(circle.thread_id or 0)
        except (discord.NotFound, discord.InvalidData):
            raise ThreadGone("The thread of this circle is not there any more.") from None
        except discord.Forbidden:
            raise OutOfReach(
                "Discord does not let me see this circle. A moderator can check my role's permissions there."
            ) from None
        if not isinstance(thread, discord.Thread) or thread.locked:
            raise ThreadGone("This circle is closed.")
        return thread


async def _require_reader(channel: discord.TextChannel, member_id: MemberId) -> None:
    try:
        member = await channel.guild.fetch_member(member_id)
    except discord.NotFound:
        raise Invalid("That person is not a member of this server. Please pick somebody who is.") from None
    if not channel.permissions_for(member).view_channel:
        raise Invalid(
            "They can't see {channel}, so they could not join a circle there.",
            channel=channel.mention,
        )


def _reaching(place: discord.TextChannel | discord.Thread) -> AbstractContextManager[None]:
    """Raises what people can do about what Discord refuses; ThreadGone where the place was deleted."""
    return translate_errors(
        place.mention,
        gone="{channel} is not there any more.",
        gone_as=ThreadGone,
        refused={TOO_MANY_THREADS: THREADS_FULL},
    )
