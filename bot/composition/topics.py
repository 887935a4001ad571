"""Builds the services of topics and of access."""

from bot.composition.shared import Shared
from cogs.access.permissions import DiscordPermissions
from cogs.topics.capacity_counter import DiscordCapacityCounter
from cogs.topics.channels import DiscordTopicChannels
from cogs.topics.membership import DiscordTopicMembership
from community.access.service import AccessService
from community.services import EngagementServices, RecommendationServices, TopicServices
from community.topics.capacity_service import CapacityService
from community.topics.lifecycle_service import LifecycleService
from community.topics.liveliness_service import LivelinessService
from community.topics.service import TopicService
from storage.access import SqlAccessStore
from storage.topics.capacity import SqlCapacityStore
from storage.topics.lifecycle import SqlLifecycleStore
from storage.topics.liveliness import SqlLivelinessStore
from storage.topics.store import SqlTopicStore


def topic_services(
    shared: Shared, engagement: EngagementServices, recommendations: RecommendationServices
) -> tuple[TopicServices, AccessService]:
    """Returns the services of topics, and the access service that their lifecycle uses."""
    bot, database, notices = shared.bot, shared.database, shared.notices
    liveliness = LivelinessService(SqlLivelinessStore(database))
    capacity = CapacityService(DiscordCapacityCounter(bot), SqlCapacityStore(database), notices)
    directory = TopicService(
        SqlTopicStore(database),
        DiscordTopicMembership(bot),
        capacity,
        posters=engagement.activity,
        levels=liveliness,
        asks=recommendations.threads,
    )
    access = AccessService(SqlAccessStore(database), directory, DiscordPermissions(bot), notices, shared.settings)
    lifecycle = LifecycleService(
        SqlLifecycleStore(database),
        DiscordTopicChannels(bot),
        directory,
        activity=engagement.activity,
        history=engagement.history,
        settings=shared.settings,
        notices=notices,
        access=access,
    )
    return TopicServices(directory=directory, lifecycle=lifecycle, capacity=capacity, liveliness=liveliness), access
