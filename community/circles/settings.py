"""What moderators decide about circles."""

from dataclasses import dataclass
from typing import ClassVar

from community.ids import ChannelId
from community.settings.declaration import Reference, ReferenceTarget, setting


@dataclass(frozen=True, slots=True)
class CircleSettings:
    """Circles."""

    FEATURE: ClassVar[str] = "circles"

    channel: ChannelId | None = setting(
        Reference(ReferenceTarget.CHANNEL),
        None,
        "Channel for circles",
        "The text channel under which members open private threads. None: there are no new circles.",
    )
