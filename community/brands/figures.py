"""The figures of a brand's digest: of people in whole periods that never overlap."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.brands.brand import Brand
from community.brands.cell_suppression import round_count, suppress_cells
from community.calendar import Window
from community.ids import BrandId, ChannelId, MemberId

PERIOD_DAYS = 28
"""Days of one period: long enough that five people of a small group come together (our choice)."""

Figures = Mapping[str, int | None]
"""What is told of a period, by name; none is held back."""


class OutcomeKind(StrEnum):
    """What somebody did about a recommendation: went with it, or said that it worked, or did not, or only in part."""

    CHOSEN = "chosen"
    WORKED = "worked"
    DIDNT = "didnt"


VERDICTS = (OutcomeKind.WORKED, OutcomeKind.DIDNT)


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    """Somebody went with an item, or said how it worked out. It is counted and never leaves this room."""

    member_id: MemberId
    item: str
    kind: OutcomeKind
    at: datetime


@dataclass(frozen=True, slots=True)
class AskFact:
    """Somebody asked for a recommendation in a channel. It is counted and never leaves this room."""

    member_id: MemberId
    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class BrandMention:
    """A message of a member named a brand. It is counted and never leaves this room."""

    brand_id: BrandId
    member_id: MemberId
    at: datetime


@dataclass(frozen=True, slots=True)
class PeriodMark:
    """A brand, since when it is known, and the first day of the latest period of which figures are kept."""

    brand: Brand
    known_since: datetime
    latest: date | None


def period_before(day: date, tz: ZoneInfo) -> Window:
    """The latest period that is over when a local day begins; the periods are the same for every brand and digest."""
    end = date.fromordinal((day.toordinal() - 1) // PERIOD_DAYS * PERIOD_DAYS + 1)
    return Window(end - timedelta(days=PERIOD_DAYS), end, tz)


def compute_figures(
    brand: Brand,
    outcomes: Sequence[OutcomeFact],
    asks: Iterable[AskFact],
    *,
    excluded: Collection[MemberId],
    fewest: int,
) -> Figures:
    """What is told of a period, with no figure that fewer than ``fewest`` people are behind.

    Everybody counts once, with the last that they said. A channel counts where ``fewest`` people asked in it, so
    that two brands that are welcome in nearly the same channels can't be subtracted.
    """
    about = [one for one in outcomes if one.member_id not in excluded and brand.is_named_in(one.item)]
    last = {one.member_id: one.kind for one in sorted(about, key=lambda one: one.at) if one.kind in VERDICTS}
    said = Counter(last.values())
    told = suppress_cells({heard.value: said[heard] for heard in VERDICTS}, fewest)
    asked = Counter(one.channel_id for one in set(asks) if one.member_id not in excluded)
    return {
        "chosen": round_count(len({one.member_id for one in about if one.kind is OutcomeKind.CHOSEN}), fewest),
        "said": told.total,
        **told.parts,
        "asked": round_count(sum(n for n in asked.values() if n >= fewest), fewest),
        "fewest": fewest,
    }
