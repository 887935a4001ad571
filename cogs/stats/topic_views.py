"""How a topic's numbers look."""

from collections.abc import Iterator

from cogs.kit.charts.spec import BarChart, LineChart, Point
from cogs.kit.formatting import (
    MAX_BARS,
    MIN_MEMBERS,
    MIN_WEEKS,
    first_and_last,
    first_response_text,
    join_lines,
    people_count,
    previous_period,
    short_date,
    small_section,
    thread_counts,
    trend_text,
)
from cogs.kit.i18n import Translations, escape
from cogs.kit.image import Image
from cogs.kit.panel import Panel
from community.engagement.channel_stats import ChannelNumbers
from community.topics.topic import Topic


def topic_chart(topic: Topic, numbers: ChannelNumbers, say: Translations) -> BarChart | LineChart | None:
    """Who took part a day, or a week; none where so few did that a chart would show little more than who."""
    if numbers.n_active < MIN_MEMBERS:
        return None
    points = _points(numbers, say)
    facts = first_and_last(numbers.window, say) | {"topic": escape(topic.name), "values": ", ".join(_values(points))}
    if not _weekly(numbers):
        alt = say("Chart of the people who took part in {topic} each day, {first} to {last}. {values}.", **facts)
        return BarChart(say("Took part each day"), points, say("people"), alt, "topic-people")
    alt = say("Chart of the people who took part in {topic} each week, {first} to {last}. {values}.", **facts)
    kind = BarChart if len(points) <= MAX_BARS // 2 else LineChart
    return kind(say("Took part each week"), points, say("people in the 7 days from each date"), alt, "topic-people")


def topic_panel(topic: Topic, numbers: ChannelNumbers, picture: Image | None, say: Translations) -> Panel:
    """A topic's numbers; counts only where a handful took part, a kind word where nobody did."""
    window = numbers.window
    panel = Panel(
        say("{topic}: the last {n} days", topic=escape(topic.name), n=window.n_days),
        image=picture,
        closing=say(
            "{channel}, its threads included. Whole days in {zone}, {first} to {last}.",
            channel=f"<#{topic.channel_id}>",
            zone=window.tz.key,
            **first_and_last(window, say),
        ),
    )
    if not numbers.n_active:
        panel.lead = join_lines(
            say(
                "It was quiet here, and somebody has to begin: a hello in {channel}?", channel=f"<#{topic.channel_id}>"
            ),
            say("I count whole days, so what happens today shows from tomorrow on."),
        )
    elif numbers.n_active < MIN_MEMBERS:
        panel.lead = join_lines(
            say(
                "A small circle! Rates and trends begin to mean something with {n} people; until then, counts.",
                n=MIN_MEMBERS,
            ),
            say("Took part: **{n}**, of whom **{writers}** wrote", n=numbers.n_active, writers=numbers.n_writers),
            say("Messages: **{n}**", n=f"{numbers.n_messages:,}"),
            thread_counts(numbers.first_response, say),
        )
    else:
        panel.lead = _lead(numbers, say)
        panel.sections = list(_sections(numbers, say))
    return panel


def _lead(numbers: ChannelNumbers, say: Translations) -> str:
    counted = people_count(numbers.n_active, say)
    return join_lines(
        say("**{n} people took part**, of whom {writers} wrote.", n=numbers.n_active, writers=numbers.n_writers),
        trend_text(numbers.people, previous_period(numbers.window, say), counted, say)
        or say("There is nothing from before these days to compare them with yet."),
    )


def _sections(numbers: ChannelNumbers, say: Translations) -> Iterator[tuple[str, str]]:
    title = say("Took part in the 7 days from") if _weekly(numbers) else say("People who took part")
    yield small_section(title, _values(_points(numbers, say)))
    if numbers.first_response.n:
        # A topic's few threads carry no word about a change.
        yield say("First answers"), first_response_text(numbers.first_response, numbers.reply_rate, None, "", say)
    yield say("Who does the talking"), _talking(numbers, say)


def _talking(numbers: ChannelNumbers, say: Translations) -> str:
    if not numbers.n_messages:
        return say("Nothing was said in these days.")
    return join_lines(
        say(
            "Messages: **{n}**. It takes **{k}** of the {writers} who wrote to make up half of them.",
            n=f"{numbers.n_messages:,}",
            k=numbers.members_for_half,
            writers=numbers.n_writers,
        ),
        trend_text(numbers.messages, previous_period(numbers.window, say), people_count(numbers.n_active, say), say),
    )


def _weekly(numbers: ChannelNumbers) -> bool:
    return len(numbers.weeks) >= MIN_WEEKS


def _points(numbers: ChannelNumbers, say: Translations) -> tuple[Point, ...]:
    if _weekly(numbers):
        return tuple(Point(short_date(week.first, say), n) for week, n in numbers.weeks)
    return tuple(Point(short_date(day, say), n) for day, n in numbers.days)


def _values(points: tuple[Point, ...]) -> list[str]:
    return [f"{point.label}: {point.value:g}" for point in points if point.value is not None]
