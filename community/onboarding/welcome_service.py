"""Welcoming newcomers once a join, whatever restarts, and only after they passed the guild's screening."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from community.due_work import DueJob
from community.engagement.optouts import OptOuts
from community.errors import OutOfReach
from community.ids import GuildId, MemberId
from community.notices.service import Notices
from community.onboarding.journey import OnboardingStep
from community.onboarding.ports import OnboardingPosts, OnboardingStore

WELCOME_SPAN = timedelta(days=3)
"""How long after joining a welcome still makes sense, for those who joined while Hamlet was away (our choice)."""
UNREACHABLE = "onboarding.welcome"
"""The notice that nobody can be welcomed."""


class WelcomeService:
    """Has every newcomer welcomed."""

    def __init__(self, store: OnboardingStore, posts: OnboardingPosts, optouts: OptOuts, notices: Notices) -> None:
        self._store = store
        self._posts = posts
        self._optouts = optouts
        self._notices = notices

    async def record_join(
        self, guild_id: GuildId, member_id: MemberId, joined_at: datetime, now: datetime, *, pending: bool
    ) -> None:
        """Somebody joined, or passed the screening; told twice, they are welcomed once."""
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            return  # They came back, and want nothing recorded, not even that.
        before, after = await self._store.advance(
            guild_id, member_id, lambda journey: journey.record_join(joined_at, pending=pending)
        )
        if before != after and after.step is not OnboardingStep.SCREENING:
            await self._welcome(guild_id, member_id, None, now)

    async def record_seen(self, guild_id: GuildId, member_id: MemberId, joined_at: datetime, now: datetime) -> None:
        """Somebody is a member who passed the screening: news only of whom it was waited for."""
        journey = await self._store.journey(guild_id, member_id)
        if journey.step is OnboardingStep.SCREENING:
            await self.record_join(guild_id, member_id, joined_at, now, pending=False)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Welcoming those who joined or passed unnoticed of late, and those whose welcome broke off."""
        jobs: list[DueJob] = []
        for guild_id, member_id, joined_at in await self._store.unwelcomed(now - WELCOME_SPAN):
            present_since = self._posts.bot_joined_at(guild_id)
            if present_since is not None and joined_at >= present_since:
                jobs.append(DueJob(guild_id, partial(self._catch_up, guild_id, member_id, joined_at, now)))
        return jobs

    async def _catch_up(self, guild_id: GuildId, member_id: MemberId, joined_at: datetime, now: datetime) -> None:
        found = await self._posts.find_member(guild_id, member_id)
        if found is None or found.is_bot:
            await self._store.advance(
                guild_id, member_id, lambda journey: journey.record_join(joined_at).mark_welcomed(now)
            )
            return
        _, after = await self._store.advance(
            guild_id, member_id, lambda journey: journey.record_join(found.joined_at, pending=found.pending)
        )
        if after.step is not OnboardingStep.SCREENING and after.welcomed_at is None:
            await self._welcome(guild_id, member_id, found.joined_at, now)

    async def _welcome(self, guild_id: GuildId, member_id: MemberId, since: datetime | None, now: datetime) -> None:
        try:
            await self._posts.post_welcome(guild_id, member_id, since)
        except OutOfReach as refusal:
            await self._notices.notify(guild_id, UNREACHABLE, now, refusal.sentence, **refusal.facts)
        else:
            await self._notices.settle(guild_id, UNREACHABLE)
        await self._store.advance(guild_id, member_id, lambda journey: journey.mark_welcomed(now))
