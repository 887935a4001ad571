"""The addresses of Discord, for a proxy or a test server."""

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from config.settings import Settings


def set_endpoints(settings: Settings) -> None:
    """Sends every request and gateway connection of this process to the configured addresses, if any."""
    if settings.rest_url is not None:
        Route.BASE = settings.rest_url
    if settings.gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
