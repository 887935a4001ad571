"""Consent of a topic's members to a brand, decided by a vote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from community.ids import BrandId, ChannelId, ConsentId, GuildId, MemberId, MessageId, TopicId

VOTE_SPAN = timedelta(days=7)
"""How long a vote is open.

Source
------
The design's surface.
"""
CONSENT_SPAN = timedelta(days=90)
"""How long a consent is active.

Source
------
The design's surface.
"""
MIN_VOTES = 3
"""Votes that a decision needs, however small the topic (our choice: one or two don't speak for the others)."""
TURNOUT = 5
"""One member in this many must vote (our choice: a fifth, as many as take part in a busy week)."""


class ConsentState(StrEnum):
    """The state of a vote, and of the consent that it gave."""

    VOTING = "voting"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewConsent:
    """A vote as it is opened."""

    guild_id: GuildId
    brand_id: BrandId
    topic_id: TopicId
    called_by: MemberId


@dataclass(frozen=True, slots=True)
class ConsentTally:
    """The votes of those who are members of the topic at the count."""

    n_yes: int
    n_no: int
    n_members: int

    @property
    def is_yes(self) -> bool:
        """Whether enough members voted, and more of them yes than no."""
        return self.n_yes + self.n_no >= quorum(self.n_members) and self.n_yes > self.n_no


@dataclass(frozen=True, slots=True)
class Consent:
    """A vote and its outcome; a consent is active in ``[granted_at, ends_at)``.

    ``shown`` is the state that its post shows; ``message_id`` is None while no post is known.
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
        """Returns whether the brand has the members' consent at an instant."""
        return self.granted_at is not None and self.ends_at is not None and self.granted_at <= at < self.ends_at


def quorum(n_members: int) -> int:
    """Returns how many of a topic's members must vote."""
    return max(MIN_VOTES, -(-n_members // TURNOUT))
