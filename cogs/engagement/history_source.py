"""Reads history from Discord page by page; an object that can't be parsed is set aside, never the page."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, Literal

import aiohttp
import discord

from cogs.engagement.events import activity_from
from cogs.kit.bot import Bot
from community.discord_limits import (
    MEMBERS_PER_REQUEST,
    MESSAGES_PER_REQUEST,
    REACTORS_PER_REQUEST,
    THREADS_PER_REQUEST,
)
from community.engagement.history import (
    Emoji,
    HistoryPage,
    HistoryPlace,
    MemberList,
    Reaction,
    SeenMessage,
    Survey,
    Unreachable,
    Unreadable,
)
from community.ids import ChannelId, GuildId, MemberId

UNAUTHORIZED: Final = 401
NORMAL: Final = 0
SUPER: Final = 1
"""Kinds of reactions (Source: Discord, Reaction Types)."""
MESSAGE_CHANNELS: Final = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel)
THREAD_PARENTS: Final = (discord.TextChannel, discord.ForumChannel)
Raw = Mapping[str, Any]


class DiscordHistory:
    """Implements :class:`community.engagement.history.HistorySource` on Discord."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def roster(self, guild_id: GuildId) -> MemberList:
        """Returns the current members of the guild.

        Raises
        ------
        Unreachable
            If Discord does not answer.
        """
        present: set[MemberId] = set()
        joined: dict[MemberId, datetime] = {}
        unreadable: list[str] = []
        async for raw in self._members(guild_id):
            with _collect_unreadable(unreadable):
                user = raw["user"]
                member_id = MemberId(int(user["id"]))
                present.add(member_id)
                if _is_person(user) and not raw.get("pending", False):
                    joined[member_id] = _parse_instant(raw["joined_at"])
        return MemberList(frozenset(present), joined, tuple(unreadable))

    async def survey(self, guild_id: GuildId, since: Callable[[ChannelId], datetime]) -> Survey:
        """Returns all channels and threads; archived threads from the instant that ``since`` gives for their channel.

        Raises
        ------
        Unreachable
            If the guild is not available or Discord does not answer.
        """
        guild = self._guild(guild_id)
        readable = [channel for channel in guild.channels if _is_readable(channel)]
        places = [
            HistoryPlace(ChannelId(channel.id), None, channel.last_message_id or 0)
            for channel in readable
            if isinstance(channel, MESSAGE_CHANNELS)
        ]
        parents = {channel.id: channel for channel in readable if isinstance(channel, THREAD_PARENTS)}
        unreadable: list[str] = []
        with _translate_errors():
            threads: list[Raw] = list((await self._bot.http.get_active_threads(guild_id))["threads"])
        listed: set[ChannelId] = set()
        for parent_id in sorted(parents, reverse=True):
            try:
                threads += [raw async for raw in self._archived_threads(parent_id, since(ChannelId(parent_id)))]
            except Unreadable:
                continue
            listed.add(ChannelId(parent_id))
        found: dict[ChannelId, HistoryPlace] = {}
        for raw in threads:
            with _collect_unreadable(unreadable):
                thread = _thread_place(raw)
                if thread is not None and thread.channel_id in parents:
                    found[thread.key] = thread
        talked_in = [channel for channel in guild.channels if isinstance(channel, MESSAGE_CHANNELS + THREAD_PARENTS)]
        n_closed = len(talked_in) - sum(isinstance(channel, MESSAGE_CHANNELS + THREAD_PARENTS) for channel in readable)
        return Survey([*places, *found.values()], frozenset(listed), n_closed, tuple(unreadable))

    async def page(
        self, guild_id: GuildId, place: HistoryPlace, before_id: int | None, n: int = MESSAGES_PER_REQUEST
    ) -> HistoryPage:
        """Returns the newest messages of a place, below ``before_id`` if it is given.

        Raises
        ------
        Unreadable
            If Discord does not show the place.
        Unreachable
            If Discord does not answer.
        """
        channel = self._bot.get_partial_messageable(place.key, guild_id=guild_id)
        with _translate_errors():
            raws = await self._bot.http.logs_from(place.key, n, before=before_id)
        messages: list[SeenMessage] = []
        unreadable: list[str] = []
        ids: list[int] = []
        for raw in raws:
            with _collect_unreadable(unreadable):
                ids.append(int(raw["id"]))
                message = discord.Message(state=self._bot._connection, channel=channel, data=raw)  # noqa: SLF001
                activity = activity_from(message, guild_id, (place.channel_id, place.thread_id))
                messages.append(SeenMessage(message.id, activity, tuple(_emojis(raw.get("reactions", ())))))
        return HistoryPage(messages, len(raws), max(ids, default=0), min(ids, default=None), tuple(unreadable))

    async def reactors(self, place: HistoryPlace, message_id: int, emoji: Emoji) -> frozenset[Reaction]:
        """Returns the people who reacted to a message with an emoji.

        Raises
        ------
        Unreadable
            If Discord does not show the message.
        Unreachable
            If Discord does not answer.
        """
        name, is_super = emoji
        found: set[Reaction] = set()
        key = name.rpartition(":")[2]
        kind: Literal[0, 1] = SUPER if is_super else NORMAL
        after: int | None = None
        while True:
            with _translate_errors():
                users: list[Any] = await self._bot.http.get_reaction_users(
                    place.key, message_id, name, REACTORS_PER_REQUEST, after, type=kind
                )
            fresh = [user for user in users if int(user["id"]) > (after or 0)]
            found |= {(MemberId(int(user["id"])), key) for user in fresh if _is_person(user)}
            if len(users) < REACTORS_PER_REQUEST or not fresh:
                return frozenset(found)
            after = max(int(user["id"]) for user in fresh)

    async def _members(self, guild_id: GuildId) -> AsyncIterator[Raw]:
        after: int | None = None
        while True:
            with _translate_errors():
                page: list[Any] = await self._bot.http.get_members(guild_id, MEMBERS_PER_REQUEST, after)
            for raw in page:
                yield raw
            if len(page) < MEMBERS_PER_REQUEST:
                return
            after = int(page[-1]["user"]["id"])

    async def _archived_threads(self, channel_id: int, since: datetime) -> AsyncIterator[Raw]:
        """Yields the public archived threads, latest first: they have no messages from after they were archived."""
        before: Any = None
        while True:
            with _translate_errors():
                listed: Any = await self._bot.http.get_public_archived_threads(channel_id, before, THREADS_PER_REQUEST)
            for raw in listed["threads"]:
                before = raw["thread_metadata"]["archive_timestamp"]
                if _parse_instant(before) < since:
                    return
                yield raw
            if not listed.get("has_more") or not listed["threads"]:
                return

    def _guild(self, guild_id: GuildId) -> discord.Guild:
        guild = self._bot.get_guild(guild_id)
        if guild is None or guild.unavailable:
            raise Unreachable("the server is not at hand")
        return guild


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Translates Discord's errors to Unreadable or Unreachable; lets a refused token through.

    Raises
    ------
    Unreadable
        If Discord refuses the request or knows no such object.
    Unreachable
        If the request failed in any other way.
    """
    try:
        yield
    except (discord.Forbidden, discord.NotFound) as error:
        raise Unreadable(error.text or type(error).__name__) from error
    except discord.HTTPException as error:
        if error.status == UNAUTHORIZED:
            raise
        raise Unreachable(f"HTTP {error.status}") from error
    except (discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unreachable(type(error).__name__) from error


@contextmanager
def _collect_unreadable(unreadable: list[str]) -> Iterator[None]:
    """Continues after an object that can't be parsed; adds only the name of the error to the list."""
    try:
        yield
    except Exception as error:
        unreadable.append(type(error).__name__)


