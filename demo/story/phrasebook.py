"""The sentences of each topic, and the phrasing that all topics share."""

from collections import Counter, deque
from collections.abc import Mapping
from random import Random

from demo.story.people import Resident, Role
from demo.story.sentences.between_neighbours import CONSENTS, EMOJI, SECONDS, Frame
from demo.story.sentences.material import Mood, Subject, Voice
from demo.story.sentences.roaster import BRAND, DISCLOSURES, SIGNATURES
from demo.story.templates import ShuffledDeck, fill_template

_ATTEMPTS = 8
_LATELY = 4
_OPENED_BY = 8
_SHORT = 70
_BEGINS_BY_ITSELF = (
    "Ha,",
    "Hi",
    "Hello",
    "Welcome",
    "Yes",
    "No,",
    "Oh",
    "Thank",
    "Honestly",
    "Lovely",
    "Good",
    "Great",
)


class Repertoire:
    """The sentences of a subject, each in a shuffled deck so that none repeats too soon."""

    def __init__(self, subject: Subject, rng: Random) -> None:
        self.mood = subject.mood
        self.openers = ShuffledDeck(subject.openers, rng)
        self.answers = ShuffledDeck(subject.answers, rng)
        self.exchanges = ShuffledDeck(subject.exchanges, rng)
        self.closings = ShuffledDeck(subject.closings, rng)
        self.n_answers = len(subject.answers)
        self.n_exchanges = len(subject.exchanges)
        self.opened_by: deque[str] = deque(maxlen=_OPENED_BY)


class TopicPhrases:
    """The sentences and words of one topic."""

    def __init__(self, voice: Voice, rng: Random) -> None:
        self.topic = voice.topic
        self.repertoires = ShuffledDeck([Repertoire(subject, rng) for subject in voice.subjects], rng)
        self.arrival = Repertoire(voice.arrival, rng)
        self.remarks = ShuffledDeck(voice.remarks, rng)
        self.emoji = ShuffledDeck(voice.emoji + EMOJI, rng)
        self.lately_opened: deque[str] = deque(maxlen=_LATELY)
        self._words = {word: ShuffledDeck(choices, rng) for word, choices in voice.words.items()}

    def words(self, opener: Resident) -> dict[str, str]:
        """Returns one choice of each word, for a whole conversation."""
        return {**{word: choices.draw() for word, choices in self._words.items()}, "opener": opener.called}


class _Framing:
    """Draws the words of a frame one after another."""

    def __init__(self, frame: Frame, rng: Random) -> None:
        self._frame = frame
        self._rng = rng
        self._leads = ShuffledDeck(frame.leads, rng)
        self._tails = ShuffledDeck(frame.tails, rng)

    def around(self, text: str, words: Mapping[str, str], urge: int) -> str:
        """Returns the text, possibly with words before or after it; a greater `urge` makes them likelier."""
        frame, rng = self._frame, self._rng
        begins = text.startswith(_BEGINS_BY_ITSELF)
        if frame.leads and not begins and rng.random() < urge * frame.lead_chance:
            return f"{fill_template(self._leads.draw(), words, rng)} {text}"
        follows = frame.after_questions or not text.endswith("?")
        if frame.tails and follows and rng.random() < urge * frame.tail_chance:
            return f"{text} {fill_template(self._tails.draw(), words, rng)}"
        return text


class Phrasing:
    """Fills in templates for any topic; remembers the texts, so as to avoid repeating them."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._framings: dict[Frame, _Framing] = {}
        self._seconds = {mood: ShuffledDeck(seconds, rng) for mood, seconds in SECONDS.items()}
        self._consents = ShuffledDeck(CONSENTS, rng)
        self._disclosures = ShuffledDeck(DISCLOSURES, rng)
        self._signatures = ShuffledDeck(SIGNATURES, rng)
        self._said: Counter[str] = Counter()

    def post(self, person: Resident, template: str, words: Mapping[str, str], frame: Frame | None = None) -> str:
        """Returns the template filled in for a person, as a text that is new if an attempt finds one."""
        text = ""
        for attempt in range(_ATTEMPTS):
            text = fill_template(template, words, self._rng)
            if frame is not None:
                text = self._framing(frame).around(text, words, 1 + attempt)
            text = self._disclosed(person, text)
            if text not in self._said:
                break
        self._said[text] += 1
        return text

    def second(self, person: Resident, called: str, words: Mapping[str, str], mood: Mood) -> str:
        """Returns a text that agrees or kindly disagrees with the person called so."""
        return self._dealt(person, self._seconds[mood], {**words, "called": called})

    def consent(self, person: Resident, called: str, words: Mapping[str, str]) -> str:
        """Returns a text that grants the favour that the person called so asked for."""
        return self._dealt(person, self._consents, {**words, "called": called})

    def _dealt(self, person: Resident, templates: ShuffledDeck[str], words: Mapping[str, str]) -> str:
        """Returns the first of the next templates that gives a new text; the last attempt if none does."""
        text = ""
        for _ in range(_ATTEMPTS):
            text = self.post(person, templates.draw(), words)
            if self._said[text] == 1:
                break
        return text

    def _framing(self, frame: Frame) -> _Framing:
        if frame not in self._framings:
            self._framings[frame] = _Framing(frame, self._rng)
        return self._framings[frame]

    def _disclosed(self, person: Resident, text: str) -> str:
        if person.role is not Role.REPRESENTATIVE or BRAND in text:
            return text
        disclosures = self._signatures if len(text) < _SHORT else self._disclosures
        return disclosures.draw().format(text=text)
