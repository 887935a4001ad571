"""Introductions, the funnel, the preview, the roles that Discord gave, and arriving when things go wrong."""

from datetime import timedelta
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.backend.errors import OptionError
from simcord.builders import ChannelHandle
from sqlalchemy import select

from cogs.onboarding.posts import DiscordOnboardingPosts
from community.ids import GuildId, MemberId
from storage.tables import metadata
from tests.discord.test_onboarding import add_topics, greet_in, greetings, newcomer, onward, preselected, values
from tests.discord.test_welcome import office
from tests.discord.world import World, labels, last, read

WAITED = timedelta(hours=5)
HELLO = "@everyone I like **noir** \u202e\u0645\u0631\u062d\u0628\u0627 \N{CLAPPER BOARD}"


async def choose(world: World, setting: str, channel: ChannelHandle) -> None:
    """A moderator decides where something is posted."""
    await world.bot.services.settings.change(
        GuildId(world.guild.id), f"onboarding.{setting}", str(channel.id), MemberId(world.moderator.id), world.now
    )


async def join(member: MemberActor, world: World, topic: str) -> None:
    [topic_id] = await values(world, topic)
    await member.slash(world.lobby, "topic join", topic=topic_id)


async def test_an_introduction_is_kept_across_a_restart_and_its_author_may_opt_out_on_the_way(world: World) -> None:
    hellos = world.channel("hellos")
    await choose(world, "introductions_channel", hellos)
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    assert "You can skip this" in read(card)
    form = await amy.click(last(card), label="Write a few words")
    await amy.submit_modal(form, {"words": HELLO})
    await world.restart(kill=True)

    card = await amy.slash(world.lobby, "onboarding start")
    assert "noir" in read(card)
    await amy.click(last(card), label="Continue")
    assert "never the text" in read(card)
    await amy.click(last(card), label="Record nothing about me")
    assert "You opted out" in read(card)
    await amy.click(last(card), label="Continue")
    assert "Nothing is recorded about you" in read(card)
    assert hellos.history() == []


async def test_an_introduction_whose_line_broke_after_the_post_is_posted_once_pinging_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hellos, introduce = world.channel("hellos"), DiscordOnboardingPosts.post_introduction
    await choose(world, "introductions_channel", hellos)
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await amy.submit_modal(await amy.click(last(card), label="Write a few words"), {"words": HELLO})
    await onward(amy, card)

    async def posts_and_fails(*given: Any) -> None:
        await introduce(*given)
        raise ConnectionError("the line broke after the post")

    with monkeypatch.context() as patch:
        patch.setattr(DiscordOnboardingPosts, "post_introduction", posts_and_fails)
        await amy.click(last(card), label="Finish")
    assert world.unexpected_errors()
    assert len(hellos.history()) == 1
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    await amy.click(last(card), label="Finish")
    [post] = hellos.history()
    assert "noir" in read(post)
    posts = [one.json for one in world.env.http_requests if one.path == f"/channels/{hellos.id}/messages" and one.json]
    assert [body["allowed_mentions"] for body in posts] == [{"parse": []}]


async def test_an_introduction_that_cant_be_posted_is_kept_and_moderators_are_told_once(world: World) -> None:
    moderators, hellos = await office(world), world.channel("hellos")
    await greet_in(world, world.lobby)
    await choose(world, "introductions_channel", hellos)
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await amy.submit_modal(await amy.click(last(card), label="Write a few words"), {"words": "Hi, I bake."})
    await onward(amy, card)
    world.env.backend.delete_channel(hellos.id)
    await amy.click(last(card), label="Finish")
    assert "Almost there" in read(card)
    assert "It is kept" in read(card)
    again = await amy.slash(world.lobby, "onboarding start")
    await onward(amy, again)
    await amy.click(last(again), label="Finish")
    assert len(moderators.history()) == 1

    other = world.channel("other-hellos")
    await choose(world, "introductions_channel", other)
    third = await amy.slash(world.lobby, "onboarding start")
    await onward(amy, third)
    await amy.click(last(third), label="Finish")
    assert "Hi, I bake." in read(other.history()[0])


async def test_roles_that_discord_gave_count_and_the_end_says_what_to_do_and_why(world: World) -> None:
    film, bread, role = world.hidden_channel("film"), world.hidden_channel("bread"), world.guild.create_role("bakers")
    await add_topics(world, film)
    await add_topics(world, bread, role=role)
    members = [world.member(f"m{number}") for number in range(3)]
    for member in members:
        for topic in ("film", "bread"):
            await join(member, world, topic)
    helper = members[-1]
    assert "You have joined no topic" not in read(await helper.slash(world.lobby, "greeter on"))
    amy = world.member("amy", role)
    await world.settle()
    card = await amy.slash(world.lobby, "onboarding start")
    assert preselected(card) == ["bread"]
    await onward(amy, card)
    await amy.click(last(card), label="Finish")
    assert "Look into **film**: 3 people who joined bread also joined this" in read(card)
    assert f"<@{helper.id}> said they'd help newcomers" in read(card)
    await amy.click(last(card), label="Join film")
    assert world.sees(amy, film)


