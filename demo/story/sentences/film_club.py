"""What is said in the film club. Every film is invented."""

from demo.story.sentences.film_club_advice import FILM_ADVICE
from demo.story.sentences.material import Mood, Subject, Voice

_SUBJECTS = (
    *FILM_ADVICE,
    Subject(
        Mood.VIEW,
        openers=(
            (
                "{film}: what did you make of it?",
                "Just finished *{film}* and I can't stop thinking about {scene}. What did you make of it?",
            ),
            (
                "About {film}",
                "So, *{film}*. I loved the first hour and got lost after {scene}. How was it for you?",
            ),
            (
                "Still thinking about {film}",
                "I watched *{film}* with {guest} and we disagreed all the way home. Whose side are you on?",
            ),
            ("{film}, anyone?", "Finally caught up with *{film}*. {Scene}! Let's talk."),
        ),
        answers=(
            "{Scene} is the heart of it for me. All before leads there and all after walks away from it.",
            "I cried at {scene} and I'm not even sure why.",
            "Honestly, too long. Twenty minutes less and I'd have loved it.",
            "Did you notice how little music there is? I only realised when the piano came in.",
            "I didn't believe the ending, but I believed the faces.",
            "It reminded me of my [grandparents|first flat], and that made me kinder to it.",
            "I liked it more the day after. Some films need a night's sleep.",
            "The colours! All that green, and then one red coat.",
        ),
        exchanges=(
            ("Did you see it alone?", "Yes, and I'm glad. I talked to the screen."),
            ("Would you watch it again?", "In a year, maybe. I'd like to forget it a bit first."),
        ),
        closings=(
            "You've all seen a slightly different film and now I want to see every one of them.",
            "Watched {scene} again with your comments next to me. It's better with company.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Does the ending work? (spoilers inside)",
                "The ending of *{film}*: brave or a cop-out? ||She stays on the platform.||",
            ),
            (
                "That last minute",
                "||She doesn't get on the train!|| My mind about *{film}* has changed three times. You?",
            ),
            (
                "{film}, the end (spoilers)",
                "Can we talk about how *{film}* ends? ||The platform. The second cup.|| I'm not over it.",
            ),
        ),
        answers=(
            "Brave. A happier ending would have betrayed {scene}.",
            "I wanted to shout at her, so it must have worked.",
            "A cop-out, but a beautifully lit one.",
            "Listen to the sound right before. I think it tells us what she decides.",
            "I read it as a dream. Look at the clock on the wall.",
            "My theory: there was never a second ticket.",
            "It's the only honest ending. Life rarely [ties a bow|tidies up].",
            "I stopped it one minute early once, by accident, and that was the better film.",
        ),
        exchanges=(
            ("Did you see it with anyone?", "With {guest}, who just said 'of course she does that'."),
            ("Do you think it's meant to be sad?", "Not sad. Quiet. There's a difference, I think."),
        ),
        closings=(
            "The clock! I went back and looked. My goodness.",
            "Vote so far: four brave, two cop-out, one dream. I'm with the dream.",
        ),
    ),
    Subject(
        Mood.PLAN,
        openers=(
            (
                "Which film next?",
                "For {evening} I propose *{film}* or *{other}*. Which one? And has anyone a speaker?",
            ),
            (
                "Courtyard screening {evening}?",
                "Shall we show *{film}* in the courtyard {evening}? I have the sheet and the long cable.",
            ),
            (
                "The next screening",
                "The room is ours {evening}. *{film}*, *{other}*, or something none of us would ever choose?",
            ),
        ),
        answers=(
            "*{film}* for me! I've wanted to see it for ages.",
            "Happy with anything. I'll bring blankets and [popcorn|the big thermos].",
            "I vote *{other}*, but I'll come either way.",
            "I can't that evening, my sister is visiting. Unless she may come too?",
            "I've got a speaker. It's ugly and loud.",
            "[Yes!|I'm in.] Could we start early[, for the children|, so that mine see the first half|]?",
            "In. I'll ask upstairs whether the noise is all right with them.",
            "Count me in, and I'll do the washing up because I never do.",
        ),
        exchanges=(
            ("What if it rains?", "Then we squeeze into the community room, like last time."),
            ("How long is it?", "A hundred and [ten|five] minutes, with a break for tea."),
        ),
        closings=(
            "*{film}* it is, {evening}, doors at eight. Bring something to sit on.",
            "Great, that's sound, blankets and somebody for the dishes. See you there!",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Cinema or sofa?",
                "Back at the little cinema after a year of sofa. What a feeling! Where do you watch most?",
            ),
            (
                "Is the big screen worth it?",
                "{Guest} says a film isn't a film unless strangers cough around you. Do you agree?",
            ),
            (
                "Going out for a film",
                (
                    "Saw *{film}* on the big screen and on my sofa in the same month. Two different films. "
                    "Where do you like to watch?"
                ),
            ),
        ),
        answers=(
            "Cinema, for the walk home afterwards. On the sofa there's no walk home.",
            "Sofa. I like to stop and say 'wait, who's that?'",
            "The big screen for anything with [weather|landscape] in it. Sofa for talking.",
            "I'd go more often if it started at six.",
            "Strangers laughing at the same moment, there's nothing like it.",
            "Courtyard! The sheet moves in the wind and everyone's a bit cold. Perfect.",
            "With a baby the answer is: twenty minutes at a time, with headphones.",
            "Matinee on a weekday. The whole room to yourself and one gentleman asleep.",
        ),
        exchanges=(
            ("When did you last go?", "Just now, to *{film}*. Before that I don't remember."),
            ("What do you miss most at home?", "The dark, I think. My living room is never dark."),
        ),
        closings=(
            "The walk home. Yes! That's what I'd forgotten.",
            "Shall we simply go together more often? I'll watch the programme for us.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Seeing a film again",
                "Which film do you watch again and again? Mine is *{film}*, at least once a year.",
            ),
            ("Comfort films", "Bad week. What's your comfort film? I'm on my fourth round of *{film}*."),
            ("The one you always return to", "I know *{film}* by heart and put it on again. What's yours?"),
        ),
        answers=(
            "*{other}*. I know every word and it still catches me at {scene}.",
            "Anything with a kitchen in it. I want to hear pots.",
            "I never see a film twice. It may be odd, but there are so many.",
            "*Slow Ferry to Ossel*, mostly for the fog.",
            "The one my brother and I wore out as children. The tape had a stripe through the middle.",
            "A cartoon about a lighthouse keeper and a goose. I'm forty-six.",
            "Same film every birthday, since I was twelve. Now my kids roll their eyes.",
            "*{film}* is good medicine. I'd prescribe it, too.",
        ),
        exchanges=(
            ("What do you love about it?", "{Scene}. And that nobody shouts, not once."),
            (
                "When do you watch it?",
                "When it's dark early, with potato and leek soup. The soup's part of the plot by now.",
            ),
        ),
        closings=(
            "I've written them all down. That's my winter planned. Thank you, this helped.",
            "Pots, fog and a goose. You're my kind of people.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "I made a two-minute film",
                "I shot a tiny film on my phone about {tiny}. Two minutes, no plot. I'm oddly proud of it.",
            ),
            (
                "My first short",
                "Finished my first short! It's about {tiny}, and {guest} narrates, under protest.",
            ),
            (
                "A film about {tiny}",
                "I spent a whole weekend filming {tiny}. It's two minutes long, and I've never been happier.",
            ),
        ),
        answers=(
            "Bring it to the next screening! Opening film!",
            "Two minutes is the perfect length for everything.",
            "I'd watch a whole season about {tiny}.",
            "Tell me about the sound some time. That's where mine always falls apart.",
            "Be proud. Most of us only talk about it.",
            "So that's what you were doing on the corner with the phone!",
            "Put a title card on it and it's cinema. I don't make the rules.",
            "Congratulations! First ones are special. Keep the bad takes too.",
        ),
        exchanges=(
            ("What did you edit it with?", "Whatever was on the laptop. It crashed [twice|at every cut]."),
            ("Is there music in it?", "My neighbour practising the cello through the wall, with permission."),
        ),
        closings=(
            "All right, I'll bring it. Be gentle. Thank you for the courage.",
            "It now has a title card. You were right, it's cinema.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Did you ever walk out?",
                "I nearly walked out of *{film}* and I'm glad I stayed. Have you ever left halfway?",
            ),
            (
                "Do you finish films you don't like?",
                "Forty minutes into *{film}* and not enjoying it. Do you push on or stop?",
            ),
            (
                "Stop or carry on?",
                "Paused *{film}* to make tea an hour ago and haven't gone back. Do you always finish a film?",
            ),
        ),
        answers=(
            "I stop. Life is short and the list is long.",
            "Always to the end. Some only make sense in the last minute.",
            "I left once, because of the [popcorn|neighbour], not the film.",
            "I give it half an hour, then I'm allowed to knit.",
            "If I look at the clock twice, I'm out.",
            "Stayed through *{other}* out of politeness and it became my favourite. So, who knows.",
            "In company I stay, alone I go.",
            "I stop, read how it ends, and feel no shame at all.",
        ),
        exchanges=(
            ("What put you off?", "The narrator. He explains every look."),
            ("Did it get better?", "After {scene}, yes. Suddenly it had a heart."),
        ),
        closings=(
            "The clock rule is mine from now on.",
            "Finished it in the end, with knitting. Glad I did, and the scarf's longer too.",
        ),
    ),
)

