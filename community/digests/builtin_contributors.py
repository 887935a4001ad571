"""The contributors whose features lie below digests: conversations, recommendations, recognition and health."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from community.digests.contributor import MEMBER_KINDS, Scope
from community.digests.ports import Visibility
from community.digests.rows import Row, Thanked
from community.digests.schedule import DigestKind
from community.digests.sources import HealthSource, RecognitionSource, RecommendationSource, ReplySource, TopicSource
from community.engagement.activity_log import ActivityLog
from community.engagement.conversations import depths

ASK_SPAN = timedelta(days=14)
"""How old an ask may be; one that waited longer is past help from a digest (our choice)."""


class ConversationContributor:
    """Contributes the threads that were talked in, each with how deep its replies go."""

    kinds = MEMBER_KINDS

    def __init__(self, log: ActivityLog, replies: ReplySource) -> None:
        self._log = log
        self._replies = replies

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns the threads of the window."""
        guild_id, window = scope.request.guild_id, scope.request.window
        threads, replies = await asyncio.gather(
            self._log.thread_talk(guild_id, window), self._replies.replies(guild_id, window)
        )
        depth_of = depths(replies)
        return [replace(one, depth=depth_of.get(one.thread_id, 0)) for one in threads]


class RecommendationContributor:
    """Contributes what worked for somebody, and the asks that nobody answered."""

    kinds = MEMBER_KINDS

    def __init__(self, recommendations: RecommendationSource) -> None:
        self._recommendations = recommendations

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns what worked in the window, and the asks that are open."""
        guild_id, window = scope.request.guild_id, scope.request.window
        worked, asks = await asyncio.gather(
            self._recommendations.worked(guild_id, window.start_at, window.end_at),
            self._recommendations.open_asks(guild_id, window.end_at - ASK_SPAN),
        )
        return [*worked, *asks]


class ThanksContributor:
    """Contributes who was thanked since the last issue, in channels that every reader of the digest can read."""

    kinds = MEMBER_KINDS

    def __init__(self, log: ActivityLog, recognition: RecognitionSource, visibility: Visibility) -> None:
        self._log = log
        self._recognition = recognition
        self._visibility = visibility

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns the members who agreed to be shown and were thanked."""
        request = scope.request
        guild_id, until = request.guild_id, request.window.end_at
        since = max(request.window.start_at, request.previous.until or request.window.start_at)
        if since >= until or not await self._recognition.n_shown(guild_id):
            return ()
        posters = await self._log.n_posters(guild_id, since, until)
        among = posters.keys() if scope.topic_channel_id is None else {scope.topic_channel_id}
        channels = [one for one in sorted(among) if await self._visibility.open_to_readers_of(request.channel_id, one)]
        found = await self._recognition.thanked(guild_id, channels, since, until)
        return [Thanked(one.member_id, one.n_thanking, one.n_thanks, until) for one in found]


class HealthContributor:
    """Contributes what needs a person, for moderators."""

    kinds = frozenset({DigestKind.MODERATORS})

    def __init__(self, health: HealthSource, topics: TopicSource) -> None:
        self._health = health
        self._topics = topics

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns who waits for an answer, and which topics fade or hang on one person."""
        request = scope.request
        topics = [one.channel_id for one in await self._topics.topics(request.guild_id) if not one.asleep]
        health = await self._health.health(request.guild_id, topics, request.window.tz, request.now)
        return [*health.newcomers, *health.asks, *health.fading, *health.carried]
