"""Builds the services of engagement."""

from bot.composition.shared import Shared
from cogs.engagement.history_source import DiscordHistory
from community.engagement.backfill import HistoryService
from community.engagement.health_service import HealthService
from community.engagement.service import EngagementService
from community.services import EngagementServices
from storage.engagement.conversations import SqlConversations
from storage.engagement.history import SqlHistoryMarks
from storage.engagement.recognition import SqlRecognition
from storage.engagement.responses import SqlResponses


def engagement_services(shared: Shared) -> EngagementServices:
    """Builds the services that record activity, read missed history and report the health of a guild."""
    database, recorder, optouts = shared.database, shared.recorder, shared.optouts
    conversations = SqlConversations(database)
    activity = EngagementService(shared.log, recorder, conversations, optouts, shared.known_members)
    return EngagementServices(
        activity=activity,
        history=HistoryService(
            SqlHistoryMarks(database),
            DiscordHistory(shared.bot),
            activity,
            recorder,
            settings=shared.settings,
            quarantine=shared.quarantine,
            clock=shared.bot.clock,
        ),
        health=HealthService(shared.log, recorder, SqlResponses(database), SqlRecognition(database), optouts),
    )
