"""The members of a topic decide together whether a brand may post there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from community.ids import BrandId, ChannelId, ConsentId, GuildId, MemberId, MessageId, TopicId

VOTE_SPAN = timedelta(days=7)
"""How long a vote is open (Source: the design's surface)."""
CONSENT_SPAN = timedelta(days=90)
"""How long a yes holds (Source: the design's surface)."""
MIN_VOTES = 3
"""So many people must vote, however small the topic is (our choice: one or two don't speak for the others)."""
TURNOUT = 5
"""One member in so many must vote (our choice: a fifth, as many as take part in a busy week)."""


class ConsentState(StrEnum):
    """How far a vote came, and what became of its yes."""

    VOTING = "voting"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewConsent:
    """A vote that is called."""

    guild_id: GuildId
    brand_id: BrandId
    topic_id: TopicId
    called_by: MemberId


@dataclass(frozen=True, slots=True)
class ConsentTally:
    """The votes of those who are members of the topic now."""

    n_yes: int
    n_no: int
    n_members: int

    @property
    def is_yes(self) -> bool:
        """Whether it is a yes: enough people voted, and more of them said yes than no."""
        return self.n_yes + self.n_no >= quorum(self.n_members) and self.n_yes > self.n_no


@dataclass(frozen=True, slots=True)
class Consent:
    """A vote and what came of it; it holds in ``[granted_at, ends_at)``.

    ``shown`` is the state that its post shows; without a ``message_id`` there is no post that is known.
    """

    consent_id: ConsentId
    guild_id: GuildId
    brand_id: BrandId
    topic_id: TopicId
    channel_id: ChannelId
    brand: str
    topic: str
    state: ConsentState
    opened_at: datetime
    closes_at: datetime
    tally: ConsentTally
    granted_at: datetime | None = None
    ends_at: datetime | None = None
    message_id: MessageId | None = None
    shown: ConsentState | None = None

    def is_active(self, at: datetime) -> bool:
        """Whether the brand was welcome in the topic at an instant."""
        return self.granted_at is not None and self.ends_at is not None and self.granted_at <= at < self.ends_at


def quorum(n_members: int) -> int:
    """How many of a topic's members have to vote."""
    return max(MIN_VOTES, -(-n_members // TURNOUT))
