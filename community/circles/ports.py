"""What circles need from the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from community.circles.circle import Circle, CircleMember, LastActivity, MemberStatus, NewCircle
from community.errors import OutOfReach
from community.ids import ChannelId, CircleId, GuildId, MemberId, MessageId


class CircleStore(Protocol):
    """The open circles of each guild and who has a seat in them; a closed circle is not kept."""

    async def add(self, new: NewCircle, now: datetime) -> Circle:
        """Keeps a new circle, not yet with a thread, together with the seat of whoever opens it."""
        ...

    async def set_thread(self, circle: Circle, thread_id: ChannelId) -> None:
        """Keeps which thread a circle has."""
        ...

    async def postpone(self, circle: Circle, due_at: datetime) -> None:
        """Keeps when to look at it next."""
        ...

    async def remove(self, guild_id: GuildId, circle_id: CircleId) -> None:
        """Forgets a circle and its seats."""
        ...

    async def remove_in_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Forgets the circle of a thread, or those of a channel."""
        ...

    async def find(self, guild_id: GuildId, circle_id: CircleId) -> Circle | None:
        """One circle of this guild."""
        ...

    async def find_by_thread(self, guild_id: GuildId, thread_id: ChannelId) -> Circle | None:
        """The circle of a thread of this guild."""
        ...

    async def circles_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Circle]:
        """The circles that a member is in, oldest first."""
        ...

    async def due(self, now: datetime) -> Sequence[Circle]:
        """The circles of all guilds to look at: it is time, their thread is not known, or nobody is in them."""
        ...

    async def invite(self, circle: Circle, member_id: MemberId, invited_by: MemberId) -> CircleMember | None:
        """Keeps an invitation, unless they have a seat; returns the seat, none where the circle is gone."""
        ...

    async def record_invitation_post(self, member: CircleMember, message_id: MessageId) -> None:
        """Keeps which post invites them."""
        ...

    async def record_answer(self, member: CircleMember, status: MemberStatus) -> None:
        """Keeps what they answered; there is no post any more that invites them."""
        ...

    async def remove_member(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> None:
        """Forgets somebody's seat."""
        ...

    async def members(self, guild_id: GuildId, circle_id: CircleId) -> Sequence[CircleMember]:
        """The seats of one circle of this guild, by member."""
        ...

    async def memberships_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[CircleMember]:
        """All seats of a member in this guild, by circle."""
        ...


class ThreadGone(OutOfReach):
    """The thread of a circle was deleted, or closed by a moderator."""


class CircleThreads(Protocol):
    """Circles as private threads, on Discord. What Discord would not let Hamlet do raises OutOfReach."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        ...

    def require_usable(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where circles can live."""
        ...

    async def create_thread(self, circle: Circle, *, again: bool) -> ChannelId:
        """Makes a circle's thread with its first post and whoever opened it in; ``again`` goes on where it was left."""
        ...

    async def post_invitation(self, circle: Circle, member: CircleMember) -> MessageId:
        """Posts an invitation beside the circle, unless it is there; only the invited person is pinged."""
        ...

    async def delete_invitation(self, circle: Circle, member: CircleMember) -> None:
        """Takes the post of an invitation away, where there is one."""
        ...

    async def add(self, circle: Circle, member_id: MemberId) -> None:
        """Lets somebody in; nothing happens where they are in. Raises :class:`ThreadGone`."""
        ...

    async def remove(self, circle: Circle, member_id: MemberId) -> None:
        """Has somebody out; nothing happens where they are not in, or where there is no thread."""
        ...

    async def last_activity(self, circle: Circle) -> LastActivity:
        """What the thread says last. Raises :class:`ThreadGone`."""
        ...

    async def warn_idle(self, circle: Circle, closes_at: datetime) -> None:
        """Tells a circle that it will close. Raises :class:`ThreadGone`."""
        ...

    async def close(self, circle: Circle) -> None:
        """Says that the circle is closed, and has nobody write in it any more; twice is once."""
        ...
