"""Results of asks, which their titles show once they are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from community.recommendations.outcome import Choice, Result
from community.recommendations.recommendation import Recommendation

IDLE_AFTER = timedelta(days=7)
"""Time without a message after which an ask is closed (Source: the design's surface)."""
RENAME_INTERVAL = timedelta(minutes=5)
"""Discord takes about two renames in ten minutes (Source: the design's policy)."""


class AskEnding(StrEnum):
    """The kinds of results of an ask."""

    WORKED = "worked"
    PARTLY = "partly"
    DIDNT = "didnt"
    CHOSEN = "chosen"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class AskResult:
    """The result of an ask: its kind and the item, of ``n_items`` that were recommended."""

    kind: AskEnding
    item: str = ""
    n_items: int = 0


ENDING_OF_RESULT = {Result.YES: AskEnding.WORKED, Result.PARTLY: AskEnding.PARTLY, Result.NO: AskEnding.DIDNT}


def result_of(choice: Choice | None, standing: Sequence[Recommendation]) -> AskResult:
    """Returns what came of an ask, by its shown recommendations, best first; a choice still shown decides."""
    chosen = next((one for one in standing if choice and one.recommendation_id == choice.recommendation_id), None)
    if choice is not None and chosen is not None:
        ending = AskEnding.CHOSEN if choice.result is None else ENDING_OF_RESULT.get(choice.result, AskEnding.CHOSEN)
        return AskResult(ending, chosen.item, len(standing))
    if standing:
        return AskResult(AskEnding.ANSWERED, standing[0].item, len(standing))
    return AskResult(AskEnding.UNANSWERED)
