"""What a member missed, and how it is chosen."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from community.calendar import DAY, local_date, midnight
from community.errors import Invalid
from community.ids import ChannelId, MemberId, MessageId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation

DEFAULT_SPAN = timedelta(days=7)
"""How far back a first visit looks, and one by somebody of whom nothing is recorded: a week (our choice)."""
MAX_SPAN = timedelta(days=30)
"""How far back anybody can look: what is older is history, not something missed (our choice)."""
UNITS = {"h": timedelta(hours=1), "d": DAY, "w": timedelta(weeks=1)}
SPAN_PATTERN = re.compile(r"([0-9]{1,4}) *(h|hours?|d|days?|w|weeks?)?")


@dataclass(frozen=True, slots=True)
class MissedAnswer:
    """What others said to a member in one place: replies, mentions, words in their thread or ask.

    ``message_id`` is the first of these messages.
    """

    channel_id: ChannelId
    thread_id: ChannelId | None
    message_id: MessageId
    n_messages: int
    n_people: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class MissedThread:
    """What others said in a thread; ``message_id`` is the first of these messages."""

    channel_id: ChannelId
    thread_id: ChannelId
    message_id: MessageId
    n_messages: int
    n_people: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """Everything worth a look, the most personal first.

    ``opted_out`` is somebody of whom nothing is recorded: who answered them can't be known.
    """

    since: datetime
    is_visit: bool
    opted_out: bool
    has_topics: bool
    answers: Sequence[MissedAnswer] = ()
    threads: Sequence[MissedThread] = ()
    asks: Sequence[OpenAsk] = ()
    worked: Sequence[WorkedRecommendation] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was missed."""
        return not (self.answers or self.threads or self.asks or self.worked)


def best_answers(answers: Iterable[MissedAnswer]) -> Sequence[MissedAnswer]:
    """Where most people turned to the member comes first; then the latest."""
    return sorted(answers, key=lambda one: (-one.n_people, -one.last_at.timestamp(), one.message_id))


def best_threads(threads: Iterable[MissedThread], shown: Collection[ChannelId | None]) -> Sequence[MissedThread]:
    """Where most people talked comes first, then most was said, then the latest; what was told already is left out."""
    fresh = (one for one in threads if one.thread_id not in shown)
    return sorted(fresh, key=lambda one: (-one.n_people, -one.n_messages, -one.last_at.timestamp(), one.thread_id))


def best_asks(asks: Iterable[OpenAsk], member_id: MemberId, own_channels: Collection[ChannelId]) -> Sequence[OpenAsk]:
    """Others' asks, those in the member's topics first, then the newest."""
    others = (one for one in asks if one.author_id != member_id)
    return sorted(others, key=lambda one: (one.channel_id not in own_channels, -one.asked_at.timestamp(), one.ask_id))


def best_worked(
    worked: Iterable[WorkedRecommendation], own_channels: Collection[ChannelId]
) -> Sequence[WorkedRecommendation]:
    """What worked more often than not: in the member's topics first, then for most people of late."""
    good = (one for one in worked if one.n_worked > one.n_didnt)
    return sorted(
        good,
        key=lambda one: (
            one.channel_id not in own_channels,
            -one.n_new,
            one.n_didnt - one.n_worked,
            one.recommendation_id,
        ),
    )


def parse_since(typed: str, tz: ZoneInfo, now: datetime) -> datetime | None:
    """The instant that was typed, not farther back than :data:`LONGEST`; none where nothing was typed.

    Raises
    ------
    Invalid
        When it can't be read, or is ahead; says how to write it.
    """
    words = " ".join(typed.casefold().split())
    if not words:
        return None
    found = _instant(words, tz, now)
    if found is None or found > now:
        raise Invalid(
            "I can't read {typed} as a time that is past. Please write it like yesterday, 3 days, 2 weeks or "
            "2026-01-31.",
            typed=typed[:30],
        )
    return max(found, now - MAX_SPAN)


def _instant(wanted: str, tz: ZoneInfo, now: datetime) -> datetime | None:
    today = local_date(now, tz)
    if wanted in {"today", "yesterday"}:
        return midnight(today if wanted == "today" else today - DAY, tz)
    if span := SPAN_PATTERN.fullmatch(wanted):
        return now - min(int(span[1]) * UNITS[(span[2] or "d")[0]], MAX_SPAN)
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        return None
    return midnight(max(day, today - MAX_SPAN - DAY), tz) if day <= today else None
