from datetime import timedelta

from simcord.builders import ChannelHandle

from community.amas.ama import AmaState, EndReason
from community.amas.question import QUESTION_LENGTH, REPLY_LENGTH
from community.ids import MemberId, TopicId
from tests.discord.drivers.amas import DAY, HOUR, make_ama_server, menu
from tests.discord.drivers.brands import guild_id_of, posts, press
from tests.discord.drivers.digests import advance_to, make_lively_week
from tests.discord.test_topic_stewards import join, questions
from tests.discord.world import World, custom_id, labels, last, read

LONG = "*_[\N{RIGHT-TO-LEFT OVERRIDE}\N{HEBREW LETTER SHIN}@everyone]" * 30
"""Markup, right-to-left overrides and a mention, longer than any limit."""


async def test_a_steward_gives_an_ama_without_moderators_and_can_end_it(world: World) -> None:
    topic = world.channel("film-club")
    await world.moderator.slash(world.lobby, "topic add", channel=topic)
    amy, bea = await join(world, "amy"), await join(world, "bea")
    assert "for the stewards" in read(await amy.slash(topic, "topic ama", when="tomorrow 18:00"))
    await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    (question,) = questions(topic)
    assert "run an AMA here" in read(question)
    await amy.click(question, label="Yes, gladly")
    assert "no topic's channel" in read(await amy.slash(world.lobby, "topic ama", when="tomorrow 18:00"))
    offered = await amy.autocomplete(topic, "topic ama", "when", "tomo")
    assert offered
    planned = await amy.slash(topic, "topic ama", when=f"{world.now + DAY:%Y-%m-%d %H:%M}")
    assert "It begins" in read(planned)
    assert "A thread opens by itself" in read(planned)
    await world.advance(DAY)
    (thread,) = [one for one in topic.threads if "Ask me anything" in (one.name or "")]
    form = await bea.click(posts(thread)[0], label="Ask")
    await bea.submit_modal(form, {"question": "Why film?"})
    queue = await amy.click(posts(thread)[0], label="The moderators' queue")
    await amy.select(last(queue), ["1"], custom_id=menu(queue, "on"))
    mine = await amy.click(posts(thread)[0], label="The guest's queue")
    form = await amy.select(last(mine), ["1"], custom_id=menu(mine, "answer"))
    await amy.submit_modal(form, {"words": "Because."})
    assert f"<@{amy.id}> · #1" in read(posts(thread)[1])
    assert "speaks for" not in read(posts(thread)[1])

    await world.bot.services.stewards.appointments.remove(guild_id_of(world), TopicId(1), MemberId(amy.id))
    assert "for the stewards" in read(await amy.click(posts(thread)[0], label="The guest's queue"))
    asked = await amy.click(last(mine), label="End the AMA")
    assert "can't be undone" in read(asked)
    assert "for moderators" in read(await press(world, thread, bea, custom_id(asked, "Yes, end it")))
    await amy.click(last(asked), label="Yes, end it")
    assert "The guest ended it" in read(posts(thread)[0])
    assert "over already" in read(await press(world, thread, amy, "hamlet:ama:end:1"))
    assert (await amy.slash(world.lobby, "topic mine")).followups == []


async def test_moderators_decline_with_a_reason_that_the_guest_is_told_and_silence_is_a_no(world: World) -> None:
    hall = await make_ama_server(world)
    rosa = world.moderator
    await hall.propose()
    form = await rosa.click(hall.cards()[-1], label="Decline, and say why")
    assert "say why" in read(await rosa.submit_modal(form, {"reason": " "}))
    form = await rosa.click(hall.cards()[-1], label="Decline, and say why")
    declined = await rosa.submit_modal(form, {"reason": "Not in the *holidays*."})
    assert "declined it" in read(declined)
    assert labels(hall.cards()[-1]) == []
    told = await hall.guest.slash(world.lobby, "topic mine")
    assert "Not in the" in read(told)
    assert told.followups[-1].ephemeral

    await hall.propose()
    await world.advance(DAY)
    assert "No moderator decided on it in time" in read(hall.cards()[-1])
    assert hall.threads() == []
    await hall.propose()
    held = await rosa.slash(world.lobby, "brand revoke", brand="Foo Ovens")
    assert "AMA in bread: Waits for the moderators" in read(held)
    await rosa.select(last(held), ["ama:3"])
    assert "is taken back" in read(held)
    assert "A moderator called it off" in read(hall.cards()[-1])
    await rosa.select(last(held), ["consent:1"])
    assert "have not said yes" in read(await hall.propose())


async def test_it_ends_with_the_guest_or_the_brand_and_what_was_answered_stays(world: World) -> None:
    hall = await make_ama_server(world)
    amy = hall.people[0]
    thread = await hall.start_ama()
    await hall.ask(amy, thread, "Steam?")
    await hall.pass_on(thread, 1)
    await hall.say(hall.guest, thread, "answer", 1, "Yes.")
    await hall.ask(amy, thread, "Rye?")
    asked = await world.moderator.slash(world.lobby, "brand remove", brand="Foo Ovens")
    assert "AMA in bread" in read(asked)
    await world.moderator.click(last(asked), label="Remove Foo Ovens")
    assert "is over" in read(await amy.click(posts(thread)[0], label="Ask"))
    ama = await hall.ama()
    assert (ama.state, ama.why) == (AmaState.CALLED_OFF, EndReason.BRAND)
    assert "does not speak for the brand any more" in read(posts(thread)[0])
    assert "who speaks for Foo Ovens · #1" in read(posts(thread)[1])
    assert "before its turn came" in read(await amy.slash(world.lobby, "topic mine"))


