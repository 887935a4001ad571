"""Holds what the bot sends against Discord's published OpenAPI description.

The description is looked for beside the checkout and is no part of it: what needs it is skipped without.
"""

import json
import reprlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any, Final, Self, cast
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012, Schema

PUBLISHED: Final = Path(__file__).parents[2] / "shared" / "discord-openapi.json"

MOST_FAULTS: Final = 5
"""Lines told of one body; the others are only counted."""

LENGTHS: Final = frozenset({"minLength", "maxLength", "minItems", "maxItems"})
"""Keywords whose bound is missing from the library's own sentence."""

Shape = Mapping[str, Any]
Lookup = Callable[[str], Shape]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A place where Discord is known to take more, or less, than its description says."""

    name: str
    reason: str
    keywords: Shape
    places: tuple[tuple[str, ...], ...]


def _property(schema: str, name: str) -> tuple[str, ...]:
    return ("components", "schemas", schema, "properties", name)


def _body(path: str, method: str) -> tuple[str, ...]:
    return ("paths", path, method, "requestBody", "content", "application/json", "schema")


_OVERWRITE = _body("/channels/{channel_id}/permissions/{overwrite_id}", "put")

AMENDMENTS: Final = (
    Amendment(
        "a snowflake may be a number",
        "discord.py sends numbers wherever it holds one: an attachment's index, allowed mentions, the "
        "message replied to, an overwrite's target. Discord reads digits and numbers alike.",
        {"type": ["string", "integer"], "minimum": 0},
        (("components", "schemas", "SnowflakeType"),),
    ),
    Amendment(
        "permissions may be digits",
        "Since v8 Discord documents every permission set as a string of digits (Permissions), and discord.py "
        "sends them so; the description still has the number of v6.",
        {"type": ["integer", "string", "null"], "pattern": "^(0|[1-9][0-9]*)$"},
        (
            (*_OVERWRITE, "properties", "allow"),
            (*_OVERWRITE, "properties", "deny"),
            _property("CreateRoleRequest", "permissions"),
            _property("UpdateRoleRequestPartial", "permissions"),
        ),
    ),
    Amendment(
        "a message may be forwarded",
        "Discord documents the reference type FORWARD, 1 (Message Reference Types), and discord.py sends it; "
        "the description knows DEFAULT, 0, only.",
        {"oneOf": [{"title": "DEFAULT", "const": 0}, {"title": "FORWARD", "const": 1}]},
        (("components", "schemas", "MessageReferenceType"),),
    ),
    Amendment(
        "a bot's message has at most 2,000 characters",
        "Discord documents 2,000 (Create Message, Edit Message, Start Thread in Forum); the description's "
        "4,000 are for people with Nitro.",
        {"maxLength": 2_000},
        (
            _property("MessageCreateRequest", "content"),
            _property("MessageEditRequestPartial", "content"),
            _property("BaseCreateMessageCreateRequest", "content"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Operation:
    segments: tuple[str, ...]
    takes_body: bool
    needs_body: bool
    validator: Validator | None

    @property
    def literal(self) -> tuple[bool, ...]:
        return tuple(not segment.startswith("{") for segment in self.segments)

    def serves(self, segments: tuple[str, ...]) -> bool:
        return all(
            there == here or not literal
            for there, here, literal in zip(segments, self.segments, self.literal, strict=True)
        )


class RequestBodies:
    """What each operation of an OpenAPI 3.1 description takes as its JSON body."""

    def __init__(self, spec: dict[str, Any]) -> None:
        registry: Registry[Schema] = Registry()
        resolver = registry.with_resource("", DRAFT202012.create_resource(spec)).resolver()
        self._operations: dict[tuple[str, int], list[_Operation]] = defaultdict(list)
        self._judged: dict[tuple[str, str, str], list[str]] = {}
        judge = _judge(cache(lambda reference: cast("Shape", resolver.lookup(reference).contents)))
        for path, methods in spec["paths"].items():
            segments = tuple(path.strip("/").split("/"))
            for method, operation in methods.items():
                if method == "parameters":
                    continue
                body = operation.get("requestBody", {})
                schema = body.get("content", {}).get("application/json", {}).get("schema")
                validator = None if schema is None else judge(schema)
                self._operations[method.upper(), len(segments)].append(
                    _Operation(segments, bool(body), body.get("required", False), validator)
                )

    @classmethod
    def published(cls) -> Self | None:
        """Return the bodies of Discord's own description, amended; none where the file is absent."""
        if not PUBLISHED.exists():
            return None
        return cls(amended(json.loads(PUBLISHED.read_bytes())))

    def faults(self, method: str, path: str, body: object) -> list[str]:
        """Return what the description refuses in a request, a line each; nothing where it takes it.

        ``path`` is a concrete one without the version (``/channels/123/messages``); where several templates
        fit, the one with the most literal segments counts. ``body`` is the JSON as it was sent, of a
        multipart request its ``payload_json``, and none where there was no body. Of an operation that takes
        files alone, no more is judged than that it exists. The same is judged once.
        """
        asked = method, path, json.dumps(body)
        if asked not in self._judged:
            self._judged[asked] = self._faults(*asked[:2], body)
        return self._judged[asked]

    def _faults(self, method: str, path: str, body: object) -> list[str]:
        segments = tuple(path.strip("/").split("/"))
        serving = [
            operation
            for operation in self._operations.get((method.upper(), len(segments)), ())
            if operation.serves(segments)
        ]
        if not serving:
            return [f"{method} {path}: the description has no such operation"]
        operation = max(serving, key=lambda found: (sum(found.literal), found.literal))
        if body is None and not operation.needs_body:
            return []
        if not operation.takes_body:
            return [f"body: {reprlib.repr(body)} was sent, but the operation takes none"]
        if operation.validator is None:
            return []
        lines = [_line(error) for error in operation.validator.iter_errors(cast("Any", body))]
        more = len(lines) - MOST_FAULTS
        return lines if more <= 0 else [*lines[:MOST_FAULTS], f"and {more} more"]


