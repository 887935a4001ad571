"""What the (invented) roastery asks the street for, and what it is asked."""

QUESTION = "What should be printed on a bag of coffee?"
ANSWERS: tuple[str, ...] = (
    "The roast date, big.",
    "How coarse to grind it.",
    "Whether it is good with milk.",
    "Who grew it.",
    "Less. Please, less.",
    "How long it stays good once open.",
    "A picture of the cup it is for.",
)
AMA_QUESTIONS: tuple[str, ...] = (
    "How do you decide how dark to roast?",
    "What happens to the beans that nobody buys?",
    "Could one bring one's own tin?",
    "Is a washed coffee really cleaner?",
)
