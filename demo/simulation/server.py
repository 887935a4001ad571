"""The community on a simulated Discord: its channels, roles and people, and the bot."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import discord
from simcord.actors import MemberActor
from simcord.backend.cdn import CDN_BASE
from simcord.builders import ChannelHandle, RoleHandle, UserHandle
from simcord.components import walk_components
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from bot.app import Hamlet, create_bot
from bot.permissions import invite_permissions
from config.settings import Settings
from demo.story.people import Resident, Role
from demo.story.plan import Plan
from demo.story.sentences.roaster import BRAND
from demo.story.topics import KEEP_DAYS, QUIET_DAYS

ARRIVALS_BEFORE = timedelta(days=40)
"""How long before the start of the plan the first founder joins."""
BOT = "hamlet"
BOT_ARRIVES_BEFORE = timedelta(hours=30)
DIGEST_HOUR = 9
"""The hour at which the digests are due on Mondays."""
ITS_OWN_DIGEST = "trail-running"
"""The key of the topic that has a digest of its own."""
BRAND_KEYWORDS = "otterlamp, otter lamp"
IDLE = 0.001
"""The interval at which SimCord checks whether the bot is idle.

Units
-----
Seconds.
"""
DUE_INTERVAL = timedelta(hours=1)
"""How often the bot looks for due work: the settings' maximum, because the demo runs due work itself."""
BATCH = timedelta(minutes=5)
"""How long recorded events wait to be stored: the settings' maximum."""
PATIENCE = timedelta(seconds=30)
"""How long one step may take on a slow machine; each timeout of the bot is longer."""
PIN = discord.Permissions(manage_messages=True)
"""The permission that SimCord requires where Discord requires Pin Messages."""
TEAL, VIOLET, AMBER = 0x2DD4BF, 0xC4B5FD, 0xFCD34D
"""Colours of roles, readable on Discord's dark background."""
ZONE = ZoneInfo("UTC")
"""The server's time zone: the default of the settings."""


