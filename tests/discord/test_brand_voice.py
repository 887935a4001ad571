from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from simcord.actors import MemberActor
from sqlalchemy import func, select

from bot.app import Hamlet, create_bot
from community.brands.figures import PERIOD_DAYS, period_before
from community.ids import MemberId
from config.settings import Settings
from storage.tables.brands import brand_mention
from tests.discord.drivers.brands import add_brand, guild_id_of, make_brand_server
from tests.discord.test_brand_digest import preview
from tests.discord.world import World, last, read

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def make_bot(tmp_path: Path) -> Callable[[], Hamlet]:
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path}/voice.db", message_content=True)
    return lambda: create_bot(settings)


async def opt_out(world: World, person: MemberActor) -> None:
    asked = await person.slash(world.lobby, "privacy optout")
    await person.click(last(asked), label="Opt out and keep it")


async def n_kept(world: World) -> int:
    await world.settle()
    async with world.bot.database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(brand_mention)) or 0


async def listed(world: World) -> str:
    return read(await world.member("reader").slash(world.lobby, "brand list"))


async def switch(world: World, to: str) -> None:
    settings, by = world.bot.services.settings, MemberId(world.moderator.id)
    await settings.change(guild_id_of(world), "brands.share_of_voice", to, by, world.now)


async def test_brands_are_counted_where_moderators_want_it_and_told_their_share(world: World) -> None:
    assert world.bot.intents.message_content
    market = await make_brand_server(world)
    await add_brand(world, "Bar *Stoves*", "bar")
    people = [world.member(f"p{n}") for n in range(11)]
    await people[0].send(world.lobby, "My foo oven is fine")
    assert await n_kept(world) == 0

    await switch(world, "on")
    await opt_out(world, people[10])
    today = world.now.astimezone(UTC).date()
    begins = period_before(today, ZoneInfo("UTC")).end_at + timedelta(days=PERIOD_DAYS)
    await world.advance(begins - world.now + HOUR)
    for person in people[:10]:
        await person.send(world.lobby, "I like my FOO, the secret one")
    for person in people[5:10]:
        await person.send(market.topic, "bar, or football")
    taken_back = await people[0].send(market.topic, "and bar")
    assert await n_kept(world) == 16
    await people[0].edit(taken_back, "and nothing")
    assert await n_kept(world) == 15
    await people[0].edit(taken_back, "and bar, after all")
    assert await n_kept(world) == 16
    await people[0].delete(taken_back)
    assert await n_kept(world) == 15
    assert "Messages that name a brand are counted here" in await listed(world)
    circle = world.env.backend.create_thread(world.lobby.id, "us", people[0].id, type=12)
    world.env.backend.create_message(circle.id, people[0].id, "foo")
    assert await n_kept(world) == 15
    await people[10].send(world.lobby, "foo")
    await market.rep.send(world.lobby, "foo")
    assert await n_kept(world) == 15

    await world.restart(kill=True)
    await world.advance(PERIOD_DAYS * DAY)
    told = await preview(world, brand="Foo Ovens")
    assert "about 65 % of the mentions of brands here were of yours" in told
    assert "not of opinion" in told
    assert "secret" not in told
    assert not [name for one in people for name in (one.name, str(one.id)) if name in told]
    assert "about 35 %" in await preview(world, brand="Bar *Stoves*")

    await switch(world, "off")
    await world.bot.ring()
    assert await n_kept(world) == 0
    assert "are counted here" not in await listed(world)
    assert "about 65 %" in await preview(world, brand="Foo Ovens")


async def test_who_deletes_at_once_is_not_counted(world: World) -> None:
    await make_brand_server(world)
    await switch(world, "on")
    loud = world.member("loud")
    for _ in range(3):
        sent = world.env.backend.create_message(world.lobby.id, loud.id, "foo")
        world.env.backend.delete_message(world.lobby.id, sent.id)
    assert await n_kept(world) == 0
