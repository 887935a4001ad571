"""Collects the plain values that features declare, one module each, by walking a package."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TypeVar

Value = TypeVar("Value")


def collect(package: ModuleType, kind: type[Value], key: Callable[[Value], str]) -> dict[str, Value]:
    """Returns every value of ``kind`` that the modules of ``package`` declare, sorted by key.

    Raises
    ------
    ValueError
        If two declare the same key.
    """
    found: list[Value] = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found += [value for value in vars(module).values() if isinstance(value, kind)]
    return index(found, key)


def index(values: Iterable[Value], key: Callable[[Value], str]) -> dict[str, Value]:
    """Returns the values by key, sorted.

    Raises
    ------
    ValueError
        If two have the same key.
    """
    indexed: dict[str, Value] = {}
    for value in values:
        if key(value) in indexed:
            message = f"{key(value)!r} is declared twice"
            raise ValueError(message)
        indexed[key(value)] = value
    return dict(sorted(indexed.items()))
