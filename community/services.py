"""The rooms of the house, as cogs and the command line find them."""

from dataclasses import dataclass

from community.access.service import AccessService
from community.amas.questions import QuestionService
from community.amas.service import AmaService
from community.brands.bookkeeping import BookkeepingService
from community.brands.briefing import BriefingService
from community.brands.consents import ConsentService
from community.brands.rounds import RoundService
from community.brands.service import BrandService
from community.brands.voice import VoiceService
from community.catchup.service import CatchupService
from community.circles.service import CircleService
from community.digests.service import DigestService
from community.engagement.backfill import HistoryService
from community.engagement.care import CareService
from community.engagement.service import EngagementService
from community.notices.service import Notices
from community.onboarding.funnel import FunnelService
from community.onboarding.promise import GreeterService
from community.onboarding.service import OnboardingService
from community.onboarding.welcomes import WelcomeService
from community.privacy.service import PrivacyService
from community.recommendations.author import AuthorService
from community.recommendations.caretaking import CaretakingService
from community.recommendations.findings import FindingService
from community.recommendations.outcomes import OutcomeService
from community.recommendations.service import RecommendationService
from community.recommendations.trust import TrustService
from community.settings.service import SettingsService
from community.topics.limits import LimitService
from community.topics.lives import LifeService
from community.topics.prompts import Prompts
from community.topics.pulse import LivelinessService
from community.topics.service import TopicService
from community.topics.stewardship import Stewardship


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
