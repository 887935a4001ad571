"""Whatever a community is like, its digests fit, ping nobody, and show nothing that is not open to their readers."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.digests.views import DigestContext, digest_card, digest_chart
from cogs.kit.charts.spec import shorten_alt
from cogs.kit.i18n import Translations
from cogs.kit.image import Image
from community.digests.brand_view import BrandQuestion
from community.digests.digest import DigestRequest, PreviousItems
from community.digests.issue import Issue, IssueState
from community.digests.schedule import Cadence, DigestKind, DigestSubject, Rhythm, Schedule
from community.engagement.recorder import Recorder, RecorderLimits
from community.ids import ScheduleId
from tests.fakes.digests import MemoryBrand, MemoryVisibility, digest_composer
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.unit.engagement.random_communities import HOME, NEWS, WEEK, Community, community, requires_safety, walk

FIGURES = ("chosen", "said", "worked", "didnt", "asked", "voice", "fewest")


def brand(made: Community) -> MemoryBrand:
    """A brand with any of the figures that brands are told, and questions where it is welcome."""
    channels = [topic.channel_id for topic in made.sources.given_topics]
    figures = {name: made.random.choice((None, 5, 10**6)) for name in FIGURES}
    asked = [made.place(channels) for _ in range(made.random.choice((0, 1, 30)))]
    return MemoryBrand(made.text(), figures, [BrandQuestion(one, thread, WEEK.start_at) for one, thread, _ in asked])


async def rendered(made: Community, kind: DigestKind, cadence: Cadence) -> tuple[list[dict[str, Any]], str]:
    """Every component of the digest of that kind as it is posted, and its chart's alternative text."""
    log = MemoryActivityLog()
    await log.append(made.events)
    recorder = Recorder(log, RecorderLimits(), call_later=lambda *_: pytest.fail("no timer"), start_flush=lambda: None)
    subject = DigestSubject(kind, 1 if kind in {DigestKind.TOPIC, DigestKind.BRAND} else 0)
    rhythm = Rhythm(cadence, 0, WEEK.start_at.time())
    wanted = DigestRequest(HOME, subject, cadence, rhythm.window(WEEK.end, WEEK.tz), NEWS, WEEK.end_at, PreviousItems())
    market = brand(made)
    readership = MemoryVisibility(*made.closed)
    digest = await digest_composer(log, recorder, readership, made.sources, market).compose(wanted)
    schedule = Schedule(ScheduleId(10**17), HOME, subject, NEWS, rhythm, paused=False, since=WEEK.start_at)
    issue = Issue(schedule, WEEK.end, IssueState.CLAIMED, WEEK.end_at)
    say, name = Translations({}), issue.chart_name
    alt = shorten_alt(digest_chart(digest, name, say).alt) if digest.days else ""
    picture = Image(b"", f"{name}.png", alt) if alt else None
    scene = DigestContext(HOME, made.text()[:100], made.names.get)
    panel = digest_card(digest, scene, say, picture, closing=issue.mark, issue=issue)
    cards: list[Any] = panel.view().to_components()  # type: ignore[no-untyped-call]
    assert len(issue.nonce) <= 25
    return list(walk(cards)), alt


async def check(seed: int) -> None:
    """All that holds for the digests of one community."""
    kind = list(DigestKind)[seed % len(DigestKind)]
    made = community(seed, kind)
    shown, alt = await rendered(made, kind, made.random.choice(list(Cadence)))
    agreed = made.sources.shown | {one.member_id for one in made.sources.given_introductions}
    if kind is DigestKind.BRAND:
        agreed = frozenset()
    if kind is DigestKind.MODERATORS:
        agreed = frozenset({one.member_id for one in made.sources.given_health.newcomers})
    requires_safety(made, shown, alt, agreed)


@given(st.integers(0, 2**40))
@settings(max_examples=60)
async def test_a_digest_fits_pings_nobody_and_shows_nothing_private(seed: int) -> None:
    await check(seed)


@pytest.mark.soak
@given(st.integers(0, 2**40))
@settings(max_examples=10_000)
async def test_ten_thousand_communities_digests_fit_ping_nobody_and_show_nothing_private(seed: int) -> None:
    await check(seed)
