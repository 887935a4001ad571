"""A small server on a simulated Discord, with the real bot in it."""

from collections.abc import Callable, MutableMapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from bot.app import Hamlet
from bot.permissions import invite_permissions
from cogs.kit.errors import as_refusal

Readable = InteractionResult | ResponseMessage | discord.Message | None


class World:
    """Holds the people, channels, bot and clock of a test; collects the bot's unexpected errors."""

    def __init__(
        self,
        env: Env,
        make_bot: Callable[[], Hamlet],
        log: Sequence[MutableMapping[str, Any]],
    ) -> None:
        self.env = env
        assert isinstance(env.bot, Hamlet)
        self.bot: Hamlet = env.bot
        self._make_bot = make_bot
        self._log = log
        self._n_forgiven = 0
        self.guild: GuildHandle = env.create_guild("Juniper Street", owner=env.create_user("Founder", bot=True))
        self.hamlet_role: RoleHandle = self._place_bot_role()
        self.lobby = self.channel("lobby")
        self.moderator_role = self.guild.create_role(
            "Moderators", permissions=discord.Permissions(manage_guild=True), position=1
        )
        self.moderator = self.member("rosa", self.moderator_role)

    def _place_bot_role(self) -> RoleHandle:
        """Moves the bot's role above the others and grants it the permissions of the invite link."""
        role = self.guild.roles[self.env.backend.bot_user.name]
        self.env.backend.edit_role(self.guild.id, role.id, {"position": 50, "permissions": invite_permissions().value})
        return role

    @property
    def now(self) -> datetime:
        """Returns the simulated time."""
        return self.env.now()

    def member(self, name: str, *roles: RoleHandle) -> MemberActor:
        """Adds a member; call :meth:`settle` if the bot's reaction matters."""
        return self.guild.add_member(self.env.create_user(name), roles=roles)

    def actor(self, member_id: int) -> MemberActor:
        """Returns a member who joined before."""
        return MemberActor(self.env, self.guild, UserHandle(self.env, self.env.backend.get_user(member_id)))

    def channel(self, name: str, **options: Any) -> ChannelHandle:
        """Creates a text channel."""
        return self.guild.create_text_channel(name, **options)

    def hidden_channel(self, name: str) -> ChannelHandle:
        """Creates a text channel that only the bot and the moderators see."""
        return self.channel(
            name,
            overwrites={
                self.guild.default_role: discord.PermissionOverwrite(view_channel=False),
                self.hamlet_role: discord.PermissionOverwrite(view_channel=True),
                self.moderator_role: discord.PermissionOverwrite(view_channel=True),
            },
        )

    def sees(self, actor: MemberActor, channel: ChannelHandle) -> bool:
        """Returns whether a member can see a channel."""
        granted = self.env.backend.compute_permissions(self.guild.id, actor.id, channel.id)
        return discord.Permissions(granted).view_channel

    def set_bot_permissions(self, permissions: discord.Permissions) -> None:
        """Sets the bot's permissions to exactly these."""
        self.env.backend.edit_role(self.guild.id, self.hamlet_role.id, {"permissions": permissions.value})

    async def settle(self) -> None:
        """Waits until the bot is idle."""
        await self.env.settle(idle=0.001)

    async def advance(self, span: timedelta) -> None:
        """Moves the clock forward, runs due work once and waits until the bot is idle."""
        self.env.backend.advance_clock(span.total_seconds())
        await self.bot.ring()
        await self.settle()

    async def restart(self, *, kill: bool = False) -> None:
        """Ends the bot, by a shutdown or a kill, and starts another on the same database."""
        if kill:
            await self.bot.database.close()
        else:
            await self.bot.close()
        self.bot = self._make_bot()
        await self.env.restart_bot(self.bot)

    def unexpected_errors(self) -> list[object]:
        """Returns the unexpected errors since the last call."""
        found: list[object] = [error for error in self.env.errors if as_refusal(error) is None]
        found += [entry for entry in self._log if entry["log_level"] in {"error", "critical"}]
        fresh = found[self._n_forgiven :]
        self._n_forgiven = len(found)
        return fresh


def read(shown: Readable) -> str:
    """Returns all text of an answer: content, embeds, components, labels, alt texts."""
    message = last(shown)
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    parts += _texts(components(message))
    return "\n".join(part for part in parts if part)


def last(shown: Readable) -> ResponseMessage | discord.Message:
    """Returns the latest message of an answer."""
    if isinstance(shown, InteractionResult):
        shown = shown.followups[-1] if shown.followups else shown.response
    assert shown is not None, "nothing was answered"
    return shown


def components(message: ResponseMessage | discord.Message) -> list[dict[str, Any]]:
    """Returns the components of a message as they were sent."""
    if isinstance(message, ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]  # type: ignore[misc]


def labels(shown: Readable) -> list[str]:
    """Returns the labels of a message's buttons."""
    message = last(shown)
    return [
        str(one["label"]) for one in _walk(components(message)) if one.get("type") == discord.ComponentType.button.value
    ]


def custom_id(shown: Readable, label: str) -> str:
    """Returns the custom id of the button with a label."""
    (found,) = (one["custom_id"] for one in _walk(components(last(shown))) if one.get("label") == label)
    return str(found)


def _walk(items: Sequence[Any]) -> list[dict[str, Any]]:
    flat: list[dict[str, Any]] = []
    for item in items:
        flat.append(item)
        flat += _walk(item.get("components") or item.get("items") or [])
    return flat


def _texts(items: Sequence[Any]) -> list[str]:
    found: list[str] = []
    for item in _walk(items):
        found += [str(item[key]) for key in ("content", "label", "placeholder", "description") if item.get(key)]
        for option in item.get("options") or []:
            found += [str(option[key]) for key in ("label", "description") if option.get(key)]
    return found
