"""Serves a small Discord on loopback: as much of REST and the gateway as the bot's client needs."""

import asyncio
import time
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from itertools import count
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from tests.wire.payloads import (
    APPLICATION_ID,
    BOT_ID,
    CHANNEL_ID,
    application_payload,
    channel_payload,
    guild_payload,
    interaction_payload,
    member_payload,
    message_payload,
    snowflake,
    user_payload,
)

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
PATIENCE = 60
RETRY_AFTER = 1.5
"""How long a rate-limited request has to wait.

Units
-----
Seconds.
"""


class Trouble(Enum):
    """What goes wrong with a message that the bot posts."""

    LIMITED = "user"
    LIMITED_FOR_ALL = "shared"
    LIMITED_EVERYWHERE = "global"
    HELD = "neither kept nor answered"
    UNANSWERED = "kept, and not answered"
    CUT = "kept, and the connection cut instead of an answer"


LIMITS = frozenset({Trouble.LIMITED, Trouble.LIMITED_FOR_ALL, Trouble.LIMITED_EVERYWHERE})


@dataclass
class Session:
    """A client's gateway session: all events that were sent to it."""

    session_id: str
    frames: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Answer:
    """An answer to an interaction, and the seconds until it came."""

    after: float
    kind: str
    body: dict[str, Any]


