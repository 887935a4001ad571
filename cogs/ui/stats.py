"""How numbers look: a person's own and the server's, each with a chart and the same numbers as text."""

from collections.abc import Iterator, Sequence
from datetime import date

from cogs.ui.charts import BarChart, LineChart, Point
from cogs.ui.language import Speaker
from cogs.ui.panel import Panel
from cogs.ui.picture import Picture
from community.calendar import DAY, Window
from community.engagement.comparison import Trend
from community.engagement.estimates import Proportion
from community.engagement.service import Overview, OwnNumbers

TINY = 5
"""Members below whom a share would single people out (Source: the design's k-anonymity)."""
N_BARS = 31
"""Points up to which bars stay wide enough to be told apart; beyond, they are joined to a line."""
N_WEEKS = 4
"""Whole weeks from which weeks are shown instead of days."""
SPANS = ((86_400, "{n} days"), (3_600, "{n} h"), (60, "{n} min"), (1, "{n} s"))
"""Seconds; a span is told in the largest unit that it has one and a half of."""
MONTHS = (
    "{day} Jan",
    "{day} Feb",
    "{day} Mar",
    "{day} Apr",
    "{day} May",
    "{day} Jun",
    "{day} Jul",
    "{day} Aug",
    "{day} Sep",
    "{day} Oct",
    "{day} Nov",
    "{day} Dec",
)


def own_chart(numbers: OwnNumbers, say: Speaker) -> BarChart | LineChart | None:
    """A person's messages a day, or none where there is none to show."""
    points = _own_points(numbers, say)
    values = _own_values(points)
    if not values:
        return None
    alt = say(
        "Chart of your messages a day, {first} to {last}, {n} in all. {values}.",
        **_ends(numbers.window, say),
        n=numbers.n_messages,
        values=", ".join(values),
    )
    title = say("Your messages a day")
    if numbers.window.n_days <= N_BARS:
        return BarChart(title, points, "", alt, "your-messages")
    return LineChart(title, points, say("mean of the 7 days from each date"), alt, "your-messages")


def own_panel(numbers: OwnNumbers, picture: Picture | None, say: Speaker) -> Panel:
    """A person's own numbers."""
    panel = Panel(
        say("Your last {n} days", n=numbers.window.n_days),
        picture=picture,
        closing=say(
            "Only you see this. Days are those of {zone}; today counts as far as it got.", zone=numbers.window.tz.key
        ),
    )
    if not numbers.n_active_days:
        panel.lead = say(
            "Nothing to count yet, and that is fine: reading along is part of it. "
            "Say hello when you feel like it, or find your corner with /topic browse."
        )
        return panel
    panel.lead = _lines(
        say("Messages: **{n}**", n=f"{numbers.n_messages:,}"),
        say("Reactions you gave: **{n}**", n=numbers.n_reactions),
        say("Threads you opened: **{n}**", n=numbers.n_threads),
        say("Days you took part: **{n}** of {all}", n=numbers.n_active_days, all=numbers.window.n_days),
    )
    values = _own_values(_own_points(numbers, say))
    if values and numbers.window.n_days <= N_BARS:
        panel.sections = [_small(say("Messages on the days that had any"), values)]
    elif values:
        panel.sections = [_small(say("Messages a day, mean of the 7 days from each date that had any"), values)]
    return panel


def server_chart(overview: Overview, say: Speaker) -> BarChart | LineChart | None:
    """Who took part a day, or the share that did a week; none where a chart would show nothing or everybody."""
    if not overview.n_active or overview.participation.n < TINY:
        return None
    points, values = _server_points(overview, say), ", ".join(_server_values(overview, say))
    ends = _ends(overview.window, say)
    if len(overview.weeks) < N_WEEKS:
        alt = say("Chart of the people who took part each day, {first} to {last}. {values}.", **ends, values=values)
        return BarChart(say("Took part each day"), points, say("people"), alt, "people-a-day")
    alt = say(
        "Chart of the share of members who took part each week, {first} to {last}. {values}.", **ends, values=values
    )
    kind = BarChart if len(points) <= N_BARS // 2 else LineChart
    label = say("share of members, with the likely range")
    return kind(say("Took part each week"), points, label, alt, "participation", percent=True)


