"""The figures of a brand's digest, of whole periods that never overlap."""

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
"""Days of one period: long enough that five people of a small community take part (our choice)."""

Figures = Mapping[str, int | None]
"""The published figures of a period by name; a suppressed one is None."""


class OutcomeKind(StrEnum):
    """What a member did about a recommendation: chose it, said that it worked, or that it did not or only in part."""

    CHOSEN = "chosen"
    WORKED = "worked"
    DIDNT = "didnt"


VERDICTS = (OutcomeKind.WORKED, OutcomeKind.DIDNT)
"""The kinds by which a member says how it worked out."""


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    """A member chose an item, or said how it worked out; an input of figures, never published itself."""

    member_id: MemberId
    item: str
    kind: OutcomeKind
    at: datetime


@dataclass(frozen=True, slots=True)
class AskFact:
    """A member asked for a recommendation in a channel; an input of figures, never published itself."""

    member_id: MemberId
    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class BrandMention:
    """A message of a member named a brand; an input of figures, never published itself."""

    brand_id: BrandId
    member_id: MemberId
    at: datetime


@dataclass(frozen=True, slots=True)
class PeriodMark:
    """A brand, since when it is known, and the first day of its latest period with stored figures."""

    brand: Brand
    known_since: datetime
    latest: date | None


def period_before(day: date, tz: ZoneInfo) -> Window:
    """Returns the latest period that is over when a local day begins; all brands and digests have the same periods."""
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
    """Returns the figures of a period, with none of fewer than ``fewest`` people.

    Every member counts once, with their last verdict. A channel counts if ``fewest`` people asked in it, so that the
    figures of two brands with nearly the same channels can't be subtracted.
    """
    about = [one for one in outcomes if one.member_id not in excluded and brand.is_named_in(one.item)]
    last = {one.member_id: one.kind for one in sorted(about, key=lambda one: one.at) if one.kind in VERDICTS}
    n_by_verdict = Counter(last.values())
    verdicts = suppress_cells({one.value: n_by_verdict[one] for one in VERDICTS}, fewest)
    n_by_channel = Counter(one.channel_id for one in set(asks) if one.member_id not in excluded)
    return {
        "chosen": round_count(len({one.member_id for one in about if one.kind is OutcomeKind.CHOSEN}), fewest),
        "said": verdicts.total,
        **verdicts.parts,
        "asked": round_count(sum(n for n in n_by_channel.values() if n >= fewest), fewest),
        "fewest": fewest,
    }
