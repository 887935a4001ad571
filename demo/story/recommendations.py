"""Generates asks for recommendations, the answers, the votes and the outcomes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from community.recommendations.outcome import Result
from community.recommendations.recommendation import Relation, Verdict
from demo.story.actions import Action, Ask, Choose, Outcome, Recommend, Vote
from demo.story.people import Resident, Role
from demo.story.presence import Presence
from demo.story.sentences.material import Case, SuggestionText
from demo.story.sentences.recommendations_indoors import INDOOR_CASES
from demo.story.sentences.recommendations_outdoors import OUTDOOR_CASES

CASES: tuple[Case, ...] = INDOOR_CASES + OUTDOOR_CASES
ASKS_A_WEEK = 1.5
OUTCOME_AFTER = timedelta(days=14)

_VOTES_AN_ITEM = 3.5
_VOTES_ON_THE_ROASTERS = 24.0
"""The expected votes on the brand's item: many know somebody who has it."""
_THANKS = 0.35
_CHOOSES = 0.8
_FORGOTTEN = 0.07


def recommendation_actions(
    rng: Random, presence: Presence, people: Sequence[Resident], start: datetime, end: datetime
) -> list[Action]:
    """Returns all asks between `start` and `end`, with the actions that follow from them."""
    weeks = (end - start) / timedelta(weeks=1)
    cases = _cases(rng, min(max(round(ASKS_A_WEEK * weeks), 1), len(CASES)))
    representative = next(person for person in people if person.role is Role.REPRESENTATIVE)
    actions: list[Action] = []
    for place, case in enumerate(cases):
        share = 0.03 + 0.82 * (place + rng.uniform(0.1, 0.9)) / len(cases)
        at = presence.next_moment(case.topic, start + share * (end - start))
        actions.extend(_AskStory(rng, presence, representative, case, f"ask-{place + 1}").unfold(at))
    return actions


def _cases(rng: Random, n_cases: int) -> list[Case]:
    """Returns `n_cases` different cases; those with an item of the brand come first."""
    disclosed = [case for case in CASES if any(item.relation is Relation.EMPLOYEE for item in case.suggestions)]
    others = [case for case in CASES if case not in disclosed]
    return [*disclosed, *rng.sample(others, n_cases - len(disclosed))]


class _AskStory:
    """An ask while it is generated."""

    def __init__(self, rng: Random, presence: Presence, representative: Resident, case: Case, key: str) -> None:
        self._rng = rng
        self._presence = presence
        self._representative = representative
        self._case = case
        self._key = key

    def unfold(self, at: datetime) -> list[Action]:
        """Returns the ask and the actions that follow from it; empty if nobody is active to ask."""
        case = self._case
        asker = self._presence.writer(case.topic, at, never={self._representative.key})
        if asker is None:
            return []
        actions: list[Action] = [Ask(at, asker.key, case.topic, self._key, case.wanted, case.matters, case.limits)]
        made = self._recommendations(at, asker)
        for recommendation, suggestion in made:
            actions.append(recommendation)
            actions.extend(self._votes(recommendation, suggestion, asker))
        actions.extend(self._choice(made, asker))
        return actions

    def _recommendations(self, at: datetime, asker: Resident) -> list[tuple[Recommend, SuggestionText]]:
        made: list[tuple[Recommend, SuggestionText]] = []
        for suggestion in self._suggestions():
            later = at + timedelta(hours=self._rng.uniform(0.3, 40))
            if suggestion.relation is Relation.EMPLOYEE:
                person: Resident | None = self._representative
                moment = self._presence.next_moment_of(self._representative, later)
            else:
                moment = self._presence.next_moment(self._case.topic, later)
                taken = {asker.key, self._representative.key, *(made_one.person for made_one, _ in made)}
                person = self._presence.writer(self._case.topic, moment, never=taken)
            if person is None or moment >= self._presence.closes_at(self._case.topic):
                continue
            key = f"{self._key}-item-{len(made) + 1}"
            recommendation = Recommend(
                moment,
                person.key,
                self._key,
                key,
                suggestion.item,
                suggestion.why,
                suggestion.link,
                suggestion.relation,
            )
            made.append((recommendation, suggestion))
        return made

    def _suggestions(self) -> list[SuggestionText]:
        suggestions = list(self._case.suggestions)
        n_suggestions = self._rng.randint(3, len(suggestions))
        disclosed = [item for item in suggestions if item.relation is Relation.EMPLOYEE]
        others = [item for item in suggestions if item.relation is not Relation.EMPLOYEE]
        return disclosed + self._rng.sample(others, n_suggestions - len(disclosed))

    def _votes(self, recommendation: Recommend, suggestion: SuggestionText, asker: Resident) -> list[Action]:
        votes: list[Action] = []
        voted = [recommendation.person, asker.key]
        n_votes = _VOTES_ON_THE_ROASTERS if suggestion.relation is Relation.EMPLOYEE else _VOTES_AN_ITEM
        while self._rng.random() < n_votes / (1 + n_votes):
            later = recommendation.at + timedelta(days=0.1 + self._rng.expovariate(1 / 2.5))
            moment = self._presence.next_moment(self._case.topic, later)
            person = self._presence.reader(self._case.topic, moment, never=voted)
            if person is None:
                continue
            voted.append(person.key)
            votes.append(Vote(moment, person.key, recommendation.key, self._verdict(person, suggestion)))
        return votes

    def _verdict(self, person: Resident, suggestion: SuggestionText) -> Verdict:
        if person.role is Role.REPRESENTATIVE or self._rng.random() < _THANKS:
            return Verdict.THANKS
        return Verdict.WORKED if self._rng.random() < suggestion.quality else Verdict.DIDNT

    def _choice(self, made: Sequence[tuple[Recommend, SuggestionText]], asker: Resident) -> list[Action]:
        if not made or self._rng.random() >= _CHOOSES:
            return []
        chosen, suggestion = self._rng.choices(made, weights=[item.quality**2 for _, item in made])[0]
        latest = max(recommendation.at for recommendation, _ in made)
        chosen_at = self._presence.next_moment_of(asker, latest + timedelta(days=self._rng.uniform(0.3, 3)))
        told_at = self._presence.next_moment_of(
            asker, chosen_at + OUTCOME_AFTER + timedelta(hours=self._rng.uniform(25, 60))
        )
        steps: list[Action] = [
            Choose(chosen_at, asker.key, self._key, chosen.key),
            Outcome(told_at, asker.key, self._key, chosen.key, self._result(suggestion)),
        ]
        closes_at = self._presence.closes_at(self._case.topic)
        return [step for step in steps if step.at < closes_at and asker.takes_part(step.at)]

    def _result(self, suggestion: SuggestionText) -> Result:
        luck = self._rng.random()
        if luck >= 1 - _FORGOTTEN:
            return Result.UNTRIED
        if luck < suggestion.quality:
            return Result.YES
        return self._rng.choice((Result.PARTLY, Result.NO))