async def test_somebody_who_passed_while_the_bot_was_down_is_welcomed_once(world: World) -> None:
    await greet_in(world, world.lobby)
    backend, user = world.env.backend, world.env.create_user("amy")
    member = backend.add_member(world.guild.id, user.id)
    member.pending = True
    payload = dict(serializers.member_payload(backend, backend.get_guild(world.guild.id), member))
    backend.emit("GUILD_MEMBER_ADD", {**payload, "guild_id": str(world.guild.id)})
    await world.settle()
    assert greetings(world.lobby) == []
    member.pending = False
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    await world.advance(timedelta(minutes=1))
    assert len(greetings(world.lobby)) == 1


@pytest.mark.parametrize("fault", ["deleted", "forbidden", "unavailable"])
async def test_greeters_who_cant_be_told_are_told_of_to_moderators_and_an_outage_is_waited_out(
    world: World, fault: str
) -> None:
    moderators, porch = await office(world), world.channel("porch")
    await choose(world, "greeters_channel", porch)
    amy, bea = await newcomer(world), await newcomer(world, "bea")
    before = len(moderators.history())
    await amy.send(world.lobby, "hello?")
    await bea.send(world.lobby, "hello too?")
    path = f"/channels/{porch.id}/messages"
    match fault:
        case "deleted":
            world.env.backend.delete_channel(porch.id)
        case "forbidden":
            world.env.inject_error("POST", path, status=403, code=50013, message="Missing Permissions", times=None)
        case _:
            world.env.inject_error("POST", path, status=503)
    if fault == "unavailable":
        with pytest.raises(ExceptionGroup):
            await world.advance(WAITED)
    else:
        await world.advance(WAITED)
    await world.advance(timedelta(minutes=1))
    told = len(moderators.history()) - before
    if fault == "unavailable":
        assert told == 0
        assert len(porch.history()) == 2
    else:
        assert told == 1


async def kept(world: World) -> dict[str, list[Any]]:
    """Every row of every table that arriving and topics are kept in."""
    async with world.bot.database.read() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


def n_changes(world: World) -> int:
    """How often the bot changed something on Discord, other than answering."""
    answers = ("/webhooks/", "/interactions/")
    return sum(one.method != "GET" and not one.path.startswith(answers) for one in world.env.http_requests)


async def test_the_funnel_and_the_preview_are_for_moderators_and_the_preview_changes_nothing(world: World) -> None:
    await choose(world, "introductions_channel", world.channel("hellos"))
    await add_topics(world, *(world.hidden_channel(f"topic-{number}") for number in range(30)))
    amy = await newcomer(world)
    for command in ("onboarding funnel", "onboarding preview"):
        assert "moderators" in read(await amy.slash(world.lobby, command)).lower()

    await world.bot.recorder.flush()  # Their joining is recorded before, not by the preview.
    before, n_before = await kept(world), n_changes(world)
    card = await world.moderator.slash(world.lobby, "onboarding preview")
    seen = [read(card)]
    while "Next card" in labels(card):
        await world.moderator.click(last(card), label="Next card")
        seen.append(read(card))
    assert len(seen) == 6
    assert "Get started" in seen[0]
    assert "You are all set" in seen[-1]
    await world.bot.recorder.flush()
    assert await kept(world) == before
    assert n_changes(world) == n_before


async def test_the_funnel_counts_a_handful_and_draws_the_many_with_their_ranges(world: World) -> None:
    assert "Joined: **1**" in read(await world.moderator.slash(world.lobby, "onboarding funnel"))
    newcomers = [await newcomer(world, f"n{number}") for number in range(12)]
    for member in newcomers[:2]:
        card = await member.slash(world.lobby, "onboarding start")
        await onward(member, card)
        await member.click(last(card), label="Finish")
    text = read(await world.moderator.slash(world.lobby, "onboarding funnel", days=7))
    assert "Joined: **13**" in text
    assert "Finished it: **2** (15 %, likely 4\N{EN DASH}42 %)" in text
    assert "Chart of how far 13 newcomers came" in text
    with pytest.raises(OptionError, match="≥ 7"):
        await world.moderator.slash(world.lobby, "onboarding funnel", days=3)
