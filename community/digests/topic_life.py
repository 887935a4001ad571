"""Which topics are new, and which fade."""

from collections.abc import Sequence
from datetime import datetime

from community.calendar import Window, midnight
from community.digests.material import Move, TopicNews
from community.digests.sources import Pulse, Topics
from community.ids import GuildId


class RegisteredTopics:
    """The port :class:`community.digests.sources.TopicLife`, as far as the list of topics tells it."""

    def __init__(self, topics: Topics, pulse: Pulse) -> None:
        self._topics = topics
        self._pulse = pulse

    async def news(self, guild_id: GuildId, window: Window, now: datetime) -> Sequence[TopicNews]:
        """Those that came in the window, and those that fade by now."""
        topics = {topic.channel_id: topic for topic in await self._topics.topics(guild_id)}
        if not topics:
            return ()
        fading = await self._pulse.fading(guild_id, topics.keys(), window.tz, now)
        new = [one for one in topics.values() if window.start_at <= one.created_at < window.end_at]
        this_month = midnight(window.end.replace(day=1), window.tz)
        return [
            *(TopicNews(one.channel_id, one.name, Move.SPROUTING, one.created_at) for one in new),
            *(
                TopicNews(one.channel_id, topics[one.channel_id].name, Move.FADING, this_month)
                for one in fading
                if topics[one.channel_id] not in new
            ),
        ]
