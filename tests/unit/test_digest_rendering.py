"""Whatever a community is like, its digests fit, ping nobody, and show nothing that is not open to their readers."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.digests.views import Scene, digest_card, digest_chart
from cogs.kit.charts.spec import shortened
from cogs.kit.i18n import Speaker
from cogs.kit.image import Picture
from community.digests.brand_view import Question
from community.digests.digest import Assignment, Told
from community.digests.issue import Issue, State
from community.digests.schedule import Cadence, Kind, Rhythm, Schedule, Subject
from community.engagement.recorder import Limits, Recorder
from community.ids import ScheduleId
from tests.fakes.activity import MemoryActivityLog
from tests.fakes.digests import MemoryBrand, MemoryReadership, editor
from tests.unit.communities import HOME, NEWS, WEEK, Community, community, requires_safety, walk

FIGURES = ("chosen", "said", "worked", "didnt", "asked", "voice", "fewest")


def brand(made: Community) -> MemoryBrand:
    """A brand with any of the figures that brands are told, and questions where it is welcome."""
    channels = [topic.channel_id for topic in made.sources.given_topics]
    figures = {name: made.random.choice((None, 5, 10**6)) for name in FIGURES}
    asked = [made.place(channels) for _ in range(made.random.choice((0, 1, 30)))]
    return MemoryBrand(made.text(), figures, [Question(one, thread, WEEK.start_at) for one, thread, _ in asked])


async def rendered(made: Community, kind: Kind, cadence: Cadence) -> tuple[list[dict[str, Any]], str]:
    """Every component of the digest of that kind as it is posted, and its chart's alternative text."""
    log = MemoryActivityLog()
    await log.append(made.events)
    recorder = Recorder(log, Limits(), after=lambda *_: pytest.fail("no timer"), spawn=lambda: None)
    subject = Subject(kind, 1 if kind in {Kind.TOPIC, Kind.BRAND} else 0)
    rhythm = Rhythm(cadence, 0, WEEK.start_at.time())
    wanted = Assignment(HOME, subject, cadence, rhythm.window(WEEK.end, WEEK.tz), NEWS, WEEK.end_at, Told())
    market = brand(made)
    readership = MemoryReadership(*made.closed)
    digest = await editor(log, recorder, readership, made.sources, market).compose(wanted)
    schedule = Schedule(ScheduleId(10**17), HOME, subject, NEWS, rhythm, paused=False, since=WEEK.start_at)
    issue = Issue(schedule, WEEK.end, State.CLAIMED, WEEK.end_at)
    say, name = Speaker({}), issue.name
    alt = shortened(digest_chart(digest, name, say).alt) if digest.days else ""
    picture = Picture(b"", f"{name}.png", alt) if alt else None
    scene = Scene(HOME, made.text()[:100], made.names.get)
    panel = digest_card(digest, scene, say, picture, closing=issue.mark, issue=issue)
    cards: list[Any] = panel.view().to_components()  # type: ignore[no-untyped-call]
    assert len(issue.nonce) <= 25
    return list(walk(cards)), alt


async def check(seed: int) -> None:
    """All that holds for the digests of one community."""
    kind = list(Kind)[seed % len(Kind)]
    made = community(seed, kind)
    shown, alt = await rendered(made, kind, made.random.choice(list(Cadence)))
    agreed = made.sources.shown | {one.member_id for one in made.sources.given_introductions}
    if kind is Kind.BRAND:
        agreed = frozenset()
    if kind is Kind.MODERATORS:
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
