"""A small Discord on loopback: REST and gateway, as much as the real client needs to run the bot."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import orjson
from aiohttp import WSMsgType, web

BOT_ID, APPLICATION_ID, GUILD_ID, CHANNEL_ID = 900, 901, 1000, 1001
DISPATCH, HEARTBEAT, IDENTIFY, HELLO, HEARTBEAT_ACK = 0, 1, 2, 10, 11


class WireDiscord:
    """Answers what the bot asks at start, and sends it the events that a test hands over."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.identified = asyncio.Event()
        self._beat = asyncio.Event()
        self.requests: list[tuple[str, str]] = []
        self._sockets: list[web.WebSocketResponse] = []
        self._sequence: Iterator[int] = count(1)
        self._runner: web.AppRunner | None = None

    @property
    def rest_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        frame = {"op": DISPATCH, "t": event, "s": next(self._sequence), "d": data}
        await self._sockets[-1].send_str(orjson.dumps(frame).decode())

    async def message(self, message_id: int, author_id: int) -> None:
        await self.dispatch("MESSAGE_CREATE", message_payload(message_id, author_id))

    async def drained(self) -> None:
        """Until the client has read all that was sent: it answers a request for a heartbeat in turn."""
        self._beat.clear()
        await self._sockets[-1].send_json({"op": HEARTBEAT, "d": None})
        await asyncio.wait_for(self._beat.wait(), timeout=30)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41_250}})
        async for received in socket:
            if received.type is not WSMsgType.TEXT:
                break
            frame = orjson.loads(received.data)
            if frame["op"] == HEARTBEAT:
                self._beat.set()
                await socket.send_json({"op": HEARTBEAT_ACK})
            elif frame["op"] == IDENTIFY:
                await self._welcome()
        return socket

    async def _welcome(self) -> None:
        await self.dispatch(
            "READY",
            {
                "v": 10,
                "user": user_payload(BOT_ID, bot=True),
                "guilds": [{"id": str(GUILD_ID), "unavailable": True}],
                "session_id": "wire",
                "resume_gateway_url": self.gateway_url,
                "shard": [0, 1],
                "application": {"id": str(APPLICATION_ID), "flags": 0},
            },
        )
        await self.dispatch("GUILD_CREATE", guild_payload())
        self.identified.set()

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        self.requests.append((request.method, path))
        match request.method, path:
            case "GET", "/users/@me":
                return _json(user_payload(BOT_ID, bot=True))
            case "GET", "/oauth2/applications/@me":
                return _json(application_payload())
            case "PUT", _ if path.endswith("/commands"):
                return _json([])
            case _:
                return _json({"message": "404: Not Found", "code": 0}, status=404)


def _json(data: object, status: int = 200) -> web.Response:
    """An answer whose content type is just what the client looks for."""
    return web.Response(body=orjson.dumps(data), status=status, headers={"Content-Type": "application/json"})


def user_payload(user_id: int, *, bot: bool = False) -> dict[str, Any]:
    return {"id": str(user_id), "username": f"user{user_id}", "discriminator": "0", "avatar": None, "bot": bot}


def member_payload(user_id: int, *, bot: bool = False) -> dict[str, Any]:
    return {
        "user": user_payload(user_id, bot=bot),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
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


def guild_payload() -> dict[str, Any]:
    everyone = {
        "id": str(GUILD_ID),
        "name": "@everyone",
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": "104324673",
        "managed": False,
        "mentionable": False,
    }
    lobby = {"id": str(CHANNEL_ID), "type": 0, "name": "lobby", "position": 0, "permission_overwrites": []}
    return {
        "id": str(GUILD_ID),
        "name": "Juniper Street",
        "owner_id": str(BOT_ID + 5),
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [lobby],
        "threads": [],
        "members": [member_payload(BOT_ID, bot=True)],
        "member_count": 3,
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


def message_payload(message_id: int, author_id: int) -> dict[str, Any]:
    member = member_payload(author_id)
    author = member.pop("user")
    return {
        "id": str(message_id),
        "channel_id": str(CHANNEL_ID),
        "guild_id": str(GUILD_ID),
        "author": author,
        "member": member,
        "content": "",
        "timestamp": datetime.now(UTC).isoformat(),
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