async def test_whoever_is_forgotten_is_in_no_post_and_the_ama_of_a_guest_who_left_ends(world: World) -> None:
    hall = await make_ama_server(world)
    amy, bea, _ = hall.people
    thread = await hall.start_ama()
    await hall.ask(amy, thread, "Steam?")
    await hall.ask(bea, thread, "Rye?")
    await hall.ask(amy, thread, "Where?")
    await hall.pass_on(thread, 1, 2)
    await hall.say(hall.guest, thread, "answer", 1, "Yes.")
    await hall.say(hall.guest, thread, "answer", 2, "No.")
    await world.bot.services.privacy.forget(MemberId(amy.id), guild_id_of(world))
    await world.advance(HOUR)
    assert "This question was taken back" in read(posts(thread)[1])
    assert "Before the moderators: 0" in read(posts(thread)[0])
    assert "Rye?" in read(posts(thread)[2])

    world.env.backend.remove_member(world.guild.id, hall.guest.id)
    await world.advance(HOUR)
    ama = await hall.ama()
    assert (ama.state, ama.why) == (AmaState.CALLED_OFF, EndReason.GUEST)
    await world.bot.services.privacy.forget(MemberId(hall.guest.id), guild_id_of(world))
    await world.advance(HOUR)
    said = [read(one) for one in posts(thread)] + [read(hall.cards()[-1])]
    assert not any(str(hall.guest.id) in one for one in said)
    assert "This answer was taken back" in said[2]


async def test_thirty_questions_are_paged_and_long_names_fit(world: World) -> None:
    hall = await make_ama_server(world)
    thread = await hall.start_ama()
    ama = await hall.ama()
    store = world.bot.services.amas.questions._store
    for n in range(30):
        await store.add(ama, MemberId(5_000 + n // 5), f"{n} {LONG}"[:QUESTION_LENGTH], world.now)
    queue = await hall.queue(world.moderator, thread)
    assert "Page 1 of 6" in read(queue)
    for page in range(2, 7):
        await world.moderator.click(last(queue), label="More")
        assert f"Page {page} of 6" in read(queue)
    assert labels(queue) == ["Back", "End the AMA"]
    await world.moderator.select(last(queue), [str(one) for one in range(26, 31)], custom_id=menu(queue, "on"))
    assert "Page 5 of 5" in read(queue)
    waits = await hall.queue(hall.guest, thread, "The guest's queue")
    form = await hall.guest.select(last(waits), ["26"], custom_id=menu(waits, "answer"))
    await hall.guest.submit_modal(form, {"words": "y_" * (REPLY_LENGTH // 2)})
    assert "is posted" in read(waits)
    assert "· #26" in read(posts(thread)[-1])


async def test_the_digest_tells_of_what_is_coming_and_of_what_is_on(world: World) -> None:
    hall = await make_ama_server(world)
    await make_lively_week(world)
    await advance_to(world)
    await hall.propose()
    shown = await world.moderator.slash(world.lobby, "digest preview", kind="community")
    assert "ask your questions" not in read(shown)
    await world.moderator.click(hall.cards()[-1], label="Approve")
    shown = await world.moderator.slash(world.lobby, "digest preview", kind="community")
    assert "Foo Ovens" in read(shown)
    assert "ask your questions, <t:" in read(shown)
    await world.advance(DAY)
    shown = await world.moderator.slash(world.lobby, "digest preview", kind="community")
    assert f"/{hall.threads()[-1].id}" in read(shown)
    assert "ask your questions until" in read(shown)


async def test_what_a_guest_writes_in_the_thread_answers_and_their_answers_are_counted(world: World) -> None:
    hall = await make_ama_server(world)
    thread = await hall.start_ama()
    await hall.ask(hall.people[0], thread, "Steam?")
    await hall.pass_on(thread, 1)
    await hall.say(hall.guest, thread, "answer", 1, "Yes.")
    await hall.guest.send(thread, "and welcome")
    await hall.guest.send(hall.market.topic, "buy now")
    await world.advance(timedelta(minutes=1))
    shown = read(await world.moderator.slash(world.lobby, "brand ledger"))
    assert "2 posts, 1 of them answers" in shown
    assert "Questions answered in AMAs, with the brand beside it: 1." in shown
    assert "have not said yes" not in shown


async def test_in_a_forum_an_ama_is_a_post_of_its_own_and_found_again(world: World) -> None:
    forum = world.guild.create_forum_channel("ovens")
    await world.moderator.slash(world.lobby, "topic add", channel=forum)
    amy = world.member("amy")
    talk = ChannelHandle(world.env, world.guild, world.env.backend.create_thread(forum.id, "hello", amy.id))
    await world.settle()
    planned = await world.moderator.slash(talk, "topic ama", when=f"{world.now + DAY:%Y-%m-%d %H:%M}")
    assert "It begins" in read(planned)
    await world.advance(DAY)
    _, thread = forum.threads
    assert thread.name == "Ask me anything: ovens"
    form = await amy.click(posts(thread)[0], label="Ask")
    assert "is in the queue" in read(await amy.submit_modal(form, {"question": "Why?"}))
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE ama SET state = 'coming', thread_id = NULL, shown = NULL")
    await world.restart(kill=True)
    await world.bot.ring()
    assert len(forum.threads) == 2
    assert "Before the moderators: 1" in read(posts(thread)[0])
