"""Where topics stand on Discord: cards, threads, channels, notes. Everything is found again before it is made."""

import re
from collections.abc import Sequence
from datetime import datetime

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import require_granted
from cogs.kit.discord_errors import a_bit_before, own_message, reaching, require_in_guild
from cogs.kit.i18n import Translations, escape
from cogs.kit.threads import ARCHIVE_MINUTES, NAME_LENGTH, thread_at
from cogs.topics.archive_category import CHANNELS, MANAGE, ROOM, archive, channel_state, unarchive
from cogs.topics.proposal_views import (
    ENDED,
    SPROUTED,
    JoinInterestButton,
    KeepTopicButton,
    TopicsButton,
    answered_panel,
    card_panel,
    end_panel,
    note_panel,
    sprout_panel,
)
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.settings.general import GeneralSettings
from community.topics.lifecycle import ChannelState, Lifecycle, Rules, TopicState
from community.topics.lifecycle_service import PITCH_LENGTH
from community.topics.topic import Topic

LOOKED_THROUGH = 50
"""Messages of a quiet channel, or first ones of a thread, among which a post is looked for."""
REASON = "a topic's life"
N_THREADS = 1_000
"""Active threads in a guild (Source: Discord, Server Limits)."""

TO_CARD = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
TO_NOTE = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
}
Place = discord.TextChannel | discord.ForumChannel
Doors = dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]


