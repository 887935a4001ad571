from datetime import timedelta

import discord

from community.ids import MemberId
from tests.discord.drivers.brands import BrandServer, guild_id_of, make_brand_server, posts, press
from tests.discord.test_brand_consents import DAY, joined, say_yes
from tests.discord.world import World, labels, last, read


async def ask(market: BrandServer, question: str = "Would you use *steam*? @everyone") -> str:
    asked = await market.rep.slash(market.topic, "brand ask", brand="Foo Ovens", question=question)
    return read(asked)


async def test_a_question_is_answered_with_one_tap_and_told_in_sums_only(world: World) -> None:
    market = await make_brand_server(world)
    assert "have not said yes" in await ask(market)
    people = [*await say_yes(market), *await joined(market, "eve", "fay")]
    amy, bea, cid = people[:3]
    assert "is for those" in read(await amy.slash(market.topic, "brand ask", brand="Foo Ovens", question="Steam?"))
    assert "have not said yes" in read(
        await market.rep.slash(world.lobby, "brand ask", brand="Foo Ovens", question="Steam?")
    )
    assert "1 to 300" in await ask(market, "?!")
    assert "can answer until" in await ask(market)
    assert "open here already" in await ask(market)
    card = posts(market.topic)[-1]
    assert "@everyone" not in read(card)
    assert labels(card) == ["Yes", "No", "It depends"]

    assert "others answer" in read(await market.rep.click(card, label="Yes"))
    assert "one tap on the card first" in read(
        await amy.submit_modal(await press(world, world.lobby, amy, "hamlet:brand:remark:1"), {"comment": "early"})
    )
    for person in people:
        tapped = await person.click(card, label="Yes")
        assert tapped.ephemeral
        form = await person.click(last(tapped), label="Add a comment")
        kept = await person.submit_modal(form, {"comment": f"secret{person.id} **words**"})
        assert "only once enough people" in read(kept)
    await bea.click(card, label="No")
    assert "You answered: It depends" in read(await bea.click(card, label="It depends"))
    await world.restart(kill=True)
    assert "secret" not in read(posts(market.topic)[-1])
    await world.bot.services.privacy.opt_out(guild_id_of(world), MemberId(cid.id), world.now, erase=False)
    await world.advance(7 * DAY)

    card = posts(market.topic)[-1]
    shown = read(card)
    assert "About 5 people answered" in shown
    assert "How they answered is not told" in shown
    assert shown.count("secret") == 5
    assert f"secret{cid.id}" not in shown
    assert "<@" not in shown
    assert labels(card) == []
    assert "is over" in read(await press(world, world.lobby, amy, "hamlet:brand:answer:1:no"))
    assert "not there" in read(await press(world, world.lobby, amy, "hamlet:brand:answer:99:no"))

    await world.bot.services.privacy.opt_out(guild_id_of(world), MemberId(bea.id), world.now, erase=False)
    await world.advance(timedelta(hours=1))
    assert "secret" not in read(posts(market.topic)[-1])
    assert "About 5 people answered" in read(posts(market.topic)[-1])


async def test_too_few_answers_a_kill_a_deleted_card_and_a_yes_that_is_taken_back(world: World) -> None:
    market = await make_brand_server(world)
    people = await say_yes(market)
    await ask(market)
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE brand_round SET message_id = NULL, shown = NULL")
    n_posts = len(posts(market.topic))
    await world.restart(kill=True)
    await world.bot.ring()
    assert len(posts(market.topic)) == n_posts
    elsewhere = world.env.create_guild("Elsewhere", owner=world.env.create_user("olga"))
    hall = elsewhere.create_text_channel("hall")
    eve = elsewhere.add_member(
        world.env.create_user("gil"),
        roles=[elsewhere.create_role("m", permissions=discord.Permissions(manage_guild=True))],
    )
    await world.settle()
    for custom_id in ("hamlet:brand:answer:1:yes", "hamlet:brand:remark:1", "hamlet:brand:answer:" + "8" * 18 + ":no"):
        assert "not there any more" in read(await press(world, hall, eve, custom_id))
    for person in people:
        await person.click(posts(market.topic)[-1], label="No")
    await world.advance(7 * DAY + timedelta(hours=1))
    assert "Fewer than 5 people answered" in read(posts(market.topic)[-1])

    await ask(market, "Again?")
    await people[0].click(posts(market.topic)[-1], label="No")
    screen = await world.moderator.slash(world.lobby, "brand revoke", brand="Foo Ovens")
    assert "Question in bread" in read(screen)
    await world.moderator.select(last(screen), ["round:2"])
    assert "is taken back" in read(screen)
    assert "ended early" in read(posts(market.topic)[-1])

    await ask(market, "A third?")
    third = posts(market.topic)[-1]
    await world.moderator.slash(world.lobby, "brand revoke", brand="Foo Ovens")
    await world.moderator.select(last(screen), ["consent:1"])
    assert "is over" in read(await people[0].click(third, label="Yes"))
    world.env.backend.delete_message(market.topic.id, third.id)
    n_posts = len(posts(market.topic))
    await world.bot.ring()
    await world.restart(kill=True)
    await world.bot.ring()
    assert len(posts(market.topic)) == n_posts
    assert [one.state for one in await world.bot.services.brands.feedback.rounds(guild_id_of(world))] == [
        "closed",
        "ended",
        "ended",
    ]
