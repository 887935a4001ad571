from datetime import timedelta

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from community.engagement.events import Activity, ActivityKind, Arrival, Departure
from community.ids import ChannelId, GuildId, MemberId
from tests.discord.drivers.recommendations import ask, recommend, recommendation_card
from tests.discord.test_stats import DAY, HOUR, text
from tests.discord.test_stats_topic import topic
from tests.discord.world import World, labels, last


async def shown(world: World, actor: MemberActor, **options: object) -> InteractionResult:
    answer = await actor.slash(world.lobby, "stats stewards", **options)
    assert last(answer).flags.ephemeral
    return answer


async def agree(world: World, actor: MemberActor) -> str:
    await world.advance(timedelta(minutes=1))
    return text(await actor.click(last(await shown(world, actor)), label="Show me here"))


def answered(world: World, to: int, *givers: int, channel: int | None = None, back: timedelta = HOUR) -> None:
    """Each of them replied to somebody."""
    for giver in givers:
        world.bot.services.engagement.activity.record(
            Activity(
                GuildId(world.guild.id),
                ActivityKind.MESSAGE,
                discord.utils.time_snowflake(world.now - back) + giver % 1_000 + to % 1_000 * 1_000,
                MemberId(giver),
                world.now - back,
                ChannelId(channel or world.lobby.id),
                replied_to=MemberId(to),
            )
        )


async def test_where_nobody_agreed_nobody_is_shown_and_the_way_is_said(world: World) -> None:
    amy = world.member("amy")
    answered(world, amy.id, 1, 2, 3, 4)
    answer = await shown(world, amy)
    assert "Nobody is shown yet" in text(answer)
    assert str(amy.id) not in text(answer)
    assert labels(answer) == ["Show me here"]


async def test_who_agrees_is_shown_with_the_reasons_and_no_names_of_others(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    question = await bea.send(world.lobby, "how?")
    answer = await amy.send(world.lobby, "so", reply_to=question)
    for name in ("cal", "dan", "eve"):
        fan = world.member(name)
        await fan.react(answer, "🙏")
        await fan.react(answer, "❤️")
        await fan.send(world.lobby, "thank you!", reply_to=answer)

    said = await agree(world, amy)

    assert f"1. <@{amy.id}>" in said
    assert "people who replied to them: **3** (replies: 3) · people who thanked them: **3** (thanks: 3)" in said
    assert "You agreed to be shown." in said
    others = text(await shown(world, bea))
    assert f"<@{amy.id}>" in others
    assert "You are not shown." in others
    assert "cal" not in others
    assert str(bea.id) not in others


async def test_votes_of_thanks_on_a_recommendation_count(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, bea)
    await recommend(thread, amy)
    for name in ("cal", "dan", "eve"):
        await world.member(name).click(recommendation_card(thread), label="Thanks")
    assert "people who thanked them: **3** (thanks: 3)" in await agree(world, amy)


async def test_too_few_people_make_nobody_a_steward(world: World) -> None:
    amy = world.member("amy")
    answered(world, amy.id, 1, 2)
    said = await agree(world, amy)
    assert "1 agreed to be shown. As soon as 3 people" in said
    assert f"<@{amy.id}>" not in said


async def test_a_topic_counts_what_happened_in_it_and_old_times_do_not_count(world: World) -> None:
    film, amy = await topic(world), world.member("amy")
    answered(world, amy.id, 1, 2, 3, channel=film.id)
    answered(world, amy.id, 4, 5, 6, 7)
    answered(world, amy.id, 8, channel=film.id, back=90 * DAY + HOUR)
    assert "people who replied to them: **7**" in await agree(world, amy)
    here = await shown(world, amy, topic="film-club")
    assert "Whom others answer to and thank in film-club" in text(here)
    assert "people who replied to them: **3**" in text(here)
    await amy.click(last(here), label="Hide me")
    assert "in film-club" in text(here)
    assert labels(here) == ["Show me here"]


async def test_hiding_takes_one_off_again_twice_is_once_and_it_survives_restarts(world: World) -> None:
    amy = world.member("amy")
    answered(world, amy.id, 1, 2, 3)
    panels = [await shown(world, amy) for _ in range(2)]
    await world.restart()
    for panel in panels:
        answer = await amy.click(last(panel), label="Show me here")
        assert f"<@{amy.id}>" in text(answer)
        assert labels(answer) == ["Hide me"]
    await world.restart(kill=True)
    for panel in panels:
        assert "Nobody is shown yet" in text(await amy.click(last(panel), label="Hide me"))


async def test_who_opted_out_is_not_shown_and_told_why(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    answered(world, amy.id, 1, 2, 3)
    await agree(world, amy)
    await amy.click(last(await amy.slash(world.lobby, "privacy optout")), custom_id="hamlet:optout:keep")
    assert "Nobody is shown yet" in text(await shown(world, bea))
    assert "Opt in first with /privacy optin." in await agree(world, amy)


async def test_who_left_is_not_shown(world: World) -> None:
    amy, bea, guild = world.member("amy"), world.member("bea"), GuildId(world.guild.id)
    answered(world, amy.id, 1, 2, 3)
    await agree(world, amy)
    world.bot.services.engagement.activity.record(Departure(guild, MemberId(amy.id), world.now))
    assert "Nobody is shown yet" in text(await shown(world, bea))
    world.bot.services.engagement.activity.record(Arrival(guild, MemberId(amy.id), world.now))
    assert f"<@{amy.id}>" in text(await shown(world, bea))


async def test_being_forgotten_takes_ones_word_back(world: World) -> None:
    amy = world.member("amy")
    answered(world, amy.id, 1, 2, 3)
    await agree(world, amy)
    await amy.click(last(await amy.slash(world.lobby, "privacy forget")), custom_id="hamlet:forget:here")
    assert "Nobody is shown yet" in text(await shown(world, amy))


async def test_a_long_list_is_paged_and_a_page_that_is_gone_is_the_last_one(world: World) -> None:
    guild, amy = GuildId(world.guild.id), world.member("amy")
    for number in range(23):
        await world.bot.services.engagement.health.show(guild, MemberId(10_000 + number), world.now)
        answered(world, 10_000 + number, *range(1, 4 + number % 3))
    answer = await shown(world, amy)
    assert labels(answer) == ["Show me here", "More"]
    assert text(answer).count("<@") == 10
    answer = await amy.click(last(answer), label="More")
    assert "11. <@" in text(answer)
    assert labels(answer) == ["Show me here", "Back", "More"]
    for number in range(12):
        await world.bot.services.engagement.health.hide(guild, MemberId(10_000 + number))
    answer = await amy.click(last(answer), label="More")
    assert "11. <@" in text(answer)
    assert labels(answer) == ["Show me here", "Back"]


async def test_a_topic_that_is_gone_or_foreign_by_the_press_is_said_so(world: World) -> None:
    await topic(world)
    amy = world.member("amy")
    answer = await shown(world, amy, topic="film-club")
    await world.moderator.slash(world.lobby, "topic remove", topic="film-club")
    pressed = await amy.click(last(answer), label="Show me here")
    assert "no such topic here" in text(pressed)
