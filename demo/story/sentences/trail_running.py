"""What is said in the trail running topic."""

from demo.story.sentences.material import Mood, Subject, Voice
from demo.story.sentences.trail_running_advice import TRAIL_ADVICE

_SUBJECTS = (
    *TRAIL_ADVICE,
    Subject(
        Mood.PLAN,
        openers=(
            (
                "Easy loop {day}?",
                "I'm doing {route} {day}, easy pace, chatting allowed. Meet at the fountain?",
            ),
            (
                "Slow group run",
                "Anyone for {route} {day}? Nobody gets left behind, and there's tea afterwards.",
            ),
            (
                "Company wanted {day}",
                "I've been running alone all month and I'm bored of my own stories. {Route} {day}?",
            ),
        ),
        answers=(
            "Yes please! I'm slow uphill and cheerful downhill.",
            "I'm in. I'll bring oat bars.",
            "Can't that day, but I'll wave from the balcony.",
            "May my dog come? She's [very polite|better on hills than I am].",
            "In, if I may turn back at the bench.",
            "Count me in. I could lead a shorter loop for anyone who wants that.",
            "I'd like to, but I'm a beginner. Is that all right?",
            "I'll join you at the footbridge, that saves me the road.",
        ),
        exchanges=(
            ("How long will it take?", "An hour and a bit, with a stop for the view."),
            ("What if the weather turns?", "Rain is fine, thunder isn't. I'll write in the morning."),
        ),
        closings=(
            "Lovely, {day} at the fountain. Shorter loop and dog included.",
            "That makes a proper little group. I'll bring the big flask.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "My first ten kilometres",
                "I did it! All of {route} and back, ten kilometres, only stopped for [a cow|the view].",
            ),
            (
                "Further than ever",
                "Never ran this far in my life: {route}, twice. My legs are jelly and I can't stop grinning.",
            ),
            (
                "I made it round",
                ("All the way round {route} without stopping. I want to tell everyone, so I'm starting with you."),
            ),
        ),
        answers=(
            "I remember when you asked whether walking counts. Look at you!",
            "Jelly legs are the best legs. Feet up now.",
            "Fantastic! It's all head at the end, isn't it.",
            "That grin stays for about three days. Enjoy every stair.",
            "So well deserved. {Route} isn't an easy one either.",
            "Eat something salty and call everyone you know.",
            "You've just made me put my shoes on.",
            "And the next one will feel shorter. Funny how that works.",
        ),
        exchanges=(
            ("How did the last part feel?", "Terrible for a bit, and then like flying for about a minute."),
            ("Did you run alone?", "Alone, but I was talking to you all in my head."),
        ),
        closings=(
            "Thank you! I've read these in the bath, twice.",
            "Legs are back. I might have signed up for something. More soon.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "Seen on {route}",
                "Stopped dead on {route} because of {animal}. We looked at each other for a good minute.",
            ),
            ("Company on the run", "I had company on {route}: {animal}, not bothered by me in the least."),
            (
                "A quiet moment",
                "Came round the corner on {route}, and there it was: {animal}. I forgot all about my pace.",
            ),
        ),
        answers=(
            "I've run there for years and never seen one. Lucky you.",
            "That's worth more than any fast time.",
            "Did you have to hold your breath? I always do, as if that helped.",
            "They like the quiet side, past the wall. Go early and you may see more.",
            "And my best sighting is a [plastic bag|tree stump] that I took for a badger.",
            "Wonderful. I need to get out of bed earlier.",
            "Please don't tell the whole town where! But do tell me.",
            "I stopped wearing headphones after something like that.",
        ),
        exchanges=(
            ("What time was that?", "Just before the sun came over the hill."),
            ("Did you get a photo?", "A very good photo of a bush. You have to believe me."),
        ),
        closings=(
            "Went again, same time, same place. Nothing but fog, and it was beautiful all the same.",
            "I'll take whoever wants to come. Quiet shoes only.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "Lost again",
                (
                    "Took a 'short cut' off {route}. Came out in somebody's farmyard, was given [plum "
                    "juice|soup], and came home by bus."
                ),
            ),
            (
                "An unplanned long run",
                (
                    "The plan was six kilometres. Thanks to my sense of direction it was fourteen, with "
                    "{animal} as a witness."
                ),
            ),
            (
                "Where was I?",
                ("I'd like to report that there's no path between {route} and the bus stop. There are brambles."),
            ),
        ),
        answers=(
            "Every good story begins with 'short cut'.",
            "I know that place! They've fed half of this group by now.",
            "Left at the split oak. Everyone goes right, once.",
            "My record is two villages and a wedding. They gave me cake.",
            "You're fine, you came home, that's a training run.",
            "I tie a ribbon at the turns I always miss. And then I miss the ribbon.",
            "Next time ring me, I'm good at describing trees.",
            "Lost with style. I'd have just sat down and cried.",
        ),
        exchanges=(
            ("Where did you go wrong?", "At the two stiles. There are always two stiles."),
            ("No map on the phone?", "The phone was at three percent and then it wasn't."),
        ),
        closings=(
            "Next time left at the oak. I've written it on my hand.",
            "Thank you for laughing with me. The phone is charging.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Music or birdsong?",
                (
                    "I've left both headphones and company at home for a week, and I'm undecided. Music, "
                    "birds, people: how do you run?"
                ),
            ),
            (
                "Alone or together?",
                ("I've always run alone, with music, and liked it. This group is changing my mind. How about you?"),
            ),
            (
                "What do you listen to?",
                "On {route} today: no music, nobody with me, and it was fine. How do you like it best?",
            ),
        ),
        answers=(
            "Birds in the morning, a podcast in the rain.",
            "Together on long ones, alone when my head is full.",
            "One ear only, so I hear bikes.",
            "Nothing in my ears, but I do sing. Sorry, everyone on {route}.",
            "Together! I'd never leave the house otherwise.",
            "Alone. It's the only hour when nobody needs me.",
            "I listen to my own breath, like a very dull radio play.",
            "Depends on the hill. On {route} I need drums.",
        ),
        exchanges=(
            ("What do you miss when you go without?", "The beat on the last climb. I count instead."),
            ("Has it changed how fast you go?", "Slower, happier. I look up more."),
        ),
        closings=(
            "Bit of both, then. And I'd like to hear that singing some day.",
            "I tried the other way round for once. It's good to have a choice.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Do you run in the rain?",
                "It's pouring, and I'm standing at the window in my running things. Do you go out in this?",
            ),
            (
                "Bad weather rules",
                "What's your limit? Wind, heat, hail? I went up {route} in a storm and learned mine.",
            ),
            (
                "Out or in?",
                "The forecast is awful all week. Do you run anyway, or is this what sofas are for?",
            ),
        ),
        answers=(
            "Once you're wet you can't get wetter. Go!",
            "Rain yes, lightning never, ice only on the flat.",
            "If I've put my shoes on, I go. That's the contract.",
            "Wind is my limit. I don't argue with trees.",
            "A cap. It's not about the hair, it keeps the eyes clear.",
            "I walk instead, and call it training.",
            "Heat is worse for me. Give me a wet {weekday} any time.",
            "I ask my dog. She's never once said yes to hail.",
        ),
        exchanges=(
            ("How far were you going to go?", "Only {route}. Famous last words."),
            ("Do you have a decent jacket?", "It was waterproof, once, in its youth."),
        ),
        closings=(
            "I went. Soaked, happy, now under a blanket. Thank you for the push.",
            "New house rule: no arguing with trees.",
        ),
    ),
    Subject(
        Mood.PLAN,
        openers=(
            ("Path clean-up", "{Route} is full of litter again. Shall we do a slow run with bags {day}?"),
            ("Bags and shoes", "Idea: once a month we jog {route} and pick up what's lying about. {Day}?"),
            ("Litter on {route}", "Counted eleven cans on {route}. Shall we do something about it {day}?"),
        ),
        answers=(
            "Yes! I have gloves for six.",
            "I'm in. My children like the grabber thing far too much.",
            "Good idea. I'll ask the town for bags, they gave us some last time.",
            "Can't that day, but I'll do the stretch by the weir on my own.",
            "Count me in, and I'll bring cake for the end.",
            "I've wanted someone to suggest this for months. Coming.",
            "I'd walk rather than run, if that's all right. More pockets.",
            "In! Last time we found a [whole bicycle|garden gnome].",
        ),
        exchanges=(
            (
                "Where do the full bags go?",
                "The town picks them up at the car park if we tell them the day before.",
            ),
            ("How long do you think?", "Two hours, cake included."),
        ),
        closings=(
            "Settled: {day}, ten o'clock, car park. Gloves and cake are sorted.",
            "Seven of us! The path won't know what hit it.",
        ),
    ),
)

