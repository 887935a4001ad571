"""Builds the services of AMAs."""

from bot.composition.shared import Shared
from cogs.amas.approval_cards import DiscordApprovalCards
from cogs.amas.threads import DiscordAmaThreads
from community.amas.question_service import QuestionService
from community.amas.service import AmaService
from community.services import AmaServices, BrandServices, TopicServices
from storage.amas.questions import SqlQuestionStore
from storage.amas.store import SqlAmaStore


def ama_services(shared: Shared, topics: TopicServices, brands: BrandServices) -> AmaServices:
    """Returns the services of AMAs and their questions."""
    database, optouts, notices = shared.database, shared.optouts, shared.notices
    questions, threads = SqlQuestionStore(database), DiscordAmaThreads(shared.bot)
    sessions = AmaService(
        SqlAmaStore(database),
        threads,
        brands.registry,
        brands.consents,
        topics.directory,
        questions=questions,
        approval_cards=DiscordApprovalCards(shared.bot),
        settings=shared.settings,
        optouts=optouts,
        notices=notices,
    )
    return AmaServices(
        sessions=sessions,
        questions=QuestionService(questions, threads, sessions, optouts=optouts, notices=notices),
    )
