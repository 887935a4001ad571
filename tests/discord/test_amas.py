from community.amas.ama import AmaState
from tests.discord.drivers.amas import DAY, HOUR, make_ama_server
from tests.discord.drivers.brands import posts
from tests.discord.world import World, labels, read


async def test_a_representative_proposes_moderators_approve_and_a_thread_opens_at_its_time(world: World) -> None:
    hall = await make_ama_server(world)
    asked = await hall.propose()
    assert asked.ephemeral
    assert "Waits for the moderators" in read(asked)
    (card,) = hall.cards()
    assert f"<@{hall.guest.id}>, who speaks for Foo Ovens, would like to answer questions" in read(card)
    assert labels(card) == ["Approve", "Decline, and say why"]
    approved = await world.moderator.click(card, label="Approve")
    assert "It begins" in read(approved)
    (card,) = hall.cards()
    assert f"(<@{world.moderator.id}>)" in read(card)
    assert labels(card) == ["Call it off"]
    told = await hall.guest.slash(world.lobby, "topic mine")
    assert "It begins" in read(told.followups[-1])
    assert told.followups[-1].ephemeral

    await world.advance(DAY - HOUR)
    assert hall.threads() == []
    await world.advance(HOUR)
    (thread,) = hall.threads()
    assert thread.name == "Ask Foo Ovens anything"
    assert "who speaks for Foo Ovens, answers your questions here until" in read(posts(thread)[0])
    assert labels(posts(thread)[0]) == ["Ask", "My questions", "The moderators' queue", "The guest's queue"]


async def test_questions_go_from_queue_to_queue_and_everybody_is_told_what_came_of_theirs(world: World) -> None:
    hall = await make_ama_server(world)
    amy, bea, *_ = hall.people
    thread = await hall.start_ama()
    for question in ("What about *steam*? @everyone", "Is rye hard?", "Where do you live?"):
        assert "is in the queue" in await hall.ask(amy, thread, question)
    assert "is in the queue" in await hall.ask(bea, thread, "Why?")
    assert "Before the moderators: 4" in read(posts(thread)[0])
    assert "Members ask questions" in read(posts(hall.team)[-1])

    queue = await hall.queue(world.moderator, thread)
    assert queue.ephemeral
    assert "1. What about" in read(queue)
    assert f"<@{amy.id}>" in read(queue)
    assert "Nothing waits here" in read(await hall.queue(hall.guest, thread, "The guest's queue"))
    assert "Passed on to the guest: 2" in read(await hall.pass_on(thread, 1, 4))
    skipped = await hall.say(world.moderator, thread, "skip", 3, "That is private.")
    assert "It is skipped" in read(skipped)
    assert "Before the moderators: 1 · before the guest: 2" in read(posts(thread)[0])

    waits = await hall.queue(hall.guest, thread, "The guest's queue")
    assert waits.ephemeral
    assert f"<@{amy.id}>" not in read(waits)
    answered = await hall.say(hall.guest, thread, "answer", 1, "Always, for the first **ten** minutes.")
    assert "is posted" in read(answered)
    await hall.say(hall.guest, thread, "pass", 4, "I don't know.")
    _, answer = posts(thread)
    assert "What about" in read(answer)
    assert "Always, for the first" in read(answer)
    assert f"<@{hall.guest.id}>, who speaks for Foo Ovens · #1" in read(answer)
    assert str(amy.id) not in read(answer)
    assert "@everyone" not in read(answer)

    told = await bea.slash(world.lobby, "topic mine")
    assert "The guest leaves it unanswered: I don't know." in read(told)
    assert told.followups[-1].ephemeral
    assert (await bea.slash(world.lobby, "topic mine")).followups == []
    mine = await amy.click(posts(thread)[0], label="My questions")
    assert mine.ephemeral
    for words in ("It is answered: https://discord.com/channels/", "That is private.", "It waits for whoever"):
        assert words in read(mine)
    await world.advance(DAY)
    card, _ = posts(thread)
    assert "It is over" in read(card)
    assert "Questions answered: 1" in read(card)
    assert labels(card) == ["My questions"]
    late = read(await world.member("late").click(card, label="My questions"))
    assert "You asked nothing here." in late
    assert "Press Ask" not in late
    heard = read(await amy.slash(world.lobby, "topic mine"))
    assert "before its turn came" in heard
    assert "steam" not in heard
    assert "It is over" in read(hall.cards()[-1])
    assert (await hall.ama()).state is AmaState.CLOSED