_ARRIVAL = Subject(
    Mood.HELLO,
    openers=(
        (
            "Hello, new in the club",
            (
                "Hi, I'm {opener}, new here. My favourite film is *{film}* and I've never met anyone else "
                "who's seen it. Anyone?"
            ),
        ),
        (
            "New face",
            "Hello from {opener}! I watch films alone and would like to change that. How does the club work?",
        ),
        (
            "Just joined",
            "Hi all, {opener} here. I'm curious about the courtyard screenings. Can one simply come along?",
        ),
    ),
    answers=(
        "Welcome, {opener}! You simply come, bring something to sit on, and stay for the talking.",
        "Hi {opener}! I've seen *{film}* twice. We'll have to talk about {scene}.",
        "Welcome! Somebody proposes, we squabble kindly, somebody brings soup. That's the club.",
        "Hello {opener}, so nice that you're here. Put a film on the list, newcomers' picks go first.",
        "Welcome! There's always one cushion too many, it's yours.",
        "Hi there, and welcome. Bring the last film that kept you awake.",
    ),
    exchanges=(
        ("Do you like old films too?", "I like anything where people [talk|look out of windows]."),
        ("Which evening suits you best?", "Fridays, or any evening with a bit of warning."),
    ),
    closings=(
        "What a welcome! I'll bring a cushion and an open mind.",
        "Thank you! See you at the next one.",
    ),
)

