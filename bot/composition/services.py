"""Which adapter each service gets."""

from dataclasses import dataclass

from cogs.access.permissions import DiscordLocksmith
from cogs.amas.approval_cards import DiscordBench
from cogs.amas.threads import DiscordPodium
from cogs.brands.posts import DiscordNoticeboard
from cogs.brands.rep_labels import DiscordLabels
from cogs.circles.threads import DiscordParlour
from cogs.digests.posts import DiscordHerald
from cogs.engagement.history_source import DiscordArchive
from cogs.kit.bot import Host
from cogs.kit.visibility import DiscordReadership
from cogs.notices.posts import DiscordDesk
from cogs.onboarding.greeter_posts import DiscordGreetersBoard
from cogs.onboarding.posts import DiscordUsher
from cogs.recommendations.moderators import DiscordElders
from cogs.recommendations.outcome_questions import DiscordOutcomeDesk
from cogs.recommendations.thread_upkeep import DiscordCaretaker
from cogs.recommendations.threads import DiscordAskBoard
from cogs.stewards.prompt_posts import DiscordSoapbox
from cogs.stewards.requests import DiscordMessenger
from cogs.topics.capacity_counter import DiscordCensus
from cogs.topics.channels import DiscordGrounds
from cogs.topics.membership import DiscordDoorkeeper
from community.access.service import AccessService
from community.access.settings import AccessSettings
from community.amas.digest_source import ComingAmas
from community.amas.question_service import QuestionService
from community.amas.service import AmaService
from community.brands.consent_service import ConsentService
from community.brands.digest_source import OpenVotes
from community.brands.feedback_service import RoundService
from community.brands.figure_service import BriefingService
from community.brands.ledger_service import BookkeepingService
from community.brands.mention_service import VoiceService
from community.brands.roster import Roster
from community.brands.service import BrandService
from community.brands.settings import BrandSettings
from community.catchup.service import CatchupService
from community.circles.service import CircleService
from community.circles.settings import CircleSettings
from community.digests.composer import Editor
from community.digests.service import DigestService
from community.digests.settings import DigestSettings
from community.digests.topic_news import LivingTopics
from community.engagement.backfill import HistoryService
from community.engagement.health_service import CareService
from community.engagement.known_members import Acquaintances
from community.engagement.optouts import OptOuts
from community.engagement.quarantine import Quarantine
from community.engagement.recorder import Recorder
from community.engagement.service import EngagementService
from community.engagement.settings import EngagementSettings
from community.notices.service import Notices
from community.onboarding.funnel import FunnelService
from community.onboarding.greeter_service import GreeterService
from community.onboarding.introductions import Introductions
from community.onboarding.service import OnboardingService
from community.onboarding.settings import OnboardingSettings
from community.onboarding.welcome_service import WelcomeService
from community.privacy.service import PrivacyService
from community.recommendations.author_service import AuthorService
from community.recommendations.maintenance_service import CaretakingService
from community.recommendations.outcome_service import OutcomeService
from community.recommendations.ports import Representatives
from community.recommendations.search_service import FindingService
from community.recommendations.service import RecommendationService
from community.recommendations.thread_display import Display
from community.recommendations.trust_service import TrustService
from community.services import Services
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.stewards.prompts import Prompts
from community.stewards.service import Stewardship
from community.topics.capacity_service import LimitService
from community.topics.lifecycle_service import LifeService
from community.topics.liveliness_service import LivelinessService
from community.topics.service import TopicService
from community.topics.settings import TopicSettings
from storage.access import SqlAccessStore
from storage.amas.questions import SqlQuestionStore
from storage.amas.store import SqlAmaStore
from storage.brands.consents import SqlConsentStore
from storage.brands.feedback import SqlRoundStore
from storage.brands.figures import SqlHearsay, SqlReleaseStore
from storage.brands.ledger import SqlDeedLog
from storage.brands.mentions import SqlMentions
from storage.brands.store import SqlBrandStore
from storage.catchup import SqlCatchup
from storage.circles import SqlCircleStore
from storage.database import Database
from storage.digests import SqlDigestStore
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.conversations import SqlConversations
from storage.engagement.history import SqlHistoryMarks
from storage.engagement.recognition import SqlRecognition
from storage.engagement.responses import SqlAnswers
from storage.notices import SqlNoticeStore
from storage.onboarding.funnel import SqlPaths
from storage.onboarding.greeters import SqlGreeterStore
from storage.onboarding.store import SqlOnboardingStore
from storage.optouts import SqlConsent
from storage.privacy import SqlPersonalRecords
from storage.recommendations.choices import SqlChoices
from storage.recommendations.edits import SqlAuthorship
from storage.recommendations.maintenance import SqlUpkeepStore
from storage.recommendations.search import SqlRecommendationSearch
from storage.recommendations.store import SqlRecommendationStore
from storage.recommendations.trust import SqlEvidence
from storage.settings import SqlSettingsStore
from storage.stewards.prompts import SqlPromptStore
from storage.stewards.store import SqlStewardStore
from storage.topics.capacity import SqlCensusStore
from storage.topics.lifecycle import SqlLifeStore
from storage.topics.liveliness import SqlLivelinessStore
from storage.topics.store import SqlTopicStore

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


