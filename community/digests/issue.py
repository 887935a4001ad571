"""One issue of a scheduled digest: claimed before it is posted, settled once that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from community.digests.schedule import Schedule
from community.digests.section import Item, Place
from community.ids import MessageId


class IssueState(StrEnum):
    """How far an issue came."""

    CLAIMED = "claimed"
    POSTED = "posted"
    QUIET = "quiet"
    FAILED = "failed"
    MISSED = "missed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Issue:
    """The one issue of a schedule for a local date; ``note`` says why it failed."""

    schedule: Schedule
    local_date: date
    state: IssueState
    claimed_at: datetime
    message_id: MessageId | None = None
    note: str = ""

    @property
    def chart_name(self) -> str:
        """What its chart's file is called."""
        return f"hamlet-{self.schedule.kind}-{self.schedule.schedule_id}-{self.local_date}"

    @property
    def mark(self) -> str:
        """What its post is known by in the channel's history, with a chart or without."""
        return f"{self.local_date}/{self.schedule.schedule_id}"

    @property
    def nonce(self) -> str:
        """What Discord tells a repeated post by for a few minutes; at most 25 characters."""
        return f"{self.schedule.schedule_id:x}-{self.local_date:%y%m%d}"


@dataclass(frozen=True, slots=True)
class ScheduledDigest:
    """A schedule with its latest issue."""

    schedule: Schedule
    last_issue: Issue | None

    @property
    def last_date(self) -> date | None:
        """The latest local date that has an issue."""
        return None if self.last_issue is None else self.last_issue.local_date


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """What an issue told in a section, where that leads, and why it was chosen."""

    section: str
    place: Place | None
    item: Item


@dataclass(frozen=True, slots=True)
class PreviousIssues:
    """What earlier issues told: the latest one's local date, and when each item had last stirred when it was told."""

    last_date: date | None
    items: Mapping[str, datetime]
