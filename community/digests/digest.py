"""A digest that is ready to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from community.calendar import Window
from community.digests.schedule import Cadence, Kind
from community.digests.section import Content, Fact, Line, Place, Section
from community.engagement.estimates import Proportion
from community.ids import GuildId

FEW = 3
"""Fewer people than this are too few to tell a story of: it would be about one or two of them."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest tells of a window.

    *Shape*: ``days`` are the chart's, oldest first, each with how many people took part; ``sections`` in order,
    those that have something to say.
    """

    guild_id: GuildId
    kind: Kind
    cadence: Cadence
    window: Window
    n_active: int
    n_messages: int
    days: Sequence[tuple[date, int]]
    sections: Sequence[tuple[Section, Content]]

    @property
    def is_quiet(self) -> bool:
        """Whether there is too little to tell."""
        return self.n_active < FEW


def digest_as_json(digest: Digest, alt: str) -> dict[str, Any]:
    """The digest as plain data; ``alt`` is its chart's alternative text.

    *Shape*: identifiers are strings of digits, since JavaScript's numbers lose an identifier's last ones.
    """
    lines = [(section, line) for section, content in digest.sections for line in content.lines]
    numbers: dict[str, Any] = {}
    for _, line in lines:
        if line.place is None:
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
        "items": [_item(section, line, line.place) for section, line in lines if line.place is not None],
        "alt": alt,
    }


def _item(section: Section, line: Line, place: Place) -> dict[str, Any]:
    return {"section": section.key, **_facts(line.facts), **_place(place)}


def _facts(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: _plain(fact) for name, fact in facts.items() if not isinstance(fact, Place)}


def _plain(fact: Fact) -> Any:
    return fact.as_json() if isinstance(fact, Proportion) else fact


def _place(place: Place) -> dict[str, str | None]:
    return {
        "channel": str(place.channel_id),
        "thread": None if place.thread_id is None else str(place.thread_id),
    }
