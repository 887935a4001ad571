"""The declaration of a metric: one metric, one file in ``community.engagement.metrics``."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from community.engagement import metrics
from community.engagement.window_data import DataSource, WindowData
from community.registry import collect

T_co = TypeVar("T_co", covariant=True)
JsonValue = Mapping[str, "JsonValue"] | Sequence["JsonValue"] | str | float | int | None


class Printable(Protocol):
    """A value that is more than a number."""

    def as_json(self) -> Mapping[str, JsonValue]:
        """Returns the form that ``insights --json`` prints."""
        ...


Value = Printable | Sequence[Printable] | float | int | None


@dataclass(frozen=True, slots=True)
class Metric(Generic[T_co]):
    """A figure about a window: its name, its position among the others, and the function that computes it.

    Units
    -----
    ``unit`` says what the number, or the ``n`` of the proportion, counts.
    """

    key: str
    place: int
    unit: str
    reads: frozenset[DataSource]
    fold: Callable[[WindowData], T_co]


def collect_metrics() -> Mapping[str, Metric[Value]]:
    """Returns all metrics by key, in the order in which they are printed.

    Raises
    ------
    ValueError
        If two metrics have the same key.
    """
    found = cast("Mapping[str, Metric[Value]]", collect(metrics, Metric, key=lambda metric: metric.key))
    return {one.key: one for one in sorted(found.values(), key=lambda metric: (metric.place, metric.key))}


def sources_of(chosen: Collection[Metric[Value]]) -> frozenset[DataSource]:
    """Returns all data sources that these metrics read."""
    return frozenset[DataSource]().union(*(metric.reads for metric in chosen))


def build_report(data: WindowData, chosen: Collection[Metric[Value]]) -> dict[str, JsonValue]:
    """Returns the object that ``insights --json`` prints: the guild, the window, then the metrics.

    Shape
    -----
    The guild is a string of digits, because JavaScript's numbers lose the last digits of an identifier.
    """
    window = data.window
    heading: dict[str, JsonValue] = {
        "guild": str(data.guild_id),
        "from": window.first.isoformat(),
        "to": window.end.isoformat(),
        "tz": window.tz.key,
    }
    return heading | {metric.key: to_json(metric.fold(data)) for metric in chosen}


def to_json(value: Value) -> JsonValue:
    """Returns a value as it is printed: an object if it is more than a number, null if it is absent."""
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, Sequence):
        return [one.as_json() for one in value]
    return value.as_json()
