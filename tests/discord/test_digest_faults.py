from datetime import timedelta
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from cogs.digests.posts import DiscordDigestPosts
from community.digests.issue import IssueState
from community.ids import GuildId, MemberId
from storage.digests import SqlDigestStore
from tests.discord.drivers.digests import (
    DAY,
    MONDAY,
    WEEK,
    advance_to,
    deny,
    hold_conversation,
    last_state,
    make_lively_week,
    posts,
    schedule,
)
from tests.discord.world import World, read


class Killed(BaseException):
    """The process ends here."""


async def test_restarts_do_not_repeat_a_digest(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    await advance_to(world)

    for kill in (True, False):
        await world.restart(kill=kill)
        await advance_to(world, until=world.now + timedelta(hours=1))

    assert len(posts(news)) == 1
    await advance_to(world, until=MONDAY + WEEK)
    assert await last_state(world) is IssueState.QUIET


async def test_killed_between_claim_and_post_it_is_posted_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    with monkeypatch.context() as patch:
        patch.setattr(DiscordDigestPosts, "post", killed)
        with pytest.RaisesGroup(Killed, flatten_subgroups=True):
            await advance_to(world)
    assert posts(news) == []

    await world.restart(kill=True)
    await advance_to(world, until=MONDAY + timedelta(hours=2))
    assert len(posts(news)) == 1
    assert await last_state(world) is IssueState.POSTED


async def killed(*_: object, **__: object) -> None:
    raise Killed


@pytest.mark.parametrize("pause", [timedelta(seconds=1), timedelta(minutes=10), 2 * DAY])
async def test_killed_between_post_and_record_it_is_found_and_not_posted_again(
    world: World, monkeypatch: pytest.MonkeyPatch, pause: timedelta
) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    with monkeypatch.context() as patch:
        patch.setattr(SqlDigestStore, "settle", killed)
        with pytest.RaisesGroup(Killed, flatten_subgroups=True):
            await advance_to(world)
    [post] = posts(news)

    await world.restart(kill=True)
    await advance_to(world, until=MONDAY + pause)
    assert len(posts(news)) == 1
    [standing] = await world.bot.services.digests.schedules(GuildId(world.guild.id))
    assert standing.last_issue is not None
    assert (standing.last_issue.state, standing.last_issue.message_id) == (IssueState.POSTED, post.id)


async def test_an_answer_that_was_lost_does_not_lead_to_a_second_post(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    post = DiscordDigestPosts.post

    async def lost(*given: Any) -> None:
        await post(*given)
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(DiscordDigestPosts, "post", lost)
        with pytest.raises(ExceptionGroup):
            await advance_to(world)
    await advance_to(world, until=MONDAY + timedelta(minutes=1))

    assert len(posts(news)) == 1
    assert await last_state(world) is IssueState.POSTED


async def test_a_server_error_is_tried_again_and_then_posted_once(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    world.env.inject_error("POST", f"/channels/{news.id}/messages", status=503)
    with pytest.raises(ExceptionGroup):
        await advance_to(world)
    assert await last_state(world) is IssueState.CLAIMED

    await advance_to(world, until=MONDAY + timedelta(minutes=1))
    await advance_to(world, until=MONDAY + timedelta(minutes=2))
    assert len(posts(news)) == 1


async def test_where_history_cannot_be_read_an_old_claim_is_never_posted_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    with monkeypatch.context() as patch:
        patch.setattr(SqlDigestStore, "settle", killed)
        with pytest.RaisesGroup(Killed, flatten_subgroups=True):
            await advance_to(world)
    hide_history(world, news)
    await advance_to(world, until=MONDAY + timedelta(minutes=10), ring=False)

    await world.restart(kill=True)
    await advance_to(world, until=MONDAY + timedelta(minutes=20))
    assert len(posts(news)) == 1
    assert await last_state(world) is IssueState.UNCERTAIN
    assert "perhaps posted" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_where_history_cannot_be_read_a_young_claim_is_posted_with_the_same_nonce(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    hide_history(world, news)
    world.env.inject_error("POST", f"/channels/{news.id}/messages", status=500)
    with pytest.raises(ExceptionGroup):
        await advance_to(world)
    await advance_to(world, until=MONDAY + timedelta(minutes=1))

    assert len(posts(news)) == 1
    sent = [request.json for request in world.env.http_requests if request.path == f"/channels/{news.id}/messages"]
    assert [body["nonce"] for body in sent if body] == ["1-260112"] * 2


def hide_history(world: World, channel: ChannelHandle) -> None:
    deny(world, channel, read_message_history=False)


async def test_an_old_claim_gives_way_to_the_next_issue(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    news = world.channel("news")
    await schedule(world, news, cadence="daily", day=None)
    people = await make_lively_week(world)
    friday = MONDAY - 3 * DAY
    with monkeypatch.context() as patch:
        patch.setattr(DiscordDigestPosts, "post", killed)
        with pytest.RaisesGroup(Killed, flatten_subgroups=True):
            await advance_to(world, until=friday + DAY)
    await hold_conversation(world, world.lobby, "Bread", people)
    await advance_to(world, until=friday + 2 * DAY, ring=False)

    await world.restart(kill=True)
    await advance_to(world, until=friday + 2 * DAY + timedelta(minutes=1))

    [post] = posts(news)
    assert "The day in Juniper Street" in read(post)
    assert "2026-01-11" in read(post)


async def test_a_lost_permission_is_recorded_noted_once_and_the_next_period_tries_again(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    people = await make_lively_week(world)
    deny(world, news, send_messages=False)
    for minute in range(5):
        await advance_to(world, until=MONDAY + timedelta(minutes=minute))

    assert posts(news) == []
    assert await last_state(world) is IssueState.FAILED
    [entry] = kept_back(world)
    assert entry["channel"] == news.id
    assert "my role lacks: Send Messages" in entry["reason"]
    assert "Send Messages" in read(await world.moderator.slash(world.lobby, "digest list"))

    world.env.backend.delete_overwrite(news.id, world.hamlet_role.id)
    await hold_conversation(world, world.lobby, "Bread", people)
    await advance_to(world, until=MONDAY + WEEK)
    assert len(posts(news)) == 1


def kept_back(world: World) -> list[Any]:
    return [entry for entry in world._log if entry["event"] == "a digest is kept back"]


async def test_what_discord_forbids_is_recorded_and_not_tried_again(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    world.env.inject_error("POST", f"/channels/{news.id}/messages", status=403, times=None)
    for minute in range(5):
        await advance_to(world, until=MONDAY + timedelta(minutes=minute))

    tries = [request for request in world.env.http_requests if request.path == f"/channels/{news.id}/messages"]
    assert len(tries) == 1
    assert await last_state(world) is IssueState.FAILED


async def test_a_deleted_channel_is_recorded_and_told_in_the_list(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    world.env.backend.delete_channel(news.id)
    await world.settle()
    await advance_to(world)

    assert await last_state(world) is IssueState.FAILED
    assert len(kept_back(world)) == 1
    assert "not there any more" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_one_failing_digest_does_not_keep_back_the_others(world: World) -> None:
    news, more = world.channel("news"), world.channel("more")
    await schedule(world, news)
    await schedule(world, more)
    await make_lively_week(world)
    world.env.inject_error("POST", f"/channels/{news.id}/messages", status=500, times=None)
    with pytest.raises(ExceptionGroup):
        await advance_to(world)
    assert len(posts(more)) == 1


async def test_a_quiet_week_gets_one_honest_line_where_moderators_want_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, rosa = GuildId(world.guild.id), MemberId(world.moderator.id)
    await world.bot.services.settings.change(home, "digests.quiet_line", "on", rosa, world.now)
    news = world.channel("news")
    await advance_to(world, until=MONDAY - 3 * DAY)
    await schedule(world, news)
    await hold_conversation(world, world.lobby, "Anybody?", [world.member("amy")], n=2)
    with monkeypatch.context() as patch:
        patch.setattr(SqlDigestStore, "settle", killed)
        with pytest.RaisesGroup(Killed, flatten_subgroups=True):
            await advance_to(world)
    await world.restart(kill=True)
    await advance_to(world, until=MONDAY + timedelta(hours=1))

    [post] = posts(news)
    assert "People who took part: 1, messages: 2." in read(post)
    assert post.attachments == []
    assert await last_state(world) is IssueState.POSTED
