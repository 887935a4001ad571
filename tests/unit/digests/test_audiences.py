"""What sections may read, by whom they are for: the types themselves hold members back from brands."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from community.calendar import Window, midnight
from community.digests.brand_view import BrandQuestion, BrandView
from community.digests.composer import all_sections
from community.digests.schedule import DigestKind
from community.digests.section import Audience, Place, View
from community.ids import ChannelId, MemberId

WEEK = Window(date(2026, 1, 5), date(2026, 1, 12), ZoneInfo("Europe/Berlin"))


def types(of: Any) -> Iterator[Any]:
    """A type and every type that its values are made of."""
    yield of
    for argument in get_args(of):
        yield from types(argument)
    if is_dataclass(of) and isinstance(of, type):
        hints = get_type_hints(of)
        for one in fields(of):
            yield from types(hints[one.name])


def test_what_brands_sections_read_has_no_place_for_a_member() -> None:
    assert MemberId in set(types(View))
    assert MemberId not in set(types(BrandView))


def test_a_section_reads_what_its_audience_may() -> None:
    for section in all_sections():
        wanted = BrandView if section.audience is Audience.BRANDS else View
        assert get_type_hints(section.compose)["view"] is wanted, section.key


def test_no_section_is_both_for_a_brand_and_for_people() -> None:
    for section in all_sections():
        assert section.belongs_in(DigestKind.BRAND) is (section.audience is Audience.BRANDS)
        assert not (section.belongs_in(DigestKind.MODERATORS) and section.audience is Audience.MEMBERS)
        assert not (section.belongs_in(DigestKind.COMMUNITY) and section.audience is Audience.MODERATORS)


@given(st.lists(st.integers(0, 9), unique=True), st.sets(st.integers(0, 9)), st.booleans(), st.sets(st.integers(0, 9)))
def test_a_brand_is_shown_no_question_twice_and_none_that_is_closed_to_a_reader(
    numbers: list[int], closed: set[int], room_closed: bool, told: set[int]
) -> None:
    room, at = ChannelId(100), midnight(WEEK.first, WEEK.tz)
    questions = [BrandQuestion(room, ChannelId(number), at) for number in numbers]
    places = {Place(room, ChannelId(number)) for number in closed} | ({Place(room)} if room_closed else set())
    seen = BrandView(WEEK, {"asks": 10}, tuple(questions))

    left = seen.only_news(dict.fromkeys([f"question:{number}" for number in told], at)).without(places)

    expected = [] if room_closed else [number for number in numbers if number not in closed | told]
    assert [one.thread_id for one in left.questions] == expected
    assert left.figures == {"asks": 10}
