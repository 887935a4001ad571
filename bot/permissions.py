"""The intents and permissions that Hamlet requests, each with its reason."""

import discord

INTENTS = {
    "guilds": "channels, roles and threads: where topics live and what may be read there",
    "members": "joins, leaves and membership screening: onboarding, and who is counted (privileged)",
    "guild_messages": "that somebody wrote, where and when; the text is neither asked for nor kept",
    "guild_reactions": "that somebody reacted",
}
CONTENT = {"message_content": "brands' share of voice: keywords are counted, no text is kept (privileged)"}
"""Requested only if the operator wants share of voice."""


PERMISSIONS = {
    "view_channel": "see where topics are talked about",
    "send_messages": "welcome posts, digests",
    "send_messages_in_threads": "cards and standings in recommendation threads",
    "create_public_threads": "a thread for each ask",
    "manage_threads": "titles of asks that found their answer",
    "embed_links": "cards that are easy to read",
    "attach_files": "charts in digests and figures",
    "read_message_history": "catch up on what happened while the bot was away",
    "pin_messages": "stewards pin messages of their topic",
    "create_private_threads": "a circle is a private thread",
    "manage_roles": "open topics to those who choose them, by role or by channel permission",
    "manage_nicknames": "the name tag of whoever speaks for a brand",
    "manage_channels": "make and archive topic channels",
}


def intents(*, content: bool = False) -> discord.Intents:
    """Returns the fewest intents that the features need, with or without share of voice."""
    return discord.Intents(**dict.fromkeys(INTENTS | CONTENT if content else INTENTS, True))


def member_cache() -> discord.MemberCacheFlags:
    """Returns the cache flags: members who join, because discord.py reports passed screening only for cached ones."""
    flags = discord.MemberCacheFlags.none()
    flags.joined = True
    return flags


def invite_permissions() -> discord.Permissions:
    """Returns the permissions that the invite link requests."""
    return discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
