from datetime import timedelta

import discord
from simcord.actors import MemberActor

from tests.discord.drivers.brands import BrandServer, make_brand_server, posts, press
from tests.discord.drivers.digests import deny
from tests.discord.test_recommendation_faults import deny_bot
from tests.discord.world import World, labels, last, read

DAY = timedelta(days=1)


async def joined(market: BrandServer, *names: str) -> list[MemberActor]:
    people = []
    for name in names:
        people.append(person := market.world.member(name))
        await market.world.settle()
        await person.slash(market.world.lobby, "topic join", topic="bread")
    return people


async def call(market: BrandServer) -> str:
    world = market.world
    return read(await world.moderator.slash(world.lobby, "brand consent", topic="bread", brand="Foo Ovens"))


async def say_yes(market: BrandServer) -> list[MemberActor]:
    """Has four members join, vote and consent to the brand."""
    people = await joined(market, "amy", "bea", "cid", "dan")
    assert "vote on Foo Ovens until" in await call(market)
    for person in people[:3]:
        await person.click(posts(market.topic)[-1], label="Yes, welcome")
    await market.world.advance(7 * DAY)
    return people


async def test_members_of_the_topic_decide_and_their_yes_runs_out(world: World) -> None:
    market = await make_brand_server(world)
    amy, bea, cid = await joined(market, "amy", "bea", "cid")
    eve = world.member("eve")
    assert "for moderators" in read(await amy.slash(world.lobby, "brand consent", topic="bread", brand="Foo Ovens"))
    assert str(market.topic.name) in await call(market)
    assert "already" in await call(market)
    (card,) = posts(market.topic)
    assert "at least 3 people and one member in 5" in read(card)

    assert "topic join" in read(await eve.click(card, label="Yes, welcome"))
    await market.rep.slash(world.lobby, "topic join", topic="bread")
    assert "the others decide" in read(await market.rep.click(card, label="Yes, welcome"))
    answer = await amy.click(card, label="No, thanks")
    assert answer.ephemeral
    assert "You said no" in read(answer)
    await amy.click(card, label="Yes, welcome")
    await bea.click(card, label="Yes, welcome")
    await cid.click(card, label="No, thanks")
    await world.restart(kill=True)
    await world.advance(7 * DAY - timedelta(seconds=5))
    assert "No topic has said yes" in read(await eve.slash(world.lobby, "brand list"))

    await world.advance(DAY)
    (card,) = posts(market.topic)
    assert "The members said yes" in read(card)
    assert "Yes: 2, no: 1, of 4 members" in read(card)
    assert labels(card) == []
    assert f"<#{market.topic.id}> until" in read(await eve.slash(world.lobby, "brand list"))
    assert "is over" in read(await press(world, market.topic, amy, "hamlet:brand:vote:1:no"))

    await world.advance(90 * DAY)
    assert "ran out" in read(posts(market.topic)[0])
    assert "No topic has said yes" in read(await eve.slash(world.lobby, "brand list"))


async def test_a_card_left_behind_by_a_kill_is_found_and_one_that_was_never_posted_is_posted_once(
    world: World,
) -> None:
    market = await make_brand_server(world)
    await call(market)
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE brand_consent SET message_id = NULL, shown = NULL")
    await world.restart(kill=True)
    await world.bot.ring()
    assert len(posts(market.topic)) == 1

    await world.moderator.slash(world.lobby, "brand add", name="Bar", keywords="bar")
    deny(world, market.topic, send_messages=False)
    await world.settle()
    refused = await world.moderator.slash(world.lobby, "brand consent", topic="bread", brand="Bar")
    assert "lacks: Send Messages" in read(refused)
    deny_bot(world, market.topic, discord.Permissions())
    await world.settle()
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    assert "does not let me post" in read(
        await world.moderator.slash(world.lobby, "brand consent", topic="bread", brand="Bar")
    )
    await world.bot.ring()
    await world.bot.ring()
    assert ["Foo Ovens" in read(one) for one in posts(market.topic)] == [True, False]
    world.env.backend.delete_message(market.topic.id, posts(market.topic)[0].id)
    await world.advance(8 * DAY)
    assert len(posts(market.topic)) == 1
    assert "did not say yes" in read(posts(market.topic)[0])


