"""Film club questions and what the neighbours advise. Every film is invented."""

from demo.story.sentences.material import Mood, Subject

FILM_ADVICE: tuple[Subject, ...] = (
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "A film for {guest}",
                (
                    "I'd like to show {guest} something from our list. Gentle, not too long, and not for "
                    "children only. Where would you begin?"
                ),
            ),
            (
                "What to watch with {guest}?",
                ("Film evening with {guest} coming up. We've never agreed on anything. What's a safe but good choice?"),
            ),
            (
                "Guest on the sofa",
                "{Guest} is coming over and wants to 'watch something nice'. Something nice! Help.",
            ),
        ),
        answers=(
            "*{other}*. Warm, funny in the corners, and under two hours.",
            "Something with food in it. *The Cartographer's Lunch* has never failed me.",
            "Let them choose between three. I pick the three, they pick the one, everyone's content.",
            "*{film}*, but skip the prologue and tell them later.",
            "Short films! Four of them, with tea in between. If one is dull it's over in ten minutes.",
            "I'd go for an old comedy. Laughing [at the same moment|together] does half the work.",
            "Whatever you choose, subtitles on. It saved every film evening in my family.",
            "Something you've both not seen, so that nobody has to defend it.",
        ),
        exchanges=(
            (
                "What did they enjoy last?",
                "Something with [a dog and a lighthouse|a heist and a choir]. I fell asleep.",
            ),
            ("Do subtitles bother them?", "Not at all, as long as the letters are big."),
        ),
        closings=(
            "We watched *{other}* and talked until midnight. Thank you, that was a find.",
            "Three to choose from worked like magic. They chose the one I wanted anyway.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Slow films for the impatient",
                "I want to learn to like slow films. I always reach for my phone. How do you watch them?",
            ),
            (
                "How do you stay with a quiet film?",
                ("Tried *{film}* twice and drifted off twice. Everyone says it's wonderful. What am I missing?"),
            ),
            ("Slow, slower, asleep", "The club loves slow films, and I love the club. How do I stay awake?"),
        ),
        answers=(
            "Phone in another room. Really, in another room, not face down on the table.",
            "Watch it in the morning. I know it's odd, but you're awake and nobody calls.",
            "Look at the edges of the picture. In slow films something is always happening at the edges.",
            "Start with a slow film that's short. Seventy minutes, no more.",
            "With others! In company the silence turns from empty to full.",
            ("You may be missing nothing. I've slept through some [masterpieces|of the best] and felt better for it."),
            "Something to do with the hands: shelling peas, knitting. The eyes stay on the screen.",
            "Think of it as looking out of a train window. You don't ask a window to hurry up.",
        ),
        exchanges=(
            (
                "At what point do you drift off?",
                "Usually [around the second silence|after twenty minutes], when someone looks at a field.",
            ),
            ("What do you like watching otherwise?", "Heists, mostly. Things with a plan."),
        ),
        closings=(
            "Phone in the hallway, peas in my lap, whole film watched. And I loved the last half hour.",
            "The train window did it. I'm a little bit converted.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Can't hear the dialogue",
                (
                    "Is it my ears or do people in films mumble now? I turn it up and then the music throws "
                    "me off the sofa."
                ),
            ),
            (
                "Sound at home",
                "In *{film}* I understood one word in three. What do you do about the sound at home?",
            ),
            (
                "Whisper, explosion, whisper",
                "I spend every film with my thumb on the volume. How have you solved this?",
            ),
        ),
        answers=(
            "It's not your ears. Subtitles, always, even in my own language.",
            "Look for a 'night' or 'speech' mode in the settings. It flattens the explosions.",
            "A small speaker behind the sofa for the voices. Strange idea, works well.",
            "Move the television away from the bare wall and hang up something soft. Ours stopped echoing.",
            "Headphones for me, speakers for the rest of the family.",
            "I asked the repair café and it was a loose cable. Check the [silly|easy] things first.",
            "Turn the bass down, not the volume up. Voices live higher up.",
            "Sit closer! We pulled the sofa in by a metre and it's like a new film.",
        ),
        exchanges=(
            ("Built-in speakers?", "Yes, and they point at the wall. Who thought of that?"),
            ("Is it with all films or the new ones?", "The new ones. Old ones are clear as a bell."),
        ),
        closings=(
            "Bass down, speech mode on. I can hear people breathe. Thank you!",
            "Loose cable. I'm going to pretend that I knew.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Where to start with black and white",
                "I've seen almost nothing made before colour. Which one would you start me with?",
            ),
            (
                "Old films, first steps",
                "{Guest} asked me about old films and I knew none. Help me catch up, gently.",
            ),
            (
                "Black and white for beginners",
                (
                    "I always thought old films weren't for me, and then I saw ten minutes of one and "
                    "couldn't look away. What should I watch?"
                ),
            ),
        ),
        answers=(
            "*Goodnight, Mr Parallax*. It's so quick you'll forget there's no colour.",
            "A comedy first. The serious ones make more sense once you know the faces.",
            "Start with one that's set in one room. *{other}*, for example. The talking carries you.",
            "Find a restored copy. A bad print makes every old film look older than it is.",
            "Silent with live piano, if the little cinema does it again. I went as a joke and cried.",
            "Give it fifteen minutes. The eye [adds the colour|gets used to it] by itself.",
            "I'd pick a mystery. Shadows were made for those.",
            "Ask for the box in the community room. It's full of them.",
        ),
        exchanges=(
            ("What do you like in newer films?", "People who talk fast and mean something else."),
            ("Do you mind subtitles?", "Not at all. I read faster than they talk."),
        ),
        closings=(
            "Watched one, and forgot about the colour after ten minutes. On to the next.",
            "*Goodnight, Mr Parallax* it was. I laughed alone in my kitchen.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "That film with {clue}",
                (
                    "I'm trying to remember a film. There's {clue}, and at the end it rains. I saw it half "
                    "asleep. Anyone?"
                ),
            ),
            (
                "Help me find a title",
                "{Guest} keeps describing a film with {clue}. It's driving us both mad. Does it ring a bell?",
            ),
            ("One scene, no title", "I only remember {clue}, and a feeling of autumn. Which film is it?"),
            (
                "It's on the tip of my tongue",
                "{Clue}, a long staircase, somebody humming. I saw it as a student. Who knows it?",
            ),
        ),
        answers=(
            "Could it be *{film}*? There's something like that near the beginning.",
            "I think I know it! The one where the narrator turns out to be the [landlord|little brother].",
            "That sounds like *{other}*, but I remember snow and not rain.",
            "No idea, but now I want to see it.",
            "I think that's one of the short ones we watched in the courtyard.",
            "I'd ask the woman at the film library. She once found mine from a single hat.",
            "I remember {clue}! And nothing else, sorry. Now there are three of us.",
            "If the music was all accordion, then it's *{film}*.",
        ),
        exchanges=(
            ("Roughly how old is it?", "Colour, but tired colour. Before phones, anyway."),
            ("In which language?", "I heard it dubbed, so that's [no help|no clue at all]."),
        ),
        closings=(
            "It was *{film}*! Thank you, I can sleep again.",
            "Found it, it's *{other}*, and it was neither rain nor snow. It was a sprinkler.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Film night in a small flat",
                "Six people, one sofa, a projector borrowed until Sunday. How do you make it comfortable?",
            ),
            (
                "Hosting for the first time",
                "I said I'd host and my living room is the size of a lift. Any tips?",
            ),
            (
                "Cinema in my living room",
                "I'd like to show a film at home, to more people than I have chairs. How do you do it?",
            ),
        ),
        answers=(
            "Mattress against the wall, cushions on top. Best seats in the house.",
            "A white sheet, ironed. The ironing matters, sadly.",
            "Soup in mugs. Nobody wants to balance a plate in the dark.",
            "Break in the middle. Ten minutes, window open, everyone's happy.",
            (
                "Take [a bulb|the bright bulb] out of the hallway lamp, or someone will blind you on the way "
                "to the bathroom."
            ),
            "Try the sound an hour before. Something always needs an adapter.",
            "Ask everyone to bring one cushion. They leave with a different one.",
            "Shoes off, blankets out, and tell the neighbours. Or invite them!",
        ),
        exchanges=(
            ("Which film will it be?", "Probably *{film}*, if nobody objects."),
            ("Do you have a white wall?", "A cream one with [a crack|a radiator] in it."),
        ),
        closings=(
            "Everyone fit! The soup was a triumph. I've three cushions that aren't mine.",
            "The adapter. You were right. Thank you, it was a lovely evening.",
        ),
    ),
)
