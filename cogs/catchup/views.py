"""How it looks what a member missed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import discord

from cogs.digests.views import DigestContext, excerpt, url_of
from cogs.kit.i18n import Translations
from cogs.kit.panel import Panel
from cogs.recommendations.relation_words import relation_text
from community.catchup.missed import Missed, MissedAnswer, MissedThread
from community.digests.section import Place
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation

Row = TypeVar("Row", MissedAnswer, MissedThread, OpenAsk, WorkedRecommendation)


def catchup_panel(missed: Missed, context: DigestContext, say: Translations) -> Panel:
    """The card: answers to the member first, then threads, asks, and what worked."""
    return Panel(
        say("What you missed"),
        lead=_lead(missed, say),
        sections=[
            *_section(say("For you"), missed.answers, lambda one: _answer(one, context, say)),
            *_section(say("In your topics"), missed.threads, lambda one: _thread(one, context, say)),
            *_section(say("Can you help?"), missed.asks, lambda one: _ask(one, context, say)),
            *_section(say("Recommended, and it worked"), missed.worked, lambda one: _worked(one, context, say)),
        ],
        closing=_closing(missed, say),
    )


def _section(title: str, rows: Sequence[Row], line: Callable[[Row], str]) -> list[tuple[str, str]]:
    return [(title, "\n".join(f"- {line(row)}" for row in rows))] if rows else []


def _lead(missed: Missed, say: Translations) -> str:
    at = discord.utils.format_dt(missed.since, "f")
    since = say("Since you were last here, {at}.", at=at) if missed.is_visit else say("Since {at}.", at=at)
    said = [since]
    if missed.is_empty:
        said.append(say("Nothing that I know of: you are up to date. Look farther back with /catchup since."))
    if not missed.has_topics:
        said.append(say("You have not joined a topic yet; pick some with /topic browse, and I tell of them here."))
    if missed.opted_out:
        said.append(
            say("You opted out, so nothing about you is recorded: I can't know who answered you. That is fine.")
        )
    return "\n".join(said)


def _closing(missed: Missed, say: Translations) -> str:
    if missed.opted_out:
        return say("Only you see this. That you looked is not kept.")
    return say("Only you see this. I keep when you looked, for the next time; /privacy shows and erases it.")


def _answer(one: MissedAnswer, context: DigestContext, say: Translations) -> str:
    place = Place(one.channel_id, one.thread_id, one.message_id)
    return say(
        "{place}: messages for you: **{n}**, people: **{people}**. [Read on]({link})",
        place=_place(place, context, say),
        n=f"{one.n_messages:,}",
        people=f"{one.n_people:,}",
        link=url_of(place, context.guild_id),
    )


def _thread(one: MissedThread, context: DigestContext, say: Translations) -> str:
    place = Place(one.channel_id, one.thread_id, one.message_id)
    return say(
        "{place}: messages: **{n}**, people: **{people}**. [Read on]({link})",
        place=_place(place, context, say),
        n=f"{one.n_messages:,}",
        people=f"{one.n_people:,}",
        link=url_of(place, context.guild_id),
    )


def _ask(one: OpenAsk, context: DigestContext, say: Translations) -> str:
    link = url_of(Place(one.channel_id, one.thread_id), context.guild_id)
    return say(
        "**[{wanted}]({link})** in {channel}",
        wanted=excerpt(one.wanted, say),
        link=link,
        channel=f"<#{one.channel_id}>",
    )


def _worked(one: WorkedRecommendation, context: DigestContext, say: Translations) -> str:
    return say(
        "**[{item}]({link})** worked for {n_worked} of {n_tried} who said. "
        "Its author says: {relation}. Asked for: {wanted}.",
        item=excerpt(one.item, say),
        link=url_of(Place(one.channel_id, one.thread_id), context.guild_id),
        n_worked=f"{one.n_worked:,}",
        n_tried=f"{one.n_worked + one.n_didnt:,}",
        relation=relation_text(one.relation, say),
        wanted=excerpt(one.wanted, say),
    )


def _place(place: Place, context: DigestContext, say: Translations) -> str:
    name = None if place.thread_id is None else context.thread(place.thread_id)
    if name is not None:
        return f"**{excerpt(name, say)}**"
    if place.thread_id is not None:
        return say("a thread in {channel}", channel=f"<#{place.channel_id}>")
    return f"<#{place.channel_id}>"
