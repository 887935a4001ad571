"""Formatting of numbers as sentences: shares with their likely range, waits, days, trends."""

from collections.abc import Sequence
from datetime import date

from cogs.kit.i18n import Translations
from community.calendar import DAY, Window
from community.engagement.comparison import Trend
from community.engagement.estimates import Proportion
from community.engagement.metrics.first_response import FirstResponse

LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days of a week, as sentences to translate."""
MIN_MEMBERS = 5
"""Members below whom a share could identify people (Source: the design's k-anonymity)."""
MAX_BARS = 31
"""Points up to which bars stay distinguishable; more are drawn as a line."""
MIN_WEEKS = 4
"""Whole weeks from which on weeks are shown instead of days."""
DURATION_UNITS = ((86_400, "{n} days"), (3_600, "{n} h"), (60, "{n} min"), (1, "{n} s"))
"""Units of durations with their seconds, largest first; see :func:`duration_text`."""
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


def first_response_text(
    response: FirstResponse, rate: Proportion, trend: Trend | None, before: str, say: Translations
) -> str:
    """Returns how many threads were answered, how long people waited, and how certain that is."""
    return join_lines(
        thread_counts(response, say),
        _waiting(response, say) if response.answered else "",
        say(
            "Of {n} opened at least a day before the end, {k} were answered within 24 hours ({share}).",
            n=rate.n,
            k=share_count(rate),
            share=share_text(rate, say),
        )
        if rate.n
        else "",
        trend_text(trend, before, say("{n} threads", n=rate.n), say),
    )


def thread_counts(response: FirstResponse, say: Translations) -> str:
    """Returns how many threads were opened and answered."""
    return say(
        "Threads opened: **{n}**, answered: **{answered}**", n=f"{response.n:,}", answered=f"{response.answered:,}"
    )


def trend_text(trend: Trend | None, before: str, counted: str, say: Translations) -> str:
    """Returns a sentence about the change since ``before``; empty without a trend."""
    match trend:
        case Trend.UP:
            return say("Up on {before}.", before=before)
        case Trend.DOWN:
            return say("Down on {before}.", before=before)
        case Trend.SAME:
            return say("About the same as {before}, as far as {counted} can tell.", before=before, counted=counted)
        case _:
            return ""


def previous_period(window: Window, say: Translations) -> str:
    """Returns the name of the period that a window is compared with."""
    return say("the {n} days before", n=window.n_days)


def people_count(n: int, say: Translations) -> str:
    """Returns a number of people."""
    return say("{n} people", n=n)


def share_text(share: Proportion, say: Translations) -> str:
    """Returns a share with its likely range."""
    value, low, high = percents(share)
    return say("{value} %, likely {low}\N{EN DASH}{high} %", value=value, low=low, high=high)


def percents(share: Proportion) -> tuple[int, int, int]:
    """Returns a share and the ends of its interval in whole percents."""
    return round(100 * (share.value or 0)), round(100 * (share.low or 0)), round(100 * (share.high or 0))


def share_count(share: Proportion) -> int:
    """Returns the count that a share stands for."""
    return round((share.value or 0) * share.n)


def duration_text(seconds: float, say: Translations) -> str:
    """Returns a duration in the largest unit of which it has at least one and a half."""
    size, sentence = next((size, sentence) for size, sentence in DURATION_UNITS if seconds >= 1.5 * size or size == 1)
    return say(sentence, n=round(seconds / size))


def first_and_last(window: Window, say: Translations) -> dict[str, str]:
    """Returns the first and last day of a window, for a sentence."""
    return {"first": short_date(window.first, say), "last": short_date(window.end - DAY, say)}


def short_date(day: date, say: Translations) -> str:
    """Returns a day without its year."""
    return say(MONTHS[day.month - 1], day=day.day)


def small_section(title: str, values: Sequence[str]) -> tuple[str, str]:
    """Returns a panel section in small print: a list of values."""
    return "", f"-# {title}: {' · '.join(values)}"


def join_lines(*said: str) -> str:
    """Joins the lines that are not empty."""
    return "\n".join(line for line in said if line)


def _waiting(response: FirstResponse, say: Translations) -> str:
    middle = response.median_s
    if middle.value is None or response.p90_s is None:
        return ""
    if middle.low is None or middle.high is None:
        return say("Usual wait: **{wait}**, though so few answers may mislead.", wait=duration_text(middle.value, say))
    return say(
        "Usual wait: **{wait}** (likely {low} to {high}); nine in ten waited {long} or less.",
        wait=duration_text(middle.value, say),
        low=duration_text(middle.low, say),
        high=duration_text(middle.high, say),
        long=duration_text(response.p90_s, say),
    )
