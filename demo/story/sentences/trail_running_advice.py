"""Trail running questions and what the neighbours advise."""

from demo.story.sentences.material import Mood, Subject

TRAIL_ADVICE: tuple[Subject, ...] = (
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Hills leave me gasping",
                "I can run on the flat all day, but {route} finishes me. How do you train for hills?",
            ),
            (
                "Walking uphill, is that allowed?",
                "Had to walk most of the climb on {route}. Do you run all of it?",
            ),
            (
                "{Route} always wins",
                ("Third time on {route}, third time out of breath at the same bend. How do you get better at hills?"),
            ),
        ),
        answers=(
            "Walk! Hands on knees, steady. Nearly everyone I know walks the steep bits.",
            "Shorter steps than you think. Like going upstairs with a full [tray|cup].",
            "Once a week, six times up the same small hill, jog down. Boring and it works.",
            "Go by breath, not by pace. If you can still say a whole sentence you're fine.",
            "Look three metres ahead and not at the top. The top only makes you sad.",
            "I run to the third bend of {route}, walk to the fifth. Every month the bend moves a bit.",
            "Start slower. Then slower than that. I [overtake|catch] the fast ones at the bench every time.",
            "Stairs at work. Two floors at lunch, nobody needs to know.",
        ),
        exchanges=(
            (
                "How far into the run is the climb?",
                "Right at the start, I'm [cold|not even awake] when it comes.",
            ),
            ("How often do you go?", "Twice a week, [three times|more] when the weather's kind."),
        ),
        closings=(
            "Small steps, no looking at the top: two bends further than ever. Thank you!",
            "I walked with a clear conscience and my time was better. Explain that.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Mud and shoes",
                "{Route} is a slide at the moment. Do you change shoes for mud or just accept your fate?",
            ),
            (
                "Slipping on wet roots",
                "Went down on a wet root on {route}. Nothing broken, only pride. How do you keep your feet?",
            ),
            (
                "Sliding about",
                "I skated down {route} today, more or less on purpose. What do you do when it's this muddy?",
            ),
        ),
        answers=(
            "Deeper lugs, laced a bit tighter. And never trust a root, not even a dry one.",
            "Quick light feet. If a step slips you're already on the next one.",
            "I accept my fate and bring a towel for the bus.",
            "Step over roots, not on them. My knees learned that the [loud|hard] way.",
            "Let some air in the plan: on wet days I take the gravel path and go longer.",
            "Arms out. Look silly, stay upright.",
            "Newspaper in the shoes overnight, and two pairs in rotation. Nothing else dries them.",
            "If you fall, fall loosely. Wrists complain a day later.",
        ),
        exchanges=(
            ("How old are your shoes?", "Old enough to vote, by the look of the soles."),
            ("Which part was it?", "The bit after the footbridge, where it's always dark."),
        ),
        closings=(
            "New laces, light feet, and I stayed upright the whole way. Muddy but proud.",
            "Took the gravel today and enjoyed it. The roots can wait for sun.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "A grumpy {joint}",
                "My {joint} complains after every long run lately. Not sharp, just grumpy. What do you do?",
            ),
            (
                "Coming back after a break",
                (
                    "Three weeks off because of my {joint}. I'm itching to go. How do you restart without "
                    "wrecking it again?"
                ),
            ),
            (
                "My {joint} again",
                ("My {joint} started grumbling at kilometre five. How do you know when to stop and when it's nothing?"),
            ),
        ),
        answers=(
            "Half the distance, half the speed, for two weeks. Dull, but I've never regretted it.",
            "See the physio on Mill Lane before you guess. One visit saved me [months|a whole season].",
            "Strength work helped me most: ten minutes, twice a week, in front of the news.",
            "Soft ground first. The meadow loop is kind to any {joint}.",
            "Run ten, walk two, and stop while it still feels good. The stopping is the skill.",
            "Were your shoes new or very old? Mine always complain when I change something.",
            "If it gets sharp or swells, please have it looked at. Grumpy is one thing.",
            "Cycle in between. Keeps the head happy while your {joint} sulks.",
        ),
        exchanges=(
            ("Does it hurt while running or after?", "After, mostly on stairs, the next morning."),
            ("Did you change anything before it began?", "I added a second long run. So... yes."),
        ),
        closings=(
            "Physio says: too much too soon, nothing torn. Half distances it is. Thank you.",
            "First easy loop without a grumble. I could have hugged a tree.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Running in the dark",
                ("The evenings are the only time I have. Does anyone run {route} with a lamp? Is it safe enough?"),
            ),
            (
                "Night running nerves",
                "I'd like to try {route} in the dark and I'm a bit scared, to be honest. How did you start?",
            ),
            (
                "After sunset",
                "It's dark when I leave work, and I miss {route}. How do you go about running at night?",
            ),
        ),
        answers=(
            "With someone the first few times. I'm free [Tuesdays|most evenings], just say so.",
            "Lamp at the waist, not only on the head. Shadows show you the roots.",
            "Tell somebody your route and when you'll be back. Always, however short.",
            "Start on a path you know by heart. In the dark it's a different one anyway.",
            "Spare batteries. I walked home by phone light once, [never again|it was a long walk].",
            "Something reflective for the bit along the road.",
            "The first ten minutes are scary and then it's the quietest place in the world.",
            "Slower than by day. You're not racing the owls.",
        ),
        exchanges=(
            ("Is there phone signal up there?", "Until the footbridge, then nothing for ten minutes."),
            ("Do you have a lamp already?", "A camping one. It wobbles like a disco."),
        ),
        closings=(
            "Did it, with company. We saw [an owl|two foxes]! I'll never be scared of that path again.",
            "Lamp at the waist is genius. Thank you, everyone.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "What do you eat on a long one?",
                (
                    "Anything over ninety minutes and I'm empty. What do you eat, before and on the way, "
                    "that doesn't bounce?"
                ),
            ),
            (
                "Breakfast before a morning run?",
                "Eat first and I feel sick, don't eat and I fade on {route}. What do you eat, and when?",
            ),
            (
                "Running on empty",
                "Bonked on {route} and had to beg a hiker for a biscuit. What do you eat, and when?",
            ),
        ),
        answers=(
            "Half a banana before, the other half at the top.",
            "Cold boiled potatoes with salt, in a little bag. Laugh, and then try one.",
            "Dates. Two every half hour, before you're hungry.",
            "Toast with jam an hour before. Nothing with seeds, trust me.",
            "Practise it. The stomach can be trained like the legs.",
            "Sip water from the start. What feels like hunger is thirst for me, half of the time.",
            "I make oat bars with the bread people's leftovers. I'll bring some along.",
            "A big dinner the evening before, and just a few sips of tea in the morning.",
        ),
        exchanges=(
            ("How long are your long ones?", "Two hours, with a lot of looking at views."),
            ("Do you drink while running?", "Only when I pass the fountain. I should, shouldn't I."),
        ),
        closings=(
            "Cold potatoes! I laughed, I tried, I apologise to the potato.",
            "Dates from the start and I came home with legs left. Thank you!",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "First race nerves",
                ("I've signed up for {race} and now I can't sleep. What do you wish you'd known before your first?"),
            ),
            (
                "How do I prepare for {race}?",
                "Six weeks until {race}. I can do eight kilometres slowly. Is that mad?",
            ),
            ("{race}: help", "I said yes to {race} after two glasses of wine. What do I do now?"),
        ),
        answers=(
            "Start at the very back. All you can do from there is overtake.",
            "Nothing new on the day. Not socks, not breakfast, not shoes.",
            "Not mad at all. Add one kilometre a week and rest the week before.",
            "The cake at the end is the point. I ran my first one [for that|only for the cake].",
            "You'll be nervous until the first hill and then too busy.",
            "Walk the course once beforehand. Then nothing can frighten you.",
            "Safety pins. Bring your own safety pins.",
            "I'll be there with a cowbell. Listen for it at the last bend.",
        ),
        exchanges=(
            ("Is it the short or the long one?", "The short one! I'm nervous, not insane."),
            ("Do you have someone to run with?", "Not yet. Is anyone about as slow as me?"),
        ),
        closings=(
            "I've found company at my pace, so I can sleep again. You're the best.",
            "Plan's on the fridge: one kilometre a week, no new socks, cake.",
        ),
    ),
)