_ARRIVAL = Subject(
    Mood.HELLO,
    openers=(
        (
            "Hello from a slow runner",
            "Hi, I'm {opener}. I'm new, I'm slow, and I get lost. Is there a loop for someone like me?",
        ),
        (
            "New to the trails",
            "Hello! {opener} here. So far I've only run on roads. What should I know before I try {route}?",
        ),
        ("Just joined", "Hi all, {opener}. I'd love company on early runs. Does anyone go before work?"),
    ),
    answers=(
        "Welcome, {opener}! The meadow loop is made for starting: flat, soft, and hard to get lost on.",
        "Hi {opener}! Slow is the group pace, you'll fit in nicely.",
        "Welcome! I go before work twice a week, quietly and with coffee after. Join me.",
        "Hello {opener}. Lift your feet, look ahead, and stop for views. That's all there is to it.",
        "Welcome to the muddy side! Old shoes are fine to begin with.",
        "Hi! Come to the next easy loop, we wait at every gate.",
    ),
    exchanges=(
        ("How far do you usually run?", "Five kilometres, six with a tailwind."),
        ("Where do you live, roughly?", "Just behind the fountain, so I've no excuse."),
    ),
    closings=(
        "Thank you! Meadow loop this week, then we'll see.",
        "What a nice bunch. I'll be the one in the bright red socks.",
    ),
)

