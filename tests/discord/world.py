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
    """People, channels, the bot and the clock; what the bot did wrong is found at the end of the test."""

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
        """The bot's own role, above the others, with what the invite link asks for."""
        role = self.guild.roles[self.env.backend.bot_user.name]
        self.env.backend.edit_role(self.guild.id, role.id, {"position": 50, "permissions": invite_permissions().value})
        return role

    @property
    def now(self) -> datetime:
        """The simulated instant."""
        return self.env.now()

    def member(self, name: str, *roles: RoleHandle) -> MemberActor:
        """Somebody joins; call :meth:`settle` where the bot's reaction matters."""
        return self.guild.add_member(self.env.create_user(name), roles=roles)

    def actor(self, member_id: int) -> MemberActor:
        """Somebody who joined before."""
        return MemberActor(self.env, self.guild, UserHandle(self.env, self.env.backend.get_user(member_id)))

    def channel(self, name: str, **options: Any) -> ChannelHandle:
        """A text channel."""
        return self.guild.create_text_channel(name, **options)

    def hidden_channel(self, name: str) -> ChannelHandle:
        """A text channel that only those let in can see, the moderators, and the bot."""
        return self.channel(
            name,
            overwrites={
                self.guild.default_role: discord.PermissionOverwrite(view_channel=False),
                self.hamlet_role: discord.PermissionOverwrite(view_channel=True),
                self.moderator_role: discord.PermissionOverwrite(view_channel=True),
            },
        )

    def sees(self, actor: MemberActor, channel: ChannelHandle) -> bool:
        """Whether a member can see a channel."""
        granted = self.env.backend.compute_permissions(self.guild.id, actor.id, channel.id)
        return discord.Permissions(granted).view_channel

    def set_bot_permissions(self, permissions: discord.Permissions) -> None:
        """From now on the bot may do just this."""
        self.env.backend.edit_role(self.guild.id, self.hamlet_role.id, {"permissions": permissions.value})

    async def settle(self) -> None:
        """Until the bot has nothing left to do."""
        await self.env.settle(idle=0.001)

    async def advance(self, span: timedelta) -> None:
        """Time passes, and due work is run once."""
        self.env.backend.advance_clock(span.total_seconds())
        await self.bot.ring()
        await self.settle()

    async def restart(self, *, kill: bool = False) -> None:
        """The process ends, kindly or not, and another one starts on the same database."""
        if kill:
            await self.bot.database.close()
        else:
            await self.bot.close()
        self.bot = self._make_bot()
        await self.env.restart_bot(self.bot)

    def unexpected_errors(self) -> list[object]:
        """What went wrong in a way that nobody foresaw; asking forgives what happened so far."""
        found: list[object] = [error for error in self.env.errors if as_refusal(error) is None]
        found += [entry for entry in self._log if entry["log_level"] in {"error", "critical"}]
        fresh = found[self._n_forgiven :]
        self._n_forgiven = len(found)
        return fresh


def read(shown: Readable) -> str:
    """Everything that a person reads in an answer: content, embeds, components, labels, alt texts."""
    message = last(shown)
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    parts += _texts(components(message))
    return "\n".join(part for part in parts if part)


def last(shown: Readable) -> ResponseMessage | discord.Message:
    """The latest message of an answer."""
    if isinstance(shown, InteractionResult):
        shown = shown.followups[-1] if shown.followups else shown.response
    assert shown is not None, "nothing was answered"
    return shown


def components(message: ResponseMessage | discord.Message) -> list[dict[str, Any]]:
    """An answer's components as they were sent."""
    if isinstance(message, ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]  # type: ignore[misc]


def labels(shown: Readable) -> list[str]:
    """The labels of the buttons that can be pressed."""
    message = last(shown)
    return [
        str(one["label"]) for one in _walk(components(message)) if one.get("type") == discord.ComponentType.button.value
    ]


def custom_id(shown: Readable, label: str) -> str:
    """What a button carries."""
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
