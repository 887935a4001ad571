"""An attacker with every digest of a year and the rules of their making learns no cell under k and no member."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.brands.brand import Brand
from community.brands.cell_suppression import round_count, suppress_cells
from community.brands.feedback import FeedbackAnswer, FeedbackReply, count_answers
from community.brands.figures import (
    PERIOD_DAYS,
    VERDICTS,
    AskFact,
    BrandMention,
    OutcomeFact,
    OutcomeKind,
    compute_figures,
    period_before,
)
from community.brands.mention_service import share_of_voice
from community.calendar import DAY, local_date
from community.ids import BrandId, ChannelId, GuildId, MemberId

BERLIN = ZoneInfo("Europe/Berlin")
FOO, BAR = (Brand(BrandId(n), GuildId(1), name, (name.lower(),)) for n, name in enumerate(("Foo", "Bar"), 1))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
BREAD, CAKE = ChannelId(10), ChannelId(11)
NAMES, TAPS = (tuple(one.value for one in parts) for parts in (VERDICTS, FeedbackAnswer))
NAMED = "named"

Shown = tuple[int | None, ...]


def shown(cells: Sequence[int], fewest: int) -> Shown:
    told = suppress_cells({str(n): cell for n, cell in enumerate(cells)}, fewest)
    return told.total, *told.parts.values()


@cache
def candidates(fewest: int, most: int, n_parts: int = len(NAMES)) -> Mapping[Shown, Sequence[tuple[int, ...]]]:
    """Returns all tables by what is published of them: everything that an attacker can infer from it."""
    found: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for cells in product(range(most + 1), repeat=n_parts):
        found[shown(cells, fewest)].append(cells)
    return found


@pytest.mark.parametrize("fewest", [5, 7, 11])
def test_no_cell_or_sum_of_cells_under_k_can_be_told_from_what_is_shown(fewest: int) -> None:
    for seen, tables in candidates(fewest, 5 * fewest).items():
        for chosen in product((0, 1), repeat=len(NAMES)):
            sums = {sum(n for n, yes in zip(cells, chosen, strict=True) if yes) for cells in tables}
            if any(chosen) and min(sums) < fewest:
                assert len(sums) >= 3, (seen, chosen, sums)


def test_what_is_shown_has_k_people_behind_it_and_is_rounded() -> None:
    assert [round_count(n, 5) for n in (0, 4, 5, 7, 8, 12, 13)] == [None, None, 5, 5, 10, 10, 15]
    assert shown((20, 6), 5) == (25, 20, 5)
    assert shown((20, 4), 5) == (25, None, None)
    assert shown((7, 0), 5) == (5, None, None)
    assert shown((4, 0), 5) == (None, None, None)


def test_periods_never_overlap_whatever_day_is_asked() -> None:
    days = [date(2026, 1, 1) + n * DAY for n in range(400)]
    periods = sorted({(one.first, one.end) for one in (period_before(day, BERLIN) for day in days)})
    assert all(end - first == PERIOD_DAYS * DAY for first, end in periods)
    assert all(before[1] == after[0] for before, after in pairwise(periods))
    assert all(day - PERIOD_DAYS * DAY < period_before(day, BERLIN).end <= day for day in days)


def word(member: int, heard: OutcomeKind, item: str = "Foo 500", at: datetime = NOON) -> OutcomeFact:
    return OutcomeFact(MemberId(member), item, heard, at)


def told(
    words: Sequence[OutcomeFact], askings: Sequence[AskFact] = (), out: Collection[int] = ()
) -> Mapping[str, int | None]:
    return compute_figures(FOO, words, askings, excluded={MemberId(one) for one in out}, fewest=5)


def test_everybody_counts_once_with_the_last_that_they_said_and_reps_do_not_count() -> None:
    words = [word(n, OutcomeKind.WORKED, at=NOON + n * DAY) for n in range(8)]
    assert told(words)["said"] == 10
    assert told([*words, *words])["said"] == 10
    assert told([*words, *(word(n, OutcomeKind.DIDNT, at=NOON + 30 * DAY) for n in range(2))])["said"] == 10
    assert told(words, out=(0, 1, 2, 3))["said"] is None
    assert told([word(n, OutcomeKind.WORKED, "Bar 1") for n in range(8)])["said"] is None
    assert told([word(n, OutcomeKind.CHOSEN) for n in range(6)])["chosen"] == 5


def test_a_channel_in_which_few_asked_is_not_counted_so_that_two_brands_can_not_be_subtracted() -> None:
    bread = [AskFact(MemberId(n), BREAD) for n in range(6)]
    assert told((), bread)["asked"] == 5
    assert told((), [*bread, *(AskFact(MemberId(n), CAKE) for n in range(4))])["asked"] == 5
    assert told((), [*bread, *bread])["asked"] == 5


Deed = tuple[int, int, OutcomeKind | ChannelId | FeedbackAnswer | str, str]
deeds = st.lists(
    st.tuples(
        st.sampled_from([0, 40, 364]),
        st.integers(1, 30),
        st.sampled_from([*OutcomeKind, BREAD, CAKE, *FeedbackAnswer, NAMED]),
        st.sampled_from(["Foo", "Bar"]),
    ),
    min_size=60,
    max_size=400,
)
"""Days, few so that periods have events; members, what they did, and with what.