class DemoServer:
    """A server with the real bot.

    Entering the context connects the bot, leaving it closes the bot and the simulation.
    """

    def __init__(self, plan: Plan, database_url: str) -> None:
        self.plan = plan
        self.bot: Hamlet = create_bot(settings(database_url))
        self.env = Env(self.bot, check_errors=False, settle_timeout=PATIENCE.total_seconds())
        backend = self.env.backend
        backend.edit_bot_profile(BOT.capitalize())
        backend.bot_user.avatar = BOT
        users = {person.key: self._make_user(person.key, person.name) for person in plan.people}
        self.moderator_key = next(person.key for person in plan.people if person.role is Role.MODERATOR)
        self.guild = self.env.create_guild(plan.name, owner=users[self.moderator_key])
        self.people = {key: MemberActor(self.env, self.guild, user) for key, user in users.items()}
        self._topic_roles = self._make_roles()
        self._make_channels()
        self._let_founders_in()

    async def __aenter__(self) -> Self:
        await self.env.start()
        await self.settle()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.bot.close()
        await self.env.shutdown()

    @property
    def n_people(self) -> int:
        """Returns the number of members, without the bot."""
        return len(self.guild.member_ids()) - 1

    @property
    def moderator(self) -> MemberActor:
        """Returns the moderator, who sets up the bot."""
        return self.people[self.moderator_key]

    def latest(self, channel: ChannelHandle, label: str) -> ResponseMessage:
        """Returns the bot's latest post in a channel that has a button with the label.

        Raises
        ------
        LookupError
            If there is no such post.
        """
        backend = self.env.backend
        for post in sorted(backend.messages[channel.id].values(), key=lambda one: one.id, reverse=True):
            message = ResponseMessage(self.env, post)
            if post.author_id == backend.bot_user.id and label in labels(message):
                return message
        raise LookupError(f"there is no button {label!r} in #{channel.name}")

    def move_to(self, instant: datetime) -> None:
        """Moves the clock forward to an instant; does nothing if the instant has passed."""
        self.env.backend.advance_clock(max(0.0, (instant - self.env.now()).total_seconds()))

    async def settle(self) -> None:
        """Waits until the bot is idle."""
        await self.env.settle(idle=IDLE)

    async def run_due(self) -> None:
        """Runs the bot's due work at the simulated time and waits until the bot is idle."""
        with self.env.time_context():
            await self.bot.ring()
        await self.settle()

    def open_thread(self, topic: str, title: str, owner_id: int, minutes: int) -> ChannelHandle:
        """Opens a thread in a topic's channel.

        Units
        -----
        `minutes` is the time without messages after which Discord archives the thread.
        """
        thread = self.env.backend.create_thread(self.topics[topic].id, title, owner_id, auto_archive_duration=minutes)
        return ChannelHandle(self.env, self.guild, thread)

    def arrive(self, key: str) -> MemberActor:
        """Adds a person of the plan to the server."""
        return self.guild.add_member(self.people[key].user)

    def welcome(self, key: str, name: str) -> MemberActor:
        """Adds a person who is not in the plan to the server."""
        self.people[key] = self.guild.add_member(self._make_user(key, name))
        return self.people[key]

    async def set_up(self) -> None:
        """Sets up the bot as the moderator; the founders then choose their topics."""
        self.move_to(self.plan.start - BOT_ARRIVES_BEFORE)
        rosa = self.moderator
        for key, picked in (
            ("brands.rep_role", self._rep_role),
            ("general.moderators_channel", self.moderators),
            ("onboarding.welcome_channel", self.welcome_channel),
            ("onboarding.introductions_channel", self.introductions),
            ("onboarding.greeters_channel", self.greeters),
            ("topics.proposals_channel", self.proposals),
            ("circles.channel", self.circles_channel),
        ):
            await self._pick(key, picked)
        for key, number in (("topics.quiet_days", QUIET_DAYS), ("topics.keep_days", KEEP_DAYS)):
            await self._type(key, str(number))
        for topic in self.plan.topics:
            await rosa.slash(
                self.moderators,
                "topic add",
                channel=self.topics[topic.key],
                description=topic.description,
                role=self._topic_roles[topic.key],
            )
        await rosa.slash(self.moderators, "brand add", name=BRAND, keywords=BRAND_KEYWORDS)
        await self._schedule("community", self.digest)
        await self._schedule("brand", self.brand_channel, cadence="monthly", day="1", brand=BRAND)
        await self._schedule("moderators", self.moderators)
        await self._schedule("topic", self.topics[ITS_OWN_DIGEST], topic=ITS_OWN_DIGEST)
        for person in self.plan.people:
            if person.joins_at is None:
                self.move_to(self.env.now() + timedelta(minutes=4))
                await self._choose(person)
        await self.run_due()

    async def _schedule(
        self, kind: str, channel: ChannelHandle, *, cadence: str = "weekly", day: str = "monday", **about: str
    ) -> None:
        """Schedules a digest at `DIGEST_HOUR`, on Mondays by default."""
        time = f"{DIGEST_HOUR:02}:00"
        await self.moderator.slash(
            self.moderators,
            "digest schedule",
            kind=kind,
            channel=channel,
            cadence=cadence,
            day=day,
            time=time,
            **about,
        )

    async def _pick(self, key: str, picked: ChannelHandle | RoleHandle) -> None:
        """Picks a channel or a role on the settings screen."""
        screen, _ = await self._setting(key)
        await self.moderator.select(screen, [picked], custom_id=f"hamlet:settings:pick:{key}")

    async def _type(self, key: str, value: str) -> None:
        """Types a value on the settings screen."""
        _, shown = await self._setting(key)
        await self.moderator.submit_modal(form(shown), {"value": value})

    async def _setting(self, key: str) -> tuple[ResponseMessage, InteractionResult]:
        """Selects a setting; returns the settings screen and the result of the selection."""
        rosa, feature = self.moderator, key.partition(".")[0]
        screen = response(await rosa.slash(self.moderators, "settings"))
        await rosa.select(screen, [feature], custom_id="hamlet:settings:feature")
        return screen, await rosa.select(screen, [key], custom_id="hamlet:settings:setting")

    async def _choose(self, person: Resident) -> None:
        actor = self.people[person.key]
        shown = response(await actor.slash(self.general_channel, "topic browse"))
        await actor.select(shown, self.picks(shown, person.interests))

    def avatar_urls(self) -> Mapping[str, str]:
        """Returns the URL of each person's avatar by the person's key, and the bot's by `BOT`."""
        users = {key: actor.user for key, actor in self.people.items()}
        users[BOT] = UserHandle(self.env, self.env.backend.bot_user)
        return {key: f"{CDN_BASE}/avatars/{user.id}/{user.avatar}.png" for key, user in users.items()}

    def picks(self, shown: ResponseMessage, interests: tuple[str, ...]) -> list[str]:
        """Returns the values of the menu options that name the topics in `interests`."""
        names = {self.topics[key].name for key in interests}
        return [str(option["value"]) for option in options(shown) if option["label"] in names]

    def _make_user(self, key: str, name: str) -> UserHandle:
        return self.env.create_user(key, global_name=name, avatar=key)

    def _make_roles(self) -> Mapping[str, RoleHandle]:
        backend, guild = self.env.backend, self.guild
        self._moderator_role = guild.create_role(
            "Moderators",
            permissions=discord.Permissions(
                manage_guild=True, manage_messages=True, manage_threads=True, moderate_members=True
            ),
            position=40,
            color=AMBER,
            hoist=True,
        )
        self._rep_role = guild.create_role("Brand representatives", position=30, color=VIOLET, hoist=True)
        self._bot_role = guild.roles[backend.bot_user.name]
        granted = (invite_permissions() | PIN).value
        backend.edit_role(guild.id, self._bot_role.id, {"position": 50, "permissions": granted, "color": TEAL})
        return {
            topic.key: guild.create_role(topic.name, position=10 + place)
            for place, topic in enumerate(self.plan.topics)
        }

    def _make_channels(self) -> None:
        guild = self.guild
        street = guild.create_category("The street")
        self.welcome_channel = self._channel("welcome", "Where newcomers are greeted.", street, self._read_only())
        self.introductions = self._channel("introductions", "Who is new here.", street, self._read_only())
        self.general_channel = self._channel("porch", "Everything that has no room of its own.", street)
        self.digest = self._channel("digest", "The story of the week, every Monday.", street, self._read_only())
        self.proposals = self._channel("proposals", "What could we talk about next?", street, self._read_only())
        self.greeters = self._channel("greeters", "Who waits for a hello.", street, self._read_only())
        self.circles_channel = self._channel("nook", "Where circles begin.", street)
        rooms = guild.create_category("Topics")
        self.topics = {topic.key: self._channel(topic.key, topic.description, rooms) for topic in self.plan.topics}
        behind = guild.create_category("Behind the counter")
        self.brand_channel = self._channel("otterlamp", "What the roastery gets to see.", behind)
        self.moderators = self._channel("moderators", "Settings, plans, worries.", behind, self._moderators_only())

    def _channel(
        self,
        name: str,
        topic: str,
        category: ChannelHandle,
        overwrites: dict[Any, discord.PermissionOverwrite] | None = None,
    ) -> ChannelHandle:
        return self.guild.create_text_channel(name, topic=topic, category=category, overwrites=overwrites)

    def _read_only(self) -> dict[Any, discord.PermissionOverwrite]:
        return {
            self.guild.default_role: discord.PermissionOverwrite(send_messages=False),
            self._bot_role: discord.PermissionOverwrite(send_messages=True),
            self._moderator_role: discord.PermissionOverwrite(send_messages=True),
        }

    def _moderators_only(self) -> dict[Any, discord.PermissionOverwrite]:
        return {
            self.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            self._bot_role: discord.PermissionOverwrite(view_channel=True),
            self._moderator_role: discord.PermissionOverwrite(view_channel=True),
        }

    def _let_founders_in(self) -> None:
        """Adds the founders to the server while the bot is not connected, so that it does not greet them."""
        founders = [person for person in self.plan.people if person.joins_at is None]
        hats = {Role.MODERATOR: [self._moderator_role.id], Role.REPRESENTATIVE: [], Role.MEMBER: []}
        first = self.plan.start - ARRIVALS_BEFORE
        for place, person in enumerate(founders):
            self.move_to(first + place / len(founders) * (ARRIVALS_BEFORE - BOT_ARRIVES_BEFORE))
            self.env.backend.add_member(self.guild.id, self.people[person.key].id, roles=hats[person.role])


