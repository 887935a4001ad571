"""Plays the plan: performs the actions in order and moves the clock."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from simcord.backend.errors import SetupError

from demo.simulation.actors.amas import AmaActor
from demo.simulation.actors.brands import BrandActor
from demo.simulation.actors.circles import CircleActor
from demo.simulation.actors.messages import MessageActor
from demo.simulation.actors.onboarding import OnboardingActor
from demo.simulation.actors.read_only import ReadOnlyActor
from demo.simulation.actors.recommendations import RecommendationActor
from demo.simulation.actors.stewards import StewardActor
from demo.simulation.actors.topics import TopicActor
from demo.simulation.server import DIGEST_HOUR, DemoServer
from demo.story.actions import Action, BrandAction, MessageAction, OnboardingAction, RecommendationAction
from demo.story.ama_actions import AmaAction
from demo.story.topic_actions import CircleAction, ReadOnlyAction, StewardAction, TopicAction

TICK = timedelta(hours=3)
"""The length of a step; after each step the bot completes its work. A digest is due at the end of a step."""


class Runner:
    """Plays a plan step by step; `done` counts the performed actions by the name of their class."""

    def __init__(self, server: DemoServer) -> None:
        self.done: Counter[str] = Counter()
        self.lived_until = server.plan.start
        self._server = server
        self._ahead: Iterator[Action] = iter(server.plan.actions)
        self._next = next(self._ahead, None)
        self._actors: Mapping[type, Callable[[Any], Awaitable[None]]] = {
            kind: hands.do
            for kinds, hands in (
                (OnboardingAction, OnboardingActor(server)),
                (MessageAction, MessageActor(server)),
                (RecommendationAction, RecommendationActor(server)),
                (TopicAction, TopicActor(server)),
                (StewardAction, StewardActor(server)),
                (CircleAction, CircleActor(server)),
                (ReadOnlyAction, ReadOnlyActor(server)),
                (BrandAction, BrandActor(server)),
                (AmaAction, AmaActor(server)),
            )
            for kind in get_args(kinds)
        }

    async def advance(self, until: datetime) -> AsyncIterator[timedelta]:
        """Plays the plan until an instant and runs due work once a day; yields the length of each step."""
        while self.lived_until < until:
            end = min(self.lived_until + TICK, until)
            while self._next is not None and self._next.at < end:
                self._server.move_to(self._next.at)
                await self._perform(self._next)
                self._next = next(self._ahead, None)
            await self._server.settle()
            self._server.move_to(end)
            if end.hour == DIGEST_HOUR:
                await self._server.run_due()
            beat, self.lived_until = end - self.lived_until, end
            yield beat

    async def _perform(self, action: Action) -> None:
        try:
            await self._actors[type(action)](action)
        except (SetupError, LookupError) as error:
            error.add_note(f"while living {action}")
            raise
        self.done[type(action).__name__] += 1
