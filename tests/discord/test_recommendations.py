from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.recommendation import NewRecommendation, Relation
from storage.recommendations.store import SqlRecommendationStore
from tests.discord.drivers.recommendations import (
    FOO,
    OVEN,
    ask,
    ask_card,
    recommend,
    recommendation_card,
    standings,
    with_label,
)
from tests.discord.world import World, labels, last, read


async def test_from_the_ask_to_the_standings(world: World) -> None:
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    thread = await ask(world, amy)
    assert thread.name == "A small oven"
    card = ask_card(thread)
    for words in ("A small oven", "Even heat", "Up to 200", f"<@{amy.id}>"):
        assert words in read(card)

    await recommend(thread, bea)
    shown = recommendation_card(thread)
    assert read(shown).splitlines()[0] == f"## <@{bea.id}>: Bought or made it myself"
    assert "Ours lasts." in read(shown)
    assert labels(shown) == ["Worked for me", "Didn't", "Thanks", "I'm going with this", "Open example.com"]
    assert "Too early to rank" in standings(thread)
    assert "not tried yet" in standings(thread)

    assert "it worked for you" in read(await cid.click(shown, label="Worked for me"))
    assert "worked for 1 of 1" in standings(thread)
    await amy.click(shown, label="Didn't")
    assert "worked for 1 of 2" in standings(thread)
    await world.moderator.click(shown, label="Worked for me")
    assert "worked for 2 of 3" in standings(thread)
    assert "Too early to rank" in standings(thread), "newcomers' votes weigh next to nothing"


async def test_a_forum_gets_a_post_with_the_card_as_its_first_message(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    forum = world.guild.create_forum_channel("advice")
    thread = await ask(world, amy, forum)
    assert thread.history()[0].id == ask_card(thread).id
    await recommend(thread, bea)
    assert "Foo Oven" in standings(thread)


async def test_without_a_channel_an_ask_opens_where_it_is_typed_or_beside_the_thread(world: World) -> None:
    amy = world.member("amy")
    await amy.submit_modal(await amy.slash(world.lobby, "recommend ask"), OVEN)
    (first,) = world.lobby.threads
    await amy.submit_modal(await amy.slash(first, "recommend ask"), {**OVEN, "wanted": "A kettle"})
    assert {thread.name for thread in world.lobby.threads} == {"A small oven", "A kettle"}


async def test_the_relation_has_to_be_chosen_and_nothing_is_chosen_before(world: World) -> None:
    thread = await ask(world, world.member("amy"))
    relation = controls(await world.member("bea").click(ask_card(thread), label="Recommend"))["relation"]
    assert relation["required"] is not False
    assert [option["label"] for option in relation["options"]] == [
        "Bought or made it myself",
        "Got it free",
        "Paid or affiliate",
        "I work there",
        "No own experience",
    ]
    assert not any(option.get("default") for option in relation["options"])


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("gift", "Got it free"),
        ("paid", "Paid or affiliate"),
        ("employee", "I work there"),
        ("none", "No own experience"),
    ],
)
async def test_the_card_opens_with_the_relation_in_words_and_the_standings_repeat_it(
    world: World, relation: str, words: str
) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea, relation=relation)
    assert read(recommendation_card(thread)).splitlines()[0] == f"## <@{bea.id}>: {words}"
    assert words in standings(thread)


