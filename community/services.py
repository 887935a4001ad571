"""The rooms of the house, as cogs and the command line find them."""

from dataclasses import dataclass

from community.access.service import AccessService
from community.amas.question_service import QuestionService
from community.amas.service import AmaService
from community.brands.consent_service import ConsentService
from community.brands.feedback_service import RoundService
from community.brands.figure_service import BriefingService
from community.brands.ledger_service import BookkeepingService
from community.brands.mention_service import VoiceService
from community.brands.service import BrandService
from community.catchup.service import CatchupService
from community.circles.service import CircleService
from community.digests.service import DigestService
from community.engagement.backfill import HistoryService
from community.engagement.health_service import CareService
from community.engagement.service import EngagementService
from community.notices.service import Notices
from community.onboarding.funnel import FunnelService
from community.onboarding.greeter_service import GreeterService
from community.onboarding.service import OnboardingService
from community.onboarding.welcome_service import WelcomeService
from community.privacy.service import PrivacyService
from community.recommendations.author_service import AuthorService
from community.recommendations.maintenance_service import CaretakingService
from community.recommendations.outcome_service import OutcomeService
from community.recommendations.search_service import FindingService
from community.recommendations.service import RecommendationService
from community.recommendations.trust_service import TrustService
from community.settings.service import SettingsService
from community.stewards.prompts import Prompts
from community.stewards.service import Stewardship
from community.topics.capacity_service import LimitService
from community.topics.lifecycle_service import LifeService
from community.topics.liveliness_service import LivelinessService
from community.topics.service import TopicService


@dataclass(frozen=True, slots=True)
class Services:
    """One service a feature."""

    engagement: EngagementService
    history: HistoryService
    care: CareService
    topics: TopicService
    lives: LifeService
    access: AccessService
    limits: LimitService
    stewards: Stewardship
    circles: CircleService
    prompts: Prompts
    liveliness: LivelinessService
    onboarding: OnboardingService
    welcomes: WelcomeService
    greeters: GreeterService
    funnel: FunnelService
    recommendations: RecommendationService
    authors: AuthorService
    outcomes: OutcomeService
    caretaking: CaretakingService
    trust: TrustService
    findings: FindingService
    brands: BrandService
    consents: ConsentService
    rounds: RoundService
    amas: AmaService
    questions: QuestionService
    briefing: BriefingService
    voices: VoiceService
    bookkeeping: BookkeepingService
    digests: DigestService
    catchup: CatchupService
    settings: SettingsService
    notices: Notices
    privacy: PrivacyService
