from collections.abc import Sequence
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor, _component_interaction, _visible_message
from simcord.builders import ChannelHandle, RoleHandle, UserHandle
from simcord.results import InteractionResult

from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId, RoleId
from community.topics.topic import NewTopic, Topic
from tests.discord.world import World, components, labels, last, read

GREETED = "Welcome, <@"


async def greet_in(world: World, channel: ChannelHandle) -> None:
    settings = world.bot.services.settings
    key = "onboarding.welcome_channel"
    await settings.change(GuildId(world.guild.id), key, str(channel.id), MemberId(world.moderator.id), world.now)


async def add_topics(world: World, *channels: ChannelHandle, role: RoleHandle | None = None) -> None:
    role_id = None if role is None else RoleId(role.id)
    for channel in channels:
        new = NewTopic(GuildId(world.guild.id), ChannelId(channel.id), role_id, str(channel.name), "")
        await world.bot.services.topics.directory.register(new, world.now)


async def topics(world: World) -> dict[str, Topic]:
    return {topic.name: topic for topic in await world.bot.services.topics.directory.topics(GuildId(world.guild.id))}


async def values(world: World, *names: str) -> list[str]:
    known = await topics(world)
    return [str(known[name].topic_id) for name in names]


def wrote(world: World, author: MemberActor, channel: ChannelHandle, source_id: int) -> None:
    world.bot.services.engagement.activity.record(
        Activity(
            GuildId(world.guild.id),
            ActivityKind.MESSAGE,
            source_id,
            MemberId(author.id),
            world.now,
            ChannelId(channel.id),
        )
    )


async def newcomer(world: World, name: str = "amy") -> MemberActor:
    member = world.member(name)
    await world.settle()
    return member


def greetings(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if GREETED in read(message)]


async def press_start(actor: MemberActor, channel: ChannelHandle) -> InteractionResult:
    return await actor.click(greetings(channel)[-1], label="Get started")


async def onward(actor: MemberActor, card: InteractionResult) -> None:
    """Through the cards in between, to what is to be confirmed."""
    while "Finish" not in labels(card):
        await actor.click(last(card), label="Continue")


def menu(shown: InteractionResult) -> dict[str, Any]:
    [card] = components(last(shown))
    [found] = [row["components"][0] for row in card["components"] if row.get("components", [{}])[0].get("type") == 3]
    return dict(found)


def preselected(shown: InteractionResult) -> list[str]:
    return [option["label"] for option in menu(shown)["options"] if option.get("default")]


def warnings(world: World) -> list[str]:
    return [entry["event"] for entry in world._log if entry["log_level"] == "warning"]


async def forge(
    actor: MemberActor, shown: InteractionResult, custom_id: str, picked: Sequence[str] = ()
) -> InteractionResult:
    """What a hand-made client sends: the custom id of what was shown, with values of its own."""
    stored = _visible_message(actor, last(shown))
    data = {"custom_id": custom_id, "component_type": 3, "values": list(picked)}
    return await _component_interaction(actor, stored, data)


async def test_from_joining_to_an_open_topic(world: World) -> None:
    await greet_in(world, world.lobby)
    film, bread = world.hidden_channel("film-club"), world.hidden_channel("bread")
    await add_topics(world, film, bread)
    amy = await newcomer(world)
    [post] = greetings(world.lobby)
    assert f"Welcome, <@{amy.id}>!" in read(post)

    card = await amy.click(post, label="Get started")
    assert card.ephemeral
    assert "film-club" in read(card)
    assert "0 joined, quiet for two weeks" in read(card)
    assert not preselected(card)

    await amy.select(last(card), await values(world, "film-club"))
    assert preselected(card) == ["film-club"]
    assert not world.sees(amy, film)

    await onward(amy, card)
    assert "Open for you" in read(card)
    assert "film-club" in read(card)
    assert "bread" not in read(card)
    assert not world.sees(amy, film)

    await amy.click(last(card), label="Finish")
    assert "You are all set" in read(card)
    assert f"a hello from you in <#{film.id}>" in read(card)
    assert labels(card) == []
    assert world.sees(amy, film)
    assert not world.sees(amy, bread)


