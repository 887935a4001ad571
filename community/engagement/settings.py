"""What moderators decide about numbers."""

from dataclasses import dataclass
from typing import ClassVar

from community.settings.declaration import Switch, setting


@dataclass(frozen=True, slots=True)
class EngagementSettings:
    """Numbers."""

    FEATURE: ClassVar[str] = "engagement"

    server_stats_for_all: bool = setting(
        Switch(),
        default=False,
        label="Server numbers for everybody",
        help="Whether every member may see /stats server. Off: moderators only.",
    )
