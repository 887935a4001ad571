"""``top_channels``: where people are."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from community.engagement.estimates import Proportion
from community.engagement.metric import JsonValue, Metric
from community.engagement.reading import Reading, Source
from community.ids import ChannelId, MemberId

SHOWN = 10
"""Channels: as many as people read of a list."""


@dataclass(frozen=True, slots=True)
class Channel:
    """What was written in a channel, threads included, and who took part in it.

    ``participation`` is of those who can read the channel. Only Discord knows them, and only as of now; nothing
    that is recorded tells, so that it is none in what is counted from the record.
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


def top_channels(reading: Reading) -> tuple[Channel, ...]:
    """The ten channels with the most messages in the window, then the most active members, then the oldest."""
    eligible = reading.eligible()
    n_messages: Counter[ChannelId] = Counter()
    active: defaultdict[ChannelId, set[MemberId]] = defaultdict(set)
    for row in reading.presence:
        n_messages[row.channel_id] += row.n_messages
        active[row.channel_id] |= {row.member_id} & eligible
    channels = [Channel(channel_id, n, len(active[channel_id])) for channel_id, n in n_messages.items()]
    return tuple(sorted(channels, key=lambda one: (-one.n_messages, -one.n_active, one.channel_id))[:SHOWN])


TOP_CHANNELS = Metric(
    "top_channels",
    place=240,
    unit="messages; people",
    reads=frozenset({Source.SPELLS, Source.PRESENCE}),
    fold=top_channels,
)
