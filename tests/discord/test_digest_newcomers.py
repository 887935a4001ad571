"""A newcomer introduces themselves, and the digest says hello for them once they agree."""

from datetime import timedelta

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from community.ids import GuildId, MemberId
from tests.discord.drivers.digests import MONDAY, advance_to, make_lively_week, posts, schedule
from tests.discord.test_digest_kinds import pings
from tests.discord.world import World, labels, last, read

HELLO = "Say hello in the digest, too"


async def introduced(world: World, newcomer: MemberActor, words: str) -> InteractionResult:
    """Goes through **Get started** with some words about oneself; returns the last card."""
    card = await newcomer.slash(world.lobby, "onboarding start")
    while "Write a few words" not in labels(card):
        await newcomer.click(last(card), label="Continue")
    await newcomer.submit_modal(await newcomer.click(last(card), label="Write a few words"), {"words": words})
    while "Finish" not in labels(card):
        await newcomer.click(last(card), label="Continue")
    await newcomer.click(last(card), label="Finish")
    return card


async def test_the_digest_says_hello_only_for_newcomers_who_agreed_and_pings_nobody(world: World) -> None:
    news, hall, home = world.channel("news"), world.channel("hall"), GuildId(world.guild.id)
    settings, rosa = world.bot.services.settings, MemberId(world.moderator.id)
    await settings.change(home, "onboarding.introductions_channel", str(hall.id), rosa, world.now)
    await schedule(world, news)
    await make_lively_week(world)
    nell, ned, noa = [world.member(name) for name in ("nell", "ned", "noa")]
    await world.settle()

    card = await introduced(world, nell, "I bake.")
    await introduced(world, ned, "I read.")
    changed = await introduced(world, noa, "I sew.")
    assert HELLO in labels(card)
    assert "says that you are new" in read(await nell.click(last(card), label=HELLO))
    await noa.click(last(changed), label=HELLO)
    assert "does not mention you" in read(await noa.click(last(changed), label=HELLO))
    await advance_to(world, until=MONDAY + timedelta(minutes=1))

    text = read(posts(news)[0])
    [mine] = [one for one in posts(hall) if f"<@{nell.id}>" in read(one)]
    assert "New among us" in text
    assert f"<@{nell.id}> told us about themselves" in text
    assert f"https://discord.com/channels/{world.guild.id}/{hall.id}/{mine.id}" in text
    assert f"<@{ned.id}>" not in text
    assert f"<@{noa.id}>" not in text
    assert pings(world, news) == []


async def test_who_did_not_introduce_themselves_is_told_how(world: World) -> None:
    amy = world.member("amy")
    await world.settle()
    card = await amy.slash(world.lobby, "onboarding start")
    while "Finish" not in labels(card):
        await amy.click(last(card), label="Continue")
    await amy.click(last(card), label="Finish")
    assert HELLO not in labels(card)