TRAIL_RUNNING = Voice(
    topic="trail-running",
    words={
        "route": (
            "the Heron Weir loop",
            "the Saddler's Hill track",
            "the millrace path",
            "the quarry climb",
            "the beacon ridge",
            "the Alder Wood loop",
            "the old railway climb",
        ),
        "joint": ("knee", "ankle", "hip", "Achilles"),
        "race": ("the Weir Ten", "the Harvest Hill Run", "the Three Bridges Trail", "the Quarry Dash"),
        "animal": ("a young fox", "two roe deer", "a barn owl", "a hare", "a heron", "a kingfisher"),
        "day": ("next Saturday", "next Sunday morning", "on Saturday week", "the last Sunday of the month"),
        "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday"),
    },
    subjects=_SUBJECTS,
    arrival=_ARRIVAL,
    remarks=(
        "Reading this with my feet in a bucket of cold water.",
        "You've all just talked me out of the sofa. Well, nearly.",
        "[Saved|Noted] for my next long one.",
        "My shoes are looking at me from the hallway.",
        "This group has got me out of bed more often than any alarm.",
        "I read this on the bus and got off one stop early to jog.",
        "I'd like this printed on the inside of my cap.",
        "My legs agree with everything said here.",
        "See some of you at the fountain, I hope.",
        "Nothing to add, except that I did my first loop in weeks and it was good.",
        "I'm learning so much here, mostly about cake.",
        "Whoever invented hills should read this thread.",
    ),
    emoji=("🏃", "⛰️", "💪", "🌧️", "🦊"),
)
