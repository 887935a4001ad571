"""All services, each on its adapters."""

from bot.composition.amas import ama_services
from bot.composition.brands import brand_services
from bot.composition.digests import digest_service
from bot.composition.engagement import engagement_services
from bot.composition.onboarding import onboarding_services
from bot.composition.recommendations import recommendation_services
from bot.composition.shared import Shared
from bot.composition.stewards import steward_services
from bot.composition.topics import topic_services
from cogs.circles.threads import DiscordCircleThreads
from cogs.kit.bot import Bot
from cogs.notices.posts import DiscordNoticePosts
from community.access.settings import AccessSettings
from community.brands.roster import Roster
from community.brands.settings import BrandSettings
from community.catchup.service import CatchupService
from community.circles.service import CircleService
from community.circles.settings import CircleSettings
from community.digests.settings import DigestSettings
from community.engagement.known_members import KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.quarantine import Quarantine
from community.engagement.recorder import Recorder
from community.engagement.settings import EngagementSettings
from community.notices.service import Notices
from community.onboarding.settings import OnboardingSettings
from community.privacy.service import PrivacyService
from community.services import Services
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.topics.settings import TopicSettings
from storage.catchup import SqlCatchup
from storage.circles import SqlCircleStore
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.notices import SqlNoticeStore
from storage.optouts import SqlOptOutStore
from storage.privacy import SqlPersonalRecords
from storage.settings import SqlSettingsStore

FEATURES = (
    GeneralSettings,
    OnboardingSettings,
    TopicSettings,
    AccessSettings,
    CircleSettings,
    EngagementSettings,
    DigestSettings,
    BrandSettings,
)
"""The settings classes of all features, in the order of the screen."""


def compose(bot: Bot, database: Database, log: SqlActivityLog, recorder: Recorder, quarantine: Quarantine) -> Services:
    """Build every service on its adapters, those that others lean on first."""
    shared = Shared(
        bot=bot,
        database=database,
        log=log,
        recorder=recorder,
        quarantine=quarantine,
        settings=SettingsService(SqlSettingsStore(database), FEATURES),
        notices=Notices(SqlNoticeStore(database), DiscordNoticePosts(bot)),
        optouts=OptOuts(),
        known_members=KnownMembers(),
        roster=Roster(),
    )
    engagement = engagement_services(shared)
    recommendations = recommendation_services(shared, engagement)
    topics, access = topic_services(shared, engagement, recommendations)
    stewards = steward_services(shared, topics)
    brands = brand_services(shared, topics, stewards, recommendations)
    amas = ama_services(shared, topics, brands)
    catchup = SqlCatchup(database)
    return Services(
        access=access,
        amas=amas,
        brands=brands,
        catchup=CatchupService(
            catchup, catchup, topics.directory, recommendations.threads, recorder=recorder, optouts=shared.optouts
        ),
        circles=CircleService(SqlCircleStore(database), DiscordCircleThreads(bot), shared.settings),
        digests=digest_service(
            shared,
            engagement=engagement,
            topics=topics,
            recommendations=recommendations,
            brands=brands,
            amas=amas,
        ),
        engagement=engagement,
        notices=shared.notices,
        onboarding=onboarding_services(shared, topics, recommendations),
        privacy=PrivacyService(
            SqlPersonalRecords(database),
            SqlOptOutStore(database),
            recorder,
            shared.optouts,
            shared.known_members,
            history=engagement.history,
        ),
        recommendations=recommendations,
        settings=shared.settings,
        stewards=stewards,
        topics=topics,
    )
