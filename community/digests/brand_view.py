"""What sections for brands read: figures and questions, and of no member anything to be known by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from community.calendar import Window
from community.digests.section import Place
from community.ids import ChannelId

MENTIONS_A_DAY = 3
"""Mentions of a brand that count of one member a day (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class BrandQuestion:
    """An open question that an honest answer is worth; whose it is, is not told."""

    channel_id: ChannelId
    thread_id: ChannelId
    asked_at: datetime

    @property
    def key(self) -> str:
        """What it is known by from one digest to the next."""
        return f"question:{self.thread_id}"

    @property
    def place(self) -> Place:
        """Where it was asked."""
        return Place(self.channel_id, self.thread_id)


@dataclass(frozen=True, slots=True)
class BrandView:
    """Everything that sections for brands read about one window.

    *Shape*: ``figures`` by name, rounded; none is one that too few people are behind.
    """

    window: Window
    figures: Mapping[str, int | None] = field(default_factory=dict)
    questions: tuple[BrandQuestion, ...] = ()

    def without(self, closed: Collection[Place]) -> Self:
        """The view of somebody who can't read some places; a channel stands for all its threads."""
        return replace(self, questions=tuple(one for one in self.questions if not one.place.within(closed)))

    def only_news(self, told: Mapping[str, datetime]) -> Self:
        """What is news to readers of the digests before: questions once, figures always."""
        return replace(self, questions=tuple(one for one in self.questions if one.key not in told))
