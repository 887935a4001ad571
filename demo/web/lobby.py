"""Serves a page that lists channels and people, and opens SimCord's page of a channel as seen by one person."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from simcord.actors import MemberActor
from simcord.backend.access import can_access_channel
from simcord.backend.errors import SetupError
from simcord.builders import ChannelHandle
from simcord.preview import Preview
from simcord.results import ResponseMessage

from community.errors import OperatorError
from demo.simulation.runner import Runner
from demo.simulation.server import BOT, DemoServer
from demo.story.people import Resident, Role
from demo.web.avatars import avatar, emblem

LOOPBACK = "127.0.0.1"
WEEK = timedelta(weeks=1)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Cast:
    """The keys of the people that the page suggests first."""

    moderator: str
    talkative: str
    newcomer: str
    representative: str


class Lobby:
    """Serves the page and the channel that is open."""

    def __init__(self, server: DemoServer, life: Runner, newcomer: str) -> None:
        self._server = server
        self._life = life
        self._persons = {person.key: person for person in server.plan.people}
        self._cast = Cast(
            moderator=server.moderator_key,
            talkative=self._most_talkative(),
            newcomer=newcomer,
            representative=next(key for key, one in self._persons.items() if one.role is Role.REPRESENTATIVE),
        )
        self._pictures = {BOT: emblem()} | {key: avatar(key) for key in server.people}
        self._one_at_a_time = asyncio.Lock()
        self._preview: Preview | None = None
        self._preview_port: int | None = None
        self._page = Template(_beside("lobby.html"))
        self._style = _beside("lobby.css")

    @asynccontextmanager
    async def opened(self, port: int) -> AsyncIterator[str]:
        """Serves the page on this machine alone; yields its address. Port 0 is any free port.

        Raises
        ------
        OperatorError
            If the port is taken.
        """
        runner = web.AppRunner(self._application(), access_log=None)
        await runner.setup()
        try:
            await _listen(runner, port)
            yield f"http://{LOOPBACK}:{runner.addresses[0][1]}/"
        finally:
            await self._close()
            await runner.cleanup()

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[_guarded])
        app.router.add_get("/", self._show)
        app.router.add_get("/lobby.css", self._show_style)
        app.router.add_get("/face/{key}.png", self._show_face)
        app.router.add_get("/open", self._open)
        app.router.add_post("/week", self._let_a_week_pass)
        return app

    async def _show(self, request: web.Request) -> web.Response:
        viewer = self._viewer(request.query.get("as", str(self._server.people[self._cast.talkative].id)))
        return web.Response(text=self._render(viewer), content_type="text/html")

    async def _show_style(self, _: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css")

    async def _show_face(self, request: web.Request) -> web.Response:
        picture = self._pictures.get(request.match_info["key"])
        if picture is None:
            raise web.HTTPNotFound(text="There is nobody of that name.")
        return web.Response(body=picture, content_type="image/png")

    async def _open(self, request: web.Request) -> web.Response:
        viewer = self._viewer(request.query.get("as", ""))
        channel = self._channel(request.query.get("channel", ""), viewer)
        async with self._one_at_a_time:
            await self._close()
            try:
                preview = self._server.env.preview(
                    channel,
                    viewers=[viewer],
                    layout="channel",
                    port=self._preview_port,
                    assets=self._avatars(),
                )
                await preview.__aenter__()
                self._preview, self._preview_port = preview, urlsplit(preview.url).port
                await self._show_latest(preview, channel, viewer)
            except SetupError:
                raise web.HTTPConflict(text="The bot is still busy. Please go back and try again.") from None
        raise web.HTTPSeeOther(preview.url)

    async def _show_latest(self, preview: Preview, channel: ChannelHandle, viewer: MemberActor) -> None:
        """Shows the bot's latest message if the channel's latest message is not the bot's."""
        messages = self._server.env.backend.messages[channel.id].values()
        latest = max((one for one in messages if one.visible_to(viewer.id)), key=lambda one: one.id, default=None)
        if latest is not None:
            await preview.show(ResponseMessage(self._server.env, latest))

    async def _let_a_week_pass(self, request: web.Request) -> web.Response:
        viewer = self._viewer(str((await request.post()).get("as", "")))
        async with self._one_at_a_time:
            await self._close()
            async for _ in self._life.advance(self._life.lived_until + WEEK):
                pass
        raise web.HTTPSeeOther(f"/?{urlencode({'as': viewer.id})}")

    async def _close(self) -> None:
        if self._preview is not None:
            await self._preview.close()
            self._preview = None

    def _viewer(self, typed: str) -> MemberActor:
        present = set(self._server.guild.member_ids())
        for actor in self._server.people.values():
            if str(actor.id) == typed and actor.id in present:
                return actor
        raise web.HTTPNotFound(text="There is nobody of that number.")

    def _channel(self, typed: str, viewer: MemberActor) -> ChannelHandle:
        for channel in self._visible(self._channels(), viewer):
            for one in (channel, *channel.threads):
                if str(one.id) == typed:
                    return one
        raise web.HTTPNotFound(text="There is no such channel for these eyes.")

    def _channels(self) -> list[ChannelHandle]:
        return list(self._server.guild.channels.values())

    def _visible(self, channels: Iterable[ChannelHandle], viewer: MemberActor) -> list[ChannelHandle]:
        env = self._server.env
        return [one for one in channels if can_access_channel(env, one.id, viewer, history=True)]

    def _avatars(self) -> dict[str, tuple[str, bytes]]:
        return {
            url: (f"{key}.png", self._pictures[key])
            for key, url in self._server.avatar_urls().items()
            if key in self._pictures
        }

    def _most_talkative(self) -> str:
        members = [one for one in self._server.plan.people if one.role is Role.MEMBER and one.leaves_at is None]
        return max((one for one in members if one.joins_at is None), key=lambda one: one.talkativeness).key

    def _render(self, viewer: MemberActor) -> str:
        server, cast = self._server, self._cast
        featured = [cast.moderator, cast.talkative, cast.newcomer, cast.representative]
        present = set(server.guild.member_ids())
        others = sorted(key for key, actor in server.people.items() if key not in featured and actor.id in present)
        now = server.env.now()
        return self._page.substitute(
            name=escape(server.guild.name),
            n_people=server.n_people,
            weeks=_weeks(self._life.lived_until - server.plan.start),
            suggestions=self._suggestions(),
            viewer_id=viewer.id,
            viewer=escape(_name(viewer)),
            featured="".join(self._person(key, viewer) for key in featured),
            others="".join(self._person(key, viewer) for key in others),
            n_others=len(others),
            others_open=" open" if any(server.people[key] is viewer for key in others) else "",
            channels=self._list(viewer),
            weeks_left=_weeks_left((server.plan.end - self._life.lived_until) // WEEK),
            now=f"{now:%A}, {now.day} {now:%B %Y}, {now:%H:%M}",
            now_iso=now.isoformat(),
        )

    def _suggestions(self) -> str:
        server, people = self._server, self._server.people
        talkative, newcomer = people[self._cast.talkative], people[self._cast.newcomer]
        topic = next(one for one in server.plan.topics if not one.sleepy)
        told = (
            (
                "Read the digest",
                "The story of the week, with its chart and the threads worth reading.",
                talkative,
                server.digest,
            ),
            (
                "Arrive as a newcomer",
                f"{_name(newcomer)} has just come in: press Get started and choose.",
                newcomer,
                server.welcome_channel,
            ),
            (
                "Ask for a recommendation",
                f"Type /recommend ask in #{topic.key}, then look at the thread.",
                talkative,
                server.topics[topic.key],
            ),
            (
                "Propose a topic",
                "Type /topic propose in #porch. Five presses make it sprout; #proposals shows one that did.",
                talkative,
                server.proposals,
            ),
            (
                "See what a brand sees",
                "The roastery's own digest: figures of enough people, and nobody's name.",
                people[self._cast.representative],
                server.brand_channel,
            ),
        )
        return "".join(
            f'<li><a href="{_address(viewer, channel)}">'
            f"<strong>{escape(title)}</strong><span>{escape(text)}</span></a></li>"
            for title, text, viewer, channel in told
        )

    def _person(self, key: str, viewer: MemberActor) -> str:
        actor = self._server.people[key]
        current = ' aria-current="true"' if actor is viewer else ""
        return (
            f'<li><a href="/?{urlencode({"as": actor.id})}"{current}>'
            f'<img src="/face/{escape(key)}.png" alt="" width="44" height="44" loading="lazy">'
            f"<span><strong>{escape(_name(actor))}</strong><small>{escape(self._about(key))}</small></span></a></li>"
        )

    def _about(self, key: str) -> str:
        match key:
            case self._cast.moderator:
                return "Moderator: try /settings, /onboarding funnel, /recommend flags or /brand ledger"
            case self._cast.talkative:
                return "Talks most of all: try /stats me or /catchup"
            case self._cast.newcomer:
                return "New here: press Get started in #welcome"
            case self._cast.representative:
                return "Speaks for the roastery, and is labelled: try /brand list"
        return _interests(self._persons[key], self._server)

    def _list(self, viewer: MemberActor) -> str:
        """Returns the list of channels that a person sees, by category, then the matching threads."""
        backend = self._server.env.backend
        channels = {one.id: one for one in self._visible(self._channels(), viewer)}
        groups: list[tuple[str, list[str]]] = [
            (
                str(category.name),
                [
                    self._channel_item(one, viewer)
                    for one in channels.values()
                    if backend.get_channel(one.id).parent_id == category.id
                ],
            )
            for category in channels.values()
        ]
        asks = [
            thread
            for channel in self._server.topics.values()
            if channel.id in channels
            for thread in self._visible(channel.threads, viewer)
            if backend.get_channel(thread.id).owner_id == backend.bot_user.id
        ]
        listed = "".join(f"<h3>{escape(name)}</h3><ul>{''.join(items)}</ul>" for name, items in groups if items)
        return listed + (f"<h3>Asked for</h3>{self._threads(asks, viewer)}" if asks else "")

    def _channel_item(self, channel: ChannelHandle, viewer: MemberActor) -> str:
        threads = self._visible(channel.threads, viewer)
        below = ""
        if threads:
            noun = "thread" if len(threads) == 1 else "threads"
            below = f"<details><summary>{len(threads)} {noun}</summary>{self._threads(threads, viewer)}</details>"
        return f"<li>{_link(channel, viewer)}{below}</li>"

    def _threads(self, threads: Iterable[ChannelHandle], viewer: MemberActor) -> str:
        """Returns a list of threads, newest first."""
        newest = sorted(threads, key=lambda one: one.id, reverse=True)
        return f'<ul class="threads">{"".join(f"<li>{_link(one, viewer)}</li>" for one in newest)}</ul>'


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
    except OSError:
        raise OperatorError(f"port {port} can't be used; leave --port out for one that is free") from None


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses requests for another host's name or from another site's page."""
    sock = request.transport.get_extra_info("sockname") if request.transport else None
    ours = {f"{host}:{sock[1]}" for host in (LOOPBACK, "localhost")} if sock else set()
    origin = request.headers.get("Origin")
    if request.host not in ours or origin not in {None, *(f"http://{one}" for one in ours)}:
        raise web.HTTPForbidden(text="This page is for this machine alone.", headers=HEADERS)
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        answer.headers.update(HEADERS)
        raise
    response.headers.update(HEADERS)
    return response


def _address(viewer: MemberActor, channel: ChannelHandle) -> str:
    return escape(f"/open?{urlencode({'as': viewer.id, 'channel': channel.id})}")


def _link(channel: ChannelHandle, viewer: MemberActor) -> str:
    return f'<a href="{_address(viewer, channel)}">{escape(str(channel.name))}</a>'


def _name(actor: MemberActor) -> str:
    return actor.user.global_name or actor.name


def _interests(person: Resident, server: DemoServer) -> str:
    names = [topic.name for topic in server.plan.topics if topic.key in person.interests]
    return ", ".join(names) or "Has not chosen anything yet"


def _weeks(span: timedelta) -> str:
    n_weeks = span // WEEK
    return "a week" if n_weeks == 1 else f"{n_weeks} weeks"


def _weeks_left(n_weeks: int) -> str:
    if n_weeks < 1:
        return "The story has been told: from now on the street is quiet, and the bot has little to tell."
    return "It takes a few seconds. On Monday morning there is another digest."


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")
