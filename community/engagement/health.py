"""Finds what needs a person: unanswered newcomers and asks, fading topics, topics that depend on one member."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from community.engagement.comparison import Trend, trend_of_counts
from community.engagement.estimates import wilson_lower
from community.engagement.metrics.newcomer_reply_rate_24h import NEWCOMER_SPAN
from community.engagement.response_ports import UnansweredNewcomer, WaitingAsk
from community.ids import ChannelId, MemberId

GREETING_WAIT = timedelta(hours=4)
"""How long a newcomer's first message may wait for an answer (Source: the design's surface, onboarding)."""
ASK_WAIT = timedelta(hours=24)
"""How long an ask may wait for an answer (Source: the design's metrics, reply_rate_24h)."""
MAX_WAIT = timedelta(days=14)
"""Anything that waited longer is not listed (Source: the digests leave out older asks as well)."""
TALK_DAYS = 28
"""Days of a topic's messages that are compared with as many before: four whole weeks, so that every weekday counts
alike (our choice).
"""
SILENCE = timedelta(days=14)
"""How long a topic is silent before it is reported (Source: the design's topics, liveliness)."""
CARRIED_MESSAGES = 20
"""Messages in ``TALK_DAYS`` from which one person can carry a topic: five a week; with fewer it is a quiet topic, not a
carried one (our choice).
"""
HALF = 0.5
"""The share of the messages beyond which one person writes more than all others together."""


@dataclass(frozen=True, slots=True)
class FadingTopic:
    """A topic with significantly fewer messages than before; ``silent`` if nobody wrote recently."""

    channel_id: ChannelId
    n_before: int
    n_messages: int
    n_people_before: int
    n_people: int
    silent: bool


@dataclass(frozen=True, slots=True)
class CarriedTopic:
    """A topic in which one member, who is not named, wrote most messages; ``n_people`` are all who wrote."""

    channel_id: ChannelId
    n_one: int
    n_messages: int
    n_people: int


@dataclass(frozen=True, slots=True)
class TopicTalk:
    """How many messages each member wrote in a topic in the latest days, and in as many days before."""

    channel_id: ChannelId
    before: Mapping[MemberId, int]
    after: Mapping[MemberId, int]
    silent: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that needs a person, longest waiting first."""

    newcomers: Sequence[UnansweredNewcomer]
    asks: Sequence[WaitingAsk]
    fading: Sequence[FadingTopic]
    carried: Sequence[CarriedTopic]

    @property
    def items(self) -> Sequence[UnansweredNewcomer | WaitingAsk | FadingTopic | CarriedTopic]:
        """All items in one list, the most urgent kind first."""
        return [*self.newcomers, *self.asks, *self.fading, *self.carried]


def unanswered_newcomers(first_words: Iterable[UnansweredNewcomer]) -> Sequence[UnansweredNewcomer]:
    """Returns those who were new when they wrote: joined less than ``NEWCOMER_SPAN`` before, not in an earlier stay."""
    new = (one for one in first_words if one.joined_at <= one.at < one.joined_at + NEWCOMER_SPAN)
    return sorted(new, key=lambda one: (one.at, one.message_id))


def find_fading(talk: TopicTalk) -> FadingTopic | None:
    """Returns the topic if it fell silent or has fewer messages than chance explains; else none."""
    before, after = _writers(talk.before), _writers(talk.after)
    if not before and not after:
        return None
    if not talk.silent and not _is_significantly_less(before, after):
        return None
    return FadingTopic(
        talk.channel_id,
        n_before=sum(before.values()),
        n_messages=sum(after.values()),
        n_people_before=len(before),
        n_people=len(after),
        silent=talk.silent,
    )


def find_carried(talk: TopicTalk) -> CarriedTopic | None:
    """Returns the topic if one person wrote significantly more than half of its messages; else none.

    Source
    ------
    Wilson 1927: the lower bound of the share, 95 %, lies beyond one half.
    """
    after = _writers(talk.after)
    n_messages, n_one = sum(after.values()), max(after.values(), default=0)
    if n_messages < CARRIED_MESSAGES or wilson_lower(n_one, n_messages) <= HALF:
        return None
    return CarriedTopic(talk.channel_id, n_one, n_messages, n_people=len(after))


def _is_significantly_less(before: Mapping[MemberId, int], after: Mapping[MemberId, int]) -> bool:
    """Returns whether there are fewer messages than chance explains; resamples only if the total fell."""
    return sum(after.values()) < sum(before.values()) and trend_of_counts(before, after) is Trend.DOWN


def _writers(counts: Mapping[MemberId, int]) -> dict[MemberId, int]:
    return {member_id: n for member_id, n in counts.items() if n > 0}
