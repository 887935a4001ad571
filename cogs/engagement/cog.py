"""Records the activity in a guild as it happens, without its text; has no commands."""

import discord
from discord.ext import commands

from cogs.engagement.events import emoji_key, is_bot_account, message_event, place_of
from cogs.kit.bot import Bot
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId


class Engagement(commands.Cog):
    """Turns gateway events into recorded events; needs no cached message or member."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def take_message(self, message: discord.Message) -> None:
        """Records a message with the members it replies to and mentions."""
        said = message_event(message)
        if said is not None:
            self._record_arrival(message.author)
            self._record(said)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Withdraws a deleted message."""
        if payload.guild_id is not None:
            self._record(Withdrawal(GuildId(payload.guild_id), ActivityKind.MESSAGE, payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Withdraws all deleted messages."""
        if payload.guild_id is not None:
            for message_id in sorted(payload.message_ids):
                self._record(Withdrawal(GuildId(payload.guild_id), ActivityKind.MESSAGE, message_id))

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Records a reaction at the current time, because Discord does not send its time."""
        member = payload.member
        if member is None or is_bot_account(member):
            return
        place = place_of(member.guild, payload.channel_id)
        if place is None:
            return
        self._record_arrival(member)
        channel_id, thread_id = place
        self._record(
            Activity(
                GuildId(member.guild.id),
                ActivityKind.REACTION,
                payload.message_id,
                MemberId(member.id),
                self._bot.clock(),
                channel_id,
                thread_id,
                emoji=emoji_key(payload.emoji),
            )
        )

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Withdraws one reaction of one member."""
        self._withdraw_reactions(
            payload.guild_id, payload.message_id, MemberId(payload.user_id), emoji_key(payload.emoji)
        )

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """Withdraws all reactions with one emoji, which a moderator removed."""
        self._withdraw_reactions(payload.guild_id, payload.message_id, None, emoji_key(payload.emoji))

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Withdraws all reactions of a message, which a moderator removed."""
        self._withdraw_reactions(payload.guild_id, payload.message_id, None, None)

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Records a thread that a person created; Discord sends only the creator's identifier here."""
        if thread.is_private() or not await self._is_person(thread.guild, thread.owner_id):
            return
        self._record(
            Activity(
                GuildId(thread.guild.id),
                ActivityKind.THREAD,
                thread.id,
                MemberId(thread.owner_id),
                thread.created_at or self._bot.clock(),
                ChannelId(thread.parent_id),
                ChannelId(thread.id),
            )
        )

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Records a new member, unless membership screening is pending."""
        self._record_arrival(member)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Records a new member who passed membership screening."""
        if before.pending and not after.pending:
            self._record_arrival(after)

    @commands.Cog.listener()
    async def on_member_seen(self, member: discord.Member) -> None:
        """Records a member who was not cached, as after a restart."""
        self._record_arrival(member)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Records that a member left; ignores who never passed membership screening."""
        user = payload.user
        if not is_bot_account(user) and not (isinstance(user, discord.Member) and user.pending):
            self._record(Departure(GuildId(payload.guild_id), MemberId(user.id), self._bot.clock()))

    def _record_arrival(self, person: discord.Member | discord.User) -> None:
        """Records since when somebody is a member, once while the process runs; Discord sends it with every event."""
        if not isinstance(person, discord.Member):
            return
        guild_id, member_id = GuildId(person.guild.id), MemberId(person.id)
        if self._bot.services.engagement.activity.is_known_member(guild_id, member_id):
            return
        if person.joined_at is not None and not person.pending and not is_bot_account(person):
            arrival = Arrival(guild_id, member_id, person.joined_at)
            self._bot.services.engagement.activity.record_arrival(arrival)
            self._bot.services.engagement.history.note_event(arrival)

    async def _is_person(self, guild: discord.Guild, member_id: int) -> bool:
        if self._bot.services.engagement.activity.is_known_member(GuildId(guild.id), MemberId(member_id)):
            return True
        try:
            member = guild.get_member(member_id) or await guild.fetch_member(member_id)
        except discord.NotFound:
            return False
        self._record_arrival(member)
        return not is_bot_account(member)

    def _withdraw_reactions(
        self, guild_id: int | None, message_id: int, member_id: MemberId | None, emoji: str | None
    ) -> None:
        if guild_id is not None:
            self._record(Withdrawal(GuildId(guild_id), ActivityKind.REACTION, message_id, member_id, emoji))

    def _record(self, event: Event) -> None:
        self._bot.services.engagement.activity.record(event)
        self._bot.services.engagement.history.note_event(event)


async def setup(bot: Bot) -> None:
    """Adds the cog and its synchronous message listener."""
    cog = Engagement(bot)
    await bot.add_cog(cog)
    bot.add_sync_listener("message", cog.take_message)