async def test_in_a_forum_the_vote_is_a_post_of_its_own(world: World) -> None:
    market = await make_brand_server(world)
    forum = world.guild.create_forum_channel("ovens")
    await world.moderator.slash(world.lobby, "topic add", channel=forum)
    amy = world.member("amy")
    await amy.slash(world.lobby, "topic join", topic="ovens")
    await world.moderator.slash(world.lobby, "brand consent", topic="ovens", brand="Foo Ovens")
    (thread,) = forum.threads
    await amy.click(posts(thread)[0], label="Yes, welcome")
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE brand_consent SET message_id = NULL, shown = NULL")
    await world.advance(8 * DAY)
    assert len(forum.threads) == 1
    assert "did not say yes" in read(posts(thread)[0])
    world.env.backend.delete_channel(forum.id)
    await world.settle()
    refused = await world.moderator.slash(world.lobby, "brand consent", topic="ovens", brand="Foo Ovens")
    assert "not there any more" in read(refused)
    assert market.nick() is not None


async def test_the_ledger_tells_what_promotes_and_who_was_not_welcome_and_the_rep_is_told_privately(
    world: World,
) -> None:
    market = await make_brand_server(world)
    (amy,) = await joined(market, "amy")
    finn = market.rep
    question = await amy.send(market.topic, "which oven?")
    await finn.send(market.topic, "ours!")
    await finn.send(market.topic, "let me help", reply_to=question)
    await world.advance(timedelta(minutes=1))

    told = await finn.slash(world.lobby, "topic mine")
    assert [one.ephemeral for one in told.followups] == [True]
    assert "have not said yes" in read(told)
    assert read(told).count("discord.com/channels") == 2
    assert (await finn.slash(world.lobby, "topic mine")).followups == []
    assert (await amy.slash(world.lobby, "topic mine")).followups == []
    assert len(market.topic.history()) == 3

    shown = read(await world.moderator.slash(world.lobby, "brand ledger"))
    assert "2 posts, 1 of them answers" in shown
    assert "Posted where the members have not said yes: 2" in shown
    assert "at most 10 %" in shown.lower()
    assert "is for moderators" in read(await amy.slash(world.lobby, "brand ledger", brand="Foo Ovens"))
    own = await finn.slash(world.lobby, "brand ledger")
    assert "2 posts" in read(own)
    assert own.ephemeral
    for _ in range(8):
        await finn.send(world.lobby, "buy now")
    await world.advance(timedelta(minutes=1))
    assert "90 % promote: more than" in read(await world.moderator.slash(world.lobby, "brand ledger"))


async def test_after_a_yes_posting_is_welcome_until_a_moderator_takes_it_back(world: World) -> None:
    market = await make_brand_server(world)
    people = await say_yes(market)
    await market.rep.send(market.topic, "hello")
    await world.advance(timedelta(minutes=1))
    assert "have not said yes" not in read(await world.moderator.slash(world.lobby, "brand ledger"))

    assert "for moderators" in read(await people[0].slash(world.lobby, "brand revoke", brand="Foo Ovens"))
    screen = await world.moderator.slash(world.lobby, "brand revoke", brand="Foo Ovens")
    assert f"Speaks for it: <@{market.rep.id}>" in read(screen)
    await world.moderator.select(last(screen), ["consent:1"])
    assert "is taken back" in read(screen)
    assert "A moderator ended this" in read(posts(market.topic)[0])
    await market.rep.send(market.topic, "hello again")
    await world.advance(timedelta(minutes=1))
    assert "have not said yes: 1" in read(await world.moderator.slash(world.lobby, "brand ledger"))

    await world.moderator.select(last(screen), [f"rep:{market.rep.id}"])
    assert "Nothing but its place" in read(screen)
    assert (market.nick(), market.has_role()) == (None, False)
    assert "is for moderators" in read(await market.rep.slash(world.lobby, "brand ledger"))
