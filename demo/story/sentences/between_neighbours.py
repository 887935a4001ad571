"""What neighbours say to one another whatever the topic.

`{called}` is the person who is answered or agreed with.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.story.sentences.material import Mood


@dataclass(frozen=True, slots=True)
class Frame:
    """Words before or after a text; each chance grows if the text would otherwise repeat another."""

    leads: tuple[str, ...]
    tails: tuple[str, ...]
    lead_chance: float = 0.22
    tail_chance: float = 0.13
    after_questions: bool = False


OPENING: Mapping[Mood, Frame] = {
    Mood.QUESTION: Frame(
        (
            "I need your wisdom.",
            "Before I give up, one question.",
            "A [small|quick] one for the experts.",
            "Help, please.",
            "Hello again, me with another question.",
            "I searched, I read, I'm none the wiser.",
        ),
        (
            "All hints welcome.",
            "Thank you in advance.",
            "I'll try [nearly|] anything.",
            "Thank you already.",
            "Beginner's answers welcome too.",
        ),
        0.08,
        0.1,
        after_questions=True,
    ),
    Mood.SHOW: Frame(
        ("I have to tell somebody.", "News from my end!", "This will make you smile.", "A little report."),
        (
            "That's all. I just wanted to tell you.",
            "You're the only ones who'll understand.",
            "Had to share this.",
        ),
        0.08,
        0.1,
        after_questions=True,
    ),
    Mood.PLAN: Frame(
        ("An idea.", "Hello all!", "Who's around?", "Thinking aloud here."),
        ("Come along.", "Just write here.", "Beginners very welcome.", "Children too."),
        0.08,
        0.12,
        after_questions=True,
    ),
    Mood.VIEW: Frame(
        (
            "A kitchen-table question.",
            "Long day, light question.",
            "So, honestly.",
        ),
        ("I'm curious.", "No wrong answers.", "Long answers welcome.", "Be honest."),
        0.08,
        0.1,
        after_questions=True,
    ),
    Mood.HELLO: Frame((), ()),
    Mood.NOTICE: Frame((), ()),
}

ANSWERING: Mapping[Mood, Frame] = {
    Mood.QUESTION: Frame(
        (
            "Had this [too|last month|a while ago].",
            "Oh, I know this one.",
            "I asked the same thing once.",
            "Ah, {opener}, been there.",
            "Glad you asked.",
            "Good question.",
            "Don't worry, {opener}.",
            "Here's what I'd do.",
            "[Bitter|Long] experience speaking.",
        ),
        (
            "Good luck!",
            "Tell us how it goes.",
            "Hope that helps [a little|a bit|].",
            "Worth a try, anyway.",
            "Let me know if you'd like [a hand|me to come over].",
            "Works for me, at least.",
            "You'll get there.",
        ),
    ),
    Mood.SHOW: Frame(
        (
            "Oh, {opener}!",
            "This made my [day|week].",
            "[Bravo|Well done]!",
            "Wonderful!",
            "Ha, I love this.",
            "Thank you for sharing this.",
            "Yes!",
        ),
        ("More of this, please.", "Enjoy it!", "So happy for you.", "Keep us posted."),
    ),
    Mood.PLAN: Frame(
        (
            "[Great|Good|Lovely] idea, {opener}.",
            "Thanks for organising, {opener}.",
            "Oh, nice.",
            "You're a star for asking.",
        ),
        ("Thanks for asking around.", "I've been hoping for something like this.", "And thank you."),
    ),
    Mood.VIEW: Frame(
        (
            "Fun question.",
            "[Careful|Oh dear], I have opinions.",
            "Honest answer?",
            "I've thought about this far too much.",
            "Ha, {opener}, we had this at dinner [yesterday|last week].",
            "Easy.",
            "Hm.",
        ),
        (
            "But that's me.",
            "Curious what [the others say|everyone else does].",
            "Each to their own, though.",
            "Ask me again next year.",
            "I said what I said.",
        ),
    ),
    Mood.HELLO: Frame(
        (),
        (
            "Make yourself at home.",
            "Good that you found us.",
            "See you around!",
            "Don't be shy.",
            "We're a friendly lot.",
        ),
    ),
    Mood.NOTICE: Frame((), ()),
}

ASKING = Frame(
    (
        "One question, {opener}.",
        "Just so I understand.",
        "May I ask something?",
        "Curious.",
        "Before I say anything.",
    ),
    (),
    0.1,
)
EXPLAINING = Frame(
    (
        "Good [question|point].",
        "Fair question.",
        "Hm.",
        "Glad you asked.",
        "You ask the right things.",
    ),
    (),
    0.1,
)
REMARKING = Frame((), ("Carry on.", "Thank you all.", "That's all from me.", "Right, back to work."), tail_chance=0.1)
CLOSING = Frame(
    ("Small update.", "Coming back to this.", "Late reply, sorry.", "Right!", "You were all so kind."),
    (),
    0.12,
)

SECONDS: Mapping[Mood, tuple[str, ...]] = {
    Mood.QUESTION: (
        "What {called} said. [It took me years to find that out.|I'd have written exactly the same.]",
        "Seconding {called}. [That changed everything for me.|Start there.]",
        "I'd try {called}'s way first, it's the easiest to undo.",
        "{called} taught me that one [last year|at the summer fête], and I've done it ever since.",
        "I did the opposite of {called} and it worked too, so don't be afraid to play.",
        "Thanks, {called}, that's new to me as well.",
        "Listen to {called}. I didn't, and [look at me now|paid for it].",
        "+1 to {called}. [Nothing to add.|So simple, so easy to forget.]",
        "Interesting, {called}! Never thought of that.",
        "{called}, may I steal that?",
        "I was sceptical when {called} told me the same, and I was wrong.",
        "Trying {called}'s idea too, my case isn't so different.",
        "I'm probably too [lazy|impatient] for that, {called}, but I admire it.",
        "This, {called}. [Exactly this.|I'd forgotten.]",
        "Oh good, {called}, so it isn't just me who thinks so.",
        (
            "That sounds like something my [grandfather|mother|old neighbour] would say, {called}. [I mean "
            "it kindly.|High praise.]"
        ),
        "If {called} says so, I believe it.",
        "I'd start with {called}'s tip and leave everything else as it is.",
        "{called}, you explain things so well.",
    ),
    Mood.SHOW: (
        "{called} took the words out of my mouth.",
        "Ha, {called}, you made me laugh [out loud|on the tram|into my tea].",
        "I'm with {called}. [Lovely, {opener}.|So nice to read, {opener}.]",
        "{called}, I had [exactly|] the same thought.",
        "Couldn't have put it better, {called}.",
        "I was going to write just that, {called}.",
        "{called} and I clearly [think alike|need to meet for tea].",
        "What {called} says, {opener}. And [congratulations|cheers] from me.",
        "Ha, {called}. Never change.",
        "I love how {called} puts it.",
    ),
    Mood.PLAN: (
        "Good to know, {called}.",
        "Ha, {called}, I was about to write the same.",
        "Noted, {called}. [It'll be fun either way.|We'll work it out.]",
        "Same here, {called}!",
        "Thanks for saying so early, {called}.",
        "{called}, let's talk on the stairs.",
        "I'm where {called} is: looking at my calendar [and hoping|and moving things].",
        "Hear, hear, {called}.",
        "Let me know if I can help, {called}.",
        "{called} beat me to it.",
    ),
    Mood.VIEW: (
        "{called}, [are we related|do we share a brain]?",
        "I respectfully disagree with {called}, but only a little.",
        "Same as {called} here, word for word.",
        "{called} just described my whole [household|life].",
        "Ha, {called}, that's a brave thing to say in this group.",
        "I used to think like {called}. Then I got older.",
        "Can we put {called}'s answer on a mug?",
        "I'd never have guessed that about you, {called}!",
        "Good point, {called}. I [may|might] have to think again.",
        "{called} is right and I don't like it.",
        "Team {called}.",
        "{called}, I read that aloud at home. [Much nodding.|Long silence.]",
        "Not for me, {called}, but I see the charm.",
        "I was sure I'd be alone with this, and then {called} comes along.",
        "{called}, we need to have tea some time.",
    ),
    Mood.HELLO: (
        "What {called} said: welcome, {opener}!",
        "And from me too, {opener}. Listen to {called}, always.",
        "Hello from my side as well, {opener}!",
        "{called} was quicker. Welcome, {opener}!",
        "Nice to meet you, {opener}. You're in good hands with {called}.",
        "A wave from across the street, {opener}!",
    ),
    Mood.NOTICE: (
        "Same here, {called}.",
        "What {called} said. Thank you, {opener}.",
        "Like {called}, so happily.",
        "{called} puts it well.",
        "Yes, {called}, my thought too.",
    ),
}

CONSENTS: tuple[str, ...] = (
    "Of course, {called}[!|.]",
    "With pleasure, {called}[!|.]",
    "Gladly, {called}. [I'd hoped somebody would ask.|No question.]",
    "Yes, of course, {called}[!|.] [The more the merrier.|]",
    "Sure, {called}. [Thanks for asking.|We'll manage.]",
    "{called}, absolutely.",
)

EMOJI: tuple[str, ...] = ("❤️", "👍", "😄", "🙏", "💯", "👏", "🤗")
WELCOME_EMOJI: tuple[str, ...] = ("👋", "🎉", "🤗", "❤️")
