"""Share of voice among the brands that enough people named; a brand that fewer named changes no share."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.brands.brand import Brand
from community.brands.figures import BrandMention
from community.brands.mention_service import share_of_voice
from community.calendar import DAY
from community.ids import BrandId, GuildId, MemberId
from tests.unit.brands.test_figures import NOON

BERLIN = ZoneInfo("Europe/Berlin")
BRANDS = [Brand(BrandId(n), GuildId(1), f"Brand {n}", (f"brand {n}",)) for n in range(4)]


def named(brand: int, *people: int, day: int = 0) -> Sequence[BrandMention]:
    return [BrandMention(BrandId(brand), MemberId(one), NOON + day * DAY) for one in people]


def told(mentions: Sequence[BrandMention], out: Sequence[int] = (), fewest: int = 5) -> Sequence[int | None]:
    left_out = {MemberId(one) for one in out}
    return [share_of_voice(brand, mentions, BERLIN, excluded=left_out, fewest=fewest) for brand in BRANDS]


def test_a_share_is_of_the_brands_that_enough_people_named() -> None:
    both = [*named(0, *range(15)), *named(1, *range(5))]
    assert told(both) == [75, 25, None, None]
    assert told([*both, *named(2, 1, 2, 3, 4)]) == [75, 25, None, None]
    assert told(named(0, *range(15))) == [None] * 4
    assert told(both, out=[0]) == [None] * 4


def test_of_one_member_three_a_day_count() -> None:
    loud = [*named(0, *range(5)), *named(1, *range(5)), *named(0, *[1] * 40)]
    assert told(loud) == [60, 40, None, None]
    assert told([*loud, *named(0, *[1] * 40, day=1)]) == [65, 35, None, None]


said = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 12), st.integers(0, 27)), max_size=120)


def attack(said: Sequence[tuple[int, int, int]], fewest: int) -> None:
    """Checks that an attacker with the digests of all brands learns no share of a small brand."""
    mentions = [one for brand, who, day in said for one in named(brand, who, day=day)]
    people = {brand: {who for of, who, _ in said if of == brand} for brand in range(4)}
    shown = told(mentions, fewest=fewest)
    for brand, who in people.items():
        if len(who) < fewest:
            assert shown[brand] is None
            without = [one for one in mentions if one.brand_id != brand]
            assert told(without, fewest=fewest) == shown
            crowd = named(brand, *range(1, fewest))
            assert told([*without, *crowd], fewest=fewest) == shown
    assert sum(one is not None for one in shown) != 1


@given(said, st.sampled_from([5, 7]))
def test_nothing_told_to_all_brands_together_depends_on_a_small_cell(
    said: list[tuple[int, int, int]], fewest: int
) -> None:
    attack(said, fewest)


@pytest.mark.soak
@given(said, st.sampled_from([5, 7, 11]))
def test_nothing_told_to_all_brands_ever_depends_on_a_small_cell(said: list[tuple[int, int, int]], fewest: int) -> None:
    attack(said, fewest)
