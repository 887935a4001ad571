"""The services of recommendation threads."""

from bot.composition.shared import Shared
from cogs.recommendations.moderators import DiscordModerators
from cogs.recommendations.outcome_questions import DiscordOutcomeQuestions
from cogs.recommendations.thread_upkeep import DiscordThreadUpkeep
from cogs.recommendations.threads import DiscordAskThreads
from community.recommendations.author_service import AuthorService
from community.recommendations.maintenance_service import MaintenanceService
from community.recommendations.outcome_service import OutcomeService
from community.recommendations.search_service import SearchService
from community.recommendations.service import RecommendationService
from community.recommendations.thread_display import ThreadDisplay
from community.recommendations.trust_service import TrustService
from community.services import EngagementServices, RecommendationServices
from storage.recommendations.choices import SqlChoiceStore
from storage.recommendations.edits import SqlEditStore
from storage.recommendations.maintenance import SqlMaintenanceStore
from storage.recommendations.search import SqlRecommendationSearch
from storage.recommendations.store import SqlRecommendationStore
from storage.recommendations.trust import SqlTrustEvidence
from storage.stewards.store import SqlStewardStore


def recommendation_services(shared: Shared, engagement: EngagementServices) -> RecommendationServices:
    """Builds the services of recommendations, on one display."""
    bot, database, roster = shared.bot, shared.database, shared.roster
    store, choices, upkeep = SqlRecommendationStore(database), SqlChoiceStore(database), SqlMaintenanceStore(database)
    edits, threads = SqlEditStore(database), DiscordAskThreads(bot)
    trust = TrustService(SqlTrustEvidence(database), (DiscordModerators(bot), SqlStewardStore(database)), bot.clock)
    display = ThreadDisplay(store, choices, upkeep, threads, trust)
    return RecommendationServices(
        threads=RecommendationService(
            store,
            threads,
            engagement.activity,
            display=display,
            choices=choices,
            upkeep=upkeep,
            representatives=roster,
        ),
        own=AuthorService(store, edits, display, roster),
        outcomes=OutcomeService(store, choices, upkeep, DiscordOutcomeQuestions(bot), display),
        maintenance=MaintenanceService(
            store, upkeep, edits=edits, choices=choices, threads=DiscordThreadUpkeep(bot), display=display
        ),
        trust=trust,
        search=SearchService(store, choices, SqlRecommendationSearch(database), display=display, trust=trust),
    )