def compose(bot: Host, database: Database, log: SqlActivityLog, recorder: Recorder, quarantine: Quarantine) -> Services:
    """Builds every service on its adapters."""
    settings = SettingsService(SqlSettingsStore(database), FEATURES)
    optouts, acquaintances = OptOuts(), Acquaintances()
    conversations = SqlConversations(database)
    engagement = EngagementService(log, recorder, conversations, optouts, acquaintances)
    history = HistoryService(
        SqlHistoryMarks(database),
        DiscordArchive(bot),
        engagement,
        recorder,
        settings=settings,
        quarantine=quarantine,
        clock=bot.clock,
    )
    roster = Roster()
    word_of_mouth = _word_of_mouth(bot, database, engagement, roster)
    recommendations = word_of_mouth.recommendations
    liveliness = LivelinessService(SqlLivelinessStore(database))
    journeys, notices = SqlOnboardingStore(database), Notices(SqlNoticeStore(database), DiscordDesk(bot))
    limits = LimitService(DiscordCensus(bot), SqlCensusStore(database), notices)
    topics = TopicService(
        SqlTopicStore(database),
        DiscordDoorkeeper(bot),
        limits,
        footfall=engagement,
        levels=liveliness,
        asks=recommendations,
    )
    greeters = GreeterService(
        SqlGreeterStore(database),
        DiscordGreetersBoard(bot),
        SqlAnswers(database),
        topics,
        settings=settings,
        optouts=optouts,
        notices=notices,
    )
    care = CareService(log, recorder, SqlAnswers(database), SqlRecognition(database), optouts)
    access = AccessService(SqlAccessStore(database), topics, DiscordLocksmith(bot), notices, settings)
    lives = LifeService(
        SqlLifeStore(database),
        DiscordGrounds(bot),
        topics,
        talk=engagement,
        past=history,
        settings=settings,
        moderation=notices,
        furnisher=access,
    )
    brand_store = SqlBrandStore(database)
    brands = BrandService(brand_store, DiscordLabels(bot), roster, optouts, notices)
    stewards = Stewardship(SqlStewardStore(database), topics, DiscordMessenger(bot))
    consents = ConsentService(
        SqlConsentStore(database),
        DiscordNoticeboard(bot),
        brands,
        topics,
        stewardship=stewards,
        notices=notices,
    )
    asked, podium = SqlQuestionStore(database), DiscordPodium(bot)
    amas = AmaService(
        SqlAmaStore(database),
        podium,
        brands,
        consents,
        topics,
        questions=asked,
        bench=DiscordBench(bot),
        settings=settings,
        optouts=optouts,
        notices=notices,
    )
    mentions = SqlMentions(database)
    briefing = BriefingService(
        SqlReleaseStore(database),
        SqlHearsay(database),
        mentions,
        brands,
        consents,
        asks=recommendations,
        settings=settings,
        optouts=optouts,
    )
    editor = Editor(
        log,
        recorder,
        DiscordReadership(bot),
        word_of_mouth=recommendations,
        topics=topics,
        care=care,
        replies=conversations,
        topic_life=LivingTopics(topics, lives, care),
        introductions=journeys,
        occasions=(OpenVotes(consents), ComingAmas(amas)),
        brands=briefing,
    )
    catchup = SqlCatchup(database)
    return Services(
        engagement=engagement,
        history=history,
        care=care,
        topics=topics,
        lives=lives,
        liveliness=liveliness,
        access=access,
        limits=limits,
        prompts=Prompts(SqlPromptStore(database), DiscordSoapbox(bot), settings),
        stewards=stewards,
        circles=CircleService(SqlCircleStore(database), DiscordParlour(bot), settings),
        onboarding=OnboardingService(
            journeys,
            topics,
            Introductions(journeys, DiscordUsher(bot), notices),
            settings=settings,
            asks=recommendations,
            helpers=greeters,
        ),
        welcomes=WelcomeService(journeys, DiscordUsher(bot), optouts, notices),
        greeters=greeters,
        funnel=FunnelService(SqlPaths(database), recorder),
        recommendations=recommendations,
        authors=word_of_mouth.authors,
        outcomes=word_of_mouth.outcomes,
        caretaking=word_of_mouth.caretaking,
        trust=word_of_mouth.trust,
        findings=word_of_mouth.findings,
        digests=DigestService(SqlDigestStore(database), DiscordHerald(bot), editor, settings, notices),
        catchup=CatchupService(catchup, catchup, topics, recommendations, recorder=recorder, optouts=optouts),
        brands=brands,
        rounds=RoundService(
            SqlRoundStore(database),
            DiscordNoticeboard(bot),
            brands,
            consents,
            settings=settings,
            optouts=optouts,
            notices=notices,
        ),
        consents=consents,
        amas=amas,
        questions=QuestionService(asked, podium, amas, optouts=optouts, notices=notices),
        briefing=briefing,
        voices=VoiceService(
            mentions, roster, settings=settings, optouts=optouts, notices=notices, hears=bot.intents.message_content
        ),
        bookkeeping=BookkeepingService(
            SqlDeedLog(database), recorder, brands, brand_store, consents=consents, topics=topics, optouts=optouts
        ),
        settings=settings,
        notices=notices,
        privacy=PrivacyService(
            SqlPersonalRecords(database),
            SqlConsent(database),
            recorder,
            optouts,
            acquaintances,
            past=history,
        ),
    )