class DiscordTopicChannels:
    """The port :class:`community.topics.lifecycle_ports.TopicChannels`.

    Marks: a card, a note and a post are known by a button's custom id, a sprout's thread by its card, a channel by
    its number in its description.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def at_hand(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where a card can be shown and a thread can be opened."""
        self._proposals_channel(guild_id, channel_id)

    async def show_card(self, life: Lifecycle, n_wishes: int, rules: Rules, made_since: datetime) -> MessageId:
        """Makes the card of a proposal or a sprout show it as it is."""
        channel = self._proposals_channel(life.guild_id, life.channel_id)
        view = card_panel(life, n_wishes, rules, self._bot.guild_translator(channel.guild)).view()
        with reaching(channel.mention):
            if life.card_id is not None and await _edited(channel, life.card_id, view):
                return life.card_id
            left = await self._left_card(life, channel, made_since)
            if left is not None and await _edited(channel, left, view):
                return left
            return MessageId((await channel.send(view=view, nonce=f"card-{life.card_id or life.life_id}")).id)

    async def sprout(self, life: Lifecycle, rules: Rules) -> None:
        """Opens the thread at the card, with a first post that says how it grows."""
        channel = self._proposals_channel(life.guild_id, life.channel_id)
        guild = channel.guild
        with reaching(channel.mention):
            thread = await thread_at(guild, life.card_id)
            if thread is None:
                self._require_room_for_thread(guild)
                card = channel.get_partial_message(life.card_id or 0)
                name = plain_name(life.name)
                thread = await card.create_thread(name=name, auto_archive_duration=ARCHIVE_MINUTES, reason=REASON)
            mark = TopicsButton.id_of(life.life_id, SPROUTED)
            if await own_message(mark, thread.history(limit=LOOKED_THROUGH, oldest_first=True), guild.me) is None:
                await thread.send(view=sprout_panel(life, rules, self._bot.guild_translator(guild)).view())

    async def has_thread(self, life: Lifecycle) -> bool:
        """Whether a sprout's thread is there."""
        return await thread_at(self._bot.require_guild(life.guild_id), life.card_id) is not None

    async def create_channel(self, life: Lifecycle, *, into_forum: bool) -> ChannelId:
        """Makes the channel of a sprout; only members who are let in see it."""
        guild = self._bot.require_guild(life.guild_id)
        mark, earliest = _mark(life), a_bit_before(life.since)
        for channel in guild.channels:
            if isinstance(channel, Place) and channel.created_at >= earliest and _bears(channel, mark):
                return ChannelId(channel.id)
        require_in_guild(guild, MANAGE)
        if len(guild.channels) >= CHANNELS:
            raise OutOfReach(
                "This server has {n} channels, as many as Discord allows. A moderator can delete some; then {topic} "
                "gets its own.",
                n=CHANNELS,
                topic=escape(life.name),
            )
        if into_forum and "COMMUNITY" not in guild.features:
            raise OutOfReach(
                "Forums need a Community server. A moderator can enable Community in Server Settings, or turn off "
                "Grow into forums in /settings."
            )
        about = (
            f"{escape(life.pitch, PITCH_LENGTH)}\n\n{self._bot.guild_translator(guild)('Grown from proposal')} {mark}"
        )
        overwrites = await self._overwrites(guild)
        category = self._category(guild, life)
        with reaching(guild.name):
            make = guild.create_forum if into_forum else guild.create_text_channel
            made = await make(
                plain_name(life.name), topic=about, category=category, overwrites=overwrites, reason=REASON
            )
        return ChannelId(made.id)

    async def announce_end(
        self, life: Lifecycle, wishers: Sequence[MemberId], rules: Rules, topic: Topic | None
    ) -> None:
        """Says what became of a proposal or a sprout; folding, it mentions who pressed."""
        if self._bot.require_guild(life.guild_id).get_channel(life.channel_id or 0) is None:
            return  # With the channel went the card, and whoever could read it.
        channel = self._proposals_channel(life.guild_id, life.channel_id)
        guild, say = channel.guild, self._bot.guild_translator(channel.guild)
        with reaching(channel.mention):
            thread = await thread_at(guild, life.card_id)
            where: discord.Thread | discord.TextChannel = thread or channel
            mark = TopicsButton.id_of(life.life_id, ENDED)
            history = where.history(limit=None, after=a_bit_before(life.since))
            if await own_message(mark, history, guild.me) is None:
                told = wishers if life.state is TopicState.FOLDED else ()
                await where.send(
                    view=end_panel(life, wishers, say, topic).view(),
                    allowed_mentions=discord.AllowedMentions(
                        everyone=False, roles=False, users=[discord.Object(one) for one in told]
                    ),
                )
            if thread is not None and not (thread.archived and thread.locked):
                await thread.edit(archived=True, locked=True, reason=REASON)
            if life.card_id is not None:
                await _edited(channel, life.card_id, card_panel(life, len(wishers), rules, say, topic).view())

    def require_channel(self, topic: Topic) -> None:
        """Passes where a topic's channel is there."""
        self._channel(topic)

    async def ask_to_keep(self, topic: Topic, life: Lifecycle, rules: Rules) -> MessageId:
        """Posts the note with **Keep it** in a topic; in a forum as a post of its own."""
        channel = self._channel(topic)
        say, mark = self._bot.guild_translator(channel.guild), KeepTopicButton.id_of(life.life_id)
        require_granted(channel, TO_NOTE)
        view = note_panel(topic, life, rules, say).view()
        with reaching(channel.mention):
            if isinstance(channel, discord.ForumChannel):
                return await self._post_note(channel, view, mark, say)
            left = await own_message(mark, channel.history(limit=LOOKED_THROUGH), channel.guild.me)
            if left is not None:
                return MessageId(left.id)
            return MessageId((await channel.send(view=view)).id)

    async def answer_note(self, topic: Topic, life: Lifecycle) -> None:
        """Makes the note say what came of it; a note that was deleted is let go."""
        channel = self._channel(topic)
        view = answered_panel(topic, life, self._bot.guild_translator(channel.guild)).view()
        with reaching(channel.mention):
            note = await self._note(channel, life)
            try:
                if note is not None:
                    await note.edit(view=view)
            except discord.NotFound:
                return  # Somebody deleted the note.

    def channel_state(self, topic: Topic) -> ChannelState:
        """How a topic's channel is before it goes to the archive."""
        return channel_state(self._channel(topic))

    async def archive(self, topic: Topic, rest: ChannelState) -> None:
        """Moves a topic's channel to the archive and makes it read-only."""
        channel = self._channel(topic)
        with reaching(channel.mention):
            await archive(channel, rest)

    async def unarchive(self, topic: Topic, rest: ChannelState) -> None:
        """Brings a topic's channel back as it was."""
        channel = self._channel(topic)
        with reaching(channel.mention):
            await unarchive(channel, rest)

    async def _left_card(self, life: Lifecycle, channel: discord.TextChannel, made_since: datetime) -> MessageId | None:
        history = channel.history(limit=None, after=a_bit_before(made_since))
        left = await own_message(JoinInterestButton.id_of(life.life_id), history, channel.guild.me)
        return None if left is None else MessageId(left.id)

    async def _post_note(
        self, forum: discord.ForumChannel, view: discord.ui.LayoutView, mark: str, say: Translations
    ) -> MessageId:
        """In a forum, where every message is in a post, the note opens one."""
        for thread in forum.threads:
            if thread.owner_id == forum.guild.me.id:
                left = await own_message(mark, thread.history(limit=1, oldest_first=True), forum.guild.me)
                if left is not None:
                    return MessageId(thread.id)
        tags = forum.available_tags[:1] if forum.flags.require_tag else []
        made = await forum.create_thread(name=say("It is quiet here"), view=view, applied_tags=tags, reason=REASON)
        return MessageId(made.thread.id)

    @staticmethod
    async def _note(channel: Place, life: Lifecycle) -> discord.Message | discord.PartialMessage | None:
        """The note of a life; in a forum the first message of its post, opened if it was closed."""
        if isinstance(channel, discord.TextChannel):
            return channel.get_partial_message(life.note_id or 0)
        post = await thread_at(channel.guild, life.note_id)
        if post is None:
            return None
        if post.archived:
            await post.edit(archived=False, reason=REASON)
        return await own_message(
            KeepTopicButton.id_of(life.life_id), post.history(limit=1, oldest_first=True), post.guild.me
        )

    async def _overwrites(self, guild: discord.Guild) -> Doors:
        """A new topic is seen by the bot, by moderators, and by whoever joins it."""
        settings = await self._bot.services.settings.read(GuildId(guild.id), GeneralSettings)
        seen = discord.PermissionOverwrite(view_channel=True)
        doors: Doors = {
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            guild.self_role or guild.me: seen,
        }
        moderators = guild.get_role(settings.moderator_role or 0)
        return doors if moderators is None else {**doors, moderators: seen}

    def _category(self, guild: discord.Guild, life: Lifecycle) -> discord.CategoryChannel | None:
        """The category of the proposals, while there is room in it."""
        plaza = guild.get_channel(life.channel_id or 0)
        category = None if plaza is None else plaza.category
        return category if category is not None and len(category.channels) < ROOM else None

    def _require_room_for_thread(self, guild: discord.Guild) -> None:
        if sum(not thread.archived for thread in guild.threads) >= N_THREADS:
            raise OutOfReach(
                "This server has {n} open threads, as many as Discord allows. A moderator can close some; "
                "then I go on.",
                n=N_THREADS,
            )

    def _proposals_channel(self, guild_id: GuildId, channel_id: ChannelId | None) -> discord.TextChannel:
        """Where proposals are shown, where Hamlet can show them."""
        channel = self._bot.require_guild(guild_id).get_channel(channel_id or 0)
        if not isinstance(channel, discord.TextChannel):
            raise OutOfReach(
                "The proposals channel is not there any more, or is no text channel. A moderator can choose another "
                "one in /settings."
            )
        require_granted(channel, TO_CARD)
        return channel

    def _channel(self, topic: Topic) -> Place:
        channel = self._bot.require_guild(topic.guild_id).get_channel(topic.channel_id)
        if not isinstance(channel, Place):
            raise OutOfReach(
                "The channel of {topic} was deleted. A moderator can take the topic off the list with /topic remove.",
                topic=escape(topic.name),
            )
        return channel


def plain_name(written: str) -> str:
    """A name as channels and threads take it."""
    return " ".join(written.split())[:NAME_LENGTH]


async def _edited(channel: discord.TextChannel, card_id: MessageId, view: discord.ui.LayoutView) -> bool:
    """Whether the card was there to be edited; one that somebody deleted is not."""
    try:
        await channel.get_partial_message(card_id).edit(view=view)
    except discord.NotFound:
        return False
    return True


def _mark(life: Lifecycle) -> str:
    return f"№ {life.life_id}"


def _bears(channel: Place, mark: str) -> bool:
    return re.search(rf"{re.escape(mark)}(?!\d)", channel.topic or "") is not None
