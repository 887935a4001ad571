"""``first_response``: how long people wait for an answer."""

from dataclasses import dataclass

from community.engagement.estimates import Median, median_interval, quantile
from community.engagement.metric import JsonValue, Metric
from community.engagement.window_data import DataSource, WindowData


@dataclass(frozen=True, slots=True)
class FirstResponse:
    """Openings, how many were answered, and how long the answered ones waited.

    *Units*: seconds.
    """

    n: int
    answered: int
    unanswered: int
    median_s: Median
    p90_s: float | None

    def as_json(self) -> dict[str, JsonValue]:
        """Return the form that ``insights --json`` prints."""
        return {
            "n": self.n,
            "answered": self.answered,
            "unanswered": self.unanswered,
            "median_s": self.median_s.as_json(),
            "p90_s": self.p90_s,
        }


def first_response(reading: WindowData) -> FirstResponse:
    """From a thread's first message ever to the first one by somebody else, answered before the window's end."""
    waits = sorted(
        (opening.answered_at - opening.at).total_seconds()
        for opening in reading.openings
        if opening.answered_at is not None and opening.answered_at < reading.window.end_at
    )
    return FirstResponse(
        n=len(reading.openings),
        answered=len(waits),
        unanswered=len(reading.openings) - len(waits),
        median_s=median_interval(waits),
        p90_s=quantile(waits, 0.9) if waits else None,
    )


FIRST_RESPONSE = Metric(
    "first_response", place=120, unit="threads; seconds", reads=frozenset({DataSource.OPENINGS}), fold=first_response
)