def amended(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the description with every amendment made; ``spec`` itself stays as it is.

    *Raises*: KeyError where an amended place is gone from the description.
    """
    for amendment in AMENDMENTS:
        for place in amendment.places:
            spec = _with_keywords(spec, place, amendment.keywords)
    return spec


def _with_keywords(node: dict[str, Any], place: tuple[str, ...], keywords: Shape) -> dict[str, Any]:
    if not place:
        return {**node, **keywords}
    return {**node, place[0]: _with_keywords(node[place[0]], place[1:], keywords)}


def _line(error: ValidationError) -> str:
    """Return where a body is wrong, and how, with what was sent cut short."""
    where = error.json_path.removeprefix("$").removeprefix(".") or "body"
    message = error.message.replace(repr(error.instance), reprlib.repr(error.instance))
    bound = f" ({error.validator} {error.validator_value})" if error.validator in LENGTHS else ""
    return f"{where}: {message}{bound}"


def _judge(lookup: Lookup) -> Callable[[Shape], Validator]:
    """Return what makes a validator of a schema whose references ``lookup`` resolves.

    A union is judged by the one shape that the instance sets out to be (its JSON type, its ``type`` number)
    instead of by every shape in turn: that is quick, and a fault is told of the shape that was meant.
    """

    def reference(validator: Any, name: str, instance: object, _: Shape) -> Iterator[ValidationError]:
        yield from validator.descend(instance, lookup(name))

    def union(validator: Any, shapes: list[Shape], instance: object, _: Shape) -> Iterator[ValidationError]:
        meant = [
            followed
            for followed in (lookup(shape["$ref"]) if "$ref" in shape else shape for shape in shapes)
            if _sets_out_to_be(followed, instance, validator)
        ]
        if not meant:
            kinds = shorten(", ".join(_kind(shape) for shape in shapes), 120)
            yield ValidationError(f"{reprlib.repr(instance)} is none of {kinds}")
            return
        closest = max(_closeness(shape, instance) for shape in meant)
        compared = [shape for shape in meant if _closeness(shape, instance) == closest]
        yield from min((list(validator.descend(instance, shape)) for shape in compared), key=len)

    formats = FormatChecker(())
    formats.checks("date-time", raises=ValueError)(_is_instant)
    formats.checks("uri", raises=ValueError)(_is_uri)
    keywords = {"$ref": reference, "oneOf": union, "anyOf": union}
    judge = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return lambda schema: cast("Validator", judge(schema, format_checker=formats))


def _sets_out_to_be(shape: Shape, instance: Any, validator: Validator) -> bool:
    """Return whether an instance is of the JSON type and the ``type`` number that a shape of a union has."""
    types = shape.get("type", [])
    names = [types] if isinstance(types, str) else types
    if names and not any(validator.is_type(instance, name) for name in names):
        return False
    if "const" in shape:
        return bool(instance == shape["const"])
    if isinstance(instance, dict) and "type" in instance:
        numbers = shape.get("properties", {}).get("type", {}).get("enum")
        return numbers is None or instance["type"] in numbers
    return True


def _closeness(shape: Shape, instance: object) -> tuple[int, int]:
    """Return how many of the keys of an instance a shape requires, and how many it knows.

    Discord's shapes are open: a forum post passes as a thread without a message, its message unread. So among
    the shapes that an instance could be, only the closest one counts.
    """
    if not isinstance(instance, dict):
        return 0, 0
    required, known = shape.get("required", ()), shape.get("properties", {})
    return sum(key in instance for key in required), sum(key in known for key in instance)


def _kind(shape: Shape) -> str:
    return str(shape.get("title") or shape.get("$ref", "").rpartition("/")[2] or shape.get("type", "a shape"))


def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)