async def test_whoever_presses_get_started_begins_their_own_way(world: World) -> None:
    await greet_in(world, world.lobby)
    film = world.hidden_channel("film-club")
    await add_topics(world, film)
    amy, bea = await newcomer(world), await newcomer(world, "bea")

    card = await bea.click(greetings(world.lobby)[0], label="Get started")
    await bea.select(last(card), await values(world, "film-club"))
    await onward(bea, card)
    await bea.click(last(card), label="Finish")

    assert card.ephemeral
    assert world.sees(bea, film)
    assert not world.sees(amy, film)
    assert preselected(await amy.click(greetings(world.lobby)[0], label="Get started")) == []


@pytest.mark.parametrize("kill", [False, True], ids=["kindly", "killed"])
async def test_every_press_works_after_a_restart(world: World, kill: bool) -> None:
    await greet_in(world, world.lobby)
    film, bread = world.hidden_channel("film-club"), world.hidden_channel("bread")
    await add_topics(world, film, bread)
    amy = await newcomer(world)

    await world.restart(kill=kill)
    card = await press_start(amy, world.lobby)
    await world.restart(kill=kill)
    await amy.select(last(card), await values(world, "film-club"))
    await world.restart(kill=kill)
    await onward(amy, card)
    await world.restart(kill=kill)
    await amy.click(last(card), label="Finish")

    assert "You are all set" in read(card)
    assert world.sees(amy, film)
    assert not world.sees(amy, bread)


async def test_coming_back_goes_on_where_one_was(world: World) -> None:
    await add_topics(world, *(world.channel(f"topic-{number:02}") for number in range(30)))
    amy = await newcomer(world)

    card = await amy.slash(world.lobby, "onboarding start")
    await amy.click(last(card), label="More topics")
    await amy.select(last(card), await values(world, "topic-29"))
    await world.restart(kill=True)
    again = await amy.slash(world.lobby, "onboarding start")
    assert "Your picks are kept" in read(again)
    assert "Page 2 of 2" in read(again)
    assert preselected(again) == ["topic-29"]

    await onward(amy, again)
    assert labels(await amy.slash(world.lobby, "onboarding start")) == ["Back", "Finish"]


@pytest.mark.parametrize("n_topics", [3, 25, 60])
async def test_picks_are_kept_across_pages(world: World, n_topics: int) -> None:
    names = [f"topic-{number:02}" for number in range(n_topics)]
    await add_topics(world, *(world.channel(name) for name in names))
    amy = await newcomer(world)
    picks = [names[0], names[-1]]

    card = await amy.slash(world.lobby, "onboarding start")
    await amy.select(last(card), await values(world, names[0], *names[-1:][: n_topics <= 25]))
    n_pages = 1
    while "More topics" in labels(card):
        await amy.click(last(card), label="More topics")
        n_pages += 1
    if n_pages > 1:
        await amy.select(last(card), await values(world, names[-1]))
        await amy.click(last(card), label="Back")
        await amy.click(last(card), label="Back")
        assert preselected(card) == [names[0]]
    await onward(amy, card)
    await amy.click(last(card), label="Finish")

    assert n_pages == (n_topics + 24) // 25
    joined = await world.bot.services.topics.directory.joined(GuildId(world.guild.id), MemberId(amy.id))
    assert [topic.name for topic in joined] == picks


async def test_without_topics_finish_works_and_says_what_to_expect(world: World) -> None:
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    assert labels(card) == ["Continue", "Record nothing about me"]
    await onward(amy, card)
    await amy.click(last(card), label="Finish")
    assert "As soon as a moderator adds some" in read(card)


async def test_picking_nothing_is_fine(world: World) -> None:
    await add_topics(world, world.hidden_channel("film-club"))
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await onward(amy, card)
    assert "that is fine" in read(card)
    await amy.click(last(card), label="Finish")
    assert "/topic browse" in read(card)