A channel stands for asking there, an answer for a tap in that period's feedback round.
"""


@settings(max_examples=12)
@given(deeds, st.sampled_from([5, 7]))
def test_with_every_digest_of_a_year_in_hand_no_small_cell_is_known_and_nobody_is_named(
    year: list[Deed], fewest: int
) -> None:
    attack(year, fewest)


@pytest.mark.soak
@settings(max_examples=400)
@given(deeds, st.sampled_from([5, 7, 11]))
def test_with_every_digest_of_a_great_many_years_no_small_cell_is_known(year: list[Deed], fewest: int) -> None:
    attack(year, fewest)


def attack(year: Sequence[Deed], fewest: int) -> None:
    """Reads a digest a day of a year, of a brand with consent in one channel and of one with consent in two."""
    issues: dict[date, Mapping[str, int | None]] = {}
    welcome_in_both: dict[date, int | None] = {}
    for n in range(400):
        period = period_before(local_date(NOON, BERLIN) + n * DAY, BERLIN)
        words, bread, cake = within(year, period.start_at, period.end_at)
        seen = compute_figures(FOO, words, bread, excluded=(), fewest=fewest)
        assert issues.setdefault(period.first, seen) == seen
        assert set(seen) == {"chosen", "said", *NAMES, "asked", "fewest"}
        welcome_in_both[period.first] = compute_figures(FOO, (), [*bread, *cake], excluded=(), fewest=fewest)["asked"]

    possible, possibly_asked = candidates(fewest, 30), asked_candidates(fewest, 30)
    possibly_tapped = candidates(fewest, 30, len(TAPS))
    for first, seen in issues.items():
        start = datetime.combine(first, datetime.min.time(), BERLIN)
        end = start + timedelta(days=PERIOD_DAYS)
        words, bread, cake = within(year, start, end)
        last = {one.member_id: one.kind for one in sorted(words, key=lambda one: one.at) if _counts(one)}
        said = tuple(sum(heard is part for heard in last.values()) for part in VERDICTS)
        safe(said, possible[(seen["said"], *(seen[name] for name in NAMES))], fewest)
        asked = len(set(bread)), len(set(cake))
        safe(asked, possibly_asked[(seen["asked"], welcome_in_both[first])], fewest)
        choosers = {one.member_id for one in words if one.item == "Foo" and one.kind is OutcomeKind.CHOSEN}
        assert seen["chosen"] == round_count(len(choosers), fewest)

        replies = tapped(year, start, end)
        told = count_answers(replies, (), fewest)
        taps = tuple(sum(reply.answer is part for reply in replies) for part in FeedbackAnswer)
        safe(taps, possibly_tapped[(told.total, *(told.parts[name] for name in TAPS))], fewest)
        unmoved([one for one in named(year) if start <= one.at < end], fewest)


def unmoved(mentions: Sequence[BrandMention], fewest: int) -> None:
    """Checks that a brand which too few people named has no share, and changes no other's."""
    heard = {brand: {one.member_id for one in mentions if one.brand_id == brand.brand_id} for brand in (FOO, BAR)}
    for brand, people in heard.items():
        if len(people) < fewest:
            others = [one for one in mentions if one.brand_id != brand.brand_id]
            for told in (FOO, BAR):
                seen, without = (
                    share_of_voice(told, some, BERLIN, excluded=(), fewest=fewest) for some in (mentions, others)
                )
                assert seen == without
                assert seen is None or told is not brand


def safe(truth: tuple[int, ...], known: Sequence[tuple[int, ...]], fewest: int) -> None:
    """Checks that the published values fit at least three values of every cell that is too small."""
    assert truth in known
    for part, n in enumerate(truth):
        if n < fewest:
            assert len({cells[part] for cells in known}) >= 3


def asked_candidates(fewest: int, most: int) -> Mapping[Shown, Sequence[tuple[int, ...]]]:
    """Returns the numbers of asks in two channels, by what brands with consent in one and in both are shown."""
    found: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for bread, cake in product(range(most + 1), repeat=2):
        both = sum(n for n in (bread, cake) if n >= fewest)
        found[round_count(bread if bread >= fewest else 0, fewest), round_count(both, fewest)].append((bread, cake))
    return found


def within(
    year: Sequence[Deed], since: datetime, until: datetime
) -> tuple[Sequence[OutcomeFact], Sequence[AskFact], Sequence[AskFact]]:
    """Returns the outcomes, and the asks in either channel, of a span."""
    deeds = [one for one in year if since <= NOON + one[0] * DAY < until]
    words = [word(who, did, item, NOON + day * DAY) for day, who, did, item in deeds if isinstance(did, OutcomeKind)]
    askings = [AskFact(MemberId(who), did) for _, who, did, _ in deeds if isinstance(did, int)]
    bread, cake = ([one for one in askings if one.channel_id == channel] for channel in (BREAD, CAKE))
    return words, bread, cake


def tapped(year: Sequence[Deed], since: datetime, until: datetime) -> Sequence[FeedbackReply]:
    """Returns the last answer of each member in the round of a span."""
    taps = {
        who: did for day, who, did, _ in year if since <= NOON + day * DAY < until and isinstance(did, FeedbackAnswer)
    }
    return [FeedbackReply(MemberId(who), answer, "") for who, answer in taps.items()]


def named(year: Sequence[Deed]) -> Sequence[BrandMention]:
    """Returns who named which brand when."""
    brands = {"Foo": FOO, "Bar": BAR}
    return [
        BrandMention(brands[item].brand_id, MemberId(who), NOON + day * DAY)
        for day, who, did, item in year
        if did == NAMED
    ]


def _counts(one: OutcomeFact) -> bool:
    return one.item == "Foo" and one.kind in VERDICTS
