"""All services, grouped by feature, as cogs and the command line use them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from community.access.service import AccessService
from community.amas.question_service import QuestionService
from community.amas.service import AmaService
from community.brands.consent_service import ConsentService
from community.brands.feedback_service import FeedbackService
from community.brands.figure_service import FigureService
from community.brands.ledger_service import LedgerService
from community.brands.mention_service import MentionService
from community.brands.service import BrandService
from community.catchup.service import CatchupService
from community.circles.service import CircleService
from community.digests.service import DigestService
from community.engagement.backfill import HistoryService
from community.engagement.health_service import HealthService
from community.engagement.service import EngagementService
from community.notices.service import Notices
from community.onboarding.funnel import FunnelService
from community.onboarding.greeter_service import GreeterService
from community.onboarding.service import OnboardingService
from community.onboarding.welcome_service import WelcomeService
from community.privacy.service import PrivacyService
from community.recommendations.author_service import AuthorService
from community.recommendations.maintenance_service import MaintenanceService
from community.recommendations.outcome_service import OutcomeService
from community.recommendations.search_service import SearchService
from community.recommendations.service import RecommendationService
from community.recommendations.trust_service import TrustService
from community.settings.service import SettingsService
from community.stewards.prompts import PromptService
from community.stewards.service import StewardService
from community.topics.capacity_service import CapacityService
from community.topics.lifecycle_service import LifecycleService
from community.topics.liveliness_service import LivelinessService
from community.topics.service import TopicService


@dataclass(frozen=True, slots=True)
class EngagementServices:
    """The services of recorded activity, missed history and the health report."""

    activity: EngagementService
    history: HistoryService
    health: HealthService


@dataclass(frozen=True, slots=True)
class TopicServices:
    """The services of topics: directory, lifecycle, capacity and liveliness."""

    directory: TopicService
    lifecycle: LifecycleService
    capacity: CapacityService
    liveliness: LivelinessService


@dataclass(frozen=True, slots=True)
class StewardServices:
    """The services of stewards: appointments and prompts."""

    appointments: StewardService
    prompts: PromptService


@dataclass(frozen=True, slots=True)
class OnboardingServices:
    """The services of newcomers: journeys, welcomes, greeters and the funnel."""

    journeys: OnboardingService
    welcomes: WelcomeService
    greeters: GreeterService
    funnel: FunnelService


@dataclass(frozen=True, slots=True)
class RecommendationServices:
    """The services of recommendation threads: authors, outcomes, maintenance, trust and search."""

    threads: RecommendationService
    own: AuthorService
    outcomes: OutcomeService
    maintenance: MaintenanceService
    trust: TrustService
    search: SearchService


@dataclass(frozen=True, slots=True)
class BrandServices:
    """The services of brands: registry, consent, feedback, figures, mentions and the ledger."""

    registry: BrandService
    consents: ConsentService
    feedback: FeedbackService
    figures: FigureService
    mentions: MentionService
    ledger: LedgerService


@dataclass(frozen=True, slots=True)
class AmaServices:
    """The services of AMAs and their questions."""

    sessions: AmaService
    questions: QuestionService


@dataclass(frozen=True, slots=True)
class Services:
    """Every service, by feature."""

    access: AccessService
    amas: AmaServices
    brands: BrandServices
    catchup: CatchupService
    circles: CircleService
    digests: DigestService
    engagement: EngagementServices
    notices: Notices
    onboarding: OnboardingServices
    privacy: PrivacyService
    recommendations: RecommendationServices
    settings: SettingsService
    stewards: StewardServices
    topics: TopicServices


DUE_AFTER: Mapping[str, Collection[str]] = {"digests": ("amas.sessions", "brands.figures")}
"""A digest tells of the AMA that begins at the same hour, and of figures that are worked out once a period is over."""
