"""How numbers look: a person's own and the server's, each with a chart and the same numbers as text."""

from collections.abc import Iterator, Sequence

from cogs.kit.charts.spec import BarChart, LineChart, Point
from cogs.kit.formatting import (
    MAX_BARS,
    MIN_MEMBERS,
    MIN_WEEKS,
    first_and_last,
    first_response_text,
    join_lines,
    people_count,
    percents,
    previous_period,
    share_count,
    share_text,
    short_date,
    small_section,
    thread_counts,
    trend_text,
)
from cogs.kit.i18n import Translations
from cogs.kit.image import Image
from cogs.kit.panel import Panel
from community.engagement.estimates import Proportion
from community.engagement.service import Overview, OwnNumbers


def own_chart(numbers: OwnNumbers, say: Translations) -> BarChart | LineChart | None:
    """A person's messages a day, or none where there is none to show."""
    points = _own_points(numbers, say)
    values = _own_values(points)
    if not values:
        return None
    alt = say(
        "Chart of your messages a day, {first} to {last}, {n} in all. {values}.",
        **first_and_last(numbers.window, say),
        n=numbers.n_messages,
        values=", ".join(values),
    )
    title = say("Your messages a day")
    if numbers.window.n_days <= MAX_BARS:
        return BarChart(title, points, "", alt, "your-messages")
    return LineChart(title, points, say("mean of the 7 days from each date"), alt, "your-messages")


def own_panel(numbers: OwnNumbers, picture: Image | None, say: Translations, *, opted_out: bool = False) -> Panel:
    """A person's own numbers; who opted out reads that nothing is added to them."""
    panel = Panel(
        say("Your last {n} days", n=numbers.window.n_days),
        image=picture,
        closing=say(
            "Only you see this. Days are those of {zone}; today counts as far as it got.", zone=numbers.window.tz.key
        ),
    )
    if opted_out and not numbers.n_active_days:
        panel.lead = say("You opted out, so nothing is counted. Count again any time with /privacy optin.")
        return panel
    if not numbers.n_active_days:
        panel.lead = say(
            "Nothing to count yet, and that is fine: reading along is part of it. "
            "Say hello when you feel like it, or find your corner with /topic browse."
        )
        return panel
    panel.lead = join_lines(
        say("Messages: **{n}**", n=f"{numbers.n_messages:,}"),
        say("Reactions you gave: **{n}**", n=numbers.n_reactions),
        say("Threads you opened: **{n}**", n=numbers.n_threads),
        say("Days you took part: **{n}** of {all}", n=numbers.n_active_days, all=numbers.window.n_days),
        say("You opted out: this is from before, and left out of the server's numbers.") if opted_out else "",
    )
    values = _own_values(_own_points(numbers, say))
    if values and numbers.window.n_days <= MAX_BARS:
        panel.sections = [small_section(say("Messages on the days that had any"), values)]
    elif values:
        panel.sections = [small_section(say("Messages a day, mean of the 7 days from each date that had any"), values)]
    return panel


def server_chart(overview: Overview, say: Translations) -> BarChart | LineChart | None:
    """Who took part a day, or the share that did a week; none where a chart would show nothing or everybody."""
    if not overview.n_active or overview.participation.n < MIN_MEMBERS:
        return None
    points, values = _server_points(overview, say), ", ".join(_server_values(overview, say))
    ends = first_and_last(overview.window, say)
    if len(overview.weeks) < MIN_WEEKS:
        alt = say("Chart of the people who took part each day, {first} to {last}. {values}.", **ends, values=values)
        return BarChart(say("Took part each day"), points, say("people"), alt, "people-a-day")
    alt = say(
        "Chart of the share of members who took part each week, {first} to {last}. {values}.", **ends, values=values
    )
    kind = BarChart if len(points) <= MAX_BARS // 2 else LineChart
    label = say("share of members, with the likely range")
    return kind(say("Took part each week"), points, label, alt, "participation", percent=True)


def server_panel(overview: Overview, picture: Image | None, say: Translations) -> Panel:
    """The server's numbers; counts only where it has a handful of members, a kind word where it has none."""
    panel = Panel(
        say("The last {n} days", n=overview.window.n_days),
        image=picture,
        closing=say(
            "Whole days in {zone}, {first} to {last}.",
            zone=overview.window.tz.key,
            **first_and_last(overview.window, say),
        ),
    )
    if not overview.participation.n:
        panel.lead = say(
            "Nothing is recorded of these days yet. I count whole days, so what happens today shows from tomorrow on."
        )
    elif overview.participation.n < MIN_MEMBERS:
        panel.lead = _counts(overview, say)
    else:
        panel.lead = _participation(overview, say)
        panel.sections = list(_sections(overview, say))
        panel.closing += " " + say("“Likely”: it lies in there 19 times out of 20.")
    return panel


