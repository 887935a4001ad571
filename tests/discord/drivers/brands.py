"""Drives brands: adding them and their representatives."""

from dataclasses import dataclass

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, RoleHandle
from simcord.results import InteractionResult

from community.ids import GuildId, MemberId
from tests.discord.world import World, last, read


@dataclass
class BrandServer:
    """A server with one brand and a representative."""

    world: World
    role: RoleHandle
    rep: MemberActor
    topic: ChannelHandle

    def nick(self, actor: MemberActor | None = None) -> str | None:
        return self.world.env.backend.get_member(self.world.guild.id, (actor or self.rep).id).nick or None

    def has_role(self, actor: MemberActor | None = None) -> bool:
        return self.role.id in self.world.env.backend.get_member(self.world.guild.id, (actor or self.rep).id).role_ids


def guild_id_of(world: World) -> GuildId:
    return GuildId(world.guild.id)


async def set_rep_role(world: World, *, position: int = 5) -> RoleHandle:
    role = world.guild.create_role("Brand people", position=position)
    await world.settle()
    await world.bot.services.settings.change(
        guild_id_of(world), "brands.rep_role", str(role.id), MemberId(world.moderator.id), world.now
    )
    return role


async def add_brand(world: World, name: str = "Foo Ovens", keywords: str = "foo, foo oven") -> None:
    assert "is known here" in read(await world.moderator.slash(world.lobby, "brand add", name=name, keywords=keywords))


async def ask_rep(world: World, actor: MemberActor, brand: str = "Foo Ovens") -> InteractionResult:
    return await world.moderator.slash(world.lobby, "brand rep", brand=brand, member=actor)


async def make_brand_server(world: World) -> BrandServer:
    """Adds Foo Ovens, makes Finn its representative, and a topic with five members."""
    role = await set_rep_role(world)
    await add_brand(world)
    finn = world.member("finn")
    question = await ask_rep(world, finn)
    await finn.click(last(question), label="Yes, I speak for it")
    topic = world.channel("bread")
    await world.moderator.slash(world.lobby, "topic add", channel=topic)
    return BrandServer(world, role, finn, topic)


def posts(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if message.author.bot]


async def press(world: World, channel: ChannelHandle, actor: MemberActor, custom_id: str) -> InteractionResult:
    """Presses a button with a forged or outdated custom id."""
    button = {"type": 2, "style": 1, "label": "forged", "custom_id": custom_id}
    made = world.env.backend.create_message(
        channel.id, world.env.backend.bot_user.id, "", components=[{"type": 1, "components": [button]}]
    )
    await world.settle()
    (shown,) = (one for one in channel.history() if one.id == made.id)
    return await actor.click(shown, label="forged")
