"""The tests that walk the bot need it running."""

from tests.discord.conftest import env, make_bot, request_bodies, world

__all__ = ["env", "make_bot", "request_bodies", "world"]
