"""The month that the numbers are counted by hand in, and who did what in it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from community.calendar import Window
from community.engagement.activity_log import MemberDay, Spell
from community.engagement.events import ActivityKind
from community.ids import GuildId, MemberId

HOME = GuildId(7)
AMY, BEA, CAL, DEE, EVE = (MemberId(n) for n in range(10, 15))
BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MARCH = Window(date(2026, 3, 2), date(2026, 3, 30), BERLIN)
"""Four ISO weeks; the clocks go forward on the last day, the 29th, which has 23 hours."""


def since_long_ago(*members: MemberId) -> tuple[Spell, ...]:
    """They have been members from the beginning."""
    return tuple(Spell(member, LONG_AGO, None) for member in members)


def wrote(member: MemberId, day: date, n: int = 1, kind: ActivityKind = ActivityKind.MESSAGE) -> MemberDay:
    """What a member did on a day."""
    return MemberDay(member, day, kind, n)
