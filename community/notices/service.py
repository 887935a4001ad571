"""Telling the moderators what needs them, once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from community.concurrency import KeyedLocks
from community.errors import OutOfReach
from community.ids import GuildId
from community.notices.notice import Notice
from community.notices.ports import NoticePosts, NoticeStore


class Notices:
    """Each thing is told once, under its own key, until it is settled and happens anew."""

    def __init__(self, store: NoticeStore, posts: NoticePosts) -> None:
        self._store = store
        self._posts = posts
        self._locks = KeyedLocks()

    async def notify(self, guild_id: GuildId, key: str, now: datetime, sentence: str, /, **facts: object) -> bool:
        """Whether the moderators were told by this call; where they can't be reached, the next call tries again."""
        async with self._locks.lock(guild_id):
            if await self._store.was_notified(guild_id, key) or not await self._posts.post(
                Notice(guild_id, key, sentence, facts)
            ):
                return False
            await self._store.mark_notified(guild_id, key, now)
            return True

    async def settle(self, guild_id: GuildId, key: str) -> None:
        """It is in order again: should it happen anew, it is told anew."""
        if await self._store.was_notified(guild_id, key):
            await self._store.mark_settled(guild_id, key)

    async def unsettled_guilds(self, key: str) -> frozenset[GuildId]:
        """The guilds whose moderators were told of it, where it is not in order since."""
        return await self._store.unsettled_guilds(key)

    @asynccontextmanager
    async def notify_if_refused(self, guild_id: GuildId, key: str, now: datetime) -> AsyncIterator[None]:
        """Whatever keeps Hamlet from what is done inside is told under that key; once nothing does, it is settled."""
        try:
            yield
        except OutOfReach as refusal:
            await self.notify(guild_id, key, now, refusal.sentence, **refusal.facts)
        else:
            await self.settle(guild_id, key)
