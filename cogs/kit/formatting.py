"""Numbers in words: shares with their likely range, waits, days, and what can be said of a change."""

from collections.abc import Sequence
from datetime import date

from cogs.kit.i18n import Translations
from community.calendar import DAY, Window
from community.engagement.comparison import Trend
from community.engagement.estimates import Proportion
from community.engagement.metrics.first_response import FirstResponse

LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days of a week, as sentences to translate."""
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


def first_answers(
    response: FirstResponse, rate: Proportion, trend: Trend | None, before: str, say: Translations
) -> str:
    """How many threads were answered, how long people waited, and how sure that is."""
    return lines(
        threads(response, say),
        _waiting(response, say) if response.answered else "",
        say(
            "Of {n} opened at least a day before the end, {k} were answered within 24 hours ({share}).",
            n=rate.n,
            k=n_of(rate),
            share=likely(rate, say),
        )
        if rate.n
        else "",
        changed(trend, before, say("{n} threads", n=rate.n), say),
    )


def threads(response: FirstResponse, say: Translations) -> str:
    """How many threads were opened and answered."""
    return say(
        "Threads opened: **{n}**, answered: **{answered}**", n=f"{response.n:,}", answered=f"{response.answered:,}"
    )


def changed(trend: Trend | None, before: str, counted: str, say: Translations) -> str:
    """What can be said of a change since ``before``, as far as ``counted`` can tell; nothing where there is no word."""
    match trend:
        case Trend.UP:
            return say("Up on {before}.", before=before)
        case Trend.DOWN:
            return say("Down on {before}.", before=before)
        case Trend.SAME:
            return say("About the same as {before}, as far as {counted} can tell.", before=before, counted=counted)
        case _:
            return ""


def days_before(window: Window, say: Translations) -> str:
    """The period that a window is compared with."""
    return say("the {n} days before", n=window.n_days)


def people(n: int, say: Translations) -> str:
    """So many people."""
    return say("{n} people", n=n)


def likely(share: Proportion, say: Translations) -> str:
    """A share with its likely range."""
    value, low, high = percents(share)
    return say("{value} %, likely {low}\N{EN DASH}{high} %", value=value, low=low, high=high)


def percents(share: Proportion) -> tuple[int, int, int]:
    """A share and the ends of its range, in whole percents."""
    return round(100 * (share.value or 0)), round(100 * (share.low or 0)), round(100 * (share.high or 0))


def n_of(share: Proportion) -> int:
    """How many of those counted a share is."""
    return round((share.value or 0) * share.n)


def span(seconds: float, say: Translations) -> str:
    """A span of time in the largest unit that it has one and a half of."""
    size, sentence = next((size, sentence) for size, sentence in SPANS if seconds >= 1.5 * size or size == 1)
    return say(sentence, n=round(seconds / size))


def first_and_last(window: Window, say: Translations) -> dict[str, str]:
    """A window's first and last day."""
    return {"first": short_date(window.first, say), "last": short_date(window.end - DAY, say)}


def short_date(day: date, say: Translations) -> str:
    """A day of a year that everybody knows."""
    return say(MONTHS[day.month - 1], day=day.day)


def small(title: str, values: Sequence[str]) -> tuple[str, str]:
    """A section in small print: a list of values."""
    return "", f"-# {title}: {' · '.join(values)}"


def lines(*said: str) -> str:
    """The lines that say something."""
    return "\n".join(line for line in said if line)


def _waiting(response: FirstResponse, say: Translations) -> str:
    middle = response.median_s
    if middle.value is None or response.p90_s is None:
        return ""
    if middle.low is None or middle.high is None:
        return say("Usual wait: **{wait}**, though so few answers may mislead.", wait=span(middle.value, say))
    return say(
        "Usual wait: **{wait}** (likely {low} to {high}); nine in ten waited {long} or less.",
        wait=span(middle.value, say),
        low=span(middle.low, say),
        high=span(middle.high, say),
        long=span(response.p90_s, say),
    )
