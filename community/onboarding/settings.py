"""What moderators decide about arriving."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from community.ids import ChannelId
from community.settings.declaration import Number, Reference, ReferenceTarget, setting


@dataclass(frozen=True, slots=True)
class OnboardingSettings:
    """Onboarding."""

    FEATURE: ClassVar[str] = "onboarding"

    welcome_channel: ChannelId | None = setting(
        Reference(ReferenceTarget.CHANNEL),
        None,
        "Welcome channel",
        "Where newcomers are greeted. None: the system channel; without one, nobody is.",
    )
    introductions_channel: ChannelId | None = setting(
        Reference(ReferenceTarget.CHANNEL),
        None,
        "Introductions channel",
        "Where newcomers' introductions are posted. None: nobody is asked for one.",
    )
    greeters_channel: ChannelId | None = setting(
        Reference(ReferenceTarget.CHANNEL),
        None,
        "Greeters' channel",
        "Where greeters are told of a newcomer who waits for an answer. None: nobody is told.",
    )
    answer_hours: int = setting(
        Number(1, 72, "hours"),
        4,
        "Wait before a greeter is told",
        "Hours that a newcomer's first message may go unanswered.",
    )
    greeter_weekly_cap: int = setting(
        Number(1, 20, "notes"),
        3,
        "Notes a greeter a week",
        "How often one greeter is mentioned within 7 days, at most.",
    )

    @property
    def answer_span(self) -> timedelta:
        """How long a newcomer's first message may go unanswered."""
        return timedelta(hours=self.answer_hours)
