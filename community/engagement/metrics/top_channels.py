"""``top_channels``: where people are."""

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass

from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import JsonValue, Metric
from community.engagement.window_data import DataSource, WindowData
from community.ids import ChannelId, MemberId

SHOWN = 10
"""Maximum number of channels: as many as people read of a list."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The messages in a channel, threads included, and the members active in it.

    Shape
    -----
    ``participation`` is of the readers of the channel: for a topic's channel, the members who chose the topic, as of
    now. Nothing recorded tells who reads other channels; there it is none.
    """

    channel_id: ChannelId
    n_messages: int
    n_active: int
    participation: Proportion | None = None

    def as_json(self) -> dict[str, JsonValue]:
        """Returns the form that ``insights --json`` prints; the identifier is a string of digits."""
        return {
            "channel": str(self.channel_id),
            "messages": self.n_messages,
            "active": self.n_active,
            "participation": None if self.participation is None else self.participation.as_json(),
        }


def top_channels(data: WindowData) -> tuple[Channel, ...]:
    """Returns the ten channels with the most messages, then the most active members, then the lowest identifier."""
    eligible = data.eligible()
    n_messages: Counter[ChannelId] = Counter()
    reading_here: defaultdict[ChannelId, set[MemberId]] = defaultdict(set)
    for one in data.readers:
        reading_here[one.channel_id] |= {one.member_id} & eligible
    active: defaultdict[ChannelId, set[MemberId]] = defaultdict(set)
    for row in data.presence:
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