def _counts(overview: Overview, say: Translations) -> str:
    return join_lines(
        say(
            "A small circle! Shares and trends begin to mean something with {n} members; until then, counts.",
            n=MIN_MEMBERS,
        ),
        say("Members: **{n}**, of whom **{active}** took part", n=overview.participation.n, active=overview.n_active),
        say("Messages: **{n}**", n=f"{overview.n_messages:,}"),
        thread_counts(overview.first_response, say),
    )


def _participation(overview: Overview, say: Translations) -> str:
    return join_lines(
        say(
            "**{active} of {n} members took part** ({share}).",
            active=overview.n_active,
            n=overview.participation.n,
            share=share_text(overview.participation, say),
        ),
        trend_text(
            overview.trends.participation,
            previous_period(overview.window, say),
            people_count(overview.participation.n, say),
            say,
        )
        or say("There is nothing from before these days to compare them with yet."),
    )


def _sections(overview: Overview, say: Translations) -> Iterator[tuple[str, str]]:
    if overview.n_active:
        weekly = len(overview.weeks) >= MIN_WEEKS
        title = say("Took part, of the members, in the 7 days from") if weekly else say("People who took part")
        yield small_section(title, _server_values(overview, say))
    if overview.stickiness.n:
        yield say("Coming back"), _coming_back(overview, say)
    if overview.n_new:
        yield say("Newcomers"), _newcomers(overview, say)
    yield (
        say("First answers"),
        first_response_text(
            overview.first_response,
            overview.reply_rate,
            overview.trends.reply_rate,
            previous_period(overview.window, say),
            say,
        ),
    )
    yield say("Who does the talking"), _talking(overview, say)


def _coming_back(overview: Overview, say: Translations) -> str:
    share = overview.stickiness
    return join_lines(
        say(
            "Of {n} people who took part in the last 30 days, {k} did in the last 7 ({share}).",
            n=share.n,
            k=share_count(share),
            share=share_text(share, say),
        ),
        trend_text(
            overview.trends.stickiness,
            say("{n} days earlier", n=overview.window.n_days),
            people_count(share.n, say),
            say,
        ),
    )


def _newcomers(overview: Overview, say: Translations) -> str:
    share = overview.second_week
    return join_lines(
        say("Joined: **{n}**", n=overview.n_new),
        say(
            "Of {n} whose following week is over, {k} took part in it ({share}).",
            n=share.n,
            k=share_count(share),
            share=share_text(share, say),
        )
        if share.n
        else "",
    )


def _talking(overview: Overview, say: Translations) -> str:
    if not overview.n_messages:
        return say("Nothing was said in these days.")
    return join_lines(
        say(
            "Messages: **{n}**. It takes **{k}** of {members} members to make up half of them.",
            n=f"{overview.n_messages:,}",
            k=overview.members_for_half,
            members=overview.participation.n,
        ),
        say(
            "Unevenness (Gini): {gini}, where 0 is everybody alike and 1 is one person alone.",
            gini=f"{overview.gini:.2f}",
        ),
        trend_text(
            overview.trends.messages,
            previous_period(overview.window, say),
            people_count(overview.participation.n, say),
            say,
        ),
    )


def _own_points(numbers: OwnNumbers, say: Translations) -> tuple[Point, ...]:
    """A point a day; where those are too many, the mean of each whole 7 days, counted back from the end."""
    days, n_days = list(numbers.messages), len(numbers.messages)
    size = 1 if n_days <= MAX_BARS else 7
    groups = [days[start : start + size] for start in range(n_days % size, n_days, size)]
    return tuple(
        Point(short_date(group[0], say), sum(numbers.messages[day] for day in group) / size) for group in groups
    )


def _own_values(points: Sequence[Point]) -> list[str]:
    return [f"{point.label}: {round(point.value, 1):g}" for point in points if point.value]


def _server_points(overview: Overview, say: Translations) -> tuple[Point, ...]:
    if len(overview.weeks) < MIN_WEEKS:
        return tuple(Point(short_date(day, say), n) for day, n in overview.days)
    return tuple(Point(short_date(week.first, say), one.value, one.low, one.high) for week, one in overview.weeks)


def _server_values(overview: Overview, say: Translations) -> list[str]:
    if len(overview.weeks) < MIN_WEEKS:
        return [f"{short_date(day, say)}: {n}" for day, n in overview.days]
    return [f"{short_date(week.first, say)}: {_brief(one)}" for week, one in overview.weeks]


def _brief(share: Proportion) -> str:
    value, low, high = percents(share)
    return f"{value} % ({low}\N{EN DASH}{high})"
