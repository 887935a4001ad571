"""What is said in the home coffee topic."""

from demo.story.sentences.home_coffee_advice import COFFEE_ADVICE
from demo.story.sentences.material import Mood, Subject, Voice

_SUBJECTS = (
    *COFFEE_ADVICE,
    Subject(
        Mood.SHOW,
        openers=(
            (
                "That one perfect cup",
                (
                    "I don't know what I did differently, but the {brewer} gave me pure {note}. "
                    "I just stood in the kitchen and smiled."
                ),
            ),
            (
                "Finally tasted it",
                "The bag of {bean} beans said '{note}' and for the first time in my life I really tasted it.",
            ),
            (
                "Small victory",
                (
                    "Good morning or good night, wherever you are in your day: I made a cup that tasted of "
                    "{note}. I'm still thinking about it."
                ),
            ),
        ),
        answers=(
            "Write down what you did, quickly! [I never do and always regret it.|]",
            "{Note} is such a nice one to find. Mine was in a [tiny|] village café, years ago.",
            "The unexpected ones are the best. Try it again tomorrow with the same everything.",
            "Standing in the kitchen and smiling is [the whole hobby|all of it], really.",
            "Now I want to try {bean} beans again. My last bag was [nothing special|too dark].",
            "Let it go cold and taste again, sometimes there's a second one hiding behind the first.",
            "I once tasted {note} and my family still makes fun of me. You're among friends here.",
            "Some days everything just lines up. Glad it was your turn.",
        ),
        exchanges=(
            (
                "What did you do differently, any guess?",
                "Maybe [slower pouring|a little less coffee]? I was half asleep.",
            ),
            (
                "Whose beans are they?",
                "A small bag {who} brought me from a trip, no name on it, just a stamp.",
            ),
        ),
        closings=(
            "Tried to repeat it. Close, but not the same. [The chase is on.|That's all right too.]",
            "You're all lovely. It's written on the fridge now: grind, water, time.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "Look what I found",
                "Found {find} at {place} for almost nothing. It needs a good scrub, but it works!",
            ),
            ("Rescued", "{Place} had {find} in a box of cables. I could not leave it there."),
            ("New old thing", "I went to {place} for a lamp and came home with {find}. I regret nothing."),
        ),
        answers=(
            "Beautiful. Warm water with [citric acid|a spoon of baking soda] brings up old metal nicely.",
            "My grandmother had one just like it. I can hear the sound of it [from here|].",
            "You have an eye! I walk past those boxes and see only cables.",
            "Please show us again when it's [clean|shining].",
            "Check for loose bits before you use it for real. Then enjoy it for forty years.",
            "I'm so glad it went to someone who'll use it.",
            "If it needs a new seal, the repair café [on the corner|] has a drawer full of them.",
            "Jealous! I was there [an hour|the day] before and saw nothing.",
        ),
        exchanges=(
            ("Does it have a maker's mark?", "Only a small [star|bird] on the bottom. No idea who made it."),
            ("How old is it, do you think?", "Older than me, I'd say. The seller said it was her mother's."),
        ),
        closings=(
            "Scrubbed, rinsed, used. First coffee tasted a bit of history, second one was fine.",
            "It has a place on the shelf now, next to the {brewer}. Thank you for the cleaning tips!",
        ),
    ),
    Subject(
        Mood.PLAN,
        openers=(
            (
                "Tasting at my place?",
                ("I have three open bags and too much coffee. Small tasting at my kitchen table, {day}? Room for six."),
            ),
            (
                "Cupping evening",
                (
                    "Shall we do another blind tasting? I'd bring {bean} beans and the good spoons. "
                    "I was thinking {day}."
                ),
            ),
            (
                "Who wants to compare {bean} beans?",
                "Two bags of {bean}, two roasters, one table. Who'd like to taste with me {day}?",
            ),
        ),
        answers=(
            "I'm in. I can bring a bag of [{bean}|something dark] and a loaf from the bread people.",
            "Yes for me, if I may bring {who}.",
            ("Can't make it that day, but please do it again. I'll [send|leave] you my beans so they take part."),
            "I'll come and bring cups. You can never have enough cups.",
            "Count me in, but I'll stop after four sips or I won't sleep until Thursday.",
            "Could we put one decaf in, secretly? I'd love to see who notices.",
            "In! I'll make little cards so that nobody cheats.",
            "Maybe, depends on [the babysitter|my shift]. May I say so on the day?",
        ),
        exchanges=(
            ("What time were you thinking?", "Around [four|five], so that people sleep at night."),
            ("Shall we bring anything?", "One bag each, any bag, with the name taped over."),
        ),
        closings=(
            "Then {day} it is! I'll [put a note on the door|leave the gate open]. Bring a cup you like.",
            "That's a table full. Anyone else gets a stool and is just as welcome.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "When is your last cup?",
                ("{Who} drinks coffee after dinner and sleeps like a stone. I stop at two. When is your last cup?"),
            ),
            (
                "Decaf, honestly",
                ("Two weeks of bad sleep, so I'm trying decaf in the evening. When do you stop with the real thing?"),
            ),
            (
                "Too late for coffee?",
                "I had one at five and watched the ceiling until three. What's your cut-off?",
            ),
        ),
        answers=(
            "Noon, sharp. After that it's [tea|decaf] or regret.",
            ("Decaf has come so far. I poured one for a [sceptical|] friend and said nothing. She asked for more."),
            "Five o'clock, with something sweet. I'd rather sleep a bit less than give that up.",
            "Depends on the week. With a small child the answer is 'yes'.",
            "Two cups before ten and that's it. The rest of the day I only smell yours.",
            "I mix half and half after lunch. Nobody has noticed, me included.",
            "Evening coffee only with company. It's [more about|really about] the table than the caffeine.",
            "I kept notes for a month: one late cup costs me forty minutes of sleep. Mostly worth it.",
        ),
        exchanges=(
            (
                "Do you sleep worse when you have one late?",
                "I think so, but I also read too long, so who knows.",
            ),
            ("Have you tried half decaf?", "No! That sounds like a [good|fair] compromise."),
        ),
        closings=(
            "So we're anything from noon to midnight. [I love it.|Good to know whom to call at ten.]",
            "Half and half, then. I'll report after a week of sleep.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            ("Scales: yes or no?", "Be honest: do you weigh your coffee every day, or is a spoon enough?"),
            (
                "How serious are we?",
                "I caught myself timing the {brewer} with a stopwatch on a {weekday}. Too far?",
            ),
            (
                "Measuring",
                ("{Who} saw me weighing coffee and laughed for a full minute. Do you measure, or do you just know?"),
            ),
        ),
        answers=(
            "Scale, always. Not for science, just so that I don't have to think before [seven|breakfast].",
            ("A spoon, a mug, a good mood. It comes out [different|a little different] every day and I like that."),
            "I weigh on weekdays and guess on weekends. [Freedom!|]",
            "I weighed for a month, learned what my spoon holds, and put the scale away.",
            "It's only too far when you start [a spreadsheet|correcting guests]. I have, of course.",
            "My scale doubles for letters and bread, so it earns its place.",
            "Whatever gets you to enjoy it. My father counts to sixty aloud and his is the best I know.",
            "Kitchen scale, yes. Special coffee scale, no. The beans don't know.",
        ),
        exchanges=(
            (
                "What happens when you don't measure?",
                "Honestly? Nothing terrible. It's just a bit of a lottery.",
            ),
            (
                "Do you write the numbers down?",
                "[On the back of envelopes|On the fridge], and then I lose them.",
            ),
        ),
        closings=(
            "Verdict: weigh until you know, then stop worrying. I can live with that.",
            "I feel much less odd now. Or we're all odd together.",
        ),
    ),
)