def settings(database_url: str) -> Settings:
    """Returns settings from code alone; no file and none of the bot's environment variables is read."""
    return Settings(
        _env_file=None,
        _env_prefix="HAMLET_DEMO_",
        database_url=database_url,
        log_level="warning",
        bell_seconds=int(DUE_INTERVAL.total_seconds()),
        batch_seconds=BATCH.total_seconds(),
    )


def response(shown: InteractionResult) -> ResponseMessage:
    """Returns the last message that answers an interaction.

    Raises
    ------
    LookupError
        If there is no answer.
    """
    message = shown.followups[-1] if shown.followups else shown.response
    if message is None:
        raise LookupError("the bot did not answer")
    return message


def form(shown: InteractionResult) -> InteractionResult:
    """Returns the result of an interaction that opened a form.

    Raises
    ------
    LookupError
        If it opened no form; the message quotes the answer.
    """
    if shown.modal is None:
        raise LookupError(f"no form, but: {text(response(shown))}")
    return shown


def text(message: ResponseMessage) -> str:
    """Returns the text of a message and its components, from top to bottom."""
    parts = [message.content, *(str(one["content"]) for one in walk_components(message.components) if "content" in one)]
    return "\n\n".join(part for part in parts if part)


def labels(shown: ResponseMessage) -> set[str]:
    """Returns the labels of a message's components."""
    return {str(one["label"]) for one in walk_components(shown.components) if "label" in one}


def options(shown: ResponseMessage) -> list[Mapping[str, Any]]:
    """Returns the options of all menus in a message."""
    return [option for one in walk_components(shown.components) for option in one.get("options") or ()]
