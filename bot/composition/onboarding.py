"""The services of onboarding."""

from bot.composition.shared import Shared
from cogs.onboarding.greeter_posts import DiscordGreeterPosts
from cogs.onboarding.posts import DiscordOnboardingPosts
from community.onboarding.funnel import FunnelService
from community.onboarding.greeter_service import GreeterService
from community.onboarding.introductions import Introductions
from community.onboarding.service import OnboardingService
from community.onboarding.welcome_service import WelcomeService
from community.services import OnboardingServices, RecommendationServices, TopicServices
from storage.engagement.responses import SqlResponses
from storage.onboarding.funnel import SqlFunnelReads
from storage.onboarding.greeters import SqlGreeterStore
from storage.onboarding.store import SqlOnboardingStore


def onboarding_services(
    shared: Shared, topics: TopicServices, recommendations: RecommendationServices
) -> OnboardingServices:
    """Build what welcomes newcomers, leads them in, has them greeted, and counts how far they come."""
    bot, database, notices = shared.bot, shared.database, shared.notices
    journeys, posts = SqlOnboardingStore(database), DiscordOnboardingPosts(bot)
    greeters = GreeterService(
        SqlGreeterStore(database),
        DiscordGreeterPosts(bot),
        SqlResponses(database),
        topics.directory,
        settings=shared.settings,
        optouts=shared.optouts,
        notices=notices,
    )
    return OnboardingServices(
        journeys=OnboardingService(
            journeys,
            topics.directory,
            Introductions(journeys, posts, notices),
            settings=shared.settings,
            asks=recommendations.threads,
            greeters=greeters,
        ),
        welcomes=WelcomeService(journeys, posts, shared.optouts, notices),
        greeters=greeters,
        funnel=FunnelService(SqlFunnelReads(database), shared.recorder),
    )
