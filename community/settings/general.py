"""Settings that every feature reads."""

from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from community.ids import ChannelId, RoleId
from community.settings.declaration import Reference, ReferenceTarget, TimeZone, setting


@dataclass(frozen=True, slots=True)
class GeneralSettings:
    """The whole server."""

    FEATURE: ClassVar[str] = "general"

    moderator_role: RoleId | None = setting(
        Reference(ReferenceTarget.ROLE),
        None,
        "Moderator role",
        "Who may use the moderators' commands. None: Manage Server.",
    )
    moderators_channel: ChannelId | None = setting(
        Reference(ReferenceTarget.CHANNEL),
        None,
        "Moderators' channel",
        "Where I tell moderators what needs them: a missing permission, a limit that is near. None: only in the log.",
    )
    time_zone: str = setting(TimeZone(), "UTC", "Time zone", "Days, weeks and digest times are this time zone's.")

    @property
    def tz(self) -> ZoneInfo:
        """The guild's time zone."""
        return ZoneInfo(self.time_zone)
