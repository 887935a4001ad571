"""Where topics stand on Discord: cards, threads, channels, notes. Everything is found again before it is made."""

import re
from collections.abc import Sequence
from datetime import datetime

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import FIND_PERMISSIONS, require_guild_permissions, require_permissions
from cogs.kit.discord_errors import translate_errors
from cogs.kit.durable_posts import (
    NewPost,
    create_post,
    edit_message,
    edit_post,
    find_first_message,
    find_message,
    find_post,
    post_id_of,
)
from cogs.kit.i18n import escape
from cogs.kit.own_messages import has_custom_id, minus_clock_skew
from cogs.kit.threads import fetch_thread
from cogs.topics.archive_category import CHANNELS, MANAGE, ROOM, archive, channel_state, unarchive
from cogs.topics.proposal_views import (
    ENDED,
    SPROUTED,
    JoinInterestButton,
    KeepTopicButton,
    TopicsButton,
    answered_note_panel,
    card_panel,
    end_panel,
    quiet_note_panel,
    sprout_panel,
)
from community.discord_limits import ACTIVE_THREADS, ARCHIVE_MINUTES, CHANNEL_NAME_LENGTH
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.settings.general import GeneralSettings
from community.topics.lifecycle import ChannelState, Lifecycle, Rules, TopicState
from community.topics.lifecycle_service import PITCH_LENGTH
from community.topics.topic import Topic

FIRST_MESSAGES = 50
"""The first messages of a thread among which its first post is looked for."""
REASON = "a topic's life"

