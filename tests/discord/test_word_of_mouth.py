"""Word of mouth as people live it: voices, edits, hides, choices and what came of them, with the faults of a guild."""

from datetime import timedelta

import discord
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from cogs.kit.i18n import escape
from community.ids import ChannelId, GuildId, MemberId
from community.recommendations.recommendation import NewRecommendation, Relation
from tests.discord.drivers.recommendations import (
    ask,
    ask_card,
    press_forged,
    recommend,
    recommendation_card,
    standings,
    with_label,
)
from tests.discord.world import World, custom_id, labels, last, read

DAY, WEEK = timedelta(days=1), timedelta(days=7)


async def test_one_item_recommended_twice_is_one_card_with_both_voices(world: World) -> None:
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    thread = await ask(world, amy)
    await recommend(thread, bea)
    asked = await recommend(thread, cid, accepted=False, item="the foo  oven", why="Mine, too.", relation="gift")
    assert "Is it the same?" in read(asked)
    assert asked.ephemeral
    assert len(with_label(thread, "Thanks")) == 1
    refused = await press_forged(world, thread, amy, custom_id(last(asked), "The same: add my voice"))
    assert "not there any more" in read(refused), "only its author says where it belongs"

    elsewhere = custom_id(asked, "Something else")
    assert "on the card now" in read(await cid.click(last(asked), label="The same: add my voice"))
    card = read(recommendation_card(thread))
    assert card.index("Bought or made it myself") < card.index("Ours lasts.") < card.index("Got it free")
    assert card.index("Got it free") < card.index("Mine, too.")
    assert len(with_label(thread, "Thanks")) == 1
    assert standings(thread).count("Foo Oven") == 1
    assert "your own" in read(await cid.click(recommendation_card(thread), label="Thanks"))
    assert "already" in read(await press_forged(world, thread, cid, elsewhere))

    withdrawing = await bea.slash(world.lobby, "recommend withdraw", item="Foo Oven")
    await bea.click(last(withdrawing), label="Take it back")
    assert "Ours lasts." not in read(recommendation_card(thread))
    assert f"<@{cid.id}>: Got it free" in read(recommendation_card(thread)), "the other voice stays"


