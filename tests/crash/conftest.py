"""The same Discord and the same process as the wire's tests."""

from tests.wire.conftest import bot, wire

__all__ = ["bot", "wire"]
