"""Builds the payloads that Discord sends, as far as the client reads them."""

from datetime import UTC, datetime
from typing import Any

BOT_ID, APPLICATION_ID, GUILD_ID, CHANNEL_ID = 900, 901, 1000, 1001
DISCORD_EPOCH_MS = 1_420_070_400_000
JOINED_AT = "2026-01-01T00:00:00+00:00"


def snowflake(at: datetime, number: int = 0) -> int:
    """Returns an identifier that was created at an instant."""
    return (int(at.timestamp() * 1_000) - DISCORD_EPOCH_MS << 22) + number


def created_at(identifier: int) -> datetime:
    return datetime.fromtimestamp(((identifier >> 22) + DISCORD_EPOCH_MS) / 1_000, UTC)


def user_payload(user_id: int, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": str(user_id),
        "username": f"user{user_id}",
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        "bot": bot,
    }


def member_payload(user_id: int, *, bot: bool = False) -> dict[str, Any]:
    return {
        "user": user_payload(user_id, bot=bot),
        "roles": [],
        "joined_at": JOINED_AT,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def application_payload() -> dict[str, Any]:
    return {
        "id": str(APPLICATION_ID),
        "name": "Hamlet",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 1 << 15,
        "owner": user_payload(BOT_ID + 5),
        "team": None,
    }


def channel_payload(channel_id: int = CHANNEL_ID, last_message_id: int | None = None) -> dict[str, Any]:
    return {
        "id": str(channel_id),
        "guild_id": str(GUILD_ID),
        "type": 0,
        "name": "lobby",
        "position": 0,
        "permission_overwrites": [],
        "last_message_id": None if last_message_id is None else str(last_message_id),
    }


def guild_payload(
    guild_id: int = GUILD_ID,
    channels: list[dict[str, Any]] | None = None,
    members: list[dict[str, Any]] | None = None,
    member_count: int = 3,
) -> dict[str, Any]:
    everyone = {
        "id": str(guild_id),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": "104324673",
        "managed": False,
        "mentionable": False,
    }
    return {
        "id": str(guild_id),
        "name": "Juniper Street",
        "owner_id": str(BOT_ID + 5),
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [channel_payload()] if channels is None else channels,
        "threads": [],
        "members": members or [member_payload(BOT_ID, bot=True)],
        "member_count": member_count,
        "presences": [],
        "voice_states": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "afk_timeout": 300,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "large": False,
        "unavailable": False,
    }


def message_payload(
    message_id: int, author_id: int, *, channel_id: int = CHANNEL_ID, guild_id: int = GUILD_ID
) -> dict[str, Any]:
    member = member_payload(author_id)
    author = member.pop("user")
    return {
        "id": str(message_id),
        "channel_id": str(channel_id),
        "guild_id": str(guild_id),
        "author": author,
        "member": member,
        "content": "",
        "timestamp": created_at(message_id).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
    }


def interaction_payload(interaction_id: int, user_id: int, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    """Returns an interaction: a command (2), a component (3) or an autocompletion (4)."""
    payload = {
        "id": str(interaction_id),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "data": data,
        "guild_id": str(GUILD_ID),
        "guild": {"id": str(GUILD_ID), "locale": "en-US", "features": []},
        "channel_id": str(CHANNEL_ID),
        "channel": channel_payload(),
        "member": {**member_payload(user_id), "permissions": "104324673"},
        "token": f"token-{interaction_id}",
        "version": 1,
        "app_permissions": "104324673",
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD_ID)},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }
    if kind == 3:
        button = {"type": 2, "id": 2, "style": 4, "label": "Press me", "custom_id": data["custom_id"]}
        payload["message"] = {
            **message_payload(interaction_id - 1, BOT_ID),
            "author": user_payload(BOT_ID, bot=True),
            "components": [{"type": 1, "id": 1, "components": [button]}],
        }
    return payload


def command(name: str, subcommand: str | None = None, **options: str) -> dict[str, Any]:
    """Returns the data of a slash command."""
    given: list[dict[str, Any]] = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    if subcommand is not None:
        given = [{"name": subcommand, "type": 1, "options": given}]
    return {"id": "77", "name": name, "type": 1, "options": given}


def typing(name: str, subcommand: str, option: str, typed: str) -> dict[str, Any]:
    """Returns the data of the autocompletion of a slash command's option."""
    data = command(name, subcommand, **{option: typed})
    data["options"][0]["options"][0]["focused"] = True
    return data


def press(custom_id: str) -> dict[str, Any]:
    """Returns the data of a pressed button."""
    return {"custom_id": custom_id, "component_type": 2}