async def test_a_lively_topic_is_where_to_say_hello(world: World) -> None:
    film, bread = world.channel("film-club"), world.channel("bread")
    await add_topics(world, bread, film)
    amy = await newcomer(world)
    for number, author in enumerate([world.moderator, world.member("bea")]):
        wrote(world, author, film, source_id=1000 + number)
    world.env.backend.advance_clock(60)

    card = await amy.slash(world.lobby, "onboarding start")
    assert "0 joined, 2 people wrote in the last two weeks" in read(card)
    await amy.select(last(card), await values(world, "film-club", "bread"))
    await onward(amy, card)
    await amy.click(last(card), label="Finish")
    assert f"Say hello in <#{film.id}>. 1 joined, 2 people wrote in the last two weeks." in read(card)


async def test_choosing_anew_starts_with_what_one_has_and_applies_the_difference(world: World) -> None:
    film, bread = world.hidden_channel("film-club"), world.hidden_channel("bread")
    await add_topics(world, film, bread)
    amy = await newcomer(world)
    first = await amy.slash(world.lobby, "onboarding start")
    assert "## Get started" in read(first)
    await amy.select(last(first), await values(world, "film-club"))
    await onward(amy, first)
    await amy.click(last(first), label="Finish")

    again = await amy.slash(world.lobby, "onboarding start")
    assert "Change your interests" in read(again)
    assert preselected(again) == ["film-club"]
    await amy.select(last(again), await values(world, "bread"))
    await onward(amy, again)
    assert "You leave\n**film-club**" in read(again)
    await amy.click(last(again), label="Finish")

    assert world.sees(amy, bread)
    assert not world.sees(amy, film)
    assert "Left\nfilm-club" in read(again)


async def test_pressing_finish_twice_is_pressing_it_once(world: World) -> None:
    role = world.guild.create_role("Film", position=3)
    await add_topics(world, world.channel("film-club"), role=role)
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await amy.select(last(card), await values(world, "film-club"))
    await onward(amy, card)
    confirm = _visible_message(amy, last(card)).components

    await amy.click(last(card), label="Finish")
    closing = read(card)
    _visible_message(amy, last(card)).components = confirm
    await amy.click(last(card), label="Finish")

    assert read(card) == closing
    given = [one for one in world.env.http_requests if one.method == "PUT" and one.path.endswith(f"/roles/{role.id}")]
    assert len(given) == 1


