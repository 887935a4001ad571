"""A digest that is ready to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from community.calendar import Window
from community.digests.schedule import Cadence, DigestKind, DigestSubject
from community.digests.section import Audience, Content, Fact, Item, Line, Person, Place, Section
from community.engagement.estimates import Proportion
from community.ids import ChannelId, GuildId

MIN_ACTIVE = 3
"""Fewer people than this are too few to tell a story of: it would be about one or two of them."""


@dataclass(frozen=True, slots=True)
class PreviousItems:
    """What readers of earlier issues know: until when they were told, and when each item had last stirred then."""

    until: datetime | None = None
    items: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """A digest to be made at ``now``, for readers of a channel who were ``told`` some of it before."""

    guild_id: GuildId
    subject: DigestSubject
    cadence: Cadence
    window: Window
    channel_id: ChannelId
    now: datetime
    previous: PreviousItems = PreviousItems()


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest tells of a window.

    *Shape*: ``about`` is the name of its topic or brand. ``days`` are the chart's, oldest first, each with how many
    people took part; ``sections`` in order, those that have something to say.
    """

    guild_id: GuildId
    subject: DigestSubject
    cadence: Cadence
    window: Window
    about: str
    n_active: int
    n_messages: int
    days: Sequence[tuple[date, int]]
    sections: Sequence[tuple[Section[Any], Content]]

    @property
    def kind(self) -> DigestKind:
        """For whom it is."""
        return self.subject.kind

    @property
    def is_quiet(self) -> bool:
        """Whether there is too little to tell: too few took part, or nothing that moderators or brands need."""
        match self.kind:
            case DigestKind.MODERATORS:
                return all(section.audience is not Audience.MODERATORS for section, _ in self.sections)
            case DigestKind.BRAND:
                return not self.sections
            case _:
                return self.n_active < MIN_ACTIVE

    @property
    def items(self) -> Sequence[tuple[Section[Any], Line, Item]]:
        """Everything that says why it was chosen, in order."""
        return [
            (section, line, line.item)
            for section, content in self.sections
            for line in content.lines
            if line.item is not None
        ]


def digest_as_json(digest: Digest, alt: str) -> dict[str, Any]:
    """The digest as plain data; ``alt`` is its chart's alternative text.

    *Shape*: identifiers are strings of digits, since JavaScript's numbers lose an identifier's last ones.
    """
    lines = [(section, line) for section, content in digest.sections for line in content.lines]
    numbers: dict[str, Any] = {}
    for _, line in lines:
        if line.item is None:
            numbers |= _facts(line.facts)
    return {
        "guild": str(digest.guild_id),
        "kind": digest.kind.value,
        "span": {
            "from": digest.window.first.isoformat(),
            "to": digest.window.end.isoformat(),
            "tz": digest.window.tz.key,
        },
        "numbers": numbers,
        "days": [{"day": day.isoformat(), "active": n} for day, n in digest.days],
        "items": [_item(section, line, line.place) for section, line in lines if line.item is not None],
        "alt": alt,
    }


def _item(section: Section[Any], line: Line, place: Place | None) -> dict[str, Any]:
    return {"section": section.key, **_facts(line.facts), **({} if place is None else _place(place))}


def _facts(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: _plain(fact) for name, fact in facts.items() if not isinstance(fact, Place)}


def _plain(fact: Fact) -> Any:
    match fact:
        case Proportion():
            return fact.as_json()
        case Person():
            return str(fact.member_id)
        case datetime():
            return fact.isoformat()
        case _:
            return fact


def _place(place: Place) -> dict[str, str | None]:
    return {
        "channel": str(place.channel_id),
        "thread": None if place.thread_id is None else str(place.thread_id),
    }
