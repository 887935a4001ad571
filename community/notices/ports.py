"""What notices need from the outside, and what other features need of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from community.ids import GuildId
from community.notices.notice import Notice


class NoticeStore(Protocol):
    """What the moderators of each guild were told already."""

    async def was_notified(self, guild_id: GuildId, key: str) -> bool:
        """Whether they were told of it, and it was not settled since."""
        ...

    async def unsettled_guilds(self, key: str) -> frozenset[GuildId]:
        """The guilds whose moderators were told of it, where it was not settled since."""
        ...

    async def mark_notified(self, guild_id: GuildId, key: str, now: datetime) -> None:
        """Keeps that they were told; twice is once, at the first time."""
        ...

    async def mark_settled(self, guild_id: GuildId, key: str) -> None:
        """Keeps that it is settled."""
        ...


class NoticePosts(Protocol):
    """Where moderators read what needs them."""

    async def post(self, notice: Notice) -> bool:
        """Puts a notice where the guild's moderators read it; false where there is no such place."""
        ...


class ModeratorNotices(Protocol):
    """Tells a guild's moderators what needs them, once."""

    async def notify(self, guild_id: GuildId, key: str, now: datetime, sentence: str, /, **facts: object) -> bool:
        """Tells a sentence under a key, unless it was told and not settled since; whether this call told it."""
        ...

    async def settle(self, guild_id: GuildId, key: str) -> None:
        """Marks what the key stands for as in order again."""
        ...

    async def unsettled_guilds(self, key: str) -> Collection[GuildId]:
        """The guilds whose moderators were told under this key, where it was not settled since."""
        ...
