"""Lives the plan: people do what they do, and the clock goes on."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from simcord.backend.errors import SetupError

from demo.simulation.actors.amas import Interviewing
from demo.simulation.actors.brands import Branding
from demo.simulation.actors.circles import Whispering
from demo.simulation.actors.messages import Talking
from demo.simulation.actors.onboarding import Arrivals
from demo.simulation.actors.read_only import Reading
from demo.simulation.actors.recommendations import Recommending
from demo.simulation.actors.stewards import Stewarding
from demo.simulation.actors.topics import Settling
from demo.simulation.server import DIGEST_HOUR, Stage
from demo.story.actions import Action, Arriving, Brand, Talk, WordOfMouth
from demo.story.ama_actions import Interview
from demo.story.topic_actions import Circle, Office, Place, Stewardship

BEAT = timedelta(hours=3)
"""So much is lived before the bot catches up; the digest comes at the end of a beat."""


class Life:
    """What has been lived of a plan so far; `done` counts the actions by their names."""

    def __init__(self, stage: Stage) -> None:
        self.done: Counter[str] = Counter()
        self.lived_until = stage.plan.start
        self._stage = stage
        self._ahead: Iterator[Action] = iter(stage.plan.actions)
        self._next = next(self._ahead, None)
        self._hands: Mapping[type, Callable[[Any], Awaitable[None]]] = {
            kind: hands.do
            for kinds, hands in (
                (Arriving, Arrivals(stage)),
                (Talk, Talking(stage)),
                (WordOfMouth, Recommending(stage)),
                (Place, Settling(stage)),
                (Stewardship, Stewarding(stage)),
                (Circle, Whispering(stage)),
                (Office, Reading(stage)),
                (Brand, Branding(stage)),
                (Interview, Interviewing(stage)),
            )
            for kind in get_args(kinds)
        }

    async def live(self, until: datetime) -> AsyncIterator[timedelta]:
        """Goes on living, beat by beat, and rings the bell once a day; yields how much time has passed."""
        while self.lived_until < until:
            end = min(self.lived_until + BEAT, until)
            while self._next is not None and self._next.at < end:
                self._stage.move_to(self._next.at)
                await self._try(self._next)
                self._next = next(self._ahead, None)
            await self._stage.settle()
            self._stage.move_to(end)
            if end.hour == DIGEST_HOUR:
                await self._stage.ring()
            beat, self.lived_until = end - self.lived_until, end
            yield beat

    async def _try(self, action: Action) -> None:
        try:
            await self._hands[type(action)](action)
        except (SetupError, LookupError) as error:
            error.add_note(f"while living {action}")
            raise
        self.done[type(action).__name__] += 1
