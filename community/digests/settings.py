"""What moderators decide about digests."""

from dataclasses import dataclass
from typing import ClassVar

from community.settings.declaration import Switch, setting


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """Digests."""

    FEATURE: ClassVar[str] = "digests"

    quiet_line: bool = setting(
        Switch(),
        False,
        "A line in quiet times",
        "When there is too little to tell. On: one honest line is posted. Off: nothing is.",
    )