def _is_readable(channel: discord.abc.GuildChannel) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.read_message_history


def _is_person(user: Raw) -> bool:
    return not user.get("bot", False) and not user.get("system", False)


def _emojis(reactions: Iterable[Raw]) -> Iterator[Emoji]:
    for reaction in reactions:
        emoji, counts = reaction["emoji"], reaction.get("count_details") or {}
        name = f"{emoji['name']}:{emoji['id']}" if emoji.get("id") else str(emoji["name"])
        if counts.get("normal", 1):
            yield name, False
        if counts.get("burst", 0):
            yield name, True


def _thread_place(raw: Raw) -> HistoryPlace | None:
    """Returns a thread as a place; none for a circle."""
    if raw["type"] == discord.ChannelType.private_thread.value:
        return None
    made_at = raw["thread_metadata"].get("create_timestamp")
    return HistoryPlace(
        channel_id=ChannelId(int(raw["parent_id"])),
        thread_id=ChannelId(int(raw["id"])),
        last_id=int(raw.get("last_message_id") or 0),
        opened_by=MemberId(int(raw["owner_id"])),
        opened_at=discord.utils.snowflake_time(int(raw["id"])) if made_at is None else _parse_instant(made_at),
    )


def _parse_instant(text: str) -> datetime:
    return discord.utils.parse_time(text)
