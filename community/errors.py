"""Everything that Hamlet raises on purpose.

::

    HamletError
    ├── Refusal              a person asked for something that can't be done; they read the sentence
    │   ├── NotAllowed       they may not
    │   ├── NotFound         there is no such thing in this guild
    │   ├── Invalid          what they typed or pressed does not fit
    │   └── OutOfReach       Discord would not let Hamlet do it; says what a moderator can mend
    └── OperatorError        the process can't go on; one line for whoever runs it
        ├── BadSetting       an environment variable has a wrong value
        └── BadDatabase      the database is missing, newer than the code, or damaged
"""


class HamletError(Exception):
    """The base class of all errors that Hamlet raises on purpose."""


class Refusal(HamletError):
    """A request that is turned down with a kind sentence that says what to do next.

    ``sentence`` is English and the key of its translation; ``facts`` fill its ``{fields}``.
    """

    def __init__(self, sentence: str, /, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


class NotAllowed(Refusal):
    """The person may not do this."""


class NotFound(Refusal):
    """There is no such thing in this guild."""


class Invalid(Refusal):
    """The typed or pressed value does not fit."""


class OutOfReach(Refusal):
    """Discord would not let Hamlet do it: a permission, a role's height, a deleted channel."""


class OperatorError(HamletError):
    """The process can't go on; the message is one line for the operator."""


class BadSetting(OperatorError):
    """An environment variable has a wrong value."""


class BadDatabase(OperatorError):
    """The database is missing, newer than the code, or damaged."""