async def test_adding_by_command_does_what_the_button_does(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    answer = await bea.submit_modal(await bea.slash(thread, "recommend add"), FOO)
    assert "Thank you" in read(answer)
    assert "Foo Oven" in standings(thread)
    assert "no ask in here" in read(await bea.slash(world.lobby, "recommend add"))


async def test_ones_own_recommendations_are_listed(world: World) -> None:
    bea = world.member("bea")
    assert "not recommended anything yet" in read(await bea.slash(world.lobby, "recommend mine"))
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    answer = await bea.slash(world.lobby, "recommend mine")
    assert answer.ephemeral
    assert "Foo Oven" in read(answer)
    assert f"<#{thread.id}>" in read(answer)


async def test_a_wrong_link_is_refused_and_what_was_typed_is_said_back(world: World) -> None:
    thread = await ask(world, world.member("amy"))
    answer = await recommend(thread, world.member("bea"), accepted=False, link="ftp://example.com")
    assert answer.ephemeral
    for words in ("https://", "Foo Oven", "Ours lasts.", "ftp://example.com"):
        assert words in read(answer)
    assert with_label(thread, "Thanks") == []


async def test_what_members_write_is_shown_as_they_wrote_it_and_pings_nobody(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"), wanted="# @everyone **oven**")
    why = f"# Big <@{bea.id}> @here\n-# small\n[example.org](https://evil.example)"
    await recommend(thread, bea, item="**Foo** @everyone", why=why)
    card = read(with_label(thread, "Thanks")[0])
    for raw in ("@everyone", "@here", "\n# Big", "\n-# small", "\n[example.org](", "**Foo**"):
        assert raw not in card
    posts = [request.json for request in world.env.http_requests if request.path == f"/channels/{thread.id}/messages"]
    assert [post["allowed_mentions"] for post in posts if post] == [{"parse": []}] * 3


async def test_a_vote_changes_and_is_taken_back_by_the_same_press(world: World) -> None:
    cid = world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, world.member("bea"))
    card = recommendation_card(thread)
    await cid.click(card, label="Worked for me")
    await cid.click(card, label="Didn't")
    assert "worked for 0 of 1" in standings(thread)
    await cid.click(card, label="Thanks")
    assert "not tried yet, 1 thanks" in standings(thread)
    assert "taken back" in read(await cid.click(card, label="Thanks"))
    assert "thanks" not in standings(thread)


async def test_ones_own_recommendation_can_not_be_voted_for(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    for label in ("Worked for me", "Didn't", "Thanks"):
        answer = await bea.click(recommendation_card(thread), label=label)
        assert answer.followups[-1].ephemeral
        assert "your own recommendation" in read(answer)
    assert "not tried yet" in standings(thread)


async def test_whoever_works_there_can_thank_but_not_score(world: World) -> None:
    bea, cid = world.member("bea"), world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    card = recommendation_card(thread)
    asked = await recommend(thread, cid, accepted=False, item="foo oven", relation="employee")
    assert "Is it the same?" in read(asked)
    await cid.click(last(asked), label="Something else")
    assert "can't score" in read(await cid.click(card, label="Worked for me"))
    await cid.click(card, label="Thanks")
    assert "not tried yet, 1 thanks" in standings(thread)


async def test_the_same_item_twice_from_one_person_is_refused(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    assert "already" in read(await recommend(thread, bea, accepted=False, item="FOO  oven"))
    assert len(with_label(thread, "Thanks")) == 1


async def test_votes_and_recommendations_are_noted_as_activity(world: World) -> None:
    bea, cid = world.member("bea"), world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    await cid.click(recommendation_card(thread), label="Thanks")
    await world.bot.recorder.flush()
    async with world.bot.database.read() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT kind, member_id, source_id, channel_id, thread_id FROM activity"
            " WHERE kind IN ('recommendation', 'vote') ORDER BY kind"
        )
        noted = [tuple(row) for row in rows]
    card = recommendation_card(thread).id
    assert noted == [
        ("recommendation", bea.id, card, world.lobby.id, thread.id),
        ("vote", cid.id, card, world.lobby.id, thread.id),
    ]

    await cid.click(recommendation_card(thread), label="Thanks")
    await world.bot.recorder.flush()
    async with world.bot.database.read() as connection:
        n_votes = await connection.exec_driver_sql("SELECT count(*) FROM activity WHERE kind = 'vote'")
        assert n_votes.scalar_one() == 0


async def test_nobody_asks_where_they_can_not_write_themselves(world: World) -> None:
    amy = world.member("amy")
    news = world.channel(
        "news", overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "can't write" in read(await amy.slash(world.lobby, "recommend ask", channel=news))


async def test_nobody_recommends_where_they_can_not_write_themselves(world: World) -> None:
    quiet = world.channel("quiet")
    thread = await ask(world, world.moderator, quiet)
    world.env.backend.edit_role(
        world.guild.id,
        world.guild.default_role.id,
        {"permissions": discord.Permissions(view_channel=True, read_message_history=True).value},
    )
    await world.settle()
    assert "can't write" in read(await world.member("amy").click(ask_card(thread), label="Recommend"))


async def test_who_was_forgotten_is_gone_from_the_standings_with_the_next_vote(world: World) -> None:
    bea, cid = world.member("bea"), world.member("cid")
    thread = await ask(world, world.member("amy"))
    await recommend(thread, bea)
    await recommend(thread, cid, item="Bar Oven")
    await world.bot.services.privacy.forget(MemberId(bea.id), GuildId(world.guild.id))
    assert "not there any more" in read(await cid.click(recommendation_card(thread), label="Thanks"))
    await bea.click(recommendation_card(thread, "Bar Oven"), label="Thanks")
    assert "Foo Oven" not in standings(thread)

    await world.bot.services.privacy.forget(MemberId(cid.id), GuildId(world.guild.id))
    await world.bot.services.recommendations.threads.show_standings(GuildId(world.guild.id), ChannelId(thread.id))
    assert "Nothing is recommended" in standings(thread)


async def test_many_votes_end_in_one_right_standings_message(world: World) -> None:
    thread = await ask(world, world.member("amy"))
    await recommend(thread, world.member("bea"))
    card = recommendation_card(thread)
    for number in range(12):
        await world.member(f"voter-{number}").click(card, label="Worked for me" if number % 3 else "Didn't")
    assert "worked for 8 of 12" in standings(thread)


async def test_many_long_recommendations_fit_into_one_standings_message(world: World) -> None:
    store, guild = SqlRecommendationStore(world.bot.database), GuildId(world.guild.id)
    thread = await ask(world, world.member("amy"), wanted="*" * 150)
    asked = await store.find_ask_in(guild, ChannelId(thread.id))
    assert asked is not None
    for number in range(13):
        item = "*" * 97 + f"{number:03}"
        kept = await store.add(
            NewRecommendation(asked.ask_id, guild, MemberId(1 + number), item, "_" * 1_000, "", Relation.OWN), world.now
        )
        assert kept is not None
        await store.record_card(kept, MessageId(1 + number))
    await recommend(thread, world.member("friend"), item="Foo Oven", why="_" * 1_000)
    assert "And 2 more" in standings(thread)
    assert last(ask_card(thread)) is not None


def controls(form: InteractionResult) -> dict[str, Any]:
    assert form.modal is not None
    inputs = [label["component"] for label in form.modal["components"]]
    return {control["custom_id"]: control for control in inputs}
