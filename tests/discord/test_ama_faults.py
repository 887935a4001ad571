import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from community.amas.ama import AmaState, EndReason
from community.ids import MemberId, QuestionId
from tests.discord.drivers.amas import DAY, HOUR, make_ama_server, menu
from tests.discord.drivers.brands import guild_id_of, posts, press
from tests.discord.drivers.digests import deny
from tests.discord.test_recommendation_faults import deny_bot
from tests.discord.world import World, labels, last, read


async def test_who_may_not_is_told_so_and_nothing_changes(world: World) -> None:
    hall = await make_ama_server(world)
    amy, bea, *_ = hall.people
    assert "is for those who speak for" in read(await hall.propose(actor=amy))
    refused = await hall.guest.slash(world.lobby, "brand ama", brand="Foo Ovens", when=hall.when())
    assert "have not said yes" in read(refused)
    await hall.propose()
    again = await hall.propose()
    assert "one ahead here already" in read(again)
    assert len(hall.cards()) == 1
    assert await world.bot.services.amas.sessions.take_news(guild_id_of(world), MemberId(hall.guest.id)) == []
    for custom in ("hamlet:ama:card:1:yes", "hamlet:ama:card:1:no", "hamlet:ama:off:1", "hamlet:ama:end:1"):
        assert "is for moderators" in read(await press(world, world.lobby, amy, custom))
    rosa = world.moderator
    assert "before its time" not in read(await press(world, world.lobby, hall.guest, "hamlet:ama:off:1"))
    for custom in ("hamlet:ama:ask:1", "hamlet:ama:mine:1", "hamlet:ama:queue:mod:1", "hamlet:ama:queue:guest:1"):
        assert "not there any more" in read(await press(world, world.lobby, rosa, custom))

    await rosa.click(hall.cards()[-1], label="Approve")
    assert "is decided already" in read(await press(world, hall.team, rosa, "hamlet:ama:card:1:no"))
    await world.advance(DAY)
    thread = hall.threads()[-1]
    assert "The others ask" in read(await hall.guest.click(posts(thread)[0], label="Ask"))
    assert "is for the stewards" in read(await hall.queue(amy, thread))
    world.env.backend.add_member_role(world.guild.id, hall.guest.id, world.moderator_role.id)
    await world.settle()
    assert "You speak for Foo Ovens" in read(await hall.queue(hall.guest, thread))
    assert "is for the guest" in read(await hall.queue(rosa, thread, "The guest's queue"))
    await hall.ask(amy, thread, "Steam?")
    await hall.ask(amy, thread, "Steam?")
    assert "1 to 300" in await hall.ask(amy, thread, "?!")
    for n in range(4):
        await hall.ask(amy, thread, f"Number {n}?")
    assert "5 questions each" in await hall.ask(amy, thread, "One more?")
    assert "Before the moderators: 5" in read(posts(thread)[0])
    for custom in ("hamlet:ama:page:mod:1:0", "hamlet:ama:page:guest:1:0", "hamlet:ama:ask:99", "hamlet:ama:mine:9"):
        assert labels(await press(world, thread, bea, custom)) == []
    await world.bot.services.privacy.opt_out(guild_id_of(world), MemberId(bea.id), world.now, erase=False)
    assert "You opted out" in read(await bea.click(posts(thread)[0], label="Ask"))
    assert (await hall.ama()).state is AmaState.LIVE


