"""What is said in the board games topic, while it lasts. Every game is invented."""

from demo.story.sentences.material import Mood, Subject, Voice

_SUBJECTS = (
    Subject(
        Mood.PLAN,
        openers=(
            ("Game night {day}?", "Who's free {day}? I'd bring {game} and crisps. My table takes five."),
            ("One more round of {game}", "I want my revenge at {game}. {Day}, my place, bring a cushion?"),
            ("Table for four, {day}", "The kettle's on {day}, and {game} is on the table. Who's coming?"),
        ),
        answers=(
            "I'm in, if somebody explains the rules slowly.",
            "Yes! I'll bring {other} in case we have time.",
            "Can't make it, I'm working. Play a round for me.",
            "Maybe! I'll know after the weekend.",
            "Count me in for the first half, I have to be up at five.",
            "I'd come if we start before eight.",
        ),
        exchanges=(("How long does it take?", "The box says an hour. The box is an optimist."),),
        closings=("All right, {day} it is. Slow rules explained, promise.",),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "A rule in {game}",
                ("Quick question about {game}: may you trade on somebody else's turn? We nearly had a family crisis."),
            ),
            (
                "Settle this, please",
                "In {game}, does a tie go to the player who went last? Asking for a household in uproar.",
            ),
            (
                "Rules lawyer wanted",
                "We're stuck in the middle of {game}: may one pass twice in a row? The tea's getting cold.",
            ),
        ),
        answers=(
            "No, it's in the grey box on the last page. Easily missed.",
            "We play it like that, but only if everyone agrees before.",
            "The older rulebook says yes and the newer one says no. Sorry.",
            "House rule here: whoever makes the tea decides.",
            "I looked it up: it isn't mentioned at all. So, whatever keeps the peace.",
        ),
        exchanges=(("How many of you were playing?", "Four, and one who only came for the crisps."),),
        closings=("Whoever makes the tea decides. Peace restored.",),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Games for two",
                "Most evenings it's just the two of us. What do you play with two that isn't chess?",
            ),
            (
                "Small and quick",
                "I'm after something for two that fits on a tray and takes half an hour. What do you like?",
            ),
        ),
        answers=(
            "*{game}* with the short rules. Twenty minutes and nobody sulks.",
            "Dice and a notepad. We've kept one running score since the wedding.",
            "*{other}*! It's mean, but in a friendly way.",
            "Anything where you build together instead of against each other.",
            "A plain deck of cards, honestly. My gran knew forty games for two.",
        ),
        exchanges=(("Do you like to think hard or to laugh?", "Laugh, after a long day. Think on Sundays."),),
        closings=("We tried *{other}*. I lost, we laughed, perfect.",),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Against each other or together?",
                "Do you like to play together or against each other? I've noticed that I'm a terrible loser.",
            ),
            (
                "Are you a bad loser?",
                (
                    "I sulked over {game} for a whole evening. I'm forty-one. Should I stick to games where "
                    "all of us win or lose together?"
                ),
            ),
        ),
        answers=(
            "Together. I get enough competition in the bakery queue.",
            "I need to win against my brother. Only against my brother.",
            "I sulk for ten minutes, exactly, then I make tea.",
            "With children, together. With adults, no mercy.",
            "I never win, so I've become very gracious.",
        ),
        exchanges=(("Is this about anyone in particular?", "My own mother. She wins with a smile."),),
        closings=("Ten minutes of sulking, then tea. A fine rule.",),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "I won at {game}!",
                "After two years of losing I've finally won at {game}. I'd like this written down somewhere.",
            ),
            (
                "The closest game ever",
                "One point. We lost at {game} by one point, all of us together, and cheered anyway.",
            ),
            ("What a finish", "{game}, last turn, last card. I've never heard our kitchen so loud."),
        ),
        answers=(
            "Written down, in the street chronicle.",
            "A proud moment for the losers' corner.",
            "One for the fridge. Well played.",
            "I want to be there next time.",
            "Tell us the last move in full detail, please.",
        ),
        exchanges=(("How long did it go on?", "Until the candles were down."),),
        closings=("Thank you all. I'm still a bit giddy.",),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "A missing piece",
                "We've lost the [blue ferry|small bridge] from {game}. What do you use instead?",
            ),
            (
                "The dog ate it",
                "The dog has eaten [one meeple|two cards] from {game}. Can one get spare parts somewhere?",
            ),
        ),
        answers=(
            "A button. Half my games run on buttons.",
            "Write to the makers. Mine sent a spare and a postcard.",
            "A dried bean, painted. Nobody's noticed so far.",
            "The toy library has a box of orphaned bits, take a look.",
            "A cork with a flag in it. It's become the most wanted piece.",
        ),
        exchanges=(("How did it happen?", "Nobody saw anything. Somebody looks very guilty."),),
        closings=("A cork with a flag! It's better than the original.",),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Reading rules aloud",
                "How do you teach a new game without everyone reaching for their phones?",
            ),
            (
                "Explaining {game}",
                "I explained {game} for forty minutes and lost the room. How do you do it?",
            ),
        ),
        answers=(
            "Say how one wins, then start. The rest comes on the way.",
            "Play one open round that doesn't count.",
            "Send a link to the rules before. Nobody reads it, but I feel better.",
            "Let the youngest explain it. Shortest version ever.",
            "Only explain the first turn. The second explains itself.",
        ),
        exchanges=(("How many rules are there?", "Twelve pages and a leaflet of corrections."),),
        closings=("How one wins, then start. I can do that.",),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "Jumble sale luck",
                "Found {game} at the jumble sale, complete, with somebody's score pad from long ago.",
            ),
            (
                "New on the shelf",
                "My shelf has a new tenant: {other}. I've read the rules twice and I'm in love.",
            ),
        ),
        answers=(
            "Old score pads are the best part. All those tiny victories.",
            "I've wanted to try that for ages.",
            "Bring it along next time, please!",
            "My shelf is full and I'm still jealous.",
            "Complete! That's like finding a four-leaved clover.",
        ),
        exchanges=(("How many can play?", "Two to five, says the lid."),),
        closings=("I'll bring it along, with the old score pad.",),
    ),
)

