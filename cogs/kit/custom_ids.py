"""Parsing of custom ids: the state of a persistent item or modal becomes typed attributes."""

import inspect
import re
from collections.abc import Callable, Mapping
from enum import Enum
from types import UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin

ID: Final = r"[0-8]?\d{1,18}"
"""The pattern of a number below 2**63, the greatest that the database takes."""
Parser = Callable[[str | None], object]


def field_parsers(owner: type, pattern: re.Pattern[str]) -> Mapping[str, Parser]:
    """Returns a parser for each named group of a custom id's pattern.

    The owner annotates each: ``str``, ``int``, an id, an enumeration, ``bool`` (whether an optional group is there),
    or one of them ``| None``.

    Raises
    ------
    TypeError
        If a group has no annotation, or one that no text can become.
    """
    return {name: _parser(owner, name) for name in pattern.groupindex}


def set_fields(target: object, pattern: re.Pattern[str], custom_id: str, parsers: Mapping[str, Parser]) -> None:
    """Sets the attributes that a custom id carries.

    Raises
    ------
    ValueError
        If the custom id does not match the pattern.
    """
    match = pattern.fullmatch(custom_id)
    if match is None:
        raise ValueError(f"{custom_id} is no custom id of {type(target).__name__}")
    for name, parse in parsers.items():
        setattr(target, name, parse(match[name]))


def _parser(owner: type, name: str) -> Parser:
    for base in owner.__mro__:
        annotation = inspect.get_annotations(base).get(name)
        if annotation is not None:
            return _parser_of(annotation, f"{owner.__name__}.{name}")
    raise TypeError(f"{owner.__name__} does not annotate the group {name!r} of its custom id")


def _parser_of(annotation: Any, name: str) -> Parser:
    kind = annotation
    if get_origin(kind) in {Union, UnionType}:
        kind = next(one for one in get_args(kind) if one is not type(None))
    while isinstance(kind, NewType):
        kind = kind.__supertype__
    if kind is bool:
        return lambda text: text is not None
    if kind in {int, str} or (isinstance(kind, type) and issubclass(kind, Enum)):
        return lambda text: None if text is None else kind(text)
    raise TypeError(f"{name} can't be read from a custom id as {annotation!r}")
