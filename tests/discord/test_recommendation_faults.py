import discord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.results import InteractionResult

from community.ids import ChannelId, GuildId
from tests.discord.drivers.recommendations import (
    FOO,
    OVEN,
    ask,
    ask_card,
    press_forged,
    recommend,
    recommendation_card,
    standings,
    with_label,
)
from tests.discord.world import World, custom_id, read


async def test_everything_works_on_after_a_restart_also_a_form_that_was_open(world: World) -> None:
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    form = await amy.slash(world.lobby, "recommend ask")
    await world.restart()
    await amy.submit_modal(form, OVEN)
    (thread,) = world.lobby.threads

    await world.restart(kill=True)
    form = await bea.click(ask_card(thread), label="Recommend")
    await world.restart()
    await bea.submit_modal(form, FOO)
    await world.restart()
    await cid.click(recommendation_card(thread), label="Worked for me")
    assert "worked for 1 of 1" in standings(thread)


async def test_a_deleted_standings_message_is_posted_anew(world: World) -> None:
    thread = await ask(world, world.member("amy"))
    await recommend(thread, world.member("bea"))
    (told,) = (message for message in thread.history() if "Standings" in read(message))
    world.env.backend.delete_message(thread.id, told.id)
    await world.member("cid").click(recommendation_card(thread), label="Worked for me")
    assert "worked for 1 of 1" in standings(thread)


async def test_in_a_locked_thread_nothing_is_recommended_and_votes_count(world: World) -> None:
    bea, cid = world.member("bea"), world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    form = await cid.click(ask_card(thread), label="Recommend")
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await world.settle()

    assert "locked" in read(await cid.click(ask_card(thread), label="Recommend"))
    answer = await cid.submit_modal(form, {**FOO, "item": "Bar Oven"})
    assert "locked" in read(answer)
    assert "Bar Oven" in read(answer)
    assert "it worked for you" in read(await cid.click(recommendation_card(thread), label="Worked for me"))


async def test_a_vote_opens_an_archived_thread_again_for_its_standings(world: World) -> None:
    thread = await ask(world, world.member("amy"))
    await recommend(thread, world.member("bea"))
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.settle()
    await world.member("cid").click(recommendation_card(thread), label="Worked for me")
    assert "worked for 1 of 1" in standings(thread)
    metadata = world.env.backend.get_channel(thread.id).thread_metadata
    assert metadata is not None
    assert not metadata.archived


async def test_standings_that_discord_will_not_have_are_left_and_the_vote_counts(world: World) -> None:
    cid = world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, world.member("bea"))
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083, message="Thread is archived")
    assert "it worked for you" in read(await cid.click(recommendation_card(thread), label="Worked for me"))
    assert "not tried yet" in standings(thread)
    await world.moderator.click(recommendation_card(thread), label="Worked for me")
    assert "worked for 2 of 2" in standings(thread)


async def test_a_thread_that_went_while_somebody_typed_is_told_and_their_words_come_back(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    form = await bea.click(ask_card(thread), label="Recommend")
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, message="Unknown Channel")
    answer = await bea.submit_modal(form, FOO)
    assert "not there any more" in read(answer)
    assert "Ours lasts." in read(answer)


async def test_a_deleted_thread_takes_its_ask_along(world: World) -> None:
    amy = world.member("amy")
    thread = await ask(world, amy)
    await recommend(thread, amy)
    world.env.backend.delete_channel(thread.id)
    await world.settle()
    assert "not recommended anything yet" in read(await amy.slash(world.lobby, "recommend mine"))


async def test_a_deleted_channel_takes_its_asks_along(world: World) -> None:
    amy = world.member("amy")
    advice = world.channel("advice")
    thread = await ask(world, amy, advice)
    await recommend(thread, amy)
    world.env.backend.delete_channel(advice.id)
    await world.settle()
    assert "not recommended anything yet" in read(await amy.slash(world.lobby, "recommend mine"))


