"""How greeters are told of a newcomer who waits, and how offering to greet reads."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from cogs.kit.bot import Bot
from cogs.kit.channels import DELETED, FIND_PERMISSIONS, require_post_channel
from cogs.kit.discord_errors import NOT_TAKEN, translate_post_errors
from cogs.kit.durable_posts import NewPost, create_post, find_message
from cogs.kit.i18n import Translations, escape
from cogs.kit.own_messages import has_all
from cogs.kit.panel import Panel
from community.ids import ChannelId, GuildId
from community.onboarding.greeter_rotation import GreeterNote
from community.topics.topic import Topic


class DiscordGreeterPosts:
    """The port :class:`community.onboarding.ports.GreeterPosts`: a note with a link, which tells it from any other."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def guilds(self) -> Sequence[GuildId]:
        """The guilds that are at hand."""
        return [GuildId(guild.id) for guild in self._bot.guilds if not guild.unavailable]

    async def post(self, note: GreeterNote, channel_id: ChannelId, since: datetime | None) -> None:
        """Posts a note; it pings its greeter and nobody else, not even whom it is about."""
        guild = self._bot.require_guild(note.guild_id)
        channel = require_post_channel(guild, channel_id, FIND_PERMISSIONS)
        pinged = [] if note.greeter_id is None else [discord.Object(note.greeter_id)]
        new = NewPost(
            note_panel(note, self._bot.guild_translator(guild)).view(),
            nonce=f"greet-{note.message_id}",
            mentions=discord.AllowedMentions(everyone=False, users=pinged, roles=False, replied_user=False),
        )
        with translate_post_errors(channel, gone=DELETED, not_taken=NOT_TAKEN):
            if since is None or await find_message(channel, has_all(_address(note)), since=since) is None:
                await create_post(channel, new)


def note_panel(note: GreeterNote, say: Translations) -> Panel:
    """What greeters read."""
    lead = say(
        "{member} wrote here for the first time {when}, in {channel}, and nobody has answered yet.",
        member=f"<@{note.newcomer_id}>",
        when=discord.utils.format_dt(note.said_at, "R"),
        channel=f"<#{note.thread_id or note.channel_id}>",
    )
    turn = (
        say("Would a few words from one of you be possible?")
        if note.greeter_id is None
        else say("{greeter}, it is your turn: would you say hello?", greeter=f"<@{note.greeter_id}>")
    )
    return Panel(
        say("Somebody waits for a hello"),
        lead=f"{lead}\n{turn}",
        closing=say(
            "I only pass this on; I never answer for anybody. Greet too with /greeter on, stop with /greeter off."
        ),
        rows=[ui.ActionRow(ui.Button(label=say("Read it"), url=_address(note)))],
    )


def offer_panel(topics: Sequence[Topic], channel_id: ChannelId | None, cap: int, say: Translations) -> Panel:
    """What offering to greet means."""
    lead = say(
        "When a newcomer's first message waits too long, I may mention you, at most {n} times a week, in turn with "
        "the others. What you say is up to you.",
        n=cap,
    )
    where = (
        say("No greeters' channel is set yet, so nothing comes before a moderator sets one in /settings.")
        if channel_id is None
        else say("It comes in {channel}. Newcomers may see that you said you'd help.", channel=f"<#{channel_id}>")
    )
    names = ", ".join(escape(topic.name, 60) for topic in topics)
    mine = (
        say("In your topics, {topics}, and where a channel is no topic.", topics=names)
        if topics
        else say("You have joined no topic yet, so it is only where a channel is no topic. See /topic browse.")
    )
    return Panel(
        say("Thank you for greeting"),
        lead=f"{lead}\n{where}",
        sections=[(say("Where"), mine)],
        closing=say("Stop any time with /greeter off."),
    )


def _address(note: GreeterNote) -> str:
    return f"https://discord.com/channels/{note.guild_id}/{note.thread_id or note.channel_id}/{note.message_id}"
