"""Builds the services of brands."""

from bot.composition.shared import Shared
from cogs.brands.posts import DiscordBrandPosts
from cogs.brands.rep_labels import DiscordRepLabels
from community.brands.consent_service import ConsentService
from community.brands.feedback_service import FeedbackService
from community.brands.figure_service import FigureService
from community.brands.ledger_service import LedgerService
from community.brands.mention_service import MentionService
from community.brands.service import BrandService
from community.services import BrandServices, RecommendationServices, StewardServices, TopicServices
from storage.brands.consents import SqlConsentStore
from storage.brands.feedback import SqlRoundStore
from storage.brands.figures import SqlRecommendationFacts, SqlReleaseStore
from storage.brands.ledger import SqlRepActivityLog
from storage.brands.mentions import SqlMentionStore
from storage.brands.store import SqlBrandStore


def brand_services(
    shared: Shared, topics: TopicServices, stewards: StewardServices, recommendations: RecommendationServices
) -> BrandServices:
    """Returns the services of brands, their consents, rounds, figures, mentions and ledger."""
    bot, database, settings = shared.bot, shared.database, shared.settings
    optouts, notices, roster, recorder = shared.optouts, shared.notices, shared.roster, shared.recorder
    store, mentions = SqlBrandStore(database), SqlMentionStore(database)
    registry = BrandService(store, DiscordRepLabels(bot), roster, optouts, notices)
    consents = ConsentService(
        SqlConsentStore(database),
        DiscordBrandPosts(bot),
        registry,
        topics.directory,
        stewards=stewards.appointments,
        notices=notices,
    )
    return BrandServices(
        registry=registry,
        consents=consents,
        feedback=FeedbackService(
            SqlRoundStore(database),
            DiscordBrandPosts(bot),
            registry,
            consents,
            settings=settings,
            optouts=optouts,
            notices=notices,
        ),
        figures=FigureService(
            SqlReleaseStore(database),
            SqlRecommendationFacts(database),
            mentions,
            registry,
            consents,
            asks=recommendations.threads,
            settings=settings,
            optouts=optouts,
        ),
        mentions=MentionService(
            mentions,
            roster,
            settings=settings,
            optouts=optouts,
            notices=notices,
            reads_messages=bot.intents.message_content,
        ),
        ledger=LedgerService(
            SqlRepActivityLog(database),
            recorder,
            registry,
            store,
            consents=consents,
            topics=topics.directory,
            optouts=optouts,
        ),
    )