async def test_an_ask_that_is_not_kept_any_more_is_told_kindly(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    await world.bot.services.recommendations.maintenance.forget_channel(GuildId(world.guild.id), ChannelId(thread.id))
    assert "no ask in here" in read(await bea.click(ask_card(thread), label="Recommend"))
    assert "not there any more" in read(await bea.click(recommendation_card(thread), label="Thanks"))


async def test_what_the_bot_may_not_do_is_named_before_anybody_types(world: World) -> None:
    amy = world.member("amy")
    forum = world.guild.create_forum_channel("advice")
    deny_bot(world, world.lobby, discord.Permissions(create_public_threads=True))
    deny_bot(world, forum, discord.Permissions(send_messages=True, send_messages_in_threads=True))
    await world.settle()

    answer = await amy.slash(world.lobby, "recommend ask")
    assert "lacks: Create Public Threads." in read(answer)
    assert f"<#{world.lobby.id}>" in read(answer)
    answer = await amy.slash(world.lobby, "recommend ask", channel=forum)
    assert "lacks: Create Posts, Send Messages in Posts." in read(answer)


async def test_what_the_bot_lost_while_somebody_typed_is_named_and_their_words_come_back(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy)
    asking = await amy.slash(world.lobby, "recommend ask")
    answering = await bea.click(ask_card(thread), label="Recommend")
    denied = discord.Permissions(create_public_threads=True, send_messages_in_threads=True)
    deny_bot(world, world.lobby, denied)
    await world.settle()

    refused = await amy.submit_modal(asking, {**OVEN, "wanted": "A kettle"})
    assert "Create Public Threads" in read(refused)
    assert "A kettle" in read(refused)
    refused = await bea.submit_modal(answering, FOO)
    assert "Send Messages in Threads" in read(refused)
    assert "Ours lasts." in read(refused)
    assert "Send Messages in Threads" in read(await bea.click(ask_card(thread), label="Recommend"))


def deny_bot(world: World, channel: ChannelHandle, permissions: discord.Permissions) -> None:
    """From now on the bot may not do this in a channel."""
    role = world.hamlet_role.id
    world.env.backend.set_overwrite(channel.id, Overwrite(role, OverwriteType.ROLE, deny=permissions.value))


async def test_discord_having_the_last_word_is_told_kindly(world: World) -> None:
    amy = world.member("amy")
    for status, code, words in ((403, 50013, "does not let me"), (400, 160006, "as many open threads")):
        form = await amy.slash(world.lobby, "recommend ask")
        world.env.inject_error("POST", "/channels/*/threads", status=status, code=code)
        answer = await amy.submit_modal(form, OVEN)
        assert words in read(answer)
        assert "Even heat" in read(answer)
    assert world.lobby.threads == []


async def test_a_thread_made_just_before_the_end_is_found_again_when_the_form_is_sent_again(world: World) -> None:
    amy = world.member("amy")
    form = await amy.slash(world.lobby, "recommend ask")
    await amy.submit_modal(form, OVEN)
    await forget_thread(world)
    await world.restart()
    assert "is open" in read(await send_again(amy, form))
    (thread,) = world.lobby.threads
    assert len(with_label(thread, "Recommend")) == 1


async def test_a_thread_that_has_no_card_yet_gets_it_when_the_form_is_sent_again(world: World) -> None:
    amy = world.member("amy")
    form = await amy.slash(world.lobby, "recommend ask")
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=1)
    answer = await amy.submit_modal(form, OVEN)
    assert any("Even heat" in read(told) for told in [answer.response, *answer.followups])
    assert len(world.unexpected_errors()) > 0

    await world.restart()
    assert "is open" in read(await send_again(amy, form))
    (thread,) = world.lobby.threads
    assert len(with_label(thread, "Recommend")) == 1


async def test_a_forum_post_made_just_before_the_end_works_on_by_its_button(world: World) -> None:
    forum = world.guild.create_forum_channel("advice")
    thread = await ask(world, world.member("amy"), forum)
    await forget_thread(world)
    await world.restart()
    await recommend(thread, world.member("bea"))
    assert "Foo Oven" in standings(thread)


async def test_a_card_posted_just_before_the_end_is_found_again(world: World) -> None:
    bea, cid = world.member("bea"), world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    await forget_card(world)
    await world.restart()
    await recommend(thread, bea, relation="gift")
    assert read(recommendation_card(thread)).splitlines()[0] == f"## <@{bea.id}>: Got it free"

    await forget_card(world)
    await cid.click(recommendation_card(thread), label="Worked for me")
    assert "worked for 1 of 1" in standings(thread)


async def test_a_form_sent_twice_asks_once(world: World) -> None:
    amy = world.member("amy")
    form = await amy.slash(world.lobby, "recommend ask")
    await amy.submit_modal(form, OVEN)
    assert "is open" in read(await send_again(amy, form))
    assert len(world.lobby.threads) == 1


async def forget_thread(world: World) -> None:
    """As if the process had ended before the thread was kept with its ask."""
    await _run(world, "UPDATE ask SET thread_id = NULL")


async def forget_card(world: World) -> None:
    """As if the process had ended before the message was kept with its recommendation."""
    await _run(world, "UPDATE recommendation SET message_id = NULL")


async def _run(world: World, statement: str) -> None:
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql(statement)


async def send_again(actor: MemberActor, form: InteractionResult) -> InteractionResult:
    """The form stays open where its answer did not come; people send it again."""
    form._interaction.modal_consumed = False
    return await actor.submit_modal(form, OVEN)


async def test_another_guilds_thread_ask_and_card_do_not_exist(world: World) -> None:
    amy = world.member("amy")
    thread = await ask(world, amy)
    await recommend(thread, amy)
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    eve = elsewhere.add_member(world.env.create_user("eve"))
    await world.settle()

    foreign = await press_forged(world, hall, eve, custom_id(with_label(thread, "Thanks")[0], "Thanks"))
    assert "not there any more" in read(foreign)
    foreign = await press_forged(world, hall, eve, custom_id(ask_card(thread), "Recommend"))
    assert "no ask in here" in read(foreign)
    assert "not tried yet" in standings(thread)


async def test_a_button_pressed_in_another_thread_does_nothing(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    first, second = await ask(world, amy), await ask(world, amy, wanted="A kettle")
    await recommend(first, amy)
    assert "not there any more" in read(
        await press_forged(world, second, bea, custom_id(recommendation_card(first), "Worked for me"))
    )
    assert "no ask in here" in read(await press_forged(world, second, bea, custom_id(ask_card(first), "Recommend")))
    assert "not tried yet" in standings(first)