async def test_what_is_pressed_twice_is_done_once_and_made_up_ids_do_nothing(world: World) -> None:
    hall = await make_ama_server(world)
    amy, bea, *_ = hall.people
    thread = await hall.start_ama()
    for question in ("One?", "Two?", "Three?"):
        await hall.ask(amy, thread, question)
    rosa = world.moderator
    stale = await hall.queue(rosa, thread)
    await rosa.select(last(stale), ["1", "2"], custom_id=menu(stale, "on"))
    again = await press_menu(world, thread, rosa, "hamlet:ama:pick:on:1:0", "1")
    assert "Passed on to the guest: 0" in again
    assert "not in the queue" in await press_menu(world, thread, rosa, "hamlet:ama:pick:skip:1:0", "1")
    assert "not in the queue" in await press_menu(world, thread, hall.guest, "hamlet:ama:pick:answer:1:0", "3")
    assert "is for the guest" in await press_menu(world, thread, rosa, "hamlet:ama:pick:answer:1:0", "1")
    assert "is for the stewards" in await press_menu(world, thread, bea, "hamlet:ama:pick:on:1:0", "3")
    for value in ("99", "8" * 18, "x", "9" * 30):
        assert "question" in await press_menu(world, thread, hall.guest, "hamlet:ama:pick:answer:1:0", value)
        assert "question" in await press_menu(world, thread, amy, "hamlet:ama:back:1", value)
    assert "somebody else's" in await press_menu(world, thread, bea, "hamlet:ama:back:1", "3")

    queue = await hall.queue(hall.guest, thread, "The guest's queue")
    form = await hall.guest.select(last(queue), ["1"], custom_id=menu(queue, "answer"))
    other = await hall.guest.select(last(queue), ["1"], custom_id=menu(queue, "answer"))
    await hall.guest.submit_modal(form, {"words": "Yes."})
    assert "Somebody was quicker" in read(await hall.guest.submit_modal(other, {"words": "No."}))
    assert ["Yes." in read(one) for one in posts(thread)] == [False, True]
    assert "answered or turned down" in await press_menu(world, thread, amy, "hamlet:ama:back:1", "1")
    mine = await amy.click(posts(thread)[0], label="My questions")
    await amy.select(last(mine), ["3"])
    assert "It is taken back" in read(mine)
    assert "Before the moderators: 0 · before the guest: 1 · answered: 1" in read(posts(thread)[0])

    elsewhere = world.env.create_guild("Elsewhere", owner=world.env.create_user("olga"))
    hall_there = elsewhere.create_text_channel("hall")
    eve = elsewhere.add_member(
        world.env.create_user("gil"),
        roles=[elsewhere.create_role("m", permissions=discord.Permissions(manage_guild=True))],
    )
    await world.settle()
    for custom in ("ask:1", "mine:1", "queue:mod:1", "queue:guest:1", "page:mod:1:0", "card:1:yes", "off:1", "end:1"):
        assert "not there any more" in read(await press(world, hall_there, eve, f"hamlet:ama:{custom}"))
    assert "not there any more" in await press_menu(world, hall_there, eve, "hamlet:ama:pick:skip:1:0", "2")


async def press_menu(world: World, channel: ChannelHandle, actor: MemberActor, custom: str, value: str) -> str:
    """Picks a forged value in a menu; returns what the person sees."""
    select = {"type": 3, "custom_id": custom, "options": [{"label": "forged", "value": value}]}
    made = world.env.backend.create_message(
        channel.id, world.env.backend.bot_user.id, "", components=[{"type": 1, "components": [select]}]
    )
    await world.settle()
    (shown,) = (one for one in channel.history() if one.id == made.id)
    told = await actor.select(shown, [value])
    text = (
        read(told)
        if told.response is not None or told.followups
        else read(next(one for one in channel.history() if one.id == made.id))
    )
    world.env.backend.delete_message(channel.id, made.id)
    return text