class WireDiscord:
    """Answers the bot's requests, sends it the events of a test, and fails as a test demands."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heartbeat_ms = 41_250
        self.acks = True
        self.mute = False
        """If set, nothing is sent or answered, but the socket stays open."""
        self.close_on_identify: int | None = None
        self.compose_guilds: Callable[[], Iterable[dict[str, Any]]] = lambda: [
            guild_payload(channels=[channel_payload(last_message_id=max(self.history, default=None))])
        ]
        self.requests: list[tuple[str, str]] = []
        self.identified_at: list[float] = []
        self.resumed_from: list[int] = []
        self.beats_at: list[float] = []
        self.history: dict[int, dict[str, Any]] = {}
        self._ids: list[int] = []
        self.troubles: list[Trouble] = []
        """What goes wrong with the bot's next messages, in order."""
        self.posted_at: list[float] = []
        self.answers: dict[int, list[Answer]] = {}
        self._asked_at: dict[int, float] = {}
        self._changed = asyncio.Condition()
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._session: Session | None = None
        self._runner: web.AppRunner | None = None
        self._numbers = count(1)

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

    async def wait_until(self, condition: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Waits until a condition on the client holds."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(condition), timeout=patience)

    async def wait_until_ready(self, n_logins: int = 1) -> None:
        """Waits until the client has logged in `n_logins` times and has received the guild."""
        await self.wait_until(lambda: len(self.identified_at) >= n_logins)
        await self.wait_until_read()

    async def wait_until_read(self) -> None:
        """Waits until the client has read all events: it answers a heartbeat request in order."""
        n_beats = len(self.beats_at)
        await self._send({"op": HEARTBEAT, "d": None})
        await self.wait_until(lambda: len(self.beats_at) > n_beats)

    async def dispatch(self, event: str, data: object) -> None:
        if self._session is not None:
            frame = {"op": DISPATCH, "t": event, "s": len(self._session.frames) + 1, "d": data}
            self._session.frames.append(frame)
            await self._send(frame)

    async def frame(self, frame: dict[str, Any]) -> None:
        """Sends a raw frame."""
        await self._send(frame)

    def send_bytes(self, data: bytes) -> None:
        """Sends prepared WebSocket frames."""
        assert self._transport is not None
        self._transport.write(data)

    async def redeliver(self, n_events: int) -> None:
        """Sends the latest events again, unchanged."""
        assert self._session is not None
        for frame in self._session.frames[-n_events:]:
            await self._send(frame)

    async def reconnect(self) -> None:
        """Asks the client to reconnect."""
        await self._send({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Invalidates the client's session."""
        if not resumable:
            self._session = None
        await self._send({"op": INVALID_SESSION, "d": resumable})

    async def message(self, author_id: int, message_id: int | None = None) -> int:
        """Adds a message to the history and sends its event; returns its id."""
        message_id = message_id or self.new_id()
        self.add_unannounced(message_payload(message_id, author_id))
        await self.dispatch("MESSAGE_CREATE", self.history[message_id])
        return message_id

    def add_unannounced(self, message: dict[str, Any]) -> None:
        """Adds a message to the history without an event."""
        insort(self._ids, int(message["id"]))
        self.history[int(message["id"])] = message

    def new_id(self) -> int:
        return snowflake(datetime.now(UTC), next(self._numbers) & 0x3FFFFF)

    async def interaction(self, user_id: int, kind: int, data: dict[str, Any]) -> int:
        """Sends an interaction: a command (2), a component (3) or an autocompletion (4); returns its id."""
        identifier = self.new_id()
        self._asked_at[identifier] = time.monotonic()
        self.answers[identifier] = []
        await self.dispatch("INTERACTION_CREATE", interaction_payload(identifier, user_id, kind, data))
        return identifier

    async def _send(self, frame: dict[str, Any]) -> None:
        if self._socket is not None and not self._socket.closed and not self.mute:
            try:
                await self._socket.send_str(orjson.dumps(frame).decode())
            except ConnectionError:
                self._socket = None

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket, self._transport = socket, request.transport
        self.mute, self.acks = False, True
        await self._send({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}})
        async for received in socket:
            if received.type is not WSMsgType.TEXT:
                break
            if not self.mute:
                await self._heard(socket, orjson.loads(received.data))
        return socket

    async def _heard(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        match frame["op"]:
            case op if op == HEARTBEAT:
                self.beats_at.append(time.monotonic())
                if self.acks:
                    await self._send({"op": HEARTBEAT_ACK})
            case op if op == IDENTIFY:
                self.identified_at.append(time.monotonic())
                if self.close_on_identify is not None:
                    await socket.close(code=self.close_on_identify)
                else:
                    await self._welcome()
            case op if op == RESUME:
                self.resumed_from.append(frame["d"]["seq"])
                await self._resume(frame["d"]["session_id"], frame["d"]["seq"])
        async with self._changed:
            self._changed.notify_all()

    async def _welcome(self) -> None:
        self._session = Session(f"wire-{len(self.identified_at)}")
        guilds = list(self.compose_guilds())
        await self.dispatch(
            "READY",
            {
                "v": 10,
                "user": user_payload(BOT_ID, bot=True),
                "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
                "session_id": self._session.session_id,
                "resume_gateway_url": self.gateway_url,
                "shard": [0, 1],
                "application": {"id": str(APPLICATION_ID), "flags": 0},
            },
        )
        for guild in guilds:
            await self.dispatch("GUILD_CREATE", guild)

    async def _resume(self, session_id: str, sequence: int) -> None:
        if self._session is None or self._session.session_id != session_id:
            await self._send({"op": INVALID_SESSION, "d": False})
            return
        for frame in self._session.frames[sequence:]:
            await self._send(frame)
        await self.dispatch("RESUMED", {})

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        self.requests.append((request.method, path))
        match request.method, path.split("/")[1:]:
            case _, ["interactions", identifier, _, "callback"]:
                return await self._answered(int(identifier), request)
            case _, ["webhooks", _, token, *_]:
                return await self._answered(int(token.removeprefix("token-")), request)
            case "POST", ["channels", _, "messages"]:
                return await self._posted(request)
            case "PUT", [*_, "commands"]:
                return _json([])
            case "GET", parts:
                found = self._found(parts, request.query)
                return _json({"message": "404: Not Found", "code": 0}, status=404) if found is None else _json(found)
            case _:
                return _json({"message": "404: Not Found", "code": 0}, status=404)

    def _found(self, parts: list[str], query: Any) -> object:  # noqa: PLR0911 - one a route
        match parts:
            case ["users", "@me"]:
                return user_payload(BOT_ID, bot=True)
            case ["oauth2", "applications", "@me"]:
                return application_payload()
            case ["channels", channel_id, "messages"]:
                return self._page(int(channel_id), query)
            case ["channels", channel_id]:
                return channel_payload(int(channel_id))
            case [*_, "threads", "active"] | [*_, "threads", "archived", _]:
                return {"threads": [], "members": [], "has_more": False}
            case ["guilds", _, "members"]:
                people = sorted({int(one["author"]["id"]) for one in self.history.values() if "author" in one})
                return [member_payload(one) for one in people if one > int(query.get("after", 0))][:1_000]
            case ["guilds", _, "members", user_id]:
                return member_payload(int(user_id))
            case _:
                return None

    def _page(self, channel_id: int, query: Any) -> list[dict[str, Any]]:
        """Returns a page of a channel's history, newest first; `after` pages from the oldest on."""
        after, before = int(query.get("after", 0)), int(query.get("before", 2**63))
        limit = int(query.get("limit", 50))
        ids = self._ids[bisect_right(self._ids, after) : bisect_left(self._ids, before)]
        if channel_id != CHANNEL_ID:
            return []
        page = ids[:limit] if "after" in query else ids[-limit:]
        return [self.history[one] for one in reversed(page)]

    async def _posted(self, request: web.Request) -> web.Response:
        """Stores the bot's message; answers a repeated nonce with the message of the first request."""
        self.posted_at.append(time.monotonic())
        body = await _payload(request)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble in LIMITS:
            everywhere = trouble is Trouble.LIMITED_EVERYWHERE
            limit = {"message": "You are being rate limited.", "retry_after": RETRY_AFTER, "global": everywhere}
            return _json(limit, status=429, headers={"X-RateLimit-Scope": trouble.value, "Via": "1.1 google"})
        known = [one for one in self.history.values() if body["nonce"] == one.get("nonce")]
        message = message_payload(self.new_id(), BOT_ID) | {
            "author": user_payload(BOT_ID, bot=True),
            "components": body["components"],
            "nonce": body["nonce"],
        }
        if trouble is not Trouble.HELD and not known:
            self.add_unannounced(message)
        async with self._changed:
            self._changed.notify_all()
        if trouble is Trouble.CUT and request.transport is not None:
            request.transport.abort()
        if trouble in {Trouble.HELD, Trouble.UNANSWERED}:
            await asyncio.sleep(PATIENCE)
        return _json(known[0] if known else message)

    async def _answered(self, identifier: int, request: web.Request) -> web.Response:
        body = orjson.loads(await request.read()) if request.content_type == "application/json" else {}
        kind = "callback" if request.path.endswith("callback") else "followup"
        self.answers[identifier].append(Answer(time.monotonic() - self._asked_at[identifier], kind, body))
        async with self._changed:
            self._changed.notify_all()
        message = {**message_payload(self.new_id(), BOT_ID), "author": user_payload(BOT_ID, bot=True)}
        if kind == "followup":
            return _json(message)
        return _json({"interaction": {"id": str(identifier), "type": 2}, "resource": None})


async def _payload(request: web.Request) -> dict[str, Any]:
    """Returns the body of a message, with or without attachments."""
    if request.content_type != "multipart/form-data":
        return dict(orjson.loads(await request.read()))
    return dict(orjson.loads(str((await request.post())["payload_json"])))


def _json(data: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Returns a JSON response with the content type that the client requires."""
    known = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=orjson.dumps(data), status=status, headers=known)
