"""What the roaster is asked openly, what she answers, and what is not put before her."""

QUESTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "Why do your bags have a valve if the beans are best after a week anyway?",
        "Because they keep breathing out for that whole week, and a bag without one would swell like a balloon. It "
        "lets gas out and no air in. Once the bag is open, a tin with a lid does just as well.",
        "",
    ),
    (
        "Which roaster on the street do you like least, and why?",
        "",
        "We don't ask guests to talk badly about others. Ask about their own work instead.",
    ),
    (
        "What would you buy for a small kitchen with 60 to spend, not counting your own things?",
        "A hand grinder, second-hand if you can wait. It changes more than any machine at that price, and nothing we "
        "sell comes close to it.",
        "",
    ),
)
"""Each question with its answer, or with why it is skipped."""