async def test_finish_on_an_older_card_shows_what_is_picked_now(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topics(world, film)
    amy = await newcomer(world)
    older = await amy.slash(world.lobby, "onboarding start")
    await onward(amy, older)
    newer = await amy.slash(world.lobby, "onboarding start")
    for _ in range(2):
        await amy.click(last(newer), label="Back")
    await amy.select(last(newer), await values(world, "film-club"))

    await amy.click(last(older), label="Finish")
    assert "Open for you\n**film-club**" in read(older)
    assert not world.sees(amy, film)
    await amy.click(last(older), label="Finish")
    assert world.sees(amy, film)


async def test_forged_values_and_other_guilds_topics_are_passed_over(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topics(world, film)
    elsewhere = world.env.create_guild("Elsewhere")
    secret = elsewhere.create_text_channel("secret")
    foreign = await world.bot.services.topics.directory.register(
        NewTopic(GuildId(elsewhere.id), ChannelId(secret.id), None, "secret", ""), world.now
    )
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")

    forged = [str(foreign.topic_id), "9" * 30, "-1", "'; DROP", "²", ""]
    await forge(amy, card, menu(card)["custom_id"], forged)
    assert preselected(card) == []
    await forge(amy, card, "hamlet:onboarding:page:999999999")
    await forge(amy, card, "hamlet:onboarding:nonsense")

    await onward(amy, card)
    await amy.click(last(card), label="Finish")
    assert await world.bot.services.topics.directory.joined(GuildId(elsewhere.id), MemberId(amy.id)) == []
    assert await world.bot.services.topics.directory.joined(GuildId(world.guild.id), MemberId(amy.id)) == []


async def test_a_page_that_is_no_more_shows_the_last_one(world: World) -> None:
    await add_topics(world, *(world.channel(f"topic-{number:02}") for number in range(26)))
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await world.moderator.slash(world.lobby, "topic remove", topic="topic-25")

    await amy.click(last(card), label="More topics")
    assert "topic-24" in read(card)
    assert labels(card) == ["Continue"]


async def test_when_the_last_topic_is_removed_meanwhile_finish_still_works(world: World) -> None:
    await add_topics(world, world.channel("film-club"))
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    picks = await values(world, "film-club")
    await world.moderator.slash(world.lobby, "topic remove", topic="film-club")

    await amy.select(last(card), picks)
    assert "What I record" in read(card)
    await onward(amy, card)
    assert labels(card) == ["Back", "Finish"]
    await amy.click(last(card), label="Finish")
    assert "no topics here yet" in read(card)


async def test_a_topic_removed_between_choosing_and_finishing_is_told_kindly(world: World) -> None:
    film, bread = world.hidden_channel("film-club"), world.hidden_channel("bread")
    await add_topics(world, film, bread)
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await amy.select(last(card), await values(world, "film-club", "bread"))
    await onward(amy, card)
    await world.moderator.slash(world.lobby, "topic remove", topic="film-club")

    await amy.click(last(card), label="Finish")
    assert "taken off the list in the meantime" in read(card)
    assert world.sees(amy, bread)
    assert not world.sees(amy, film)


async def test_a_role_above_the_bots_is_named_with_the_fix_and_the_others_are_given(world: World) -> None:
    film, bread, chess = world.hidden_channel("film-club"), world.hidden_channel("bread"), world.channel("chess")
    high = world.guild.create_role("Grand masters", position=90)
    await add_topics(world, film, bread)
    await add_topics(world, chess, role=high)
    amy = await newcomer(world)
    card = await amy.slash(world.lobby, "onboarding start")
    await amy.select(last(card), await values(world, "film-club", "bread", "chess"))
    await onward(amy, card)
    await amy.click(last(card), label="Finish")

    assert "Almost there" in read(card)
    assert "**chess**  The role Grand masters is above mine. A moderator can move my role above it" in read(card)
    assert f"<#{chess.id}>" not in read(card)
    assert world.sees(amy, film)
    assert world.sees(amy, bread)
    assert "a topic is out of reach" in warnings(world)

    world.env.backend.edit_role(world.guild.id, high.id, {"position": 2})
    again = await amy.slash(world.lobby, "onboarding start")
    assert sorted(preselected(again)) == ["bread", "chess", "film-club"]
    await onward(amy, again)
    await amy.click(last(again), label="Finish")
    assert "You are all set" in read(again)
    assert high.id in world.env.backend.get_member(world.guild.id, amy.id).role_ids


async def test_whoever_leaves_in_the_middle_and_comes_back_begins_anew_with_access_given_again(world: World) -> None:
    await greet_in(world, world.lobby)
    role = world.guild.create_role("Film", position=3)
    film, bread = world.channel("film-club"), world.hidden_channel("bread")
    await add_topics(world, film, role=role)
    await add_topics(world, bread)
    amy = await newcomer(world)
    await amy.slash(world.lobby, "topic join", topic="film-club")
    card = await press_start(amy, world.lobby)
    await amy.select(last(card), await values(world, "film-club", "bread"))
    await onward(amy, card)

    world.guild.remove_member(amy)
    world.env.backend.advance_clock(60)
    amy = world.guild.add_member(UserHandle(world.env, amy.user._user))
    await world.settle()
    assert role.id not in world.env.backend.get_member(world.guild.id, amy.id).role_ids

    again = await press_start(amy, world.lobby)
    assert preselected(again) == ["film-club"]
    await onward(amy, again)
    await amy.click(last(again), label="Finish")
    assert role.id in world.env.backend.get_member(world.guild.id, amy.id).role_ids
    assert not world.sees(amy, bread)
