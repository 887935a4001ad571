"""When an ask has been quiet long enough, and with what it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from community.recommendations.outcome import Choice, Result
from community.recommendations.recommendation import Recommendation

IDLE_AFTER = timedelta(days=7)
"""An ask without a word for so long is closed (Source: the design's surface)."""
RENAME_INTERVAL = timedelta(minutes=5)
"""Discord takes about two renames in ten minutes (Source: the design's policy)."""


class AskEnding(StrEnum):
    """What came of an ask."""

    WORKED = "worked"
    PARTLY = "partly"
    DIDNT = "didnt"
    CHOSEN = "chosen"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class AskResult:
    """What came of an ask, and with which item; ``n_items`` were recommended."""

    kind: AskEnding
    item: str = ""
    n_items: int = 0


ENDING_OF_RESULT = {Result.YES: AskEnding.WORKED, Result.PARTLY: AskEnding.PARTLY, Result.NO: AskEnding.DIDNT}


def result_of(choice: Choice | None, standing: Sequence[Recommendation]) -> AskResult:
    """What came of an ask, of what stands there, best first: what was chosen tells it, if it still stands."""
    chosen = next((one for one in standing if choice and one.recommendation_id == choice.recommendation_id), None)
    if choice is not None and chosen is not None:
        ending = AskEnding.CHOSEN if choice.result is None else ENDING_OF_RESULT.get(choice.result, AskEnding.CHOSEN)
        return AskResult(ending, chosen.item, len(standing))
    if standing:
        return AskResult(AskEnding.ANSWERED, standing[0].item, len(standing))
    return AskResult(AskEnding.UNANSWERED)