async def test_an_edit_of_substance_clears_the_votes_and_says_so_and_only_authors_edit(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await amy.click(recommendation_card(thread), label="Worked for me")
    ((choice),) = await bea.autocomplete(world.lobby, "recommend edit", "item", "foo")
    assert await amy.autocomplete(world.lobby, "recommend edit", "item", "") == []
    assert "no such recommendation" in read(await amy.slash(world.lobby, "recommend edit", item=choice["value"]))

    form = await bea.slash(world.lobby, "recommend edit", item=choice["value"])
    kept = {"item": "Foo oven", "why": "Ours lasts!", "link": "https://example.com/foo", "relation": "own"}
    assert "every vote stays" in read(await bea.submit_modal(form, kept))
    assert "worked for 1 of 1" in standings(thread)
    form = await bea.slash(world.lobby, "recommend edit", item=choice["value"])
    changed = {**kept, "relation": "paid", "link": "https://example.com/foo?utm_source=me&size=3"}
    assert "votes are cleared (1)" in read(await bea.submit_modal(form, changed))
    assert "not tried yet" in standings(thread)
    card = recommendation_card(thread, "Foo oven")
    assert read(card).splitlines()[0] == f"## <@{bea.id}>: Paid or affiliate"
    assert "earlier votes are cleared" in read(card)

    asked = await bea.slash(world.lobby, "recommend withdraw", item=choice["value"])
    assert "can't be undone" in read(asked)
    assert "not there any more" in read(
        await press_forged(world, world.lobby, amy, custom_id(last(asked), "Take it back"))
    )
    assert "Foo oven" in standings(thread), "nothing happens before it is confirmed"
    assert "is withdrawn" in read(await bea.click(last(asked), label="Take it back"))
    assert "Nothing is recommended" in standings(thread)
    assert any("withdrawn by its author" in read(message) for message in thread.history())
    trail = read(await world.moderator.slash(world.lobby, "recommend trail"))
    for words in (f"<@{bea.id}> withdrew **Foo oven**", f"<@{bea.id}> edited **Foo oven**"):
        assert words in trail, "what is gone is kept for moderators"
    await recommend(thread, bea)


async def test_moderators_hide_with_a_reason_that_the_author_reads_and_the_trail_keeps(world: World) -> None:
    amy, bea, rosa = world.member("amy"), world.member("bea"), world.moderator
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await amy.click(recommendation_card(thread), label="Worked for me")
    assert await amy.autocomplete(world.lobby, "recommend hide", "item", "") == []
    (choice,) = await rosa.autocomplete(world.lobby, "recommend hide", "item", "foo")
    assert "the reason" in read(await rosa.slash(world.lobby, "recommend hide", item=choice["value"], reason=" "))
    hidden = await rosa.slash(world.lobby, "recommend hide", item=choice["value"], reason="It is *recalled*")
    assert "hidden from everybody" in read(hidden)
    assert any("A moderator hid this" in read(message) for message in thread.history())
    assert "Nothing is recommended" in standings(thread)
    assert "recalled" not in "".join(read(message) for message in thread.history()), "the reason is the author's alone"
    assert "recalled" in read(await bea.slash(world.lobby, "recommend mine"))
    (withheld,) = with_label(thread, "Why? For its author")
    told = await bea.click(withheld, label="Why? For its author")
    assert "recalled" in read(told)
    assert told.followups[-1].ephemeral
    assert "Only its author" in read(await amy.click(withheld, label="Why? For its author"))

    trail = await rosa.slash(world.lobby, "recommend trail")
    assert f"<@{rosa.id}> hid" in read(trail)
    for message, label in ((last(hidden), "Show it again"), (last(trail), "Show Foo Oven again")):
        assert "moderator" in read(await press_forged(world, world.lobby, amy, custom_id(message, label))).lower()
    assert "Nothing is recommended" in standings(thread)
    await rosa.click(last(hidden), label="Show it again")
    assert "worked for 1 of 1" in standings(thread)
    assert "not hidden" in read(await rosa.click(last(hidden), label="Show it again"))


async def test_from_the_choice_to_what_came_of_it(world: World) -> None:
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await recommend(thread, cid, item="Bar Oven")
    assert "person who asked" in read(await cid.click(recommendation_card(thread), label="I'm going with this"))
    await amy.click(recommendation_card(thread, "Bar Oven"), label="I'm going with this")
    assert "Good luck" in read(await amy.click(recommendation_card(thread), label="I'm going with this"))
    assert "chosen by who asked" in standings(thread)
    assert standings(thread).index("chosen by who asked") > standings(thread).index("Foo Oven")

    await world.advance(WEEK + DAY)
    assert title(world, thread) == "☑️ Chosen: Foo Oven · A small oven"
    assert is_archived(world, thread)
    await world.restart(kill=True)
    await world.advance(6 * DAY - timedelta(hours=1))
    assert with_label(thread, "Haven't tried") == []
    for _ in range(3):
        await world.advance(timedelta(hours=1))
    (question,) = with_label(thread, "Haven't tried")
    assert "Did it work out?" in read(question)
    (posted,) = (
        request.json
        for request in world.env.http_requests
        if request.method == "POST" and request.json and str(request.json.get("nonce", "")).startswith("how-")
    )
    assert posted["allowed_mentions"] == {"parse": [], "users": [amy.id]}

    assert "Only the person who asked" in read(await bea.click(question, label="Yes"))
    assert "No hurry" in read(await amy.click(question, label="Haven't tried"))
    assert "Thank you" in read(await amy.click(question, label="Yes"))
    (question,) = with_label(thread, "Haven't tried")
    assert "It worked out" in read(question)
    assert "it worked for who asked" in standings(thread)
    assert "worked for 1 of 1" in standings(thread)
    await world.advance(timedelta(hours=1))
    assert title(world, thread) == "✅ Foo Oven worked · A small oven"

    figure = read(await cid.slash(world.lobby, "recommend outcomes"))
    for words in ("**1** asked", "1 got a recommendation", "1 went with one", "1 tried it and told", "1 worked (100 %"):
        assert words in figure
    (choice,) = await cid.autocomplete(world.lobby, "recommend outcomes", "item", "bar")
    assert "0 went with one" in read(await cid.slash(world.lobby, "recommend outcomes", item=choice["value"]))


async def test_the_question_waits_for_a_locked_thread_and_is_dropped_where_who_asked_left(world: World) -> None:
    amy, bea, dan = world.member("amy"), world.member("bea"), world.member("dan")
    thread, other = await ask(world, amy), await ask(world, dan, wanted="A kettle")
    for place, asker in ((thread, amy), (other, dan)):
        await recommend(place, bea)
        await asker.click(recommendation_card(place), label="I'm going with this")
    world.guild.remove_member(dan)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await world.settle()
    await world.advance(2 * WEEK)
    assert with_label(thread, "Haven't tried") == with_label(other, "Haven't tried") == []
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": False})
    await world.settle()
    for _ in range(2):
        await world.advance(DAY)
    assert len(with_label(thread, "Haven't tried")) == 1
    assert with_label(other, "Haven't tried") == []


async def test_a_quiet_ask_closes_and_a_recommendation_opens_it(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy)
    await world.advance(6 * DAY)
    await bea.send(thread, "I'll look for mine")
    await world.advance(2 * DAY)
    assert title(world, thread) == "A small oven"
    await world.advance(WEEK)
    assert title(world, thread) == "💤 No answer yet · A small oven"
    assert is_archived(world, thread)
    await recommend(thread, bea)
    await world.advance(timedelta(hours=1))
    assert title(world, thread) == "A small oven"
    assert not is_archived(world, thread)
    await world.advance(WEEK)
    assert title(world, thread) == "💬 Recommended: Foo Oven · A small oven"


async def test_cards_deleted_by_hand_are_noticed_at_once_and_after_a_start(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await recommend(thread, bea, item="Bar Oven")
    world.env.backend.delete_message(thread.id, recommendation_card(thread).id)
    await world.settle()
    assert "Foo Oven" not in standings(thread)
    await recommend(thread, bea)

    await world.bot.close()
    world.env.backend.delete_message(thread.id, recommendation_card(thread, "Bar Oven").id)
    world.env.backend.delete_message(thread.id, ask_card(thread).id)
    await world.restart()
    await world.advance(timedelta(minutes=1))
    assert "Bar Oven" not in standings(thread)
    assert title(world, thread) == "💬 Recommended: Foo Oven · A small oven"
    assert "The card of **Bar Oven** was deleted by hand" in read(
        await world.moderator.slash(world.lobby, "recommend trail")
    )


async def test_an_erased_authors_item_stays_without_them_or_goes_as_they_chose(world: World) -> None:
    amy, bea, cid, dan = (world.member(name) for name in ("amy", "bea", "cid", "dan"))
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await recommend(thread, cid, item="Bar Oven", why="Cid's words")
    await dan.click(recommendation_card(thread), label="Worked for me")
    for leaver, label in (
        (bea, "but leave my recommendations"),
        (cid, "Erase everything in this server"),
        (dan, "Erase"),
    ):
        asked = await leaver.slash(world.lobby, "privacy forget")
        await leaver.click(last(asked), label=next(one for one in labels(asked) if label in one))
    await world.advance(timedelta(minutes=1))
    (card,) = with_label(thread, "Thanks")
    assert read(card).splitlines()[0] == "## Somebody: Bought or made it myself"
    assert "Foo Oven" in read(card)
    for words in ("Ours lasts.", "example.com", str(bea.id), str(cid.id), "Cid's words", "Bar Oven"):
        assert words not in "".join(read(message) for message in thread.history())
    assert "not tried yet" in standings(thread), "an erased vote leaves the score"

    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await world.settle()
    asked = await amy.slash(world.lobby, "privacy forget")
    await amy.click(last(asked), label="Erase everything in this server")
    await world.advance(timedelta(minutes=1))
    assert title(world, thread) == "A small oven"
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": False})
    await world.settle()
    await world.advance(timedelta(hours=1))
    assert title(world, thread) == "An ask"
    assert "Even heat" not in read(ask_card(thread))
    assert str(amy.id) not in read(ask_card(thread))


async def test_nobody_finds_votes_or_hears_of_what_they_can_not_see_any_more(world: World) -> None:
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    den = world.channel("den")
    thread = await ask(world, amy, den)
    await recommend(thread, bea)
    card = recommendation_card(thread)
    (choice,) = await cid.autocomplete(world.lobby, "recommend outcomes", "item", "")
    await amy.click(card, label="I'm going with this")
    view = discord.Permissions(view_channel=True).value
    world.env.backend.set_overwrite(den.id, Overwrite(world.guild.default_role.id, OverwriteType.ROLE, deny=view))
    world.env.backend.set_overwrite(den.id, Overwrite(world.hamlet_role.id, OverwriteType.ROLE, allow=view))
    await world.settle()

    for actor in (bea, cid):
        assert await actor.autocomplete(world.lobby, "recommend outcomes", "item", "") == []
    for command in ("outcomes", "edit", "withdraw"):
        refused = await bea.slash(world.lobby, f"recommend {command}", item=choice["value"])
        assert "no such recommendation" in read(refused)
    assert "Nothing was asked" in read(await cid.slash(world.lobby, "recommend outcomes"))
    assert "not recommended anything yet" in read(await bea.slash(world.lobby, "recommend mine"))
    await world.advance(2 * WEEK)
    assert with_label(thread, "Haven't tried") == [], "who can't see the thread is not asked there"


async def test_a_mine_of_thirty_turns_its_pages_and_autocomplete_keeps_to_discords_bounds(world: World) -> None:
    bea = world.member("bea")
    thread = await ask(world, world.member("amy"))
    kept = await world.bot.services.recommendations.threads.require_ask(GuildId(world.guild.id), ChannelId(thread.id))
    short = "\N{HEBREW LETTER MEM}*_"
    for item in (short, *(f"{number:02} {short * 30}" for number in range(27))):
        new = NewRecommendation(kept.ask_id, kept.guild_id, MemberId(bea.id), item, "Why", "", Relation.OWN)
        await world.bot.services.recommendations.threads.recommend(new, ChannelId(thread.id), world.now)
    mine = await bea.slash(world.lobby, "recommend mine")
    assert labels(mine) == ["Older ones"]
    assert "26 " in read(mine)
    for _ in range(2):
        await bea.click(last(mine), label="Older ones")
    assert labels(mine) == ["Back"]
    assert "00 " in read(mine)
    assert len(await bea.autocomplete(world.lobby, "recommend withdraw", "item", "")) == 25
    (found,) = await bea.autocomplete(world.lobby, "recommend withdraw", "item", "00 ")
    assert len(found["name"]) <= 100
    asked = await bea.slash(world.lobby, "recommend withdraw", item=short)
    assert f"**{escape(short)}** leaves" in read(asked), "a name that all newer ones have in theirs is found as typed"


async def test_a_forums_tags_are_offered_and_used_and_those_for_moderators_to_moderators_alone(world: World) -> None:
    amy, rosa = world.member("amy"), world.moderator
    forum = world.guild.create_forum_channel("advice")
    tags = [
        {"id": str(number), "name": f"tag-{number}", "moderated": number == 3, "emoji_id": None, "emoji_name": None}
        for number in (1, 2, 3)
    ]
    world.env.backend.edit_channel(forum.id, {"available_tags": tags})
    world.env.backend.edit_role(
        world.guild.id,
        world.moderator_role.id,
        {"permissions": discord.Permissions(manage_guild=True, manage_threads=True).value},
    )
    await world.settle()
    thread = await ask(world, amy, forum, tags=["2"])  # type: ignore[arg-type]
    assert [int(tag) for tag in world.env.backend.get_channel(thread.id).applied_tags] == [2]
    for actor, offered in ((amy, ["tag-1", "tag-2"]), (rosa, ["tag-1", "tag-2", "tag-3"])):
        form = await actor.slash(world.lobby, "recommend ask", channel=forum)
        assert form.modal is not None
        (menu,) = (one["component"] for one in form.modal["components"] if one["component"]["custom_id"] == "tags")
        assert [option["label"] for option in menu["options"]] == offered


def title(world: World, thread: ChannelHandle) -> str | None:
    return world.env.backend.get_channel(thread.id).name


def is_archived(world: World, thread: ChannelHandle) -> bool:
    metadata = world.env.backend.get_channel(thread.id).thread_metadata
    return metadata is not None and metadata.archived