async def test_what_the_process_left_behind_is_found_and_nothing_is_made_twice(world: World) -> None:
    hall = await make_ama_server(world)
    thread = await hall.start_ama()
    await hall.ask(hall.people[0], thread, "Steam?")
    await hall.pass_on(thread, 1)
    await hall.say(hall.guest, thread, "answer", 1, "Yes.")
    n = len(posts(thread)), len(posts(hall.team))
    card, answer = posts(thread)
    for undo in (
        "UPDATE ama SET state = 'coming', thread_id = NULL, message_id = NULL, shown = NULL, closes_at = NULL",
        "UPDATE ama SET shown = NULL",
        "UPDATE ama SET card_id = NULL, card_channel_id = NULL, card_shown = NULL",
        "UPDATE ama_question SET message_id = NULL, shown = NULL",
    ):
        async with world.bot.database.write() as connection:
            await connection.exec_driver_sql(undo)
        await world.restart(kill=True)
        await world.bot.ring()
        await world.settle()
        assert (len(posts(thread)), len(posts(hall.team))) == n
        ama = await hall.ama()
        assert (ama.state, ama.thread_id, ama.message_id) == (AmaState.LIVE, thread.id, card.id)
        assert (ama.card_id, ama.card_shown) == (hall.cards()[-1].id, ama.card_version)
        question = await world.bot.services.amas.questions.find(guild_id_of(world), QuestionId(1))
        assert (question.message_id, question.shown) == (answer.id, question.shown_version)
        assert "answered: 1" in read(posts(thread)[0])
    assert len(hall.threads()) == 1


async def test_an_empty_thread_and_a_thread_that_was_deleted(world: World) -> None:
    hall = await make_ama_server(world)
    await hall.propose()
    await world.moderator.click(hall.cards()[-1], label="Approve")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.advance(DAY)
    assert (await hall.ama()).state is AmaState.COMING
    (thread,) = hall.threads()
    assert posts(thread) == []
    assert "does not let me post" in read(posts(hall.team)[-1])
    await world.restart(kill=True)
    await world.bot.ring()
    await world.settle()
    assert [one.id for one in hall.threads()] == [thread.id]
    assert len(posts(thread)) == 1
    assert (await hall.ama()).state is AmaState.LIVE

    await hall.ask(hall.people[0], thread, "Steam?")
    world.env.backend.delete_channel(thread.id)
    await world.advance(HOUR)
    ama = await hall.ama()
    assert (ama.state, ama.why) == (AmaState.CALLED_OFF, EndReason.THREAD)
    assert hall.threads() == []
    assert "Its thread was deleted" in read(hall.cards()[-1])
    told = read(await hall.people[0].slash(world.lobby, "topic mine"))
    assert "before its turn came" in told
    assert "Its thread was deleted" in read(await hall.guest.slash(world.lobby, "topic mine"))
    await world.advance(HOUR)
    assert hall.threads() == []


async def test_where_discord_refuses_it_is_said_before_anything_is_kept(world: World) -> None:
    hall = await make_ama_server(world)
    deny(world, hall.market.topic, create_public_threads=False)
    await world.settle()
    assert "lacks: Create Public Threads" in read(await hall.propose())
    deny_bot(world, hall.market.topic, discord.Permissions())
    await world.settle()
    world.env.backend.delete_channel(hall.team.id)
    await world.settle()
    assert "choose it in /settings" in read(await hall.propose())
    assert await world.bot.services.amas.sessions.unfinished(guild_id_of(world)) == []


async def test_a_time_that_can_not_be_is_said_and_times_are_offered(world: World) -> None:
    hall = await make_ama_server(world)
    for typed, said in (
        ("soon", "I can't read soon"),
        ("2020-01-01 18:00", "over, or too soon"),
        ("9999-12-31 23:59", "too far ahead"),
        (hall.when(40 * DAY), "ends on"),
        ("", "I can't read"),
    ):
        assert said in read(await hall.propose(typed))
    offered = await hall.guest.autocomplete(hall.market.topic, "brand ama", "when", "frid")
    assert {choice["name"].split(",")[0] for choice in offered} == {"Friday"}
    assert "Waits for the moderators" in read(await hall.propose(str(offered[-1]["value"])))
    assert await world.bot.services.amas.sessions.unfinished(guild_id_of(world)) == [await hall.ama()]
