"""Posting what somebody wrote about themselves, exactly once."""

from collections.abc import Sequence
from datetime import datetime

from community.concurrency import KeyedLocks
from community.errors import OutOfReach
from community.ids import GuildId, MemberId
from community.notices.service import Notices
from community.onboarding.journey import Journey
from community.onboarding.ports import OnboardingPosts, OnboardingStore

UNREACHABLE = "onboarding.introduction"
"""The notice that introductions can't be posted."""


class Introductions:
    """Claimed, then posted, then recorded: what broke off in between is looked for before it is posted."""

    def __init__(self, store: OnboardingStore, posts: OnboardingPosts, notices: Notices) -> None:
        self._store = store
        self._posts = posts
        self._notices = notices
        self._locks = KeyedLocks()

    async def post(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> OutOfReach | None:
        """Posts a member's introduction, if there is one that is not out; returns why it could not be."""
        async with self._locks.lock(guild_id, member_id):
            before, claimed = await self._store.advance(guild_id, member_id, lambda one: one.begin_introduction(now))
            if claimed.introducing_at is None or claimed.introduced_at is not None:
                return None
            return await self._settle(guild_id, member_id, claimed, before.introducing_at, now)

    async def broken_off(self) -> Sequence[tuple[GuildId, MemberId]]:
        """Whose introductions broke off, where they can be settled at present."""
        return [one for one in await self._store.introducing() if self._posts.bot_joined_at(one[0]) is not None]

    async def _settle(
        self, guild_id: GuildId, member_id: MemberId, claimed: Journey, since: datetime | None, now: datetime
    ) -> OutOfReach | None:
        try:
            post = await self._posts.post_introduction(guild_id, member_id, claimed.introduction, since)
        except OutOfReach as refusal:
            if since is None:  # Else it may be out, and has to be looked for again.
                await self._store.advance(guild_id, member_id, lambda one: one.reset_introduction())
            await self._notices.notify(guild_id, UNREACHABLE, now, refusal.sentence, **refusal.facts)
            return refusal
        await self._store.advance(guild_id, member_id, lambda one: one.mark_introduced(now, post))
        await self._notices.settle(guild_id, UNREACHABLE)
        return None
