"""What the contributors and the composer of digests read, feature by feature."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from community.calendar import Window
from community.digests.brand_view import BrandView
from community.engagement.conversations import Reply
from community.engagement.health import FadingTopic, Health
from community.engagement.recognition import RecognizedMember
from community.ids import ChannelId, GuildId, TopicId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.topic import Topic


class RecommendationSource(Protocol):
    """Recommendations and asks."""

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WorkedRecommendation]:
        """Returns what worked for somebody in ``[since, until)``."""
        ...

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """Returns the asks since then that nobody has answered yet."""
        ...


class TopicSource(Protocol):
    """The guild's topics."""

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """Returns all topics of a guild."""
        ...

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """Returns one topic.

        Raises
        ------
        NotFound
            If the guild has no such topic.
        """
        ...


class RecognitionSource(Protocol):
    """Who is thanked."""

    async def thanked(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[RecognizedMember]:
        """Returns the members who agreed to be shown and were thanked in these channels in ``[since, until)``."""
        ...

    async def n_shown(self, guild_id: GuildId) -> int:
        """Returns how many members agreed to be shown."""
        ...


class HealthSource(Protocol):
    """What needs a person."""

    async def health(self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime) -> Health:
        """Returns what needs a person; ``topics`` are the channels of which the talk is measured."""
        ...


class FadingTopicSource(Protocol):
    """The topics that fade."""

    async def fading(
        self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime
    ) -> Sequence[FadingTopic]:
        """Returns those of some topics, given by their channels, that fade."""
        ...


class ReplySource(Protocol):
    """Who replied to what."""

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        """Returns the explicit replies of a window, oldest first."""
        ...


class LifecycleSource(Protocol):
    """The lifecycles of topics."""

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        """Returns the lifecycles that are in some states."""
        ...


class BrandSource(Protocol):
    """Brands, and what their digests tell: aggregates only, never a member."""

    async def name(self, guild_id: GuildId, brand: int) -> str:
        """Returns the name of a brand.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        """
        ...

    async def search(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """Returns the brands whose names contain what was typed, each with its number."""
        ...

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        """Returns what a brand may know of a window.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        """
        ...
