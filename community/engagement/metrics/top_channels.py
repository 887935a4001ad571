"""``top_channels``: where people are."""

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass

from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import JsonValue, Metric
from community.engagement.window_data import DataSource, WindowData
from community.ids import ChannelId, MemberId

SHOWN = 10
"""Channels: as many as people read of a list."""


@dataclass(frozen=True, slots=True)
class Channel:
    """What was written in a channel, threads included, and who took part in it.

    ``participation`` is of those who read the channel: of a topic's, the members who chose the topic, as of now. Who
    reads other channels nothing that is recorded tells; there it is none.
    """

    channel_id: ChannelId
    n_messages: int
    n_active: int
    participation: Proportion | None = None

    def as_json(self) -> dict[str, JsonValue]:
        """Return the form that ``insights --json`` prints; the identifier is a string of digits."""
        return {
            "channel": str(self.channel_id),
            "messages": self.n_messages,
            "active": self.n_active,
            "participation": None if self.participation is None else self.participation.as_json(),
        }


def top_channels(reading: WindowData) -> tuple[Channel, ...]:
    """The ten channels with the most messages in the window, then the most active members, then the oldest."""
    eligible = reading.eligible()
    n_messages: Counter[ChannelId] = Counter()
    reading_here: defaultdict[ChannelId, set[MemberId]] = defaultdict(set)
    for one in reading.readers:
        reading_here[one.channel_id] |= {one.member_id} & eligible
    active: defaultdict[ChannelId, set[MemberId]] = defaultdict(set)
    for row in reading.presence:
        n_messages[row.channel_id] += row.n_messages
        active[row.channel_id] |= {row.member_id} & eligible
    channels = [
        Channel(channel_id, n, len(active[channel_id]), _participation(active[channel_id], reading_here[channel_id]))
        for channel_id, n in n_messages.items()
    ]
    return tuple(sorted(channels, key=lambda one: (-one.n_messages, -one.n_active, one.channel_id))[:SHOWN])


def _participation(active: Set[MemberId], readers: Set[MemberId]) -> Proportion | None:
    return wilson(len(active & readers), len(readers)) if readers else None


TOP_CHANNELS = Metric(
    "top_channels",
    place=240,
    unit="messages; people",
    reads=frozenset({DataSource.SPELLS, DataSource.PRESENCE, DataSource.READERS}),
    fold=top_channels,
)