FILM_CLUB = Voice(
    topic="film-club",
    words={
        "film": (
            "A Pear for the Stationmaster",
            "Nine Winters on Ferry Street",
            "Salt for a Small Moon",
            "Orchard Without a Gate",
            "Tuesday Is Another Country",
            "The Glassblower's Second Daughter",
            "Everyone Under the Table",
        ),
        "other": (
            "The Understudy's Umbrella",
            "Two Aunts and a Submarine",
            "The Beekeeper Takes the Tram",
            "A Room Facing Ossel",
            "Letters to a Lazy River",
        ),
        "scene": (
            "the scene at the ticket office",
            "the long dinner",
            "the scene with the two umbrellas",
            "the walk through the snow",
            "the phone call that nobody answers",
            "the dance in the stairwell",
        ),
        "guest": (
            "my mother",
            "my teenage niece",
            "my father-in-law",
            "my best friend",
            "my new neighbour",
            "my boyfriend",
        ),
        "clue": (
            "a goat in a lift",
            "a wedding on a barge",
            "two brothers who share one coat",
            "a piano that falls out of a window",
            "a postwoman who reads the letters",
        ),
        "evening": ("next Friday", "on Saturday week", "next Thursday", "the last Friday of the month"),
        "tiny": (
            "the ferry timetable",
            "my neighbour's geraniums",
            "a lost glove",
            "the laundry on the third floor",
        ),
    },
    subjects=_SUBJECTS,
    arrival=_ARRIVAL,
    remarks=(
        "My list gets longer every time I open this group.",
        "I'll read this properly once I've seen it. Closing my eyes and scrolling.",
        "I'd pay to hear you all argue about this in one room. Oh wait, that's the club.",
        "[Saved|Noted] for the next rainy evening.",
        "Now I know what I'm doing tonight.",
        "Can we talk about this again at the next screening, with biscuits?",
        "I've nothing clever to add, I just enjoy reading you.",
        "This is better than most reviews I've read.",
        "My sofa and I thank you for this thread.",
        "I put it on the list on the community room door.",
        "Somebody should be writing these conversations down. Oh.",
        "I disagree with half of this and I love it.",
    ),
    emoji=("🎬", "🍿", "🎞️", "😂", "🥲"),
)
