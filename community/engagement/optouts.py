"""The members who opted out, in memory: every event is checked against them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from community.engagement.events import Activity, Event, Withdrawal
from community.ids import GuildId, MemberId

Person = tuple[GuildId, MemberId]


class OptOuts:
    """The members who opted out; removes them from events."""

    def __init__(self) -> None:
        self._opted_out_at: dict[Person, datetime] = {}

    def load(self, since: Mapping[Person, datetime]) -> None:
        """Replaces the known opt-outs by the stored ones."""
        self._opted_out_at = dict(since)

    def opted_out_at(self, guild_id: GuildId, member_id: MemberId) -> datetime | None:
        """Returns when a member opted out; none if they did not."""
        return self._opted_out_at.get((guild_id, member_id))

    def add(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> bool:
        """Opts a member out; returns false if they had opted out already."""
        if (guild_id, member_id) in self._opted_out_at:
            return False
        self._opted_out_at[guild_id, member_id] = now
        return True

    def discard(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Opts a member in again."""
        self._opted_out_at.pop((guild_id, member_id), None)

    def strip(self, event: Event) -> Event | None:
        """Returns the event without the members who opted out; none if nothing is left.

        A withdrawal always passes, because it only removes data.
        """
        if not self._opted_out_at or isinstance(event, Withdrawal):
            return event
        if (event.guild_id, event.member_id) in self._opted_out_at:
            return None
        return self._anonymous(event) if isinstance(event, Activity) else event

    def _anonymous(self, activity: Activity) -> Activity:
        guild_id, answered = activity.guild_id, activity.replied_to
        mentioned = tuple(one for one in activity.mentioned if (guild_id, one) not in self._opted_out_at)
        if answered is not None and (guild_id, answered) in self._opted_out_at:
            return replace(activity, replied_to=None, answered_id=None, mentioned=mentioned)
        return activity if len(mentioned) == len(activity.mentioned) else replace(activity, mentioned=mentioned)
