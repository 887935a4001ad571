"""The settings of engagement."""

from dataclasses import dataclass
from typing import ClassVar

from community.settings.declaration import Number, Switch, setting


@dataclass(frozen=True, slots=True)
class EngagementSettings:
    """The settings of engagement that moderators change."""

    FEATURE: ClassVar[str] = "engagement"

    server_stats_for_all: bool = setting(
        Switch(),
        default=False,
        label="Server numbers for everybody",
        help="Whether every member may see /stats server. Off: moderators only.",
    )
    history_days: int = setting(
        Number(0, 365, "days"),
        default=90,
        label="How much of the past is read",
        help="How many days back Hamlet reads a channel that is new to it. 0: nothing from before it came.",
    )
