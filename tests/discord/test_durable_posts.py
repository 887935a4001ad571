"""A post is made once: found by its mark, edited where it stands, left deleted, whatever restarts."""

from datetime import datetime, timedelta

import discord
import pytest
from discord import ui
from simcord.backend.models.channel import ThreadMetadata
from simcord.builders import ChannelHandle

from cogs.kit.channels import TextOrForum
from cogs.kit.discord_errors import translate_post_errors
from cogs.kit.durable_posts import (
    NewPost,
    create_post,
    delete_message,
    edit_message,
    edit_post,
    find_first_message,
    find_message,
    find_post,
    find_thread,
    open_thread,
    show_post,
)
from cogs.kit.own_messages import (
    SEARCH_LIMIT,
    Mark,
    has_all,
    has_custom_id,
    has_custom_id_prefix,
    has_headline,
    has_line,
    has_text_ending,
)
from cogs.kit.panel import Panel
from community.errors import OutOfReach
from community.ids import MessageId
from tests.discord.drivers.digests import deny
from tests.discord.kill_points import KillableWork, with_awaits_around
from tests.discord.world import World, read

MARK = has_custom_id("test:mark")


def new(text: str = "As it was", *, title: str = "A post", marked: bool = True) -> NewPost:
    buttons: list[ui.ActionRow[ui.LayoutView]] = (
        [ui.ActionRow(ui.Button(label="Press", custom_id="test:mark"))] if marked else []
    )
    return NewPost(Panel("Headline", lead=text, closing="No. 7", rows=buttons).view(), title=title)


