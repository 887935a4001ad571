"""How the newcomers' funnel reads: what the promise did, and a chart of what can differ."""

from datetime import UTC, datetime, timedelta

from cogs.kit.i18n import Translations
from cogs.onboarding.funnel_views import funnel_chart, funnel_panel
from community.onboarding.funnel import NewcomerPath, OnboardingFunnel, PromiseCounts, compute_funnel

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SAY = Translations({})


def funnel(n_joined: int, promise: PromiseCounts) -> OnboardingFunnel:
    one = NewcomerPath(NOW - timedelta(days=20), True, True, False, True, False, True)
    return compute_funnel([one] * n_joined, promise, 30, NOW)


def told(promise: PromiseCounts) -> str:
    [(_, text)] = funnel_panel(funnel(12, promise), None, SAY).sections
    return text


def test_what_the_promise_did_is_counted_and_of_many_notes_the_share_is_told() -> None:
    assert told(PromiseCounts(1, 1, 0)).endswith("**1**, with one of them mentioned: **1**. Answered by now: **0**.")
    assert told(PromiseCounts(40, 30, 20)).endswith("**20** (50 %, likely 35\N{EN DASH}65 %).")


def test_the_chart_has_a_bar_for_every_step_after_joining_and_there_is_none_of_a_handful() -> None:
    chart = funnel_chart(funnel(12, PromiseCounts(0, 0, 0)), SAY)
    assert chart is not None
    assert chart.points[0].label == "Passed screening"
    assert len(chart.points) == 6
    assert funnel_chart(funnel(1, PromiseCounts(0, 0, 0)), SAY) is None