def server_panel(overview: Overview, picture: Picture | None, say: Speaker) -> Panel:
    """The server's numbers; counts only where it has a handful of members, a kind word where it has none."""
    panel = Panel(
        say("The last {n} days", n=overview.window.n_days),
        picture=picture,
        closing=say(
            "Whole days in {zone}, {first} to {last}.", zone=overview.window.tz.key, **_ends(overview.window, say)
        ),
    )
    if not overview.participation.n:
        panel.lead = say(
            "Nothing is recorded of these days yet. I count whole days, so what happens today shows from tomorrow on."
        )
    elif overview.participation.n < TINY:
        panel.lead = _counts(overview, say)
    else:
        panel.lead = _participation(overview, say)
        panel.sections = list(_sections(overview, say))
        panel.closing += " " + say("“Likely”: it lies in there 19 times out of 20.")
    return panel


def _counts(overview: Overview, say: Speaker) -> str:
    return _lines(
        say("A small circle! Shares and trends begin to mean something with {n} members; until then, counts.", n=TINY),
        say("Members: **{n}**, of whom **{active}** took part", n=overview.participation.n, active=overview.n_active),
        say("Messages: **{n}**", n=f"{overview.n_messages:,}"),
        _threads(overview, say),
    )


def _participation(overview: Overview, say: Speaker) -> str:
    return _lines(
        say(
            "**{active} of {n} members took part** ({share}).",
            active=overview.n_active,
            n=overview.participation.n,
            share=_share(overview.participation, say),
        ),
        _trend(overview.trends.participation, _before(overview, say), _people(overview.participation.n, say), say)
        or say("There is nothing from before these days to compare them with yet."),
    )


def _sections(overview: Overview, say: Speaker) -> Iterator[tuple[str, str]]:
    if overview.n_active:
        weekly = len(overview.weeks) >= N_WEEKS
        title = say("Took part, of the members, in the 7 days from") if weekly else say("People who took part")
        yield _small(title, _server_values(overview, say))
    if overview.stickiness.n:
        yield say("Coming back"), _coming_back(overview, say)
    if overview.n_new:
        yield say("Newcomers"), _newcomers(overview, say)
    yield say("First answers"), _first_answers(overview, say)
    yield say("Who does the talking"), _talking(overview, say)


def _coming_back(overview: Overview, say: Speaker) -> str:
    share = overview.stickiness
    return _lines(
        say(
            "Of {n} people who took part in the last 30 days, {k} did in the last 7 ({share}).",
            n=share.n,
            k=_count(share),
            share=_share(share, say),
        ),
        _trend(
            overview.trends.stickiness, say("{n} days earlier", n=overview.window.n_days), _people(share.n, say), say
        ),
    )


def _newcomers(overview: Overview, say: Speaker) -> str:
    share = overview.second_week
    return _lines(
        say("Joined: **{n}**", n=overview.n_new),
        say(
            "Of {n} whose following week is over, {k} took part in it ({share}).",
            n=share.n,
            k=_count(share),
            share=_share(share, say),
        )
        if share.n
        else "",
    )


def _first_answers(overview: Overview, say: Speaker) -> str:
    response, share = overview.first_response, overview.reply_rate
    return _lines(
        _threads(overview, say),
        _waiting(overview, say) if response.answered else "",
        say(
            "Of {n} opened at least a day before the end, {k} were answered within 24 hours ({share}).",
            n=share.n,
            k=_count(share),
            share=_share(share, say),
        )
        if share.n
        else "",
        _trend(overview.trends.reply_rate, _before(overview, say), say("{n} threads", n=share.n), say),
    )


def _threads(overview: Overview, say: Speaker) -> str:
    response = overview.first_response
    return say(
        "Threads opened: **{n}**, answered: **{answered}**", n=f"{response.n:,}", answered=f"{response.answered:,}"
    )


