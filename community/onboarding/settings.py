"""What moderators decide about arriving."""

from dataclasses import dataclass
from typing import ClassVar

from community.ids import ChannelId
from community.settings.declaration import Pick, Reference, setting


@dataclass(frozen=True, slots=True)
class OnboardingSettings:
    """Onboarding."""

    FEATURE: ClassVar[str] = "onboarding"

    welcome_channel: ChannelId | None = setting(
        Reference(Pick.CHANNEL),
        None,
        "Welcome channel",
        "Where newcomers are greeted. None: the system channel; without one, the log says who was not greeted.",
    )
