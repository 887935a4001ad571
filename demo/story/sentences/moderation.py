"""The moderator's notices to everyone."""

from demo.story.sentences.material import Mood, Subject

NOTICES: tuple[tuple[str, Subject], ...] = (
    (
        "film-club",
        Subject(
            Mood.NOTICE,
            openers=(
                (
                    "A kind word about spoilers",
                    (
                        "A small request: please put endings behind spoiler bars, like ||this||. Some of us "
                        "see things a year late. Thank you, all of you."
                    ),
                ),
            ),
            answers=(
                "Thank you, Rosa. I'm always a year late.",
                "Good reminder, I've [slipped|sinned] there myself.",
                "Will do!",
                "||Happy to.||",
            ),
            exchanges=(
                (
                    "How does one do the bars again?",
                    "Two upright strokes before and two after. On a phone, mark the text and tap the eye.",
                ),
            ),
            closings=("You're a lovely bunch. Carry on!",),
        ),
    ),
    (
        "home-coffee",
        Subject(
            Mood.NOTICE,
            openers=(
                (
                    "About Ines and Otterlamp",
                    (
                        "So everyone knows: Ines works for a small roastery, says so each time, and is here "
                        "to answer questions. If it ever feels like advertising, tell me, and I'll tell her."
                    ),
                ),
            ),
            answers=(
                "Fine with me, as long as it's said openly.",
                "I like that one can ask a roaster directly.",
                "Thanks for spelling it out, Rosa.",
                "No complaints so far. Quite the opposite.",
            ),
            exchanges=(("May we say when we don't like their coffee?", "Of course. That's what this place is for."),),
            closings=("Thank you. Same rule for anyone with something to sell: say it first.",),
        ),
    ),
    (
        "trail-running",
        Subject(
            Mood.NOTICE,
            openers=(
                (
                    "Say when you're home",
                    ("When you run alone after dark, would you write a word here when you're back? I sleep better."),
                ),
            ),
            answers=(
                "Yes, mum. No, really, good idea.",
                "Will do, Rosa.",
                "I'll add my usual route as well.",
                "Thank you for thinking of it.",
            ),
            exchanges=(("Is a thumbs up enough?", "A thumbs up is perfect."),),
            closings=("Thank you. Run well, come home.",),
        ),
    ),
    (
        "bread-and-baking",
        Subject(
            Mood.NOTICE,
            openers=(
                (
                    "The starter shelf",
                    (
                        "There's now a shelf in the community room for spare starter. Please put a date on "
                        "your jar, we've had a mystery."
                    ),
                ),
            ),
            answers=(
                "The mystery was mine. Sorry!",
                "Lovely, I'll bring two jars.",
                "Date and name, understood.",
                "Could we have a shelf for borrowed tins, too?",
            ),
            exchanges=(
                (
                    "Is the room open during the week?",
                    "Weekdays until six, and the key is with me after that.",
                ),
            ),
            closings=("A shelf for tins is a good idea. I'll find a plank.",),
        ),
    ),
    (
        "home-coffee",
        Subject(
            Mood.NOTICE,
            openers=(
                (
                    "Asking for recommendations",
                    (
                        "If you're looking for a thing to buy, please use the recommend button. That way we "
                        "also learn later whether it worked out."
                    ),
                ),
            ),
            answers=(
                "And say how you're related to it! I like that part.",
                "Makes sense, things got lost in the chat.",
                "Will do.",
                "I looked something up there yesterday, it's handy.",
            ),
            exchanges=(
                (
                    "Can one recommend something one hasn't tried?",
                    "Yes, just say so. There's a choice for exactly that.",
                ),
            ),
            closings=("Thank you! Honest answers are worth more than many.",),
        ),
    ),
    (
        "film-club",
        Subject(
            Mood.NOTICE,
            openers=(
                (
                    "Who'd greet newcomers?",
                    (
                        "We've had some new faces lately. Who'd be willing to say hello in the topics they "
                        "know? It's two sentences and it matters."
                    ),
                ),
            ),
            answers=(
                "I'd do that, gladly.",
                "Me too, I remember my first day here.",
                "Happy to, in the evenings.",
                "I'm shy, but I can wave.",
            ),
            exchanges=(("Is it a lot of work?", "Two sentences a week. Three, if you're chatty."),),
            closings=("Thank you! A wave counts too.",),
        ),
    ),
)
