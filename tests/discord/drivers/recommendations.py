"""Drives asks and recommendations."""

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from tests.discord.world import World, labels, read

OVEN = {"wanted": "A small oven", "matters": "Even heat", "limits": "Up to 200"}
FOO = {"item": "Foo Oven", "why": "Ours lasts.", "link": "https://example.com/foo", "relation": "own"}


async def ask(world: World, actor: MemberActor, channel: ChannelHandle | None = None, **words: str) -> ChannelHandle:
    """Asks for recommendations; returns the thread."""
    place = channel or world.lobby
    known = {thread.id for thread in place.threads}
    form = await actor.slash(world.lobby, "recommend ask", channel=place)
    answer = await actor.submit_modal(form, {**OVEN, **words})
    assert "is open" in read(answer)
    (thread,) = (thread for thread in place.threads if thread.id not in known)
    return thread


async def recommend(
    thread: ChannelHandle, actor: MemberActor, *, accepted: bool = True, **words: str
) -> InteractionResult:
    """Presses Recommend and sends the form."""
    form = await actor.click(ask_card(thread), label="Recommend")
    answer = await actor.submit_modal(form, {**FOO, **words})
    assert ("Thank you" in read(answer)) is accepted, read(answer)
    return answer


def with_label(thread: ChannelHandle, label: str) -> list[discord.Message]:
    return [message for message in thread.history() if label in labels(message)]


def ask_card(thread: ChannelHandle) -> discord.Message:
    (card,) = with_label(thread, "Recommend")
    return card


def recommendation_card(thread: ChannelHandle, item: str = "Foo Oven") -> discord.Message:
    (card,) = (card for card in with_label(thread, "Thanks") if item in read(card))
    return card


def standings(thread: ChannelHandle) -> str:
    (told,) = (message for message in thread.history() if "Standings" in read(message))
    return read(told)


async def press_forged(world: World, channel: ChannelHandle, actor: MemberActor, button: str) -> InteractionResult:
    """Presses a copy of a button, in any channel and as any member."""
    component = {"type": 2, "style": 1, "label": "Forged", "custom_id": button}
    copied = world.env.backend.create_message(
        channel.id, world.env.backend.bot_user.id, "", components=[{"type": 1, "components": [component]}]
    )
    await world.settle()
    (message,) = (one for one in channel.history() if one.id == copied.id)
    return await actor.click(message, label="Forged")
