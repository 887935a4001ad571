"""Fixtures for tests that inspect the running bot."""

from tests.discord.conftest import env, make_bot, request_bodies, world

__all__ = ["env", "make_bot", "request_bodies", "world"]
