from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from community.brands.figures import PERIOD_DAYS, period_before
from tests.discord.drivers.brands import make_brand_server, posts
from tests.discord.drivers.recommendations import ask, recommend, recommendation_card
from tests.discord.test_brand_consents import call, joined
from tests.discord.world import World, last, read

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAMES = ("amy", "bea", "cid", "dan", "eve", "fay", "gus", "hal")


async def preview(world: World, kind: str = "brand", **options: str) -> str:
    return read(await world.moderator.slash(world.lobby, "digest preview", kind=kind, **options))


async def test_a_brand_is_told_of_a_period_once_in_figures_that_nobody_is_in_and_asked_honest_answers(
    world: World,
) -> None:
    market = await make_brand_server(world)
    people = await joined(market, *NAMES)
    await call(market)
    for person in people[:4]:
        await person.click(posts(market.topic)[-1], label="Yes, welcome")
        await person.send(world.lobby, "hello")
    await world.advance(DAY)
    assert "Is **[Foo Ovens](" in await preview(world, "community")
    await people[0].send(market.topic, "hello")
    await world.advance(6 * DAY)
    assert "Is **[Foo Ovens](" not in await preview(world, "community")

    today = world.now.astimezone(UTC).date()
    begins = period_before(today, ZoneInfo("UTC")).end_at + timedelta(days=PERIOD_DAYS)
    while world.now < begins:
        await world.advance(min(begins - world.now + HOUR, 10 * DAY))
        await people[0].send(market.topic, "hello")
    thread = await ask(world, people[0], market.topic)
    await recommend(thread, people[1])
    for person in people[2:]:
        await person.click(recommendation_card(thread), label="Worked for me")
    await market.rep.click(recommendation_card(thread), label="Worked for me")
    assert "nothing to tell" in await preview(world, brand="Foo Ovens")
    await world.restart(kill=True)
    await world.advance((PERIOD_DAYS - 3) * DAY)
    waiting = await ask(world, people[3], market.topic, wanted="The secret oven")
    await world.advance(3 * DAY)

    told = await preview(world, brand="Foo Ovens")
    assert "For Foo Ovens" in told
    assert "about 5 people said how it turned out" in told.lower()
    assert "It worked for" not in told
    assert "what fewer than 5 people are behind is not told" in told
    assert str(waiting.id) in told
    assert str(thread.id) not in told
    assert "secret" not in told
    assert not [name for one in (*people, market.rep) for name in (one.name, str(one.id)) if name in told]

    await people[2].click(recommendation_card(thread), label="Didn't")
    asked = await people[3].slash(world.lobby, "privacy optout")
    await people[3].click(last(asked), label="Opt out and keep it")
    await world.moderator.slash(world.lobby, "brand revoke", brand="Foo Ovens")
    await world.advance(HOUR)
    again = await preview(world, brand="Foo Ovens")
    assert "about 5 people said how it turned out" in again.lower()
    assert "moderator" in read(await people[0].slash(world.lobby, "digest preview", kind="brand", brand="Foo Ovens"))
