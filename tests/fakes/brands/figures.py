from collections.abc import Sequence
from datetime import date, datetime

from community.brands.brand import Brand
from community.brands.figures import Figures, PeriodMark
from community.ids import BrandId


class MemoryReleaseStore:
    """Implements ``ReleaseStore`` in memory, for brands that are known since an instant."""

    def __init__(self, brands: Sequence[tuple[Brand, datetime]]) -> None:
        self._brands = brands
        self._kept: dict[tuple[BrandId, date], Figures] = {}

    async def period_marks(self) -> Sequence[PeriodMark]:
        return [
            PeriodMark(brand, since, max((day for of, day in self._kept if of == brand.brand_id), default=None))
            for brand, since in self._brands
        ]

    async def release_figures(self, brand: Brand, first: date, figures: Figures, now: datetime) -> None:
        self._kept.setdefault((brand.brand_id, first), figures)

    async def released_figures(self, brand: Brand, first: date) -> Figures:
        return self._kept.get((brand.brand_id, first), {})
