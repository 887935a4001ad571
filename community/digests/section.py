"""What a section of a digest is, what it reads, and what it tells: facts, never a rendered sentence."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, Self, TypeVar

from community.calendar import Window
from community.digests.rows import (
    Introduction,
    Row,
    Thanked,
    TopicNews,
    UpcomingEvent,
    row_key,
    row_location,
    row_stirred_at,
)
from community.digests.schedule import DigestKind
from community.engagement.activity_log import ThreadTalk
from community.engagement.estimates import Proportion
from community.engagement.health import CarriedTopic, FadingTopic
from community.engagement.response_ports import UnansweredNewcomer, WaitingAsk
from community.engagement.window_data import WindowData
from community.ids import ChannelId, MemberId, MessageId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.recommendations.recommendation import Relation


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a channel, a thread of it, or a message there."""

    channel_id: ChannelId
    thread_id: ChannelId | None = None
    message_id: MessageId | None = None

    @property
    def room(self) -> "Place":
        """The channel or thread, whatever the message."""
        return Place(self.channel_id, self.thread_id)

    def within(self, places: Collection["Place"]) -> bool:
        """Whether it, or the channel that it is in, is among some places."""
        return self.room in places or Place(self.channel_id) in places


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who agreed to be named; shown, never pinged."""

    member_id: MemberId


Fact = int | str | datetime | Proportion | Relation | Place | Person
"""What can fill a sentence's field; a proportion ``x`` fills ``{x}``, ``{x_low}`` and ``{x_high}``."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was chosen: an English sentence, and the numbers that fill its fields; nobody's words."""

    sentence: str
    facts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Item:
    """What a line is about, as **Why this?** and the next digest know it; ``about`` is whom it names."""

    key: str
    stirred_at: datetime
    why: Reason
    about: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; ``sentence`` is English and the key of its translation, ``facts`` fill its ``{fields}``.

    With a ``place`` it leads there, by the field ``{link}``, and appears only where everybody who reads the digest
    can follow it. With an ``item`` it says why it was chosen.
    """

    sentence: str
    facts: Mapping[str, Fact]
    place: Place | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a section tells, in order."""

    lines: tuple[Line, ...]

    @property
    def places(self) -> frozenset[Place]:
        """Where its items lead."""
        return frozenset(line.place.room for line in self.lines if line.place is not None)


class Filterable(Protocol):
    """What sections read."""

    def without(self, closed: Collection[Place]) -> Self:
        """The same of somebody who can't read some places; a channel stands for all its threads."""
        ...

    def only_news(self, told: Mapping[str, datetime]) -> Self:
        """What is news to readers of the digests before: of what they were told, only what stirred since."""
        ...


ViewT = TypeVar("ViewT", bound=Filterable)


@dataclass(frozen=True, slots=True)
class View:
    """Everything that sections read about one window; ``before`` is none where nothing was recorded yet."""

    window: Window
    activity: WindowData
    before: WindowData | None = None
    threads: tuple[ThreadTalk, ...] = ()
    worked: tuple[WorkedRecommendation, ...] = ()
    asks: tuple[OpenAsk, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    topics: tuple[TopicNews, ...] = ()
    thanked: tuple[Thanked, ...] = ()
    coming: tuple[UpcomingEvent, ...] = ()
    newcomers: tuple[UnansweredNewcomer, ...] = ()
    waiting: tuple[WaitingAsk, ...] = ()
    fading: tuple[FadingTopic, ...] = ()
    carried: tuple[CarriedTopic, ...] = ()

    def adding(self, rows: Iterable[Row]) -> "View":
        """Returns the view with more rows, each in the field of its type."""
        by_field: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_field[FIELDS[type(row)]].append(row)
        added: dict[str, Any] = {name: (*getattr(self, name), *more) for name, more in by_field.items()}
        return replace(self, **added)

    def without(self, closed: Collection[Place]) -> "View":
        """The view of somebody who can't read some places; a channel stands for all its threads."""

        def readable(row: Row) -> bool:
            there = row_location(row)
            return there is None or not Place(*there).within(closed)

        return self._having(readable) if closed else self

    def only_news(self, told: Mapping[str, datetime]) -> "View":
        """What is news to readers of the digests before: of what they were told, only what stirred since."""

        def fresh(row: Row) -> bool:
            known = told.get(row_key(row))
            return known is None or row_stirred_at(row, self.window) > known

        return self._having(fresh) if told else self

    def _having(self, wanted: Callable[[Row], bool]) -> "View":
        kept: dict[str, Any] = {
            one.name: tuple(filter(wanted, of))
            for one in fields(self)
            if isinstance(of := getattr(self, one.name), tuple)
        }
        return replace(self, **kept)


FIELDS: Mapping[type[Row], str] = {
    ThreadTalk: "threads",
    WorkedRecommendation: "worked",
    OpenAsk: "asks",
    Introduction: "introductions",
    TopicNews: "topics",
    Thanked: "thanked",
    UpcomingEvent: "coming",
    UnansweredNewcomer: "newcomers",
    WaitingAsk: "waiting",
    FadingTopic: "fading",
    CarriedTopic: "carried",
}
"""The field of a view that has the rows of a type."""


class Audience(StrEnum):
    """Who reads a section."""

    EVERYBODY = "everybody"
    MEMBERS = "members"
    MODERATORS = "moderators"
    BRANDS = "brands"


AUDIENCES = {
    DigestKind.COMMUNITY: frozenset({Audience.EVERYBODY, Audience.MEMBERS}),
    DigestKind.TOPIC: frozenset({Audience.EVERYBODY, Audience.MEMBERS}),
    DigestKind.MODERATORS: frozenset({Audience.EVERYBODY, Audience.MODERATORS}),
    DigestKind.BRAND: frozenset({Audience.BRANDS}),
}
"""Whose sections each kind of digest has; a brand reads nothing that was made for people."""


@dataclass(frozen=True, slots=True)
class Section(Generic[ViewT]):
    """A part of a digest: where it stands, who it is for, and how it is composed; none says nothing.

    ``title`` is English and the key of its translation. One for brands is composed of a
    :class:`community.digests.brand_view.BrandView`, every other one of a :class:`View`.
    """

    key: str
    title: str
    audience: Audience
    order: int
    compose: Callable[[ViewT], Content | None]

    def belongs_in(self, kind: DigestKind) -> bool:
        """Whether it belongs in a digest of that kind."""
        return self.audience in AUDIENCES[kind]


def item_of(row: Row, view: View, why: str, **facts: int) -> Item:
    """A row as an item that was chosen because of ``why``."""
    about = row.member_id if isinstance(row, Thanked | Introduction | UnansweredNewcomer) else None
    return Item(row_key(row), row_stirred_at(row, view.window), Reason(why, facts), about)
