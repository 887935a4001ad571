"""The settings of topics."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from community.ids import ChannelId
from community.settings.declaration import Number, Reference, ReferenceTarget, Switch, setting
from community.topics.lifecycle import Rules


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """Topics."""

    FEATURE: ClassVar[str] = "topics"

    proposals_channel: ChannelId | None = setting(
        Reference(ReferenceTarget.CHANNEL),
        None,
        "Proposals channel",
        "Where proposed topics are shown, and where they sprout. None: nobody can propose one.",
    )
    quorum: int = setting(Number(1, 50, "people"), 5, "Quorum", "How many people must press I'd join.")
    quorum_days: int = setting(Number(1, 90, "days"), 14, "Days for the quorum", "How long a proposal is open.")
    sprout_posters: int = setting(
        Number(1, 50, "people"), 5, "People in a sprout", "How many people must write in a sprout for it to grow."
    )
    sprout_days: int = setting(Number(1, 90, "days"), 14, "Days for a sprout", "How long a sprout has to grow.")
    grows_into_forum: bool = setting(
        Switch(), False, "Grow into forums", "On: a sprout becomes a forum. Off: it becomes a text channel."
    )
    quiet_days: int = setting(
        Number(7, 365, "days"), 30, "Quiet days", "After how many days without a message a topic is asked about."
    )
    keep_days: int = setting(
        Number(1, 90, "days"), 7, "Days for Keep it", "How long after the question a quiet topic goes to the archive."
    )

    @property
    def rules(self) -> Rules:
        """Returns the settings as rules of the state machine."""
        return Rules(
            quorum=self.quorum,
            quorum_span=timedelta(days=self.quorum_days),
            n_posters=self.sprout_posters,
            sprout_span=timedelta(days=self.sprout_days),
            quiet_span=timedelta(days=self.quiet_days),
            doze_span=timedelta(days=self.keep_days),
        )
