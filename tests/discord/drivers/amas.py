"""Drives AMAs: proposals, decisions and the thread."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult
from sqlalchemy import update

from community.amas.ama import Ama
from community.brands.consent import ConsentState
from community.ids import AmaId, MemberId
from storage.tables.brands import brand_consent
from tests.discord.drivers.brands import BrandServer, guild_id_of, make_brand_server, posts
from tests.discord.test_brand_consents import call
from tests.discord.world import World, components, last, read

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class AmaServer:
    """A server whose topic consented to a brand, with a moderators' channel and members of the topic."""

    def __init__(self, market: BrandServer, people: list[MemberActor], team: ChannelHandle) -> None:
        self.world = market.world
        self.market = market
        self.guest = market.rep
        self.people = people
        self.team = team

    def when(self, span: timedelta = DAY) -> str:
        return f"{self.world.now + span:%Y-%m-%d %H:%M}"

    async def propose(self, when: str | None = None, actor: MemberActor | None = None) -> InteractionResult:
        return await (actor or self.guest).slash(
            self.market.topic, "brand ama", brand="Foo Ovens", when=self.when() if when is None else when
        )

    async def start_ama(self) -> ChannelHandle:
        """Approves and begins an AMA; returns its thread."""
        assert "Waits for the moderators" in read(await self.propose())
        await self.world.moderator.click(self.cards()[-1], label="Approve")
        await self.world.advance(DAY)
        return self.threads()[-1]

    def cards(self) -> list[discord.Message]:
        return [one for one in posts(self.team) if "Ask Foo Ovens anything" in read(one)]

    def threads(self) -> list[ChannelHandle]:
        return [one for one in self.market.topic.threads if (one.name or "").startswith("Ask ")]

    async def ask(self, actor: MemberActor, thread: ChannelHandle, question: str) -> str:
        form = await actor.click(posts(thread)[0], label="Ask")
        return read(await actor.submit_modal(form, {"question": question}))

    async def queue(
        self, actor: MemberActor, thread: ChannelHandle, whose: str = "The moderators' queue"
    ) -> InteractionResult:
        return await actor.click(posts(thread)[0], label=whose)

    async def pass_on(self, thread: ChannelHandle, *numbers: int) -> InteractionResult:
        shown = await self.queue(self.world.moderator, thread)
        await self.world.moderator.select(last(shown), [str(one) for one in numbers], custom_id=menu(shown, "on"))
        return shown

    async def say(
        self, actor: MemberActor, thread: ChannelHandle, action: str, number: int, words: str
    ) -> InteractionResult:
        """Skips, answers or leaves a question unanswered, by the menu and its modal."""
        shown = await self.queue(actor, thread, "The moderators' queue" if action == "skip" else "The guest's queue")
        form = await actor.select(last(shown), [str(number)], custom_id=menu(shown, action))
        await actor.submit_modal(form, {"words": words})
        return shown

    async def ama(self, number: int = 1) -> Ama:
        return await self.world.bot.services.amas.sessions.find(guild_id_of(self.world), AmaId(number))


def menu(shown: InteractionResult, action: str) -> str:
    """Returns the custom id of a queue's menu."""
    (found,) = (one for one in _custom_ids(components(last(shown))) if one.startswith(f"hamlet:ama:pick:{action}:"))
    return found


def _custom_ids(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield str(item.get("custom_id", ""))
        yield from _custom_ids(item.get("components") or item.get("items") or [])


async def make_ama_server(world: World) -> AmaServer:
    market = await make_brand_server(world)
    team = world.hidden_channel("team")
    await world.settle()
    await world.bot.services.settings.change(
        guild_id_of(world), "general.moderators_channel", str(team.id), MemberId(world.moderator.id), world.now
    )
    await call(market)
    granted = {"state": ConsentState.GRANTED, "shown": ConsentState.GRANTED, "granted_at": world.now}
    async with world.bot.database.write() as connection:
        await connection.execute(update(brand_consent).values(granted | {"ends_at": world.now + 30 * DAY}))
    return AmaServer(market, [world.member(name) for name in ("amy", "bea", "cid")], team)
