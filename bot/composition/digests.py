"""The service of digests."""

from bot.composition.shared import Shared
from cogs.digests.posts import DiscordDigestPosts
from cogs.kit.visibility import DiscordVisibility
from community.amas.digest_source import UpcomingAmas
from community.brands.digest_source import OpenVotes
from community.digests.builtin_contributors import (
    ConversationContributor,
    HealthContributor,
    RecommendationContributor,
    ThanksContributor,
)
from community.digests.composer import DigestComposer
from community.digests.service import DigestService
from community.digests.topic_news import TopicNewsContributor
from community.onboarding.digest_source import IntroductionContributor
from community.services import AmaServices, BrandServices, EngagementServices, RecommendationServices, TopicServices
from storage.digests import SqlDigestStore
from storage.engagement.conversations import SqlConversations
from storage.onboarding.store import SqlOnboardingStore


def digest_service(
    shared: Shared,
    *,
    engagement: EngagementServices,
    topics: TopicServices,
    recommendations: RecommendationServices,
    brands: BrandServices,
    amas: AmaServices,
) -> DigestService:
    """Builds what composes and posts digests."""
    bot, database, visibility = shared.bot, shared.database, DiscordVisibility(shared.bot)
    composer = DigestComposer(
        shared.log,
        shared.recorder,
        visibility,
        topics=topics.directory,
        brands=brands.figures,
        contributors=(
            ConversationContributor(shared.log, SqlConversations(database)),
            RecommendationContributor(recommendations.threads),
            ThanksContributor(shared.log, engagement.health, visibility),
            TopicNewsContributor(topics.directory, topics.lifecycle, engagement.health),
            IntroductionContributor(SqlOnboardingStore(database)),
            OpenVotes(brands.consents),
            UpcomingAmas(amas.sessions),
            HealthContributor(engagement.health, topics.directory),
        ),
    )
    return DigestService(SqlDigestStore(database), DiscordDigestPosts(bot), composer, shared.settings, shared.notices)
