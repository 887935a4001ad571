"""``python -m benchmarks.bare``: the reference for Hamlet, discord.py with a listener that does nothing."""

import discord

from bot.endpoints import set_endpoints
from bot.permissions import intents, member_cache
from config.settings import load_settings


def main() -> None:
    """Runs a client with the intents and caches of Hamlet, without commands and database."""
    settings = load_settings()
    set_endpoints(settings)
    client = discord.AutoShardedClient(
        intents=intents(),
        member_cache_flags=member_cache(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        shard_count=1,
    )

    @client.event
    async def on_message(_: discord.Message) -> None:
        pass

    token = settings.discord_token
    client.run(token.get_secret_value() if token else "", log_handler=None)


if __name__ == "__main__":
    main()
