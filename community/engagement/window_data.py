"""Everything recorded about one window, read once; metrics are computed from it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property

from community.calendar import DAY, Window
from community.engagement.activity_log import ActivityLog, MemberDay, Opening, Spell
from community.engagement.conversations import ChannelPresence, Conversations, Reader, Reply, ThreadParticipants, Tie
from community.engagement.events import ActivityKind
from community.ids import GuildId, MemberId

MONTH = 30
"""Days before a window's end that are always read, because ``mau`` looks back so far (Source: the design's metrics)."""
EARLIEST_DAY = date(2015, 1, 1)
"""No activity is older than Discord's own identifiers (Source: Discord, Snowflakes)."""


class DataSource(Enum):
    """A kind of data that a metric reads; only what is asked for is loaded."""

    SPELLS = "who was a member when"
    MEMBER_DAYS = "what members did on each day, of the window and of the 30 days before its end"
    HISTORY = "what members did on each day, from the very first one"
    OPENINGS = "the threads opened in the window, with their first answers"
    REPLIES = "the window's explicit replies"
    TIES = "who turned to whom in the window"
    PARTICIPANTS = "how many people wrote in each thread in the window"
    PRESENCE = "who did what in which channel in the window"
    READERS = "who chose which topic, as of now"


CONVERSATIONS = frozenset(
    {DataSource.REPLIES, DataSource.TIES, DataSource.PARTICIPANTS, DataSource.PRESENCE, DataSource.READERS}
)
"""The sources that are read through the port :class:`community.engagement.conversations.Conversations`."""


@dataclass(frozen=True)
class WindowData:
    """The data recorded about a window.

    Shape
    -----
    ``spells`` and ``member_days`` cover the window and the 30 days before its end, or more: metrics select the days
    they need. ``member_days`` cover everything before the end if a metric reads the history. Everything else is of the
    window only. Data that was not asked for are empty. Replies come oldest first; the order of all other rows means
    nothing.
    """

    guild_id: GuildId
    window: Window
    spells: Sequence[Spell] = ()
    member_days: Sequence[MemberDay] = ()
    openings: Sequence[Opening] = ()
    replies: Sequence[Reply] = ()
    ties: Sequence[Tie] = ()
    participants: Sequence[ThreadParticipants] = ()
    presence: Sequence[ChannelPresence] = ()
    readers: Sequence[Reader] = ()

    def eligible(self, window: Window | None = None) -> frozenset[MemberId]:
        """Returns who was a member at some time in a window; by default in this one."""
        within = window or self.window
        start_at, end_at = within.start_at, within.end_at
        return frozenset(
            spell.member_id
            for spell in self.spells
            if spell.joined_at < end_at and (spell.left_at is None or spell.left_at >= start_at)
        )

    def active(self, window: Window | None = None) -> frozenset[MemberId]:
        """Returns which eligible members did anything in a window; by default in this one."""
        within = window or self.window
        seen = frozenset[MemberId]().union(
            *(who for day, who in self.active_by_day.items() if within.first <= day < within.end)
        )
        return seen & self.eligible(within)

    def last_days(self, n_days: int) -> Window:
        """Returns the last days before the window's end, even if the window is shorter."""
        return Window(self.window.end - n_days * DAY, self.window.end, self.window.tz)

    def messages(self) -> Mapping[MemberId, int]:
        """Returns how many messages each eligible member wrote in the window; 0 for silent members."""
        counts = dict.fromkeys(self.eligible(), 0)
        for row in self.member_days:
            if row.kind is ActivityKind.MESSAGE and row.member_id in counts and self.contains(row.day):
                counts[row.member_id] += row.n
        return counts

    def contains(self, day: date) -> bool:
        """Returns whether a day lies in the window."""
        return self.window.first <= day < self.window.end

    @cached_property
    def active_by_day(self) -> Mapping[date, frozenset[MemberId]]:
        """The members who did anything, by day, without days on which nobody did."""
        seen: defaultdict[date, set[MemberId]] = defaultdict(set)
        for row in self.member_days:
            if row.n > 0:
                seen[row.day].add(row.member_id)
        return {day: frozenset(who) for day, who in seen.items()}


async def load_window(
    log: ActivityLog,
    guild_id: GuildId,
    window: Window,
    sources: Collection[DataSource],
    conversations: Conversations | None = None,
) -> WindowData:
    """Reads the data of the given sources, and nothing else.

    Raises
    ------
    ValueError
        If a source needs conversations and the port is not given.
    """
    around = Window(min(window.first, window.end - MONTH * DAY), window.end, window.tz)
    period = Window(min(around.first, EARLIEST_DAY), window.end, window.tz) if DataSource.HISTORY in sources else around
    reads_days = DataSource.MEMBER_DAYS in sources or DataSource.HISTORY in sources
    data = WindowData(
        guild_id,
        window,
        spells=await log.spells(guild_id, around) if DataSource.SPELLS in sources else (),
        member_days=await log.member_days(guild_id, period) if reads_days else (),
        openings=await log.openings(guild_id, window) if DataSource.OPENINGS in sources else (),
    )
    if not CONVERSATIONS & frozenset(sources):
        return data
    if conversations is None:
        message = "these numbers are read from conversations"
        raise ValueError(message)
    return replace(
        data,
        replies=await conversations.replies(guild_id, window) if DataSource.REPLIES in sources else (),
        ties=await conversations.ties(guild_id, window) if DataSource.TIES in sources else (),
        participants=await conversations.thread_participants(guild_id, window)
        if DataSource.PARTICIPANTS in sources
        else (),
        presence=await conversations.presence(guild_id, window) if DataSource.PRESENCE in sources else (),
        readers=await conversations.readers(guild_id) if DataSource.READERS in sources else (),
    )
