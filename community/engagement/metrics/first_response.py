"""``first_response``: how long people wait for an answer."""

from dataclasses import dataclass

from community.engagement.estimates import Median, median_interval, quantile
from community.engagement.metric import JsonValue, Metric
from community.engagement.window_data import DataSource, WindowData


@dataclass(frozen=True, slots=True)
class FirstResponse:
    """The number of openings, how many were answered, and how long the answered ones waited.

    Units
    -----
    Seconds.
    """

    n: int
    answered: int
    unanswered: int
    median_s: Median
    p90_s: float | None

    def as_json(self) -> dict[str, JsonValue]:
        """Returns the form that ``insights --json`` prints."""
        return {
            "n": self.n,
            "answered": self.answered,
            "unanswered": self.unanswered,
            "median_s": self.median_s.as_json(),
            "p90_s": self.p90_s,
        }


def first_response(data: WindowData) -> FirstResponse:
    """Returns the waits from a thread's first message to the first by somebody else, before the window's end."""
    waits = sorted(
        (opening.answered_at - opening.at).total_seconds()
        for opening in data.openings
        if opening.answered_at is not None and opening.answered_at < data.window.end_at
    )
    return FirstResponse(
        n=len(data.openings),
        answered=len(waits),
        unanswered=len(data.openings) - len(waits),
        median_s=median_interval(waits),
        p90_s=quantile(waits, 0.9) if waits else None,
    )


FIRST_RESPONSE = Metric(
    "first_response", place=120, unit="threads; seconds", reads=frozenset({DataSource.OPENINGS}), fold=first_response
)
