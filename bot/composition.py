"""Which adapter each service gets."""

from dataclasses import dataclass

from cogs.ui.archive import DiscordArchive
from cogs.ui.ask_board import DiscordAskBoard
from cogs.ui.ask_caretaker import DiscordCaretaker
from cogs.ui.bench import DiscordBench
from cogs.ui.census import DiscordCensus
from cogs.ui.desk import DiscordDesk
from cogs.ui.doorkeeper import DiscordDoorkeeper
from cogs.ui.elders import DiscordElders
from cogs.ui.greeters import DiscordGreetersBoard
from cogs.ui.grounds import DiscordGrounds
from cogs.ui.herald import DiscordHerald
from cogs.ui.host import Host
from cogs.ui.labels import DiscordLabels
from cogs.ui.locksmith import DiscordLocksmith
from cogs.ui.messenger import DiscordMessenger
from cogs.ui.noticeboard import DiscordNoticeboard
from cogs.ui.outcome_desk import DiscordOutcomeDesk
from cogs.ui.parlour import DiscordParlour
from cogs.ui.podium import DiscordPodium
from cogs.ui.readership import DiscordReadership
from cogs.ui.soapbox import DiscordSoapbox
from cogs.ui.usher import DiscordUsher
from community.access.service import AccessService
from community.access.settings import AccessSettings
from community.amas.occasions import ComingAmas
from community.amas.questions import QuestionService
from community.amas.service import AmaService
from community.brands.bookkeeping import BookkeepingService
from community.brands.briefing import BriefingService
from community.brands.consents import ConsentService
from community.brands.occasions import OpenVotes
from community.brands.roster import Roster
from community.brands.rounds import RoundService
from community.brands.service import BrandService
from community.brands.settings import BrandSettings
from community.brands.voice import VoiceService
from community.catchup.service import CatchupService
from community.circles.service import CircleService
from community.circles.settings import CircleSettings
from community.digests.editor import Editor
from community.digests.service import DigestService
from community.digests.settings import DigestSettings
from community.digests.topic_life import LivingTopics
from community.engagement.acquaintances import Acquaintances
from community.engagement.backfill import HistoryService
from community.engagement.care import CareService
from community.engagement.quarantine import Quarantine
from community.engagement.recorder import Recorder
from community.engagement.service import EngagementService
from community.engagement.settings import EngagementSettings
from community.notices.service import Notices
from community.onboarding.funnel import FunnelService
from community.onboarding.introductions import Introductions
from community.onboarding.promise import GreeterService
from community.onboarding.service import OnboardingService
from community.onboarding.settings import OnboardingSettings
from community.onboarding.welcomes import WelcomeService
from community.privacy.optouts import OptOuts
from community.privacy.service import PrivacyService
from community.recommendations.author import AuthorService
from community.recommendations.caretaking import CaretakingService
from community.recommendations.display import Display
from community.recommendations.findings import FindingService
from community.recommendations.outcomes import OutcomeService
from community.recommendations.ports import Representatives
from community.recommendations.service import RecommendationService
from community.recommendations.trust import TrustService
from community.services import Services
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.topics.limits import LimitService
from community.topics.lives import LifeService
from community.topics.prompts import Prompts
from community.topics.pulse import LivelinessService
from community.topics.service import TopicService
from community.topics.settings import TopicSettings
from community.topics.stewardship import Stewardship
from storage.access import SqlAccessStore
from storage.activity import SqlActivityLog
from storage.ama_questions import SqlQuestionStore
from storage.amas import SqlAmaStore
from storage.answers import SqlAnswers
from storage.authorship import SqlAuthorship
from storage.brand_consents import SqlConsentStore
from storage.brand_ledger import SqlDeedLog
from storage.brand_mentions import SqlMentions
from storage.brand_releases import SqlHearsay, SqlReleaseStore
from storage.brand_rounds import SqlRoundStore
from storage.brands import SqlBrandStore
from storage.catchup import SqlCatchup
from storage.census import SqlCensusStore
from storage.choices import SqlChoices
from storage.circles import SqlCircleStore
from storage.consent import SqlConsent
from storage.conversations import SqlConversations
from storage.database import Database
from storage.digests import SqlDigestStore
from storage.finding import SqlRecommendationSearch
from storage.funnel import SqlPaths
from storage.greeters import SqlGreeterStore
from storage.history import SqlHistoryMarks
from storage.liveliness import SqlLivelinessStore
from storage.notices import SqlNoticeStore
from storage.onboarding import SqlOnboardingStore
from storage.privacy import SqlPersonalRecords
from storage.prompts import SqlPromptStore
from storage.recognition import SqlRecognition
from storage.recommendations import SqlRecommendationStore
from storage.settings import SqlSettingsStore
from storage.stewards import SqlStewardStore
from storage.topic_lives import SqlLifeStore
from storage.topics import SqlTopicStore
from storage.trust import SqlEvidence
from storage.upkeep import SqlUpkeepStore

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