def text_channel(world: World) -> discord.TextChannel:
    channel = world.bot.get_channel(world.lobby.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


@pytest.fixture
async def forum(world: World) -> discord.ForumChannel:
    made = world.guild.create_forum_channel("corner")
    await world.settle()
    channel = world.bot.get_channel(made.id)
    assert isinstance(channel, discord.ForumChannel)
    return channel


@pytest.fixture(params=["text", "forum"])
async def channel(request: pytest.FixtureRequest, world: World, forum: discord.ForumChannel) -> TextOrForum:
    await world.settle()
    return text_channel(world) if request.param == "text" else forum


def handle_of(world: World, channel: TextOrForum) -> ChannelHandle:
    return next(one for one in world.guild.channels.values() if one.id == channel.id)


def shown(message: discord.Message | None) -> str:
    assert message is not None
    return read(message)


async def posts(channel: TextOrForum) -> list[discord.Message]:
    """The bot's own posts, those in archived threads among them."""
    if isinstance(channel, discord.TextChannel):
        return [one async for one in channel.history(limit=None) if one.author == channel.guild.me]
    threads = [*channel.threads, *[one async for one in channel.archived_threads(limit=None)]]
    found = [await find_first_message(thread, lambda _: True) for thread in {one.id: one for one in threads}.values()]
    return [one for one in found if one is not None]


def archive(world: World, thread_id: int) -> None:
    metadata = {"archived": True, "archive_timestamp": world.now.isoformat()}
    world.env.backend.edit_channel(thread_id, {}, thread_metadata=metadata)


def metadata_of(world: World, thread_id: int) -> ThreadMetadata:
    metadata = world.env.backend.get_channel(thread_id).thread_metadata
    assert metadata is not None
    return metadata


async def test_the_first_time_it_is_made(world: World, channel: TextOrForum) -> None:
    post_id = await show_post(channel, new(), MARK, world.now)
    (message,) = await posts(channel)
    assert post_id in {message.id, message.channel.id}
    assert "As it was" in read(message)


async def test_a_known_post_is_edited_where_it_stands(world: World, channel: TextOrForum) -> None:
    post_id = await show_post(channel, new(), MARK, world.now)
    assert await show_post(channel, new("As it is"), MARK, world.now, known=post_id) == post_id
    (message,) = await posts(channel)
    assert "As it is" in read(message)


async def test_killed_between_the_post_and_its_record_it_is_found_and_edited(
    world: World, channel: TextOrForum
) -> None:
    begun_at = world.now
    first = await show_post(channel, new(), MARK, begun_at)
    world.env.backend.advance_clock(60)
    assert await show_post(channel, new("As it is"), MARK, begun_at) == first
    (message,) = await posts(channel)
    assert "As it is" in read(message)


async def test_the_next_process_finds_it_too(world: World) -> None:
    begun_at = world.now
    await show_post(text_channel(world), new(), MARK, begun_at)
    await world.restart(kill=True)
    await show_post(text_channel(world), new("As it is"), MARK, begun_at)
    (message,) = await posts(text_channel(world))
    assert "As it is" in read(message)


async def test_what_people_deleted_stays_deleted(world: World, channel: TextOrForum) -> None:
    post_id = await show_post(channel, new(), MARK, world.now)
    (message,) = await posts(channel)
    if isinstance(message.channel, discord.Thread):
        await message.channel.delete()
    else:
        await message.delete()
    await world.settle()
    assert await show_post(channel, new("As it is"), MARK, world.now, known=post_id) == post_id
    assert await posts(channel) == []
    assert not await edit_post(channel, post_id, new("As it is").view)


async def test_a_first_message_that_was_deleted_leaves_its_forum_post_alone(
    world: World, forum: discord.ForumChannel
) -> None:
    post_id = await show_post(forum, new(), MARK, world.now)
    (message,) = await posts(forum)
    await message.delete()
    assert not await edit_post(forum, post_id, new("As it is").view)


async def test_an_archived_forum_post_is_found_and_opened_to_be_edited(
    world: World, forum: discord.ForumChannel
) -> None:
    begun_at = world.now
    post_id = await show_post(forum, new(), MARK, begun_at)
    archive(world, post_id)
    await world.settle()
    assert await show_post(forum, new("As it is"), MARK, begun_at) == post_id
    assert not metadata_of(world, post_id).archived
    archive(world, post_id)
    await world.settle()
    assert await show_post(forum, new("Once more"), MARK, begun_at, known=post_id) == post_id
    (message,) = await posts(forum)
    assert "Once more" in read(message)
    thread = forum.guild.get_thread(post_id)
    assert thread is not None
    assert not thread.archived


async def test_an_archived_thread_is_opened_to_be_edited(world: World) -> None:
    card = await open_thread(text_channel(world), new())
    archive(world, card.channel.id)
    await world.settle()
    thread = await world.bot.fetch_channel(card.channel.id)
    assert isinstance(thread, discord.Thread)
    assert thread.archived
    assert await edit_message(thread, card.id, new("As it is").view)
    assert "As it is" in shown(await find_first_message(thread, MARK))
    again = await world.bot.fetch_channel(thread.id)
    assert isinstance(again, discord.Thread)
    assert not again.archived


@pytest.mark.parametrize("is_archived", [False, True])
async def test_a_thread_whose_card_was_posted_is_found_archived_or_not(world: World, *, is_archived: bool) -> None:
    channel, begun_at = text_channel(world), world.now
    card = await open_thread(channel, new())
    if is_archived:
        archive(world, card.channel.id)
        await world.settle()
    thread, found = await find_thread(channel, MARK, begun_at, name="another name")
    assert thread is not None
    assert found is not None
    assert (thread.id, found.id) == (card.channel.id, card.id)


async def test_a_thread_whose_making_broke_off_is_gone_on_with(world: World) -> None:
    channel, begun_at = text_channel(world), world.now
    empty = await channel.create_thread(name="A post", type=discord.ChannelType.public_thread)
    await world.settle()
    thread, card = await find_thread(channel, MARK, begun_at, name="A post")
    assert card is None
    assert thread is not None
    assert thread.id == empty.id
    assert (await open_thread(channel, new(), empty=thread)).channel.id == empty.id


async def test_a_private_thread_is_found_only_where_private_ones_are_looked_for(world: World) -> None:
    channel, begun_at = text_channel(world), world.now
    hidden = await channel.create_thread(name="A post", type=discord.ChannelType.private_thread)
    await create_post(hidden, new())
    await world.settle()
    assert await find_thread(channel, MARK, begun_at, name="A post") == (None, None)
    thread, card = await find_thread(channel, MARK, begun_at, name="A post", private=True)
    assert thread is not None
    assert card is not None


async def test_what_others_say_and_what_was_there_before_is_not_taken_for_it(
    world: World, channel: TextOrForum
) -> None:
    await show_post(channel, new(), MARK, world.now)
    world.env.backend.advance_clock(timedelta(hours=5).total_seconds())
    assert await find_post(channel, MARK, world.now) is None
    assert await find_post(channel, has_custom_id("test:other"), world.now - timedelta(days=1)) is None
    assert await find_post(channel, has_all("No. 8"), world.now - timedelta(days=1)) is None


async def test_without_knowing_when_only_the_latest_messages_are_looked_through(world: World) -> None:
    channel = text_channel(world)
    await create_post(channel, new())
    assert await find_message(channel, MARK) is not None
    for n in range(SEARCH_LIMIT):
        await channel.send(str(n))
    assert await find_message(channel, MARK) is None


@pytest.mark.parametrize(
    "mark",
    [
        has_custom_id("test:other", "test:mark"),
        has_custom_id_prefix("test:"),
        has_all("As it", "test:mark"),
        has_line("-# No. 7"),
        has_text_ending("No. 7"),
    ],
)
async def test_each_kind_of_mark_finds_it(world: World, mark: object) -> None:
    channel = text_channel(world)
    await create_post(channel, new(marked=False, text="Something else"))
    await create_post(channel, new())
    assert callable(mark)
    assert "As it was" in shown(await find_message(channel, lambda one: mark(one) and MARK(one), since=world.now))


async def test_a_headline_marks_a_message_without_buttons(world: World) -> None:
    channel = text_channel(world)
    await create_post(channel, new(marked=False))
    await create_post(channel, new())
    found = await find_message(channel, has_headline("Headline"))
    assert found is not None
    assert not MARK(found)
    assert await find_message(channel, has_headline("Another")) is None


async def test_a_deleted_message_is_deleted_once(world: World) -> None:
    channel = text_channel(world)
    message = await create_post(channel, new())
    await delete_message(channel, message.id)
    await delete_message(channel, message.id)
    assert await posts(channel) == []


async def test_a_lost_permission_says_what_a_moderator_can_do(world: World) -> None:
    channel = text_channel(world)
    deny(world, world.lobby, send_messages=False, read_message_history=False)
    await world.settle()
    with pytest.raises(OutOfReach, match="check my role's permissions"), translate_post_errors(channel):
        await create_post(channel, new())
    assert await find_message(channel, MARK) is None


async def test_where_nothing_is_known_of_a_post_its_number_is_not_believed(world: World, channel: TextOrForum) -> None:
    assert not await edit_post(channel, MessageId(discord.utils.time_snowflake(yesterday(world))), new().view)


def yesterday(world: World) -> datetime:
    return world.now - timedelta(days=1)


async def test_killed_at_any_await_a_post_is_made_once(
    world: World, channel: TextOrForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.bot.http, "request", with_awaits_around(world.bot.http.request))
    at, over = 0, False
    while not over:
        mark, begun_at = has_all(f"Round {at}."), world.now
        over = await KillableWork(show_post_of(channel, new(f"Round {at}."), mark, begun_at), at)
        await world.settle()
        post_id = await show_post(channel, new(f"Round {at}. Again."), mark, begun_at)
        (message,) = [one for one in await posts(channel) if mark(one)]
        assert post_id in {message.id, message.channel.id}
        assert "Again" in read(message)
        world.env.backend.advance_clock(timedelta(hours=5).total_seconds())
        at += 1
    assert at > 2


async def show_post_of(channel: TextOrForum, post: NewPost, mark: Mark, since: datetime) -> None:
    await show_post(channel, post, mark, since)


async def test_where_history_cant_be_read_nothing_is_made_that_may_be_there(world: World, channel: TextOrForum) -> None:
    begun_at = world.now
    await show_post(channel, new(), MARK, begun_at)
    deny(world, handle_of(world, channel), read_message_history=False)
    await world.settle()
    for look in (
        lambda: find_post(channel, MARK, begun_at),
        lambda: show_post(channel, new(), MARK, begun_at),
        lambda: find_thread(channel, MARK, begun_at, name="A post"),
    ):
        with pytest.raises(OutOfReach, match="lacks: Read Message History"):
            await look()
    world.env.backend.delete_overwrite(channel.id, world.hamlet_role.id)
    await world.settle()
    assert len(await posts(channel)) == 1


async def test_a_forum_post_that_cant_be_seen_is_not_taken_for_deleted(
    world: World, forum: discord.ForumChannel
) -> None:
    post_id = await show_post(forum, new(), MARK, world.now)
    archive(world, post_id)
    await world.settle()
    world.env.inject_error("GET", f"/channels/{post_id}", status=403, code=50001, message="Missing Access")
    with pytest.raises(OutOfReach, match="check my role's permissions"), translate_post_errors(forum):
        await edit_post(forum, post_id, new("As it is").view)


async def test_a_message_went_with_its_thread(world: World) -> None:
    card = await open_thread(text_channel(world), new())
    thread = await world.bot.fetch_channel(card.channel.id)
    assert isinstance(thread, discord.Thread)
    world.env.backend.delete_channel(thread.id)
    assert not await edit_message(thread, card.id, new("As it is").view)
    await delete_message(thread, card.id)