_ARRIVAL = Subject(
    Mood.HELLO,
    openers=(
        (
            "Hello from a beginner",
            (
                "Hi, I'm {opener}, new here. I make coffee in a {brewer} and know very little. "
                "What's one thing I should try first?"
            ),
        ),
        (
            "New, and thirsty",
            (
                "Hello! {opener} here, just joined. I mostly drink {bean} coffee with {milk}. "
                "What are you all drinking this week?"
            ),
        ),
        (
            "First message",
            (
                "Hi everyone, {opener}. I came for the coffee talk. Is there a beginner's question I'm "
                "allowed to ask every day?"
            ),
        ),
    ),
    answers=(
        "Welcome, {opener}! Weigh your coffee once and you'll know more than I did in ten years.",
        "Hi {opener}, lovely to have you. This week it's {bean} for me, and it tastes of {note}.",
        "Welcome! Ask anything, nobody here minds. I still ask about my {brewer} every other week.",
        "Hello {opener}! Come to the next tasting, it's just a kitchen table and too many spoons.",
        "Welcome to the street. First tip: fresh beans, small bags. The rest is [practice|play].",
        ("Hi! Good to see a new name here. You'll have a [shelf full of gear|favourite mill] before you know it."),
    ),
    exchanges=(
        ("Where do you get your beans at the moment?", "The supermarket, I'm afraid. That's why I'm here."),
        ("How do you brew it?", "With a {brewer} I inherited, [instructions not included|no instructions]."),
    ),
    closings=(
        "What a kind welcome. Fresh beans are on the list!",
        "Thank you all! I'll be back with more questions.",
    ),
)

