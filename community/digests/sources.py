"""Where digests get what they tell, feature by feature."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from community.calendar import Window
from community.digests.brand_view import BrandView
from community.digests.rows import Introduction, TopicNews, UpcomingEvent
from community.engagement.conversations import Reply
from community.engagement.health import FadingTopic, Health
from community.engagement.recognition import RecognizedMember
from community.ids import ChannelId, GuildId, TopicId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.topic import Topic


class WordOfMouth(Protocol):
    """What became of recommendations."""

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WorkedRecommendation]:
        """What worked for somebody in ``[since, until)``."""
        ...

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """The asks since then that nobody has answered yet."""
        ...


class TopicSource(Protocol):
    """The guild's topics."""

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """All of them."""
        ...

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """One of them.

        Raises
        ------
        NotFound
            Where it is no topic of this guild.
        """
        ...


class Care(Protocol):
    """Who is thanked, and what needs a person."""

    async def thanked(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[RecognizedMember]:
        """Members who agreed to be shown and were thanked in these channels in ``[since, until)``."""
        ...

    async def n_shown(self, guild_id: GuildId) -> int:
        """How many agreed to be shown."""
        ...

    async def health(self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime) -> Health:
        """What needs a person; ``topics`` are the channels whose talk is looked at."""
        ...


class FadingTopics(Protocol):
    """Which topics fade."""

    async def fading(
        self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime
    ) -> Sequence[FadingTopic]:
        """Those of some topics' channels that do."""
        ...


class Replies(Protocol):
    """Who answered what."""

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        """The explicit replies of a window, oldest first."""
        ...


class Lives(Protocol):
    """Where topics are in their lives."""

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        """The lives in some states."""
        ...


class TopicLife(Protocol):
    """Which topics sprout, are new, fade, or are back."""

    async def news(self, guild_id: GuildId, window: Window, now: datetime) -> Sequence[TopicNews]:
        """What became of topics in a window."""
        ...


class IntroductionSource(Protocol):
    """Who introduced themselves."""

    async def introductions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Introduction]:
        """Those of ``[since, until)`` whose authors agreed that the digest names them."""
        ...


class UpcomingEvents(Protocol):
    """What members can be there for."""

    async def coming(self, guild_id: GuildId, now: datetime) -> Sequence[UpcomingEvent]:
        """What is ahead."""
        ...


class BrandSource(Protocol):
    """Brands, and what their digests tell: of aggregates only, and never of a member."""

    async def name(self, guild_id: GuildId, brand: int) -> str:
        """What a brand is called.

        Raises
        ------
        NotFound
            Where it is no brand of this guild.
        """
        ...

    async def search(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """The brands whose names contain what was typed, each with its number."""
        ...

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        """What a brand may know of a window.

        Raises
        ------
        NotFound
            Where it is no brand of this guild.
        """
        ...
