"""Builds the services of stewards."""

from bot.composition.shared import Shared
from cogs.stewards.prompt_posts import DiscordPromptPosts
from cogs.stewards.requests import DiscordStewardRequests
from community.services import StewardServices, TopicServices
from community.stewards.prompts import PromptService
from community.stewards.service import StewardService
from storage.stewards.prompts import SqlPromptStore
from storage.stewards.store import SqlStewardStore


def steward_services(shared: Shared, topics: TopicServices) -> StewardServices:
    """Returns the services that appoint stewards and post their conversation starters."""
    bot, database = shared.bot, shared.database
    return StewardServices(
        appointments=StewardService(SqlStewardStore(database), topics.directory, DiscordStewardRequests(bot)),
        prompts=PromptService(SqlPromptStore(database), DiscordPromptPosts(bot), shared.settings),
    )
