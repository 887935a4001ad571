"""The questions of the AMA, with answers or reasons to skip them."""

from typing import NamedTuple


class QuestionTemplate(NamedTuple):
    """A member's question with the guest's answer, or with the moderator's reason to skip it."""

    question: str
    answer: str = ""
    skip_reason: str = ""


QUESTIONS: tuple[QuestionTemplate, ...] = (
    QuestionTemplate(
        "Why do your bags have a valve if the beans are best after a week anyway?",
        "Because they keep breathing out for that whole week, and a bag without one would swell like a balloon. It "
        "lets gas out and no air in. Once the bag is open, a tin with a lid does just as well.",
    ),
    QuestionTemplate(
        "Which roaster on the street do you like least, and why?",
        skip_reason="We don't ask guests to talk badly about others. Ask about their own work instead.",
    ),
    QuestionTemplate(
        "What would you buy for a small kitchen with 60 to spend, not counting your own things?",
        "A hand grinder, second-hand if you can wait. It changes more than any machine at that price, and nothing we "
        "sell comes close to it.",
    ),
)