HOME_COFFEE = Voice(
    topic="home-coffee",
    words={
        "bean": (
            "Guatemalan",
            "Ethiopian",
            "Honduran",
            "Sumatran",
            "Kenyan",
            "Rwandan",
            "Peruvian",
            "Mexican",
        ),
        "brewer": ("moka pot", "pour-over cone", "French press", "little drip machine", "cloth filter"),
        "milk": ("oat milk", "whole milk", "soy milk", "pea milk", "almond milk"),
        "note": (
            "apricot",
            "walnut",
            "black tea",
            "cherry",
            "orange peel",
            "hazelnut",
            "honey",
            "blackcurrant",
        ),
        "trip": (
            "a week in a cabin",
            "three days in a tent",
            "a long train trip",
            "a month of house-sitting",
        ),
        "find": (
            "a brass hand grinder",
            "an enamel coffee pot",
            "a tiny one-cup moka pot",
            "an old copper kettle",
        ),
        "place": (
            "the flea market",
            "the free shelf by the tram stop",
            "the church jumble sale",
            "the tip shop",
        ),
        "who": ("my sister", "my dad", "my flatmate", "a colleague", "my aunt", "my neighbour"),
        "day": ("next Saturday", "next Sunday afternoon", "Friday week", "the last Sunday of the month"),
        "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday"),
    },
    subjects=_SUBJECTS,
    arrival=_ARRIVAL,
    remarks=(
        "Reading this with a cup going cold [beside me|next to the keyboard]. Typical.",
        "This thread made me get up and [grind another dose|put the kettle on].",
        "I've learned more about coffee here than in [ten|twenty] years of drinking it.",
        "Somebody should put this on the fridge of the [community room|tasting table].",
        "My own coffee is [done|calling], so I'll be quick: thank you for this.",
        "[Noted|Saved] for my next bag.",
        "I showed this to {who}, who now wants to come to the next tasting.",
        "And there I was, thinking hot water plus brown powder was all of it.",
        "My kitchen smells of {note} and I blame this group.",
        "You lot are dangerous for my shopping list.",
        "I'm taking notes for when I finally replace my {brewer}.",
        "Can confirm, from [a very small kitchen|the fourth floor|the noisy end of the street].",
    ),
    emoji=("☕", "🤎", "👀", "🙌", "😋"),
)
