"""Texts of proposals, conversation starters and circles. Everything is invented."""

from demo.story.sentences.material import Idea

IDEAS: tuple[Idea, ...] = (
    Idea(
        name="Bicycle repair",
        pitch="Punctures, brakes and squeaks, mended together on Saturday mornings in the yard. Bring your own rag.",
        after_days=1.2,
        n_interested=5,
        said=(
            "A whole room for bicycles! Mine clicks on every third turn, and I can't find where.",
            "I have a stand and a box of odd spanners. Saturday at ten, in the yard?",
            "Ten is fine. I'd bring two buckets for finding punctures.",
            "Could somebody show me how to set a brake? Mine sings.",
            "It's nearly always the cable. Bring it along and we'll look.",
            "I'm no good at this, but I make a decent flask of tea.",
            "Tea counts as a tool.",
            "My daughter wants to change her tyre by herself this time. Is that all right?",
            "More than all right. I'll only hold the wheel.",
            "Found it: the click was the saddle post. Thank you, all of you!",
            "Does anybody have a chain tool? Mine broke off in the middle of it.",
            "Yes, and a spare link. I'm at home until six.",
            "The rain took two of my screws. Same size as yours, I think.",
            "There's a jar of them in my kitchen. Help yourself.",
        ),
    ),
    Idea(
        name="Amateur radio",
        pitch="Aerials, distant voices and a lot of patience. I could show how to begin.",
        after_days=3.3,
        n_interested=3,
        n_withdrawn=1,
    ),
    Idea(
        name="Coffee at home",
        pitch="A corner for brewing coffee at home.",
        after_days=5.1,
        n_interested=0,
    ),
    Idea(
        name="Night walks",
        pitch="Slow walks after dark, twice a month, with a lantern and nobody in a hurry.",
        after_days=0.6,
        n_interested=3,
        is_approved=True,
        said=(
            "I have two lanterns, and one of them even works.",
            "Could we begin at the old mill? The path is even there.",
            "The mill is good. Full moon is on Tuesday, if anybody needs a reason.",
        ),
        said_once_back=(
            "It's warm enough again. The mill, on Friday at nine?",
            "I'll be there. The second lantern works by now, too.",
        ),
    ),
    Idea(
        name="Film club for children",
        pitch="Short films on Sunday mornings, with cushions on the floor and something with raisins.",
        after_days=6.4,
        n_interested=2,
        insists=True,
        declined_because="A lovely idea. Let's begin it as a thread in Film club, and see who comes.",
    ),
)

STEWARD_DESCRIPTION = ("home-coffee", "Beans, water, patience, and nobody who knows better. Beginners first.")
"""The topic, and the description that its steward writes."""

STARTERS: tuple[tuple[str, str], ...] = (
    ("home-coffee", "Which cup do you remember from before you knew anything about coffee?"),
    ("home-coffee", "What did you stop doing, and the coffee got better?"),
    ("home-coffee", "If you could only keep one thing of your coffee corner, which would it be?"),
)

REFUSED_STEWARD_TOPIC = "film-club"
"""The topic whose steward declines."""

CIRCLE = "Rosa's birthday"
WHISPERS: tuple[str, ...] = (
    "She thinks we've forgotten. We have not.",
    "I can get the yard for Saturday. Who bakes?",
    "I'll bake. Not the walnut one, she pulled a face last year.",
    "I'd play something, if nobody records it.",
    "Then it's settled: seven o'clock, and nobody says a word.",
)

LASTING_CIRCLE = "Readers"
LASTING_WHISPERS: tuple[str, ...] = (
    "Chapter one by the end of the month?",
    "I've peeked at chapter two. I won't say anything.",
)
