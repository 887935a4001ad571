"""Whatever a community is like, what a member missed fits, pings nobody, and shows nothing that they can't read."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.catchup.views import catchup_panel
from cogs.digests.views import DigestContext
from cogs.kit.i18n import Translations
from community.catchup.service import CatchupService
from community.digests.schedule import DigestKind
from community.digests.section import Place
from community.engagement.events import Activity
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder, RecorderLimits
from community.ids import MemberId
from tests.fakes.catchup import MemoryCatchup
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.unit.engagement.random_communities import HOME, WEEK, Community, community, requires_safety, walk


async def rendered(made: Community, member: MemberId) -> list[dict[str, Any]]:
    """Every component of the card that one of its members gets."""
    letters = MemoryCatchup()
    for one in made.events:
        if isinstance(one, Activity):
            letters.activities.append(one)
            if made.random.random() < 0.3 and one.thread_id is not None:
                letters.asks[one.thread_id] = member
    recorder = Recorder(
        MemoryActivityLog(), RecorderLimits(), call_later=lambda *_: pytest.fail("no timer"), start_flush=lambda: None
    )
    service = CatchupService(letters, letters, made.sources, made.sources, recorder=recorder, optouts=OptOuts())

    async def reads(place: Place) -> bool:
        return not {place.channel_id, place.thread_id} & made.closed

    missed = await service.missed(HOME, member, reads, typed="", tz=WEEK.tz, now=WEEK.end_at)
    panel = catchup_panel(missed, DigestContext(HOME, made.text()[:100], made.names.get), Translations({}))
    cards: list[Any] = panel.view().to_components()  # type: ignore[no-untyped-call]
    return list(walk(cards))


async def check(seed: int) -> None:
    """All that holds for what one member of a community missed: nobody is named in it, nor pinged."""
    made = community(seed, DigestKind.COMMUNITY)
    said = [one.member_id for one in made.events if isinstance(one, Activity)]
    requires_safety(made, await rendered(made, made.random.choice([*said, MemberId(1)])), "", frozenset())


@given(st.integers(0, 2**40))
@settings(max_examples=40)
async def test_what_was_missed_fits_pings_nobody_and_shows_nothing_private(seed: int) -> None:
    await check(seed)


@pytest.mark.soak
@given(st.integers(0, 2**40))
@settings(max_examples=10_000)
async def test_what_was_missed_in_ten_thousand_communities_fits_pings_nobody_and_shows_nothing_private(
    seed: int,
) -> None:
    await check(seed)