_ARRIVAL = Subject(
    Mood.HELLO,
    openers=(
        ("Hello!", "Hi, I'm {opener}, new here. I own one game, {game}, and nobody to play it with. Help?"),
        (
            "New player",
            "Hello from {opener}! I like games that are over before midnight. Is there a regular evening?",
        ),
    ),
    answers=(
        "Welcome, {opener}! Bring it along, we'll fill the table.",
        "Hi {opener}! No fixed evening at the moment, just somebody asking. That may as well be you.",
        "Welcome! Over before midnight suits me very well.",
    ),
    exchanges=(("What do you like to play?", "Anything with small wooden things in it."),),
    closings=("Thank you! I'll bring the game and some crisps.",),
)

BOARD_GAMES = Voice(
    topic="board-games",
    words={
        "game": (
            "Harbour of Foxes",
            "The Lamplighters' Round",
            "Moss and Marble",
            "Parcel for Pim",
            "Nine Crooked Bridges",
        ),
        "other": ("Tin Crown Tea", "The Quiet Auction", "Badgers in the Bank"),
        "day": ("next Friday", "next Thursday", "Sunday afternoon", "Saturday week"),
    },
    subjects=_SUBJECTS,
    arrival=_ARRIVAL,
    remarks=(
        "My dice just rolled by themselves.",
        "I still owe somebody here a rematch.",
        "We really should do this more often.",
        "[Saved|Noted] for the next long evening.",
        "I miss our Thursdays.",
        "My shelf is groaning and I keep reading.",
    ),
    emoji=("🎲", "♟️", "🃏", "😄", "🏆"),
)
