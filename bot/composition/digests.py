"""The service of digests."""

from bot.composition.shared import Shared
from cogs.digests.posts import DiscordDigestPosts
from cogs.kit.visibility import DiscordVisibility
from community.amas.digest_source import UpcomingAmas
from community.brands.digest_source import OpenVotes
from community.digests.composer import DigestComposer
from community.digests.service import DigestService
from community.digests.topic_news import LivingTopics
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
    """Build what composes and posts digests."""
    bot, database = shared.bot, shared.database
    composer = DigestComposer(
        shared.log,
        shared.recorder,
        DiscordVisibility(bot),
        word_of_mouth=recommendations.threads,
        topics=topics.directory,
        care=engagement.health,
        replies=SqlConversations(database),
        topic_life=LivingTopics(topics.directory, topics.lifecycle, engagement.health),
        introductions=SqlOnboardingStore(database),
        occasions=(OpenVotes(brands.consents), UpcomingAmas(amas.sessions)),
        brands=brands.figures,
    )
    return DigestService(SqlDigestStore(database), DiscordDigestPosts(bot), composer, shared.settings, shared.notices)
