"""How far the reading of the past has come, and what the gateway told meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.engagement.history import HistoryMark, HistoryPlace, MemberList, Reaction, instant_of
from community.ids import ChannelId, GuildId, MemberId


class PlaceOutcome(Enum):
    """What came of reading a place."""

    READ = "read"
    QUIET = "nothing new"
    CLOSED = "Discord does not show it"
    FAILED = "Discord did not answer"


@dataclass(frozen=True, slots=True)
class BackfillStep:
    """One place is done: how many messages were read there, how many made no sense, how many places are left."""

    place: HistoryPlace
    outcome: PlaceOutcome
    n_messages: int
    n_unreadable: int
    n_left: int
    reason: str = ""


@dataclass(slots=True)
class LiveEvents:
    """What the gateway told while a request was under way: its answer may be older."""

    touched: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    joined_or_left: set[MemberId] = field(default_factory=set)

    def note(self, event: Event) -> None:
        """Notes what an answer under way can't be trusted about."""
        match event:
            case Withdrawal(kind=ActivityKind.MESSAGE):
                self.deleted.add(event.source_id)
            case Withdrawal(kind=ActivityKind.REACTION) | Activity(kind=ActivityKind.REACTION):
                self.touched.add(event.source_id)
            case Arrival() | Departure():
                self.joined_or_left.add(event.member_id)
            case _:
                pass


@dataclass(slots=True)
class BackfillSession:
    """A guild, for as long as nothing that happens in it is missed; ``again_at`` is when to ask for the rest.

    ``whole`` is the guild's mark once all of it was read, ``latest_id`` the latest message that the gateway told of.
    """

    complete_mark: HistoryMark | None = None
    retry_at: datetime | None = None
    latest_id: int = 0


@dataclass(slots=True)
class PlaceProgress:
    """How far the reading of one place has come.

    ``after_id`` is where the present stretch ends; up to ``seen_id`` it was read before.
    """

    place: HistoryPlace
    mark: HistoryMark | None
    after_id: int = 0
    seen_id: int = 0
    n_messages: int = 0
    n_unreadable: int = 0


@dataclass(frozen=True, slots=True)
class BackfillRun:
    """What one catching-up knows."""

    guild_id: GuildId
    now: datetime
    horizon_id: int
    roster: MemberList
    live_events: LiveEvents
    marks: dict[ChannelId, HistoryMark]

    def reaction_changes(
        self, progress: PlaceProgress, message_id: int, recorded: frozenset[Reaction], current: frozenset[Reaction]
    ) -> Iterable[Event]:
        """What makes the recorded reactions those that stand; Discord does not tell when they were given.

        They count from the earliest instant possible: when the message was written, or, where it had been seen
        before without them, when it was.
        """
        earliest = instant_of(max(progress.seen_id, message_id))
        for member_id, emoji in sorted(recorded - current):
            yield Withdrawal(self.guild_id, ActivityKind.REACTION, message_id, member_id, emoji)
        for member_id, emoji in sorted(current - recorded):
            at = min(max(earliest, self.roster.joined.get(member_id, earliest)), self.now)
            yield Activity(
                self.guild_id,
                ActivityKind.REACTION,
                message_id,
                member_id,
                at,
                progress.place.channel_id,
                progress.place.thread_id,
                emoji=emoji,
            )