TO_CARD = {
    **FIND_PERMISSIONS,
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
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

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    def require_proposals_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where a card can be shown and a thread can be opened."""
        self._proposals_channel(guild_id, channel_id)

    async def show_card(self, life: Lifecycle, n_wishes: int, rules: Rules, made_since: datetime) -> MessageId:
        """Makes the card of a proposal or a sprout show it as it is."""
        channel = self._proposals_channel(life.guild_id, life.channel_id)
        view = card_panel(life, n_wishes, rules, self._bot.guild_translator(channel.guild)).view()
        with translate_errors(channel.mention):
            if life.card_id is not None and await edit_message(channel, life.card_id, view):
                return life.card_id
            left = await find_message(channel, has_custom_id(JoinInterestButton.id_of(life.life_id)), since=made_since)
            if left is not None and await edit_message(channel, left.id, view):
                return MessageId(left.id)
            new = NewPost(view, nonce=f"card-{life.card_id or life.life_id}")
            return MessageId((await create_post(channel, new)).id)

    async def open_thread(self, life: Lifecycle, rules: Rules) -> None:
        """Opens the thread at the card, with a first post that says how it grows."""
        channel = self._proposals_channel(life.guild_id, life.channel_id)
        guild = channel.guild
        with translate_errors(channel.mention):
            thread = await fetch_thread(guild, life.card_id)
            if thread is None:
                self._require_room_for_thread(guild)
                card = channel.get_partial_message(life.card_id or 0)
                name = plain_name(life.name)
                thread = await card.create_thread(name=name, auto_archive_duration=ARCHIVE_MINUTES, reason=REASON)
            mark = has_custom_id(TopicsButton.id_of(life.life_id, SPROUTED))
            if await find_first_message(thread, mark, among=FIRST_MESSAGES) is None:
                view = sprout_panel(life, rules, self._bot.guild_translator(guild)).view()
                await create_post(thread, NewPost(view))

    async def has_thread(self, life: Lifecycle) -> bool:
        """Whether a sprout's thread is there."""
        return await fetch_thread(self._bot.require_guild(life.guild_id), life.card_id) is not None

    async def create_channel(self, life: Lifecycle, *, into_forum: bool) -> ChannelId:
        """Makes the channel of a sprout; only members who are let in see it."""
        guild = self._bot.require_guild(life.guild_id)
        mark, earliest = _mark(life), minus_clock_skew(life.since)
        for channel in guild.channels:
            if isinstance(channel, Place) and channel.created_at >= earliest and _bears(channel, mark):
                return ChannelId(channel.id)
        require_guild_permissions(guild, MANAGE)
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
        with translate_errors(guild.name):
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
        with translate_errors(channel.mention):
            thread = await fetch_thread(guild, life.card_id)
            where: discord.Thread | discord.TextChannel = thread or channel
            mark = has_custom_id(TopicsButton.id_of(life.life_id, ENDED))
            if await find_message(where, mark, since=life.since) is None:
                told = wishers if life.state is TopicState.FOLDED else ()
                mentions = discord.AllowedMentions(
                    everyone=False, roles=False, users=[discord.Object(one) for one in told]
                )
                await create_post(where, NewPost(end_panel(life, wishers, say, topic).view(), mentions=mentions))
            if thread is not None and not (thread.archived and thread.locked):
                await thread.edit(archived=True, locked=True, reason=REASON)
            if life.card_id is not None:
                await edit_message(channel, life.card_id, card_panel(life, len(wishers), rules, say, topic).view())

    def require_channel(self, topic: Topic) -> None:
        """Passes where a topic's channel is there."""
        self._channel(topic)

    async def ask_to_keep(self, topic: Topic, life: Lifecycle, rules: Rules) -> MessageId:
        """Posts the note with **Keep it** in a topic; in a forum as a post of its own."""
        channel = self._channel(topic)
        say, mark = self._bot.guild_translator(channel.guild), has_custom_id(KeepTopicButton.id_of(life.life_id))
        require_permissions(channel, FIND_PERMISSIONS)
        with translate_errors(channel.mention):
            left = await find_post(channel, mark, life.since)
            if left is not None:
                return post_id_of(channel, left)
            new = NewPost(quiet_note_panel(topic, life, rules, say).view(), title=say("It is quiet here"))
            return post_id_of(channel, await create_post(channel, new))

    async def answer_note(self, topic: Topic, life: Lifecycle) -> None:
        """Makes the note say what came of it; a note that was deleted is let go."""
        channel = self._channel(topic)
        view = answered_note_panel(topic, life, self._bot.guild_translator(channel.guild)).view()
        with translate_errors(channel.mention):
            await edit_post(channel, life.note_id or 0, view)

    def channel_state(self, topic: Topic) -> ChannelState:
        """How a topic's channel is before it goes to the archive."""
        return channel_state(self._channel(topic))

    async def archive(self, topic: Topic, rest: ChannelState) -> None:
        """Moves a topic's channel to the archive and makes it read-only."""
        channel = self._channel(topic)
        with translate_errors(channel.mention):
            await archive(channel, rest)

    async def unarchive(self, topic: Topic, rest: ChannelState) -> None:
        """Brings a topic's channel back as it was."""
        channel = self._channel(topic)
        with translate_errors(channel.mention):
            await unarchive(channel, rest)

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
        if sum(not thread.archived for thread in guild.threads) >= ACTIVE_THREADS:
            raise OutOfReach(
                "This server has {n} open threads, as many as Discord allows. A moderator can close some; "
                "then I go on.",
                n=ACTIVE_THREADS,
            )

    def _proposals_channel(self, guild_id: GuildId, channel_id: ChannelId | None) -> discord.TextChannel:
        """Where proposals are shown, where Hamlet can show them."""
        channel = self._bot.require_guild(guild_id).get_channel(channel_id or 0)
        if not isinstance(channel, discord.TextChannel):
            raise OutOfReach(
                "The proposals channel is not there any more, or is no text channel. A moderator can choose another "
                "one in /settings."
            )
        require_permissions(channel, TO_CARD)
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
    return " ".join(written.split())[:CHANNEL_NAME_LENGTH]


def _mark(life: Lifecycle) -> str:
    return f"№ {life.life_id}"


def _bears(channel: Place, mark: str) -> bool:
    return re.search(rf"{re.escape(mark)}(?!\d)", channel.topic or "") is not None
