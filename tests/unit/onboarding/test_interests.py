"""The topics to choose from, as they are shown: any number of them, and whatever they are named."""

from datetime import UTC, datetime

import pytest
from discord import ui

from cogs.kit.i18n import Translations
from cogs.onboarding.views import InterestMenu, StepCards
from community.ids import ChannelId, GuildId, TopicId
from community.onboarding.journey import Journey
from community.onboarding.service import OnboardingView
from community.topics.topic import Listing, Topic

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
CAPACITY = 4_000
"""The characters that a message of components holds (Source: Discord's documentation)."""
NAMES = [
    "topic {n}",
    "a topic with a very long name " * 3 + "{n}",
    "מועדון הקולנוע של הרחוב {n}",
    "🎬👩‍👩‍👧‍👦 {n}",
    "**bold** <@&1> {n}",
]


def listing(number: int, name: str) -> Listing:
    topic = Topic(TopicId(number), GuildId(1), ChannelId(number), None, name.format(n=number)[:100], "", NOW)
    return Listing(topic, 3, 2, joined=False)


def page(number: int, listings: list[Listing]) -> ui.LayoutView:
    return (
        StepCards(Translations({}), None)
        .card(OnboardingView(Journey().turn_to_page(number, NOW), resumed=False, listings=listings))
        .view()
    )


def menu(view: ui.LayoutView) -> list[str]:
    [found] = [item for item in view.walk_children() if isinstance(item, InterestMenu)]
    return [option.value for option in found.item.options]


@pytest.mark.parametrize("n_topics", [3, 25, 120])
@pytest.mark.parametrize("name", NAMES)
def test_every_topic_is_offered_once_page_by_page_and_every_page_fits(name: str, n_topics: int) -> None:
    listings = [listing(number, name) for number in range(1, n_topics + 1)]
    n_pages = (n_topics + 24) // 25
    pages = [page(number, listings) for number in range(n_pages)]
    assert [value for one in pages for value in menu(one)] == [str(number) for number in range(1, n_topics + 1)]
    assert all(one.content_length() <= CAPACITY for one in pages)
    assert menu(page(n_pages, listings)) == menu(pages[-1])
