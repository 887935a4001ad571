"""What a section of a digest is, what it reads, and what it tells: facts, never a rendered sentence."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from community.calendar import Window
from community.digests.schedule import Kind
from community.engagement.estimates import Proportion
from community.engagement.log import ThreadTalk
from community.engagement.reading import Reading
from community.ids import ChannelId
from community.recommendations.digestible import OpenAsk, Worked
from community.recommendations.recommendation import Relation


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a channel, or a thread of it."""

    channel_id: ChannelId
    thread_id: ChannelId | None = None

    def within(self, places: Collection["Place"]) -> bool:
        """Whether it, or the channel that it is in, is among some places."""
        return self in places or Place(self.channel_id) in places


Fact = int | str | Proportion | Relation | Place
"""What can fill a sentence's field; a proportion ``x`` fills ``{x}``, ``{x_low}`` and ``{x_high}``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; ``sentence`` is English and the key of its translation, ``facts`` fill its ``{fields}``.

    With a ``place`` it is an item that leads there, by the field ``{link}``, and appears only where everybody who
    reads the digest can follow it.
    """

    sentence: str
    facts: Mapping[str, Fact]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a section tells, in order."""

    lines: tuple[Line, ...]

    @property
    def places(self) -> frozenset[Place]:
        """Where its items lead."""
        return frozenset(line.place for line in self.lines if line.place is not None)


@dataclass(frozen=True, slots=True)
class View:
    """Everything that sections read about one window; ``before`` is none where nothing was recorded yet."""

    window: Window
    reading: Reading
    before: Reading | None = None
    threads: tuple[ThreadTalk, ...] = ()
    worked: tuple[Worked, ...] = ()
    asks: tuple[OpenAsk, ...] = ()

    def without(self, closed: Collection[Place]) -> "View":
        """The view of somebody who can't read some places; a channel stands for all its threads."""

        def readable(one: ThreadTalk | Worked | OpenAsk) -> bool:
            return not Place(one.channel_id, one.thread_id).within(closed)

        return replace(
            self,
            threads=tuple(filter(readable, self.threads)),
            worked=tuple(filter(readable, self.worked)),
            asks=tuple(filter(readable, self.asks)),
        )


class Audience(StrEnum):
    """Who reads a section."""

    MEMBERS = "members"


AUDIENCE = {Kind.COMMUNITY: Audience.MEMBERS}
"""Who reads each kind of digest."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest: where it stands, who it is for, and how it is composed; none says nothing.

    ``title`` is English and the key of its translation.
    """

    key: str
    title: str
    audience: Audience
    order: int
    compose: Callable[[View], Content | None]

    def suits(self, kind: Kind) -> bool:
        """Whether it belongs in a digest of that kind."""
        return self.audience == AUDIENCE[kind]
