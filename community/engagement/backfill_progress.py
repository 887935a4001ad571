"""The progress of reading history, and the gateway events that arrive meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.engagement.history import HistoryMark, HistoryPlace, MemberList, Reaction, instant_of
from community.ids import ChannelId, GuildId, MemberId


class PlaceOutcome(Enum):
    """The result of reading one place."""

    READ = "read"
    QUIET = "nothing new"
    CLOSED = "Discord does not show it"
    FAILED = "Discord did not answer"


@dataclass(frozen=True, slots=True)
class BackfillStep:
    """The result for one place: messages read, messages that could not be parsed, and places left."""

    place: HistoryPlace
    outcome: PlaceOutcome
    n_messages: int
    n_unreadable: int
    n_left: int
    reason: str = ""


@dataclass(slots=True)
class LiveEvents:
    """Gateway events received during a request, whose response may be older than they are."""

    touched: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    joined_or_left: set[MemberId] = field(default_factory=set)

    def note(self, event: Event) -> None:
        """Notes what the event makes the pending response unreliable about."""
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
    """The state of a guild while no event of it is missed.

    Shape
    -----
    ``complete_mark`` is the guild's mark once all of it is read; ``latest_id`` is the latest message from the gateway;
    ``retry_at`` is when to request the rest.
    """

    complete_mark: HistoryMark | None = None
    retry_at: datetime | None = None
    latest_id: int = 0


@dataclass(slots=True)
class PlaceProgress:
    """The progress of reading one place.

    Shape
    -----
    ``after_id`` is where the current gap ends; messages up to ``seen_id`` were read before.
    """

    place: HistoryPlace
    mark: HistoryMark | None
    after_id: int = 0
    seen_id: int = 0
    n_messages: int = 0
    n_unreadable: int = 0


@dataclass(frozen=True, slots=True)
class BackfillRun:
    """The facts of one catch-up of a guild."""

    guild_id: GuildId
    now: datetime
    horizon_id: int
    roster: MemberList
    live_events: LiveEvents
    marks: dict[ChannelId, HistoryMark]

    def reaction_changes(
        self, progress: PlaceProgress, message_id: int, recorded: frozenset[Reaction], current: frozenset[Reaction]
    ) -> Iterable[Event]:
        """Yields the events that turn the recorded reactions into the current ones.

        Discord does not say when a reaction was given. It counts from the earliest possible instant: when the message
        was written, or when it was last seen without the reaction.
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
