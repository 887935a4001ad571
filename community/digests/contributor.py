"""What features add to a digest: rows, each of which has its place in the view that sections read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from community.digests.digest import DigestRequest
from community.digests.rows import Row
from community.digests.schedule import DigestKind
from community.ids import ChannelId

MEMBER_KINDS = frozenset({DigestKind.COMMUNITY, DigestKind.TOPIC})
"""The digests that members read about each other."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A requested digest, and the channel of its topic; none where it is not about one topic."""

    request: DigestRequest
    topic_channel_id: ChannelId | None = None


class Contributor(Protocol):
    """The part of one feature in digests."""

    @property
    def kinds(self) -> Collection[DigestKind]:
        """The kinds of digests that it contributes to."""
        ...

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns what the feature has to tell; the composer leaves out what belongs to other topics."""
        ...
