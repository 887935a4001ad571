"""The settings of access to topics."""

from dataclasses import dataclass
from typing import ClassVar

from community.settings.declaration import Switch, setting


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Access to topics."""

    FEATURE: ClassVar[str] = "access"

    by_role: bool = setting(
        Switch(),
        False,
        "A role for each new topic",
        "On: a new topic gets a role that opens it. Off: each member is let in. /topic access changes the others.",
    )
