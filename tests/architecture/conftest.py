"""The tests that walk the bot need it running."""

from tests.discord.conftest import empty_database, env, make_bot, request_bodies, world

__all__ = ["empty_database", "env", "make_bot", "request_bodies", "world"]
