"""What happens in a guild, recorded as it happens and without its text. No commands."""

from typing import Any, Final

import discord
from discord.ext import commands

from cogs.ui.host import Host
from community.engagement.events import Activity, Arrival, Departure, Event, Kind, Withdrawal
from community.ids import ChannelId, GuildId, MemberId

SPOKEN: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""What people write themselves; all other types are notices, or answers of applications."""
ACQUAINTED: Final = 20_000
"""Members whose arrival is remembered as told; beyond it, each is told once more."""

Place = tuple[ChannelId, ChannelId | None]
"""A channel, and the thread in it."""


class Engagement(commands.Cog):
    """Turns what Discord tells into events. Nothing here depends on a message or a member being cached."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._acquainted: set[tuple[int, int]] = set()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Records a message, whom it answers and whom it mentions."""
        author = message.author
        if message.guild is None or message.webhook_id is not None or message.type not in SPOKEN or _machine(author):
            return
        place = _place(message.guild, message.channel.id)
        if place is None:
            return
        self._meet(author)
        channel_id, thread_id = place
        self._record(
            Activity(
                GuildId(message.guild.id),
                Kind.MESSAGE,
                message.id,
                MemberId(author.id),
                message.created_at,
                channel_id,
                thread_id,
                replied_to=_replied_to(message),
                mentioned=tuple(MemberId(user.id) for user in message.mentions if not _machine(user)),
            )
        )

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Takes a deleted message out of the counts."""
        if payload.guild_id is not None:
            self._record(Withdrawal(GuildId(payload.guild_id), Kind.MESSAGE, payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Takes all of them out."""
        if payload.guild_id is not None:
            for message_id in sorted(payload.message_ids):
                self._record(Withdrawal(GuildId(payload.guild_id), Kind.MESSAGE, message_id))

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Records a reaction as given now: Discord does not tell when."""
        member = payload.member
        if member is None or _machine(member):
            return
        place = _place(member.guild, payload.channel_id)
        if place is None:
            return
        self._meet(member)
        channel_id, thread_id = place
        self._record(
            Activity(
                GuildId(member.guild.id),
                Kind.REACTION,
                payload.message_id,
                MemberId(member.id),
                self._bot.clock(),
                channel_id,
                thread_id,
                emoji=_key(payload.emoji),
            )
        )

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """One member took one reaction back."""
        self._clear(payload.guild_id, payload.message_id, MemberId(payload.user_id), _key(payload.emoji))

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """A moderator removed one emoji from a message."""
        self._clear(payload.guild_id, payload.message_id, None, _key(payload.emoji))

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """A moderator removed all reactions from a message."""
        self._clear(payload.guild_id, payload.message_id, None, None)

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Records who opened a thread, if it was a person: Discord tells only the identifier here."""
        if thread.is_private() or not await self._is_person(thread.guild, thread.owner_id):
            return
        self._record(
            Activity(
                GuildId(thread.guild.id),
                Kind.THREAD,
                thread.id,
                MemberId(thread.owner_id),
                thread.created_at or self._bot.clock(),
                ChannelId(thread.parent_id),
                ChannelId(thread.id),
            )
        )

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Records a newcomer, unless membership screening comes first."""
        self._meet(member)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Records a newcomer who passed membership screening."""
        if before.pending and not after.pending:
            self._meet(after)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Records that a member left; who never passed membership screening was none."""
        user = payload.user
        self._acquainted.discard((payload.guild_id, user.id))
        if not _machine(user) and not (isinstance(user, discord.Member) and user.pending):
            self._record(Departure(GuildId(payload.guild_id), MemberId(user.id), self._bot.clock()))

    def _meet(self, person: discord.Member | discord.User) -> None:
        """Tells, once while the process runs, since when somebody is a member: Discord says it with all they do."""
        if not isinstance(person, discord.Member) or person.joined_at is None or person.pending or _machine(person):
            return
        key = (person.guild.id, person.id)
        if key in self._acquainted:
            return
        if len(self._acquainted) >= ACQUAINTED:
            self._acquainted.clear()
        self._acquainted.add(key)
        self._record(Arrival(GuildId(person.guild.id), MemberId(person.id), person.joined_at))

    async def _is_person(self, guild: discord.Guild, member_id: int) -> bool:
        if (guild.id, member_id) in self._acquainted:
            return True
        try:
            member = guild.get_member(member_id) or await guild.fetch_member(member_id)
        except discord.NotFound:
            return False
        self._meet(member)
        return not _machine(member)

    def _clear(self, guild_id: int | None, message_id: int, member_id: MemberId | None, emoji: str | None) -> None:
        if guild_id is not None:
            self._record(Withdrawal(GuildId(guild_id), Kind.REACTION, message_id, member_id, emoji))

    def _record(self, event: Event) -> None:
        self._bot.services.engagement.record(event)


def _machine(user: discord.User | discord.Member) -> bool:
    return user.bot or user.system


def _place(guild: discord.Guild, channel_id: int) -> Place | None:
    """Where something happened; none in circles, and where nobody knows whether it is one."""
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return None
    if isinstance(channel, discord.Thread):
        return None if channel.is_private() else (ChannelId(channel.parent_id), ChannelId(channel.id))
    return ChannelId(channel.id), None


def _replied_to(message: discord.Message) -> MemberId | None:
    """Who wrote the message that this one answers, where it still exists and a person wrote it."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    answered: Any = message.reference.resolved
    if not isinstance(answered, discord.Message) or answered.webhook_id is not None or _machine(answered.author):
        return None
    return MemberId(answered.author.id)


def _key(emoji: discord.PartialEmoji) -> str:
    """What stays the same when an emoji of the guild is renamed."""
    return str(emoji.id or emoji.name)


async def setup(bot: Host) -> None:
    """Adds the cog."""
    await bot.add_cog(Engagement(bot))
