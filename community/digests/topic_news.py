"""Which topics sprout, are new, fade, or are back."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from community.calendar import Window, midnight
from community.digests.contributor import Scope
from community.digests.rows import Move, Row, TopicNews
from community.digests.schedule import DigestKind
from community.digests.sources import FadingTopicSource, LifecycleSource, TopicSource
from community.engagement.health import FadingTopic
from community.ids import ChannelId, GuildId
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.topic import Topic

REPORTED_STATES = frozenset({TopicState.SPROUT, TopicState.LIVE, TopicState.DOZING})
"""The states that a digest reports; a proposal has no place yet, and topics that are asleep are left alone."""
SETTLING = timedelta(days=1)
"""How long after it was made a topic counts as new, not as back: its lifecycle begins when duties run next."""


class TopicNewsContributor:
    """Contributes which topics sprout, are new, fade, or are back."""

    kinds = frozenset({DigestKind.COMMUNITY})

    def __init__(self, topics: TopicSource, lifecycles: LifecycleSource, activity: FadingTopicSource) -> None:
        self._topics = topics
        self._lifecycles = lifecycles
        self._activity = activity

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns the topic news of the window."""
        return await self.news(scope.request.guild_id, scope.request.window, scope.request.now)

    async def news(self, guild_id: GuildId, window: Window, now: datetime) -> list[TopicNews]:
        """Returns the topics that sprouted, were made or woke up in the window, and those that fade at ``now``."""
        topics = {one.channel_id: one for one in await self._topics.topics(guild_id) if not one.asleep}
        lifecycles, fading = await asyncio.gather(
            self._lifecycles.lifecycles(guild_id, REPORTED_STATES),
            self._activity.fading(guild_id, topics.keys(), window.tz, now),
        )
        found = [*_new(topics.values(), window), *_moved(topics.values(), lifecycles, window)]
        moved = {one.channel_id for one in found}
        return [*found, *(one for one in _fading(fading, topics, window) if one.channel_id not in moved)]


def _new(topics: Iterable[Topic], window: Window) -> Iterator[TopicNews]:
    for topic in topics:
        if _holds(window, topic.created_at):
            yield TopicNews(topic.channel_id, topic.name, Move.NEW, topic.created_at)


def _moved(topics: Iterable[Topic], lifecycles: Iterable[Lifecycle], window: Window) -> Iterator[TopicNews]:
    known = {one.topic_id: one for one in topics}
    for life in lifecycles:
        if not life.settled or not _holds(window, life.since):
            continue
        topic = None if life.topic_id is None else known.get(life.topic_id)
        if life.state is TopicState.SPROUT and life.channel_id is not None and life.card_id is not None:
            thread_id = ChannelId(life.card_id)
            yield TopicNews(life.channel_id, life.name, Move.SPROUTING, life.since, thread_id)
        elif topic is not None and life.state is TopicState.LIVE and life.since - topic.created_at >= SETTLING:
            yield TopicNews(topic.channel_id, topic.name, Move.BACK, life.since)


def _fading(fading: Iterable[FadingTopic], topics: dict[ChannelId, Topic], window: Window) -> Iterator[TopicNews]:
    """Yields the topics of which less than half of the messages are left; a smaller loss would only worry members."""
    this_month = midnight(window.end.replace(day=1), window.tz)
    for one in fading:
        if one.silent or 2 * one.n_messages < one.n_before:
            name = topics[one.channel_id].name
            move = Move.SILENT if one.silent else Move.FADING
            yield TopicNews(one.channel_id, name, move, this_month, n_messages=one.n_messages, n_before=one.n_before)


def _holds(window: Window, at: datetime) -> bool:
    return window.start_at <= at < window.end_at
