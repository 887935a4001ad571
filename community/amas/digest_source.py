"""AMAs for the members' digest: those that are approved, and those that are live."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from community.amas.ama import Ama, AmaState
from community.amas.service import AmaService
from community.digests.contributor import MEMBER_KINDS, Scope
from community.digests.rows import EventKind, Row, UpcomingEvent
from community.ids import GuildId


class UpcomingAmas:
    """Contributes the AMAs at which members can ask."""

    kinds = MEMBER_KINDS

    def __init__(self, amas: AmaService) -> None:
        self._amas = amas

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns the AMAs that are ahead or open."""
        return await self.coming(scope.request.guild_id, scope.request.now)

    async def coming(self, guild_id: GuildId, now: datetime) -> Sequence[UpcomingEvent]:
        """Returns the AMAs that begin later, then those that take questions now."""
        unfinished = await self._amas.unfinished(guild_id)
        return [
            *(
                _upcoming_event(one, EventKind.AMA, one.at)
                for one in unfinished
                if one.state is AmaState.COMING and one.at > now
            ),
            *(
                _upcoming_event(one, EventKind.ASKING, one.closes_at)
                for one in unfinished
                if one.closes_at is not None and one.takes_questions(now)
            ),
        ]


def _upcoming_event(ama: Ama, occasion: EventKind, at: datetime) -> UpcomingEvent:
    return UpcomingEvent(
        key=f"ama:{ama.ama_id}",
        kind=occasion,
        name=ama.name,
        channel_id=ama.channel_id,
        thread_id=ama.thread_id,
        at=at,
        changed_at=ama.since,
        message_id=ama.message_id,
    )