def _waiting(overview: Overview, say: Speaker) -> str:
    response = overview.first_response
    middle = response.median_s
    if middle.value is None or response.p90_s is None:
        return ""
    if middle.low is None or middle.high is None:
        return say("Usual wait: **{wait}**, though so few answers may mislead.", wait=_span(middle.value, say))
    return say(
        "Usual wait: **{wait}** (likely {low} to {high}); nine in ten waited {long} or less.",
        wait=_span(middle.value, say),
        low=_span(middle.low, say),
        high=_span(middle.high, say),
        long=_span(response.p90_s, say),
    )


def _talking(overview: Overview, say: Speaker) -> str:
    if not overview.n_messages:
        return say("Nothing was said in these days.")
    return _lines(
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
        _trend(overview.trends.messages, _before(overview, say), _people(overview.participation.n, say), say),
    )


def _trend(trend: Trend | None, before: str, counted: str, say: Speaker) -> str:
    match trend:
        case Trend.UP:
            return say("Up on {before}.", before=before)
        case Trend.DOWN:
            return say("Down on {before}.", before=before)
        case Trend.SAME:
            return say("About the same as {before}, as far as {counted} can tell.", before=before, counted=counted)
        case _:
            return ""


def _before(overview: Overview, say: Speaker) -> str:
    return say("the {n} days before", n=overview.window.n_days)


def _people(n: int, say: Speaker) -> str:
    return say("{n} people", n=n)


def _own_points(numbers: OwnNumbers, say: Speaker) -> tuple[Point, ...]:
    """A point a day; where those are too many, the mean of each whole 7 days, counted back from the end."""
    days, n_days = list(numbers.messages), len(numbers.messages)
    size = 1 if n_days <= N_BARS else 7
    groups = [days[start : start + size] for start in range(n_days % size, n_days, size)]
    return tuple(Point(_day(group[0], say), sum(numbers.messages[day] for day in group) / size) for group in groups)


def _own_values(points: Sequence[Point]) -> list[str]:
    return [f"{point.label}: {round(point.value, 1):g}" for point in points if point.value]


def _server_points(overview: Overview, say: Speaker) -> tuple[Point, ...]:
    if len(overview.weeks) < N_WEEKS:
        return tuple(Point(_day(day, say), n) for day, n in overview.days)
    return tuple(Point(_day(week.first, say), one.value, one.low, one.high) for week, one in overview.weeks)


def _server_values(overview: Overview, say: Speaker) -> list[str]:
    if len(overview.weeks) < N_WEEKS:
        return [f"{_day(day, say)}: {n}" for day, n in overview.days]
    return [f"{_day(week.first, say)}: {_brief(one)}" for week, one in overview.weeks]


def _brief(share: Proportion) -> str:
    value, low, high = _percents(share)
    return f"{value} % ({low}\N{EN DASH}{high})"


def _share(share: Proportion, say: Speaker) -> str:
    value, low, high = _percents(share)
    return say("{value} %, likely {low}\N{EN DASH}{high} %", value=value, low=low, high=high)


def _percents(share: Proportion) -> tuple[int, int, int]:
    return round(100 * (share.value or 0)), round(100 * (share.low or 0)), round(100 * (share.high or 0))


def _count(share: Proportion) -> int:
    return round((share.value or 0) * share.n)


def _span(seconds: float, say: Speaker) -> str:
    size, sentence = next((size, sentence) for size, sentence in SPANS if seconds >= 1.5 * size or size == 1)
    return say(sentence, n=round(seconds / size))


def _ends(window: Window, say: Speaker) -> dict[str, str]:
    return {"first": _day(window.first, say), "last": _day(window.end - DAY, say)}


def _day(day: date, say: Speaker) -> str:
    return say(MONTHS[day.month - 1], day=day.day)


def _small(title: str, values: Sequence[str]) -> tuple[str, str]:
    return "", f"-# {title}: {' · '.join(values)}"


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
