"""Where Discord is, for those who reach it through a proxy or test against a server of their own."""

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from config.settings import Settings


def set_endpoints(settings: Settings) -> None:
    """Sends every request and every gateway connection of this process to the addresses set, if any."""
    if settings.rest_url is not None:
        Route.BASE = settings.rest_url
    if settings.gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
