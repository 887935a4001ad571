"""How a feature declares a setting: one line in its settings class."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any, ClassVar, Protocol, cast
from zoneinfo import ZoneInfo

from community.errors import Invalid

Value = bool | int | str | None


class ReferenceTarget(Enum):
    """What in Discord a setting may point to."""

    CHANNEL = "channel"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Reference:
    """A channel or a role of the guild; none is allowed."""

    target: ReferenceTarget

    def parse(self, typed: str) -> Value:
        """The identifier typed, or none for nothing."""
        if not typed:
            return None
        if not typed.isdecimal():
            raise Invalid("That is no {what} of this server. Please pick one from the list.", what=self.target.value)
        return int(typed)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number within bounds."""

    low: int
    high: int
    unit: str

    def parse(self, typed: str) -> Value:
        """The number typed, if it is within the bounds."""
        try:
            number = int(typed)
        except ValueError:
            number = self.low - 1
        if not self.low <= number <= self.high:
            raise Invalid(
                "Please give a whole number of {unit} from {low} to {high}.",
                unit=self.unit,
                low=self.low,
                high=self.high,
            )
        return number


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    def parse(self, typed: str) -> Value:
        """True for on, false for off."""
        if typed not in {"on", "off"}:
            raise Invalid("Please say on or off.")
        return typed == "on"


@dataclass(frozen=True, slots=True)
class TimeZone:
    """A name of the IANA time zone database."""

    def parse(self, typed: str) -> Value:
        """The name typed, if there is such a zone."""
        try:
            return ZoneInfo(typed.strip()).key
        except (ValueError, OSError, LookupError):
            raise Invalid(
                "I don't know the time zone {typed}. Please give one like Europe/Berlin or America/New_York.",
                typed=typed[:50],
            ) from None


Control = Reference | Number | Switch | TimeZone


class FeatureSettings(Protocol):
    """A frozen dataclass whose fields are all declared with :func:`setting`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    FEATURE: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting, as screens, exports and documents see it."""

    key: str
    label: str
    help: str
    default: Value
    control: Control


def setting(control: Control, default: Value, label: str, help: str) -> Any:  # noqa: A002
    """Declares a field of a feature's settings class."""
    return field(default=default, metadata={"control": control, "label": label, "help": help})


def declared_settings(feature: type[FeatureSettings]) -> Iterable[Setting]:
    """The settings of one feature, in the order of their lines."""
    for one in fields(feature):
        yield Setting(
            key=f"{feature.FEATURE}.{one.name}",
            label=one.metadata["label"],
            help=one.metadata["help"],
            default=cast("Value", one.default),
            control=one.metadata["control"],
        )