@dataclass(frozen=True, slots=True)
class _WordOfMouth:
    recommendations: RecommendationService
    authors: AuthorService
    outcomes: OutcomeService
    caretaking: CaretakingService
    trust: TrustService
    findings: FindingService


def _word_of_mouth(
    bot: Host, database: Database, chronicle: EngagementService, representatives: Representatives
) -> _WordOfMouth:
    """Builds what recommendation threads need, on one display."""
    store, choices, upkeep = SqlRecommendationStore(database), SqlChoices(database), SqlUpkeepStore(database)
    authorship, board = SqlAuthorship(database), DiscordAskBoard(bot)
    trust = TrustService(SqlEvidence(database), (DiscordElders(bot), SqlStewardStore(database)), bot.clock)
    display = Display(store, choices, upkeep, board, trust)
    return _WordOfMouth(
        RecommendationService(
            store,
            board,
            chronicle,
            display=display,
            choices=choices,
            upkeep=upkeep,
            representatives=representatives,
        ),
        AuthorService(store, authorship, display, representatives),
        OutcomeService(store, choices, upkeep, DiscordOutcomeDesk(bot), display),
        CaretakingService(
            store, upkeep, authorship=authorship, choices=choices, caretaker=DiscordCaretaker(bot), display=display
        ),
        trust,
        FindingService(store, choices, SqlRecommendationSearch(database), display=display, trust=trust),
    )
